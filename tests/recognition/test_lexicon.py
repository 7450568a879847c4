"""The lexicon on sentences of our own: what must be found, what must not, and of which kind."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.gazetteer import open_gazetteer
from geo.recognition.lexicon import CHUNK, LexiconRecognizer, chunks
from geo.recognition.spans import FlagCache, look_up, read


@lru_cache(maxsize=1)
def shared() -> LexiconRecognizer:
    return LexiconRecognizer(open_gazetteer())


@pytest.fixture(scope="module")
def lexicon() -> LexiconRecognizer:
    return shared()


def names(lexicon: LexiconRecognizer, text: str) -> list[str]:
    return [m.text for m in lexicon.recognize([text])[0]]


FOUND = [
    ("He flew from Caracas to Bogota on Monday.", ["Caracas", "Bogota"]),
    ("The ferry sank off Lampedusa, Italy, on Friday.", ["Lampedusa", "Italy"]),
    ("Fighting went on near Goma, in the Democratic Republic of the Congo.", ["Goma"]),
    (
        "Officials in Stratford-upon-Avon and Port-au-Prince agreed.",
        ["Stratford-upon-Avon", "Port-au-Prince"],
    ),
    ("The Paris-based agency said so.", ["Paris"]),
    ("They came from St. Paul, Ft. Wayne and Mt. Pleasant.", ["St. Paul", "Ft. Wayne", "Mt. Pleasant"]),
    ("Troops crossed the U.S.-Mexico border.", ["U.S.", "Mexico"]),
    ("Sen. Robert Menendez (D-N.J.) left.", ["N.J."]),
    ("She moved to Gary, Ind., in 1990.", ["Gary", "Ind."]),
    ("They met in Queen Anne's County last week.", ["Queen Anne's County"]),
    ("Iran's oil reached Syria by sea.", ["Iran", "Syria"]),
    ("Ships waited in the Black Sea and the Gulf of Mexico.", ["Black Sea", "Gulf of Mexico"]),
    ("Crowds gathered in Nice and in Reading, England.", ["Nice", "Reading", "England"]),
    ("LAGOS, Nigeria (AP) — Rain fell all night.", ["LAGOS", "Nigeria"]),
    ("#PrayForParis was written on every wall in Lyon.", ["Paris", "Lyon"]),
    ("The road from Kaduna to Zaria is closed.", ["Kaduna", "Zaria"]),
    ("Flights leave from Palm Beach airport at noon.", ["Palm Beach airport"]),
    ("Yards in Newport News, Virginia, build them.", ["Newport News", "Virginia"]),
    ("A fire broke out on Marsham Road in Luton.", ["Marsham Road", "Luton"]),
    ("POLICE CLOSED THE ROAD AFTER A CRASH ON MARSHAM ROAD IN LUTON.", ["MARSHAM ROAD", "LUTON"]),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(lexicon: LexiconRecognizer, text: str, expected: list[str]) -> None:
    found = names(lexicon, text)
    missing = [name for name in expected if name not in found]
    assert not missing, found


NOT_FOUND = [
    "Gerald Ford and Michael Jordan met Paris Hilton.",
    "The USS Abraham Lincoln and the HMS London left port.",
    "The Miami Herald and The Washington Post reported it.",
    "Operation Southern Spear went on for a week.",
    "Ford Motor Co. and American Airlines declined to comment.",
    "JANE DOE/ANADOLU VIA GETTY IMAGES",
    "In March and in May she was reading a nice book about mobile homes.",
    "The Wall Street Journal said that the Cartel of the Suns had lost its men.",
    "Of course he came. Nice work, he said. Reading is hard.",
    "Jackson said that Washington, 34, would not play with Austin Powers.",
]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_not_found(lexicon: LexiconRecognizer, text: str) -> None:
    assert [n for n in names(lexicon, text) if n != "American"] == []


KINDS = [
    ("He lives in Beirut.", "Beirut", "place"),
    ("The Springfield City Council met on Monday.", "Springfield", "associative"),
    ("The Ankara government said that it would not sign.", "Ankara", "associative"),
    ("Japanese officials flew home.", "Japanese", "demonym"),
    ("He went to the Leipzig airport by train.", "Leipzig airport", "facility"),
    ("Talks with Moscow broke down, and Moscow said that it would wait.", "Moscow", "associative"),
]


@pytest.mark.parametrize(("text", "name", "kind"), KINDS)
def test_kinds(lexicon: LexiconRecognizer, text: str, name: str, kind: str) -> None:
    kinds = [m.kind for m in lexicon.recognize([text])[0] if m.text == name]
    assert kinds
    assert set(kinds) == {kind}


def test_switches() -> None:
    text = "Japanese officials met the Springfield City Council in Osaka."
    plain = LexiconRecognizer(open_gazetteer(), demonyms=False, nested=False)
    assert [m.text for m in plain.recognize([text])[0]] == ["Osaka"]


def test_all_capitals_and_none(lexicon: LexiconRecognizer) -> None:
    assert names(lexicon, "FLOODS HIT LAGOS AND ACCRA AFTER DAYS OF RAIN") == ["LAGOS", "ACCRA"]
    assert names(lexicon, "floods hit lagos and accra after days of rain in the city") == ["lagos", "accra"]


def test_a_person_named_once_in_full_is_no_place_later(lexicon: LexiconRecognizer) -> None:
    text = "Alice Houston won the race. Houston said that she was glad. Then Houston went home."
    assert names(lexicon, text) == []


def test_long_texts_are_read_in_parts(lexicon: LexiconRecognizer) -> None:
    text = "It rained in Nairobi all day. " * (CHUNK // 10)
    parts = list(chunks(text))
    assert len(parts) > 1
    assert "".join(part for _, part in parts) == text
    assert all(text[begin : begin + len(part)] == part for begin, part in parts)
    found = lexicon.recognize([text[: CHUNK + 1000]])[0]
    assert len(found) == text[: CHUNK + 1000].count("Nairobi")


@given(st.text(alphabet="aPI .,-'’#@/\n\x00é東\ud800 Paris U.S. İΣ", max_size=80))
@settings(max_examples=150, deadline=None)
def test_offsets(text: str) -> None:
    at = 0
    for mention in shared().recognize([text])[0]:
        assert at <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        at = mention.end


def test_names_with_a_shortened_first_word_are_known() -> None:
    reading = read("From St. Paul to Mt. Pleasant, Ft. Wayne and Ste. Genevieve.")
    look_up(reading, FlagCache(open_gazetteer()))
    known = [" ".join(w.text for w in reading.words[m.start : m.end]) for m in reading.matches]
    assert {"St. Paul", "Mt. Pleasant", "Ft. Wayne", "Ste. Genevieve"} <= set(known)


def test_a_name_goes_on_over_an_indented_line() -> None:
    text = (
        "The flood took the road that runs\n      through the hills to the north of New\n      York, and the"
        "\n      bridge that was built of oak."
    )
    found = LexiconRecognizer(open_gazetteer()).recognize([text])[0]
    assert [m.text.split() for m in found] == [["New", "York"]]
