"""Directions, numbers and units as texts write them."""

from __future__ import annotations

import re

_POINTS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")

BEARINGS: dict[str, float] = {
    **{name: 45.0 * k for k, name in enumerate(_POINTS)},
    "north-northeast": 22.5,
    "east-northeast": 67.5,
    "east-southeast": 112.5,
    "south-southeast": 157.5,
    "south-southwest": 202.5,
    "west-southwest": 247.5,
    "west-northwest": 292.5,
    "north-northwest": 337.5,
}
"""Degrees clockwise from north."""

DIRECTION = (
    r"(?:north|south|east|west)(?:ern)?(?:[\s-]?(?:north|south)?[\s-]?(?:east|west))?(?:ern)?(?:wards?)?|"
    r"\b[NS](?:[NS]?[EW])?\b|\b[EW](?:[NS][EW])?\b"
)
"""A direction in words or as a compass abbreviation; compiled with IGNORECASE elsewhere."""

_SHORT = {"n": "north", "s": "south", "e": "east", "w": "west"}

_WORDS = {
    "half a": 0.5, "half an": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "three": 3,
    "a few": 4, "four": 4, "five": 5, "several": 6, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "a dozen": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "dozens of": 36,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "a hundred": 100,
    "one hundred": 100, "two hundred": 200, "three hundred": 300,
}  # fmt: skip

_UNITS = {
    "km": 1.0,
    "ki": 1.0,
    "mi": 1.609344,
    "m": 0.001,
    "me": 0.001,
    "na": 1.852,
    "nm": 1.852,
    "ya": 0.0009144,
    "fe": 0.0003048,
    "le": 5.556,
}
"""Kilometres per unit, by the unit's first two letters."""


def compass(words: str) -> str:
    """The compass point that a text's word means: "southeastern", "SE", "south-east" -> "southeast"."""
    low = words.lower().replace("ern", "").replace("wards", "").replace("ward", "")
    parts = re.findall("north|south|east|west", low)
    if not parts:
        parts = [_SHORT[letter] for letter in low if letter in _SHORT]
    name = f"{parts[0]}-{parts[1]}{parts[2]}" if len(parts) == 3 else "".join(parts)
    return name if name in BEARINGS else parts[0]


def number_of(words: str) -> float:
    """The value of a number in figures or words; the middle of a range; 0 if it is none."""
    low = " ".join(words.lower().split())
    if low in _WORDS:
        return float(_WORDS[low])
    values = []
    for figure in re.findall(r"\d[\d,.]*", low):
        plain = figure.rstrip(".,")
        # 1,200 is a thousand and more, 1,5 is one and a half
        plain = re.sub(r",(?=\d{3}(?:\D|$))", "", plain).replace(",", ".")
        if plain.count(".") <= 1:
            values.append(float(plain))
    return sum(values) / len(values) if values else 0.0


def unit_km(word: str) -> float:
    """Kilometres in one of the unit."""
    low = word.lower()
    return _UNITS[low] if low in _UNITS else _UNITS[low[:2]]
