"""Places told by their relation to others, on sixty sentences of our own."""

from __future__ import annotations

import json
from pathlib import Path

from geopy.distance import great_circle

from geo.resolution import Resolver
from geo.resolution.bearings import compass, number_of, unit_km
from tests.resolution.marked import marked

SENTENCES = [
    json.loads(line)
    for line in (Path(__file__).parent / "relative.jsonl").read_text(encoding="utf-8").split("\n")
    if line
]


def misread(resolver: Resolver) -> list[str]:
    """The sentences whose relation is missed, invented, of another kind or too far off."""
    wrong = []
    for want in SENTENCES:
        found = resolver.resolve([marked(want["text"])])[0].relatives
        if want["relation"] == "none":
            if found:
                wrong.append(f"invented {found[0].relation}: {want['text']}")
            continue
        if not found or found[0].relation != want["relation"]:
            wrong.append(f"{[r.relation for r in found]} for {want['relation']}: {want['text']}")
            continue
        spot = found[0].footprint
        km = great_circle((spot.lat, spot.lon), (want["lat"], want["lon"])).km
        if km > want["within_km"]:
            wrong.append(f"{km:.0f} km off ({spot.lat}, {spot.lon}): {want['text']}")
    return wrong


def test_nine_in_ten_are_right(resolver: Resolver) -> None:
    assert len(SENTENCES) >= 60
    wrong = misread(resolver)
    assert len(wrong) <= 0.1 * len(SENTENCES), "\n".join(wrong)


def test_a_relative_place_quotes_the_text_and_names_its_anchor(resolver: Resolver) -> None:
    document = resolver.resolve([marked("Shells fell 30 km north of [Kherson].")])[0]
    (relative,) = document.relatives
    assert document.text[relative.start : relative.end] == relative.text == "30 km north of Kherson"
    assert relative.anchors == (document.toponyms[0].place.id,)  # type: ignore[union-attr]
    assert relative.footprint.radius_km > 0


def test_directions_numbers_and_units() -> None:
    assert compass("south-eastern") == "southeast"
    assert compass("NNW") == "north-northwest"
    assert compass("northwards") == "north"
    assert number_of("1,200") == 1200
    assert number_of("35-40") == 37.5
    assert number_of("a dozen") == 12
    assert round(unit_km("nautical miles"), 3) == 1.852
    assert round(unit_km("miles"), 3) == 1.609


def test_lands_that_do_not_meet_have_no_border(resolver: Resolver) -> None:
    text = "Guards watch the border between [Spain] and [{}]."
    (relative,) = resolver.resolve([marked(text.format("Portugal"))])[0].relatives
    assert relative.geometry
    assert resolver.resolve([marked(text.format("Peru"))])[0].relatives == ()


def test_a_unit_is_a_word_of_its_own(resolver: Resolver) -> None:
    for text in ("A UN team from [Geneva] came.", "I am from [Geneva].", "A, 5.30 pm from [Geneva]."):
        assert resolver.resolve([marked(text)])[0].relatives == ()
    for text in (
        "It fell 30km from [Geneva].",
        "It fell a mile from [Geneva].",
        "It fell 1,200 m from [Geneva].",
    ):
        assert len(resolver.resolve([marked(text)])[0].relatives) == 1
