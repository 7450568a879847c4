// What the list of an article and the list of a corpus share: search, choices, and the row of a place.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  function search(changed) {
    return GeoPage.dom.el("input", {
      type: "search", class: "geo-search", placeholder: "Search places", "aria-label": "Search places",
      autocomplete: "off", input: changed,
    }); // prettier-ignore
  }

  // A choice of [value, words], the first of all being none.
  function choice(label, values, changed) {
    const { el } = GeoPage.dom;
    const options = values.map(([value, words]) => el("option", { value }, words));
    return el("select", { "aria-label": label, change: changed }, el("option", { value: "" }, label), options);
  }

  // The kinds of places in a list, and their countries by name: both as [value, words].
  function kindsOf(places) {
    return [...new Set(places.map((p) => p.kind))].sort().map((kind) => [kind, kind]);
  }

  function countriesOf(places, nameOf) {
    const countries = new Map();
    for (const p of places) if (p.country && !countries.has(p.country)) countries.set(p.country, nameOf(p));
    const { compare } = new Intl.Collator("en");
    return [...countries].sort((a, b) => compare(a[1], b[1]));
  }

  // The button of a place: its sign, its name, a line about it, how often it is named.
  function button(place, index, { sign, about, count, attributes, actions }) {
    const { el, name } = GeoPage.dom;
    return el(
      "button",
      {
        type: "button",
        class: "geo-row",
        "data-place": index,
        ...attributes,
        click: () => actions.select(index),
        mouseenter: () => actions.hover(index),
        mouseleave: () => actions.hover(-1),
        focus: () => actions.hover(index),
        blur: () => actions.hover(-1),
      },
      sign,
      el(
        "span",
        { class: "geo-row-text" },
        el("span", { class: "geo-row-name" }, name(place.name), place.doubtful ? "?" : ""),
        el("span", { class: "geo-row-where" }, about),
      ),
      el(
        "span",
        { class: "geo-row-count", title: GeoPage.text.count(count, "mention", "mentions") },
        count.toLocaleString("en"),
      ),
    );
  }

  GeoPage.rows = { search, choice, kindsOf, countriesOf, button };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
