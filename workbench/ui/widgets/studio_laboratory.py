"""The rule laboratory of a question: every combination of choices, what is odd, and boxes to tick oneself."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from workbench.analyses.lens_lint import RISK_OF, LintFinding, RuleLab
from workbench.analyses.lens_words import lint_text, outcome_word, selection_text
from workbench.domain.lens import RiskRule
from workbench.domain.risk import Risk
from workbench.domain.rules import evaluate, parse_condition
from workbench.errors import BadInput
from workbench.i18n import _, n_
from workbench.ui.theme import theme
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.labels import dim_label, label
from workbench.ui.widgets.marks import MarkLabel
from workbench.ui.widgets.outline import OutlineView

__all__ = ["StudioLaboratory", "verdict_of"]

_NARROW = 520


def verdict_of(rules: Sequence[RiskRule], selected: Collection[str]) -> tuple[Risk | None, int | None]:
    """Return the result of a selection and the place of the rule that decides; None where no rule is true."""
    if not selected:
        return Risk.UNANSWERED, None
    for place, rule in enumerate(rules):
        try:
            condition = parse_condition(rule.condition)
        except BadInput:
            continue
        if rule.risk in RISK_OF and evaluate(condition, frozenset(selected), frozenset()):
            return RISK_OF[rule.risk], place
    return None, None


class _Lines(OutlineView):
    """As high as what it shows."""

    def set_lines(self, entries: Sequence[Entry]) -> None:
        """Show entries and take the height they need."""
        self.set_entries(entries)
        self.setVisible(bool(entries))
        self.fit()

    def fit(self) -> None:
        """Take the height of the lines, up to half a page."""
        self.setFixedHeight(min(max(theme().px(28), self.content_height() + theme().px(6)), theme().px(320)))


class _Tick(QWidget):
    """A box and its title, which wraps; a click on either ticks."""

    def __init__(self, key: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key, self.title = key, title or key
        self.box = QCheckBox()
        self.box.setAccessibleName(self.title)
        self.setToolTip(key)
        row = QHBoxLayout(self)
        theme().space(row, 4)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(self.title, wrap=True), 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.box.toggle()


class StudioLaboratory(QWidget):
    """Shows what `lint_rules` found; ticks follow a click on an outcome or a finding."""

    ticked = Signal()
    """The boxes are ticked another way; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lab: RuleLab | None = None
        self.rules: tuple[RiskRule, ...] = ()
        self.boxes: dict[str, QCheckBox] = {}
        self._shown: tuple[tuple[str, str], ...] = ()
        self._examples: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.summary = dim_label("", wrap=True)
        self.outcomes = _Lines(_("Outcomes"))
        self.findings = _Lines(_("Findings about the rules"))
        self.fine = dim_label(_("Nothing odd: every case is covered, and no practice raises the risk."), wrap=True)
        self.mark = MarkLabel(Risk.UNANSWERED)
        self.result = label("", strong=True, wrap=True)
        self.why = dim_label("", wrap=True)
        for view in (self.outcomes, self.findings):
            view.chosen.connect(self._show_example)
            view.opened.connect(self._show_example)
            view.clicked.connect(lambda _index, view=view: self._show_example(view.current_key()))
        left = QVBoxLayout()
        theme().space(left, 8)
        left.addWidget(label(_("Every combination"), strong=True))
        for widget in (self.summary, self.outcomes):
            left.addWidget(widget)
        left.addSpacing(theme().px(8))
        left.addWidget(label(_("What is odd"), strong=True))
        left.addWidget(self.fine)
        left.addWidget(self.findings)
        left.addStretch(1)
        verdict = QHBoxLayout()
        theme().space(verdict, 8)
        verdict.addWidget(self.mark)
        verdict.addWidget(self.result, 1)
        right = QVBoxLayout()
        theme().space(right, 6)
        right.addWidget(label(_("Try it"), strong=True))
        right.addLayout(verdict)
        right.addWidget(self.why)
        self._ticks = QVBoxLayout()
        theme().space(self._ticks, 2)
        right.addLayout(self._ticks)
        right.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        theme().space(self._row, 24)
        self._row.addLayout(left, 3)
        self._row.addLayout(right, 2)
        theme().changed.connect(self._fit)

    def set_question(self, choices: Sequence[tuple[str, str]], rules: Sequence[RiskRule]) -> None:
        """Show the boxes of a question; ticks of choices that stay, stay."""
        self.rules = tuple(rules)
        if self._shown != tuple(choices):
            self._shown = tuple(choices)
            was = self.selected()
            while (item := self._ticks.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()
            self.boxes = {}
            for key, title in choices:
                tick = _Tick(key, title)
                tick.box.setChecked(key in was)
                tick.box.toggled.connect(self._judge)
                self._ticks.addWidget(tick)
                self.boxes[key] = tick.box
        self._judge()

    def show_lab(self, lab: RuleLab) -> None:
        """Show what all combinations give."""
        self.lab = lab
        words = n_("{n} combination of choices", "{n} combinations of choices", lab.combinations)
        self.summary.setText(words if lab.exact else _("{words}, a sample of all").format(words=words))
        self._examples = {}
        self.outcomes.set_lines([self._outcome(number) for number in range(len(lab.outcomes))])
        self.findings.set_lines([self._finding(number, each) for number, each in enumerate(lab.findings)])
        self.fine.setVisible(not lab.findings)

    def selected(self) -> tuple[str, ...]:
        """Return the ids that are ticked, in order."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def tick(self, ids: Collection[str]) -> None:
        """Tick these choices and no others."""
        for key, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(key in ids)
            box.blockSignals(False)
        self._judge()
        self.ticked.emit()

    def _outcome(self, number: int) -> Entry:
        assert self.lab is not None
        one = self.lab.outcomes[number]
        key = ("outcome", str(number))
        if one.smallest:
            self._examples[key] = one.smallest[0]
        word = outcome_word(one.risk).capitalize()
        title = word if one.rule is None else _("Rule {n}: {risk}").format(n=one.rule + 1, risk=outcome_word(one.risk))
        if one.rule is None and one.risk is None:
            title = _("No rule is true")
        many = n_("{n} combination", "{n} combinations", one.count)
        note = _("for example {choices}").format(choices=selection_text(one.smallest[0])) if one.smallest else ""
        return Entry(title, key, note=note, trailing=many, risk=one.risk or Risk.NOT_APPLICABLE)

    def _finding(self, number: int, found: LintFinding) -> Entry:
        key = ("finding", str(number))
        if found.example is not None:
            self._examples[key] = found.example
        return Entry(lint_text(found, self.rules), key, wraps=True)

    def _show_example(self, key: object) -> None:
        if isinstance(key, tuple) and key in self._examples:
            self.tick(self._examples[key])

    def _judge(self) -> None:
        risk, place = verdict_of(self.rules, self.selected())
        self.mark.set_risk(risk or Risk.NOT_APPLICABLE)
        self.result.setText(outcome_word(risk).capitalize())
        if place is not None:
            self.why.setText(
                _("Rule {n} decides: {condition}").format(n=place + 1, condition=self.rules[place].condition)
            )
        elif risk is Risk.UNANSWERED:
            self.why.setText(_("Nothing is selected: no rule is asked."))
        else:
            self.why.setText(_("No rule is true. Which risk the Tool shows then is not documented."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = event.size().width() < theme().px(_NARROW)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), super().minimumSizeHint().height())

    def _fit(self) -> None:
        for view in (self.outcomes, self.findings):
            view.fit()
