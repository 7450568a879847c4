"""Less doubt where doubt is not of the name, and more where it is: what "none of these" keeps of some names.

That nothing of a text lies near speaks against a town, of which there are many unlisted, and the networks
learned it from local news, where the villages are. In texts that name places far from each other they doubt
places that everybody knows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.names import NameFlag
from geo.resolution.entries import STATIC
from geo.resolution.features import best_rows
from geo.resolution.ranker import PriorRanker
from geo.resolution.table import Table

Floats = NDArray[np.float64]

MOST_DOUBT = 0.35
"""The most that "none of these" keeps of a name that is a country's, division's or region's alone."""
ALONE = 0.9
"""Share of a name's uses from which it is one place's alone."""
KNOWN_DOUBT = 0.2
"""The most that it keeps of a name that a large place bears. Out of fold this moves end-to-end F1 of three
corpora by .0005; in digests of far places they keep "St. Louis" and "Wake Island"."""
LEAST_DOUBT = 0.8
"""The least that it keeps of a compass word: such a name is not placed."""
COMPASS = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"})
_AIRPORTS = frozenset({"AIRP", "AIRB"})
_EXACT, _PRIOR = STATIC.index("match_exact"), STATIC.index("prior")
_VAST = [STATIC.index(name) for name in ("country", "first", "region", "continent")]
_ORDINARY = int(NameFlag.GIVEN_NAME | NameFlag.SURNAME | NameFlag.COMMON_WORD)
_LARGE = int(NameFlag.COUNTRY | NameFlag.DIVISION | NameFlag.LARGE_PLACE)


def trusting(table: Table, matrix: NDArray[np.float32], belief: Floats, nil: Floats) -> tuple[Floats, Floats]:
    """The beliefs, with less doubt in names that hardly mean anything else.

    A country, division or region that alone has the name is what it means, however far away: "Wake Island",
    "Nunavut"; so is the airport that alone has it ("Caracas international airport"), as all are listed. Where
    a large place bears a name ("St. Louis"), what is taken from "none of these" goes to the candidates as the
    prior ranker sees them.

    Args:
        table: the text's names and candidates.
        matrix: (rows + groups, columns), of the last round.
        belief: (rows,) of each candidate.
        nil: (groups,) that none of the candidates is meant.
    """
    belief, nil = belief.copy(), nil.copy()
    best = best_rows(table, belief)
    for g, row in enumerate(best.tolist()):
        group = table.groups[g]
        if row < 0 or group.fuzzy or group.flags & _ORDINARY:
            continue
        static = table.static[row]
        alone = bool(static[_EXACT]) and static[_PRIOR] >= ALONE
        airport = alone and table.candidate(row).place.feature_code in _AIRPORTS
        most = KNOWN_DOUBT if airport else MOST_DOUBT
        if nil[g] > most and alone and (airport or static[_VAST].any()):
            belief[row] += nil[g] - most
            nil[g] = most
        elif nil[g] > KNOWN_DOUBT and group.flags & _LARGE:
            rows = slice(int(table.start[g]), int(table.start[g + 1]))
            prior = PriorRanker().logits(matrix[rows], first=False)
            powers = np.exp(prior - prior.max())
            belief[rows] += (nil[g] - KNOWN_DOUBT) * powers / powers.sum()
            nil[g] = KNOWN_DOUBT
    return belief, nil


def doubting(table: Table, belief: Floats, nil: Floats) -> tuple[Floats, Floats]:
    """The beliefs, with more doubt in a compass word alone ("the West").

    Where the text names nothing else of the country that has a province of that name, no part of any country
    is meant.
    """
    belief, nil = belief.copy(), nil.copy()
    best = best_rows(table, belief)
    for g, row in enumerate(best.tolist()):
        if row < 0 or nil[g] >= LEAST_DOUBT or table.groups[g].name.lower() not in COMPASS:
            continue
        if " " in table.candidate(row).matched_name:
            continue  # "North and South Korea"
        if _is_alone(table, best, row):
            rows = slice(int(table.start[g]), int(table.start[g + 1]))
            belief[rows] *= (1.0 - LEAST_DOUBT) / max(1.0 - float(nil[g]), 1e-9)
            nil[g] = LEAST_DOUBT
    return belief, nil


def _is_alone(table: Table, best: NDArray[np.int64], row: int) -> bool:
    """Whether no other name of the text lies in the row's country."""
    others = best[(best >= 0) & (best != row)]
    return not bool((table.keys[others, 1] == table.keys[row, 1]).any())
