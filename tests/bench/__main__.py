"""Speed and memory, as ratios within one run: these machines are shared, so seconds are shown and
only ratios are compared.

    python -m tests.bench            everything
    python -m tests.bench startup    one part: startup, gazetteer, recogniser, resolver, browser
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "output" / "caribbean" / "source.txt"


def seconds(
    run: Callable[[], object], *, times: int = 5, clock: Callable[[], float] = time.perf_counter
) -> float:
    """The median time of one call; by ``time.process_time`` where other processes must not count."""
    taken = []
    for _ in range(times):
        begun = clock()
        run()
        taken.append(clock() - begun)
    return statistics.median(taken)


def startup() -> None:
    """A whole cold process: ``geo map`` beside an empty Python."""
    watch = (
        "import resource, subprocess, sys; "
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    with tempfile.TemporaryDirectory() as folder:

        def peak(*command: str) -> int:
            done = subprocess.run(
                [sys.executable, "-c", watch, *command], capture_output=True, check=True, cwd=ROOT
            )
            return int(done.stdout)

        geo = [sys.executable, "-m", "geo.cli"]
        mapping = [*geo, "map", str(EXAMPLE), "-o", folder]
        empty = seconds(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
        for name, command in {
            "geo --version": [*geo, "--version"],
            "geo lookup Paris": [*geo, "lookup", "Paris"],
            "geo parse --fast": [*geo, "parse", str(EXAMPLE), "--fast"],
            "geo parse": [*geo, "parse", str(EXAMPLE)],
            "geo map --fast": [*mapping, "--fast"],
            "geo map": mapping,
        }.items():
            taken = seconds(lambda c=command: subprocess.run(c, check=True, capture_output=True, cwd=ROOT))
            print(f"{name:<20} {taken:6.2f} s   {taken / empty:6.1f} x an empty Python   {peak(*command)} MB")
        page = Path(folder, "map.html").stat().st_size
        print(f"{'the page':<20} {page / 1000:6.0f} kB")


def gazetteer() -> None:
    """The store in a process of its own: opening, memory, and look-ups of names met first and met again."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.lookups"], capture_output=True, check=True, cwd=ROOT, text=True
    )
    print(done.stdout, end="")


def recogniser() -> None:
    """Tokens a second on one thread, raw text in, beside the model's bare forward pass over the same text.

    Medians of five runs each, processor's time, in one process: the examples' texts, each by itself.
    """
    from geo.gazetteer import open_gazetteer
    from geo.inference import Model
    from geo.pipeline import Geoparser
    from geo.recognition.tagger import MODEL, Tagger
    from geo.recognition.tokens import words

    texts = [p.read_text(encoding="utf-8") for p in sorted(ROOT.glob("output/*/source.txt"))]
    tokens = sum(len(words(text)) for text in texts)
    model, batches = Model(MODEL), []

    def network(pieces, shapes, classes):
        batches.append({"pieces": pieces, "shapes": shapes, "gazetteer": classes})
        return model.run(batches[-1])

    Tagger(open_gazetteer(), network=network).tag(texts)
    forward = list(batches)
    tagger, whole, fast = Tagger(open_gazetteer()), Geoparser(), Geoparser(fast=True)
    bare = seconds(lambda: [model.run(batch) for batch in forward], clock=time.process_time)
    print(f"{tokens} tokens, {len(forward)} batches")
    for name, run in {
        "bare forward pass": lambda: [model.run(batch) for batch in forward],
        "tagger": lambda: tagger.tag(texts),
        "tagger and lexicon": lambda: whole.recognizer.recognize(texts),
        "parse": lambda: list(whole.pipe(texts)),
        "lexicon (--fast)": lambda: fast.recognizer.recognize(texts),
        "parse --fast": lambda: list(fast.pipe(texts)),
    }.items():
        taken = seconds(run, clock=time.process_time)
        print(f"{name:<20} {tokens / taken:8.0f} tokens/s   {bare / taken:5.2f} of the bare forward pass")


def resolver() -> None:
    """The resolver's share of parsing, and its cost against the number of mentions in one text."""
    from geo.pipeline import Geoparser
    from geo.types import Document, Toponym

    geoparser = Geoparser()
    text = EXAMPLE.read_text(encoding="utf-8")
    parsed = geoparser.parse(text)
    given = Document(id="", text=text, toponyms=parsed.toponyms)
    share = seconds(lambda: list(geoparser.resolve([given]))) / seconds(lambda: geoparser.parse(text))
    print(f"{'resolver':<20} {share:6.2f} of parse")
    first = 0.0
    for times in (3, 30, 300):
        repeated = text + "\n\n"
        toponyms = tuple(
            Toponym(replace(m, start=m.start + n * len(repeated), end=m.end + n * len(repeated)))
            for n in range(times)
            for m in (t.mention for t in parsed.toponyms)
        )
        document = Document(id="", text=repeated * times, toponyms=toponyms)
        taken = seconds(lambda d=document: list(geoparser.resolve([d])), times=1) / len(toponyms)
        first = first or taken
        print(f"{len(toponyms):>10} mentions  {taken * 1e6:8.0f} us each   {taken / first:5.2f} x the first")


def browser() -> None:
    """The pages in Chromium: weight, opening, frames."""
    from tests.bench import browser as pages

    pages.browser()


PARTS = {
    "startup": startup,
    "gazetteer": gazetteer,
    "recogniser": recogniser,
    "resolver": resolver,
    "browser": browser,
}

if __name__ == "__main__":
    if unknown := [part for part in sys.argv[1:] if part not in PARTS]:
        sys.exit(f"no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    for part in sys.argv[1:] or PARTS:
        print(f"-- {part}")
        PARTS[part]()
