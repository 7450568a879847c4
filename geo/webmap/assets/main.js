// Puts the page together: reads the data, and lets map, article, list and panel talk to each other.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});


  function byId(id) {
    return document.getElementById(id);
  }

  function open(map) {
    const data = JSON.parse(byId("geo-data").textContent);
    const page = new Page(map, data);
    root.geoPage = page; // for tests and for whoever opens the console
    return page;
  }

  const PATIENCE = 1000; // milliseconds after which what waits for an idle moment is done all the same

  function whenIdle(then) {
    if (root.requestIdleCallback) root.requestIdleCallback(then, { timeout: PATIENCE });
    else setTimeout(then, 30);
  }

  class Page {
    constructor(map, data) {
      this.map = map;
      this.data = data;
      this.place = -1;
      this.mention = -1;
      this.tab = ""; // "text" or "places"
      this.scrolled = new Map(); // tab -> how far
      this.off = new Set(); // switched off in the legend
      this.then = null; // the places of the chosen time
      this.gone = new Set(); // corrected by the reader
      this.out = new Set(); // filtered out of the list
      this._words();
      this.time = new GeoPage.Time(byId("geo-time"), data, (places) => {
        this.then = places;
        this._show();
      });
      map.invalidateSize({ animate: false, pan: false }); // once all that takes room beside it stands
      this._map();
      const actions = (this.actions = this._actions());
      this.panel = new GeoPage.Panel(byId("geo-panel"), data, actions);
      this.article = new GeoPage.Article(byId("geo-article"), data, actions);
      this.camera = new GeoPage.Camera(map, data, this.panel);
      this.camera.fit(); // before anything is drawn, so that it is drawn once
      this.base = new GeoPage.Base(map, data.base, data.tiles);
      if (this.base.reachesOut) this.base.wholeEarth();
      this.base.draw();
      this.places = new GeoPage.Places(map, this.base, data, actions);
      this.legend = new GeoPage.Legend(byId("geo-legend"), data, actions);
      this.locator = new GeoPage.Locator(byId("geo-locator"), map, this.base, {
        wanted: data.inset,
        region: GeoPage.text.commonWhere(data.places.filter((p) => !p.light && !p.doubtful)),
      });
      this.corrections = new GeoPage.Corrections(this, byId("geo-corrections"));
      this._tabs();
      this._keys();
      this._colours();
      this.places.arrange();
      this.base.drawNow();
      this.standing = true; // from here on what is asked is drawn at once
      this.corrections.start();
      this._moves();
      document.body.classList.add("ready");
      performance.mark("geo-ready"); // map, names and text stand, and a click is answered: see tests/bench
      this._rest();
    }

    // What a reader does not see yet is made when nothing else is to do, or when it is asked for.
    _rest() {
      const steps = [() => this.locator.start(), () => this._makeList(), () => this.base.wholeEarth()];
      this.finish = () => {
        while (steps.length) steps.shift()();
        document.body.classList.add("whole");
      };
      const next = () => {
        if (steps.length) steps.shift()();
        if (steps.length) whenIdle(next);
        else this.finish();
      };
      whenIdle(next);
    }

    get list() {
      this._makeList();
      return this.listed;
    }

    _makeList() {
      if (this.listed) return;
      this.listed = new GeoPage.List(byId("geo-list"), this.data, this.actions);
      this.listed.select(this.place);
    }

    _moves() {
      const { map } = this;
      map.on("move", () => {
        if (this.base.waiting && this.base.reachesOut) this.base.wholeEarth();
      });
      root.addEventListener("resize", () => {
        map.invalidateSize({ animate: false });
        this.camera.refit();
      });
    }

    _words() {
      const { data } = this;
      const set = (id, text) => {
        const element = byId(id);
        if (text) element.textContent = text;
        else element.hidden = true;
      };
      set("geo-title", data.title);
      // Each in its own direction: "13 January 2026" stays so in an Arabic line.
      const below = [data.date, data.source].filter(Boolean).map((part) => GeoPage.dom.name(part));
      byId("geo-dateline").hidden = !below.length;
      GeoPage.dom.append(byId("geo-dateline"), below.map((part, i) => [i ? " · " : "", part]));
      set("geo-credit", [data.credit, data.tiles && "Map: " + data.tiles].filter(Boolean).join(" · "));
      if (byId("geo-credit").textContent) byId("geo-credit").append(" · ");
      if (data.lang) for (const id of ["geo-article", "geo-title"]) byId(id).setAttribute("lang", data.lang);
      // The date stands on the side on which the article begins.
      byId("geo-dateline").setAttribute("dir", GeoPage.text.direction(data.title + data.text));
    }

    _map() {
      const { map, data } = this;
      map.attributionControl.remove();
      L.control.zoom({ position: "topleft" }).addTo(map);
      const metric = data.units === "km";
      L.control.scale({ position: "bottomright", metric, imperial: !metric, maxWidth: 110 }).addTo(map);
      if (!data.pole) {
        const { centre } = data.base;
        map.setMaxBounds([[-89, centre - 185], [89, centre + 185]]); // prettier-ignore
      }
      map.options.maxBoundsViscosity = 0.8;
    }

    _actions() {
      return {
        select: (index) => this.select(index),
        selectMention: (index) => this.selectMention(index),
        hover: (index) => this.hover(index),
        step: (by) => this.step(by),
        filter: (out) => {
          const same = !out.size && !this.out.size;
          this.out = out;
          if (!same) this._show();
        },
        legend: (off) => {
          this.off = new Set(off);
          this._show();
        },
        unplaced: () => {
          this._tab("places");
          const heading = document.querySelector(".geo-not-placed");
          if (heading) heading.scrollIntoView({ block: "nearest" });
        },
        tools: (index) => (this.data.correctable ? this.corrections.tools(index) : null),
        picking: (latlng) => this.corrections.picked(latlng),
        covered: () => this.camera.covered(),
        distance: (km) => this._distance(km),
      };
    }

    _show() {
      if (!this.standing) return;
      const elsewhen = this.then ? this.data.places.map((p, i) => i).filter((i) => !this.then.includes(i)) : [];
      this.places.show(new Set([...this.off, ...this.out, ...this.gone, ...elsewhen]));
      this.article.then(this.then);
    }

    // Places that the reader has corrected leave the place that the machine gave them.
    corrected(places) {
      this.gone = places;
      this.article.corrected(places);
      this._show();
    }

    _distance(km) {
      const far = this.data.units === "mi" ? km / 1.609344 : km;
      return (far < 10 ? far.toFixed(1) : Math.round(far)) + " " + this.data.units;
    }

    hover(index) {
      this.places.hover(index);
      this.article.hover(index);
      if (this.listed) this.list.hover(index);
    }

    select(index, mention) {
      if (index < 0) {
        const had = this.place >= 0 || this.panel.open;
        this.place = this.mention = -1;
        this.panel.close();
        this.locator.draw();
        this.article.select([], -1);
        if (this.listed) this.list.select(-1);
        this.places.select(-1);
        if (had) this.camera.refit(true);
        return;
      }
      const place = this.data.places[index];
      this.place = index;
      this.mention = mention === undefined ? place.mentions[0] : mention;
      this._from();
      this.panel.showPlace(index, this.mention);
      this._into();
      this.locator.draw();
      this.article.select(place.mentions, this.mention);
      if (this.listed) this.list.select(index);
      this.places.select(index);
      this.article.run(this.mention);
      this.camera.reveal(this.places.items[index]);
    }

    selectMention(index) {
      const mention = this.data.mentions[index];
      if (mention.p >= 0) {
        this.select(mention.p, index);
        return;
      }
      this.place = -1;
      this.mention = index;
      this._from();
      this.panel.showUnplaced(mention.u, index);
      this._into();
      this.article.select([index], index);
      this.article.run(index);
      if (this.listed) this.list.select(-1);
      this.places.select(-1);
    }

    // Remembers what was used to choose a place, for Escape to go back to.
    _from() {
      const at = document.activeElement;
      if (at && at !== document.body && !byId("geo-panel").contains(at)) this.back = at;
    }

    // A place chosen with the keyboard takes it into the panel, where what is said of it can be read on.
    _into() {
      if (!this.keyed || this.panel.holds(document.activeElement)) return;
      byId("geo-panel").querySelector("h2").focus({ preventScroll: true });
    }

    // The next or previous mention: of the chosen place, or, where none is chosen, of the text.
    step(by) {
      const all = this.place >= 0 ? this.data.places[this.place].mentions : this.data.mentions.map((m, i) => i);
      if (!all.length) return;
      const at = all.indexOf(this.mention);
      this.selectMention(all[(at + by + all.length) % all.length]);
    }

    _tabs() {
      const text = byId("geo-tab-text");
      const places = byId("geo-tab-places");
      places.querySelector("b").textContent = this.data.places.length;
      if (!this.data.whole) {
        byId("geo-tabs").hidden = true;
        this._tab("places");
        return;
      }
      text.addEventListener("click", () => this._tab("text"));
      places.addEventListener("click", () => this._tab("places"));
      for (const tab of [text, places]) {
        tab.addEventListener("keydown", (event) => {
          if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
          const other = tab === text ? places : text;
          other.focus();
          other.click();
        });
      }
      this._tab("text");
    }

    // Shows the text or the list, each where the reader left it.
    _tab(which) {
      if (which === "places") this._makeList();
      const scroller = byId("geo-scroll");
      if (this.tab) this.scrolled.set(this.tab, scroller.scrollTop);
      for (const name of ["text", "places"]) {
        const on = name === which;
        const tab = byId("geo-tab-" + name);
        tab.setAttribute("aria-selected", on ? "true" : "false");
        tab.setAttribute("tabindex", on ? "0" : "-1");
        byId(name === "text" ? "geo-article" : "geo-list").classList.toggle("off", !on);
      }
      if (this.tab === which) return;
      this.tab = which;
      const stay = () => scroller.scrollTo({ top: this.scrolled.get(which) || 0, behavior: "instant" });
      stay();
      // a smooth scroll that was under way goes on for one picture more
      if (this.place < 0) requestAnimationFrame(() => requestAnimationFrame(() => this.tab === which && stay()));
      if (which === "places") this.list.select(this.place);
      else this.article.run(this.mention);
    }

    _keys() {
      this.keyed = false; // whether the reader's last act was with the keyboard
      document.addEventListener("pointerdown", () => (this.keyed = false), true);
      document.addEventListener("keydown", () => (this.keyed = true), true);
      document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
        if (event.key === "Escape") {
          if (typing && event.target.value) return;
          this.corrections.stop();
          const { back, mention } = this;
          this.select(-1);
          if (back && back.isConnected && back.offsetParent) back.focus({ preventScroll: true });
          else this.article.focus(mention);
          return;
        }
        if (typing) return;
        if (event.key === "n" || event.key === "p") {
          this.keyed = this.panel.holds(document.activeElement);
          this.step(event.key === "n" ? 1 : -1);
        }
        else if (event.key === "/" && this.list.search) {
          event.preventDefault();
          this._tab("places");
          this.list.search.focus();
        } else if (event.key === "0") {
          this.camera.back();
        }
      });
    }

    _colours() {
      const again = () => {
        this.places.restyle();
        this.locator.draw();
      };
      root.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
      root.addEventListener("beforeprint", () => this._printing(true));
      root.addEventListener("afterprint", () => this._printing(false));
    }

    // For paper the map is drawn anew, at once: in its size there, in light colours, in the opening view.
    _printing(on) {
      this.finish();
      document.documentElement.classList.toggle("printing", on);
      this.map.invalidateSize({ animate: false, pan: false });
      this.camera.refit();
      this.places.drawNow(on);
      this.locator.draw();
    }
  }

  GeoPage.open = open;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
