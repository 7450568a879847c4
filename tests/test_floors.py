"""Imports run downward only, heavy packages are imported late, and the public surface is what it says."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import geo

ROOT = Path(__file__).resolve().parents[1]
FLOORS = {
    "geo.types": 0, "geo.errors": 0, "geo.datafiles": 0, "geo.files": 0,
    "geo.inference": 2,
    "geo.gazetteer": 3,
    "geo.reading": 4, "geo.recognition": 4, "geo.resolution": 4, "geo.corrections": 4, "geo.webmap": 4,
    "geo.export": 4, "geo.evaluation": 4, "geo.records": 4,
    "geo.pipeline": 5,
    "geo": 6, "geo.projects": 6, "geo.corpus": 6,
    "geo.cli_options": 5, "geo.cli_words": 5, "geo.cli_gazetteer": 6, "geo.cli_lookup": 6,
    "geo.cli_map": 7, "geo.cli": 8,
    "geo.training": 8,
}  # fmt: skip
SHAPES_ONLY = {"geo.webmap", "geo.export"}
"""Rooms that may use the gazetteer's outlines and nothing else of it."""
HEAVY = {"onnxruntime", "tokenizers", "folium", "branca", "shapely", "geopy", "trafilatura", "pyspark",
         "matplotlib", "torch", "pandas", "lightgbm", "dateparser"}  # fmt: skip
MODULES = sorted((ROOT / "geo").rglob("*.py"))


def room(name: str) -> str:
    """The longest listed prefix of a module's name."""
    parts = name.split(".")
    while ".".join(parts) not in FLOORS:
        parts.pop()
    return ".".join(parts)


def module_name(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> list[tuple[str, bool]]:
    """(module, whether it is imported at load) of every import but those for types."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            submodules = [f"{node.module}.{a.name}" for a in node.names]
            names = [s for s in submodules if (ROOT / Path(*s.split("."))).with_suffix(".py").exists()]
            names += [] if len(names) == len(submodules) else [str(node.module)]
        else:
            assert not isinstance(node, ast.ImportFrom), f"{path}: relative import"
            continue
        above, inside_function, for_types = node, False, False
        while above := getattr(above, "parent", None):
            inside_function |= isinstance(above, ast.FunctionDef | ast.AsyncFunctionDef)
            for_types |= isinstance(above, ast.If) and "TYPE_CHECKING" in ast.dump(above.test)
        if not for_types:
            found += [(name, not inside_function) for name in names]
    return found


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_run_downward(path):
    here = room(module_name(path))
    for name, _ in imports(path):
        if name.split(".")[0] != "geo":
            continue
        there = room(name)
        if there == here or FLOORS[there] == 0 == FLOORS[here] or (name == "geo" and FLOORS[here] >= 5):
            continue
        assert FLOORS[there] < FLOORS[here], f"{here} (floor {FLOORS[here]}) imports {name}"
        if here in SHAPES_ONLY and there == "geo.gazetteer":
            assert name.startswith("geo.gazetteer.outlines"), f"{here} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_heavy_packages_are_imported_inside_functions(path):
    name = module_name(path)
    if name.startswith("geo.training"):
        return
    if name in ("geo.gazetteer.online", "geo.webmap.page"):
        return  # their classes are geopy's and branca's; nothing imports them before they are asked for
    late = {package.split(".")[0] for package, at_load in imports(path) if at_load}
    assert not late & HEAVY, f"{name} imports {late & HEAVY} when it is loaded"


def test_import_geo_loads_nothing_heavy():
    code = "import sys, geo; geo.Document; print(sorted(m for m in sys.modules if '.' not in m))"
    loaded = ast.literal_eval(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT
        ).stdout.decode()
    )
    assert not set(loaded) & (HEAVY | {"numpy", "sqlite3"})


def test_public_names():
    assert sorted(geo.__all__) == [
        "BBox", "Candidate", "Document", "Footprint", "GeoError", "Geoparser", "Mention", "Place", "Toponym",
        "__version__", "draw_map", "evaluate", "open_gazetteer", "parse", "read",
    ]  # fmt: skip
    for name in geo.__all__:
        assert getattr(geo, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = geo.nothing


def test_version_is_the_package_version():
    assert f'version = "{geo.__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
