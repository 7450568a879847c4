"""The share of a corpus that the gazetteer can answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.errors import InputError
from geo.gazetteer.coverage import gold_toponyms, kind_of_miss, main, measure
from tests.gazetteer.world import open_world


def test_shares(tmp_path: Path) -> None:
    corpus = tmp_path / "made.jsonl"
    toponyms = [
        {"text": "Paris", "lat": 33.7, "lon": -95.5},
        {"text": "Paris", "lat": 48.8, "lon": 2.3},
        {"text": "Qqqqq", "lat": 1, "lon": 1},
        {"text": "Suva", "lat": 60, "lon": 20},
        {"text": "Nowhere", "lat": None, "lon": None},
    ]
    corpus.write_text(json.dumps({"toponyms": toponyms}) + "\n", encoding="utf-8")
    gazetteer = open_world(tmp_path)
    result = measure(gazetteer, list(gold_toponyms(corpus)))
    gazetteer.close()
    assert result.kinds == {
        "settlement or other name, unknown": 1,
        "settlement or quarter, only namesakes known": 1,
    }
    assert (result.located, result.answered, result.near, result.first) == (4, 3, 2, 1)
    assert list(result.missing) == ["Qqqqq"] and next(iter(result.far)).startswith("Suva (")
    assert "within 161 km 0.5000" in result.line()
    corpus.write_text('{"text": 1}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"made\.jsonl, line 1"):
        list(gold_toponyms(corpus))


def test_kinds_of_what_is_missing_or_far(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = tmp_path / "made.jsonl"
    names = ["Fiji", "Texas", "Red Sea", "12 Elm Street", "Qqq Hospital", "Qqq River", "QQQ", "American"]
    corpus.write_text(
        json.dumps({"toponyms": [{"text": name, "lat": -60, "lon": 20} for name in names]}) + "\n",
        encoding="utf-8",
    )
    gazetteer = open_world(tmp_path)
    kinds = [kind_of_miss(name, found) for name, found in zip(names, gazetteer.lookup(names), strict=True)]
    gazetteer.close()
    assert kinds == [
        "a country's point", "a first-order division's point", "a region's or sea's point", "street, number",
        "facility", "natural feature", "abbreviation", "a country's point",
    ]  # fmt: skip
    main([str(corpus), "--gazetteer", str(tmp_path / "world.sqlite"), "--kinds"])
    printed = capsys.readouterr().out
    assert "within 161 km 0.0000" in printed and "    2 a country's point" in printed
