"""The page's data as JSON values: one row a place, as the scripts in assets/ read them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from geo.types import LITERAL_KINDS, Candidate, Place
from geo.webmap.dates import date_label
from geo.webmap.model import ALTERNATIVES, SCORE_DIGITS, PageModel, PlacedPlace, ToldPlace, utf16_offsets
from geo.webmap.words import gazetteer_link, kind_words, relation_words, score_words, theme, where

LONG_NAME = 22
"""Letters from which on a place's full name is too long for a map: "Simón Bolívar International Airport"."""

CountryName = Callable[[str], str]


def page_json(model: PageModel, country_name: CountryName) -> dict[str, Any]:
    """The JSON that the page's scripts read. Offsets are in UTF-16 units, which is what JavaScript counts in.

    ``places`` holds the placed and, after them, those told from others (with ``told``).
    """
    offset = utf16_offsets(model.text)
    order = {entry.place.id: i for i, entry in enumerate(model.places)}
    return {
        "text": model.text,
        "whole": model.whole_text,
        "sentences": [[offset(s), offset(e)] for s, e in model.sentences],
        "mentions": [dict(m, s=offset(m["s"]), e=offset(m["e"])) for m in model.mentions],
        "times": model.times(),
        "dates": [[number, date_label(d.when, d.precision)] for d, number in model.dates()],
        "places": [_place_json(p, country_name) for p in model.places]
        + [_told_json(t, [order[a.place.id] for a in t.anchors]) for t in model.told],
        "unplaced": [
            dict(u, alternatives=[_candidate_json(c, country_name) for c in u["alternatives"]])
            for u in model.unplaced
        ],
    }


def _place_json(entry: PlacedPlace, country_name: CountryName) -> dict[str, Any]:
    place = entry.place
    footprint = place.footprint
    best = max(entry.toponyms, key=lambda t: (round(t.score, SCORE_DIGITS), -t.mention.start))
    chosen = [c for t in entry.toponyms for c in t.candidates if c.place.id == place.id]
    reasons = [r for c in chosen for r in c.reasons]
    note = _reason(best.note, place)
    notes = [_reason(t.note, place) for t in entry.toponyms if t.note]
    heading = _heading(entry)
    return {
        "id": place.id,
        "name": heading,
        "formal": place.name if heading != place.name else "",
        "label": _map_name(entry, heading),
        "where": where(place, country_name(place.country)),
        "country": place.country,
        "kind": kind_words(place),
        "theme": theme(place),
        "at": [round(footprint.lat, 5), round(footprint.lon, 5)],
        "radius": round(footprint.radius_km, 1),
        "quality": footprint.quality,
        "population": place.population,
        "link": gazetteer_link(place),
        "score": entry.score,
        "words": score_words(entry.score),
        "note": note,
        "reasons": _further(note, [*notes, *reasons]),
        "alternatives": [_candidate_json(c, country_name) for c in _others(entry)],
        "mentions": entry.mentions,
        "kinds": sorted({t.mention.kind for t in entry.toponyms}),
        "literal": entry.literal,
        "light": entry.light,
        "doubtful": entry.doubtful,
    }


def _told_json(entry: ToldPlace, anchors: list[int]) -> dict[str, Any]:
    relative = entry.relative
    spot = relative.footprint
    name = " ".join(relative.text.split())
    row: dict[str, Any] = {
        "told": relative.relation,
        "anchors": anchors,
        "around": entry.around,
        "id": f"told:{relative.start}",
        "name": name,
        "formal": "",
        "label": name,
        "where": "",
        "country": entry.anchors[0].place.country,
        "kind": relation_words(relative.relation),
        "theme": "told",
        "at": [round(spot.lat, 5), round(spot.lon, 5)],
        "radius": round(spot.radius_km, 1),
        "quality": spot.quality,
        "population": None,
        "link": "",
        "score": entry.score,
        "words": score_words(entry.score),
        "note": relative.note,
        "reasons": [],
        "alternatives": [],
        "mentions": entry.mentions,
        "kinds": ["told"],
        "literal": len(entry.mentions),
        "light": False,
        "doubtful": entry.doubtful,
    }
    if relative.geometry:
        row["line"] = [[lat, lon] for lon, lat in relative.geometry]
    return row


def _reason(note: str, place: Place) -> str:
    """A note without the place's name and whereabouts before it, which the panel says in its head."""
    before, colon, after = note.partition(": ")
    return after if colon and before.startswith(place.name) else note


def _further(note: str, reasons: Sequence[str]) -> list[str]:
    """The reasons that a note does not give yet, each once; one that differs only in figures is the same."""
    known = {re.sub(r"\d+", "#", part) for part in note.split("; ")}
    further = []
    for part in (part for reason in reasons for part in reason.split("; ")):
        key = re.sub(r"\d+", "#", part)
        if part and key not in known:
            known.add(key)
            further.append(part)
    return further


def _heading(entry: PlacedPlace) -> str:
    """What the place is called on the page: the gazetteer's name; of a building the text's own words.

    Gazetteers name buildings by other rules than newspapers ("Maiquetia (Simon Bolivar Internacional)
    Airport"), so unless the text uses that very name, its words come first and the gazetteer's beneath.
    """
    if theme(entry.place) != "facility":
        return entry.place.name
    used = [" ".join(t.mention.text.split()) for t in entry.toponyms if t.mention.kind != "demonym"]
    if not used or any(_plain(text) == _plain(entry.place.name) for text in used):
        return entry.place.name
    best = min(used, key=lambda text: (-used.count(text), -len(text), text))
    return best[:1].upper() + best[1:]


def _plain(text: str) -> str:
    """Letters and figures only, for telling whether two names are the same but for their spelling."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKD", text.casefold()))


def _map_name(entry: PlacedPlace, name: str) -> str:
    """The name on the map: the place's own, or, where that is long, a shorter one that the text uses."""
    if len(name) <= LONG_NAME:
        return name
    used = [t.mention.text for t in entry.toponyms if t.mention.kind in LITERAL_KINDS]
    shorter = [text for text in used if len(text) < len(name) and "\n" not in text]
    return min(
        shorter, key=lambda text: (-len(text) if len(text) <= LONG_NAME else len(text), text), default=name
    )


def _others(entry: PlacedPlace) -> list[Candidate]:
    """What else the place's mentions may mean, best first."""
    best: dict[str, Candidate] = {}
    for toponym in entry.toponyms:
        for candidate in toponym.candidates:
            known = best.get(candidate.place.id)
            if candidate.place.id != entry.place.id and (known is None or known.score < candidate.score):
                best[candidate.place.id] = candidate
    ranked = sorted(best.values(), key=lambda c: (-round(c.score, SCORE_DIGITS), c.place.id))
    return ranked[:ALTERNATIVES]


def _candidate_json(candidate: Candidate, country_name: CountryName) -> dict[str, Any]:
    place: Place = candidate.place
    return {
        "id": place.id,
        "name": place.name,
        "where": where(place, country_name(place.country)),
        "kind": kind_words(place),
        "at": [round(place.footprint.lat, 5), round(place.footprint.lon, 5)],
        "score": round(candidate.score, SCORE_DIGITS),
        "reasons": list(candidate.reasons),
        "link": gazetteer_link(place),
    }
