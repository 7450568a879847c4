// Where on Earth the map lies: a small globe, turned to the view, with the view's frame on it.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const RADIANS = Math.PI / 180;
  const WIDEST = 110; // degrees of longitude of the view up to which a globe helps

  // Orthographic: [x, y, front], in units of the globe's radius, y downwards; what lies behind is pushed
  // out to the limb, so that filled outlines close along it.
  function onGlobe(lat, lon, centre) {
    const phi = lat * RADIANS;
    const phi0 = centre[0] * RADIANS;
    const turn = (lon - centre[1]) * RADIANS;
    const x = Math.cos(phi) * Math.sin(turn);
    const y = Math.cos(phi0) * Math.sin(phi) - Math.sin(phi0) * Math.cos(phi) * Math.cos(turn);
    const front = Math.sin(phi0) * Math.sin(phi) + Math.cos(phi0) * Math.cos(phi) * Math.cos(turn);
    if (front >= 0) return [x, -y, true];
    const far = Math.hypot(x, y) || 1;
    return [x / far, -y / far, false];
  }

  class Locator {
    constructor(element, map, base, { wanted, region }) {
      this.map = map;
      this.base = base;
      this.element = element;
      this.wanted = wanted;
      this.canvas = element.querySelector("canvas");
      element.querySelector("p").textContent = region;
      map.on("moveend zoomend resize", () => this.draw());
    }

    // Draws the globe from now on. Until then its place is kept, so that no name is put there.
    start() {
      this.started = true;
      this.draw();
    }

    draw() {
      const bounds = this.map.getBounds();
      const width = bounds.getEast() - bounds.getWest();
      const show = this.wanted === null || this.wanted === undefined ? width < WIDEST : this.wanted;
      this.element.hidden = !show;
      if (!show) return;
      this.element.classList.toggle("covered", this._covered());
      if (!this.started || this.asked) return;
      this.asked = requestAnimationFrame(() => {
        this.asked = null;
        this._paint();
      });
    }

    _paint() {
      const bounds = this.map.getBounds();
      const css = GeoPage.dom.css;
      const side = this.canvas.clientWidth || 96;
      const ratio = root.devicePixelRatio || 1;
      this.canvas.width = this.canvas.height = side * ratio;
      const pen = this.canvas.getContext("2d");
      const centre = [bounds.getCenter().lat * 0.85, bounds.getCenter().lng];
      const radius = side / 2 - 1.5;
      pen.setTransform(ratio * radius, 0, 0, ratio * radius, (side / 2) * ratio, (side / 2) * ratio);
      pen.beginPath();
      pen.arc(0, 0, 1, 0, 2 * Math.PI);
      pen.fillStyle = css("--water");
      pen.fill();
      pen.save();
      pen.clip();
      pen.beginPath();
      for (const ring of this._land()) this._ring(pen, ring, centre);
      pen.fillStyle = css("--globe-land");
      pen.fill();
      this._frame(pen, bounds, centre, css("--accent"), radius);
      pen.restore();
      pen.beginPath();
      pen.arc(0, 0, 1, 0, 2 * Math.PI);
      pen.lineWidth = 1 / radius;
      pen.strokeStyle = css("--coast");
      pen.stroke();
    }

    // Whether the panel reaches down over the globe.
    _covered() {
      const panel = document.getElementById("geo-panel");
      if (!panel || panel.hidden) return false;
      return panel.getBoundingClientRect().bottom > this.element.getBoundingClientRect().top;
    }

    // Outer rings as [lat, lon], as coarsely as a globe of a hundred pixels shows.
    _land() {
      if (!this.land) {
        this.land = [];
        const { near, far } = this.base.data;
        const part = far.countries.length ? far : near;
        for (const country of part.countries) {
          for (const [text] of country.g) this.land.push(thin(GeoPage.codec.decode(text, part.steps), part.steps));
        }
      }
      return this.land;
    }

    _ring(pen, ring, centre) {
      const points = ring.map(([lat, lon]) => onGlobe(lat, lon, centre));
      if (!points.some(([, , front]) => front)) return;
      points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      pen.closePath();
    }

    _frame(pen, bounds, centre, colour, radius) {
      const [w, s, e, n] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
      pen.lineWidth = 1.6 / radius;
      pen.strokeStyle = colour;
      pen.fillStyle = colour;
      pen.beginPath();
      const around = [];
      const parts = 12;
      for (let i = 0; i < parts; i++) around.push([n, w + ((e - w) * i) / parts]);
      for (let i = 0; i < parts; i++) around.push([n + ((s - n) * i) / parts, e]);
      for (let i = 0; i < parts; i++) around.push([s, e + ((w - e) * i) / parts]);
      for (let i = 0; i < parts; i++) around.push([s + ((n - s) * i) / parts, w]);
      const points = around.map(([lat, lon]) => onGlobe(lat, lon, centre));
      const across = Math.hypot(points[0][0] - points[2 * parts][0], points[0][1] - points[2 * parts][1]);
      if (across * radius < 7) {
        const [x, y] = onGlobe(bounds.getCenter().lat, bounds.getCenter().lng, centre);
        pen.arc(x, y, 3.5 / radius, 0, 2 * Math.PI);
        pen.fill();
        return;
      }
      points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      pen.closePath();
      pen.globalAlpha = 0.1;
      pen.fill();
      pen.globalAlpha = 1;
      pen.stroke();
    }
  }

  // A line of grid steps as [lat, lon] points at least half a degree apart.
  function thin(line, steps) {
    const kept = [];
    let [lastX, lastY] = [Infinity, Infinity];
    for (let i = 0; i < line.length; i += 2) {
      if (Math.abs(line[i] - lastX) + Math.abs(line[i + 1] - lastY) <= steps / 2) continue;
      [lastX, lastY] = [line[i], line[i + 1]];
      kept.push([lastY / steps, lastX / steps]);
    }
    return kept;
  }

  GeoPage.Locator = Locator;
  GeoPage.onGlobe = onGlobe;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
