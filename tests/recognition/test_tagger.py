"""The tagger: decoding, spans, long texts; and what ships, by golden numbers."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from geo import datafiles
from geo.recognition import tagger as module
from geo.recognition.tagger import FOLLOWS, Span, Tagger, chunks, decode, read_spans
from geo.recognition.tagger_encoding import TAGS, Encoder
from geo.recognition.tokens import sentences, words
from tests.recognition.test_tagger_encoding import Pieces


def logits(tags):
    """Logits that say these tags, plainly."""
    return np.array([[8.0 if tag == wanted else 0.0 for tag in TAGS] for wanted in tags], dtype=np.float32)


def spans(text, tags):
    found = words(text)
    assert len(found) == len(tags)
    read = read_spans(found, sentences(text, found), logits(tags), np.zeros(len(tags), dtype=np.float32))
    return [(text[s.start : s.end], s.label) for s in read]


def test_spans_of_plain_labels():
    assert spans("Rain in New York today", ["O", "O", "B-LOC", "I-LOC", "O"]) == [("New York", "LOC")]
    assert spans("Paris Rome", ["B-LOC", "B-LOC"]) == [("Paris", "LOC"), ("Rome", "LOC")]


def test_an_organisation_reaches_over_the_places_in_it():
    tags = ["B-NEST", "I-ORG", "I-ORG", "O"]
    assert spans("Springfield City Council met", tags) == [
        ("Springfield City Council", "ORG"),
        ("Springfield", "NEST"),
    ]
    tags = ["B-ORG", "I-ORG", "B-NEST", "O"]
    assert spans("University of Kent won", tags) == [("University of Kent", "ORG"), ("Kent", "NEST")]


def test_an_organisation_after_a_nested_place_may_be_another():
    tags = ["B-NEST", "B-ORG"]
    assert spans("Kent FBI", tags) == [("Kent", "NEST"), ("FBI", "ORG")]


def test_decoding_is_the_best_legal_sequence():
    generator = np.random.default_rng(3)
    few = [TAGS.index(tag) for tag in ("O", "B-LOC", "I-LOC", "B-NEST", "I-ORG")]
    inside = [tag.startswith("I-") for tag in TAGS]
    for _ in range(60):
        scores = np.full((4, len(TAGS)), -50.0, dtype=np.float32)
        scores[:, few] = generator.normal(size=(4, len(few))).astype(np.float32)
        best = max(
            (path for path in itertools.product(few, repeat=4) if not inside[path[0]]),
            key=lambda p: (
                sum(scores[i, t] for i, t in enumerate(p))
                + sum(FOLLOWS[a, b] for a, b in itertools.pairwise(p))
            ),
        )
        assert tuple(decode(scores)) == best


@pytest.mark.parametrize("text", ["", "x", "a b " * 200_000, "word. " * 100_000, "y" * 450_000])
def test_chunks_cover_a_text_and_none_is_too_long(text):
    cut = list(chunks(text))
    assert "".join(text[a:b] for a, b in cut) == text
    assert all(b - a <= module.CHUNK for a, b in cut)


def echo(pieces, shapes, gazetteer):
    """A network that says LOC of words with a capital."""
    tags = np.zeros((*pieces.shape, len(TAGS)), dtype=np.float32)
    tags[..., 0] = 1.0
    tags[..., TAGS.index("B-LOC")] = np.where(shapes == 2, 9.0, 0.0)
    return tags, np.zeros(pieces.shape, dtype=np.float32)


def test_long_texts_give_the_same_spans_as_short_ones():
    tagger = Tagger(network=echo, encoder=Encoder(Pieces()))
    line = "they went to Kent and 😀 to Rome.\n\n"
    once = tagger.tag([line])[0]
    assert [(s.start, s.end) for s in once] == [(13, 17), (27, 31)]
    many = tagger.tag([line * 7000])[0]
    assert len(many) == 14_000
    assert all((s.start - t.start) % len(line) == 0 for s, t in zip(many[::2], [once[0]] * 7000, strict=True))


def test_no_words_no_spans():
    tagger = Tagger(network=echo, encoder=Encoder(Pieces()))
    assert tagger.tag(["", " \n\u200b ", "..."]) == [[], [], []]


@pytest.fixture(scope="module")
def shipped():
    if not (datafiles.DATA / module.MODEL).is_file():
        pytest.skip("no trained model in this tree")
    return Tagger()


GOLDEN = (
    "BEIRUT (AP) - Rockets fell on Tyre on Monday, and Lebanon blamed Israel. "
    "The Springfield City Council met; Mayor Jackson Tyler spoke to the Miami Herald."
)


def test_golden_places(shipped):
    found = {(GOLDEN[s.start : s.end], s.label) for s in shipped.tag([GOLDEN])[0]}
    assert {("BEIRUT", "LOC"), ("Tyre", "LOC"), ("Lebanon", "LOC"), ("Israel", "LOC")} <= found
    assert {("Springfield", "NEST"), ("Jackson Tyler", "PER")} <= found
    assert not {text for text, label in found if label in ("LOC", "NEST", "DEM")} & {"Miami", "Jackson", "AP"}


NUMBERS = [
    ("BEIRUT", "LOC", 0.999),
    ("AP", "ORG", 0.990),
    ("Rockets", "ORG", 0.980),
    ("Tyre", "LOC", 0.999),
    ("Lebanon", "LOC", 0.998),
    ("Israel", "LOC", 0.996),
    ("Springfield City Council", "ORG", 0.625),
    ("Springfield", "NEST", 0.963),
    ("Jackson Tyler", "PER", 0.998),
    ("Miami Herald", "ORG", 0.982),
]
"""What the exported model said when it was made: another export, encoder or runtime shows here."""


def test_golden_numbers(shipped):
    found = shipped.tag([GOLDEN])[0]
    assert [(GOLDEN[s.start : s.end], s.label) for s in found] == [
        (text, label) for text, label, _ in NUMBERS
    ]
    assert [s.score for s in found] == pytest.approx([score for _, _, score in NUMBERS], abs=0.03)


def test_a_text_answers_alike_alone_and_in_company(shipped):
    texts = [GOLDEN, "Flood waters rose in Lokoja.", "", "in kano, nigeria, prices rose"]
    assert shipped.tag(texts) == [shipped.tag([text])[0] for text in texts]


def test_scores_are_rounded_probabilities(shipped):
    for span in shipped.tag([GOLDEN])[0]:
        assert isinstance(span, Span)
        for value in (span.score, span.place, span.associative):
            assert 0.0 <= value <= 1.0
            assert math.isclose(value, round(value, 4), abs_tol=0.0)


def test_names_over_a_window_boundary_stay_whole(shipped):
    filler = "and then the men went on along the road, "
    for lead in range(20, 28):
        text = "It was late " + filler * lead + "to New York City, where it rained, " + filler * 6
        found = [text[s.start : s.end] for s in shipped.tag([text])[0] if s.label == "LOC"]
        assert found == ["New York City"]
