// The story's places on the map: washes and outlines of areas, lines, and marks; and all names.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const LEAST_RADIUS = 5.5; // pixels of a mark named once
  const MOST_RADIUS = 13;
  const SPREAD = 16; // pixels that a mark may be moved from where it lies, so that it doesn't hide another
  const CLUSTER_FROM = 500; // marks from which on they are clustered: as in geo/webmap/__init__.py
  const SAME_SPOT = 7; // pixels from a mark's edge within which a context town is the same place
  const LEAST_SPAN = 13; // pixels under which an area is too small to be seen or met
  const LEAST_AREA = 900; // square pixels of a country's box from which on its name may fit
  const CROWD = 120; // places from which on marks are drawn smaller
  const FILLED = 0.75; // share of the window from which on a country fills it
  const LEAST_CIRCLE = 5; // kilometres of doubt from which on a circle shows it

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
      map.on("moveend zoomend resize", () => this.later());
      map.on("click", (event) => this._click(event));
      map.on("mousemove", (event) => this._move(event));
      map.on("mouseout", () => this._hover(-1));
    }

    _item(place, index) {
      const { shape } = place;
      const item = { index, place, polygons: null, lines: null, country: null };
      const plane = (text) => this.base.line(GeoPage.codec.decodeLine(text, shape.steps));
      if (shape && shape.base) {
        item.country = this.base.countries.get(shape.base);
        item.polygons = item.country.polygons;
        item.edges = item.country.edges;
      } else if (shape && shape.area) {
        item.polygons = shape.area.map((rings) => rings.map(plane));
        item.edges = item.polygons.flat();
      } else if (shape && shape.line) {
        item.lines = shape.line.map(plane);
      }
      item.at = this.base.planeOf(place.at);
      item.size = item.polygons ? planeArea(item.polygons) : 0;
      item.point = !item.polygons && !item.lines;
      item.span = item.polygons ? longestSide(item.polygons) : 0;
      item.radius = Math.min(MOST_RADIUS, LEAST_RADIUS + 1.9 * Math.sqrt(place.mentions.length - 1));
      if (place.light) item.radius = Math.min(item.radius, LEAST_RADIUS);
      if (this.data.places.length > CROWD) item.radius *= 0.75;
      return item;
    }

    _colour(place) {
      return this.base.colour(place.light ? "--light-mark" : COLOURS[place.theme]);
    }

    _drawAreas() {
      const { LEVEL } = GeoPage;
      const { ground, sea } = this.base;
      const areas = this.items.filter((i) => i.polygons).sort((a, b) => b.size - a.size || a.index - b.index);
      for (const item of areas) {
        const { place } = item;
        const water = place.theme === "water";
        const wash = () => {
          const alpha = this._shade(item);
          return alpha ? { fill: this._colour(place), alpha, hatch: place.doubtful } : null;
        };
        if (water) {
          sea.add(0, item.polygons.flat(), true, wash);
          continue; // a sea ends at coasts, which are drawn, or in open water, where no line runs
        }
        const outline = () =>
          this.hidden.has(item.index)
            ? null
            : {
                stroke: this._colour(place),
                width: this._lit(item) ? 1.8 : place.light ? 1.2 : 1,
                strokeAlpha: this._lit(item) ? 1 : place.light ? 0.8 : 0.6,
                dash: place.doubtful ? [5, 4] : place.light ? [2, 3] : null,
              };
        const { country } = item;
        if (country) {
          ground.add(LEVEL.wash, country.far, true, wash, this.base.outside);
          ground.add(LEVEL.outline, country.farEdges, false, outline, this.base.outside);
        }
        if (country && !country.edges.length) continue; // all of it is far
        ground.add(LEVEL.wash, item.polygons.flat(), true, wash);
        ground.add(LEVEL.outline, item.edges, false, outline);
      }
      for (const item of this.items.filter((i) => i.lines)) {
        ground.add(LEVEL.line, item.lines, false, () =>
          this.hidden.has(item.index)
            ? null
            : {
                stroke: this._colour(item.place),
                width: this._lit(item) ? 4.2 : 2.4,
                strokeAlpha: 0.9,
                dash: item.place.doubtful ? [6, 5] : null,
              },
        );
      }
      for (const item of this.items.filter((i) => i.point && i.place.radius >= LEAST_CIRCLE)) {
        const ring = this.base.line(circle(item.place.at, item.place.radius));
        ground.add(LEVEL.outline, [ring], true, () =>
          this.hidden.has(item.index)
            ? null
            : {
                fill: this._colour(item.place),
                alpha: 0.06,
                stroke: this._colour(item.place),
                strokeAlpha: 0.55,
                width: 1,
                dash: [2, 4],
              },
        );
      }
    }

    // How strongly an area is washed: by its share of mentions, so that a country named once stays quiet.
    _shade(item) {
      if (this.hidden.has(item.index)) return 0;
      const { place } = item;
      const sea = place.theme === "water";
      if (place.light) return this._lit(item) ? 0.18 : 0.1;
      const share = Math.sqrt(place.mentions.length / this.most);
      return (sea ? 0.1 + 0.24 * share : 0.045 + 0.13 * share) + (this._lit(item) ? 0.12 : 0);
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
      this.leaders = this.base.ground.add(GeoPage.LEVEL.line, [], false, () => ({
        stroke: this.base.colour("--ink-soft"),
        width: 0.8,
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
        const on = item.point && !hidden.has(item.index);
        if (on !== this.group.hasLayer(item.marker)) {
          if (on) this.group.addLayer(item.marker);
          else this.group.removeLayer(item.marker);
        }
      }
      this.restyle();
      this.arrange();
    }

    restyle() {
      this.base.redraw();
      for (const item of this.items) this._restyleMark(item);
    }

    _restyleItems(indices) {
      this.base.sea.redraw();
      this.base.ground.redraw();
      for (const i of indices) if (i >= 0) this._restyleMark(this.items[i]);
    }

    _restyleMark(item) {
      const box = item.marker && item.marker.getElement();
      if (!box) return;
      box.classList.toggle("selected", item.index === this.selected);
      box.classList.toggle("hovered", item.index === this.hovered);
    }

    select(index) {
      const before = this.selected;
      this.selected = index;
      this._restyleItems([before, index]);
      this.later();
    }

    hover(index) {
      const before = this.hovered;
      if (before === index) return;
      this.hovered = index;
      this._restyleItems([before, index]);
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
      const [x, y] = this.base.planeOf(latlng);
      const reach = 7 / this.base.scale;
      for (const item of this.items) {
        if (this.hidden.has(item.index)) continue;
        if (item.lines && nearLine(item.lines, x, y, reach)) return item.index;
        if (!item.polygons || (best && best.size <= item.size)) continue;
        if (GeoPage.geometry.inPolygons(item.polygons, x, y)) best = item;
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

    // Arranges once before the next picture, however often it is asked.
    later() {
      if (this.asked) return;
      this.asked = requestAnimationFrame(() => this.arrange());
    }

    // Marks apart, then all names, the most important first.
    arrange() {
      if (this.asked) cancelAnimationFrame(this.asked);
      this.asked = null;
      const map = this.map;
      const size = map.getSize();
      const window = { x0: 2, y0: 2, x1: size.x - 2, y1: size.y - 2 };
      this._standIns();
      const seen = this.items.filter((i) => i.point && !this.hidden.has(i.index));
      for (const item of seen) item.pixel = this.base.pixel(...item.at);
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
        ...this._clusters(),
      ];
      const labels = [...this._placeNames(marks, window), ...this._contextNames(marks, window)];
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

    // Boxes of the clusters, which stand over names.
    _clusters() {
      if (!this.clustered) return [];
      const frame = this.map.getContainer().getBoundingClientRect();
      return [...this.map.getContainer().querySelectorAll(".geo-cluster")].map((element) => {
        const box = element.getBoundingClientRect();
        const [x, y] = [box.left - frame.left, box.top - frame.top];
        return { x0: x - 3, y0: y - 3, x1: x + box.width + 3, y1: y + box.height + 3, own: "cluster" };
      });
    }

    // An area too small to be seen at this zoom is given a mark.
    _standIns() {
      const { scale } = this.base;
      for (const item of this.items) {
        if (!item.polygons) continue;
        const small = item.span * scale < LEAST_SPAN;
        if (small === item.point) continue;
        item.point = small;
        if (small && !item.marker) this._mark(item);
        else if (small && !this.hidden.has(item.index)) this.group.addLayer(item.marker);
        else if (!small) this.group.removeLayer(item.marker);
      }
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
        if (away > item.radius * 0.8) leaders.push([item.at, this.base.planeOf(to)]);
        item.pixel = moved[i];
      });
      if (leaders.length || this.led) this.base.ground.replace(this.leaders, leaders, false);
      this.led = leaders.length > 0;
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
      // Marks first: their names have few places to stand, an area's has many.
      order.sort((a, b) => this._lit(b) - this._lit(a) || b.point - a.point || a.index - b.index);
      const shown = new Set(marks);
      for (const item of order) {
        const { place, index } = item;
        const flavour = (place.light ? " light" : "") + (place.doubtful ? " doubtful" : "");
        const text = place.label + (place.doubtful ? "?" : "");
        if (item.point) {
          if (!shown.has(item)) continue;
          labels.push(
            this._label(text, "place" + flavour, {
              x: item.pixel.x, y: item.pixel.y, radius: item.radius, own: index, index,
            }), // prettier-ignore
          );
        } else if (item.lines) {
          const at = this._midOfLine(item.lines, window);
          if (at) labels.push(this._label(text, "water named" + flavour, { x: at.x, y: at.y, radius: 3, own: index, index }));
        } else {
          const style = (place.theme === "water" ? "water named" : "area named") + flavour;
          const points = this._roomy(item.polygons, window, 11, 9);
          if (points.length) labels.push(this._label(text, style, { points, own: index, index, padding: 3 }));
        }
      }
      return labels;
    }

    _contextNames(marks, window) {
      const labels = [];
      const named = new Set(this.items.map((i) => i.country).filter(Boolean));
      const taken = new Set(this.items.map((i) => i.place.name));
      const waters = this.items.filter((i) => i.place.theme === "water").map((i) => i.place.name);
      if (this.base.tiled) return labels; // the tiles have names of their own
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
        if (area > LEAST_AREA && !(fills && this._fills(country.polygons, pane))) visible.push({ country, area });
      }
      visible.sort((a, b) => b.area - a.area || (a.country.key < b.country.key ? -1 : 1));
      for (const { country } of visible) {
        const label = this._label(country.name, "country", { padding: 6 });
        const points = this._roomy(country.polygons, window, 9, 7).filter(
          (p) => p.room * 2.6 + 14 > label.width / 2 && p.room > 5,
        );
        if (points.length) labels.push({ ...label, points });
      }
      for (const sea of this.base.data.seas) {
        if (waters.some((name) => sea.n.endsWith(name))) continue; // "North Pacific Ocean" under "Pacific Ocean"
        const label = this._label(sea.n, "water", { padding: 8 });
        const span = this._span(sea.at[0], sea.a);
        if (span < label.width * 0.9 || span > 9000) continue;
        const points = sea.at
          .filter((at) => this._span(at, at[2]) > label.width * 0.3)
          .map((at) => this.base.pixel(...this.base.planeOf(at)));
        if (points.length) labels.push({ ...label, points });
      }
      for (const [text, lat, lon] of this.base.data.towns) {
        if (taken.has(text)) continue;
        const p = this.base.pixel(...this.base.planeOf([lat, lon]));
        if (p.x < 0 || p.y < 0 || p.x > window.x1 || p.y > window.y1) continue;
        // The story's own place, under a name in another script or spelling.
        if (marks.some((m) => Math.hypot(m.pixel.x - p.x, m.pixel.y - p.y) < m.radius + SAME_SPOT)) continue;
        labels.push(this._label(text, "town", { x: p.x, y: p.y, radius: 2, dot: true, padding: 5 }));
      }
      for (const division of this.base.data.names) {
        if (taken.has(division.n)) continue;
        const label = this._label(division.n, "division", { padding: 5 });
        const span = this._span(division.at, division.a);
        if (span < label.width * 1.2 || span > window.x1) continue;
        labels.push({ ...label, points: [this.base.pixel(...this.base.planeOf(division.at))] });
      }
      return labels;
    }

    // Whether polygons cover nearly all of a window of the plane, by a lattice of 25 points.
    _fills(polygons, pane) {
      let inside = 0;
      for (let i = 0; i < 25; i++) {
        const x = pane.x0 + ((pane.x1 - pane.x0) * ((i % 5) + 0.5)) / 5;
        const y = pane.y0 + ((pane.y1 - pane.y0) * (Math.floor(i / 5) + 0.5)) / 5;
        if (GeoPage.geometry.inPolygons(polygons, x, y)) inside++;
      }
      return inside > FILLED * 25;
    }

    // How many pixels some degrees of latitude are, at a place.
    _span(at, degrees) {
      const a = this.base.planeOf(at);
      const b = this.base.planeOf([at[0] + (at[0] > 0 ? -1 : 1) * degrees, at[1]]);
      return Math.hypot(b[0] - a[0], b[1] - a[1]) * this.base.scale;
    }

    // Points, in the map's pixels, where an area's name has room.
    _roomy(polygons, window, columns, rows) {
      const pane = this.base.window(window);
      return GeoPage.geometry
        .roomyPoints(polygons, pane, 1 / this.base.scale, columns, rows)
        .slice(0, 24)
        .map((p) => ({ ...this.base.pixel(p.x, p.y), room: p.room }));
    }

    _midOfLine(lines, window) {
      const inside = lines
        .flat()
        .map(([x, y]) => this.base.pixel(x, y))
        .filter((p) => p.x > window.x0 && p.x < window.x1 && p.y > window.y0 && p.y < window.y1);
      return inside.length ? inside[Math.floor(inside.length / 2)] : null;
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

  // For the order of areas: the shoelace of the outer rings, in the plane.
  function planeArea(polygons) {
    let sum = 0;
    for (const [ring] of polygons) {
      let area = 0;
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        area += (ring[j][0] - ring[i][0]) * (ring[j][1] + ring[i][1]);
      }
      sum += Math.abs(area / 2);
    }
    return sum;
  }

  // The longer side of the largest polygon's box.
  function longestSide(polygons) {
    let longest = 0;
    for (const rings of polygons) {
      const box = GeoPage.geometry.boundsOf([rings]);
      if (box) longest = Math.max(longest, box.x1 - box.x0, box.y1 - box.y0);
    }
    return longest;
  }

  function nearLine(lines, x, y, reach) {
    for (const line of lines) {
      for (let i = 1; i < line.length; i++) {
        const [ax, ay] = line[i - 1];
        const [bx, by] = line[i];
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

  GeoPage.Places = Places;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
