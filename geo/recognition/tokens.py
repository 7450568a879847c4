"""Text to words and sentences, without losing an offset.

Every word is a stretch of the text as it stands: ``text[word.start:word.end] == word.text``. Words
come in order, never overlap, and together cover every character that is neither white space nor
invisible. Time is linear in the text, also for ten megabytes on one line.

How a word is cut, and why:

* hyphens, dashes, slashes and underscores stand alone, so that "Paris-based" and "U.S.-Mexico" give
  up their names; names written with hyphens ("Port-au-Prince") are joined again by look-up;
* a possessive or contracted ending is a word ("Iran", "'s"), other apostrophes stay inside
  ("N'Djamena", "Coeur d'Alene");
* an abbreviation keeps its full stop ("St.", "U.S.", "D.C.", "W." before a name);
* camel case is cut where both parts are words ("NewYork", not "McAllen"), and always in hashtags;
* addresses of the web and handles ("@cnn") are one word each, since no place is named in them;
* ideographs and the scripts that write no spaces (Thai, Lao, Khmer, Burmese) give one word a letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Word(NamedTuple):
    """A word of a text, half-open code-point offsets."""

    start: int
    end: int
    text: str


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written as one string."""
    return frozenset(words.split())


TITLES = word_set(
    """Mr Mrs Ms Mx Mme Mlle Dr Drs Prof Rev Hon Fr Msgr Sr Gov Govs Sen Sens Rep Reps Pres Gen Col Maj
    Capt Lt Sgt Cpl Pvt Adm Cmdr Cdr Cmsgt Det Supt Insp Atty Amb Sec St Ste Sta Sto Ft Mt Mts Pt Asst
    Assoc Dept Univ Msgt Ssgt Spc Pfc Brig Messrs"""
)
"""Abbreviations that a name follows: their full stop never ends a sentence."""

ABBREVIATIONS = TITLES | word_set(
    """Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Kans Ky La Mass Md Mich Minn Miss Mo Mont Neb
    Nebr Nev Okla Ore Oreg Pa Penn Tenn Tex Va Vt Wash Wis Wisc Wyo Ont Que Alta Sask Man Nfld
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
    Inc Corp Ltd Co Cos Bros Jr Esq Ave Av Blvd Rd Hwy Rte Pkwy Dr Ln Twp Cty Jct Hts Is Isl Pen
    vs etc approx al cf Fig fig vol pp ed eds est
    Phila
    Mon Tue Tues Wed Thu Thurs Fri"""
)
"""Words that keep a full stop that follows them."""

NUMERED = frozenset({"No", "Nos", "no", "nos", "p", "ca"})
"""Abbreviations only where a number follows ("No. 5", yet "He said no.")."""

STARTERS = word_set(
    """The A An In On At It Its He She They We I You His Her Their Our This That These Those There Here
    But And Or So If When While After Before As By For From With Since Although However Meanwhile Then
    Now What Who Why How Where Which Some Many Most Several One Two Three No Not Yes To Of Also Both Each
    Another Other Others According Police Officials Authorities"""
)
"""Words that begin sentences: one of these after "U.S." or "Inc." starts a new one."""

_JOINERS = frozenset({"Mac", "Fitz", "Van", "Von", "Del", "Des", "Las", "Los", "Saint", "Ibn", "San"})
"""Beginnings of names written in one word with a capital inside ("MacArthur"): not camel case."""

_ENDINGS = frozenset({"s", "re", "ve", "ll", "d", "m"})
"""What may follow an apostrophe as a word of its own."""

_APOSTROPHES = "'’ʼ`´‘"
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
)


def _combining() -> str:
    """Combining marks as a part of a character class (``\\w`` leaves them out)."""
    blocks = (range(0x300, 0x1E00), range(0x20D0, 0x2100), range(0xA800, 0xAC00), range(0xFE20, 0xFE30))
    marks = [c for block in blocks for c in block if unicodedata.category(chr(c)) in ("Mn", "Mc", "Me")]
    return "".join(chr(c) for c in marks) + "\u200c\u200d"


_LETTER = rf"[\w{_combining()}]"

_TOKEN = re.compile(
    rf"""
    (?P<web>(?:https?://|www\.)[^\s<>"]*[^\s<>".,;:!?)\]'’”])
    |(?P<handle>@\w+)
    |(?P<initials>W\.Va\.|[NS]\.(?:Car|Dak|Mex|Hamp)\.|(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?![\w.]))?|[A-Z]\.[A-Z](?![\w.]))
    |(?P<number>\d+(?:[.,:]\d+)+)
    |(?P<word>{_LETTER}+(?:[{_APOSTROPHES}]{_LETTER}+)*)(?P<stop>\.(?![\w.]))?
    |(?P<mark>(?P<one>[^\w\s{_INVISIBLE}])(?P=one)*)
    """,
    re.VERBOSE,
)

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
_CAMEL = re.compile(r"[A-Z][a-z]{2,}(?:[A-Z][a-z]{2,})+\Z")
_CAMEL_PART = re.compile(r"[A-Z][a-z]+")
_TAG_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\WA-Z\d_]+|\d+|_+|.", re.DOTALL)
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_PIECES = re.compile("_+|[^_]+")


def words(text: str) -> list[Word]:
    """The words of a text, in order."""
    return list(iterate(text))


def iterate(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """The words of ``text[start:end]`` one by one, with offsets into the whole text."""
    for found in _TOKEN.finditer(text, start, len(text) if end is None else end):
        kind = found.lastgroup
        if kind in ("word", "stop"):
            yield from _word(text, found)
        else:
            yield Word(found.start(), found.end(), found.group())


def _word(text: str, found: re.Match[str]) -> Iterator[Word]:
    start, end = found.span("word")
    body = found.group("word")
    stop = found.end("stop")
    if stop != -1 and _keeps_stop(text, body, stop):
        yield Word(start, stop, text[start:stop])
        return
    if body.isascii() and body.isalpha() and (body.islower() or body[1:].islower() or body.isupper()):
        yield Word(start, end, body)
    else:
        yield from _parts(text, start, end, body)
    if stop != -1:
        yield Word(end, stop, ".")


def _keeps_stop(text: str, body: str, stop: int) -> bool:
    """Whether the full stop before ``stop`` belongs to the word."""
    if body in ABBREVIATIONS:
        return True
    if len(body) == 1 and "A" <= body <= "Z":  # an initial: "George W. Bush"
        rest = text[stop : stop + 2]
        return len(rest) == 2 and rest[0] in " \u00a0" and rest[1].isupper()
    if body in NUMERED:
        return text[stop : stop + 2].strip()[:1].isdigit()
    return body.isupper() and body.capitalize() in TITLES


def _parts(text: str, start: int, end: int, body: str) -> Iterator[Word]:
    """Cut a word at underscores, its ending, camel case, and between letters of unspaced scripts."""
    if "_" in body:
        for piece in _PIECES.finditer(body):
            at = start + piece.start()
            if piece.group()[0] == "_":
                yield Word(at, start + piece.end(), piece.group())
            else:
                yield from _parts(text, at, start + piece.end(), piece.group())
        return
    if start and text[start - 1] == "#":
        for piece in _TAG_PART.finditer(body):
            yield Word(start + piece.start(), start + piece.end(), piece.group())
        return
    cut = _ending(body)
    if cut:
        yield from _parts(text, start, start + cut, body[:cut])
        yield Word(start + cut, end, body[cut:])
    elif not body.isascii() and _UNSPACED.search(body):
        yield from _letters(start, body)
    elif _CAMEL.match(body) and (parts := _CAMEL_PART.findall(body))[0] not in _JOINERS:
        for part in parts:
            yield Word(start, start + len(part), part)
            start += len(part)
    else:
        yield Word(start, end, body)


def _ending(body: str) -> int:
    """Where a possessive or contracted ending begins; 0 if there is none."""
    last = 0
    for found in _APOSTROPHE.finditer(body):
        last = found.start()
    return last if last and body[last + 1 :].casefold() in _ENDINGS else 0


def _letters(start: int, body: str) -> Iterator[Word]:
    """Letters of unspaced scripts one by one (with their marks), other runs whole."""
    begin = 0
    for at in range(1, len(body) + 1):
        if at < len(body):
            char = body[at]
            if unicodedata.category(char)[0] == "M" or char in "\u200c\u200d":
                continue
            if not _UNSPACED.match(char) and not _UNSPACED.match(body[at - 1]):
                continue
        yield Word(start + begin, start + at, body[begin:at])
        begin = at


# ---- sentences -------------------------------------------------------------------------------------

_ENDS = frozenset(".!?…。！？।॥؟۔")
_CLOSERS = frozenset("\"'”’»)]」』")
_BULLETS = frozenset("•*·▪►‣–—-")

LONGEST = 400
"""Words after which a sentence is cut wherever it stands: tables and lists without any full stop
would else be one sentence; 400 is four times the longest sentence met in news."""


def sentences(text: str, words: Sequence[Word]) -> list[slice]:
    """The sentences of a text as slices of its words, in order, covering all of them.

    A sentence ends at a full stop, question or exclamation mark before a new one, at an empty line,
    and at a line's end unless the text is wrapped by hand in mid-sentence.
    """
    wrapped = _hand_wrapped(text)
    found: list[slice] = []
    begin = 0
    for i in range(1, len(words)):
        if i - begin >= LONGEST or _boundary(text, words, i, wrapped=wrapped):
            found.append(slice(begin, i))
            begin = i
    if begin < len(words):
        found.append(slice(begin, len(words)))
    return found


def _hand_wrapped(text: str) -> bool:
    """Whether single line breaks fall inside sentences: half of those that no full stop precedes are
    followed by a small letter."""
    before_small = breaks = 0
    for found in re.finditer(r"[^\s.!?:;\"”’)]\r?\n[ \t]*([^\s])", text):
        breaks += 1
        before_small += found.group(1).islower()
        if breaks >= 2000:  # enough to know a text by
            break
    return before_small * 2 > breaks


def _boundary(text: str, words: Sequence[Word], i: int, *, wrapped: bool) -> bool:
    """Whether a sentence begins at word ``i`` (at least 1)."""
    last, here = words[i - 1], words[i]
    if last.end == here.start:
        return last.text[0] in "。！？।॥" and here.text[0] not in _CLOSERS
    gap = text[last.end : here.start]
    breaks = gap.count("\n") or gap.count("\r")
    if breaks:
        if breaks > 1 or "\f" in gap or not wrapped:
            return True
        if here.text[0] in _BULLETS:
            return True
    closing = i - 1
    while (
        closing > 0 and words[closing].text[0] in _CLOSERS and words[closing - 1].end == words[closing].start
    ):
        closing -= 1
    mark = words[closing].text
    first = here.text[0]
    if mark[0] in _ENDS:
        return not first.islower() and first not in ",;:)]"
    if mark[-1] != "." or len(mark) == 1:
        return False
    if mark[:-1] in TITLES or not first.isupper():
        return False
    return here.text in STARTERS
