"""The pages in Chromium: how heavy they are, how soon they answer, how long a frame takes while they move.

Wall time is what a reader waits on this machine as busy as it is now; the main thread's own time (Chromium's
thread ticks) says what the page costs, and hardly changes with the load. Frames are held against those of a
page that does nothing.
"""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WINDOW = (1280, 800)
FRAMES = 90
LONGEST_WAIT = 120.0
"""Seconds after which a page is taken to be stuck."""

STARTING = 2.0
"""Seconds that a browser is left alone after its start: a reader's has long been running."""

WATCH = """
new MutationObserver(() => {
  if (window.readyAt || !document.body || !document.body.classList.contains("ready")) return;
  window.readyAt = performance.now();
  setTimeout(() => {
    const first = document.querySelector(".geo-mention[role=button], .geo-row");
    if (first) first.click();
    window.answered = !first || !document.getElementById("geo-panel").hidden;
    requestAnimationFrame(() => setTimeout(() => (window.answeredAt = performance.now())));
  });
}).observe(document, {subtree: true, attributes: true, attributeFilter: ["class"]});
"""
"""Notes when the page says that it is ready, clicks on the first mention (or row of a list) as soon as that
can be, and notes when the picture with the opened panel is drawn."""

CLOSE = "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))"

WATCH_FRAMES = """
window.gaps = [];
let last = performance.now();
(function step(now) {
  gaps.push(now - last);
  last = now;
  requestAnimationFrame(step);
})(last);
"""
"""Milliseconds between the pictures that the browser shows."""

SETTLE = """
const done = arguments[arguments.length - 1];
const moves = [[0.5, 0], [0, 0.3], [-0.5, 0], [0, -0.3]];
const size = geoPage.map.getSize();
let n = 0;
(function step() {
  if (n === 2 * moves.length) return done(n);
  if (n % 2) geoPage.map.setZoom(geoPage.map.getZoom() + (n % 4 === 1 ? 1 : -1), {animate: false});
  else geoPage.map.panBy([moves[n / 2][0] * size.x, moves[n / 2][1] * size.y], {animate: false});
  n++;
  requestAnimationFrame(() => requestAnimationFrame(step));
})();
"""
"""Half a window to every side, with a zoom step after each: everything is drawn and lettered anew."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one page costs; ``own`` is the main thread's time, the rest what a reader waits."""

    kilobytes: float
    ready: float
    """Seconds until the page stands and says that it is ready."""
    answered: float
    """Seconds until a click made at that moment is answered: its panel is drawn."""
    ready_own: float
    """Seconds of the main thread until then."""
    frame: float
    """Milliseconds between frames while the map is dragged: the median, and the 95th of a hundred."""
    frame_late: float
    frame_own: float
    settle_own: float
    """Milliseconds to draw everything anew after a move or a zoom step; 0 for a page without a map."""

    def line(self, name: str) -> str:
        return (
            f"{name:<14} {self.kilobytes:6.0f}  {self.ready:6.2f} {self.answered:6.2f} {self.ready_own:6.2f}"
            f"  {self.frame:6.1f}"
            f" {self.frame_late:6.1f} {self.frame_own:6.1f}  {self.settle_own:6.0f}"
        )


HEAD = (
    f"{'':<14} {'kB':>6}  {'open s':>6} {'click':>6} {'own s':>6}  {'frame':>6} {'p95':>6} {'own ms':>6}"
    f"  {'settle':>6}"
)


def article() -> str:
    """The page of an article of the repository, as the command line makes it."""
    from geo.pipeline import Geoparser
    from geo.webmap import render

    source = Path(__file__).resolve().parents[2] / "output" / "caribbean" / "source.txt"
    return render(Geoparser().parse(source.read_text(encoding="utf-8")))


def crowd() -> str:
    """One text that names two thousand places."""
    from geo.webmap import render
    from tests.webmap.documents import many

    return render(many(2000))


def corpus() -> str:
    """Fifty thousand places in some six thousand documents."""
    from geo.webmap.corpus import render_corpus
    from tests.bench import corpora

    return render_corpus(corpora.corpus(50_000), title="Fifteen years of the Example press")


PAGES: dict[str, Callable[[], str]] = {"one article": article, "2,000 places": crowd, "50,000 marks": corpus}
BLANK = "<!DOCTYPE html><title>x</title><body><script>document.body.classList.add('ready')</script>"


def browser() -> None:
    """Every page's weight, opening and frames, beside a blank page's."""
    from tests.webmap.browser import browser as chromium

    with tempfile.TemporaryDirectory() as folder:
        files = {"a blank page": Path(folder, "blank.html")}
        files["a blank page"].write_text(BLANK, encoding="utf-8")
        for number, (name, make) in enumerate(PAGES.items()):
            begun = time.perf_counter()
            files[name] = Path(folder, f"{number}.html")
            files[name].write_text(make(), encoding="utf-8")
            print(f"{name:<14} made in {time.perf_counter() - begun:.1f} s")
        print(HEAD)
        for name, file in files.items():
            with chromium(*WINDOW) as driver:
                print(measure(driver, file).line(name))


def measure(driver: Any, file: Path) -> Figures:
    """Open a page, drag its map about, and move it in steps."""
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
    driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    driver.set_script_timeout(LONGEST_WAIT)
    time.sleep(STARTING)
    driver.get(file.as_uri())
    until = time.monotonic() + LONGEST_WAIT
    while not driver.execute_script("return window.answeredAt"):
        if time.monotonic() > until:
            raise TimeoutError(f"{file.name} was not ready in {LONGEST_WAIT:.0f} s")
        time.sleep(0.05)
    opened = _thread(driver)
    ready, click, right = driver.execute_script("return [readyAt, answeredAt, answered]")
    if not right:
        raise AssertionError(f"{file.name} said that it was ready, and did not answer a click")
    driver.execute_script(CLOSE)
    gaps, dragged = drag(driver)
    settled = 0.0
    if driver.execute_script("return Boolean(window.geoPage)"):
        before = _thread(driver)
        moves = driver.execute_async_script(SETTLE)
        settled = (_thread(driver) - before) / moves * 1000
    return Figures(
        kilobytes=file.stat().st_size / 1000,
        ready=ready / 1000,
        answered=click / 1000,
        ready_own=opened,
        frame=gaps[len(gaps) // 2],
        frame_late=gaps[int(len(gaps) * 0.95)],
        frame_own=dragged,
        settle_own=settled,
    )


def drag(driver: Any) -> tuple[list[float], float]:
    """Drag the map in a slow circle; the gaps between frames, sorted, and the thread's time for each."""

    def mouse(kind: str, x: float, y: float) -> None:
        at = {"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}
        driver.execute_cdp_cmd("Input.dispatchMouseEvent", at)

    x, y = WINDOW[0] * 0.65, WINDOW[1] * 0.5
    mouse("mousePressed", x, y)
    mouse("mouseMoved", x + 20, y)  # past the distance from which on it is a drag
    driver.execute_script(WATCH_FRAMES)
    before = _thread(driver)
    for n in range(FRAMES):
        turn = 2 * math.pi * n / FRAMES
        mouse("mouseMoved", x + 20 + 120 * math.sin(turn), y + 120 * (1 - math.cos(turn)))
    own = _thread(driver) - before
    gaps = sorted(driver.execute_script("return gaps.slice(1)"))
    mouse("mouseReleased", x, y)
    return gaps, own / len(gaps) * 1000


def _thread(driver: Any) -> float:
    """Seconds that the page's main thread has worked."""
    metrics = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return float(next(m["value"] for m in metrics if m["name"] == "TaskDuration"))
