"""The days, weeks, months and years that a text names, for the page's strip of time.

English dates, by the strict patterns of :mod:`geo.webmap.date_patterns`. What is told relative to the
article ("on Sunday", "two weeks ago", "last month", "in August") is reckoned from its date, and left out
where that is not known.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from geo.webmap.date_patterns import AHEAD, AHEAD_BEHIND, MONTH_NUMBER, NUMBER_WORDS, PATTERNS, SAID, WEEKDAYS
from geo.webmap.words import MONTHS

FEWEST = 3
"""Different dates from which on a strip of time is worth its room."""

MOST_AHEAD = 35
"""Days ahead of the article's up to which a day or month without a year may lie where no word speaks of what
is to come: "from November 24" in an article of the 18th. Farther off, the past one is meant."""

LOOK_BACK = 80
"""Characters before a weekday in which words of the future are looked for: about a clause."""

Dated = tuple[datetime.date, str]


@dataclass(frozen=True, slots=True)
class TextDate:
    """A date that a text names."""

    start: int
    end: int
    when: datetime.date
    """The day; of a week its Monday, of a month or a year the first."""
    precision: str
    """``day``, ``week``, ``month`` or ``year``."""


def text_dates(text: str, published: str = "") -> list[TextDate]:
    """A text's dates, in order, none inside another; ``published`` is the article's ISO date, or empty."""
    base = _iso(published)
    found: list[TextDate] = []
    taken: set[int] = set()
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            start, end = _span(match)
            if not taken.isdisjoint(range(start, end)):
                continue
            dated = _reckoned(kind, match, base)
            if dated is not None:
                found.append(TextDate(start, end, *dated))
                taken.update(range(start, end))
    return sorted(found, key=lambda d: d.start)


def _iso(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _span(match: re.Match[str]) -> tuple[int, int]:
    """The words of the date itself, without a preposition that the pattern asks for."""
    starts = [match.start(name) for name in match.re.groupindex if match[name] is not None]
    return min(starts), match.end()


def _reckoned(kind: str, match: re.Match[str], base: datetime.date | None) -> Dated | None:
    groups = match.groupdict()
    if kind == "year":
        return datetime.date(int(groups["year"]), 1, 1), "year"
    if kind in ("day", "month"):
        return _calendar(match, kind, base)
    if base is None:
        return None
    if kind == "ago":
        return _shifted(base, groups["unit"], -_number(groups["count"]))
    if kind == "step":
        step = {"last": -1, "this": 0, "next": 1}[groups["step"].lower()]
        if groups.get("weekday"):
            return _weekday(groups["weekday"], base, step)
        return None if groups["unit"] == "day" else _shifted(base, groups["unit"], step)
    if kind == "weekday":
        return _weekday(groups["weekday"], base, 1 if _ahead(match) else 0)
    shift = {"yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "tomorrow": 1}
    return base + datetime.timedelta(days=shift[" ".join(groups["word"].lower().split())]), "day"


def _calendar(match: re.Match[str], precision: str, base: datetime.date | None) -> Dated | None:
    """A day or a month by its name; without a year the last, or the next if the words say so."""
    groups = match.groupdict()
    written = (groups.get("month") or "").rstrip(".").lower()
    month = int(groups["number"]) if groups.get("number") else MONTH_NUMBER[written]
    day = int(groups.get("day") or 1)
    if groups.get("year"):
        when = _day(int(groups["year"]), month, day)
        return (when, precision) if when is not None else None
    if base is None:
        return None
    years = (base.year - 1, base.year, base.year + 1)
    possible = [d for year in years if (d := _day(year, month, day)) is not None]
    behind = match.string[match.end() : match.end() + LOOK_BACK]
    to_come = _ahead(match) or AHEAD_BEHIND.search(behind) is not None
    limit = base + datetime.timedelta(days=365 if to_come else MOST_AHEAD)
    past = [d for d in possible if d <= limit]
    return (past[-1], precision) if past else None


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _weekday(name: str, base: datetime.date, step: int) -> Dated:
    """The nearest such day: strictly before the article's with -1, up to it with 0, after it with 1."""
    ahead = (WEEKDAYS.index(name) - base.weekday()) % 7
    days = ahead or 7 if step > 0 else -((-ahead) % 7 or (7 if step < 0 else 0))
    return base + datetime.timedelta(days=days), "day"


def _ahead(match: re.Match[str]) -> bool:
    """Whether the clause before a weekday speaks of what is to come."""
    before = match.string[max(0, match.start() - LOOK_BACK) : match.start()]
    found = AHEAD.search(before)
    return found is not None and SAID.search(found[0]) is None


def _shifted(base: datetime.date, unit: str, count: int) -> Dated | None:
    """The day, week, month or year that lies so many from the article's; None before the year 1."""
    try:
        if unit == "day":
            return base + datetime.timedelta(days=count), unit
        if unit == "week":
            return base + datetime.timedelta(days=7 * count - base.weekday()), unit
        if unit == "month":
            months = base.year * 12 + base.month - 1 + count
            return datetime.date(months // 12, months % 12 + 1, 1), unit
        return datetime.date(base.year + count, 1, 1), unit
    except (ValueError, OverflowError):
        return None


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    return 1 if words.lower() in ("a", "an") else NUMBER_WORDS.index(words.lower()) + 1


def date_label(when: datetime.date, precision: str) -> str:
    """``17 Nov 2025``, ``week of 17 Nov 2025``, ``August 2025`` or ``2025``."""
    if precision == "year":
        return str(when.year)
    if precision == "month":
        return f"{MONTHS[when.month - 1]} {when.year}"
    label = f"{when.day} {MONTHS[when.month - 1][:3]} {when.year}"
    return f"week of {label}" if precision == "week" else label
