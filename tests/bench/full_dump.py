"""A made dump of GeoNames, as large as wanted, to build a store from and to measure that build.

    python -m tests.bench.full_dump --rows 13000000 --alternates 16000000 --to DIR
    python -m tests.bench.full_build DIR

The files have the columns, the kinds, the lengths of names and the shares of repeated names of the real
dump; the names are made of syllables and the numbers begin where GeoNames's have not come to yet. The
same arguments give the same bytes. Writing 13 million rows takes about two minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

SEED = 20261122
CHUNK = 100_000  # rows made at a time
FIRST = 20_000_000
"""The first number of a place: GeoNames's real numbers are all below."""

CODES = {
    # feature class and code: its share of GeoNames, roughly, by its statistics page.
    "P\tPPL": 0.345, "P\tPPLX": 0.02, "P\tPPLL": 0.02, "P\tPPLA3": 0.005, "H\tSTM": 0.11, "H\tLK": 0.035,
    "H\tSPNG": 0.01, "H\tSTMI": 0.015, "T\tMT": 0.05, "T\tHLL": 0.045, "T\tISL": 0.02, "T\tVAL": 0.02,
    "L\tLCTY": 0.02, "L\tPRK": 0.015, "S\tSCH": 0.05, "S\tCH": 0.04, "S\tFRM": 0.055, "S\tHTL": 0.03,
    "S\tBLDG": 0.03, "A\tADM3": 0.006, "A\tADM4": 0.03, "A\tADM2": 0.0035, "R\tRD": 0.004, "V\tFRST": 0.006,
}  # fmt: skip
LANDS = {
    # Country: its divisions of the second order, by GeoNames's admin2Codes.txt; most places first.
    "US": 3143, "CN": 360, "IN": 763, "MX": 2471, "RU": 2644, "ID": 514, "NO": 357, "BR": 5570, "PK": 156,
    "IR": 435, "DE": 19, "TR": 973, "PH": 87, "FR": 96, "AU": 539, "FI": 66, "UA": 136, "NP": 77, "MA": 75,
    "TH": 928, "ES": 52, "CA": 1641, "CO": 1122, "VE": 335, "BD": 64, "GB": 185, "PL": 380, "JP": 1190,
    "KE": 32, "NG": 785, "AF": 398, "DZ": 548, "GR": 54, "PT": 308, "PE": 196, "VN": 713, "RO": 3181,
    "CZ": 98, "IT": 107, "SE": 290, "BG": 265, "CU": 167, "MM": 73, "HU": 197, "ET": 121, "LK": 25,
    "MG": 119, "AR": 529, "ZA": 52, "CL": 56,
}  # fmt: skip
FIRST_ORDER = 20
"""Divisions of the first order of each country."""
UNEVEN = 3.0
"""The power of an even draw by which places fall to a country's divisions: of 200 places drawn, 0.62 of the
divisions are met for the first time, as in GeoNames's Netherlands (0.62); of an even draw it were 0.81."""
COUNTRIES = list(LANDS)
LANGUAGES = {
    "": 0.34, "en": 0.16, "link": 0.09, "wkdt": 0.05, "post": 0.03, "unlc": 0.02, "iata": 0.001,
    "icao": 0.001, "zh": 0.03, "ru": 0.05, "ar": 0.04, "fa": 0.05, "ja": 0.015, "de": 0.02, "fr": 0.03,
    "es": 0.04, "nl": 0.02, "sv": 0.013, "ceb": 0.0, "vi": 0.01, "no": 0.04,
}  # fmt: skip
_SOUNDS = """b c d f g h j k l m n p r s t v z br ch dr gr kh kr ll nd ng sh st th tr v w y zh
    a e i o u a e i o ai au ei ia ie oa ou ua
    . . . . n r s l m t ng nd rg sk
    River Creek Hill School Lake Farm Church Hotel San Santa New Upper El La Bukit Oued Nova"""
_ONSETS, _VOWELS, _ENDS, _KINDS = (line.split() for line in _SOUNDS.splitlines())
_OTHER = {
    "ru": "абвгдежиклмнопрстуя", "ar": "ابتجدرسشعقكلمنوي", "fa": "ابپتجدرسشعقکگلمنوی",
    "zh": "北南东西山河城江海州平安大新石水", "ja": "北南東西山川城江海野田中大新石島",
}  # fmt: skip


def words(rng: np.random.Generator, count: int) -> list[str]:
    """Made words of one to four syllables, capitalised; each once."""
    found: dict[str, None] = {}
    while len(found) < count:
        limits = np.array([len(_ONSETS), len(_VOWELS), len(_ENDS), 4])
        draws = (rng.random((CHUNK, 4, 4)) * limits).astype(int).tolist()
        for syllables in draws:
            length = 1 + syllables[0][3]
            word = "".join(_ONSETS[onset] + _VOWELS[vowel] for onset, vowel, _, _ in syllables[:length])
            found[(word + _ENDS[syllables[0][2]].strip(".")).capitalize()] = None
    return list(found)[:count]


def names(rng: np.random.Generator, stock: list[str], count: int) -> list[str]:
    """Made names of one to three words; some words, and so some names, are far commoner than others."""
    # A power of an even draw: the first words of the stock are drawn most, as Santa Maria is.
    first, second = (rng.random((2, count)) ** 2.2 * len(stock)).astype(int).tolist()
    kind = rng.integers(0, len(_KINDS), count).tolist()
    shape = rng.integers(0, 20, count).tolist()
    made = []
    for a, b, k, s in zip(first, second, kind, shape, strict=True):
        if s < 9:
            made.append(stock[a])
        elif s < 15:
            made.append(f"{stock[a]} {_KINDS[k]}")
        elif s < 19:
            made.append(f"{_KINDS[k]} {stock[a]}")
        else:
            made.append(f"{stock[a]} {stock[b]} {_KINDS[k]}")
    return made


def division(number: int, separator: str = "\t") -> str:
    """The codes of a country's division of the second order, and of the one of the first that holds it."""
    return f"{number % FIRST_ORDER + 1:02}{separator}{number // FIRST_ORDER + 1:03}"


def main_rows(rng: np.random.Generator, stock: list[str], rows: int) -> Iterator[str]:
    """Blocks of lines of ``allCountries.txt``."""
    codes = list(CODES)
    shares = np.array(list(CODES.values()))
    lands = 1 / np.arange(3, len(COUNTRIES) + 3)
    divisions = np.array(list(LANDS.values()))
    order = rng.permutation(rows) + FIRST
    for begin in range(0, rows, CHUNK):
        count = min(CHUNK, rows - begin)
        land = rng.choice(len(COUNTRIES), count, p=lands / lands.sum())
        second = (rng.random(count) ** UNEVEN * divisions[land]).astype(int)
        columns = zip(
            order[begin : begin + count].tolist(),
            names(rng, stock, count),
            names(rng, stock, count),
            rng.choice(len(codes), count, p=shares / shares.sum()).tolist(),
            land.tolist(),
            second.tolist(),
            (np.degrees(np.arcsin(rng.uniform(-0.85, 0.95, count)))).round(5).tolist(),
            rng.uniform(-180, 180, count).round(5).tolist(),
            # A twentieth of all have inhabitants told, most of them few.
            np.where(rng.random(count) < 0.05, rng.lognormal(7.5, 1.6, count), 0).astype(int).tolist(),
            strict=True,
        )
        yield "".join(
            f"{n}\t{name}\t{name}\t{other}\t{lat}\t{lon}\t{codes[code]}\t{COUNTRIES[land]}\t\t"
            f"{division(two)}\t\t\t{people}\t\t300\tEtc/UTC\t2026-01-01\n"
            for n, name, other, code, land, two, lat, lon, people in columns
        )


def alternate_rows(rng: np.random.Generator, stock: list[str], rows: int, places: int) -> Iterator[str]:
    """Blocks of lines of ``alternateNamesV2.txt``."""
    languages = list(LANGUAGES)
    shares = np.array(list(LANGUAGES.values()))
    for begin in range(0, rows, CHUNK):
        count = min(CHUNK, rows - begin)
        made = names(rng, stock, count)
        spoken = [languages[k] for k in rng.choice(len(languages), count, p=shares / shares.sum())]
        # Some places have a hundred names, most have one.
        of = ((rng.random(count) ** 2) * places).astype(int) + FIRST
        letters = rng.integers(0, 1 << 30, (count, 6)).tolist()
        marks = rng.integers(0, 100, count).tolist()
        lines = []
        for k, (n, plain, language, mark) in enumerate(zip(of.tolist(), made, spoken, marks, strict=True)):
            name = _in_language(plain, language, letters[k])
            preferred, short, historic = mark < 6, 6 <= mark < 8, mark == 9
            lines.append(
                f"{begin + k + 1}\t{n}\t{language}\t{name}\t{'1' * preferred}\t{'1' * short}\t\t"
                f"{'1' * historic}\t\t\n"
            )
        yield "".join(lines)


def _in_language(name: str, language: str, letters: list[int]) -> str:
    """A made name as a row of this language would have it."""
    if language in _OTHER:
        script = _OTHER[language]
        return "".join(script[x % len(script)] for x in letters[: 3 + letters[0] % 4])
    if language == "link":
        return f"https://en.wikipedia.org/wiki/{name.replace(' ', '_')}"
    return name[:4].upper() if language in ("iata", "icao", "unlc") else name


def tables(folder: Path) -> None:
    """The small tables: countries and divisions, with numbers below those of the places."""
    number = FIRST - 200_000
    countries, first, second = [], [], []
    for land in COUNTRIES:
        number += 1
        cells = [""] * 19
        cells[0], cells[4], cells[7], cells[16] = land, f"Land {land}", "10000000", str(number)
        countries.append("\t".join(cells))
        for one in range(1, FIRST_ORDER + 1):
            number += 1
            first.append(f"{land}.{one:02}\tDivision {land} {one}\tDivision {land} {one}\t{number}")
        for two in range(LANDS[land]):
            number += 1
            second.append(f"{land}.{division(two, '.')}\tCounty {two}\tCounty {two}\t{number}")
    for name, lines in (
        ("countryInfo.txt", countries), ("admin1CodesASCII.txt", first), ("admin2Codes.txt", second),
    ):  # fmt: skip
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def division_rows(folder: Path) -> Iterator[str]:
    """Lines of ``allCountries.txt`` for the countries and divisions of the small tables."""
    for file, code in (("countryInfo", "PCLI"), ("admin1CodesASCII", "ADM1"), ("admin2Codes", "ADM2")):
        for line in (folder / f"{file}.txt").read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            land, one, two = [*cells[0].split("."), "", ""][:3]
            name, number = (cells[4], cells[16]) if code == "PCLI" else (cells[1], cells[3])
            lat, lon = COUNTRIES.index(land), 3 * int(one or 0) + int(two or 0) / 100
            yield (
                f"{number}\t{name}\t{name}\t\t{lat}\t{lon}\tA\t{code}\t{land}\t\t{one or '00'}\t{two}"
                "\t\t\t90000\t\t300\tEtc/UTC\t2026-01-01\n"
            )


def hierarchy_rows(rng: np.random.Generator, places: int) -> str:
    """Lines of ``hierarchy.txt``: a part of a town in its town, for one place in forty."""
    child = rng.permutation(places)[: places // 40] + FIRST
    parent = rng.integers(0, places, len(child)) + FIRST
    return "".join(f"{p}\t{c}\t\n" for p, c in zip(parent.tolist(), child.tolist(), strict=True))


def write(folder: Path, *, rows: int, alternates: int) -> None:
    """Write the whole dump into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(SEED)
    stock = words(rng, max(1000, min(600_000, rows // 20)))
    tables(folder)
    with (folder / "allCountries.txt").open("w", encoding="utf-8") as stream:
        stream.writelines(main_rows(rng, stock, rows))
        stream.writelines(division_rows(folder))
    with (folder / "alternateNamesV2.txt").open("w", encoding="utf-8") as stream:
        stream.writelines(alternate_rows(rng, stock, alternates, rows))
    (folder / "hierarchy.txt").write_text(hierarchy_rows(rng, rows), encoding="utf-8")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.full_dump", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--alternates", type=int, default=1_230_000)
    parser.add_argument("--to", type=Path, required=True, metavar="DIR")
    options = parser.parse_args()
    write(options.to, rows=options.rows, alternates=options.alternates)


if __name__ == "__main__":
    main()
