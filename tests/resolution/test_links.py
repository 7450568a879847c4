"""Names that stand by names: what holds, what is only listed, what keeps company, where a house stands."""

from __future__ import annotations

import numpy as np
import pytest

from geo.gazetteer import open_gazetteer
from geo.resolution import Resolver
from geo.resolution.links import company
from geo.resolution.spans import links_of
from geo.resolution.table import TableMaker
from tests.resolution.marked import marked, named


def spans_of(text: str) -> tuple[str, list[tuple[int, int]]]:
    document = marked(text)
    return document.text, [(t.mention.start, t.mention.end) for t in document.toponyms]


@pytest.mark.parametrize(
    ("text", "direct", "listed"),
    [
        ("in [Washington], [New York] and [Boston]", [], [1]),
        ("in [Los Angeles], [Miami], [New York], and [Detroit].", [], [1, 2]),
        ("in [Paris], [Texas] and [Cuba], [Missouri]", [1], []),
        ("in [Paris], [Texas], on Monday", [1], []),
        ("in [Maoxian] county in [Sichuan] province", [1], []),
        ("the village of [Torkula] in [Guma]", [1], []),
    ],
)
def test_a_list_is_no_containment(text: str, direct: list[int], listed: list[int]) -> None:
    first = links_of(*spans_of(text))[0]
    assert first.direct == direct
    assert first.listed == listed


def test_names_of_one_neighbourhood_find_each_other() -> None:
    maker = TableMaker(open_gazetteer())
    table = maker.make(marked("Pupils from [Edmonton] and [Enfield] met, and others from [Auckland]."))
    kin = np.arange(len(table.groups))
    near = company(table, kin)
    rows = range(int(table.start[0]), int(table.start[1]))
    by_country = {table.candidate(row).place.country: near[row] for row in reversed(rows)}
    assert by_country["GB"] > 0  # both lie in the north of London
    assert by_country["GB"] > by_country["CA"]
    # alone in its text a name has no company
    alone = maker.make(marked("Pupils from [Edmonton] met."))
    assert company(alone, np.arange(len(alone.groups))).max() == 0.0


def test_an_embassy_is_not_in_the_country_that_it_is_named_after(resolver: Resolver) -> None:
    text = "A bus left the [Russian Embassy] for the airport of [Ottawa]. Police in [Ottawa] kept watch."
    embassy = named(resolver.resolve([marked(text)])[0], "Russian Embassy")
    assert embassy.place is not None
    assert embassy.place.country == "CA"
    assert embassy.place.footprint.quality == "approximate"


def test_the_outlet_s_home_takes_in_what_no_gazetteer_lists(resolver: Resolver) -> None:
    text = "A tree fell on [Qwxyz Elementary School] during the storm."
    nowhere = resolver.resolve([marked(text)])[0].toponyms[0]
    at_home = resolver.resolve([marked(text, near="Alexander City, Alabama")])[0].toponyms[0]
    assert nowhere.place is None
    assert at_home.place is not None
    assert "Alabama" in at_home.place.admin
    assert at_home.place.footprint.quality == "approximate"
    assert at_home.score < 0.5


def test_a_far_namesake_gives_way_to_the_outlet_s_home_and_a_landmark_does_not(resolver: Resolver) -> None:
    local = marked("[Lincoln Park] stays open, and so does the [White House].", near="Anchorage, Alaska")
    park, house = resolver.resolve([local], always=True)[0].toponyms
    assert park.place is not None
    assert park.place.admin[:1] == ("Alaska",)
    assert "outlet's home" in park.note
    assert house.place is not None
    assert house.place.id == "curated:white-house"


def test_a_name_in_capitals_is_the_name_that_the_text_writes_small(resolver: Resolver) -> None:
    text = "[NEW YORK] (AP) - Crowds met in [New York] on Friday, and the [US] team came to [New York]."
    table = TableMaker(open_gazetteer()).make(marked(text))
    groups = [table.of_mention[k] for k in (0, 1, 3)]
    assert len(set(groups)) == 1
    assert table.of_mention[2] != groups[0]
    places = [t.place for t in resolver.resolve([marked(text)])[0].toponyms]
    assert places[0] is not None
    assert places[0].feature_class == "P"  # a dateline is a town's
    assert places[0] == places[1] == places[3]
