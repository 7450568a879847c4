"""How many ambiguous names of local news are placed right, from the bare text to the point.

    python -m tests.resolution.local                    the developing half
    python -m tests.resolution.local --half blind       the half that nothing was tuned on
    ... --errors                                        with each name that is wrong
    ... --bare                                          without the outlet's home

The texts are ``local.txt``. Names are found by the geoparser itself; only marked names are judged. A
marked name counts as placed where a mention that shares characters with it has a place (the one that
shares most), and as right where that lies within 40 km of the truth. Precision is over the placed ones,
those that must stay unplaced among them, recall over those that have a truth.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geo.evaluation import error_km, prf
from geo.pipeline import Geoparser
from geo.types import Document, Toponym

TEXTS = Path(__file__).parent / "local.txt"
KINDS = {"t": "towns and states", "n": "nature", "f": "facilities"}
RIGHT_KM = 40.0
"""From the truth: the tolerance of the published figures on ambiguous names of local news."""
_MARK = re.compile(r"\[([^\[\]|]+)\|([tnf])\|([^\[\]|]*)\]")


@dataclass(frozen=True, slots=True)
class Name:
    """One marked name of an article."""

    start: int
    end: int
    kind: str
    """A key of :data:`KINDS`."""
    truth: tuple[float, float] | None
    """(lat, lon), or None where nothing tells."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article without its marks, and the names that were marked."""

    half: str
    document: Document
    names: tuple[Name, ...]


def articles(half: str) -> list[Article]:
    """The articles of a half, ``dev`` or ``blind``."""
    blocks = re.split(r"^== ", TEXTS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [article for article in map(_article, blocks) if article.half == half]


def _article(block: str) -> Article:
    head, marked = block.strip().split("\n", 1)
    key, half, *rest = (part.strip() for part in head.split("|"))
    given = dict(part.split(": ", 1) for part in rest)
    text, at, names = "", 0, []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        name, kind, where = mark.groups()
        lat, _, lon = where.partition(",")
        truth = (float(lat), float(lon)) if where else None
        names.append(Name(len(text), len(text) + len(name), kind, truth))
        text += name
        at = mark.end()
    document = Document(
        id=key,
        text=text + marked[at:],
        title=given.get("title", ""),
        source=given.get("source", ""),
        near=given.get("near"),
    )
    return Article(half, document, tuple(names))


def met(document: Document, name: Name) -> Toponym | None:
    """The toponym that shares the most characters with a marked name."""
    shared = [(min(t.mention.end, name.end) - max(t.mention.start, name.start), t) for t in document.toponyms]
    best = max(shared, key=lambda item: item[0], default=(0, None))
    return best[1] if best[0] > 0 else None


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one marked name."""

    article: Article
    name: Name
    toponym: Toponym | None
    error: float | None
    """km from the truth; None where it was not placed or has no truth."""

    @property
    def placed(self) -> bool:
        return self.toponym is not None and self.toponym.place is not None

    @property
    def right(self) -> bool:
        return self.error is not None and self.error <= RIGHT_KM

    def __str__(self) -> str:
        document, name = self.article.document, self.name
        place = self.toponym.place if self.toponym else None
        what = "unnoticed" if self.toponym is None else self.toponym.note
        if place is not None and self.toponym is not None:
            what = f"{place.id} {place.name}, {', '.join(place.admin)} {place.country} ({self.toponym.note})"
        far = "" if self.error is None else f"{self.error:.0f} km "
        wanted = "" if name.truth else "[nowhere] "
        return f"{document.id}: {name.kind} {document.text[name.start : name.end]}: {wanted}{far}{what}"


def judge(geoparser: Geoparser, half: str, *, bare: bool = False) -> list[Judged]:
    """Every marked name of a half, placed or not; ``bare``: without the outlet's home."""
    texts = articles(half)
    given = [replace(a.document, near=None) if bare else a.document for a in texts]
    out = []
    for article, document in zip(texts, geoparser.pipe(given), strict=True):
        for name in article.names:
            toponym = met(document, name)
            place = toponym.place if toponym else None
            error = None
            if place is not None and name.truth is not None:
                lat, lon = name.truth
                point = {"lat": place.footprint.lat, "lon": place.footprint.lon}
                error = error_km({"lat": lat, "lon": lon}, point)
            out.append(Judged(article, name, toponym, error))
    return out


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """Precision, recall and F1 of judged names, with the counts."""
    wanted = sum(j.name.truth is not None for j in judged)
    return prf(sum(j.right for j in judged), sum(j.placed for j in judged), wanted)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--half", choices=("dev", "blind"), default="dev")
    parser.add_argument("--errors", action="store_true", help="list the names that are wrong")
    parser.add_argument("--bare", action="store_true", help="without the outlet's home")
    options = parser.parse_args()
    judged = judge(Geoparser(), options.half, bare=options.bare)
    if options.errors:
        wrong = [j for j in judged if (j.placed if j.name.truth is None else not j.right)]
        print("\n".join(map(str, wrong)))
    for kind, title in {**KINDS, "": "all"}.items():
        f = figures([j for j in judged if j.name.kind.startswith(kind)])
        counts = f"{f['right']} right of {f['predicted']} placed, {f['gold']} to place"
        print(f"{title:<17} P {f['precision']:.3f}  R {f['recall']:.3f}  F1 {f['f1']:.3f}  ({counts})")


if __name__ == "__main__":
    main()
