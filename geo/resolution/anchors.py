"""Which of a text's towns something unlisted lies in: what the text says nearest, most and first.

Each mention of a town or county speaks for it: more in the same sentence than some sentences away, less
where somebody only comes from there ("a couple from Syracuse"), and everywhere a little, the dateline,
the title and the outlet's home among them. Towns near each other speak for each other, as one of them
is as good an answer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.resolution import words
from geo.resolution.entries import distance_km, unit_vectors
from geo.resolution.table import Table
from geo.types import Place

SENTENCES = (1.6, 1.0, 0.4, 0.2)
"""What a mention counts for a name in its own sentence, and one, two and three sentences away."""
LATER = 0.6
"""What one of a later sentence counts beside one of an earlier."""
CLOSE_CHARS, CLOSE = 40, 0.4
"""A mention of the same sentence this near counts so much more."""
FRAME = 0.8
"""What the place that a sentence begins with counts more in it: "In Hull, ..."."""
REACH = 14
"""Names to each side that are looked at."""
ORIGIN = 0.3
"""What a town counts that somebody comes from, against 1 for one that something happens in."""
ANYWHERE = 0.35
"""What each mention counts in the whole text, up to ``MOST`` of them."""
MOST = 3.0
DATELINE, TITLE, LEAD, WITNESS = 1.0, 0.8, 0.5, 0.3
"""What a dateline, a title, the first sentence, and a name that is no mention add for their town in the
whole text."""
OUTLET = 1.0
"""The same for the outlet's home, where the caller tells it: less than a town of the same sentence, more
than one of another. On the developing half of our own local texts F1 within 40 km lies between .885 and
.903 wherever this is from .6 to 1.5 and ``LEAD`` from .2 to .8."""
NEIGHBOUR_KM, NEIGHBOUR = 30.0, 0.25
"""How near towns speak for each other, and how much."""
COUNTY = 0.8
"""What a county counts beside a town."""
FAR_KM, FAR = 150.0, 0.5
"""How far from the outlet's home, km, a town counts so much less outside the sentences that name it: a
local paper says where the far things are."""
TOWNS = 64
"""Most towns of a text that are weighed; the first ones."""

_ORIGIN_BEFORE = re.compile(
    r"\b(?:[Ff]rom|to|as far(?: away)? as|bound for|native of|formerly of|than|like|towards?"
    r"|\d (?:km|kilomet\w+|miles?|mi\.?) [a-z-]+ of|[A-Z][a-z]+(?:, \d+,)? of)\s+(?:nearby\s+)?$"
)
_ORIGIN_AFTER = re.compile(
    r"^(?:['’]s)?\s+(?:man|men|woman|women|couple|native|resident|residents|teen|teenager|boy|girl|family|"
    r"firefighters|crews|teams)\b"
)
_FRAMED = re.compile(r"^\W*(?:In|At|Near|Around|Outside)\s+(?:nearby\s+)?$")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A town that a name lies in, and why."""

    place: Place
    how: str
    """``sentence``: the same sentence names it; ``home``: the text is about it."""
    share: float
    """Of all that speaks for any town of the text, 0 to 1."""


class Anchors:
    """The towns of one settled document."""

    def __init__(self, text: str, table: Table, towns: Sequence[Place | None], *, title: str = "") -> None:
        """``towns``: for each group the town or county that it was surely settled on, or None."""
        self._table = table
        self._text = text
        self._ends = words.sentence_ends(text)
        self.places: list[Place] = []
        self._of_group: dict[int, int] = {}
        by_id: dict[str, int] = {}
        for g, place in enumerate(towns):
            group = table.groups[g]
            heard = group.mentions or group.home or group.spans[-1][0] > len(text)
            if place is not None and heard and (place.id in by_id or len(by_id) < TOWNS):
                at = by_id.setdefault(place.id, len(by_id))
                if at == len(self.places):
                    self.places.append(place)
                self._of_group[g] = at
        points = [(p.footprint.lat, p.footprint.lon) for p in self.places]
        self.xyz = unit_vectors(points)
        count = len(self.places)
        near = distance_km(self.xyz[:, None, :], self.xyz[None, :, :]) <= NEIGHBOUR_KM
        self._spread = np.where(near, NEIGHBOUR, 0.0)
        np.fill_diagonal(self._spread, 1.0)
        self._factor = np.array([COUNTY if p.feature_class == "A" else 1.0 for p in self.places])
        self._at: dict[int, list[int]] = {}
        for index, (_, _, g) in enumerate(table.positions):
            self._at.setdefault(g, []).append(index)
        self._told = np.ones(count)
        homes = [at for g, at in self._of_group.items() if table.groups[g].home]
        if homes:
            km = distance_km(self.xyz[homes][:, None, :], self.xyz[None, :, :]).min(axis=0)
            self._told[km > FAR_KM] = FAR
        self._weights = [self._weight(index) for index in range(len(table.positions))]
        title_from = len(text) + 2
        self._anywhere = self._whole(count, range(title_from, title_from + len(title)))

    def _whole(self, count: int, title: range) -> NDArray[np.float64]:
        """(towns,) what the whole text says for each."""
        out = np.zeros(count)
        extra = np.zeros(count)
        for index, (start, _, g) in enumerate(self._table.positions):
            at = self._of_group.get(g)
            if at is None or start > len(self._text):
                if at is not None and start in title:
                    extra[at] = max(extra[at], TITLE)
                continue
            weight = self._weights[index]
            out[at] += ANYWHERE * weight
            if self._sentence(start) == 0 and weight >= 1.0:
                extra[at] = max(extra[at], LEAD)
        for g, at in self._of_group.items():
            group = self._table.groups[g]
            extra[at] += DATELINE * group.dateline + OUTLET * group.home
        whole: NDArray[np.float64] = (np.minimum(out, ANYWHERE * MOST) + extra) * self._told
        return whole

    def _weight(self, index: int) -> float:
        start, end, g = self._table.positions[index]
        weight = 1.0 if self._table.groups[g].mentions else WITNESS
        if _ORIGIN_BEFORE.search(self._text[max(0, start - 32) : start]):
            return ORIGIN * weight
        return ORIGIN * weight if _ORIGIN_AFTER.match(self._text[end : end + 24]) else weight

    def has_people(self, g: int) -> bool:
        """Whether the text speaks of people of the place, whom no creek has: "a Bear Creek man"."""
        spans = (self._table.positions[at] for at in self._at.get(g, ()))
        return any(_ORIGIN_AFTER.match(self._text[end : end + 24]) for _, end, _ in spans)

    def best(self, g: int | None) -> Anchor | None:
        """The town that speaks loudest where a group stands; for None, in the text as a whole."""
        if not self.places:
            return None
        score, same = self._anywhere.copy(), np.zeros(len(self.places), dtype=bool)
        for at in self._at.get(g, [])[:3] if g is not None else []:
            self._around(at, g, score, same)
        total = np.round(self._spread @ score * self._factor, 6)
        chosen = int(np.argmax(total))
        near = self._spread[chosen] > 0
        share = float(score[near].sum() / max(score.sum(), 1e-9))
        return Anchor(self.places[chosen], "sentence" if same[chosen] else "home", share)

    def _around(self, at: int, g: int | None, score: NDArray[np.float64], same: NDArray[np.bool_]) -> None:
        """Add what the towns around a mention say."""
        positions = self._table.positions
        start, end, _ = positions[at]
        if start > len(self._text):
            return
        here = self._sentence(start)
        met: dict[int, float] = {}
        for other in (*range(at - 1, at - REACH, -1), *range(at + 1, at + REACH)):
            if not 0 <= other < len(positions):
                continue
            a, b, k = positions[other]
            town = self._of_group.get(k)
            if town is None or k == g or b > len(self._text):
                continue
            away = abs(self._sentence(a) - here)
            if away >= len(SENTENCES):
                continue
            said = SENTENCES[away] * (LATER if away and a > start else 1.0)
            weight = self._weights[other] * (self._told[town] if away else 1.0)
            if away == 0:
                said += CLOSE * (min(abs(start - b), abs(a - end)) <= CLOSE_CHARS)
                said += FRAME * (_FRAMED.match(self._text[self._begin(here) : a]) is not None)
                same[town] |= weight >= 1.0
            met[town] = max(met.get(town, 0.0), said * weight)
        for town, said in met.items():
            score[town] += said

    def _begin(self, sentence: int) -> int:
        return self._ends[sentence - 1] if sentence else 0

    def _sentence(self, at: int) -> int:
        return bisect_right(self._ends, at)
