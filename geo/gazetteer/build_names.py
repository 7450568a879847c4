"""Which names a place answers to, and how strongly: general rules, no list of places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from geo.gazetteer.embedded import CAPITALS
from geo.gazetteer.names import NameFlag, normalise
from geo.gazetteer.store import KINDS

MAIN_SHARE = 1.0
ALTERNATE_SHARE = 0.01
"""A name in some other language or of another time is this much of what the main name is. Tuned on
the open halves of LGL, TR-News, GWN and WikToR with the other shares here."""
INITIALS_SHARE = 0.05
"""A city called by its initials ("LA", "NYC"). Other codes of a city ("PAR") are its airports'."""
SHORT_FORM_SHARE = 0.3
"""A division called without its kind: "Yvelines Department" as "Yvelines"."""
COUNTY_SHORT_SHARE = 0.02
"""A second-order division called without its kind ("Washington" for Washington County): rare, since
the bare name means its town, its state or its namesake."""

KIND_WORDS = (
    "county", "parish", "borough", "census area", "municipality", "district", "department", "province",
    "region", "oblast", "krai", "okrug", "republic", "governorate", "prefecture", "state", "territory",
    "canton", "division", "raion", "rayon", "municipio", "voivodeship", "emirate", "atoll", "island",
    "city", "comarca", "capital", "special region", "autonomous region", "metropolitan city",
    "metropolitan municipality", "regency", "union territory", "autonomous okrug", "shi", "sheng",
    "rajon", "agency", "shire", "cercle", "zone", "diqu", "zizhizhou", "zangzu zizhizhou", "sum", "audany",
    "ilcesi", "pagasts", "agglomeration", "constituency",
)  # fmt: skip
"""English kinds of divisions, with which GeoNames's lists end many names."""

PREFIX_KINDS = (
    "province of", "provincia de", "provincia di", "departamento de", "departamento del", "department of",
    "region of", "state of", "republic of", "city of", "muhafazat", "wilaya de", "county of",
    "regiunea", "provincia del", "kingdom of", "canton de", "canton of", "estado de", "free state of",
    "commonwealth of", "region metropolitana de", "gobernacion de", "governorate of", "judetul", "pref",
    "departement de", "departement du", "landkreis", "kreis", "municipio de", "partido de",
    "arrondissement de", "free and hanseatic city of", "canton of",
    "kabupaten", "kota", "shahrestan e", "huyen", "thanh pho", "concelho de", "circunscricao de",
    "distrito de", "distrito do", "distrito da", "municipio", "comuna", "rayon", "obcina", "mestna obcina",
)  # fmt: skip
"""Kinds of divisions written before the name, as keys."""

_SUFFIX = re.compile(rf" (?:{'|'.join(sorted(KIND_WORDS, key=len, reverse=True))})$")
_PREFIX = re.compile(rf"^(?:{'|'.join(sorted(PREFIX_KINDS, key=len, reverse=True))}) ")

Row = tuple[str, int, int, int, float]
"""key, place's number, kind of match with conditions, flags, mass of uses: a row of the store."""


def short_form(key: str) -> str:
    """A division's key without its kind: "anderson county" -> "anderson"; unchanged if it has none."""
    short = _PREFIX.sub("", _SUFFIX.sub("", key))
    return short or key


def division_names(key: str, kind: str) -> Iterator[str]:
    """The usual ways to call a division of this kind: "donetsk" -> "donetsk oblast", ...

    ``kind`` is the English word for the country's divisions of this order, or empty.
    """
    short = short_form(key)
    if kind:
        yield f"{short} {kind}"
        yield f"{kind} of {short}"
        if kind == "county":
            yield f"county {short}"
    else:
        yield f"{short} province"
        yield f"{short} region"
        yield f"province of {short}"


def is_code(name: str) -> bool:
    """Whether an alternate name looks like a code or initials: "PAR", "NYC", "S.F."."""
    letters = [c for c in name if c.isalpha()]
    return 1 < len(letters) <= 4 and name.isascii() and name.isupper()


def _is_initials(key: str, main: str) -> bool:
    """Whether a code is made of the first letters of the name's words: "nyc" of "new york city"."""
    return len(key) > 1 and key in {"".join(w[0] for w in main.split()[:n]) for n in (2, 3, 4)}


def is_noise(name: str, main: str) -> bool:
    """Whether an alternate name is of no use: one letter, a number, a machine's transliteration.

    GeoNames's alternates hold transcriptions made by machines, in lower case throughout ("lun dun",
    "sana phransisako"); no text is written in them.
    """
    if name.isascii():
        if name.islower():
            return name != main
        return (len(name) < 3 and not name.isupper()) or not _PLAIN.match(name)
    if len(name) > 60 or _DIGITS.search(name):
        return True
    letters = [c for c in name if c.isalpha()]
    script = script_of(name)
    if not letters or (len(letters) == 1 and script != "CJK"):
        return True
    return script == "LATIN" and (len(letters) < 3 or (name.islower() and name != main))


_PLAIN = re.compile(r"(?=.*[A-Za-z]{2})[A-Za-z'][A-Za-z .,'`’()/-]{1,59}\Z|[A-Z]\.?(?:[A-Z]\.?)+\Z")
_DIGITS = re.compile(r"\d")


LANGUAGE_SCRIPTS = {
    "ARABIC": "ar fa ur ps sd ug ku ckb ks bal",
    "ARMENIAN": "hy",
    "BENGALI": "bn as mni",
    "CJK": "zh yue wuu hak nan cmn ja",
    "CYRILLIC": "ru uk be bg sr mk kk ky tg mn tt ba cv ce av os bs",
    "DEVANAGARI": "hi mr ne sa bh mai doi kok sd bho",
    "ETHIOPIC": "am ti",
    "GEORGIAN": "ka ab os",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he yi",
    "KANNADA": "kn",
    "KATAKANA": "ja",
    "HIRAGANA": "ja",
    "KHMER": "km",
    "LAO": "lo",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "ORIYA": "or",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
    "THAANA": "dv",
    "TIBETAN": "bo dz",
}
"""Which languages (ISO 639 codes) are written in a script, by the first word of its letters' names."""

WORLD_KNOWN = 50_000
"""Inhabitants from which on a town keeps its names in scripts that its own country does not write.
Smaller ones have them from encyclopedias written by machines."""


def scripts_of(languages: str) -> frozenset[str]:
    """The scripts of a country, from GeoNames's list of its languages ("ar-SY,ku,hy")."""
    spoken = {language.partition("-")[0] for language in languages.split(",")}
    return frozenset(s for s, codes in LANGUAGE_SCRIPTS.items() if spoken & set(codes.split()))


def script_of(name: str) -> str:
    """The script of a name's first letter: LATIN, CYRILLIC, ..."""
    for char in name:
        if char.isalpha():
            return _script(char)
    return ""


@cache
def _script(char: str) -> str:
    return "LATIN" if char.isascii() else unicodedata.name(char, "").partition(" ")[0]


_ROMAN_PAIRS = """
    а=a б=b в=v г=g д=d е=e ж=zh з=z и=i й=j к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=c ч=ch ш=sh
    щ=shch ъ= ы=y ь= э=e ю=ju я=ja і=i ї=i є=e ґ=g ў=u"""
_ROMAN = {pair[0]: pair[2:] for pair in _ROMAN_PAIRS.split()}
"""How GeoNames writes Cyrillic names in Latin letters, marks and apostrophes apart."""


def romanised(key: str) -> str:
    """The key of a Cyrillic name in Latin letters, as transcription tables give it."""
    return "".join(_ROMAN.get(c, c) for c in key)


VARIANT_LENGTH = 6
"""Letters from which on a spelling one letter off is found by the fuzzy look-up."""
VARIANT_TWO_LENGTH = 10
"""Letters from which on it may be two letters off."""


def is_variant(key: str, main: str) -> bool:
    """Whether a name is so near the main one that the fuzzy look-up finds it: "hudya" for "hudia"."""
    from rapidfuzz.distance import Levenshtein

    shorter = min(len(key), len(main))
    if shorter < VARIANT_LENGTH or key[:3] != main[:3]:
        return False
    off = 2 if shorter >= VARIANT_TWO_LENGTH else 1
    return Levenshtein.distance(key, main, score_cutoff=off) <= off


def city_rows(
    n: int,
    name: str,
    alternates: Sequence[str],
    *,
    flags: int,
    mass: float,
    scripts: frozenset[str] | None,
    hamlet: bool = False,
    bare_mass: float | None = None,
) -> Iterator[Row]:
    """The names of a populated place, from GeoNames's flat list of alternates.

    ``scripts`` are those, besides Latin, of which names are kept, and of others not even the
    transcription into Latin; None keeps all. A ``hamlet`` keeps no other name in Latin
    letters than its main one. ``bare_mass`` is the mass under the main name without "City (of)", where it
    is another.
    """
    main = normalise(name)
    yield main, n, KINDS["exact"], flags, mass * MAIN_SHARE
    # "New York City" is called New York, and "City of London" London: as much its name as the main one.
    bare = {main.removesuffix(" city"), main.removeprefix("city of ")} - {main}
    seen = {main}
    foreign = set()
    if scripts is not None and "CYRILLIC" not in scripts:
        foreign = {romanised(normalise(a)) for a in alternates if script_of(a) == "CYRILLIC"}
    for alternate in alternates:
        key = normalise(alternate)
        if not key or key in seen or is_noise(alternate, name):
            continue
        if scripts is not None:
            script = script_of(alternate)
            if script != "LATIN" and script not in scripts:
                continue
            if hamlet and script == "LATIN" and key not in bare and not is_code(alternate):
                continue
            if key in foreign or (is_variant(key, main) and key not in bare):
                continue
        seen.add(key)
        if is_code(alternate):
            if _is_initials(key, main):
                yield key, n, KINDS["abbreviation"] | CAPITALS, NameFlag.ABBREVIATION, mass * INITIALS_SHARE
        elif key in bare:
            yield key, n, KINDS["exact"], flags, (mass if bare_mass is None else bare_mass) * MAIN_SHARE
        else:
            yield key, n, KINDS["alternate"], flags, mass * ALTERNATE_SHARE
