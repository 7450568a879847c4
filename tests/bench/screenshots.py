"""Pictures of the pages as readers meet them, for looking at: desktop and phone, light and dark.

    python -m tests.bench.screenshots FOLDER [STORY ...] [--article FILE]

writes FOLDER/STORY-desktop-light.png and so on. ``--article`` adds one's own text as the story "article".
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
LONGEST_WAIT = 120.0
"""Seconds after which a page is taken to be stuck."""


def example(name: str) -> str:
    """The page of an example of the repository."""
    return article(ROOT / "output" / name / "source.txt")


def article(path: Path) -> str:
    """The page of a text, as the command line makes it."""
    from geo.pipeline import Geoparser
    from geo.webmap import render

    return render(Geoparser().parse(path.read_text(encoding="utf-8")))


def drawn(name: str, *arguments: int) -> str:
    """The page of a document of the tests."""
    from geo.webmap import render
    from tests.webmap import documents

    return render(getattr(documents, name)(*arguments))


def marks() -> str:
    """A corpus of fifty thousand places."""
    from tests.bench.browser import corpus

    return corpus()


STORIES: dict[str, Callable[[], str]] = {
    "caribbean": lambda: example("caribbean"),
    "local": lambda: example("warren-county"),
    "pacific": lambda: example("north-pacific"),
    "antimeridian": lambda: drawn("pacific"),
    "polar": lambda: drawn("polar"),
    "told": lambda: drawn("told"),
    "arabic": lambda: drawn("arabic"),
    "300": lambda: drawn("many", 300),
    "50000": marks,
}


def take(page: Path, target: Path) -> None:
    """Both sizes in both lights; complaints in the console are printed."""
    from tests.webmap.browser import browser, console_of

    with browser() as driver:
        for size, (width, height) in SIZES.items():
            for light in ("light", "dark"):
                screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
                driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
                scheme = {"features": [{"name": "prefers-color-scheme", "value": light}]}
                driver.execute_cdp_cmd("Emulation.setEmulatedMedia", scheme)
                driver.get(page.as_uri())
                until = time.monotonic() + LONGEST_WAIT
                while not driver.execute_script("return document.body.classList.contains('whole')"):
                    if time.monotonic() > until:
                        raise TimeoutError(f"{page.name} was not ready in {LONGEST_WAIT:.0f} s")
                    time.sleep(0.1)
                time.sleep(0.5)  # what was made last is in the next picture
                name = f"{target.name}-{size}-{light}.png"
                driver.save_screenshot(str(target.parent / name))
                print(name, *console_of(driver))


def main() -> None:
    """Take the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(prog="tests.bench.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("stories", nargs="*", metavar="STORY", help=", ".join(STORIES))
    parser.add_argument("--article", type=Path, help="a text of one's own")
    options = parser.parse_args()
    wanted: dict[str, Callable[[], str]] = {name: STORIES[name] for name in options.stories or STORIES}
    if options.article:
        wanted = {"article": lambda: article(options.article), **(wanted if options.stories else {})}
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, make in wanted.items():
        page = (options.folder / f"{name}.html").resolve()
        page.write_text(make(), encoding="utf-8")
        take(page, page.with_suffix(""))


if __name__ == "__main__":
    main()
