// Marks that lie close together, gathered under the most important of them. Pure functions on numbers.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  // xs, ys: where the marks lie, the most important first; kept[i] is 0 where mark i is filtered out.
  // Returns {anchors, of, size}: the marks that others are gathered under (an anchor is the most important of
  // its own), for every mark the number of its anchor in that list (or -1), and how many each anchor holds.
  // Each mark looks only at the nine cells of a grid around it, so that fifty thousand take some milliseconds.
  function gather(xs, ys, kept, radius) {
    const n = xs.length;
    const { cellOf, start, order, columns, rows } = grid(xs, ys, kept, radius);
    const of = new Int32Array(n).fill(-1);
    const anchors = [];
    const size = [];
    for (let i = 0; i < n; i++) {
      if (!kept[i] || of[i] >= 0) continue;
      const number = anchors.length;
      anchors.push(i);
      let count = 0;
      const column = cellOf[i] % columns;
      const row = (cellOf[i] - column) / columns;
      for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
        for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
          const cell = r * columns + c;
          for (let k = start[cell]; k < start[cell + 1]; k++) {
            const j = order[k];
            if (of[j] >= 0) continue;
            const dx = xs[j] - xs[i];
            const dy = ys[j] - ys[i];
            if (dx * dx + dy * dy > radius * radius) continue;
            of[j] = number;
            count++;
          }
        }
      }
      size.push(count);
    }
    return { anchors, of, size };
  }

  const MOST_CELLS = 1 << 20; // a grid finer than this costs more than it saves: cells may be wider than asked

  // The kept marks sorted into square cells at least `radius` wide: cell c holds order[start[c]..start[c + 1]].
  function grid(xs, ys, kept, radius) {
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < xs.length; i++) {
      if (!kept[i]) continue;
      x0 = Math.min(x0, xs[i]);
      x1 = Math.max(x1, xs[i]);
      y0 = Math.min(y0, ys[i]);
      y1 = Math.max(y1, ys[i]);
    }
    if (x0 > x1) [x0, y0, x1, y1] = [0, 0, 0, 0];
    const width = Math.max(radius, Math.sqrt(((x1 - x0) * (y1 - y0)) / MOST_CELLS), (x1 - x0 + y1 - y0) / MOST_CELLS);
    const columns = Math.floor((x1 - x0) / width) + 1;
    const rows = Math.floor((y1 - y0) / width) + 1;
    const cellOf = new Int32Array(xs.length).fill(-1);
    const start = new Int32Array(columns * rows + 1);
    for (let i = 0; i < xs.length; i++) {
      if (!kept[i]) continue;
      cellOf[i] = Math.floor((ys[i] - y0) / width) * columns + Math.floor((xs[i] - x0) / width);
      start[cellOf[i] + 1]++;
    }
    for (let c = 0; c < columns * rows; c++) start[c + 1] += start[c];
    const next = start.slice();
    const order = new Int32Array(start[columns * rows]);
    for (let i = 0; i < xs.length; i++) if (kept[i]) order[next[cellOf[i]]++] = i;
    return { cellOf, start, order, columns, rows };
  }

  // The marks under an anchor, in their order.
  function membersOf(gathered, number) {
    const members = [];
    for (let i = 0; i < gathered.of.length; i++) if (gathered.of[i] === number) members.push(i);
    return members;
  }

  GeoPage.gather = { gather, membersOf };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
