"""Rules and laboratory of one question, the one above the other."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from workbench.analyses.lens_lint import RuleLab
from workbench.domain.lens import RiskRule
from workbench.domain.lens_draft import DraftPart, LensDraft
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.labels import heading, label, rule
from workbench.ui.widgets.studio_laboratory import StudioLaboratory
from workbench.ui.widgets.studio_rules import StudioRules

__all__ = ["StudioRulesPane"]

_SETTLE_MS = 200


class StudioRulesPane(QScrollArea):
    """Shows a question; asks for the laboratory to be run when its rules or choices are others."""

    edited = Signal(str, object, bool)
    """Question, its rules, and whether text was typed; UI thread."""
    lab_wanted = Signal(object, object)
    """Ids of choices and rules to be tried out; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question_id = ""
        self._tried: tuple[tuple[str, ...], tuple[RiskRule, ...]] | None = None
        self._is_due = False
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Risk rules"))
        self.title = heading("", "large")
        self.none = label(_("Choose a question, or one of its practices, to see its rules."), tone="dim", wrap=True)
        self.rules = StudioRules()
        self.lab = StudioLaboratory()
        self._parts = (self.title, self.rules, rule(), self.lab)
        body = QWidget()
        body.setProperty("clear", True)
        self.setWidget(body)
        column = QVBoxLayout(body)
        theme().space(column, 12, (24, 16, 24, 24))
        column.addWidget(self.none)
        for widget in self._parts:
            column.addWidget(widget)
        column.addStretch(1)
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self._ask)
        self.rules.edited.connect(lambda rules, typed: self.edited.emit(self.question_id, rules, typed))

    def show_question(self, draft: LensDraft, question: DraftPart | None, *, is_read_only: bool) -> None:
        """Show the rules of a question, or say that none is chosen."""
        self.none.setVisible(question is None)
        for widget in self._parts:
            widget.setVisible(question is not None)
        if question is None:
            self.question_id = ""
            return
        if question.id != self.question_id:
            self.rules.flush()
            self.verticalScrollBar().setValue(0)
        self.question_id = question.id
        self.title.setText(question.name)
        choices = [(each.key, each.name) for each in draft.inside(question.id)]
        rules = tuple(RiskRule(condition, risk) for condition, risk in question.rules)
        self.rules.load(question.id, question.rules, choices)
        self.rules.set_read_only(is_read_only)
        self.lab.set_question(choices, rules)
        wanted = (tuple(key for key, _title in choices), rules)
        if wanted != self._tried:
            self._tried = wanted
            self._is_due = True
            if self.isVisible():
                self._timer.start()

    def take_lab(self, lab: RuleLab) -> None:
        """Show what the combinations give."""
        self.lab.show_lab(lab)

    def flush(self) -> None:
        """Tell what was typed and not told yet."""
        self.rules.flush()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_due:
            self._timer.start(0)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _ask(self) -> None:
        if self._tried is not None:
            self._is_due = False
            self.lab_wanted.emit(*self._tried)
