// The base map and the outlines of places, on two sheets: one for seas, whose washes lie softly under the land,
// one for everything else, from the graticule up to the outlines of places.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  // What is drawn above what.
  const LEVEL = { graticule: 0, land: 1, wash: 2, division: 3, coast: 4, border: 5, disputed: 6, outline: 7, line: 8 };

  class Base {
    constructor(map, data) {
      this.map = map;
      this.data = data;
      this.crs = map.options.crs;
      this.sea = GeoPage.sheet.create(map, "sea", 220);
      this.ground = GeoPage.sheet.create(map, "ground", 230);
      this.countries = new Map(); // key -> {key, name, code, rank, polygons, rings of edges}: in the plane
      this.edges = { coasts: [], borders: [] };
      this._decode(data.near);
      this._decode(data.far);
    }

    _decode(part) {
      const { steps } = part;
      const onCut = cutter(this.data, steps);
      const plane = (line) => this.line(line.map(([x, y]) => [y / steps, x / steps]));
      const all = [];
      for (const row of part.countries) {
        const grids = row.g.map((rings) => rings.map((ring) => GeoPage.codec.decodeGrid(ring)));
        const entry = this.countries.get(row.key) || { ...row, g: null, polygons: [], edges: [] };
        entry.polygons.push(...grids.map((rings) => rings.map(plane)));
        for (const ring of grids.flat()) {
          all.push(ring);
          entry.edges.push(...GeoPage.geometry.uncut(ring, onCut).map(plane));
        }
        this.countries.set(row.key, entry);
      }
      const { coasts, borders } = GeoPage.geometry.splitEdges(all, onCut);
      this.edges.coasts.push(...coasts.map(plane));
      this.edges.borders.push(...borders.map(plane));
    }

    // A line of [lat, lon] in the plane of the sheets.
    line(line) {
      return GeoPage.sheet.toPlane(this.crs, line);
    }

    // A point of the map in the plane, and what one pixel is there.
    planeOf(latlng) {
      const p = this.crs.latLngToPoint(L.latLng(latlng), 0);
      return [p.x, p.y];
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

    // The colours of the style sheet, read once until they change.
    colour(name) {
      if (!this.palette) this.palette = new Map();
      if (!this.palette.has(name)) this.palette.set(name, GeoPage.dom.css(name));
      return this.palette.get(name);
    }

    draw() {
      const { ground } = this;
      const stroke = (name, width, dash) => () => ({ stroke: this.colour(name), width, dash });
      this.lattice = ground.add(LEVEL.graticule, [], false, stroke("--graticule", 0.8));
      for (const country of this.countries.values()) {
        // A hairline of the land's own colour hides the seams between neighbours.
        ground.add(LEVEL.land, country.polygons.flat(), true, () => ({
          fill: this.colour("--land"),
          stroke: this.colour("--land"),
          width: 0.7,
        }));
      }
      const { steps } = this.data.near;
      const decoded = (lines) => lines.map((text) => this.line(GeoPage.codec.decodeLine(text, steps)));
      ground.add(LEVEL.division, decoded(this.data.divisions), false, stroke("--division", 0.8, [3, 2.5]));
      ground.add(LEVEL.coast, this.edges.coasts, false, stroke("--coast", 0.7));
      ground.add(LEVEL.border, this.edges.borders, false, stroke("--border", 0.9));
      const disputed = decoded(this.data.disputed);
      ground.add(LEVEL.disputed, disputed, false, stroke("--land", 1.8));
      ground.add(LEVEL.disputed, disputed, false, stroke("--border", 1, [4, 3]));
      this._graticule();
      this.map.on("moveend zoomend", () => this._graticule());
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

  // Whether an edge, in grid steps [x, y], lies on a cut of the data: the edge of the neighbourhood, of the
  // world, the antimeridian, a pole.
  function cutter(data, steps) {
    const [west, south, east, north] = data.window;
    const { centre } = data;
    const xs = [west, east, -180, 180, centre - 180, centre + 180].map((x) => x * steps);
    const ys = [south, north, -90, 90].map((y) => y * steps);
    const on = (value, cuts) => cuts.some((cut) => Math.abs(value - cut) <= 1);
    return (a, b) => (a[0] === b[0] && on(a[0], xs)) || (a[1] === b[1] && on(a[1], ys));
  }

  GeoPage.Base = Base;
  GeoPage.LEVEL = LEVEL;
  GeoPage.cutter = cutter;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
