// The places of a corpus as a list, most named first: search as you type, filters, and only what the map shows.
// The full alternative to the map; a hundred rows at a time, since nobody scrolls through fifty thousand.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const PAGE = 100; // rows added at a time
  const LEAST = [2, 5, 20, 100]; // mentions that can be asked for

  class CorpusList {
    constructor(element, data, actions) {
      this.data = data;
      this.actions = actions;
      this.limit = PAGE;
      const { el } = GeoPage.dom;
      element.appendChild(this._filters());
      this.status = el("p", { class: "geo-status", role: "status" });
      this.list = el("ol", { class: "geo-list" });
      this.more = el("button", { type: "button", class: "geo-more", click: () => this._more() });
      element.append(this.status, this.list, this.more);
      if (data.missing.length) element.appendChild(this._missing());
      this.filter();
    }

    _filters() {
      const { el } = GeoPage.dom;
      const { choice, countriesOf, kindsOf, search } = GeoPage.rows;
      const { places } = this.data;
      const changed = () => this.filter();
      this.search = search(changed);
      this.kind = choice("Any kind", kindsOf(places), changed);
      this.country = choice("Any country", countriesOf(places, (p) => this._country(p)), changed);
      this.times = choice("Any number", LEAST.map((n) => [String(n), n + " mentions or more"]), changed);
      this.inside = el("input", { type: "checkbox", change: changed });
      const inside = el("label", { class: "geo-inside" }, this.inside, "only what the map shows");
      return el("div", { class: "geo-filters", role: "search" }, this.search, this.kind, this.country, this.times, inside);
    }

    _country(place) {
      return this.data.countries.get(place.country) || place.country;
    }

    // The names that no place was found for: nothing vanishes.
    _missing() {
      const { el, name } = GeoPage.dom;
      const rest = this.data.missingNames - this.data.missing.length;
      return el(
        "details",
        { class: "geo-not-placed" },
        el("summary", {}, "Not placed: " + GeoPage.text.count(this.data.missingNames, "name", "names")),
        el(
          "ul",
          {},
          this.data.missing.map(([text, count]) =>
            el("li", {}, name(text), el("span", { class: "geo-row-count" }, count)),
          ),
          rest > 0 ? el("li", {}, "and " + rest + " more") : null,
        ),
      );
    }

    // Names folded for search; made at the first search, since most readers never ask.
    _words() {
      if (!this.words) {
        this.words = this.data.places.map((p) => GeoPage.text.folded(p.name + ", " + p.where));
      }
      return this.words;
    }

    filter() {
      const query = GeoPage.text.folded(this.search.value.trim());
      const words = query ? this._words() : null;
      const kind = this.kind.value;
      const country = this.country.value;
      const least = Number(this.times.value || 0);
      this.passes = (i) => {
        const place = this.data.places[i];
        return (
          (!query || words[i].includes(query)) &&
          (!kind || place.kind === kind) &&
          (!country || place.country === country) &&
          place.mentions >= least
        );
      };
      this.limit = PAGE;
      this.actions.filter(this.passes);
      this.show();
    }

    // The rows, after a filter or, where only what the map shows is listed, after a move of the map.
    show() {
      const seen = this.inside.checked ? this.actions.window() : null;
      const { places } = this.data;
      this.found = [];
      for (let i = 0; i < places.length; i++) {
        if (this.passes(i) && !this.actions.hidden(i) && (!seen || seen(places[i].at))) this.found.push(i);
      }
      const total = GeoPage.text.count(places.length.toLocaleString("en"), "place", "places");
      this.status.textContent =
        this.found.length === places.length ? "" : this.found.length.toLocaleString("en") + " of " + total;
      if (!places.length) this.status.textContent = "No place was found in these documents.";
      this.list.textContent = "";
      this._fill(0);
    }

    moved() {
      if (this.inside.checked) this.show();
    }

    _more() {
      const from = this.limit;
      this.limit += PAGE;
      this._fill(from);
      const first = this.list.children[from];
      if (first) first.querySelector("button").focus();
    }

    _fill(from) {
      for (const index of this.found.slice(from, this.limit)) this.list.appendChild(this._row(index));
      const rest = this.found.length - this.limit;
      this.more.hidden = rest <= 0;
      this.more.textContent = "Show " + Math.min(PAGE, rest) + " more";
    }

    _row(index) {
      const { el } = GeoPage.dom;
      const place = this.data.places[index];
      const marks = ["geo-swatch", place.theme, place.area && "area", place.light && "light", place.doubtful && "doubtful"];
      const button = GeoPage.rows.button(place, index, {
        sign: el("span", { class: marks.filter(Boolean).join(" "), "aria-hidden": "true" }),
        about: [place.kind, place.where].filter(Boolean).join(" · "),
        count: place.mentions,
        attributes: { "aria-current": index === this.selected ? "true" : null },
        actions: this.actions,
      });
      return el("li", {}, button);
    }

    select(index) {
      this.selected = index;
      for (const row of this.list.querySelectorAll(".geo-row")) {
        if (Number(row.dataset.place) === index) row.setAttribute("aria-current", "true");
        else row.removeAttribute("aria-current");
      }
    }
  }

  GeoPage.CorpusList = CorpusList;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
