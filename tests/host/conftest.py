"""A home without AWS files of its own, and a stand-in for AWS that all SDK addresses point to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.host.aws_stand_in import StandIn


@pytest.fixture
def aws_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Return a function that writes ~/.aws/config and credentials of an empty home; no variable of ours is left."""
    import botocore.credentials
    import botocore.tokens

    from workbench.host import aws_session

    for name in list(os.environ):
        if name.startswith("AWS_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    (home / ".aws").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    cache = str(home / ".aws" / "sso" / "cache")  # botocore looks for the home once, when it is imported
    for provider in (botocore.credentials.SSOProvider, botocore.tokens.SSOTokenProvider):
        monkeypatch.setattr(provider, "_SSO_TOKEN_CACHE_DIR", cache)
    monkeypatch.setattr(aws_session, "_roles", {})

    def write(config: str = "", credentials: str = "") -> Path:
        for name, text in (("config", config), ("credentials", credentials)):
            if text:
                (home / ".aws" / name).write_text(text, encoding="utf-8")
        return home

    return write


@pytest.fixture
def aws(aws_home: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """Start the stand-in and let every AWS client of this test go there."""
    stand_in = StandIn()
    monkeypatch.setenv("AWS_ENDPOINT_URL", stand_in.url)
    yield stand_in
    stand_in.stop()


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let botocore retry at once."""
    import botocore.retries.bucket
    import botocore.retries.standard

    monkeypatch.setattr(botocore.retries.standard.ExponentialBackoff, "delay_amount", lambda self, context: 0)
    monkeypatch.setattr(botocore.retries.bucket.TokenBucket, "acquire", lambda self, amount=1, block=True: True)
