"""What tells a place though it is no name: numbers, headings, agencies, what a town has, shared nouns."""

from __future__ import annotations

import numpy as np
import pytest

from geo.gazetteer import open_gazetteer
from geo.resolution import Resolver
from geo.resolution.columns import COLUMNS
from geo.resolution.features import Evidence
from geo.resolution.locality import is_town_told
from geo.resolution.signs import _one_letter_apart
from geo.resolution.spans import links_of
from geo.resolution.speech import speech_of
from geo.resolution.table import TableMaker
from geo.resolution.tells import told_divisions
from geo.resolution.words import shared_head, shared_kind
from tests.resolution.marked import marked, named


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Call 907-555-0134 or (907) 555-0199.", {("US", "Alaska"): 1.0}),
        ("Call +1 902-555-0134.", {("CA", "Nova Scotia"): 0.5, ("CA", "Prince Edward Island"): 0.5}),
        ("Closed: I-96 at Exit 9", {("US", "Michigan"): 1.0}),
        ("Closed: Interstate 696", {("US", "Michigan"): 1.0}),
        ("Call 800-555-0134.", {}),
        ("Call +44 207-555-0134, 0907-555-0134.", {}),
        ("In 1907-555-0134 or so; route 96", {}),
        ("", {}),
    ],
)
def test_numbers_tell_a_division(text: str, told: dict[tuple[str, str], float]) -> None:
    assert told_divisions(text) == told


def test_the_gazetteer_has_each_division_that_a_number_tells() -> None:
    from geo.resolution.tells import _AREA

    divisions = sorted({division for codes in _AREA.values() for division in codes})
    found = open_gazetteer().lookup([name for _, name in divisions])
    for (country, name), candidates in zip(divisions, found, strict=True):
        held = {
            c.place.name for c in candidates if c.place.country == country and c.place.feature_code == "ADM1"
        }
        assert name in held


def test_a_telephone_number_decides_between_namesakes(resolver: Resolver) -> None:
    text = "The council of [Jackson] meets on Monday; to speak, call {}-555-0134 before noon."
    for code, state in ((731, "Tennessee"), (517, "Michigan"), (601, "Mississippi")):
        place = resolver.resolve([marked(text.format(code))])[0].toponyms[0].place
        assert place is not None
        assert place.admin[0] == state


def test_a_heading_holds_what_stands_below_it(resolver: Resolver) -> None:
    text = (
        "Fairs\n\n[Indiana]\n\nJan. 3: skating, [Nashville].\n\n[Oregon]\n\nJan. 9: films, [Portland].\n\nEnd"
    )
    document = marked(text)
    links = links_of(document.text, [(t.mention.start, t.mention.end) for t in document.toponyms])
    assert [link.headed for link in links] == [[], [0], [], [2]]
    nashville = named(resolver.resolve([document])[0], "Nashville")
    assert nashville.place is not None
    assert nashville.place.admin[0] == "Indiana"
    assert "heading “Indiana”" in nashville.note


def test_an_agency_s_dateline_is_the_known_city(resolver: Resolver) -> None:
    text = "[WASHINGTON] (AP) - Families of [Connecticut] came to the halls where laws are made, and spoke."
    place = resolver.resolve([marked(text)])[0].toponyms[0].place
    assert place is not None
    assert place.feature_code == "PPLC"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the [Lebanon] School District", True),
        ("[Jordan] High students", True),
        ("the [Dublin] city council", True),
        ("at 400 S. Locust St., [Lebanon]", True),
        ("at 165 Route 31 South, [Flemington]", True),
        ("war in [Lebanon] went on", False),
        ("off Locust Street, [Lebanon]", False),
        ("[Jordan] high command", False),
    ],
)
def test_what_a_town_has_tells_a_town(text: str, told: bool) -> None:
    start, end = text.index("["), text.index("]") - 1
    assert is_town_told(text.replace("[", "").replace("]", ""), start, end) is told


def test_a_town_that_bears_a_country_s_name_has_a_school(resolver: Resolver) -> None:
    text = "The [Lebanon] School District and the [Lebanon] Public Library close on Friday, the sheriff said."
    likeliest = resolver.resolve([marked(text)])[0].toponyms[0].candidates[0].place
    assert likeliest.country == "US"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("lions of [West] and Central Africa, fewer", ["West Africa"]),
        ("in [Eastern], Western and Southern Europe Today", ["Eastern Europe Today", "Eastern Europe"]),
        ("the [West] and its friends", []),
        ("in [Cairo] and North Africa", []),
    ],
)
def test_compass_words_share_a_noun(text: str, names: list[str]) -> None:
    start, end = text.index("["), text.index("]") - 1
    assert shared_head(text.replace("[", "").replace("]", ""), start, end) == names


def test_a_shared_noun_is_looked_up(resolver: Resolver) -> None:
    places = resolver.resolve([marked("Lions are fewer in [West] and [Central Africa].")])[0].toponyms
    assert [t.place.id for t in places if t.place] == ["curated:west-africa", "curated:central-africa"]


def test_short_capitals_are_no_word() -> None:
    table = TableMaker(open_gazetteer()).make(marked("The [EU] schools met."))
    column = Evidence(table).matrix(None)[: table.rows, COLUMNS.index("capitals_other")]
    names = [table.candidate(row).place.name for row in range(table.rows)]
    assert np.array_equal(column > 0, [name == "Eu" for name in names])
    assert "European Union" in names


def test_the_parts_of_a_joined_word_speak_too() -> None:
    assert speech_of("the junior-varsity side")["US"] == 1.0


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("in [Camden] and Charlton counties", "County"),
        ("in Dakota, [Otoe] and Washington counties", "County"),
        ("in Camden and [Charlton] counties", "County"),
        ("of the [Usumacinta], Salinas and Suchiate Rivers", "River"),
        ("some [Georgia] counties", ""),
        ("from [Paris] and Rome", ""),
        ("in the provinces of [Nyanza], Rift Valley, North Eastern and Western.", "Province"),
        ("in the provinces of Nyanza, Rift Valley, North Eastern and [Western].", "Province"),
        ("the counties of Mayo, Clare, and [Cork]", "County"),
        ("the provinces of [Canada] are", ""),
        ("the provinces of Canada. [Mexico] and Cuba", ""),
        ("the united states of [America] are", ""),
        ("in Zamfara, [Katsina] and Sokoto states", "State"),
        ("Tigray, Amhara and [Afar] regions", "Region"),
    ],
)
def test_names_share_a_kind(text: str, kind: str) -> None:
    start, end = text.index("["), text.index("]") - 1
    assert shared_kind(text.replace("[", "").replace("]", ""), start, end) == kind


def test_counties_that_share_their_noun_are_counties(resolver: Resolver) -> None:
    text = "Snow closed schools in [Otoe] and [Washington] counties of [Nebraska]."
    likeliest = [t.candidates[0].place for t in resolver.resolve([marked(text)])[0].toponyms[:2]]
    assert [place.name for place in likeliest] == ["Otoe County", "Washington County"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Our hearts are with the people of [Mississippi] after the storm.", "ADM1"),
        ("Barges were stuck on the [Mississippi] for days.", "STM"),
        ("Three died of malaria in the north of [Limpopo].", "ADM1"),
    ],
)
def test_a_river_has_its_article(resolver: Resolver, text: str, code: str) -> None:
    place = resolver.resolve([marked(text)])[0].toponyms[0].place
    assert place is not None
    assert place.feature_code == code


@pytest.mark.parametrize(
    ("text", "name", "placed"),
    [
        ("Talks with the [West] about [Mongolia] go on.", "West", False),
        ("Villages of the [West] and of [Adamawa] in [Cameroon] were cut off.", "West", True),
    ],
)
def test_a_compass_word_alone_is_seldom_a_place(
    resolver: Resolver, text: str, name: str, placed: bool
) -> None:
    assert (named(resolver.resolve([marked(text)])[0], name).place is not None) is placed


def test_counties_whose_noun_stands_before_them_are_counties(resolver: Resolver) -> None:
    text = "Fighting spread to the counties of [Mayo], [Clare] and [Cork]."
    places = [t.place for t in resolver.resolve([marked(text)])[0].toponyms]
    assert [place.feature_code for place in places if place] == ["ADM2"] * 3
    assert [place.country for place in places if place] == ["IE"] * 3
    assert places[2] is not None
    assert places[2].name == "County Cork"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("He flew to [Buffalo], [New York] on Monday.", "PPLA2 ADM1"),
        ("A store in [Vancouver], [Washington], and one in [Ithaca], [New York].", "PPLA2 ADM1 PPLA2 ADM1"),
        # a part of the city
        ("She was born in [Brooklyn], [New York].", "PPLX PPL"),
        # a list
        ("He has played in [Washington], [New York] and [Boston].", "PPLC PPL PPLA"),
        # most of the text means the city
        (
            "[New York] banks fell. A plant in [Buffalo], [New York], was shut. In [New York], few cared.",
            "PPL PPLA2 ADM1 PPL",
        ),
        ("Officials in [Georgia]'s [Fulton County] counted; [Tbilisi] was quiet.", "ADM1 ADM2 PPLC"),
        ("The [Washington] town of [Yakima] burned.", "ADM1 PPLA2"),
        ("He is from [Atlanta], [Georgia], and she from [Tbilisi], [Georgia].", "PPLA ADM1 PPLC PCLI"),
    ],
)
def test_what_stands_beside_a_place_in_it_is_a_land(resolver: Resolver, text: str, codes: str) -> None:
    places = [t.place for t in resolver.resolve([marked(text)])[0].toponyms]
    assert [place.feature_code for place in places if place] == codes.split()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("It was found in [Texas], [Utah], [Virginia], [Washington], [West Virginia] and [Wyoming].", "ADM1"),
        ("It was found in [Virginia], [Washington] and [Maryland].", "PPLC"),
    ],
)
def test_a_long_list_of_states_has_no_capital(resolver: Resolver, text: str, code: str) -> None:
    place = named(resolver.resolve([marked(text)])[0], "Washington").place
    assert place is not None
    assert place.feature_code == code


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Pittsburg", "Pittsburgh", True),
        ("Cordova", "Cordoba", True),
        ("Hamburg", "Homburg", True),
        ("Lincoln", "Lincoln", False),
        ("Bergen", "Bremen", False),
        ("Hull", "Bull", False),
        ("Aachen", "Aach", False),
    ],
)
def test_one_letter_apart(one: str, other: str, apart: bool) -> None:
    assert _one_letter_apart(one, other) is apart
    assert _one_letter_apart(other, one) is apart


def test_the_usual_place_of_the_very_spelling_goes_first(resolver: Resolver) -> None:
    text = (
        "Doctors in [San Diego], [Sacramento], [Oakland] and [Los Angeles], [California], and one at the "
        "Children's Hospital of [Pittsburgh], agreed."
    )
    likeliest = named(resolver.resolve([marked(text)])[0], "Pittsburgh").candidates[0].place
    assert likeliest.name == "Pittsburgh"


def test_a_region_may_be_no_division(resolver: Resolver) -> None:
    text = "They met in [Baghdad] and in [Erbil], the capital of the [Kurdistan] region."
    place = named(resolver.resolve([marked(text)])[0], "Kurdistan").place
    assert place is not None
    assert place.feature_code == "RGN"


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("[Hamilton], the capital of [Bermuda], was hit; [Hamilton], [Ontario], sent aid.", "BM BM CA CA"),
        ("Of [Paris] in [Texas] and [Paris], [France], one is larger.", "US US FR FR"),
    ],
)
def test_two_senses_that_other_words_than_a_comma_tell(resolver: Resolver, text: str, countries: str) -> None:
    places = [t.place for t in resolver.resolve([marked(text)])[0].toponyms]
    assert [place.country for place in places if place] == countries.split()


def test_a_town_is_meant_where_its_name_oftener_means_it_than_its_region(resolver: Resolver) -> None:
    place = resolver.resolve([marked("Troops left [Kidal] for [Gao] in [Mali].")])[0].toponyms[0].place
    assert place is not None
    assert place.feature_class == "P"


def test_the_republic_of_congo_is_not_the_democratic_one(resolver: Resolver) -> None:
    text = "The [Republic of Congo] and the [DRC] signed."
    places = [t.place for t in resolver.resolve([marked(text)])[0].toponyms]
    assert [place.country for place in places if place] == ["CG", "CD"]


def test_letters_name_an_airport_where_flights_are_spoken_of(resolver: Resolver) -> None:
    flown = resolver.resolve([marked("His flight from [BLA] to [CCS] was late.")])[0].toponyms
    assert [t.place.feature_code for t in flown if t.place] == ["AIRP", "AIRP"]
    claimed = resolver.resolve([marked("The [BLA] claimed the attack in [Quetta].")])[0].toponyms[0]
    assert claimed.candidates[0].place.feature_code != "AIRP"


def test_two_heads_of_one_compass_word(resolver: Resolver) -> None:
    text = (
        "Snow fell in [North] and [South Carolina], in [North] and [South Dakota]; "
        "[North] and [South Korea] met."
    )
    places = [t.place for t in resolver.resolve([marked(text)])[0].toponyms]
    want = ["North Carolina", "South Carolina", "North Dakota", "South Dakota", "North Korea", "South Korea"]
    assert [place.name for place in places if place] == want
