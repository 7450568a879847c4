"""Seas, gulfs, straits and bays: Natural Earth's marine polygons, grown to our coast and cut by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.gazetteer.outlines_codec import QUANTUM
from geo.gazetteer.outlines_coverage import Cover
from geo.gazetteer.outlines_geometry import area_km2, label_point, same_dimension, union
from geo.gazetteer.outlines_sources import slug

MERGED = {
    "Pacific Ocean": ("North Pacific Ocean", "South Pacific Ocean"),
    "Atlantic Ocean": ("North Atlantic Ocean", "South Atlantic Ocean", "Sargasso Sea"),
}
"""Oceans that Natural Earth cuts up, and their parts; the parts keep outlines of their own."""
REACH = 0.08
"""Degrees by which a sea is grown towards the coast before the land is cut from it: its polygons
follow a coast of 1:10m, ours strays from that by up to 0.02 degrees, coarse by up to 0.08."""
SIMPLE = (0.02, 0.004)
"""Degrees by which a sea's open edges may be simplified, coarse and fine."""
SLIVER_KM2 = 50.0
"""A named water smaller than this on the source's map is a leftover of its drawing, not the water."""
RANKS = ((4_000_000.0, 1), (500_000.0, 2), (60_000.0, 3), (8_000.0, 4), (1_500.0, 5))
"""Least area in km² for each rank of a sea's name; smaller ones have rank 6."""


@dataclass(frozen=True, slots=True)
class Sea:
    """One water at two levels."""

    key: str
    rank: int
    coarse: Any
    fine: Any
    label: tuple[float, float] | None


def clipped(marine: Mapping[str, Any], covered: Cover) -> dict[str, Sea]:
    """Name to water, each cut by the land of its level and free of its neighbours."""
    whole = {name: shape for name, shape in marine.items() if area_km2(shape) >= SLIVER_KM2}
    for name, parts in MERGED.items():
        whole[name] = union([marine[part] for part in parts])
    parts_of = {name: set(parts) for name, parts in MERGED.items()}
    found = {}
    for name in sorted(whole):
        kin = (
            parts_of.get(name, set()) | {ocean for ocean, parts in parts_of.items() if name in parts} | {name}
        )
        others = [shape for other, shape in whole.items() if other not in kin and other not in MERGED]
        coarse, fine = (
            _clip(whole[name], others, land, simple)
            for land, simple in zip(covered.land, SIMPLE, strict=True)
        )
        if fine.is_empty:
            continue
        rank = next((rank for least, rank in RANKS if area_km2(fine) >= least), 6)
        label = label_point(coarse if not coarse.is_empty else fine, inside="pole")
        found[name] = Sea(f"curated:{slug(name)}", rank, coarse if not coarse.is_empty else fine, fine, label)
    return found


def _clip(sea: Any, others: list[Any], land: list[Any], simple: float) -> Any:
    """The sea grown by :data:`REACH` into what belongs to no other sea and to no land."""
    import shapely

    world = shapely.box(-180, -90, 180, 90)
    grown = shapely.intersection(shapely.buffer(sea, REACH, quad_segs=2), world)
    tree = shapely.STRtree(others)
    near = [others[i] for i in sorted(tree.query(grown).tolist())]
    grown = shapely.difference(grown, shapely.union_all(near)) if near else grown
    # What growing leaves as a hair between two neighbours is not water of its own.
    grown = shapely.simplify(union([grown, sea]), simple)
    tree = shapely.STRtree(land)
    coast = [land[i] for i in sorted(tree.query(grown).tolist())]
    water = shapely.difference(grown, shapely.union_all(coast)) if coast else grown
    water = same_dimension(shapely.make_valid(water), 2)
    if water.is_empty:
        return water
    parts = [part for part in shapely.get_parts(water).tolist() if area_km2(part) >= 1.0]
    # Rounded here with care, so that writing it on the grid changes nothing and breaks nothing.
    return same_dimension(shapely.set_precision(union(parts), QUANTUM), 2) if parts else union(parts)
