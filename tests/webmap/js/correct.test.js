"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { corrections } = require("./load.js");

test("corrections are TOML, whatever the names hold", () => {
  const text = corrections.toToml([
    { name: 'San "Carlos"\n\\', mentions: [[3, 13]], was: "geonames:1", action: "not a place" },
    { name: "\ud800x\u0000", was: "curated:x", action: "place", lat: 1.5, lon: -2 },
  ]); // prettier-ignore
  assert.match(text, /text = "San \\"Carlos\\"\\u000a\\\\"/);
  assert.match(text, /mentions = \[\[3, 13\]\]/);
  assert.match(text, /lat = 1.50000\nlon = -2.00000/);
  assert.match(text, /text = "\ufffdx\\u0000"/);
  assert.equal(text.split("[[correction]]").length, 3);
});

test("offsets are counted in code points", () => {
  const text = "a😀b\ud800c";
  assert.equal(corrections.codePoints(text, 1), 1);
  assert.equal(corrections.codePoints(text, 3), 2);
  assert.equal(corrections.codePoints(text, 6), 5);
});
