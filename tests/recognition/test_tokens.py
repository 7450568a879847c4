"""Words and sentences: no offset lost, and the cuts that names need."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.recognition.tokens import sentences, words


def texts(text: str) -> list[str]:
    return [w.text for w in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Paris-based", ["Paris", "-", "based"]),
        ("the U.S.-Mexico border", ["the", "U.S.", "-", "Mexico", "border"]),
        ("Iran's talks", ["Iran", "'s", "talks"]),
        ("Queen Anne’s County", ["Queen", "Anne", "’s", "County"]),
        ("N'Djamena, Coeur d'Alene", ["N'Djamena", ",", "Coeur", "d'Alene"]),
        ("(D-N.J.)", ["(", "D", "-", "N.J.", ")"]),
        ("Ft. Worth", ["Ft.", "Worth"]),
        ("George W. Bush", ["George", "W.", "Bush"]),
        ("it ended.", ["it", "ended", "."]),
        ("Washington, D.C. after", ["Washington", ",", "D.C.", "after"]),
        ("#PrayForParis", ["#", "Pray", "For", "Paris"]),
        ("#SouthSudan2014", ["#", "South", "Sudan", "2014"]),
        ("#NYCMarathon", ["#", "NYC", "Marathon"]),
        ("NewYork McAllen MacArthur DeKalb", ["New", "York", "McAllen", "MacArthur", "DeKalb"]),
        ("@cnn http://t.co/Paris.", ["@cnn", "http://t.co/Paris", "."]),
        ("No. 5", ["No.", "5"]),
        ("he said no.", ["he", "said", "no", "."]),
        ("1,935 at 10:30", ["1,935", "at", "10:30"]),
        ("Stratford-upon-Avon", ["Stratford", "-", "upon", "-", "Avon"]),
        ("東京都は", ["東", "京", "都", "は"]),
        ("साओ पाउलो", ["साओ", "पाउलो"]),
        ("São Paulo", ["São", "Paulo"]),
        ("ST. PAUL", ["ST.", "PAUL"]),
        ("New_York", ["New", "_", "York"]),
    ],
)
def test_cuts(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


ZOO = st.one_of(
    st.text(),
    st.text(alphabet="aA.'’-_#@ \n1,U東é\u0301\ud800\x00😀"),
    st.lists(
        st.sampled_from(["U.S.", "Iran's", "#NewYork", "St.", " ", "\n\n", "http://a.b", "…", "—", "اليمن"])
    ).map("".join),
)


@given(ZOO)
@settings(max_examples=400, deadline=None)
def test_offsets_are_exact_and_nothing_visible_is_lost(text: str) -> None:
    found = words(text)
    at = 0
    for word in found:
        assert word.start >= at
        assert word.end > word.start
        assert text[word.start : word.end] == word.text
        assert not any(c.isalnum() for c in text[at : word.start])
        at = word.end
    assert not any(c.isalnum() for c in text[at:])


@given(ZOO)
@settings(max_examples=200, deadline=None)
def test_sentences_partition_the_words(text: str) -> None:
    found = words(text)
    flat = [i for part in sentences(text, found) for i in range(part.start, part.stop)]
    assert flat == list(range(len(found)))


def split(text: str) -> list[str]:
    found = words(text)
    return [text[found[s.start].start : found[s.stop - 1].end] for s in sentences(text, found)]


def test_sentences() -> None:
    assert split("He lives in St. Paul, Minn. The town is old. Gov. Smith left.") == [
        "He lives in St. Paul, Minn.",
        "The town is old.",
        "Gov. Smith left.",
    ]
    assert split("WASHINGTON (AP) — The U.S. Senate met.") == ["WASHINGTON (AP) — The U.S. Senate met."]
    assert split("“Go home.” He left.") == ["“Go home.”", "He left."]
    assert split("A headline without a stop\nThe text begins.") == [
        "A headline without a stop",
        "The text begins.",
    ]


def test_text_wrapped_by_hand_keeps_its_sentences() -> None:
    text = "The men went to San\nFrancisco and they\nthen stayed for a while\nin the city.\n\nNew part."
    assert split(text)[-1] == "New part."
    assert len(split(text)) == 2


@pytest.mark.parametrize(
    "unit", ["a", "a.", "A.", "www.", "http://.", "'", "a'", "#Aa", "_a", "\n", "東", "1,"]
)
def test_time_is_linear_on_one_long_line(unit: str) -> None:
    # A ratio within one process: ten times the text may not take a hundred times the time.
    import time

    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        begin = time.process_time()
        sentences(text, words(text))
        return time.process_time() - begin

    small, large = seconds(30_000), seconds(300_000)
    assert large < 40 * max(small, 0.002)


def test_a_line_wrapped_before_a_capital_goes_on() -> None:
    text = (
        "The blast hit Kayseri, a calm hub in Central\n    Anatolia, officials said.\n"
        "    The soldiers were on leave from a base near the\n    bus stop of the university.\n"
        "    Seven died.\n    A governor spoke.\n    He flew\n    to Ankara.\n"
    )
    found = words(text)
    first = [w.text for w in found[sentences(text, found)[0]]]
    assert first[first.index("Central") + 1] == "Anatolia"
