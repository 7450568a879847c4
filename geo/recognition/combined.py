"""The recogniser that geo uses: model, lexicon and coordinates, each for what it does best.

* the trained tagger proposes, the gazetteer confirms or lowers (:mod:`geo.recognition.meeting`); what
  the gazetteer does not know stays a mention, with its own score;
* closed lists (countries, abbreviations, words for peoples) are never missed;
* a text that is not English is read by the lexicon (the command line says so in one line);
* a name found surely once is found everywhere in the text, and "the Gulf" after "Gulf of Mexico";
* coordinates are found by their form.

Without a tagger the lexicon alone reads the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any, Protocol

from geo.gazetteer.names import PLACE_FLAGS
from geo.recognition.anaphors import with_anaphors
from geo.recognition.articles import whole
from geo.recognition.compounds import NEVER, swallowed
from geo.recognition.coordinates import parse_coordinates
from geo.recognition.cues import COMPASS
from geo.recognition.hosts import headed
from geo.recognition.language import detect, is_english
from geo.recognition.lexicon import LexiconRecognizer, chunks, scored
from geo.recognition.meeting import Meeting, Proposal
from geo.recognition.spans import FlagCache, Flagger, look_up, read
from geo.types import Mention

_ARTICLE = re.compile(r"An? (?=[A-Z])")
_FIRST_WORD = re.compile(r"[^\s\-–—/\"“‘'(\[#]+")
_CAPITAL_AFTER = re.compile(r"[ -](?:of |and |& )?[A-Z]")
_CAPITAL_BEFORE = re.compile(r"[A-Z][\w'’.-]* (?:of )?$")
AROUND, CAPITALS = 150, 4
"""Characters on both sides of a word, and the capitals among them that say that names have capitals here."""

THRESHOLD = 0.5
"""Likelihood from which a stretch is a mention; at 0.45 and 0.43 macro F1 on LGL, TR-News and GWN in
cross-validation is lower by .0003, and precision by .005 to .01."""
SURELY = 0.9
"""Likelihood that makes a name surely a place in this text."""
ECHO = 0.15
"""Likelihood from which a name is a mention where it is surely one elsewhere in the text."""


class TaggerLike(Protocol):
    """What the recogniser needs of a tagger: ``tag(texts)``, labelled spans for each text."""

    def tag(self, texts: Sequence[str]) -> list[list[Any]]: ...


class Recognizer:
    """Finds the mentions of places in texts.

    Args:
        gazetteer: what answers ``flags(names)`` and ``lookup(names, limit=1)``.
        tagger: the trained tagger, or None for the lexicon alone.
        demonyms: whether words for peoples are mentions.
        nested: whether names inside names of bodies ("Springfield City Council") are mentions.
    """

    def __init__(
        self,
        gazetteer: Flagger,
        tagger: TaggerLike | None = None,
        *,
        demonyms: bool = True,
        nested: bool = True,
    ) -> None:
        self._lexicon = LexiconRecognizer(gazetteer, demonyms=demonyms, nested=nested)
        self._cache = FlagCache(gazetteer)
        self._tagger = tagger
        self._demonyms = demonyms
        self._nested = nested

    def recognize(self, texts: Sequence[str]) -> list[list[Mention]]:
        """One list of mentions a text, in the text's order; mentions do not overlap."""
        return [merge(self._names(text), coordinates(text)) for text in texts]

    def _names(self, text: str) -> list[Mention]:
        if self._tagger is None:
            return with_anaphors(text, self._lexicon.recognize([text])[0])
        if not is_english(detect(text)):
            return self._lexicon.recognize([text])[0]
        spans = self._tagger.tag([text])[0]
        found: list[Proposal] = []
        closed: list[tuple[int, int]] = []
        for begin, part in chunks(text):
            reading = read(part)
            look_up(reading, self._cache)
            marks = swallowed(reading)
            inside = [_Shifted(s, begin) for s in spans if begin <= s.start and s.end <= begin + len(part)]
            meeting = Meeting(reading, scored(reading, marks), inside, marks)
            found += _moved(meeting.proposals(), begin)
            marked = zip(reading.words, marks, strict=True)
            closed += [(w.start + begin, w.end + begin) for w, mark in marked if mark in NEVER]
        likely = [*echoed(text, found), *repeated(text, found, closed)]
        likely = each_of(likely, headed(text, self._cache.ask))
        kept = apart([self._bare(text, p) for p in tied(text, likely) if not self._plain(text, p)])
        return with_anaphors(text, [m for m in (self._mention(text, p) for p in kept) if m])

    def _bare(self, text: str, proposal: Proposal) -> Proposal:
        """The proposal without an article in front: "A Port Lavaca man", yet "A Coruña"."""
        article = _ARTICLE.match(text, proposal.start, proposal.end)
        if article is None:
            return proposal
        quoted, bare = text[proposal.start : proposal.end], text[article.end() : proposal.end]
        known = self._cache.ask([quoted, bare])
        if known[quoted] & PLACE_FLAGS:
            return proposal
        kind = "place" if known[bare] & PLACE_FLAGS and proposal.kind == "facility" else proposal.kind
        return replace(proposal, start=article.end(), kind=kind)

    def _plain(self, text: str, proposal: Proposal) -> bool:
        """Whether it is a word in small letters that names no place, where names have capitals: "western"."""
        quoted = text[proposal.start : proposal.end]
        if quoted != quoted.lower() or quoted == quoted.upper():
            return False
        around = text[max(0, proposal.start - AROUND) : proposal.end + AROUND]
        capitals = sum(map(str.isupper, around))
        known = quoted not in COMPASS and self._cache.ask([quoted])[quoted] & PLACE_FLAGS
        return capitals >= CAPITALS and not known

    def _mention(self, text: str, proposal: Proposal) -> Mention | None:
        if proposal.kind == "demonym" and not self._demonyms:
            return None
        if proposal.nested and not self._nested:
            return None
        quoted = text[proposal.start : proposal.end]
        return Mention(proposal.start, proposal.end, quoted, proposal.kind, proposal.score)


class _Shifted:
    """A tagger's span with offsets into a part of the text."""

    def __init__(self, span: Any, begin: int) -> None:
        self.start, self.end = span.start - begin, span.end - begin
        self.label, self.score = span.label, span.score
        self.place, self.associative = span.place, span.associative


def _moved(proposals: Iterable[Proposal], begin: int) -> list[Proposal]:
    return [Proposal(p.start + begin, p.end + begin, p.kind, p.score, p.nested) for p in proposals]


def tied(text: str, proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals with what a hyphen ties to their front ("el-Fasher"); articles alone are left out."""
    starts = [whole(text, p.start, p.end) for p in proposals]
    pairs = zip(proposals, starts, strict=True)
    return [p if start == p.start else replace(p, start=start) for p, start in pairs if start is not None]


def echoed(text: str, proposals: Sequence[Proposal]) -> list[Proposal]:
    """The likely proposals, and those less likely whose name is surely a place elsewhere in the text."""
    best: dict[str, float] = {}
    for p in proposals:
        name = text[p.start : p.end].casefold()
        best[name] = max(p.score, best.get(name, 0.0))
    kept = []
    for p in proposals:
        if p.score >= THRESHOLD:
            kept.append(p)
        elif p.score >= ECHO and best[text[p.start : p.end].casefold()] >= SURELY:
            kept.append(Proposal(p.start, p.end, p.kind, THRESHOLD, p.nested))
    return kept


def repeated(
    text: str, proposals: Sequence[Proposal], closed: Iterable[tuple[int, int]] = ()
) -> list[Proposal]:
    """A name of several words that is surely a place, wherever it stands and nobody proposed it.

    One word alone may be a person's elsewhere ("Mansfield the mayor"); a name that goes on in capitals is
    another ("La Motte Lake"), and so is one that capitals lead up to. ``closed`` are the words of names that
    hold no mention: "Rift Valley fever".
    """
    surely: dict[str, dict[str, Proposal]] = {}
    for p in proposals:
        name = text[p.start : p.end]
        sure = p.score >= SURELY and not p.nested and p.kind in ("place", "facility")
        if sure and " " in name and (first := _FIRST_WORD.match(name)):
            surely.setdefault(first.group(), {}).setdefault(name, p)
    if not surely:
        return []
    taken = sorted([*closed, *((p.start, p.end) for p in proposals if p.score >= ECHO)])
    starts = [start for start, _ in taken]
    ends = list(accumulate((end for _, end in taken), max))
    found = []
    for word in _FIRST_WORD.finditer(text):
        start = word.start()
        for name, p in surely.get(word.group(), {}).items():
            end = start + len(name)
            i = bisect_left(starts, end)
            free = (i == 0 or ends[i - 1] <= start) and text.startswith(name, start)
            if free and _alone(text, start, end):
                found.append(replace(p, start=start, end=end, score=THRESHOLD))
    return found


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a stretch is a name of its own: no part of a word, and no capitals beside it."""
    if text[start - 1 : start].isalnum() or text[end : end + 1].isalnum():
        return False
    return not (_CAPITAL_AFTER.match(text, end) or _CAPITAL_BEFORE.search(text, max(0, start - 40), start))


def each_of(proposals: Sequence[Proposal], groups: Sequence[Sequence[tuple[int, int]]]) -> list[Proposal]:
    """The proposals with each of the names that share their last word, in place of one of them all.

    ``groups``: as :func:`geo.recognition.hosts.headed` gives them, in the text's order.
    """
    starts = [group[0][0] for group in groups]
    inside: list[dict[tuple[int, int], Proposal]] = [{} for _ in groups]
    whole: list[list[Proposal]] = [[] for _ in groups]
    made = []
    for p in proposals:
        i = bisect_left(starts, p.end) - 1
        start, last, end = (groups[i][0][0], *groups[i][-1]) if i >= 0 else (0, 0, 0)
        if start <= p.start and p.end <= end:
            inside[i][p.start, p.end] = p
        elif p.start < last < p.end:
            whole[i].append(p)
        else:
            made.append(p)
    for group, own, around in zip(groups, inside, whole, strict=True):
        known = own.get(group[-1]) or next(iter([*around, *own.values()]), None)
        if known is not None:
            made += [own.get(span) or replace(known, start=span[0], end=span[1]) for span in group]
    return made


class Taken:
    """Stretches that do not overlap, kept in order."""

    def __init__(self, stretches: Iterable[tuple[int, int]] = ()) -> None:
        ordered = sorted(stretches)
        self._starts = [start for start, _ in ordered]
        self._ends = [end for _, end in ordered]

    def free(self, start: int, end: int) -> bool:
        """Whether no stretch meets ``start..end``."""
        i = bisect_left(self._starts, end)
        return i == 0 or self._ends[i - 1] <= start

    def take(self, start: int, end: int) -> None:
        """Add a stretch that is free."""
        i = bisect_left(self._starts, start)
        self._starts.insert(i, start)
        self._ends.insert(i, end)


def apart(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Of proposals that overlap one stays: no nested one inside another, the likeliest, the longest."""
    chosen, taken = [], Taken()
    for p in sorted(proposals, key=lambda p: (p.nested, -p.score, p.start - p.end, p.start)):
        if taken.free(p.start, p.end):
            taken.take(p.start, p.end)
            chosen.append(p)
    return sorted(chosen, key=lambda p: p.start)


def coordinates(text: str) -> list[Mention]:
    """The places that a text gives by coordinates."""
    return [
        Mention(found.start, found.end, text[found.start : found.end], "coordinates")
        for found in parse_coordinates(text)
    ]


def merge(names: Sequence[Mention], points: Sequence[Mention]) -> list[Mention]:
    """Names and coordinates in order; inside coordinates ("UTM 19P", "Lat", "N") nothing is a name."""
    if not points:
        return list(names)
    taken = Taken((p.start, p.end) for p in points)
    kept = [m for m in names if taken.free(m.start, m.end)]
    return sorted([*kept, *points], key=lambda m: (m.start, -m.end))
