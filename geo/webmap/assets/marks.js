// Tens of thousands of marks on one canvas: those that lie close together as one disc with their number, under
// the name of the most named of them.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const REACH = 34; // pixels within which marks are gathered: discs of 30 pixels stand side by side
  const MOST_NAMES = 140; // names tried in one window, the most important first: more are never legible
  const LEAST_RADIUS = 4; // pixels of a place named once
  const MOST_RADIUS = 8.5; // smaller than any disc: what stands alone is solid, what stands for many is pale
  const COLOURS = { place: "--place", facility: "--facility", water: "--sea" };
  const FONT = '600 13px Inter, "Segoe UI", system-ui, "Helvetica Neue", "Noto Sans", Arial, sans-serif';

  class Marks {
    // places: [{name, theme, light, doubtful, mentions, at}], the most important first.
    constructor(map, base, places, actions) {
      this.map = map;
      this.base = base;
      this.places = places;
      this.actions = actions;
      this.kept = new Uint8Array(places.length).fill(1);
      this.x = new Float64Array(places.length);
      this.y = new Float64Array(places.length);
      places.forEach((place, i) => {
        [this.x[i], this.y[i]] = base.planeOf(place.at);
      });
      this.selected = this.hovered = -1;
      this.shown = [];
      this.boxes = [];
      this.gathered = new Map(); // scale -> what gather() returned for it
      this.measure = document.createElement("canvas").getContext("2d");
      this.names = L.DomUtil.create("div", "geo-names", map.createPane("geo-mark-names"));
      map.getPane("geo-mark-names").style.zIndex = 645;
      this.names.setAttribute("aria-hidden", "true");
      this.sheet = canvas(map, (pen, window) => this._draw(pen, window));
      map.on("zoomstart", () => this.names.classList.add("moving"));
      map.on("moveend zoomend resize", () => this.arrange());
      map.on("mousemove", (event) => this._over(event));
    }

    // Shows only some of the places: keep(i) for each.
    filter(keep) {
      for (let i = 0; i < this.places.length; i++) this.kept[i] = keep(i) ? 1 : 0;
      this.gathered.clear();
      this.arrange();
      this.sheet.redraw();
    }

    restyle() {
      this.sheet.redraw();
    }

    select(index) {
      this.selected = index;
      this.arrange();
      this.sheet.redraw();
    }

    hover(index) {
      if (index === this.hovered) return;
      this.hovered = index;
      this.sheet.redraw();
    }

    _gathered() {
      const { scale } = this.base;
      if (!this.gathered.has(scale)) {
        if (this.gathered.size > 24) this.gathered.clear();
        this.gathered.set(scale, GeoPage.gather.gather(this.x, this.y, this.kept, REACH / scale));
      }
      return this.gathered.get(scale);
    }

    // What stands in a window of the map's pixels: [{index, number, count, x, y, radius}], important first.
    _standing(window) {
      const { anchors, size } = this._gathered();
      const pane = this.base.window(window);
      const standing = [];
      for (let number = 0; number < anchors.length; number++) {
        const index = anchors[number];
        if (this.x[index] < pane.x0 || this.x[index] > pane.x1 || this.y[index] < pane.y0 || this.y[index] > pane.y1) {
          continue;
        }
        const at = this.base.pixel(this.x[index], this.y[index]);
        const count = size[number];
        standing.push({ index, number, count, x: at.x, y: at.y, radius: radiusOf(this.places[index], count) });
      }
      return standing;
    }

    _draw(pen, window) {
      const colour = (name) => this.base.colour(name);
      const standing = this._standing(window);
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      for (let k = standing.length - 1; k >= 0; k--) {
        const { index, count, x, y, radius } = standing[k];
        const place = this.places[index];
        const fill = colour(place.light ? "--light-mark" : COLOURS[place.theme]);
        if (count > 1) {
          disc(pen, x, y, radius + 1.5, colour("--mark-edge"), 0.9);
          disc(pen, x, y, radius, fill, 0.2, fill, 1.4);
          pen.fillStyle = colour("--ink");
          pen.font = FONT.replace("13px", (count > 999 ? 10.5 : 11.5) + "px");
          pen.fillText(shortly(count), x, y + 0.5);
        } else if (place.doubtful || place.light) {
          disc(pen, x, y, radius, colour("--paper"), 0.9, fill, place.doubtful ? 2.2 : 1.5);
        } else if (place.theme === "facility") {
          square(pen, x, y, radius * 0.86, fill, colour("--mark-edge"));
        } else {
          disc(pen, x, y, radius, fill, 0.94, colour("--mark-edge"), 1.2);
        }
      }
      for (const index of [this.hovered, this.selected]) if (index >= 0 && this.kept[index]) this._ring(pen, index);
    }

    _ring(pen, index) {
      const at = this.base.pixel(this.x[index], this.y[index]);
      const radius = radiusOf(this.places[index], 1) + 5;
      disc(pen, at.x, at.y, radius, this.base.colour("--mark-edge"), 0.55, this.base.colour("--ink"), 2);
      disc(pen, at.x, at.y, 3.5, this.base.colour("--ink"), 1);
    }

    // Names, and the boxes that other names keep clear of. Before anything else is lettered.
    arrange() {
      const size = this.map.getSize();
      const window = { x0: 2, y0: 2, x1: size.x - 2, y1: size.y - 2 };
      this.shown = this._standing({ x0: -20, y0: -20, x1: size.x + 20, y1: size.y + 20 });
      const boxes = this.shown.map(({ x, y, radius, index }) => ({
        x0: x - radius - 2, y0: y - radius - 2, x1: x + radius + 2, y1: y + radius + 2, own: index,
      })); // prettier-ignore
      this.measure.font = FONT;
      const named = this.shown.filter(({ index, count }) => count > 1 || !this.places[index].light);
      named.sort((a, b) => (b.index === this.selected) - (a.index === this.selected) || a.index - b.index);
      const labels = named.slice(0, MOST_NAMES).map(({ index, x, y, radius }) => {
        const text = this.places[index].name + (this.places[index].doubtful ? "?" : "");
        const width = this.measure.measureText(text).width + 2;
        return { index, text, x, y, radius: radius + 2, width, height: 16, own: index, padding: 2 };
      });
      const spots = GeoPage.labels.place(labels, [...boxes, ...this.actions.covered()], window);
      const origin = this.map.containerPointToLayerPoint([0, 0]);
      this.names.textContent = "";
      labels.forEach((label, i) => {
        if (!spots[i]) return;
        const { x, y } = spots[i];
        const style = "geo-name place" + (this.places[label.index].doubtful ? " doubtful" : "");
        const name = GeoPage.dom.el("span", { class: style, dir: "auto" }, label.text);
        L.DomUtil.setPosition(name, L.point(x + origin.x, y + origin.y));
        this.names.appendChild(name);
        boxes.push({ x0: x - 2, y0: y - 1, x1: x + label.width + 2, y1: y + label.height + 1, own: "name" });
      });
      this.names.classList.remove("moving");
      this.boxes = boxes;
    }

    // What stands under a point of the map: one of `shown`, or null.
    at(latlng) {
      const point = this.map.latLngToContainerPoint(latlng);
      let best = null;
      let nearest = Infinity;
      for (const mark of this.shown) {
        const distance = Math.hypot(mark.x - point.x, mark.y - point.y) - mark.radius;
        if (distance <= 4 && distance < nearest) [best, nearest] = [mark, distance];
      }
      return best;
    }

    // The places under one disc.
    members(mark) {
      return GeoPage.gather.membersOf(this._gathered(), mark.number);
    }

    _over(event) {
      const mark = this.at(event.latlng);
      this.map.getContainer().classList.toggle("over-mark", Boolean(mark));
      this.hover(mark && mark.count === 1 ? mark.index : -1);
    }
  }

  // Larger for what is named more often, and for a disc that stands for more places.
  function radiusOf(place, count) {
    if (count > 1) return 10 + Math.min(5, 1.5 * Math.log10(count));
    return Math.min(MOST_RADIUS, LEAST_RADIUS + 0.5 * Math.log2(place.mentions));
  }

  function shortly(count) {
    return count < 1000 ? String(count) : (count / 1000).toFixed(count < 10000 ? 1 : 0).replace(/\.0$/, "") + "k";
  }

  function disc(pen, x, y, radius, fill, alpha, edge, width) {
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    paint(pen, fill, alpha, edge, width);
  }

  function square(pen, x, y, half, fill, edge) {
    pen.beginPath();
    pen.rect(x - half, y - half, 2 * half, 2 * half);
    paint(pen, fill, 0.94, edge, 1.2);
  }

  function paint(pen, fill, alpha, edge, width) {
    pen.globalAlpha = alpha;
    pen.fillStyle = fill;
    pen.fill();
    pen.globalAlpha = 1;
    if (!edge) return;
    pen.strokeStyle = edge;
    pen.lineWidth = width;
    pen.stroke();
  }

  // draw(pen, window) draws in the map's pixels.
  function canvas(map, draw) {
    return GeoPage.canvas.create(map, "marks", 600, {
      options: { padding: 0.25 },

      _draw() {
        const size = this._bounds.getSize();
        const from = map.layerPointToContainerPoint(this._bounds.min);
        this._pen.setTransform(1, 0, 0, 1, 0, 0);
        this._pen.clearRect(0, 0, this._container.width, this._container.height);
        this._pen.setTransform(this._ratio, 0, 0, this._ratio, -from.x * this._ratio, -from.y * this._ratio);
        draw(this._pen, { x0: from.x, y0: from.y, x1: from.x + size.x, y1: from.y + size.y });
      },
    });
  }

  GeoPage.Marks = Marks;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
