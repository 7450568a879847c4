"""What the tagger reads of a text: word pieces, word shapes, gazetteer classes, windows.

Training and use go through this one file, so that they cannot see different things.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from geo.recognition.tokens import Word

LABELS = ("LOC", "NEST", "FAC", "DEM", "PER", "ORG", "MISC")
"""What a span can be: a place, a place's name nested in an organisation's or facility's, a facility,
a demonym, a person, an organisation, another name."""

TAGS = ("O", *(f"{prefix}-{label}" for label in LABELS for prefix in "BI"))

SHAPES = ("other", "lower", "capitalised", "capitals", "initial", "mixed", "number")
"""The model is uncased; the shape of a word tells it what lower-casing took away."""

_PLACE = 1 | 2 | 4 | 8 | 16 | 32 | 64
_PERSON = 512 | 1024
_COUNTRY, _DIVISION, _LARGE, _SMALL, _WATER, _RELIEF, _FACILITY = (1 << bit for bit in range(7))
_DEMONYM, _ABBREVIATION, _GIVEN, _SURNAME, _COMMON, _PREFIX = (1 << bit for bit in range(7, 13))
# The values of geo.gazetteer.names.NameFlag, repeated so that a test can say that they are the same.

SINGLE_CLASSES = 18
GAZETTEER_CLASSES = 2 * SINGLE_CLASSES
"""The second half is for words of a match of several words."""

LONGEST_NAME = 6
"""Words of the longest gazetteer name looked for; longer ones are rare (under 0.1 % of names)."""

MOST_PIECES = 12
"""Pieces kept of one word; more are only in links and noise."""

WINDOW = 126
"""Pieces of a window, without [CLS] and [SEP]: the length that the model was trained on."""

OVERLAP = 24
"""Words that a window repeats of the one before it, inside a sentence too long for one window."""

_JOINERS = frozenset("-‐‑–'’.&")


def shape(word: str) -> int:
    """The index in :data:`SHAPES` of a word's shape."""
    if word.isalpha() and word.isascii():
        if word.islower():
            return 1
        if len(word) == 1:
            return 4
        if word.isupper():
            return 3
        return 2 if word.istitle() else 5
    if not any(char.isalnum() for char in word):
        return 0
    if any(char.isdigit() for char in word):
        return 6
    if word.islower():
        return 1
    letters = [char for char in word if char.isalpha()]
    if len(letters) == 1:
        return 4 if letters[0].isupper() else 1
    if all(char.isupper() for char in letters):
        return 3
    if letters[0].isupper() and not any(char.isupper() for char in letters[1:]):
        return 2
    return 5 if any(char.isupper() for char in letters) else 1


def gazetteer_class(flags: int) -> int:
    """What a name can be, as one of :data:`SINGLE_CLASSES` classes; 0 is "not in the gazetteer"."""
    person = bool(flags & _PERSON)
    if flags & _ABBREVIATION and flags & _PLACE:
        return 13 if flags & _COMMON else 14
    for number, flag in ((1, _COUNTRY), (3, _DIVISION), (5, _LARGE)):
        if flags & flag:
            return number + person
    if flags & _DEMONYM:
        return 15
    if flags & _SMALL:
        return 12 if flags & _COMMON else 7 + person
    for number, flag in ((9, _WATER), (10, _RELIEF), (11, _FACILITY)):
        if flags & flag:
            return 12 if flags & _COMMON else number
    if person:
        return 16
    return 17 if flags & _COMMON else 0


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text's words as the model reads them; three lists aligned with the words."""

    pieces: list[tuple[int, ...]]
    shapes: list[int]
    classes: list[int]


@dataclass(frozen=True, slots=True)
class Window:
    """Words [start, end) go through the model; the answers for [keep_start, keep_end) are kept."""

    start: int
    end: int
    keep_start: int
    keep_end: int


class Encoder:
    """Words to numbers, with memory of what it has seen.

    ``flags`` tells what names can be (:meth:`geo.gazetteer.Gazetteer.flags`); without it every
    word has class 0, which the model knows from training.
    """

    def __init__(self, tokenizer: Any, *, flags: Callable[[Sequence[str]], list[int]] | None = None) -> None:
        self._tokenizer = tokenizer
        self._flags = flags
        self._pieces: dict[str, tuple[int, ...]] = {}
        self._known: dict[str, int] = {}
        self.cls = int(tokenizer.token_to_id("[CLS]"))
        self.sep = int(tokenizer.token_to_id("[SEP]"))

    def encode(self, text: str, words: Sequence[Word], sentences: Sequence[slice]) -> Encoded:
        """The words of ``text`` as pieces, shapes and gazetteer classes."""
        if len(self._pieces) > 200_000:
            self._pieces.clear()
        if len(self._known) > 400_000:
            self._known.clear()
        shapes = [shape(word.text) for word in words]
        return Encoded(
            pieces=[self._word_pieces(word.text) for word in words],
            shapes=shapes,
            classes=self._classes(text, words, sentences, shapes),
        )

    def _word_pieces(self, word: str) -> tuple[int, ...]:
        known = self._pieces.get(word)
        if known is None:
            ids = self._tokenizer.encode(word[:200], add_special_tokens=False).ids
            known = tuple(ids[:MOST_PIECES]) or (int(self._tokenizer.token_to_id("[UNK]")),)
            self._pieces[word] = known
        return known

    def _look_up(self, names: set[str]) -> None:
        missing = sorted(name for name in names if name not in self._known)
        if missing and self._flags is not None:
            self._known.update(zip(missing, map(int, self._flags(missing)), strict=True))

    def _classes(
        self, text: str, words: Sequence[Word], sentences: Sequence[slice], shapes: list[int]
    ) -> list[int]:
        """The class of the longest gazetteer name that covers each word, left to right."""
        classes = [0] * len(words)
        if self._flags is None:
            return classes
        ends: dict[int, int] = {}  # where a name may begin -> the end of its sentence
        for part in sentences:
            inside = range(part.start, part.stop)
            cased = any(shapes[i] in (2, 3, 5) for i in inside)
            for i in inside:
                if shapes[i] in (2, 3, 4, 5) or (not cased and shapes[i] == 1):
                    ends[i] = part.stop
        found = self._matches(text, words, ends)
        covered = 0
        for i in sorted(ends):
            if i < covered or i not in found:
                continue
            length, number = found[i]
            covered = i + length
            for j in range(i, covered):
                classes[j] = number + (SINGLE_CLASSES if length > 1 else 0)
        return classes

    def _matches(self, text: str, words: Sequence[Word], ends: dict[int, int]) -> dict[int, tuple[int, int]]:
        """For each word where a name begins: the longest name's length in words, and its class."""
        found: dict[int, tuple[int, int]] = {}
        growing = {i: i + 1 for i in ends}
        for _ in range(LONGEST_NAME):
            spans = {i: text[words[i].start : words[end - 1].end] for i, end in growing.items()}
            self._look_up(set(spans.values()))
            following: dict[int, int] = {}
            for i, end in growing.items():
                flags = self._known[spans[i]]
                number = gazetteer_class(flags)
                if number and (end == i + 1 or flags & (_PLACE | _DEMONYM)):
                    found[i] = (end - i, number)
                if flags & _PREFIX:
                    longer = _next_end(text, words, end, ends[i])
                    if longer:
                        following[i] = longer
            growing = following
            if not growing:
                break
        return found


def _next_end(text: str, words: Sequence[Word], end: int, stop: int) -> int:
    """Where the name that ends at ``end`` ends with one more word; 0 if none may follow."""
    while end < stop:
        gap = text[words[end - 1].end : words[end].start]
        if gap.strip():
            return 0
        if words[end].text not in _JOINERS:
            return end + 1 if any(char.isalnum() for char in words[end].text) else 0
        end += 1
    return 0


def windows(encoded: Encoded, sentences: Sequence[slice], *, size: int = WINDOW) -> list[Window]:
    """Windows of at most ``size`` pieces that cover every word once.

    Whole sentences are packed together; a sentence too long for a window is cut into windows that
    overlap by :data:`OVERLAP` words, and a word's answer comes from where it has context on both
    sides.
    """
    lengths = [len(pieces) for pieces in encoded.pieces]
    packed: list[Window] = []
    start = end = used = 0
    for part in sentences:
        need = sum(lengths[part])
        if used + need <= size:
            start, end, used = (start if used else part.start), part.stop, used + need
            continue
        if used:
            packed.append(Window(start, end, start, end))
            used = 0
        if need <= size:
            start, end, used = part.start, part.stop, need
        else:
            packed.extend(_cut(lengths, part, size))
    if used:
        packed.append(Window(start, end, start, end))
    return packed


def _cut(lengths: list[int], part: slice, size: int) -> list[Window]:
    """A long sentence as overlapping windows."""
    cut: list[Window] = []
    start = kept = part.start
    while True:
        end, used = start, 0
        while end < part.stop and used + lengths[end] <= size:
            used += lengths[end]
            end += 1
        if end >= part.stop:
            cut.append(Window(start, part.stop, kept, part.stop))
            return cut
        overlap = min(OVERLAP, (end - start) // 3)
        keep_end = end - overlap // 2
        cut.append(Window(start, end, kept, keep_end))
        start, kept = end - overlap, keep_end
