"""How a workload's counterpart in the Tool is reached, and what this computer remembers of it; knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from workbench.domain.sync import Link
from workbench.errors import BadInput
from workbench.host.aws_session import Connection
from workbench.ui.models import sync_work
from workbench.ui.models.sync_runner import SyncRunner
from workbench.ui.tasks import Tasks

__all__ = ["SyncConnection"]

_SHARED = ("profile", "region", "endpoint_url")
_OWN = ("keys", "ca_bundle")
"""Parts of a connection that belong to this computer and not to the file: the name of kept keys, a certificate file."""


class SyncConnection(SyncRunner):
    """The connection in use: tested, signed in and out, remembered per link."""

    checked = Signal(object)
    """A ConnectionCheck; UI thread."""
    said = Signal(str)
    """A few words on what was done; UI thread."""
    moved = Signal(object)
    """The Link as it is reached from now on; UI thread."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(tasks, parent)
        self.link: Link | None = None
        self.connection = Connection()
        self._own: dict[str, dict[str, str]] = {}

    def connect_with(self, connection: Connection) -> None:
        """Use another connection from now on; a link remembers it."""
        if connection == self.connection:
            return
        self.connection, link = connection, self.link
        if link is not None:
            self.remember(link.remote_id)
            moved = replace(
                link, profile=connection.profile, endpoint_url=connection.endpoint_url,
                region=connection.region or link.region,
            )  # fmt: skip
            if moved != link:
                self.moved.emit(moved)
        self.changed.emit()

    def remember(self, remote_id: str) -> None:
        """Note what of the connection belongs to this computer, for the link with a workload of the Tool."""
        own = {name: value for name in _OWN if (value := getattr(self.connection, name))}
        self._own.pop(remote_id, None)
        if own:
            self._own[remote_id] = own

    def reach(self, link: Link) -> None:
        """Use the connection of a link."""
        own = self._own.get(link.remote_id, {})
        self.connection = Connection(
            link.profile, link.region, link.endpoint_url, own.get("ca_bundle", ""), own.get("keys", "")
        )

    def save_state(self) -> dict[str, Any]:
        """Return what is remembered, without any secret, as JSON."""
        last = {name: getattr(self.connection, name) for name in (*_SHARED, *_OWN)}
        return {"connection": last, "links": {key: dict(own) for key, own in self._own.items()}}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Take back what save_state gave; what cannot be used any more is left out."""
        last, links = state.get("connection"), state.get("links")
        if isinstance(last, dict):
            with suppress(BadInput):
                self.connection = Connection(**{name: str(last.get(name, "")) for name in (*_SHARED, *_OWN)})
        if isinstance(links, dict):
            self._own = {
                str(key): {name: str(own[name]) for name in _OWN if own.get(name)}
                for key, own in links.items() if isinstance(own, dict)
            }  # fmt: skip

    # -- asking AWS ------------------------------------------------------------------------------

    def check(self, title: str) -> None:
        """Test the connection."""
        self.start("check", title, partial(sync_work.check, self.connection), self.checked.emit)

    def sign_in(self, title: str, then: Callable[[], None]) -> None:
        """Sign in to IAM Identity Center."""
        self.start("sign in", title, partial(sync_work.sign_in, self.connection), lambda _none: then())

    def keep_keys(self, keys: Any, title: str) -> None:
        """Keep keys typed by hand, and use them."""

        def then(kept: tuple[str, str]) -> None:
            self.connect_with(replace(self.connection, keys=kept[0]))
            self.said.emit(kept[1])

        self.start("keys", title, partial(sync_work.keep, keys), then)

    def sign_out(self, title: str) -> None:
        """Delete what this computer holds to reach AWS."""

        def then(words: str) -> None:
            name = self.connection.keys
            for own in self._own.values():
                if name and own.get("keys") == name:
                    del own["keys"]
            self.connect_with(replace(self.connection, keys=""))
            self.said.emit(words)

        self.start("keys", title, partial(sync_work.forget, self.connection), then)
