"""Building a store from a dump, measured: rows a second, peak memory, size, and look-ups in the result.

    python -m tests.bench.full_build DIR [--keep FILE]
    python -m tests.bench.full_build --compare FILE [--with OTHER]

``DIR`` holds a dump, real or made by :mod:`tests.bench.full_dump`; the second form looks up in a store
that was built before. Seconds are shown by the clock and by the processor's time: on a machine that
others use as well, the second is the one to compare.

Look-ups are of names met for the first time, in both stores by turns, some at a time, so that whatever
else the machine does meets both. All of what ships is in the process's memory after some hundred names; of
a file of gigabytes nearly every name lies on a page that was not touched before. So all is measured
twice: with the files just opened (and in the system's memory), and after each was read from end to end.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import sys
import tempfile
import time
from array import array
from collections import defaultdict, deque
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from statistics import mean, median

from geo import datafiles
from geo.gazetteer import EmbeddedGazetteer
from geo.gazetteer.geonames import build_from_dump
from geo.gazetteer.names import normalise
from geo.gazetteer.packing import unpack_place

SEED = 7
DRAWN, NAMES, FEWEST = 40_000, 2_000, 50
"""Places drawn of each store, names of them asked at most of each kind, and asked at all."""
WARM, BLOCK = 1_000, 25
"""Names of one place asked first, while what ships comes into memory, and names asked of one store before the
other."""
SHARED = {
    "one place": range(1, 2), "2 places": range(2, 3), "3 to 5": range(3, 6), "6 to 15": range(6, 16),
    "16 to 49": range(16, 50), "50 or more": range(50, 1000),
}  # fmt: skip
"""Names by how many places they answer with: most of what a look-up takes is spent on each of these."""

Asked = Sequence[list[str]]
"""Names to ask in what ships, and as many to ask in the full one."""


def build(folder: Path, target: Path) -> None:
    """Build, and print what it took."""
    clock, cpu = time.perf_counter(), time.process_time()

    def progress(file: str, rows: int) -> None:
        if rows % 1_000_000 == 0:
            taken = time.process_time() - cpu
            print(f"{file}: {rows:,} rows read, {taken:,.0f} s of processor, {peak():,} MB", flush=True)

    report = build_from_dump(folder, target, progress=progress)
    clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    print(
        f"{report.places:,} places, {report.names:,} names of use, {sum(report.skipped.values()):,} bad rows"
    )
    print(f"build            {clock:,.0f} s by the clock, {cpu:,.0f} s of the processor")
    print(f"                 {report.places / cpu:,.0f} places a second of the processor, names included")
    print(f"peak memory      {peak():,} MB")
    print(f"size             {target.stat().st_size / 1e6:,.0f} MB", flush=True)


def peak() -> int:
    """The most memory that this process has held, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024  # macOS tells bytes, Linux kibibytes
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit // 1_000_000


def draw(path: Path) -> list[str]:
    """Names of places drawn evenly from a store, in the order drawn."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        numbers = array("i", (n for (n,) in db.execute("SELECT n FROM place ORDER BY n")))
        query = "SELECT packed FROM place WHERE n = ?"
        drawn = random.Random(SEED).sample(numbers, min(DRAWN, len(numbers)))
        names = [unpack_place(n, db.execute(query, (n,)).fetchone()[0]).name for n in drawn]
    return list(dict.fromkeys(names))


def counts(path: Path, names: Sequence[str]) -> list[int]:
    """With how many places each name answers.

    Asking leaves the file in the system's memory; the mapping and the memory of a store that is opened
    later know nothing of it.
    """
    with closing(EmbeddedGazetteer(path)) as store:
        return [len(store.lookup([name])[0]) for name in names]


def asked(paths: Sequence[Path]) -> dict[str, Asked]:
    """Names to ask in what ships and in the full store, by a title; each name once.

    A place that was met is kept, and what holds it too, so that the later a name is asked, the less it takes:
    first come names of as many places in both stores, from one place up, and last those that differ.
    """
    small, full = ([*zip(names := draw(path), counts(path, names), strict=True)] for path in paths)
    evenly = small[:NAMES], full[:NAMES]
    # The very same names, where both answer with as many places: nothing differs but the file.
    last = {name for name, _ in evenly[1]}
    tried = [pair for pair in small[NAMES : 3 * NAMES] if pair[0] not in last]
    there = counts(paths[1], [name for name, _ in tried])
    same = [name for (name, count), again in zip(tried, there, strict=True) if count == again][:NAMES]
    # Of names of six to fifteen places, one store has more sixes, and the other more fifteens: where the
    # names are others, as many of each number are asked in both.
    by_count: dict[int, list[list[str]]] = defaultdict(lambda: [[], []])
    taken = {*same, *(name for drawn in evenly for name, _ in drawn)}
    for k, drawn in enumerate((small[3 * NAMES :], full[NAMES:])):
        for name, count in drawn:
            if name not in taken:
                by_count[count][k].append(name)
    pairs = [(count, *pair) for count, both in sorted(by_count.items()) for pair in zip(*both, strict=False)]
    random.Random(SEED).shuffle(pairs)
    kinds: dict[str, Asked] = {}
    for title, numbers in SHARED.items():
        kind = [pair for pair in pairs if pair[0] in numbers][: NAMES if kinds else WARM + NAMES]
        if not kinds:
            kinds["the first"] = [[pair[k] for pair in kind[:WARM]] for k in (1, 2)]
            kind = kind[WARM:]
        kinds[title] = [[pair[k] for pair in kind] for k in (1, 2)]
    kinds["the same names"] = [same, same]
    kinds["drawn evenly"] = [[name for name, _ in drawn] for drawn in evenly]
    each = " and ".join(f"{mean(count for _, count in drawn):.1f}" for drawn in evenly)
    print(f"names drawn evenly answer with {each} places")
    return kinds


def by_turns(stores: Sequence[EmbeddedGazetteer], names: Asked) -> list[list[float]]:
    """Microseconds of each look-up in each store, least first; each is asked its own names."""
    taken: list[list[float]] = [[] for _ in stores]
    turns = list(zip(stores, names, taken, strict=True))
    for begin in range(0, max(map(len, names)), BLOCK):
        for store, some, times in turns:
            normalise.cache_clear()  # what it remembers of one store's names would serve the other
            for name in some[begin : begin + BLOCK]:
                begun = time.perf_counter()
                store.lookup([name])
                times.append((time.perf_counter() - begun) * 1e6)
        turns.reverse()
    return [sorted(times) for times in taken]


def compare(full: Path, other: Path) -> None:
    """Look up names that were never asked before in both stores, and print what each kind took."""
    paths = (other, full)
    kinds = asked(paths)
    for whole in (False, True):
        print(f"{'files read from end to end' if whole else 'files just opened'}: what ships, the full one")
        stores = [EmbeddedGazetteer(path) for path in paths]
        for store in stores if whole else ():
            for rows in (store.tables.names(), store.tables.places()):
                deque(rows, maxlen=0)
        for title, names in kinds.items():
            if len(names[0]) < FEWEST:
                continue
            ships, there = by_turns(stores, names)
            (p50, p90), (full50, full90) = ((median(t), t[len(t) * 9 // 10]) for t in (ships, there))
            print(
                f"{title:<16} p50 {p50:5.0f} {full50:5.0f} us, x {full50 / p50:4.2f}"
                f"   p90 {p90:5.0f} {full90:5.0f} us, x {full90 / p90:4.2f}   {len(ships):,} names",
                flush=True,
            )
        for store in stores:
            store.close()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.full_build", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", nargs="?")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="where the store is written, and left")
    parser.add_argument("--compare", type=Path, metavar="FILE", help="a store that was built before")
    parser.add_argument("--with", type=Path, metavar="OTHER", dest="other", help="default: what ships")
    options = parser.parse_args()
    if (options.folder is None) == (options.compare is None):
        parser.error("either DIR, or --compare FILE")
    with tempfile.TemporaryDirectory() as folder:
        target = options.compare or options.keep or Path(folder, "full.sqlite")
        if options.folder is not None:
            build(options.folder, target)
        compare(target, options.other or datafiles.data_path("gazetteer.sqlite"))


if __name__ == "__main__":
    main()
