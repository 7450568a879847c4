// The page's scripts, in the order of geo/webmap/assets.py, those that run without a browser.
"use strict";
const path = require("node:path");
const assets = path.join(__dirname, "..", "..", "..", "geo", "webmap", "assets");
const files = "codec geometry labels text projection dom canvas sheet base areas pins names places article rows list panel legend locator time correct camera main";
for (const name of files.split(" ")) require(path.join(assets, name + ".js"));
module.exports = globalThis.GeoPage;
