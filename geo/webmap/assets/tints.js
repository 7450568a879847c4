// The countries that a corpus names, tinted by how often: a quiet ground under the marks.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const LEAST = 0.02; // opacity of the tint of a country named once
  const MOST = 0.13; // of the country named most

  class Tints {
    // areas: indices into places, whose ids are those of countries of the base map.
    constructor(base, places, areas) {
      this.base = base;
      this.hidden = () => false;
      this.lit = -1;
      const most = Math.max(2, ...areas.map((i) => places[i].mentions));
      this.items = areas
        .filter((index) => base.country(places[index].id))
        .map((index) => ({
          index,
          country: base.country(places[index].id),
          alpha: LEAST + ((MOST - LEAST) * Math.log(places[index].mentions)) / Math.log(most),
        }));
      for (const item of this.items) this._add(item);
    }

    _add(item) {
      const { ground } = this.base;
      const { LEVEL } = GeoPage;
      const { country } = item;
      const wash = () =>
        this.hidden(item.index)
          ? null
          : { fill: this.base.colour("--place"), alpha: item.alpha + (this.lit === item.index ? 0.12 : 0) };
      const edge = () =>
        this.lit === item.index ? { stroke: this.base.colour("--place"), width: 1.6, strokeAlpha: 0.9 } : null;
      ground.add(LEVEL.wash, country.far, true, wash, this.base.outside);
      ground.add(LEVEL.outline, country.farEdges, false, edge, this.base.outside);
      if (!country.near) return; // all of it is far
      ground.add(LEVEL.wash, country.polygons.flat(), true, wash);
      ground.add(LEVEL.outline, country.edges, false, edge);
    }

    // Shows only some of them: hidden(index) for each.
    filter(hidden) {
      this.hidden = hidden;
      this.base.ground.redraw();
    }

    select(index) {
      this.lit = index;
      this.base.ground.redraw();
    }

    // The country under a point of the map, or -1.
    at(latlng) {
      const [x, y] = this.base.planeOf(latlng);
      const under = this.items.find(
        ({ index, country }) => !this.hidden(index) && GeoPage.geometry.inPolygons(country.polygons, x, y),
      );
      return under ? under.index : -1;
    }
  }

  GeoPage.Tints = Tints;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
