"""Targets, loss and loop of the recogniser's training (needs torch, an extra)."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the recogniser's training needs torch")

from geo.recognition.tagger_encoding import TAGS, Encoder  # noqa: E402
from geo.recognition.tokens import words  # noqa: E402
from geo.training.recogniser import ablate, dataset  # noqa: E402
from geo.training.recogniser.data import Labelled, Sample  # noqa: E402
from geo.training.recogniser.model import Network  # noqa: E402
from geo.training.recogniser.train import Plan, loss_of, train  # noqa: E402
from tests.recognition.test_tagger_encoding import Pieces  # noqa: E402


def names(mask):
    return {tag for i, tag in enumerate(TAGS) if mask >> i & 1}


def test_targets_of_full_and_of_partial_annotation():
    text = "Kent City Council met John in Rome"
    spans = (Labelled(0, 4, ("NEST",)), Labelled(5, 17, ("ORG",)), Labelled(30, 34, ("LOC", "NEST"), 1))
    full, kinds = dataset.targets(Sample(text, spans), words(text))
    assert [names(mask) for mask in full] == [
        {"B-NEST"}, {"I-ORG"}, {"I-ORG"}, {"O"}, {"O"}, {"O"}, {"B-LOC", "B-NEST"},
    ]  # fmt: skip
    assert kinds[-1] == 1
    partial, _ = dataset.targets(Sample(text, spans, rest=("PER",)), words(text))
    assert names(partial[4]) == {"O", "B-PER", "I-PER"}


def test_padding_changes_nothing():
    torch.manual_seed(1)
    network = Network(100, layers=2).eval()
    pieces = torch.randint(4, 100, (1, 9))
    wide = torch.zeros((1, 20), dtype=torch.int64)
    wide[:, :9] = pieces
    none = torch.zeros_like
    narrow_tags, narrow_kind = network(pieces, none(pieces), none(pieces))
    wide_tags, wide_kind = network(wide, none(wide), none(wide))
    assert torch.allclose(narrow_tags, wide_tags[:, :9], atol=1e-5)
    assert torch.allclose(narrow_kind, wide_kind[:, :9], atol=1e-5)


def test_a_small_network_learns_and_goes_on_from_its_checkpoint(tmp_path: Path):
    torch.manual_seed(1)
    encoder = Encoder(Pieces())
    text = "he went to Kent and to Rome"
    sample = Sample(text, (Labelled(11, 15, ("LOC",), 0), Labelled(23, 27, ("LOC",), 1)))
    rows = dataset.rows(sample, encoder)
    network = Network(100, layers=1)
    (batch,) = dataset.batches(rows, size=512, rng=random.Random(1))
    before = float(loss_of(network, batch).detach())
    train(network, lambda epoch, rank: rows, Plan(rate=1e-3, head_rate=1e-2, epochs=25))
    after = float(loss_of(network, batch).detach())
    assert after < before / 4


# The older exporter writes the operators that dynamic quantisation knows.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_export_agrees_with_the_network(tmp_path: Path):
    pytest.importorskip("onnx")
    import numpy as np

    from geo.inference import Model
    from geo.training.recogniser.export import quantise, to_onnx

    torch.manual_seed(1)
    network = Network(200, layers=1).eval()
    to_onnx(network, tmp_path / "full.onnx")
    quantise(tmp_path / "full.onnx", tmp_path / "small.onnx")
    pieces = np.random.default_rng(1).integers(4, 200, (3, 17))
    inputs = {"pieces": pieces, "shapes": pieces % 7, "gazetteer": pieces % 36}
    wanted = network(*(torch.from_numpy(part) for part in inputs.values()))[0].detach().numpy()
    full = Model("full", path=tmp_path / "full.onnx").run(inputs)[0]
    small = Model("small", path=tmp_path / "small.onnx").run(inputs)[0]
    assert np.abs(full - wanted).max() < 1e-4
    assert np.abs(small - wanted).max() < 0.25 * np.abs(wanted).max() + 0.1


def test_organisations_flattened_for_an_ablation():
    text = "Kent City Council met at the University of Kent Hall in Kent"
    pieces = [(0, 4, "NEST"), (5, 17, "ORG"), (29, 42, "ORG"), (43, 47, "NEST"), (48, 52, "ORG")]
    sample = Sample(text, tuple(Labelled(a, b, (x,)) for a, b, x in [*pieces, (56, 60, "LOC")]))
    assert [(text[s.start : s.end], s.labels) for s in ablate.flattened(sample).spans] == [
        ("Kent City Council", ("ORG",)),
        ("University of Kent Hall", ("ORG",)),
        ("Kent", ("LOC",)),
    ]


def test_an_encoder_without_shapes():
    text = "He went to Kent"
    made = ablate.Shapeless(Pieces()).encode(text, words(text), [slice(0, 4)])
    assert made.shapes == [0, 0, 0, 0]
    assert made.pieces == Encoder(Pieces()).encode(text, words(text), [slice(0, 4)]).pieces


def test_the_table_of_ablations_says_what_never_ran(tmp_path: Path):
    for seed, value in ((1, 0.8), (2, 0.9)):
        figures = dict.fromkeys(ablate.CORPORA, value)
        (tmp_path / f"everything-{seed}.json").write_text(json.dumps(figures))
    lines = ablate.table(tmp_path)
    assert lines[2] == "| everything |" + " .850 |" * (len(ablate.CORPORA) + 1) + " .800, .900 |"
    assert lines[3].count("never run") == len(ablate.CORPORA) + 2


def test_the_mean_of_bases(tmp_path: Path) -> None:
    from geo.training.recogniser.average import mean

    for name, value in (("a", 1.0), ("b", 3.0)):
        torch.save({"tags.weight": torch.full((2, 2), value)}, tmp_path / f"{name}.pt")
    made = mean([tmp_path / "a.pt", tmp_path / "b.pt"])
    assert torch.equal(made["tags.weight"], torch.full((2, 2), 2.0))
