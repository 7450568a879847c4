"""What the command line says beside its results: one line each, on standard error."""

from __future__ import annotations

import sys

from geo.types import Document


def tell_language(document: Document) -> None:
    """Say in one line that a text is not English and so read by its names alone."""
    language = document.meta.get("language", "und")
    if language not in ("en", "und"):
        say(f"{document.id or 'the text'} is not English ({language}); its places are found by names alone")


def count(number: int, noun: str) -> str:
    """A number with its noun: ``1 place``, ``2 places``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def say(message: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"geo: {' '.join(message.split())}\n")
