"""What kind of mention a name is: a place, a facility, a body that stands for it, or a people."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from geo.gazetteer.names import PLACE_FLAGS, NameFlag
from geo.recognition.compounds import run_left, run_right
from geo.recognition.cues import BODIES, CLASS, LOCATIVE, NESTING, RELATIONS, SPEECH, SPORT, STOOD_IN
from geo.recognition.spans import SMALL, Reading, Span, word_class

WEIGHTS = Path(__file__).resolve().parent / "lists" / "kinds.csv"

_DEMONYM = int(NameFlag.DEMONYM)
_PLACES = PLACE_FLAGS & ~_DEMONYM
_GOVERNED = int(
    NameFlag.COUNTRY
    | NameFlag.DIVISION
    | NameFlag.LARGE_PLACE
    | NameFlag.ABBREVIATION
    | NameFlag.RELIEF_REGION
)


_COUNTRY = int(NameFlag.COUNTRY)

STANDS_FOR = 0.5
"""Likelihood from which a name stands for its government, team or people; accuracy on GWN's open half
is 0.80 in cross-validation, against 0.69 by the rules alone (which are facts to the table)."""


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """The table of weights: fact -> log-odds of standing for a body."""
    with WEIGHTS.open(encoding="utf-8", newline="") as stream:
        return {fact: float(weight) for fact, weight in csv.reader(stream)}


class Kinds:
    """Decides the kinds of the stretches of one text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def kind(self, span: Span, facts: Sequence[str]) -> str:
        """One of ``place``, ``facility``, ``associative``, ``demonym``; ``facts`` are the stretch's."""
        sure = self.sure(span)
        if sure:
            return sure
        table = weights()
        told = [fact.removeprefix("small ") for fact in facts]
        total = table["bias"] + sum(table.get(fact, 0.0) for fact in [*told, self.rule(span)])
        chance = round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 4)
        return "associative" if chance >= STANDS_FOR else "place"

    def sure(self, span: Span) -> str:
        """The kind where the words leave no doubt, else ""."""
        if span.shape in ("street", "facility", "airport"):
            return "facility"
        if span.flags & _DEMONYM and not (span.flags & _PLACES and self._noun(span)):
            return "demonym"
        if self.nested(span):
            return "associative"
        if span.flags & int(NameFlag.FACILITY) and not span.flags & int(_GOVERNED):
            return "facility"
        # What is first of all a water can't act.
        if self._stood_in(span) or (span.sort == "H" and not span.flags & _COUNTRY):
            return "place"
        return ""

    def _stood_in(self, span: Span) -> bool:
        """Whether one is, goes or comes from there: "in X", "into X", "from the X", "eastern X"."""
        reading, i = self._reading, span.start - 1
        if i > 0 and reading.lower[i] == "the":
            i -= 1
        if i < 0 or reading.lower[i] not in STOOD_IN or reading.sentence[i] != reading.sentence[span.start]:
            return False
        after = reading.lower[span.end] if reading.joined(span.end) else ""
        return after not in BODIES

    def rule(self, span: Span) -> str:
        """What the rules of metonymy say, as a fact for the table."""
        return f"rule={'body' if self._stands_for_body(span) else 'none'}"

    def nested(self, span: Span) -> bool:
        """Whether the name stands inside the name of a body."""
        reading = self._reading
        if reading.mode(span.start) == SMALL:
            return False
        right = [word_class(reading, j) for j in run_right(reading, span.end)]
        if any(cls in NESTING for cls in right):
            return True
        left = run_left(reading, span.start)
        if left and reading.lower[span.start - 1] in ("of", "at"):
            return any(CLASS.get(reading.lower[j]) in NESTING for j in left)
        return False

    def _noun(self, span: Span) -> bool:
        """Whether a name that is both place and people ("Georgian", "US") is meant as the place.

        One that means a place first of all is: "the Vatican".
        """
        reading = self._reading
        if span.sort and span.sort != "D":
            return True
        if reading.text[reading.words[span.start].start : reading.words[span.end - 1].end].isupper():
            return True
        before = reading.lower[span.start - 1] if span.start else ""
        return before in LOCATIVE or not reading.lower[span.end - 1].endswith(
            ("an", "ish", "ese", "i", "ans")
        )

    def _stands_for_body(self, span: Span) -> bool:
        """Metonymy: "Washington said", "talks with Moscow", "Beijing's response", "beat Chelsea"."""
        reading, end = self._reading, span.end
        before = reading.lower[span.start - 1] if span.start and reading.joined(span.start) else ""
        after = reading.lower[end] if reading.joined(end) else ""
        following = reading.lower[end + 1] if after and reading.joined(end + 1) else ""
        if before in LOCATIVE and after not in BODIES:
            return False
        if not span.flags & _GOVERNED:
            return (
                after in ("police", "council") or after in SPORT or before in ("beat", "beating", "defeated")
            )
        if after in BODIES or (after in ("'s", "’s") and following in BODIES):
            return True
        if after in SPEECH or after in SPORT:
            return before not in LOCATIVE
        if after == "-" and following in (
            "backed",
            "led",
            "allied",
            "sponsored",
            "funded",
            "supported",
            "imposed",
        ):
            return True
        if after in ("has", "had", "have", "is", "was", "will", "would") and following in _ACTING:
            return True
        if before in ("with", "between", "against", "by", "beat", "defeated") or before == "and":
            return self._relation_before(span.start)
        return False

    def _relation_before(self, start: int) -> bool:
        """Whether talks, ties, a war or a match are spoken of within the six words before."""
        reading = self._reading
        for i in range(start - 1, max(-1, start - 7), -1):
            if reading.sentence[i] != reading.sentence[start]:
                break
            if reading.lower[i] in RELATIONS or reading.lower[i] in ("beat", "defeated"):
                return True
        return False


_ACTING = frozenset(
    [
        "accused",
        "denied",
        "agreed",
        "refused",
        "rejected",
        "said",
        "warned",
        "threatened",
        "pledged",
        "imposed",
        "promised",
        "long",
        "repeatedly",
        "also",
        "already",
        "insisted",
        "urged",
        "called",
        "asked",
        "offered",
        "vowed",
    ],
)
"""Past participles and adverbs that tell of an act: "Moscow has long denied"."""
