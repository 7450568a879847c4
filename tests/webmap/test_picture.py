"""The still picture: what it letters, in which scripts, and what it leaves out."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pytest

from geo.types import Document
from tests.webmap import documents

pytest.importorskip("matplotlib", reason="pictures need the extra image")

from geo.webmap import picture
from geo.webmap.lettering import Letterer, drawable, first_drawable, inert
from geo.webmap.picture import draw_picture


class Drawn:
    """A picture's figure, kept while it is drawn."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, document: Document, **options: Any) -> None:
        compose = picture._compose

        def keep(figure: Any, *rest: Any) -> None:
            compose(figure, *rest)
            self.figure = figure

        monkeypatch.setattr(picture, "_compose", keep)
        self.bytes = draw_picture(document, **options)
        monkeypatch.undo()

    def texts(self) -> list[str]:
        axes = [text.get_text() for a in self.figure.axes for text in a.texts]
        return axes + [text.get_text() for text in self.figure.texts]


def test_countries_seas_and_numbers_are_lettered(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = Drawn(monkeypatch, documents.caribbean()).texts()
    assert {"VENEZUELA", "COLOMBIA", "CUBA", "Caribbean Sea", "Gulf of Mexico"} <= set(texts)
    places = 13
    for number in range(1, places + 1):
        assert texts.count(str(number)) == 2, "a mark and its row in the list"
    assert "Largest US carrier joins the build-up off Venezuela" in texts
    assert any("km" in text for text in texts) and any("GeoNames CC BY 4.0" in text for text in texts)


def test_a_small_view_has_divisions_and_towns(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = Drawn(monkeypatch, documents.local(), units="mi").texts()
    named = {t.place.name for t in documents.local().toponyms if t.place}
    assert sum(bool(re.fullmatch(r"[A-Z]\w+ County", text)) for text in texts) >= 3
    assert len(set(texts) - named) > 15 and any(text.endswith(" mi") for text in texts)


def test_arabic_and_hebrew_are_shaped_and_what_has_no_letters_is_called_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = Drawn(monkeypatch, documents.arabic()).texts()  # a missing letter would warn, and so fail
    assert "رفح" in texts and documents.arabic().title in texts
    foreign = replace(documents.caribbean(), title="加勒比海的军舰")
    assert not any("加" in text for text in Drawn(monkeypatch, foreign).texts())
    assert drawable("ירושלים") and not drawable("東京") and not drawable("…")
    assert (
        first_drawable(("東京", "Tokyo"), "town") == "Tokyo" and first_drawable(("東京",), "town") == "town"
    )
    assert inert("a\n\u202eb $x$ 東", 20) == r"a b \$x\$ □"


def test_numbers_stop_where_the_list_does(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = Drawn(monkeypatch, documents.many(300)).texts()
    [more] = [text for text in texts if text.startswith("and ")]
    listed = 300 - int(more.split()[1])
    numbers = [int(text) for text in texts if text.isdigit()]
    assert 30 < listed < 60 and max(numbers) == listed


@pytest.mark.parametrize("size", [(1600, 1000), (1080, 1350), (600, 400), (3000, 1800)])
def test_names_do_not_overlap_in_any_shape(monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    from PIL import Image

    kept: list[Letterer] = []
    spots = picture._spots
    monkeypatch.setattr(
        picture, "_spots", lambda letterer, *a, **k: (kept.append(letterer), spots(letterer, *a, **k))
    )
    data = draw_picture(documents.caribbean(), width=size[0], height=size[1])
    assert Image.open(io.BytesIO(data)).size == size
    [letterer] = kept
    names = [t for t in letterer.axes.texts if t.get_zorder() == 4]
    boxes = [t.get_window_extent(letterer.renderer) for t in names]
    assert len(boxes) >= (3 if min(size) < 500 else 8)
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert a.x1 <= b.x0 or b.x1 <= a.x0 or a.y1 <= b.y0 or b.y1 <= a.y0


def test_told_places_and_the_antimeridian_and_a_pole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert any("30 km north of" in text for text in Drawn(monkeypatch, documents.told()).texts())
    assert "Pacific Ocean" in Drawn(monkeypatch, documents.pacific()).texts()
    polar = Drawn(monkeypatch, documents.polar())
    assert {"GREENLAND", "Arctic Ocean"} <= set(polar.texts())
