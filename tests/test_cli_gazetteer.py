"""``geo gazetteer``: what is told of a store, and of a download."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.cli import main
from geo.cli_gazetteer import _Pace
from geo.datafiles import sha256
from geo.gazetteer.geonames import build_from_dump
from tests.gazetteer.world import write_world

ROW = "101\tGoeddorp\tGoeddorp\t\t52.0\t5.0\tP\tPPL\tNL\t\t07\t\t\t\t500\t\t1\tzone\t2024-02-29\n"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / "NL.txt").write_text(ROW)
    build_from_dump(tmp_path, tmp_path / "full.sqlite", shipped=write_world(tmp_path / "shipped.sqlite"))
    return tmp_path / "full.sqlite"


def test_info_says_what_of_when_and_from_what(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gazetteer", "info", "--gazetteer", str(store)]) == 0
    out = capsys.readouterr().out
    for part in (
        f"full.sqlite, {store.stat().st_size / 1e6:.1f} MB, SHA-256 {sha256(store)}",
        "version   geonames-NL, content ",
        "its newest row of 2024-02-29",
        "made from GeoNames (CC BY 4.0), its download files",
        "places    14, of these",
        "           5  countries and divisions (A)",
        "           8  towns, villages, parts of towns (P)",
        "3 country",
    ):
        assert part in out, part


def test_info_for_a_pipe(
    store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_GAZETTEER", str(store))
    assert main(["gazetteer", "info", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sha256"] == sha256(store) and told["bytes"] == store.stat().st_size
    assert told["classes"] == {"A": 5, "H": 1, "P": 8} and told["kinds"]["PPL"] == 6
    assert told["date"] == "2024-02-29" and told["names"] > 14


def test_a_store_is_chosen_by_option_and_by_setting(
    store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["lookup", "Goeddorp", "--gazetteer", str(store)]) == 0
    assert "geonames:101" in capsys.readouterr().out
    monkeypatch.setenv("GEO_GAZETTEER", str(store))
    assert main(["lookup", "Goeddorp", "Red Sea"]) == 0
    out = capsys.readouterr().out
    assert "geonames:101" in out and "curated:red-sea" in out
    monkeypatch.setenv("GEO_GAZETTEER", str(store.with_name("none.sqlite")))
    assert main(["lookup", "Goeddorp"]) == 2
    assert "no gazetteer at none.sqlite" in capsys.readouterr().err


def test_the_pace_of_a_download_counts_what_came_since_it_began() -> None:
    pace = _Pace()
    # Resumed at 300 MB: those did not come now.
    assert pace.told("a.zip", 300_000_000, 400_000_000, now=10.0) == "a.zip: 300.0 of 400.0 MB"
    assert pace.told("a.zip", 320_000_000, 400_000_000, now=20.0).endswith(", 2.0 MB/s, 0:40 left")
    assert pace.told("b.zip", 1_000_000, 9_000_000, now=21.0) == "b.zip: 1.0 of 9.0 MB"
