"""Coordinates given by grid: MGRS ("19P GL 30000 56000") and UTM ("33U 500000 4649776")."""

from __future__ import annotations

import re
from collections.abc import Iterator

Grid = tuple[int, int, float, float, str]
"""start, end, latitude, longitude, form."""

_BAND = "C-HJ-NP-X"
_MGRS = re.compile(
    rf"(?<![\w.])(?P<zone>0?[1-9]|[1-5]\d|60)(?P<band>[{_BAND}])\s?(?P<square>[A-HJ-NP-Z][A-HJ-NP-V])"
    r"(?:\s(?P<east>\d{2,5})\s(?P<north>\d{2,5})|\s?(?P<run>\d{4,10}))(?!\w|[.,]\d)"
)
_MGRS_WORD = re.compile(r"(?:mgrs|grid|usng|military)\W{0,3}(?:[a-z]{1,12}\W{1,3}){0,3}\Z", re.IGNORECASE)

_UTM = re.compile(
    rf"(?<![\w.])(?P<word>UTM[\s:,]{{0,3}}(?:zone[\s:]{{0,2}})?|zone[\s:]{{1,2}})?"
    rf"(?P<zone>0?[1-9]|[1-5]\d|60)\s?(?P<band>[{_BAND}]),?\s{{1,2}}"
    r"(?:(?:E|X|easting)[:= ]{0,2})?(?P<east>\d{6}(?:\.\d{1,3})?|\d{3}[ ,]\d{3})"
    r"\s?(?:m?\s?E\b|m\b)?[,;]?\s{1,2}"
    r"(?:(?:N|Y|northing)[:= ]{0,2})?(?P<north>\d{6,8}(?:\.\d{1,3})?|\d{1,2}[ ,]\d{3}[ ,]\d{3})"
    r"\s?(?:m?\s?N\b|m\b)?"
    r"(?!\w|[.,]\d)"
)


def grids(text: str) -> Iterator[Grid]:
    """The grid references of a text; those that name no square of the Earth are passed over."""
    for match in _MGRS.finditer(text):
        found = _mgrs(text, match)
        if found:
            yield found
    for match in _UTM.finditer(text):
        found = _utm(match)
        if found:
            yield found


def _mgrs(text: str, match: re.Match[str]) -> Grid | None:
    east, north = match["east"] or "", match["north"] or ""
    if match["run"]:
        half = len(match["run"]) // 2
        if len(match["run"]) % 2:
            return None
        east, north = match["run"][:half], match["run"][half:]
    if len(east) != len(north):
        return None
    # Eight figures stand for themselves; fewer look like a product's number and need the word.
    if len(east) < 4 and not _MGRS_WORD.search(text, max(0, match.start() - 40), match.start()):
        return None
    import mgrs

    try:
        lat, lon = mgrs.MGRS().toLatLon(f"{int(match['zone'])}{match['band']}{match['square']}{east}{north}")
    except mgrs.core.MGRSError:
        return None
    if not _in_band(match["band"], lat):
        return None
    return match.start(), match.end(), float(lat), float(lon), "mgrs"


def _in_band(band: str, lat: float) -> bool:
    """Whether a latitude lies in a band of eight degrees, or within half a degree of it."""
    south = -80 + 8 * "CDEFGHJKLMNPQRSTUVWX".index(band)
    return south - 0.5 <= lat <= south + (12 if band == "X" else 8) + 0.5


def _utm(match: re.Match[str]) -> Grid | None:
    import utm

    east = float(match["east"].replace(" ", "").replace(",", ""))
    north = float(match["north"].replace(" ", "").replace(",", ""))
    band, zone = match["band"], int(match["zone"])
    for options in ({"zone_letter": band}, {"northern": band == "N"} if band in "NS" else {}):
        if not options:
            continue
        try:
            lat, lon = utm.to_latlon(east, north, zone, **options)
        except (utm.error.OutOfRangeError, ValueError):
            continue
        # "33N" and "33S" are bands to soldiers and hemispheres to surveyors: the band is believed
        # where the northing lies in it.
        if "northern" in options or _in_band(band, float(lat)):
            return match.start(), match.end(), float(lat), float(lon), "utm"
    return None
