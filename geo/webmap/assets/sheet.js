// A canvas over the whole map on which outlines are drawn from paths that are made once.
//
// Leaflet's own canvas projects, clips and simplifies every vertex again at each zoom; a page has some sixty
// thousand, which made it slow to open. Here every path is projected once, into the map's plane at zoom 0, and
// the canvas scales it. It takes part in Leaflet's panning and zooming as any renderer does.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const PADDING = 0.35; // share of the map's size drawn beyond each edge, so that dragging shows no blank

  // The plane at zoom 0: [[x, y], ...] of a line of [lat, lon].
  function toPlane(crs, line) {
    return line.map(([lat, lng]) => {
      const p = crs.latLngToPoint({ lat, lng }, 0);
      return [p.x, p.y];
    });
  }

  function pathOf(ring, closed) {
    const path = new Path2D();
    ring.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
    if (closed) path.closePath();
    return path;
  }

  function meets(box, { x0, y0, x1, y1 }) {
    return box.x1 >= x0 && box.x0 <= x1 && box.y1 >= y0 && box.y0 <= y1;
  }

  // Each ring with its box; its path is made once it is seen, since most of the Earth never is.
  function partsOf(rings) {
    return rings.map((ring) => ({ ring, box: boxOf([ring]), path: null }));
  }

  // The path of those of an item's rings that meet a box of the plane, or null. A hole lies inside its ring, so
  // what is filled in the box stays right.
  function pathIn(item, box) {
    const seen = item.parts.filter((part) => meets(part.box, box));
    if (!seen.length) return null;
    if (item.seen && item.seen.length === seen.length && item.seen.every((part, i) => part === seen[i])) return item.path;
    item.seen = seen;
    item.path = new Path2D();
    for (const part of seen) {
      if (!part.path) part.path = pathOf(part.ring, item.closed);
      item.path.addPath(part.path);
    }
    return item.path;
  }

  function boxOf(rings) {
    const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
    for (const ring of rings) {
      for (const [x, y] of ring) {
        if (x < box.x0) box.x0 = x;
        if (x > box.x1) box.x1 = x;
        if (y < box.y0) box.y0 = y;
        if (y > box.y1) box.y1 = y;
      }
    }
    return box;
  }

  function create(map, pane, order) {
    map.createPane("geo-" + pane).style.zIndex = order;
    const Sheet = L.Renderer.extend({
      options: { padding: PADDING, pane: "geo-" + pane },

      initialize() {
        L.Renderer.prototype.initialize.call(this, {});
        this.items = [];
        this._layers = {};
      },

      // `outside` keeps an item out of a box of the plane, where something finer is drawn.
      // rings: lists of [x, y] in the plane; style(): {fill, alpha, stroke, width, dash, strokeAlpha}, or null.
      // Items are drawn by level, then in the order in which they came.
      add(level, rings, closed, style, outside) {
        const item = { level, parts: partsOf(rings), closed, style, outside };
        const at = this.items.findIndex((other) => other.level > level);
        if (at < 0) this.items.push(item);
        else this.items.splice(at, 0, item);
        return item;
      },

      replace(item, rings, closed) {
        Object.assign(item, { parts: partsOf(rings), closed, seen: null, path: null });
        this.redraw();
      },

      _initContainer() {
        this._container = document.createElement("canvas");
        this._pen = this._container.getContext("2d");
      },

      _destroyContainer() {
        this._container.remove();
      },

      _updatePaths() {},

      _update() {
        if (this._map._animatingZoom && this._bounds) return;
        L.Renderer.prototype._update.call(this);
        const size = this._bounds.getSize();
        const ratio = root.devicePixelRatio > 1 ? 2 : 1;
        L.DomUtil.setPosition(this._container, this._bounds.min);
        this._container.width = size.x * ratio;
        this._container.height = size.y * ratio;
        this._container.style.width = size.x + "px";
        this._container.style.height = size.y + "px";
        this._ratio = ratio;
        this._draw();
      },

      // At once, over a colour and another sheet's items: a printer takes a canvas for opaque, so that on paper
      // the lower ones and the page's own colour would be hidden.
      drawNow(colour, lower) {
        if (this._map && this._bounds) this._draw(colour, lower.items);
      },

      // Draws again, once before the next picture however often it is asked.
      redraw() {
        if (this._asked || !this._map) return;
        this._asked = requestAnimationFrame(() => {
          this._asked = null;
          this._draw();
        });
      },

      _draw(colour, lower) {
        const pen = this._pen;
        const { _ratio: ratio, _bounds: bounds } = this;
        const scale = this._map.options.crs.scale(this._zoom) / this._map.options.crs.scale(0);
        const origin = this._map.getPixelOrigin();
        const left = (bounds.min.x + origin.x) / scale;
        const top = (bounds.min.y + origin.y) / scale;
        const right = left + bounds.getSize().x / scale;
        const bottom = top + bounds.getSize().y / scale;
        pen.setTransform(1, 0, 0, 1, 0, 0);
        pen.clearRect(0, 0, this._container.width, this._container.height);
        if (colour) {
          pen.fillStyle = colour;
          pen.fillRect(0, 0, this._container.width, this._container.height);
        }
        pen.setTransform(ratio * scale, 0, 0, ratio * scale, -left * scale * ratio, -top * scale * ratio);
        pen.lineJoin = "round";
        for (const item of [...(lower || []), ...this.items]) {
          const style = item.style();
          const path = style && pathIn(item, { x0: left, y0: top, x1: right, y1: bottom });
          if (!path) continue;
          if (item.outside) {
            const { x0, y0, x1, y1 } = item.outside;
            if (x0 <= left && x1 >= right && y0 <= top && y1 >= bottom) continue;
            pen.save();
            const allowed = new Path2D();
            allowed.rect(left, top, right - left, bottom - top);
            allowed.rect(x0, y0, x1 - x0, y1 - y0);
            pen.clip(allowed, "evenodd");
          }
          if (style.fill) {
            pen.globalAlpha = style.alpha === undefined ? 1 : style.alpha;
            if (style.hatch) {
              const pattern = hatch(pen, style.fill);
              pattern.setTransform(new DOMMatrix([1 / scale, 0, 0, 1 / scale, left, top]));
              pen.fillStyle = pattern;
            } else {
              pen.fillStyle = style.fill;
            }
            pen.fill(path, "evenodd");
          }
          if (style.stroke) {
            pen.globalAlpha = style.strokeAlpha === undefined ? 1 : style.strokeAlpha;
            pen.strokeStyle = style.stroke;
            pen.lineWidth = style.width / scale;
            pen.setLineDash((style.dash || []).map((n) => n / scale));
            pen.stroke(path);
          }
          if (item.outside) pen.restore();
        }
      },
    });
    return new Sheet().addTo(map);
  }

  const hatches = new Map();
  function hatch(pen, colour) {
    if (!hatches.has(colour)) {
      const tile = document.createElement("canvas");
      tile.width = tile.height = 8;
      const draw = tile.getContext("2d");
      draw.strokeStyle = colour;
      draw.lineWidth = 1.6;
      draw.beginPath();
      for (const x of [-8, 0, 8]) {
        draw.moveTo(x, 8);
        draw.lineTo(x + 8, 0);
      }
      draw.stroke();
      hatches.set(colour, pen.createPattern(tile, "repeat"));
    }
    return hatches.get(colour);
  }

  GeoPage.sheet = { create, toPlane, boxOf };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
