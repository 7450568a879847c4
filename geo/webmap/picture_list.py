"""A place in a still picture: its numbered mark on the map, and its row in the list beside it."""

# ruff: noqa: E501  calls that draw one thing stand on one line

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.webmap.lettering import drawable, first_drawable, inert
from geo.webmap.picture_base import COLOURS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROWS = ((38.0, 9.2, 7.4), (30.0, 8.2, 6.6), (22.0, 7.6, 0.0))
"""Heights of a place in the list in pixels of a picture of 1600 by 1000, with the sizes of its name and of what and where
it is in points: the largest at which all places fit; in the last there are names alone."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of the story as it is drawn: a row of the page's data, its number, and its outline."""

    number: int
    row: dict[str, Any]
    geometry: Any
    """shapely, or None for a point."""

    @property
    def colour(self) -> str:
        if self.row["light"]:
            return COLOURS["light"]
        return COLOURS[{"water": "sea"}.get(self.row["theme"], self.row["theme"])]

    @property
    def hollow(self) -> bool:
        return bool(self.row["doubtful"] or self.row["light"] or self.row["theme"] == "told")


def badge(axes: Axes, at: tuple[float, float], mark: Mark, size: float = 14.0) -> None:
    """A number in a disc (a facility: a square; a told place: a hollow one), ``size`` points across."""
    shape = "s" if mark.row["theme"] in ("facility", "told") else "o"
    dash = ":" if mark.row["light"] else "-"
    axes.scatter([at[0]], [at[1]], s=(size - (1.5 if shape == "s" else 0)) ** 2, marker=shape, zorder=6, linestyle=dash, linewidth=1.1,
                 facecolor=COLOURS["paper"] if mark.hollow else mark.colour,
                 edgecolor=mark.colour if mark.hollow else COLOURS["paper"])  # fmt: skip
    letters = size * (0.54 if mark.number < 100 else 0.42)
    colour = mark.colour if mark.hollow else COLOURS["paper"]
    axes.text(
        at[0],
        at[1],
        str(mark.number),
        color=colour,
        fontsize=letters,
        fontweight="bold",
        ha="center",
        va="center_baseline",
        zorder=6.1,
    )


class List:
    """The list of places: number, name, what and where; the last row counts those that have no room."""

    def __init__(
        self, figure: Any, box: tuple[float, float, float, float], count: int, *, columns: int
    ) -> None:
        width, height = figure.get_size_inches() * 100
        self.axes = figure.add_axes(box)
        self.axes.set_axis_off()
        self.axes.set_xlim(0, box[2] * width)
        self.axes.set_ylim(box[3] * height, 0)
        self.column = box[2] * width / columns
        room = box[3] * height - 16
        self.style = next((style for style in ROWS if count <= int(room / style[0]) * columns), ROWS[-1])
        self.rows = max(1, int(room / self.style[0]))
        self.count = count
        places = self.rows * columns
        self.holds = count if count <= places else places - 1
        """How many places it has room for."""

    def draw(self, marks: Sequence[Mark]) -> None:
        """Letter the places."""
        _, large, small = self.style
        letters = int((self.column - 62) / (0.8 * large))
        for i, mark in enumerate(marks[: self.holds]):
            x, y = self._at(i)
            row = mark.row
            badge(self.axes, (x, y), mark, size=13.0 if small else 11.5)
            name = first_drawable((row["name"], row["formal"], row["label"]), row["kind"] or "place")
            name = inert(name + ("?" if row["doubtful"] else ""), letters)
            rest = ", ".join(part for part in (row["kind"], row["where"]) if part and drawable(part))
            up = self.style[0] * 0.2 if small and rest else 0
            self.axes.text(
                x + 20, y - up, name, fontsize=large, fontweight="bold", color=COLOURS["ink"], va="center"
            )
            if small:
                rest = inert(rest, int(letters * 1.25))
                self.axes.text(
                    x + 20, y + self.style[0] * 0.23, rest, fontsize=small, color=COLOURS["soft"], va="center"
                )
        if self.holds < self.count:
            x, y = self._at(self.holds)
            self.axes.text(
                x + 20,
                y,
                f"and {self.count - self.holds} more",
                fontsize=large,
                color=COLOURS["soft"],
                va="center",
            )

    def _at(self, i: int) -> tuple[float, float]:
        return (i // self.rows) * self.column + 26, (i % self.rows + 0.5) * self.style[0] + 4
