"""The words by which texts tell one place from another, as patterns.

Those that end in ``$`` are looked for right before a name, those that begin with ``^`` right behind it.
"""

from __future__ import annotations

import re

from geo.resolution.bearings import DIRECTION

HINT = re.compile(
    r"\b(?:between|border|frontier|boundary|from|off|outside|beyond|near|close|far|vicinity|outskirts|edge|around|"
    r"coast|shore|waters|north|south|east|west|[nsew]{1,3}\s+of\b)",
    re.IGNORECASE,
)
"""What stands around every relative place; where it does not, no other pattern is tried."""

NUMBER = (
    r"(?:(?:about|around|some|roughly|nearly|almost|approximately|only|just|over|under|more\s+than|less\s+than)\s+)?"
    r"(?P<number>\d[\d,.]*(?:\s*(?:to|-|–)\s*\d[\d,.]*)?|half\s+an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|a\s+dozen|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|a\s+hundred|"
    r"one\s+hundred|two\s+hundred|three\s+hundred|a\s+few|several|dozens\s+of|a\s+couple\s+of)"
)
UNIT = (
    r"(?P<unit>km|kms|kilomet(?:er|re)s?|mi|miles?|m|met(?:er|re)s?|nautical\s+miles?|nm|yards?|feet|"
    r"leagues?)"
)
DISTANCE = re.compile(
    # "30km", "a mile", and not the end of "a team from"
    rf"(?<![\w.,]){NUMBER}(?:(?<=\d)[\s-]*|[\s-]+){UNIT}(?:\s*\([^()]{{1,24}}\))?\s+"
    rf"(?:(?:(?:away\s+)?(?:to\s+the\s+)?(?:due\s+)?(?P<dir>{DIRECTION})\s+(?:of|from))|"
    rf"(?P<plain>(?:away\s+)?from|outside(?:\s+of)?|off|beyond))\s+"
    rf"(?:(?:the\s+)?(?P<coast>(?:(?:{DIRECTION})\s+)?(?:coast|shores?))\s+of\s+)?"
    r"(?:(?:the\s+)?(?:[a-z-]+\s+){0,3}?(?:city|town|village|capital|port|island)\s*(?:of\s+|,\s*)?)?"
    r"(?:downtown\s+|central\s+|the\s+)?$",
    re.IGNORECASE,
)
TOWARDS = re.compile(
    rf"\b(?:(?:just|further|farther|to\s+the|due|immediately)\s+)?(?P<dir>{DIRECTION})\s+of\s+"
    r"(?:(?:the\s+)?(?:[a-z-]+\s+){0,2}?(?:city|town|village|capital)\s+(?:of\s+)?)?(?:the\s+)?$",
    re.IGNORECASE,
)
OFF_COAST = re.compile(
    rf"\b(?:off|along|near)\s+(?:of\s+)?(?:the\s+)?(?P<dir>{DIRECTION})?\s*"
    r"(?:[a-z]+\s+)?(?:coast(?:line)?|shores?)\s+of\s+(?P<dir2>northern|southern|eastern|western)?\s*(?:the\s+)?$",
    re.IGNORECASE,
)
OFF = re.compile(
    r"\b(?:waters\s+)?off\s+(?:the\s+)?$|\bwaters\s+(?:near|around|off)\s+(?:the\s+)?$", re.IGNORECASE
)
COAST_BEHIND = re.compile(
    rf"^(?:['’]s?)?\s+(?P<dir>{DIRECTION})?\s*(?:[A-Z][a-z]+\s+)?(?:coast(?:line)?|shores?)\b",
    re.IGNORECASE,
)
NEAR = re.compile(
    r"\b(?P<word>near(?:by)?|outside(?:\s+of)?|just\s+outside(?:\s+of)?|close\s+to|not\s+far\s+from|in\s+the\s+vicinity\s+of|"
    r"on\s+the\s+outskirts\s+of|in\s+the\s+outskirts\s+of|on\s+the\s+edge\s+of|around)\s+"
    r"(?:(?:the\s+)?(?:[a-z-]+\s+){0,2}?(?:city|town|village|capital|port)\s+(?:of\s+)?)?(?:the\s+)?$",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    r"\bbetween\s+(?:(?:the\s+)?(?:[a-z-]+\s+){0,3}?(?:cities|towns|villages|city|town|village|capital|islands?)\s+(?:of\s+)?)?"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)
AND = re.compile(
    r"^(?:,\s*[^.;\n]{0,40}?,?)?\s+and\s+(?:(?:the\s+)?(?:[a-z-]+\s+){0,3}?(?:city|town|village|capital)\s+(?:of\s+)?)?(?:the\s+)?$",
    re.IGNORECASE,
)
BORDER_BEHIND = re.compile(r"^(?:['’]s?)?\s+(?:[a-z]+\s+)?(?:border|frontier|boundary)\b", re.IGNORECASE)
BORDER_WITH = re.compile(
    r"^(?:['’]s?)?\s+(?:[a-z]+\s+){0,2}?(?:border|frontier|boundary)\s+(?:with|to|of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
HYPHEN = re.compile(r"^\s*[-–—/]\s*$")

SPATIAL = re.compile(
    r"\b(?:road|highway|route|railway|rail|line|motorway|train|bus|ferry|flight|track|path|area|strip|corridor|"
    r"stretch|halfway|midway|somewhere|located|lies|lie|situated|border|land|desert|sea|waters|km|miles|driving|"
    r"travel(?:l?ing|l?ed)|en route|village|town|checkpoint|bridge|valley|crash(?:ed)?|front|river|pipeline|"
    r"walked|drove|flew|sail(?:ed|ing)?|in|at)\b[^.]{0,40}$",
    re.IGNORECASE,
)
