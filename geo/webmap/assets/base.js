// The base map and the outlines of places, on two sheets: one for seas, whose washes lie softly under the land,
// one for everything else, from the graticule up to the outlines of places.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  // What is drawn above what.
  const LEVEL = {
    graticule: 0, land: 1, wash: 2, county: 3, division: 4, river: 5, lake: 6, coast: 7, border: 8, disputed: 9,
    outline: 10, line: 11,
  }; // prettier-ignore

  class Base {
    constructor(map, data, tiled) {
      this.map = map;
      this.data = data;
      this.tiled = Boolean(tiled);
      this.crs = map.options.crs;
      this.onto = GeoPage.projection.ontoOf(this.crs);
      this.sea = GeoPage.sheet.create(map, "sea", 220);
      this.ground = GeoPage.sheet.create(map, "ground", 230);
      this.countries = new Map(); // key -> {key, name, code, rank, near, polygons, edges, far, farEdges}: in the plane
      this.outside = data.window ? this._box(data.window) : null;
      this.waiting = []; // for the whole Earth
      this.turn = this.line([[0, 360]])[0] - this.line([[0, 0]])[0];
      this._near(data.near);
      if (!this.outside) this.wholeEarth();
    }

    _entry({ key, name, code, rank }) {
      if (!this.countries.has(key)) {
        this.countries.set(key, { key, name, code, rank, near: false, polygons: [], edges: [], far: [], farEdges: [] });
      }
      return this.countries.get(key);
    }

    _near(part) {
      this.nearEdges = { coasts: [], borders: [] };
      for (const row of part.countries) {
        const entry = this._entry(row);
        entry.near = true;
        this._rings(row, part.steps, entry.edges, this.nearEdges, (rings) => entry.polygons.push(rings));
      }
    }

    // A country's polygons, one call of take(rings) each; what of their edges is its outline, coast and border
    // is added to these lists.
    _rings({ g, e }, steps, outline, { coasts, borders }, take) {
      const { EDGE, stretches } = GeoPage.geometry;
      g.forEach((texts, i) => {
        const rings = texts.map((text) => this.decoded(text, steps));
        take(rings);
        rings.forEach((ring, j) => {
          const runs = GeoPage.codec.numbers((e && e[i] && e[i][j]) || "");
          outline.push(...stretches(ring, runs, [EDGE.coast, EDGE.border, EDGE.twin]));
          coasts.push(...stretches(ring, runs, [EDGE.coast]));
          borders.push(...stretches(ring, runs, [EDGE.border]));
        });
      });
    }

    // Calls back once the whole Earth is there. Most pages open on a part of it, and are read before that.
    onEarth(then) {
      if (this.waiting) this.waiting.push(then);
      else then();
    }

    // The Earth around the neighbourhood, coarsely; done once, when it is first needed.
    wholeEarth() {
      if (!this.waiting) return;
      this._far(this.data.far);
      const { waiting } = this;
      this.waiting = null;
      for (const then of waiting) then();
      if (waiting.length) this.redraw();
    }

    // A country by its key: one far from the neighbourhood has only its coarse outline.
    country(key) {
      const found = this.countries.get(key);
      if (found && found.polygons.length) return found;
      this.wholeEarth();
      return this.countries.get(key);
    }

    // Whether the map shows more than the neighbourhood.
    get reachesOut() {
      if (!this.outside) return false;
      const size = this.map.getSize();
      const seen = this.window({ x0: 0, y0: 0, x1: size.x, y1: size.y });
      const { x0, y0, x1, y1 } = this.outside;
      return seen.x0 < x0 || seen.x1 > x1 || seen.y0 < y0 || seen.y1 > y1;
    }

    // Lines, once on either side of the Earth too, so that there is no edge to the world.
    _turned(lines) {
      if (!this.data.turns) return lines;
      return [-1, 0, 1].flatMap((n) => lines.map((line) => (n ? shifted(line, n * this.turn) : line)));
    }

    _far(part) {
      const edges = { coasts: [], borders: [] };
      for (const row of part.countries) {
        if (row.code === "AQ" && !this.data.antarctica) continue;
        const entry = this._entry(row);
        const polygons = [];
        const outline = [];
        this._rings(row, part.steps, outline, edges, (rings) => polygons.push(rings));
        entry.far = this._turned(polygons.flat());
        entry.farEdges = this._turned(outline);
        // Where the neighbourhood is the whole Earth, or far away, these are the country's polygons.
        if (!entry.polygons.length) entry.polygons = polygons.flatMap((rings) => this._copies(rings));
      }
      this.farEdges = { coasts: this._turned(edges.coasts), borders: this._turned(edges.borders) };
    }

    // A polygon, and after it itself on either side of the Earth.
    _copies(rings) {
      if (!this.data.turns) return [rings];
      return [0, -1, 1].map((n) => (n ? rings.map((ring) => shifted(ring, n * this.turn)) : rings));
    }

    _box([west, south, east, north]) {
      const [x0, y1, x1, y0] = this.line([
        [Math.max(south, -85.05), west],
        [Math.min(north, 85.05), east],
      ]);
      return { x0, y0, x1, y1 };
    }

    // A line of [[lat, lon], ...] in the plane of the sheets, flat; and one as text.
    line(points) {
      const line = new Float64Array(2 * points.length);
      points.forEach(([lat, lon], i) => this.onto(lat, lon, line, 2 * i));
      return line;
    }

    decoded(text, steps) {
      return GeoPage.codec.decode(text, steps, this.onto);
    }

    // A point of the map in the plane, and what one pixel is there.
    planeOf(latlng) {
      const { lat, lng } = Array.isArray(latlng) ? { lat: latlng[0], lng: latlng[1] } : latlng;
      const at = [0, 0];
      this.onto(lat, lng, at, 0);
      return at;
    }

    get scale() {
      return this.crs.scale(this.map.getZoom()) / this.crs.scale(0);
    }

    // The window of the map (or a box of its pixels) in the plane.
    window(box) {
      const { min } = this.map.getPixelBounds();
      const { scale } = this;
      return {
        x0: (min.x + box.x0) / scale,
        y0: (min.y + box.y0) / scale,
        x1: (min.x + box.x1) / scale,
        y1: (min.y + box.y1) / scale,
      };
    }

    // A window without what it shows of the Earth a second time: names stand where the marks are.
    oneEarth(pane) {
      if (!this.data.turns) return pane;
      const west = this.line([[0, this.data.centre - 180]])[0];
      return { ...pane, x0: Math.max(pane.x0, west), x1: Math.min(pane.x1, west + this.turn) };
    }

    // A point of the plane in the map's pixels.
    pixel(x, y) {
      const { min } = this.map.getPixelBounds();
      const { scale } = this;
      return { x: x * scale - min.x, y: y * scale - min.y };
    }

    redraw() {
      this.palette = null;
      this.sea.redraw();
      this.ground.redraw();
    }

    // Everything that waits to be drawn, at once.
    drawNow() {
      this.sea.drawNow();
      this.ground.drawNow();
    }

    // The colours of the style sheet, read once until they change.
    colour(name) {
      if (!this.palette) this.palette = new Map();
      if (!this.palette.has(name)) this.palette.set(name, GeoPage.dom.css(name));
      return this.palette.get(name);
    }

    draw() {
      const { ground } = this;
      const stroke = (name, width, dash) => () => ({ stroke: this.colour(name), width, dash });
      if (this.tiled) {
        this.lattice = null; // the provider's tiles are the map: only the story's places are drawn on them
        return;
      }
      // A hairline of the land's own colour hides the seams between neighbours.
      const land = () => ({ fill: this.colour("--land"), stroke: this.colour("--land"), width: 0.7 });
      const near = [...this.countries.values()].filter((c) => c.near);
      this.onEarth(() => this._drawEarth(land, stroke));
      for (const country of near) ground.add(LEVEL.land, country.polygons.flat(), true, land);
      this.lattice = ground.add(LEVEL.graticule, [], false, stroke("--graticule", 0.8));
      const { steps } = this.data.near;
      const decoded = (lines) => lines.map((text) => this.decoded(text, steps));
      // Lines of a map of the whole world stand once on either side of it too.
      const around = (lines) => (this.outside ? lines : this._turned(lines));
      ground.add(LEVEL.county, decoded(this.data.counties), false, stroke("--division", 0.6));
      ground.add(LEVEL.division, decoded(this.data.divisions), false, stroke("--division", 1.1, [4, 2.5]));
      ground.add(LEVEL.river, around(decoded(this.data.rivers)), false, stroke("--river", 0.9));
      ground.add(LEVEL.lake, around(decoded(this.data.lakes.flat())), true, () => ({
        fill: this.colour("--water"),
        stroke: this.colour("--coast"),
        width: 0.7,
      }));
      this._shores(this.nearEdges, null, stroke);
      const disputed = decoded(this.data.disputed);
      ground.add(LEVEL.disputed, disputed, false, stroke("--land", 1.8));
      ground.add(LEVEL.disputed, disputed, false, stroke("--border", 1, [4, 3]));
      this._graticule();
      this.map.on("moveend zoomend", () => this._graticule());
    }

    _drawEarth(land, stroke) {
      const lines = [...this.countries.values()].flatMap((c) => c.far);
      this.ground.add(LEVEL.land, lines, true, land, this.outside);
      this._shores(this.farEdges, this.outside, stroke);
    }

    _shores({ coasts, borders }, outside, stroke) {
      this.ground.add(LEVEL.coast, coasts, false, stroke("--coast", 0.7), outside);
      this.ground.add(LEVEL.border, borders, false, stroke("--border", 0.9), outside);
    }

    // Meridians and parallels: some six across the map, at round figures.
    _graticule() {
      const bounds = this.map.getBounds();
      const span = Math.min(360, bounds.getEast() - bounds.getWest());
      const step = [0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30].find((s) => span / s <= 9) || 30;
      if (step === this.step) return;
      this.step = step;
      const { centre } = this.data;
      const lines = [];
      const low = Math.max(-85, Math.floor(bounds.getSouth() / step - 8) * step);
      const high = Math.min(85, Math.ceil(bounds.getNorth() / step + 8) * step);
      const fine = Math.max(step / 4, 0.5);
      for (let lon = Math.ceil((centre - 180) / step) * step; lon <= centre + 180; lon += step) {
        const line = [];
        for (let lat = low; lat <= high; lat += fine) line.push([lat, lon]);
        lines.push(line);
      }
      for (let lat = Math.ceil(low / step) * step; lat <= high; lat += step) {
        const line = [];
        for (let lon = centre - 180; lon <= centre + 180; lon += 4) line.push([lat, lon]);
        lines.push(line);
      }
      this.ground.replace(this.lattice, lines.map((line) => this.line(line)), false);
    }
  }

  function shifted(line, by) {
    return line.map((value, i) => (i % 2 ? value : value + by));
  }

  GeoPage.Base = Base;
  GeoPage.LEVEL = LEVEL;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
