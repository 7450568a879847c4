// A place's panel: evidence first, then the reason, then the alternatives.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  class Panel {
    constructor(element, data, actions) {
      this.element = element;
      this.data = data;
      this.actions = actions;
    }

    get open() {
      return !this.element.hidden;
    }

    close() {
      this.element.hidden = true;
      this.element.textContent = "";
    }

    holds(element) {
      return this.open && this.element.contains(element);
    }

    // Fills the panel anew, and leaves the keyboard on the button of the same name where it was on one.
    _fill(...parts) {
      const held = this.holds(document.activeElement) ? document.activeElement.getAttribute("aria-label") || "" : null;
      GeoPage.dom.fill(this.element, ...parts);
      if (held === null) return;
      const again = [...this.element.querySelectorAll("button")].find((b) => b.getAttribute("aria-label") === held);
      (again || this.element.querySelector("h2")).focus({ preventScroll: true });
    }

    // A place, with one of its mentions (an index) as the current one.
    showPlace(index, current) {
      const { el, name } = GeoPage.dom;
      const place = this.data.places[index];
      this._open(place.theme + (place.light ? " light" : ""));
      this._fill(
        this._head(name(place.name), place.doubtful),
        place.formal ? el("p", { class: "geo-facts" }, name(place.formal)) : null,
        el("p", { class: "geo-facts" }, [place.kind, place.where].filter(Boolean).join(" · ")),
        this._told(index),
        this._score(place),
        this._steps(place, current),
        this._quotes(place.mentions, current),
        this._dates(place.mentions),
        place.note ? el("p", { class: "geo-why" }, "Why: ", el("bdi", {}, place.note)) : null,
        place.reasons.length
          ? el("ul", { class: "geo-reasons" }, place.reasons.map((r) => el("li", {}, el("bdi", {}, r))))
          : null,
        this._alternatives(place.alternatives, "Or: "),
        this._data(place),
        this.actions.tools && !place.told ? this.actions.tools(index) : null,
      );
    }

    showUnplaced(number, current) {
      const { el, name } = GeoPage.dom;
      const row = this.data.unplaced[number];
      this._open("unplaced");
      this._fill(
        this._head(name(row.name), false),
        el("p", { class: "geo-facts" }, "not placed"),
        this._quotes(row.mentions, current),
        el("p", { class: "geo-why" }, "Why not: ", el("bdi", {}, row.reason)),
        this._alternatives(row.alternatives, "It could be: "),
      );
    }

    _open(style) {
      this.element.className = "geo-panel " + style;
      this.element.hidden = false;
      this.element.scrollTop = 0;
    }

    _head(heading, doubtful) {
      const { el } = GeoPage.dom;
      return el(
        "div",
        { class: "geo-panel-head" },
        el("h2", { tabindex: "-1" }, heading, doubtful ? "?" : ""),
        el("button", {
            type: "button", class: "geo-close", "aria-label": "Close", click: () => this.actions.select(-1),
          },
          "×",
        ), // prettier-ignore
      );
    }

    _score(place) {
      const { el } = GeoPage.dom;
      const bar = el("span", { class: "geo-bar-fill" });
      bar.style.width = (place.score * 100).toFixed(0) + "%";
      return el(
        "div",
        { class: "geo-score" },
        el("span", {}, place.words),
        el("span", { class: "geo-figure" }, place.score.toFixed(2)),
        el("span", { class: "geo-bar", "aria-hidden": "true" }, bar),
      );
    }

    _steps(place, current) {
      const { el } = GeoPage.dom;
      const all = place.mentions;
      if (all.length < 2) return null;
      const at = Math.max(0, all.indexOf(current));
      const step = (by) => () => this.actions.step(by);
      return el(
        "div",
        { class: "geo-steps" },
        el("span", {}, "Mention " + (at + 1) + " of " + all.length),
        el("button", { type: "button", "aria-label": "Previous mention", click: step(-1) }, "‹"),
        el("button", { type: "button", "aria-label": "Next mention", click: step(1) }, "›"),
      );
    }

    // What a told place is told from, and what is told from this place.
    _told(index) {
      const { el, name } = GeoPage.dom;
      const place = this.data.places[index];
      const others = place.told
        ? place.anchors
        : this.data.places.map((p, i) => (p.told && p.anchors.includes(index) ? i : -1)).filter((i) => i >= 0);
      if (!others.length) return null;
      const rows = others.map((i) =>
        el(
          "button",
          {
            type: "button",
            class: "geo-copy",
            click: () => this.actions.select(i),
            mouseenter: () => this.actions.hover(i),
            mouseleave: () => this.actions.hover(-1),
          },
          name(this.data.places[i].name),
        ),
      );
      return el("p", { class: "geo-told" }, place.told ? "Described by " : "Described by it: ", rows);
    }

    // Each sentence once, the names in it marked, the current one first in view.
    _quotes(mentions, current) {
      const { el } = GeoPage.dom;
      const bySentence = new Map();
      for (const m of mentions) {
        const q = this.data.mentions[m].q;
        if (!bySentence.has(q)) bySentence.set(q, []);
        bySentence.get(q).push(m);
      }
      return [...bySentence].map(([q, inside]) => {
        const [start, end] = this.data.sentences[q];
        const names = inside.map((m) => this.data.mentions[m]);
        const parts = [];
        for (const node of GeoPage.text.tree(this.data.text, start, end, names)) {
          parts.push(typeof node === "string" ? node : el("mark", {}, flat(node)));
        }
        const here = inside.includes(current);
        return el("blockquote", { class: here ? "current" : "", dir: "auto" }, parts);
      });
    }

    // The dates named in those sentences.
    _dates(mentions) {
      const quoted = new Set(mentions.map((m) => this.data.mentions[m].q));
      const labels = new Set(this.data.dates.filter(([q]) => quoted.has(q)).map(([, label]) => label));
      if (!labels.size) return null;
      return GeoPage.dom.el("p", { class: "geo-why" }, "Dates beside it: " + [...labels].join(", "));
    }

    _alternatives(list, lead) {
      const { el, name } = GeoPage.dom;
      if (!list.length) return null;
      const rows = list.map((other) =>
        el(
          "li",
          {},
          other.link ? el("a", { href: other.link }, name(other.name)) : name(other.name),
          " ",
          el("span", { class: "geo-other" }, [other.kind, other.where].filter(Boolean).join(", ")),
          " ",
          el("span", { class: "geo-figure" }, other.score.toFixed(2)),
        ),
      );
      return el("div", { class: "geo-others" }, el("span", {}, lead), el("ul", {}, rows));
    }

    _data(place) {
      const { el } = GeoPage.dom;
      const figures = GeoPage.text.coordinates(place.at);
      const copy = el(
        "button",
        {
          type: "button",
          class: "geo-copy",
          click: () => copyText(figures, copy),
        },
        "Copy " + figures,
      );
      const facts = [GeoPage.text.degrees(place.at)];
      if (place.population) facts.push(GeoPage.text.people(place.population) + " inhabitants");
      if (place.radius >= 1) facts.push("within " + this.actions.distance(place.radius));
      if (place.quality === "approximate") facts.push("approximate");
      const id = place.told ? null : el("span", {}, place.id);
      return el(
        "div",
        { class: "geo-data" },
        el("p", {}, facts.join(" · ")),
        el(
          "p",
          { class: "geo-actions" },
          copy,
          place.link ? el("a", { href: place.link }, "GeoNames " + place.id.split(":")[1]) : id,
        ),
      );
    }
  }

  function flat(node) {
    return typeof node === "string" ? node : node.children.map(flat).join("");
  }

  // From a disk the clipboard may be refused: then the figures are selected for the reader to copy.
  function copyText(text, button) {
    const done = () => {
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy " + text), 1400);
    };
    const byHand = () => {
      const field = GeoPage.dom.el("input", { class: "geo-offscreen", "aria-label": "Coordinates" });
      field.value = text;
      document.body.appendChild(field);
      field.select();
      if (document.execCommand("copy")) done();
      field.remove();
      button.focus();
    };
    if (navigator.clipboard && root.isSecureContext) navigator.clipboard.writeText(text).then(done, byHand);
    else byHand();
  }

  GeoPage.Panel = Panel;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
