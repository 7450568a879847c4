// The polar view: a stereographic projection about a pole, the middle meridian pointing straight down (north)
// or up (south). A Leaflet CRS needs project and unproject; both are Snyder's (1987, p. 158) on a sphere.
// And, for outlines of tens of thousands of points, the way of either map into the plane without its objects.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const RADIUS = 6378137; // metres, Leaflet's own sphere
  const EDGE = 4.2 * RADIUS; // half the side of the projected square: reaches past the equator on the far side

  // pole: 1 north, -1 south; centre: the meridian in the middle, degrees.
  function polar(pole, centre) {
    const toRadians = Math.PI / 180;
    return {
      project(lat, lon) {
        // 60 degrees past the equator is as far as anything is drawn; the other pole would be infinitely far.
        const phi = Math.max(pole * lat, -60) * toRadians;
        const lambda = (lon - centre) * toRadians;
        const rho = 2 * RADIUS * Math.tan(Math.PI / 4 - phi / 2);
        return [rho * Math.sin(lambda), -pole * rho * Math.cos(lambda)];
      },
      unproject(x, y) {
        const rho = Math.hypot(x, y);
        const phi = Math.PI / 2 - 2 * Math.atan(rho / (2 * RADIUS));
        const lambda = rho === 0 ? 0 : Math.atan2(x, -pole * y);
        return [(pole * phi) / toRadians, lambda / toRadians + centre];
      },
    };
  }

  // The Leaflet CRS; L is given so that the functions above need no browser.
  function crs(L, pole, centre) {
    const plane = polar(pole, centre);
    const projection = {
      project(latlng) {
        const [x, y] = plane.project(latlng.lat, latlng.lng);
        return new L.Point(x, y);
      },
      unproject(point) {
        const [lat, lng] = plane.unproject(point.x, point.y);
        return new L.LatLng(lat, lng);
      },
      bounds: L.bounds([-EDGE, -EDGE], [EDGE, EDGE]),
    };
    const scale = 0.5 / EDGE;
    return L.extend({}, L.CRS.Earth, {
      code: "geo:polar",
      onto: polarOnto(plane),
      projection,
      transformation: new L.Transformation(scale, 0.5, -scale, 0.5),
      wrapLng: undefined,
    });
  }

  const SIDE = 256; // of the plane: Leaflet's square of the Earth at zoom 0
  const NORTHMOST = 85.0511287798; // degrees: where Leaflet's Mercator square ends

  // Functions (lat, lon, line, i) that write a point of the plane at zoom 0 into a flat line: what Leaflet's
  // crs.latLngToPoint(latlng, 0) computes.
  function mercatorOnto(lat, lon, line, i) {
    const sine = Math.sin((Math.max(-NORTHMOST, Math.min(NORTHMOST, lat)) * Math.PI) / 180);
    line[i] = SIDE * (0.5 + lon / 360);
    line[i + 1] = SIDE * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
  }

  function polarOnto(plane) {
    const scale = (0.5 * SIDE) / EDGE;
    return (lat, lon, line, i) => {
      const [x, y] = plane.project(lat, lon);
      line[i] = 0.5 * SIDE + scale * x;
      line[i + 1] = 0.5 * SIDE - scale * y;
    };
  }

  // The one that belongs to a map's CRS.
  function ontoOf(crs) {
    return crs.onto || mercatorOnto;
  }

  GeoPage.projection = { polar, crs, ontoOf };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
