"""A new workload: the few fields that matter first, and its lenses; one step in the history."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from workbench.analyses.lens_advisor import Known
from workbench.domain.ids import new_id
from workbench.domain.workload import Workload, field_named
from workbench.errors import WorkbenchError
from workbench.host.own_shelf import OwnShelf
from workbench.i18n import _
from workbench.library.lens_advice import Strength
from workbench.library.lenses_at_hand import LensAtHand, Sources
from workbench.operations.history import Together
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.store.queries.lenses import KeptLenses
from workbench.store.queries.portfolio import workload_names
from workbench.ui.desk import Desk
from workbench.ui.dialogs.lens_advisor import advise_now, in_words
from workbench.ui.theme import theme
from workbench.ui.widgets.field_row import LABEL_WIDTH, FieldRow
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, label, rule
from workbench.ui.widgets.lens_picker import LensOffer, LensPicker

__all__ = ["NewWorkload", "same_name"]

_FIELDS = ("name", "description", "environment", "review_owner", "industry_type", "aws_regions", "non_aws_regions")
_ADVISE_AFTER_MS = 250


def same_name(name: str, other: str) -> bool:
    """Tell whether the Tool would take two names for one: case and spaces do not count."""
    return name.replace(" ", "").lower() == other.replace(" ", "").lower()


class _Form(QWidget):
    """Leaves its height to its width: texts that wrap ask for too much while nobody has told them how wide they are."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class NewWorkload(QDialog):
    """Asks for a workload and creates it; afterwards `workload_id` and `review_id` name what was made."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.workload_id = ""
        self.review_id = ""
        self.setWindowTitle(_("New workload"))
        self._sources = Sources(desk.shelf, OwnShelf())
        with desk.workspace.reading() as session:
            self._names = [name for _id, name in workload_names(session)]
            self._lenses = {one.key: one for one in self._sources.at_hand(KeptLenses(session))}
        self.rows = {name: FieldRow(field_named(name), is_quiet=True) for name in _FIELDS}
        framework = [key for key, one in self._lenses.items() if one.entry.alias == "wellarchitected"][:1]
        self.lenses = LensPicker([_offer(one) for one in self._lenses.values()], framework)
        self._later = QTimer(self, singleShot=True, interval=_ADVISE_AFTER_MS)
        self._later.timeout.connect(self._advise)
        self.place_note = label("", step="small", tone="high", wrap=True)
        self.create_button = primary_button(_("Create workload"), self.create_workload)
        self.create_button.setDefault(True)
        self.words = dim_label("", wrap=True)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(self._form(), 1)
        whole.addWidget(rule())
        whole.addLayout(self._foot())
        for row in self.rows.values():
            row.checked.connect(self._check)
            row.edited.connect(lambda _value: self._check())
            row.edited.connect(lambda _value: self._later.start())
        for name in ("aws_regions", "non_aws_regions"):
            self.rows[name].editor.input.textChanged.connect(lambda _text: self._check())
        self.resize(theme().px(660), min(theme().px(640), self.screen().availableGeometry().height() - 60))
        self._check()
        self.rows["name"].setFocus()

    def _form(self) -> QWidget:
        body = _Form()
        body.setProperty("clear", True)
        column = QVBoxLayout(body)
        theme().space(column, 10, (24, 20, 24, 16))
        column.addWidget(heading(_("New workload")))
        column.addWidget(
            dim_label(_("The system that will be reviewed. Everything can be changed and added later."), wrap=True)
        )
        column.addSpacing(theme().px(4))
        for row in self.rows.values():
            column.addWidget(row)
        column.addWidget(self.place_note)
        column.addLayout(self._lens_rows())
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(_("New workload"))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        self.lenses.opened.connect(lambda part: QTimer.singleShot(0, self, lambda: scroll.ensureWidgetVisible(part)))
        return scroll

    def _lens_rows(self) -> QHBoxLayout:
        name = QLabel(_("Lenses"))
        name.setFixedWidth(theme().px(LABEL_WIDTH))
        right = QVBoxLayout()
        theme().space(right, 2)
        right.addWidget(self.lenses)
        row = QHBoxLayout()
        theme().space(row, 12)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)
        return row

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        theme().space(foot, 8, (24, 12, 24, 12))
        foot.addWidget(self.words, 1)
        foot.addWidget(plain_button(_("Cancel"), self.reject))
        foot.addWidget(self.create_button)
        return foot

    def _value(self, name: str) -> Any:
        return self.rows[name].value()

    def _check(self) -> None:
        """Say what is still needed; nothing missing is called wrong before it was tried."""
        row = self.rows["name"]
        taken = any(same_name(self._value("name"), name) for name in self._names) and bool(self._value("name").strip())
        message = (
            _("There is a workload of this name already; case and spaces do not tell names apart.") if taken else ""
        )
        if row.refused != message:
            row.refuse(message)
            return
        has_place = bool(self._value("aws_regions") or self._value("non_aws_regions"))
        has_place |= any(self.rows[name].editor.input.text().strip() for name in ("aws_regions", "non_aws_regions"))
        missing = [_(row.entry.label).lower() for row in self.rows.values() if row.entry.required and not row.value()]
        if not has_place:
            missing.append(_("a Region or a place"))
        is_wrong = any(row.problems and row.value() for row in self.rows.values())
        if missing:
            self.words.setText(_("Still needed: {fields}").format(fields=", ".join(missing)))
        else:
            self.words.setText(_("Some values need a look.") if is_wrong else "")
        self.create_button.setEnabled(not missing and not is_wrong)

    def _advise(self) -> None:
        """Propose lenses for what is known so far."""
        workload = Workload("", **{name: self._cleaned(name) for name in _FIELDS})
        chosen = tuple(self._lenses[key].entry.alias for key in self.lenses.chosen)
        shelf = self.desk.shelf
        found = (*advise_now(shelf, Known(workload)), *advise_now(shelf, Known(workload, chosen)))
        strong = {one.lens: one for one in found if one.strength >= Strength.GOOD}
        self.lenses.propose([in_words(shelf, one) for one in sorted(strong.values(), key=lambda one: -one.strength)])

    def create_workload(self) -> None:
        """Create the workload with its lenses in one step."""
        for row in self.rows.values():
            row.flush()
        self._check()
        if not self.create_button.isEnabled():
            return
        workload = Workload(new_id(), **{name: self._cleaned(name) for name in _FIELDS})
        try:
            with self.desk.workspace.reading() as session:
                kept = KeptLenses(session)
                texts = [self._sources.text(self._lenses[key], kept) for key in self.lenses.chosen]
        except WorkbenchError as error:
            self.words.setText(error.message)
            return
        reviews = [new_id() for _text in texts]
        creation = CreateWorkload(workload)
        lenses = (AddLens(workload.id, review, text) for review, text in zip(reviews, texts, strict=True))
        if self.desk.editor.do(Together(creation.title, (creation, *lenses))) is not None:
            self.workload_id = workload.id
            self.review_id = reviews[0] if reviews else ""
        self.accept()

    def _cleaned(self, name: str) -> Any:
        value = self._value(name)
        return value.strip() if isinstance(value, str) else value


def _offer(one: LensAtHand) -> LensOffer:
    entry = one.entry
    return LensOffer(one.key, entry.alias, entry.name, entry.version, f"{entry.domain} {entry.description}")
