"""Other ways to read a name that the gazetteer lacks, the surest first.

A look-up tries them only when the name itself has no answer, so none of them can displace a place that
is really called so. Each costs some of the score.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.gazetteer.names import normalise
from geo.types import Place


@dataclass(frozen=True, slots=True)
class Variant:
    """Another name to look up, and what an answer to it is worth."""

    name: str
    share: float
    """What is left of the score, 0 to 1."""
    classes: str = ""
    """Feature classes that an answer must be of; empty for any."""
    match: str = "alternate"
    reason: str = ""
    least_people: int = 0
    """Inhabitants that an answer that is a town must have."""

    def allows(self, place: Place) -> bool:
        """Whether an answer may be this place."""
        if self.classes and place.feature_class not in self.classes:
            return False
        return place.feature_class != "P" or (place.population or 0) >= self.least_people


_POSSESSIVE = re.compile(r"(?<=\w)(?:['’]s|(?<=s)['’])$", re.IGNORECASE)

_PART = (
    r"(?:north|south|east|west|northeast|northwest|southeast|southwest)(?:ern|erly)?"
    r"|north[- ](?:east|west)(?:ern)?|south[- ](?:east|west)(?:ern)?"
    r"|central|downtown|midtown|uptown|upper|lower|inner|outer|greater|metropolitan|metro|mainland|rural"
    r"|upstate|downstate|old|historic|suburban|coastal|far|mid"
)
_PART_BEFORE = re.compile(rf"^(?:the )?(?:{_PART})[- ]+(?=\S)", re.IGNORECASE)
_PART_AFTER = re.compile(
    r" (?:area|metro area|metropolitan area|region|city centre|city center|downtown|suburbs?|mainland"
    r"|vicinity|coast|coastline|seaboard|continent|heartland|countryside|outskirts|airspace|waters|border"
    r"|valley|basin|delta|archipelago|peninsula|waterfront|hills)$",
    re.IGNORECASE,
)
"""A part of a place, or its surroundings: the place itself is the nearest that is known."""

_DIVISION = (
    r"county|co\.?|province|prov\.?|district|distt?\.?|department|region|oblast|krai|raion|rayon|okrug|governorate"
    r"|prefecture|state|territory|canton|division|municipality|parish|borough|voivodeship|regency|emirate"
    r"|commune|republic|autonomous region|shire|council|ward|constituency|tehsil|taluka|sub-?district|upazila"
    r"|woreda|kabupaten|township|twp\.?"
)
_DIVISION_AFTER = re.compile(rf" (?:{_DIVISION})$", re.IGNORECASE)
_DIVISION_BEFORE = re.compile(
    rf"^(?:the )?(?:(?:{_DIVISION})(?: of)?|departamento del?|provincia del?|estado del?) (?=\S)",
    re.IGNORECASE,
)
_TOWN_AFTER = re.compile(
    r" (?:city|town|village|municipality|proper|camp|settlement|township|twp\.?)$", re.IGNORECASE
)
_TOWN_BEFORE = re.compile(
    r"^(?:the )?(?:(?:city|town|village|port|municipality|township|hamlet|suburb|borough|ville|ciudad|cidade)"
    r" (?:of|de|do|da)|port|downtown|central) (?=\S)",
    re.IGNORECASE,
)
_AIRPORT = re.compile(
    r"(.+?)(?:['’]s)? (?:(?:main|international|intl\.?|regional|municipal|domestic|civil) )*"
    r"(airport|airfield|air ?base|aerodrome)$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])")

_GLIDES = (
    (re.compile(r"ii(?=[a-z])"), "iyi"),
    (re.compile(r"(?<=[bcdfghjklmnprstvz])i(?=[aeu])"), "y"),
    (re.compile(r"(?<=[aeou])i(?![aeiouy])"), "y"),
)
"""Ukrainian names as Ukraine has written them in Latin letters since 2010, and as older tables do: "Avdiivka"
and "Avdiyivka", "Kupiansk" and "Kupyansk", "Dzhankoi" and "Dzhankoy"."""
_GLIDES_BACK = (
    (re.compile(r"iyi"), "ii"),
    (re.compile(r"(?<=[bcdfghjklmnprstvz])y(?=[aeu])"), "i"),
    (re.compile(r"(?<=[aeou])y(?![aeiouy])"), "i"),
)


def variants(name: str) -> Iterator[Variant]:
    """Names to try in place of this one, in order."""
    stripped = _POSSESSIVE.sub("", name)
    if stripped != name:
        yield Variant(stripped, 0.95, reason="possessive")
        name = stripped
    if name.startswith(("#", "@")):
        name = name[1:]
    split = _JOINED.sub(" ", name)
    if split != name:
        yield Variant(split, 0.8, match="fuzzy", reason="written together")
    airport = _AIRPORT.match(name)
    if airport:
        codes = "AIRB AIRP" if "base" in airport[2].lower() else "AIRP"
        yield Variant(airport[1], 0.7, classes=codes, match="airport")
    yield from _without_kind(name)
    for glides in (_GLIDES, _GLIDES_BACK):
        written = _rewritten(name, glides)
        if written != name:
            yield Variant(written, 0.8, classes="PA", reason="another spelling")
    head, comma, tail = name.partition(",")
    if comma and head.strip() and tail.strip():
        yield Variant(head.strip(), 0.7, reason="before the comma")
    if name.endswith(("s", "S")) and len(name) > 4 and not name.endswith("ss"):
        yield Variant(name[:-1], 0.7, reason="plural")
    if " " in name or "-" in name:
        yield Variant(normalise(name).replace(" ", ""), 0.6, match="fuzzy", reason="written apart")
    part = _PART_BEFORE.sub("", name)
    if part != name:
        yield Variant(part, 0.5, reason="a part of it")
    around = _PART_AFTER.sub("", name)
    if around != name:
        yield Variant(around, 0.5, reason="its surroundings")


def _rewritten(name: str, rules: Sequence[tuple[re.Pattern[str], str]]) -> str:
    for pattern, letters in rules:
        name = pattern.sub(letters, name)
    return name


def _without_kind(name: str) -> Iterator[Variant]:
    for pattern, classes, share in (
        (_DIVISION_AFTER, "A", 0.9), (_DIVISION_BEFORE, "A", 0.9),
        (_TOWN_AFTER, "P", 0.9), (_TOWN_BEFORE, "P", 0.8),
        (_DIVISION_AFTER, "P", 0.6), (_DIVISION_BEFORE, "P", 0.6),
    ):  # fmt: skip
        short = pattern.sub("", name)
        if short != name and short:
            yield Variant(short, share, classes=classes, reason="named with its kind")


INNER_SHARE = 0.3
"""What a place within an unknown name is worth. Of the open corpora's unknown names of several words that
hold one, the place named lies within 161 km of it for some four in ten."""

_GENERIC_WORDS = """
    academy airport arena avenue bank basin bay beach bridge building camp campus canal cape castle
    cathedral cemetery center central centre chapel church city clinic club college complex council
    county court creek dam district east estate factory falls farm field forest fort garden gardens gate
    general grand great hall harbor harbour health high highway hill hills hospital hotel house
    institute international island islands junction lake library little lower mall manor market memorial
    middle mill mine mount mountain mountains museum national new north office old palace park plant
    plaza point pond port prison public reserve resort ridge river road royal rue saint san santa school
    south spring springs square stadium state station street temple terminal the theater theatre tower
    town trail union university upper valley via villa village ward west wood woods world young zoo"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
"""Words that are no place's name within a longer one, though hamlets somewhere bear them."""

_HOLDER = re.compile(r"^(?:.{3,} (?:of|in|at|near) )", re.IGNORECASE)
"""What comes before the place in "Embassy of the Republic of Armenia", "hospital in Lagos"."""


def inner_names(name: str) -> Iterator[Variant]:
    """Places named within a longer name that nothing knows: "Manila Cathedral", "University of Calamba".

    The last thing to try: after the name itself, its other spellings and slips of the pen.
    """
    held = _HOLDER.sub("", name)
    if held != name:
        yield _inner(held)
    # "Duke University" bears a person's name, and some hamlet bears it too.
    least = TOWN_OF_INSTITUTION if _INSTITUTION.search(name) else 0
    words = name.replace("/", " ").split()
    for count in range(len(words) - 1, 0, -1):
        for part in (words[:count], words[-count:]):
            text = " ".join(part)
            if (
                text[0].isupper()
                and (len(text) > 2 or text.isupper())
                and not all(w.lower() in _GENERIC for w in part)
            ):
                yield _inner(text, least)


TOWN_OF_INSTITUTION = 2_000
"""Inhabitants of a town that a college or hospital may be named for without "of"."""

_INSTITUTION = re.compile(r"\b(?:university|college|institute|foundation|hospital|clinic)$", re.IGNORECASE)


def _inner(name: str, least_people: int = 0) -> Variant:
    return Variant(
        name, INNER_SHARE, classes="PA", reason=f"named within it: {name}", least_people=least_people
    )
