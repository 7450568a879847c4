// A canvas that lies over the whole map and takes part in Leaflet's panning and zooming as any renderer does: what
// sheet.js draws outlines on and marks.js the marks of a corpus.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  // methods: {options: {padding}, _draw(), and more}. `_draw` finds this._pen, this._ratio (of the canvas's pixels to
  // the map's) and this._bounds (what it covers, in Leaflet's layer points).
  function create(map, pane, order, methods) {
    map.createPane("geo-" + pane).style.zIndex = order;
    const Canvas = L.Renderer.extend({
      ...methods,
      options: { ...methods.options, pane: "geo-" + pane },

      initialize() {
        L.Renderer.prototype.initialize.call(this, {});
        this._layers = {};
        if (methods.initialize) methods.initialize.call(this);
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
        this._ratio = root.devicePixelRatio > 1 ? 2 : 1;
        L.DomUtil.setPosition(this._container, this._bounds.min);
        this._container.width = size.x * this._ratio;
        this._container.height = size.y * this._ratio;
        this._container.style.width = size.x + "px";
        this._container.style.height = size.y + "px";
        this._draw();
      },

      // Draws again, once before the next picture however often it is asked.
      redraw() {
        if (this._asked || !this._map) return;
        this._asked = requestAnimationFrame(() => {
          this._asked = null;
          this._draw();
        });
      },
    });
    return new Canvas().addTo(map);
  }

  GeoPage.canvas = { create };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
