"""Names that hold names: streets and parks, newspapers and ships, picture credits.

Three questions are answered by the words of a run of capitals, before any single name is weighed:

* which stretches are whole names of places although no gazetteer lists them ("Kincaid Park", "Dublin
  Road", "Palm Beach airport"): :func:`shaped`;
* which words belong to a name that holds no place ("Miami Herald", "USS Gerald R Ford", "Operation
  Southern Spear") or to a picture's credit: :func:`swallowed`;
* which bodies a name stands in ("Springfield City Council"): :func:`run_right` and :func:`run_left`.
"""

from __future__ import annotations

from geo.gazetteer.names import NameFlag
from geo.recognition.cues import (
    AGENCIES,
    CLASS,
    COMPANY_ENDS,
    CREDITS,
    FRONT_JOINTS,
    FRONTS,
    FUNCTION_WORDS,
    MONTHS_DAYS,
    PLACE_TYPES,
)
from geo.recognition.eponyms import eponyms
from geo.recognition.spans import (
    CAPITALS,
    HEADLINE,
    LOWER,
    NORMAL,
    OTHER,
    SMALL,
    UPPER,
    Reading,
    Span,
    word_class,
)
from geo.recognition.tokens import word_set

NEVER = word_set("credit ship operation party media disease war money letters airline club group bench")
"""Kinds of :func:`swallowed`: a name in a picture's credit or in the name of a ship, an operation, a party, a
newspaper, a disease, a war or a club is no mention, whoever proposes it; nor are a body's letters."""

RUN = 6
"""Words looked at on either side of a name; longer names of bodies are rare and told by then."""

_LINKS = frozenset({"of", "for", "and", "&", "the", "at", "in"})
_OF = frozenset({"of"})
"""The one link inside the names of ships and storms: "HMS Prince of Wales", yet "Typhoon Haiyan in Leyte"."""
_FRONT_TYPES = frozenset(
    {"lake", "mount", "mt", "cape", "fort", "ft", "camp", "port", "point", "county", "hotel", "st"}
)
"""Types written before the name: "Lake Evergreen", "Camp Lemonnier"."""
_SMALL_FACILITIES = {
    ("airport",): 1,
    ("airfield",): 1,
    ("airbase",): 1,
    ("air", "base"): 2,
    ("naval", "base"): 2,
    ("military", "base"): 2,
    ("international", "airport"): 2,
    ("regional", "airport"): 2,
    ("municipal", "airport"): 2,
    ("nuclear", "plant"): 2,
}
"""Facilities whose type is written small after a place's name."""
_JOINTS, _NAME = 2, 3
"""Small words and capitals at most after a foreign word for a kind of place: "Rue de la Paix"."""
_TELEVISION = word_set(
    "channel channels station stations series show shows viewers network networks crew crews presenter host "
    "broadcaster audience audiences interview programme programmes program programs journalist reporter "
    "reporters drama dramas"
)
"""Behind "TV" that is a word and ends no name."""
_ORDINAL_ENDS = ("st", "nd", "rd", "th")


def run_right(reading: Reading, end: int, *, limit: int = RUN, links: frozenset[str] = _LINKS) -> list[int]:
    """The capitalised words after ``end`` that carry the same name on, ``links`` between them left out."""
    found: list[int] = []
    i = end
    while len(found) < limit and reading.joined(i):
        word = reading.words[i].text
        if reading.capital(i) and reading.mode(i) != SMALL:
            found.append(i)
        elif word in ("'s", "’s", "-", "'", "’", "&") and reading.joined(i + 1) and reading.capital(i + 1):
            pass
        elif not (found and word in links and reading.joined(i + 1) and reading.capital(i + 1)):
            break
        i += 1
    return found


def run_left(reading: Reading, start: int, *, limit: int = RUN) -> list[int]:
    """The capitalised words before ``start`` that begin the same name, nearest first."""
    found: list[int] = []
    i = start - 1
    while i >= 0 and len(found) < limit and reading.joined(i + 1):
        word = reading.words[i].text
        if reading.capital(i) and reading.mode(i) != SMALL and reading.lower[i] not in FUNCTION_WORDS:
            found.append(i)
        elif not (word in ("of", "&") and i > 0 and reading.joined(i) and reading.capital(i - 1)):
            break
        i -= 1
    return found


_SURE = int(NameFlag.COUNTRY | NameFlag.DIVISION | NameFlag.LARGE_PLACE)


def swallowed(reading: Reading) -> list[str]:
    """For each word the kind of name that swallows it ("media", "ship", ...), or ""."""
    marks = [""] * len(reading.words)
    for i, lower in enumerate(reading.lower):
        name = CLASS.get(lower)
        if name is None or not reading.capital(i) or reading.mode(i) == SMALL:
            continue
        if name in ("ship", "operation") and reading.mode(i) != HEADLINE:
            if name == "operation" or reading.case[i] == UPPER:
                for j in (i, *run_right(reading, i + 1, limit=4, links=_OF)):
                    marks[j] = name
        elif name == "media" or (name == "company" and lower in COMPANY_ENDS):
            _swallow_before(reading, i, name, marks)
            _swallow_behind(reading, i, name, marks)
        elif lower == "united":
            _party(reading, i, marks)
    _credits(reading, marks)
    eponyms(reading, marks)
    return marks


def _party(reading: Reading, i: int, marks: list[str]) -> None:
    """Mark the country in a party's name: "United Russia", but not "United Kingdom"."""
    after = i + 1
    if not reading.joined(after) or not reading.flags[after] & int(NameFlag.COUNTRY):
        return
    if reading.capital(after) and not any(m.start == i and m.end > after for m in reading.matches):
        marks[i] = marks[after] = "party"


def _swallow_before(reading: Reading, i: int, name: str, marks: list[str]) -> None:
    """Mark the run of capitals that ends in a newspaper's or company's last word."""
    if reading.mode(i) in (HEADLINE, CAPITALS) and name == "media":
        return
    after = i + 1
    if reading.lower[i] == "tv" and reading.joined(after) and reading.lower[after] in _TELEVISION:
        return  # "Turkish TV channels", "a Miami TV station": no name
    if any(m.end == after and m.start < i and m.flags & _SURE for m in reading.matches):
        return  # "Newport News" is a city's whole name
    if reading.joined(after) and reading.capital(after) and reading.mode(after) != HEADLINE:
        cls = word_class(reading, after)
        if cls not in ("title", "media", "company", "") or (cls == "" and name == "media"):
            return
    for j in [i, *run_left(reading, i)]:
        marks[j] = name


def _swallow_behind(reading: Reading, i: int, name: str, marks: list[str]) -> None:
    """Mark the country in a newspaper's name behind its first word: "the Times of India", "Voice of Korea".

    A town tells where the paper is: "the Financial Times of London". Nor is it a name where a sentence
    begins: "News of Haiti's quake spread".
    """
    if name != "media" or reading.first[i] or reading.mode(i) == HEADLINE:
        return
    if reading.joined(i + 2) and reading.lower[i + 1] == "of" and reading.capital(i + 2):
        country = [m.end for m in reading.matches if m.start == i + 2 and m.flags & NameFlag.COUNTRY]
        for j in range(i, max(country, default=i)):
            marks[j] = name


def _credits(reading: Reading, marks: list[str]) -> None:
    """Mark the lines that name a photographer and an agency: "JANE DOE/REUTERS", "(AP Photo/Jane Doe)"."""
    begin = 0
    for i in range(1, len(reading.words) + 1):
        if i < len(reading.words) and reading.sentence[i] == reading.sentence[begin]:
            continue
        part = range(begin, i)
        agency = any(reading.lower[j] in AGENCIES and reading.capital(j) for j in part)
        if agency and reading.modes[reading.sentence[begin]] == CAPITALS:
            if any(reading.lower[j] in ("/", "via") for j in part) or i - begin <= 12:
                marks[begin:i] = ["credit"] * (i - begin)
        else:
            for j in part:
                if reading.words[j].text == "/":
                    _credit_slash(reading, j, marks)
        begin = i


def _credit_slash(reading: Reading, j: int, marks: list[str]) -> None:
    left, right = run_left(reading, j), run_right(reading, j + 1)
    near = [k for k in (*left[:3], *right[:3]) if reading.lower[k] in CREDITS]
    if near and left and right:
        for k in (*left, *right):
            marks[k] = "credit"


def shaped(reading: Reading) -> list[Span]:
    """Stretches that are names of places by their own words, whether or not a gazetteer knows them."""
    found: list[Span] = []
    for i, lower in enumerate(reading.lower):
        if reading.case[i] in (LOWER, OTHER):
            continue
        cls = CLASS.get(lower, "")
        if cls in PLACE_TYPES and reading.mode(i) != SMALL:
            start = (
                _street_in_capitals(reading, i) if reading.mode(i) == CAPITALS else _name_before(reading, i)
            )
            if start < i:
                found.append(Span(start, i + 1, 0, cls, known=False))
        if lower in _FRONT_TYPES and (end := _name_after(reading, i)):
            found.append(Span(i, end, 0, CLASS.get(lower, "nature"), known=False))
        elif lower in FRONTS and (end := _foreign_name(reading, i)):
            found.append(Span(i, end, 0, FRONTS[lower], known=False))
    known = {(m.start, m.end): m for m in reading.matches}
    for match in reading.matches:
        end = _small_facility(reading, match)
        if end:
            found.append(Span(match.start, end, match.flags, "airport", known=False))
    for span in found:
        if (match_ := known.get((span.start, span.end))) is not None:
            span.flags, span.sort, span.known = match_.flags, match_.sort, True
    return found


def _small_facility(reading: Reading, match: Span) -> int:
    """Where "Palm Beach airport", "Bagram air base" ends; 0 if nothing of the kind follows."""
    after = tuple(reading.lower[match.end : match.end + 2])
    size = _SMALL_FACILITIES.get(after) or _SMALL_FACILITIES.get(after[:1], 0)
    if not size or not all(reading.joined(match.end + k) for k in range(size)):
        return 0
    if match.flags & NameFlag.DEMONYM and not match.flags & ~int(NameFlag.DEMONYM | NameFlag.PREFIX):
        return 0
    return match.end + size


def _name_before(reading: Reading, head: int) -> int:
    """Where the name begins that the type word at ``head`` ends; ``head`` if there is none."""
    i = head
    while i > 0 and head - i < 4 and reading.joined(i):
        lower, word = reading.lower[i - 1], reading.words[i - 1].text
        ordinal = word[0].isdigit() and lower.endswith(_ORDINAL_ENDS)
        if word in ("'s", "’s", ".") and i > 1:
            # "Queen Anne's County" is one name, "Toronto's High Park" is two.
            if _is_place(reading, i - 2) or reading.words[i - 1].end == reading.words[i].start:
                break
            i -= 1
            continue
        if not ordinal and (not reading.capital(i - 1) or lower in FUNCTION_WORDS or lower in MONTHS_DAYS):
            break
        if CLASS.get(lower) == "title" and reading.case[i - 1] != OTHER and lower not in ("prince", "king"):
            break
        i -= 1
    while i < head and reading.words[i].text in ("'s", "’s"):
        i += 1
    return i


def _street_in_capitals(reading: Reading, head: int) -> int:
    """The same in a sentence in capitals, where nothing tells how far a name goes: one word before it."""
    before = head - 1
    street = CLASS[reading.lower[head]] == "street" and reading.joined(head)
    if not street or not reading.capital(before) or word_class(reading, before):
        return head
    return before


def _is_place(reading: Reading, i: int) -> bool:
    return bool(reading.flags[i] & _SURE) if i < len(reading.flags) else False


def _name_after(reading: Reading, front: int) -> int:
    """Where a name that begins with the type word at ``front`` ends; 0 if there is none."""
    end = front + 1
    if not reading.joined(end) or not reading.capital(end) or reading.lower[end] in FUNCTION_WORDS:
        return 0
    if reading.lower[end] in MONTHS_DAYS or word_class(reading, end):
        return 0
    return end + 1


def _foreign_name(reading: Reading, front: int) -> int:
    """Where a name ends that a word such as "Praça" or "Piz" at ``front`` begins; 0 if there is none."""
    if reading.mode(front) != NORMAL:
        return 0
    i = front + 1
    while i - front <= _JOINTS and reading.joined(i) and reading.lower[i] in FRONT_JOINTS:
        i += 1
    end = i
    while end - i < _NAME and reading.joined(end) and _plain_capital(reading, end):
        end += 1
    if end == i and reading.joined(i) and reading.words[i].text.isdecimal():
        return i + 1 if FRONTS[reading.lower[front]] == "street" else 0
    return end if end > i else 0


def _plain_capital(reading: Reading, i: int) -> bool:
    return reading.capital(i) and not word_class(reading, i) and reading.lower[i] not in MONTHS_DAYS
