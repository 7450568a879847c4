"""Places written as coordinates: found by strict patterns, converted by kept libraries.

Read are degrees in every usual spelling ("10°36′N 66°59′W", "10 36 11.4N, 066 59 26W", "N48 51.5 E002
17.6", "lat 10.6, long -66.99", "36.2 degrees north, 140.1 degrees east"), aviation's and shipping's
("1036N06659W", "10-36.2N 066-59.4W"), MGRS, UTM, ISO 6709, ``geo:`` addresses and the parameters of
map links. A pair is believed only when both halves are there, in range, and marked as what they are: by
hemispheres, by words, or by four decimals each. So prices, scores, telephone numbers, versions and dates
are none. Time is linear in the text: every pattern is anchored and bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from geo.recognition.coordinates_grid import grids


class Found(NamedTuple):
    """Coordinates in a text: WGS84 degrees, code-point offsets, half-open."""

    start: int
    end: int
    lat: float
    lon: float
    form: str
    """``dms``, ``dm``, ``dd``, ``aviation``, ``iso6709``, ``geo-uri``, ``link``, ``mgrs`` or ``utm``."""


class _Angle(NamedTuple):
    """One half of a pair."""

    start: int
    end: int
    value: float
    axis: str
    """``lat`` or ``lon`` where a hemisphere or a word says so, else ``""``."""
    form: str
    decimals: int
    sure: bool
    """Whether it could be nothing but an angle: a degree sign, or hemisphere and fine figures."""


_LABEL = r"(?:lat(?:itude)?|lon(?:g(?:itude)?)?|lng)"
_HEMISPHERE = r"(?:north|south|east|west|[NSEW])"
_DEGREE = r"(?:°|º|˚|&deg;|degrees?\b|degs?\b\.?)"
_MINUTE = r"(?:′|'|’|´|`|ʹ|ʼ|‘|minutes?\b|min\b\.?)"
_SECOND = r"(?:″|\"|”|“|ʺ|''|’’|′′|seconds?\b|secs?\b\.?)"
_FINE = r"\d{1,2}(?:[.,]\d{1,6})?"

_ANGLE = re.compile(
    rf"""(?<![\w.,$£€¥+/#-])
    (?:(?P<label>{_LABEL})\.?\s{{0,2}}(?:[:=]|of\b|is\b)?\s{{0,2}})?
    (?:(?P<before>{_HEMISPHERE})\.?\s{{0,2}})?
    (?P<sign>[-−–+]?)
    (?:
      (?P<d1>\d{{1,3}}(?:[.,]\d{{1,10}})?)\s?{_DEGREE}
        (?:,?\s{{0,2}}(?P<m1>{_FINE})(?:\s?{_MINUTE}(?!{_MINUTE})(?:,?\s{{0,2}}(?P<s1>{_FINE})\s?{_SECOND}?)?
          |(?=\s?{_HEMISPHERE}\b)))?
      |(?P<d2>\d{{1,3}})(?P<gap>[ -])(?P<m2>\d{{2}}(?:[.,]\d{{1,6}})?)['′’]?
        (?:(?P=gap)(?P<s2>\d{{2}}(?:[.,]\d{{1,6}})?)["″”]?)?
      |(?P<d3>\d{{1,3}}[.,]\d{{1,15}})
      |(?P<d4>\d{{1,3}})(?!\d)
    )
    (?(before)|(?:\s{{0,2}}(?P<after>{_HEMISPHERE})(?![\w'’]|\.\w))?)
    (?:\s{{1,2}}(?P<last>{_LABEL})\b(?!\s{{0,2}}[:=]?\s{{0,2}}[-−\d]))?
    (?![\w%]|[.,:]\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)

_BETWEEN = re.compile(r"[\s\u00a0]{0,3}(?:[,;/|~]|\band\b|\bby\b|\bx\b)?[\s\u00a0]{0,3}(?:[,;(]|the\s)?")
_ANNOUNCED = re.compile(
    r"(?:co-?ordinates?|coords?|gps|position|positioned|located|location|lat(?:itude)?\s?[/,&]\s?"
    r"lo?ng?(?:itude)?|latlng|latlon|geo|wgs\s?84|waypoint|at)\W{0,4}(?:(?:is|are|of|at|in|near)\W{0,3})?\Z",
    re.IGNORECASE,
)
_MONEY_AFTER = re.compile(
    r"\s?(?:%|percent|per cent|million|billion|points?|goals?|km|kg|mph|°C|°F|c\b|f\b|dollars|euros)", re.I
)

_AVIATION = re.compile(
    r"(?<![\w.])(\d{2})(?:([0-5]\d)(?:([0-5]\d)(\.\d{1,3})?)?)?([NS])[ /,-]?"
    r"([01]\d{2})(?:([0-5]\d)(?:([0-5]\d)(\.\d{1,3})?)?)?([EW])(?!\w)"
)
_ISO = re.compile(
    r"(?<![\w.+-])([+-]\d{2}\.\d{2,8})([+-]\d{3}\.\d{2,8})(?:[+-]\d{1,5}(?:\.\d{1,4})?)?/(?!\w)"
)
_GEO_URI = re.compile(
    r"(?<![\w.])geo:(-?\d{1,2}(?:\.\d{1,12})?),(-?\d{1,3}(?:\.\d{1,12})?)(?:,-?\d{1,5}(?:\.\d{1,6})?)?"
    r"(?:;[\w=.;-]{1,80})?(?:\?[\w=.,&%()+-]{1,200})?"
)
_LINK = re.compile(r"https?://[^\s<>\"]{4,2000}")
_NUMBER = r"(-?\d{1,3}\.\d{2,15})"
_IN_LINK = (
    re.compile(rf"!3d{_NUMBER}!4d{_NUMBER}"),
    re.compile(rf"[?&](?:mlat|lat|latitude)={_NUMBER}&(?:mlon|lon|lng|longitude)={_NUMBER}"),
    re.compile(rf"[?&](?:q|ll|sll|center|query|cp|daddr|saddr|destination|origin|coordinate|viewpoint|c)="
               rf"(?:loc:)?{_NUMBER}(?:,|~|%2C|%20|\+){_NUMBER}", re.I),
    re.compile(rf"[/#]@{_NUMBER},{_NUMBER}"),
    re.compile(rf"#map=\d{{1,2}}(?:\.\d{{1,2}})?/{_NUMBER}/{_NUMBER}"),
    re.compile(rf"/(?:place|dir|search)/(?:[^/]{{0,100}}/)?{_NUMBER},(?:\+|%20)?{_NUMBER}"),
)  # fmt: skip
_MAPS = re.compile(r"map|goo\.gl|osm|waze|geohack|bing\.|yandex|here\.com|wego", re.I)


def parse_coordinates(text: str) -> list[Found]:
    """All coordinates of a text, in order, not overlapping."""
    if not any(c.isdigit() for c in text):
        return []
    every = [*_links(text), *_uris(text), *_aviation(text), *_grid(text), *_pairs(text)]
    every.sort(key=lambda f: (f.start, -f.end))
    chosen: list[Found] = []
    for found in every:
        if not chosen or found.start >= chosen[-1].end:
            chosen.append(found)
    return chosen


def _links(text: str) -> Iterator[Found]:
    for link in _LINK.finditer(text):
        if not _MAPS.search(link.group()[:200]):
            continue
        for pattern in _IN_LINK:
            inside = pattern.search(link.group())
            if inside:
                lat, lon = float(inside[1]), float(inside[2])
                if _in_range(lat, lon):
                    end = link.end() - (len(link.group()) - len(link.group().rstrip(".,;:!?)]'’”")))
                    yield _found(link.start(), end, lat, lon, "link")
                break


def _uris(text: str) -> Iterator[Found]:
    for pattern, form in ((_GEO_URI, "geo-uri"), (_ISO, "iso6709")):
        for match in pattern.finditer(text):
            lat, lon = float(match[1]), float(match[2])
            if _in_range(lat, lon):
                end = match.end() - (len(match.group()) - len(match.group().rstrip(".,;?")))
                yield _found(match.start(), end, lat, lon, form)


def _aviation(text: str) -> Iterator[Found]:
    for match in _AVIATION.finditer(text):
        lat = _degrees(match[1], match[2], (match[3] or "") + (match[4] or ""))
        lon = _degrees(match[6], match[7], (match[8] or "") + (match[9] or ""))
        if lat is None or lon is None or (match[2] is None) != (match[7] is None):
            continue
        lat, lon = (-lat if match[5] == "S" else lat), (-lon if match[10] == "W" else lon)
        if _in_range(lat, lon):
            yield _found(match.start(), match.end(), lat, lon, "aviation")


def _grid(text: str) -> Iterator[Found]:
    for start, end, lat, lon, form in grids(text):
        if _in_range(lat, lon):
            yield _found(start, end, lat, lon, form)


def _pairs(text: str) -> Iterator[Found]:
    """Two angles beside each other, one of each axis."""
    angles = list(_angles(text))
    i = 0
    while i + 1 < len(angles):
        first, second = angles[i], angles[i + 1]
        gap = second.start - first.end
        if 0 <= gap <= 12 and _BETWEEN.fullmatch(text, first.end, second.start):
            found = _pair(text, first, second, alone=_alone(text, angles, i))
            if found:
                yield found
                i += 2
                continue
        i += 1


def _pair(text: str, first: _Angle, second: _Angle, *, alone: bool) -> Found | None:
    if {first.axis, second.axis} == {"lat", "lon"}:
        if not (first.sure or second.sure):
            return None
        lat, lon = (first, second) if first.axis == "lat" else (second, first)
    elif first.axis == second.axis == "":
        if not alone or not _bare(text, first, second):
            return None
        lat, lon = first, second
    else:
        return None
    if not _in_range(lat.value, lon.value):
        return None
    form = max(first.form, second.form, key=("dd", "dm", "dms").index)
    return _found(first.start, second.end, lat.value, lon.value, form)


def _bare(text: str, first: _Angle, second: _Angle) -> bool:
    """Whether two numbers without hemispheres are coordinates: four decimals each, or two and a word."""
    if first.form != "dd" or second.form != "dd":
        return first.sure and second.sure and first.form == second.form == "dms"
    least = min(first.decimals, second.decimals)
    if text[second.end : second.end + 20] and _MONEY_AFTER.match(text, second.end):
        return False
    if _ANNOUNCED.search(text, max(0, first.start - 40), first.start):
        return least >= 2
    large = abs(first.value) >= 1 or abs(second.value) >= 1
    return least >= 4 and large and "," in text[first.end : second.start] + text[first.start : first.end]


def _alone(text: str, angles: list[_Angle], i: int) -> bool:
    """Whether the two are no part of a longer row of numbers."""
    before = (
        i > 0
        and angles[i].start - angles[i - 1].end <= 3
        and not text[angles[i - 1].end : angles[i].start].strip(" ,;")
    )
    after = (
        i + 2 < len(angles)
        and angles[i + 2].start - angles[i + 1].end <= 3
        and text[angles[i + 1].end : angles[i + 2].start].strip() in ("", ",")
    )
    return not (before and angles[i - 1].axis == "") and not (after and angles[i + 2].axis == "")


def _angles(text: str) -> Iterator[_Angle]:
    for match in _ANGLE.finditer(text):
        angle = _angle(match)
        if angle is not None:
            yield angle


def _angle(match: re.Match[str]) -> _Angle | None:
    before, after = (match["before"] or ""), (match["after"] or "")
    if before and after:
        return None
    letter = (before or after)[:1].upper()
    words = ((match["label"] or "") + (match["last"] or "")).lower()
    axis = "lat" if letter in ("N", "S") and letter else "lon" if letter else ""
    if words:
        named = "lat" if words.startswith("lat") else "lon"
        if axis and axis != named:
            return None
        axis = named
    whole, minutes, seconds = _figures(match)
    value = _degrees(whole, minutes, seconds)
    if value is None or (match["sign"] and letter):
        return None
    decimals = len(whole.replace(",", ".").partition(".")[2])
    marked, spaced = match["d1"] is not None, match["d2"] is not None
    if (before or after) and len(before or after) == 1 and not (before or after).isupper():
        return None
    if spaced and not letter:
        return None
    if (match["d4"] is not None and not words) or (
        match["d3"] and letter and not words and not _fine(match, decimals)
    ):
        return None
    if not letter and not words and minutes is None and marked:
        return None
    if letter in ("S", "W") or match["sign"] in ("-", "−", "–"):
        value = -value
    form = "dms" if seconds else "dm" if minutes else "dd"
    return _Angle(match.start(), match.end(), value, axis, form, decimals, bool(marked or words or letter))


def _fine(match: re.Match[str], decimals: int) -> bool:
    """Whether a decimal number with a letter is an angle: the letter touches it, or it has two decimals."""
    letter = match["before"] or match["after"]
    touching = match.group().find(" ") == -1
    return touching or decimals >= 2 or len(letter) > 1


def _figures(match: re.Match[str]) -> tuple[str, str | None, str | None]:
    if match["d1"]:
        return match["d1"], match["m1"], match["s1"]
    if match["d2"]:
        return match["d2"], match["m2"], match["s2"]
    return match["d3"] or match["d4"], None, None


def _degrees(whole: str, minutes: str | None, seconds: str | None) -> float | None:
    """Degrees, minutes and seconds as degrees; None if they cannot be an angle."""
    from lat_lon_parser import to_dec_deg

    d = float(whole.replace(",", "."))
    m = float(minutes.replace(",", ".")) if minutes else 0.0
    s = float(seconds.replace(",", ".")) if seconds else 0.0
    if m >= 60 or s >= 60 or d > 180:
        return None
    if (minutes and d != int(d)) or (seconds and m != int(m)):
        return None
    return float(to_dec_deg(d, m, s))


def _in_range(lat: float, lon: float) -> bool:
    return -90 <= lat <= 90 and -180 <= lon <= 180


def _found(start: int, end: int, lat: float, lon: float, form: str) -> Found:
    # Seven decimals are a centimetre; adding zero makes -0.0 a 0.0.
    return Found(start, end, round(lat, 7) + 0.0, round(lon, 7) + 0.0, form)
