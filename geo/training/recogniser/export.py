"""A trained network to the file that ships: ONNX, opset 17, int8 a channel; and its golden numbers."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from pathlib import Path

import torch

from geo import datafiles
from geo.recognition.tagger import MODEL, TOKENIZER
from geo.recognition.tagger_encoding import GAZETTEER_CLASSES, SHAPES, TAGS
from geo.training.recogniser.model import Network

log = logging.getLogger("recogniser")

OPSET = 17
VERSION = "2"


def export(weights: Path, target: Path) -> None:
    """Write saved weights as an int8 model."""
    saved = torch.load(weights, weights_only=True)
    network = Network(len(saved["pieces.weight"]))
    network.load_state_dict(saved)
    network.eval()
    full = target.with_suffix(".fp32.onnx")
    to_onnx(network, full)
    quantise(full, target)
    full.unlink()
    log.info("exported %s: %d bytes", weights.name, target.stat().st_size)


def ship(model: Path, work: Path) -> None:
    """Copy a model and its tokenizer into ``geo/data`` and record them in the manifest."""
    shutil.copyfile(model, datafiles.DATA / MODEL)
    shutil.copyfile(work / TOKENIZER, datafiles.DATA / TOKENIZER)
    sources = ["all-MiniLM-L6-v2 (Apache-2.0), adapted; see recogniser.md"]
    for name in (MODEL, TOKENIZER):
        datafiles.record(name, version=VERSION, sources=sources)


def to_onnx(network: Network, target: Path) -> None:
    """The network in full precision."""
    example = torch.ones((2, 8), dtype=torch.int64)
    names = ["pieces", "shapes", "gazetteer"]
    axes = {name: {0: "batch", 1: "length"} for name in [*names, "tags", "kind"]}
    torch.onnx.export(
        network,
        (example, example % len(SHAPES), example % GAZETTEER_CLASSES),
        str(target),
        input_names=names,
        output_names=["tags", "kind"],
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )


def quantise(full: Path, target: Path) -> None:
    """Weights to int8, a scale a channel; seven bits, so that processors without VNNI agree.

    The file carries its labels and a fingerprint of its weights.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        str(full),
        str(target),
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )
    model = onnx.load(str(target))
    digest = hashlib.sha256()
    for tensor in model.graph.initializer:
        digest.update(tensor.SerializeToString())
    card = {"version": VERSION, "tags": json.dumps(TAGS), "weights": digest.hexdigest()[:12]}
    onnx.helper.set_model_props(model, card)
    onnx.save(model, str(target))
