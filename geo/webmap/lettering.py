"""Letters of a still picture: the fonts that come with matplotlib, and names so placed that none covers
another.

matplotlib shapes and orders Arabic and Hebrew itself (3.11 on). Its DejaVu fonts have no letters for
Chinese, Japanese, Korean or the scripts of India, and a machine's own fonts would make a picture another one
elsewhere: what they cannot letter is called by a name that they can, or left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SANS = ["DejaVu Sans"]
SERIF = ["DejaVu Serif", "DejaVu Sans"]
"""The second letters what the first has not: Arabic and Hebrew."""

GAP = 4.0
"""Pixels between a mark and its name."""

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in the picture's pixels."""


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    """Code points that DejaVu Sans has in roman and in bold."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    found = [
        frozenset(get_font(findfont(FontProperties(family="DejaVu Sans", weight=weight))).get_charmap())
        for weight in ("normal", "bold")
    ]
    return found[0] & found[1]


def drawable(text: str) -> bool:
    """Whether every letter of a text can be drawn, and there is one."""
    return any(c.isalnum() for c in text) and all(ord(c) in _letters() for c in text if c.isprintable())


def inert(text: str, most: int) -> str:
    """On one line, at most ``most`` letters: no control or direction characters, no letters that cannot be
    drawn, and no dollar signs, which matplotlib would typeset."""
    clean = "".join(c if c.isprintable() else " " for c in text)
    clean = " ".join("".join(c if ord(c) in _letters() else "□" for c in clean).split())
    clean = clean if len(clean) <= most else clean[: most - 1].rstrip() + "…"
    return clean.replace("$", r"\$")


def first_drawable(names: Iterable[str], otherwise: str) -> str:
    """The first of some names that can be lettered."""
    return next((name for name in names if drawable(name)), otherwise)


class Letterer:
    """Puts names into a picture where there is room for them."""

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        figure: Any = axes.figure
        self.renderer = figure.canvas.get_renderer()
        self.dpi = figure.dpi
        self.taken: list[Box] = []
        x0, y0, x1, y1 = axes.get_window_extent().extents
        self.frame: Box = (x0 + 3, y0 + 3, x1 - 3, y1 - 3)

    def pixel(self, at: tuple[float, float]) -> tuple[float, float]:
        """A point of the plane in the picture's pixels."""
        x, y = self.axes.transData.transform(at)
        return float(x), float(y)

    def point(self, pixel: tuple[float, float]) -> tuple[float, float]:
        """A pixel of the picture in the plane."""
        x, y = self.axes.transData.inverted().transform(pixel)
        return float(x), float(y)

    def block(self, box: Box) -> None:
        """Keep a box of pixels free of names."""
        self.taken.append(box)

    def beside(self, text: str, at: tuple[float, float], radius: float, **style: Any) -> bool:
        """Letter a mark of ``radius`` pixels: on one of eight sides, right first."""
        x, y = self.pixel(at)
        near = radius + GAP
        sides = [(near, 0), (-near, 0), (0, near), (0, -near)]
        sides += [(near * 0.7, near * 0.7), (near * 0.7, -near * 0.7), (-near * 0.7, near * 0.7), (-near * 0.7, -near * 0.7)]  # fmt: skip  # noqa: E501
        spots = []
        for dx, dy in sides:
            spots.append((x + dx, y + dy, (dx > 0) - (dx < 0), (dy > 0) - (dy < 0)))
        return self._put(text, spots, style)

    def within(self, text: str, points: Sequence[tuple[float, float]], **style: Any) -> bool:
        """Letter an area: centred on the first of some points where there is room."""
        return self._put(text, [(*self.pixel(at), 0, 0) for at in points], style)

    def _put(self, text: str, spots: Sequence[tuple[float, float, int, int]], style: dict[str, Any]) -> bool:
        drawn = self.axes.text(0, 0, text, ha="center", va="center", **style)
        box = drawn.get_window_extent(self.renderer)
        half_width, half_height = box.width / 2 + 1, box.height / 2 + 1
        for x, y, side, level in spots:
            cx, cy = x + side * half_width, y + level * half_height
            wanted = (cx - half_width, cy - half_height, cx + half_width, cy + half_height)
            if self.free(wanted):
                drawn.set_position(self.point((cx, cy)))
                self.taken.append(wanted)
                return True
        drawn.remove()
        return False

    def free(self, box: Box) -> bool:
        """Whether a box of pixels is in the picture and keeps clear of all that is taken."""
        x0, y0, x1, y1 = box
        fx0, fy0, fx1, fy1 = self.frame
        if x0 < fx0 or y0 < fy0 or x1 > fx1 or y1 > fy1:
            return False
        return all(x0 >= b[2] or x1 <= b[0] or y0 >= b[3] or y1 <= b[1] for b in self.taken)
