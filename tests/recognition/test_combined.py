"""Model and lexicon together, with a tagger that says what the test wants; and without any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.cli_words import tell_language
from geo.gazetteer import open_gazetteer
from geo.pipeline import Geoparser
from geo.recognition.combined import THRESHOLD, Recognizer, Taken, apart, echoed, repeated
from geo.recognition.hosts import headed
from geo.recognition.meeting import Proposal
from geo.recognition.spans import FlagCache


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    label: str
    score: float
    place: float
    associative: float


class Told:
    """A tagger that labels the given words wherever they stand."""

    def __init__(self, **labels: str) -> None:
        self._labels = {name.replace("_", " "): label for name, label in labels.items()}

    def tag(self, texts: Sequence[str]) -> list[list[Span]]:
        return [self._tag(text) for text in texts]

    def _tag(self, text: str) -> list[Span]:
        found = []
        for name, label in self._labels.items():
            at = text.find(name)
            while at != -1:
                place = 0.98 if label in ("LOC", "NEST", "FAC") else 0.02
                found.append(Span(at, at + len(name), label, 0.97, place, 0.1))
                at = text.find(name, at + 1)
        return sorted(found, key=lambda s: s.start)


@pytest.fixture(scope="module")
def plain() -> Recognizer:
    return Recognizer(open_gazetteer())


def names(recogniser: Recognizer, text: str) -> list[tuple[str, str]]:
    return [(m.text, m.kind) for m in recogniser.recognize([text])[0]]


def test_the_tagger_proposes_what_no_gazetteer_knows() -> None:
    told = Recognizer(open_gazetteer(), Told(Qwyxhamberg="LOC"))
    assert names(told, "The men of Qwyxhamberg were sent home.") == [("Qwyxhamberg", "place")]


def test_countries_and_peoples_are_never_missed() -> None:
    silent = Recognizer(open_gazetteer(), Told())
    found = names(silent, "Floods in Mozambique drove Kenyan farmers from their land.")
    assert [name for name, _ in found] == ["Mozambique", "Kenyan"]


def test_a_person_is_no_place() -> None:
    told = Recognizer(open_gazetteer(), Told(Alice_Houston="PER", Houston="PER"))
    assert names(told, "Alice Houston left early, and Houston did not return.") == []


def test_a_name_is_a_person_where_the_text_names_one_so() -> None:
    told = Recognizer(open_gazetteer(), Told(**{"Victoria Harding": "PER", "Victoria": "LOC"}))
    assert names(told, "Victoria Harding won. Later Victoria said that she was glad.") == []
    found = names(told, "Victoria Harding won. She lives in Victoria.")
    assert [name for name, _ in found][-1:] == ["Victoria"]


def test_an_event_is_held_in_the_town_of_its_name() -> None:
    told = Recognizer(open_gazetteer(), Told(Venice_Biennale="LOC", Sundance_Film_Festival="MISC"))
    assert names(told, "She saw the Venice Biennale in May.") == [("Venice", "associative")]
    assert names(told, "The Geneva Motor Show and the Monaco Grand Prix were cancelled.") == [
        ("Geneva", "associative"),
        ("Monaco", "associative"),
    ]
    assert names(told, "It won at the Sundance Film Festival.") == []
    within = Recognizer(open_gazetteer(), told._tagger, nested=False)
    assert names(within, "She saw the Venice Biennale in May.") == []


def test_the_letters_of_a_body_are_no_place() -> None:
    told = Recognizer(open_gazetteer(), Told(British_Airways="ORG", BA="LOC", European_Union="ORG", EU="LOC"))
    assert names(told, "British Airways said that BA flights are late.") == []
    assert [name for name, _ in names(told, "The European Union met. The EU agreed.")][-1:] == ["EU"]


def test_who_is_named_in_full_is_no_place_where_nobody_is_in_one() -> None:
    told = Recognizer(open_gazetteer(), Told(**{"Georgia Stevens": "PER", "Georgia": "LOC"}))
    assert names(told, "Georgia Stevens skates. Today Georgia began early, and Georgia's father came.") == []
    assert names(told, "Georgia Stevens skates in Georgia.")[-1:] == [("Georgia", "place")]


def test_a_state_behind_a_name_makes_it_a_place_whoever_else_bears_it() -> None:
    told = Recognizer(open_gazetteer(), Told(**{"Austin Jones": "PER", "Austin": "LOC", "Texas": "LOC"}))
    found = names(told, "Austin Jones came home to Austin, Texas, on Monday.")
    assert [name for name, _ in found][-2:] == ["Austin", "Texas"]


def test_nothing_in_credits_ships_and_operations() -> None:
    told = Recognizer(open_gazetteer(), Told(Virginia="LOC", US="NEST", London="LOC"))
    text = "The USS Virginia left.\n\nUS NAVY/JANE DOE/REUTERS\n\nOperation London went on."
    assert names(told, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Hurricane Katrina in Kuwait",
        "the USS Nimitz in Kuwait",
        "Operation Desert Storm in Kuwait",
        "a Hyundai Santa Fe in Kuwait",
        "HMS Prince of Wales and Kuwait",
    ],
)
def test_what_a_ship_or_storm_swallows_ends_with_its_name(plain: Recognizer, text: str) -> None:
    assert [m.text for m in plain.recognize([f"They spoke of {text} on Monday."])[0]] == ["Kuwait"]


def test_spans_are_cut_as_readers_name_places() -> None:
    told = Recognizer(open_gazetteer(), Told(central_Turkey="LOC", Sichuan_province="LOC"))
    assert [n for n, _ in names(told, "It shook central Turkey and Sichuan province.")] == [
        "Turkey",
        "Sichuan",
    ]


def test_a_compass_word_in_small_letters_is_no_name() -> None:
    told = Recognizer(open_gazetteer(), Told(western="LOC", New_York="LOC"))
    text = "Snow closed roads in western New York on Monday, and in Erie, Pennsylvania, Officials said."
    assert [name for name, _ in names(told, text)][:1] == ["New York"]


def test_an_article_in_front_is_no_part_of_a_name() -> None:
    told = Recognizer(open_gazetteer(), Told(A_Port_Lavaca="FAC", A_Coruña="LOC"))
    assert names(told, "A Port Lavaca man died.") == [("Port Lavaca", "place")]
    assert names(told, "A Coruña lies on the sea.") == [("A Coruña", "place")]


def test_the_amazon_is_a_river_and_amazon_a_company() -> None:
    told = Recognizer(open_gazetteer(), Told(Amazon="LOC"))
    assert names(told, "Fires in the Amazon have doubled.") == [("Amazon", "place")]
    assert names(told, "Shares in Amazon have doubled.") == []
    misled = Recognizer(open_gazetteer(), Told(Amazon="ORG"))
    assert names(misled, "The Amazon is drying; in the Amazon, fish die.") == [("Amazon", "place")] * 2
    assert names(misled, "The Amazon warehouse was shut, and Amazon is sorry.") == []


def test_words_of_other_languages_begin_names() -> None:
    # no gazetteer knows these: a tagger in doubt is believed, as the first word says what they are
    told = Recognizer(open_gazetteer(), Told(Praça_do_Xyquo="LOC", Calle="LOC", Piz_Xyquo="LOC"))
    text = "Walk from Praça do Xyquo along Calle 11 with Piz Xyquo in view."
    assert names(told, text) == [
        ("Praça do Xyquo", "facility"),
        ("Calle 11", "facility"),
        ("Piz Xyquo", "place"),
    ]
    person = Recognizer(open_gazetteer(), Told(Monte_Reed="PER", Corso_Donati="PER"))
    assert names(person, "Senator Monte Reed met Corso Donati.") == []


def test_a_village_of_a_banks_name_is_no_place() -> None:
    # gazetteers hold a "Bank of America"; the central banks' countries stay mentions
    told = Recognizer(open_gazetteer(), Told(Bank_of_America="LOC", Japan="NEST"))
    found = names(told, "The head of the Bank of America met the Bank of Japan.")
    assert [name for name, _ in found] == ["Japan"]


def test_a_name_is_a_mention_from_the_threshold_on() -> None:
    proposals = [Proposal(0, 4, "place", THRESHOLD), Proposal(5, 11, "place", THRESHOLD - 0.01)]
    assert [p.start for p in echoed("Oslo Bergen", proposals)] == [0]


def test_switches() -> None:
    tagger = Told(Springfield="NEST", Japanese="DEM", Osaka="LOC")
    text = "Japanese officials met the Springfield City Council in Osaka."
    every = Recognizer(open_gazetteer(), tagger)
    assert dict(names(every, text)) == {
        "Japanese": "demonym",
        "Springfield": "associative",
        "Osaka": "place",
    }
    few = Recognizer(open_gazetteer(), tagger, demonyms=False, nested=False)
    assert names(few, text) == [("Osaka", "place")]


def test_coordinates_stand_among_the_names(plain: Recognizer) -> None:
    found = names(plain, "The boat sank at 10°36′N 66°59′W, off Venezuela.")
    assert found[0] == ("10°36′N 66°59′W", "coordinates")
    assert [name for name, _ in found[1:]] == ["Venezuela"]


def test_the_gulf_once_it_is_named(plain: Recognizer) -> None:
    text = "Oil was found in the Gulf of Mexico. Men who fish the Gulf were told. The Gulf is warm."
    assert [n for n, _ in names(plain, text)].count("Gulf") == 2


def test_other_languages_are_read_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    # the tagger knows English alone: what it says of another language does not count
    told = Geoparser(recognizer=Recognizer(open_gazetteer(), Told(arrivé="LOC")))
    text = "Le président est arrivé lundi à Bamako, la capitale du Mali, où il a vu les maires du pays."
    document = told.parse(text)
    assert [t.mention.text for t in document.toponyms] == ["Bamako", "Mali"]
    tell_language(document)
    assert capsys.readouterr().err.count("not English (fr)") == 1


def test_empty_and_strange(plain: Recognizer) -> None:
    assert plain.recognize(["", " ", "\x00\x00", "Ω", "a" * 10_000]) == [[], [], [], [], []]
    assert plain.recognize([]) == []


def test_batches_change_nothing(plain: Recognizer) -> None:
    texts = ["It rained in Accra.", "He flew to Oslo.", ""]
    assert plain.recognize(texts) == [plain.recognize([text])[0] for text in texts]


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9), st.floats(0, 1), st.booleans()), max_size=25)
)
@settings(max_examples=200, deadline=None)
def test_what_stays_lies_apart(spans: list[tuple[int, int, float, bool]]) -> None:
    proposals = [
        Proposal(start, start + size, "place", score, nested) for start, size, score, nested in spans
    ]
    kept = apart(proposals)
    assert all(a.end <= b.start for a, b in pairwise(kept))
    assert all(any(p.start < k.end and k.start < p.end for k in kept) for p in proposals)


def test_taken() -> None:
    taken = Taken([(5, 9)])
    assert taken.free(0, 5)
    assert taken.free(9, 12)
    assert not taken.free(8, 12)
    assert not taken.free(0, 20)
    taken.take(20, 30)
    assert not taken.free(25, 26)


def test_a_capital_stands_for_its_government_where_a_text_is_of_nations() -> None:
    gazetteer = open_gazetteer()
    nations = (
        "Carrier joins build-up off Venezuela\n\nThe largest warship of the United States has reached the "
        "Caribbean, joining a force of about 15,000 troops that Washington has gathered there since August."
    )
    [found] = Recognizer(gazetteer, Told(Washington="PER")).recognize([nations])
    assert "Washington" in [m.text for m in found]
    actor = nations + " Denzel Washington said so."
    [found] = Recognizer(gazetteer, Told(Denzel_Washington="PER", Washington="PER")).recognize([actor])
    assert "Washington" not in [m.text for m in found]


def test_a_language_is_no_people_whatever_the_tagger_says() -> None:
    told = Recognizer(open_gazetteer(), Told(Spanish="LOC", Peru="LOC"))
    found = names(told, "They call it the Shining Path (in Spanish), a group that is known in Peru.")
    assert found == [("Peru", "place")]


def test_a_place_whose_people_are_called_so_is_a_place() -> None:
    told = Recognizer(open_gazetteer(), Told(Vatican="LOC"), demonyms=False)
    assert names(told, "The Pope came home to the Vatican.") == [("Vatican", "place")]


def test_a_name_of_several_words_is_found_wherever_it_stands() -> None:
    text = "They live in La Qwyxe. Fame came to La Qwyxe, then La Qwyxe Tours; a La Qwyxe baker sang of it."
    [at] = [i for i in range(len(text)) if text.startswith("in La Qwyxe", i)]
    surely = Proposal(at + 3, at + 11, "place", 0.95)
    found = [(p.start, p.end) for p in repeated(text, [surely])]
    assert [text[a - 3 : b + 3] for a, b in found] == ["to La Qwyxe, t", " a La Qwyxe ba"]
    assert repeated(text, [Proposal(at + 3, at + 11, "place", 0.6)]) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("North and South Korea met.", ["North", "South Korea"]),
        ("in North, South and Central America", ["North", "South", "Central America"]),
        ("markets in Eastern and Southern Europe", ["Eastern", "Southern Europe"]),
        ("floods in North and South Kivu", ["North", "South Kivu"]),
        ("The West and South Korea agreed.", []),
        ("North and South Korean troops", []),
        ("East and West Smith Street", []),
    ],
)
def test_names_that_share_their_last_word(text: str, found: list[str]) -> None:
    cache = FlagCache(open_gazetteer())
    assert [text[slice(*span)] for group in headed(text, cache.ask) for span in group] == found


def test_each_of_two_lands_is_a_mention() -> None:
    told = Recognizer(open_gazetteer(), Told(**{"North and South Kivu": "LOC"}))
    assert [name for name, _ in names(told, "Floods in North and South Kivu.")] == ["North", "South Kivu"]
