"""What the tagger reads: shapes, gazetteer classes, windows."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.recognition import tagger_encoding as encoding
from geo.recognition.tagger_encoding import Encoded, Encoder, gazetteer_class, shape, windows
from geo.recognition.tokens import sentences, words


class Pieces:
    """A tokenizer whose pieces are letters: what the encoder asks of a tokenizer, no more."""

    def token_to_id(self, token: str) -> int:
        return ["[PAD]", "[UNK]", "[CLS]", "[SEP]"].index(token)

    def encode(self, word: str, add_special_tokens: bool) -> Pieces:
        self.ids = [4 + ord(char) % 90 for char in word]
        return self


def test_flags_are_those_of_the_gazetteer():
    from geo.gazetteer.names import NameFlag

    for name in ("COUNTRY", "DIVISION", "DEMONYM", "ABBREVIATION", "SURNAME", "PREFIX"):
        assert getattr(encoding, "_" + name) == NameFlag[name]
    assert encoding._LARGE == NameFlag.LARGE_PLACE
    assert encoding._SMALL == NameFlag.SMALL_PLACE
    assert encoding._WATER == NameFlag.WATER
    assert encoding._RELIEF == NameFlag.RELIEF_REGION
    assert encoding._FACILITY == NameFlag.FACILITY
    assert encoding._GIVEN == NameFlag.GIVEN_NAME
    assert encoding._COMMON == NameFlag.COMMON_WORD


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("city", "lower"),
        ("Boston", "capitalised"),
        ("BOSTON", "capitals"),
        ("U.S.", "capitals"),
        ("D", "initial"),
        ("McAllen", "mixed"),
        ("2nd", "number"),
        ("—", "other"),
        ("N'Djamena", "mixed"),
        ("Österreich", "capitalised"),
        ("ДОНЕЦК", "capitals"),
        ("北", "lower"),
    ],
)
def test_shapes(word, expected):
    assert encoding.SHAPES[shape(word)] == expected


def test_every_class_is_in_range_and_a_place_is_told_from_a_person():
    for flags in range(1 << 13):
        assert 0 <= gazetteer_class(flags) < encoding.SINGLE_CLASSES
    assert gazetteer_class(0) == gazetteer_class(4096) == 0
    assert gazetteer_class(1) != gazetteer_class(1 | 1024)
    assert gazetteer_class(8) != gazetteer_class(8 | 2048)


def encoded(text, known):
    def flags(names):
        return [known.get(name, 0) for name in names]

    found = words(text)
    return Encoder(Pieces(), flags=flags).encode(text, found, sentences(text, found))


def test_longest_name_wins_over_its_parts():
    known = {"New": 4096 | 2048, "New York": 2 | 4 | 4096, "York": 4, "New York City": 4}
    classes = encoded("In New York City and York", known).classes
    whole = gazetteer_class(4) + encoding.SINGLE_CLASSES
    assert classes == [0, whole, whole, whole, 0, gazetteer_class(4)]


def test_names_over_hyphens_but_not_over_commas():
    known = {
        "Port": 4096,
        "Port-au": 4096,
        "Port-au-Prince": 4,
        "New": 4096,
        "New\nDelhi": 4,
        "Paris, Texas": 4,
    }
    assert encoded("Port-au-Prince", known).classes[0] == gazetteer_class(4) + encoding.SINGLE_CLASSES
    assert encoded("Paris, Texas", known).classes == [0, 0, 0]


def test_small_letters_count_only_where_there_are_no_capitals():
    known = {"nice": 8, "paris": 4, "Paris": 4}
    assert encoded("what a nice day in Paris", known).classes == [0, 0, 0, 0, 0, gazetteer_class(4)]
    assert encoded("going to paris tomorrow", known).classes[2] == gazetteer_class(4)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 400), max_size=12), st.integers(1, 12))
def test_windows_keep_every_word_once_and_none_is_too_long(lengths, pieces):
    parts, at = [], 0
    for length in lengths:
        parts.append(slice(at, at + length))
        at += length
    text = Encoded(pieces=[(5,) * pieces] * at, shapes=[0] * at, classes=[0] * at)
    cut = windows(text, parts)
    kept = [i for w in cut for i in range(w.keep_start, w.keep_end)]
    assert sorted(kept) == list(range(at))
    for window in cut:
        assert window.start <= window.keep_start < window.keep_end <= window.end
        assert (window.end - window.start) * pieces <= encoding.WINDOW


def test_a_cut_sentence_leaves_context_on_both_sides():
    text = Encoded(pieces=[(5,)] * 300, shapes=[0] * 300, classes=[0] * 300)
    cut = windows(text, [slice(0, 300)])
    assert len(cut) > 2
    for before, after in pairwise(cut):
        assert before.end - before.keep_end >= encoding.OVERLAP // 2
        assert after.keep_start - after.start >= encoding.OVERLAP // 2
