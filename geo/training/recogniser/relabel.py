"""From PER, LOC, ORG, MISC to the labels of this project: demonyms, facilities, nested places.

The gazetteer decides what can be a place inside an organisation's name; lists of heads decide
where that counts (a council's town is one, a newspaper's is none).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from geo.training.recogniser.data import ASSOCIATIVE, UNKNOWN, Labelled, Sample

Flags = Callable[[Sequence[str]], list[int]]

SURE_PLACE = 1 | 2 | 4
"""Country, division, large place."""
SMALL_PLACE = 8
OTHER_PLACE = 16 | 32
DEMONYM = 128
PERSON = 512 | 1024
COMMON = 2048


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


STOP_HEADS = _set(
    """
    herald times post news tribune journal gazette chronicle star sun observer guardian telegraph
    mail press courier dispatch examiner inquirer ledger monitor record register review sentinel
    standard today weekly daily magazine radio tv television broadcasting media agency wire mirror
    globe mercury echo argus independent bulletin reporter inc inc. corp corp. corporation co co.
    company ltd ltd. limited llc plc gmbh ag sa group holdings bank insurance airlines airways
    motors records entertainment pictures studios brothers bros foods oil petroleum steel mining
    industries systems technologies software stores restaurant hotel band orchestra quartet choir
    mutual capital partners securities shipping lines
    """
)
"""Heads of media, companies and bands: a place's name inside is no mention."""

NEST_HEADS = _set(
    """
    council city county town township village borough municipality parish police sheriff sheriff's
    constabulary court school schools high elementary middle academy university college institute
    polytechnic hospital clinic medical health airport department dept dept. ministry government
    parliament senate assembly legislature board commission authority district chamber fire
    ambulance library museum church diocese national state federal office bureau administration army
    navy guard force forces embassy consulate united fc f.c. afc rovers wanderers athletic rangers
    albion team squad club union federation association league committee party supreme house
    representatives congress jail prison center centre zoo cathedral
    """
)
"""Words that show an organisation whose town, region or country counts as a nested place."""

FACILITY_HEADS = _set(
    """
    airport airfield airbase aerodrome station stadium arena bridge tunnel street road avenue
    boulevard lane drive highway motorway expressway freeway parkway hospital school university
    college museum library church cathedral mosque temple synagogue abbey monastery castle palace
    tower hall theatre theater hotel mall building house prison jail plant dam terminal pier
    monument memorial cemetery zoo gallery court courthouse center centre plaza square st. rd. ave.
    blvd. refinery base barracks fort
    """
)
STREET_HEADS = _set(
    """
    street road avenue boulevard lane drive highway motorway expressway freeway parkway st. rd. ave.
    blvd. plaza square hotel mall house tower
    """
)
_ROAD = re.compile(r"(?:\w+ )*(?:Interstate|Highway|Hwy|Route|Rte|Road|I|U\.?S\.?)[ -]\d", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;:()\"“”/]+")
_LANGUAGE_BEFORE = re.compile(
    r"(?:\b(?:speaks?|spoke|speaking|language|languages|translat\w+|fluent|in|into|from|old|middle|modern)\s)$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"(?:the|south|north|east|west|southern|northern|eastern|western|central|downtown|upstate|near|"
    r"southeast|southwest|northeast|northwest|southeastern|southwestern|northeastern|northwestern)\s"
)


class Relabeller:
    """Relabels samples; remembers what the gazetteer said of each name."""

    def __init__(self, flags: Flags) -> None:
        self._flags = flags
        self._known: dict[str, int] = {}

    def flag(self, name: str) -> int:
        """The gazetteer's flags of a name."""
        if name not in self._known:
            self._known[name] = self._flags([name])[0]
        return self._known[name]

    def is_demonym(self, name: str) -> bool:
        """Whether a name is a demonym first of all ("Turks", "French", not "Georgia")."""
        flags = self.flag(name)
        return bool(flags & DEMONYM) and not flags & SURE_PLACE

    def is_facility(self, name: str) -> bool:
        """Whether a name looks like a facility's or a road's ("Main St.", "Interstate 45")."""
        words = name.split()
        return bool(_ROAD.match(name)) or (len(words) > 1 and words[-1].lower() in FACILITY_HEADS)

    def sample(self, sample: Sample) -> Sample:
        """The sample with this project's labels."""
        spans: list[Labelled] = []
        for span in sample.spans:
            spans.extend(self._span(sample.text, span))
        spans.extend(self._loose_demonyms(sample.text, spans))
        spans = [s for s in spans if s.end > s.start]
        return replace(sample, spans=tuple(sorted(spans, key=lambda s: (s.start, s.end))))

    def _span(self, text: str, span: Labelled) -> list[Labelled]:
        name, label = text[span.start : span.end], span.labels[0]
        if name[:1] in "#@" and len(name) > 1:
            span, name = replace(span, start=span.start + 1), name[1:]
        if label == "MISC":
            return [replace(span, labels=("DEM",))] if self._demonym_in_context(text, span) else [span]
        if label == "LOC":
            return self._location(text, span)
        if label == "ORG":
            return self._organisation(text, span)
        return [span]

    def _demonym_in_context(self, text: str, span: Labelled) -> bool:
        name = text[span.start : span.end]
        if not self.is_demonym(name):
            return False
        before = text[max(0, span.start - 16) : span.start]
        return not (_LANGUAGE_BEFORE.search(before) and text[span.end : span.end + 1] in ("", ".", ",", ")"))

    def _location(self, text: str, span: Labelled) -> list[Labelled]:
        """A place: parted at commas, without leading small words, facilities told apart."""
        if "," in text[span.start : span.end]:
            parts: list[Labelled] = []
            for found in re.finditer(r"[^,]+", text[span.start : span.end]):
                piece = found.group()
                start = span.start + found.start() + len(piece) - len(piece.lstrip())
                parts.extend(self._location(text, replace(span, start=start, end=start + len(piece.strip()))))
            return parts
        while leading := _LEADING.match(text, span.start, span.end):
            span = replace(span, start=leading.end())
        if text[span.start : span.end].startswith("The ") and not self.flag(text[span.start : span.end]) & 31:
            span = replace(span, start=span.start + 4)
        name = text[span.start : span.end]
        if self.is_demonym(name):
            return [replace(span, labels=("DEM",))]
        words = name.split()
        if len(words) > 1 and words[-1].lower() in FACILITY_HEADS and not self.flag(name) & 0b101111:
            if words[-1].lower() in STREET_HEADS:
                return [replace(span, labels=("FAC",))]
            return self._nest(text, span, "FAC", small=True)
        return [span]

    def _organisation(self, text: str, span: Labelled) -> list[Labelled]:
        name = text[span.start : span.end]
        flags = self.flag(name)
        if flags & SURE_PLACE and not flags & (COMMON | DEMONYM) and len(name) > 3:
            return [replace(span, labels=("LOC",), kind=ASSOCIATIVE)]
        words = [word.lower() for word in name.split()]
        if len(words) < 2 or any(word in STOP_HEADS for word in words):
            return [span]
        return self._nest(text, span, "ORG", small=any(word in NEST_HEADS for word in words))

    def _nest(self, text: str, span: Labelled, label: str, *, small: bool) -> list[Labelled]:
        """The span with the places in it as spans of their own."""
        words = [
            (span.start + m.start(), span.start + m.end())
            for m in _WORD.finditer(text[span.start : span.end])
        ]
        nested: list[Labelled] = []
        i = 0
        while i < len(words):
            for j in range(min(len(words), i + 4), i, -1):
                start, end = words[i][0], words[j - 1][1]
                for ending in ("'s", "’s", "."):
                    if text[start:end].endswith(ending) and j - i == 1:
                        end -= len(ending) if ending != "." or "." not in text[start : end - 1] else 0
                if (i, j) != (0, len(words)) and self._can_nest(text[start:end], small=small):
                    nested.append(Labelled(start, end, ("NEST",), UNKNOWN))
                    i = j
                    break
            else:
                i += 1
        cut: list[Labelled] = []
        at = span.start
        for place in nested:
            cut.append(Labelled(at, place.start, (label,)))
            cut.append(place)
            at = place.end
        cut.append(Labelled(at, span.end, (label,)))
        return [trimmed for piece in cut if (trimmed := _trimmed(text, piece)).end > trimmed.start]

    def _can_nest(self, name: str, *, small: bool) -> bool:
        if not name[:1].isupper() or len(name) < 3 or name.lower() in NEST_HEADS:
            return False
        flags = self.flag(name)
        if flags & (DEMONYM | COMMON):
            return bool(flags & 1) and not flags & DEMONYM
        if flags & SURE_PLACE:
            return True
        return small and bool(flags & (SMALL_PLACE | OTHER_PLACE)) and not flags & PERSON

    def _loose_demonyms(self, text: str, spans: list[Labelled]) -> list[Labelled]:
        """Demonyms that the source left unlabelled (most sources have no label for them)."""
        taken = [(s.start, s.end) for s in spans]
        found = []
        for match in _WORD.finditer(text):
            start = match.start()
            word = re.sub(r"(?:['’]s|[-.!?…]+.*)$", "", match.group())
            end = start + len(word)
            if not word[:1].isupper() or any(s < end and start < e for s, e in taken):
                continue
            loose = Labelled(start, end, ("DEM",))
            if self._demonym_in_context(text, loose):
                found.append(loose)
        return found


def _trimmed(text: str, span: Labelled) -> Labelled:
    """The span without white space at its ends."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return replace(span, start=start, end=end)
