// Geometry from text: the reader's side of geo/webmap/encoding.py. A line is flat everywhere in the page:
// [x0, y0, x1, y1, ...] in one typed array, since tens of thousands of little arrays make a page slow to open.
(function (root) {
  "use strict";
  const GeoPage = (root.GeoPage = root.GeoPage || {});

  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUE = new Int8Array(128).fill(-1);
  for (let i = 0; i < ALPHABET.length; i++) VALUE[ALPHABET.charCodeAt(i)] = i;

  let room = new Int32Array(4096); // a number takes at least one letter

  // The whole numbers in a text: they stand at the beginning of `room`. Returns how many.
  function read(text) {
    if (text.length > room.length) room = new Int32Array(2 * text.length);
    let count = 0;
    let number = 0;
    let shift = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      const value = code < 128 ? VALUE[code] : -1;
      if (value < 0) throw new Error("damaged geometry");
      number |= (value & 31) << shift;
      if (value >= 32) {
        shift += 5;
      } else {
        room[count++] = (number >>> 1) ^ -(number & 1);
        number = shift = 0;
      }
    }
    if (shift) throw new Error("damaged geometry");
    return count;
  }

  function numbers(text) {
    return room.slice(0, read(text));
  }

  // A line, in whole grid steps [lon, lat, ...], or laid by onto(lat, lon, line, i) from degrees onto a plane.
  function decode(text, steps, onto) {
    const count = read(text);
    const line = new Float64Array(count);
    let x = 0;
    let y = 0;
    for (let i = 0; i < count; i += 2) {
      x += room[i];
      y += room[i + 1];
      if (onto) {
        onto(y / steps, x / steps, line, i);
      } else {
        line[i] = x;
        line[i + 1] = y;
      }
    }
    return line;
  }

  GeoPage.codec = { numbers, decode };
  if (typeof module !== "undefined") module.exports = GeoPage;
})(typeof globalThis !== "undefined" ? globalThis : this);
