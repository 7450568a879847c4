import importlib.util
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from geo.evaluation import evaluate, report, score
from geo.types import Document, Footprint, Mention, Place, Toponym

JUDGE = Path(__file__).resolve().parents[2] / "shared" / "eval" / "score.py"


def gold():
    return [
        {
            "id": "a",
            "toponyms": [
                {"start": 0, "end": 5, "lat": 48.85, "lon": 2.35, "geonameid": 2988507, "kind": "PPLC"},
                {"start": 10, "end": 16, "lat": 51.5, "lon": -0.13, "geonameid": 2643743, "kind": "PPLC"},
                {"start": 20, "end": 24, "lat": None, "lon": None, "kind": "Homonym"},
            ],
        }
    ]


def test_figures_by_hand():
    predicted = [
        {
            "id": "a",
            "toponyms": [
                {"start": 0, "end": 5, "lat": 48.9, "lon": 2.3, "geonameid": 2988507},  # right, 7 km off
                {"start": 9, "end": 16, "lat": 42.98, "lon": -81.24},  # London, Ontario; span one too long
                {"start": 30, "end": 33, "lat": 0.0, "lon": 0.0},  # spurious; (0, 0) is a real answer
            ],
        }
    ]
    result = evaluate(gold(), predicted)
    assert result["recognition"]["exact"]["right"] == 1
    assert result["recognition"]["overlap"] == pytest.approx(
        {"precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3, "right": 2, "predicted": 3, "gold": 3}
    )
    assert result["resolution"]["all"]["acc161"] == 0.5
    assert result["resolution"]["all"]["id_acc"] == 0.5
    assert result["end_to_end"]["161km"]["precision"] == pytest.approx(1 / 3)
    assert result["end_to_end"]["161km"]["recall"] == 0.5
    neutral = evaluate(gold(), predicted, neutral_kinds=["Homonym"])
    assert neutral["recognition"]["overlap"]["recall"] == 1.0
    assert "recognition exact" in report(result)


def test_documents_are_taken_as_they_are():
    place = Place("geonames:2988507", "Paris", Footprint(48.85, 2.35), "P", "PPLC", "FR")
    document = Document(
        id="a",
        text="Paris",
        toponyms=(Toponym(Mention(0, 5, "Paris"), place=place), Toponym(Mention(1, 3, "ar"))),
    )
    result = evaluate(gold(), [document])
    assert result["resolution"]["all"]["id_acc"] == 0.5
    assert result["recognition"]["exact"]["right"] == 1


@pytest.mark.parametrize(
    ("gold_lines", "predicted_lines", "message"),
    [
        ('{"id": 1, "toponyms": []}', "", "no documents"),
        ('{"id": 1, "toponyms": []}\nnot json', '{"id": 1}', "line 2 is not JSON"),
        ('{"id": 1}\n{"id": 1}', '{"id": 1}', "appears twice"),
        ('{"id": 1}\n{"id": 2}', '{"id": 1}', "1 of 2 gold documents have no prediction"),
        ('{"id": 1, "toponyms": [{"start": 3, "end": 3}]}', '{"id": 1}', "impossible span 3..3"),
        ('{"id": 1, "toponyms": [{"start": 3}]}', '{"id": 1}', "without a start and an end"),
        ('{"id": 1, "toponyms": 7}', '{"id": 1}', "toponyms is not a list"),
    ],
)
def test_what_cannot_be_scored_is_named(tmp_path, gold_lines, predicted_lines, message):
    for name, lines in [("gold", gold_lines), ("predicted", predicted_lines)]:
        (tmp_path / name).write_text(lines)
    with pytest.raises(InputError, match=message):
        evaluate(tmp_path / "gold", tmp_path / "predicted")


def test_missing_file():
    with pytest.raises(InputError, match="cannot be read"):
        evaluate("nowhere.jsonl", "nowhere.jsonl")


SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 9), st.sampled_from([None, 0.0, 1.0, 50.0, -89.5]),
              st.sampled_from(["", "A", "B", "A,C"]), st.sampled_from([None, 1, 2])),
    max_size=8,
)  # fmt: skip


@pytest.mark.skipif(not JUDGE.is_file(), reason="the judge's script is not beside this checkout")
@given(wanted=SPANS, got=SPANS, mode=st.sampled_from(["full", "resolution"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_same_figures_as_the_judge(wanted, got, mode):
    spec = importlib.util.spec_from_file_location("judge", JUDGE)
    judge = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(judge)

    def documents(spans):
        rows = [{"start": s, "end": s + n, "lat": at, "lon": at, "kind": kind, "geonameid": number}
                for s, n, at, kind, number in spans]  # fmt: skip
        return {"x": {"id": "x", "toponyms": rows}}

    ours = score(documents(wanted), documents(got), ["A"], mode)
    assert json.dumps(ours) == json.dumps(judge.score(documents(wanted), documents(got), ["A"], mode))
