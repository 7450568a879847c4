"""Several bases as one: the mean of their weights.

Bases that began with one and the same pretrained encoder and differ by the order of their data lie in one
basin: their mean errs where most of them err.
"""

from __future__ import annotations

import argparse
import logging
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch

from geo.errors import DataError

log = logging.getLogger(__name__)

VOCABULARY = ("kept.txt", "recogniser.tokenizer.json")


def run(options: argparse.Namespace) -> None:
    """Write the mean of the bases in ``options.of``, and their vocabulary, into the work folder.

    Raises DataError where their vocabularies are not the same.
    """
    folders: list[Path] = options.of or []
    if not folders:
        raise DataError("average needs --of with the work folders of two bases or more")
    for name in VOCABULARY:
        if len({(folder / name).read_bytes() for folder in folders}) > 1:
            raise DataError(f"{name} is not the same in all of these folders; begin with one vocabulary")
        shutil.copyfile(folders[0] / name, options.work / name)
    torch.save(mean([folder / "base.pt" for folder in folders]), options.work / "base.pt")
    logging.basicConfig(level=logging.INFO)
    log.info("the mean of %d bases is in %s", len(folders), options.work / "base.pt")


def mean(paths: Sequence[Path]) -> dict[str, torch.Tensor]:
    """The mean of saved weights, name by name."""
    states = [torch.load(path, weights_only=True) for path in paths]
    return {
        name: torch.stack([state[name].double() for state in states]).mean(dim=0).to(values.dtype)
        for name, values in states[0].items()
    }
