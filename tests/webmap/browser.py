"""Debian's Chromium for the tests of the page, with every request to a network counted and refused."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Open = Callable[..., Any]
"""The fixture ``opened``: (document or HTML, **options of the page) -> the driver, with the page standing."""

CHROMIUM = "/usr/bin/chromium"
DRIVER = "/usr/bin/chromedriver"


def require_browser() -> None:
    """Skip where there is no Chromium; fail where it was promised (GEO_REQUIRE_BROWSER=1)."""
    missing = [tool for tool in (CHROMIUM, DRIVER) if not Path(tool).exists()]
    try:
        import selenium  # noqa: F401
    except ImportError:
        missing.append("the package selenium")
    if missing:
        reason = f"{' and '.join(missing)} not found: the page's browser tests need Debian's chromium"
        if os.environ.get("GEO_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


def require_node() -> str:
    """The path of node, or skip or fail as for the browser."""
    node = shutil.which("node")
    if node is None:
        reason = "node not found: the page's script tests need it"
        if os.environ.get("GEO_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return node


@contextlib.contextmanager
def browser(width: int = 1400, height: int = 860, *, dark: bool = False) -> Iterator[Any]:
    """A headless Chromium whose every host name resolves to nothing."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--window-size={width},{height}",
        *(["--force-dark-mode", "--blink-settings=preferredColorScheme=0"] if dark else []),
    ):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )
        driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {"features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]},
        )
        yield driver
    finally:
        driver.quit()


def run(driver: Any, script: str) -> Any:
    """What a script in the page returns."""
    return driver.execute_script(script)


def until(driver: Any, script: str, right: Callable[[Any], bool] = bool, *, seconds: float = 15.0) -> Any:
    """What a script returns once that is right, or what it returned last: a busy machine takes its time."""
    from selenium.common.exceptions import JavascriptException

    end = time.monotonic() + seconds
    while True:
        late = time.monotonic() > end
        try:
            found = driver.execute_script(script)
            if late or right(found):
                return found
        except JavascriptException:  # what it asks for is not there yet
            if late:
                raise
        time.sleep(0.05)


def requests_of(driver: Any) -> list[str]:
    """The addresses that the page asked for, the page itself and data: left out."""
    asked = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            if not url.startswith(("file:", "data:", "blob:")):
                asked.append(url)
    return asked


def console_of(driver: Any) -> list[str]:
    """What the page complained of in the console."""
    return [e["message"] for e in driver.get_log("browser") if e["level"] in ("SEVERE", "WARNING")]
