"""Kinds of places as families of GeoNames feature codes, and the words that tell them.

Coarse enough that a word of the text can name one ("the river", "County").
"""

from __future__ import annotations

_FAMILY_WORDS = {
    "first": "state states province oblast krai emirate",
    "division": "county counties parish borough district prefecture department canton governorate "
    "municipality raion voivodeship township commune",
    "region": "region",
    "town": "city town village hamlet suburb neighborhood neighbourhood settlement capital metropolis port "
    "resort cities towns villages",
    "country": "country nation kingdom republic",
    "water": "river rivers creek lake lakes bay sea strait straits gulf ocean canal reservoir channel sound "
    "falls inlet brook lagoon fjord delta",
    "relief": "mount mountain mountains mt peak volcano range hills desert valley peninsula plateau cape "
    "canyon",
    "island": "island islands isle isles archipelago atoll",
    "facility": "airport airfield airbase base station hospital university college school park stadium "
    "bridge prison cathedral church museum palace hotel dam street avenue road square hall library center "
    "centre court cemetery",
}

FAMILIES = tuple(_FAMILY_WORDS)

KIND_WORDS: dict[str, str] = {word: family for family, line in _FAMILY_WORDS.items() for word in line.split()}
"""Words that tell a kind, when they stand before, after or inside a name; our own list."""

FACILITY_WORDS = frozenset(
    word for word, family in KIND_WORDS.items() if family in {"facility", "water", "relief", "island"}
)

_LOCAL_WORDS = (
    "elementary middle high academy institute clinic campus dormitory mall plaza restaurant cafe theatre "
    "theater arena field fieldhouse auditorium gymnasium courthouse jail headquarters building tower "
    "house estate farm garden gardens zoo club course chapel temple mosque synagogue monastery graveyard "
    "memorial monument drive lane boulevard highway trail trailhead expressway parkway route terminal "
    "depot harbor harbour marina pier dock beach forest woods refuge preserve pond spring springs marsh "
    "swamp ridge run branch fork hollow factory plant mine quarry warehouse market complex compound "
    "subdivision apartments embassy consulate"
)
LOCAL_WORDS = FACILITY_WORDS | frozenset(_LOCAL_WORDS.split())
"""Words of names that are plainly of one town: what the gazetteer lacks of them is in the text's own."""

ABROAD_WORDS = frozenset({"embassy", "consulate", "mission", "legation"})
"""Words of houses that are named after a place in which they never stand."""

_NAMED_AFTER = (
    "school elementary middle high academy park field street avenue road drive boulevard lane bridge "
    "library cemetery church hall"
)
NAMED_AFTER = frozenset(_NAMED_AFTER.split())
"""Words of what is oftener named after a person than after the place of that name."""

_NATURE_WORDS = {
    "water": "river creek fork lake pond slough bayou brook run branch wash arroyo reservoir spring springs "
    "falls rapids marsh swamp bog lagoon canal ditch cove inlet",
    "relief": "mountain mount mt peak butte mesa hill hills ridge hollow gulch canyon gap notch pass bluff "
    "bluffs knob glen ravine gorge valley cliff cliffs rock dunes cave caverns summit range",
}
NATURE_KINDS = {word: family for family, line in _NATURE_WORDS.items() for word in line.split()}
"""Last (or, before a name, first) words of names of waters and heights, more of them than tell a kind
where a gazetteer's names are weighed: "Lost Fork", "Bear Butte"."""
_SELDOM_TOWNS = (
    "river creek fork slough brook wash arroyo reservoir pond branch gulch canyon gorge mountain peak butte "
    "hollow notch knob bayou"
)
SELDOM_TOWNS = frozenset(_SELDOM_TOWNS.split())
"""Those of them that a known town seldom bears ("Battle Creek" is large); many end in Springs or Hills."""

_MODIFIERS = (
    "northern southern eastern western north south east west northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern north-eastern north-western south-eastern "
    "south-western central downtown greater metropolitan metro upper lower inner outer mid rural coastal "
    "mainland continental suburban old modern"
)
MODIFIERS = frozenset(_MODIFIERS.split())
"""Words before a name that cut a part out of the place ("northern Iraq"): the place itself is meant."""

_TAIL_WORDS = "area region metro metropolitan vicinity proper city suburbs border"
TAIL_WORDS = frozenset(_TAIL_WORDS.split())
"""Words behind a name inside a mention that a gazetteer's name does not carry ("Alexandria area")."""

_SMALL_WORDS = "of the de del la las los al el and du des do da dos le les upon on in am an der"
SMALL_WORDS = frozenset(_SMALL_WORDS.split())
"""Words in small letters that stand inside names: "Isle of Wight", "Rio de Janeiro"."""


def fits(family: str, feature_class: str, feature_code: str) -> bool:
    """Whether a place of this class and code is of the family that a word told."""
    if family == "first":
        return feature_code.startswith("ADM1")
    if family == "division":
        return feature_class == "A" and not feature_code.startswith("PCL")
    if family == "region":
        return (feature_class == "A" and not feature_code.startswith("PCL")) or feature_code.startswith("RGN")
    if family == "town":
        return feature_class == "P"
    if family == "country":
        return feature_code.startswith("PCL") or feature_code == "TERR"
    if family == "water":
        return feature_class == "H"
    if family == "relief":
        return feature_class in {"T", "V"} and not feature_code.startswith("ISL")
    if family == "island":
        return feature_code.startswith(("ISL", "PCL", "ADM1", "TERR"))
    return family == "facility" and feature_class in {"S", "R", "L"} and not feature_code.startswith("RGN")
