"""The ranker's training on small made-up data: it learns, it calibrates, its model comes back the same."""

from __future__ import annotations

import json

import numpy as np

from geo.gazetteer import open_gazetteer
from geo.resolution.network import Network
from geo.resolution.table import TableMaker
from geo.training.ranker import Judged, calibration, calibration_error
from geo.training.ranker_data import samples
from geo.training.ranker_errors import error_table, kind_of_error
from geo.training.ranker_fit import fit, group_softmax


def toy(groups: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Groups of four rows in which the row with the largest sum of two columns is right."""
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(groups * 4, 6)).astype(np.float32)
    group = np.repeat(np.arange(groups), 4)
    worth = (matrix[:, 0] + matrix[:, 1]).reshape(groups, 4)
    target = np.zeros((groups, 4))
    target[np.arange(groups), worth.argmax(axis=1)] = 1.0
    return matrix, target.reshape(-1), group, np.ones(groups)


def test_the_network_learns_and_is_written_as_it_is() -> None:
    network = fit(toy(2500, 1), seeds=1)
    matrix, target, group, _ = toy(200, 2)
    belief = group_softmax(network.predict(matrix), group, 200)
    chosen = belief.reshape(200, 4).argmax(axis=1)
    assert (chosen == target.reshape(200, 4).argmax(axis=1)).mean() > 0.9
    again = Network.from_json(json.loads(json.dumps(network.to_json())))
    assert np.allclose(again.predict(matrix), network.predict(matrix), atol=1e-2)


def test_the_same_rows_give_the_same_network() -> None:
    first, second = (fit(toy(100, 3), seeds=1).to_json() for _ in range(2))
    assert first == second


def test_calibration_rises_and_mends_overconfidence() -> None:
    rng = np.random.default_rng(4)
    share = rng.random(4000)
    right = rng.random(4000) < share * 0.7
    judged = [
        Judged("lgl", k % 5, 0.0 if ok else 5000.0, float(s), None, False)
        for k, (s, ok) in enumerate(zip(share, right, strict=True))
    ]
    knots = np.array(calibration(judged))
    assert (np.diff(knots[:, 0]) > 0).all()
    assert (np.diff(knots[:, 1]) >= 0).all()
    assert abs(np.interp(0.8, knots[:, 0], knots[:, 1]) - 0.56) < 0.06
    assert calibration_error(judged) < 0.05


def test_targets_point_at_the_gold_place() -> None:
    gold = {
        "id": "1",
        "text": "A fire in Paris, Texas.",
        "toponyms": [{"start": 10, "end": 15, "lat": 33.66, "lon": -95.55, "geonameid": 4717560}],
    }
    (sample,) = samples("lgl", [gold], TableMaker(open_gazetteer()))
    row = int(np.argmax(sample.target))
    assert sample.table.candidate(row).place.admin[0] == "Texas"
    assert np.isclose(sample.target.sum(), 1.0)
    assert (sample.weight > 0).sum() == 1


def test_errors_are_told_by_kind() -> None:
    maker = TableMaker(open_gazetteer())
    text = "The council of Springfield met, and so did that of Xyzzyville."
    spots = {"Springfield": (39.8, -89.64), "Xyzzyville": (10.0, 10.0)}
    toponyms = [
        {"start": text.index(n), "end": text.index(n) + len(n), "lat": y, "lon": x, "geonameid": None}
        for n, (y, x) in spots.items()
    ]
    item = samples("lgl", [{"id": "1", "text": text, "toponyms": toponyms}], maker)[0]
    places = [c.place for c in item.table.groups[item.table.of_mention[0]].entry.candidates]
    illinois = next(p for p in places if p.admin[:1] == ("Illinois",) and p.feature_class == "P")
    ohio = next(p for p in places if p.admin[:1] == ("Ohio",) and p.feature_class == "P")
    assert kind_of_error(item, 0, illinois, toponyms[0]) is None
    assert kind_of_error(item, 0, ohio, toponyms[0]) == "wrong within the country"
    assert kind_of_error(item, 0, None, toponyms[0]) == "none of these"
    assert kind_of_error(item, 1, None, toponyms[1]) == "unknown name"
    table = "\n".join(error_table([("lgl", "unknown name"), ("lgl", None), ("gwn", "wrong kind")]))
    assert "| unknown name | 1 | 0 |" in table
    assert "| all errors | 1 | 1 |" in table


def test_a_column_that_stood_still_in_training_says_nothing() -> None:
    rows = toy(500, 5)
    rows[0][:, 3] = 1.0
    network = fit(rows, seeds=1)
    moved = rows[0].copy()
    moved[:, 3] = 0.0
    assert np.allclose(network.predict(rows[0]), network.predict(moved), atol=1e-6)
