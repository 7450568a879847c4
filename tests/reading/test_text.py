import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.reading import MAX_BYTES, decode, read


def test_text_is_kept_to_the_letter(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffCaf\u00e9\r\nLima\x0c\rQuito\u2028\x00.".encode())
    document = read(path)
    assert document.text == "Caf\u00e9\r\nLima\x0c\rQuito\u2028\x00."
    assert document.id == "a"


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(
        lambda t: t.strip("\ufeff \u3000").strip()
    )
)
def test_utf8_round_trips(text):
    text = text.removeprefix("\ufeff")
    if text.strip():
        assert decode(text.encode(), name="x") == text.removeprefix("\ufeff")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks_tell_the_encoding(encoding):
    assert decode("Bogotá".encode(encoding), name="x") == "Bogotá"


def test_named_encoding():
    assert decode("Bogotá".encode("latin-1"), name="x", encoding="latin-1") == "Bogotá"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("Bogotá".encode("latin-1"), "not utf-8 at byte 5"),
        (b"%PDF-1.7 stuff", "a PDF"),
        (b"PK\x03\x04rest", "a zip"),
        (bytes(range(32)) * 9, "looks binary"),
        (b" \n\t ", "holds no text"),
    ],
)
def test_what_is_no_text_is_refused(data, message):
    with pytest.raises(InputError, match=message) as caught:
        decode(data, name="x.txt")
    assert str(caught.value).startswith("x.txt") and "\n" not in str(caught.value)


def test_unknown_encoding_is_refused():
    with pytest.raises(InputError, match="no encoding is called"):
        decode(b"x", name="x", encoding="utf-99")


def test_missing_folder_and_empty(tmp_path):
    (tmp_path / "empty").write_bytes(b"")
    for path, message in [("none", "no such file"), (".", "is a folder"), ("empty", "is empty")]:
        with pytest.raises(InputError, match=message):
            read(tmp_path / path)
    with pytest.raises(InputError, match="cannot be read"):
        read("bad\0name")


def test_too_long_is_refused_without_reading_it_all(tmp_path):
    path = tmp_path / "zeros"
    with path.open("wb") as stream:
        stream.truncate(50_000_000_000)  # sparse: a gigabyte of zeros and more
    with pytest.raises(InputError, match="longer than 8 MB"):
        read(path)
    path.write_bytes(b"x" * (MAX_BYTES + 1))
    with pytest.raises(InputError, match="longer than"):
        read(path)


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Quito")))
    assert read("-").text == "Quito"
