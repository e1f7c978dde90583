"""Ada with a reviewed workload, and whoever else a test needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.exchange.people import Copy, people, reviewed


@pytest.fixture
def copies(tmp_path: Path) -> Iterator[Callable[[str], Copy]]:
    with people(tmp_path) as make:
        yield make


@pytest.fixture
def ada(copies: Callable[[str], Copy]) -> Copy:
    """A workspace with a reviewed workload, a milestone and an evidence file."""
    return reviewed(copies("Ada"))
