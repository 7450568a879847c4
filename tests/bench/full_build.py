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
from contextlib import closing
from pathlib import Path

from geo.gazetteer import EmbeddedGazetteer, open_gazetteer
from geo.gazetteer.geonames import build_from_dump
from geo.gazetteer.tables import unpack_place

SEED = 7
DRAWN, NAMES, FEWEST = 40_000, 2_000, 50
"""Places drawn, names of them asked at most of each kind, and asked at all."""
SHARED = {
    "one place": range(1, 2), "2 places": range(2, 3), "3 to 5": range(3, 6), "6 to 15": range(6, 16),
    "16 to 49": range(16, 50), "50 or more": range(50, 1000),
}  # fmt: skip
"""Names by how many places they answer with: most of what a look-up takes is spent on each of these."""


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


def names_of(store: EmbeddedGazetteer) -> dict[str, list[str]]:
    """Names of places drawn evenly from a store by their numbers, by how many places share each.

    Asking for them leaves the file warm and the store's own memory cold: another one counts.
    """
    rng = random.Random(SEED)
    found: dict[str, list[str]] = {title: [] for title in SHARED}
    with closing(sqlite3.connect(f"{store.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        last = db.execute("SELECT max(n) FROM place").fetchone()[0]
        first = db.execute("SELECT min(n) FROM place WHERE n > 0").fetchone()[0]
        query = "SELECT n, packed FROM place WHERE n >= ? LIMIT 1"
        drawn = [
            unpack_place(*db.execute(query, (rng.randint(first, last),)).fetchone()) for _ in range(DRAWN)
        ]
    with closing(EmbeddedGazetteer(store.path)) as counting:
        for name in dict.fromkeys(place.name for place in drawn):
            shared = len(counting.lookup([name])[0])
            for title, numbers in SHARED.items():
                if shared in numbers:
                    found[title].append(name)
    return {title: names[:NAMES] for title, names in found.items()}


def look_up(store: EmbeddedGazetteer, names: list[str]) -> list[float]:
    """Microseconds of each look-up, least first."""
    taken = []
    for name in names:
        begun = time.perf_counter()
        store.lookup([name])
        taken.append((time.perf_counter() - begun) * 1e6)
    return sorted(taken)


def compare(target: Path) -> None:
    """Look up names that were never asked before in each store, the stores by turns."""
    stores = {"what ships": open_gazetteer(), "the full one": EmbeddedGazetteer(target)}
    names = {title: names_of(store) for title, store in stores.items()}
    for shared in SHARED:
        for title, store in stores.items():
            asked = names[title][shared]
            if len(asked) >= FEWEST:
                taken = look_up(store, asked)
                p50, p90 = taken[len(taken) // 2], taken[len(taken) * 9 // 10]
                print(f"{shared:<16} {title:<13} {p50:4.0f} us p50, {p90:4.0f} p90 of {len(asked):,} names")
    for store in stores.values():
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
