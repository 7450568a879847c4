"""Ambiguous names of local news: what of our own articles is placed within 40 km, and what is not placed."""

from __future__ import annotations

import numpy as np
import pytest

from geo.pipeline import Geoparser
from geo.recognition.facilities import facilities
from geo.recognition.spans import read
from geo.resolution import Resolver
from geo.resolution.fallback import SCORES
from geo.resolution.resolver import DOUBTFUL, MIN_SCORE
from tests.resolution.local import KINDS, articles, figures, judge
from tests.resolution.marked import marked


@pytest.fixture(scope="module")
def geoparser() -> Geoparser:
    return Geoparser()


def test_the_set_is_whole() -> None:
    both = [*articles("dev"), *articles("blind")]
    names = [name for article in both for name in article.names]
    assert len(both) >= 75
    assert len({article.document.id for article in both}) == len(both)
    assert all(sum(name.kind == kind for name in names) >= 50 for kind in KINDS)
    assert sum(name.truth is None for name in names) >= 8


@pytest.mark.slow
@pytest.mark.parametrize(
    ("half", "least"),
    [("dev", {"t": 0.95, "n": 0.83, "f": 0.82}), ("blind", {"t": 0.90, "n": 0.75, "f": 0.75})],
)
def test_most_are_placed_right(geoparser: Geoparser, half: str, least: dict[str, float]) -> None:
    judged = judge(geoparser, half)
    for kind, floor in least.items():
        reached = figures([j for j in judged if j.name.kind == kind])["f1"]
        assert reached >= floor, f"{KINDS[kind]} of the {half} half: F1 {reached:.3f}"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("She teaches at Lincoln High School in town.", ["Lincoln High School"]),
        ("He was taken to St. Mary's Hospital on Friday.", ["St. Mary's Hospital"]),
        ("Dayton's Lincoln Elementary closed.", ["Lincoln Elementary"]),
        ("The council met at City Hall; the Fairgrounds were wet.", ["City Hall", "Fairgrounds"]),
        ("Our Lady of the Lake Medical Center opened.", ["Our Lady of the Lake Medical Center"]),
        ("The Lincoln High School District sued the Hospital Association.", []),
        ("The High School and the Medical Center stay open.", []),
        ("Members of Memorial Hospital Foundation met.", []),
    ],
)
def test_a_house_is_named_by_its_last_word(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in facilities(read(text))] == names


def test_a_school_is_a_facility_where_the_outlet_s_home_is_told(geoparser: Geoparser) -> None:
    text = "A fire broke out at Jefferson Elementary School on Monday. Nobody was hurt."
    found = geoparser.parse(text, near="Salina, Kansas").toponyms
    assert [(t.mention.text, t.mention.kind) for t in found] == [("Jefferson Elementary School", "facility")]
    assert found[0].place is not None
    assert found[0].place.admin[-1] == "Salina"
    assert found[0].place.footprint.quality == "approximate"


def test_what_is_put_at_the_text_s_own_town_is_placed_and_drawn_as_doubtful() -> None:
    assert MIN_SCORE <= SCORES["home"] < DOUBTFUL


def test_a_far_village_does_not_stand_for_a_creek(resolver: Resolver) -> None:
    text = "A boy fell into [Elk River] on Friday. Divers from [Charleston] found him."
    creek = resolver.resolve([marked(text, near="Charleston, West Virginia")])[0].toponyms[0]
    assert creek.place is not None
    assert creek.place.admin[0] == "West Virginia"
    assert creek.place.footprint.radius_km >= 20.0


def test_the_same_sentence_goes_before_where_somebody_comes_from(resolver: Resolver) -> None:
    text = "A man from [Toledo] was shot at [Qwxyz Park] on Friday, police in [Dayton] said."
    park = resolver.resolve([marked(text)])[0].toponyms[1]
    assert park.place is not None
    assert park.place.admin[-1] == "Dayton"
    assert "same sentence" in park.note


def test_of_two_towns_the_one_that_stands_nearest_has_the_school(resolver: Resolver) -> None:
    text = (
        "In [Toledo] the schools stayed open. Pupils filled [Qwxyz Elementary] by eight. "
        "In [Dayton], where ice lay on the roads, they did not. [Zyxwq Middle School] was dark all day."
    )
    places = [t.place for t in resolver.resolve([marked(text)])[0].toponyms]
    assert [place.admin[-1] for place in (places[1], places[3]) if place] == ["Toledo", "Dayton"]


def test_a_state_s_name_is_the_town_beside_the_outlet_s_home(resolver: Resolver) -> None:
    text = "Police in [Indiana] broke up a party on Saturday."
    town = resolver.resolve([marked(text, near="Pittsburgh, Pennsylvania")])[0].toponyms[0].place
    state = resolver.resolve([marked(text)])[0].toponyms[0].place
    assert town is not None
    assert town.admin[0] == "Pennsylvania"
    assert state is not None
    assert state.feature_code == "ADM1"


def test_a_home_s_bare_name_means_it_until_the_text_says_otherwise(resolver: Resolver) -> None:
    text = "A sergeant from [Columbus] died in [Columbus], [Ohio], on Saturday."
    first, second, _ = resolver.resolve([marked(text, near="Columbus, Georgia")])[0].toponyms
    assert first.place is not None
    assert second.place is not None
    assert (first.place.admin[0], second.place.admin[0]) == ("Georgia", "Ohio")


def test_a_name_that_nothing_places_stays_unplaced(resolver: Resolver) -> None:
    text = "The bus to [Washington Elementary] met ice by [Mill Creek] on Friday."
    assert [t.place for t in resolver.resolve([marked(text)])[0].toponyms] == [None, None]


def test_the_same_text_gives_the_same_places(resolver: Resolver) -> None:
    text = "In [Toledo] and [Dayton] it rained. [Qwxyz Park] is shut."
    once, again = (resolver.resolve([marked(text)])[0].toponyms for _ in range(2))
    assert once == again
    assert np.isfinite([t.score for t in once]).all()
