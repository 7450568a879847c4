// What part of the Earth the map shows: the opening view, what of the map is covered, and how a chosen place comes
// into sight.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const LEAST_AROUND = 90; // pixels across that the ground around a place takes once it is chosen
  const NARROW = 820; // pixels of width under which the article stands below the map, as in the style sheet
  const CLOSEST = 11; // zoom to which the opening view goes at most
  const SPARE = 185 / 180; // how far the map may be moved, of the way around the Earth to either side
  const EDGE = 30; // pixels from the map's edge within which a place is not well seen

  class Camera {
    constructor(map, data, panel) {
      this.map = map;
      this.data = data;
      this.panel = panel;
      this.moved = false; // whether the reader has moved the map
      map.on("dragstart zoomstart", () => {
        if (!this.moving) this.moved = true;
      });
    }

    // Moves the map without that being the reader's doing, to the end of the movement.
    _move(how) {
      this.moving = true;
      this.map.once("moveend", () => (this.moving = false));
      how();
    }

    // Pixels that the panel takes of the map's right.
    get _right() {
      return this.panel.open && root.innerWidth >= NARROW ? this.panel.element.offsetWidth + 24 : 0;
    }

    // Boxes of the map that legend, globe, panel and controls cover, in the map's pixels: no name goes there.
    covered() {
      const frame = this.map.getContainer().getBoundingClientRect();
      const boxes = [];
      const head = document.body.classList.contains("embed") ? [".geo-head"] : [];
      const over = [...head, "#geo-legend", "#geo-locator", "#geo-panel", ".leaflet-control-zoom", ".leaflet-control-scale"];
      for (const selector of over) {
        const element = document.querySelector(selector);
        if (!element || element.hidden || !element.offsetParent) continue;
        const box = element.getBoundingClientRect();
        if (box.bottom < frame.top || box.top > frame.bottom || box.width === 0) continue;
        boxes.push({
          x0: box.left - frame.left - 3,
          y0: box.top - frame.top - 3,
          x1: box.right - frame.left + 3,
          y1: box.bottom - frame.top + 3,
          own: selector,
        });
      }
      return boxes;
    }

    // The opening view, in the room that the panel leaves.
    fit(animate) {
      this._go(this._opening(), animate);
    }

    // {middle, zoom} of that: the middle in the plane at this zoom.
    _opening() {
      const { map } = this;
      const [w, s, e, n] = this.data.view;
      const bounds = this.data.pole ? this._polarBounds() : L.latLngBounds([s, w], [n, e]);
      const legend = document.getElementById("geo-legend");
      const left = root.innerWidth >= NARROW && legend.offsetWidth ? 40 : 32;
      const [over, under] = [L.point(left, 22), L.point(this._right + EDGE, 26)];
      const zoom = Math.min(CLOSEST, map.getBoundsZoom(bounds, false, over.add(under)));
      const middle = map.project(bounds.getSouthWest(), zoom).add(map.project(bounds.getNorthEast(), zoom)).divideBy(2);
      return { middle: middle.add(under.subtract(over).divideBy(2)), zoom };
    }

    _go({ middle, zoom }, animate) {
      const { map } = this;
      if (!this.data.pole) {
        // While the panel lies over the map, the Earth may be moved out from under it.
        const [west, east] = [-180, 180].map((end) => this.data.base.centre + end * (this._right ? 3 : SPARE));
        map.options.maxBounds = L.latLngBounds([-89, west], [89, east]);
      }
      const options = { animate: Boolean(animate) && !GeoPage.calm(), duration: 0.35 };
      this._move(() => map.setView(map.unproject(middle, zoom), zoom, options));
    }

    // The same, unless the reader has moved the map.
    refit(animate) {
      if (!this.moved) this.fit(animate);
    }

    back() {
      this.moved = false;
      this.fit(true);
    }

    // Around a pole a box of latitudes and longitudes is a fan: its corners are fitted in the plane.
    _polarBounds() {
      const [w, s, e, n] = this.data.view;
      const crs = this.map.options.crs;
      const box = L.bounds([]);
      for (let i = 0; i <= 24; i++) {
        for (const lat of [s, n]) box.extend(crs.projection.project(L.latLng(lat, w + ((e - w) * i) / 24)));
      }
      return L.latLngBounds(crs.projection.unproject(box.min), crs.projection.unproject(box.max));
    }

    // Moves the map so that a chosen place (one of the places' items) is not under the panel or outside; the opening
    // view is fitted anew.
    reveal(item) {
      const { map } = this;
      const right = this._right;
      const here = { middle: map.project(map.getCenter(), map.getZoom()), zoom: map.getZoom() };
      const view = this.moved ? here : this._opening();
      const scale = this._scale(view.zoom);
      if (item.place.around && item.span * scale < LEAST_AROUND) {
        // So close that the ground around the place can be seen.
        if (map.getSize().x > right) this._go(this._onto(item, view.zoom + Math.log2(LEAST_AROUND / (item.span * scale))), true);
        return;
      }
      const seen = this._sees(item, view);
      if (!this.moved || !seen) this._go(seen ? view : this._onto(item, view.zoom), true);
    }

    // A view with a place in the middle of what the panel leaves.
    _onto(item, zoom) {
      return { middle: this.map.project(item.place.at, zoom).add([this._right / 2, 0]), zoom };
    }

    // Whether a view shows a place well: its point, or some room in its outline.
    _sees(item, { middle, zoom }) {
      const half = this.map.getSize().divideBy(2);
      const box = {
        x0: middle.x - half.x + EDGE,
        y0: middle.y - half.y + EDGE,
        x1: middle.x + half.x - this._right - EDGE,
        y1: middle.y + half.y - EDGE,
      };
      const { x, y } = this.map.project(item.place.at, zoom);
      if (x > box.x0 && y > box.y0 && x < box.x1 && y < box.y1) return true;
      if (!item.polygons) return false;
      const scale = this._scale(zoom);
      for (const side of Object.keys(box)) box[side] /= scale;
      const { roomyPoints } = GeoPage.geometry;
      return roomyPoints([item.largest], box, 1 / scale, 8, 6).length > 0;
    }

    // Pixels of a length of the plane.
    _scale(zoom) {
      return this.map.options.crs.scale(zoom) / this.map.options.crs.scale(0);
    }
  }

  GeoPage.Camera = Camera;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
