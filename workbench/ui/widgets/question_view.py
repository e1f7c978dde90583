"""The question in the centre: what is asked, the risk, the practices, the notes; fitted to the room there is."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from workbench.domain.risk import Risk
from workbench.i18n import _
from workbench.store.queries.review import QuestionLine
from workbench.ui.actions import KeyMap
from workbench.ui.theme import Step, set_look, theme
from workbench.ui.widgets.labels import ElidedLabel, LinkLabel, label
from workbench.ui.widgets.notes_edit import NotesEdit
from workbench.ui.widgets.question_bar import QuestionBar
from workbench.ui.widgets.question_practice_row import Density
from workbench.ui.widgets.question_practices import PracticeList
from workbench.ui.widgets.question_risk_box import RiskBox
from workbench.ui.widgets.question_verdict import VerdictRow

__all__ = ["QuestionView"]

_PLANS: tuple[tuple[Density, int, int, int, Step], ...] = (  # density, lines of notes, gap, margin, title step
    (Density.FULL, 5, 14, 16, "title"),
    (Density.FULL, 3, 10, 12, "title"),
    (Density.FULL, 2, 8, 10, "title"),
    (Density.LINE, 4, 12, 12, "title"),
    (Density.LINE, 2, 8, 10, "title"),
    (Density.BARE, 3, 10, 10, "title"),
    (Density.BARE, 2, 6, 8, "title"),
    (Density.BARE, 2, 5, 6, "large"),
)
_WIDEST = 920
_FAR = 1.25


class _Sheet(QWidget):
    """Takes the focus for the whole question; a bar beside what is asked shows it."""

    focus_bar = QRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            look = theme()
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("focus"))
            painter.drawRoundedRect(self.focus_bar, look.px(2), look.px(2))
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
        self.about = label("", tone="dim", wrap=True)  # the open question to put to the room, where there is one
        self.origin = ElidedLabel()
        set_look(self.origin, tag=True, step="small", tone="dim")
        self.origin_hint = ElidedLabel(_("Change it here, and it becomes an answer of this workload."))
        set_look(self.origin_hint, step="small", tone="dim")
        self.risk = RiskBox()
        self.heading = label(_("Best practices"), strong=True)
        self.progress = label("", tone="dim")
        self.practices = PracticeList(keys)
        self.practices.link_asked.connect(self.link_asked)
        self.practices.reached.connect(lambda row: self.ensureWidgetVisible(row, 0, theme().px(8)))
        self.verdict = VerdictRow()
        self.bar = QuestionBar()
        self.notes_heading = label(_("Notes"), strong=True)
        self.notes = NotesEdit(name=_("Notes of the question"))
        self.counter = self.notes.counter
        for part in (
            self.trail, self.page_link, self.title, self.about, self.origin, self.origin_hint, self.risk, self.heading, self.progress, self.practices,
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

    def show_line(
        self, review_id: str, pillar: str, line: QuestionLine, today: str, *, read_only: bool, has_milestone: bool
    ) -> None:
        """Show a question; the same one again keeps density, focus and what is being typed."""
        question, answer = line.question, line.answer
        is_new = question.id != self._question_id
        self._question_id = question.id
        if is_new:
            self._plan = 0
            self.trail.setText(
                " · ".join(part for part in (pillar, question.code, "") if part or question.url).rstrip()
            )
            self.page_link.setVisible(bool(question.url))
            if question.url:
                self.page_link.set_link(_("official page") + " ↗", question.url)
            self.title.setText(question.title)
            about = _("“{text}”").format(text=question.ask) if question.ask else question.about or question.description
            self.about.setText(about)
            set_look(self.about, tone="" if question.ask else "dim")
            self.about.setVisible(bool(about))
            self.sheet.setAccessibleName(f"{question.code} {question.title}".strip())
        self.risk.show_risk(
            question, answer, line.assessment, line.acceptance, line.improvement, today, read_only=read_only
        )
        self._show_origin(line.inherited_from, read_only=read_only)
        has_practices = bool(question.practices)
        self.heading.setText(_("Best practices") if has_practices else _("Verdict"))
        self.progress.setText(_progress(line))
        self.practices.setVisible(has_practices)
        self.verdict.setVisible(not has_practices)
        self.practices.show_answer(review_id, question, answer, read_only=read_only)
        if not has_practices:
            self.verdict.show_verdict(answer.verdict, read_only=read_only)
        self.bar.show_answer(review_id, answer, read_only=read_only, has_milestone=has_milestone)
        key = f"{review_id}|{question.id}"
        if is_new or self.notes.key != key:
            self.notes.load(key, answer.notes)
        else:
            self.notes.set_text_quietly(answer.notes)
        self.notes.setReadOnly(read_only)
        self.arrange()
        if is_new:
            self.verticalScrollBar().setValue(0)

    def _show_origin(self, template: str, *, read_only: bool) -> None:
        text = _("Inherited from {template}").format(template=template) if template else ""
        self.origin.setText(text)
        self.origin.setVisible(bool(template))
        self.origin_hint.setVisible(bool(template) and not read_only)
        described = " ".join(part for part in (self.about.text(), f"{text}." if text else "") if part)
        self.sheet.setAccessibleDescription(described)

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
        measured = _Measured(self, room)
        fitting = (n for n in range(self._plan, len(_PLANS)) if measured.height(n) <= high)
        plan = next(fitting, None)
        if plan is None:
            plan = 0 if measured.height(len(_PLANS) - 1) > high * _FAR else len(_PLANS) - 1
        self._plan = plan
        height = self._place(room, high, plan, measured)
        self.sheet.resize(room, max(height, high))

    def _place(self, room: int, high: int, number: int, sizes: _Measured) -> int:
        look = theme()
        density, lines, gap, margin, step = _PLANS[number]
        gap, margin, text = look.px(gap), look.px(margin), sizes.text
        side, wide = sizes.side, sizes.wide

        def put(widget: QWidget, top: int, height: int, left: int = side, width: int = wide) -> None:
            widget.setGeometry(QRect(left, top, width, height))

        def put_pair(first: QWidget, second: QWidget, top: int, apart: int) -> None:
            words = min(first.sizeHint().width(), wide)
            put(first, top, text, width=words)
            put(second, top, text, side + words + apart, max(0, wide - words - apart))

        if self.title.property("step") != step:
            set_look(self.title, step=step, strong=True)
        top = margin
        put_pair(self.trail, self.page_link, top, look.px(4))
        top += text + look.px(2)
        put(self.title, top, sizes.title(step))
        top += sizes.title(step) + look.px(4)
        if sizes.about:
            put(self.about, top, sizes.about, width=sizes.about_width)
            top += sizes.about + look.px(4)
        if sizes.origin:
            tag = min(self.origin.sizeHint().width(), wide)
            put(self.origin, top, sizes.origin, width=tag)
            left = tag + look.px(8)
            put(self.origin_hint, top, sizes.origin, side + left, max(0, wide - left))
            top += sizes.origin + look.px(4)
        self.sheet.focus_bar = QRect(side - look.px(12), margin, look.px(4), top - margin - look.px(4))
        top += gap - look.px(4)
        put(self.risk, top, sizes.risk)
        top += sizes.risk + gap
        put_pair(self.heading, self.progress, top, look.px(8))
        top += text + look.px(4)
        below = self.verdict if self.practices.isHidden() else self.practices
        put(below, top, sizes.practices(density))
        top += sizes.practices(density) + gap
        put(self.bar, top, sizes.bar)
        top += sizes.bar + gap
        put_pair(self.notes_heading, self.counter, top, look.px(8))
        top += text + look.px(4)
        least = sizes.notes(lines)
        put(self.notes, top, max(least, min(high - top - margin, look.px(200))))
        self.risk.arrange()
        self.practices.arrange(wide, density)
        self.bar.arrange()
        return top + least + margin

    def _dress(self) -> None:
        self._plan = 0
        self._later.start()


class _Measured:
    """Heights of the parts at one width; each is asked for once."""

    def __init__(self, view: QuestionView, room: int) -> None:
        look = theme()
        self._view = view
        self.side = look.px(24 if room > look.px(480) else 14)
        self.wide = min(room - 2 * self.side, look.px(_WIDEST))
        self.line = view.fontMetrics().lineSpacing()
        self.text = self.line + look.px(2)
        self.about_width = min(self.wide, look.px(720))
        self.about = 0 if view.about.isHidden() else view.about.heightForWidth(self.about_width)
        self.origin = 0 if view.origin.isHidden() else view.origin.sizeHint().height()
        self.risk = view.risk.height_for(self.wide)
        self.bar = view.bar.height_for(self.wide)
        self._titles: dict[str, int] = {}
        self._practices: dict[Density, int] = {}

    def title(self, step: Step) -> int:
        if step not in self._titles:
            self._titles[step] = _wrapped(self._view.title.text(), self.wide, step)
        return self._titles[step]

    def practices(self, density: Density) -> int:
        if density not in self._practices:
            view = self._view
            hidden = view.practices.isHidden()
            self._practices[density] = (
                view.verdict.sizeHint().height() if hidden else view.practices.height_for(self.wide, density)
            )
        return self._practices[density]

    def notes(self, lines: int) -> int:
        return self.line * lines + theme().px(20)

    def height(self, number: int) -> int:
        """Return the height of a plan; the sum that `_place` comes to."""
        look = theme()
        density, lines, gap, margin, step = _PLANS[number]
        about = self.about + look.px(4) if self.about else 0
        origin = self.origin + look.px(4) if self.origin else 0
        head = look.px(margin) + self.text + look.px(2) + self.title(step) + look.px(4) + about + origin
        head += look.px(gap) - look.px(4)
        middle = self.risk + look.px(gap) + self.text + look.px(4) + self.practices(density) + look.px(gap)
        return head + middle + self.bar + look.px(gap) + self.text + look.px(4) + self.notes(lines) + look.px(margin)


def _wrapped(text: str, width: int, step: Step) -> int:
    metrics = QFontMetrics(theme().font(step, bold=True))
    return metrics.boundingRect(QRect(0, 0, width, 10_000), int(Qt.TextFlag.TextWordWrap), text).height()


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
