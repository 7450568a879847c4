"""What an English date looks like, and what only looks like one: the patterns behind :mod:`geo.webmap.dates`.

Strict on purpose: a wrong date on a strip of time misleads more than a missing one helps. On the 147 sentences of
``tests/webmap/dates.tsv``, of which half only look as if they named a date, dateparser 1.5's search has precision
0.48 and recall 0.86 and finds something in 64 of the 71 sentences without a date (0.76, 0.35 and 9 when told to be
strict), at 10 ms a sentence and 0.6 s to import. The patterns below were written against those same sentences and
meet them all; a test holds them there.
"""

# ruff: noqa: E501  a pattern stands on one line

from __future__ import annotations

import re

from geo.webmap.words import MONTHS

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

MONTH_NUMBER = {name.lower(): i for i, name in enumerate(MONTHS, start=1)}
MONTH_NUMBER |= {name.lower()[:3]: i for i, name in enumerate(MONTHS, start=1)} | {"sept": 9}

NUMBER_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_ANY_MONTH = (
    rf"(?P<month>{'|'.join(MONTHS)}"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)(?:\.|(?![A-Za-z])))"
)
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_UNIT = r"(?P<unit>day|week|month|year)"

# What may not stand before a figure: another figure, a letter, or what makes it a part number or a score.
_CLEAR = r"(?<![\w/.,:$€£#-])"
_SPAN_TO = r"(?<![\w/.,:$€£#])"  # "3-5 May": a day may follow a hyphen where a month follows it

# A street, a bridge, a party or an attack that is called after a day.
_NAMED_AFTER = (
    r"(?!\s(?:Street|St\b|Avenue|Ave\b|Road|Rd\b|Square|Boulevard|Bridge|Airport|Stadium|University|School|Hospital|"
    r"Movement|Brigade|Party|Agreement|Revolution|(?:attacks?|attackers|hijackers|massacre|bombings?|uprising)\b))"
)

# What counts, weighs or measures: "2000 people" is no year.
_COUNTED = (
    r"(?![\w/%°-]|[.,:]\d|\s?(?:GMT|UTC|BST|EST|EDT|CET|local time)\b|\s(?:people|men|women|children|troops|votes|"
    r"feet|metres|meters|miles|kilomet\w+|km|m|ft|tons|tonnes|kg|hours|hrs|euros?|dollars|pounds|percent|per cent|"
    r"more|of\s(?:the|them)|(?!elections\b|was\b|is\b|has\b|as\b|its\b|his\b|this\b)[a-z]+s\b))"
)

# An agent or a person, not a time: "by May", "April Jones", "trust in May".
_BEFORE_MONTH = r"(?:\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Uu]ntil|[Tt]ill|[Ll]ast|[Nn]ext|[Ee]arly|[Ll]ate|[Tt]hroughout)\s|\bmid-)"
_AS_A_NAME = r"(?!['’]s|\s[A-Z])"
_TRUSTED = r"(?<![Tt]rust in )(?<![Ff]aith in )(?<![Bb]elief in )(?<![Cc]onfidence in )"

# A newspaper, a team or an island that is called after a weekday, and a day that comes again and again.
_WEEKDAY_NAME = (
    r"(?:(?<=Black )|(?<=Good )|(?<=Super )|(?<=Bloody )|(?<=Ash )|(?<=Easter )|(?<=Palm )|(?<=Holy )|(?<=Maundy )|"
    r"(?<=Cyber )|(?<=Ruby )|(?<=Fat )|(?<=Giving )|(?<=Sheffield )|(?<=[Ee]very )|(?<=[Ee]ach )|(?<=[Aa]ny ))"
)
_WEEKDAY_OF = (
    r"(?!s\b|\s(?:Times|Telegraph|Mail|Mirror|Post|Herald|Night|Express|People|Sun|World|Island|School|Review|Star|"
    r"Tribune|Journal|Addams|Sport|Independent|Service)\b)"
)

# "Monday, November 24": the day says more than the weekday before it.
_DATE_BEHIND = (
    rf"(?:(?:the\s)?\d\d?(?:st|nd|rd|th)?\s(?:of\s)?)?(?:{'|'.join(name[:3] for name in MONTHS)})[a-z.]*\b"
)

PATTERNS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("day", rf"{_CLEAR}{_YEAR}-(?P<number>0[1-9]|1[0-2])-(?P<day>\d\d)(?![-\dA-SU-Za-z_]|T\D)"),
        ("day", rf"{_CLEAR}{_DAY}\.(?P<number>0?[1-9]|1[0-2])\.{_YEAR}(?![\w-]|\.\d)"),
        ("day", rf"{_SPAN_TO}{_DAY}\s(?:of\s)?{_ANY_MONTH},?\s{_YEAR}(?!\w)"),
        ("day", rf"\b{_ANY_MONTH}\s{_DAY},\s{_YEAR}(?!\w)"),
        ("month", rf"\b{_ANY_MONTH},?\s(?:of\s)?{_YEAR}(?!\w)"),
        ("day", rf"{_SPAN_TO}{_DAY}\s(?:of\s)?{_ANY_MONTH}(?!\w){_NAMED_AFTER}"),
        ("day", rf"\b{_ANY_MONTH}\s{_DAY}(?!\w|[:%]|[.,]\d|\s(?:years?|months?|people)\b){_NAMED_AFTER}"),
        ("ago", rf"\b(?P<count>[Aa]n?|{'|'.join(f'[{w[0].upper()}{w[0]}]{w[1:]}' for w in NUMBER_WORDS)}|\d\d?)"
                rf"\s{_UNIT}s?\sago\b(?!\sis\b)"),
        ("step", rf"\b(?<!the )(?<!The )(?P<step>[Ll]ast|[Tt]his|[Nn]ext)\s{_UNIT}\b(?!['’]s\s(?!end)|\sof\b)"),
        ("step", rf"\b(?P<step>[Ll]ast|[Nn]ext)\s{_WEEKDAY}\b{_WEEKDAY_OF}"),
        ("month", rf"{_BEFORE_MONTH}{_TRUSTED}{_MONTH}\b{_AS_A_NAME}"),
        ("weekday", rf"\b(?!{_WEEKDAY_NAME}){_WEEKDAY}\b{_WEEKDAY_OF}(?!,?\s{_DATE_BEHIND})"),
        ("word", r"\b(?P<word>yesterday|today|tonight|tomorrow|last\snight)\b"),
        ("word", r"(?:^|(?<=[.!?“\"\n]\s)|(?<=[“\"\n]))"
                 r"(?P<word>Yesterday|Today|Tonight|Tomorrow|Last\snight)\b(?!\s[A-Z]\w+\s[A-Z])"),
        ("year", rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Oo]f|[Ff]rom|[Dd]uring|[Bb]etween|[Bb]efore|[Aa]fter|and|to|"
                 rf"early|late)\s{_YEAR}{_COUNTED}"),
    )
)  # fmt: skip
"""(kind, pattern), the most telling first: what a later one finds inside an earlier one's match is left."""

AHEAD = re.compile(
    r"\b(?:will|shall|should|would|by|until|(?:is|are|was|were)\s(?:due|set|expected|scheduled)|(?:is|are)\sto)\b[^.,;:]*$"
)
"""Words from which on, up to a weekday, a sentence speaks of what is to come: "will meet on Friday"."""

AHEAD_BEHIND = re.compile(r"^[^.;:]{0,40}\b(?:will|shall)\b")
"""The same after a day: "January 5 will be colder"."""

SAID = re.compile(r"\b(?:said|says|told|announced|reported|added|wrote)\b")
"""Words after which a weekday is when that was said: "he will go, she said on Friday"."""
