"""Schools, hospitals, halls and their like as places: what a local paper names without saying where.

The tagger and its corpora take "Lincoln High School" or "City Hall" for a body, and mostly it is one. In
a document that tells its outlet's home they are houses that readers know, and their names are mentions
of a facility. A name is what its words say: a run of capitals that ends in one of a closed list, and
that no further capital carries on ("Lincoln High School District").
"""

from __future__ import annotations

from collections.abc import Sequence

from geo.recognition.compounds import run_right
from geo.recognition.cues import CLASS, FUNCTION_WORDS, MONTHS_DAYS
from geo.recognition.spans import CAPITALS, HEADLINE, OTHER, SMALL, Reading, read
from geo.recognition.tokens import word_set
from geo.types import Mention

HEADS = word_set(
    """
    school academy elementary hospital clinic courthouse jail prison penitentiary library church chapel
    cathedral temple synagogue mosque cemetery center centre hall station auditorium gymnasium gym
    fieldhouse stadium arena coliseum ballpark fairgrounds speedway raceway rink theater theatre museum
    zoo plaza square mall park playground field airport bridge dam marina pier depot tower building
    armory barn mill farm ranch trailhead campground
    """
)
"""Last words of the names of houses and grounds of one town."""

ALONE = word_set("fairgrounds speedway raceway courthouse coliseum zoo capitol library armory")
"""Of these the ones that are names with nothing before them but "the"."""

BARE = word_set(
    "high middle elementary junior senior primary grade school academy hospital medical clinic center "
    "centre church building station park hall field mall tower stadium arena museum bridge farm"
)
"""Words that make no name by themselves: "the High School", "Medical Center"."""

OWNERS = word_set("children women men veterans shriners people ladies")
"""Whom a house is for and not whose it is: "Children's Hospital"."""

LONGEST = 7
"""Most words of such a name: "Our Lady of the Lake Regional Medical Center"."""

SCORE = 0.75
"""How likely a name so found is a mention; of the marked ones of our own local texts more are."""


def with_facilities(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with the text's houses and grounds among them, in order.

    A name inside such a name ("Lincoln" in "Lincoln High School") goes with it; one that reaches
    beyond it, or is known as it stands, stays.
    """
    found = [(start, end) for start, end in facilities(read(text)) if not _known(mentions, start, end)]
    kept = [m for m in mentions if not any(m.start < end and start < m.end for start, end in found)]
    new = [Mention(start, end, text[start:end], "facility", SCORE) for start, end in found]
    return sorted([*kept, *new], key=lambda m: (m.start, -m.end))


def _known(mentions: Sequence[Mention], start: int, end: int) -> bool:
    """Whether a mention covers the stretch, reaches beyond it, or the other way has two names in it."""
    return any(
        (m.start <= start and end <= m.end) or m.start < start < m.end or m.start < end < m.end
        for m in mentions
    )


def facilities(reading: Reading) -> list[tuple[int, int]]:
    """(start, end) of the names in characters, the longest where one holds another."""
    found: list[tuple[int, int]] = []
    for i, lower in enumerate(reading.lower):
        if lower not in HEADS or not reading.capital(i) or reading.mode(i) in (CAPITALS, SMALL, HEADLINE):
            continue
        if run_right(reading, i + 1, limit=1, links=frozenset()):
            continue
        first = _first(reading, i)
        if _is_name(reading, first, i):
            found.append((reading.words[first].start, reading.words[i].end))
    return found


def _first(reading: Reading, head: int) -> int:
    """The first word of the name that ends in ``head``."""
    first = head
    i = head - 1
    while i >= 0 and head - i < LONGEST and reading.joined(i + 1):
        lower, word = reading.lower[i], reading.words[i].text
        if word in ("'s", "’s") and i and _in_name(reading, i - 1):
            i -= 1
            continue
        if lower in ("of", "the", "and") and _carries_on(reading, i):
            i -= 1
            continue
        lady = lower == "lady" or (lower == "our" and reading.lower[first] == "lady")
        named = reading.capital(i) and reading.case[i] != OTHER and lower not in FUNCTION_WORDS
        if not lady and (not named or lower in MONTHS_DAYS or CLASS.get(lower) == "title"):
            break
        first = i
        i -= 1
    return first


def _carries_on(reading: Reading, i: int) -> bool:
    """Whether small words stand inside a saint's or a lady's name: "Our Lady of the Lake Hospital"."""
    while i > 0 and reading.lower[i] in ("of", "the", "and") and reading.joined(i):
        i -= 1
    return reading.capital(i) and reading.lower[i] in ("lady", "church", "sisters", "queen", "sacred", "hall")


def _in_name(reading: Reading, i: int) -> bool:
    """Whether a possessor is a part of the name: "St. Mary's", "Children's", yet not "Dayton's"."""
    saint = i > 0 and reading.lower[i - 1] in ("st", "saint", "ste") and reading.joined(i)
    return saint or reading.lower[i] in OWNERS


def _is_name(reading: Reading, first: int, head: int) -> bool:
    words = [reading.lower[i] for i in range(first, head + 1) if reading.words[i].text[0].isalpha()]
    if len(words) == 1:
        the = first > 0 and reading.joined(first) and reading.words[first - 1].text == "the"
        return the and words[0] in ALONE
    return not all(word in BARE for word in words)
