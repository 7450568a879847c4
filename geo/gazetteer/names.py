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


APOSTROPHES = "'’‘ʼʻʹʽʾʿ`´′＇"
_APOSTROPHE_TABLE = {ord(c): None for c in APOSTROPHES} | {
    # Letters of the Latin script that no decomposition takes apart.
    ord("ø"): "o",
    ord("ł"): "l",
    ord("đ"): "d",
    ord("ð"): "d",
    ord("þ"): "th",
    ord("æ"): "ae",
    ord("œ"): "oe",
    ord("ı"): "i",
    ord("ħ"): "h",
    ord("ŋ"): "n",
    ord("ŧ"): "t",
    ord("ə"): "a",
    ord("&"): " and ",
    # Soft hyphen, joiners and marks of direction: invisible in print.
    **dict.fromkeys(
        [0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F)], None
    ),
}
_INITIALS = re.compile(r"\b([^\W\d_])\.\s?(?=[^\W\d_](?:\.|$|\b(?![^\W\d_])))")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_LONG_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "mtn": "mountain", "ft": "fort"}
"""Abbreviated first parts of names. The last word of a name is left alone: "Wall St", "MT"."""


def _letters(text: str) -> str:
    """Case folded, accents and apostrophes gone."""
    folded = text.casefold()
    if folded.isascii():
        return folded.translate(_APOSTROPHE_TABLE)
    # Marks of combining class 10 and above are accents and vowel points; the signs of the scripts of
    # India and the voicing marks of Japanese (classes 0 to 9) are letters and stay.
    apart = unicodedata.normalize("NFKD", folded)
    kept = "".join(c for c in apart if unicodedata.combining(c) < 10)
    return unicodedata.normalize("NFC", kept).casefold().translate(_APOSTROPHE_TABLE)


def _spaced(text: str) -> str:
    """All that is no letter, mark or digit made a space."""
    if text.isascii():
        return _NOT_WORD.sub(" ", text)
    # \w leaves out combining marks, which are letters of a word in many scripts.
    return "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text)


@lru_cache(maxsize=65536)
def normalise(name: str) -> str:
    """The key of a name: "St. John's" -> "saint johns", "The U.S." -> "us", "São Tomé" -> "sao tome".

    The empty string if nothing of the name is a letter or digit.
    """
    text = _letters(name)
    if "." in text:
        text = _INITIALS.sub(r"\1", text)
    words = _spaced(text).split()
    if len(words) > 1:
        if words[0] == "the":
            del words[0]
        words[:-1] = [_LONG_FORMS.get(word, word) for word in words[:-1]]
    return " ".join(words)


def is_capitals(name: str) -> bool:
    """Whether every cased letter of the name is a capital ("U.S.", "NATO"), and there is one."""
    return name.isupper()


def is_capitalised(name: str) -> bool:
    """Whether the name's first letter is a capital, or of a script without case."""
    first = next((c for c in name if c.isalpha()), "")
    return bool(first) and first == first.upper()
