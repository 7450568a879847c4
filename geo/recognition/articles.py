"""Words tied to a name by a hyphen that are a part of it: "el-Fasher", "Ash-Shihr", "Trans-Siberian".

Hyphens are cut so that "Paris-based" gives up its name; an Arabic article is no name of its own (the
"Al" of "Al-Qaim" is not Alabama), and the name is not whole without it.
"""

from __future__ import annotations

import re

_HYPHENS = "\u2010\u2011\u2012-"
_ARTICLE = r"(?:[aAeE](?:[lL]|[sS][hH]?|[nNrRtTdDzZ])|[uU][lLtTdDrRsS])"
"""al-, el- and what the sun letters make of them: as-, ash-, an-, ar-, at-, ad-, az-, es-, ul-."""
_TIED = re.compile(rf"(?<![\w'’{_HYPHENS}])(?:{_ARTICLE}|Pan|Trans)[{_HYPHENS}]\Z")
_ALONE = re.compile(_ARTICLE)
_WINDOW = 8
"""Characters before a name that hold the longest of them, its hyphen and what stands before it."""


def whole(text: str, start: int, end: int) -> int | None:
    """Where the name at ``text[start:end]`` truly begins; None where it is only an article."""
    while start < end and text[start] in _HYPHENS:
        start += 1
    followed = text[end : end + 1] != "" and text[end] in _HYPHENS and text[end + 1 : end + 2].isalpha()
    if start == end or (followed and _ALONE.fullmatch(text, start, end)):
        return None
    before = _TIED.search(text[max(0, start - _WINDOW) : start])
    return start - (len(before[0]) if before else 0)
