// Plane geometry that the page needs while it is open: coasts from borders, what lies under the pointer,
// where in an outline a name has room. Pure functions; no Leaflet, no page.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  // Edges of neighbouring polygons, sorted into coasts and borders.
  // rings: closed rings of whole grid steps [[x, y], ...]; isCut(a, b) says that an edge lies on a cut of the
  // data. Returns {coasts, borders}: lists of lines. A border is listed once.
  function splitEdges(rings, isCut) {
    const corner = new Map(); // numbers make quick keys, and both fit into the 53 bits of one
    const key = ([x, y]) => {
      const name = (x + 8388608) * 16777216 + (y + 8388608);
      let id = corner.get(name);
      if (id === undefined) corner.set(name, (id = corner.size));
      return id;
    };
    const edgeKey = (a, b) => (a < b ? a * 67108864 + b : b * 67108864 + a);
    const times = new Map();
    const ids = rings.map((ring) => ring.map(key));
    for (const ring of ids) {
      for (let i = 1; i < ring.length; i++) {
        const edge = edgeKey(ring[i - 1], ring[i]);
        times.set(edge, (times.get(edge) || 0) + 1);
      }
    }
    const coasts = [];
    const borders = [];
    rings.forEach((ring, r) => {
      let line = null;
      let into = null;
      for (let i = 1; i < ring.length; i++) {
        const edge = edgeKey(ids[r][i - 1], ids[r][i]);
        const count = times.get(edge);
        let target = null;
        if (count > 1) {
          target = borders;
          times.set(edge, -1); // listed: its twin is passed over
        } else if (count === 1) {
          target = coasts;
        }
        if (target && isCut(ring[i - 1], ring[i])) target = null;
        if (target && target === into) {
          line.push(ring[i]);
        } else {
          into = target;
          line = null;
          if (target) {
            line = [ring[i - 1], ring[i]];
            target.push(line);
          }
        }
      }
    });
    return { coasts, borders };
  }

  // A ring without the edges that only a cut of the data made: a list of lines.
  function uncut(ring, isCut) {
    const lines = [];
    let line = null;
    for (let i = 1; i < ring.length; i++) {
      if (isCut(ring[i - 1], ring[i])) {
        line = null;
      } else if (line) {
        line.push(ring[i]);
      } else {
        line = [ring[i - 1], ring[i]];
        lines.push(line);
      }
    }
    return lines;
  }

  // Whether (x, y) lies in polygons given as [[[x, y], ...] rings] (even-odd, so that holes are holes).
  function inPolygons(polygons, x, y) {
    let inside = false;
    for (const rings of polygons) {
      const box = boundsOf([rings]);
      if (!box || x < box.x0 || x > box.x1 || y < box.y0 || y > box.y1) continue;
      for (const ring of rings) {
        for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
          const [xi, yi] = ring[i];
          const [xj, yj] = ring[j];
          if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
        }
      }
    }
    return inside;
  }

  // {x0, y0, x1, y1} around all outer rings, or null; a ring's own is computed once.
  const boxes = new WeakMap();
  function boundsOf(polygons) {
    let all = null;
    for (const rings of polygons) {
      const ring = rings[0];
      if (!ring || !ring.length) continue;
      let box = boxes.get(ring);
      if (!box) {
        box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
        for (const [x, y] of ring) {
          if (x < box.x0) box.x0 = x;
          if (x > box.x1) box.x1 = x;
          if (y < box.y0) box.y0 = y;
          if (y > box.y1) box.y1 = y;
        }
        boxes.set(ring, box);
      }
      all = all
        ? {
            x0: Math.min(all.x0, box.x0),
            y0: Math.min(all.y0, box.y0),
            x1: Math.max(all.x1, box.x1),
            y1: Math.max(all.y1, box.y1),
          }
        : { ...box };
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

  // Points inside the part of the polygons that a window shows, the roomiest first: where a name may stand.
  // `pixel` is the length of a screen's pixel in the polygons' units; room is given in pixels, and counts
  // sideways twice as far as upwards, since names are wide.
  function roomyPoints(polygons, window, pixel, columns, rows) {
    const shown = polygons.filter((rings) => {
      const box = boundsOf([rings]);
      return box && intersect(box, window);
    });
    const box = boundsOf(shown);
    const seen = box && intersect(box, window);
    if (!seen) return [];
    const dx = (seen.x1 - seen.x0) / columns;
    const dy = (seen.y1 - seen.y0) / rows;
    const margin = 80 * pixel;
    const corners = [];
    for (const rings of shown) {
      for (const ring of rings) {
        for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
          const [x, y] = ring[i];
          if (x < seen.x0 - margin || x > seen.x1 + margin || y < seen.y0 - margin || y > seen.y1 + margin) continue;
          corners.push(x, y);
          // A long straight edge has its middle as a corner too.
          if (Math.abs(ring[j][0] - x) + Math.abs(ring[j][1] - y) > margin) {
            corners.push((ring[j][0] + x) / 2, (ring[j][1] + y) / 2);
          }
        }
      }
    }
    const points = [];
    for (let r = 0; r < rows; r++) {
      const y = seen.y0 + (r + 0.5) * dy;
      for (let c = 0; c < columns; c++) {
        const x = seen.x0 + (c + 0.5) * dx;
        if (!inPolygons(shown, x, y)) continue;
        let room = Math.min((x - window.x0) / 2, (window.x1 - x) / 2, y - window.y0, window.y1 - y);
        for (let i = 0; i < corners.length; i += 2) {
          const distance = Math.max(Math.abs(corners[i] - x) / 2, Math.abs(corners[i + 1] - y));
          if (distance < room) room = distance;
        }
        // Of two equally roomy points the one nearer the middle of what is seen.
        const off = Math.abs(c + 0.5 - columns / 2) / columns + Math.abs(r + 0.5 - rows / 2) / rows;
        points.push({ x, y, room: room / pixel, rank: (room / pixel) * (1 - 0.45 * off) });
      }
    }
    points.sort((a, b) => b.rank - a.rank || a.y - b.y || a.x - b.x);
    return points;
  }

  GeoPage.geometry = { splitEdges, uncut, inPolygons, boundsOf, intersect, roomyPoints };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
