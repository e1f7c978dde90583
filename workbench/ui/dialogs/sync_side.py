"""The left side of the sync page: how both sides stand, the next step, link, past syncs, connection."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.days import time_text
from workbench.ui.dialogs.sync_connecting import ConnectingPanel
from workbench.ui.dialogs.sync_reading import ReadingPanel
from workbench.ui.models.sync_desk import SyncDesk
from workbench.ui.models.sync_extras import SyncExtras
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.kbd import flat_button, plain_button, primary_button
from workbench.ui.widgets.labels import dim_label
from workbench.ui.widgets.outline import OutlineView
from workbench.ui.widgets.section import Section
from workbench.ui.widgets.sync_entries import job_entries
from workbench.ui.widgets.sync_standing import StandingHead

__all__ = ["SyncSide"]


class SyncSide(QScrollArea):
    """Standing, link, log and connection.

    Args:
        sync: What is shown.
        extras: What can be read beside it.
        words: Masks account ids where that is wanted.
        read_only: The file cannot be written.
    """

    compare_asked = Signal()
    resume_asked = Signal()
    unlink_asked = Signal()
    job_opened = Signal(str)
    """Id of a past sync; UI thread."""

    def __init__(
        self, sync: SyncDesk, extras: SyncExtras, words: Callable[[str], str], read_only: bool,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._sync, self._words, self._read_only = sync, words, read_only
        self.head = StandingHead()
        self.compare = primary_button(_("Compare now"), self.compare_asked.emit, key="C")
        self.resume = primary_button(_("Resume"), self.resume_asked.emit, key="R")
        self.give_up = plain_button(_("Give up the rest"), sync.give_up)
        self.give_up.setToolTip(_("What was sent stays sent; the next plan starts from what is in the Tool."))
        self._buttons = FlowRow(self.compare, self.resume, self.give_up)
        note = dim_label(_("The file is open read-only."), wrap=True)
        note.setVisible(read_only)
        top = QVBoxLayout()
        theme().space(top, 8, (16, 0, 16, 8))
        for widget in (self.head, self._buttons, note):
            top.addWidget(widget)
        self.linked = dim_label("", wrap=True)
        self.linked.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.unlink = flat_button(_("Unlink"), self.unlink_asked.emit)
        self.link = Section(_("Link"), key="sync.link")
        self.link.add(self.linked)
        self.link.add(FlowRow(self.unlink))
        self.log = OutlineView(_("Past syncs"))
        self.log.opened.connect(lambda key: self.job_opened.emit(key[1]))
        self.past = Section(_("Past syncs"), key="sync.log")
        self.past.add(self.log)
        self.reading = ReadingPanel(extras)
        self.tool = Section(_("From the Tool"), key="sync.extras")
        self.tool.add(self.reading)
        self.connecting = ConnectingPanel(sync, words)
        self.connection = Section(_("Connection"), key="sync.connection")
        self.connection.add(self.connecting)
        inner = QWidget()
        inner.setProperty("clear", True)
        column = QVBoxLayout(inner)
        theme().space(column, 8, (8, 16, 0, 16))
        column.addLayout(top)
        for section in (self.link, self.past, self.tool, self.connection):
            column.addWidget(section)
        column.addStretch(1)
        self.setAccessibleName(_("Standing, link and connection"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)
        self.setMinimumWidth(theme().px(300))

    def show_state(self) -> None:
        """Show everything as it is now."""
        sync, link, job = self._sync, self._sync.link, self._sync.open_job
        self.head.show_standing(sync.standing, self._figures(), is_linked=link is not None, is_open=job is not None)
        self.compare.setVisible(link is not None and job is None)
        self.compare.setEnabled(sync.is_free)
        set_look(self.compare, primary=sync.look is None or sync.is_offline)
        for button in (self.resume, self.give_up):
            button.setVisible(job is not None)
            button.setEnabled(sync.is_free)
        self._buttons.setVisible(link is not None or job is not None)
        self.link.setVisible(link is not None)
        self.unlink.setEnabled(sync.is_free)
        if link is not None:
            made = _("Created by this workbench on {time}") if link.created_here else _("Linked on {time}")
            account = _("Account {id}").format(id=self._words(link.account)) if link.account else ""
            where = " · ".join(part for part in (account, link.region) if part)
            self.linked.setText("\n".join((link.remote_id, where, made.format(time=time_text(link.linked_at)))))
            self.linked.setToolTip(self._words(link.arn))
        self.past.setVisible(bool(sync.jobs))
        self.log.set_entries(job_entries(sync.jobs))
        self.log.setFixedHeight(min(self.log.content_height() + theme().px(4), theme().px(240)))
        self.reading.set_free(sync.task is None)
        self.tool.setVisible(link is not None)
        self.connecting.show_state(not self._read_only)
        self.connection.set_summary(sync.connection.region)

    def _figures(self) -> str:
        sync, look = self._sync, self._sync.look
        if look is None:
            return ""
        pulled = len(look.merge.taken) + len(look.fetched.milestones)
        parts = [
            _("{n} to push").format(n=sync.going) if sync.going else "",
            _("{n} to pull").format(n=pulled) if pulled else "",
            _("{n} to decide").format(n=len(look.undecided)) if look.undecided else "",
            _("compared {time}").format(time=sync.compared_at),
        ]
        return " · ".join(part for part in parts if part)
