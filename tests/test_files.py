import errno
import os

import pytest

from geo import files
from geo.errors import InputError, OutputError
from geo.files import write_file, write_files

ROOT_USER = os.geteuid() == 0


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_all_files_or_none(tmp_path, monkeypatch):
    folder = tmp_path / "a" / "b"
    write_files(folder, {"x": b"1", "y": b"2"})
    (folder / "mine").write_bytes(b"kept")
    real, calls = files._write_beside, []

    def full(path, content):
        calls.append(path)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, content)

    monkeypatch.setattr(files, "_write_beside", full)
    with pytest.raises(OutputError, match="disk is full; nothing was changed"):
        write_files(folder, {"x": b"3", "y": b"4"})
    assert names(folder) == ["mine", "x", "y"] and (folder / "x").read_bytes() == b"1"


def test_a_folder_made_for_nothing_is_taken_back(tmp_path, monkeypatch):
    def interrupted(path, content):
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "_write_beside", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_files(tmp_path / "a" / "b", {"x": b"1"})
    assert names(tmp_path) == []


def test_a_file_where_a_folder_should_be(tmp_path):
    (tmp_path / "f").write_bytes(b"")
    with pytest.raises(InputError, match="is a file, not a folder"):
        write_files(tmp_path / "f", {"x": b""})
    with pytest.raises(InputError, match="not a place where a folder can be made"):
        write_files(tmp_path / "f" / "g", {"x": b""})
    with pytest.raises(InputError, match="is a folder"):
        write_file(tmp_path, b"")
    with pytest.raises(InputError, match="is not a folder"):
        write_file(tmp_path / "none" / "x", b"")


def test_no_permission_is_one_line():
    place = "/proc/geo" if ROOT_USER else "/geo-test"
    with pytest.raises((OutputError, InputError)) as caught:
        write_files(files.Path(place), {"x": b"1"})
    assert place in str(caught.value) and "\n" not in str(caught.value)


def test_modes_follow_the_umask(tmp_path):
    old = os.umask(0o027)
    try:
        write_file(tmp_path / "x", b"1")
    finally:
        os.umask(old)
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o640


def test_messages_show_odd_names_harmlessly():
    assert files.shown("a\x1b[31m\nb\udcff") == "a\\x1b[31m\\x0ab\\xdcff"
