"""Which stretches of a text are weighed: known names, names by their own words, names where one is due."""

from __future__ import annotations

from collections.abc import Sequence

from geo.gazetteer.names import NameFlag
from geo.recognition.compounds import shaped
from geo.recognition.cues import (
    ARTICLED,
    CLASS,
    FUNCTION_WORDS,
    MONTHS_DAYS,
    NESTING,
    NO_PLACES,
    NO_WORDS,
)
from geo.recognition.evidence import ADMIN, COMMON, GIVEN, SURNAME
from geo.recognition.spans import MIXED, NORMAL, SMALL, TITLE, UNCASED, UPPER, Reading, Span

TYPE_WORDS = frozenset(
    {"street", "nature", "facility", "airport", "hospital", "school", "police", "court", "gov"}
)
"""Classes of words that alone name no place ("Street", "Hospital"), whatever village is called so."""

EXPECTING = frozenset(
    ["in", "near", "at", "from", "to", "outside", "around", "of", "toward", "towards", "and", ","]
)
"""Words after which a capitalised word that no list knows may be a place."""

SURE = int(NameFlag.COUNTRY | NameFlag.LARGE_PLACE)


def candidates(reading: Reading) -> list[Span]:
    """What may be a mention: the longest known stretch at each place, and the shaped ones."""
    found = [span for span in shaped(reading) if not _idle(reading, span)]
    by_edges = {(m.start, m.end): m for m in reading.matches}
    taken = {(s.start, s.end) for s in found}
    end = 0
    i = 0
    matches = reading.matches
    while i < len(matches):
        j = i
        while j + 1 < len(matches) and matches[j + 1].start == matches[i].start:
            j += 1
        best = _without_kind(reading, _trimmed(reading, matches[i : j + 1]), by_edges)
        if best.start >= end and not _idle(reading, best):
            end = best.end
            if (best.start, best.end) not in taken:
                found.append(best)
        i = j + 1
    found += unknown(reading, found)
    found.sort(key=lambda s: (s.start, -s.end))
    return found


def unknown(reading: Reading, found: Sequence[Span]) -> list[Span]:
    """Runs of capitals that no gazetteer knows where a place is expected: "in X", "near X", "X, Ohio"."""
    covered = {i for span in found for i in range(span.start, span.end)}
    runs: list[Span] = []
    i, n = 0, len(reading.words)
    while i < n:
        end = i
        while end < n and end not in covered and _plain(reading, end) and (end == i or reading.joined(end)):
            end += 1
        if i < end <= i + 3 and _place_expected(reading, i, end):
            runs.append(Span(i, end, 0, known=False))
        i = end + 1
    return runs


def _plain(reading: Reading, i: int) -> bool:
    """Whether the word is a capitalised one of no known class, which an unknown name is made of."""
    lower = reading.lower[i]
    return (
        reading.case[i] in (TITLE, UPPER, MIXED)
        and reading.mode(i) == NORMAL
        and lower not in FUNCTION_WORDS
        and lower not in MONTHS_DAYS
        and lower not in NO_WORDS
        and lower not in CLASS
        and not reading.flags[i] & GIVEN
        and (
            i + 1 == len(reading.words)
            or reading.words[i + 1].start > reading.words[i].end
            or reading.words[i + 1].text in ",.;:)-'’'s’s\"”"
        )
    )


def _place_expected(reading: Reading, start: int, end: int) -> bool:
    if start and not reading.first[start] and reading.joined(start):
        if reading.lower[start - 1] in EXPECTING:
            return not (end < len(reading.words) and reading.joined(end) and reading.capital(end))
        if reading.capital(start - 1):
            return False
    comma = end + 1 < len(reading.words) and reading.words[end].text == ","
    return comma and bool(reading.flags[end + 1] & ADMIN) and reading.joined(end + 1)


def _idle(reading: Reading, span: Span) -> bool:
    """Whether the stretch can't be a mention: a month, a lone type word, a part of a camel's name."""
    start, end = span.start, span.end
    if _touches_capital(reading, start, end):
        return True
    if never(reading, start, end):
        return True
    if end - start > 1:
        return False
    lower = reading.lower[start]
    if lower in MONTHS_DAYS:
        return True
    if CLASS.get(lower) in TYPE_WORDS and not span.flags & SURE:
        return True
    if span.flags & (GIVEN | SURNAME) and _aged(reading, end):
        return True
    return reading.mode(start) == SMALL and bool(span.flags & COMMON) and not span.flags & SURE


def never(reading: Reading, start: int, end: int) -> bool:
    """Whether the words are a name that is no place's however it looks: "United Russia", "Hamas"."""
    if end - start > 1:
        return " ".join(reading.lower[start:end]) in NO_PLACES
    lower = reading.lower[start]
    articled = lower in ARTICLED and start > 0 and reading.lower[start - 1] == "the"
    return lower in NO_WORDS and not articled


def _aged(reading: Reading, end: int) -> bool:
    """Whether an age follows, as after a person's name: ", 34,"."""
    after = reading.words[end : end + 3]
    return (
        len(after) == 3
        and after[0].text == ","
        and after[1].text.isdigit()
        and len(after[1].text) <= 2
        and after[2].text in (",", ".")
    )


def _touches_capital(reading: Reading, start: int, end: int) -> bool:
    """Whether the stretch is one part of a word in camel case ("DeltaTrak"), but not of a hashtag."""
    words = reading.words
    left = start > 0 and words[start - 1].end == words[start].start and words[start - 1].text[-1].isalpha()
    right = end < len(words) and words[end].start == words[end - 1].end and words[end].text[0].isalpha()
    if not (left or right) or reading.case[start] == UNCASED:
        return False
    while start > 0 and words[start - 1].end == words[start].start:
        start -= 1
    return words[start].text != "#"


def _trimmed(reading: Reading, options: Sequence[Span]) -> Span:
    """The longest of the stretches that begin at one word, less a "City" or "State" of a body's name.

    "Massachusetts State Police" are Massachusetts's, "Dublin City Council" is Dublin's.
    """
    best = options[-1]
    if len(options) > 1 and options[-2].end == best.end - 1 and reading.lower[best.end - 1] in DOUBTFUL_ENDS:
        after = best.end
        if reading.joined(after) and reading.capital(after) and CLASS.get(reading.lower[after]) in NESTING:
            return options[-2]
    return best


DOUBTFUL_ENDS = frozenset({"city", "state", "town", "village"})
"""Words that end a place's name or begin the name of its body: "Dublin City Council"."""
_DOUBTFUL_STARTS = frozenset(
    {"city", "town", "state", "village", "county", "borough", "province", "commonwealth"}
)


def _without_kind(reading: Reading, span: Span, by_edges: dict[tuple[int, int], Span]) -> Span:
    """ "City of Norfolk" as Norfolk, where both are known."""
    first, second = (
        reading.lower[span.start],
        reading.lower[span.start + 1] if span.end - span.start > 2 else "",
    )
    if first in _DOUBTFUL_STARTS and second == "of":
        return by_edges.get((span.start + 2, span.end), span)
    return span
