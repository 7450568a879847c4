"""Words that stand for a place named before: "the Gulf" after "Gulf of Mexico", "the capital", "the island".

Only where it is sure: the head of a name written with a capital; "the capital" and "the island" where the
text has told of exactly one place that it is the capital, or an island, and named it before. Each mention
says which earlier one it stands for (:attr:`geo.types.Mention.antecedent`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from geo.recognition.tokens import word_set
from geo.types import Mention

HEADS = frozenset(
    {"Gulf", "Strait", "Straits", "Strip", "Canal", "Peninsula", "Isthmus", "Delta", "Channel", "Horn"}
)
"""Heads of compounds that stand for the whole once it has been named: "the Strait" of Hormuz."""


COMPOUNDS = {
    "capital": word_set(
        """of markets market punishment gains gain expenditure spending investment costs cost account
        controls stock budget improvements projects flows letters letter region district area county
        province"""
    ),
    "island": word_set("of nation nations chain group state states country countries hopping"),
}
"""Words that make something else of the noun: "the capital markets", "the island chain"."""
SURE = 0.5
"""Score of a mention that stands for another: it is no surer than its being read so."""

_HEAD = re.compile(rf"\b[Tt]he ({'|'.join(sorted(HEADS))})\b(?! of\b)(?![ -][A-Z])")
_NOUN = re.compile(r"\b[Tt]he (capital|island)\b(?:['’]s\b)?(?=[.,;:!?)\"”]|\s+(\w+)|\s*\Z)")

_TOLD_AFTER = {
    "capital": re.compile(r",\s+(?:(?:the|a|its)\s+)?(?:\w+(?:['’]s)?\s+){0,2}capital\b(?! of\b)"),
    "island": re.compile(r"(?:,\s+an?\s+(?:\w+\s+){0,2}|\s+)[Ii]sland\b"),
}
"""What follows a name that is told to be the capital or an island: "Bamako, the Malian capital"."""
_TOLD_BEFORE = {
    "capital": re.compile(r"\b[Cc]apital(?:,| city(?: of)?,?)? \Z"),
    "island": re.compile(r"\b[Ii]sland(?: of|,) \Z"),
}
"""What stands before one: "the capital, Bamako", "the island of Sulawesi"."""
_NEAR = 60
"""Characters looked at on either side of a name; the longest phrase of the patterns is shorter."""


def with_anaphors(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, and those that stand for one of them, in order."""
    more = [*_heads(text, mentions), *_nouns(text, mentions)]
    if not more:
        return list(mentions)
    by_span = {(m.start, m.end): m for m in more}
    # a recogniser may have found "the Gulf" by itself: it stands for the whole all the same
    known = [by_span.pop((m.start, m.end), m) for m in mentions]
    taken = {i for m in mentions for i in range(m.start, m.end)}
    free = [m for m in by_span.values() if taken.isdisjoint(range(m.start, m.end))]
    return sorted([*known, *free], key=lambda m: m.start)


def _heads(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    named: dict[str, Mention] = {}
    for mention in mentions:
        words = mention.text.split()
        for head in (words[0], words[-1]) if len(words) > 1 else ():
            if head in HEADS:
                named.setdefault(head, mention)
    if not named:
        return []
    return [
        Mention(*match.span(1), match[1], "place", SURE, antecedent=whole.start)
        for match in _HEAD.finditer(text)
        if (whole := named.get(match[1])) and whole.end <= match.start(1)
    ]


def _nouns(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    places = [m for m in mentions if m.kind == "place"]
    told: dict[str, list[Mention]] = {}
    found: list[Mention] = []
    for match in _NOUN.finditer(text):
        noun, following = match[1], match[2]
        if following is not None and following in COMPOUNDS[noun]:
            continue
        if noun not in told:
            told[noun] = [m for m in places if _is_told(text, m, noun)]
        first = next(iter(told[noun]), None)
        if first is None or first.end > match.start() or len({m.text.casefold() for m in told[noun]}) > 1:
            continue
        if text[first.end : match.start()].strip() != ",":
            found.append(Mention(*match.span(1), noun, "place", SURE, antecedent=first.start))
    return found


def _is_told(text: str, mention: Mention, noun: str) -> bool:
    """Whether the text says beside a name that it is the capital, or an island."""
    if noun == "island" and re.search(r"\bIsland\b", mention.text):
        return True
    before = text[max(0, mention.start - _NEAR) : mention.start]
    after = text[mention.end : mention.end + _NEAR]
    return bool(_TOLD_BEFORE[noun].search(before) or _TOLD_AFTER[noun].match(after))
