"""ONE normaliser of names, used when a gazetteer is built and when it is asked.

Two spellings of a name are the same name if :func:`normalise` makes the same key of them. The key is
lower case, without marks, apostrophes and punctuation; scripts other than Latin stay as they are, so
that a text in any of them meets the names of its own script.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntFlag
from functools import lru_cache


class NameFlag(IntFlag):
    """What a whole name can be, as :meth:`Gazetteer.flags` answers."""

    COUNTRY = 1
    DIVISION = 2
    LARGE_PLACE = 4
    """A populated place of 100,000 or more, or a capital."""
    SMALL_PLACE = 8
    WATER = 16
    RELIEF_REGION = 32
    """Mountains, islands, deserts (T), regions and areas (L), continents."""
    FACILITY = 64
    DEMONYM = 128
    ABBREVIATION = 256
    GIVEN_NAME = 512
    SURNAME = 1024
    COMMON_WORD = 2048
    """A word that English dictionaries write in lower case."""
    PREFIX = 4096
    """Some longer name of the gazetteer starts with this name and a space."""


PLACE_FLAGS = int(
    NameFlag.COUNTRY
    | NameFlag.DIVISION
    | NameFlag.LARGE_PLACE
    | NameFlag.SMALL_PLACE
    | NameFlag.WATER
    | NameFlag.RELIEF_REGION
    | NameFlag.FACILITY
    | NameFlag.DEMONYM
    | NameFlag.ABBREVIATION
)
"""A name with one of these can name a place; the other flags say what else it can be."""

APOSTROPHES = "'’‘ʼʻʹʽʾʿ`´′＇"
_LETTERS_APART = {
    # Letters of the Latin script that no decomposition takes apart.
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n",
    "ŧ": "t", "ə": "a", "&": " and ",
}  # fmt: skip


class _Folding(dict[int, str | None]):
    """What :meth:`str.translate` makes of each character, worked out when first met."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        folded: str | None
        if char in _LETTERS_APART:
            folded = _LETTERS_APART[char]
        elif char in APOSTROPHES or unicodedata.category(char) == "Cf":
            # Apostrophes, and what is invisible in print: soft hyphens, joiners, marks of direction.
            folded = None
        elif unicodedata.category(char)[0] in "LN":
            folded = char
        elif unicodedata.category(char)[0] == "M":
            # Marks of combining class 10 and above are accents and vowel points; the signs of the scripts
            # of India and the voicing marks of Japanese (classes 0 to 9) are letters and stay.
            folded = char if unicodedata.combining(char) < 10 else None
        else:
            folded = " "
        self[code] = folded
        return folded


_FOLDING = _Folding()
_INITIALS = re.compile(r"\b([^\W\d_])\.\s?(?=[^\W\d_](?:\.|$|\b(?![^\W\d_])))")
_LONG_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "mtn": "mountain", "ft": "fort"}
"""Abbreviated first parts of names. The last word of a name is left alone: "Wall St", "MT"."""


@lru_cache(maxsize=65536)
def normalise(name: str) -> str:
    """The key of a name: "St. John's" -> "saint johns", "The U.S." -> "us", "São Tomé" -> "sao tome".

    The empty string if nothing of the name is a letter or digit.
    """
    text = name.casefold()
    if text.isascii():
        # Most names are a word or some, of letters alone: there is nothing to fold.
        if text.isalnum():
            return text
        words = text.split()
        if "".join(words).isalnum():
            return " ".join(_in_full(words))
    else:
        text = unicodedata.normalize("NFKD", text).casefold()
    if "." in text:
        text = _INITIALS.sub(r"\1", text)
    text = text.translate(_FOLDING)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(_in_full(text.split()))


def _in_full(words: list[str]) -> list[str]:
    """The words of a name without its article, and with abbreviated first parts written out."""
    if len(words) > 1:
        if words[0] == "the":
            del words[0]
        if not _LONG_FORMS.keys().isdisjoint(words):
            words[:-1] = [_LONG_FORMS.get(word, word) for word in words[:-1]]
    return words


def is_capitals(name: str) -> bool:
    """Whether every cased letter of the name is a capital ("U.S.", "NATO"), and there is one."""
    return name.isupper()


def is_capitalised(name: str) -> bool:
    """Whether the name's first letter is a capital, or of a script without case."""
    first = next((c for c in name if c.isalpha()), "")
    return bool(first) and first == first.upper()
