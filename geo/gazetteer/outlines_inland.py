"""Lakes and rivers of Natural Earth 1:50m (public domain), at build time, matched to our tables by position.

Debian's ``marble-qt-data`` carries them in Marble's PN2 format, without names. A lake of our table is the
lake at its point if that is of the table's size. A river's course of our own points is rough, but tells which
way to take: the course is traced along Natural Earth's network of rivers.
"""

from __future__ import annotations

import heapq
import logging
import math
import struct
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from geo.errors import DataError
from geo.gazetteer.outlines_curated import LAKE_CODES, Drawn, drawn_row, points, rounded

log = logging.getLogger(__name__)

PN2_STEPS = 120
"""Steps of PN2's coordinates in a degree."""
PN2_VERSION = 2
LINE, RING, OUTER, INNER, GROUP = range(5)
"""PN2's kinds of record; a group is followed by its members, each of one number."""

KILOMETRES_A_DEGREE = 111.195
LAKE_SIZE = (0.5, 1.7)
"""A lake's half extent as a share of the table's radius: outside this it is another lake. The radii are round
figures; the nearest wrong neighbours of the table's lakes lie outside this."""
LAKE_AROUND = (0.4, 2.6)
"""The same for a lake that the table's point lies in: lakes with many arms, and reservoirs half dry."""
LAKE_REACH = (0.06, 0.2)
"""By how much the table's point may miss the lake's shore: degrees at least, and share of the radius."""
GROUPS = "LKS"
"""Feature code of a group of lakes; those are put together in waters.csv."""
LAGOONS = ("LGN", "SEA")
"""Feature codes of waters that Natural Earth counts to the lakes where a bar closes them, and seas that are
lakes."""

GROUP_SHARE = 0.5
"""Share of an outline that smaller lakes must take up for it to be a group of them."""
PULL = 0.2
"""Degrees off our own course at which a stretch of river costs twice its length."""
CORRIDOR = 2.0
"""Degrees on both sides of our course within which the network is looked at."""
LINK = 0.15
"""Degrees within which the end of one river is taken to reach another: tributaries stop at the main river's
bank, and courses at a lake's shore."""
GAP = 0.8
"""Degrees of a gap in the network that a course may cross, as where a reservoir is drawn instead."""
GAP_COST = 5.0
"""How much dearer than a river of its length a gap is."""
START = 0.5
"""Degrees from our course's ends within which the network's end must lie."""
STRAY = 0.4
"""Degrees by which the traced course may lie off ours in the mean; more, and it is another river. Our points
are to the tenth of a degree, our lines cut meanders."""
STRAY_SHARE = 0.12
"""The same as a share of the course's length, for short rivers."""
COVERED = 0.6
"""Share of our course that the network must cover; the rest stays as drawn."""


@dataclass(frozen=True, slots=True)
class Inland:
    """What Natural Earth has of inland waters."""

    lakes: list[Any]
    """Polygons with their islands as holes, the largest first."""
    rivers: list[Any]
    """Lines, one or many parts to a river or a stretch of it, the longest first."""


def read_inland(folder: Path) -> Inland:
    """``ne_50m_lakes.pn2`` and ``ne_50m_rivers_lake_centerlines.pn2`` of Marble's ``naturalearth`` folder.

    Raises DataError if a file is no PN2.
    """
    import shapely

    from geo.gazetteer.outlines_geometry import area_km2, same_dimension

    found = []
    for area in read_areas(folder / "ne_50m_lakes.pn2"):
        found += shapely.get_parts(same_dimension(shapely.make_valid(area), 2)).tolist()
    rivers: dict[int, list[Any]] = defaultdict(list)
    for kind, number, corners in read_pn2(folder / "ne_50m_rivers_lake_centerlines.pn2"):
        if kind == LINE and len(corners) > 1:
            rivers[number].append(shapely.linestrings(corners))
    courses = [shapely.line_merge(shapely.multilinestrings(parts)) for _, parts in sorted(rivers.items())]
    return Inland(
        sorted(found, key=lambda lake: (-area_km2(lake), lake.bounds)),
        sorted(courses, key=lambda course: (-length_km(course), course.bounds)),
    )


def read_areas(path: Path) -> list[Any]:
    """The polygons of a PN2 file, each with its holes, in the file's order."""
    import shapely

    gathered: list[list[Any]] = []
    for kind, _, corners in read_pn2(path):
        if kind == OUTER and len(corners) > 3:
            gathered.append([corners])
        elif kind == INNER and len(corners) > 3 and gathered:
            gathered[-1].append(corners)
    return [shapely.Polygon(rings[0], rings[1:]) for rings in gathered]


def read_pn2(path: Path) -> list[tuple[int, int, list[tuple[float, float]]]]:
    """(kind, number, points as longitude and latitude) of every record of a PN2 file.

    Points are whole steps; most are kept as one byte's difference from the last absolute one.
    """
    data = path.read_bytes()
    try:
        version, _, _ = struct.unpack_from(">BIB", data)
        if version != PN2_VERSION:
            raise DataError(f"{path.name} is of version {version} of PN2, not {PN2_VERSION}")
        at, records = 6, []
        while at < len(data):
            kind, number = struct.unpack_from(">BI", data, at)
            at += 5
            if kind == GROUP:
                at += 1
                continue
            (absolute,) = struct.unpack_from(">I", data, at)
            at += 4
            corners: list[tuple[float, float]] = []
            for _ in range(absolute):
                lat, lon, children = struct.unpack_from(">hhh", data, at)
                moves = struct.unpack_from(f">{2 * children}b", data, at + 6)
                at += 6 + 2 * children
                steps = [(lon, lat), *((lon + moves[i + 1], lat + moves[i]) for i in range(0, len(moves), 2))]
                corners += [(x / PN2_STEPS, y / PN2_STEPS) for x, y in steps]
            records.append((kind, number, corners))
    except struct.error as error:
        raise DataError(f"{path.name} is no PN2 file: {error}") from error
    return records


def length_km(line: Any) -> float:
    """Length of a line in kilometres, as if each part lay at its middle's latitude."""
    import shapely

    total = 0.0
    for part in shapely.get_parts(line).tolist():
        _, south, _, north = part.bounds
        shrink = math.cos(math.radians((south + north) / 2))
        total += shapely.transform(part, lambda xy, by=shrink: xy * (by, 1.0)).length
    return total * KILOMETRES_A_DEGREE


def single(found: Sequence[Any]) -> list[Any]:
    """The lakes without those that are but a group of others: the Great Lakes come as one, too."""
    import shapely

    tree = shapely.STRtree(list(found))
    kept = []
    for index, lake in enumerate(found):
        others = [found[n] for n in sorted(tree.query(lake).tolist()) if n != index]
        smaller = [other for other in others if other.area < lake.area]
        if shapely.intersection(lake, shapely.union_all(smaller)).area < GROUP_SHARE * lake.area:
            kept.append(lake)
    return kept


def lakes(rows: Sequence[Mapping[str, str]], found: Sequence[Any]) -> list[Drawn]:
    """The rows that :func:`match_lakes` finds a lake for, with its outline."""
    matched = match_lakes(rows, found)
    made = []
    for row in rows:
        if row["id"] in matched:
            shape = rounded(matched[row["id"]])
            made.append(drawn_row(row, "lake", "surveyed", (shape, shape)))
    return made


def lines(
    rows: Sequence[Mapping[str, str]], named: Mapping[str, Mapping[str, str]], rivers: Sequence[Any]
) -> list[Drawn]:
    """Courses as lines, traced along ``rivers`` where they have them; ``named`` gives the row of another
    table that names each."""
    import shapely

    from geo.gazetteer.outlines_geometry import cut

    network, made = Network(rivers), []
    for row in rows:
        corners = points(row["course"])
        if len(corners) < 2 or row["id"] not in named:
            log.warning("line %s has no course or no row that names it", row["id"])
            continue
        traced = network.trace(corners)
        line = rounded(cut(shapely.LineString(traced or corners)))
        quality = "surveyed" if traced else "approximate"
        made.append(drawn_row(named[row["id"]], "line", quality, (line, line)))
    return made


def match_lakes(rows: Sequence[Mapping[str, str]], lakes: Sequence[Any]) -> dict[str, Any]:
    """The lake of each row of ``lakes.csv`` that has one, by the row's id; no lake goes to two rows."""
    import shapely

    from geo.gazetteer.outlines_geometry import distance_km

    shores = [shapely.Polygon(lake.exterior) for lake in lakes]
    tree = shapely.STRtree(shores)
    claims = []
    for row in rows:
        radius = float(row["radius_km"] or 0)
        if row["code"] not in (*LAKE_CODES, *LAGOONS) or row["code"] == GROUPS or radius <= 0:
            continue
        spot = shapely.Point(float(row["lon"]), float(row["lat"]))
        reach = max(LAKE_REACH[0], LAKE_REACH[1] * radius / KILOMETRES_A_DEGREE)
        for index in tree.query(spot, predicate="dwithin", distance=reach).tolist():
            west, south, east, north = shores[index].bounds
            share = distance_km(south, west, north, east) / 2 / radius
            off = round(shores[index].distance(spot), 6)
            least, most = LAKE_AROUND if off == 0 else LAKE_SIZE
            if least <= share <= most:
                claims.append((off, abs(math.log(share)), row["id"], index))
    found: dict[str, Any] = {}
    taken: set[int] = set()
    for _, _, slug, index in sorted(claims):
        if slug not in found and index not in taken:
            found[slug] = lakes[index]
            taken.add(index)
    return found


class Network:
    """Rivers as a graph of their corners, to trace a course along."""

    def __init__(self, rivers: Sequence[Any]) -> None:
        import shapely

        corners: dict[tuple[float, float], int] = {}
        self.links: dict[int, dict[int, float]] = defaultdict(dict)
        ends = []
        for river in rivers:
            for part in shapely.get_parts(river).tolist():
                numbers = [corners.setdefault(xy, len(corners)) for xy in part.coords]
                ends += [numbers[0], numbers[-1]]
                for a, b in pairwise(numbers):
                    self._link(a, b, 1.0)
        self.points = list(corners)
        self.tree = shapely.STRtree(shapely.points(self.points))
        for end in sorted(set(ends)):
            spot = shapely.Point(self.points[end])
            for other in sorted(self.tree.query(spot, predicate="dwithin", distance=GAP).tolist()):
                near = math.dist(self.points[end], self.points[other]) <= LINK
                self._link(end, other, 1.0 if near else GAP_COST)

    def _link(self, a: int, b: int, cost: float) -> None:
        if a != b:
            self.links[a][b] = self.links[b][a] = min(cost, self.links[a].get(b, cost))

    def trace(self, course: Sequence[tuple[float, float]]) -> list[tuple[float, float]] | None:
        """The course along the network, or None where it has no such river.

        Where it covers a part of the course, the points before and after are ours.
        """
        import shapely

        line = shapely.LineString(course)
        flat = _Flat(line)
        near = self.tree.query(line, predicate="dwithin", distance=CORRIDOR / flat.shrink).tolist()
        if not near:
            return None
        spots = flat(shapely.points([self.points[n] for n in near]))
        off = dict(zip(near, shapely.distance(flat.line, spots).tolist(), strict=True))
        along = dict(zip(near, shapely.line_locate_point(flat.line, spots).tolist(), strict=True))
        close = [n for n in off if off[n] <= START]
        if not close:
            return None
        # The ends: of what lies close, the corners nearest to the course's first and last reach.
        first, last = min(along[n] for n in close), max(along[n] for n in close)
        start = min(close, key=lambda n: (along[n] - first + 2 * off[n], n))
        goal = min(close, key=lambda n: (last - along[n] + 2 * off[n], n))
        path = [self.points[n] for n in self._path(start, goal, off)]
        if len(path) < 3 or not flat.believable(path, along[start], along[goal]):
            return None
        places = shapely.line_locate_point(flat.line, flat(shapely.points(course))).tolist()
        before = [xy for xy, place in zip(course, places, strict=True) if place < along[start] - LINK]
        after = [xy for xy, place in zip(course, places, strict=True) if place > along[goal] + LINK]
        return [*before, *path, *after]

    def _path(self, start: int, goal: int, off: Mapping[int, float]) -> list[int]:
        """The cheapest way (Dijkstra 1959), where a stretch costs more the farther it lies off our course;
        empty if there is none."""
        best = {start: 0.0}
        came: dict[int, int] = {}
        queue = [(0.0, start)]
        while queue:
            cost, at = heapq.heappop(queue)
            if at == goal:
                break
            if cost > best[at]:
                continue
            for other, dear in sorted(self.links[at].items()):
                if other not in off:
                    continue
                step = math.dist(self.points[at], self.points[other]) * dear
                total = cost + step * (1 + (off[other] / PULL) ** 2)
                if total < best.get(other, math.inf):
                    best[other], came[other] = total, at
                    heapq.heappush(queue, (total, other))
        if goal not in best:
            return []
        path = [goal]
        while path[-1] != start:
            path.append(came[path[-1]])
        return path[::-1]


class _Flat:
    """One course's neighbourhood with degrees of longitude as long as those of latitude."""

    def __init__(self, line: Any) -> None:
        _, south, _, north = line.bounds
        self.shrink = math.cos(math.radians((south + north) / 2))
        self.line = self(line)

    def __call__(self, geometry: Any) -> Any:
        import shapely

        return shapely.transform(geometry, lambda xy: xy * (self.shrink, 1.0))

    def believable(self, traced: Sequence[tuple[float, float]], start: float, goal: float) -> bool:
        """Whether a traced course is the river that our points mean: it covers most of them, and neither
        lies far from the other."""
        import shapely
        from shapely.ops import substring

        if goal - start < COVERED * self.line.length:
            return False
        path = self(shapely.LineString(traced))
        most = min(STRAY, max(0.08, STRAY_SHARE * self.line.length))
        for a, b in ((substring(self.line, start, goal), path), (path, self.line)):
            distances = [b.distance(a.interpolate(n / 40, normalized=True)) for n in range(41)]
            if sum(distances) / len(distances) > most or max(distances) > 4 * most:
                return False
        return True
