"""Naming a milestone before it is saved; from the milestones page, the overview and the menu."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from workbench.domain.ids import new_id
from workbench.domain.milestone import Milestone
from workbench.domain.risk import Risk
from workbench.i18n import _, n_
from workbench.operations.milestones import SaveMilestone
from workbench.store.queries.standing import read_standing
from workbench.ui.desk import Desk
from workbench.ui.theme import theme
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, label

__all__ = ["SaveMilestoneDialog", "proposed_name", "save_milestone"]

_SHORTEST, _LONGEST = 3, 100


def proposed_name(names: Sequence[str], today: date) -> str:
    """Propose a name that goes on as the earlier ones did and is not taken."""
    quarter = (today.month - 1) // 3 + 1
    if not names:
        return _("Baseline")
    last = names[-1]
    found = re.fullmatch(r"(.*?)(\d+)(\D*)", last)
    if re.match(r"Q[1-4]\b", last):
        wanted = re.sub(r"^Q[1-4]", f"Q{quarter}", re.sub(r"\b20\d\d\b", str(today.year), last))
    elif found:
        wanted = f"{found[1]}{int(found[2]) + 1}{found[3]}"
    else:
        wanted = _("Q{quarter} review").format(quarter=quarter)
    taken = {name.casefold() for name in names}
    if wanted.casefold() in taken and str(today.year) not in wanted:
        wanted = f"{wanted} {today.year}"
    plain, number = wanted, 2
    while wanted.casefold() in taken:
        wanted, number = f"{plain} ({number})", number + 1
    return wanted


class SaveMilestoneDialog(QDialog):
    """One field with a proposed name; Enter saves."""

    def __init__(
        self, milestones: Iterable[Milestone], summary: str, parent: QWidget | None = None, *, name: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Save milestone"))
        names = [one.name for one in milestones]
        self._taken = {name.casefold() for name in names}
        self.field = LineField(_("Name"), _LONGEST)
        is_free = len(name) >= _SHORTEST and name.casefold() not in self._taken
        self.field.load("name", name[:_LONGEST] if is_free else proposed_name(names, date.today()))
        self.field.edit.textChanged.connect(self._check)
        self.field.submitted.connect(self._submit)
        self._save = primary_button(_("Save milestone"), self._submit, key="Return")
        self._save.setDefault(True)
        title = label(_("Name"))
        title.setBuddy(self.field.edit)
        text = _(
            "A milestone keeps the whole workload as it stands, with evidence and plan, and is never changed again."
        )
        buttons = QHBoxLayout()
        theme().space(buttons, 8)
        buttons.addStretch(1)
        buttons.addWidget(plain_button(_("Cancel"), self.reject))
        buttons.addWidget(self._save)
        whole = QVBoxLayout(self)
        theme().space(whole, 8, (20, 20, 20, 16))
        number = len(names) + 1
        whole.addWidget(heading(_("Milestone {n}").format(n=number), "large"))
        whole.addWidget(label(summary, wrap=True))
        whole.addWidget(dim_label(text, wrap=True))
        whole.addSpacing(theme().px(4))
        whole.addWidget(title)
        whole.addWidget(self.field)
        whole.addSpacing(theme().px(8))
        whole.addLayout(buttons)
        self.setMinimumWidth(theme().px(460))
        self.field.edit.setFocus()
        self.field.edit.selectAll()
        self._check()

    @property
    def name(self) -> str:
        """The name as it will be saved."""
        return self.field.text().strip()

    def _check(self) -> None:
        fault = ""
        if self.name.casefold() in self._taken:
            fault = _("There is a milestone of this name already.")
        elif len(self.name) < _SHORTEST:
            fault = _("A name has at least {n} characters.").format(n=_SHORTEST)
        if not self.field.text() or not fault.startswith(_("A name has")):
            self.field.set_fault(fault if self.field.text() else "")
        self._save.setEnabled(not fault and len(self.name) <= _LONGEST)

    def _submit(self, _text: str = "") -> None:
        if self._save.isEnabled() and self.result() != QDialog.DialogCode.Accepted:
            self.accept()


def save_milestone(desk: Desk, parent: QWidget, name: str = "") -> SaveMilestoneDialog | None:
    """Ask for a name, with one proposed, and save the current workload as a milestone; tell so with an Undo."""
    workload_id = desk.place.workload_id
    desk.editor.flush()
    with desk.workspace.reading() as session:
        standing = read_standing(session, workload_id) if workload_id else None
    if standing is None or desk.editor.read_only:
        return None
    counts = standing.counts()
    counted = sum(n for risk, n in counts.items() if risk is not Risk.NOT_APPLICABLE)
    text = n_("{answered} of {n} question answered", "{answered} of {n} questions answered", counted).format(
        answered=counted - counts[Risk.UNANSWERED])  # fmt: skip
    risks = _("{high} high and {medium} medium risks").format(high=counts[Risk.HIGH], medium=counts[Risk.MEDIUM])
    dialog = SaveMilestoneDialog(standing.milestones, f"{text}, {risks}.", parent, name=name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def save() -> None:
        operation = SaveMilestone(workload_id, new_id(), dialog.name)
        change = desk.editor.do(operation)
        if change is not None:
            desk.say(_('Milestone "{name}" saved').format(name=dialog.name), lambda: _take_back(desk, change.title))

    dialog.accepted.connect(save)
    dialog.open()
    return dialog


def _take_back(desk: Desk, title: str) -> None:
    """Undo the milestone, but nothing that was done after it."""
    if desk.editor.titles()[0] == title:
        desk.editor.undo()
    else:
        desk.say(_("Something was changed since; the milestone stays."))
