// Geometry from text: the reader's side of geo/webmap/encoding.py.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUE = new Map([...ALPHABET].map((c, i) => [c.charCodeAt(0), i]));

  // A line as whole grid steps: [[x, y], ...], x the longitude.
  function decodeGrid(text) {
    const points = [];
    let x = 0;
    let y = 0;
    let position = 0;
    function next() {
      let number = 0;
      let shift = 1;
      for (;;) {
        const value = VALUE.get(text.charCodeAt(position++));
        if (value === undefined) throw new Error("damaged geometry");
        number += (value & 31) * shift;
        if (value < 32) break;
        shift *= 32;
      }
      return number % 2 ? -(number + 1) / 2 : number / 2;
    }
    while (position < text.length) {
      x += next();
      y += next();
      points.push([x, y]);
    }
    return points;
  }

  // The same as [[latitude, longitude], ...] in degrees.
  function decodeLine(text, steps) {
    return decodeGrid(text).map(([x, y]) => [y / steps, x / steps]);
  }

  // Polygons as Leaflet takes them: [[[lat, lon], ...] of each ring] of each polygon.
  function decodePolygons(polygons, steps) {
    return polygons.map((rings) => rings.map((ring) => decodeLine(ring, steps)));
  }

  GeoPage.codec = { decodeGrid, decodeLine, decodePolygons };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
