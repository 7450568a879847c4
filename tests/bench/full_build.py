"""Building a store from a dump, measured: rows a second, peak memory, size, and look-ups in the result.

    python -m tests.bench.full_build DIR [--keep FILE]

``DIR`` holds a dump, real or made by :mod:`tests.bench.full_dump`. Seconds are shown by the clock and by
the processor's time: on a machine that others use as well, the second is the one to compare.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from geo.gazetteer import EmbeddedGazetteer, open_gazetteer
from geo.gazetteer.geonames import build_from_dump

SEED = 7
NAMES = 4_000


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
    print(f"size             {target.stat().st_size / 1e6:,.0f} MB")


def peak() -> int:
    """The most memory that this process has held, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024  # macOS tells bytes, Linux kibibytes
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit // 1_000_000


def names_of(store: Path) -> list[str]:
    """Names of places drawn evenly from a store, by their numbers."""
    rng = random.Random(SEED)
    with sqlite3.connect(f"{store.resolve().as_uri()}?mode=ro&immutable=1", uri=True) as db:
        last = db.execute("SELECT max(n) FROM place").fetchone()[0]
        first = db.execute("SELECT min(n) FROM place WHERE n > 0").fetchone()[0]
        query = "SELECT name FROM place WHERE n >= ? LIMIT 1"
        drawn = {db.execute(query, (rng.randint(first, last),)).fetchone()[0] for _ in range(NAMES)}
    db.close()
    return sorted(drawn, key=lambda name: rng.random())


def look_up(store: EmbeddedGazetteer, names: list[str]) -> list[float]:
    """Microseconds of each look-up, least first."""
    taken = []
    for name in names:
        begun = time.perf_counter()
        store.lookup([name])
        taken.append((time.perf_counter() - begun) * 1e6)
    return sorted(taken)


def compare(target: Path) -> None:
    """Look up names of each store in it: names never asked before, then the same again."""
    for title, store in (("what ships", open_gazetteer()), ("the full one", EmbeddedGazetteer(target))):
        names = names_of(store.path)
        look_up(store, names[: NAMES // 4])  # code and pages of the machine are warm, these names are not
        first, again = look_up(store, names[NAMES // 4 :]), look_up(store, names[NAMES // 4 :])
        middle, tenth = len(first) // 2, len(first) * 9 // 10
        print(
            f"{title:<16} look-up p50 {first[middle]:.0f} us first, {again[middle]:.0f} us again; "
            f"p90 {first[tenth]:.0f} and {again[tenth]:.0f}"
        )
        store.close()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.full_build", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="where the store is written, and left")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        target = options.keep or Path(folder, "full.sqlite")
        build(options.folder, target)
        compare(target)


if __name__ == "__main__":
    main()
