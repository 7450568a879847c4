"""What the page is made from: escaping, sentences, offsets, the view, the encoding. No browser."""

# ruff: noqa: E501  tables of cases are read by rows

from __future__ import annotations

import dataclasses
import json
import math
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, box

import geo.resolution
from geo.errors import InputError
from geo.types import Document
from geo.webmap.context import shared_edges
from geo.webmap.escape import escape, json_blob
from geo.webmap.model import page_model, utf16_offsets
from geo.webmap.options import PageOptions, page_options
from geo.webmap.rows import page_json
from geo.webmap.sentences import LONGEST_QUOTE, quote_spans, sentence_spans
from geo.webmap.view import WORLD, Item, View, fit, into_frame, middle_meridian
from geo.webmap.window import in_window, simplify_together
from geo.webmap.words import DOUBTFUL, date_words, kind_words, score_words, theme, where
from tests.webmap import documents
from tests.webmap.browser import require_node

JS = Path(__file__).parent / "js"


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_escaped_text_is_inert(text: str) -> None:
    safe = escape(text)
    assert not set(safe) & set("<>\"'`$\\{}\x00")
    safe.encode("utf-8")


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_a_blob_is_json_that_cannot_end_its_script(text: str) -> None:
    blob = json_blob({"text": text, text: [text]})
    assert not set(blob) & set("<>&\u2028\u2029\x00")
    blob.encode("utf-8")
    assert json.loads(blob)["text"] == text or text == "text"


ASSETS = Path(__file__).parents[2] / "geo" / "webmap" / "assets"


def test_a_blob_refuses_what_is_no_json() -> None:
    with pytest.raises(ValueError):
        json_blob({"score": math.nan})


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("He met Mr. Smith of St. Louis. Then he left.", ["He met Mr. Smith of St. Louis.", "Then he left."]),
        ("The U.S. sent 3.5 tons. “Why?” she asked.", ["The U.S. sent 3.5 tons.", "“Why?” she asked."]),
        ("A heading\nThe text under it.", ["A heading", "The text under it."]),
        ("وصلت الشاحنات. هل عادت؟ نعم", ["وصلت الشاحنات.", "هل عادت؟", "نعم"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[s:e] for s, e in sentence_spans(text)] == sentences


@given(st.text(alphabet="aA. \n!?“”", max_size=200), st.integers(0, 200), st.integers(1, 20))
def test_a_quote_always_holds_its_mention(text: str, start: int, length: int) -> None:
    start = min(start, max(0, len(text) - 1))
    end = min(len(text), start + length)
    ((low, high),) = quote_spans(text, [(start, end)])
    assert 0 <= low <= start <= end <= high <= max(len(text), end)


def test_a_long_sentence_is_cut_around_the_mention() -> None:
    text = "word " * 400 + "Caracas" + " word" * 400
    start = text.index("Caracas")
    ((low, high),) = quote_spans(text, [(start, start + 7)])
    assert high - low <= LONGEST_QUOTE
    assert "Caracas" in text[low:high]
    assert text[low:high].startswith("word") and text[low:high].endswith("word")


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60))
def test_offsets_are_counted_as_javascript_counts(text: str) -> None:
    offset = utf16_offsets(text)
    for i in range(len(text) + 1):
        assert offset(i) == len(text[:i].encode("utf-16-le")) // 2


def test_the_model_keeps_every_mention() -> None:
    document = documents.caribbean()
    model = page_model(document, PageOptions())
    assert len(model.mentions) == len(document.toponyms)
    for mention, toponym in zip(model.mentions, document.toponyms, strict=True):
        assert model.text[mention["s"] : mention["e"]] == toponym.mention.text
        low, high = model.sentences[mention["q"]]
        assert low <= mention["s"] and mention["e"] <= high
    assert sum(len(u["mentions"]) for u in model.unplaced) == 1
    assert [p.place.name for p in model.places if p.light] == ["Caracas", "Washington"]
    # Literal places come first, then doubtful ones, then those met only as something else.
    assert [p.light for p in model.places] == sorted(p.light for p in model.places)


def test_without_the_text_only_the_evidence_is_left() -> None:
    document = documents.caribbean()
    whole = page_model(document, PageOptions())
    bare = page_model(document, PageOptions(text=False))
    assert not bare.whole_text and len(bare.text) < len(whole.text)
    for mention, toponym in zip(bare.mentions, document.toponyms, strict=True):
        assert bare.text[mention["s"] : mention["e"]] == toponym.mention.text
        low, high = bare.sentences[mention["q"]]
        assert toponym.mention.text in bare.text[low:high]


def test_a_described_place_stands_apart_from_those_that_describe_it() -> None:
    document = documents.told()
    model = page_model(document, PageOptions())
    data = page_json(model, lambda code: code)
    rows = {row["name"]: row for row in data["places"]}
    assert [t.relative.relation for t in model.told] == ["distance", "near", "between", "border"]
    north = rows["30 km north of Kherson"]
    assert len(north["mentions"]) == 2 and north["radius"] == 7.5 and not north["around"]
    assert [data["places"][i]["name"] for i in north["anchors"]] == ["Kherson"]
    assert north["at"] != rows["Kherson"]["at"]
    assert rows["near Odesa"]["around"] and "line" not in rows["near Odesa"]
    assert len(rows["border between Ukraine and Moldova"]["line"]) == 4
    # The words are mentions of their own, around those of the places that they hold, in the order of the text.
    starts = [(m["s"], -m["e"]) for m in data["mentions"]]
    assert starts == sorted(starts)
    told = [m for m in data["mentions"] if m["k"] == "told"]
    assert [data["text"][m["s"] : m["e"]] for m in told] == [r.text for r in document.relatives]
    assert all(data["places"][m["p"]]["told"] for m in told)
    bare = page_model(document, PageOptions(text=False))
    assert [bare.text[m["s"] : m["e"]] for m in bare.mentions if m["k"] == "told"] == [
        r.text for r in document.relatives
    ]


def test_a_described_place_falls_with_those_that_describe_it() -> None:
    model = page_model(documents.told(), PageOptions(countries=("MD",)))
    assert model.told == []
    reasons = {u["name"]: u["reason"] for u in model.unplaced}
    assert reasons["near Odesa"] == "the place that it is told from is left out"
    facilities = page_model(documents.told(), PageOptions(kinds=("facility",)))
    assert facilities.told == [] and facilities.unplaced == []


def test_a_reason_is_given_once() -> None:
    document = documents.caribbean()
    venezuela = documents.WORLD_PLACES["venezuela"]
    notes = iter(
        [
            "Venezuela, VE: named twice; 44 % lie near",
            "Venezuela, VE: 43 % lie near; the only one",
            "the only one",
            "",
        ]
    )
    toponyms = tuple(
        dataclasses.replace(t, note=next(notes)) if t.place == venezuela else t for t in document.toponyms
    )
    data = page_json(
        page_model(dataclasses.replace(document, toponyms=toponyms), PageOptions()), lambda code: code
    )
    row = next(row for row in data["places"] if row["id"] == venezuela.id)
    assert row["note"] == "43 % lie near; the only one", "of the surest mention"
    assert "named twice" in row["reasons"] and "the only one" not in row["reasons"]
    assert not any("44 %" in words for words in row["reasons"])


def test_a_building_is_called_as_the_text_calls_it() -> None:
    data = page_json(page_model(documents.caribbean(), PageOptions()), lambda code: code)
    names = {row["formal"]: (row["name"], row["label"]) for row in data["places"] if row["formal"]}
    assert names == {
        "Palm Beach International Airport": ("Palm Beach airport", "Palm Beach airport"),
        "Simón Bolívar International Airport": ("Maiquetía", "Maiquetía"),
    }
    assert "White House" in {row["name"] for row in data["places"]}, (
        "the text's name and the gazetteer's are one"
    )


def test_what_options_leave_out_is_listed_with_the_reason() -> None:
    document = documents.caribbean()
    strict = page_model(document, PageOptions(min_score=0.5))
    assert ("San Carlos", "score 0.41 is under the 0.50 asked for") in [
        (u["name"], u["reason"]) for u in strict.unplaced
    ]
    venezuelan = page_model(document, PageOptions(countries=("VE",)))
    assert {p.place.country for p in venezuelan.places} == {"VE"}
    assert "Mexico" in [u["name"] for u in venezuelan.unplaced]
    literal = page_model(document, PageOptions(kinds=("place",)))
    assert {m["k"] for m in literal.mentions} == {"place"}


@pytest.mark.parametrize(
    "options", [{"units": "miles"}, {"min_score": 2}, {"kinds": ["town"]}, {"colour": "red"}]
)
def test_wrong_options_are_the_callers_mistake(options: dict[str, object]) -> None:
    with pytest.raises(InputError):
        page_options(**options)


def test_words() -> None:
    places = documents.WORLD_PLACES
    assert kind_words(places["caribbean"]) == "sea"
    assert theme(places["whitehouse"]) == "facility"
    assert theme(dataclasses.replace(places["whitehouse"], feature_class="?", feature_code="?")) == "place"
    assert where(places["palm"], "United States") == "Florida, United States"
    assert where(places["caribbean"], "") == ""
    assert [score_words(s) for s in (1, 0.9, 0.8, 0.6, 0.3, 0)] == [
        "Very likely", "Very likely", "Likely", "Probable", "Doubtful", "Very doubtful",
    ]  # fmt: skip
    assert DOUBTFUL == geo.resolution.DOUBTFUL
    assert f"const DOUBTFUL = {DOUBTFUL};" in (ASSETS / "article.js").read_text(encoding="utf-8")
    assert date_words("2025-11-07") == "7 November 2025"
    assert date_words("last week") == "last week"
    assert date_words("2025-99-07") == "2025-99-07"


@pytest.mark.parametrize(
    ("intervals", "middle"),
    [
        ([], 0.0),
        ([(10, 20), (30, 40)], 25.0),
        ([(177, 177), (-172, -172)], -177.5),
        ([(170, -170)], 180.0),
        ([(-180, -170), (170, 180)], 180.0),
        ([(0, 0)], 0.0),
    ],
)
def test_the_middle_lies_opposite_to_the_widest_gap(
    intervals: list[tuple[float, float]], middle: float
) -> None:
    found = middle_meridian(intervals)
    assert abs((found - middle + 180) % 360 - 180) < 1e-9


@given(
    st.lists(st.tuples(st.floats(-89, 89), st.floats(-180, 180)), min_size=1, max_size=12),
)
def test_every_firm_point_is_in_the_view(points: list[tuple[float, float]]) -> None:
    centre = middle_meridian([(lon, lon) for _, lon in points])
    items = [Item(lat, into_frame(lon, centre)) for lat, lon in points]
    view = fit(items, centre)
    for lat, lon in points:
        assert view.south - 1e-9 <= lat <= view.north + 1e-9 or abs(lat) > 84
        near = into_frame(lon, view.centre[1])
        assert view.west - 1e-6 <= near <= view.east + 1e-6


def test_the_view_follows_the_points_and_not_a_continent_beside_them() -> None:
    town = Item(10.5, -66.9)
    other = Item(26.7, -80.1)
    sea = Item(15.0, -75.0, area=box(-88, 8, -60, 22))
    continent = Item(40.0, -100.0, area=box(-170, 15, -50, 75))
    view = fit([town, other, sea, continent], -75.0)
    assert view.west < -88 and view.east > -60, "the sea comes in whole"
    assert view.width < 45, "the continent does not decide"
    seen = continent.area.intersection(box(view.west, view.south, view.east, view.north))
    assert seen.area > 0.04 * view.width * view.height, "but is seen"


def test_a_doubtful_place_far_away_does_not_spoil_the_view() -> None:
    view = fit([Item(48.2, 16.4), Item(48.3, 14.3), Item(-37.8, 145.0, light=True)], 15.0)
    assert view.width < 5


def test_views() -> None:
    assert fit([], 0.0) == WORLD
    assert fit([Item(78, 15), Item(82, -62), Item(90, 0)], 0).pole == "north"
    assert fit([Item(-78, 166), Item(-90, 0)], 166).pole == "south"
    assert fit([Item(60, 10), Item(59, 18)], 14).pole == ""
    lone = fit([Item(48.2, 16.4)], 16.4)
    assert 1.0 < lone.height < 3


def test_an_island_across_the_antimeridian_is_one() -> None:
    fiji = MultiPolygon([box(177, -18, 180, -16), box(-180, -18, -179, -16)])
    part = in_window(fiji, View(170, -30, 195, -5))
    assert part.geom_type == "Polygon"
    assert part.bounds == (177.0, -18.0, 181.0, -16.0)
    assert in_window(fiji, View(0, -30, 20, -5)).is_empty


def test_neighbours_still_share_their_border_when_simplified() -> None:
    left = Point(0, 0).buffer(2).intersection(box(-3, -3, 0.5, 3))
    right = Point(0, 0).buffer(2).difference(box(-3, -3, 0.5, 3))
    simple = simplify_together([left, right], 0.05)
    shared = shared_edges(simple)
    assert shared.length == pytest.approx(left.intersection(right).length, rel=0.02)
    assert shared_edges([]).is_empty


def test_the_pages_scripts() -> None:
    """node's own runner over tests/webmap/js."""
    node = require_node()
    files = sorted(str(path) for path in JS.glob("*.test.js"))
    run = subprocess.run([node, "--test", *files], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-4000:]


def test_an_empty_document_has_a_model() -> None:
    model = page_model(Document(id="x", text=""), PageOptions())
    assert model.places == [] and model.mentions == [] and model.unplaced == []


def test_the_strip_of_time_has_each_date_with_its_places() -> None:
    model = page_model(documents.caribbean(), PageOptions())
    data = page_json(model, lambda code: code)
    names = [p["name"] for p in data["places"]]
    strip = {t["label"]: [names[i] for i in t["places"]] for t in data["times"]}
    assert list(strip) == ["August 2025", "16 Nov 2025", "17 Nov 2025", "24 Nov 2025"]
    assert strip["17 Nov 2025"] == ["Venezuela", "White House"]
    assert page_model(documents.local(), PageOptions()).times() == []


def test_corrections_are_toml() -> None:
    import tomllib

    node = require_node()
    payloads = [p.replace("\ud800", "\ufffd") for p in documents.PAYLOADS]
    made = [
        {"name": p, "mentions": [[0, 3]], "was": p, "action": "place", "place": p, "lat": 1.5, "lon": -2}
        for p in payloads
    ]
    script = (
        f"const {{corrections}} = require({json.dumps(str(JS / 'load.js'))});"
        f"process.stdout.write(corrections.toToml({json.dumps(made)}))"
    )
    out = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True).stdout
    read = tomllib.loads(out)["correction"]
    assert [c["text"] for c in read] == payloads
    assert read[0]["mentions"] == [[0, 3]] and read[0]["lon"] == -2.0


@pytest.mark.parametrize("format_", ["png", "svg", "pdf"])
def test_a_picture_is_the_same_each_time(format_: str) -> None:
    pytest.importorskip("matplotlib", reason="pictures need the extra image")
    from geo.webmap.picture import draw_picture

    document = documents.pacific()
    first = draw_picture(document, format=format_, width=600, height=400)
    assert first == draw_picture(document, format=format_, width=600, height=400)
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    assert first.startswith(starts[format_])


def test_a_picture_of_hostile_text_is_drawn() -> None:
    pytest.importorskip("matplotlib", reason="pictures need the extra image")
    from geo.webmap.picture import draw_picture

    with pytest.raises(InputError, match="jpeg"):
        draw_picture(documents.local(), format="jpeg")
    with pytest.raises(InputError, match="too small"):
        draw_picture(documents.local(), width=3)
    assert draw_picture(documents.hostile(), width=600, height=400)
