"""A made-up corpus over real places, for the benchmarks and pictures of a corpus's map: always the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import lru_cache

from geo.types import Candidate, Document, Mention, Place, Toponym

OPENINGS = (
    "Rain kept the fishing boats in port at",
    "The new bridge will shorten the road to",
    "Three doctors from the north opened a clinic in",
    "Farmers complained that the water never reached",
    "The train was stopped for two hours outside",
    "A school for four hundred children was opened in",
    "After the storm there was no electricity in",
    "Prices of bread and fuel rose fastest in",
)
ENDINGS = (
    "and the council asked the ministry for help.",
    "as officials had warned since the spring.",
    "according to people who live along the river.",
    "where the market had been closed for a week.",
    "but nobody was hurt, the police said on Tuesday.",
    "for the second time since the harvest.",
)
SENTENCES = 8
"""Sentences of a document, with two places each."""


@lru_cache(maxsize=1)
def real_places(count: int) -> tuple[Place, ...]:
    """Towns, facilities and landforms of all the Earth, the largest first."""
    from geo.gazetteer import open_gazetteer

    gazetteer = open_gazetteer()
    found: dict[str, Place] = {}
    for lat in range(-54, 78, 3):
        for lon in range(-180, 180, 4):
            for place, _ in gazetteer.near(lat, lon, radius_km=230, limit=260, classes="PSTH"):
                found[place.id] = place
    ranked = sorted(found.values(), key=lambda p: (-(p.population or 0), p.id))
    if len(ranked) < count:
        raise ValueError(f"the gazetteer has only {len(ranked)} places near the lattice")
    return tuple(ranked[:count])


def corpus(places: int = 50_000) -> Iterator[Document]:
    """Documents that name ``places`` places and their countries: the largest often, most once."""
    from geo.gazetteer import open_gazetteer

    rng = random.Random(7)
    chosen = real_places(places)
    countries = [p for p in open_gazetteer().get(sorted({p.within[0] for p in chosen if p.within})) if p]
    named = [place for i, place in enumerate(chosen) for _ in range(1 + 3000 // (i + 1))]
    named += [place for place in countries for _ in range(20 + rng.randrange(200))]
    rng.shuffle(named)
    size = 2 * SENTENCES
    for number in range(0, len(named), size):
        yield _document(number // size, named[number : number + size], rng)


def _document(number: int, places: list[Place], rng: random.Random) -> Document:
    text = ""
    toponyms = []
    for place in places:
        text += f"{rng.choice(OPENINGS)} "
        mention = Mention(len(text), len(text) + len(place.name), place.name)
        text += f"{place.name} {rng.choice(ENDINGS)} "
        score = round(rng.uniform(0.35, 0.99), 3)
        toponyms.append(Toponym(mention, (Candidate(place, place.name),), place, score))
    date = f"20{10 + number % 15}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    title = f"{rng.choice(OPENINGS)} {places[0].name}"
    return Document(
        id=f"d{number}", text=text, title=title, date=date, source="Example press", toponyms=tuple(toponyms)
    )
