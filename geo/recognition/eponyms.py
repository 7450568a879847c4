"""What is called as a place is and is none: diseases, wars, currencies, groups, clubs, airlines, letters.

"West Nile virus", "Ebola-Reston", "Lassa fever", "A/California/7/2009"; "the Vietnam War"; "US$42 million";
"Free Tibet, a London-based group"; "the ITU", which is also a town. Their names say where something was first
found, fought or minted, and not where the text takes place. :func:`eponyms` marks the words as
:func:`geo.recognition.compounds.swallowed` does those of ships and newspapers.
"""

from __future__ import annotations

from collections.abc import Iterator

from geo.gazetteer.names import PLACE_FLAGS, NameFlag
from geo.recognition.cues import STOOD_IN
from geo.recognition.spans import HEADLINE, LOWER, NORMAL, SMALL, TITLE, UPPER, Reading
from geo.recognition.tokens import word_set

DISEASES = frozenset({"virus", "ebolavirus", "hantavirus", "arenavirus", "fever", "encephalitis", "syndrome"})
"""Words that make a name of the place's name before them; "flu", "strain", "variant" and "disease" do not:
"Texas flu season", "the Kent variant" speak of the place."""
_OF_FEVERS = frozenset({"hemorrhagic", "haemorrhagic", "spotted"})
"""What may stand between: "Rocky Mountain spotted fever". Not "yellow": "Angola yellow fever" is Angola's."""
_STRAINS = frozenset({"virus", "ebolavirus", "strain", "strains", "subtype"})
_SPECIES = frozenset({"ebola", "marburg"})
"""Viruses whose species are told by a place behind their name: "Ebola Zaire", "Ebola-Reston"."""
_FLU_TYPES = frozenset({"a", "b", "c"})
"""Types of influenza, which begin the name of a strain: "A/California/7/2009"."""
_AIRLINES = word_set("delta emirates")
"""Lands of whose name an airline is far oftener spoken of beside these words."""
_FLYING = word_set("flight flights pilot pilots jet jets jetliner plane planes airliner passengers")
_CLUBS = word_set(
    "real atletico atlético deportivo sporting inter ac bayern borussia olympique dynamo dinamo spartak "
    "lokomotiv shakhtar zenit celta maccabi hapoel cska"
)
"""First words of clubs: "Real Madrid" is in Madrid, and yet a text of it is seldom of Madrid."""
_LOOSE = word_set("real sporting inter ac")
"""Those of them that are other words too: a known place must follow."""
_NUMBERS = word_set("three four five six seven eight nine ten eleven")
_QUARTERS = word_set("northern southern eastern western middle central")
_COURTS = word_set(
    "court courts judge judges attorney attorneys prosecutor prosecutors bankruptcy magistrate jury"
)
_MONEY = "$£€¥₹₦₩"
_MOST_OF_MONEY = 3
"""Letters at most of a country before or behind a currency's sign."""

LONGEST_AIRLINE = 4
"""Words at most of an airline's name."""
COURT_WORDS = 40
"""How far from a court's district, in words, its sentence is read."""
LONGEST_ACRONYM = 4
"""Letters at most of a word in capitals that is taken for a body's letters."""
_WRITTEN_SO = int(NameFlag.ABBREVIATION | NameFlag.COUNTRY | NameFlag.DEMONYM)
"""Names that are written in capitals."""

_LANDS = int(NameFlag.COUNTRY | NameFlag.DIVISION)
_KNOWN = int(NameFlag.COUNTRY | NameFlag.DIVISION | NameFlag.LARGE_PLACE)


def eponyms(reading: Reading, marks: list[str]) -> None:
    """Mark the words of such names: "disease", "war", "money", "party", "letters", "airline", "club", ..."""
    ends: dict[int, int] = {}
    for match in reading.matches:
        ends[match.end] = min(match.start, ends.get(match.end, match.start))
    named: set[tuple[str, ...]] = set()
    reach: dict[int, int] = {}
    for match in reading.matches:
        if match.flags & PLACE_FLAGS & ~int(NameFlag.DEMONYM):
            reach[match.start] = max(match.end, reach.get(match.start, 0))
    for i, lower in enumerate(reading.lower):
        if lower in DISEASES:
            span = _diseased(reading, i, ends)
        elif lower in _SPECIES:
            span = _species(reading, i)
        else:
            span = None
            if lower in ("war", "wars") and _event(reading, i):
                _mark(marks, range(ends.get(i, i - 1), i), "war")
            elif lower in _FLU_TYPES and reading.words[i].text.isupper():
                _mark(marks, _strain(reading, i), "disease")
            elif lower in _CLUBS:
                _mark(marks, _club(reading, i, reach), "club")
            elif lower in _NUMBERS and ends.get(i + 1, i) >= i and _is_group(reading, i):
                _mark(marks, range(ends.get(i, i), i), "group")
            elif lower in _QUARTERS:
                _mark(marks, _bench(reading, i), "bench")
            elif lower in _FLYING:
                _mark(marks, _airline(reading, i), "airline")
            elif lower == "free":
                _mark(marks, _slogan(reading, i), "party")
            elif reading.case[i] == UPPER and _is_money(reading, i):
                marks[i] = "money"
            elif reading.case[i] == UPPER and _is_acronym(reading, i):
                marks[i] = "letters"
        if span is not None:
            _mark(marks, span, "disease")
            named.add(tuple(reading.lower[span.start : span.stop]))
    if named:
        for span in _again(reading, named):
            _mark(marks, span, "disease")


def _mark(marks: list[str], span: range | None, kind: str) -> None:
    for j in span or ():
        marks[j] = kind


def _diseased(reading: Reading, i: int, ends: dict[int, int]) -> range | None:
    """The name that the word for a disease at ``i`` stands behind: "West Nile" of "West Nile virus"."""
    end = i
    while end > 0 and reading.joined(end) and reading.lower[end - 1] in _OF_FEVERS:
        end -= 1
    if not reading.joined(end) or not reading.capital(end - 1) or reading.mode(end - 1) == SMALL:
        return None
    start = ends.get(end, end - 1)
    while (
        start > 1 and reading.lower[start - 1] == "-" and reading.joined(start) and reading.capital(start - 2)
    ):
        start -= 2  # "Crimean-Congo", "Ebola-Reston"
    return range(start, end)


def _species(reading: Reading, i: int) -> range | None:
    """The place in a species' name: "Reston" of "Ebola-Reston", of "the Ebola Reston strain"."""
    tied = reading.joined(i + 1) and reading.lower[i + 1] == "-"
    at = i + 1 + tied
    if not reading.joined(at) or not reading.capital(at) or reading.case[at] not in (TITLE, UPPER):
        return None
    strain = reading.joined(at + 1) and reading.lower[at + 1] in _STRAINS
    behind = reading.lower[at + 1] if reading.joined(at + 1) else ""
    if strain or (tied and behind not in ("hit", "stricken", "affected", "-")):
        return range(at, at + 1)
    return None


def _event(reading: Reading, i: int) -> bool:
    """Whether the word at ``i`` ends a war's name: "the Vietnam War", not "Gaza war", nor a headline's."""
    if reading.case[i] == LOWER or reading.mode(i) in (HEADLINE, SMALL) or not reading.joined(i):
        return False
    return reading.capital(i - 1)


def _strain(reading: Reading, i: int) -> range | None:
    """The place in the name of a strain of influenza: "A/California/7/2009"."""
    lower, n = reading.lower, len(reading.words)
    if i + 3 >= n or lower[i + 1] != "/" or not reading.joined(i + 2):
        return None
    end = i + 2
    while end < n and end - i < 6 and lower[end] != "/" and reading.joined(end):
        end += 1
    slash = end + 1 < n and lower[end] == "/" and reading.words[end + 1].text[0].isdigit()
    return range(i, end) if slash and end > i + 2 else None


def _airline(reading: Reading, i: int) -> range | None:
    """The airline's name before its flight: "a Delta flight", "China Eastern flight MU5735"."""
    start = i
    while start > max(0, i - LONGEST_AIRLINE) and reading.joined(start) and reading.capital(start - 1):
        start -= 1
    if start == i or reading.mode(i) != NORMAL:
        return None
    number = reading.joined(i + 1) and any(map(str.isdigit, reading.words[i + 1].text))
    numbered = number and reading.lower[i].startswith("flight")
    return range(start, i) if numbered or reading.lower[i - 1] in _AIRLINES else None


def _club(reading: Reading, i: int, reach: dict[int, int]) -> range | None:
    """A club's name from its first word on: "Real Madrid", "Deportivo de La Coruña".

    ``reach``: where the longest known place's name ends that begins at a word.
    """
    at = i + 1 + (reading.joined(i + 1) and reading.lower[i + 1] in ("de", "of"))
    if reading.case[i] not in (TITLE, UPPER) or reading.mode(i) == SMALL or not reading.joined(at):
        return None
    article = reading.lower[at] in ("la", "el") and reading.case[at] == TITLE and reading.joined(at + 1)
    if not reading.capital(at + article):
        return None
    known = at in reach
    end = reach.get(at, at + article)
    if not known:  # "Deportivo La Coruña"
        while end - at - article < 2 and reading.joined(end) and reading.capital(end):
            end += 1
    return range(i, end) if known or reading.lower[i] not in _LOOSE else None


def _is_group(reading: Reading, i: int) -> bool:
    """Whether a number ends the name of a group of people: "the Birmingham Six"."""
    if reading.case[i] != TITLE or reading.mode(i) != NORMAL or not reading.joined(i):
        return False
    return reading.capital(i - 1) and not (reading.joined(i + 1) and reading.capital(i + 1))


def _bench(reading: Reading, i: int) -> range | None:
    """The district of a court, and of nothing else: "Southern District of New York"."""
    named = reading.joined(i + 2) and reading.lower[i + 1 : i + 3] == ["district", "of"]
    if not named or not reading.capital(i) or not reading.capital(i + 1):
        return None
    around = range(max(0, i - COURT_WORDS), min(len(reading.words), i + COURT_WORDS))
    told = any(reading.lower[j] in _COURTS and reading.sentence[j] == reading.sentence[i] for j in around)
    return range(i, i + 2) if told else None


def _slogan(reading: Reading, i: int) -> range | None:
    """The country in the name of a group that wants it free: "the group Free Tibet"."""
    after = i + 1
    if reading.case[i] != TITLE or reading.mode(i) == HEADLINE or not reading.joined(after):
        return None
    if not reading.flags[after] & _LANDS or not reading.capital(after):
        return None
    return None if any(m.start == i and m.end > after for m in reading.matches) else range(i, after + 1)


def _is_money(reading: Reading, i: int) -> bool:
    """Whether a currency's sign is tied to the word: "US$22", "$US 1.5 billion", "NZ$30"."""
    word, text = reading.words[i], reading.text
    if len(word.text.replace(".", "")) > _MOST_OF_MONEY:
        return False
    before = word.start > 0 and text[word.start - 1] in _MONEY
    return before or (word.end < len(text) and text[word.end] in _MONEY)


def _is_acronym(reading: Reading, i: int) -> bool:
    """Whether the word is a body's letters that spell a village: "the ITU had organised the conference".

    Not a dateline's first word ("BEIRUT --"), not where a place is told ("in SWAT"), not what other words in
    capitals stand beside, and no abbreviation that the gazetteer knows.
    """
    flags, word = reading.flags[i], reading.words[i].text
    if not word.isalpha() or len(word) > LONGEST_ACRONYM:
        return False
    if not flags & PLACE_FLAGS or flags & _WRITTEN_SO:
        return False
    # a dateline is no airport's code
    opens = reading.first[i] and bool(flags & PLACE_FLAGS & ~int(NameFlag.FACILITY))
    if reading.mode(i) != NORMAL or opens or (i and reading.lower[i - 1] in STOOD_IN):
        return False
    return not any(reading.joined(max(i, j)) and reading.case[j] == UPPER for j in (i - 1, i + 1))


def _again(reading: Reading, named: set[tuple[str, ...]]) -> Iterator[range]:
    """Other mentions of what a disease is called by, where nothing says that they are the place.

    A country or a large place stays one: "Marburg" is the virus where the text speaks of the "Marburg virus",
    "Zaire" is not.
    """
    for match in reading.matches:
        if match.flags & _KNOWN or tuple(reading.lower[match.start : match.end]) not in named:
            continue
        i = match.start
        if reading.joined(i) and reading.lower[i - 1] == "the":
            i -= 1  # "in the Rift Valley"
        before = reading.lower[i - 1] if reading.joined(i) else ""
        comma = reading.joined(match.end) and reading.lower[match.end] == ","
        followed = comma and reading.joined(match.end + 1) and reading.flags[match.end + 1] & _LANDS
        if before not in STOOD_IN and before not in ("to", "of") and not followed:
            yield range(match.start, match.end)
