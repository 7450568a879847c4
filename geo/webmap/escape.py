"""The one place where untrusted text is made safe.

Text of an article, names of places, titles and reasons reach the page by two ways only:

* in one JSON blob (:func:`json_blob`), which scripts read and put on the page as text nodes;
* through :func:`escape`, for the few strings that a template must hold (the page's title).

folium and branca escape nothing: ``<img onerror>``, ``</script>``, a backtick or ``${...}`` in a popup, a
tooltip, a layer's name or a DivIcon runs as code. Whoever adds folium layers of their own with text that
they did not write should pass it through :func:`escape` as well.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

_TEMPLATE_CHARACTERS = {ord(c): f"&#{ord(c)};" for c in "`$\\{}"}
"""What still has a meaning inside a JavaScript template literal or a Jinja template once HTML is escaped."""

_NOT_IN_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that HTML forbids or that UTF-8 cannot hold (lone surrogates)."""

_UNSAFE_IN_SCRIPT = re.compile("[<>&\u2028\u2029\ud800-\udfff\x7f\ufffe\uffff]")
"""What may not stand raw in a JSON blob inside a script element, or not in UTF-8 at all."""


def escape(text: str) -> str:
    """The text as HTML that is inert in markup, in attributes, in template literals and in templates.

    Characters that HTML cannot hold become U+FFFD.
    """
    clean = _NOT_IN_HTML.sub("\ufffd", text)
    return html.escape(clean, quote=True).translate(_TEMPLATE_CHARACTERS)


def json_blob(value: Any) -> str:
    """The value as JSON that cannot end, or run in, the script element that holds it.

    Raises ValueError for NaN and infinities, which are not JSON.
    """
    raw = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSAFE_IN_SCRIPT.sub(lambda match: f"\\u{ord(match[0]):04x}", raw)
