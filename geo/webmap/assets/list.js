// All places by importance, with search and filters, and the names that were not placed: the full
// alternative to the map, and what a printed page lists.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const FILTERS_FROM = 8; // places from which on search and filters are worth their room

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
      const { el } = GeoPage.dom;
      const changed = () => this.filter();
      this.search = el("input", {
        type: "search", class: "geo-search", placeholder: "Search places", "aria-label": "Search places",
        autocomplete: "off", input: changed,
      }); // prettier-ignore
      const choice = (label, values) => {
        const select = el("select", { "aria-label": label, change: changed }, el("option", { value: "" }, label));
        for (const [value, text] of values) select.appendChild(el("option", { value }, text));
        return select;
      };
      const kinds = [...new Set(this.data.places.map((p) => p.kind))].sort();
      this.kind = choice("Any kind", kinds.map((k) => [k, k]));
      const countries = new Map();
      for (const p of this.data.places) if (p.country) countries.set(p.country, p.countryName || p.country);
      const sorted = [...countries].sort((a, b) => a[1].localeCompare(b[1], "en"));
      this.country = choice("Any country", sorted);
      this.score = choice("Any score", [
        ["0.9", "very likely"],
        ["0.75", "likely or better"],
        ["0.5", "probable or better"],
        ["doubtful", "doubtful only"],
      ]);
      return el("div", { class: "geo-filters", role: "search" }, this.search, this.kind, this.country, this.score);
    }

    _row(place, index) {
      const { el, name } = GeoPage.dom;
      const count = place.mentions.length;
      const button = el(
        "button",
        {
          type: "button",
          class: "geo-row",
          "data-place": index,
          click: () => this.actions.select(index),
          mouseenter: () => this.actions.hover(index),
          mouseleave: () => this.actions.hover(-1),
          focus: () => this.actions.hover(index),
          blur: () => this.actions.hover(-1),
        },
        swatch(place),
        el(
          "span",
          { class: "geo-row-text" },
          el("span", { class: "geo-row-name" }, name(place.name), place.doubtful ? "?" : ""),
          el("span", { class: "geo-row-where" }, GeoPage.text.facts(place, this.data.places)),
        ),
        el("span", { class: "geo-row-count", title: GeoPage.text.count(count, "mention", "mentions") }, count),
      );
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
