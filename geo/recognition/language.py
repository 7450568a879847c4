"""Which language a text is written in.

py3langid (BSD-3-Clause, 4.6 MB, numpy only, 97 languages, deterministic, kept up by the author of
trafilatura) decides; lingua reads short texts better but weighs 90 MB, langdetect draws random numbers
and is no longer kept. Most texts never reach the model: enough small words of English settle it at
once, so the common case costs no start-up.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from geo.recognition.tokens import word_set

ENGLISH = "en"
UNKNOWN = "und"
"""ISO 639-2's code for "undetermined": a text too short or too mixed to tell."""


SAMPLE = 4000
"""Code points looked at; the answer for news does not change beyond some hundred."""
ENOUGH_WORDS = 8
ENGLISH_SHARE = 0.12
"""Share of small English words that settles it; running English has 0.35 to 0.5, other languages of
Latin script below 0.06 ("in", "a", "as" are words elsewhere too)."""
SHORTEST = 40
"""Letters below which a text of Latin script is not judged: headlines are mostly names."""
SURE = 0.6
"""Probability from which the model is believed."""

_SMALL_WORDS = word_set(
    """the of and to that for was with is his said at by from has have it not are were be been who which this
    they their he she but had after an its will would about than when there more on"""
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ADDRESS = re.compile(r"https?://\S{1,2000}|www\.\S{1,2000}|[@#]\w{1,200}")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")


def detect(text: str) -> str:
    """The text's language as an ISO 639-1 code, or ``"und"`` where it cannot be told."""
    return _of(text[:SAMPLE])


@lru_cache(maxsize=64)
def _of(beginning: str) -> str:
    """The language of a text's beginning; the recogniser asks and, a batch of 32 later, the pipeline."""
    sample = _ADDRESS.sub(" ", beginning)
    words = _WORD.findall(sample)
    if len(words) >= ENOUGH_WORDS:
        small = sum(word.casefold() in _SMALL_WORDS for word in words)
        if small >= ENGLISH_SHARE * len(words):
            return ENGLISH
    letters = sum(len(word) for word in words)
    latin = len(_LATIN.findall(sample))
    if letters == 0 or (letters < SHORTEST and latin * 2 > letters):
        return UNKNOWN
    code, chance = _identifier().classify(sample)
    return str(code) if code and round(float(chance), 4) >= SURE else UNKNOWN


def is_english(code: str) -> bool:
    """Whether a text of this language is read as English; one that cannot be told is."""
    return code in (ENGLISH, UNKNOWN)


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
