"""Texts with their mentions in square brackets, as documents."""

from __future__ import annotations

import re

from geo.types import Document, Mention, Toponym

_MARK = re.compile(r"\[([^\[\]]+)\]")


def marked(text: str, *, near: str | None = None, title: str = "") -> Document:
    """ "[Paris], [Texas]" -> a document with two mentions and no brackets."""
    plain, at = "", 0
    spans: list[tuple[int, int]] = []
    for match in _MARK.finditer(text):
        plain += text[at : match.start()]
        spans.append((len(plain), len(plain) + len(match[1])))
        plain += match[1]
        at = match.end()
    plain += text[at:]
    toponyms = tuple(Toponym(Mention(start, end, plain[start:end])) for start, end in spans)
    return Document(id="marked", text=plain, title=title, near=near, toponyms=toponyms)


def named(document: Document, name: str) -> Toponym:
    """The toponym whose mention is the name, or the first that contains it."""
    exact = [t for t in document.toponyms if t.mention.text == name]
    holding = [t for t in document.toponyms if name[:5] in t.mention.text]
    return (exact or holding)[0]
