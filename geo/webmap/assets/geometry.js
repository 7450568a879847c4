// Plane geometry that the page needs while it is open: coasts from borders, what lies under the pointer,
// where in an outline a name has room. Pure functions; no Leaflet, no page.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  // Edges of neighbouring polygons, sorted into coasts and borders.
  // rings: [[[lat, lon], ...], ...] closed rings of all polygons; isCut(a, b) says that an edge lies on a cut
  // of the data. Returns {coasts, borders}: lists of lines. A border is listed once.
  function splitEdges(rings, isCut) {
    const count = new Map();
    for (const ring of rings) {
      for (let i = 1; i < ring.length; i++) {
        const key = edgeKey(ring[i - 1], ring[i]);
        count.set(key, (count.get(key) || 0) + 1);
      }
    }
    const coasts = [];
    const borders = [];
    for (const ring of rings) {
      let line = null;
      let into = null;
      for (let i = 1; i < ring.length; i++) {
        const key = edgeKey(ring[i - 1], ring[i]);
        const times = count.get(key);
        let target = null;
        if (times > 1) {
          target = borders;
          count.set(key, -1); // listed: its twin is passed over
        } else if (times === 1) {
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
    }
    return { coasts, borders };
  }

  function edgeKey(a, b) {
    const first = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
    const [p, q] = first ? [a, b] : [b, a];
    return p[0] + "," + p[1] + ";" + q[0] + "," + q[1];
  }

  // Whether (x, y) lies in polygons given as [[[x, y], ...] rings] (even-odd, so that holes are holes).
  function inPolygons(polygons, x, y) {
    let inside = false;
    for (const rings of polygons) {
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

  // {x0, y0, x1, y1} around all points, or null.
  function boundsOf(polygons) {
    let box = null;
    for (const rings of polygons) {
      for (const [x, y] of rings[0] || []) {
        if (!box) box = { x0: x, y0: y, x1: x, y1: y };
        else {
          if (x < box.x0) box.x0 = x;
          if (x > box.x1) box.x1 = x;
          if (y < box.y0) box.y0 = y;
          if (y > box.y1) box.y1 = y;
        }
      }
    }
    return box;
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
  // Room counts sideways twice as far as upwards, since names are wide.
  function roomyPoints(polygons, window, columns, rows) {
    const box = boundsOf(polygons);
    const seen = box && intersect(box, window);
    if (!seen) return [];
    const points = [];
    const dx = (seen.x1 - seen.x0) / columns;
    const dy = (seen.y1 - seen.y0) / rows;
    const corners = [];
    for (const rings of polygons) {
      for (const ring of rings) {
        for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
          const [x, y] = ring[i];
          if (x > seen.x0 - 80 && x < seen.x1 + 80 && y > seen.y0 - 80 && y < seen.y1 + 80) {
            corners.push(x, y);
            // A long straight edge has its middle as a corner too.
            if (Math.abs(ring[j][0] - x) + Math.abs(ring[j][1] - y) > 60) {
              corners.push((ring[j][0] + x) / 2, (ring[j][1] + y) / 2);
            }
          }
        }
      }
    }
    for (let r = 0; r < rows; r++) {
      const y = seen.y0 + (r + 0.5) * dy;
      for (let c = 0; c < columns; c++) {
        const x = seen.x0 + (c + 0.5) * dx;
        if (!inPolygons(polygons, x, y)) continue;
        let room = Math.min((x - window.x0) / 2, (window.x1 - x) / 2, y - window.y0, window.y1 - y);
        for (let i = 0; i < corners.length; i += 2) {
          const distance = Math.max(Math.abs(corners[i] - x) / 2, Math.abs(corners[i + 1] - y));
          if (distance < room) room = distance;
        }
        // Of two equally roomy points the one nearer the middle of what is seen.
        const off = Math.abs(c + 0.5 - columns / 2) / columns + Math.abs(r + 0.5 - rows / 2) / rows;
        points.push({ x, y, room, rank: room * (1 - 0.45 * off) });
      }
    }
    points.sort((a, b) => b.rank - a.rank || a.y - b.y || a.x - b.x);
    return points;
  }

  GeoPage.geometry = { splitEdges, inPolygons, boundsOf, intersect, roomyPoints };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
