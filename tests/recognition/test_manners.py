"""Names found in texts of many manners of writing: the half that rules were looked for on, and the other."""

import re
from pathlib import Path

import pytest

from geo.evaluation import evaluate

SOURCE = Path(__file__).with_name("manners.txt")
MARK = re.compile(r"\[([^\[\]|]+)(?:\|([fdn]))?\]")
NEUTRAL = ("n",)
FLOORS = {"open": 0.966, "held": 0.931}
"""Overlap F1, a point under the figures reached: .969 and .937 before rules were looked for, then .976
and .941."""


def texts(half):
    """The texts of one half as gold documents."""
    found = []
    for line in SOURCE.read_text(encoding="utf-8").split("\n"):
        head, _, marked = line.partition(": ")
        if not marked or head.startswith("#") or head.split()[0] != half:
            continue
        text, toponyms, last = "", [], 0
        for mark in MARK.finditer(marked):
            text += marked[last : mark.start()]
            name, kind = mark.group(1), mark.group(2) or "p"
            toponyms.append({"start": len(text), "end": len(text) + len(name), "text": name, "kind": kind})
            text += name
            last = mark.end()
        found.append({"id": head.split()[1], "text": text + marked[last:], "toponyms": toponyms})
    return found


def figures(recognizer, half):
    """Precision, recall and F1 of one half, exact and by overlap."""
    gold = texts(half)
    mentions = recognizer.recognize([document["text"] for document in gold])
    found = [
        {"id": document["id"], "toponyms": [{"start": m.start, "end": m.end} for m in names]}
        for document, names in zip(gold, mentions, strict=True)
    ]
    return evaluate(gold, found, neutral_kinds=NEUTRAL)["recognition"]


def test_the_halves_hold_sixty_texts_and_differ():
    halves = [{document["text"] for document in texts(half)} for half in FLOORS]
    assert sum(map(len, halves)) >= 60 and min(map(len, halves)) >= 30
    assert halves[0].isdisjoint(halves[1])


@pytest.mark.parametrize("half", sorted(FLOORS))
def test_names_in_every_manner(geoparser, half):
    reached = figures(geoparser.recognizer, half)["overlap"]
    assert round(reached["f1"], 4) >= FLOORS[half], reached
