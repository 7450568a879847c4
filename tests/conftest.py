"""What several tests need: one geoparser for the whole run, and the command line as a stranger runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def geoparser():
    """What ships, opened once."""
    from geo.pipeline import Geoparser

    return Geoparser()


@pytest.fixture
def run_geo(tmp_path):
    """Run ``geo`` in a process of its own; returns the completed process, its streams as text."""

    def run(*arguments, stdin=b"", cwd=tmp_path, **environment):
        return subprocess.run(
            [sys.executable, "-m", "geo.cli", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture
def main(capsys, tmp_path, monkeypatch):
    """Run ``geo`` in this process, in an empty folder; returns (exit code, output, errors)."""
    from geo.cli import main

    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run
