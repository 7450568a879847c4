"""What the resolver promises whatever the ranker: offsets, doubt, stand-ins, hard cases, determinism."""

from __future__ import annotations

import json

import numpy as np
import pytest

from geo.gazetteer import open_gazetteer
from geo.resolution import PriorRanker, Resolver, explain
from geo.resolution.columns import COLUMNS
from geo.resolution.features import Evidence
from geo.resolution.resolver import settle
from geo.resolution.table import TableMaker
from geo.types import Document, Mention, Toponym
from tests.resolution.marked import marked, named


def test_containment_decides(resolver: Resolver) -> None:
    document = resolver.resolve([marked("A fire in [Paris], [Texas], was put out.")])[0]
    paris = named(document, "Paris")
    assert paris.place is not None
    assert paris.place.admin[0] == "Texas"
    assert "Texas" in paris.note
    assert paris.candidates[0].place == paris.place
    assert all(0.0 <= c.score <= 1.0 for c in paris.candidates)


def test_a_town_named_with_its_state_is_placed_in_a_text_of_many(resolver: Resolver) -> None:
    text = (
        "The Senate voted for yards in [Bath], [Maine]; [Groton], [Connecticut]; [Newport News], [Virginia]; "
        "and [Pascagoula], [Mississippi], sending it to the [White House]. [South Korea] bought a yard in "
        "[Philadelphia]; plants in [Renton], [Everett], [Auburn] and [Mobile] wait, and [China] builds more."
    )
    bath = named(resolver.resolve([marked(text)])[0], "Bath")
    assert bath.place is not None
    assert bath.place.admin[0] == "Maine"
    assert bath.score > 0.9


def test_a_span_may_hold_its_holder(resolver: Resolver) -> None:
    text = "She left [Cambridge, Massachusetts], for [Norwich] and lives near [London], [England]."
    toponym = resolver.resolve([marked(text)], always=True)[0].toponyms[0]
    assert toponym.mention.text == "Cambridge, Massachusetts"
    assert toponym.place is not None
    assert "Massachusetts" in toponym.place.admin


def test_two_senses_in_one_text_stay_apart(resolver: Resolver) -> None:
    text = "Storms hit [Springfield], [Illinois]. Later they hit [Springfield], [Missouri], and passed."
    toponyms = resolver.resolve([marked(text)])[0].toponyms
    divisions = [t.place.admin[0] for t in toponyms if t.mention.text == "Springfield" and t.place]
    assert divisions == ["Illinois", "Missouri"]


def test_the_outlet_s_home_decides_for_local_names(resolver: Resolver) -> None:
    text = "The council of [Victoria] met on Monday."
    texan = resolver.resolve([marked(text, near="Victoria, Texas")])[0]
    canadian = resolver.resolve([marked(text, near="Vancouver, British Columbia")])[0]
    assert texan.toponyms[0].place is not None
    assert canadian.toponyms[0].place is not None
    assert texan.toponyms[0].place.admin[0] == "Texas"
    assert canadian.toponyms[0].place.country == "CA"


def test_what_no_gazetteer_lists_is_put_where_the_text_puts_it(resolver: Resolver) -> None:
    document = resolver.resolve([marked("Skiers filled [Qwxyz Park] in [Anchorage].")])[0]
    park, city = document.toponyms
    assert park.place is not None
    assert city.place is not None
    assert park.place.footprint.quality == "approximate"
    assert park.place.footprint.radius_km > 0
    assert park.place.geonameid is None
    assert (park.place.footprint.lat, park.place.footprint.lon) == (
        city.place.footprint.lat,
        city.place.footprint.lon,
    )
    assert "not in the gazetteer" in park.note


def test_a_name_that_the_text_puts_nowhere_stays_unplaced(resolver: Resolver) -> None:
    (toponym,) = resolver.resolve([marked("She dreamt of [Qwxyzland].")])[0].toponyms
    assert toponym.place is None
    assert toponym.score == 0.0
    assert toponym.note


def test_coordinates_mean_themselves(resolver: Resolver) -> None:
    text = "The wreck lies at 0.0, 0.0 exactly."
    document = Document(
        id="c",
        text=text,
        toponyms=(Toponym(Mention(17, 25, text[17:25], kind="coordinates")),),
        meta={"coordinates": {"17-25": [0.0, 0.0]}},
    )
    (toponym,) = resolver.resolve([document])[0].toponyms
    assert toponym.place is not None
    assert (toponym.place.footprint.lat, toponym.place.footprint.lon) == (0.0, 0.0)
    assert toponym.score == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[Nice]",
        "[Å]",
        "🌍🌍 [Suva] and [Anadyr] lie across 180°.",
        "[القاهرة] and [東京] and [Zürich]",
        "THE [SOVIET UNION] FELL IN [MOSCOW].",
        "[Of] [March] [Reading]",
        "no capitals here: [paris], [texas]",
        "\x00[Rome]\r\n\x0b[Rome]\u2028",
    ],
)
def test_hard_cases_come_back_whole(resolver: Resolver, text: str) -> None:
    document = marked(text)
    done = resolver.resolve([document])[0]
    assert [t.mention for t in done.toponyms] == [t.mention for t in document.toponyms]
    assert all(0.0 <= t.score <= 1.0 for t in done.toponyms)


def test_batches_keep_order_and_change_nothing(resolver: Resolver) -> None:
    texts = ["[Cork] and [Dublin]", "[London], [Ontario]", "[Cork] alone", ""]
    documents = [marked(text) for text in texts]
    together = resolver.resolve(documents)
    alone = [Resolver(open_gazetteer(), ranker=resolver.ranker).resolve([d])[0] for d in reversed(documents)]
    assert together == list(reversed(alone))


def test_given_spans_are_always_placed_if_asked(resolver: Resolver) -> None:
    document = marked("[Springfield] won.")
    always = resolver.resolve([document], always=True)[0].toponyms[0]
    assert always.place is not None


def test_explanations_are_plain_values(resolver: Resolver) -> None:
    document = marked("A fire in [Paris], [Texas].")
    (paris, texas) = explain(document, resolver.settle(document))
    assert paris.linked["behind"] == ("Texas",)
    assert paris.considered[0].columns["held_direct"] == 1.0
    assert set(paris.considered[0].columns) <= set(COLUMNS)
    json.dumps([paris.to_json(), texas.to_json()])


def test_the_matrix_is_finite_and_named() -> None:
    table = TableMaker(open_gazetteer()).make(marked("[Paris], [Texas], and [Lyon] in [France]."))
    evidence = Evidence(table)
    for belief in (None, np.full(table.rows, 0.1)):
        matrix = evidence.matrix(belief)
        assert matrix.shape == (table.rows + len(table.groups), len(COLUMNS))
        assert matrix.dtype == np.float32
        assert np.isfinite(matrix).all()


def test_beliefs_of_a_name_sum_to_one() -> None:
    table = TableMaker(open_gazetteer()).make(marked("[Cordoba] and [Seville], [Spain]."))
    settled = settle(table, PriorRanker())
    sums = np.bincount(table.group, settled.belief, minlength=len(table.groups)) + settled.nil
    assert np.allclose(sums, 1.0)


def test_nearness_says_less_among_many_places() -> None:
    maker = TableMaker(open_gazetteer())
    chances = []
    for others in ("[Orlando]", "[Orlando], [Cairo], [Lima], [Oslo] and [Delhi]"):
        table = maker.make(marked(f"[Paisley] and {others}."))
        first = np.zeros(table.rows)
        first[table.start[:-1]] = 1.0  # the gazetteer's first of each name
        matrix = Evidence(table).matrix(first)
        rows = range(int(table.start[0]), int(table.start[1]))
        florida = next(row for row in rows if "Florida" in table.candidate(row).place.admin)
        chances.append(float(matrix[florida, COLUMNS.index("chance")]))
    assert chances[1] > chances[0] + 0.5


def test_pairs_of_names_are_bounded_in_long_texts() -> None:
    """What is computed per name must not grow with the number of names."""
    names = ["Paris", "Lyon", "Texas", "Dallas", "Austin", "Cork", "Dublin", "Oslo", "Bergen", "Rome"]
    maker = TableMaker(open_gazetteer())
    counts = []
    for repeat in (20, 200):
        text = " and then ".join(f"[{names[k % 10]}]" for k in range(10 * repeat))
        evidence = Evidence(maker.make(marked(text)))
        counts.append(len(evidence._window))
    assert counts[1] == counts[0]


def test_a_dateline_is_a_town_s_where_the_text_names_the_state_too(resolver: Resolver) -> None:
    text = (
        "Boeing strike ends\n\n[WASHINGTON] - The Senate voted on Thursday.\n\n"
        "In [Washington] state, machinists in [Renton] and [Everett] went back to work."
    )
    senses = {t.mention.text: t.place for t in resolver.resolve([marked(text)])[0].toponyms}
    assert senses["WASHINGTON"] is not None
    assert senses["Washington"] is not None
    assert senses["WASHINGTON"].feature_class == "P"
    assert senses["Washington"].feature_code == "ADM1"


def test_a_well_known_city_far_from_all_else_is_not_nowhere(resolver: Resolver) -> None:
    text = (
        "[New York] beat [Florida]. At [Winnipeg], [Manitoba], they won. [Edmonton] lost at [Dallas]. "
        "[St. Louis] has not won since. At [Buffalo], [N.Y.], [Utah] and [Minnesota] scored."
    )
    city = named(resolver.resolve([marked(text)])[0], "St. Louis")
    assert city.place is not None
    assert "Missouri" in city.place.admin
