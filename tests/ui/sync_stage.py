"""The sync page against the peer: a workload with four questions, and what a person does on the page."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.sync.desk import MovingClock, small_framework
from tests.sync.peer import Peer
from tests.ui.workload_stage import workload
from workbench.domain.answer import MarkState
from workbench.operations.answers import SetMark, SetNotes
from workbench.operations.history import History
from workbench.operations.workloads import AddLens, CreateWorkload

Q, P1 = "priorities", "ops_priorities_ext_cust_needs"


def bare_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path, config: str = "", **variables: str) -> None:
    """Hide this person's AWS files and variables; give a home with a config file of our own."""
    import botocore.credentials
    import botocore.tokens

    from workbench.host import aws_session

    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    (home / ".aws").mkdir(parents=True)
    (home / ".aws" / "config").write_text(config, encoding="utf-8")
    for name, value in {"HOME": str(home), "USERPROFILE": str(home), "AWS_EC2_METADATA_DISABLED": "true",
                        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", **variables}.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    cache = str(home / ".aws" / "sso" / "cache")  # botocore looks for the home once, when it is imported
    for provider in (botocore.credentials.SSOProvider, botocore.tokens.SSOTokenProvider):
        monkeypatch.setattr(provider, "_SSO_TOKEN_CACHE_DIR", cache)
    monkeypatch.setattr(aws_session, "_roles", {})


def small_peer() -> Peer:
    """Return a peer whose Framework has four questions; close it, or use it in a with."""
    peer = Peer(clock=MovingClock())
    peer.publish_official(small_framework())
    return peer


def two_workloads(workspace) -> None:
    """Give the stage two more workloads with a review of four questions each."""
    history = History(workspace, "Ana")
    for n, name in ((2, "Shop"), (3, "Fleet")):
        history.do(CreateWorkload(workload(n, name)))
        history.do(AddLens(f"w{n}", f"r{n}", small_framework()))
        history.do(SetMark(f"r{n}", Q, P1, MarkState.YES))
        history.do(SetNotes(f"r{n}", Q, "Asked"))


def done(qtbot, page, timeout: int = 20_000) -> None:
    """Wait until nothing is under way."""
    qtbot.waitUntil(lambda: page.sync.task is None and not page._desk.tasks.running, timeout=timeout)


def linked(qtbot, page) -> str:
    """Create the workload in the Tool; return its id there."""
    page.link_pane.make.click()
    done(qtbot, page)
    assert page.sync.look is not None
    return page.sync.link.remote_id


def until(qtbot, fact: Callable[[], bool]) -> None:
    """Wait for something at the peer or on the page."""
    qtbot.waitUntil(fact, timeout=20_000)


def titles(view) -> list[str]:
    """Return headings with their lines, flat."""
    return [text for entry in view.entries for text in (entry.title, *(child.title for child in entry.children))]
