"""The outlines that relations ask for: any that answer, or those that ship, opened when first needed."""

from __future__ import annotations

from typing import Any, Protocol


class OutlinesLike(Protocol):
    """What relations ask of outlines: a geometry for a place's id, and the land in a box."""

    def get(self, key: str, detail: str = "coarse") -> Any: ...

    def land(self, bbox: Any = None, detail: str = "coarse") -> Any: ...


class ShippedOutlines:
    """The outlines that ship, opened when a text first tells of a coast or a border."""

    def __init__(self) -> None:
        self._opened: OutlinesLike | None = None

    def _outlines(self) -> OutlinesLike:
        if self._opened is None:
            from geo.gazetteer.outlines import open_outlines

            self._opened = open_outlines()
        return self._opened

    def get(self, key: str, detail: str = "coarse") -> Any:
        """The geometry of a place's id, or None."""
        return self._outlines().get(key, detail)

    def land(self, bbox: Any = None, detail: str = "coarse") -> Any:
        """The land in a box."""
        return self._outlines().land(bbox, detail)
