"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { codec, geometry } = require("./load.js");

const never = () => false;
const square = (x, y) => [
  [x, y],
  [x + 10, y],
  [x + 10, y + 10],
  [x, y + 10],
  [x, y],
];

test("what Python wrote is read back", () => {
  // encode_line([(0, 0), (0.01, -0.01), (4, 0.9), (-1.8, -0.9), (180, 90)], 100)
  const points = codec.decodeLine("AACB-Y2FnkBnLowjBk4R", 100);
  assert.deepEqual(points, [[0, 0], [-0.01, 0.01], [0.9, 4], [-0.9, -1.8], [90, 180]]); // prettier-ignore
  assert.throws(() => codec.decodeGrid("A%"), /damaged/);
});

test("the edge of two neighbours is a border, listed once; all others are coasts", () => {
  const { coasts, borders } = geometry.splitEdges([square(0, 0), square(10, 0)], never);
  assert.deepEqual(borders, [
    [
      [10, 0],
      [10, 10],
    ],
  ]);
  const length = coasts.reduce((sum, line) => sum + line.length - 1, 0);
  assert.equal(length, 6);
});

test("an edge on a cut is neither", () => {
  const onCut = (a, b) => a[0] === 0 && b[0] === 0;
  const { coasts } = geometry.splitEdges([square(0, 0)], onCut);
  const edges = coasts.flatMap((line) => line.slice(1).map((p, i) => [line[i], p]));
  assert.equal(edges.length, 3);
  assert.ok(edges.every(([a, b]) => !(a[0] === 0 && b[0] === 0)));
  assert.equal(geometry.uncut(square(0, 0), onCut).flatMap((l) => l.slice(1)).length, 3);
});

test("grid steps at the far ends of the Earth do not collide", () => {
  const far = 180 * 5000;
  const a = square(-far, -450000);
  const b = square(far - 10, 449990);
  const { coasts, borders } = geometry.splitEdges([a, b], never);
  assert.equal(borders.length, 0);
  assert.equal(coasts.length, 2);
});

test("a hole is outside", () => {
  const polygons = [[square(0, 0), [[3, 3], [7, 3], [7, 7], [3, 7], [3, 3]]]]; // prettier-ignore
  assert.equal(geometry.inPolygons(polygons, 1, 1), true);
  assert.equal(geometry.inPolygons(polygons, 5, 5), false);
  assert.equal(geometry.inPolygons(polygons, 50, 5), false);
});

test("names stand inside the part that is seen", () => {
  const polygons = [[square(0, 0)]];
  const points = geometry.roomyPoints(polygons, { x0: 5, y0: -5, x1: 30, y1: 30 }, 0.1, 7, 7);
  assert.ok(points.length > 0);
  for (const { x, y } of points) assert.ok(x > 5 && x < 10 && y > 0 && y < 10);
  assert.ok(points[0].room >= points[points.length - 1].room);
  assert.deepEqual(geometry.roomyPoints(polygons, { x0: 50, y0: 50, x1: 60, y1: 60 }, 0.1, 7, 7), []);
});
