"""The share of a corpus that the gazetteer can answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.errors import InputError
from geo.gazetteer.coverage import gold_toponyms, measure
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
    assert (result.located, result.answered, result.near, result.first) == (4, 3, 2, 1)
    assert list(result.missing) == ["Qqqqq"] and next(iter(result.far)).startswith("Suva (")
    assert "within 161 km 0.5000" in result.line()
    corpus.write_text('{"text": 1}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"made\.jsonl, line 1"):
        list(gold_toponyms(corpus))
