// The story's places on the map: washes and outlines of areas, lines, and marks; and all names.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const LEAST_RADIUS = 5.5; // pixels of a mark named once
  const MOST_RADIUS = 13;
  const SPREAD = 16; // pixels that a mark may be moved from where it lies, so that it doesn't hide another
  const CLUSTER_FROM = 500; // marks from which on they are clustered

  const COLOURS = { place: "--place", facility: "--facility", water: "--sea" };

  class Places {
    constructor(map, base, data, actions) {
      this.map = map;
      this.base = base;
      this.data = data;
      this.actions = actions;
      this.hidden = new Set();
      this.selected = -1;
      this.hovered = -1;
      this.most = Math.max(1, ...data.places.map((p) => p.mentions.length));
      this.items = data.places.map((place, index) => this._item(place, index));
      this._drawAreas();
      this._drawMarks();
      this.names = L.DomUtil.create("div", "geo-names", map.createPane("geo-names"));
      map.getPane("geo-names").style.zIndex = 640;
      this.names.setAttribute("aria-hidden", "true");
      this.measure = document.createElement("canvas").getContext("2d");
      map.on("zoomstart", () => this.names.classList.add("moving"));
      map.on("moveend zoomend resize", () => this.arrange());
      map.on("click", (event) => this._click(event));
      map.on("mousemove", (event) => this._move(event));
      map.on("mouseout", () => this._hover(-1));
    }

    _item(place, index) {
      const shape = place.shape;
      const item = { index, place, polygons: null, lines: null, country: null };
      if (shape && shape.base) {
        item.country = this.base.countries.get(shape.base);
        item.polygons = item.country.polygons;
        item.edges = item.country.lines;
      } else if (shape && shape.area) {
        item.polygons = GeoPage.codec.decodePolygons(shape.area, shape.steps);
        item.edges = item.polygons.flat();
      } else if (shape && shape.line) {
        item.lines = shape.line.map((l) => GeoPage.codec.decodeLine(l, shape.steps));
      }
      item.size = item.polygons ? roughArea(item.polygons) : 0;
      item.point = !item.polygons && !item.lines;
      item.radius = Math.min(MOST_RADIUS, LEAST_RADIUS + 1.9 * Math.sqrt(place.mentions.length - 1));
      if (place.light) item.radius = Math.min(item.radius, LEAST_RADIUS);
      return item;
    }

    _colour(place) {
      return GeoPage.dom.css(place.light ? "--light-mark" : COLOURS[place.theme]);
    }

    _drawAreas() {
      const areas = this.items.filter((i) => i.polygons).sort((a, b) => b.size - a.size || a.index - b.index);
      for (const item of areas) {
        const { place } = item;
        const sea = place.theme === "water";
        item.wash = this.base.polygon(sea ? "sea" : "wash", item.polygons, () => ({
          stroke: false,
          fillColor: place.doubtful ? hatch(this._colour(place)) : this._colour(place),
          fillOpacity: this._shade(item),
        }));
        item.outline = this.base.line("outline", sea && !place.shape.base ? [] : item.edges, () => ({
          color: this._colour(place),
          weight: this._lit(item) ? 2 : place.light ? 0.8 : 1.1,
          opacity: this.hidden.has(item.index) ? 0 : this._lit(item) ? 1 : place.light ? 0.45 : 0.75,
          dashArray: place.doubtful ? "5 4" : place.light ? "1 3" : null,
        }));
      }
      for (const item of this.items.filter((i) => i.lines)) {
        item.outline = this.base.line("outline", item.lines, () => ({
          color: this._colour(item.place),
          weight: this._lit(item) ? 4.5 : 2.6,
          opacity: this.hidden.has(item.index) ? 0 : 0.9,
          dashArray: item.place.doubtful ? "6 5" : null,
        }));
      }
      for (const item of this.items.filter((i) => i.point && i.place.radius >= 5)) {
        item.circle = this.base.add(
          L.circle(item.place.at, {
            radius: item.place.radius * 1000,
            renderer: this.base.renderers.outline,
            pane: "geo-outline",
            interactive: false,
          }),
          () => ({
            color: this._colour(item.place),
            weight: 1,
            opacity: this.hidden.has(item.index) ? 0 : 0.55,
            fillOpacity: this.hidden.has(item.index) ? 0 : 0.06,
            dashArray: "2 4",
          }),
        );
      }
    }

    // How strongly an area is washed: by its share of mentions, so that a country named once stays quiet.
    _shade(item) {
      if (this.hidden.has(item.index)) return 0;
      const { place } = item;
      const sea = place.theme === "water";
      if (place.light) return this._lit(item) ? 0.16 : 0.05;
      const share = Math.sqrt(place.mentions.length / this.most);
      return (sea ? 0.22 + 0.16 * share : 0.07 + 0.15 * share) + (this._lit(item) ? 0.12 : 0);
    }

    _lit(item) {
      return item.index === this.selected || item.index === this.hovered;
    }

    _drawMarks() {
      const points = this.items.filter((i) => i.point);
      const cluster = points.length > CLUSTER_FROM && L.markerClusterGroup;
      this.group = cluster
        ? L.markerClusterGroup({
            maxClusterRadius: 44,
            showCoverageOnHover: false,
            spiderfyOnMaxZoom: true,
            iconCreateFunction: (c) =>
              L.divIcon({ className: "geo-cluster", html: clusterFace(c.getChildCount()), iconSize: [30, 30] }),
          })
        : L.layerGroup();
      this.clustered = Boolean(cluster);
      this.leaders = this.base.line("outline", [], () => ({
        color: GeoPage.dom.css("--ink-soft"),
        weight: 0.8,
        opacity: 0.8,
      }));
      for (const item of points) this._mark(item);
      this.group.addTo(this.map);
    }

    _mark(item) {
      const { place } = item;
      const side = Math.round(item.radius * 2);
      const face = GeoPage.dom.el("span", {
        class: ["geo-mark", place.theme, place.light && "light", place.doubtful && "doubtful"]
          .filter(Boolean)
          .join(" "),
      });
      item.marker = L.marker(place.at, {
        icon: L.divIcon({ className: "geo-mark-box", html: face, iconSize: [side, side] }),
        keyboard: true,
        alt: place.name,
        riseOnHover: true,
        zIndexOffset: -item.index,
      });
      item.marker.on("click", () => this.actions.select(item.index));
      item.marker.on("mouseover", () => this._hover(item.index));
      item.marker.on("mouseout", () => this._hover(-1));
      item.marker.on("add", () => {
        const box = item.marker.getElement();
        box.setAttribute("aria-label", place.name + ", " + place.kind);
        box.dataset.place = item.index;
        box.classList.toggle("selected", item.index === this.selected);
      });
      this.group.addLayer(item.marker);
    }

    show(hidden) {
      this.hidden = hidden;
      for (const item of this.items) {
        if (!item.marker) continue;
        const on = !hidden.has(item.index);
        if (on !== this.group.hasLayer(item.marker)) {
          if (on) this.group.addLayer(item.marker);
          else this.group.removeLayer(item.marker);
        }
      }
      this.restyle();
      this.arrange();
    }

    restyle() {
      for (const item of this.items) this._restyleItem(item);
    }

    _restyleItem(item) {
      for (const layer of [item.wash, item.outline, item.circle]) {
        const entry = layer && this.base.styled.find(([l]) => l === layer);
        if (entry) layer.setStyle(entry[1]());
      }
      const box = item.marker && item.marker.getElement();
      if (box) {
        box.classList.toggle("selected", item.index === this.selected);
        box.classList.toggle("hovered", item.index === this.hovered);
      }
    }

    select(index) {
      const before = this.selected;
      this.selected = index;
      for (const i of [before, index]) if (i >= 0) this._restyleItem(this.items[i]);
      this.arrange();
    }

    hover(index) {
      const before = this.hovered;
      if (before === index) return;
      this.hovered = index;
      for (const i of [before, index]) if (i >= 0) this._restyleItem(this.items[i]);
      this.names.querySelectorAll(".lit").forEach((n) => n.classList.remove("lit"));
      if (index >= 0) {
        this.names.querySelectorAll('[data-place="' + index + '"]').forEach((n) => n.classList.add("lit"));
      }
    }

    _hover(index) {
      if (index !== this.hovered) this.actions.hover(index);
    }

    // The smallest area, or the nearest line, under a point of the map.
    at(latlng) {
      let best = null;
      const pixel = this.map.latLngToLayerPoint(latlng);
      for (const item of this.items) {
        if (this.hidden.has(item.index)) continue;
        if (item.lines && nearLine(this.map, item.lines, pixel, 7)) return item.index;
        if (!item.polygons || (best && best.size <= item.size)) continue;
        if (GeoPage.geometry.inPolygons(item.polygons, latlng.lat, latlng.lng)) best = item;
      }
      return best ? best.index : -1;
    }

    _click(event) {
      if (this.actions.picking && this.actions.picking(event.latlng)) return;
      this.actions.select(this.at(event.latlng));
    }

    _move(event) {
      if (this.waiting) return;
      this.waiting = requestAnimationFrame(() => {
        this.waiting = null;
        const over = event.originalEvent.target;
        if (over instanceof Element && over.closest(".geo-mark-box")) return;
        const index = this.at(event.latlng);
        this.map.getContainer().classList.toggle("over-place", index >= 0);
        this._hover(index);
      });
    }

    // Marks apart, then all names, the most important first.
    arrange() {
      const map = this.map;
      const size = map.getSize();
      const window = { x0: 2, y0: 2, x1: size.x - 2, y1: size.y - 2 };
      const seen = this.items.filter((i) => i.point && !this.hidden.has(i.index));
      for (const item of seen) item.pixel = map.latLngToContainerPoint(item.place.at);
      const near = seen.filter(
        (i) => i.pixel.x > -40 && i.pixel.y > -40 && i.pixel.x < size.x + 40 && i.pixel.y < size.y + 40,
      );
      if (!this.clustered) this._spread(near);
      const marks = this.clustered ? near.filter((i) => i.marker.getElement()) : near;
      const obstacles = [
        ...marks.map((i) => ({
          x0: i.pixel.x - i.radius,
          y0: i.pixel.y - i.radius,
          x1: i.pixel.x + i.radius,
          y1: i.pixel.y + i.radius,
          own: i.index,
        })),
        ...this.actions.covered(),
      ];
      const labels = [...this._placeNames(marks, window), ...this._contextNames(window)];
      const places = GeoPage.labels.place(labels, obstacles, window);
      const origin = map.containerPointToLayerPoint([0, 0]);
      this.names.textContent = "";
      labels.forEach((label, i) => {
        if (!places[i]) return;
        const at = { x: places[i].x + origin.x, y: places[i].y + origin.y };
        if (label.dot) {
          const dot = GeoPage.dom.el("span", { class: "geo-town-dot" });
          L.DomUtil.setPosition(dot, L.point(label.x + origin.x, label.y + origin.y));
          this.names.appendChild(dot);
        }
        const name = GeoPage.dom.el(
          "span",
          { class: "geo-name " + label.style, dir: "auto", "data-place": label.index },
          label.text,
        );
        L.DomUtil.setPosition(name, L.point(at.x, at.y));
        this.names.appendChild(name);
      });
      this.names.classList.remove("moving");
    }

    _spread(near) {
      const moved = GeoPage.labels.spread(
        near.map((i) => ({ x: i.pixel.x, y: i.pixel.y, radius: i.radius })),
        SPREAD,
      );
      const leaders = [];
      near.forEach((item, i) => {
        const away = Math.hypot(moved[i].x - item.pixel.x, moved[i].y - item.pixel.y);
        const to = away > 0.5 ? this.map.containerPointToLatLng([moved[i].x, moved[i].y]) : L.latLng(item.place.at);
        if (!item.marker.getLatLng().equals(to, 1e-9)) item.marker.setLatLng(to);
        if (away > item.radius * 0.8) leaders.push([item.place.at, to]);
        item.pixel = L.point(moved[i].x, moved[i].y);
      });
      this.leaders.setLatLngs(leaders);
    }

    _label(text, style, more) {
      const font = FONTS[style.split(" ")[0]] || FONTS.place;
      this.measure.font = font.font;
      const shown = font.upper ? text.toUpperCase() : text;
      const width = this.measure.measureText(shown).width + shown.length * (font.spacing || 0) + 2;
      return { text, style, width, height: font.height, ...more };
    }

    _placeNames(marks, window) {
      const labels = [];
      const order = this.items.filter((i) => !this.hidden.has(i.index));
      order.sort((a, b) => this._lit(b) - this._lit(a) || a.index - b.index);
      const shown = new Set(marks);
      for (const item of order) {
        const { place, index } = item;
        const flavour = (place.light ? " light" : "") + (place.doubtful ? " doubtful" : "");
        const text = place.name + (place.doubtful ? "?" : "");
        if (item.point) {
          if (!shown.has(item)) continue;
          labels.push(
            this._label(text, "place" + flavour, {
              x: item.pixel.x, y: item.pixel.y, radius: item.radius, own: index, index,
            }), // prettier-ignore
          );
        } else if (item.lines) {
          const at = midOfLine(this.map, item.lines, window);
          if (at) labels.push(this._label(text, "water named" + flavour, { x: at.x, y: at.y, radius: 3, own: index, index }));
        } else {
          const style = (place.theme === "water" ? "water named" : "area named") + flavour;
          const points = this._roomy(item.polygons, window, 11, 9);
          if (points.length) labels.push(this._label(text, style, { points, own: index, index, padding: 3 }));
        }
      }
      return labels;
    }

    _contextNames(window) {
      const labels = [];
      const named = new Set(this.items.map((i) => i.country).filter(Boolean));
      const taken = new Set(this.items.map((i) => i.place.name));
      const visible = [];
      for (const country of this.base.countries.values()) {
        if (named.has(country)) continue;
        const polygons = this._pixels(country.polygons);
        const box = GeoPage.geometry.boundsOf(polygons);
        const seen = box && GeoPage.geometry.intersect(box, window);
        if (seen) visible.push({ country, polygons, area: (seen.x1 - seen.x0) * (seen.y1 - seen.y0) });
      }
      visible.sort((a, b) => b.area - a.area || (a.country.key < b.country.key ? -1 : 1));
      for (const { country, polygons, area } of visible) {
        if (area < 900) break;
        const label = this._label(country.name, "country", { padding: 6 });
        const points = GeoPage.geometry
          .roomyPoints(polygons, window, 9, 7)
          .filter((p) => p.room * 2.6 + 14 > label.width / 2 && p.room > 5);
        if (points.length) labels.push({ ...label, points });
      }
      for (const sea of this.base.data.seas) {
        if (taken.has(sea.n)) continue;
        const label = this._label(sea.n, "water", { padding: 8 });
        const span = this._span(sea.at[0], sea.a);
        if (span < label.width * 0.9 || span > 9000) continue;
        const points = sea.at.map((at) => this.map.latLngToContainerPoint(at));
        labels.push({ ...label, points });
      }
      for (const [text, lat, lon] of this.base.data.towns) {
        if (taken.has(text)) continue;
        const p = this.map.latLngToContainerPoint([lat, lon]);
        if (p.x < 0 || p.y < 0 || p.x > window.x1 || p.y > window.y1) continue;
        labels.push(this._label(text, "town", { x: p.x, y: p.y, radius: 2, dot: true, padding: 5 }));
      }
      for (const division of this.base.data.names) {
        if (taken.has(division.n)) continue;
        const label = this._label(division.n, "division", { padding: 5 });
        if (this._span(division.at, division.a) < label.width * 1.2) continue;
        labels.push({ ...label, points: [this.map.latLngToContainerPoint(division.at)] });
      }
      return labels;
    }

    // How many pixels some degrees are, at a place.
    _span(at, degrees) {
      const a = this.map.latLngToContainerPoint(at);
      const b = this.map.latLngToContainerPoint([at[0] + (at[0] > 0 ? -1 : 1) * degrees, at[1]]);
      return Math.abs(b.y - a.y) + Math.abs(b.x - a.x);
    }

    _pixels(polygons) {
      return polygons.map((rings) =>
        rings.map((ring) =>
          ring.map((latlng) => {
            const p = this.map.latLngToContainerPoint(latlng);
            return [p.x, p.y];
          }),
        ),
      );
    }

    _roomy(polygons, window, columns, rows) {
      return GeoPage.geometry.roomyPoints(this._pixels(polygons), window, columns, rows).slice(0, 24);
    }
  }

  // What the style sheet says of each kind of name, for measuring; a browser test holds the two together.
  const SANS = 'Inter, "Segoe UI", system-ui, "Helvetica Neue", "Noto Sans", Arial, sans-serif';
  const SERIF = 'Charter, "Bitstream Charter", "Source Serif 4", "Noto Serif", Georgia, serif';
  const FONTS = {
    place: { font: "600 13px " + SANS, height: 16 },
    area: { font: "600 12px " + SANS, height: 15, upper: true, spacing: 0.7 },
    water: { font: "italic 14px " + SERIF, height: 17, spacing: 0.9 },
    country: { font: "500 11px " + SANS, height: 14, upper: true, spacing: 0.7 },
    division: { font: "400 10.5px " + SANS, height: 13, spacing: 0.3 },
    town: { font: "400 11.5px " + SANS, height: 14 },
  };

  function clusterFace(count) {
    return GeoPage.dom.el("span", {}, count);
  }

  // For the order of areas only: the shoelace of outer rings in degrees, narrowed towards the poles.
  function roughArea(polygons) {
    let sum = 0;
    for (const rings of polygons) {
      const ring = rings[0];
      let area = 0;
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        area += (ring[j][1] - ring[i][1]) * (ring[j][0] + ring[i][0]);
      }
      sum += Math.abs(area / 2) * Math.cos((ring[0][0] * Math.PI) / 180);
    }
    return sum;
  }

  function midOfLine(map, lines, window) {
    const inside = lines
      .flat()
      .map((latlng) => map.latLngToContainerPoint(latlng))
      .filter((p) => p.x > window.x0 && p.x < window.x1 && p.y > window.y0 && p.y < window.y1);
    return inside.length ? inside[Math.floor(inside.length / 2)] : null;
  }

  function nearLine(map, lines, pixel, reach) {
    for (const line of lines) {
      const points = line.map((latlng) => map.latLngToLayerPoint(latlng));
      for (let i = 1; i < points.length; i++) {
        if (L.LineUtil.pointToSegmentDistance(pixel, points[i - 1], points[i]) <= reach) return true;
      }
    }
    return false;
  }

  const hatches = new Map();
  function hatch(colour) {
    if (!hatches.has(colour)) {
      const tile = document.createElement("canvas");
      tile.width = tile.height = 8;
      const pen = tile.getContext("2d");
      pen.strokeStyle = colour;
      pen.lineWidth = 1.6;
      pen.beginPath();
      for (const x of [-4, 4, 12]) {
        pen.moveTo(x, 8);
        pen.lineTo(x + 8, 0);
      }
      pen.stroke();
      hatches.set(colour, pen.createPattern(tile, "repeat"));
    }
    return hatches.get(colour);
  }

  GeoPage.Places = Places;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
