"""Fetching a dump, from a server on this machine that can break off."""

import io
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from geo.errors import ServiceError
from geo.gazetteer.download import download, wanted

ROWS = "".join(f"{n}\tPlace {n}\n" for n in range(5000))


def zipped(name, text):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, text)
    return stream.getvalue()


@pytest.fixture
def server():
    """A server of a small dump; ``breaks`` names the files whose first fetch breaks off half way."""
    files = {name: b"table\n" for name in wanted(["MC"]) if name.endswith(".txt")}
    files |= {
        name: zipped(name.replace(".zip", ".txt"), ROWS) for name in wanted(["MC"]) if name.endswith(".zip")
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            name = self.path.lstrip("/")
            asked.append((name, self.headers.get("Range")))
            if name not in files:
                self.send_error(404)
                return
            content = files[name]
            begin = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").rstrip("-"))
            if begin > len(content):
                self.send_error(416)
                return
            self.send_response(206 if begin else 200)
            self.send_header("Content-Length", str(len(content) - begin))
            self.end_headers()
            content = content[begin:]
            if name in breaks:
                breaks.remove(name)
                content = content[: len(content) // 2]
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    asked, breaks = [], set()
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    running.asked, running.breaks, running.files = asked, breaks, files
    running.url = f"http://127.0.0.1:{running.server_port}/"
    yield running
    running.shutdown()
    running.server_close()


def test_a_dump_is_fetched_and_unpacked(server, tmp_path):
    told = []
    paths = download(
        tmp_path / "dump", countries=["MC"], server=server.url, progress=lambda *x: told.append(x)
    )
    assert [p.name for p in paths] == [n.replace(".zip", ".txt") for n in wanted(["MC"])]
    assert (tmp_path / "dump" / "MC.txt").read_text() == ROWS
    assert sorted(p.name for p in (tmp_path / "dump").iterdir()) == sorted(p.name for p in paths)
    assert told[-1][1] == told[-1][2] > 0
    count = len(server.asked)
    download(tmp_path / "dump", countries=["MC"], server=server.url)
    assert len(server.asked) == count, "what is here is not fetched again"


def test_a_broken_fetch_goes_on_where_it_stopped(server, tmp_path):
    server.breaks.add("MC.zip")
    with pytest.raises(ServiceError, match="run again to go on"):
        download(tmp_path, countries=["MC"], server=server.url)
    half = (tmp_path / "MC.zip.part").stat().st_size
    assert 0 < half < len(server.files["MC.zip"]) and not (tmp_path / "MC.txt").exists()
    download(tmp_path, countries=["MC"], server=server.url)
    assert ("MC.zip", f"bytes={half}-") in server.asked
    assert (tmp_path / "MC.txt").read_text() == ROWS


def test_a_part_that_does_not_fit_is_fetched_anew(server, tmp_path):
    (tmp_path / "MC.zip.part").write_bytes(b"x" * 9_000_000)
    download(tmp_path, countries=["MC"], server=server.url)
    assert (tmp_path / "MC.txt").read_text() == ROWS


def test_a_damaged_archive_is_told(server, tmp_path):
    server.files["MC.zip"] = b"no archive"
    with pytest.raises(ServiceError, match=r"MC\.zip came damaged"):
        download(tmp_path, countries=["MC"], server=server.url)
    assert not (tmp_path / "MC.zip").exists()


def test_what_the_server_lacks_is_told(server, tmp_path):
    with pytest.raises(ServiceError, match="answered 404; is the country's code right"):
        download(tmp_path, countries=["ZZ"], server=server.url)
    with pytest.raises(ServiceError, match="broke off"):
        download(tmp_path, countries=["ZZ"], server="http://127.0.0.1:9/")
