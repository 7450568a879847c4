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
      this.sea = GeoPage.sheet.create(map, "sea", 220);
      this.ground = GeoPage.sheet.create(map, "ground", 230);
      this.countries = new Map(); // key -> {key, name, code, rank, polygons, edges, far, farEdges}: in the plane
      this.outside = data.window ? this._box(data.window) : null;
      this._near(data.near);
      this._far(data.far);
    }

    _entry({ key, name, code, rank }) {
      if (!this.countries.has(key)) {
        this.countries.set(key, { key, name, code, rank, polygons: [], edges: [], far: [], farEdges: [] });
      }
      return this.countries.get(key);
    }

    _near(part) {
      const { steps } = part;
      const [west, south, east, north] = this.data.window || [-180, -90, 180, 90];
      const { centre } = this.data;
      const cuts = [west, east, -180, 180, centre - 180, centre + 180];
      const onCut = cutter(cuts, [south, north, -90, 90], steps);
      const plane = (line) => this.line(line.map(([x, y]) => [y / steps, x / steps]));
      const all = [];
      for (const row of part.countries) {
        const entry = this._entry(row);
        for (const rings of row.g) {
          const grids = rings.map((ring) => GeoPage.codec.decodeGrid(ring));
          entry.polygons.push(grids.map(plane));
          all.push(...grids);
          for (const ring of grids) entry.edges.push(...GeoPage.geometry.uncut(ring, onCut).map(plane));
        }
      }
      const { coasts, borders } = GeoPage.geometry.splitEdges(all, onCut);
      this.nearEdges = { coasts: coasts.map(plane), borders: borders.map(plane) };
    }

    // Lines of a map of the whole world, once on either side of it too; others as they are.
    _around(lines) {
      if (this.data.window || !this.data.turns) return lines;
      const turn = this.line([[0, 360]])[0][0] - this.line([[0, 0]])[0][0];
      return [-1, 0, 1].flatMap((n) => lines.map((line) => line.map(([x, y]) => [x + n * turn, y])));
    }

    // The Earth around, once on either side of itself, so that there is no edge to the world.
    _far(part) {
      const { steps } = part;
      const onCut = cutter([-180, 180], [-90, 90], steps);
      const turn = this.line([[0, 360]])[0][0] - this.line([[0, 0]])[0][0];
      const plane = (line) => this.line(line.map(([x, y]) => [y / steps, x / steps]));
      const turns = this.data.turns ? [-1, 0, 1] : [0];
      const around = (lines) => turns.flatMap((n) => lines.map((line) => line.map(([x, y]) => [x + n * turn, y])));
      const all = [];
      for (const row of part.countries) {
        if (row.code === "AQ" && !this.data.antarctica) continue;
        const entry = this._entry(row);
        const grids = row.g.map((rings) => rings.map((ring) => GeoPage.codec.decodeGrid(ring)));
        entry.far = grids.flat().map(plane);
        entry.farEdges = grids.flat().flatMap((ring) => GeoPage.geometry.uncut(ring, onCut).map(plane));
        all.push(...grids.flat());
        // Where the neighbourhood is the whole Earth, or far away, these are the country's polygons.
        if (!this.data.near.countries.length || !entry.polygons.length) {
          entry.polygons = grids.flatMap((rings) => {
            const lines = rings.map(plane);
            return turns.map((n) => lines.map((line) => line.map(([x, y]) => [x + n * turn, y])));
          });
        }
        entry.far = around(entry.far);
        entry.farEdges = around(entry.farEdges);
      }
      const { coasts, borders } = GeoPage.geometry.splitEdges(all, onCut);
      this.farEdges = { coasts: around(coasts.map(plane)), borders: around(borders.map(plane)) };
    }

    _box([west, south, east, north]) {
      const [[x0, y1], [x1, y0]] = this.line([
        [Math.max(south, -85.05), west],
        [Math.min(north, 85.05), east],
      ]);
      return { x0, y0, x1, y1 };
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
      if (this.tiled) {
        this.lattice = null; // the provider's tiles are the map: only the story's places are drawn on them
        return;
      }
      // A hairline of the land's own colour hides the seams between neighbours.
      const land = () => ({ fill: this.colour("--land"), stroke: this.colour("--land"), width: 0.7 });
      const all = [...this.countries.values()];
      const whole = !this.data.near.countries.length;
      ground.add(LEVEL.land, all.flatMap((c) => c.far), true, land, this.outside);
      if (!whole) for (const country of all) ground.add(LEVEL.land, country.polygons.flat(), true, land);
      this.lattice = ground.add(LEVEL.graticule, [], false, stroke("--graticule", 0.8));
      const { steps } = this.data.near;
      const decoded = (lines) => lines.map((text) => this.line(GeoPage.codec.decodeLine(text, steps)));
      ground.add(LEVEL.county, decoded(this.data.counties), false, stroke("--division", 0.6));
      ground.add(LEVEL.division, decoded(this.data.divisions), false, stroke("--division", 1.1, [4, 2.5]));
      ground.add(LEVEL.river, this._around(decoded(this.data.rivers)), false, stroke("--river", 0.9));
      ground.add(LEVEL.lake, this._around(decoded(this.data.lakes.flat())), true, () => ({
        fill: this.colour("--water"),
        stroke: this.colour("--coast"),
        width: 0.7,
      }));
      for (const [edges, outside] of [[this.farEdges, this.outside], [this.nearEdges, null]]) {
        ground.add(LEVEL.coast, edges.coasts, false, stroke("--coast", 0.7), outside);
        ground.add(LEVEL.border, edges.borders, false, stroke("--border", 0.9), outside);
      }
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
  function cutter(longitudes, latitudes, steps) {
    const xs = longitudes.map((x) => x * steps);
    const ys = latitudes.map((y) => y * steps);
    const on = (value, cuts, near) => cuts.some((cut) => Math.abs(value - cut) <= near);
    return (a, b) =>
      (a[0] === b[0] && on(a[0], xs, 1)) || (a[1] === b[1] && on(a[1], ys, 1));
  }

  GeoPage.Base = Base;
  GeoPage.LEVEL = LEVEL;
  GeoPage.cutter = cutter;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
