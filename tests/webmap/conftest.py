"""One Chromium for all tests of the page, and a page opened in it from the disk."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geo.types import Document
from geo.webmap import render
from tests.webmap.browser import Open, browser, console_of, require_browser


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    require_browser()
    with browser() as driver:
        yield driver


@pytest.fixture
def opened(chromium: Any, tmp_path: Path) -> Open:
    """Opens a document's page (or a page's text) from the disk, and waits until all of it stands."""

    def open_page(what: Document | str, **options: Any) -> Any:
        html = what if isinstance(what, str) else render(what, **options)
        path = tmp_path / "map.html"
        path.write_text(html, encoding="utf-8")
        chromium.get_log("performance")
        chromium.get_log("browser")
        chromium.get(path.as_uri())
        for _ in range(400):  # a shared machine may be slow; nothing here asserts a time
            if chromium.execute_script("return document.body.classList.contains('whole')"):
                break
            time.sleep(0.05)
        else:
            pytest.fail(f"the page did not come up: {console_of(chromium)}")
        return chromium

    return open_page
