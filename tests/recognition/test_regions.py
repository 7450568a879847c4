"""A village in Ogun is found as surely as one in Ohio: recall by part of the world on texts of our own."""

import re
from collections import Counter, defaultdict
from pathlib import Path

SOURCE = Path(__file__).with_name("regions.txt")
MARK = re.compile(r"\[([^\[\]]+)\]")
SHARE_OF_BEST = 0.90
"""No part's recall is under this share of the best part's."""


def texts():
    """(part of the world, text, spans of the marked names)."""
    for line in SOURCE.read_text(encoding="utf-8").split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        part, _, marked = line.partition(": ")
        text, spans, last = "", [], 0
        for mark in MARK.finditer(marked):
            text += marked[last : mark.start()]
            spans.append((len(text), len(text) + len(mark.group(1))))
            text += mark.group(1)
            last = mark.end()
        yield part, text + marked[last:], spans


def recalls(recognizer):
    """Part of the world -> share of the marked names that a mention overlaps."""
    rows = list(texts())
    found, wanted = Counter(), Counter()
    missed = defaultdict(list)
    for (part, text, spans), mentions in zip(
        rows, recognizer.recognize([text for _, text, _ in rows]), strict=True
    ):
        for start, end in spans:
            hit = any(m.start < end and start < m.end for m in mentions)
            wanted[part] += 1
            found[part] += hit
            if not hit:
                missed[part].append(text[start:end])
    return {part: found[part] / wanted[part] for part in wanted}, missed


def test_the_set_is_balanced():
    counts = Counter(part for part, _, _ in texts())
    assert len(counts) == 8 and set(counts.values()) == {20}


def test_no_part_of_the_world_is_left_behind(geoparser):
    recall, missed = recalls(geoparser.recognizer)
    best = max(recall.values())
    behind = {part: (round(r, 3), missed[part]) for part, r in recall.items() if r < SHARE_OF_BEST * best}
    assert not behind, f"best {best:.3f}"
