import json

import pytest

from geo.errors import InputError
from geo.reading import read_documents


def write(tmp_path, *records):
    path = tmp_path / "in.jsonl"
    lines = [r if isinstance(r, str) else json.dumps(r) for r in records]
    path.write_bytes("\n".join(lines).encode())
    return path


def test_records_are_split_on_line_feeds_alone(tmp_path):
    text = "\ufeffa\r\nb\u2028c\x0cd\x85e\x1cf"
    path = tmp_path / "in.jsonl"
    path.write_bytes(json.dumps({"id": 1, "text": text}, ensure_ascii=False).encode() + b"\r\n\n")
    [document] = read_documents(path)
    assert document.text == text and document.id == "1"


def test_other_keys_are_ignored_and_near_is_read(tmp_path):
    path = write(
        tmp_path, {"id": "a", "text": "", "near": "Victoria, Texas", "x": [1], "toponyms": "no list"}
    )
    [document] = read_documents(path)
    assert document.near == "Victoria, Texas" and document.toponyms == ()


def test_spans_are_kept(tmp_path):
    spans = [{"start": 0, "end": 4, "text": "Lima", "kind": "demonym"}, {"start": 2, "end": 4, "kind": "PPL"}]
    [document] = read_documents(write(tmp_path, {"id": 1, "text": "Lima", "toponyms": spans}), spans=True)
    mentions = [t.mention for t in document.toponyms]
    assert [(m.start, m.end, m.text, m.kind) for m in mentions] == [
        (0, 4, "Lima", "demonym"),
        (2, 4, "ma", "place"),
    ]


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("not json", "line 2 is not JSON"),
        ("[1]", "not a JSON object"),
        ({"text": "x"}, 'no "id"'),
        ({"id": True, "text": "x"}, 'no "id"'),
        ({"id": 2}, 'no "text"'),
        ({"id": 1, "text": "again"}, "stands on line 1 already"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_line_is_named(tmp_path, record, message):
    path = write(tmp_path, {"id": 1, "text": "x"}, record)
    with pytest.raises(InputError, match=message):
        list(read_documents(path))


BAD_SPANS = [
    {"start": 0, "end": 99},
    {"start": 2, "end": 2},
    {"start": 0, "end": 4, "text": "Rome"},
    {"start": "0", "end": 4},
    {"start": True, "end": 4},
    7,
]


@pytest.mark.parametrize("span", BAD_SPANS)
def test_a_bad_span_is_named(tmp_path, span):
    path = write(tmp_path, {"id": 1, "text": "Lima", "toponyms": [span]})
    with pytest.raises(InputError, match="line 1, toponym 1"):
        list(read_documents(path, spans=True))


def test_no_documents(tmp_path):
    with pytest.raises(InputError, match="is empty"):
        list(read_documents(write(tmp_path, "")))
    with pytest.raises(InputError, match="holds no documents"):
        list(read_documents(write(tmp_path, "", "")))
