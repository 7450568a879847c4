"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { codec, geometry, projection } = require("./load.js");

const square = (x, y, side = 10) => Float64Array.of(x, y, x + side, y, x + side, y + side, x, y + side, x, y);

test("what Python wrote is read back", () => {
  // encode_line([(0, 0), (0.01, -0.01), (4, 0.9), (-1.8, -0.9), (180, 90)], 100)
  const text = "AACB-Y2FnkBnLowjBk4R";
  assert.deepEqual([...codec.decode(text, 100)], [0, 0, 1, -1, 400, 90, -180, -90, 18000, 9000]);
  const swapped = codec.decode(text, 100, (lat, lon, line, i) => ([line[i], line[i + 1]] = [lat, lon]));
  assert.deepEqual([...swapped].slice(2), [-0.01, 0.01, 0.9, 4, -0.9, -1.8, 90, 180]);
  assert.throws(() => codec.decode("A%", 100), /damaged/);
  assert.throws(() => codec.decode("AAé", 100), /damaged/);
  assert.throws(() => codec.decode("g", 100), /damaged/, "a number that breaks off");
});

test("a line longer than any before is read whole", () => {
  const line = codec.decode("C".repeat(20000), 1);
  assert.equal(line.length, 20000);
  assert.deepEqual([...line.slice(-2)], [10000, 10000]);
});

test("the stretches of a ring follow what its edges are", () => {
  const { EDGE, stretches } = geometry;
  const ring = square(0, 0);
  // south a coast, east a border, north its own twin of another, west a cut
  const runs = [EDGE.coast + 4, EDGE.border + 4, EDGE.twin + 4, EDGE.cut + 4];
  const flat = (lines) => lines.map((line) => [...line]);
  assert.deepEqual(flat(stretches(ring, runs, [EDGE.coast])), [[0, 0, 10, 0]]);
  assert.deepEqual(flat(stretches(ring, runs, [EDGE.border])), [[10, 0, 10, 10]]);
  assert.deepEqual(flat(stretches(ring, runs, [EDGE.coast, EDGE.border, EDGE.twin])), [[0, 0, 10, 0, 10, 10, 0, 10]]);
  assert.deepEqual(stretches(ring, [], [EDGE.coast]), [ring], "no runs: all of it is coast");
  assert.deepEqual(stretches(ring, [], [EDGE.border]), []);
  const two = [EDGE.cut + 8, EDGE.coast + 8];
  assert.deepEqual(flat(stretches(ring, two, [EDGE.coast])), [[10, 10, 0, 10, 0, 0]]);
});

test("a hole is outside", () => {
  const polygons = [[square(0, 0), square(3, 3, 4)]];
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

test("islands far apart have room for a name on the largest", () => {
  const islands = [[square(0, 0, 0.1)], [square(90, 93, 0.2)], [square(300, 200, 0.1)]];
  const points = geometry.roomyPoints(islands, { x0: -10, y0: -10, x1: 400, y1: 300 }, 0.01, 5, 5);
  assert.ok(points.length > 0);
  for (const { x, y } of points) assert.ok(x > 90 && x < 90.2 && y > 93 && y < 93.2);
});

test("a lattice tells the same as asking for each point", () => {
  const star = Float64Array.of(0, 0, 4, 9, 8, 0, -2, 6, 10, 6, 0, 0);
  const polygons = [[star], [square(12, 1, 5), square(13, 2, 2)], [square(-9, -9, 3)]];
  const box = { x0: -3, y0: -1, x1: 18, y1: 11 };
  const inside = geometry.lattice(polygons, box, 21, 17);
  let count = 0;
  for (let r = 0; r < 17; r++) {
    for (let c = 0; c < 21; c++) {
      const [x, y] = [box.x0 + ((c + 0.5) * 21) / 21, box.y0 + ((r + 0.5) * 12) / 17];
      assert.equal(Boolean(inside[r * 21 + c]), geometry.inPolygons(polygons, x, y), x + ", " + y);
      count += inside[r * 21 + c];
    }
  }
  assert.ok(count > 20);
});

test("the plane is the one that Leaflet draws in", () => {
  const mercator = projection.ontoOf({});
  const at = [0, 0];
  mercator(0, 0, at, 0);
  assert.deepEqual(at.map((n) => Math.round(n * 1e6) / 1e6), [128, 128]);
  mercator(90, 180, at, 0); // beyond Mercator's edge
  assert.ok(Math.abs(at[0] - 256) < 1e-9 && Math.abs(at[1]) < 1e-6);
});
