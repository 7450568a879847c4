// A reader's word over the machine's: "not a place", "another place", "same as". The page keeps it, and saves
// it as corrections.toml, which the command line reads.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  // corrections: [{name, mentions: [[start, end], ...] in code points, was, action, place, lat, lon}].
  // Offsets are left out where the page holds only parts of the text.
  function toToml(corrections) {
    const lines = ["# Corrections made on a map, for: geo map ARTICLE --corrections corrections.toml"];
    for (const c of corrections) {
      lines.push("", "[[correction]]", "text = " + quoted(c.name));
      if (c.mentions) lines.push("mentions = [" + c.mentions.map(([s, e]) => "[" + s + ", " + e + "]").join(", ") + "]");
      lines.push("was = " + quoted(c.was), "action = " + quoted(c.action));
      if (c.place !== undefined) lines.push("place = " + quoted(c.place));
      if (c.lat !== undefined) lines.push("lat = " + c.lat.toFixed(5), "lon = " + c.lon.toFixed(5));
    }
    return lines.join("\n") + "\n";
  }

  // A TOML basic string: every control character and quote escaped, lone surrogates replaced.
  function quoted(text) {
    const escaped = text
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
      .replace(/["\\]/g, "\\$&")
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u001f\u007f]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
    return '"' + escaped + '"';
  }

  // An offset in UTF-16 units as one in code points.
  function codePoints(text, offset) {
    let count = 0;
    for (let i = 0; i < offset; i++) {
      const unit = text.charCodeAt(i);
      const pair = unit >= 0xd800 && unit < 0xdc00 && i + 1 < text.length;
      const next = pair ? text.charCodeAt(i + 1) : 0;
      if (next >= 0xdc00 && next < 0xe000) i++;
      count++;
    }
    return count;
  }

  class Corrections {
    constructor(page, bar) {
      this.page = page;
      this.bar = bar;
      this.made = new Map(); // place -> correction
      this.marks = new Map(); // place -> marker where the reader put it
      this.pickingFor = -1;
      this.key = "geo-corrections:" + page.data.fingerprint;
      this._recall();
    }

    // What the panel of a place offers.
    tools(index) {
      const { el, name } = GeoPage.dom;
      const { data } = this.page;
      const place = data.places[index];
      const made = this.made.get(index);
      if (made) {
        return el(
          "div",
          { class: "geo-tools" },
          el("p", {}, this._words(made)),
          el("button", { type: "button", class: "geo-tool", click: () => this.undo(index) }, "Undo"),
        );
      }
      const choices = el("div", { class: "geo-choices", hidden: true });
      const choose = (fields) => () => this.make(index, fields);
      for (const other of place.alternatives) {
        choices.appendChild(
          el("button", {
              type: "button", class: "geo-choice",
              click: choose({ action: "place", place: other.id, at: other.at, label: other.name }),
            },
            name(other.name), " ", el("span", { class: "geo-other" }, [other.kind, other.where].filter(Boolean).join(", ")),
          ), // prettier-ignore
        );
      }
      const pick = el("button", { type: "button", class: "geo-choice", click: () => this._pick(index) }, "A point on the map …");
      choices.appendChild(pick);
      const same = el(
        "select",
        {
          "aria-label": "Same as another place of the text",
          change: () => {
            const other = data.places[Number(same.value)];
            if (other) this.make(index, { action: "same", place: other.id, at: other.at, label: other.name });
          },
        },
        el("option", { value: "" }, "Same as …"),
        data.places.map((p, i) => (i === index || p.told ? null : el("option", { value: i }, p.name))),
      );
      if (data.places.length > 1) choices.appendChild(same);
      const open = el(
        "button",
        {
          type: "button",
          class: "geo-tool",
          "aria-expanded": "false",
          click: () => {
            choices.hidden = !choices.hidden;
            open.setAttribute("aria-expanded", String(!choices.hidden));
          },
        },
        "Another place",
      );
      const not = el(
        "button",
        { type: "button", class: "geo-tool", click: choose({ action: "not a place" }) },
        "Not a place",
      );
      return el("div", { class: "geo-tools" }, el("p", { class: "geo-tool-row" }, open, not), choices);
    }

    make(index, { action, place, at, label }) {
      const { data } = this.page;
      const row = data.places[index];
      const first = data.mentions[row.mentions[0]];
      const correction = { name: data.text.slice(first.s, first.e), was: row.id, action, label };
      if (data.whole) {
        correction.mentions = row.mentions.map((m) =>
          [data.mentions[m].s, data.mentions[m].e].map((offset) => codePoints(data.text, offset)),
        );
      }
      if (place) correction.place = place;
      else if (at) [correction.lat, correction.lon] = at;
      if (at) correction.at = at;
      this.made.set(index, correction);
      this._changed();
      this.page.select(index);
    }

    undo(index) {
      this.made.delete(index);
      this._changed();
      this.page.select(index);
    }

    _pick(index) {
      this.pickingFor = index;
      document.body.classList.add("picking");
    }

    // A click on the map while a place waits for its point; true if it was taken.
    picked(latlng) {
      if (this.pickingFor < 0) return false;
      const index = this.pickingFor;
      this.stop();
      const lon = ((((latlng.lng + 180) % 360) + 360) % 360) - 180;
      this.make(index, { action: "place", at: [latlng.lat, lon], label: "a point of your own" });
      return true;
    }

    stop() {
      this.pickingFor = -1;
      document.body.classList.remove("picking");
    }

    // Places that are no longer drawn where the machine put them.
    get moved() {
      return new Set(this.made.keys());
    }

    _words(correction) {
      if (correction.action === "not a place") return "Corrected: not a place.";
      if (correction.action === "same") return "Corrected: the same as " + correction.label + ".";
      return "Corrected: " + correction.label + ".";
    }

    _changed() {
      const { el, fill } = GeoPage.dom;
      const { data, map } = this.page;
      for (const marker of this.marks.values()) marker.remove();
      this.marks.clear();
      for (const [index, correction] of this.made) {
        if (!correction.at || correction.action === "same") continue;
        const face = el("span", { class: "geo-mark corrected" });
        const [lat, lon] = correction.at;
        const centre = data.base.centre;
        const at = [lat, ((((lon - centre + 180) % 360) + 360) % 360) - 180 + centre];
        const marker = L.marker(at, {
          icon: L.divIcon({ className: "geo-mark-box", html: face, iconSize: [14, 14] }),
          alt: data.places[index].name + ", corrected",
        });
        marker.on("click", () => this.page.select(index));
        this.marks.set(index, marker.addTo(map));
      }
      const count = this.made.size;
      this.bar.hidden = count === 0;
      fill(
        this.bar,
        el("span", { role: "status" }, GeoPage.text.count(count, "correction", "corrections")),
        el("button", { type: "button", class: "geo-tool", click: () => this.save() }, "Save corrections.toml"),
      );
      this._remember();
      this.page.corrected(this.moved);
    }

    save() {
      const blob = new Blob([toToml([...this.made.values()])], { type: "application/toml" });
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = "corrections.toml";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }

    // A browser may keep nothing for pages opened from a disk: then the corrections live as long as the page.
    _remember() {
      try {
        if (this.made.size) root.localStorage.setItem(this.key, JSON.stringify([...this.made]));
        else root.localStorage.removeItem(this.key);
      } catch {
        return;
      }
    }

    _recall() {
      try {
        const kept = JSON.parse(root.localStorage.getItem(this.key) || "[]");
        for (const [index, correction] of kept) {
          const place = this.page.data.places[index];
          if (place && place.id === correction.was) this.made.set(index, correction);
        }
      } catch {
        this.made.clear();
      }
    }

    start() {
      if (this.made.size) this._changed();
    }
  }

  GeoPage.Corrections = Corrections;
  GeoPage.corrections = { toToml, codePoints };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
