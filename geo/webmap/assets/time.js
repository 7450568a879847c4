// The strip of time: the dates that the text names beside places. Drag along it, or use the arrow keys, and the
// map shows the places of that date.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const APART = 15; // pixels between two dots at least
  const LETTER = 6.4; // pixels of a letter of the labels, for choosing which fit

  // Where dots stand on a line of a width: in proportion to time, but never one on another.
  function spaced(days, width) {
    const first = days[0];
    const span = days[days.length - 1] - first || 1;
    const at = days.map((day) => ((day - first) / span) * width);
    const gap = Math.min(APART, width / Math.max(1, days.length - 1));
    for (let i = 1; i < at.length; i++) at[i] = Math.max(at[i], at[i - 1] + gap);
    for (let i = at.length - 1; i >= 0; i--) {
      const most = i === at.length - 1 ? width : at[i + 1] - gap;
      at[i] = Math.min(at[i], most);
    }
    return at;
  }

  // Which labels fit beside each other: the last first, since news is about what came last.
  function fitting(at, labels) {
    const kept = new Set();
    const taken = [];
    const order = at.map((x, i) => i).reverse();
    for (const i of order) {
      const half = (labels[i].length * LETTER) / 2 + 4;
      if (taken.some(([low, high]) => at[i] - half < high && at[i] + half > low)) continue;
      taken.push([at[i] - half, at[i] + half]);
      kept.add(i);
    }
    return kept;
  }

  class Time {
    constructor(element, data, changed) {
      this.times = data.times;
      this.changed = changed;
      this.chosen = -1;
      element.hidden = this.times.length === 0;
      if (element.hidden) return;
      const { el } = GeoPage.dom;
      this.all = el(
        "button",
        { type: "button", class: "geo-time-all", "aria-pressed": "true", click: () => this.choose(-1) },
        "All dates",
      );
      this.track = el("div", {
        class: "geo-time-track",
        role: "slider",
        tabindex: "0",
        "aria-label": "Dates in the text",
        "aria-valuemin": "0",
        "aria-valuemax": String(this.times.length),
        pointerdown: (event) => {
          this.track.setPointerCapture(event.pointerId);
          this._drag(event);
        },
        pointermove: (event) => event.buttons && this._drag(event),
        keydown: (event) => this._key(event),
      });
      element.append(this.all, this.track);
      root.addEventListener("resize", () => this._draw());
      this._draw();
    }

    _draw() {
      const { el } = GeoPage.dom;
      const width = this.track.clientWidth;
      this.at = spaced(
        this.times.map((t) => t.day),
        width,
      );
      const labels = this.times.map((t) => t.label);
      const kept = fitting(this.at, labels);
      this.track.textContent = "";
      this.times.forEach((time, i) => {
        const on = i === this.chosen ? " on" : "";
        const dot = el("span", { class: "geo-time-dot" + on });
        dot.style.left = this.at[i] + "px";
        this.track.appendChild(dot);
        if (!on && (this.chosen >= 0 ? !kept.has(i) || near(this.at, labels, i, this.chosen) : !kept.has(i))) return;
        const label = el("span", { class: "geo-time-label" + on }, time.label);
        label.style.left = this.at[i] + "px";
        this.track.appendChild(label);
      });
      const now = this.times[this.chosen];
      this.track.setAttribute("aria-valuenow", String(this.chosen + 1));
      this.track.setAttribute("aria-valuetext", now ? now.label : "all dates");
      this.all.setAttribute("aria-pressed", String(this.chosen < 0));
    }

    choose(index) {
      const held = Math.max(-1, Math.min(this.times.length - 1, index));
      if (held === this.chosen) return;
      this.chosen = held;
      this._draw();
      this.changed(held < 0 ? null : this.times[held].places);
    }

    _drag(event) {
      const x = event.clientX - this.track.getBoundingClientRect().left;
      let best = 0;
      this.at.forEach((at, i) => {
        if (Math.abs(at - x) < Math.abs(this.at[best] - x)) best = i;
      });
      this.choose(best);
    }

    _key(event) {
      const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
      if (event.key in steps) this.choose(this.chosen + steps[event.key]);
      else if (event.key === "Home") this.choose(0);
      else if (event.key === "End") this.choose(this.times.length - 1);
      else if (event.key === "Escape") this.choose(-1);
      else return;
      event.preventDefault();
    }
  }

  function near(at, labels, i, chosen) {
    return Math.abs(at[i] - at[chosen]) < ((labels[i].length + labels[chosen].length) * LETTER) / 2 + 8;
  }

  GeoPage.Time = Time;
  GeoPage.time = { spaced, fitting };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
