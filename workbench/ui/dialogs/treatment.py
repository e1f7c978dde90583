"""The treatment planner: a capacity goes in, three windows of initiatives come out, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from workbench.analyses.treatment import Exposure, Treatment, plan_treatment
from workbench.analyses.treatment_steps import exposures_of, single_questions, why_words
from workbench.domain.ids import new_id
from workbench.domain.initiative import Capacity, Initiative, PlanTerms
from workbench.domain.lens import Lens
from workbench.domain.risk import Risk
from workbench.domain.snapshot import Snapshot
from workbench.i18n import _, n_
from workbench.operations.treatment import apply_plan
from workbench.progress import Progress
from workbench.ui.days import today
from workbench.ui.desk import Desk
from workbench.ui.tasks import Task
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import WrapLabel, dim_label, heading, label

__all__ = ["TreatmentDialog"]

Planned = tuple[Treatment, tuple[Initiative, ...], Capacity]


def _plan(
    exposures: tuple[Exposure, ...], work: tuple[Initiative, ...], capacity: Capacity, progress: Progress
) -> Planned:
    progress(0, 0, _("Choosing initiatives"))
    return plan_treatment(exposures, work, capacity), work, capacity


class TreatmentDialog(QDialog):
    """Asks for a capacity and shows what to do with it; applying is one undoable step.

    Args:
        desk: Where the plan goes.
        snapshot: The workload as it is.
        lenses: By review id.
        terms: Capacity to begin with, and what is kept beside it.
    """

    def __init__(
        self,
        desk: Desk,
        snapshot: Snapshot,
        lenses: Mapping[str, Lens],
        terms: PlanTerms,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Treatment planner"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._snapshot, self._lenses, self._terms = desk, snapshot, lenses, terms
        self._exposures = exposures_of(snapshot, lenses, today())
        self._task: Task | None = None
        self.result_of: Planned | None = None
        capacity = terms.capacity
        days = capacity.days or (10.0, 20.0, 30.0)
        self.has_days = QCheckBox(_("Limit the effort"))
        self.has_days.setChecked(capacity.days is not None)
        self.days = tuple(_days(value, window) for value, window in zip(days, capacity.windows, strict=True))
        self.items = _count(capacity.items or 0, _("Most initiatives"))
        self.high = _count(capacity.high_risks or 0, _("Most high risks"))
        self.suggest = QCheckBox(_("Take in questions without an initiative, for each practice"))
        self.suggest.setChecked(not snapshot.initiatives)
        self.each = QDoubleSpinBox()
        self.each.setRange(0, 100)
        self.each.setDecimals(1)
        self.each.setValue(2.0)
        self.each.setSuffix(" " + _("days"))
        self.each.setAccessibleName(_("Effort of each practice"))
        self.summary = label("", wrap=True, strong=True)
        self.plan_button = plain_button(_("Plan"), self.plan, icon_name="retry")
        self.apply_button = primary_button(_("Apply plan"), self.apply)
        self.apply_button.setEnabled(False)
        self._body = QScrollArea()
        self._body.setWidgetResizable(True)
        self._body.setFrameShape(QFrame.Shape.NoFrame)
        self._body.setAccessibleName(_("The plan"))
        whole = QVBoxLayout(self)
        theme().space(whole, 10, (24, 16, 24, 16))
        whole.addWidget(heading(_("What can be done in 90 days"), "large"))
        whole.addWidget(dim_label(_("The planner closes the most risk within the capacity, exactly, and says why. "
                                    "More than five high risks at once are seldom followed through."), wrap=True))  # fmt: skip
        whole.addLayout(self._form())
        whole.addWidget(self.summary)
        whole.addWidget(self._body, 1)
        buttons = QHBoxLayout()
        theme().space(buttons, 8)
        buttons.addStretch(1)
        buttons.addWidget(plain_button(_("Cancel"), self.reject))
        buttons.addWidget(self.apply_button)
        whole.addLayout(buttons)
        for spin in self.days:
            self.has_days.toggled.connect(spin.setEnabled)
            spin.setEnabled(self.has_days.isChecked())
        self.suggest.toggled.connect(self.each.setEnabled)
        self.each.setEnabled(self.suggest.isChecked())
        self.resize(theme().px(960), theme().px(640))
        self.plan()

    def _form(self) -> QGridLayout:
        grid = QGridLayout()
        theme().space(grid, 8)
        grid.addWidget(self.has_days, 0, 0)
        for n, spin in enumerate(self.days):
            grid.addWidget(spin, 0, n + 1)
        for column, (title, box) in enumerate(((_("Most initiatives"), self.items), (_("Most high risks"), self.high))):
            grid.addWidget(label(title), 1, 2 * column)
            grid.addWidget(box, 1, 2 * column + 1)
        grid.addWidget(self.suggest, 2, 0, 1, 3)
        grid.addWidget(self.each, 2, 3)
        grid.addWidget(self.plan_button, 2, 4)
        grid.setColumnStretch(4, 1)
        return grid

    def capacity(self) -> Capacity:
        """Return what was entered; effort counts from the start."""
        spent, days = 0.0, []
        for spin in self.days:
            spent = max(spent, spin.value())
            days.append(spent)
        limit = tuple(days) if self.has_days.isChecked() else None
        return Capacity(limit, self.items.value() or None, self.high.value() or None, self._terms.capacity.windows)

    def plan(self) -> None:
        """Plan with what was entered, in the background."""
        if self._task is not None:
            self._task.cancel()
        work = self._snapshot.initiatives
        if self.suggest.isChecked():
            work = (*work, *single_questions(self._snapshot, self._exposures, self.each.value(), new_id))
        self.apply_button.setEnabled(False)
        self.summary.setText(_("Planning …"))
        run = partial(_plan, self._exposures, work, self.capacity())
        self._task = self._desk.tasks.start(_("Planning the treatment"), run, self._show, self, self._failed)

    def _failed(self, error: Exception) -> None:
        self._task = None
        self.summary.setText(str(error))

    def _show(self, found: Planned) -> None:
        self._task = None
        self.result_of = found
        plan, work, capacity = found
        by_id = {one.id: one for one in work}
        names = {one.key: one.question.code or one.question.short or one.question.title for one in self._exposures}
        high = [sum(risk is Risk.HIGH for risk in risks.values()) for risks in (plan.before, plan.after)]
        n = len(plan.chosen)
        text = n_("{n} initiative, {days} days. High risks fall from {before} to {after}.",
                  "{n} initiatives, {days} days. High risks fall from {before} to {after}.", n)  # fmt: skip
        text = text.format(n=n, days=f"{plan.days:g}", before=high[0], after=high[1])
        if not work:
            text = _("There is no initiative to choose from. Group questions on the board, or take them in here.")
        if not plan.exact:
            text += " " + _("Questions with more than twelve absent practices were looked at in small sets only.")
        self.summary.setText(text)
        inner = QWidget()
        whole = QVBoxLayout(inner)
        theme().space(whole, 12)
        columns = QHBoxLayout()
        theme().space(columns, 12)
        for day, window in zip(capacity.windows, plan.windows, strict=True):
            entries = [(by_id[key], why_words(plan.why[key], capacity, names)) for key in window]
            columns.addWidget(_group(_("Until day {n}").format(n=day), entries), 1, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(columns)
        left = [(one, why_words(plan.why[one.id], capacity, names)) for one in work if one.id not in plan.chosen]
        if left:
            whole.addWidget(_group(_("Left out"), left))
        whole.addStretch(1)
        self._body.setWidget(inner)
        self.apply_button.setEnabled(bool(plan.chosen) and not self._desk.editor.read_only)

    def apply(self) -> None:
        """Set due dates and status as planned, as one step."""
        if self.result_of is None:
            return
        plan, work, capacity = self.result_of
        step = apply_plan(self._snapshot, self._lenses, work, plan, capacity, today(), self._terms)
        if self._desk.editor.do(step) is not None:
            n = len(plan.chosen)
            self._desk.say(
                n_("{n} initiative planned", "{n} initiatives planned", n).format(n=n), self._desk.editor.undo
            )
            self.accept()

    def reject(self) -> None:
        """Stop what is under way, and close."""
        if self._task is not None:
            self._task.cancel()
        super().reject()


def _group(title: str, entries: list[tuple[Initiative, str]]) -> QWidget:
    box = QWidget()
    set_look(box, ground="sunken")
    column = QVBoxLayout(box)
    theme().space(column, 4, (12, 8, 12, 8))
    days = sum(one.days for one, _why in entries)
    head = f"{title} · " + _("{days} days").format(days=f"{days:g}") if entries else title
    column.addWidget(label(head, strong=True))
    for one, why in entries:
        said = [one.title, f"{one.days:g} d" if one.days else "", one.owner]
        name = WrapLabel(" · ".join(part for part in said if part))
        reason = WrapLabel(why)
        set_look(reason, tone="dim", step="small")
        column.addSpacing(theme().px(4))
        column.addWidget(name)
        column.addWidget(reason)
    if not entries:
        column.addWidget(dim_label(_("Nothing")))
    return box


def _days(value: float, window: int) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setRange(0, 10_000)
    spin.setDecimals(1)
    spin.setValue(value)
    spin.setPrefix(_("by day {n}: ").format(n=window))
    spin.setSuffix(" " + _("d"))
    spin.setAccessibleName(_("Person days until day {n}").format(n=window))
    spin.setToolTip(_("Person days until day {n}, counted from the start").format(n=window))
    return spin


def _count(value: int, name: str) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(0, 999)
    spin.setSpecialValueText(_("Any number"))
    spin.setValue(value)
    spin.setAccessibleName(name)
    return spin
