"""The page of many documents: what it counts, what it carries, and what a reader meets in the browser."""

from __future__ import annotations

import base64
import json
import os
import re
import time
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geo.errors import InputError
from geo.types import Document
from geo.webmap import corpus as corpus_module
from geo.webmap.corpus import QUOTES, Corpus, corpus_view, render_corpus
from tests.webmap import documents
from tests.webmap.browser import Open, console_of, requests_of, until

ROOT = Path(__file__).parents[2]
STORIES = (documents.caribbean, documents.pacific, documents.local, documents.arabic)


def stories() -> list[Document]:
    return [replace(make(), id=make.__name__) for make in STORIES]


def unpacked(html: str) -> dict[str, Any]:
    """The GeoJSON in a page."""
    found = re.search(r'id="geo-places">([^<]*)<', html)
    assert found
    loaded: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(found[1]), -15))
    return loaded


def test_counts_over_documents_and_quotes_every_place() -> None:
    corpus = Corpus()
    for number in range(QUOTES + 3):
        corpus.add(replace(documents.caribbean(), id=f"d{number}"))
    once = documents.caribbean()
    mentions = sum(t.place is not None and t.place.name == "Venezuela" for t in once.toponyms)
    collection = corpus.to_geojson()
    [venezuela] = [f for f in collection["features"] if f["properties"]["name"] == "Venezuela"]
    assert venezuela["properties"]["mentions"] == mentions * (QUOTES + 3)
    assert venezuela["properties"]["documents"] == QUOTES + 3
    assert len(venezuela["properties"]["quotes"]) == QUOTES
    for feature in collection["features"]:
        for number, start, end in feature["properties"]["quotes"]:
            document, sentence = collection["sentences"][number]
            assert collection["documents"][document]["title"] == once.title
            name = sentence.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
            assert name in {t.mention.text for t in once.toponyms if t.place and t.place.id == feature["id"]}
    assert corpus.not_placed == {"El Paraíso": QUOTES + 3}


def test_quotes_are_literal_before_associative_and_sure_before_doubtful() -> None:
    corpus = Corpus()
    for number, score in enumerate((0.2, 0.9, 0.5, 0.95, 0.3, 0.8, 0.7)):
        document = documents.story(
            f"[[Caracas|caracas|{'place' if number % 2 else 'associative'}|{score}]] waited, day {number}.",
            documents.WORLD_PLACES,
        )
        corpus.add(replace(document, id=str(number)))
    collection = corpus.to_geojson()
    [caracas] = collection["features"]
    days = [int(collection["sentences"][n][1][-2]) for n, _, _ in caracas["properties"]["quotes"]]
    assert days == [3, 1, 5, 6, 2]


def test_a_page_carries_geojson_and_no_whole_text() -> None:
    html = render_corpus(stories())
    collection = unpacked(html)
    assert collection["type"] == "FeatureCollection"
    assert {f["geometry"]["type"] for f in collection["features"]} == {"Point"}
    assert all(len(s) < 450 for _, s in collection["sentences"])
    ranks = [f["properties"]["mentions"] for f in collection["features"]]
    assert ranks == sorted(ranks, reverse=True)
    assert html == render_corpus(iter(stories()))


def test_quotes_make_room_where_a_page_grows_too_heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [replace(documents.many(60), id=str(n)) for n in range(QUOTES)]
    corpus = Corpus()
    for document in many:
        corpus.add(document)
    whole, _ = corpus_module._packed(corpus, 0.0)
    monkeypatch.setattr(corpus_module, "LARGEST", len(whole) - 1)
    collection = unpacked(render_corpus(many))
    assert len(collection["features"]) == 60
    assert max(len(f["properties"]["quotes"]) for f in collection["features"]) < QUOTES


def test_options_choose_places_and_tiles_are_refused() -> None:
    doubtful = {"El Paraíso", "San Carlos"}
    kept = unpacked(render_corpus(stories(), min_score=0.6, countries=("VE", "CO"), kinds=("place",)))
    names = {f["properties"]["name"] for f in kept["features"]}
    assert {"Venezuela", "Colombia"} <= names
    assert not names & {*doubtful, "Mexico", "White House"}
    with pytest.raises(InputError, match="tiles"):
        render_corpus(stories(), tiles="CartoDB.Positron")


def test_the_view_holds_the_mentions_and_not_the_odd_one_out() -> None:
    corpus = Corpus()
    for number in range(60):
        corpus.add(replace(documents.local(), id=str(number)))
    near = corpus_view(corpus.ranked())
    corpus.add(documents.story("Someone flew to [[Caracas|caracas]].", documents.WORLD_PLACES))
    far = corpus_view(corpus.ranked())
    assert near.width < 20 and far.width < 20
    assert corpus_view([]).width == 360


@pytest.mark.browser
def test_every_place_has_its_row_and_its_panel(opened: Open) -> None:
    driver = opened(render_corpus(stories()))
    places = driver.execute_script("return geoPage.data.places.map((p) => [p.name, p.documents])")
    rows = driver.execute_script(
        "return [...document.querySelectorAll('.geo-row-name')].map((r) => r.textContent)"
    )
    assert [name for name, _ in places] == [row.removesuffix("?") for row in rows]
    for index, (name, count) in enumerate(places):
        driver.execute_script("geoPage.select(arguments[0])", index)
        panel = driver.execute_script("return document.querySelector('#geo-panel').innerText")
        assert name in panel
        quoted = driver.execute_script("return document.querySelectorAll('#geo-panel section').length")
        assert quoted == min(count, QUOTES)
        assert driver.execute_script("return document.querySelectorAll('#geo-panel mark').length") >= quoted
    assert requests_of(driver) == []
    assert console_of(driver) == []


@pytest.mark.browser
def test_every_mark_stands_alone_or_in_a_disc_and_a_click_goes_nearer(opened: Open) -> None:
    driver = opened(render_corpus([documents.many(700)]))
    state = """
      geoPage.map.setView([20, 0], 1, {animate: false});
      const shown = geoPage.marks.shown;
      const disc = shown.find((m) => m.count > 1 && m.x > 60 && m.y > 60);
      return [shown.reduce((sum, m) => sum + m.count, 0), shown.length, disc];
    """
    total, standing, disc = driver.execute_script(state)
    assert total == 700 and standing < 350
    before = driver.execute_script("return geoPage.map.getZoom()")
    point = f"geoPage.map.containerPointToLatLng([{disc['x']}, {disc['y']}])"
    driver.execute_script(f"geoPage.map.fire('click', {{latlng: {point}}})")
    assert until(driver, "return geoPage.map.getZoom()", lambda zoom: zoom > before) > before
    alone = driver.execute_script(
        "geoPage.map.setView(geoPage.data.places[5].at, 9, {animate: false});"
        "geoPage.map.fire('click', {latlng: L.latLng(geoPage.data.places[5].at)});"
        "return document.querySelector('#geo-panel h2').textContent"
    )
    assert alone == driver.execute_script("return geoPage.data.places[5].name")
    driver.execute_script("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))")
    assert driver.execute_script("return document.querySelector('#geo-panel').hidden")


@pytest.mark.browser
def test_search_filters_and_what_the_map_shows(opened: Open) -> None:
    driver = opened(render_corpus(stories()))
    names = "[...document.querySelectorAll('.geo-row-name')].map((r) => r.textContent.replace('?', ''))"

    def listed(script: str) -> list[str]:
        found: list[str] = driver.execute_script(
            f"const l = geoPage.list; {script}; l.filter(); return {names};"
        )
        return found

    everything = listed("")
    assert listed("l.search.value = 'maiquetia'") == []
    assert listed("l.search.value = 'BOLIVAR'") == ["Simón Bolívar International Airport"]
    venezuelan = listed("l.search.value = ''; l.country.value = 'VE'")
    assert {"Venezuela", "Caracas"} <= set(venezuelan) and "Mexico" not in venezuelan
    on_map = driver.execute_script("return geoPage.marks.kept.reduce((a, b) => a + b, 0)")
    assert on_map == len(venezuelan) - 1  # the country itself is tinted ground, no mark
    assert listed("l.kind.value = 'capital'") == ["Caracas"]
    assert listed("l.kind.value = l.country.value = ''") == everything
    driver.execute_script(
        "geoPage.map.setView([10.5, -66.9], 9, {animate: false}); geoPage.list.inside.click()"
    )
    near = driver.execute_script(f"return {names}")
    assert "Caracas" in near and "Palm Beach International Airport" not in near
    driver.execute_script("geoPage.map.setView([26.6, -80.1], 9, {animate: false})")
    assert "Palm Beach International Airport" in driver.execute_script(f"return {names}")


@pytest.mark.browser
def test_hostile_text_stays_text(opened: Open) -> None:
    hostile = documents.hostile()
    driver = opened(render_corpus([hostile], title=hostile.title, credit=hostile.title, date=hostile.title))
    count = driver.execute_script("return geoPage.data.places.length")
    for index in range(count):
        driver.execute_script("geoPage.select(arguments[0])", index)
    driver.execute_script("geoPage.list.search.value = '<img'; geoPage.list.filter()")
    assert count >= len(documents.PAYLOADS)
    assert driver.execute_script("return window.hacked") is None
    assert (
        driver.execute_script("return document.querySelectorAll('img, svg, #geo-panel script').length") == 0
    )
    assert requests_of(driver) == []


@pytest.mark.browser
def test_axe_finds_no_violation(opened: Open) -> None:
    axe = ROOT / "node_modules/axe-core/axe.min.js"
    if not axe.exists():
        if os.environ.get("GEO_REQUIRE_BROWSER") == "1":
            pytest.fail("axe-core is not installed: npm install --no-save axe-core")
        pytest.skip("axe-core is not installed: npm install --no-save axe-core")
    driver = opened(render_corpus(stories()))
    for step in ("", "geoPage.select(0)", "document.querySelector('.geo-not-placed').open = true"):
        driver.execute_script(step)
        time.sleep(0.3)
        driver.execute_cdp_cmd("Runtime.evaluate", {"expression": axe.read_text(encoding="utf-8")})
        answer = driver.execute_cdp_cmd(
            "Runtime.evaluate",
            {
                "expression": "axe.run(document).then((r) => JSON.stringify(r.violations.map((v) => "
                "[v.id, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160))])))",
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        assert json.loads(answer["result"]["value"]) == [], step
