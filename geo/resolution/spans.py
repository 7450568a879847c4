"""Spans of a text: which of them stand to each other as a place and what holds it, and which are free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from geo.resolution import words
from geo.resolution.kinds import KIND_WORDS

Key = tuple[tuple[str, ...], bool]
"""Under which spellings the gazetteer is asked, and whether they are only a part of the name."""
PHRASE_CHARS = 220
"""How far behind a name "a village in ..., Bavaria" may reach, in characters."""

SECTION_CHARS = 4000
"""How far a heading reaches, in characters, where no other follows."""


@dataclass(slots=True)
class Links:
    """The spans that may hold a span, by how they stand to it: right behind, before, in a phrase."""

    direct: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    phrase: list[int] = field(default_factory=list)
    listed: list[int] = field(default_factory=list)
    """Right behind by commas, but in what reads as a list: "Washington, New York and Boston"."""
    headed: list[int] = field(default_factory=list)
    """The span that is the heading above, alone on its line."""
    fellows: list[int] = field(default_factory=list)
    """Neighbours in a list, on both sides."""
    comma: int | None = None


def links_of(text: str, spans: Sequence[tuple[int, int]]) -> list[Links]:
    """For each span (in order), the spans that stand to it as a larger place may."""
    out = [Links() for _ in spans]
    listed = _listed(text, spans)
    heading: int | None = None
    for at, (_, end) in enumerate(spans):
        if at + 1 < len(spans) and listed[at]:
            out[at].fellows.append(at + 1)
            out[at + 1].fellows.append(at)
        if _is_heading(text, spans[at]):
            heading = at
        elif heading is not None and spans[at][0] - spans[heading][1] <= SECTION_CHARS:
            out[at].headed.append(heading)
        reached = end
        chained = True
        for other in range(at + 1, min(at + 6, len(spans))):
            begin, finish = spans[other]
            if begin < end:
                continue
            if begin - end > PHRASE_CHARS:
                break
            gap = text[reached:begin]
            if chained and listed[other - 1] and words.COMMA_GAP.match(gap):
                out[at].listed.append(other)
            elif chained and words.DIRECT_GAP.match(gap):
                out[at].direct.append(other)
                if reached == end and words.COMMA_GAP.match(gap):
                    out[at].comma = other
                elif reached == end and words.BEFORE_GAP.match(gap):
                    out[other].before.append(at)  # "the Ohio town of Paris", or "Lahore city of Pakistan"
            else:
                if words.sentence_break(text[end:begin]):
                    break
                out[at].phrase.append(other)
                if reached == end and words.BEFORE_GAP.match(gap):
                    out[other].before.append(at)
                chained = False
            reached = finish
    return out


def _is_heading(text: str, span: tuple[int, int]) -> bool:
    """Whether a span is all of its line, and not of the text's first or last."""
    first = text.rfind("\n", 0, span[0]) + 1
    last = text.find("\n", span[1])
    return first > 0 and last >= 0 and text[first:last].strip(" \t\r:#*") == text[span[0] : span[1]]


def _listed(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """For each span, whether it and the next one stand in one list of places.

    A run of names between commas is a list if "and" brings in its last member, and that member is not
    itself followed by what holds it: not "Paris, Texas and Cuba, Missouri".
    """
    gaps = [text[a[1] : b[0]] if a[1] <= b[0] else "" for a, b in pairwise(spans)] + ["."]
    out = [False] * len(spans)
    first = 0
    for at, gap in enumerate(gaps):
        if words.COMMA_GAP.match(gap):
            continue
        if words.AND_GAP.match(gap) and not words.DIRECT_GAP.match(gaps[at + 1]):
            out[first : at + 1] = [True] * (at + 1 - first)
        first = at + 1
    return out


def free_runs(text: str, taken: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Capitalised runs of the text without the words that mentions cover."""
    covered = sorted(taken)
    out: list[list[tuple[int, int]]] = []
    at = 0
    for run in words.capitalised_runs(text):
        current: list[tuple[int, int]] = []
        for start, end in run:
            while at < len(covered) and covered[at][1] <= start:
                at += 1
            if at < len(covered) and covered[at][0] < end:
                if current:
                    out.append(current)
                current = []
            else:
                current.append((start, end))
        if current:
            out.append(current)
    return out


def ngrams(text: str, run: Sequence[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """(start, end, text) of the stretches of neighbouring words within a run."""
    return [
        (run[a][0], run[b - 1][1], text[run[a][0] : run[b - 1][1]])
        for a in range(len(run))
        for b in range(a + 1, min(a + 4, len(run)) + 1)
        if run[b - 1][1] - run[a][0] <= 60
    ]


@dataclass(slots=True)
class Spellings:
    """Under what a gazetteer may know a mention, the closest first."""

    whole: list[str]
    """Other spellings of the mention."""
    parts: list[str]
    """Names inside it."""
    extended: list[str]
    """It together with the kind word that stands beside it somewhere in the text."""


def spellings_of(text: str, start: int, end: int, known: Spellings | None = None) -> Spellings:
    """The spellings of a mention; ``known`` are those of an earlier mention of the same words."""
    name = text[start:end]
    out = known or Spellings(words.variants(name), words.contained_names(name), [])
    if kind := words.shared_kind(text, start, end):
        plain = words.possessive_free(name)
        # Ireland's counties have the word before
        names = [f"{plain} {kind}", *([f"{kind} {plain}"] if kind == "County" else [])]
        out.extended += [extended for extended in names if extended not in out.extended]
    behind = words.WORD.match(text, min(end + 1, len(text)))
    if text[end : end + 1] == " " and behind and behind.group().lower() in KIND_WORDS:
        word = behind.group()
        if word[0].isupper() or KIND_WORDS[word.lower()] in {
            "first",
            "division",
            "region",
            "water",
            "relief",
        }:
            extended = f"{words.possessive_free(name)} {word}"
            if extended not in out.extended:
                out.extended.append(extended)
    elif words.on_water(text, start, end):
        extended = f"{words.possessive_free(name)} River"
        if extended not in out.extended:
            out.extended.append(extended)
    return out


def one_key(names: Sequence[str], texts: Sequence[str], keys: Sequence[Key]) -> list[Key]:
    """The keys, with a name in capitals (a headline, a dateline) asking as it is written elsewhere.

    Short names are left: "US" is no "us".
    """
    plain: dict[str, Key] = {}
    for name, text, key in zip(names, texts, keys, strict=True):
        if len(name) > 4 and not key[1] and not text.isupper():
            plain.setdefault(name, key)
    return [
        plain.get(name, key) if text.isupper() and not key[1] else key
        for name, text, key in zip(names, texts, keys, strict=True)
    ]


def is_dateline(text: str, start: int, end: int) -> bool:
    """Whether a text's first name opens it as a dateline: a dash or a colon follows, or it is in capitals."""
    line_start = text.rfind("\n", 0, start) + 1
    if start - line_start > 3 or start > 400:
        return False
    behind = text[end : end + 60]
    if words.DATELINE.search(behind) or (
        text[start:end].isupper() and end - start > 4 and "(" in behind[:40]
    ):
        return True
    # "KYIV, Ukraine (AP) —": the larger place stands between name and dash
    cut = behind.split("\n")[0]
    return cut.startswith(",") and any(mark in cut for mark in (" — ", " – ", " -- ", " - "))
