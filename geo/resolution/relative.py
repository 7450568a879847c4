"""Places told by their relation to others: "30 km north of Kherson", "off Venezuela's coast".

Found around mentions that are already placed. The result is a point or a line with a radius that says
how vague the words are, kept apart from the place that it is told from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from geo.resolution import relative_patterns as said
from geo.resolution.bearings import BEARINGS, DIRECTION, compass, number_of, unit_km
from geo.resolution.shapes import OutlinesLike
from geo.types import Document, Footprint, Place, Relative, Toponym

LOOK_BACK = 120
"""Characters before a name in which the words of a relation may stand."""
TOWN_STEP_KM = 15.0
"""How far "north of" a town is when no distance is given: the next town, as maps of news show."""
FOLLOWER_CHARS = 80
"""How far behind a name the second name of a pair ("the X-Y border") may stand, in characters."""
NEAR_KM = 10.0
COAST_KM = 60.0
"""How far off a coast the point is put: territorial waters and a bit, half of it the radius."""
BORDER_RADIUS_KM = 20.0


def find_relatives(document: Document, outlines: OutlinesLike | None = None) -> tuple[Relative, ...]:
    """The relative places of a resolved document, in the order of the text.

    ``outlines`` gives borders and coasts; without it they are put between the label points.
    """
    placed = [t for t in document.toponyms if t.place is not None and t.mention.kind != "coordinates"]
    found: dict[tuple[int, int], Relative] = {}
    for index, toponym in enumerate(placed):
        follower = next(
            (other for other in placed[index + 1 : index + 3] if other.mention.start >= toponym.mention.end),
            None,
        )
        start, end = toponym.mention.start, toponym.mention.end
        reach = min(follower.mention.start if follower else end, end + FOLLOWER_CHARS) + LOOK_BACK
        if said.HINT.search(document.text, max(0, start - LOOK_BACK), reach) is None:
            continue
        for relative in _relations(document.text, toponym, follower, outlines):
            if not any(s < relative.end and relative.start < e for s, e in found):
                found[relative.start, relative.end] = relative
            break
    return tuple(found[key] for key in sorted(found))


Maker = Callable[[str, Toponym, Toponym | None, OutlinesLike | None], Relative | None]


def _relations(
    text: str, top: Toponym, other: Toponym | None, outlines: OutlinesLike | None
) -> Iterator[Relative]:
    makers: Sequence[Maker] = (_between, _border, _distance, _coast, _direction, _near)
    for maker in makers:
        relative = maker(text, top, other, outlines)
        if relative is not None:
            yield relative


def _before(text: str, top: Toponym) -> tuple[str, int]:
    start = max(0, top.mention.start - LOOK_BACK)
    return text[start : top.mention.start], start


def _place(top: Toponym) -> Place:
    assert top.place is not None  # only placed toponyms come here
    return top.place


def _relative(
    text: str,
    span: tuple[int, int],
    relation: str,
    anchors: Sequence[Place],
    *,
    spot: Footprint,
    note: str,
    line: Sequence[tuple[float, float]] = (),
) -> Relative:
    return Relative(
        start=span[0],
        end=span[1],
        text=text[span[0] : span[1]],
        relation=relation,
        anchors=tuple(place.id for place in anchors),
        footprint=spot,
        geometry=tuple((round(lon, 5), round(lat, 5)) for lon, lat in line),
        note=note,
    )


def _footprint(lat: float, lon: float, radius_km: float) -> Footprint:
    return Footprint(
        lat=round(lat, 5), lon=round(lon, 5), radius_km=round(max(radius_km, 1.0), 1), quality="approximate"
    )


# -- distance and direction ------------------------------------------------------------------------


def _distance(
    text: str, top: Toponym, other: Toponym | None, outlines: OutlinesLike | None
) -> Relative | None:
    before, offset = _before(text, top)
    match = said.DISTANCE.search(before)
    if match is None:
        return None
    place = _place(top)
    km = number_of(match["number"]) * unit_km(match["unit"])
    if not 0 < km < 3000:
        return None
    start, end = offset + match.start(), top.mention.end
    towards = match["dir"]
    if match["coast"] or (match["plain"] or "").lower() == "off":
        coast = _coast_point(place, outlines, towards or _direction_in(match["coast"] or ""), km)
        if coast is not None:
            note = f"{km:.0f} km off the coast of {place.name}"
            return _relative(
                text, (start, end), "coast", [place], spot=_footprint(*coast, max(km * 0.5, 10.0)), note=note
            )
    if towards:
        degrees = BEARINGS[compass(towards)]
        lat, lon = _moved(place, degrees, km + _edge_km(place, degrees, outlines))
        # the words round both figures: a fifth of the distance, and an eighth of a turn at most
        note = f"{km:.0f} km {compass(towards)} of {place.name}"
        return _relative(
            text, (start, end), "distance", [place], spot=_footprint(lat, lon, max(2.0, km * 0.25)), note=note
        )
    lat, lon = place.footprint.lat, place.footprint.lon
    note = f"{km:.0f} km from {place.name}, in a direction that the text does not tell"
    return _relative(text, (start, end), "distance", [place], spot=_footprint(lat, lon, km), note=note)


def _direction(
    text: str, top: Toponym, other: Toponym | None, outlines: OutlinesLike | None
) -> Relative | None:
    before, offset = _before(text, top)
    match = said.TOWARDS.search(before)
    if match is None:
        return None
    place = _place(top)
    degrees = BEARINGS[compass(match["dir"])]
    edge = _edge_km(place, degrees, outlines)
    step = TOWN_STEP_KM if edge == 0 else max(30.0, edge * 0.3)
    lat, lon = _moved(place, degrees, edge + step)
    note = f"{compass(match['dir'])} of {place.name}; how far the text does not tell"
    return _relative(
        text,
        (offset + match.start(), top.mention.end),
        "direction",
        [place],
        spot=_footprint(lat, lon, step),
        note=note,
    )


def _near(text: str, top: Toponym, other: Toponym | None, outlines: OutlinesLike | None) -> Relative | None:
    before, offset = _before(text, top)
    match = said.NEAR.search(before)
    place = _place(top)
    if match is None or place.feature_class not in {"P", "S", "T", "H"}:
        return None
    if match["word"].lower() == "around" and place.feature_class != "P":
        return None
    radius = NEAR_KM + place.footprint.radius_km
    if radius > 200:
        return None
    spot = _footprint(place.footprint.lat, place.footprint.lon, radius)
    note = f"{' '.join(match['word'].lower().split())} {place.name}"
    return _relative(
        text,
        (offset + match.start(), top.mention.end),
        "near",
        [place],
        spot=spot,
        note=note,
    )


# -- between and border ----------------------------------------------------------------------------


def _between(
    text: str, top: Toponym, other: Toponym | None, outlines: OutlinesLike | None
) -> Relative | None:
    if other is None:
        return None
    before, offset = _before(text, top)
    match = said.BETWEEN.search(before)
    gap = text[top.mention.end : other.mention.start]
    if match is None or not said.AND.match(gap):
        return None
    start, end = offset + match.start(), other.mention.end
    lead = before[: match.start()]
    if re.search(r"\b(?:border|frontier|boundary)\s+(?:area\s+|region\s+)?$", lead, re.IGNORECASE):
        word = re.search(r"\b(?:border|frontier|boundary)\s+(?:area\s+|region\s+)?$", lead, re.IGNORECASE)
        assert word is not None
        return _border_of(text, (offset + word.start(), end), (_place(top), _place(other)), outlines)
    # talks, a match, a war between two countries are no place: only points make a line on the ground
    if not (_pointlike(_place(top)) and _pointlike(_place(other))) or not _spatial(lead):
        return None
    return _line(text, (start, end), _place(top), _place(other))


def _spatial(lead: str) -> bool:
    """Whether the words before "between" speak of the ground."""
    return bool(said.SPATIAL.search(lead[-60:]))


def _pointlike(place: Place) -> bool:
    return place.feature_class in {"P", "S", "T"} or place.feature_code == "ADM2"


def _line(text: str, span: tuple[int, int], a: Place, b: Place) -> Relative:
    from geopy.distance import great_circle

    km = great_circle((a.footprint.lat, a.footprint.lon), (b.footprint.lat, b.footprint.lon)).km
    lat, lon = _middle(a, b)
    ends = [(a.footprint.lon, a.footprint.lat), (b.footprint.lon, b.footprint.lat)]
    note = f"between {a.name} and {b.name}, {km:.0f} km apart"
    return _relative(text, span, "between", [a, b], spot=_footprint(lat, lon, km / 2), note=note, line=ends)


def _border(text: str, top: Toponym, other: Toponym | None, outlines: OutlinesLike | None) -> Relative | None:
    """ "X-Y border", "X's border with Y", "the X and Y border"."""
    if other is None:
        return None
    gap = text[top.mention.end : other.mention.start]
    behind = said.BORDER_BEHIND.match(text[other.mention.end : other.mention.end + 40])
    if (said.HYPHEN.match(gap) or said.AND.match(gap)) and behind and len(gap) < 60:
        end = other.mention.end + behind.end()
        return _border_of(text, (top.mention.start, end), (_place(top), _place(other)), outlines)
    if said.BORDER_WITH.match(gap):
        return _border_of(
            text, (top.mention.start, other.mention.end), (_place(top), _place(other)), outlines
        )
    return None


def _border_of(
    text: str, span: tuple[int, int], pair: tuple[Place, Place], outlines: OutlinesLike | None
) -> Relative | None:
    a, b = pair
    if a.id == b.id:
        return None
    shared = _shared_border(a, b, outlines)
    note = f"the border between {a.name} and {b.name}"
    if shared is None:
        if a.feature_class != "A" or b.feature_class != "A":
            return None
        spot = _footprint(*_middle(a, b), 200.0)
        return _relative(text, span, "border", pair, spot=spot, note=f"{note}, about its middle")
    if not shared:
        return None  # their outlines are known, and do not meet
    line, lat, lon, radius = shared
    return _relative(text, span, "border", pair, spot=_footprint(lat, lon, radius), note=note, line=line)


def _shared_border(
    a: Place, b: Place, outlines: OutlinesLike | None
) -> tuple[list[tuple[float, float]], float, float, float] | tuple[()] | None:
    if outlines is None:
        return None
    from geopy.distance import great_circle
    from shapely.ops import linemerge

    shapes = [outlines.get(place.footprint.outline or place.id) for place in (a, b)]
    if shapes[0] is None or shapes[1] is None:
        return None
    # 0.05 degrees (5 km): the two outlines need not be cut from one cloth
    line = shapes[0].boundary.intersection(shapes[1].boundary.buffer(0.05))
    parts = [p for p in getattr(line, "geoms", [line]) if p.geom_type == "LineString" and not p.is_empty]
    if not parts:
        return ()
    merged = linemerge(parts)
    parts = sorted(getattr(merged, "geoms", [merged]), key=lambda p: (-p.length, p.bounds))
    longest = parts[0].simplify(0.02)
    middle = longest.interpolate(0.5, normalized=True)
    ends = longest.coords[0], longest.coords[-1]
    radius = max(great_circle((y, x), (middle.y, middle.x)).km for x, y in ends)
    return list(longest.coords), middle.y, middle.x, max(radius, BORDER_RADIUS_KM)


# -- coasts ----------------------------------------------------------------------------------------


def _coast(text: str, top: Toponym, other: Toponym | None, outlines: OutlinesLike | None) -> Relative | None:
    before, offset = _before(text, top)
    place = _place(top)
    behind = said.COAST_BEHIND.match(text[top.mention.end : top.mention.end + 60])
    off = re.search(r"\b(?:waters\s+)?off\s+(?:of\s+)?(?:the\s+)?$", before, re.IGNORECASE)
    if behind and off:
        start, end, towards = (offset + off.start(), top.mention.end + behind.end(), behind["dir"])
    elif match := said.OFF_COAST.search(before):
        start, end, towards = (offset + match.start(), top.mention.end, match["dir"] or match["dir2"])
    elif (match := said.OFF.search(before)) and place.feature_class in {"A", "T", "P", "L"}:
        start, end, towards = offset + match.start(), top.mention.end, None
    else:
        return None
    point = _coast_point(place, outlines, towards, COAST_KM)
    if point is None:
        return None
    side = f"{compass(towards)} " if towards else ""
    note = f"off the {side}coast of {place.name}"
    return _relative(text, (start, end), "coast", [place], spot=_footprint(*point, COAST_KM), note=note)


def _coast_point(
    place: Place, outlines: OutlinesLike | None, towards: str | None, km: float
) -> tuple[float, float] | None:
    """(lat, lon) at sea, about ``km`` off the place's shore, on the side that the text names."""
    if outlines is None:
        return None
    import numpy as np
    import shapely
    from shapely.geometry import Point

    from geo.gazetteer.outlines_geometry import bbox_grow, bbox_of

    reach = min(max(km / 111.2, 0.1), 3.0)
    centre = Point(place.footprint.lon, place.footprint.lat)
    shape = outlines.get(place.footprint.outline or place.id)
    if shape is None:
        shape = centre.buffer(0.2 if place.feature_class == "P" else 0.5)
    box = bbox_of(shape)
    if box is None:
        return None
    water = shape.buffer(reach).difference(outlines.land(bbox_grow(box, reach + 0.5))).difference(shape)
    if water.is_empty:
        return None
    label = shape.centroid if towards else centre
    parts = getattr(water, "geoms", [water])
    rim = np.concatenate([np.asarray(part.exterior.coords)[::2, :2] for part in parts])
    far = shapely.distance(shapely.points(rim), shape) >= reach * 0.8
    outer = rim[far] if far.any() else rim
    if towards:
        angle = np.radians(BEARINGS[compass(towards)])
        away = -((outer[:, 0] - label.x) * np.sin(angle) + (outer[:, 1] - label.y) * np.cos(angle))
        order = np.lexsort((-outer[:, 1], -outer[:, 0], np.round(away, 6)))
    else:
        away = np.hypot(outer[:, 0] - label.x, outer[:, 1] - label.y)
        order = np.lexsort((outer[:, 1], outer[:, 0], np.round(away, 6)))
    lon, lat = outer[order[0]].tolist()
    return lat, lon


# -- geometry --------------------------------------------------------------------------------------


def _direction_in(words: str) -> str | None:
    match = re.match(rf"\s*(?:the\s+)?({DIRECTION})\b", words, re.IGNORECASE)
    return match.group(1) if match else None


def _moved(place: Place, degrees: float, km: float) -> tuple[float, float]:
    from geopy.distance import distance

    goal = distance(kilometers=km).destination((place.footprint.lat, place.footprint.lon), bearing=degrees)
    return goal.latitude, goal.longitude


def _edge_km(place: Place, degrees: float, outlines: OutlinesLike | None) -> float:
    """How far the place itself reaches from its label point that way, for places with an outline."""
    if outlines is None or place.feature_class == "P":
        return 0.0
    shape = outlines.get(place.footprint.outline or place.id)
    if shape is None:
        return 0.0
    from geopy.distance import great_circle
    from shapely.geometry import LineString

    lat, lon = _moved(place, degrees, 4000.0)
    if abs(lon - place.footprint.lon) > 180:
        return 0.0
    ray = LineString([(place.footprint.lon, place.footprint.lat), (lon, lat)]).intersection(shape.boundary)
    if ray.is_empty:
        return 0.0
    points = [(p.y, p.x) for p in getattr(ray, "geoms", [ray]) if p.geom_type == "Point"]
    here = (place.footprint.lat, place.footprint.lon)
    return max((great_circle(here, point).km for point in points), default=0.0)


def _middle(a: Place, b: Place) -> tuple[float, float]:
    """The middle of the great circle between two label points."""
    import math

    points = [(math.radians(p.footprint.lat), math.radians(p.footprint.lon)) for p in (a, b)]
    x = sum(math.cos(y) * math.cos(t) for y, t in points)
    y_sum = sum(math.cos(y) * math.sin(t) for y, t in points)
    z = sum(math.sin(y) for y, _ in points)
    return math.degrees(math.atan2(z, math.hypot(x, y_sum))), math.degrees(math.atan2(y_sum, x))
