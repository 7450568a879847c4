"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { labels } = require("./load.js");

const window = { x0: 0, y0: 0, x1: 400, y1: 300 };
const overlap = (a, b) => a.x0 < b.x1 && a.x1 > b.x0 && a.y0 < b.y1 && a.y1 > b.y0;

test("no two names overlap, and none covers another mark", () => {
  const wanted = [];
  const marks = [];
  for (let i = 0; i < 60; i++) {
    const x = 20 + ((i * 73) % 360);
    const y = 20 + ((i * 41) % 260);
    wanted.push({ width: 60, height: 14, x, y, radius: 6, own: i });
    marks.push({ x0: x - 6, y0: y - 6, x1: x + 6, y1: y + 6, own: i });
  }
  for (let i = 0; i < 40; i++) wanted.push({ width: 50, height: 12, x: 15 + i * 9, y: 150, radius: 2 });
  const placed = labels.place(wanted, marks, window);
  const boxes = placed
    .map((p, i) => p && { x0: p.x, y0: p.y, x1: p.x + wanted[i].width, y1: p.y + wanted[i].height, i })
    .filter(Boolean);
  assert.ok(boxes.length >= 15, "at least some are placed: " + boxes.length);
  boxes.forEach((a, i) => {
    boxes.slice(i + 1).forEach((b) => assert.ok(!overlap(a, b), `names ${a.i} and ${b.i} overlap`));
    marks.forEach((m) => {
      if (m.own !== wanted[a.i].own) assert.ok(!overlap(a, m), `name ${a.i} covers mark ${m.own}`);
    });
    assert.ok(a.x0 >= 0 && a.x1 <= 400 && a.y0 >= 0 && a.y1 <= 300);
  });
});

test("the first of equals stands to the right of its mark", () => {
  const [at] = labels.place([{ width: 40, height: 14, x: 100, y: 100, radius: 5, own: 0 }], [], window);
  assert.ok(at.x > 105 && at.y < 100);
});

test("marks on one spot are moved apart, and not far", () => {
  const marks = [0, 1, 2].map(() => ({ x: 50, y: 50, radius: 6 }));
  const moved = labels.spread(marks, 16);
  for (let i = 0; i < 3; i++) {
    assert.ok(Math.hypot(moved[i].x - 50, moved[i].y - 50) <= 16.01);
    for (let j = i + 1; j < 3; j++) assert.ok(Math.hypot(moved[i].x - moved[j].x, moved[i].y - moved[j].y) > 9);
  }
  assert.deepEqual(labels.spread(marks, 16), moved, "always the same way");
  assert.deepEqual(labels.spread([{ x: 1, y: 2, radius: 6 }], 16), [{ x: 1, y: 2 }]);
});
