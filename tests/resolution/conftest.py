"""One resolver for all tests of the room."""

from __future__ import annotations

import pytest

from geo.gazetteer import open_gazetteer
from geo.resolution import Resolver


@pytest.fixture(scope="session")
def resolver() -> Resolver:
    return Resolver(open_gazetteer())
