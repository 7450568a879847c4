"""The words in and around a name that tell what kind of place it is, and where.

Everything here works on the text alone: no gazetteer, no model.
"""

from __future__ import annotations

import re

from geo.resolution.kinds import KIND_WORDS, MODIFIERS, SMALL_WORDS, TAIL_WORDS

WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+[\"'“‘(\[]?[^\W\d_a-z]|\n\s*\n")
_ABBREVIATED = re.compile(r"^[^\W\d_a-z][^\W\d_]{0,4}$")

_GLUED = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]{2})")
"""Where a capital follows small letters inside a word, both parts longer than those of "McDonald"."""

DIRECT_GAP = re.compile(
    r"^(?:\s+(?:city|town|village|hamlet|suburb|township|district|county|municipality|prefecture|parish|"
    r"borough|neighbou?rhood|area))?(?:\s*[,،、]\s*|\s*,?\s*\(\s*|\.,\s*|\s*/\s*|,?\s+(?:in|of)\s+(?:the\s+)?(?:(?:far\s+)?"
    r"(?:north|south|east|west|central)\w*(?:[\s-](?:east|west)\w*)?\s+)?)"
    r"(?:(?:the\s+)?(?:state|province|county|district|region|republic|kingdom|capital(?:\s+city)?)\s+of\s+"
    r"(?:the\s+)?)?#?$",
    re.IGNORECASE,
)
"""What may stand between a name and the larger place that holds it: ", ", " (", " in northern ",
" county in "."""

AND_GAP = re.compile(r"^\s*,?\s+(?:and|or|&)\s+(?:the\s+)?#?$")
COMMA_GAP = re.compile(r"^\s*,\s*#?$|^\.,\s*#?$")
BEFORE_GAP = re.compile(
    r"^(?:['’]s?)?\s+(?:[a-z-]+\s+){0,2}(?:city|town|village|port|capital|suburb|state|province|county|"
    r"district|region|resort|island|municipality|neighbou?rhood|township|hamlet)\s+(?:of\s+)?$|^['’]s\s+$"
)
"""What may stand between a larger place and the name that it holds: " town of ", "'s "."""

_ON_WATER = re.compile(
    r"\b(?:along|down|up(?:stream|river)?|down(?:stream|river)|(?:banks?|mouth|waters|tributar(?:y|ies)|basin)"
    r" of|raft\w*|sw[aiu]m\w*|ferr(?:y|ies|ied)|barges?|boats?|levees?|sail\w*|dams?|bridges?|moor\w*|"
    r"paddl\w*|canoe\w*|kayak\w*|salmon|sturgeon)\b[^.;\n]{0,30}\bthe\s+$",
    re.IGNORECASE,
)
"""Before a river's bare name: "rafted down the Colorado", "barges on the Mississippi"."""
_NO_NOUN = re.compile(
    r"^(?:['’]s\b|[,.;:!?)]|$|\s+(?:[(–—-]|(?:above|after|and|at|before|below|but|by|for|from|had|has|have|in|into|is|"
    r"near|on|or|south|north|east|west|through|to|toward|towards|under|until|was|were|when|where|which|while|with|"
    r"yesterday|rose|fell|burst|flows?|flooded|overnight|and its)\b))",
    re.IGNORECASE,
)
"""Behind a name that belongs to no noun: not "the Colorado legislature"."""
_RIVER_BEFORE = re.compile(
    r"\b(?:the|upper|lower|river|rivers|along|down|up)(?:\s+(?:upper|lower|mighty))?\s+$"
    r"|\bthe [A-Z]\w+(?:, [A-Z]\w+)*,? and $",
    re.IGNORECASE,
)
_RIVER_AFTER = re.compile(
    r"^(?:(?:, | and |, and )[A-Z]\w+)*\s+(?:[Rr]ivers?|[Dd]elta|[Bb]asin|[Ww]atershed|[Vv]alley|flood)\b"
)
_NEAR_AFTER = re.compile(r"^[\s-]+([A-Za-z]+)\b(?!(?<=town|city) of [A-Z])(?!(?<=village) of [A-Z])")
_PLURALS = frozenset({"cities", "towns", "villages", "states", "counties", "rivers", "lakes", "mountains"})
_DIVISIONS = {
    "provinces": "Province",
    "counties": "County",
    "parishes": "Parish",
    "departments": "Department",
    "districts": "District",
    "states": "State",
    "prefectures": "Prefecture",
    "governorates": "Governorate",
    "oblasts": "Oblast",
    "regions": "Region",
}
_SINGULAR = {**_DIVISIONS, "rivers": "River", "lakes": "Lake"}
_NAMED = r"[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+)?"
_SHARED_KIND = re.compile(rf"^(?:, {_NAMED})*,? (?:and|or|&) {_NAMED} ((?i:{'|'.join(_SINGULAR)}))\b")
_LAST_KIND = re.compile(rf"^ ({'|'.join(_SINGULAR)})\b", re.IGNORECASE)
_KINDS_OF = re.compile(
    rf"\b((?i:{'|'.join(_DIVISIONS)})) of (?:the )?((?:{_NAMED}(?:, (?:and |or )?| (?:and|or|&) ))*)$"
)
_LISTED_AFTER = re.compile(rf"^(?:, {_NAMED})*,? (?:and|or|&) {_NAMED}")
_AND_BEFORE = re.compile(r"[A-Z][\w'’.-]+,? (?:and|or|&) $")
_OFFICES = {"mayor": "town", "mayors": "town", "governor": "first"}
"""Who stands for what kind of place: "the mayor of Lebanon"."""
_BENCH_BEFORE = re.compile(r"\b(?:Northern|Southern|Eastern|Western|Middle|Central) District of $")
"""Before the state of a court: "the Southern District of New York"."""
_OF_BEFORE = re.compile(r"\b([A-Za-z]+)\s+of\s+(?:the\s+)?$")
_WORD_BEFORE = re.compile(r"\b([A-Za-z]+)\.?\s+$")
_APPOSED = re.compile(
    r"^\s*(?:\([^()]{0,80}\)\s*)?,?\s*(?:(?:is|was|are|became|remains)\s+(?:[a-z]+ly\s+)?)?"
    r"(?:a|an|the|one of the)\s+"
    r"(?:[\w'’-]+,?\s+){0,4}?(city|town|village|hamlet|suburb|neighbou?rhood|settlement|capital|"
    r"municipality|county|province|state|district|region|country|nation|river|lake|mountain|island|"
    r"commune|parish|township|borough|community|port|creek|bay|stream|census-designated|unincorporated)\b",
    re.IGNORECASE,
)
_APPOSED_EXTRA = {
    "community": "town",
    "census-designated": "town",
    "unincorporated": "town",
    "stream": "water",
}


_FLIGHTS = re.compile(
    r"\b(?:airports?|airfields?|airlines?|airways|air(?:side|craft)|flights?|fly|flies|flew|flown|flying|terminals?|"
    r"runways?|tarmac|layover|lounge|landed|lands?|took off|IATA|pilots?|planes?|jets?|customs)\b",
    re.IGNORECASE,
)
FLIGHT_CHARS = 100
"""How far from an airport's code such a word may stand, in characters."""
LIST_CHARS = 160
"""How far before a name the kind of its list may stand, in characters."""


def possessive_free(text: str) -> str:
    """The text without a possessive ending, quotes and outer punctuation."""
    return _POSSESSIVE.sub("", text.strip(" \t\r\n\"'“”‘’()[],;:")).strip()


def sentence_break(gap: str) -> bool:
    """Whether a sentence ends inside this stretch between two names (the next name opens one too)."""
    return _SENTENCE_END.search(gap + "X") is not None


def sentence_ends(text: str) -> list[int]:
    """Where the text's sentences end, in order: just before what opens the next one."""
    return [match.end() - 1 for match in _SENTENCE_END.finditer(text)]


def shared_kind(text: str, start: int, end: int) -> str:
    """The kind, in the singular, that a name shares with its neighbours.

    "Camden and Charlton counties", "the provinces of Nyanza, Eastern and Western"; not "the provinces of
    Canada", which lie in what is named.
    """
    match = _SHARED_KIND.match(text[end : end + 100])
    if match is None and _AND_BEFORE.search(text[max(0, start - 40) : start]):
        match = _LAST_KIND.match(text[end : end + 12])
    if match:
        return _SINGULAR[match.group(1).lower()]
    before = text[max(0, start - LIST_CHARS) : start]
    if (match := _KINDS_OF.search(before)) and (match.group(2) or _LISTED_AFTER.match(text[end : end + 100])):
        return _DIVISIONS[match.group(1).lower()]
    return ""


def near_kind(text: str, start: int, end: int) -> str:
    """The family that the words right around a span tell, or ``""``.

    Behind the name ("Lagos State"), before it ("Lake Victoria", "the town of Paris"), or in
    apposition ("Jackson, a town in ...").
    """
    before = text[max(0, start - 40) : start]
    after = text[end : end + 160]
    if shared := shared_kind(text, start, end):
        return KIND_WORDS[shared.lower()]
    if match := _NEAR_AFTER.match(after[:30]):
        word = match.group(1)
        family = KIND_WORDS.get(word.lower(), "")
        # "Paris city centre" and "Ohio state officials" still tell the kind; "Iraq base" does too little
        if family and (word[0].isupper() or family in {"first", "division", "region", "town"}):
            return family
    if _BENCH_BEFORE.search(before):
        return "first"
    if match := _OF_BEFORE.search(before):
        word = match.group(1).lower()
        # "the big cities of Delaware" are in it, "the city of Delaware" is it
        if word in _PLURALS:
            return ""
        # "the airport of Ottawa" is Ottawa's, "the city of Ottawa" is it
        if (family := KIND_WORDS.get(word) or _OFFICES.get(word, "")) and family != "facility":
            return family
    if match := _WORD_BEFORE.search(before):
        word = match.group(1)
        family = KIND_WORDS.get(word.lower(), "")
        if family and word[0].isupper() and family in {"water", "relief", "island", "division", "region"}:
            return family
    if on_water(text, start, end):
        return "water"
    if match := _APPOSED.match(after):
        word = match.group(1).lower().replace("neighbour", "neighbor")
        return KIND_WORDS.get(word) or _APPOSED_EXTRA.get(word, "")
    return ""


def on_water(text: str, start: int, end: int) -> bool:
    """Whether the words around a bare name speak of a river: "rafted down the Colorado"."""
    before = text[max(0, start - 60) : start]
    return (
        before[-4:].lower() == "the "
        and _ON_WATER.search(before) is not None
        and _NO_NOUN.match(text[end : end + 30]) is not None
    )


def is_code(name: str) -> bool:
    """Whether a name looks like an airport's code."""
    return len(name) == 3 and name.isalpha() and name.isupper()


def is_of_flights(text: str, start: int, end: int) -> bool:
    """Whether airports or flights are spoken of around a span."""
    return _FLIGHTS.search(text[max(0, start - FLIGHT_CHARS) : end + FLIGHT_CHARS]) is not None


def lacks_article(text: str, start: int, end: int) -> bool:
    """Whether a name stands as no river's does in English: without "the" and without a word of water."""
    before, after = text[max(0, start - 24) : start], text[end : end + 60]
    return not (_RIVER_BEFORE.search(before) or _RIVER_AFTER.match(after))


def own_kind(name: str) -> str:
    """The family that the name's own first or last word tells ("Cook County", "Lake Charles")."""
    parts = [word.lower() for word in WORD.findall(name)]
    if len(parts) < 2:
        return ""
    return KIND_WORDS.get(parts[-1], "") or KIND_WORDS.get(parts[0], "")


def variants(text: str) -> list[str]:
    """Other spellings of a mention under which a gazetteer may know the place, the closest first.

    The mention itself is not among them. "the northern Iraq" gives "northern Iraq" and "Iraq";
    "City of Victoria" gives "Victoria"; "Minnesotans" gives "Minnesotan"; "Paris, Texas", "Paris".
    """
    out: list[str] = []
    base = possessive_free(text)
    _add(out, base, text)
    if base.startswith("#") or _GLUED.search(base):
        # hashtags glue words together: "#SouthSudan"
        base = _GLUED.sub(" ", base.lstrip("#"))
        _add(out, base, text)
    if base.lower().startswith("the "):
        base = base[4:]
        _add(out, base, text)
    if "," in base or "(" in base:
        base = re.split(r"[,(]", base)[0].strip()
        _add(out, base, text)
    if " of " in base:
        # "Republic of Congo" is not the whole of "Democratic Republic of the Congo"
        with_the = base.replace(" of ", " of the ", 1)
        _add(out, base.replace(" of the ", " of ", 1) if " of the " in base else with_the, text)
    parts = base.split()
    while len(parts) > 1 and parts[0].lower() in MODIFIERS:
        parts = parts[1:]
        _add(out, " ".join(parts), text)
    while len(parts) > 1 and parts[-1].lower() in TAIL_WORDS:
        parts = parts[:-1]
        _add(out, " ".join(parts), text)
    if len(parts) > 2 and parts[1].lower() == "of" and parts[0].lower() in KIND_WORDS:
        rest = parts[3:] if parts[2].lower() == "the" and len(parts) > 3 else parts[2:]
        _add(out, " ".join(rest), text)
    joined = " ".join(parts)
    if len(joined) > 4 and joined.endswith("s") and not joined.endswith("ss"):
        _add(out, joined[:-1], text)
    return out


def contained_names(text: str) -> list[str]:
    """Capitalised parts of a mention, the longest first: "Manila" in "Manila Cathedral".

    For names that no gazetteer lists; a part of one letter or in small letters is left out.
    """
    words = [(m.start(), m.end()) for m in WORD.finditer(text)]
    count = len(words)
    out: list[str] = []
    for length in range(min(4, count - 1), 0, -1):
        for first in range(count - length + 1):
            part = text[words[first][0] : words[first + length - 1][1]]
            part = _POSSESSIVE.sub("", part)
            if len(part) > 2 and part[0].isupper() and part.split()[-1][0].isupper() and part not in out:
                if length == 1 and part.lower() in KIND_WORDS:
                    continue
                out.append(part)
    return out


def _add(out: list[str], name: str, original: str) -> None:
    if name and name != original and name not in out:
        out.append(name)


def capitalised_runs(text: str) -> list[list[tuple[int, int]]]:
    """Runs of capitalised words, each a list of (start, end): where names may stand.

    Small words ("of", "de", "the") stay inside a run between capitalised ones. In a text without
    capitals every word counts.
    """
    spans = [(m.start(), m.end()) for m in WORD.finditer(text)]
    # a text without capitals (tweets, OCR) gives no other hint than the words themselves
    lower = not any(text[start].isupper() for start, _ in spans)
    runs: list[list[tuple[int, int]]] = []
    run: list[tuple[int, int]] = []
    for start, finish in spans:
        word = text[start:finish]
        end = finish - 2 if word[-2:] in {"'s", "’s"} else finish
        if end <= start:
            continue
        joined = bool(run) and _joins(text[run[-1][1] : start], text[run[-1][0] : run[-1][1]])
        if text[start].isupper() or lower:
            if run and not joined:
                runs.append(_trim(run, text, lower))
                run = []
            run.append((start, end))
        elif run and joined and word.lower() in SMALL_WORDS:
            run.append((start, end))
        elif run:
            runs.append(_trim(run, text, lower))
            run = []
    if run:
        runs.append(_trim(run, text, lower))
    return [run for run in runs if run]


def _joins(gap: str, before: str) -> bool:
    return gap in {" ", "-", "–", "’", "'"} or (gap in {". ", "."} and bool(_ABBREVIATED.match(before)))


def _trim(run: list[tuple[int, int]], text: str, lower: bool) -> list[tuple[int, int]]:
    if lower:
        return list(run)
    while run and not text[run[-1][0]].isupper():
        run = run[:-1]
    return list(run)


WIRE = re.compile(
    r"^\s*\((?:AP|Reuters|REUTERS|AFP|CNN|UPI|dpa|DPA|Xinhua|ANI|IANS|PTI|TASS|EFE|Bloomberg|KUNA)\)"
)
"""What follows a place that an agency's dateline names alone: it is one that needs no state beside it."""
_COMPASS = r"(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)(?:[- ]?(?:east|west))?(?:ern)?|[Cc]entral"
_COMPASS_ALONE = re.compile(rf"^(?:{_COMPASS})$")
_SHARED_HEAD = re.compile(
    rf"^(?:,\s*(?:{_COMPASS}))*,?\s+(?:and|or|&)\s+(?:{_COMPASS})\s+([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)"
)


def shared_head(text: str, start: int, end: int) -> list[str]:
    """The names that a compass word alone shares with the next one: "West and Central Africa"."""
    if not _COMPASS_ALONE.match(text[start:end]):
        return []
    match = _SHARED_HEAD.match(text[end : end + 80])
    if match is None:
        return []
    head = match.group(1)
    return [f"{text[start:end]} {name}" for name in dict.fromkeys((head, head.split()[0]))]


DATELINE = re.compile(r"^\s*(?:\([^()\n]{1,30}\)\s*)?(?:[–—-]{1,2}|:)\s")
"""What follows the place of a dateline: "KYIV, Ukraine (AP) — ", "LONDON: "."""
