"""Names inside names that the words alone tell: the town of a festival, the letters of a body.

"the [Cannes] Film Festival", "the [Boston] Marathon" take place there, and a map of the text shows it. In a
text of British Airways "BA" is no Bahia. And "[North] and [South Korea]" are two lands, not one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from geo.gazetteer.names import PLACE_FLAGS, NameFlag
from geo.recognition.spans import HEADLINE, SMALL, UPPER, Reading, Span
from geo.recognition.tokens import word_set
from geo.recognition.weighing import Tagged

_EVENTS = frozenset(
    {
        ("film", "festival"),
        ("film", "fest"),
        ("jazz", "festival"),
        ("marathon",),
        ("half", "marathon"),
        ("book", "fair"),
        ("motor", "show"),
        ("auto", "show"),
        ("air", "show"),
        ("airshow",),
        ("fashion", "week"),
        ("biennale",),
        ("fringe",),
        ("grand", "prix"),
    }
)
"""What bears the name of the town or country that it is held in."""
_OF_EVENTS = word_set("international world documentary independent asian short gay")
"""What may stand between: "Toronto International Film Festival"."""
_ELSEWHERE = frozenset({"sundance"})
"""Events that left their town: Sundance is held in Park City."""
_COMPASS = r"(?:North|South|East|West)(?:[- ]?(?:east|west))?(?:ern)?|Central|Upper|Lower|Inner|Outer"
_HEADED = re.compile(
    rf"\b(?P<first>(?:{_COMPASS})(?:, (?:{_COMPASS}))*),? (?:and|or|&) (?P<last>{_COMPASS}) "
    r"(?P<head>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)"
)
_EACH = re.compile(rf"(?:{_COMPASS})(?![\w-])")
_LANDS = int(NameFlag.COUNTRY | NameFlag.DIVISION | NameFlag.LARGE_PLACE | NameFlag.RELIEF_REGION)
_DOUBTFUL = int(NameFlag.GIVEN_NAME | NameFlag.SURNAME | NameFlag.COMMON_WORD)
_LARGE = int(NameFlag.COUNTRY | NameFlag.DIVISION | NameFlag.LARGE_PLACE)


def hosts(reading: Reading) -> list[Span]:
    """The places in events' names, one where several known names begin together: the longest."""
    found: dict[int, Span] = {}
    for match in reading.matches:
        if _may_host(reading, match) and _is_event(reading, match.end):
            found[match.start] = match
    ends: dict[int, Span] = {}
    for match in found.values():
        ends.setdefault(match.end, match)  # "New York City", and not its "City"
    return list(ends.values())


def _may_host(reading: Reading, match: Span) -> bool:
    flags = match.flags
    if not flags & PLACE_FLAGS & ~int(NameFlag.DEMONYM) or (flags & _DOUBTFUL and not flags & _LARGE):
        return False
    if match.end - match.start == 1 and reading.lower[match.start] in _ELSEWHERE:
        return False
    words = range(match.start, match.end)
    return all(reading.capital(i) and reading.mode(i) not in (HEADLINE, SMALL) for i in words)


def _is_event(reading: Reading, at: int) -> bool:
    for skipped in (0, 1):
        if skipped and not (reading.joined(at) and reading.lower[at] in _OF_EVENTS):
            return False
        for size in (2, 1):
            begin, end = at + skipped, at + skipped + size
            joined = end <= len(reading.words) and all(reading.joined(i) for i in range(begin, end))
            if joined and tuple(reading.lower[begin:end]) in _EVENTS:
                return True
    return False


def initials(reading: Reading, spans: Iterable[Tagged]) -> frozenset[str]:
    """The letters of the bodies that the text names in full: "BA" of "British Airways".

    Not of those that the gazetteer knows as a place ("European Union").
    """
    known = {
        (reading.words[m.start].start, reading.words[m.end - 1].end)
        for m in reading.matches
        if m.flags & PLACE_FLAGS
    }
    made = set()
    for span in spans:
        if span.label != "ORG" or (span.start, span.end) in known:
            continue
        words = reading.text[span.start : span.end].split()
        letters = "".join(word[0] for word in words if word[0].isupper())
        if len(letters) > 1:
            made.add(letters)
    return frozenset(made)


def is_letters(reading: Reading, at: int, bodies: frozenset[str]) -> bool:
    """Whether a word is such letters and no country's."""
    word = reading.words[at].text.replace(".", "")
    return reading.case[at] == UPPER and word in bodies and not reading.flags[at] & NameFlag.COUNTRY


def headed(text: str, ask: Callable[[Sequence[str]], Mapping[str, int]]) -> list[list[tuple[int, int]]]:
    """The spans of names that share their last word: "[North] and [South Korea]", a list for each such group.

    Args:
        text: the text.
        ask: what the gazetteer knows of names, as flags.
    """
    groups = []
    for match in _HEADED.finditer(text):
        words = match["head"].split()
        heads = [" ".join(words[:size]) for size in range(len(words), 0, -1)]
        known = ask([f"{match['last']} {head}" for head in heads])
        head = next((h for h in heads if known[f"{match['last']} {h}"] & _LANDS), None)
        if head is None:
            continue
        parts = [m.span() for m in _EACH.finditer(text, match.start("first"), match.end("first"))]
        named = {part: f"{text[slice(*part)]} {head}" for part in parts}
        flags = ask(list(named.values()))
        found = [part for part in parts if flags[named[part]] & _LANDS]
        if found:
            start = match.start("last")
            groups.append([*found, (start, match.start("head") + len(head))])
    return groups
