// What the signs mean, how many there are of each, and the two switches: for places that the text names
// only for something else. Literal places can't be switched off.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const THEMES = [
    ["place", "place", "places"],
    ["facility", "facility", "facilities"],
    ["water", "water", "waters"],
    ["told", "described, not named", "described, not named"],
  ];

  // Places by what the legend says of them: {place, facility, water, told, doubtful, associative, demonym}: indices.
  function groups(places) {
    const made = { place: [], facility: [], water: [], told: [], doubtful: [], associative: [], demonym: [] };
    places.forEach((place, index) => {
      if (place.light) made[place.kinds.includes("associative") ? "associative" : "demonym"].push(index);
      else made[place.theme].push(index);
      if (place.doubtful) made.doubtful.push(index);
    });
    return made;
  }

  class Legend {
    constructor(element, data, actions) {
      const { el } = GeoPage.dom;
      const made = groups(data.places);
      this.off = new Set();
      const rows = [];
      const line = (style, words, count) =>
        el(
          "li",
          {},
          el("span", { class: "geo-swatch " + style, "aria-hidden": "true" }),
          el("span", {}, words),
          el("b", {}, count),
        );
      for (const [theme, , many] of THEMES) {
        if (made[theme].length) rows.push(line(theme, made[theme].length === 1 ? labelOf(theme) : many, made[theme].length));
      }
      if (made.doubtful.length) rows.push(line("place doubtful", "doubtful", made.doubtful.length));
      const switches = [
        ["associative", "named for something else"],
        ["demonym", "named as a people"],
      ];
      for (const [kind, words] of switches) {
        if (!made[kind].length) continue;
        const box = el("input", { type: "checkbox", change: () => this._switch(kind, made[kind], box.checked, actions) });
        box.checked = true;
        rows.push(
          el(
            "li",
            {},
            el(
              "label",
              {},
              el("span", { class: "geo-swatch light", "aria-hidden": "true" }),
              el("span", {}, words),
              el("b", {}, made[kind].length),
              box,
            ),
          ),
        );
      }
      if (data.unplaced.length) {
        rows.push(
          el(
            "li",
            {},
            el(
              "button",
              { type: "button", class: "geo-plain", click: () => actions.unplaced() },
              el("span", { class: "geo-swatch unplaced", "aria-hidden": "true" }),
              el("span", {}, "not placed"),
              el("b", {}, data.unplaced.length),
            ),
          ),
        );
      }
      if (rows.length) element.appendChild(el("ul", {}, rows));
      else element.hidden = true;
    }

    _switch(kind, indices, on, actions) {
      for (const index of indices) {
        if (on) this.off.delete(index);
        else this.off.add(index);
      }
      actions.legend(this.off);
    }
  }

  function labelOf(theme) {
    return THEMES.find(([t]) => t === theme)[1];
  }

  GeoPage.Legend = Legend;
  GeoPage.legendGroups = groups;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
