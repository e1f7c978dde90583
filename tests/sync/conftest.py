"""A peer of its own for every test, and clients that know nothing of this computer's AWS settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sync.desk import Desk, MovingClock, small_framework
from tests.sync.peer import ManualClock, Peer
from tests.sync.peer.clients import client_for


@pytest.fixture(autouse=True)
def _no_own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Hide this person's AWS files, variables and instance role from botocore."""
    folder = tmp_path_factory.getbasetemp()
    for name in [name for name in os.environ if name.startswith("AWS_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(folder / "no-aws-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(folder / "no-aws-credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture
def peer() -> Iterator[Peer]:
    """A Tool whose time stands still until it is moved."""
    with Peer(clock=ManualClock()) as running:
        yield running


@pytest.fixture
def small_peer() -> Iterator[Peer]:
    """A Tool with a Framework of four questions; its time moves on with every look."""
    with Peer(clock=MovingClock()) as running:
        running.publish_official(small_framework())
        yield running


@pytest.fixture
def desk(tmp_path: Path, small_peer: Peer) -> Iterator[Desk]:
    """A workspace with the workload Shop, reviewed with the small Framework and not linked yet."""
    made = Desk(tmp_path, small_peer)
    made.create(small_framework())
    yield made
    made.close()


@pytest.fixture
def client(peer: Peer) -> Callable[..., Any]:
    """Make clients of the peer: `client()`, `client("sts")`, `client(region="us-east-1", account=OTHER_ACCOUNT)`."""

    def make(service: str = "wellarchitected", **options: Any) -> Any:
        return client_for(peer, service, **options)

    return make


@pytest.fixture
def tool(client: Callable[..., Any]) -> Any:
    return client()
