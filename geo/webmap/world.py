"""The coarse map of the whole Earth that every page carries around its own neighbourhood.

It is the same for all pages, so it is made once: ``python -m geo.webmap.world`` writes assets/world.json from
the shipped outlines, and a test fails when the two no longer agree.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from geo.webmap.assets import ASSETS

TOLERANCE = 0.1
"""Degrees: a quarter of a pixel where a page's width shows the whole Earth."""

STEPS = 25
"""Grid steps a degree; 0.04 degrees is a tenth of a pixel there."""

SMALLEST = 0.012
"""Square degrees under which an island is left out, unless its country would vanish."""


@lru_cache(maxsize=1)
def world() -> dict[str, Any]:
    """``{"steps", "countries": [{"key", "name", "code", "rank", "g", "e"}]}``; not to be changed."""
    loaded: dict[str, Any] = json.loads((ASSETS / "world.json").read_text(encoding="utf-8"))
    return loaded


def country_names() -> dict[str, str]:
    """Names by ISO 3166-1 alpha-2 code; of several outlines with one code, the one drawn first."""
    names: dict[str, str] = {}
    for row in sorted(world()["countries"], key=lambda row: (row["rank"], row["key"])):
        if row["code"]:
            names.setdefault(row["code"], row["name"])
    return names


def make_world(outlines: Any) -> str:
    """The text of assets/world.json."""
    from geo.webmap.basemap import country_rows
    from geo.webmap.view import View

    pairs = [(s, s.geometry) for s in sorted(outlines.countries(None, detail="coarse"), key=lambda s: s.key)]
    earth = View(-180, -90, 180, 90)
    rows = country_rows(pairs, tolerance=TOLERANCE, steps=STEPS, smallest=SMALLEST, window=earth)
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return f'{{"steps":{STEPS},"countries":[\n{lines}\n]}}\n'


def main() -> None:
    """Write assets/world.json anew."""
    from geo.gazetteer.outlines import open_outlines

    (ASSETS / "world.json").write_text(make_world(open_outlines()), encoding="utf-8")


if __name__ == "__main__":
    main()
