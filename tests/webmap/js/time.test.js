"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { time } = require("./load.js");

test("dots keep their order, their distance and the line", () => {
  const at = time.spaced([100, 101, 102, 400, 401], 300);
  for (let i = 1; i < at.length; i++) assert.ok(at[i] - at[i - 1] >= 14.9);
  assert.ok(at[0] >= 0 && at[at.length - 1] <= 300.001);
  assert.ok(at[3] > 200, "in proportion to time where there is room");
  assert.deepEqual(time.spaced([5], 300), [0]);
});

test("labels that would overlap are left out, the latest kept", () => {
  const kept = time.fitting([0, 10, 200, 205], ["1 Nov 2025", "2 Nov 2025", "3 Dec 2025", "4 Dec 2025"]);
  assert.ok(kept.has(3) && !kept.has(2));
  assert.ok(kept.has(1) && !kept.has(0));
});
