"""The days, months and years that a text names, for the page's strip of time.

Strict patterns of our own for English dates: a wrong date on a strip misleads more than a missing one helps.
What is told relative to the article ("on Sunday", "yesterday", "last month", "August") is reckoned from its
date, and left out where that is not known.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from geo.webmap.words import MONTHS

FEWEST = 3
"""Different dates from which on a strip of time is worth its room."""

AHEAD = 3
"""How many times farther ahead than back a day without a year must lie to be the other one: news written in
November means last March by "March 5", and the coming January by "January 5"."""

_MONTH_NUMBER = {name.lower(): i for i, name in enumerate(MONTHS, start=1)}
_MONTH_NUMBER |= {name.lower()[:3]: i for i, name in enumerate(MONTHS, start=1)} | {"sept": 9}
_MONTH = rf"(?P<month>{'|'.join(MONTHS)}"
_SHORT = r"|Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
_DAY = r"(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BEFORE_MONTH = r"\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Uu]ntil|[Bb]y|[Ll]ast|[Ee]arly|[Ll]ate|mid-)\s?"

_PATTERNS = (
    ("day", rf"\b{_YEAR}-(?P<number>\d\d)-(?P<day>\d\d)\b"),
    ("day", rf"\b{_DAY}\s(?:of\s)?{_MONTH}{_SHORT},?\s{_YEAR}\b"),
    ("day", rf"\b{_MONTH}{_SHORT}\s{_DAY},\s{_YEAR}\b"),
    ("month", rf"\b{_MONTH}{_SHORT},?\s{_YEAR}\b"),
    ("day", rf"\b{_DAY}\s(?:of\s)?{_MONTH}{_SHORT}(?![\w.])"),
    ("day", rf"\b{_MONTH}{_SHORT}\s{_DAY}\b(?![:%.,]?\d)"),
    ("month", rf"{_BEFORE_MONTH}{_MONTH})\b"),
    ("weekday", rf"\b(?P<weekday>{'|'.join(_WEEKDAYS)})\b"),
    ("relative", r"\b(?P<relative>[Yy]esterday|[Tt]oday|[Tt]omorrow|[Ll]ast (?:month|year))\b"),
    ("year", rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Oo]f|[Ff]rom)\s{_YEAR}\b(?![-/])"),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)


@dataclass(frozen=True, slots=True)
class TextDate:
    """A date that a text names."""

    start: int
    end: int
    when: datetime.date
    """The day; of a month or a year the first."""
    precision: str
    """``day``, ``month`` or ``year``."""


def text_dates(text: str, published: str = "") -> list[TextDate]:
    """A text's dates, in order, none inside another; ``published`` is the article's ISO date, or empty."""
    base = _iso(published)
    found: list[TextDate] = []
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            if any(match.start() < d.end and d.start < match.end() for d in found):
                continue
            dated = _reckoned(kind, match, base)
            if dated is not None:
                found.append(TextDate(match.start(), match.end(), *dated))
    return sorted(found, key=lambda d: d.start)


def _iso(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _reckoned(
    kind: str, match: re.Match[str], base: datetime.date | None
) -> tuple[datetime.date, str] | None:
    groups = match.groupdict()
    if kind == "weekday":
        return (_weekday(groups["weekday"], base), "day") if base else None
    if kind == "relative":
        return _relative(groups["relative"].lower(), base) if base else None
    if kind == "year":
        return datetime.date(int(groups["year"]), 1, 1), "year"
    written = (groups.get("month") or "").rstrip(".").lower()
    month = int(groups["number"]) if groups.get("number") else _MONTH_NUMBER[written]
    day = int(groups.get("day") or 1)
    precision = "day" if kind == "day" else "month"
    years: Iterator[int] | tuple[int, ...]
    if groups.get("year"):
        years = (int(groups["year"]),)
    elif base is not None:
        years = (base.year, base.year - 1, base.year + 1)
    else:
        return None
    possible = [d for year in years if (d := _day(year, month, day)) is not None]
    if not possible:
        return None
    if base is None or len(possible) == 1:
        return possible[0], precision
    # Without a year the nearest one is meant, and the news looks back more than ahead.
    return min(possible, key=lambda d: (d - base).days * AHEAD if d > base else (base - d).days), precision


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _weekday(name: str, base: datetime.date) -> datetime.date:
    """The last such day up to the article's own: what news means by "on Sunday"."""
    back = (base.weekday() - _WEEKDAYS.index(name)) % 7
    return base - datetime.timedelta(days=back)


def _relative(words: str, base: datetime.date) -> tuple[datetime.date, str]:
    if words == "last year":
        return datetime.date(base.year - 1, 1, 1), "year"
    if words == "last month":
        return (base.replace(day=1) - datetime.timedelta(days=1)).replace(day=1), "month"
    shift = {"yesterday": -1, "today": 0, "tomorrow": 1}[words]
    return base + datetime.timedelta(days=shift), "day"


def date_label(when: datetime.date, precision: str) -> str:
    """``17 Nov 2025``, ``August 2025`` or ``2025``."""
    if precision == "year":
        return str(when.year)
    if precision == "month":
        return f"{MONTHS[when.month - 1]} {when.year}"
    return f"{when.day} {MONTHS[when.month - 1][:3]} {when.year}"
