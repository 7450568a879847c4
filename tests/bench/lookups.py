"""Opening a store and looking up in it, measured in a process that does nothing else.

    python -m tests.bench.lookups [FILE]

Names are drawn evenly (seeded) from those of its places and, apart from the first thousand, asked for the
first time; then they are asked again. The last line is how well a slip of one letter is put right.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.gazetteer import EmbeddedGazetteer

SEED = 11
WARM, ASKED, SLIPS = 1_000, 10_000, 1_000
WELL_KNOWN = 100_000
"""Inhabitants of a place that is well known, for the slips."""


def held() -> int:
    """Memory that this process holds now, in kB; the most that it has held where that is not told."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def microseconds(run: Callable[[Any], object], values: Sequence[Any]) -> list[float]:
    """What each call took, least first."""
    taken = []
    for value in values:
        begun = time.perf_counter()
        run(value)
        taken.append((time.perf_counter() - begun) * 1e6)
    return sorted(taken)


def slipped(name: str, rng: random.Random) -> str:
    """The name with one letter left out, doubled, changed, or two that are swapped; not the first ones."""
    at, how = rng.randrange(3, len(name) - 1), rng.randrange(4)
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    middle = ("", name[at] * 2, letter, name[at + 1] + name[at])[how]
    return name[:at] + middle + name[at + (2 if how == 3 else 1) :]


def well_known(store: EmbeddedGazetteer) -> list[str]:
    """Names of large places, in one word of plain letters."""
    names = sorted({place.name for place in store.tables.places() if place.population >= WELL_KNOWN})
    return [name for name in names if name.isascii() and name.isalpha() and len(name) >= 6]


def slips(store: Any, names: Sequence[str], rng: random.Random) -> tuple[int, int, list[float]]:
    """Of names with a slip that no place is called by: how many, how many put right, what each took."""
    asked, right, taken = 0, 0, []
    for name in names:
        wrong = slipped(name, rng)
        if store.flags([wrong])[0] or wrong == name:
            continue
        meant = store.lookup([name])[0][0].place.id
        begun = time.perf_counter()
        found = store.lookup([wrong])[0]
        taken.append((time.perf_counter() - begun) * 1e6)
        asked += 1
        right += bool(found) and found[0].place.id == meant
    return asked, right, taken


def main() -> None:
    """The command line."""
    before = held()
    from geo.gazetteer import open_gazetteer

    begun = time.perf_counter()
    store = open_gazetteer(*sys.argv[1:2])
    opened = time.perf_counter() - begun
    imported = held()
    rng = random.Random(SEED)
    names = sorted({place.name for place in store.tables.places()})
    known = well_known(store)
    names = rng.sample(names, WARM + ASKED)
    drawn = held() - imported  # the list that names are drawn from is the bench's own

    def ask(name: str) -> object:
        return store.lookup([name])

    microseconds(ask, names[:WARM])
    first = microseconds(ask, names[WARM:])
    again = microseconds(ask, names[-2_000:])
    flags = microseconds(lambda name: store.flags([name]), names[WARM:])
    memory = held() - before - drawn
    table = dict.fromkeys(names)
    python = microseconds(table.get, names[WARM:])
    base = max(median(python), 0.01)
    print(f"{'open':<20} {opened * 1e3:6.1f} ms")
    print(f"{'memory':<20} {memory / 1000:6.1f} MB above the interpreter after {ASKED:,} look-ups")
    for title, taken in (("look-up, met first", first), ("met again", again), ("flags", flags)):
        p90 = taken[len(taken) * 9 // 10]
        times = median(taken) / base
        print(f"{title:<20} {median(taken):6.1f} us p50  {p90:6.1f} us p90  {times:5.0f} x a dictionary")
    asked, right, each = slips(store, rng.sample(known, min(SLIPS, len(known))), rng)
    print(f"{'a letter off':<20} {right / asked:6.3f} of {asked} put right, {median(each) / 1e3:.2f} ms p50")


if __name__ == "__main__":
    main()
