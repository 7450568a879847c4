"""A text read once: its words, their case, and every stretch that a gazetteer knows.

The gazetteer is asked in batches, one a length: first all single words that could begin a name, then
the stretches of two words whose beginning begins a longer name, and so on. Answers are kept by
spelling, so that a name is asked once however often it is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from geo.gazetteer.names import PLACE_FLAGS, NameFlag
from geo.recognition.cues import CLASS, CONNECTORS, FUNCTION_WORDS
from geo.recognition.tokens import Word, sentences, words
from geo.types import Candidate

LONGEST_NAME = 7
"""Words in the longest name looked for (hyphens and possessive endings not counted)."""


PREFIX = int(NameFlag.PREFIX)

LOWER, TITLE, UPPER, MIXED, OTHER, UNCASED = range(6)
"""The case of a word: small, Capital, CAPITALS, mIxed; figures and marks; scripts without case."""

NAMED = frozenset({TITLE, UPPER, MIXED, UNCASED})
"""The cases in which names are written."""

NORMAL, CAPITALS, HEADLINE, SMALL = range(4)
"""How a sentence is written: as usual, ALL CAPITALS, Headline Capitals, all small."""

_JOINTS = frozenset({"-", "–", "‐", "‑", "'s", "’s", "&", "/", "'", "’"})
"""Words that may stand inside a name without being parts of it."""

SHORTENED = frozenset({"st", "ste", "ft", "mt", "pt"})
"""Words that a gazetteer reads in full before a name ("St. Paul", "Ft. Wayne"), and so not by themselves: it
can't say of them that longer names begin so."""

CACHE = 200_000
"""Spellings kept with their flags; some 20 MB."""


class Flagger(Protocol):
    """What the recogniser needs of a gazetteer."""

    def flags(self, names: Sequence[str]) -> list[int]: ...

    def lookup(self, names: Sequence[str], *, limit: int = 50) -> list[list[Candidate]]: ...


class FlagCache:
    """Flags by spelling, asked of the gazetteer in batches and remembered."""

    def __init__(self, gazetteer: Flagger) -> None:
        self._gazetteer = gazetteer
        self._known: dict[str, int] = {}
        self._first: dict[str, str] = {}

    def ask(self, names: Iterable[str]) -> dict[str, int]:
        """The table of flags by spelling, holding at least these names."""
        new = [name for name in dict.fromkeys(names) if name not in self._known]
        if new:
            if len(self._known) + len(new) > CACHE:
                self._known.clear()
                return self.ask(names)
            self._known.update(zip(new, self._gazetteer.flags(new), strict=True))
        return self._known

    def firsts(self, names: Iterable[str]) -> dict[str, str]:
        """What each name means first of all, as :func:`sort_of` says; "" for a name unknown."""
        new = [name for name in dict.fromkeys(names) if name not in self._first]
        if new:
            if len(self._first) + len(new) > CACHE:
                self._first.clear()
                return self.firsts(names)
            found = self._gazetteer.lookup(new, limit=1)
            self._first.update((n, sort_of(c[0]) if c else "") for n, c in zip(new, found, strict=True))
        return self._first


def sort_of(candidate: Candidate) -> str:
    """A place's sort in a word: its class, and for a town how many live there in powers of ten."""
    place = candidate.place
    if candidate.match == "demonym":
        return "D"
    if place.feature_class == "P":
        people = place.population or 0
        size = len(str(people)) if people else 0
        return f"P{min(7, size)}"
    if place.feature_class == "A":
        return place.feature_code[:4]
    return place.feature_class


@dataclass(slots=True)
class Span:
    """A stretch of words that may name a place: ``words[start:end]``."""

    start: int
    end: int
    flags: int
    shape: str = ""
    """The class of the word that makes it a place's name ("street", "nature"); "" for one looked up."""
    known: bool = True
    """Whether the gazetteer knows it (as a whole)."""
    sort: str = ""
    """What the name means first of all (:func:`sort_of`)."""


@dataclass(slots=True)
class Reading:
    """A text with all that later steps ask of its words."""

    text: str
    words: list[Word]
    lower: list[str]
    """Each word casefolded, without a full stop at its end."""
    case: list[int]
    sentence: list[int]
    """The number of each word's sentence."""
    first: list[bool]
    """Whether a word begins its sentence (marks before it do not count)."""
    modes: list[int]
    """How each sentence is written."""
    flags: list[int] = field(default_factory=list)
    """The gazetteer's flags of each word alone; 0 for words that were not asked."""
    matches: list[Span] = field(default_factory=list)
    """Every stretch that the gazetteer knows, by start, then by end."""

    def mode(self, i: int) -> int:
        return self.modes[self.sentence[i]]

    def capital(self, i: int) -> bool:
        """Whether word ``i`` is written as names are; "The" and "IN" of a headline are not."""
        return self.case[i] in NAMED and self.lower[i] not in FUNCTION_WORDS

    def joined(self, i: int) -> bool:
        """Whether word ``i`` and the one before it can belong to one name."""
        if i <= 0 or i >= len(self.words) or self.sentence[i] != self.sentence[i - 1]:
            return False
        end, start = self.words[i - 1].end, self.words[i].start
        # A line broken by hand goes on behind the next one's indentation; columns stand apart.
        return start - end <= 1 or "\n" in self.text[end:start]

    def surface(self, start: int, end: int) -> str:
        """``words[start:end]`` as it is looked up: in a sentence in capitals, written as usual."""
        stretch = self.text[self.words[start].start : self.words[end - 1].end]
        if self.mode(start) == CAPITALS and not (end - start == 1 and self.lower[start] in _ALWAYS_CAPITALS):
            return stretch.title()
        if self.mode(start) == SMALL:
            return stretch.title()
        return stretch


_ALWAYS_CAPITALS = frozenset({"u.s", "u.k", "u.s.a", "usa", "uk", "uae", "d.c", "u.n", "eu", "drc"})


def read(text: str) -> Reading:
    """Cut a text and note how each word is written; the gazetteer is not asked yet."""
    found = words(text)
    n = len(found)
    lower = [w.text.casefold() for w in found]
    case = [_case(w.text) for w in found]
    lower = [w[:-1] if len(w) > 1 and w[-1] == "." else w for w in lower]
    sentence, first, modes = [0] * n, [False] * n, []
    for number, part in enumerate(sentences(text, found)):
        opened = False
        for i in range(part.start, part.stop):
            sentence[i] = number
            if not opened and case[i] != OTHER:
                first[i] = opened = True
        modes.append(_mode(found, lower, case, part))
    if _all_small(case):
        modes = [SMALL] * len(modes)
    return Reading(text, found, lower, case, sentence, first, modes)


def _case(word: str) -> int:
    if word.islower():
        return LOWER if word[0].isalpha() or word[0] in "'’" else OTHER
    head = word[0]
    if not head.isalpha():
        return OTHER
    if word.isupper():
        return UPPER if len(word) > 1 else TITLE
    if head.isupper():
        return TITLE if word[1:].islower() or "'" in word or "’" in word or word[1:2] == "." else MIXED
    return MIXED if head.islower() else UNCASED


def _mode(found: list[Word], lower: list[str], case: list[int], part: slice) -> int:
    """How a sentence is written: most of its words decide."""
    letters = [i for i in range(part.start, part.stop) if case[i] in (LOWER, TITLE, UPPER, MIXED)]
    upper = sum(case[i] == UPPER for i in letters if len(found[i].text) > 1)
    long_ = sum(len(found[i].text) > 1 for i in letters)
    if long_ >= 2 and upper >= 0.75 * long_ and any(len(found[i].text) > 3 for i in letters):
        return CAPITALS
    if found[part.stop - 1].text == ".":
        return NORMAL
    content = [i for i in letters if lower[i] not in FUNCTION_WORDS and len(found[i].text) > 2]
    if len(content) >= 4 and sum(case[i] != LOWER for i in content) >= 0.8 * len(content):
        return HEADLINE
    return NORMAL


def _all_small(case: list[int]) -> bool:
    """Whether a text uses no capitals at all (one in two hundred words is a slip)."""
    letters = sum(c in (LOWER, TITLE, UPPER, MIXED) for c in case)
    small = sum(c == LOWER for c in case)
    return letters >= 4 and letters - small <= letters / 200


def look_up(reading: Reading, cache: FlagCache) -> None:
    """Fill ``flags`` and ``matches`` from the gazetteer."""
    starts = [i for i in range(len(reading.words)) if _may_start(reading, i)]
    singles = {i: reading.surface(i, i + 1) for i in starts}
    known = cache.ask(singles.values())
    reading.flags = [0] * len(reading.words)
    alive: list[tuple[int, int]] = []
    for i, surface in singles.items():
        flags = reading.flags[i] = known[surface]
        if flags & PLACE_FLAGS:
            reading.matches.append(Span(i, i + 1, flags))
        if flags & PREFIX or reading.lower[i] in SHORTENED or _joint_follows(reading, i + 1):
            alive.append((i, i + 1))
    for _ in range(LONGEST_NAME - 1):
        alive = _longer(reading, cache, alive)
        if not alive:
            break
    reading.matches.sort(key=lambda s: (s.start, s.end))
    names = [reading.surface(s.start, s.end) for s in reading.matches]
    firsts = cache.firsts(names)
    for span, name in zip(reading.matches, names, strict=True):
        span.sort = firsts[name]


def _longer(reading: Reading, cache: FlagCache, alive: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """One word more for each stretch that may go on; new matches are noted."""
    stretches: list[tuple[int, int, str]] = []
    for start, stop in alive:
        end = stop
        if end < len(reading.words) and reading.words[end].text in _JOINTS and reading.joined(end):
            if reading.words[end].text in ("'s", "’s"):
                stretches.append((start, end + 1, reading.surface(start, end + 1)))
            end += 1
        if end < len(reading.words) and reading.joined(end) and _may_go_on(reading, end):
            stretches.append((start, end + 1, reading.surface(start, end + 1)))
    known = cache.ask(surface for _, _, surface in stretches)
    going: dict[tuple[int, int], None] = {}
    for start, end, surface in stretches:
        flags = known[surface]
        if flags & PLACE_FLAGS and _may_end(reading, end - 1):
            reading.matches.append(Span(start, end, flags))
        if flags & PREFIX or _joint_follows(reading, end):
            going[start, end] = None
    return list(going)


def _may_start(reading: Reading, i: int) -> bool:
    case, lower = reading.case[i], reading.lower[i]
    if case == OTHER:
        return False
    if reading.mode(i) == SMALL:
        return lower not in FUNCTION_WORDS and len(lower) > 1
    if case == LOWER:
        return False
    if lower in FUNCTION_WORDS:
        # "Gary, IN", "Slidell, La.": a state's letters after a comma.
        letters = case == UPPER or reading.words[i].text[-1] == "."
        return letters and reading.mode(i) != CAPITALS and i > 0 and reading.words[i - 1].text == ","
    if reading.words[i].text[0] == "@" or (i and reading.words[i - 1].text == "@"):
        return False
    return not _in_address(reading, i)


def _in_address(reading: Reading, i: int) -> bool:
    """Whether the word is a part of an address of the web: "bbc.Paris", "news/Paris"."""
    if i < 2 or reading.words[i - 1].text not in (".", "/"):
        return False
    before, mark, here = reading.words[i - 2 : i + 1]
    return before.end == mark.start and mark.end == here.start and before.text.islower()


def _may_go_on(reading: Reading, i: int) -> bool:
    if reading.mode(i) == SMALL or reading.case[i] in (TITLE, UPPER, MIXED, UNCASED):
        return reading.case[i] != OTHER
    word = reading.words[i].text
    return reading.lower[i] in CONNECTORS or word[0].isdigit() or word[:2] in ("d'", "d’", "l'", "l’")


def _may_end(reading: Reading, i: int) -> bool:
    """Whether a name may end in word ``i``: "Isle of" and "Paris de" do not."""
    if reading.mode(i) == SMALL:
        return reading.lower[i] not in FUNCTION_WORDS
    if reading.words[i].text in ("'s", "’s"):
        return i > 1 and reading.lower[i - 2] in ("st", "saint", "land", "world")
    return reading.case[i] != LOWER or "'" in reading.words[i].text


def _joint_follows(reading: Reading, i: int) -> bool:
    return (
        i < len(reading.words)
        and reading.words[i].text in _JOINTS
        and reading.words[i].start == reading.words[i - 1].end
    )


def word_class(reading: Reading, i: int) -> str:
    """The class of a word written as a name, or ""."""
    if not 0 <= i < len(reading.words):
        return ""
    return CLASS.get(reading.lower[i], "") if reading.capital(i) or reading.mode(i) == SMALL else ""
