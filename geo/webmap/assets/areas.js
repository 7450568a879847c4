// What the story's places cover, on the map's canvases: washes and outlines of areas, lines, circles of doubt,
// and the dashed threads from a told place to the places that it is told from.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const LEAST_CIRCLE = 5; // kilometres of doubt from which on a circle shows it
  const QUIET_CIRCLE = 45; // pixels of radius from which on a circle is washed only while its place is lit
  const FILLING = 0.5; // share of the window from which on an area is ground, no figure, and washed but faintly
  const ROUND = 0.9; // share of the Earth's girth from which on an area is no figure: a hemisphere's box
  const MANY = 12; // areas from which on each is drawn the quieter the more they are: all of them lie on each other
  const COLOURS = { place: "--place", facility: "--facility", water: "--sea", told: "--told" };

  // The geometry of a place's row in the plane: {polygons, edges, country, lines}, null where it has none.
  function shapeOf(place, base) {
    const { shape } = place;
    const made = { polygons: null, edges: null, country: null, lines: null };
    const plane = (text) => base.decoded(text, shape.steps);
    if (shape && shape.base) {
      made.country = base.country(shape.base);
      made.polygons = made.country.polygons;
      made.edges = made.country.edges;
    } else if (shape && shape.area) {
      made.polygons = shape.area.map((rings) => rings.map(plane));
      made.edges = made.polygons.flat();
    } else if (shape && shape.line) {
      made.lines = shape.line.map(plane);
    } else if (place.line) {
      made.lines = [base.line(place.line)];
    } else if (place.around) {
      made.edges = [base.line(circle(place.at, place.radius))];
      made.polygons = [made.edges];
    }
    return made;
  }

  class Areas {
    constructor(places) {
      this.places = places;
      this.base = places.base;
      const { items } = places;
      const areas = items.filter((i) => i.polygons).sort((a, b) => b.size - a.size || a.index - b.index);
      this.quiet = Math.min(1, Math.sqrt(MANY / areas.length));
      for (const item of areas) {
        const box = GeoPage.geometry.boxOf(item.largest[0]);
        // Around a pole no area is as wide as the plane.
        item.round = Boolean(this.base.data.turns) && box.x1 - box.x0 > ROUND * this.base.turn;
        this._area(item);
      }
      for (const item of items.filter((i) => i.lines)) this._line(item);
      for (const item of items.filter((i) => i.point && i.place.radius >= LEAST_CIRCLE)) this._circle(item);
      for (const item of items.filter((i) => i.point && i.place.told)) this._threads(item);
      this.base.redraw();
    }

    colour(place) {
      return this.base.colour(place.light ? "--light-mark" : COLOURS[place.theme]);
    }

    // Adds something to a canvas that is left out while its place is hidden.
    _add(item, level, rings, closed, style, outside) {
      const { ground } = this.base;
      ground.add(level, rings, closed, () => (this.places.hidden.has(item.index) ? null : style()), outside);
    }

    _area(item) {
      const { LEVEL } = GeoPage;
      const { place, country } = item;
      const wash = () => ({ fill: this.colour(place), alpha: this._shade(item), hatch: place.doubtful });
      if (place.theme === "water") {
        // A sea ends at coasts, which are drawn, or in open water, where no line runs.
        const shown = () => (this.places.hidden.has(item.index) ? null : wash());
        this.base.sea.add(0, item.polygons.flat(), true, shown);
        return;
      }
      const outline = () => (item.round ? null : this._outline(item));
      if (country) {
        this.base.onEarth(() => {
          this._add(item, LEVEL.wash, country.far, true, wash, this.base.outside);
          this._add(item, LEVEL.outline, country.farEdges, false, outline, this.base.outside);
        });
        if (!country.near) return; // all of it is far
      }
      this._add(item, LEVEL.wash, item.polygons.flat(), true, wash);
      this._add(item, LEVEL.outline, item.edges, false, outline);
    }

    _outline(item) {
      const { place } = item;
      const lit = this.places.lit(item);
      const dash = place.told ? [6, 4] : place.doubtful ? [5, 4] : place.light ? [2, 3] : null;
      return {
        stroke: this.colour(place),
        width: lit ? 1.8 : place.light ? 1.2 : 1,
        strokeAlpha: lit ? 1 : (place.light || place.told ? 0.8 : 0.6) * this.quiet,
        dash,
      };
    }

    _line(item) {
      const { place } = item;
      this._add(item, GeoPage.LEVEL.line, item.lines, false, () => ({
        stroke: this.colour(place),
        width: (this.places.lit(item) ? 4.2 : 2.4) - (place.told ? 0.6 : 0),
        strokeAlpha: 0.9,
        dash: place.told ? [7, 5] : place.doubtful ? [6, 5] : null,
      }));
    }

    // How far the truth may lie from a point. A wide circle is only a thin line until its place is lit, since a
    // river's would else wash over half a county.
    _circle(item) {
      const { place } = item;
      const ring = this.base.line(circle(place.at, place.radius));
      const box = GeoPage.geometry.boxOf(ring);
      const radius = (box.x1 - box.x0) / 2;
      this._add(item, GeoPage.LEVEL.outline, [ring], true, () => {
        const lit = this.places.lit(item);
        const wide = radius * this.base.scale > QUIET_CIRCLE;
        return {
          fill: this.colour(place),
          alpha: lit ? 0.12 : wide ? 0 : 0.07,
          stroke: this.colour(place),
          strokeAlpha: lit ? 0.9 : wide ? 0.4 : 0.6,
          width: lit ? 1.4 : 1,
          dash: place.told ? [6, 4] : [2, 4],
        };
      });
    }

    // From a told point to those of its anchors that are points; an area beside it needs no thread.
    _threads(item) {
      const anchors = item.place.anchors.map((index) => this.places.items[index]).filter((a) => a.point);
      if (!anchors.length) return;
      const threads = anchors.map((anchor) => Float64Array.of(...item.at, ...anchor.at));
      this._add(item, GeoPage.LEVEL.line, threads, false, () => ({
        stroke: this.colour(item.place),
        width: this.places.lit(item) ? 1.6 : 1,
        strokeAlpha: 0.8,
        dash: [2, 3],
      }));
    }

    // Notes which areas fill the window; whether that has changed.
    look(pane) {
      let changed = false;
      for (const item of this.places.items) {
        if (!item.polygons || item.place.told || item.place.theme === "water") continue;
        const fills = share(item.polygons, pane) > FILLING;
        changed = changed || fills !== Boolean(item.fills);
        item.fills = fills;
      }
      return changed;
    }

    // How strongly an area is washed: by its share of mentions, so that a country named once stays quiet.
    _shade(item) {
      const { place } = item;
      const lit = this.places.lit(item);
      if (place.light || place.told) return lit ? 0.18 : (place.told ? 0.05 : 0.1) * this.quiet;
      if (item.fills || item.round || place.kind === "continent") return lit ? 0.1 : 0.04 * this.quiet;
      const named = Math.sqrt(place.mentions.length / this.places.most);
      // An ocean ends where its data does, far from any coast: the quieter, the less that shows.
      if (place.kind === "ocean") return 0.06 + 0.12 * named + (lit ? 0.1 : 0);
      if (place.theme === "water") return 0.1 + 0.24 * named + (lit ? 0.12 : 0);
      return (0.045 + 0.13 * named) * this.quiet + (lit ? 0.12 : 0);
    }
  }

  // For the order of areas: the shoelace of the outer rings, in the plane.
  function planeArea(polygons) {
    let sum = 0;
    for (const [ring] of polygons) {
      let area = 0;
      let [xj, yj] = ring.subarray(-2);
      for (let i = 0; i < ring.length; i += 2) {
        area += (xj - ring[i]) * (yj + ring[i + 1]);
        xj = ring[i];
        yj = ring[i + 1];
      }
      sum += Math.abs(area / 2);
    }
    return sum;
  }

  // The share of a window of the plane that polygons cover, by a lattice of 25 points.
  function share(polygons, pane) {
    return GeoPage.geometry.lattice(polygons, pane, 5, 5).reduce((sum, inside) => sum + inside, 0) / 25;
  }

  // The polygon with the longest side, and that side.
  function largest(polygons) {
    let found = { rings: polygons[0] || [], span: 0 };
    for (const rings of polygons) {
      const box = GeoPage.geometry.boxOf(rings[0]);
      const span = Math.max(box.x1 - box.x0, box.y1 - box.y0);
      if (span > found.span) found = { rings, span };
    }
    return found;
  }

  function nearLine(lines, x, y, reach) {
    for (const line of lines) {
      for (let i = 2; i < line.length; i += 2) {
        const [ax, ay, bx, by] = line.subarray(i - 2, i + 2);
        const length = (bx - ax) ** 2 + (by - ay) ** 2;
        const along = length ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) : 0;
        if (Math.hypot(ax + along * (bx - ax) - x, ay + along * (by - ay) - y) <= reach) return true;
      }
    }
    return false;
  }

  // A circle on the Earth as [lat, lon] points: good to a pixel at the sizes that are drawn.
  function circle([lat, lon], km) {
    const points = [];
    const reach = km / 6371.0088;
    const phi = (lat * Math.PI) / 180;
    for (let i = 0; i <= 48; i++) {
      const bearing = (i * 2 * Math.PI) / 48;
      const end = Math.asin(
        Math.sin(phi) * Math.cos(reach) + Math.cos(phi) * Math.sin(reach) * Math.cos(bearing),
      );
      const turn = Math.atan2(
        Math.sin(bearing) * Math.sin(reach) * Math.cos(phi),
        Math.cos(reach) - Math.sin(phi) * Math.sin(end),
      );
      points.push([(end * 180) / Math.PI, lon + (turn * 180) / Math.PI]);
    }
    return points;
  }

  GeoPage.Areas = Areas;
  GeoPage.areas = { shapeOf, share, planeArea, largest, nearLine, circle };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
