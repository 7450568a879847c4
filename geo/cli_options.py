"""What options of the command line take: checked on the spot, told in one line when they can't be used."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from geo.errors import InputError
from geo.types import MENTION_KINDS

SETTING = "GEO_GAZETTEER"
"""The environment variable that chooses a gazetteer where ``--gazetteer`` does not."""


def gazetteer_options(verb: argparse.ArgumentParser) -> None:
    """The options that choose what names are looked up in."""
    verb.add_argument(
        "--gazetteer",
        metavar="FILE",
        help=f"look names up in this store (or set {SETTING}); default: what ships",
    )
    verb.add_argument(
        "--places", metavar="FILE", help="lay your own places (CSV or GeoJSON) over the gazetteer"
    )
    verb.add_argument(
        "--online",
        metavar="SERVICE",
        help="ask this geopy service (nominatim, ...) for names that the gazetteer lacks; it sees them",
    )


def chosen_store(options: argparse.Namespace) -> str | None:
    """The path of the store to open, or None for the one that ships."""
    return options.gazetteer or os.environ.get(SETTING) or None


def reading_options(verb: argparse.ArgumentParser) -> None:
    """Add the options on how a text is read."""
    verb.add_argument("--near", metavar="PLACE", help="the outlet's home: 'Victoria, Texas'")
    gazetteer_options(verb)
    verb.add_argument("--encoding", help="the article's encoding, where it is not UTF-8")
    verb.add_argument(
        "--fast", action="store_true", help="find names by the lexicon alone, without the model"
    )
    verb.add_argument("--no-demonyms", dest="demonyms", action="store_false",
                      help="leave out peoples ('Venezuelan officials')")  # fmt: skip
    verb.add_argument("--no-nested", dest="nested", action="store_false",
                      help="leave out names inside names ('[Springfield] City Council')")  # fmt: skip


def kinds(given: str) -> tuple[str, ...]:
    """A list of kinds of mention: ``literal,facility``."""
    found = tuple(kind for kind in given.split(",") if kind)
    unknown = [kind for kind in found if kind not in MENTION_KINDS]
    if unknown or not found:
        raise argparse.ArgumentTypeError(f"{given!r} is not a list of {', '.join(MENTION_KINDS)}")
    return found


def countries(given: str) -> tuple[str, ...]:
    """A list of ISO codes of countries: ``VE,CO``."""
    codes = tuple(code.strip().upper() for code in given.split(",") if code.strip())
    if not codes or any(len(code) != 2 or not code.isascii() or not code.isalpha() for code in codes):
        raise argparse.ArgumentTypeError(f"{given!r} is not a list of two-letter country codes, as VE,CO")
    return codes


def image(given: str) -> str:
    """A still picture's file name."""
    if Path(given).name != given or Path(given).suffix.lower() not in (".png", ".svg", ".pdf"):
        raise argparse.ArgumentTypeError(f"{given!r} is not a file name that ends in .png, .svg or .pdf")
    return given


def size(given: str) -> tuple[int, int]:
    """Width and height in pixels: ``1600x1000``."""
    try:
        width, height = (int(part) for part in given.lower().split("x"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given!r} is not a size as 1600x1000") from None
    return width, height


def share(given: str) -> float:
    """A number from 0 to 1."""
    try:
        value = float(given)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{given!r} is not a number from 0 to 1")
    return value


def date(given: str) -> str:
    """A date as YYYY-MM-DD, or nothing."""
    import datetime

    if not given:
        return ""
    try:
        return datetime.date.fromisoformat(given).isoformat()
    except ValueError:
        raise InputError(f"--date {given!r} is not a date as 2025-11-17") from None


def point(given: str) -> tuple[float, float]:
    """Latitude and longitude in degrees: ``10.6,-66.9``."""
    try:
        lat, lon = (float(part) for part in given.replace(",", " ").split())
    except ValueError:
        lat, lon = 91.0, 0.0
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise InputError(f"{given!r} is not a point as 10.6,-66.9 (latitude, longitude)")
    return lat, lon
