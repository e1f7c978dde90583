"""Choosing what a workload is linked with: search, paste an ARN, or create."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.i18n import _, n_
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, label, rule
from workbench.ui.widgets.outline import OutlineView

if TYPE_CHECKING:
    from workbench.operations.sync_jobs import RemoteName

__all__ = ["LinkPane"]


class LinkPane(QWidget):
    """What is shown while a workload is not linked."""

    searched = Signal(str)
    """The start of a name, an id or an ARN; UI thread."""
    linked = Signal(object)
    """The RemoteName to link with; UI thread."""
    pulled = Signal(object)
    """The RemoteName to bring here as a new workload; UI thread."""

    def __init__(self, create: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[RemoteName, ...] = ()
        self._is_free, self._linked_ids = True, frozenset[str]()
        self.title = heading("", "large")
        text = _("A link ties the workload to one in the AWS Well-Architected Tool. Linking changes nothing: "
                 "first you see what would change on each side.")  # fmt: skip
        self.make = primary_button(_("Create it in the Tool"), create)
        self.field = LineField(_("Name, id or ARN"), placeholder=_("Start of a name, or paste an ARN"))
        self.field.submitted.connect(lambda _text: self.search())
        self.search_button = plain_button(_("Search"), self.search, icon_name="search")
        row = QHBoxLayout()
        theme().space(row, 8)
        row.addWidget(self.field, 1)
        row.addWidget(self.search_button)
        self.count = dim_label("", wrap=True)
        self.list = OutlineView(_("Workloads in the Tool"))
        self.list.opened.connect(lambda _key: self._link())
        self.list.chosen.connect(lambda _key: self._enable())
        self.link = plain_button(_("Link with it"), self._link, icon_name="link")
        self.pull = plain_button(_("Bring it here as a new workload"), self._pull, icon_name="download")
        column = QVBoxLayout(self)
        theme().space(column, 10, (24, 24, 24, 16))
        column.addWidget(self.title)
        column.addWidget(dim_label(text, wrap=True))
        column.addSpacing(theme().px(4))
        column.addWidget(label(_("It is not in the Tool yet"), strong=True))
        column.addWidget(self.make)
        column.addSpacing(theme().px(4))
        column.addWidget(rule())
        column.addWidget(label(_("It is there already"), strong=True))
        column.addLayout(row)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        column.addWidget(FlowRow(self.link, self.pull))
        self._filler = QWidget()
        column.addWidget(self._filler, 1)
        self.clear("")

    def clear(self, name: str) -> None:
        """Start anew for a workload."""
        self.title.setText(_("Link {name} with the Tool").format(name=name))
        self._found = ()
        self.field.load("search", "")
        self.count.hide()
        self.list.set_entries(())
        self._enable()

    def search(self) -> None:
        """Ask for the workloads that the text means; an empty text means all."""
        if self._is_free:
            self.searched.emit(self.field.text().strip())

    def show_found(
        self, found: tuple[RemoteName, ...], linked_ids: frozenset[str], words: Callable[[str], str]
    ) -> None:
        """Show workloads of the account; those linked already cannot be chosen."""
        self._found, self._linked_ids = found, linked_ids
        self.count.setText(n_("{n} workload in the account", "{n} workloads in the account", len(found)) if found else
                           _("The account has no such workload in this Region."))  # fmt: skip
        self.count.show()
        self.list.set_entries([
            Entry(one.name, ("remote", one.remote_id), note=words(one.arn or one.remote_id),
                  tag=_("Linked") if one.remote_id in linked_ids else "")
            for one in found
        ])  # fmt: skip
        self.list.select_first()
        self._enable()
        if found:
            self.list.setFocus()

    def set_free(self, is_free: bool) -> None:
        """Allow the buttons, or not while something is under way."""
        self._is_free = is_free
        self.make.setEnabled(is_free)
        self.search_button.setEnabled(is_free)
        self._enable()

    def _current(self) -> RemoteName | None:
        key = self.list.current_key()
        return next((one for one in self._found if key == ("remote", one.remote_id)), None)

    def _enable(self) -> None:
        one = self._current()
        can = one is not None and self._is_free and one.remote_id not in self._linked_ids
        for part in (self.link, self.pull):
            part.setEnabled(can)
            part.setVisible(bool(self._found))
        self.list.setVisible(bool(self._found))
        self._filler.setVisible(not self._found)

    def _link(self) -> None:
        if self.link.isEnabled() and (one := self._current()) is not None:
            self.linked.emit(one)

    def _pull(self) -> None:
        if (one := self._current()) is not None:
            self.pulled.emit(one)
