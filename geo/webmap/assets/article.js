// The article with its mentions marked: by kind and by certainty, as lines under the words.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  class Article {
    constructor(element, data, actions) {
      this.element = element;
      this.data = data;
      this.actions = actions;
      this.marks = new Map(); // mention -> element
      this.buttons = new Map(); // mention -> what the keyboard reaches of it, or null
      if (!data.whole) return;
      const { el } = GeoPage.dom;
      for (const [start, end] of GeoPage.text.paragraphs(data.text)) {
        const tree = GeoPage.text.tree(data.text, start, end, data.mentions);
        element.appendChild(el("p", { dir: "auto" }, this._nodes(tree)));
      }
    }

    _nodes(tree) {
      return tree.map((node) =>
        typeof node === "string" ? node : this._mention(node.mention, this._nodes(node.children)),
      );
    }

    // A mention is a button. One that holds others can't be: buttons don't nest. Then its own words are, the
    // first of them for the keyboard, and the whole is only marked.
    _mention(index, children) {
      const mention = this.data.mentions[index];
      const place = this.data.places[mention.p];
      const element = GeoPage.dom.el("span", {
        class: "geo-mention " + styleOf(mention, place),
        "data-mention": index,
        click: (event) => {
          event.stopPropagation();
          this.actions.selectMention(index);
        },
        mouseover: (event) => {
          event.stopPropagation();
          this.actions.hover(mention.p);
        },
        mouseout: () => this.actions.hover(-1),
      });
      const nested = children.some((child) => typeof child !== "string");
      const own = nested ? children.findIndex((child) => typeof child === "string" && child.trim()) : -1;
      const button = nested ? (own < 0 ? null : GeoPage.dom.el("span", {}, children[own])) : element;
      if (button) this._button(button, index, mention, place);
      GeoPage.dom.append(
        element,
        children.map((child, i) => (i === own ? button : child)),
      );
      this.marks.set(index, element);
      this.buttons.set(index, button);
      return element;
    }

    _button(element, index, mention, place) {
      const attributes = { role: "button", tabindex: "0", "aria-label": this._spoken(mention, place) };
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      element.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        this.actions.selectMention(index);
      });
      element.addEventListener("focus", () => this.actions.hover(mention.p));
      element.addEventListener("blur", () => this.actions.hover(-1));
    }

    // Puts the keyboard back on a mention that is in sight.
    focus(index) {
      const button = this.buttons.get(index);
      if (button && button.offsetParent) button.focus({ preventScroll: true });
    }

    _spoken(mention, place) {
      const text = this.data.text.slice(mention.s, mention.e);
      if (!place) return text + ", not placed";
      return text + ", " + place.kind + (place.doubtful ? ", doubtful" : "");
    }

    hover(place) {
      for (const [index, element] of this.marks) {
        element.classList.toggle("lit", place >= 0 && this.data.mentions[index].p === place);
      }
    }

    corrected(places) {
      for (const [index, element] of this.marks) {
        element.classList.toggle("corrected", places.has(this.data.mentions[index].p));
      }
    }

    // Of a chosen time only the places named with it stay strong.
    then(places) {
      for (const [index, element] of this.marks) {
        element.classList.toggle("elsewhen", Boolean(places) && !places.includes(this.data.mentions[index].p));
      }
    }

    select(mentions, current) {
      for (const [index, element] of this.marks) {
        element.classList.toggle("selected", mentions.includes(index));
        element.classList.toggle("current", index === current);
      }
    }

    // Runs the text to a mention, without moving the page around the map.
    run(index) {
      const element = this.marks.get(index);
      if (!element) return;
      const scroller = scrollerOf(element);
      if (!scroller) return;
      const box = element.getBoundingClientRect();
      const frame = scroller.getBoundingClientRect();
      const middle = frame.top + frame.height * 0.38;
      if (box.top > frame.top + 30 && box.bottom < frame.bottom - 60) return;
      scroller.scrollBy({ top: box.top - middle, behavior: calm() ? "auto" : "smooth" });
    }
  }

  const DOUBTFUL = 0.6; // the score of words.py

  // The class names of a mention: what it is, and how sure.
  function styleOf(mention, place) {
    if (!place) return "unplaced";
    if (place.told) return "told" + (place.doubtful ? " doubtful" : "");
    if (mention.k === "associative" || mention.k === "demonym") return "light";
    return (mention.k === "facility" ? "facility" : place.theme) + (mention.v < DOUBTFUL ? " doubtful" : "");
  }

  function scrollerOf(element) {
    for (let at = element.parentElement; at; at = at.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(at).overflowY) && at.scrollHeight > at.clientHeight) return at;
    }
    return null;
  }

  function calm() {
    return root.matchMedia && root.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  GeoPage.Article = Article;
  GeoPage.styleOf = styleOf;
  GeoPage.calm = calm;
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
