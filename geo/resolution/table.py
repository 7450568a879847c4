"""A document as groups of mentions that mean one place, with their candidates in flat arrays.

A group is one name of the text: resolution works on names, not on mentions, so one sense a text holds
by construction and the cost grows with the number of different names. A name is split where the text
itself contrasts two senses of it ("Springfield, Illinois, ... Springfield, Missouri").

Names that no mention covers (a company's "Bank of America", a title) are groups too, of a small
weight: they bear witness and are never given out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.names import PLACE_FLAGS, NameFlag, normalise
from geo.resolution import words
from geo.resolution.entries import Entry, Interner, make_entry
from geo.resolution.locality import is_town_told
from geo.resolution.senses import LAND, TOWN, contrasted, dateline_of, land_beside
from geo.resolution.spans import (
    Key,
    Links,
    Spellings,
    free_runs,
    links_of,
    ngrams,
    one_key,
    spellings_of,
)
from geo.resolution.speech import speech_of
from geo.resolution.tells import Division, told_divisions
from geo.types import Candidate, Document

_PERSON = int(NameFlag.GIVEN_NAME | NameFlag.SURNAME)
_COMMON = int(NameFlag.COMMON_WORD)
_LARGE = int(NameFlag.COUNTRY | NameFlag.DIVISION | NameFlag.LARGE_PLACE | NameFlag.DEMONYM)

WITNESS_WEIGHT = 0.35
"""Weight of a name that no mention covers, against 1 for a mention: many are parts of other names."""
HOME_WEIGHT = 3.0
"""Weight of the outlet's home when the caller gives it: as much as a name of eight mentions."""
FUZZY_WEIGHT = 0.3
"""Weight of a name of which the gazetteer knows only a part."""
CONTEXT_LIMIT = 400
"""Most names without a mention that are read from one text: enough for any article."""


class GazetteerLike(Protocol):
    """What resolution asks of a gazetteer."""

    def lookup(self, names: Sequence[str], *, limit: int = 50) -> list[list[Candidate]]: ...

    def flags(self, names: Sequence[str]) -> list[int]: ...


@dataclass(slots=True)
class Group:
    """One name of the text, in one sense."""

    name: str
    """As the text writes it first."""
    entry: Entry
    flags: int = 0
    mentions: list[int] = field(default_factory=list)
    """Indices into ``document.toponyms``; empty for a witness."""
    spans: list[tuple[int, int]] = field(default_factory=list)
    families: dict[str, int] = field(default_factory=dict)
    """How many spans have a word of this kind right beside them."""
    own_family: str = ""
    direct: list[int] = field(default_factory=list)
    """Groups named right behind ("Paris, Texas"), once a mention."""
    before: list[int] = field(default_factory=list)
    """Groups named before ("the Ohio town of Paris")."""
    phrase: list[int] = field(default_factory=list)
    """Groups named later in the same sentence."""
    listed: list[int] = field(default_factory=list)
    """Groups named right behind in what reads as a list."""
    fellows: list[int] = field(default_factory=list)
    """Groups that stand beside it in a list."""
    dateline: bool = False
    weight: float = 1.0
    home: bool = False
    towns: int = 0
    """How many spans have beside them what a town alone has ("the Lebanon School District")."""
    bare: int = 0
    """How many stand as no river's name does: without "the" and without a word of water."""
    flown: bool = False
    """Three capitals with a word of airports or flights beside them."""
    wired: bool = False
    """An agency's name stands right behind it: "WASHINGTON (AP)"."""
    beside: bool = False
    """Its kind is told by a place in it that stands beside it: "Buffalo, New York"."""
    headed: list[int] = field(default_factory=list)
    """Groups that are a heading of their own above it, once a mention."""
    fuzzy: bool = False
    """Only a part of the name is in the gazetteer."""
    kin: str = ""
    """The name under which the gazetteer was asked: groups of one kin ("Red River", "Red River Valley")
    are no independent witnesses for each other."""


@dataclass(slots=True)
class Table:
    """All groups of a document and their candidates, flat: row r belongs to group ``group[r]``."""

    groups: list[Group]
    of_mention: dict[int, int]
    """Index of a toponym -> index of its group."""
    positions: list[tuple[int, int, int]]
    """(start, end, group) in the order of the text."""
    start: NDArray[np.int64]
    """(groups + 1,) first row of each group."""
    group: NDArray[np.int64]
    static: NDArray[np.float32]
    xyz: NDArray[np.float64]
    keys: NDArray[np.int64]
    held: NDArray[np.int64]
    holds: NDArray[np.bool_]
    reach: NDArray[np.float64]
    point: NDArray[np.bool_]
    speech: Mapping[str, float] = field(default_factory=dict)
    """Countries -> how many words of the text speak for them."""
    told: Mapping[Division, float] = field(default_factory=dict)
    """First-order divisions -> how many of its telephone numbers and highways tell them."""

    @property
    def rows(self) -> int:
        return len(self.group)

    def candidate(self, row: int) -> Candidate:
        """The candidate of a row."""
        g = int(self.group[row])
        return self.groups[g].entry.candidates[row - int(self.start[g])]


class TableMaker:
    """Makes tables; keeps the entries of names already seen."""

    def __init__(self, gazetteer: GazetteerLike, *, limit: int = 50, cache: int = 20_000) -> None:
        self._gazetteer = gazetteer
        self._limit = limit
        self._cache = cache
        self._entries: dict[Key, Entry] = {}
        self._flags: dict[str, int] = {}
        self._intern = Interner()

    def make(self, document: Document) -> Table:
        """The table of one document: two batches to the gazetteer, flags and candidates."""
        if len(self._flags) > 20 * self._cache or len(self._entries) > self._cache:
            # forget everything at once: what is kept must not depend on the order of texts
            self._flags, self._entries, self._intern = {}, {}, Interner()
        text = document.text
        asked = [
            (index, top.mention)
            for index, top in enumerate(document.toponyms)
            if top.mention.kind != "coordinates"
        ]
        extra = [(document.title, 0.5), (document.source, 0.5), (document.near or "", HOME_WEIGHT)]
        beside = [(words_of, weight, words.capitalised_runs(words_of)) for words_of, weight in extra]
        runs = free_runs(text, [(m.start, m.end) for _, m in asked])
        grams = {gram for run in runs for _, _, gram in ngrams(text, run)}
        for words_of, _, runs_of in beside:
            grams |= {gram for run in runs_of for _, _, gram in ngrams(words_of, run)}
        spellings: dict[str, Spellings] = {}
        shared: dict[int, list[str]] = {}  # with the noun that a mention shares: "West [and Central] Africa"
        for index, mention in asked:
            # one name asks under one key wherever it stands, or its mentions would fall into two groups
            spelt = spellings_of(text, mention.start, mention.end, spellings.get(mention.text))
            spellings[mention.text] = spelt
            shared[index] = words.shared_head(text, mention.start, mention.end)
            grams |= {mention.text, *spelt.whole, *spelt.parts, *spelt.extended, *shared[index]}
        self._learn_flags(sorted(grams))

        wanted: list[tuple[str, Key]] = []
        spans: list[tuple[int, int, int, str, float]] = []  # start, end, toponym or -1, name, weight
        for index, mention in asked:
            spelt = spellings[mention.text]
            head, _, holder = mention.text.partition(", ")
            if (
                holder
                and not self._is_place(mention.text)
                and self._is_place(head)
                and self._is_place(holder)
            ):
                # a span as some annotate it, "Cambridge, Massachusetts": a name and what holds it
                spans.append((mention.start, mention.start + len(head), index, head, 1.0))
                wanted.append((head, ((head,), False)))
                spans.append((mention.end - len(holder), mention.end, -1, holder, WITNESS_WEIGHT))
                wanted.append((holder, ((holder,), False)))
                continue
            spans.append((mention.start, mention.end, index, mention.text, 1.0))
            wanted.append((mention.text, self._choose(mention.text, spelt, shared[index])))
        for start, end, gram in self._witnesses(text, runs):
            spans.append((start, end, -1, gram, WITNESS_WEIGHT))
            wanted.append((gram, ((gram,), False)))
        offset = len(text) + 2
        for words_of, weight, runs_of in beside:
            for start, end, gram in self._witnesses(words_of, runs_of, home=weight > 1):
                spans.append((offset + start, offset + end, -1, gram, weight))
                wanted.append((gram, ((gram,), False)))
            offset += len(words_of) + 2
        self._learn_entries([key for _, key in wanted])
        whole_text = "\n\n".join((text, *(words_of for words_of, _ in extra)))
        table = self._group(whole_text, spans, [key for _, key in wanted])
        table.speech = speech_of(text)
        table.told = told_divisions(text)
        return table

    def best(self, names: Sequence[str]) -> list[Candidate | None]:
        """The likeliest place of each bare name by the gazetteer's prior."""
        return [found[0] if found else None for found in self._gazetteer.lookup(names, limit=1)]

    def found(self, names: Sequence[str]) -> list[list[Candidate]]:
        """All places of each bare name."""
        return self._gazetteer.lookup(names, limit=self._limit)

    # -- asking the gazetteer ------------------------------------------------------------------

    def _learn_flags(self, names: Sequence[str]) -> None:
        new = [name for name in names if name not in self._flags]
        for name, flags in zip(new, self._gazetteer.flags(new) if new else [], strict=True):
            self._flags[name] = int(flags)

    def _is_place(self, name: str) -> bool:
        return bool(self._flags.get(name, 0) & PLACE_FLAGS)

    def _choose(self, name: str, spelt: Spellings, shared: Sequence[str]) -> Key:
        """Which spellings to look up for a mention, and whether only a part of the name is met.

        ``shared``: what the mention itself shares with its neighbour, where another of the text shares else:
        "North and South Korea, North and South Carolina".
        """
        for spelling in shared:
            if self._is_place(spelling):
                return (spelling,), False
        chosen = [spelling for spelling in spelt.extended if self._is_place(spelling)]
        chosen += [spelling for spelling in (name, *spelt.whole) if self._is_place(spelling)][:1]
        if chosen:
            return tuple(chosen), False
        for part in spelt.parts:
            flags = self._flags.get(part, 0)
            if flags & PLACE_FLAGS and not (flags & (_PERSON | _COMMON) and not flags & _LARGE):
                return (part,), True
        return (), False

    def _learn_entries(self, keys: Sequence[Key]) -> None:
        new = sorted({key for key in keys if key not in self._entries})
        names = sorted({name for spellings, _ in new for name in spellings})
        found: Mapping[str, list[Candidate]] = dict(
            zip(names, self._gazetteer.lookup(names, limit=self._limit) if names else [], strict=True)
        )
        for spellings, fuzzy in new:
            lists = [found[name] for name in spellings]
            self._entries[spellings, fuzzy] = make_entry(lists, self._intern, fuzzy=fuzzy)

    def _witnesses(
        self, text: str, runs: Sequence[Sequence[tuple[int, int]]], *, home: bool = False
    ) -> list[tuple[int, int, str]]:
        """Names outside the mentions that surely enough are places, the longest first in each run."""
        out: list[tuple[int, int, str]] = []
        for run in runs:
            at = 0
            while at < len(run):
                step = 1
                for length in range(min(4, len(run) - at), 0, -1):
                    start, end = run[at][0], run[at + length - 1][1]
                    gram = text[start:end]
                    if self._bears_witness(gram, length, text, start, home=home):
                        out.append((start, end, gram))
                        step = length
                        break
                at += step
            if len(out) >= CONTEXT_LIMIT:
                break
        return out

    def _bears_witness(self, gram: str, length: int, text: str, start: int, *, home: bool) -> bool:
        flags = self._flags.get(gram, 0)
        if not flags & PLACE_FLAGS:
            return False
        if home:
            return True
        if flags & int(NameFlag.ABBREVIATION) and not flags & _LARGE & ~int(NameFlag.DEMONYM):
            # "Ill.", "Me": only right behind a comma or in capitals
            return gram.isupper() or text[max(0, start - 2) : start] == ", "
        if flags & int(NameFlag.COUNTRY | NameFlag.DEMONYM):
            return not flags & int(NameFlag.COMMON_WORD) or length > 1
        if flags & (_PERSON | _COMMON):
            return bool(flags & _LARGE) and text[max(0, start - 2) : start] == ", "
        return bool(flags & _LARGE) or length > 1

    # -- grouping ------------------------------------------------------------------------------

    def _group(
        self,
        text: str,
        spans: Sequence[tuple[int, int, int, str, float]],
        keys: Sequence[Key],
    ) -> Table:
        order = sorted(range(len(spans)), key=lambda k: (spans[k][0], -spans[k][1], spans[k][2]))
        names = [normalise(words.possessive_free(spans[k][3])) or spans[k][3] for k in order]
        kinds = [words.near_kind(text, spans[k][0], spans[k][1]) for k in order]
        links = links_of(text, [(spans[k][0], spans[k][1]) for k in order])
        asked = one_key(names, [spans[k][3] for k in order], [keys[k] for k in order])
        home = [spans[k][4] == HOME_WEIGHT for k in order]
        dateline = dateline_of(text, [spans[k][:2] for k in order])
        signs = self._signs(names, kinds, links, asked)
        senses = contrasted(names, signs, home=home, dateline=dateline)
        lands = self._tell_lands(names, kinds, senses, links, asked)
        kinds = [kind or (TOWN if sense == TOWN else "") for kind, sense in zip(kinds, senses, strict=True)]

        groups: list[Group] = []
        index_of: dict[tuple[str, str, Key], int] = {}
        member: list[int] = []
        of_mention: dict[int, int] = {}
        for at, k in enumerate(order):
            start, end, toponym, name, weight = spans[k]
            key = (names[at], senses[at], asked[at])
            if key not in index_of:
                index_of[key] = len(groups)
                entry = self._entries[asked[at]]
                groups.append(Group(name=name, entry=entry, flags=self._flags.get(name, 0), weight=0.0))
                groups[-1].own_family = words.own_kind(name)
                spellings, fuzzy = asked[at]
                groups[-1].kin = normalise(spellings[-1]) if spellings else names[at]
                groups[-1].fuzzy = fuzzy
            g = index_of[key]
            member.append(g)
            group = groups[g]
            group.spans.append((start, end))
            group.weight += weight
            group.home = group.home or weight == HOME_WEIGHT
            if kinds[at]:
                group.families[kinds[at]] = group.families.get(kinds[at], 0) + 1
                group.beside = group.beside or at in lands
            group.towns += is_town_told(text, start, end)
            group.bare += words.lacks_article(text, start, end)
            group.flown = group.flown or (words.is_code(name) and words.is_of_flights(text, start, end))
            group.wired = group.wired or words.WIRE.match(text[end : end + 16]) is not None
            if toponym >= 0:
                group.mentions.append(toponym)
                of_mention[toponym] = g
        for at, link in enumerate(links):
            group = groups[member[at]]
            group.direct += [member[b] for b in link.direct if member[b] != member[at]]
            group.before += [member[b] for b in link.before if member[b] != member[at]]
            group.phrase += [member[b] for b in link.phrase if member[b] != member[at]]
            group.listed += [member[b] for b in link.listed if member[b] != member[at]]
            group.headed += [member[b] for b in link.headed if member[b] != member[at]]
            group.fellows += [member[b] for b in link.fellows if member[b] != member[at]]
        for group in groups:
            # the tenth mention says less than the first
            group.weight = group.weight if group.weight <= 1.0 else 1.0 + math.log(group.weight)
            if group.fuzzy:
                group.weight *= FUZZY_WEIGHT
        if dateline is not None:
            groups[member[dateline]].dateline = True
        positions = [(spans[k][0], spans[k][1], member[at]) for at, k in enumerate(order)]
        return _flatten(groups, of_mention, positions)

    def _tell_lands(
        self,
        names: Sequence[str],
        kinds: list[str],
        senses: list[str],
        links: Sequence[Links],
        keys: Sequence[Key],
    ) -> set[int]:
        """Enter the kind of what stands beside a place in it, and a sense of its own where there are others.

        Returns which spans those are.
        """
        told: dict[int, str] = {}
        known: dict[tuple[Key, Key], str] = {}
        for at, link in enumerate(links):
            for beside in (link.comma, *link.before):
                if beside is None or kinds[beside]:
                    continue
                pair = keys[at], keys[beside]
                if pair not in known:
                    known[pair] = land_beside(*(self._entries[key] for key in pair))
                if known[pair]:
                    told[beside] = known[pair]
        said = Counter((names[at], land) for at, land in told.items())
        times = Counter(names) if told else {}
        for at, land in told.items():
            kinds[at] = land
            if not senses[at] and said[names[at], land] * 2 <= times[names[at]]:
                senses[at] = LAND + land
        return set(told)

    def _signs(
        self, names: Sequence[str], kinds: Sequence[str], links: Sequence[Links], keys: Sequence[Key]
    ) -> list[str]:
        """What stands by each span and tells which sense of its name is meant."""
        signs: list[str] = []
        for at, link in enumerate(links):
            sign = ""
            entry = self._entries[keys[at]]
            holders = [*link.direct[:1], *link.before] if len(entry.candidates) > 1 else []
            for holder in holders:
                container = self._entries[keys[holder]]
                held = set(container.keys[container.holds, 0].tolist()) - {-1}
                if held and bool(np.isin(entry.held, list(held)).any()):
                    sign = names[holder]
                    break
            if not sign and kinds[at] in {"first", "country", "water", "division", "region"}:
                sign = kinds[at]
            signs.append(sign)
        return signs


def _flatten(groups: list[Group], of_mention: dict[int, int], positions: list[tuple[int, int, int]]) -> Table:
    entries = [group.entry for group in groups] or [make_entry([], Interner())]
    counts = np.array([len(group.entry.candidates) for group in groups], dtype=np.int64)
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Table(
        groups=groups,
        of_mention=of_mention,
        positions=positions,
        start=start,
        group=np.repeat(np.arange(len(groups), dtype=np.int64), counts),
        static=np.concatenate([entry.static for entry in entries]),
        xyz=np.concatenate([entry.xyz for entry in entries]),
        keys=np.concatenate([entry.keys for entry in entries]),
        held=np.concatenate([entry.held for entry in entries]),
        holds=np.concatenate([entry.holds for entry in entries]),
        reach=np.concatenate([entry.reach for entry in entries]),
        point=np.concatenate([entry.point for entry in entries]),
    )
