"""What tests of the gazetteer share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from geo import datafiles
from geo.gazetteer import EmbeddedGazetteer, open_gazetteer


@pytest.fixture(scope="module")
def shipped() -> Iterator[EmbeddedGazetteer]:
    """The gazetteer that ships."""
    if not (datafiles.DATA / "gazetteer.sqlite").is_file():
        pytest.skip("the gazetteer is not built")
    opened = open_gazetteer()
    yield opened
    opened.close()
