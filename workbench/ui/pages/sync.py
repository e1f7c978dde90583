"""Sync: how a workload and the AWS Well-Architected Tool stand, what would change on each side, and doing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workbench.domain.sync import STATE_TITLES, Receipt, SyncState
from workbench.domain.workload import Workload
from workbench.errors import SignInNeeded, WorkbenchError
from workbench.host.redaction import room_safe
from workbench.i18n import N_, _
from workbench.operations.sync_choice import CallKey, call_key
from workbench.store.edits import Part
from workbench.store.queries.answers import workload_of
from workbench.store.queries.sync import links
from workbench.ui.actions import Action
from workbench.ui.days import time_text
from workbench.ui.desk import Desk
from workbench.ui.dialogs.sync_saving import save_plan
from workbench.ui.dialogs.sync_side import SyncSide
from workbench.ui.dialogs.sync_table import TablePane
from workbench.ui.models.sync_desk import SyncDesk
from workbench.ui.models.sync_extras import SyncExtras
from workbench.ui.theme import theme
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.message_bar import MessageBar
from workbench.ui.widgets.page import Page
from workbench.ui.widgets.sync_actions import sync_actions
from workbench.ui.widgets.sync_extras import ExtrasPane
from workbench.ui.widgets.sync_link import LinkPane
from workbench.ui.widgets.sync_plan_pane import PlanPane
from workbench.ui.widgets.sync_receipt import ReceiptPane
from workbench.ui.widgets.sync_standing import DOING, ProgressStrip, show_uncompared

if TYPE_CHECKING:
    from workbench.operations.sync_extras import Extras
    from workbench.operations.sync_jobs import RemoteName
    from workbench.sync.extras import ConsolidatedRow

__all__ = ["SyncPage"]


class SyncPage(Page):
    """The sync of one workload."""

    stood = Signal(str)
    """How the workload and the Tool stand, for the status bar; UI thread."""

    id = "sync"
    title = N_("Sync")
    icon = "sync"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._workload: Workload | None = None
        self._receipt_of = ""
        self._sent: dict[CallKey, str] = {}
        self.sync = SyncDesk(desk.workspace, desk.editor, desk.tasks, self)
        self.extras = SyncExtras(self.sync, desk.workspace, desk.editor, self)
        self._connect()
        self._actions = sync_actions(self)
        self.keys.set_actions(self._actions)
        self.states = StateStack(self._build())
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addWidget(self.states)

    def _connect(self) -> None:
        sync = self.sync
        sync.changed.connect(self._show)
        sync.failed.connect(self._show_fault)
        sync.progressed.connect(self._show_progress)
        sync.pushed.connect(self._show_pushed)
        sync.looked_up.connect(self._show_found)
        sync.said.connect(self._desk.say)
        sync.failed_away.connect(self._tell_away)
        self.extras.found.connect(self._show_extras)
        self.extras.tabled.connect(self._show_table)
        sync.arrived.connect(lambda key: self._desk.place.go(workload_id=key))

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> QWidget:
        self.bar = MessageBar()
        self.strip = ProgressStrip()
        self.strip.cancel.clicked.connect(lambda _checked=False: self.sync.cancel())
        self.link_pane = LinkPane(self.create_remote)
        self.link_pane.searched.connect(lambda text: self.sync.look_up(text, _(DOING["look up"])))
        self.link_pane.linked.connect(lambda one: self.sync.link_with(one, _(DOING["link"])))
        self.link_pane.pulled.connect(lambda one: self.sync.pull_as_new(one, _(DOING["link"])))
        self.plan = PlanPane(self.pull, self.push, self.export, self.sync.whom)
        self.plan.left_out.connect(self.sync.leave_out)
        self.plan.decided.connect(self.sync.decide)
        self.plan.shortened.connect(self.sync.set_shorten)
        self.plan.replayed.connect(lambda on: self.sync.set_replay(on, _(DOING["compare"])))
        self.plan.opened.connect(self._open_question)
        self.receipt = ReceiptPane(self.back)
        self.comparing = StateStack(self.plan)
        self.stack = QStackedWidget()
        self.extras_pane, self.table = ExtrasPane(self.back), TablePane(self.back)
        self.extras_pane.opened.connect(self._open_place)
        self._panes = {"extras": self.extras_pane, "table": self.table}
        for pane in (self.comparing, self.link_pane, self.receipt, *self._panes.values()):
            self.stack.addWidget(pane)
        right = QWidget()
        column = QVBoxLayout(right)
        theme().space(column, 0)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        column.addWidget(self.strip)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.side = SyncSide(self.sync, self.extras, self.words, self._desk.editor.read_only)
        self.side.compare_asked.connect(self.compare)
        self.side.resume_asked.connect(self.resume)
        self.side.unlink_asked.connect(self.unlink)
        self.side.job_opened.connect(self._open_job)
        self.split.addWidget(self.side)
        self.split.addWidget(right)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([theme().px(356), theme().px(852)])
        self.keys.watch(self.plan.tree, self.side.log, self.receipt.list, self.extras_pane.list, self.table.view)
        self.side.setMinimumHeight(theme().px(140))
        scroll = QScrollArea()
        scroll.setAccessibleName(_("Sync"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.split)
        return scroll

    # -- page ----------------------------------------------------------------------------------

    def actions(self) -> tuple[Action, ...]:  # type: ignore[override]
        return self._actions

    def enter(self) -> None:
        (self.plan.tree if self.plan.isVisible() else self).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < theme().px(800)
        self.split.setOrientation(Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal)

    def save_state(self) -> dict[str, Any]:
        return {**self.sync.save_state(), "sizes": self.split.sizes(), "scale": theme().scale}

    def restore_state(self, state: dict[str, Any]) -> None:
        self.sync.restore_state(state)
        sizes = state.get("sizes")
        if isinstance(sizes, list) and len(sizes) == 2 and state.get("scale") == theme().scale:
            self.split.setSizes([int(size) for size in sizes])

    def refresh(self, parts: frozenset[Part] | None = None) -> None:
        workload_id = self._desk.place.workload_id
        if parts is not None and not any(part.workload_id in ("", workload_id) for part in parts):
            return
        with self._desk.workspace.reading() as session:
            self._workload = workload_of(session, workload_id) if workload_id else None
        if self._workload is None:
            self.sync.show("")
            self.states.show_empty(
                "sync", _("No workload chosen"), _("A sync belongs to one workload."), _("Choose a workload"),
                lambda: self._desk.place.go(page="portfolio"))  # fmt: skip
            return
        self.states.show_content()
        if workload_id != self.sync.subject:
            self._receipt_of, self._sent = "", {}
            self.bar.clear()
            self.link_pane.clear(self._workload.name)
            self.side.connecting.clear()
        self.sync.show(workload_id)

    def words(self, text: str) -> str:
        """Return a text as the screen may show it."""
        return room_safe(text) if self._desk.settings().mask_account_ids else text

    # -- showing -------------------------------------------------------------------------------

    @property
    def is_aside(self) -> bool:
        """True while a receipt or what the Tool reports stands in place of the plan."""
        return bool(self._receipt_of)

    def can_compare(self) -> bool:
        """Tell whether there is something to compare with, and nothing under way."""
        return self.sync.link is not None and self.sync.is_free

    def in_conflict(self) -> bool:
        """Tell whether a conflict is shown that can be decided now."""
        return self.stack.currentWidget() is self.comparing and self.plan.current() is not None and self.sync.is_free

    def _show(self) -> None:
        if self._workload is None:
            return
        sync = self.sync
        is_busy = sync.task is not None
        self.side.show_state()
        self.stood.emit(_(STATE_TITLES[sync.standing or SyncState.OFFLINE]))
        self.link_pane.set_free(sync.is_free)
        doing = _(DOING.get(sync.doing, ""))
        if sync.is_elsewhere:
            doing = _("Syncing {name}").format(name=self._name_of(sync.busy_with))
        if is_busy and self.strip.title.text() != doing:
            self.strip.begin(doing)
        self.strip.setVisible(is_busy)
        self._show_right()

    def _show_right(self) -> None:
        sync = self.sync
        if self._receipt_of:
            self.stack.setCurrentWidget(self._panes.get(self._receipt_of, self.receipt))
        elif sync.link is None:
            self.stack.setCurrentWidget(self.link_pane)
        else:
            self.stack.setCurrentWidget(self.comparing)
        self.plan.set_free(sync.is_free, sync.can_pull, sync.can_push and sync.open_job is None)
        if sync.look is not None:
            self.comparing.show_content()
            self._show_plan()
        elif sync.link is not None and self.comparing.state != "failed":
            is_comparing = sync.doing == "compare" and not sync.is_elsewhere
            way = (_("Resume"), self.resume) if sync.open_job else (_("Compare now"), self.compare)
            show_uncompared(self.comparing, is_comparing, sync.open_job is not None, *way)

    def _show_plan(self) -> None:
        sync = self.sync
        if sync.look is not None:
            self.plan.show_plan(sync.look, sync.left_out, sync.staying, self.words, self._sent, sync.replay)

    def _show_progress(self, done: float, total: float, note: str) -> None:
        self.strip.show_progress(done, total, self.words(note))
        look = self.sync.look
        if self.sync.doing == "push" and total and look is not None and not self.sync.is_elsewhere:
            going = [call_key(call) for call in look.plan.calls if call_key(call) not in self.sync.staying]
            if round(total) == len(going):
                place = round(done)
                self._sent = {
                    key: _("sent") if n < place else _("now") if n == place else "" for n, key in enumerate(going)
                }
                self._show_plan()

    def _name_of(self, workload_id: str) -> str:
        with self._desk.workspace.reading() as session:
            workload = workload_of(session, workload_id)
        return workload.name if workload else ""

    def _tell_away(self, workload_id: str, error: Exception) -> None:
        """Tell that a push stopped, while another workload is shown."""
        if not isinstance(error, WorkbenchError):
            self._desk.faults.report(error)
            return
        name = self._name_of(workload_id)
        text = _("The sync of {name} stopped: {why}").format(name=name, why=self.words(error.message))
        go = (_("Show {name}").format(name=name), lambda: self._desk.place.go(workload_id=workload_id))
        self.bar.show_error(WorkbenchError(text, self.words(error.hint)), go)

    def _show_fault(self, error: Exception) -> None:
        self._sent = {}
        if not isinstance(error, WorkbenchError):
            self._desk.faults.report(error)
            return
        action = None
        if isinstance(error, SignInNeeded):
            action = (
                (_("Sign in"), self.side.connecting.sign_in)
                if error.way == "sso"
                else (_("Type keys"), self.side.connecting.type_keys)
            )
        elif self.sync.open_job is not None:
            action = (_("Resume"), self.resume)
        elif self.sync.is_offline and self.sync.link is not None:
            action = (_("Try again"), self.compare)
        shown = WorkbenchError(self.words(error.message), self.words(error.hint), tuple(map(self.words, error.details)))
        self.bar.show_error(shown, action)
        if self.sync.look is None and self.sync.link is not None and self.sync.open_job is None:
            self.bar.clear()
            self.comparing.show_failed(shown, action[1] if action else self.compare)
        self._show()

    # -- doing ---------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._receipt_of, self._sent = "", {}
        self.bar.clear()

    def compare(self) -> None:
        """Read the Tool and show what a sync would do."""
        if self.can_compare():
            self._begin()
            self.sync.compare(_(DOING["compare"]))

    def pull(self) -> None:
        """Take in what the Tool has."""
        if self.sync.can_pull:
            self._begin()
            self.sync.pull(_(DOING["pull"]))

    def push(self) -> None:
        """Take in what the Tool has, then make the calls of the plan."""
        if self.sync.can_push and self.sync.open_job is None:
            self._begin()
            self.sync.push(_(DOING["push"]))

    def resume(self) -> None:
        """Go on where a sync was interrupted."""
        if self.sync.open_job is not None and self.sync.is_free:
            self._begin()
            self.sync.resume(_("Resuming"))

    def create_remote(self) -> None:
        """Create the workload in the Tool."""
        self._begin()
        self._desk.editor.flush()
        self.sync.create(_(DOING["link"]))

    def unlink(self) -> None:
        """Untie; it can be undone."""
        self._begin()
        self.sync.unlink()
        self._desk.say(_("Unlinked; both stay as they are"), self._desk.editor.undo)

    def choose(self, take: str) -> None:
        """Decide the current conflict."""
        self.plan.conflict.choose(take)

    def back(self) -> None:
        """Leave the receipt, or what the Tool reports."""
        self._show_pane("", self.plan.tree)

    def export(self) -> None:
        """Save the plan as JSON, as the command line prints it."""
        look, workload = self.sync.look, self._workload
        if look is None or workload is None:
            return
        try:
            if save_plan(self, workload.name, look):
                self._desk.say(_("Plan saved"))
        except WorkbenchError as error:
            self._show_fault(error)

    # -- what comes back -----------------------------------------------------------------------

    def _show_found(self, found: tuple[RemoteName, ...]) -> None:
        with self._desk.workspace.reading() as session:
            linked = frozenset(link.remote_id for link in links(session))
        self.link_pane.show_found(found, linked, self.words)

    def _show_pushed(self, receipt: Receipt) -> None:
        self._sent = {}
        title = _("Pushed") if receipt.is_clean else _("Pushed, with something to look at")
        self.receipt.show_receipt(title, receipt, (), self.words)
        self._receipt_of = "now"
        self.receipt.list.setFocus()

    def _show_extras(self, found: Extras) -> None:
        self.extras_pane.show_extras(found)
        self._show_pane("extras", self.extras_pane.list)

    def _show_table(self, rows: tuple[ConsolidatedRow, ...]) -> None:
        self.table.show_rows(rows, self.sync.connection.region)
        self._show_pane("table", self.table.view)

    def _show_pane(self, name: str, view: QWidget) -> None:
        self._receipt_of = name
        self._show_right()
        view.setFocus()

    def _open_place(self, review_id: str, question_id: str) -> None:
        self._desk.place.go(review_id=review_id, question_id=question_id, page="review")

    def _open_job(self, job_id: str) -> None:
        job = next((one for one in self.sync.jobs if one.id == job_id), None)
        if job is not None:
            receipt, calls = self.sync.receipt_of(job)
            self.receipt.show_receipt(
                _("Sync of {time}").format(time=time_text(job.started_at)), receipt, calls, self.words
            )
            self._receipt_of = job.id
            self._show_right()

    def _open_question(self, lens: str, question_id: str) -> None:
        reviews = self.sync.look.fetched.mine.reviews if self.sync.look else ()
        review = next((one.id for one in reviews if one.lens_alias == lens), "")
        if review:
            self._open_place(review, question_id)
