"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const path = require("node:path");
require(path.join(__dirname, "..", "..", "..", "geo", "webmap", "assets", "gather.js"));
const { gather, membersOf } = globalThis.GeoPage.gather;

function spots(count) {
  const xs = new Float64Array(count);
  const ys = new Float64Array(count);
  let seed = 12345;
  const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  for (let i = 0; i < count; i++) [xs[i], ys[i]] = [next() * 256, next() ** 3 * 256];
  return [xs, ys];
}

test("every kept mark is under one anchor, within reach, and no two anchors are", () => {
  const [xs, ys] = spots(3000);
  const kept = new Uint8Array(3000).map((_, i) => (i % 7 ? 1 : 0));
  for (const radius of [0.01, 1.5, 9, 400]) {
    const { anchors, of, size } = gather(xs, ys, kept, radius);
    assert.equal(size.reduce((a, b) => a + b, 0), kept.reduce((a, b) => a + b, 0));
    for (let i = 0; i < 3000; i++) {
      if (!kept[i]) {
        assert.equal(of[i], -1);
        continue;
      }
      const anchor = anchors[of[i]];
      assert.ok(anchor <= i, "an anchor is the most important of its own");
      assert.ok(Math.hypot(xs[anchor] - xs[i], ys[anchor] - ys[i]) <= radius + 1e-9);
    }
    for (let a = 0; a < Math.min(anchors.length, 300); a++) {
      for (let b = a + 1; b < Math.min(anchors.length, 300); b++) {
        const [i, j] = [anchors[a], anchors[b]];
        assert.ok(Math.hypot(xs[i] - xs[j], ys[i] - ys[j]) > radius, "anchors stand apart");
      }
    }
  }
});

test("members of an anchor, and nothing at all", () => {
  const gathered = gather([0, 1, 50, 0.5], [0, 0, 0, 0], [1, 1, 1, 1], 2);
  assert.deepEqual(membersOf(gathered, 0), [0, 1, 3]);
  assert.deepEqual(membersOf(gathered, 1), [2]);
  assert.deepEqual(gather([], [], [], 5).anchors, []);
  assert.deepEqual(gather([3], [4], [0], 5).anchors, []);
});

test("fifty thousand marks in few looks, however they lie", () => {
  // All on one spot but a few far away: a grid with cells as small as the reach would be enormous.
  const xs = new Float64Array(50000).fill(128);
  const ys = new Float64Array(50000).fill(128);
  [xs[0], ys[0], xs[1], ys[1]] = [0, 0, 256, 256];
  const { size } = gather(xs, ys, new Uint8Array(50000).fill(1), 1e-6);
  assert.deepEqual(size, [1, 1, 49998]);
});
