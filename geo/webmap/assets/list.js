// All places by importance, with search and filters, and the names that were not placed: the full
// alternative to the map, and what a printed page lists.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const FILTERS_FROM = 8; // places from which on search and filters are worth their room

  const SCORES = [
    ["0.9", "very likely"],
    ["0.75", "likely or better"],
    ["0.6", "probable or better"],
    ["doubtful", "doubtful only"],
  ];

  class List {
    constructor(element, data, actions) {
      this.data = data;
      this.actions = actions;
      this.rows = [];
      const { el } = GeoPage.dom;
      if (data.places.length >= FILTERS_FROM) element.appendChild(this._filters());
      this.status = el("p", { class: "geo-status", role: "status" });
      element.appendChild(this.status);
      this.list = el("ol", { class: "geo-list" });
      this.told = el("ol", { class: "geo-list" });
      data.places.forEach((place, index) => this._row(place, index));
      element.appendChild(this.list);
      this.apart = el("section", { class: "geo-apart" }, el("h2", {}, "Described, not named"), this.told);
      if (data.places.some((p) => p.told)) element.appendChild(this.apart);
      if (data.unplaced.length) element.appendChild(this._unplaced());
      this.filter();
    }

    _filters() {
      const { choice, countriesOf, kindsOf, search } = GeoPage.rows;
      const { places } = this.data;
      const changed = () => this.filter();
      this.search = search(changed);
      this.kind = choice("Any kind", kindsOf(places), changed);
      this.country = choice("Any country", countriesOf(places, (p) => p.countryName || p.country), changed);
      this.score = choice("Any score", SCORES, changed);
      return GeoPage.dom.el("div", { class: "geo-filters", role: "search" }, this.search, this.kind, this.country, this.score);
    }

    _row(place, index) {
      const { el } = GeoPage.dom;
      const button = GeoPage.rows.button(place, index, {
        sign: swatch(place),
        about: GeoPage.text.facts(place, this.data.places),
        count: place.mentions.length,
        actions: this.actions,
      });
      const item = el(
        "li",
        {},
        button,
        el(
          "p",
          { class: "geo-print-only" },
          GeoPage.text.degrees(place.at) + " · " + place.words.toLowerCase() + " (" + place.score.toFixed(2) + ")",
        ),
      );
      (place.told ? this.told : this.list).appendChild(item);
      const words = [place.name, place.formal, place.where, place.kind, ...place.mentions.map((m) => this._text(m))].join(" ");
      this.rows.push({ place, item, button, words: GeoPage.text.folded(words) });
    }

    _text(index) {
      const mention = this.data.mentions[index];
      return this.data.text.slice(mention.s, mention.e);
    }

    _unplaced() {
      const { el, name } = GeoPage.dom;
      const rows = this.data.unplaced.map((row) =>
        el(
          "li",
          {},
          el("button", {
              type: "button", class: "geo-unplaced",
              click: () => this.actions.selectMention(row.mentions[0]),
            },
            el("span", { class: "geo-row-name" }, name(row.name)),
            row.mentions.length > 1 ? el("span", { class: "geo-row-count" }, row.mentions.length) : null,
            el("span", { class: "geo-row-where" }, row.reason),
          ), // prettier-ignore
        ),
      );
      return el("section", { class: "geo-not-placed" }, el("h2", {}, "Not placed"), el("ul", {}, rows));
    }

    filter() {
      const query = this.search ? GeoPage.text.folded(this.search.value.trim()) : "";
      const kind = this.kind ? this.kind.value : "";
      const country = this.country ? this.country.value : "";
      const score = this.score ? this.score.value : "";
      const out = new Set();
      this.rows.forEach(({ place, item, words }, index) => {
        const keep =
          (!query || words.includes(query)) &&
          (!kind || place.kind === kind) &&
          (!country || place.country === country) &&
          (!score || (score === "doubtful" ? place.doubtful : place.score >= Number(score)));
        item.hidden = !keep;
        if (!keep) out.add(index);
      });
      const kept = this.rows.length - out.size;
      this.apart.hidden = this.rows.every(({ place, item }) => !place.told || item.hidden);
      this.status.textContent = out.size
        ? kept + " of " + GeoPage.text.count(this.rows.length, "place", "places")
        : this.rows.length
          ? ""
          : "No place was found in this text.";
      this.actions.filter(out);
    }

    select(index) {
      this.rows.forEach(({ button }, i) => {
        if (i === index) button.setAttribute("aria-current", "true");
        else button.removeAttribute("aria-current");
      });
      const row = this.rows[index];
      if (row && !row.item.hidden && row.button.offsetParent) row.button.scrollIntoView({ block: "nearest" });
    }

    hover(index) {
      this.rows.forEach(({ button }, i) => button.classList.toggle("lit", i === index));
    }
  }

  // The sign of a place in lists: the shape and colour that it has on the map.
  function swatch(place) {
    const area = (place.shape && (place.shape.area || place.shape.base)) || place.around;
    const line = (place.shape && place.shape.line) || place.line;
    const names = ["geo-swatch", place.theme, area && "area", line && "line", place.light && "light"];
    if (place.doubtful) names.push("doubtful");
    return GeoPage.dom.el("span", { class: names.filter(Boolean).join(" "), "aria-hidden": "true" });
  }

  GeoPage.List = List;
  GeoPage.swatch = swatch;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
