"""The plan of a sync: a tree of what would change on each side, the conflicts, and the two buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from workbench.analyses.merge import Conflict
from workbench.i18n import _, n_
from workbench.operations.sync_choice import CallKey
from workbench.operations.syncing import SyncPreview
from workbench.ui.theme import theme
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.kbd import icon_button, plain_button, primary_button
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.sync_conflict import ConflictPane
from workbench.ui.widgets.sync_entries import plan_entries, plan_ticks
from workbench.ui.widgets.sync_tick_view import TickView
from workbench.ui.widgets.turning_row import TurningRow

__all__ = ["PlanPane"]

Words = Callable[[str], str]
Whom = Callable[[Conflict], dict[str, str]]


class PlanPane(QWidget):
    """What a sync would do, and what a person chooses about it."""

    left_out = Signal(object)
    """Keys of the calls that stay behind; UI thread."""
    decided = Signal(object, str)
    """Conflicts and what is taken in them, "" takes the decision back; UI thread."""
    shortened = Signal(bool)
    """Send texts over a limit cut; UI thread."""
    replayed = Signal(bool)
    """Play older milestones back first, or not; UI thread."""
    opened = Signal(str, str)
    """Lens alias and id of a question to show; UI thread."""

    def __init__(
        self, pull: Callable[[], object], push: Callable[[], object], export: Callable[[], object], whom: Whom,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._look: SyncPreview | None = None
        self._whom = whom
        self._staying: frozenset[CallKey] = frozenset()
        self._chosen_out: frozenset[CallKey] = frozenset()
        self._is_free = False
        self.summary = label("", step="large", strong=True, wrap=True)
        self.pull = plain_button(_("Pull"), pull, key="L", icon_name="download")
        self.push = primary_button(_("Push"), push, key="Ctrl+Return")
        self.export = icon_button("save", _("Save the plan as a file"), export)
        self.shorten = QCheckBox(_("Send texts over a limit cut; here they stay whole"))
        self.shorten.clicked.connect(self.shortened)
        self.replay = QCheckBox()
        self.replay.setToolTip(_("The live review in the Tool is driven through each older state, then the answers of "
                                 "now are restored. Whether that is safe is asked in the Tool first."))  # fmt: skip
        self.replay.clicked.connect(self.replayed)
        top = TurningRow(620, 8)
        top.add(self.summary, 1)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        theme().space(row, 8)
        for button in (self.export, self.pull, self.push):
            row.addWidget(button)
        row.addStretch(1)
        top.add(buttons, 0)
        self.tree = TickView(_("Plan of the sync"), folds=True)
        self.tree.setMinimumHeight(theme().px(150))
        self.tree.chosen.connect(lambda _key: self._show_conflict())
        self.tree.opened.connect(self._open)
        self.tree.ticked.connect(self._tick)
        self.conflict = ConflictPane()
        self.conflict.chosen.connect(self._decide)
        self.conflict.ruled.connect(self._rule)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.tree)
        self.split.addWidget(self.conflict)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        theme().space(column, 10, (16, 16, 24, 12))
        column.addWidget(top)
        column.addWidget(self.shorten)
        column.addWidget(self.replay)
        column.addWidget(self.split, 1)

    def show_plan(
        self, look: SyncPreview, chosen_out: frozenset[CallKey], staying: frozenset[CallKey], words: Words,
        sent: Mapping[CallKey, str], replay: bool = False,
    ) -> None:  # fmt: skip
        """Show a preview.

        Args:
            look: The preview.
            chosen_out: Calls a person left out.
            staying: The same, with those that cannot go without them.
            words: Masks account ids where that is wanted.
            sent: While a push is under way: a few words by call.
            replay: Older milestones are played back first.
        """
        is_new = look is not self._look
        self._look, self._chosen_out, self._staying = look, chosen_out, staying
        entries = plan_entries(look, staying, words, sent)
        self.tree.set_entries(entries or [Entry(_("Nothing is different."), dim=True)], unfold=True)
        self.tree.set_ticks(plan_ticks(look, staying), locked=not self._is_free)
        going = len(look.plan.calls) - len(staying)
        self.push.setText(n_("Push {n} call", "Push {n} calls", going) if going else _("Push"))
        taken = len(look.merge.taken) + len(look.fetched.milestones)
        self.pull.setText(n_("Pull {n} change", "Pull {n} changes", taken) if taken else _("Pull"))
        self.shorten.setVisible(any(one.limit for one in look.plan.problems) or self.shorten.isChecked())
        self.replay.setVisible(bool(look.older) and any(call.op == "CreateMilestone" for call in look.plan.calls))
        self.replay.setChecked(replay)
        self.replay.setText(
            n_("Play {n} older milestone back first", "Play {n} older milestones back first", len(look.older))
        )
        self.summary.setText(_summary(look))
        if is_new and look.undecided and not self.conflict.isVisible():
            self.tree.select_key(("conflict", look.undecided[0].id))
        self._show_conflict()

    def set_free(self, is_free: bool, can_pull: bool, can_push: bool) -> None:
        """Allow what can be done now."""
        self._is_free = is_free
        self.pull.setEnabled(can_pull)
        self.push.setEnabled(can_push)
        self.shorten.setEnabled(is_free)
        self.replay.setEnabled(is_free)

    def current(self) -> Conflict | None:
        """The conflict that is current."""
        key = self.tree.current_key()
        known = self._look.merge.conflicts if self._look else ()
        return next((one for one in known if key == ("conflict", one.id)), None)

    def _show_conflict(self) -> None:
        one = self.current()
        self.conflict.setVisible(one is not None)
        if one is not None and self._look is not None:
            self.conflict.show_conflict(one, len(self._look.undecided), self._whom(one), self._is_free)

    def _decide(self, take: str) -> None:
        one, look = self.current(), self._look
        if one is None or look is None:
            return
        order = [other.id for other in look.merge.conflicts]
        left = {other.id for other in look.undecided} - {one.id}
        place = order.index(one.id)
        self.decided.emit((one,), take)
        following = [key for key in (*order[place:], *order[:place]) if key in left]
        if take and following:
            self.tree.select_key(("conflict", following[0]))

    def _rule(self, take: str) -> None:
        if self._look is not None:
            self.decided.emit(self._look.undecided, take)

    def _tick(self, keys: tuple[tuple[str, ...], ...], on: bool) -> None:
        calls = frozenset(key[1:] for key in keys if key[:1] == ("call",))
        self.left_out.emit(self._chosen_out - calls if on else self._chosen_out | calls)

    def _open(self, key: tuple[str, ...]) -> None:
        if key[:1] == ("call",) and key[3]:
            self.opened.emit(key[2], key[3])
        elif key[:1] == ("taken",) and len(key) > 3 and key[1] in ("answer", "mark", "none"):
            self.opened.emit(key[2], key[3])


def _summary(look: SyncPreview) -> str:
    if look.undecided:
        return n_("{n} conflict needs a decision before a push", "{n} conflicts need a decision before a push",
                  len(look.undecided))  # fmt: skip
    if look.plan.problems:
        return _("The Tool would refuse some of it")
    if look.plan.calls:
        return _("What a sync would do")
    if look.merge.taken or look.fetched.milestones:
        return _("The Tool has something new")
    return _("Both sides say the same")
