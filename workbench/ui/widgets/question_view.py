"""The question in the centre: what is asked, the risk, the practices, the notes; fitted to the room there is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from workbench.domain.risk import Risk
from workbench.i18n import _
from workbench.store.queries.review import QuestionLine
from workbench.ui.actions import KeyMap
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.labels import LinkLabel, label
from workbench.ui.widgets.marks import paint_focus
from workbench.ui.widgets.notes_edit import NotesEdit
from workbench.ui.widgets.question_bar import QuestionBar
from workbench.ui.widgets.question_practice_row import Density
from workbench.ui.widgets.question_practices import PracticeList
from workbench.ui.widgets.question_risk_box import RiskBox
from workbench.ui.widgets.question_verdict import VerdictRow

__all__ = ["QuestionView"]

_PLANS = (  # density, lines of notes, gap, margin, title step
    (Density.FULL, 5, 14, 16, "title"),
    (Density.FULL, 3, 10, 12, "title"),
    (Density.LINE, 4, 12, 12, "title"),
    (Density.LINE, 2, 8, 10, "title"),
    (Density.BARE, 3, 10, 10, "title"),
    (Density.BARE, 2, 6, 8, "title"),
    (Density.BARE, 2, 5, 6, "large"),
)
_WIDEST = 920


class _Sheet(QWidget):
    """Takes the focus for the whole question."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            painter = QPainter(self)
            paint_focus(painter, self.visibleRegion().boundingRect(), theme().px(4))
            painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


class QuestionView(QScrollArea):
    """Everything about one question; it decides nothing and tells what the person wants."""

    link_asked = Signal(str)
    """An official page; UI thread."""

    def __init__(self, keys: KeyMap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Question"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheet = _Sheet()
        self.sheet.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sheet.setProperty("clear", True)
        self.trail = label("", tone="dim")
        self.page_link = LinkLabel(_("official page"))
        self.page_link.opened.connect(self.link_asked)
        self.title = label("", step="title", wrap=True)
        self.about = label("", tone="dim", wrap=True)
        self.risk = RiskBox()
        self.heading = label(_("Best practices"), strong=True)
        self.progress = label("", tone="dim")
        self.practices = PracticeList(keys)
        self.practices.link_asked.connect(self.link_asked)
        self.verdict = VerdictRow()
        self.bar = QuestionBar()
        self.notes_heading = label(_("Notes"), strong=True)
        self.notes = NotesEdit(name=_("Notes of the question"))
        self.counter = self.notes.counter
        for part in (
            self.trail, self.page_link, self.title, self.about, self.risk, self.heading, self.progress, self.practices,
            self.verdict, self.bar, self.notes_heading, self.counter, self.notes,
        ):  # fmt: skip
            part.setParent(self.sheet)
        self.counter.show()
        self.setWidget(self.sheet)
        keys.watch(self.sheet)
        self._question_id = ""
        self._plan = 0
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.arrange)
        self.risk.grown.connect(self.arrange)
        theme().changed.connect(self._dress)

    # -- showing -------------------------------------------------------------------------------

    def show_line(self, review_id: str, pillar: str, line: QuestionLine, today: str, *, read_only: bool) -> None:
        """Show a question; the same one again keeps density, focus and what is being typed."""
        question, answer = line.question, line.answer
        is_new = question.id != self._question_id
        self._question_id = question.id
        if is_new:
            self._plan = 0
            self.trail.setText(" · ".join(part for part in (pillar, question.code) if part))
            self.page_link.setVisible(bool(question.url))
            if question.url:
                self.page_link.set_link(_("official page"), question.url)
            self.title.setText(question.title)
            about = question.about or question.description
            self.about.setText(about)
            self.about.setVisible(bool(about))
            self.sheet.setAccessibleName(f"{question.code} {question.title}".strip())
            self.sheet.setAccessibleDescription(about)
        self.risk.show_risk(
            question, answer, line.assessment, line.acceptance, line.improvement, today, read_only=read_only
        )
        has_practices = bool(question.practices)
        self.heading.setText(_("Best practices") if has_practices else _("Verdict"))
        self.progress.setText(_progress(line))
        self.practices.setVisible(has_practices)
        self.verdict.setVisible(not has_practices)
        self.practices.show_answer(review_id, question, answer, read_only=read_only)
        if not has_practices:
            self.verdict.show_verdict(answer.verdict, read_only=read_only)
        self.bar.show_answer(review_id, answer, read_only=read_only, has_milestone=line.then is not None)
        key = f"{review_id}|{question.id}"
        if is_new or self.notes.key != key:
            self.notes.load(key, answer.notes)
        else:
            self.notes.set_text_quietly(answer.notes)
        self.notes.setReadOnly(read_only)
        self.arrange()
        if is_new:
            self.verticalScrollBar().setValue(0)

    # -- arranging -----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._plan = 0
        self.arrange()

    def arrange(self) -> None:
        """Choose the richest plan that fits without scrolling and place everything."""
        if not self._question_id:
            return
        room, high = self.viewport().width(), self.viewport().height()
        heights = [0] * len(_PLANS)
        for number in range(self._plan, len(_PLANS)):
            heights[number] = self._place(room, high, number, is_trial=True)
            if heights[number] <= high:
                self._plan = number
                break
        else:
            is_far = heights[-1] > high * 1.25
            self._plan = 0 if is_far else len(_PLANS) - 1
        height = self._place(room, high, self._plan, is_trial=False)
        self.sheet.resize(room, max(height, high))

    def _place(self, room: int, high: int, number: int, *, is_trial: bool) -> int:
        look = theme()
        density, lines, gap, margin, step = _PLANS[number]
        gap, margin = look.px(gap), look.px(margin)
        side = look.px(24 if room > look.px(480) else 14)
        wide = min(room - 2 * side, look.px(_WIDEST))

        def put(widget: QWidget, top: int, height: int, left: int = side, width: int = wide) -> None:
            if not is_trial:
                widget.setGeometry(QRect(left, top, width, height))

        if self.title.property("step") != step and (step == "large" or not is_trial):
            set_look(self.title, step=step, strong=True)
        text = self.fontMetrics().lineSpacing() + look.px(2)
        top = margin
        words = self.trail.sizeHint().width()
        put(self.trail, top, text, width=min(words, wide))
        link = self.page_link.sizeHint().width() + look.px(4)
        put(self.page_link, top, text, side + min(words + look.px(8), max(0, wide - link)), link)
        top += text + look.px(2)
        if step != "large" and self.title.property("step") == "large":
            set_look(self.title, step=step, strong=True)
        for part in (self.title, self.about):
            if not part.isHidden():
                width = wide if part is self.title else min(wide, look.px(720))
                height = part.heightForWidth(width)
                put(part, top, height, width=width)
                top += height + look.px(4)
        top += gap - look.px(4)
        height = self.risk.height_for(wide)
        put(self.risk, top, height)
        top += height + gap
        words = self.heading.sizeHint().width()
        put(self.heading, top, text, width=words)
        put(self.progress, top, text, side + words + look.px(8), max(0, wide - words - look.px(8)))
        top += text + look.px(4 if density is not Density.BARE else 2)
        if self.practices.isHidden():
            height = self.verdict.sizeHint().height()
            put(self.verdict, top, height)
        else:
            height = self.practices.height_for(wide, density)
            put(self.practices, top, height)
        top += height + gap
        height = self.bar.height_for(wide)
        put(self.bar, top, height)
        top += height + gap
        words = self.notes_heading.sizeHint().width()
        put(self.notes_heading, top, text, width=words)
        put(self.counter, top, text, side + words + look.px(8), max(0, wide - words - look.px(8)))
        top += text + look.px(4)
        least = self.fontMetrics().lineSpacing() * lines + look.px(20)
        free = high - top - margin
        height = max(least, min(free, look.px(200)))
        put(self.notes, top, height)
        if not is_trial:
            self.risk.arrange()
            self.practices.arrange(wide, density)
            self.bar.arrange()
        return top + least + margin

    def _dress(self) -> None:
        self._plan = 0
        self._later.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return False


def _progress(line: QuestionLine) -> str:
    if not line.question.practices:
        return _("set by hand: this question has no practices")
    practices = {choice.id for choice in line.question.practices}
    done = sum(choice in practices for choice in line.answer.selected)
    text = _("{done} of {all} selected").format(done=done, all=len(practices))
    open_ones = len(practices - {mark.choice_id for mark in line.answer.marks})
    if line.risk not in (Risk.UNANSWERED, Risk.NOT_APPLICABLE) and open_ones:
        text += " · " + _("{n} not discussed").format(n=open_ones)
    return text
