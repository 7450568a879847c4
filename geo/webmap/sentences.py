"""The sentences that are quoted as evidence: offsets into a text.

A small rule of its own, since the page draws any system's documents: it must not import a recogniser.
"""

from __future__ import annotations

import re
from bisect import bisect_right

LONGEST_QUOTE = 420
"""Code points: about six lines of a panel. A longer sentence is cut around the name."""

_END = re.compile(
    r"""(?:[.!?…]+|[。！？؟।]+)   # the marks that end a sentence, in several scripts
        ["'”’»)\]]*              # and what closes with it
        (?=\s|$)|\n+""",
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Sgt|Gen|Col|Lt|Gov|Sen|Rep|Prof|Rev|Jr|Sr|vs|No|Mt|Ft|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Ave|Co|Inc|Ltd))\.$"
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of every sentence, in order, without the white space around it."""
    spans = []
    start = 0
    for match in _END.finditer(text):
        if match[0][0] != "\n":
            head = text[max(start, match.start() - 6) : match.start() + 1]
            following = text[match.end() : match.end() + 2].strip()
            if _ABBREVIATION.search(head) and following:
                continue
            if following[:1].islower():  # "e.g. this": no sentence begins in lower case
                continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, *span)) is not None]


def quote_spans(text: str, mentions: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """For each mention (start, end) the stretch of text to quote: its sentence, cut if that is too long."""
    spans = sentence_spans(text)
    starts = [start for start, _ in spans]
    quotes = []
    for start, end in mentions:
        index = bisect_right(starts, start) - 1
        low, high = spans[index] if index >= 0 else (start, end)
        high = max(high, end)
        if high - low > LONGEST_QUOTE:
            low, high = _cut(text, low, high, start, end)
        quotes.append((low, high))
    return quotes


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _cut(text: str, low: int, high: int, start: int, end: int) -> tuple[int, int]:
    """At most LONGEST_QUOTE code points around a mention, at white space where there is some near."""
    room = max(0, LONGEST_QUOTE - (end - start))
    left = max(low, start - room // 2)
    right = min(high, max(end, left + LONGEST_QUOTE))
    left = max(low, min(left, right - LONGEST_QUOTE)) if right == high else left
    while left > low and left < start and not text[left - 1].isspace():
        left += 1
    while right < high and right > end and not text[right].isspace():
        right -= 1
    return left, right
