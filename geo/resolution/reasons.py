"""Reasons that a person can read, from the columns that decided."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.resolution.columns import COLUMNS
from geo.resolution.features import FAR
from geo.resolution.table import Group, Table
from geo.types import Candidate, Place

SPEECH = 0.6
"""Share of the text's words of one country from which it is said: two such words and none of another's."""
TOLD = 0.2
"""What numbers must say of a division, of all that a text says, to be a reason: one of them beside at most
forty names."""
_AT = {name: k for k, name in enumerate(COLUMNS)}


def where(place: Place) -> str:
    """The place's name with what holds it: "Springfield, Illinois, US"."""
    parts = [place.name, *place.admin[:1]]
    if place.country and place.feature_code[:3] != "PCL":
        parts.append(place.country)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def candidate_reasons(row: Sequence[float], table: Table, index: int) -> tuple[str, ...]:
    """What speaks for a candidate, the strongest kind of evidence first; ``row``: its columns, rounded."""

    def value(name: str) -> float:
        return row[_AT[name]]

    group = table.groups[int(table.group[index])]
    out: list[str] = []
    if value("held_direct") > 0 and group.direct:
        holder = _holder(table, index, group.direct)
        out.append(
            f"“{holder}” stands right behind it"
            if holder
            else "the place that holds it stands right behind it"
        )
    if value("held_before") > 0 and (holder := _holder(table, index, group.before)):
        out.append(f"“{holder}” stands right before it, and holds it")
    if value("held_heading") > 0 and (holder := _holder(table, index, group.headed)):
        out.append(f"it stands below the heading “{holder}”")
    if group.beside and abs(value("kind_near")) > 0.5:
        if value("kind_near") < 0:
            out.append("a place of the text that another of the name holds stands right beside it")
    elif value("kind_near") > 0.5:
        out.append(f"the text calls it a {_family_word(group)}")
    elif value("kind_near") < -0.5:
        out.append(f"the text calls it a {_family_word(group)}, which this is not")
    if value("holds_direct") > 0:
        out.append("it holds the place named right before it")
    if value("town_told") > 0:
        out.append("named with a council, a school or a street, as towns are")
    if value("told") > TOLD:
        out.append("telephone numbers or highways of the text are of its division")
    if value("match_demonym"):
        out.append("named by its people or adjective")
    if value("match_abbreviation"):
        out.append("named by an abbreviation")
    if value("match_fuzzy"):
        out.append("only a part of the name is in the gazetteer")
    if value("share_161") >= 0.3:
        out.append(f"{_part(value('share_161'))} of the text's other places lie within 161 km")
    elif value("nearest") < 0.6 and value("nearest") * FAR < 5.0:
        km = float(np.expm1(value("nearest") * FAR))
        out.append(f"another place of the text lies {max(1, round(km))} km away")
    if value("first_share") >= 0.25 and not value("country"):
        place = table.candidate(index).place
        holder = "it" if value("first") else place.admin[0] if place.admin else "its division"
        out.append(f"{_part(value('first_share'))} of the text's other places are in {holder}")
    elif value("country_share") >= 0.25:
        holder = "it" if value("country") else "the same country"
        out.append(f"{_part(value('country_share'))} of the text's other places are in {holder}")
    count = len(group.entry.candidates)
    told = value("speech") >= SPEECH and value("speech_to_best") >= 0
    if told and count > 1 and len(out) < 2 and not value("country"):
        out.append("the text is in the English of its country")
    if count == 1:
        out.append("the only place of this name in the gazetteer")
    else:
        rank = round(2 ** value("population_rank"))
        if value("population") > 0:
            out.append(f"{_ordinal(rank)} by population of {count}")
        if value("prior") >= 0.5:
            out.append("what the name alone most often means")
    return tuple(out)


def _part(share: float) -> str:
    """A share in words: "all", "nearly all", "62 %"."""
    percent = round(100 * share)
    return "all" if percent == 100 else "nearly all" if percent >= 95 else f"{percent} %"


def toponym_note(
    candidates: Sequence[Candidate], table: Table, group: int, belief: NDArray[np.float64]
) -> str:
    """One line: the place and why."""
    chosen = candidates[0]
    why = "; ".join(chosen.reasons[:3])
    return f"{where(chosen.place)}: {why}" if why else where(chosen.place)


def _holder(table: Table, index: int, linked: Sequence[int]) -> str:
    keys = set(table.keys[index, 1:].tolist()) | set(table.held[index].tolist())
    keys.discard(-1)
    for other in linked:
        entry = table.groups[other].entry
        places = set(entry.keys[entry.holds, 0].tolist())
        countries = {
            int(k)
            for k, is_it in zip(entry.keys[:, 1], entry.static[:, _AT["country"]], strict=True)
            if is_it
        }
        if keys & (places | countries):
            return table.groups[other].name
    return table.groups[linked[0]].name if linked else ""


def _family_word(group: Group) -> str:
    names = {
        "first": "state or province",
        "division": "county or district",
        "region": "region",
        "town": "town",
        "country": "country",
        "water": "water",
        "relief": "mountain or landform",
        "island": "island",
        "facility": "building or site",
    }
    if not group.families:
        return "place of another kind"
    return names[max(sorted(group.families), key=lambda name: group.families[name])]


def _ordinal(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
