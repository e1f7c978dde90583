"""A peer of its own for every test, and clients that know nothing of this computer's AWS settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.sync.peer import Peer
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
    with Peer() as running:
        yield running


@pytest.fixture
def client(peer: Peer) -> Callable[..., Any]:
    """Make clients of the peer: `client()`, `client("sts")`, `client(region="us-east-1", account=OTHER_ACCOUNT)`."""

    def make(service: str = "wellarchitected", **options: Any) -> Any:
        return client_for(peer, service, **options)

    return make
