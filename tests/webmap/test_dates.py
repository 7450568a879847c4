"""Dates: sentences written by hand (dates.tsv), half of which only look as if they named one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.webmap.dates import date_label, text_dates

PUBLISHED = "2025-11-18"


def sentences() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """(sentence, [(words, first day, precision), ...]) of dates.tsv."""
    rows = []
    for line in (Path(__file__).parent / "dates.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        sentence, _, told = line.partition("\t")
        dates = []
        for entry in filter(None, told.split("|")):
            words, when = entry.rsplit("=", 1)
            day, precision = when.split("/")
            dates.append((words, day, precision))
        rows.append((sentence, dates))
    return rows


def found(text: str, published: str = PUBLISHED) -> list[tuple[str, str, str]]:
    dates = text_dates(text, published)
    return [(text[d.start : d.end], d.when.isoformat(), d.precision) for d in dates]


def test_there_are_enough_of_both() -> None:
    rows = sentences()
    assert sum(bool(dates) for _, dates in rows) >= 60
    assert sum(not dates for _, dates in rows) >= 60


@pytest.mark.parametrize(("sentence", "dates"), sentences())
def test_dates(sentence: str, dates: list[tuple[str, str, str]]) -> None:
    assert found(sentence) == dates


def test_a_whole_article_is_read_like_its_sentences() -> None:
    rows = sentences()
    expected = [date for _, dates in rows for date in dates]
    assert found("\n".join(sentence for sentence, _ in rows)) == expected


def test_without_the_articles_date_nothing_is_reckoned() -> None:
    text = "On Sunday, since August, two weeks ago, yesterday, on 3 May 2020 and in 1999."
    assert [day for _, day, _ in found(text, "")] == ["2020-05-03", "1999-01-01"]


def test_a_day_without_a_year_is_the_last_one_unless_the_words_look_ahead() -> None:
    assert found("The trial opened on 3 January.") == [("3 January", "2025-01-03", "day")]
    assert found("The trial will open on 3 January.") == [("3 January", "2026-01-03", "day")]
    assert found("Since 29 February nobody came.") == [("29 February", "2024-02-29", "day")]


def test_labels_say_no_more_than_the_text() -> None:
    (date,) = text_dates("Two weeks ago a tanker burned.", PUBLISHED)
    assert date_label(date.when, date.precision) == "week of 3 Nov 2025"
    assert date_label(date.when, "month") == "November 2025"


@given(st.text(max_size=80), st.sampled_from(["", "2025-11-18", "nonsense"]))
def test_dates_are_found_in_any_text(text: str, published: str) -> None:
    for date in text_dates(text, published):
        assert 0 <= date.start < date.end <= len(text)
