// Elements made safely: text only ever as text nodes, attributes from a short list, links only to the web.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const PLAIN = new Set([
    "class", "id", "role", "tabindex", "type", "title", "lang", "dir", "for", "name", "value", "placeholder",
    "hidden", "checked", "width", "height", "viewBox", "d", "cx", "cy", "r", "x", "y", "min", "max", "step",
    "disabled", "autocomplete", "download", "points", "datetime",
  ]); // prettier-ignore

  function set(element, name, value) {
    if (name === "href") {
      // The only addresses that a page links to are those that geo itself writes.
      if (!/^https:\/\/[a-z0-9.-]+\//i.test(value)) throw new Error("not a link to the web");
      element.setAttribute("href", value);
      element.setAttribute("rel", "noopener noreferrer");
      element.setAttribute("target", "_blank");
    } else if (PLAIN.has(name) || /^(aria|data)-[a-z-]+$/.test(name)) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
    } else {
      throw new Error("no attribute for this page: " + name);
    }
  }

  // el("p", {class: "x", click: f}, "text", child, [more]): functions become listeners.
  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") element.addEventListener(name, value);
      else set(element, name, value);
    }
    append(element, children);
    return element;
  }

  function append(element, children) {
    for (const child of children) {
      if (Array.isArray(child)) append(element, child);
      else if (child instanceof Node) element.appendChild(child);
      else if (child !== null && child !== undefined && child !== false) {
        element.appendChild(document.createTextNode(String(child)));
      }
    }
    return element;
  }

  function fill(element, ...children) {
    element.textContent = "";
    return append(element, children);
  }

  // A custom property of the page's style sheet: colours have one home, the style sheet.
  function css(name) {
    return getComputedStyle(document.body).getPropertyValue(name).trim();
  }

  // A name from any script, kept from turning the line around it.
  function name(text, attributes) {
    return el("bdi", attributes || {}, text);
  }

  GeoPage.dom = { el, fill, append, css, name };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
