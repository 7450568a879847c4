// The page of many documents: unpacks the places, draws them, and lets map, list and panel talk to each other.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const NARROW = 820; // pixels of width under which the list stands below the map, as in the style sheet
  const PADDING = 24; // pixels around what the map is fitted to
  const CLOSE = 12; // zoom to which a search's or a list's choice goes at most

  const FAR = 4; // and at least: a map of the whole Earth can't be moved out from under the panel

  const byId = (id) => document.getElementById(id);

  // The GeoJSON, from base64 of deflated UTF-8.
  async function unpack(text) {
    const raw = atob(text.trim());
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Response(stream).text();
  }

  // A feature as the page's classes take a place.
  function placeOf({ id, geometry, properties }) {
    const [lon, lat] = geometry.coordinates;
    return { id, ...properties, at: [lat, lon], light: Boolean(properties.light), doubtful: Boolean(properties.doubtful) };
  }

  async function openCorpus(map) {
    if (typeof DecompressionStream === "undefined") {
      byId("geo-dateline").textContent = "This map needs a browser of 2023 or later.";
      return null;
    }
    const data = JSON.parse(byId("geo-data").textContent);
    const text = await unpack(byId("geo-places").textContent);
    root.geoPage = new Corpus(map, data, text);
    return root.geoPage;
  }

  class Corpus {
    constructor(map, data, text) {
      const collection = JSON.parse(text);
      this.map = map;
      this.data = { ...data, places: collection.features.map(placeOf), countries: new Map() };
      this.documents = collection.documents;
      this.sentences = collection.sentences;
      this.text = text;
      this.place = -1;
      this.light = true; // whether places met only as a name for something else are shown
      this.passes = () => true;
      map.invalidateSize({ animate: false, pan: false });
      this._words();
      this._controls();
      this.fit();
      this.base = new GeoPage.Base(map, data.base, false);
      this.base.wholeEarth(); // a corpus tints countries wherever they are
      this.base.draw();
      for (const { code, name } of this.base.countries.values()) if (code) this.data.countries.set(code, name);
      this.number = new Map(this.data.places.map((place, i) => [place.id, i]));
      this.areas = data.areas.map((id) => this.number.get(id));
      for (const i of this.areas) this.data.places[i].area = true;
      this.marks = new GeoPage.Marks(map, this.base, this.data.places, { covered: () => this._covered() });
      this._ground();
      this._legend();
      this.list = new GeoPage.CorpusList(byId("geo-list"), this.data, {
        select: (index) => this.select(index, true),
        hover: (index) => this.marks.hover(index),
        filter: (passes) => this._filter(passes),
        hidden: (index) => !this.light && this.data.places[index].light,
        window: () => this._window(),
      });
      map.on("moveend", () => this.list.moved());
      root.addEventListener("resize", () => map.invalidateSize({ animate: false }));
      root.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
        this.names.restyle();
        this.marks.restyle();
      });
      this._keys();
      byId("geo-save").addEventListener("click", () => this._save());
      document.body.classList.add("ready", "whole");
    }

    _words() {
      const { data } = this;
      const figure = (n) => n.toLocaleString("en");
      byId("geo-title").textContent = data.title;
      const counts = [
        data.date,
        figure(data.documents) + (data.documents === 1 ? " document" : " documents"),
        figure(data.places.length) + (data.places.length === 1 ? " place" : " places"),
        figure(data.mentions) + (data.mentions === 1 ? " mention" : " mentions"),
      ];
      byId("geo-dateline").textContent = counts.filter(Boolean).join(" · ");
      if (data.credit) byId("geo-credit").textContent = data.credit + " · ";
    }

    _controls() {
      const { map, data } = this;
      map.attributionControl.remove();
      L.control.zoom({ position: "topleft" }).addTo(map);
      const metric = data.units === "km";
      L.control.scale({ position: "bottomright", metric, imperial: !metric, maxWidth: 110 }).addTo(map);
      if (!data.pole) map.setMaxBounds([[-89, data.base.centre - 185], [89, data.base.centre + 185]]); // prettier-ignore
      map.options.maxBoundsViscosity = 0.8;
    }

    // Countries tinted, and the base map's own names, which keep clear of what stands on the marks' canvas.
    _ground() {
      this.tints = new GeoPage.Tints(this.base, this.data.places, this.areas);
      const none = { places: [], base: this.data.base };
      this.names = new GeoPage.Places(this.map, this.base, none, {
        select: () => this.select(-1),
        hover: () => {},
        picking: (latlng) => this._pick(latlng),
        covered: () => [...this.marks.boxes, ...this._covered()],
      });
    }

    // A click on a disc goes nearer; on a mark or a country it opens the place.
    _pick(latlng) {
      const mark = this.marks.at(latlng);
      const index = mark ? (mark.count === 1 ? mark.index : -1) : this.tints.at(latlng);
      if (index >= 0) this.select(index);
      if (index >= 0 || !mark) return index >= 0;
      const members = this.marks.members(mark);
      const bounds = L.latLngBounds(members.map((i) => this.data.places[i].at));
      const before = this.map.getZoom();
      const nearer = Math.max(before + 1, this.map.getBoundsZoom(bounds.pad(0.1)));
      if (before >= this.map.getMaxZoom() || bounds.getSouthWest().equals(bounds.getNorthEast(), 1e-4)) {
        this._listPanel(members);
      } else {
        const zoom = Math.min(this.map.getMaxZoom(), nearer);
        this.map.setView(bounds.getCenter(), zoom, { animate: !calm() });
      }
      return true;
    }

    _filter(passes) {
      this.passes = passes;
      this._show();
    }

    _show() {
      const { places } = this.data;
      const on = (i) => this.passes(i) && (this.light || !places[i].light);
      this.marks.filter((i) => !places[i].area && on(i));
      this.tints.filter((i) => !on(i));
      this.names.later();
    }

    _legend() {
      const { el } = GeoPage.dom;
      const sign = (style, words) =>
        el("li", {}, el("span", { class: "geo-swatch " + style, "aria-hidden": "true" }), el("span", {}, words));
      const { places } = this.data;
      const themes = [["place", "places"], ["facility", "facilities"], ["water", "waters"]]; // prettier-ignore
      const rows = themes.filter(([t]) => places.some((p) => p.theme === t && !p.light)).map(([t, w]) => sign(t, w));
      if (places.some((p) => p.doubtful)) rows.push(sign("place doubtful", "doubtful"));
      rows.push(sign("many", "several, near the one named"));
      if (places.some((p) => p.light)) {
        const box = el("input", {
          type: "checkbox",
          change: () => {
            this.light = box.checked;
            this._show();
            this.list.show();
          },
        });
        box.checked = true;
        const swatch = el("span", { class: "geo-swatch light", "aria-hidden": "true" });
        rows.push(el("li", {}, el("label", {}, swatch, el("span", {}, "only named for something else"), box)));
      }
      byId("geo-legend").appendChild(el("ul", {}, rows));
    }

    // Whether a point lies in what the map shows.
    _window() {
      const bounds = this.map.getBounds();
      return (at) => bounds.contains(at);
    }

    get narrow() {
      return root.innerWidth < NARROW;
    }

    // Boxes of the map that legend, panel and controls cover, in the map's pixels: no name goes there.
    _covered() {
      const frame = this.map.getContainer().getBoundingClientRect();
      const boxes = [];
      for (const selector of ["#geo-legend", "#geo-panel", ".leaflet-control-zoom", ".leaflet-control-scale"]) {
        const element = document.querySelector(selector);
        if (!element || element.hidden) continue;
        const box = element.getBoundingClientRect();
        if (box.width === 0 || box.bottom < frame.top || box.top > frame.bottom) continue;
        const [x, y] = [box.left - frame.left, box.top - frame.top];
        boxes.push({ x0: x - 3, y0: y - 3, x1: x + box.width + 3, y1: y + box.height + 3, own: selector });
      }
      return boxes;
    }

    fit() {
      const [w, s, e, n] = this.data.view;
      this.map.fitBounds([[s, w], [n, e]], { padding: [PADDING, PADDING], animate: false, maxZoom: 11 }); // prettier-ignore
    }

    // Opens a place's panel; `go` brings it into view.
    select(index, go) {
      this.place = index;
      this.list.select(index);
      this.marks.select(index >= 0 && !this.data.places[index].area ? index : -1);
      this.tints.select(index);
      if (index < 0) {
        this._close();
        return;
      }
      this._panel(index);
      if (go) this._go(this.data.places[index]);
    }

    _go(place) {
      const size = this.map.getSize();
      const right = this.narrow ? 0 : byId("geo-panel").offsetWidth + 24;
      const at = this.map.latLngToContainerPoint(place.at);
      if (at.x > 30 && at.y > 30 && at.x < size.x - right - 30 && at.y < size.y - 30) return;
      const zoom = Math.max(FAR, Math.min(CLOSE, this.map.getZoom()));
      const middle = this.map.project(place.at, zoom).add([right / 2, 0]);
      this.map.setView(this.map.unproject(middle, zoom), zoom, { animate: !calm() });
    }

    _panel(index) {
      const { el, name } = GeoPage.dom;
      const { text } = GeoPage;
      const place = this.data.places[index];
      const figure = (n) => n.toLocaleString("en");
      const counts =
        "Named " + (place.mentions === 1 ? "once" : figure(place.mentions) + " times") +
        " in " + (place.documents === 1 ? "one document" : figure(place.documents) + " documents"); // prettier-ignore
      const quoted = this._quotes(place);
      const rest = place.documents - new Set(place.quotes.map(([s]) => this.sentences[s][0])).size;
      const [source, id] = place.id.split(":");
      const link = source === "geonames" && /^\d+$/.test(id) ? "https://www.geonames.org/" + id : "";
      this._open(place.theme + (place.light ? " light" : ""), [
        this._head(name(place.name), place.doubtful),
        el("p", { class: "geo-facts" }, [place.kind, place.where].filter(Boolean).join(" · ")),
        el("p", { class: "geo-facts" }, counts + ", score up to " + place.score.toFixed(2)),
        quoted,
        rest > 0 ? el("p", { class: "geo-why" }, "and in " + text.count(figure(rest), "other document", "other documents")) : null,
        el("p", { class: "geo-facts" }, text.coordinates(this._turned(place.at)), link ? [" · ", el("a", { href: link }, "GeoNames")] : null),
      ]);
    }

    // Longitudes within 180 degrees again: a map across the antimeridian counts on beyond.
    _turned([lat, lon]) {
      return [lat, ((((lon + 180) % 360) + 360) % 360) - 180];
    }

    // The sentences under the documents that they stand in.
    _quotes(place) {
      const { el, name } = GeoPage.dom;
      const byDocument = new Map();
      for (const [sentence, start, end] of place.quotes) {
        const [document_, text] = this.sentences[sentence];
        if (!byDocument.has(document_)) byDocument.set(document_, []);
        byDocument.get(document_).push([text, start, end]);
      }
      return [...byDocument].map(([number, quotes]) => {
        const { title, date, source } = this.documents[number];
        return el(
          "section",
          { class: "geo-document" },
          el("h3", {}, name(title)),
          date || source ? el("p", { class: "geo-row-where" }, [date, source].filter(Boolean).join(" · ")) : null,
          quotes.map(([text, start, end]) =>
            el("blockquote", { dir: "auto" }, text.slice(0, start), el("mark", {}, text.slice(start, end)), text.slice(end)),
          ),
        );
      });
    }

    // Places on one spot, to choose from.
    _listPanel(members) {
      const { el, name } = GeoPage.dom;
      const shown = members.slice(0, 60);
      const rows = shown.map((i) => {
        const place = this.data.places[i];
        const row = [el("span", {}), el("span", { class: "geo-row-name" }, name(place.name)), el("span", { class: "geo-row-count" }, place.mentions)];
        return el("li", {}, el("button", { type: "button", class: "geo-row", click: () => this.select(i) }, row));
      });
      const rest = members.length - shown.length;
      this._open("", [
        this._head(GeoPage.text.count(members.length, "place", "places") + " here", false),
        el("ol", { class: "geo-list" }, rows),
        rest > 0 ? el("p", { class: "geo-why" }, "and " + rest + " more") : null,
      ]);
    }

    _head(heading, doubtful) {
      const { el } = GeoPage.dom;
      const close = { type: "button", class: "geo-close", "aria-label": "Close", click: () => this.select(-1) };
      return el(
        "div",
        { class: "geo-panel-head" },
        el("h2", { tabindex: "-1" }, heading, doubtful ? "?" : ""),
        el("button", close, "×"),
      );
    }

    _open(style, content) {
      const panel = byId("geo-panel");
      this.from = panel.contains(document.activeElement) ? this.from : document.activeElement;
      GeoPage.dom.fill(panel, content);
      panel.className = "geo-panel " + style;
      panel.hidden = false;
      panel.scrollTop = 0;
      this.names.later();
    }

    _close() {
      const panel = byId("geo-panel");
      const back = panel.contains(document.activeElement) ? this.from : null;
      panel.hidden = true;
      panel.textContent = "";
      if (back && back.isConnected) back.focus({ preventScroll: true });
      this.names.later();
    }

    _keys() {
      document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
        if (event.key === "Escape" && !(typing && event.target.value)) this.select(-1);
        if (typing) return;
        if (event.key === "0") this.fit();
        if (event.key === "/") {
          event.preventDefault();
          this.list.search.focus();
        }
      });
    }

    // The places as the page holds them: a GeoJSON file for other programs.
    _save() {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([this.text], { type: "application/geo+json" }));
      link.download = "places.geojson";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    }
  }

  function calm() {
    return root.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  GeoPage.openCorpus = openCorpus;
  GeoPage.corpus = { unpack, placeOf };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
