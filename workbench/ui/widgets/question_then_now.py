"""The answer at a milestone beside the current one."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget

from workbench.analyses.risk import assess
from workbench.domain.answer import Answer, MarkState
from workbench.domain.lens import Question
from workbench.domain.milestone import Milestone
from workbench.i18n import _
from workbench.store.queries.review import QuestionLine
from workbench.ui.days import day_text, time_text
from workbench.ui.theme import theme
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.marks import risk_title
from workbench.ui.widgets.question_choice import CalmChoice
from workbench.ui.widgets.state_box import paint_state, state_title

__all__ = ["ThenNow"]


class _Table(QWidget):
    """Code, then, now; painted. A changed line is bold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[tuple[str, MarkState | None, MarkState | None]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_rows(self, rows: list[tuple[str, MarkState | None, MarkState | None]]) -> None:
        self.rows = rows
        said = [f"{code}: {state_title(then)}, {_('now')} {state_title(now)}" for code, then, now in rows]
        self.setAccessibleName("; ".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        return QSize(look.px(160), (len(self.rows) + 1) * self._row() if self.rows else 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(100), self.sizeHint().height())

    def _row(self) -> int:
        return max(theme().px(20), QFontMetrics(theme().font("small")).lineSpacing() + theme().px(4))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, row = theme(), self._row()
        painter = QPainter(self)
        codes = QFontMetrics(look.font("small", bold=True))
        first = min(max((codes.horizontalAdvance(one[0]) for one in self.rows), default=0), self.width() // 3)
        first += look.px(8)
        columns = (0, first, first + round((self.width() - first) * 0.53))
        painter.setFont(look.font("small"))
        painter.setPen(look.color("text_dim"))
        for left, text in zip(columns, ("", _("Then"), _("Now")), strict=True):
            painter.drawText(QRect(left, 0, self.width(), row), Qt.AlignmentFlag.AlignVCenter, text)
        side = look.px(13)
        for number, (code, then, now) in enumerate(self.rows, 1):
            top = number * row
            font = look.font("small", bold=then is not now)
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(look.color("text_dim" if then is now else "text"))
            painter.drawText(QRect(0, top, columns[1], row), Qt.AlignmentFlag.AlignVCenter,
                             metrics.elidedText(code, Qt.TextElideMode.ElideRight, columns[1] - look.px(6)))  # fmt: skip
            for left, state in ((columns[1], then), (columns[2], now)):
                paint_state(painter, QRect(left, top + (row - side) // 2, side, side), state)
                painter.setPen(look.color("text_dim" if then is now else "text"))
                room = self.width() - columns[2] - side - look.px(6)
                words = metrics.elidedText(state_title(state), Qt.TextElideMode.ElideRight, room)
                painter.drawText(QRect(left + side + look.px(5), top, room, row), Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()


class ThenNow(QWidget):
    """Which milestone, its answer and what changed since."""

    chosen = Signal(str)
    """Id of the milestone to compare with; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = CalmChoice()
        self.choice.setAccessibleName(_("Milestone to compare with"))
        self.choice.activated.connect(lambda _row: self.chosen.emit(self.choice.currentData()))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(8)
        self.summary = label("", wrap=True)
        self.since = label("", tone="dim", wrap=True)
        self.table = _Table()
        self.notes = label("", tone="dim", wrap=True)
        column = QVBoxLayout(self)
        theme().space(column, 6)
        for widget in (self.choice, self.summary, self.since, self.table, self.notes):
            column.addWidget(widget)
        self._milestones: tuple[Milestone, ...] = ()

    def show_milestones(self, milestones: tuple[Milestone, ...], current: Milestone | None) -> None:
        """Offer these milestones, newest first."""
        if milestones != self._milestones:
            self._milestones = milestones
            self.choice.clear()
            for one in reversed(milestones):
                self.choice.addItem(f"{one.number} {one.name} · {day_text(one.at)}", one.id)
        self.choice.setVisible(bool(milestones))
        place = self.choice.findData(current.id) if current else -1
        if place >= 0 and place != self.choice.currentIndex():
            self.choice.setCurrentIndex(place)

    def show_line(self, line: QuestionLine, fault: str, changed: tuple[str, str] | None, *, has_any: bool) -> str:
        """Show one question; return a few words of summary."""
        then = line.then
        for part in (self.since, self.table, self.notes):
            part.hide()
        if then is None:
            text = fault or (_("This lens was not reviewed then.") if has_any else
                             _("No milestone is saved yet. Save one to see later what changed."))  # fmt: skip
            self.summary.setText(text)
            return "" if not fault else _("unreadable")
        self.summary.setText(_sum_up(line.question, then))
        if not line.is_changed:
            self.since.setText(_("The same answer now."))
            self.since.show()
            return _("unchanged")
        if changed is not None:
            self.since.setText(_("Changed by {who}, {moment}").format(who=changed[0], moment=time_text(changed[1])))
            self.since.show()
        rows = [
            (choice.code.rpartition("-")[2] or choice.title, then.state(choice.id), line.answer.state(choice.id))
            for choice in line.question.choices
            if then.state(choice.id) or line.answer.state(choice.id)
        ]
        self.table.set_rows(rows)
        self.table.setVisible(any(before is not after for _code, before, after in rows))
        others = _others(then, line.answer)
        self.notes.setText(others)
        self.notes.setVisible(bool(others))
        return _("changed since")


def _sum_up(question: Question, answer: Answer) -> str:
    practices = {choice.id for choice in question.practices}
    risk = risk_title(assess(question, answer).risk)
    if not practices:
        return risk
    done = sum(choice in practices for choice in answer.selected)
    return _("{done} of {all} selected · {risk}").format(done=done, all=len(practices), risk=risk)


def _others(then: Answer, now: Answer) -> str:
    """Say what else differs: applicability, owner, notes."""
    lines = []
    if then.applicable != now.applicable:
        lines.append(_("Then applicable.") if then.applicable else _("Then not applicable."))
    if then.verdict != now.verdict and then.verdict:
        lines.append(_("Verdict then: {risk}").format(risk=risk_title(then.verdict)))
    if then.owner != now.owner:
        lines.append(_("Owner then: {name}").format(name=then.owner or _("nobody")))
    if then.notes != now.notes:
        lines.append(_("Notes then: {text}").format(text=then.notes or _("none")))
    for mark in then.marks:
        current = now.mark(mark.choice_id)
        if mark.note and (current is None or current.note != mark.note):
            lines.append(_("Practice note then: {text}").format(text=mark.note))
    return "\n".join(lines)
