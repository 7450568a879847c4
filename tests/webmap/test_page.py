"""The finished page in headless Chromium, with the network cut: what a reader meets."""

# ruff: noqa: E501  scripts for the browser

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from geo.errors import DataError, InputError
from geo.webmap import draw_map, render
from geo.webmap.escape import escape
from geo.webmap.page import finished
from tests.webmap import documents
from tests.webmap.browser import Open, console_of, requests_of, run, until

ROOT = Path(__file__).parents[2]
STORIES = ("caribbean", "pacific", "local", "polar", "arabic", "told", "empty")


@pytest.mark.browser
@pytest.mark.parametrize("name", STORIES)
def test_a_page_asks_for_nothing_and_complains_of_nothing(opened: Open, name: str) -> None:
    driver = opened(getattr(documents, name)())
    assert requests_of(driver) == []
    assert console_of(driver) == []


@pytest.mark.browser
@pytest.mark.parametrize("name", ["caribbean", "pacific", "local", "polar", "arabic"])
def test_every_place_has_its_panel_and_its_mark_or_outline(opened: Open, name: str) -> None:
    document = getattr(documents, name)()
    driver = opened(document)
    places = {t.place.id: t.place for t in document.toponyms if t.place}
    shown = run(driver, "return geoPage.data.places.map((p) => p.id)")
    assert sorted(shown) == sorted(places)
    for i, key in enumerate(shown):
        row = run(
            driver,
            f"""GeoPage.calm = () => true;
            const item = geoPage.places.items[{i}];
            geoPage.select(-1);
            geoPage.places.arrange();
            if (item.point) item.marker.getElement().click();
            else {{
              const size = geoPage.map.getSize();
              const window = {{ x0: 0, y0: 0, x1: size.x, y1: size.y }};
              const [p] = geoPage.places.roomy(item.polygons, window, 15, 15);
              geoPage.places._click({{ latlng: geoPage.map.containerPointToLatLng([p.x, p.y]) }});
            }}
            const panel = document.getElementById("geo-panel");
            return {{ name: geoPage.data.places[{i}].name, open: !panel.hidden, title: panel.querySelector("h2").textContent,
              chosen: geoPage.place, quotes: panel.querySelectorAll("blockquote mark").length }}""",
        )
        assert row["open"] and row["quotes"] > 0
        if row["chosen"] != i:  # under the pointer lay a smaller area: that is as it should be
            run(driver, f"geoPage.select({i})")
            row["title"] = run(driver, "return document.querySelector('#geo-panel h2').textContent")
        assert row["title"].rstrip("?") in (places[key].name, row["name"])
    assert console_of(driver) == []


@pytest.mark.browser
def test_every_literal_place_is_visible_on_opening(opened: Open) -> None:
    driver = opened(documents.caribbean())
    hidden = run(
        driver,
        """const size = geoPage.map.getSize();
        const window = { x0: 0, y0: 0, x1: size.x, y1: size.y };
        return geoPage.places.items.filter((i) => {
          if (i.polygons) return !geoPage.places.roomy(i.polygons, window, 12, 12).length;
          const p = geoPage.base.pixel(...i.at);
          return p.x < 0 || p.y < 0 || p.x > size.x || p.y > size.y;
        }).map((i) => i.place.name)""",
    )
    assert hidden == []
    washed = until(
        driver,
        """const at = geoPage.base.pixel(...geoPage.base.planeOf([15, -75]));
        const canvas = document.querySelector(".leaflet-geo-sea-pane canvas");
        const box = canvas.getBoundingClientRect(), map = geoPage.map.getContainer().getBoundingClientRect();
        return canvas.getContext("2d").getImageData(map.left + at.x - box.left, map.top + at.y - box.top, 1, 1).data[3]""",
        lambda alpha: alpha > 20,
    )
    assert washed > 20, "the sea under the ships is washed"
    named = run(
        driver, "return [...document.querySelectorAll('.geo-name[data-place]')].map((n) => n.textContent)"
    )
    for name in ("Caribbean Sea", "Venezuela", "United States", "Mexico", "Colombia", "Pacific Ocean"):
        assert name in named


@pytest.mark.browser
def test_a_countrys_outline_is_drawn_around_the_pole_too(opened: Open) -> None:
    for document, name in ((documents.polar(), "Greenland"), (documents.pacific(), "Fiji")):
        driver = opened(document)
        drawn = run(
            driver,
            f"""const item = geoPage.places.items.find((i) => i.place.name === "{name}");
            const style = geoPage.places.areas._outline(item);
            return [item.round, style.strokeAlpha > 0.3, geoPage.places.areas._shade(item) > 0.05]""",
        )
        assert drawn == [False, True, True]


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1400, 860), (390, 844)])
def test_names_do_not_overlap(opened: Open, size: tuple[int, int]) -> None:
    driver = opened(documents.caribbean())
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False},
    )
    time.sleep(0.4)
    boxes = run(
        driver,
        """geoPage.places.arrange();
        return [...document.querySelectorAll('.geo-name')].map((n) => {
          const b = n.getBoundingClientRect(); return [n.textContent, b.left, b.top, b.right, b.bottom]; })""",
    )
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 1400, "height": 860, "deviceScaleFactor": 1, "mobile": False},
    )
    assert len(boxes) > 5
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            apart = a[3] <= b[1] + 2 or b[3] <= a[1] + 2 or a[4] <= b[2] + 2 or b[4] <= a[2] + 2
            assert apart, (a, b)


@pytest.mark.browser
def test_fiji_and_samoa_are_neighbours(opened: Open) -> None:
    driver = opened(documents.pacific())
    bounds = run(driver, "const b = geoPage.map.getBounds(); return [b.getWest(), b.getEast()]")
    assert bounds[1] - bounds[0] < 30


@pytest.mark.browser
def test_article_and_map_talk(opened: Open) -> None:
    driver = opened(documents.caribbean())
    # A mention chosen with the keyboard opens its place.
    state = run(
        driver,
        """const mark = document.querySelector('[data-mention="0"]');
        mark.focus();
        mark.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        return [geoPage.data.places[geoPage.place].name, geoPage.mention]""",
    )
    assert state == ["Caribbean Sea", 0]
    key = "document.dispatchEvent(new KeyboardEvent('keydown', { key: '%s', bubbles: true }));"
    after = run(driver, key % "n" + "return geoPage.mention")
    assert after != 0 and run(driver, key % "p" + "return geoPage.mention") == 0
    assert run(driver, key % "Escape" + "return document.getElementById('geo-panel').hidden")
    lit = run(
        driver,
        """geoPage.hover(0);
        return document.querySelectorAll('.geo-mention.lit').length""",
    )
    assert lit == run(driver, "return geoPage.data.places[0].mentions.length")


@pytest.mark.browser
def test_list_search_and_filters(opened: Open) -> None:
    driver = opened(documents.caribbean())
    names = run(
        driver,
        """geoPage._tab("places");
        const list = geoPage.list;
        const shown = () => list.rows.filter((r) => !r.item.hidden).map((r) => r.place.name);
        const type = (field, value) => { field.value = value;
          field.dispatchEvent(new Event(field.tagName === "INPUT" ? "input" : "change")); return shown(); };
        const out = {};
        out.search = type(list.search, "maiquetia");
        out.none = type(list.search, "zzz");
        out.all = type(list.search, "").length;
        out.sea = type(list.kind, "sea");
        type(list.kind, "");
        out.doubtful = type(list.score, "doubtful");
        type(list.score, "");
        out.country = type(list.country, "CO");
        type(list.country, "");
        out.marks = document.querySelectorAll(".geo-mark-box").length;
        out.unplaced = document.querySelector(".geo-not-placed").textContent;
        return out""",
    )
    assert names["search"] == ["Maiquetía"]
    assert names["none"] == []
    assert names["all"] == 13
    assert names["sea"] == ["Caribbean Sea"]
    assert names["doubtful"] == ["San Carlos"]
    assert names["country"] == ["Colombia"]
    assert names["marks"] == 6
    assert "El Paraíso" in names["unplaced"] and "no place of this name" in names["unplaced"]


@pytest.mark.browser
def test_only_what_stands_for_something_else_is_switched_off(opened: Open) -> None:
    driver = opened(documents.caribbean())
    before, after, boxes = run(
        driver,
        """const boxes = document.querySelectorAll("#geo-legend input");
        const marks = () => document.querySelectorAll(".geo-mark-box").length;
        const before = marks();
        boxes[0].click();
        return [before, marks(), boxes.length]""",
    )
    assert (before, after, boxes) == (6, 4, 1)


EVERYTHING = "".join(documents.PAYLOADS)


@pytest.mark.browser
@pytest.mark.parametrize(
    "options",
    [{}, {"text": False}, {"embed": True}, {"title": EVERYTHING, "credit": EVERYTHING, "date": EVERYTHING}],
)
def test_hostile_text_stays_text(opened: Open, options: dict[str, Any]) -> None:
    document = documents.hostile()
    driver = opened(document, **options)
    hacked = run(
        driver,
        """for (let i = 0; i < geoPage.data.places.length; i++) { geoPage.select(i); geoPage.hover(i); }
        for (let i = 0; i < geoPage.data.mentions.length; i++) geoPage.selectMention(i);
        geoPage._tab("places");
        geoPage.places.arrange();
        return [window.hacked, document.querySelectorAll("img, svg, iframe, object, embed").length,
          document.querySelectorAll("script").length, document.title, geoPage.data.places.length]""",
    )
    time.sleep(0.1)
    assert hacked[0] is None and run(driver, "return window.hacked") is None
    assert hacked[1] == 0
    assert hacked[2] == len(SCRIPTS.findall(render(documents.empty())))
    assert "49" not in hacked[3], "no template ran over the text"
    assert hacked[4] == 2 * len(documents.PAYLOADS)
    assert requests_of(driver) == []
    assert console_of(driver) == []


SCRIPTS = re.compile("<script")


def test_no_template_runs_over_the_text() -> None:
    html = render(documents.hostile())
    assert "{{ window.hacked=1 }}{{ 7*7 }}{% raw %}" in html


def test_a_layer_from_a_network_fails_the_build() -> None:
    import folium
    from folium.plugins import Fullscreen

    map_ = draw_map(documents.local())
    Fullscreen().add_to(map_)
    with pytest.raises(DataError, match="from a network"):
        finished(map_)
    map_ = draw_map(documents.local())
    folium.Marker([28.8, -97.0], popup=escape("a <b> `${x}`")).add_to(map_)
    assert "jQuery" in finished(map_), "folium's popups need it"
    assert "jQuery" not in render(documents.local())


@pytest.mark.browser
def test_layers_of_ones_own_work(opened: Open) -> None:
    import folium

    map_ = draw_map(documents.local())
    folium.Marker(
        [28.8, -97.0], popup=escape("<img src=x onerror=window.hacked=1>`${window.hacked=1}"),
        icon=folium.DivIcon(html="<b>x</b>"),
    ).add_to(map_)  # fmt: skip
    driver = opened(finished(map_))
    assert console_of(driver) == []
    assert run(driver, "return window.hacked") is None


@pytest.mark.browser
@pytest.mark.parametrize("name", ["caribbean", "arabic", "told", "empty"])
def test_axe_finds_no_violation(opened: Open, name: str) -> None:
    axe = next((p for p in (ROOT / "node_modules/axe-core/axe.min.js",) if p.exists()), None)
    if axe is None:
        if os.environ.get("GEO_REQUIRE_BROWSER") == "1":
            pytest.fail("axe-core is not installed: npm install --no-save axe-core")
        pytest.skip("axe-core is not installed: npm install --no-save axe-core")
    driver = opened(getattr(documents, name)())
    steps = ["", "geoPage._tab('places');"]
    if name != "empty":
        steps.append("geoPage.select(0);")
    for step in steps:
        run(driver, step)
        time.sleep(0.3)
        # Run through the debugger, which the page's policy does not bind.
        driver.execute_cdp_cmd("Runtime.evaluate", {"expression": axe.read_text(encoding="utf-8")})
        answer = driver.execute_cdp_cmd(
            "Runtime.evaluate",
            {
                "expression": "axe.run(document).then((r) => JSON.stringify(r.violations.map((v) => "
                "[v.id, v.impact, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160))])))",
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        assert json.loads(answer["result"]["value"]) == [], step


def test_the_same_bytes_wherever_it_runs(tmp_path: Path) -> None:
    code = (
        "import hashlib, geo.webmap\n"
        "from tests.webmap import documents as d\n"
        "print([hashlib.sha256(geo.webmap.render(f()).encode()).hexdigest() for f in (d.caribbean, d.pacific)])"
    )
    answers = set()
    for seed, zone, locale, cwd in (("1", "UTC", "C", ROOT), ("2", "Asia/Tokyo", "C.UTF-8", tmp_path)):
        env = dict(
            os.environ,
            PYTHONHASHSEED=seed,
            TZ=zone,
            LC_ALL=locale,
            PYTHONPATH=str(ROOT),
            OMP_NUM_THREADS=seed,
        )
        run_ = subprocess.run(
            [sys.executable, "-c", code], env=env, cwd=cwd, capture_output=True, text=True, check=True
        )
        answers.add(run_.stdout)
    assert len(answers) == 1
    here = hashlib.sha256(render(documents.caribbean()).encode()).hexdigest()
    assert here in next(iter(answers))


def test_nothing_of_the_machine_is_in_a_page() -> None:
    html = render(documents.caribbean())
    for trace in (str(ROOT), os.uname().nodename, "site-packages", "/home/"):
        assert len(trace) < 4 or trace not in html
    assert not re.search(r"sourceMappingURL", html)
    assert 'rel="noopener noreferrer"' in html


@pytest.mark.parametrize("name", STORIES)
def test_a_page_stays_light(name: str) -> None:
    html = render(getattr(documents, name)())
    assert len(html.encode()) < 900_000


def test_the_whole_earth_is_as_the_outlines_have_it() -> None:
    from geo.gazetteer.outlines import open_outlines
    from geo.webmap.assets import ASSETS
    from geo.webmap.world import make_world

    made = make_world(open_outlines())
    stands = (ASSETS / "world.json").read_text(encoding="utf-8")
    assert made == stands, "the outlines have changed: run python -m geo.webmap.world"


def test_tiles_only_from_the_provider_asked_for() -> None:
    html = render(documents.local(), tiles="Esri.WorldGrayCanvas")
    assert "img-src data: https://server.arcgisonline.com;" in html
    assert "arcgisonline" not in render(documents.local())
    assert html == render(documents.local(), tiles="Esri.WorldGrayCanvas")
    for name in ("OpenStreetMap.Mapnik", "Nowhere.AtAll", "Thunderforest.OpenCycleMap"):
        with pytest.raises(InputError):
            render(documents.local(), tiles=name)
    with pytest.raises(InputError, match="pole"):
        render(documents.polar(), tiles="Esri.WorldGrayCanvas")


@pytest.mark.browser
def test_described_places_are_drawn_apart(opened: Open) -> None:
    driver = opened(documents.told())
    state = run(
        driver,
        """const at = (name) => geoPage.data.places.findIndex((p) => p.name === name);
        const item = (name) => geoPage.places.items[at(name)];
        const out = {};
        out.marks = [...document.querySelectorAll(".geo-mark.told")].length;
        out.circle = Boolean(item("near Odesa").polygons);
        out.lines = ["between Mykolaiv and Kherson", "border between Ukraine and Moldova"].map((n) => item(n).lines.length);
        out.apart = [...document.querySelectorAll(".geo-apart .geo-row-name")].map((n) => n.textContent);
        out.words = [...document.querySelectorAll(".geo-mention.told")].map((n) => n.textContent);
        out.legend = document.getElementById("geo-legend").textContent;
        // The pointer on the words lights the described place; on the name inside, the named one.
        const words = document.querySelector(".geo-mention.told");
        const over = (element) => element.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
        over(words);
        out.lit = geoPage.data.places[geoPage.places.hovered].name;
        over(words.querySelector(".geo-mention"));
        out.inner = geoPage.data.places[geoPage.places.hovered].name;
        words.querySelector("[role=button]").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        out.panel = document.getElementById("geo-panel").textContent;
        out.tools = document.querySelectorAll("#geo-panel .geo-tool").length;
        document.querySelector("#geo-panel .geo-told button").click();
        out.anchor = [document.querySelector("#geo-panel h2").textContent,
          document.querySelector("#geo-panel .geo-told").textContent];
        return out""",
    )
    assert state["marks"] == 1 and state["circle"] and state["lines"] == [1, 1]
    assert state["apart"] == [
        "30 km north of Kherson", "near Odesa", "between Mykolaiv and Kherson", "border between Ukraine and Moldova",
    ]  # fmt: skip
    assert state["words"][0] == state["words"][-1] == "30 km north of Kherson" and len(state["words"]) == 5
    assert "described, not named4" in state["legend"] and "places5" in state["legend"]
    assert (state["lit"], state["inner"]) == ("30 km north of Kherson", "Kherson")
    assert "within 7.5 km" in state["panel"] and "as the text has it" in state["panel"]
    assert state["tools"] == 0, "what is described is corrected at the place that describes it"
    assert state["anchor"][0] == "Kherson" and "30 km north of Kherson" in state["anchor"][1]


@pytest.mark.browser
def test_two_thousand_places_are_gathered_into_clusters(opened: Open) -> None:
    driver = opened(documents.many(2000))
    assert console_of(driver) == []
    assert run(driver, "return document.querySelectorAll('.geo-cluster').length") > 10
    assert run(driver, "return document.querySelectorAll('.geo-row').length") == 2000
