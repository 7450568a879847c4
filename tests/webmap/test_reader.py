"""What a reader does with the page, with real keys and a real pointer: reads, points, corrects, prints."""

# ruff: noqa: E501  scripts for the browser

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.webmap import documents
from tests.webmap.browser import Open, console_of, run, until

pytestmark = pytest.mark.browser

FOCUS = "const e = document.activeElement; return [e.tagName, e.getAttribute('aria-label') || e.textContent.slice(0, 40)]"


def press(driver: Any, *keys: str) -> None:
    """Keys as the keyboard sends them, to whatever has the focus."""
    from selenium.webdriver.common.action_chains import ActionChains

    chain = ActionChains(driver)
    for key in keys:
        chain.send_keys(key)
    chain.perform()


def test_pointing_at_a_mention_lights_its_place(opened: Open) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By

    driver = opened(documents.caribbean())
    mention = driver.find_element(By.XPATH, "//span[contains(@class, 'geo-mention')][text()='White House']")
    ActionChains(driver).move_to_element(mention).perform()
    wanted = ["White House, building", "White House", "White House"]
    lit = until(
        driver,
        """return [document.querySelector(".geo-mark-box.hovered").getAttribute("aria-label"),
        document.querySelector(".geo-name.lit").textContent, document.querySelector(".geo-row.lit .geo-row-name").textContent]""",
        lambda found: found == wanted,
    )
    assert lit == wanted


AT_ONCE = """
new MutationObserver(() => {
  if (window.first || !document.body || !document.body.classList.contains("ready")) return;
  window.first = {whole: document.body.classList.contains("whole"), rows: document.querySelectorAll(".geo-row").length};
  document.querySelector("[data-mention='0']").click();
  first.panel = document.querySelector("#geo-panel h2").textContent;
  first.names = document.querySelectorAll(".geo-name[data-place]").length;
  const canvas = document.querySelector(".leaflet-geo-ground-pane canvas");
  first.drawn = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((n) => n > 0);
}).observe(document, {subtree: true, attributes: true, attributeFilter: ["class"]});
"""
"""A click on the first mention in the very moment in which the page says that it is ready."""


def test_a_click_is_answered_before_the_rest_of_the_page_is_made(opened: Open) -> None:
    driver = opened(documents.empty())
    made = driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": AT_ONCE})
    try:
        opened(documents.caribbean())
    finally:
        driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", made)
    first = run(driver, "return window.first")
    assert first["panel"] == "Caribbean Sea" and first["names"] > 5 and first["drawn"]
    assert not first["whole"] and first["rows"] == 0
    chosen = run(driver, "return document.querySelector('.geo-row[aria-current] .geo-row-name').textContent")
    assert chosen == "Caribbean Sea", "the list, made afterwards, knows what was chosen"
    assert run(driver, "return geoPage.base.farEdges.coasts.length") > 100, "and the Earth around is there"


def test_a_map_moved_out_of_its_neighbourhood_shows_the_earth_around(opened: Open) -> None:
    driver = opened(documents.local())
    alpha = """geoPage.base.ground._draw();
    const at = geoPage.base.pixel(...geoPage.base.planeOf(arguments[0]));
    const canvas = document.querySelector(".leaflet-geo-ground-pane canvas");
    const box = canvas.getBoundingClientRect(), map = geoPage.map.getContainer().getBoundingClientRect();
    return canvas.getContext("2d").getImageData(map.left + at.x - box.left, map.top + at.y - box.top, 1, 1).data[3]"""
    middle = run(driver, "return geoPage.map.getCenter()")
    here = driver.execute_script(alpha, [middle["lat"], middle["lng"]])
    assert here == 255, "a view in the midst of a country, whose every edge is a cut, shows land"
    run(driver, "geoPage.map.setView([50, 10], 4, {animate: false})")
    assert driver.execute_script(alpha, [48, 11]) == 255, (
        "Bavaria is land on the map of a story in the United States"
    )


def test_a_chosen_place_lies_in_the_room_that_the_panel_leaves(opened: Open) -> None:
    driver = opened(documents.many(60))  # all over the Earth
    under = """GeoPage.calm = () => true;
    const frame = geoPage.map.getContainer().getBoundingClientRect();
    return geoPage.places.items.filter((item) => {
      geoPage.select(item.index);
      const panel = document.getElementById("geo-panel").getBoundingClientRect();
      const at = geoPage.map.latLngToContainerPoint(item.place.at);
      return at.x < 0 || at.y < 0 || at.y > frame.height || at.x + frame.left > panel.left;
    }).map((item) => item.place.name)"""
    assert run(driver, under) == []
    assert run(driver, "return geoPage.camera.moved") is False, "none of that was the reader's doing"
    opening = (
        "geoPage.select(-1); const c = geoPage.map.getCenter(); return [c.lat, c.lng, geoPage.map.getZoom()]"
    )
    before = run(driver, opening)
    assert run(driver, "geoPage.camera.fit();" + opening) == before, "closed, the panel gives the room back"


def test_text_and_list_stay_where_the_reader_left_them(opened: Open) -> None:
    driver = opened(documents.many(300))
    run(driver, "geoPage.select(geoPage.data.places.findIndex((p) => p.name === 'Place 290'))")
    top = "return document.getElementById('geo-scroll').scrollTop"
    assert until(driver, top, lambda far: far > 300) > 300
    run(driver, "geoPage.select(-1); document.getElementById('geo-tab-places').click()")
    assert until(driver, top, lambda at: at == 0) == 0, "the list begins at its first place"
    run(
        driver,
        "document.getElementById('geo-scroll').scrollTop = 120; document.getElementById('geo-tab-text').click()",
    )
    run(driver, "document.getElementById('geo-tab-places').click()")
    assert until(driver, top, lambda at: at == 120) == 120


def test_choosing_a_place_runs_the_text_to_it(opened: Open) -> None:
    driver = opened(documents.many(300))
    run(driver, "geoPage.select(geoPage.data.places.findIndex((p) => p.name === 'Place 290'))")
    inside = until(
        driver,
        """const mark = document.querySelector(".geo-mention.current").getBoundingClientRect();
        const frame = document.getElementById("geo-scroll").getBoundingClientRect();
        return mark.top >= frame.top && mark.bottom <= frame.bottom""",
    )
    assert inside


def test_the_keyboard_reads_on_in_the_panel_and_comes_back(opened: Open) -> None:
    from selenium.webdriver.common.keys import Keys

    driver = opened(documents.caribbean())
    run(driver, "document.querySelector('[data-mention=\"0\"]').focus()")
    press(driver, Keys.ENTER)
    assert run(driver, FOCUS) == ["H2", "Caribbean Sea"]
    press(driver, Keys.TAB, Keys.TAB, Keys.TAB)
    assert run(driver, FOCUS) == ["BUTTON", "Next mention"]
    press(driver, Keys.ENTER)
    assert run(driver, FOCUS) == ["BUTTON", "Next mention"], (
        "the panel is filled anew under the reader's finger"
    )
    assert "Mention 2 of 3" in run(driver, "return document.getElementById('geo-panel').textContent")
    press(driver, Keys.ESCAPE)
    assert run(driver, FOCUS)[1] == "Caribbean, sea"
    press(driver, "n")
    assert run(driver, "return geoPage.mention") == 0 and run(driver, FOCUS)[1] == "Caribbean, sea"


def test_every_control_is_reached_by_tab_and_shows_it(opened: Open) -> None:
    from selenium.webdriver.common.keys import Keys

    driver = opened(documents.local())
    wanted = run(
        driver,
        """window.met = new Set();
        document.addEventListener("focusin", (event) => {
          const style = getComputedStyle(event.target);
          if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) window.met.add(event.target);
        });
        return [...document.querySelectorAll("a[href], button, input, select, [tabindex='0']")]
          .filter((e) => e.offsetParent && !e.disabled && e.getAttribute("tabindex") !== "-1").length""",
    )
    for _ in range(wanted + 8):
        press(driver, Keys.TAB)
    missed = run(
        driver,
        """return [...document.querySelectorAll("a[href], button, input, select, [tabindex='0']")]
          .filter((e) => e.offsetParent && e.getAttribute("tabindex") !== "-1" && !window.met.has(e)).map((e) => e.outerHTML.slice(0, 90))""",
    )
    assert wanted > 15 and missed == []


def test_corrections_are_saved_from_the_disk(opened: Open, tmp_path: Path) -> None:
    document = documents.caribbean()
    driver = opened(document)
    driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    run(
        driver,
        """localStorage.clear();
        const at = (name) => geoPage.data.places.findIndex((p) => p.name === name);
        geoPage.select(at("Washington"));
        [...document.querySelectorAll(".geo-tool")].find((b) => b.textContent === "Not a place").click();
        geoPage.select(at("Caracas"));
        const same = document.querySelector("#geo-panel select");
        same.value = String(at("Maiquetía"));
        same.dispatchEvent(new Event("change"));
        [...document.querySelectorAll("#geo-corrections button")].find((b) => b.textContent.startsWith("Save")).click();
        localStorage.clear();""",
    )
    saved = tmp_path / "corrections.toml"
    for _ in range(100):
        if saved.exists():
            break
        time.sleep(0.05)
    assert console_of(driver) == []
    made = {c["text"]: c for c in tomllib.loads(saved.read_text(encoding="utf-8"))["correction"]}
    assert made["Washington"]["action"] == "not a place"
    assert (made["Caracas"]["action"], made["Caracas"]["place"]) == ("same", "curated:ccs")
    assert [document.text[s:e] for s, e in made["Caracas"]["mentions"]] == ["Caracas"]


def test_without_the_text_only_quoted_sentences_are_in_the_file(opened: Open) -> None:
    driver = opened(documents.caribbean(), text=False)
    assert run(
        driver,
        "return [document.getElementById('geo-tabs').hidden, document.querySelectorAll('.geo-mention').length]",
    ) == [True, 0]
    source = driver.page_source
    assert "Speaking on Sunday at Palm Beach airport" in source, "evidence"
    whole = documents.story("He slept. A ship lay off [[Suva|suva]].", documents.PACIFIC_PLACES)
    driver = opened(whole, text=False)
    assert "He slept" not in driver.page_source and "A ship lay off Suva" in driver.page_source


def test_the_panel_names_the_dates_of_its_sentences(opened: Open) -> None:
    driver = opened(documents.caribbean())
    words = run(
        driver,
        """geoPage.select(geoPage.data.places.findIndex((p) => p.name === "White House"));
        return document.getElementById("geo-panel").textContent""",
    )
    assert "Dates beside it: 17 Nov 2025" in words


def test_the_header_runs_as_the_article_does(opened: Open) -> None:
    driver = opened(documents.arabic())
    sides = run(
        driver,
        """const end = (id) => { const r = document.createRange(); r.selectNodeContents(document.getElementById(id));
          return Math.round(r.getBoundingClientRect().right); };
        return [end("geo-title"), end("geo-dateline"), document.getElementById("geo-dateline").dir]""",
    )
    assert abs(sides[0] - sides[1]) <= 2 and sides[2] == "rtl"
    left = """const text = document.querySelector("#geo-dateline bdi").firstChild;
    const left = (from, to) => { const r = document.createRange(); r.setStart(text, from); r.setEnd(text, to); return r.getBoundingClientRect().left; };
    return [text.data, left(0, 2) < left(3, 6)]"""
    assert run(driver, left) == ["13 January 2026", True], (
        "the day stands before the month in an Arabic line too"
    )
    assert run(opened(documents.local()), "return document.getElementById('geo-dateline').dir") == "ltr"


def test_on_paper_the_map_is_whole_and_the_places_are_listed(opened: Open) -> None:
    driver = opened(documents.caribbean())
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    )
    state = run(
        driver,
        """const before = geoPage.map.getSize();
        window.dispatchEvent(new Event("beforeprint"));
        const size = geoPage.map.getSize();
        const out = { size: [size.x, size.y], water: getComputedStyle(document.body).getPropertyValue("--water").trim() };
        out.outside = geoPage.places.items.filter((i) => i.point).filter((i) => {
          const p = geoPage.base.pixel(...i.at); return p.x < 0 || p.y < 0 || p.x > size.x || p.y > size.y; }).length;
        const canvas = document.querySelector(".leaflet-geo-ground-pane canvas");
        out.clear = [...canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data].filter((v, i) => i % 4 === 3 && v < 255).length;
        window.dispatchEvent(new Event("afterprint"));
        const after = geoPage.map.getSize();
        out.back = [before.x - after.x, before.y - after.y];
        return out""",
    )
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "light"}]}
    )
    assert state["size"] == [688, 446], "182 by 118 millimetres"
    assert state["outside"] == 0 and state["clear"] == 0, "a printer takes what is clear for white"
    assert state["water"] == "#d6e4ec", "light, though the reader's screen is dark"
    assert state["back"] == [0, 0]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    order = run(
        driver,
        """return ["geo-title", "geo_map", "geo-legend", "geo-list", "geo-article"].map((id) =>
          Math.round((document.getElementById(id) || document.querySelector(".folium-map")).getBoundingClientRect().top))""",
    )
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert order == sorted(order) and len(set(order)) == 5


def test_a_reader_corrects_a_place(opened: Open) -> None:
    driver = opened(documents.caribbean())
    state = run(
        driver,
        """const at = (name) => geoPage.data.places.findIndex((p) => p.name === name);
        geoPage.select(at("San Carlos"));
        document.querySelector("#geo-panel .geo-choice").click();
        const words = document.querySelector(".geo-tools p").textContent;
        geoPage.select(at("Washington"));
        [...document.querySelectorAll(".geo-tool")].find((b) => b.textContent === "Not a place").click();
        geoPage.select(at("Caracas"));
        [...document.querySelectorAll(".geo-choice")].find((b) => b.textContent.startsWith("A point")).click();
        geoPage.places._click({ latlng: L.latLng(10.2, -67.5) });
        return { words, bar: document.getElementById("geo-corrections").textContent,
          marks: document.querySelectorAll(".geo-mark.corrected").length,
          struck: [...document.querySelectorAll(".geo-mention.corrected")].map((m) => m.textContent),
          toml: GeoPage.corrections.toToml([...geoPage.corrections.made.values()]) }""",
    )
    assert state["words"] == "Corrected: San Carlos."
    assert state["bar"].startswith("3 corrections")
    assert state["marks"] == 2
    assert state["struck"] == ["Washington", "Caracas", "San Carlos"]
    read = {c["text"]: c for c in tomllib.loads(state["toml"])["correction"]}
    text = documents.caribbean().text
    for name, correction in read.items():
        assert [text[s:e] for s, e in correction["mentions"]] == [name]
    assert read["San Carlos"]["place"] == "geonames:5392423"
    assert read["Washington"]["action"] == "not a place"
    assert (read["Caracas"]["lat"], read["Caracas"]["lon"]) == (10.2, -67.5)
    driver = opened(documents.caribbean())
    kept = run(driver, "const n = geoPage.corrections.made.size; localStorage.clear(); return n")
    assert kept == 3, "the page keeps them until it is opened again"


def test_the_strip_of_time_shows_the_places_of_a_date(opened: Open) -> None:
    driver = opened(documents.caribbean())
    shown = run(
        driver,
        """const key = (k) => geoPage.time.track.dispatchEvent(new KeyboardEvent("keydown", { key: k }));
        const left = () => geoPage.places.items.filter((i) => !geoPage.places.hidden.has(i.index)).map((i) => i.place.name);
        key("End");
        const last = left();
        key("ArrowLeft");
        const before = [geoPage.time.track.getAttribute("aria-valuetext"), left()];
        key("Escape");
        return [last, before, left().length]""",
    )
    assert shown == [["Venezuela"], ["17 Nov 2025", ["Venezuela", "White House"]], 13]
    assert run(opened(documents.local()), "return document.getElementById('geo-time').hidden")
