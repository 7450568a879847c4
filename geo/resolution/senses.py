"""Two senses of one name in a text, and its dateline: what is known of a span before any place is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.resolution.entries import STATIC, Entry, distance_km
from geo.resolution.kinds import FAMILIES
from geo.resolution.spans import is_dateline

LEAD = 400
"""Characters from the beginning of a text in which its dateline stands, a headline before it."""
TOWN = "town"
"""The sense of a dateline whose name the text also gives to a division."""
LAND = "land: "
"""Before its kind, the sense of a name behind a town of the land it names, where the text has others."""
_DIVISIONS = frozenset({"first", "division", "region"})
_PRIOR, _TOWN, _SECOND = (STATIC.index(name) for name in ("prior", "town", "second"))
_LANDS = {"first": (STATIC.index("first"), 2), "country": (STATIC.index("country"), 1)}
"""Kind of land -> its column, and which of an entry's keys tells what lies in it."""
USUAL = 0.02
"""Least share of a name's uses that a town or land has which is meant without another word."""
APART_KM = 40.0
"""A town that lies as near to the town of the land's name may be a part of it: "Brooklyn, New York"."""


def dateline_of(text: str, spans: Sequence[tuple[int, int]]) -> int | None:
    """Which of the spans, in the text's order, stands as its dateline; None where none does."""
    for at, (start, end) in enumerate(spans):
        if start > LEAD:
            return None
        if is_dateline(text, start, end):
            return at
    return None


def land_beside(inner: Entry, outer: Entry) -> str:
    """The kind of land that a name means beside a place in it: "first" for "Buffalo, New York", or "".

    Only where a town or another kind of land bears the land's name too ("Tbilisi, Georgia"), and the other
    name's town or county lies in the one and not by the other ("Georgia's Fulton County").
    """
    usual = outer.static[:, _PRIOR] >= USUAL
    rivals = (outer.static[:, _TOWN] > 0) & usual
    towns = (inner.static[:, [_TOWN, _SECOND]].max(axis=1) > 0) & (inner.static[:, _PRIOR] >= USUAL)
    kinds = rivals.any() + sum((outer.static[usual, column] > 0).any() for column, _ in _LANDS.values())
    if kinds < 2 or not towns.any():
        return ""
    near = distance_km(inner.xyz[towns][:, None], outer.xyz[rivals][None, :]) <= APART_KM
    if near.any():
        return ""
    told = []
    for family, (column, key) in _LANDS.items():
        lands = outer.keys[(outer.static[:, column] > 0) & usual, key]
        if np.isin(inner.keys[towns, key], lands[lands >= 0]).any():
            told.append(family)
    return told[0] if len(told) == 1 else ""


def contrasted(
    names: Sequence[str], signs: Sequence[str], *, home: Sequence[bool], dateline: int | None
) -> list[str]:
    """A label of the sense for each span: ``""`` unless the text contrasts senses of the name.

    Where the outlet's home is one of them, the bare name means it until the text says otherwise. A dateline
    is a town's (:data:`TOWN`): "WASHINGTON - ..." above "in Washington state", and so is a bare name below.

    Args:
        names: the name of each span, normalised, in the text's order.
        signs: what stands by it and tells the sense: the name of what holds it ("Illinois"), or the family of
            the kind ("first" in "Washington state"); empty where nothing does.
        home: whether the span is the outlet's home.
        dateline: which span is the dateline.
    """
    told = list(signs)
    seen: dict[str, set[str]] = {}
    for name, sign in zip(names, told, strict=True):
        if sign:
            seen.setdefault(name, set()).add(sign)
    last = {name: sign for name, sign, own in zip(names, told, home, strict=True) if own and _is_holder(sign)}
    if dateline is not None and not told[dateline] and seen.get(names[dateline], set()) & _DIVISIONS:
        told[dateline] = TOWN
        seen[names[dateline]].add(TOWN)
    out: list[str] = []
    for at, (name, sign) in enumerate(zip(names, told, strict=True)):
        if len(seen.get(name, ())) < 2:
            out.append("")
            continue
        if _is_holder(sign) or (at == dateline and sign == TOWN):
            last[name] = sign
        out.append(sign or last.get(name, ""))
    return out


def _is_holder(sign: str) -> bool:
    return bool(sign) and sign not in FAMILIES
