"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { text, projection, onGlobe, legendGroups, styleOf } = require("./load.js");

const flat = (nodes) => nodes.map((n) => (typeof n === "string" ? n : "[" + flat(n.children) + "]")).join("");

test("mentions become a tree that keeps every letter", () => {
  const article = "In Springfield City Council, Ohio";
  const mentions = [{ s: 3, e: 27 }, { s: 3, e: 14 }, { s: 29, e: 33 }]; // prettier-ignore
  const tree = text.tree(article, 0, article.length, mentions);
  assert.equal(flat(tree), "In [[Springfield] City Council], [Ohio]");
  assert.equal(flat(tree).replace(/[[\]]/g, ""), article);
});

test("mentions that cross each other or a paragraph's end lose nothing", () => {
  const article = "abcdefghij";
  for (const mentions of [
    [{ s: 1, e: 5 }, { s: 3, e: 8 }],
    [{ s: 0, e: 99 }],
    [{ s: 2, e: 2 }],
    [{ s: 4, e: 6 }, { s: 4, e: 6 }],
  ]) {
    const tree = text.tree(article, 0, article.length, mentions);
    assert.equal(flat(tree).replace(/[[\]]/g, ""), article);
  }
});

test("paragraphs are the lines that are not blank", () => {
  const article = "one\n\n  \ntwo\nthree";
  assert.deepEqual(text.paragraphs(article).map(([s, e]) => article.slice(s, e)), ["one", "two", "three"]);
  assert.deepEqual(text.paragraphs(""), []);
});

test("coordinates read well on both sides of the antimeridian", () => {
  assert.equal(text.degrees([-18.1416, 178.4415]), "18.14° S, 178.44° E");
  assert.equal(text.degrees([-13.8333, 188.2333]), "13.83° S, 171.77° W");
  assert.equal(text.coordinates([0, 0]), "0.0, 0.0");
  assert.equal(text.coordinates([10.6031, -66.9906]), "10.6031, -66.9906");
});

test("figures for people", () => {
  assert.equal(text.people(1908), "1,900");
  assert.equal(text.people(67574), "68,000");
  assert.equal(text.people(3000000), "3 million");
  assert.equal(text.people(9606916), "9.6 million");
  assert.equal(text.people(60), "60");
});

test("search ignores marks and case", () => {
  assert.equal(text.folded("Bogotá"), "bogota");
  assert.equal(text.folded("İstanbul").startsWith("i"), true);
});

test("what all places have in common", () => {
  const where = ["Texas, United States", "Goliad County, Texas, United States"].map((w) => ({ name: "x", where: w }));
  assert.equal(text.commonWhere(where), "Texas, United States");
  assert.equal(text.commonWhere([...where, { name: "y", where: "Mexico" }]), "");
  assert.equal(text.commonWhere([]), "");
});

test("the polar projection is turned back", () => {
  for (const pole of [1, -1]) {
    const plane = projection.polar(pole, 30);
    for (const lat of [89.9, 75, 40, 10]) {
      for (const lon of [-170, -31, 0, 30, 120]) {
        const [x, y] = plane.project(pole * lat, lon);
        const [lat2, lon2] = plane.unproject(x, y);
        assert.ok(Math.abs(lat2 - pole * lat) < 1e-9);
        assert.ok(Math.abs(((lon2 - lon + 540) % 360) - 180) < 1e-9);
      }
    }
    assert.ok(plane.project(-pole * 90, 0).every(Number.isFinite), "the other pole is not infinitely far");
  }
  assert.deepEqual(projection.polar(1, 0).project(90, 77).map(Math.abs).map(Math.round), [0, 0]);
});

test("the globe hides what lies behind", () => {
  const [x, y, front] = onGlobe(10, 20, [10, 20]);
  assert.ok(Math.abs(x) < 1e-12 && Math.abs(y) < 1e-12 && front);
  const behind = onGlobe(-10, -160, [10, 25]);
  assert.equal(behind[2], false);
  assert.ok(Math.abs(Math.hypot(behind[0], behind[1]) - 1) < 1e-9);
});

test("only places named for something else can be switched off", () => {
  const places = [
    { theme: "place", light: false, doubtful: true, kinds: ["place"] },
    { theme: "water", light: false, doubtful: false, kinds: ["demonym", "place"] },
    { theme: "place", light: true, doubtful: false, kinds: ["associative", "demonym"] },
    { theme: "place", light: true, doubtful: false, kinds: ["demonym"] },
  ];
  const groups = legendGroups(places);
  assert.deepEqual(groups.associative, [2]);
  assert.deepEqual(groups.demonym, [3]);
  assert.deepEqual(groups.place, [0]);
  assert.deepEqual(groups.doubtful, [0]);
  assert.equal(styleOf({ k: "associative", v: 0.9 }, places[2]), "light");
  assert.equal(styleOf({ k: "place", v: 0.4 }, places[0]), "place doubtful");
  assert.equal(styleOf({ k: "place", v: 0.4 }, undefined), "unplaced");
});
