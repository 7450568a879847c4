// A canvas over the whole map on which outlines are drawn from paths that are made once.
//
// Leaflet's own canvas projects, clips and simplifies every vertex again at each zoom; a page has some sixty
// thousand, which made it slow to open. Here every path is projected once, into the map's plane at zoom 0, and
// the canvas (canvas.js) scales it.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const PADDING = 0.35; // share of the map's size drawn beyond each edge, so that dragging shows no blank

  function pathOf(line, closed) {
    const path = new Path2D();
    path.moveTo(line[0], line[1]);
    for (let i = 2; i < line.length; i += 2) path.lineTo(line[i], line[i + 1]);
    if (closed) path.closePath();
    return path;
  }

  function meets(box, { x0, y0, x1, y1 }) {
    return box.x1 >= x0 && box.x0 <= x1 && box.y1 >= y0 && box.y0 <= y1;
  }

  // Each line with its box; its path is made once it is seen, since most of the Earth never is.
  function partsOf(lines) {
    return lines.map((line) => ({ line, box: GeoPage.geometry.boxOf(line), path: null }));
  }

  // The path of those of an item's lines that meet a box of the plane, or null. A hole lies inside its ring, so
  // what is filled in the box stays right.
  function pathIn(item, box) {
    const seen = item.parts.filter((part) => meets(part.box, box));
    if (!seen.length) return null;
    if (item.seen && item.seen.length === seen.length && item.seen.every((part, i) => part === seen[i])) return item.path;
    item.seen = seen;
    item.path = new Path2D();
    for (const part of seen) {
      if (!part.path) part.path = pathOf(part.line, item.closed);
      item.path.addPath(part.path);
    }
    return item.path;
  }

  function create(map, pane, order) {
    return GeoPage.canvas.create(map, pane, order, {
      options: { padding: PADDING },

      initialize() {
        this.items = [];
      },

      // `outside` keeps an item out of a box of the plane, where something finer is drawn.
      // lines: flat, in the plane; style(): {fill, alpha, stroke, width, dash, strokeAlpha}, or null.
      // Items are drawn by level, then in the order in which they came.
      add(level, lines, closed, style, outside) {
        const item = { level, parts: partsOf(lines), closed, style, outside };
        const at = this.items.findIndex((other) => other.level > level);
        if (at < 0) this.items.push(item);
        else this.items.splice(at, 0, item);
        return item;
      },

      replace(item, lines, closed) {
        Object.assign(item, { parts: partsOf(lines), closed, seen: null, path: null });
        this.redraw();
      },

      // At once; for paper over a colour and another sheet's items: a printer takes a canvas for opaque, so that
      // the lower ones and the page's own colour would be hidden.
      drawNow(colour, lower) {
        if (this._asked) cancelAnimationFrame(this._asked);
        this._asked = null;
        if (this._map && this._bounds) this._draw(colour, lower && lower.items);
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

  GeoPage.sheet = { create };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
