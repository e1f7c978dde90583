"""What can be done on the sync page, as actions."""

from __future__ import annotations

from functools import partial
from typing import Any

from workbench.i18n import _
from workbench.ui.actions import Action

__all__ = ["sync_actions"]


def sync_actions(page: Any) -> tuple[Action, ...]:
    """Return the actions of the sync page."""
    group, sync = _("Sync"), page.sync

    def can_read() -> bool:
        return sync.link is not None and sync.task is None

    return (
        Action("sync.compare", _("Compare now"), ("C",), "sync", group, page.compare, page.can_compare),
        Action("sync.pull", _("Pull from the Tool"), ("L",), "download", group, page.pull, lambda: sync.can_pull),
        Action("sync.push", _("Push to the Tool"), ("Ctrl+Return",), "upload", group, page.push, lambda: sync.can_push),
        Action("sync.resume", _("Resume the interrupted sync"), ("R",), "play", group, page.resume,
               lambda: sync.open_job is not None and sync.is_free),
        Action("sync.mine", _("Keep mine in the conflict"), ("M",), "", group, partial(page.choose, "mine"), page.in_conflict),
        Action("sync.theirs", _("Take theirs in the conflict"), ("T",), "", group, partial(page.choose, "theirs"), page.in_conflict),
        Action("sync.both", _("Keep both in the conflict"), ("B",), "", group, partial(page.choose, "both"), page.in_conflict),
        Action("sync.base", _("Take the conflict as it was"), ("W",), "", group, partial(page.choose, "base"), page.in_conflict),
        Action("sync.export", _("Save the plan as a file"), (), "save", group, page.export, lambda: sync.look is not None),
        Action("sync.fetch", _("Fetch what the Tool reports"), ("F",), "download", group, lambda: page.side.reading.read(), can_read),
        Action("sync.report", _("Save the Tool's lens report..."), (), "file", group, lambda: page.side.reading.ask_report(), can_read),
        Action("sync.account", _("Show the consolidated report of the account"), (), "reports", group,
               lambda: page.side.reading.read_table(), can_read),
        Action("sync.test", _("Test the connection to AWS"), (), "check", group, lambda: page.side.connecting.test(),
               lambda: sync.task is None and bool(sync.subject)),
        Action("sync.plan", _("Back to the plan"), ("Escape",), "", group, page.back, lambda: page.is_aside),
    )  # fmt: skip
