// Names on the map without overlap, and marks moved apart that would hide each other. Pure functions on pixels.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const GAP = 4; // pixels between a mark and its name
  const CELL = 64; // pixels of the grid that finds collisions

  const ROW = 4096; // cells of that grid in a row: more than any screen has

  // Rectangles that are taken.
  class Taken {
    constructor() {
      this.cells = new Map();
    }
    add(box) {
      for (let i = cell(box.x0); i <= cell(box.x1); i++) {
        for (let j = cell(box.y0); j <= cell(box.y1); j++) {
          const found = this.cells.get(i * ROW + j);
          if (found) found.push(box);
          else this.cells.set(i * ROW + j, [box]);
        }
      }
    }
    // Whether the box meets a taken one; `own` is left out.
    meets(box, own) {
      for (let i = cell(box.x0); i <= cell(box.x1); i++) {
        for (let j = cell(box.y0); j <= cell(box.y1); j++) {
          const found = this.cells.get(i * ROW + j);
          if (found && found.some((other) => overlap(box, other) && (own === undefined || other.own !== own))) return true;
        }
      }
      return false;
    }
  }

  function cell(pixels) {
    return Math.floor(pixels / CELL);
  }

  function overlap(a, b) {
    return a.x0 < b.x1 && a.x1 > b.x0 && a.y0 < b.y1 && a.y1 > b.y0;
  }

  // Where the name of a mark may stand: right first, as in every atlas.
  function aroundPoint(x, y, radius, width, height) {
    const near = radius + GAP;
    const slant = radius * 0.7 + GAP * 0.6;
    return [
      [x + near, y - height / 2],
      [x - near - width, y - height / 2],
      [x + slant, y - slant - height],
      [x + slant, y + slant],
      [x - slant - width, y - slant - height],
      [x - slant - width, y + slant],
      [x - width / 2, y - near - height],
      [x - width / 2, y + near],
    ];
  }

  // Greedy placement. labels, the most important first: {width, height, x, y, radius} of a mark's name or
  // {width, height, points: [{x, y}, ...]} of an area's; `own` names the obstacle that is the label's own.
  // obstacles: [{x0, y0, x1, y1, own}]. Returns for each label {x, y} of its upper left corner, or null.
  function place(labels, obstacles, window) {
    const taken = new Taken();
    for (const box of obstacles) taken.add(box);
    return labels.map((label) => {
      const corners = label.points
        ? label.points.map((p) => [p.x - label.width / 2, p.y - label.height / 2])
        : aroundPoint(label.x, label.y, label.radius, label.width, label.height);
      for (const [x, y] of corners) {
        const pad = label.padding === undefined ? 1 : label.padding;
        const box = { x0: x - pad, y0: y - pad, x1: x + label.width + pad, y1: y + label.height + pad };
        if (box.x0 < window.x0 || box.x1 > window.x1 || box.y0 < window.y0 || box.y1 > window.y1) continue;
        if (taken.meets(box, label.own)) continue;
        taken.add(box);
        return { x, y };
      }
      return null;
    });
  }

  // Marks that would cover each other, moved apart: [{x, y, radius}] -> [{x, y}], at most `most` pixels away.
  function spread(marks, most) {
    const moved = marks.map(({ x, y }) => ({ x, y }));
    for (let round = 0; round < 24; round++) {
      let still = true;
      for (let i = 0; i < marks.length; i++) {
        for (let j = i + 1; j < marks.length; j++) {
          const apart = marks[i].radius + marks[j].radius + 2;
          let dx = moved[j].x - moved[i].x;
          let dy = moved[j].y - moved[i].y;
          if (Math.abs(dx) >= apart || Math.abs(dy) >= apart) continue;
          let distance = Math.hypot(dx, dy);
          if (distance >= apart) continue;
          if (distance < 0.01) {
            // On one spot: sideways, in an order that is always the same.
            dx = 1;
            dy = 0.35;
            distance = Math.hypot(dx, dy);
          }
          const push = (apart - Math.hypot(moved[j].x - moved[i].x, moved[j].y - moved[i].y)) / 2 / distance;
          moved[i].x -= dx * push;
          moved[i].y -= dy * push;
          moved[j].x += dx * push;
          moved[j].y += dy * push;
          still = false;
        }
      }
      moved.forEach((m, i) => {
        const dx = m.x - marks[i].x;
        const dy = m.y - marks[i].y;
        const distance = Math.hypot(dx, dy);
        if (distance > most) {
          m.x = marks[i].x + (dx * most) / distance;
          m.y = marks[i].y + (dy * most) / distance;
        }
      });
      if (still) break;
    }
    return moved;
  }

  GeoPage.labels = { place, spread, aroundPoint };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
