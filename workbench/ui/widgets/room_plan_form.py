"""The form of a session plan: what it is for, who comes, how long, what must be there before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workbench.domain.session import BREAK_MINUTES, FORMAT_MINUTES, FORMAT_TITLES, Format, PillarSlot, SessionPlan
from workbench.domain.session_words import (
    checklist_of,
    checklist_text,
    lines_of,
    participants_of,
    participants_text,
)
from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.date_field import DateField
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.field_row import ChoiceField
from workbench.ui.widgets.labels import dim_label, label
from workbench.ui.widgets.notes_edit import NotesEdit
from workbench.ui.widgets.number_field import NumberField
from workbench.ui.widgets.order_field import OrderField
from workbench.ui.widgets.room_plan_weights import WeightsForm
from workbench.ui.widgets.section import Section

__all__ = ["PlanForm"]

_LONGEST_MIN = 1440


class PlanForm(QScrollArea):
    """Shows a plan and tells the plan as it shall be; decides nothing."""

    edited = Signal(object, str)
    """The whole SessionPlan after a change, and a word that names a burst of typing; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Plan of the session"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._plan: SessionPlan | None = None
        self._names: Mapping[str, str] = {}
        self.name = LineField(_("Name of the session"))
        self.format = ChoiceField(_("Format"), [(str(one), title) for one, title in FORMAT_TITLES.items()])
        self.day = DateField(_("Day"))
        self.minutes = NumberField(_("Time box"), 5, _LONGEST_MIN, _("min"))
        self.breaks = NumberField(_("Breaks inside it"), 0, _LONGEST_MIN, _("min"))
        self.sponsor = LineField(_("Sponsor"))
        self.owner = LineField(_("Owner of the workload"))
        self.goals = NotesEdit(0, _("Goals"), 2)
        self.pillars = OrderField(_("Pillars and their order"))
        self.people = NotesEdit(0, _("Participants"), 4)
        self.people.setPlaceholderText(_("One a line: name, role, discipline"))
        self.checklist = NotesEdit(0, _("Pre-work"), 5)
        self.rules = NotesEdit(0, _("Ground rules"), 4)
        self.speakers = QCheckBox(_("Note who said what, in the facilitator's log only"))
        self.weights = WeightsForm()
        self.weighting = Section(_("Weights behind the minutes"), key="room-weights", folded=True)
        self.weighting.add(self.weights)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        theme().space(column, 10, (24, 12, 24, 16))
        form = QFormLayout()
        theme().space(form, 8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, field in (
            (_("Name"), self.name), (_("Format"), self.format), (_("Day"), self.day), (_("Time box"), self.minutes),
            (_("Breaks inside"), self.breaks), (_("Sponsor"), self.sponsor), (_("Owner"), self.owner),
        ):  # fmt: skip
            form.addRow(label(title), field)
        column.addLayout(form)
        for title, help_text, large in (
            (_("Goals"), "", self.goals),
            (_("Pillars, in order"), "", self.pillars),
            (_("Participants"), _("Name, role, discipline. A star at the end: may be named in reports."), self.people),
            (_("Pre-work"), _("One a line; x in front once it is there."), self.checklist),
            (_("Ground rules"), _("Agreed aloud, and on the presenter window before the start."), self.rules),
        ):
            column.addWidget(label(title, strong=True))
            if help_text:
                column.addWidget(dim_label(help_text, wrap=True, step="small"))
            column.addWidget(large)
        column.addWidget(self.speakers)
        column.addWidget(self.weighting)
        column.addStretch(1)
        set_look(inner, ground="surface")
        self.setWidget(inner)

    def _connect(self) -> None:
        for name in ("name", "sponsor", "owner", "goals"):
            getattr(self, name).typed.connect(lambda text, name=name: self._tell(name, **{name: text}))
        self.people.typed.connect(lambda text: self._tell("people", participants=participants_of(text)))
        self.checklist.typed.connect(lambda text: self._tell("checklist", checklist=checklist_of(text)))
        self.rules.typed.connect(lambda text: self._tell("rules", rules=lines_of(text)))
        self.format.changed.connect(self._choose_format)
        self.day.changed.connect(lambda day: self._tell("", day=day))
        self.minutes.valueChanged.connect(lambda n: self._tell("minutes", minutes=n))
        self.breaks.valueChanged.connect(lambda n: self._tell("breaks", break_minutes=n))
        self.pillars.changed.connect(self._order)
        self.weights.changed.connect(lambda weights: self._tell("weights", weights=weights))
        self.speakers.clicked.connect(lambda on: self._tell("", speakers=on))

    @property
    def _texts(self) -> tuple[LineField | NotesEdit, ...]:
        return self.name, self.sponsor, self.owner, self.goals, self.people, self.checklist, self.rules

    def show_plan(self, plan: SessionPlan, names: Mapping[str, str], *, read_only: bool) -> None:
        """Show a plan; `names` are the pillars there are by "lens|pillar"."""
        is_new = self._plan is None or self._plan.id != plan.id
        self.flush()
        self._plan = None  # what follows is no editing
        values = (plan.name, plan.sponsor, plan.owner, plan.goals, participants_text(plan.participants),
                  checklist_text(plan.checklist), "\n".join(plan.rules))  # fmt: skip
        for number, (field, text) in enumerate(zip(self._texts, values, strict=True)):
            if is_new:
                field.load(f"{plan.id}|{number}", text)
            elif number < 4 or not field.hasFocus():  # lists are tidied up once they are left
                field.set_text_quietly(text)
        self.format.set_value(str(plan.format))
        self.day.set_value(plan.day)
        self.minutes.setValue(plan.minutes)
        self.breaks.setValue(plan.break_minutes)
        self.pillars.set_names(names)
        self.pillars.set_value([f"{slot.lens}|{slot.pillar}" for slot in plan.pillars])
        self.speakers.setChecked(plan.speakers)
        self.weights.show_weights(plan.weights, read_only=read_only)
        self.weighting.set_summary(_("changed") if self.weights.is_unusual else _("as usual"))
        for choice in (self.format, self.day, self.pillars):
            choice.set_read_only(read_only)
        for box in (self.minutes, self.breaks, self.speakers):
            box.setEnabled(not read_only)
        for field in self._texts:
            (field.edit if isinstance(field, LineField) else field).setReadOnly(read_only)
        self._plan = plan

    def flush(self) -> None:
        """Tell what was typed and not told yet."""
        for field in self._texts:
            field.flush()

    def _tell(self, burst: str, **values: object) -> None:
        if self._plan is None:
            return
        changed = replace(self._plan, **values)  # type: ignore[arg-type]
        if changed != self._plan:
            self._plan = changed
            self.edited.emit(changed, burst)

    def _choose_format(self, value: object) -> None:
        chosen = Format(str(value))
        self._tell("", format=chosen, minutes=FORMAT_MINUTES[chosen], break_minutes=BREAK_MINUTES[chosen])

    def _order(self, keys: tuple[str, ...]) -> None:
        if self._plan is None:
            return
        known = {(slot.lens, slot.pillar): slot for slot in self._plan.pillars}
        spots = [(lens, pillar) for lens, _bar, pillar in (key.partition("|") for key in keys)]
        self._tell("", pillars=tuple(known.get(spot) or PillarSlot(*spot) for spot in spots))
