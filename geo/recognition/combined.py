"""The recogniser that geo uses: model, lexicon and coordinates, each for what it does best.

* the trained tagger proposes; what the gazetteer does not know stays a mention, with its own score;
* closed lists (countries, abbreviations, words for peoples) are never missed;
* a text that is not English is read by the lexicon;
* a name found surely once is found everywhere in the text, and "the Gulf" after "Gulf of Mexico";
* coordinates are found by their form.

Without a tagger the lexicon alone reads the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from geo.recognition.coordinates import parse_coordinates
from geo.recognition.lexicon import LexiconRecognizer
from geo.recognition.spans import Flagger
from geo.types import Mention


class Recognizer:
    """Finds the mentions of places in texts.

    Args:
        gazetteer: what answers ``flags(names)``.
        tagger: the trained tagger, or None for the lexicon alone.
        demonyms: whether words for peoples are mentions.
        nested: whether names inside names of bodies are mentions.
    """

    def __init__(
        self, gazetteer: Flagger, tagger: object | None = None, *, demonyms: bool = True, nested: bool = True
    ) -> None:
        self._lexicon = LexiconRecognizer(gazetteer, demonyms=demonyms, nested=nested)

    def recognize(self, texts: Sequence[str]) -> list[list[Mention]]:
        """One list of mentions a text, in the text's order."""
        return [
            merge(found, coordinates(text))
            for text, found in zip(texts, self._lexicon.recognize(texts), strict=True)
        ]


def coordinates(text: str) -> list[Mention]:
    """The places that a text gives by coordinates."""
    return [
        Mention(found.start, found.end, text[found.start : found.end], "coordinates")
        for found in parse_coordinates(text)
    ]


def merge(names: Sequence[Mention], points: Sequence[Mention]) -> list[Mention]:
    """Names and coordinates in order; inside coordinates ("UTM 19P", "Lat", "N") nothing is a name."""
    if not points:
        return list(names)
    kept = [m for m in names if not any(m.start < p.end and p.start < m.end for p in points)]
    return sorted([*kept, *points], key=lambda m: (m.start, -m.end))
