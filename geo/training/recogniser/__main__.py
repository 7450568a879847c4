"""``python -m geo.training.recogniser STEP ...``: the recogniser that ships, from data paths.

Steps, in order: ``vocabulary``, ``base`` (external data and our own sentences), ``average``
(bases of other seeds into one, if so wished), ``folds``
(cross-validation of the adaptation), ``adapt``, ``export``, ``ship`` (into ``geo/data``); ``all`` is
every one but ``folds``. ``predict`` writes what a model finds, and its figures; ``ablate`` tells what
the parts of the recipe are worth. Each writes into ``--work`` and goes on from the checkpoint that it
finds there. With ``--permissive`` nothing is adapted: the corpora's texts are not licensed so.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from torch import multiprocessing

from geo.training.recogniser.workshop import SEED, Workshop, base

log = logging.getLogger("recogniser")

STEPS = ("all", "vocabulary", "base", "average", "folds", "adapt", "predict", "ablate", "export", "ship")


def main() -> None:
    """Read the command line and run one step."""
    parser = argparse.ArgumentParser(prog="geo.training.recogniser", description=__doc__)
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("--training", type=Path, required=True, help="folder of BIO files")
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora's open halves")
    parser.add_argument("--geonames", type=Path, required=True, help="folder of GeoNames code tables")
    parser.add_argument("--base", type=Path, required=True, help="folder of the base model and its tokenizer")
    parser.add_argument("--work", type=Path, required=True, help="folder for checkpoints and results")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=SEED, help="of order, own sentences and dropout")
    parser.add_argument("--of", type=Path, nargs="+", help="work folders whose bases ``average`` takes")
    parser.add_argument("--seconds", type=float, default=1e9, help="wall-clock budget of the step")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--port", type=int, default=29611)
    parser.add_argument("--fold", type=int, help="the fold held out by ``folds`` (all three), ``predict``")
    parser.add_argument("--weights", default="adapted.pt", help="for ``predict``, ``export``, ``ship``")
    parser.add_argument("--only", default="", help="corpora for ``predict``, by comma")
    parser.add_argument("--share", type=float, default=0.2, help="part of an epoch that ``ablate`` trains on")
    parser.add_argument("--bfloat16", action="store_true", help="where the processor has it: twice as fast")
    parser.add_argument("--permissive", action="store_true", help="CC BY, MIT and our own sentences alone")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if options.step == "vocabulary":
        logging.basicConfig(level=logging.INFO)
        log.info("%d pieces kept", len(Workshop(options).vocabulary()))
        return
    if options.step in ("all", "base") and not (options.work / "base.pt").exists():
        Workshop(options).vocabulary()  # written before two processes look for it
        multiprocessing.spawn(base, args=(options,), nprocs=options.processes)
    if options.step == "base":
        return
    from geo.training.recogniser import ablate, average, finish

    options.processes = 1
    if options.step == "average":
        average.run(options)
        return
    if options.step == "ablate":
        ablate.run(options)
        return
    if options.step != "all":
        finish.run(options)
        return
    if options.permissive:
        options.weights = "base.pt"
    elif not (options.work / options.weights).exists():
        options.step = "adapt"
        finish.run(options)
    for options.step in ("export", "ship"):
        finish.run(options)


if __name__ == "__main__":
    main()
