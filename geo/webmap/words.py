"""Words for a reader: what a place is, how sure the machine is, where a place lies."""

# ruff: noqa: E501  the table of codes is read by columns

from __future__ import annotations

import re

from geo.types import Place

DOUBTFUL = 0.6
"""Under this score a place is drawn hollow or hatched and called doubtful: nearly as likely wrong as right,
since scores are calibrated."""

SCORE_WORDS = ((0.9, "Very likely"), (0.75, "Likely"), (DOUBTFUL, "Probable"), (0.25, "Doubtful"))
"""From which score on which word is used, the surest first."""

CLASS_WORDS = {
    "A": "division",
    "P": "town",
    "H": "water",
    "L": "area",
    "R": "road",
    "S": "building",
    "T": "landform",
    "U": "undersea feature",
    "V": "forest",
}
"""GeoNames's feature classes, for a code that is not in :data:`CODE_WORDS`."""

CODE_WORDS = {
    # A: political divisions
    "PCLI": "country", "PCL": "country", "PCLD": "dependency", "PCLF": "country", "PCLS": "country",
    "PCLIX": "part of a country", "PCLH": "former country", "TERR": "territory", "ZN": "zone",
    "ADM1": "state or province", "ADM2": "county or district", "ADM3": "district", "ADM4": "municipality",
    "ADM5": "municipality", "ADMD": "division", "ADM1H": "former province", "PRSH": "parish",
    # P: populated places
    "PPLC": "capital", "PPLA": "city", "PPLA2": "town", "PPLA3": "town", "PPLA4": "town", "PPL": "town",
    "PPLX": "part of a town", "PPLL": "locality", "PPLF": "village", "PPLS": "towns",
    "PPLG": "seat of government",
    "PPLH": "former town", "PPLQ": "abandoned town", "PPLW": "destroyed town", "STLMT": "settlement",
    # H: waters
    "OCN": "ocean", "SEA": "sea", "GULF": "gulf", "BAY": "bay", "BAYS": "bays", "STRT": "strait", "CHN": "channel",
    "CHNM": "channel", "CNL": "canal", "SD": "sound", "FJD": "fjord", "INLT": "inlet", "ESTY": "estuary",
    "LK": "lake", "LKS": "lakes", "LGN": "lagoon", "RSV": "reservoir", "STM": "river", "STMM": "river mouth",
    "STMI": "seasonal river", "FLLS": "falls", "GLCR": "glacier", "RF": "reef", "HBR": "harbour", "SPNG": "spring",
    "WAD": "wadi", "SWMP": "swamp", "MRSH": "marsh", "DLTA": "delta", "CURR": "current",
    # L: areas
    "RGN": "region", "RGNE": "economic region", "RGNH": "former region", "RGNL": "lake region", "CONT": "continent",
    "CST": "coast", "PRK": "park", "RES": "reserve", "RESN": "nature reserve", "NVB": "naval base",
    "MILB": "military base", "INDS": "industrial area", "PRT": "port", "OILF": "oil field", "MNA": "mining area",
    "BTL": "battlefield", "TRB": "tribal area", "AREA": "area",
    # T: landforms
    "MT": "mountain", "MTS": "mountains", "PK": "peak", "PKS": "peaks", "VLC": "volcano", "HLL": "hill",
    "HLLS": "hills", "VAL": "valley", "PLN": "plain", "PLAT": "plateau", "DSRT": "desert", "PEN": "peninsula",
    "CAPE": "cape", "ISL": "island", "ISLS": "islands", "ISLT": "islet", "ISTH": "isthmus", "ATOL": "atoll",
    "PASS": "pass", "CNYN": "canyon", "CLF": "cliff", "BCH": "beach", "DLT": "delta", "SPIT": "spit",
    # S: buildings and facilities
    "AIRP": "airport", "AIRB": "air base", "AIRF": "airfield", "AIRH": "heliport", "BLDG": "building",
    "BLDO": "office building", "BDG": "bridge", "CH": "church", "MSQE": "mosque", "TMPL": "temple",
    "CSTL": "castle", "PAL": "palace", "HSP": "hospital", "HTL": "hotel", "SCH": "school", "UNIV": "university",
    "STDM": "stadium", "MUS": "museum", "MNMT": "monument", "HSTS": "historic site", "PRN": "prison",
    "PSN": "power station", "PSTN": "power station", "PP": "police post", "GOVL": "seat of government",
    "DIP": "diplomatic mission", "DAM": "dam", "MLWND": "windmill", "RSTN": "railway station", "STNM": "station",
    "LTHSE": "lighthouse", "RSRT": "resort", "SQR": "square", "THTR": "theatre", "TOWR": "tower", "WALL": "wall",
    "CMTY": "cemetery", "CMP": "camp", "CMPRF": "refugee camp", "FCL": "facility", "INSM": "military base",
    "FT": "fort", "MN": "mine", "OILR": "refinery", "NUC": "nuclear site", "CTRS": "space centre",
    "PIER": "pier", "MKT": "market", "MALL": "shopping centre", "ZOO": "zoo", "OBS": "observatory",
    # R: roads and railways
    "RD": "road", "ST": "street", "RR": "railway", "TNL": "tunnel", "HWY": "highway",
    # V and U
    "FRST": "forest", "TRGU": "trough", "TRNU": "trench", "RDGU": "ridge", "SMU": "seamount",
}  # fmt: skip
"""GeoNames's feature codes, in words that a newspaper would use."""

_FACILITY_CODES = {"NVB", "MILB", "PRT", "INDS", "OILF", "AIRB", "AIRP"}
_WATER_OUTSIDE_H = {"RFU", "TRGU", "TRNU"}


def kind_words(place: Place) -> str:
    """What the place is: "sea", "capital", "state or province"."""
    return CODE_WORDS.get(place.feature_code) or CLASS_WORDS.get(place.feature_class, "place")


def theme(place: Place) -> str:
    """The colour that the place is drawn in: ``place``, ``facility`` or ``water``."""
    if place.feature_class in "SR" or place.feature_code in _FACILITY_CODES:
        return "facility"
    if place.feature_class in "HU" or place.feature_code in _WATER_OUTSIDE_H:
        return "water"
    return "place"


RELATION_WORDS = {
    "distance": "at a distance",
    "direction": "in a direction",
    "between": "between two places",
    "border": "border",
    "coast": "off a coast",
    "near": "near a place",
}
"""What :attr:`geo.types.Relative.relation` is called."""


def relation_words(relation: str) -> str:
    """How a told place is told: "off a coast"."""
    return RELATION_WORDS.get(relation, relation)


def score_words(score: float) -> str:
    """How sure, in words: "Very likely" to "Very doubtful"."""
    for floor, words in SCORE_WORDS:
        if score >= floor:
            return words
    return "Very doubtful"


def where(place: Place, country_name: str) -> str:
    """Where the place lies, innermost first: "Florida, United States"; empty if nobody says."""
    parts = (*place.holders, country_name)
    return ", ".join(part for part in dict.fromkeys(parts) if part and part != place.name)


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def date_words(iso: str) -> str:
    """``2025-11-17`` as "17 November 2025"; anything else stays as it is."""
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(T.*)?", iso)
    if match is None or not 1 <= int(match[2]) <= 12:
        return iso
    return f"{int(match[3])} {MONTHS[int(match[2]) - 1]} {match[1]}"


def gazetteer_link(place: Place) -> str:
    """The address of the place's page at GeoNames, or empty."""
    return f"https://www.geonames.org/{place.geonameid}" if place.geonameid is not None else ""
