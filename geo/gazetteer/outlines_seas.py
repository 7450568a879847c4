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
    "Pacific Ocean": (
        "North Pacific Ocean", "South Pacific Ocean", "Philippine Sea", "Coral Sea", "Solomon Sea",
        "Bismarck Sea", "Tasman Sea", "Gulf of Alaska", "Golfo de Panamá", "Golfo de Tehuantepec",
    ),
    "Atlantic Ocean": ("North Atlantic Ocean", "South Atlantic Ocean", "Sargasso Sea"),
    "North Atlantic Ocean": ("North Atlantic Ocean", "Sargasso Sea"),
    "Indian Ocean": (
        "Indian Ocean", "Arabian Sea", "Laccadive Sea", "Bay of Bengal", "Andaman Sea",
        "Mozambique Channel", "Great Australian Bight",
    ),
    "Arctic Ocean": (
        "Arctic Ocean", "Barents Sea", "Kara Sea", "Laptev Sea", "East Siberian Sea", "Chukchi Sea",
        "Beaufort Sea", "Lincoln Sea",
    ),
    "Mediterranean Sea": (
        "Mediterranean Sea", "Adriatic Sea", "Aegean Sea", "Alboran Sea", "Balearic Sea", "Golfe du Lion",
        "Ionian Sea", "Ligurian Sea", "Sea of Crete", "Tyrrhenian Sea", "Gulf of Gabès", "Gulf of Sidra",
    ),
    "Baltic Sea": ("Baltic Sea", "Gulf of Bothnia", "Gulf of Finland", "Gulf of Riga"),
    "Red Sea": ("Red Sea", "Gulf of Suez", "Gulf of Aqaba"),
    "Gulf of Mexico": ("Gulf of Mexico", "Bahía de Campeche"),
    "Caribbean Sea": ("Caribbean Sea", "Gulf of Honduras"),
    "Hudson Bay": ("Hudson Bay", "James Bay"),
}  # fmt: skip
"""Waters that are more than Natural Earth's polygon of that name, and what they consist of; the parts
keep outlines of their own."""
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
    members: tuple[str, ...] = ()
    """Keys of the waters whose union it is, but for ``rest``."""
    rest: tuple[Any, Any] | None = None
    """Natural Earth's water of the same name, coarse and fine, where the union holds it too."""


def clipped(marine: Mapping[str, Any], covered: Cover) -> dict[str, Sea]:
    """Name to water, each cut by the land of its level and free of its neighbours."""
    single = {name: shape for name, shape in marine.items() if area_km2(shape) >= SLIVER_KM2}
    cut: dict[str, tuple[Any, Any]] = {}
    for name in sorted(single):
        others = [shape for other, shape in single.items() if other != name]
        cut[name] = (
            _clip(single[name], others, covered.land[0], SIMPLE[0]),
            _clip(single[name], others, covered.land[1], SIMPLE[1]),
        )
    # The parts overlap where they meet, since each was grown: their union has no seam.
    merged = {
        name: (_merge([cut[part][0] for part in parts]), _merge([cut[part][1] for part in parts]))
        for name, parts in MERGED.items()
    }
    gathered = {part for parts in MERGED.values() for part in parts}
    found = {}
    for name, (coarse, fine) in sorted((cut | merged).items()):
        if fine.is_empty:
            continue
        rough = fine if coarse.is_empty else coarse
        rank = next((rank for least, rank in RANKS if area_km2(rough) >= least), 6)
        if name in gathered and name not in MERGED:
            rank += 1
        label = label_point(rough, inside="pole")
        members = tuple(f"curated:{slug(part)}" for part in MERGED.get(name, ()) if part != name)
        rest = cut[name] if members and name in cut else None
        found[name] = Sea(f"curated:{slug(name)}", rank, rough, fine, label, members, rest)
    return found


def _merge(waters: list[Any]) -> Any:
    import shapely

    return same_dimension(shapely.union_all(waters, grid_size=QUANTUM), 2)


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
