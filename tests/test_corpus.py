"""Many documents from files, folders and JSONL to one map, and the same map again."""

import json

import pytest

from geo import corpus
from geo.errors import InputError
from geo.records import Options

STORIES = {
    "a.txt": "Flights from Caracas to Bogota resumed on Monday.",
    "b.txt": "Rain fell in Caracas, and in Qqxzzyville nobody knew.",
    "deep/c.jsonl": '{"id": "x", "text": "Snow fell in Oslo.", "title": "Snow", "date": "2025-01-02"}\n',
    "notes.md": "Not a text that is taken from a folder: Lima.",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in STORIES.items():
        path = tmp_path / "stories" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "stories"


def names(path):
    features = json.loads((path / "places.geojson").read_text(encoding="utf-8"))["features"]
    return {f["properties"]["name"]: f["properties"]["documents"] for f in features}


def test_a_folder_becomes_one_map_and_the_same_again(main, folder, tmp_path):
    out = tmp_path / "out"
    code, printed, _ = main("map", folder, "--fast", "-o", out, "--title", "Weather")
    assert code == 0 and "in 3 documents" in printed
    assert names(out)["Caracas"] == 2 and names(out)["Oslo"] == 1 and "Lima" not in names(out)
    assert "<title>Weather</title>" in (out / "map.html").read_text(encoding="utf-8")
    assert main("regenerate", out, "--check")[0] == 0
    page = (out / "map.html").read_bytes()
    (out / "map.html").write_bytes(b"stale")
    code, printed, _ = main("regenerate", out, "--check")
    assert code == 1 and "would change: map.html" in printed
    assert main("regenerate", out)[0] == 0 and (out / "map.html").read_bytes() == page
    (out / corpus.SOURCE).write_text('{"id": 1, "text": "Paris"}\n')
    code, _, err = main("regenerate", out)
    assert code == 2 and "is not the text that" in err


def test_files_by_name_need_a_folder_to_go_to(main, folder, tmp_path):
    inputs = [folder / "a.txt", folder / "notes.md"]
    code, _, err = main("map", *inputs, "--fast")
    assert code == 2 and "-o" in err
    assert main("map", *inputs, "--fast", "-o", tmp_path / "out")[0] == 0
    assert {"Caracas", "Lima"} <= names(tmp_path / "out").keys()


def test_what_cannot_be_used_is_told(main, folder, tmp_path):
    (tmp_path / "bare").mkdir()
    assert "is a folder without a text" in main("map", tmp_path / "bare")[2]
    assert "--image is for" in main("map", folder, "--image", "map.png")[2]
    (folder / "deep" / "c.jsonl").write_text("{}\n")
    code, _, err = main("map", folder, "-o", tmp_path / "out")
    assert code == 2 and "c.jsonl, line 1" in err and not (tmp_path / "out").exists()


def test_documents_keep_their_order_and_get_ids_of_their_own(folder):
    twice = [str(folder / "b.txt"), str(folder), str(folder / "b.txt")]
    assert [d.id for d in corpus.documents_of(twice)] == ["b", "a", "b (2)", "x", "b (3)"]


def test_a_map_made_before_is_no_second_copy(folder):
    (folder / "map").mkdir()
    (folder / "map" / "source.txt").write_text("Rain fell in Lagos.")
    (folder / "map" / "project.json").write_text("{}")
    assert len(corpus.documents_of([str(folder)])) == 3


def test_a_record_cannot_reach_outside_its_folder(folder):
    made = corpus.make_corpus(corpus.documents_of([str(folder / "a.txt")]), options=Options(fast=True))
    made.write(folder / "out")
    record = json.loads((folder / "out" / corpus.RECORD).read_text())
    record["outputs"]["own-/../../x"] = "0"
    (folder / "out" / corpus.RECORD).write_text(json.dumps(record))
    with pytest.raises(InputError, match="outside its folder"):
        list(corpus.regenerate(folder))
