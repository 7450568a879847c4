// The story's places on the map: what each is there, which is chosen or lit, and what lies under the pointer.
// areas.js draws what they cover, pins.js their marks, names.js all names.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

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
      const { x, y } = map.getSize();
      this.room = (x * y) / Math.max(1, data.places.length);
      this.items = data.places.map((place, index) => this._item(place, index));
      this.areas = new GeoPage.Areas(this);
      this.pins = new GeoPage.Pins(this);
      this.names = new GeoPage.Names(this);
      map.on("moveend zoomend resize", () => this.later());
      map.on("click", (event) => this._click(event));
      map.on("mousemove", (event) => this._move(event));
      map.on("mouseout", () => this._hover(-1));
    }

    _item(place, index) {
      const shape = GeoPage.areas.shapeOf(place, this.base);
      const { polygons, lines } = shape;
      const main = GeoPage.areas.largest(polygons || []);
      return {
        index,
        place,
        ...shape,
        at: this.base.planeOf(place.at),
        size: polygons ? GeoPage.areas.planeArea(polygons) : 0,
        largest: main.rings,
        span: main.span,
        point: !polygons && !lines,
        radius: GeoPage.radiusOf(place, this.room),
      };
    }

    show(hidden) {
      this.hidden = hidden;
      this.pins.show(hidden);
      this.restyle();
      this.arrange();
    }

    restyle() {
      this.base.redraw();
      for (const item of this.items) this.pins.restyle(item);
    }

    // Everything at once, in the style sheet's colours of now. For paper (where a printer doesn't wait, and tiles
    // are no part of our canvases) all on one sheet.
    drawNow(paper) {
      const { base } = this;
      base.palette = null;
      if (paper && !base.tiled) base.ground.drawNow(base.colour("--water"), base.sea);
      else base.redraw();
      this.arrange();
    }

    _restyleItems(indices) {
      this.base.sea.redraw();
      this.base.ground.redraw();
      for (const i of indices) if (i >= 0) this.pins.restyle(this.items[i]);
    }

    lit(item) {
      return item.index === this.selected || item.index === this.hovered;
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
      this.names.hover(index);
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
        if (item.lines && GeoPage.areas.nearLine(item.lines, x, y, reach)) return item.index;
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
      const size = this.map.getSize();
      const window = { x0: 2, y0: 2, x1: size.x - 2, y1: size.y - 2 };
      if (this.areas.look(this.base.window(window))) this.base.ground.redraw();
      this.pins.standIns();
      const seen = this.items.filter((i) => i.point && !this.hidden.has(i.index));
      for (const item of seen) item.pixel = this.base.pixel(...item.at);
      const near = seen.filter(
        (i) => i.pixel.x > -40 && i.pixel.y > -40 && i.pixel.x < size.x + 40 && i.pixel.y < size.y + 40,
      );
      this.pins.spread(near);
      const marks = this.pins.clustered ? near.filter((i) => i.marker.getElement()) : near;
      const boxes = marks.map(({ pixel, radius, index }) => ({
        x0: pixel.x - radius, y0: pixel.y - radius, x1: pixel.x + radius, y1: pixel.y + radius, own: index,
      })); // prettier-ignore
      this.names.arrange(marks, [...boxes, ...this.actions.covered(), ...this.pins.clusters()], window);
    }

    // Points, in the map's pixels, where an area's name has room.
    roomy(polygons, window, columns, rows) {
      const pane = this.base.oneEarth(this.base.window(window));
      return GeoPage.geometry
        .roomyPoints(polygons, pane, 1 / this.base.scale, columns, rows)
        .slice(0, 24)
        .map((p) => ({ ...this.base.pixel(p.x, p.y), room: p.room }));
    }
  }

  GeoPage.Places = Places;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
