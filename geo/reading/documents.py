"""Many documents from one JSONL file: a JSON object a line with ``id`` and ``text``.

Records are split on ``\\n`` alone and texts kept to the letter. ``near``, ``title``, ``date`` and
``source`` are read where they stand; other keys are ignored. With ``spans`` the ``toponyms`` are
read as well (start, end, text), to be resolved as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geo.errors import InputError
from geo.files import shown
from geo.reading.text import MAX_BYTES, read_bytes
from geo.types import MENTION_KINDS, Document, Mention, Toponym


def read_documents(path: str | Path, *, spans: bool = False) -> Iterator[Document]:
    """The documents of a JSONL file (``"-"``: standard input), in its order.

    Raises InputError, naming file and line, at the first line that is no document.
    """
    name = "standard input" if str(path) == "-" else shown(path)
    data = read_bytes(path, limit=None)
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    seen: dict[str, int] = {}
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        document = _document(line, f"{name}, line {number}", spans=spans)
        if document.id in seen:
            raise InputError(
                f"{name}, line {number}: id {document.id!r} stands on line {seen[document.id]} already"
            )
        seen[document.id] = number
        yield document
    if not seen:
        raise InputError(f"{name} holds no documents; give one JSON object a line with id and text")


def _document(line: bytes, where: str, *, spans: bool) -> Document:
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"{where} is not UTF-8 at byte {error.start} of the line") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where} is not JSON: {error}") from None
    if not isinstance(record, dict):
        raise InputError(f"{where} is not a JSON object")
    if not isinstance(record.get("id"), str | int) or isinstance(record.get("id"), bool):
        raise InputError(f'{where} has no "id" (a string or an integer)')
    text = record.get("text")
    if not isinstance(text, str):
        raise InputError(f'{where} has no "text" (a string)')
    if len(text) > MAX_BYTES:
        raise InputError(
            f"{where} has a text of more than {MAX_BYTES // 1_000_000} million characters; split it"
        )
    toponyms = _toponyms(record.get("toponyms"), text, where) if spans else ()
    return Document(
        id=str(record["id"]),
        text=text,
        title=_string(record, "title"),
        date=_string(record, "date"),
        source=_string(record, "source"),
        near=_string(record, "near") or None,
        toponyms=toponyms,
    )


def _string(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


def _toponyms(listed: Any, text: str, where: str) -> tuple[Toponym, ...]:
    if not isinstance(listed, list):
        raise InputError(f'{where} has no "toponyms" (a list), which --spans asks for')
    toponyms = []
    for number, entry in enumerate(listed, 1):
        start, end = (entry.get("start"), entry.get("end")) if isinstance(entry, dict) else (None, None)
        if not (type(start) is int and type(end) is int and 0 <= start < end <= len(text)):
            raise InputError(f"{where}, toponym {number}: start and end are not a span of the text")
        named = entry.get("text", text[start:end])
        if named != text[start:end]:
            raise InputError(
                f"{where}, toponym {number}: the text at {start}..{end} is {text[start:end]!r}, "
                f"not {named!r}; offsets count Unicode code points"
            )
        kind = entry.get("kind")
        mention = Mention(start, end, named, kind if kind in MENTION_KINDS else "place")
        toponyms.append(Toponym(mention))
    return tuple(toponyms)
