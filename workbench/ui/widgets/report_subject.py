"""What a report is about: one workload or all of them, as they stand or at a milestone, compared with an earlier one."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout

from workbench.domain.milestone import Milestone
from workbench.i18n import _, n_
from workbench.ui.days import day_text

__all__ = ["ReportSubject", "Scope"]


class Scope(StrEnum):
    """How much a report is about."""

    WORKLOAD = "workload"
    FILE = "file"
    FILES = "files"


class ReportSubject(QObject):
    """Three rows of a form that hang together: a state can only be compared with an earlier one."""

    changed = Signal()
    """Something else was chosen; UI thread."""

    def __init__(self, form: QFormLayout, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.about_box, self.state_box, self.compare_box = QComboBox(), QComboBox(), QComboBox()
        self.first_scope = Scope.WORKLOAD
        self._milestones: tuple[Milestone, ...] = ()
        self._common: tuple[tuple[str, int], ...] = ()
        for box, name, slot in (
            (self.about_box, _("About"), self._about_chosen),
            (self.state_box, _("State"), self._state_chosen),
            (self.compare_box, _("Compared with"), self.changed.emit),
        ):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(18)
            box.activated.connect(lambda _row, slot=slot: slot())
            form.addRow(name, box)

    # -- what is chosen ------------------------------------------------------------------------

    @property
    def scope(self) -> Scope:
        """How much it is about."""
        return Scope(self.about_box.currentData() or Scope.WORKLOAD)

    @property
    def milestone(self) -> int | None:
        """Number of the state of one workload; None for now."""
        return self.state_box.currentData() if self.scope is Scope.WORKLOAD else None

    @property
    def compare_with(self) -> int | None:
        """Number of the earlier milestone; None for no comparison."""
        return self.compare_box.currentData() if self.scope is Scope.WORKLOAD else None

    @property
    def milestone_name(self) -> str:
        """Name of the milestone, of one workload or of all; empty for now."""
        if self.scope is Scope.WORKLOAD:
            return next((one.name for one in self._milestones if one.number == self.milestone), "")
        return self.state_box.currentData() or ""

    # -- what can be chosen --------------------------------------------------------------------

    def offer(
        self, workload: str, milestones: tuple[Milestone, ...], common: tuple[tuple[str, int], ...], workloads: int,
        files: int, *, is_other: bool,
    ) -> None:  # fmt: skip
        """Offer now and every milestone; what was chosen stays while it is there.

        Args:
            workload: Name of the workload.
            milestones: Its milestones, first to last.
            common: Names of milestones over all workloads, and how many workloads have one.
            workloads: How many the file has.
            files: How many files the portfolio shows.
            is_other: It is another workload than before.
        """
        self._milestones, self._common = milestones, common
        scope = self.scope if self.about_box.count() else self.first_scope
        self.about_box.clear()
        self.about_box.addItem(workload, Scope.WORKLOAD.value)
        all_words = n_("All {n} workload of this file", "All {n} workloads of this file", workloads)
        self.about_box.addItem(all_words.format(n=f"{workloads:,}"), Scope.FILE.value)
        if files > 1:
            self.about_box.addItem(_("All workloads of {n} files").format(n=files), Scope.FILES.value)
        self.about_box.setCurrentIndex(max(0, self.about_box.findData(scope.value)))
        if self.scope is Scope.WORKLOAD:
            state = None if is_other else self.state_box.currentData()
            compare = self.compare_box.currentData() if not is_other and self.compare_box.count() else -1
            self._fill(state, compare)
        else:
            self._fill(self.state_box.currentData(), None)

    def choose_scope(self, scope: Scope) -> None:
        """Take another scope, if it is offered."""
        place = self.about_box.findData(scope.value)
        if place >= 0 and place != self.about_box.currentIndex():
            self.about_box.setCurrentIndex(place)
            self._about_chosen()

    def _about_chosen(self) -> None:
        self._fill(None, -1)
        self.changed.emit()

    def _state_chosen(self) -> None:
        if self.scope is Scope.WORKLOAD:
            self._fill_compare(-1 if self.compare_box.currentData() is not None else None)
        self.changed.emit()

    def _fill(self, state: object, compare: int | None) -> None:
        is_one = self.scope is Scope.WORKLOAD
        self.state_box.clear()
        self.state_box.addItem(_("As it stands now") if is_one else _("As they stand now"), None)
        if is_one:
            for one in reversed(self._milestones):
                self.state_box.addItem(_title(one), one.number)
        else:
            for name, n in self._common:
                words = n_("Milestone {name}, {n} workload", "Milestone {name}, {n} workloads", n)
                self.state_box.addItem(words.format(name=name, n=n), name)
        self.state_box.setCurrentIndex(max(0, self.state_box.findData(state)))
        self._fill_compare(compare)

    def _fill_compare(self, wanted: int | None) -> None:
        self.compare_box.clear()
        if self.scope is not Scope.WORKLOAD:
            self.compare_box.addItem(_("Nothing"), None)
            self.compare_box.setEnabled(False)
            return
        state = self.state_box.currentData()
        earlier = [one for one in self._milestones if state is None or one.number < state]
        self.compare_box.addItem(_("Nothing") if earlier else _("Nothing (no earlier milestone)"), None)
        for one in reversed(earlier):
            self.compare_box.addItem(_title(one), one.number)
        numbers = [one.number for one in earlier]
        chosen = wanted if wanted in numbers or wanted is None else numbers[-1] if numbers else None
        self.compare_box.setCurrentIndex(max(0, self.compare_box.findData(chosen)))
        self.compare_box.setEnabled(bool(earlier))


def _title(one: Milestone) -> str:
    return _("Milestone {n}: {name}, {day}").format(n=one.number, name=one.name, day=day_text(one.at))
