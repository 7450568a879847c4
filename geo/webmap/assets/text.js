// The article as paragraphs and nested mentions, and the words and figures of the panel. Pure functions.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  // A stretch of text as a tree: strings and {mention: index, children: [...]}, nested mentions inside the
  // one that holds them. mentions: [{s, e}]; one that crosses another's end is cut to it.
  function tree(text, start, end, mentions) {
    const inside = mentions
      .map((m, index) => ({ s: m.s, e: m.e, index }))
      .filter((m) => m.s >= start && m.s < end && m.e > m.s)
      .sort((a, b) => a.s - b.s || b.e - a.e || a.index - b.index);
    let next = 0;
    function build(from, to) {
      const children = [];
      let at = from;
      while (next < inside.length && inside[next].s < to) {
        const { s, e, index } = inside[next++];
        const low = Math.max(s, at);
        const high = Math.min(e, to);
        if (low > at) children.push(text.slice(at, low));
        if (high > low) children.push({ mention: index, children: build(low, high) });
        at = Math.max(at, high);
      }
      if (at < to) children.push(text.slice(at, to));
      return children;
    }
    return build(start, end);
  }

  // The paragraphs of a text: [start, end] of each line that is not blank.
  function paragraphs(text) {
    const spans = [];
    let start = 0;
    while (start <= text.length) {
      let end = text.indexOf("\n", start);
      if (end < 0) end = text.length;
      if (text.slice(start, end).trim()) spans.push([start, end]);
      start = end + 1;
    }
    return spans;
  }

  // "10.603, −66.991": short, and pasted into any map service it is understood.
  function coordinates(at) {
    const digits = Math.abs(at[0] % 1) < 1e-9 && Math.abs(at[1] % 1) < 1e-9 ? 1 : 4;
    return at.map((n) => n.toFixed(digits)).join(", ");
  }

  // For reading: "10.60° N, 66.99° W".
  function degrees(at) {
    const lat = Math.abs(at[0]).toFixed(2) + "° " + (at[0] >= 0 ? "N" : "S");
    const turned = ((((at[1] + 180) % 360) + 360) % 360) - 180;
    return lat + ", " + Math.abs(turned).toFixed(2) + "° " + (turned >= 0 ? "E" : "W");
  }

  function count(number, one, many) {
    return number + " " + (number === 1 ? one : many);
  }

  // 1234567 -> "1.2 million", 23456 -> "23,000".
  function people(number) {
    if (number >= 1e6) return (number / 1e6).toFixed(number >= 1e7 ? 0 : 1).replace(/\.0$/, "") + " million";
    const unit = number >= 1e4 ? 1000 : number >= 1000 ? 100 : 1;
    return String(Math.round(number / unit) * unit).replace(/\B(?=(\d{3})+$)/g, ",");
  }

  // Lower case without marks, for search as you type.
  function folded(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  // What a place is and where it lies, for one line: "airport · Florida, United States". The gazetteer's name
  // where the text has another; of a told place what it is told from.
  function facts(place, places) {
    const from = place.told && place.anchors.map((i) => places[i].name).join(" and ");
    return [place.formal, place.kind, place.where, from].filter(Boolean).join(" · ");
  }

  // "rtl" or "ltr", as the first letter that has a direction runs.
  function direction(text) {
    const letter = /\p{L}/u.exec(text);
    const leftwards = /\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}/u;
    return letter && leftwards.test(letter[0]) ? "rtl" : "ltr";
  }

  // What all places have in common: "Texas, United States" of "Victoria, Texas, United States" and others.
  function commonWhere(places) {
    let common = null;
    for (const place of places) {
      const parts = (place.where || place.name).split(", ").reverse();
      if (common === null) common = parts;
      let same = 0;
      while (same < common.length && same < parts.length && common[same] === parts[same]) same++;
      common = common.slice(0, same);
    }
    return (common || []).slice(0, 2).reverse().join(", ");
  }

  GeoPage.text = { commonWhere, direction, facts, tree, paragraphs, coordinates, degrees, count, people, folded };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
