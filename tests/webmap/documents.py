"""Documents made by hand, for the tests of the page: a story's sentences with its places marked in them.

In the sources ``[[Caracas|caracas]]`` is a mention of the place with that key, ``|kind|score`` may follow, and
an empty key is a name that was not placed.
"""

# ruff: noqa: E501, PLR0917  stories and tables of places are read as they are

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping

from geo.types import Candidate, Document, Footprint, Mention, Place, Relative, Toponym

_MARK = re.compile(r"\[\[([^|\]]+)\|([^|\]]*)(?:\|([a-z]*))?(?:\|([0-9.]+))?\]\]")


def place(
    key: str,
    name: str,
    lat: float,
    lon: float,
    code: str,
    country: str = "",
    admin: tuple[str, ...] = (),
    *,
    outline: bool = False,
    radius: float = 0.0,
    population: int | None = None,
) -> Place:
    """A place; the feature class follows from the code."""
    classes = {"SEA": "H", "OCN": "H", "STM": "H", "STRT": "H", "PCLI": "A", "ADM1": "A", "ISL": "T"}
    letter = classes.get(code) or {"P": "P", "A": "S", "B": "S", "N": "L", "R": "L"}.get(code[0], "S")
    return Place(
        id=key,
        name=name,
        footprint=Footprint(
            lat, lon, outline=key if outline else None, radius_km=radius,
            quality="approximate" if radius else "surveyed",
        ),
        feature_class=letter,
        feature_code=code,
        country=country,
        admin=admin,
        population=population,
    )  # fmt: skip


def story(
    marked: str,
    places: Mapping[str, Place],
    *,
    others: Mapping[str, tuple[Candidate, ...]] | None = None,
    **fields: str,
) -> Document:
    """The document that a marked source stands for."""
    text = ""
    toponyms = []
    at = 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        name, key, kind, score = match[1], match[2], match[3] or "place", float(match[4] or 0.93)
        mention = Mention(len(text), len(text) + len(name), name, kind)
        text += name
        at = match.end()
        chosen = places.get(key)
        candidates: tuple[Candidate, ...] = ()
        if chosen is not None:
            reason = f"“{name}” is the name of a {chosen.feature_code} named elsewhere in the text"
            candidates = (Candidate(chosen, name, "exact", score, (reason,)),)
        candidates += (others or {}).get(name, ())
        note = "the text names its country beside it" if chosen else "no place of this name fits the text"
        toponyms.append(Toponym(mention, candidates, chosen, score if chosen else 0.0, note))
    text += marked[at:]
    return Document(id="test", text=text, toponyms=tuple(toponyms), **fields)


WORLD_PLACES = {
    "caribbean": place("curated:caribbean-sea", "Caribbean Sea", 15.0, -75.0, "SEA", outline=True),
    "pacific": place("curated:pacific-ocean", "Pacific Ocean", 0.0, -150.0, "OCN", outline=True),
    "venezuela": place("geonames:3625428", "Venezuela", 8.0, -66.0, "PCLI", "VE", outline=True),
    "us": place("geonames:6252001", "United States", 39.8, -98.6, "PCLI", "US", outline=True),
    "mexico": place("geonames:3996063", "Mexico", 23.0, -102.0, "PCLI", "MX", outline=True),
    "colombia": place("geonames:3686110", "Colombia", 4.0, -73.25, "PCLI", "CO", outline=True),
    "palm": place("curated:pbi", "Palm Beach International Airport", 26.683, -80.096, "AIRP", "US", ("Florida",)),
    "whitehouse": place("curated:white-house", "White House", 38.8977, -77.0365, "BLDG", "US", ("District of Columbia",)),
    "washington": place("geonames:4140963", "Washington", 38.8951, -77.0364, "PPLC", "US", ("District of Columbia",), population=689545),
    "caracas": place("geonames:3646738", "Caracas", 10.488, -66.8792, "PPLC", "VE", ("Distrito Capital",), population=3000000),
    "maiquetia": place("curated:ccs", "Simón Bolívar International Airport", 10.6031, -66.9906, "AIRP", "VE", ("La Guaira",)),
    "sancarlos": place("geonames:3628489", "San Carlos", 9.6612, -68.5827, "PPLA", "VE", ("Cojedes",), population=92335),
    "puertorico": place("geonames:4566966", "Puerto Rico", 18.2, -66.5, "PCLI", "PR", outline=True),
}  # fmt: skip
SAN_CARLOS = (
    Candidate(place("geonames:5392423", "San Carlos", 37.5072, -122.2605, "PPL", "US", ("California",)), "San Carlos", "exact", 0.31, ("larger, but far from the story",)),
    Candidate(place("geonames:3616253", "San Carlos", 11.1236, -84.7798, "PPLA", "NI", ("Río San Juan",)), "San Carlos", "exact", 0.22, ("on the same sea",)),
)  # fmt: skip


def caribbean() -> Document:
    """The facts of a naval build-up, in sentences of our own."""
    return story(
        """The biggest warship afloat has entered the [[Caribbean|caribbean]], bringing the force that the [[United States|us]] has sent there to some 15,000, as [[Washington|washington|associative|0.88]] keeps both a threat and an offer on the table.

Speaking on Sunday at [[Palm Beach airport|palm|facility]] before he flew north, the president said that talks with [[Caracas|caracas|associative|0.91]] were possible. On Monday, at the [[White House|whitehouse|facility]], he was asked whether he would rule out soldiers in [[Venezuela|venezuela]], and ruled nothing out.

Since August, boats have been struck at least 21 times in the [[Caribbean|caribbean]] and the [[Pacific|pacific]]; 83 people were killed. Deportation flights from the [[United States|us]] still land at [[Maiquetía|maiquetia|facility]], the capital's main airport, twice a week.

Asked about strikes on land he named [[Mexico|mexico]] and [[Colombia|colombia]]. [[Venezuelan|venezuela|demonym|0.97]] officials deny any part in the trade, and [[Venezuela|venezuela]] has called up its militia. In [[San Carlos|sancarlos|place|0.41]], fishermen stay ashore, and so does everyone in [[El Paraíso||place]].

From November 24, the order reaches [[Venezuela|venezuela]] itself. The largest ships lie off [[Puerto Rico|puertorico]]; the rest of the [[Caribbean|caribbean]] is watched from the air.""",
        WORLD_PLACES,
        others={"San Carlos": SAN_CARLOS},
        title="Largest US carrier joins the build-up off Venezuela",
        date="2025-11-17",
        source="Example text",
    )


PACIFIC_PLACES = {
    "fiji": place("geonames:2205218", "Fiji", -18.0, 178.0, "PCLI", "FJ", outline=True),
    "samoa": place("geonames:4034894", "Samoa", -13.8, -172.1, "PCLI", "WS", outline=True),
    "tonga": place("geonames:4032283", "Tonga", -20.0, -175.0, "PCLI", "TO", outline=True),
    "suva": place("geonames:2198148", "Suva", -18.1416, 178.4415, "PPLC", "FJ", ("Central",), population=77366),
    "apia": place("geonames:4035413", "Apia", -13.8333, -171.7667, "PPLC", "WS", ("Tuamasaga",), population=40407),
    "nukualofa": place("geonames:4032402", "Nuku‘alofa", -21.1394, -175.2018, "PPLC", "TO", ("Tongatapu",), population=22400),
    "wallis": place("geonames:4034749", "Wallis and Futuna", -13.3, -176.2, "PCLI", "WF", outline=True),
}  # fmt: skip


def pacific() -> Document:
    """A story across the antimeridian."""
    return story(
        """A ferry left [[Suva|suva]] in [[Fiji|fiji]] on Monday and was due in [[Apia|apia]], the capital of [[Samoa|samoa]], on Wednesday.

It called at [[Nuku‘alofa|nukualofa]] in [[Tonga|tonga]] and passed [[Wallis and Futuna|wallis]] by night. [[Fijian|fiji|demonym]] officials said that it never left their waters before [[Apia|apia]].""",
        PACIFIC_PLACES,
        title="Ferry from Suva crosses the date line",
        date="2026-02-03",
    )


LOCAL_PLACES = {
    "victoria": place("geonames:4739157", "Victoria", 28.8053, -97.0036, "PPLA2", "US", ("Texas", "Victoria County"), population=67574),
    "goliad": place("geonames:4693957", "Goliad", 28.6683, -97.3883, "PPLA2", "US", ("Texas", "Goliad County"), population=1908),
    "edna": place("geonames:4687720", "Edna", 28.9786, -96.6461, "PPLA2", "US", ("Texas", "Jackson County"), population=5499),
    "cuero": place("geonames:4684883", "Cuero", 29.0939, -97.2892, "PPLA2", "US", ("Texas", "DeWitt County"), population=6841),
    "port": place("geonames:4719457", "Port Lavaca", 28.615, -96.6261, "PPLA2", "US", ("Texas", "Calhoun County"), population=12248),
    "river": place("curated:guadalupe-river", "Guadalupe River", 28.6, -97.0, "STM", "US", ("Texas",), radius=8),
    "airport": place("curated:vct", "Victoria Regional Airport", 28.8526, -96.9185, "AIRP", "US", ("Texas",)),
}  # fmt: skip


def local() -> Document:
    """A local story in a small view."""
    return story(
        """Crews from [[Victoria|victoria]] and [[Goliad|goliad]] closed the bridge over the [[Guadalupe River|river]] on Tuesday.

Water stood on the road to [[Cuero|cuero]], and the county sent school buses from [[Edna|edna]] the long way round by [[Port Lavaca|port]]. Flights at the [[Victoria airport|airport|facility]] were not affected, said the city of [[Victoria|victoria|associative]].""",
        LOCAL_PLACES,
        title="High water closes the Guadalupe bridge",
        date="2026-05-12",
        source="Example text",
    )


POLAR_PLACES = {
    "longyearbyen": place("geonames:2729907", "Longyearbyen", 78.2234, 15.6469, "PPLC", "SJ", population=2060),
    "alert": place("geonames:5882799", "Alert", 82.5008, -62.348, "PPL", "CA", ("Nunavut",), population=60),
    "svalbard": place("geonames:607072", "Svalbard and Jan Mayen", 78.9, 17.0, "PCLI", "SJ", outline=True),
    "greenland": place("geonames:3425505", "Greenland", 72.0, -40.0, "PCLI", "GL", outline=True),
    "tromso": place("geonames:3133895", "Tromsø", 69.6496, 18.957, "PPLA", "NO", ("Troms",), population=52436),
    "murmansk": place("geonames:524305", "Murmansk", 68.9792, 33.0925, "PPLA", "RU", ("Murmansk",), population=319263),
    "pole": place("geonames:90000001", "North Pole", 90.0, 0.0, "PPL"),
    "tiksi": place("geonames:2015306", "Tiksi", 71.6872, 128.8694, "PPL", "RU", ("Sakha",), population=5053),
    "utqiagvik": place("geonames:5880054", "Utqiagvik", 71.2906, -156.7887, "PPLA2", "US", ("Alaska",), population=4429),
}  # fmt: skip


def polar() -> Document:
    """A story around the pole."""
    return story(
        """The icebreaker left [[Murmansk|murmansk]] and passed [[Longyearbyen|longyearbyen]] on [[Svalbard|svalbard]]. It reached the [[North Pole|pole]] after eleven days.

On the way back it met a ship from [[Tromsø|tromso]]. The weather station at [[Alert|alert]] saw it first; [[Greenland|greenland]], [[Tiksi|tiksi]] and [[Utqiagvik|utqiagvik]] heard its radio.""",
        POLAR_PLACES,
        title="Round the pole in twenty days",
        date="2026-07-30",
    )


ARABIC_PLACES = {
    "gaza": place("geonames:281133", "غزة", 31.5016, 34.4668, "PPLA", "PS", ("قطاع غزة",), population=410000),
    "rafah": place("geonames:281102", "رفح", 31.287, 34.2595, "PPL", "PS", ("قطاع غزة",), population=126305),
    "cairo": place("geonames:360630", "القاهرة", 30.0626, 31.2497, "PPLC", "EG", population=9606916),
    "arish": place("geonames:361546", "العريش", 31.1316, 33.7984, "PPLA", "EG", ("شمال سيناء",), population=128855),
    "egypt": place("geonames:357994", "مصر", 27.0, 30.0, "PCLI", "EG", outline=True),
    "jerusalem": place("geonames:281184", "القدس", 31.769, 35.2163, "PPLC", "IL", population=801000),
}  # fmt: skip


def arabic() -> Document:
    """A text and names written from right to left."""
    return story(
        """وصلت الشاحنات من [[العريش|arish]] إلى [[رفح|rafah]] صباح الثلاثاء، وقال مسؤولون في [[القاهرة|cairo|associative]] إن [[مصر|egypt]] سترسل المزيد.

وفي [[غزة|gaza]] انتظر الناس عند المعبر. لم تعلق [[القدس|jerusalem|associative|0.8]] على ذلك.""",
        ARABIC_PLACES,
        title="شاحنات تعبر من العريش إلى رفح",
        date="2026-01-13",
    )


TOLD_PLACES = {
    "kherson": place("geonames:706448", "Kherson", 46.63695, 32.61458, "PPLA", "UA", ("Kherson Oblast",), population=320477),
    "odesa": place("geonames:698740", "Odesa", 46.48572, 30.74383, "PPLA", "UA", ("Odesa Oblast",), population=1015826),
    "mykolaiv": place("geonames:700569", "Mykolaiv", 46.96591, 31.9974, "PPLA", "UA", ("Mykolaiv Oblast",), population=510840),
    "ukraine": place("geonames:690791", "Ukraine", 49.0, 32.0, "PCLI", "UA", outline=True),
    "moldova": place("geonames:617790", "Moldova", 47.0, 29.0, "PCLI", "MD", outline=True),
}  # fmt: skip


def told() -> Document:
    """Places that a text tells from others, each of another shape: a point, a circle, a line, a border."""
    document = story(
        """Shells fell on a village 30 km north of [[Kherson|kherson]] and near [[Odesa|odesa]]. The road between [[Mykolaiv|mykolaiv]] and [[Kherson|kherson]] was cut, and people waited at the border between [[Ukraine|ukraine]] and [[Moldova|moldova]]. By night more fell 30 km north of [[Kherson|kherson]].""",
        TOLD_PLACES,
        title="The road is cut",
        date="2026-03-10",
    )
    kherson, odesa, mykolaiv, ukraine, moldova = TOLD_PLACES.values()

    def relative(
        words: str,
        relation: str,
        anchors: tuple[Place, ...],
        *spot: float,
        line: tuple[tuple[float, float], ...] = (),
        after: int = 0,
    ) -> Relative:
        start = document.text.index(words, after)
        lat, lon, radius = spot
        return Relative(
            start, start + len(words), words, relation, tuple(a.id for a in anchors),
            Footprint(lat, lon, radius_km=radius, quality="approximate"), line, f"{words}, as the text has it",
        )  # fmt: skip

    north = ("30 km north of Kherson", "distance", (kherson,), 46.90682, 32.61458, 7.5)
    return dataclasses.replace(
        document,
        relatives=(
            relative(*north),
            relative("near Odesa", "near", (odesa,), 46.48572, 30.74383, 10.0),
            relative(
                "between Mykolaiv and Kherson",
                "between",
                (mykolaiv, kherson),
                46.80143,
                32.30599,
                30.0,
                line=((31.9974, 46.96591), (32.61458, 46.63695)),
            ),
            relative(
                "border between Ukraine and Moldova",
                "border",
                (ukraine, moldova),
                48.2,
                28.3,
                200.0,
                line=((26.62, 48.26), (28.3, 48.2), (29.2, 47.4), (30.1, 46.4)),
            ),
            relative(*north, after=100),
        ),
    )


def many(count: int) -> Document:
    """A text that names many places, spread over the Earth by the golden angle: always the same."""
    places = {}
    parts = []
    for i in range(count):
        lat = math.degrees(math.asin(-0.55 + 1.4 * (i + 0.5) / count))
        lon = (i * 137.50776) % 360 - 180
        name = f"Place {i + 1}"
        places[f"p{i}"] = place(f"geonames:{9000000 + i}", name, lat, lon, "PPL", population=1000 + i)
        parts.append(f"Someone came from [[{name}|p{i}]].")
    lines = [" ".join(parts[i : i + 6]) for i in range(0, count, 6)]
    return story("\n\n".join(lines), places, title=f"{count} places")


def empty() -> Document:
    """A text without a place."""
    return Document(id="test", text="Nothing happened anywhere.", title="Nothing")


PAYLOADS = (
    '<img src=x onerror="window.hacked=1">',
    "</script><script>window.hacked=1</script>",
    "`+(window.hacked=1)+`",
    "${window.hacked=1}",
    "{{ window.hacked=1 }}{{ 7*7 }}{% raw %}",
    '"><svg onload=window.hacked=1>',
    "javascript:window.hacked=1",
    "\u202egnp.exe\u202c",
    "a\x00b\x1b[0m",
    "\ud800lone",
    "&lt;b&gt;&#x27;",
    "--><script>window.hacked=1</script>",
    "]]>\u2028\u2029\\",
)


def hostile() -> Document:
    """A document with every payload on every path that text can take to the page."""
    text = ""
    toponyms = []
    for number, payload in enumerate(PAYLOADS):
        evil = Place(
            id=f"geonames:{number}",
            name=payload,
            footprint=Footprint(10.0 + number, 20.0),
            feature_class="P",
            feature_code=payload,
            country=payload,
            admin=(payload, payload + "2"),
        )
        other = Place(
            id=f"curated:{payload}",
            name=payload,
            footprint=Footprint(10.0 + number, 21.0, outline=payload),
            feature_class="H",
            feature_code="SEA",
        )
        candidate = Candidate(evil, payload, "exact", 0.9, (payload,))
        rival = Candidate(other, payload, "exact", 0.1, (payload,))
        for kind, chosen, score in (("place", evil, 0.9), ("facility", other, 0.3), ("place", None, 0.0)):
            mention = Mention(len(text), len(text) + len(payload), payload, kind)
            text += payload + (". " if chosen else "\n")
            toponyms.append(Toponym(mention, (candidate, rival), chosen, score, payload))
    everything = "".join(PAYLOADS)
    return Document(
        id=everything,
        text=text,
        title=everything,
        date=everything,
        source=everything,
        toponyms=tuple(toponyms),
        meta={"language": everything, everything: everything},
    )
