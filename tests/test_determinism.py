"""The same input gives the same bytes, whatever the machine is set to."""

import hashlib

import pytest

STORY = (
    "SUVA, Fiji — The ferry crossed to Apia. Venezuelan officials met in Paris, Texas, near the Red River; "
    "Washington said nothing about Springfield or the Springfield City Council."
)

SETTINGS = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "OMP_NUM_THREADS": "1"},
    {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Auckland", "LC_ALL": "tr_TR.UTF-8", "OMP_NUM_THREADS": "2",
     "USER": "somebody", "HOSTNAME": "elsewhere", "COLUMNS": "40"},
]  # fmt: skip


def digest(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def test_maps_are_the_same_under_any_setting(run_geo, tmp_path):
    made = []
    for number, setting in enumerate(SETTINGS):
        home = tmp_path / f"here {number}" / "é"
        home.mkdir(parents=True)
        (home / "story.txt").write_text(STORY, encoding="utf-8")
        done = run_geo("map", "story.txt", "-o", f"map{number}", cwd=home, **setting)
        assert done.returncode == 0, done.stderr
        made.append(digest(home / f"map{number}"))
        for path in (home / f"map{number}").iterdir():
            content = path.read_bytes()
            assert str(tmp_path).encode() not in content and b"somebody" not in content
    assert made[0] == made[1]


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "geojson", "csv"])
def test_parse_is_the_same_alone_and_in_company(geoparser, form):
    from geo import export
    from geo.types import Document

    write = {"table": export.to_table, "json": export.to_json, "geojson": export.to_geojson_text,
             "jsonl": lambda d: export.to_jsonl([d]), "csv": lambda d: export.to_csv([d])}[form]  # fmt: skip
    document = Document(id="x", text=STORY)
    alone = write(next(geoparser.pipe([document])))
    company = [Document(id=str(n), text="Rain in Lima. " * n) for n in range(1, 9)]
    together = [d for d in geoparser.pipe([*company, document]) if d.id == "x"]
    assert write(together[0]) == alone
