"""What speaks for and against a stretch of words being a place: named facts, one string each.

A fact is one of: what the gazetteer says of the name; how it is written; the word before and after
it; the class of the capitals beside it (a title, a given name, "Police", "Herald"); and what the rest
of the text says of the same name. :mod:`geo.recognition.lexicon` adds up their weights.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from geo.gazetteer.names import PLACE_FLAGS, NameFlag
from geo.recognition.compounds import run_left, run_right
from geo.recognition.cues import CLASS, LOCATIVE, MONTHS_DAYS
from geo.recognition.spans import (
    CAPITALS,
    LOWER,
    MIXED,
    OTHER,
    SMALL,
    TITLE,
    UPPER,
    Reading,
    Span,
    word_class,
)

GIVEN, SURNAME, COMMON = int(NameFlag.GIVEN_NAME), int(NameFlag.SURNAME), int(NameFlag.COMMON_WORD)
DEMONYM = int(NameFlag.DEMONYM)
ADMIN = int(NameFlag.COUNTRY | NameFlag.DIVISION | NameFlag.ABBREVIATION)

_TYPES = (
    (int(NameFlag.COUNTRY), "country"),
    (int(NameFlag.ABBREVIATION), "abbreviation"),
    (int(NameFlag.LARGE_PLACE), "large"),
    (int(NameFlag.DIVISION), "division"),
    (int(NameFlag.WATER), "water"),
    (int(NameFlag.RELIEF_REGION), "region"),
    (int(NameFlag.DEMONYM), "demonym"),
    (int(NameFlag.FACILITY), "facility"),
    (int(NameFlag.SMALL_PLACE), "small"),
)
"""The strongest thing that a name can be, strongest first."""


def type_of(flags: int) -> str:
    """The strongest kind of place that flags allow; "unknown" if none."""
    for bit, name in _TYPES:
        if flags & bit:
            return name
    return "unknown"


@dataclass(slots=True)
class Memory:
    """What one text says of its names, beside any single place where they stand."""

    persons: set[str] = field(default_factory=set)
    """Last words of names of persons."""
    given: set[str] = field(default_factory=set)
    """Given names met before a last name."""
    located: set[str] = field(default_factory=set)
    """Names met once where only a place can stand ("in X", "X, Ohio")."""
    small: set[str] = field(default_factory=set)
    """Words also written small."""
    counts: Counter[str] = field(default_factory=Counter)


def remember(reading: Reading) -> Memory:
    """Read the whole text for persons, places told by their neighbours, and words also written small."""
    memory = Memory()
    n = len(reading.words)
    for i in range(n):
        lower, case = reading.lower[i], reading.case[i]
        if case == LOWER:
            memory.small.add(lower)
            continue
        if case == OTHER or not reading.capital(i):
            continue
        memory.counts[lower] += 1
        if _begins_person(reading, i):
            end = _person_end(reading, i)
            if end > i + 1 or word_class(reading, i) == "title":
                memory.persons.add(reading.lower[end - 1])
                if word_class(reading, i) != "title":
                    memory.given.add(lower)
        if i and reading.lower[i - 1] in ("in", "near") and not _is_given_pair(reading, i):
            memory.located.add(lower)
        if i + 2 < n and reading.words[i + 1].text == "," and reading.flags[i + 2] & ADMIN:
            memory.located.add(lower)
    return memory


def _begins_person(reading: Reading, i: int) -> bool:
    if i + 1 >= len(reading.words) or not reading.joined(i + 1):
        return False
    cls = word_class(reading, i)
    if cls == "title":
        return reading.case[i + 1] in (TITLE, UPPER, MIXED) and not word_class(reading, i + 1)
    return bool(reading.flags[i] & GIVEN) and not cls and reading.case[i + 1] in (TITLE, UPPER, MIXED)


def _person_end(reading: Reading, i: int) -> int:
    """One past the last capital of a person's name that begins at ``i`` (title or given name)."""
    end = i + 1
    while end - i < 5 and reading.joined(end) and reading.case[end] in (TITLE, UPPER, MIXED):
        if word_class(reading, end) or reading.lower[end] in MONTHS_DAYS:
            break
        end += 1
    return end


def _is_given_pair(reading: Reading, i: int) -> bool:
    return bool(
        reading.flags[i] & GIVEN
        and i + 1 < len(reading.words)
        and reading.joined(i + 1)
        and reading.case[i + 1] == TITLE
        and not word_class(reading, i + 1)
    )


def facts(reading: Reading, span: Span, memory: Memory, swallowed: list[str]) -> list[str]:
    """The facts about one stretch, in a fixed order."""
    found = _own(reading, span, memory, swallowed)
    found += _before(reading, span)
    found += _after(reading, span)
    found += _around(reading, span, memory)
    # Without capitals every fact weighs differently: they have a table of their own.
    return [f"small {fact}" for fact in found] if reading.mode(span.start) == SMALL else found


def _own(reading: Reading, span: Span, memory: Memory, swallowed: list[str]) -> list[str]:
    flags, size = span.flags, min(3, span.end - span.start)
    kind = type_of(flags) if not span.shape or span.known else "shape"
    i = span.start
    case, mode = reading.case[i], reading.mode(i)
    found = [f"t={kind}", f"t={kind},{size}", f"mode={mode}", f"case={case},{mode}"]
    if span.sort:
        found += [f"sort={span.sort}", f"sort={span.sort},{size}", f"sort={span.sort},{kind}"]
        if size == 1 and flags & (GIVEN | SURNAME | COMMON):
            found.append(f"sort={span.sort},{bool(flags & COMMON)},{bool(flags & (GIVEN | SURNAME))}")
    if span.shape:
        found += [f"shape={span.shape}", f"shape={span.shape},{size},{span.known}"]
        found.append(f"head={reading.lower[span.end - 1]}")
    if flags & DEMONYM:
        found.append("demonym")
    if size == 1:
        if flags & GIVEN:
            found.append(f"given,{kind}")
        if flags & SURNAME:
            found.append(f"surname,{kind}")
        if flags & COMMON:
            found.append(f"common,{kind}")
            if reading.first[i]:
                found.append(f"common,first,{kind}")
        lower = reading.lower[i]
        if flags & (COMMON | DEMONYM | GIVEN) or kind == "unknown":
            found.append(f"w={lower}")
        cls = CLASS.get(lower)
        if cls:
            found += [f"class={cls}", f"class={cls},{kind}"]
        letters = reading.words[i].end - reading.words[i].start
        if letters <= 3:
            found.append(f"letters={letters},{case},{kind}")
        if mode != SMALL:
            if lower in memory.small:
                found.append(f"small,{kind}")
            if lower in memory.persons:
                found += ["person", f"person,{kind}"]
            if lower in memory.given:
                found += ["named", f"named,{kind}"]
            if lower in memory.located:
                found += ["located", f"located,{kind}"]
    elif reading.lower[span.end - 1] in memory.persons and not span.shape:
        found.append("person-end")
    if reading.first[i]:
        found.append(f"first,{kind}")
        after = reading.words[span.end].text if span.end < len(reading.words) else ""
        if case == UPPER and mode != CAPITALS and after in ("(", "-", "--", "—", "–", ","):
            found.append("dateline")
    mark = swallowed[i] or swallowed[span.end - 1]
    if mark:
        found.append(f"swallowed={mark}")
    return found


def _before(reading: Reading, span: Span) -> list[str]:
    i = span.start
    if reading.first[i] and not (i and reading.sentence[i] == reading.sentence[i - 1]):
        return ["p=^"]
    lower = reading.lower[i - 1]
    cls = word_class(reading, i - 1) if reading.capital(i - 1) else ""
    if not reading.joined(i):
        return ["p=|", f"p={lower}"]
    if reading.capital(i - 1) and reading.mode(i) != SMALL and lower not in LOCATIVE:
        found = [f"P={cls or 'X'}", f"P={lower}"]
        flags = reading.flags[i - 1]
        if flags & GIVEN:
            found.append("P=given")
        if flags & PLACE_FLAGS:
            found.append(f"P={type_of(flags)}")
        if len(lower) == 1 or reading.words[i - 1].text.endswith("."):
            found.append("P=dot")
        return found
    kind = type_of(span.flags)
    found = [f"p={lower}", f"p={lower},{kind}"]
    if i > 1 and lower == "," and reading.capital(i - 2) and kind in ("abbreviation", "country", "division"):
        found.append(f"within,{kind},{span.end - span.start}")
    if i > 1 and lower == "-" and reading.lower[i - 2] in PARTIES:
        found.append("party")
    if i > 1 and lower in (
        "the",
        "of",
        "a",
        "an",
        "-",
        ",",
        "and",
        "or",
        "(",
        '"',
        "“",
        "'",
        "‘",
        "for",
        "to",
        "by",
    ):
        before = reading.lower[i - 2]
        if reading.flags[i - 2] & PLACE_FLAGS:
            found.append(f"pp=PLACE {lower}")
        found.append(f"pp={before} {lower}")
        if reading.capital(i - 2) and (name := CLASS.get(before)):
            found.append(f"pp={name} {lower}")
    if lower in LOCATIVE:
        found.append("p=LOCATIVE")
    return found


PARTIES = frozenset({"d", "r", "i", "dfl", "dem", "rep", "ind", "lib", "con", "gop", "ndp"})
"""Letters of a party before a home: "D-N.J."."""


def _after(reading: Reading, span: Span) -> list[str]:
    i = span.end
    if i >= len(reading.words) or reading.sentence[i] != reading.sentence[i - 1]:
        return ["n=$"]
    lower = reading.lower[i]
    if not reading.joined(i):
        return ["n=|", f"n={lower}"]
    if reading.capital(i) and reading.mode(i) != SMALL:
        cls = word_class(reading, i)
        flags = reading.flags[i]
        found = [f"N={cls or 'X'}", f"N={lower}"]
        if not cls:
            if flags & SURNAME:
                found.append("N=surname")
            if flags & PLACE_FLAGS:
                found.append(f"N={type_of(flags)}")
            if span.flags & GIVEN and span.end - span.start == 1:
                found.append("given+X")
        return found
    kind = type_of(span.flags)
    found = [f"n={lower}", f"n={lower},{kind}"]
    if lower in (",", "'s", "’s", "-", "and", "or", "(", "/", "—", "–", "--", ":") and i + 1 < len(
        reading.words
    ):
        after = reading.lower[i + 1]
        if reading.flags[i + 1] & PLACE_FLAGS:
            found.append(f"nn={lower} {type_of(reading.flags[i + 1])}")
        elif after[0].isdigit():
            closed = i + 2 < len(reading.words) and reading.words[i + 2].text in (",", ".", ";")
            found.append("age" if lower == "," and len(after) <= 2 and closed else f"nn={lower} 0")
        else:
            found.append(f"nn={lower} {after}")
    return found


def _around(reading: Reading, span: Span, memory: Memory) -> list[str]:
    """The classes of the run of capitals that the stretch stands in."""
    found: list[str] = []
    right = run_right(reading, span.end)
    classes = [word_class(reading, j) for j in right]
    if right:
        found.append(f"R={classes[-1] or 'X'}")
        found.append(f"R#{min(3, len(right))}")
        found += [f"r={cls}" for cls in sorted(set(filter(None, classes)))]
        if not any(classes) and reading.lower[right[-1]] in memory.persons:
            found.append("R=person")
    left = run_left(reading, span.start)
    if left:
        classes = [word_class(reading, j) for j in left]
        found.append(f"L#{min(3, len(left))}")
        found += [f"l={cls}" for cls in sorted(set(filter(None, classes)))]
        if any(reading.flags[j] & GIVEN for j in left):
            found.append("l=given")
    elif not right:
        found.append("alone")
    return found
