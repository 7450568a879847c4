// Marks of the places that are points: markers that the keyboard reaches, gathered into clusters where there are
// many, and moved apart where they would hide each other.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const LEAST_RADIUS = 5.5; // pixels of a mark named once
  const MOST_RADIUS = 13;
  const SPREAD = 16; // pixels that a mark may be moved from where it lies, so that it doesn't hide another
  const CLUSTER_FROM = 500; // marks from which on they are clustered: as in geo/webmap/__init__.py
  const ROOM = 5500; // square pixels of the map for each mark under which marks are drawn smaller
  const SMALLEST = 0.5; // of their size, at most so much
  const FINE = 10; // pixels across under which a mark has a fine edge
  const LEAST_SPAN = 13; // pixels under which an area is too small to be seen or met

  // Pixels of a mark, by how often its place is named. room: square pixels of the map for each mark.
  function radiusOf(place, room) {
    let radius = Math.min(MOST_RADIUS, LEAST_RADIUS + 1.9 * Math.sqrt(place.mentions.length - 1));
    if (place.light || place.told) radius = Math.min(radius, LEAST_RADIUS);
    return radius * Math.min(1, Math.max(SMALLEST, Math.sqrt(room / ROOM)));
  }

  class Pins {
    constructor(places) {
      this.places = places;
      this.map = places.map;
      this.base = places.base;
      const points = places.items.filter((i) => i.point);
      const cluster = points.length > CLUSTER_FROM && L.markerClusterGroup;
      this.group = cluster
        ? L.markerClusterGroup({
            maxClusterRadius: 44,
            showCoverageOnHover: false,
            spiderfyOnMaxZoom: true,
            iconCreateFunction: (c) =>
              L.divIcon({ className: "geo-cluster", html: clusterFace(c.getChildCount()), iconSize: [30, 30] }),
          })
        : L.layerGroup();
      this.clustered = Boolean(cluster);
      this.leaders = this.base.ground.add(GeoPage.LEVEL.line, [], false, () => ({
        stroke: this.base.colour("--ink-soft"),
        width: 0.8,
      }));
      for (const item of points) this._make(item);
      this.group.addTo(this.map);
    }

    _make(item) {
      const { place, index } = item;
      const side = Math.round(item.radius * 2);
      const face = GeoPage.dom.el("span", {
        class: ["geo-mark", place.theme, place.light && "light", place.doubtful && "doubtful", side < FINE && "fine"]
          .filter(Boolean)
          .join(" "),
      });
      item.marker = L.marker(place.at, {
        icon: L.divIcon({ className: "geo-mark-box", html: face, iconSize: [side, side] }),
        keyboard: true,
        alt: place.name,
        riseOnHover: true,
        zIndexOffset: -index,
      });
      const { actions } = this.places;
      item.marker.on("click", () => actions.select(index));
      item.marker.on("mouseover", () => actions.hover(index));
      item.marker.on("mouseout", () => actions.hover(-1));
      item.marker.on("add", () => {
        const box = item.marker.getElement();
        const words = [place.name, place.kind, place.doubtful && "doubtful"].filter(Boolean);
        box.setAttribute("aria-label", words.join(", "));
        box.dataset.place = index;
        // Leaflet hears Enter on a mark; a button answers to the space bar as well.
        box.onkeydown = (event) => {
          if (event.key !== " ") return;
          event.preventDefault();
          actions.select(index);
        };
        box.onfocus = () => actions.hover(index);
        box.onblur = () => actions.hover(-1);
        this.restyle(item);
      });
      this.group.addLayer(item.marker);
    }

    show(hidden) {
      for (const item of this.places.items) {
        if (!item.marker) continue;
        const on = item.point && !hidden.has(item.index);
        if (on !== this.group.hasLayer(item.marker)) {
          if (on) this.group.addLayer(item.marker);
          else this.group.removeLayer(item.marker);
        }
      }
    }

    restyle(item) {
      const box = item.marker && item.marker.getElement();
      if (!box) return;
      box.classList.toggle("selected", item.index === this.places.selected);
      box.classList.toggle("hovered", item.index === this.places.hovered);
    }

    // An area too small to be seen at this zoom is given a mark; the ground around a mark has that already.
    standIns() {
      const { scale } = this.base;
      for (const item of this.places.items) {
        if (!item.polygons || item.place.around) continue;
        const small = item.span * scale < LEAST_SPAN;
        if (small === item.point) continue;
        item.point = small;
        if (small && !item.marker) this._make(item);
        else if (small && !this.places.hidden.has(item.index)) this.group.addLayer(item.marker);
        else if (!small) this.group.removeLayer(item.marker);
      }
    }

    // Moves marks apart that would cover each other, each with a line to where it lies. Sets item.pixel.
    spread(near) {
      if (this.clustered) return;
      const moved = GeoPage.labels.spread(
        near.map((i) => ({ x: i.pixel.x, y: i.pixel.y, radius: i.radius })),
        SPREAD,
      );
      const leaders = [];
      near.forEach((item, i) => {
        const away = Math.hypot(moved[i].x - item.pixel.x, moved[i].y - item.pixel.y);
        const to = away > 0.5 ? this.map.containerPointToLatLng([moved[i].x, moved[i].y]) : L.latLng(item.place.at);
        if (!item.marker.getLatLng().equals(to, 1e-9)) item.marker.setLatLng(to);
        if (away > item.radius * 0.8) leaders.push(Float64Array.of(...item.at, ...this.base.planeOf(to)));
        item.pixel = moved[i];
      });
      if (leaders.length || this.led) this.base.ground.replace(this.leaders, leaders, false);
      this.led = leaders.length > 0;
    }

    // Boxes of the clusters, which stand over names.
    clusters() {
      if (!this.clustered) return [];
      const frame = this.map.getContainer().getBoundingClientRect();
      return [...this.map.getContainer().querySelectorAll(".geo-cluster")].map((element) => {
        const box = element.getBoundingClientRect();
        const [x, y] = [box.left - frame.left, box.top - frame.top];
        return { x0: x - 3, y0: y - 3, x1: x + box.width + 3, y1: y + box.height + 3, own: "cluster" };
      });
    }
  }

  function clusterFace(count) {
    return GeoPage.dom.el("span", {}, count);
  }

  GeoPage.Pins = Pins;
  GeoPage.radiusOf = radiusOf;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
