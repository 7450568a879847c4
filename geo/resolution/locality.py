"""Words around a name that a town has and a country has not: its council, its high school, a street.

A paper of Lebanon, Pennsylvania writes "the Lebanon School District" and "400 S. Locust St., Lebanon", and
nowhere that it does not mean the country.
"""

from __future__ import annotations

import re

_TOWNS = re.compile(
    r"^(?:['’]s)?[^\S\n]+(?:(?:Independent|Consolidated|Unified|Public|Community|Area|Regional|Central|Local|Senior|"
    r"Volunteer|Municipal|area)\s+){0,2}"
    r"(?:(?:School|Fire|Police|Water|Park|Public Works|Recreation|Planning|Zoning)\s+(?:District|Department|"
    r"Board|Commission|Chief|Association)|(?:Junior |Senior )?High\b(?! C)|"
    r"(?:Elementary|Middle|Primary School)\b|"
    r"(?:elementary|middle|high|primary|grade|secondary) school\b|"
    r"(?:City|Town|Village|Borough|Township|Parish) (?:Council|Hall|Board|Commission|Manager|Attorney)|"
    r"(?:city|town|village|borough|school) (?:council|hall|board|officials|manager|commission)\w*|"
    r"(?:city )?(?:aldermen|selectmen|councilman|councilwoman|councillors?|council|firefighters)\b|"
    r"Rotary|Lions Club|Elks|Kiwanis|Jaycees|Little League|Public Library|"
    r"Country Club|VFW|American Legion|YMCA|(?:boys|girls)['’]?\s|(?:junior[- ])?varsity\b|JV\b)"
)
_ADDRESS = re.compile(
    r"\b(?:St|Street|Ave|Avenue|Rd|Road|Dr|Drive|Blvd|Boulevard|Lane|Ln|Court|Ct|Pike|Parkway|Highway|Hwy|Way|"
    r"(?:Route|Highway|Hwy\.?) \d+)\.?"
    r"(?: (?:North|South|East|West|N|S|E|W|NE|NW|SE|SW)\b\.?)?,\s*(?:in |downtown )?$"
)
_NUMBERED = re.compile(r"\b\d+\s+\S")


def is_town_told(text: str, start: int, end: int) -> bool:
    """Whether what a town alone has stands behind the name, or a street and its number before it."""
    if _TOWNS.match(text[end : end + 80]):
        return True
    before = text[max(0, start - 48) : start]
    if "," not in before[-12:]:
        return False
    return _ADDRESS.search(before) is not None and _NUMBERED.search(before) is not None
