// Plane geometry that the page needs while it is open: coasts and borders of a ring, what lies under the pointer,
// where in an outline a name has room. Lines are flat (codec.js), polygons lists of rings, the outer one first.
// Pure functions; no Leaflet, no page.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  // What an edge is, as geo/webmap/edges.py tells: a border is listed once and found again as a twin, and an edge
  // on a cut of the data is no line at all.
  const EDGE = { coast: 0, border: 1, twin: 2, cut: 3 };

  // The stretches of a ring whose edges are of some kinds, as lines. runs: [kind + 4 * edges, ...] all along the
  // ring, or empty where all of it is coast.
  function stretches(ring, runs, kinds) {
    if (!runs.length) return kinds.includes(EDGE.coast) ? [ring] : [];
    const lines = [];
    let at = 0;
    let from = -1; // where the line began that is being followed
    for (const run of runs) {
      const edges = Math.floor(run / 4);
      if (kinds.includes(run % 4)) {
        if (from < 0) from = at;
      } else if (from >= 0) {
        lines.push(ring.subarray(2 * from, 2 * at + 2));
        from = -1;
      }
      at += edges;
    }
    if (from >= 0) lines.push(ring.subarray(2 * from, 2 * at + 2));
    return lines;
  }

  // {x0, y0, x1, y1} around a line; computed once for each.
  const boxes = new WeakMap();
  function boxOf(line) {
    let box = boxes.get(line);
    if (!box) {
      box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
      for (let i = 0; i < line.length; i += 2) {
        const x = line[i];
        const y = line[i + 1];
        if (x < box.x0) box.x0 = x;
        if (x > box.x1) box.x1 = x;
        if (y < box.y0) box.y0 = y;
        if (y > box.y1) box.y1 = y;
      }
      boxes.set(line, box);
    }
    return box;
  }

  // The box around all outer rings, or null.
  function boundsOf(polygons) {
    let all = null;
    for (const [ring] of polygons) {
      if (!ring || !ring.length) continue;
      const { x0, y0, x1, y1 } = boxOf(ring);
      if (!all) {
        all = { x0, y0, x1, y1 };
      } else {
        all.x0 = Math.min(all.x0, x0);
        all.y0 = Math.min(all.y0, y0);
        all.x1 = Math.max(all.x1, x1);
        all.y1 = Math.max(all.y1, y1);
      }
    }
    return all;
  }

  function intersect(a, b) {
    const box = {
      x0: Math.max(a.x0, b.x0),
      y0: Math.max(a.y0, b.y0),
      x1: Math.min(a.x1, b.x1),
      y1: Math.min(a.y1, b.y1),
    };
    return box.x0 < box.x1 && box.y0 < box.y1 ? box : null;
  }

  // Whether (x, y) lies in polygons (even-odd, so that holes are holes).
  function inPolygons(polygons, x, y) {
    let inside = false;
    for (const rings of polygons) {
      if (!rings[0] || !rings[0].length) continue;
      const box = boxOf(rings[0]);
      if (x < box.x0 || x > box.x1 || y < box.y0 || y > box.y1) continue;
      for (const ring of rings) {
        let xj = ring[ring.length - 2];
        let yj = ring[ring.length - 1];
        for (let i = 0; i < ring.length; i += 2) {
          const xi = ring[i];
          const yi = ring[i + 1];
          if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
          xj = xi;
          yj = yi;
        }
      }
    }
    return inside;
  }

  // Which points of a lattice lie in polygons: the middles of columns x rows cells of a box, row by row, as a
  // Uint8Array. Each edge is looked at once, for the rows that it crosses.
  function lattice(polygons, box, columns, rows) {
    const inside = new Uint8Array(columns * rows);
    const dx = (box.x1 - box.x0) / columns;
    const dy = (box.y1 - box.y0) / rows;
    for (const rings of polygons) {
      if (!rings[0] || !rings[0].length || !intersect(boxOf(rings[0]), box)) continue;
      for (const ring of rings) {
        let xj = ring[ring.length - 2];
        let yj = ring[ring.length - 1];
        for (let i = 0; i < ring.length; i += 2) {
          const xi = ring[i];
          const yi = ring[i + 1];
          const low = Math.min(yi, yj);
          const high = Math.max(yi, yj);
          if (low !== high && high > box.y0 && low < box.y1) {
            const first = Math.max(0, Math.ceil((low - box.y0) / dy - 0.5));
            for (let r = first; r < rows; r++) {
              const y = box.y0 + (r + 0.5) * dy;
              if (y >= high) break;
              // All middles to the left of the crossing change sides.
              const x = ((xj - xi) * (y - yi)) / (yj - yi) + xi;
              const until = Math.min(columns, Math.ceil((x - box.x0) / dx - 0.5));
              for (let c = 0; c < until; c++) inside[r * columns + c] ^= 1;
            }
          }
          xj = xi;
          yj = yi;
        }
      }
    }
    return inside;
  }

  const BESIDE = 80; // pixels around a window within which corners of an outline still narrow the room
  const APART = 4; // pixels between two corners of which one is enough

  // Points inside the part of the polygons that a window shows, the roomiest first: where a name may stand.
  // `pixel` is the length of a screen's pixel in the polygons' units; room is given in pixels, and counts
  // sideways twice as far as upwards, since names are wide.
  function roomyPoints(polygons, window, pixel, columns, rows) {
    const shown = polygons.filter(([ring]) => ring && ring.length && intersect(boxOf(ring), window));
    const box = boundsOf(shown);
    const seen = box && intersect(box, window);
    if (!seen) return [];
    const inside = lattice(shown, seen, columns, rows);
    const corners = cornersIn(shown, seen, pixel);
    const points = [];
    for (let k = 0; k < inside.length; k++) {
      if (!inside[k]) continue;
      const c = (k % columns) + 0.5;
      const r = Math.floor(k / columns) + 0.5;
      const x = seen.x0 + (c * (seen.x1 - seen.x0)) / columns;
      const y = seen.y0 + (r * (seen.y1 - seen.y0)) / rows;
      let room = Math.min((x - window.x0) / 2, (window.x1 - x) / 2, y - window.y0, window.y1 - y);
      for (let i = 0; i < corners.length; i += 2) {
        const distance = Math.max(Math.abs(corners[i] - x) / 2, Math.abs(corners[i + 1] - y));
        if (distance < room) room = distance;
      }
      // Of two equally roomy points the one nearer the middle of what is seen.
      const off = Math.abs(c - columns / 2) / columns + Math.abs(r - rows / 2) / rows;
      points.push({ x, y, room: room / pixel, rank: (room / pixel) * (1 - 0.45 * off) });
    }
    // Islands far apart may slip through the lattice: then the largest of them has its own.
    if (!points.length && shown.length > 1) return roomyPoints([widest(shown)], window, pixel, columns, rows);
    points.sort((a, b) => b.rank - a.rank || a.y - b.y || a.x - b.x);
    return points;
  }

  // The polygon with the longest side.
  function widest(polygons) {
    const side = ([ring]) => Math.max(boxOf(ring).x1 - boxOf(ring).x0, boxOf(ring).y1 - boxOf(ring).y0);
    return polygons.reduce((best, rings) => (side(rings) > side(best) ? rings : best));
  }

  // The corners of polygons in and around a box, a flat list without those that lie on each other.
  function cornersIn(polygons, { x0, y0, x1, y1 }, pixel) {
    const margin = BESIDE * pixel;
    const apart = APART * pixel;
    const corners = [];
    const [west, east, low, high] = [x0 - margin, x1 + margin, y0 - margin, y1 + margin];
    for (const rings of polygons) {
      for (const ring of rings) {
        let [lastX, lastY] = [Infinity, Infinity];
        let beforeX = ring[ring.length - 2];
        let beforeY = ring[ring.length - 1];
        for (let i = 0; i < ring.length; i += 2) {
          const x = ring[i];
          const y = ring[i + 1];
          if (x >= west && x <= east && y >= low && y <= high) {
            // A long straight edge has its middle as a corner too.
            if (Math.abs(beforeX - x) + Math.abs(beforeY - y) > margin) corners.push((beforeX + x) / 2, (beforeY + y) / 2);
            if (Math.abs(lastX - x) + Math.abs(lastY - y) >= apart) {
              corners.push(x, y);
              lastX = x;
              lastY = y;
            }
          }
          beforeX = x;
          beforeY = y;
        }
      }
    }
    return corners;
  }

  GeoPage.geometry = { EDGE, stretches, boxOf, boundsOf, intersect, inPolygons, lattice, roomyPoints };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
