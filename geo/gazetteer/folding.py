"""Names as they were staged, in order of their keys -> rows of a store's table of names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice, tee
from operator import itemgetter
from typing import TypeVar

from geo.gazetteer.embedded import CAPITALISED, CAPITALS
from geo.gazetteer.names import NameFlag
from geo.gazetteer.packing import NOWHERE, SHARE, Entry

T = TypeVar("T")

AS_SHIPPED = 64
"""Bit of a kind of match, in staged rows only: this is how the name means the place in the store that
ships, whatever a dump says of the two."""

MOST_ENTRIES = 64
"""Places kept of one name: the 50 that a look-up returns, and some that its spelling may rule out."""


def counted(rows: Iterable[T], meta: dict[str, str]) -> Iterator[T]:
    """Rows as they are; their count goes into what is said of the store."""
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007
        yield row
    meta["names"] = str(count)


def folded(
    staged: Iterator[tuple[str, int | None, int, int, float]],
) -> Iterator[tuple[str, int, list[Entry]]]:
    """Staged rows in order of key -> key, flags, and places, best first."""
    for key, rows in groupby(staged, key=itemgetter(0)):
        if not key:
            continue
        best: dict[int, tuple[int, float, int]] = {}
        plain = capitalised = capitals = 0
        for _, n, kind, flags, mass in rows:
            if kind & CAPITALS:
                capitals |= flags
            elif kind & CAPITALISED:
                capitalised |= flags
            else:
                plain |= flags
            if n is None:
                continue
            # A place met by several kinds of name counts by its strongest; as it ships, if it does.
            worth = (kind & AS_SHIPPED, mass, -(kind & ~AS_SHIPPED))
            if n not in best or worth > best[n]:
                best[n] = worth
        if not best and not plain & ~NameFlag.COMMON_WORD:
            # That a word is common matters only where it is a name as well.
            continue
        # The same in any order, so that the same names give the same bytes.
        total = math.fsum(mass for _, mass, _ in best.values())
        order = sorted((-mass, n, -kind) for n, (_, mass, kind) in best.items())[:MOST_ENTRIES]
        entries = [(n, kind, max(1, min(SHARE, int(-mass / total * SHARE)))) for mass, n, kind in order]
        yield key, plain | capitalised << 16 | capitals << 32, entries


def numbered_manners(
    names: Iterator[tuple[str, int, list[Entry]]], manners: dict[tuple[int, int], int], *, several: int
) -> Iterator[tuple[str, int, list[Entry]]]:
    """Names in order with the number of their manner (numbered as they come) for their flags.

    ``several`` is the kind of a name of several places.
    """
    names, ahead = tee(names)
    following = chain((key for key, _, _ in islice(ahead, 1, None)), [""])
    for (key, flags, entries), later in zip(names, following, strict=False):
        longer = NameFlag.PREFIX if later.startswith(key + " ") else 0
        kind = entries[0][1] if len(entries) == 1 else several if entries else NOWHERE
        yield key, manners.setdefault((flags | longer, kind), len(manners)), entries
