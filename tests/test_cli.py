"""The command line as a stranger meets it: what it prints, what it writes, how it fails."""

import csv
import io
import json
import resource
import signal
import subprocess
import sys
import time

import pytest

from tests.conftest import ROOT

STORY = "Flights from Caracas to Bogota resumed on Monday, Venezuelan officials said. Rain fell in Curacao."


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def only_line(errors):
    lines = errors.splitlines()
    assert len(lines) == 1 and lines[0].startswith("geo: "), errors
    assert "Traceback" not in errors
    return lines[0]


def listing(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*"))


def test_map_writes_a_project(main, article, tmp_path):
    code, out, err = main("map", article, "--title", "Flights", "--date", "2025-11-17")
    assert (code, err) == (0, "")
    assert out.startswith("output/story/map.html: ")
    folder = tmp_path / "output" / "story"
    assert listing(folder) == ["map.html", "places.geojson", "project.json", "source.txt"]
    assert (folder / "source.txt").read_text() == STORY
    page = (folder / "map.html").read_text(encoding="utf-8")
    assert "Flights" in page and str(tmp_path) not in page
    record = json.loads((folder / "project.json").read_text())
    assert record["options"]["title"] == "Flights" and str(tmp_path) not in json.dumps(record)
    places = json.loads((folder / "places.geojson").read_text())
    assert {"Caracas", "Venezuela"} <= {f["properties"]["name"] for f in places["features"]}
    assert main("regenerate", "output", "--check")[0] == 0


def test_map_again_replaces_outputs_and_leaves_the_rest(main, article, tmp_path):
    folder = tmp_path / "out"
    main("map", article, "-o", folder)
    (folder / "notes.md").write_text("mine")
    before = (folder / "map.html").read_bytes()
    article.write_text("Snow fell in Oslo.")
    assert main("map", article, "-o", folder)[0] == 0
    assert (folder / "map.html").read_bytes() != before
    assert (folder / "notes.md").read_text() == "mine"
    assert "Oslo" in (folder / "places.geojson").read_text()


def test_regenerate_tells_and_mends(main, article, tmp_path):
    main("map", article)
    folder = tmp_path / "output" / "story"
    made = (folder / "map.html").read_bytes()
    (folder / "map.html").write_bytes(b"stale")
    code, out, _ = main("regenerate", "--check")
    assert code == 1 and "would change: map.html" in out
    assert (folder / "map.html").read_bytes() == b"stale"
    assert main("regenerate")[0] == 0
    assert (folder / "map.html").read_bytes() == made
    (folder / "source.txt").write_text("another text")
    code, _, err = main("regenerate")
    assert code == 2 and "not the text that" in only_line(err)
    (folder / "project.json").write_text('{"options": 7}')
    code, _, err = main("regenerate")
    assert code == 2 and "not a record of a map" in only_line(err)


def test_the_locator_is_kept_by_the_record(main, article, tmp_path):
    folder = tmp_path / "output" / "story"
    assert main("map", article, "--locator", "off")[0] == 0
    assert '"inset": false' in (folder / "map.html").read_text().replace('"inset":false', '"inset": false')
    assert json.loads((folder / "project.json").read_text())["options"]["locator"] == "off"
    assert main("regenerate", "--check")[0] == 0
    made = json.loads((folder / "project.json").read_text())
    made["options"]["locator"] = "sideways"
    (folder / "project.json").write_text(json.dumps(made))
    assert main("regenerate", "--check")[0] == 2


def test_own_places_go_with_their_map_and_no_other(main, article, tmp_path):
    places = tmp_path / "mine.csv"
    places.write_text("name,lat,lon\nBureau Nine,10.5,-66.9\n")
    article.write_text("He drove to Bureau Nine and on to Caracas.")
    folder = tmp_path / "output" / "story"
    assert main("map", article, "--places", places)[0] == 0
    assert "places:bureau-nine" in (folder / "places.geojson").read_text()
    assert main("regenerate", "--check")[0] == 0
    assert main("map", article)[0] == 0
    assert "places:bureau-nine" not in (folder / "places.geojson").read_text()
    assert main("regenerate", "--check")[0] == 0


def test_a_record_cannot_write_outside_its_folder(main, article, tmp_path):
    main("map", article)
    record = tmp_path / "output" / "story" / "project.json"
    made = json.loads(record.read_text())
    made["options"]["image"] = "../outside.png"
    record.write_text(json.dumps(made))
    code, _, err = main("regenerate")
    assert code == 2 and "outside its folder" in only_line(err)


def test_map_from_standard_input(run_geo, tmp_path):
    done = run_geo("map", "-", stdin=STORY.encode())
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "output" / "stdin" / "map.html").is_file()


def test_filters(main, article, tmp_path):
    def names(*options):
        assert main("map", article, "-o", tmp_path / "o", *options)[0] == 0
        features = json.loads((tmp_path / "o" / "places.geojson").read_text())["features"]
        return {f["properties"]["name"] for f in features}

    everything = names()
    assert names("--country", "co") < everything
    assert "Venezuela" not in names("--no-demonyms")
    assert "Venezuela" in names("--kinds", "demonym") and "Caracas" not in names("--kinds", "demonym")
    assert names("--min-score", "1") <= everything


def test_parse_formats(main, article):
    code, table, _ = main("parse", article)
    assert code == 0 and table.splitlines()[0].split()[:3] == ["place", "where", "kind"]
    assert "Caracas" in table
    record = json.loads(main("parse", article, "--format", "json")[1])
    assert record["text"] == STORY
    [line] = main("parse", article, "--format", "jsonl")[1].splitlines()
    for toponym in json.loads(line)["toponyms"]:
        assert STORY[toponym["start"] : toponym["end"]] == toponym["text"]
        assert toponym["geonameid"] is None or isinstance(toponym["geonameid"], int)
        assert set(toponym) >= {"start", "end", "text", "lat", "lon", "geonameid", "kind", "score"}
    rows = list(csv.DictReader(io.StringIO(main("parse", article, "--format", "csv")[1])))
    assert [r["text"] for r in rows][:2] == ["Caracas", "Bogota"]
    features = json.loads(main("parse", article, "--format", "geojson")[1])["features"]
    assert features[0]["properties"]["name"] == "Caracas"
    assert "Caracas" in main("parse", article, "--explain")[1]


def test_parse_jsonl_one_line_out_for_each_line_in(main, tmp_path):
    records = [
        {"id": "a", "text": STORY},
        {"id": 2, "text": "Nothing here.\r\n\x0c", "other": 1},
        {"id": "c", "text": ""},
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    code, out, err = main("parse", path, "--format", "jsonl", "-o", tmp_path / "out.jsonl")
    assert (code, out, err) == (0, "", "")
    lines = (tmp_path / "out.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a", "2", "c"]
    assert main("evaluate", path, tmp_path / "out.jsonl")[0] == 0
    assert main("parse", path, "--format", "csv")[1].count("feature_code") == 1


def test_spans_are_kept_and_only_resolved(main, tmp_path):
    spans = [{"start": 13, "end": 20, "text": "Caracas"}, {"start": 0, "end": 7, "text": "Flights"}]
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": "a", "text": STORY, "toponyms": spans}))
    [line] = main("parse", path, "--format", "jsonl", "--spans")[1].splitlines()
    found = json.loads(line)["toponyms"]
    assert sorted((t["start"], t["end"]) for t in found) == [(0, 7), (13, 20)]
    assert {t["geonameid"] for t in found if t["text"] == "Caracas"} == {3646738}


def test_lookup(main):
    code, out, _ = main("lookup", "Paris, Texas")
    assert code == 0 and "Texas" in out.splitlines()[0]
    assert "Caracas" in main("lookup", "--reverse", "10.5,-66.9", "--limit", "3")[1]
    assert json.loads(main("lookup", "Black Sea", "--format", "json")[1])
    code, out, _ = main("lookup", "Qqxzzy\x1b[31m")
    assert code == 1 and "\x1b" not in out


def test_evaluate(main, tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"id": 1, "toponyms": [{"start": 0, "end": 4, "lat": 1.0, "lon": 2.0}]}))
    code, out, _ = main("evaluate", gold, gold)
    assert code == 0 and "recognition exact      P 1.000" in out
    assert json.loads(main("evaluate", gold, gold, "--json")[1])["documents"] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["map"], "ARTICLE"),
        (["map", "none.txt"], "none.txt: no such file"),
        (["map", "."], "bad.jsonl, line 2"),  # a folder is many documents, and one of these is none
        (["map", "empty"], "is empty"),
        (["map", "blank"], "holds no text"),
        (["map", "binary"], "looks binary"),
        (["map", "latin"], "not utf-8 at byte 3"),
        (["map", "huge"], "longer than 8 MB"),
        (["map", "line"], "longer than 8 MB"),
        (["map", "latin", "--encoding", "utf-99"], "no encoding"),
        (["map", "good", "-o", "blank"], "is a file, not a folder"),
        (["map", "good", "-o", "blank/x"], "not a place where a folder can be made"),
        (["map", "good", "--date", "soon"], "not a date"),
        (["map", "good", "--kinds", "town"], "is not a list of"),
        (["map", "good", "--country", "Venezuela"], "two-letter"),
        (["map", "good", "--min-score", "9"], "from 0 to 1"),
        (["map", "good", "--colour", "red"], "--colour"),
        (["parse", "good", "--spans"], "--spans needs"),
        (["parse", "bad.jsonl"], "bad.jsonl, line 2 is not JSON"),
        (["parse", "bad.jsonl", "--format", "geojson"], "is for one article"),
        (["parse", "good", "-o", "none/x"], "is not a folder"),
        (["regenerate", "none"], "no such folder"),
        (["regenerate", "."], "holds no maps"),
        (["lookup", "--reverse", "Caracas"], "is not a point"),
        (["lookup", "Caracas", "--limit", "0"], "--limit"),
        (["evaluate", "good", "none"], "is not JSON"),
        (["nonsense"], "nonsense"),
        ([], "VERB"),
    ],
)
def test_bad_input_is_one_line_and_writes_nothing(main, tmp_path, arguments, message):
    (tmp_path / "good").write_text(STORY)
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "blank").write_bytes(b" \n")
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "latin").write_bytes("Caf\u00e9 in Bogot\u00e1".encode("latin-1"))
    with (tmp_path / "huge").open("wb") as stream:
        stream.truncate(50_000_000)
    (tmp_path / "line").write_bytes(b"Caracas " * 1_300_000)
    (tmp_path / "bad.jsonl").write_text('{"id": 1, "text": ""}\n{')
    before = listing(tmp_path)
    code, _, err = main(*arguments)
    assert code == 2
    assert message in only_line(err)
    assert listing(tmp_path) == before


@pytest.mark.parametrize(
    "text", ["Car\x00acas \x07 and Lima", "x" * 300_000 + " Lima", "a b " * 50_000 + "in Lima"]
)
def test_odd_texts_are_mapped(main, tmp_path, text):
    (tmp_path / "odd.txt").write_bytes(text.encode())
    code, _, err = main("map", "odd.txt", "--fast")
    assert (code, err) == (0, "")
    assert "Lima" in (tmp_path / "output" / "odd" / "places.geojson").read_text()


def test_lone_surrogates_in_json(main, tmp_path):
    (tmp_path / "in.jsonl").write_text('{"id": "\\ud800", "text": "Quito \\ud800 and Lima"}')
    code, out, err = main("parse", "in.jsonl", "--format", "jsonl")
    assert (code, err) == (0, "")
    assert json.loads(out)["id"] == "\ud800"
    assert {t["text"] for t in json.loads(out)["toponyms"]} == {"Quito", "Lima"}
    assert main("parse", "in.jsonl")[0] == 0


def test_a_disk_that_takes_no_more(article, tmp_path):
    """A limit on file sizes stands in for a full disk: the write itself fails, half way."""
    done = subprocess.run(
        [sys.executable, "-m", "geo.cli", "map", str(article), "-o", str(tmp_path / "o"), "--fast"],
        capture_output=True,
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
        check=False,
    )
    assert done.returncode == 1
    assert "could not be written" in only_line(done.stderr.decode())
    assert listing(tmp_path) == ["story.txt"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing(tmp_path, number):
    (tmp_path / "long.txt").write_text((STORY + "\n") * 20_000)
    # A shell starts what runs in its background with SIGINT ignored, and that is inherited.
    heed = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    running = subprocess.Popen(
        [sys.executable, "-c", heed + "from geo.cli import main; sys.exit(main())", "map", "long.txt"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    time.sleep(2.5)  # well into its work, which takes many times as long
    running.send_signal(number)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 1
    assert "interrupted" in only_line(err.decode())
    assert listing(tmp_path) == ["long.txt"]


def test_a_closed_pipe_is_quiet(tmp_path):
    (tmp_path / "in.jsonl").write_text("\n".join(json.dumps({"id": n, "text": STORY}) for n in range(200)))
    command = f"{sys.executable} -m geo.cli parse in.jsonl --format jsonl --fast | head -n 1"
    done = subprocess.run(
        command, shell=True, cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["id"] == "0" and done.stderr == b""
