"""What a text is about: its countries, divisions and places, with shares and a sentence of evidence.

After CLIFF's focus (D'Ignazio et al. 2014), with weights in place of counts: a name counts once and a
bit for every further mention, an associative mention and a demonym count less than "in Caracas", what
opens the text counts more, and a place speaks for all that hold it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from geo.resolution.entries import is_country, is_first
from geo.types import Document, Focus, Footprint, Place, Toponym

KIND_WEIGHT = {"place": 1.0, "facility": 1.0, "coordinates": 1.0, "associative": 0.7, "demonym": 0.6}
"""How much a mention of a kind says about what the text is about."""
OPENING = 1.5
"""Factor for names in the first sentence or two."""
OPENING_CHARS = 240
LEAST_SHARE = 0.2
"""A country, division or place below this share of the text is no focus, except the first country."""
MOST = 3
"""Foci per level."""


@dataclass(slots=True)
class _Tally:
    place: Place
    weight: float = 0.0
    own: int = 0
    """Mentions of the place itself."""
    inside: dict[str, int] | None = None
    """Names of places within it, and their mentions."""


Getter = Callable[[Sequence[str]], list[Place | None]]


def find_focus(document: Document, get: Getter | None = None) -> tuple[Focus, ...]:
    """The foci of a resolved document: countries first, then divisions, then places, heaviest first.

    ``get`` is a gazetteer's, for countries and divisions that the text does not name itself.
    """
    placed = [t for t in document.toponyms if t.place is not None and t.score >= 0.25]
    if not placed:
        return ()
    weights = _weights(placed)
    known: dict[str, Place] = {t.place.id: t.place for t in placed if t.place is not None}
    if get is not None:
        holders = sorted({id_ for place in known.values() for id_ in place.within[:2]} - set(known))
        known |= {id_: place for id_, place in zip(holders, get(holders), strict=True) if place is not None}
    out: list[Focus] = []
    for level in ("country", "division", "place"):
        tallies: dict[str, _Tally] = {}
        total = 0.0
        for toponym, weight in zip(placed, weights, strict=True):
            place = toponym.place
            assert place is not None
            if level == "place" and (place.feature_class == "A" or place.footprint.radius_km > 300):
                continue
            total += weight
            holder = _holder(place, level, known)
            if holder is None:
                continue
            tally = tallies.setdefault(holder.id, _Tally(holder, inside={}))
            tally.weight += weight
            if holder.id == place.id:
                tally.own += 1
            elif tally.inside is not None and not place.id.startswith("near:"):
                tally.inside[place.name] = tally.inside.get(place.name, 0) + 1
        out += _chosen(tallies.values(), total, level)
    return tuple(out)


def _weights(placed: Sequence[Toponym]) -> list[float]:
    seen: dict[str, int] = {}
    out = []
    for toponym in placed:
        place = toponym.place
        assert place is not None
        count = seen.get(place.id, 0)
        seen[place.id] = count + 1
        # the n-th mention adds what takes ln(1 + n) one further
        weight = math.log1p(count + 1) - math.log1p(count)
        weight *= KIND_WEIGHT.get(toponym.mention.kind, 1.0) * toponym.score
        out.append(weight * (OPENING if toponym.mention.start < OPENING_CHARS else 1.0))
    return out


def _holder(place: Place, level: str, known: dict[str, Place]) -> Place | None:
    """The place of a level that holds a place, or that it is; None if there is none."""
    if level == "place":
        return place
    if level == "country":
        if is_country(place):
            return place
        if not place.country:
            return None
        holder = place.within[0] if place.within else f"country:{place.country}"
        return known.get(holder) or _unnamed(place, holder, "PCLI", place.country)
    if is_first(place):
        return place
    if len(place.within) > 1 and place.admin:
        return known.get(place.within[1]) or _unnamed(place, place.within[1], "ADM1", place.admin[0])
    return None


def _unnamed(inner: Place, id_: str, code: str, name: str) -> Place:
    """A holder that the text does not name: known by its id, put where the place in it lies."""
    spot = Footprint(
        lat=inner.footprint.lat,
        lon=inner.footprint.lon,
        outline=id_ if id_.startswith(("geonames:", "curated:")) else None,
        radius_km=500.0 if code == "PCLI" else 150.0,
        quality="derived",
    )
    within = inner.within[:1] if code == "ADM1" else ()
    return Place(
        id=id_,
        name=name,
        footprint=spot,
        feature_class="A",
        feature_code=code,
        country=inner.country,
        within=within,
    )


def _chosen(tallies: Iterable[_Tally], total: float, level: str) -> list[Focus]:
    order = sorted(tallies, key=lambda t: (-round(t.weight, 6), t.place.id))
    out = []
    for rank, tally in enumerate(order[:MOST]):
        share = round(tally.weight / total, 4) if total > 0 else 0.0
        if share < LEAST_SHARE and not (rank == 0 and level == "country"):
            break
        out.append(Focus(level=level, place=tally.place, share=share, evidence=_evidence(tally, share)))
    return out


def _evidence(tally: _Tally, share: float) -> str:
    parts = []
    if tally.own:
        parts.append(f"named {tally.own} {'time' if tally.own == 1 else 'times'}")
    if tally.inside:
        names = sorted(tally.inside, key=lambda name: (-tally.inside[name], name))  # type: ignore[index]
        listed = ", ".join(names[:3]) + (" and others" if len(names) > 3 else "")
        parts.append(f"holds {listed}")
    return f"{tally.place.name}: {' and '.join(parts)}; {round(100 * share)} % of what the text names."
