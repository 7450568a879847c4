"""What a newsroom does with a map: puts it into a page, prints it, copies from it, shows it in a notebook."""

# ruff: noqa: E501  scripts for the browser

from __future__ import annotations

import base64
import html
import re
from pathlib import Path
from typing import Any

import pytest

from geo.webmap import draw_map, render
from tests.webmap import documents
from tests.webmap.browser import Open, console_of, requests_of, run, until

pytestmark = pytest.mark.browser


def test_a_map_for_another_page_fills_its_frame_and_holds_no_text(opened: Open, tmp_path: Path) -> None:
    inner = tmp_path / "inner.html"
    told = {"title": "The build-up", "credit": "Example press", "date": "24 November 2025", "units": "mi"}
    inner.write_text(render(documents.caribbean(), embed=True, **told), encoding="utf-8")
    frame = f'<!DOCTYPE html><title>x</title><body class="whole"><iframe src="{inner.as_uri()}" width="720" height="460"></iframe>'
    driver = opened(frame)
    driver.switch_to.frame(0)
    try:
        assert until(driver, "return document.body.classList.contains('whole')")
        seen = run(
            driver,
            """const root = document.documentElement, map = document.querySelector(".folium-map").getBoundingClientRect();
            const shown = (id) => document.getElementById(id).getClientRects().length > 0;
            return {scrolls: root.scrollHeight > innerHeight || root.scrollWidth > innerWidth, share: (map.width * map.height) / (innerWidth * innerHeight),
              text: shown("geo-article"), tabs: shown("geo-tabs"), title: document.getElementById("geo-title").textContent,
              line: document.getElementById("geo-dateline").textContent, credit: document.getElementById("geo-credit").textContent,
              scale: document.querySelector(".leaflet-control-scale-line").textContent, places: geoPage.data.places.length}""",
        )
        run(driver, "geoPage.select(0)")
        panel = run(driver, "return document.querySelectorAll('#geo-panel blockquote mark').length")
    finally:
        driver.switch_to.default_content()
    assert not seen["scrolls"] and seen["share"] > 0.85
    assert not seen["text"] and not seen["tabs"]
    assert (
        seen["title"] == told["title"] and told["date"] in seen["line"] and told["credit"] in seen["credit"]
    )
    assert seen["scale"].endswith("mi") and seen["places"] > 10
    assert panel > 0, "the evidence is there"
    assert requests_of(driver) == []


def test_coordinates_are_copied_and_links_wait_for_a_click(opened: Open) -> None:
    from selenium.webdriver.common.by import By

    driver = opened(documents.caribbean())
    run(driver, "geoPage.select(geoPage.data.places.findIndex((p) => p.name === 'Caracas'))")
    button = driver.find_element(By.XPATH, "//button[starts-with(., 'Copy ')]")
    figures = button.text.removeprefix("Copy ")
    assert re.fullmatch(r"-?\d+\.\d+, -?\d+\.\d+", figures)
    driver.execute_script("arguments[0].scrollIntoView()", button)
    button.click()
    assert (
        until(
            driver,
            "return document.querySelector('.geo-actions .geo-copy').textContent",
            lambda t: t == "Copied",
        )
        == "Copied"
    )
    links = run(
        driver, "return [...document.querySelectorAll('#geo-panel a')].map((a) => [a.href, a.rel, a.target])"
    )
    assert links and all(rel == "noopener noreferrer" and target == "_blank" for _, rel, target in links)
    assert all(href.startswith("https://www.geonames.org/") for href, _, _ in links)
    assert requests_of(driver) == []


def test_a_page_prints_to_paper(opened: Open) -> None:
    driver = opened(documents.caribbean())
    made = driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
    pdf = base64.b64decode(made["data"])
    assert pdf.startswith(b"%PDF") and len(pdf) > 30_000
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 4, "the sheet with map and list, then the text"
    assert console_of(driver) == []


def test_a_notebook_shows_the_map_with_layers_of_ones_own(opened: Open) -> None:
    import folium

    map_ = draw_map(documents.pacific())
    assert isinstance(map_, folium.Map)
    folium.CircleMarker([-18.1, 178.4], radius=30, color="green").add_to(map_)
    shown = map_._repr_html_()
    inner = html.unescape(re.search(r'srcdoc="([^"]*)"', shown)[1])  # type: ignore[index]
    driver = opened(inner)
    assert run(driver, "return document.querySelectorAll('path[stroke=\"green\"]').length") == 1
    assert run(driver, "return geoPage.data.places.length") == 7
    assert requests_of(driver) == []


def test_tiles_come_with_a_warning_and_never_from_openstreetmaps_own_server(
    main: Any, tmp_path: Path
) -> None:
    text = tmp_path / "story.txt"
    text.write_text("A ship left Caracas for San Juan in Puerto Rico.", encoding="utf-8")
    code, _, err = main("map", text, "--tiles", "Esri.WorldGrayCanvas", "-o", tmp_path / "out")
    assert code == 0 and "whoever opens this page tells Esri.WorldGrayCanvas which places it shows" in err
    policy = re.search(
        r'content="(default-src[^"]*)"', (tmp_path / "out/map.html").read_text(encoding="utf-8")
    )
    assert policy and "arcgisonline.com" in policy[1]
    code, _, err = main("map", text, "--tiles", "OpenStreetMap.Mapnik", "-o", tmp_path / "osm")
    assert code == 2 and "OpenStreetMap" in err and not (tmp_path / "osm").exists()


@pytest.mark.parametrize("format_", ["png", "svg", "pdf"])
def test_a_picture_beside_the_page_is_the_same_each_time(main: Any, tmp_path: Path, format_: str) -> None:
    pytest.importorskip("matplotlib", reason="pictures need the extra image")
    text = tmp_path / "story.txt"
    text.write_text("A ship left Caracas for San Juan in Puerto Rico.", encoding="utf-8")
    made = []
    for name in ("one", "two"):
        code, _, err = main("map", text, "-o", tmp_path / name, "--image", f"map.{format_}")
        assert code == 0, err
        made += [p.read_bytes() for p in tmp_path.rglob(f"map.{format_}") if p.read_bytes() not in made]
    assert len(made) == 1 and len(made[0]) > 10_000
