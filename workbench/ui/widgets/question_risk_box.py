"""The risk of the question: mark, level, why, smallest way down, acceptance."""

from __future__ import annotations

import html

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.domain.answer import Answer
from workbench.domain.lens import Question
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.domain.risk import Assessment, Risk
from workbench.i18n import _, n_
from workbench.ui.days import day_text
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import flat_button
from workbench.ui.widgets.labels import WrapLabel, label
from workbench.ui.widgets.marks import MarkLabel, risk_title, soft_token
from workbench.ui.widgets.question_risk_words import origin_text, way_text, why_text

__all__ = ["RiskBox"]


class RiskBox(QWidget):
    """Says what the risk is and why; offers other ways down and accepting it."""

    accept_asked = Signal()
    """Accept the risk, or look at the acceptance; UI thread."""
    grown = Signal()
    """Something folded out or in: it wants another height; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark = MarkLabel(size=16, parent=self)
        self.title = label("", strong=True)
        self.origin = label("", tone="dim")
        self.why = WrapLabel()
        self.why.setTextFormat(Qt.TextFormat.RichText)
        self.ways = WrapLabel()
        self.ways.setTextFormat(Qt.TextFormat.PlainText)
        self.plan = label("", tone="dim", wrap=True)
        self.accepted = label("", wrap=True, strong=True)
        self.others = flat_button(_("Other ways"), self._fold)
        self.accept = flat_button(_("Accept risk…"), self.accept_asked.emit)
        for part in (self.title, self.origin, self.why, self.ways, self.plan, self.accepted, self.others, self.accept):
            part.setParent(self)
        self._risk = Risk.UNANSWERED
        self._key = ""
        self._is_open = False
        self._other_ways = 0

    def show_risk(
        self,
        question: Question,
        answer: Answer,
        assessment: Assessment,
        acceptance: Acceptance | None,
        improvement: Improvement | None,
        today: str,
        *,
        read_only: bool,
    ) -> None:
        """Show the risk of a question."""
        if question.id != self._key:
            self._key, self._is_open = question.id, False
        self._risk = assessment.risk
        is_risk = assessment.risk in (Risk.HIGH, Risk.MEDIUM)
        self.mark.set_risk(assessment.risk)
        self.title.setText(risk_title(assessment.risk))
        self.origin.setText(origin_text(assessment))
        words = html.escape(why_text(question, answer, assessment))
        ways = assessment.ways_down
        if ways:
            words += f" <b>{html.escape(_('Smallest way down:'))}</b> {html.escape(way_text(question, ways[0]))}."
        self.why.setText(words)
        self._other_ways = len(ways) - 1
        self.others.setVisible(self._other_ways > 0)
        lines = [_("Or {way}.").format(way=way_text(question, way)) for way in ways[1:]]
        self.ways.setText("\n".join(lines))
        self._name_fold()
        self._show_acceptance(acceptance, today)
        self.plan.setText(_plan_words(improvement))
        for part in (self.why, self.ways, self.plan, self.accepted):
            part.setVisible(bool(part.text()) and (part is not self.ways or self._is_open))
        self.accept.setVisible(is_risk or acceptance is not None)
        self.accept.setEnabled(not read_only)
        self.accept.setText(_("Acceptance…") if acceptance else _("Accept risk…"))
        said = ". ".join(part for part in (self.title.text(), self.origin.text(), _plain(words)) if part)
        self.setAccessibleName(said)
        self.update()

    def height_for(self, width: int) -> int:
        """Return the height it wants."""
        return self._place(width, is_trial=True)

    def arrange(self) -> None:
        """Place everything."""
        self._place(self.width(), is_trial=False)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.color("line") if look.name == "high_contrast" else Qt.PenStyle.NoPen)
        painter.setBrush(look.color(soft_token(self._risk)))
        painter.drawRoundedRect(self.rect().toRectF(), look.px(8), look.px(8))
        painter.end()

    def _place(self, width: int, *, is_trial: bool) -> int:
        look = theme()
        left, right, top = look.px(40), width - look.px(8), look.px(6)
        head = max(QFontMetrics(look.font()).lineSpacing() + look.px(4), look.px(26))
        middle = top + head // 2
        end = right
        for button in (self.accept, self.others):
            if button.isHidden():
                continue
            size = button.sizeHint()
            end -= size.width()
            if not is_trial:
                button.setGeometry(end, middle - size.height() // 2, size.width(), size.height())
            end -= look.px(4)
        if not is_trial:
            self.mark.setGeometry(QRect(look.px(12), middle - look.px(10), look.px(20), look.px(20)))
            words = min(self.title.sizeHint().width(), max(0, end - left))
            self.title.setGeometry(left, top, words, head)
            self.origin.setGeometry(left + words + look.px(6), top, max(0, end - left - words - look.px(6)), head)
        top += head
        room = right - left
        for part in (self.why, self.ways, self.accepted, self.plan):
            if part.isHidden():
                continue
            height = part.heightForWidth(room)
            if not is_trial:
                part.setGeometry(left, top, room, height)
            top += height + look.px(2)
        return top + look.px(6)

    def _show_acceptance(self, acceptance: Acceptance | None, today: str) -> None:
        if acceptance is None:
            self.accepted.setText("")
            return
        values = {"by": acceptance.by, "day": day_text(acceptance.until), "why": acceptance.why}
        if acceptance.holds_on(today):
            self.accepted.setText(_("Accepted by {by} until {day}: {why}").format(**values))
        else:
            self.accepted.setText(_("Reopened: {by} had accepted this risk until {day} ({why}).").format(**values))

    def _fold(self) -> None:
        self._is_open = not self._is_open
        self.ways.setVisible(self._is_open)
        self._name_fold()
        self.grown.emit()

    def _name_fold(self) -> None:
        text = n_("{n} other way", "{n} other ways", self._other_ways)
        self.others.setText(_("Fold ways") if self._is_open else text)


def _plan_words(improvement: Improvement | None) -> str:
    if improvement is None:
        return ""
    status = {
        ItemStatus.OPEN: _("Improvement open"),
        ItemStatus.PLANNED: _("Improvement planned"),
        ItemStatus.IN_PROGRESS: _("Improvement in progress"),
        ItemStatus.DONE: _("Improvement done"),
        ItemStatus.ACCEPTED: _("Improvement settled by acceptance"),
    }[improvement.status]
    due = _("due {day}").format(day=day_text(improvement.due)) if improvement.due else ""
    return " · ".join(part for part in (status, improvement.owner, due, improvement.note) if part)


def _plain(words: str) -> str:
    return html.unescape(words.replace("<b>", "").replace("</b>", ""))
