"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { areas, radiusOf, text } = require("./load.js");

const square = (x, y, side) => Float64Array.of(x, y, x + side, y, x + side, y + side, x, y + side, x, y);

test("a circle on the Earth has its radius in every direction", () => {
  for (const [lat, lon, km] of [[46.9, 32.6, 7.5], [-18, 179.9, 120], [78, 15, 30], [0, 0, 1]]) {
    for (const [lat2, lon2] of areas.circle([lat, lon], km)) {
      const [a, b] = [lat, lat2].map((n) => (n * Math.PI) / 180);
      const turn = ((lon2 - lon) * Math.PI) / 180;
      const away = 6371.0088 * Math.acos(Math.sin(a) * Math.sin(b) + Math.cos(a) * Math.cos(b) * Math.cos(turn));
      assert.ok(Math.abs(away - km) < 0.01 + km * 1e-4, away + " for " + km);
    }
  }
});

test("what fills a window is told from what lies in it", () => {
  const pane = { x0: 0, y0: 0, x1: 10, y1: 10 };
  assert.equal(areas.share([[square(-5, -5, 30)]], pane), 1);
  assert.equal(areas.share([[square(20, 20, 5)]], pane), 0);
  assert.equal(areas.share([[square(-5, -5, 30), square(0, 0, 10)]], pane), 0, "a hole is not covered");
  assert.equal(areas.share([[square(0, 0, 6)]], pane), 9 / 25);
});

test("the largest part of an area is the one with the longest side", () => {
  const islands = [[square(0, 0, 1)], [square(5, 5, 4)], [square(20, 0, 2)]];
  const { rings, span } = areas.largest(islands);
  assert.equal(rings, islands[1]);
  assert.equal(span, 4);
  assert.equal(areas.largest([]).span, 0);
});

test("a line is met near itself, between its points and not beyond its ends", () => {
  const line = [Float64Array.of(0, 0, 10, 0, 10, 10)];
  assert.ok(areas.nearLine(line, 5, 0.5, 1));
  assert.ok(areas.nearLine(line, 10.5, 7, 1));
  assert.ok(!areas.nearLine(line, -2, 0, 1));
  assert.ok(!areas.nearLine(line, 5, 5, 1));
});

test("marks grow with their mentions, but not those of what is only described or associated", () => {
  const mark = (count, more) => radiusOf({ mentions: new Array(count), ...more }, 20000);
  assert.ok(mark(1) < mark(3) && mark(3) < mark(9));
  assert.equal(mark(50, { light: true }), mark(1));
  assert.equal(mark(50, { told: "near" }), mark(1));
  assert.equal(mark(1000), mark(2000), "up to a limit");
  const crowded = (room) => radiusOf({ mentions: [0, 1] }, room);
  assert.ok(crowded(20000) > crowded(2000) && crowded(2000) > crowded(1400), "smaller where there are many");
  assert.equal(crowded(500), crowded(50), "down to a limit");
});

test("a place's line says what it is and where, or what describes it", () => {
  const places = [
    { name: "Palm Beach airport", formal: "Palm Beach International Airport", kind: "airport", where: "Florida" },
    { name: "Kherson", formal: "", kind: "city", where: "" },
    { name: "30 km north of Kherson", formal: "", kind: "at a distance", where: "", told: "distance", anchors: [1] },
  ];
  assert.equal(text.facts(places[0], places), "Palm Beach International Airport · airport · Florida");
  assert.equal(text.facts(places[1], places), "city");
  assert.equal(text.facts(places[2], places), "at a distance · Kherson");
});

test("the first letter says which way a text runs", () => {
  assert.equal(text.direction("2026: شاحنات تعبر"), "rtl");
  assert.equal(text.direction("„ירושלים“"), "rtl");
  assert.equal(text.direction("(12) Suva"), "ltr");
  assert.equal(text.direction(""), "ltr");
});
