// All names on the map, placed so that none covers another: those of the story first, then the base map's.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const SAME_SPOT = 7; // pixels from a mark's edge within which a context town is the same place
  const LEAST_AREA = 900; // square pixels of a country's box from which on its name may fit
  const SMALL = 220; // pixels of an area's longer side up to which its name may stand beside it
  const FILLED = 0.75; // share of the window from which on a country fills it

  class Names {
    constructor(places) {
      this.places = places;
      this.map = places.map;
      this.base = places.base;
      this.element = L.DomUtil.create("div", "geo-names", this.map.createPane("geo-names"));
      this.map.getPane("geo-names").style.zIndex = 640;
      this.element.setAttribute("aria-hidden", "true");
      this.measure = document.createElement("canvas").getContext("2d");
      this.widths = new Map(); // of names already measured
      this.map.on("zoomstart", () => this.element.classList.add("moving"));
    }

    // Names of the places whose marks are in view, and of the land around; obstacles as in labels.js.
    arrange(marks, obstacles, window) {
      const labels = [...this._story(marks, window), ...this._context(marks, window)];
      const places = GeoPage.labels.place(labels, obstacles, window);
      const origin = this.map.containerPointToLayerPoint([0, 0]);
      this.element.textContent = "";
      labels.forEach((label, i) => {
        if (!places[i]) return;
        if (label.dot) this._put(GeoPage.dom.el("span", { class: "geo-town-dot" }), label, origin);
        const name = GeoPage.dom.el(
          "span",
          { class: "geo-name " + label.style, dir: "auto", "data-place": label.index },
          label.text,
        );
        this._put(name, places[i], origin);
      });
      this.element.classList.remove("moving");
    }

    _put(element, at, origin) {
      L.DomUtil.setPosition(element, L.point(at.x + origin.x, at.y + origin.y));
      this.element.appendChild(element);
    }

    hover(index) {
      this.element.querySelectorAll(".lit").forEach((n) => n.classList.remove("lit"));
      if (index < 0) return;
      this.element.querySelectorAll('[data-place="' + index + '"]').forEach((n) => n.classList.add("lit"));
    }

    _label(text, style, more) {
      const kind = style.split(" ")[0];
      const font = FONTS[kind] || FONTS.place;
      const key = kind + ":" + text;
      let width = this.widths.get(key);
      if (width === undefined) {
        if (this.font !== font) this.measure.font = font.font; // a browser parses it anew each time
        this.font = font;
        const shown = font.upper ? text.toUpperCase() : text;
        width = this.measure.measureText(shown).width + shown.length * (font.spacing || 0) + 2;
        this.widths.set(key, width);
      }
      return { text, style, width, height: font.height, ...more };
    }

    _story(marks, window) {
      const labels = [];
      const order = this.places.items.filter((i) => !this.places.hidden.has(i.index));
      // Marks first: their names have few places to stand, an area's has many.
      // Told places come last: the names that they are told from say nearly as much.
      const late = (item) => (item.place.told ? 1 : 0);
      order.sort(
        (a, b) =>
          this.places.lit(b) - this.places.lit(a) || late(a) - late(b) || b.point - a.point || a.index - b.index,
      );
      const shown = new Set(marks);
      for (const item of order) {
        const { place, index } = item;
        const flavour = (place.light ? " light" : "") + (place.doubtful ? " doubtful" : "");
        const text = place.label + (place.doubtful ? "?" : "");
        const kind = place.told ? "told" : "place";
        if (item.point) {
          if (!shown.has(item)) continue;
          labels.push(
            this._label(text, kind + flavour, {
              x: item.pixel.x, y: item.pixel.y, radius: item.radius, own: index, index,
            }), // prettier-ignore
          );
        } else if (item.lines) {
          const at = this._midOfLine(item.lines, window);
          const style = (place.told ? "told" : "water named") + flavour;
          if (at) labels.push(this._label(text, style, { x: at.x, y: at.y, radius: 3, own: index, index }));
        } else {
          if (place.around && !this.places.lit(item)) continue; // its anchor's name stands there
          const style = (place.told ? "told" : place.theme === "water" ? "water named" : "area named") + flavour;
          const label = this._label(text, style, { own: index, index, padding: 3 });
          label.points = [...this.places.roomy(item.polygons, window, 11, 9), ...this._beside(item, label)];
          if (label.points.length) labels.push(label);
        }
      }
      return labels;
    }

    // Around the largest part of a small area, whose name finds no room in it: below, above, right, left.
    _beside(item, label) {
      const box = GeoPage.geometry.boundsOf([item.largest]);
      const { x: x0, y: y0 } = this.base.pixel(box.x0, box.y0);
      const { x: x1, y: y1 } = this.base.pixel(box.x1, box.y1);
      if (Math.max(x1 - x0, y1 - y0) > SMALL) return [];
      const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
      const [dx, dy] = [label.width / 2 + 6, label.height / 2 + 4];
      return [{ x, y: y1 + dy }, { x, y: y0 - dy }, { x: x1 + dx, y }, { x: x0 - dx, y }]; // prettier-ignore
    }

    // Countries, seas, towns and divisions that the story does not name.
    _context(marks, window) {
      if (this.base.tiled) return []; // the tiles have names of their own
      const taken = new Set(this.places.items.flatMap((i) => [i.place.name, i.place.formal || i.place.name]));
      return [
        ...this._countries(window),
        ...this._seas(window),
        ...this._towns(marks, window, taken),
        ...this._divisions(window, taken),
      ];
    }

    _countries(window) {
      const named = new Set(this.places.items.map((i) => i.country).filter(Boolean));
      const pane = this.base.window(window);
      const { scale } = this.base;
      const visible = [];
      for (const country of this.base.countries.values()) {
        if (named.has(country)) continue;
        const box = GeoPage.geometry.boundsOf(country.polygons);
        const seen = box && GeoPage.geometry.intersect(box, pane);
        if (!seen) continue;
        const area = (seen.x1 - seen.x0) * (seen.y1 - seen.y0) * scale * scale;
        // A country that fills the window is named under the globe.
        const fills = area > FILLED * (window.x1 - window.x0) * (window.y1 - window.y0);
        if (area > LEAST_AREA && !(fills && GeoPage.areas.share(country.polygons, pane) > FILLED)) visible.push({ country, area });
      }
      visible.sort((a, b) => b.area - a.area || (a.country.key < b.country.key ? -1 : 1));
      const labels = [];
      for (const { country } of visible) {
        const label = this._label(country.name, "country", { padding: 6 });
        const points = this.places
          .roomy(country.polygons, window, 9, 7)
          .filter((p) => p.room * 2.6 + 14 > label.width / 2 && p.room > 5);
        if (points.length) labels.push({ ...label, points });
      }
      return labels;
    }

    _seas(window) {
      const waters = this.places.items.filter((i) => i.place.theme === "water").map((i) => i.place.name);
      const labels = [];
      const pane = this.base.window(window);
      for (const sea of this.base.data.seas) {
        const seen = sea.at.filter((at) => within(pane, this.base.planeOf(at)));
        if (!seen.length || waters.some((name) => sea.n.endsWith(name))) continue; // "North Pacific Ocean" under "Pacific Ocean"
        const label = this._label(sea.n, "water", { padding: 8 });
        const span = this._span(sea.at[0], sea.a);
        if (span < label.width * 0.9 || span > 9000) continue;
        const points = seen
          .filter((at) => this._span(at, at[2]) > label.width * 0.3)
          .map((at) => this.base.pixel(...this.base.planeOf(at)));
        if (points.length) labels.push({ ...label, points });
      }
      return labels;
    }

    _towns(marks, window, taken) {
      const labels = [];
      for (const [text, lat, lon] of this.base.data.towns) {
        if (taken.has(text)) continue;
        const p = this.base.pixel(...this.base.planeOf([lat, lon]));
        if (p.x < 0 || p.y < 0 || p.x > window.x1 || p.y > window.y1) continue;
        // The story's own place, under a name in another script or spelling.
        if (marks.some((m) => Math.hypot(m.pixel.x - p.x, m.pixel.y - p.y) < m.radius + SAME_SPOT)) continue;
        labels.push(this._label(text, "town", { x: p.x, y: p.y, radius: 2, dot: true, padding: 5 }));
      }
      return labels;
    }

    _divisions(window, taken) {
      const labels = [];
      const pane = this.base.window(window);
      for (const division of this.base.data.names) {
        if (taken.has(division.n) || !within(pane, this.base.planeOf(division.at))) continue;
        const label = this._label(division.n, "division", { padding: 5 });
        const span = this._span(division.at, division.a);
        if (span < label.width * 1.2 || span > window.x1) continue;
        labels.push({ ...label, points: [this.base.pixel(...this.base.planeOf(division.at))] });
      }
      return labels;
    }

    // How many pixels some degrees of latitude are, at a place.
    _span(at, degrees) {
      const a = this.base.planeOf(at);
      const b = this.base.planeOf([at[0] + (at[0] > 0 ? -1 : 1) * degrees, at[1]]);
      return Math.hypot(b[0] - a[0], b[1] - a[1]) * this.base.scale;
    }

    _midOfLine(lines, window) {
      const inside = [];
      for (const line of lines) {
        for (let i = 0; i < line.length; i += 2) {
          const p = this.base.pixel(line[i], line[i + 1]);
          if (p.x > window.x0 && p.x < window.x1 && p.y > window.y0 && p.y < window.y1) inside.push(p);
        }
      }
      return inside.length ? inside[Math.floor(inside.length / 2)] : null;
    }
  }

  function within(pane, [x, y]) {
    return x > pane.x0 && x < pane.x1 && y > pane.y0 && y < pane.y1;
  }

  // What the style sheet says of each kind of name, for measuring; a browser test holds the two together.
  const SANS = 'Inter, "Segoe UI", system-ui, "Helvetica Neue", "Noto Sans", Arial, sans-serif';
  const SERIF = 'Charter, "Bitstream Charter", "Source Serif 4", "Noto Serif", Georgia, serif';
  const FONTS = {
    place: { font: "600 13px " + SANS, height: 16 },
    told: { font: "italic 500 12px " + SANS, height: 15 },
    area: { font: "600 12px " + SANS, height: 15, upper: true, spacing: 0.7 },
    water: { font: "italic 14px " + SERIF, height: 17, spacing: 0.9 },
    country: { font: "500 11px " + SANS, height: 14, upper: true, spacing: 0.7 },
    division: { font: "400 10.5px " + SANS, height: 13, spacing: 0.3 },
    town: { font: "400 11.5px " + SANS, height: 14 },
  };

  GeoPage.Names = Names;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
