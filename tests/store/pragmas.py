"""What SQLite says of an open workspace."""

from __future__ import annotations

from workbench.store.workspace import Workspace

__all__ = ["pragma"]


def pragma(workspace: Workspace, name: str) -> object:
    with workspace.outside_transactions() as raw:
        return raw.execute(f"PRAGMA {name}").fetchone()[0]
