// The base map and the outlines of places, drawn by Leaflet on canvases, one above the other:
// graticule, washes of seas (soft, under the land), land, washes of areas on land, borders and coasts, outlines.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const PANES = [
    ["graticule", 210],
    ["sea", 220],
    ["land", 230],
    ["wash", 240],
    ["lines", 250],
    ["outline", 260],
  ];

  class Base {
    constructor(map, data) {
      this.map = map;
      this.data = data;
      this.styled = []; // [layer, function that gives its style]
      this.renderers = {};
      for (const [name, order] of PANES) {
        const pane = map.createPane("geo-" + name);
        pane.style.zIndex = order;
        this.renderers[name] = L.canvas({ pane: "geo-" + name, padding: 0.4 });
      }
      this.countries = new Map(); // key -> {name, rank, latlngs: polygons near and far, clean: [lines]}
      this._decode();
    }

    _decode() {
      const { near, far, window: w, centre } = this.data;
      const cuts = [w[0], w[2], -180, 180, centre - 180, centre + 180];
      this.edges = [];
      for (const part of [near, far]) {
        const steps = part.steps;
        const onCut = (a, b) =>
          (a[0] === b[0] && (cutAt(a[0], [w[1], w[3]], steps) || Math.abs(a[0]) >= 89.9 * steps)) ||
          (a[1] === b[1] && cutAt(a[1], cuts, steps));
        const all = [];
        for (const country of part.countries) {
          const polygons = country.g.map((rings) => rings.map((r) => GeoPage.codec.decodeGrid(r).map(swap)));
          for (const rings of polygons) for (const ring of rings) all.push(ring);
          const entry = this.countries.get(country.key) || {
            key: country.key,
            name: country.name,
            code: country.code,
            rank: country.rank,
            polygons: [],
            lines: [],
          };
          entry.polygons.push(...polygons.map((rings) => rings.map((ring) => degrees(ring, steps))));
          for (const rings of polygons) entry.lines.push(...uncut(rings, onCut).map((l) => degrees(l, steps)));
          this.countries.set(country.key, entry);
        }
        const { coasts, borders } = GeoPage.geometry.splitEdges(all, onCut);
        this.edges.push({
          coasts: coasts.map((line) => degrees(line, steps)),
          borders: borders.map((line) => degrees(line, steps)),
        });
      }
    }

    // Adds a layer whose style is asked for again when the reader's colours change.
    add(layer, style) {
      layer.addTo(this.map);
      this.styled.push([layer, style]);
      return layer;
    }

    restyle() {
      for (const [layer, style] of this.styled) layer.setStyle(style());
    }

    polygon(pane, polygons, style) {
      const options = { renderer: this.renderers[pane], pane: "geo-" + pane, interactive: false };
      return this.add(L.polygon(polygons, { ...options, smoothFactor: 0.6, ...style() }), style);
    }

    line(pane, lines, style) {
      const options = { renderer: this.renderers[pane], pane: "geo-" + pane, interactive: false };
      return this.add(L.polyline(lines, { ...options, smoothFactor: 0.6, fill: false, ...style() }), style);
    }

    draw() {
      const css = GeoPage.dom.css;
      const all = [...this.countries.values()];
      // A hairline of the land's own colour hides the seams between neighbours.
      this.polygon("land", all.flatMap((c) => c.polygons), () => ({
        stroke: true,
        color: css("--land"),
        weight: 0.8,
        fillColor: css("--land"),
        fillOpacity: 1,
      }));
      const { steps } = this.data.near;
      if (this.data.divisions.length) {
        const lines = this.data.divisions.map((l) => GeoPage.codec.decodeLine(l, steps));
        this.line("lines", lines, () => ({ color: css("--division"), weight: 0.7, dashArray: "3 2.5" }));
      }
      for (const part of this.edges) {
        this.line("lines", part.coasts, () => ({ color: css("--coast"), weight: 0.7 }));
        this.line("lines", part.borders, () => ({ color: css("--border"), weight: 0.9 }));
      }
      if (this.data.disputed.length) {
        const lines = this.data.disputed.map((l) => GeoPage.codec.decodeLine(l, steps));
        this.line("lines", lines, () => ({ color: css("--land"), weight: 1.6 }));
        this.line("lines", lines, () => ({ color: css("--border"), weight: 1, dashArray: "4 3" }));
      }
      this._graticule();
      this.map.on("zoomend moveend", () => this._graticule());
    }

    _graticule() {
      const step = graticuleStep(this.map);
      if (step === this.step) return;
      this.step = step;
      if (this.lattice) this.lattice.remove();
      this.styled = this.styled.filter(([layer]) => layer !== this.lattice);
      const { centre } = this.data;
      const lines = [];
      const first = Math.ceil((centre - 180) / step) * step;
      for (let lon = first; lon <= centre + 180; lon += step) {
        const line = [];
        for (let lat = -85; lat <= 85; lat += 5) line.push([lat, lon]);
        lines.push(line);
      }
      for (let lat = -90 + step; lat < 90; lat += step) {
        const line = [];
        for (let lon = centre - 180; lon <= centre + 180; lon += 4) line.push([lat, lon]);
        lines.push(line);
      }
      this.lattice = this.line("graticule", lines, () => ({
        color: GeoPage.dom.css("--graticule"),
        weight: 0.7,
      }));
    }
  }

  function swap([x, y]) {
    return [y, x];
  }

  function degrees(line, steps) {
    return line.map(([lat, lon]) => [lat / steps, lon / steps]);
  }

  function cutAt(value, cuts, steps) {
    return cuts.some((cut) => Math.abs(value - cut * steps) <= 1);
  }

  // The rings without the edges that only a cut of the data made.
  function uncut(rings, onCut) {
    const lines = [];
    for (const ring of rings) {
      let line = null;
      for (let i = 1; i < ring.length; i++) {
        if (onCut(ring[i - 1], ring[i])) {
          line = null;
        } else if (line) {
          line.push(ring[i]);
        } else {
          line = [ring[i - 1], ring[i]];
          lines.push(line);
        }
      }
    }
    return lines;
  }

  // Degrees between the lines: five or so across the map, and always a round number.
  function graticuleStep(map) {
    const bounds = map.getBounds();
    const span = Math.min(360, bounds.getEast() - bounds.getWest());
    return [0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30].find((s) => span / s <= 9) || 30;
  }

  GeoPage.Base = Base;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
