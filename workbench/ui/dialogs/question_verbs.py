"""What a person can do to the open question; every change goes through the editor as an operation."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QDate, QObject, Qt
from PySide6.QtWidgets import QMenu, QWidget

from workbench.domain.answer import Answer, MarkState, Reason
from workbench.domain.plan import Acceptance, Improvement
from workbench.domain.risk import Risk
from workbench.errors import WorkbenchError
from workbench.i18n import _
from workbench.operations.answers import (
    FlagQuestion,
    ParkQuestion,
    SetApplicable,
    SetMark,
    SetMarkNote,
    SetNotes,
    SetQuestionOwner,
    SetVerdict,
    TakeOverAnswer,
)
from workbench.operations.history import Together
from workbench.operations.plan import AcceptRisk, EndAcceptance, SetImprovement
from workbench.store.queries.review import QuestionLine, ReviewReading, answers_at
from workbench.ui.desk import Desk
from workbench.ui.dialogs.acceptance import AcceptanceDialog
from workbench.ui.dialogs.improvement import ImprovementDialog
from workbench.ui.widgets.question_bar import reason_menu
from workbench.ui.widgets.question_verdict import VERDICTS
from workbench.ui.widgets.question_view import QuestionView

__all__ = ["QuestionVerbs"]


class QuestionVerbs(QObject):
    """Turns keys and clicks on the question into operations.

    Args:
        desk: The page's desk.
        view: The question in the centre.
        reading: Gives the review that is shown.
        line: Gives the question that is shown.
    """

    def __init__(
        self,
        desk: Desk,
        view: QuestionView,
        reading: Callable[[], ReviewReading | None],
        line: Callable[[], QuestionLine | None],
    ) -> None:
        super().__init__(view)
        self._desk, self._view, self._reading, self._line = desk, view, reading, line
        self.menu: QMenu | None = None
        practices = view.practices
        practices.asked.connect(self._answer_box)
        practices.note_typed.connect(self._write_mark_note)
        practices.owner_typed.connect(self._write_mark_owner)
        practices.reason_picked.connect(self._write_mark_reason)
        view.verdict.asked.connect(self.set_verdict)
        view.risk.accept_asked.connect(self.accept_risk)
        view.notes.typed.connect(self._write_notes)
        view.bar.owner_typed.connect(self._write_owner)
        buttons = {"unchanged": self.take_unchanged, "flag": self.toggle_flag, "park": self.toggle_park,
                   "not_applicable": self.ask_question_not_applicable}  # fmt: skip
        view.bar.asked.connect(lambda name: buttons[name]())

    @property
    def _review_id(self) -> str:
        reading = self._reading()
        return reading.review.id if reading else ""

    # -- what can be done ----------------------------------------------------------------------

    def can_read(self) -> bool:
        """True while a question is shown."""
        return self._line() is not None and self._view.isVisible()

    def can_write(self) -> bool:
        """True while a question is shown and may be answered."""
        return self.can_read() and not self._desk.editor.read_only

    def can_mark(self) -> bool:
        """True where the question has practices to mark."""
        line = self._line()
        return line is not None and bool(line.question.practices) and self.can_write()

    def is_on_practice(self) -> bool:
        """True while the box of a practice has the focus."""
        return self._view.practices.is_on_box and self.can_write()

    def is_on_question(self) -> bool:
        """True while the question or one of its practices has the focus: the arrows go through practices."""
        is_on_sheet = self._view.window().focusWidget() is self._view.sheet
        return self.can_read() and (is_on_sheet or self._view.practices.is_on_box)

    def move_practice(self, step: int) -> None:
        """Put the focus on the next or previous practice; above the first one is the question."""
        if not self._view.practices.move_focus(step) and step < 0:
            self._view.sheet.setFocus()

    def open_official_page(self) -> None:
        """Open the page of the focused practice, otherwise of the question, in the browser."""
        row, line = self._view.practices.focused, self._line()
        address = row.choice.url if row is not None and row.choice is not None else ""
        address = address or (line.question.url if line else "")
        if address:
            self._view.link_asked.emit(address)

    # -- practices -----------------------------------------------------------------------------

    def press_number(self, number: int) -> None:
        """Toggle a practice and put the focus on it; on a question without practices choose a verdict."""
        line = self._line()
        if line is None:
            return
        practices = line.question.practices
        if not practices:
            if number <= len(VERDICTS):
                self._view.verdict.ask(VERDICTS[number - 1])
        elif number <= len(practices):
            choice_id = practices[number - 1].id
            self._view.practices.focus_choice(choice_id)
            self._toggle(line, choice_id)

    def mark_focused(self, state: MarkState | None) -> None:
        """Give the focused practice a state; say how to get there when none has the focus."""
        row, line = self._view.practices.focused, self._line()
        if line is None or row is None or row.choice is None:
            self._desk.say(_("Choose a practice first: its number, or the arrow keys."))
            return
        if row.choice.is_none and state not in (None, MarkState.YES):
            self._desk.say(_("None of these can only be chosen or not."))
            return
        self.set_mark(line, row.choice.id, state)

    def toggle_focused(self) -> None:
        """Yes, or not discussed again."""
        row, line = self._view.practices.focused, self._line()
        if row is not None and row.choice is not None and line is not None:
            self._toggle(line, row.choice.id)

    def mark_none(self) -> None:
        """Choose "None of these", or take it back."""
        line = self._line()
        if line is None or line.question.none_choice is None:
            self._desk.say(_('This question has no "None of these".'))
            return
        self._toggle(line, line.question.none_choice.id)

    def set_mark(
        self, line: QuestionLine, choice_id: str, state: MarkState | None, reason: Reason = Reason.NONE
    ) -> None:
        """Give a practice a state; on a question that was not applicable this makes it applicable again."""
        mark = SetMark(self._review_id, line.id, choice_id, state, reason)
        if line.answer.applicable:
            self._desk.editor.do(mark)
        else:
            again = SetApplicable(self._review_id, line.id, True)
            self._desk.editor.do(Together(mark.title, (again, mark)))

    def _toggle(self, line: QuestionLine, choice_id: str) -> None:
        is_on = line.answer.state(choice_id) is MarkState.YES
        self.set_mark(line, choice_id, None if is_on else MarkState.YES)

    def _answer_box(self, choice_id: str, state: MarkState | None) -> None:
        line = self._line()
        if line is None:
            return
        if state is MarkState.NOT_APPLICABLE:
            self._ask_practice_not_applicable(line, choice_id)
        else:
            self.set_mark(line, choice_id, state)

    # -- not applicable ------------------------------------------------------------------------

    def ask_not_applicable(self) -> None:
        """Ask for the reason: of the focused practice, otherwise of the question."""
        row, line = self._view.practices.focused, self._line()
        if row is not None and row.choice is not None and line is not None:
            self._ask_practice_not_applicable(line, row.choice.id)
        else:
            self.ask_question_not_applicable()

    def ask_question_not_applicable(self) -> None:
        """Open the reasons under the button."""
        line = self._line()
        if line is not None:
            current = None if line.answer.applicable else line.answer.reason
            self._open(reason_menu(self._view, current, partial(self._set_applicable, line.id)),
                       self._view.bar.not_applicable)  # fmt: skip

    def _ask_practice_not_applicable(self, line: QuestionLine, choice_id: str) -> None:
        choice, row = line.question.choice(choice_id), self._view.practices.row_of(choice_id)
        if choice is None or row is None or choice.is_none:
            self._desk.say(_("None of these cannot be not applicable; the question can."))
            return
        mark = line.answer.mark(choice_id)
        current = mark.reason if mark and mark.state is MarkState.NOT_APPLICABLE else None
        self._open(reason_menu(self._view, current, partial(self._set_practice_reason, line, choice_id)), row.box)

    def _set_applicable(self, question_id: str, reason: Reason | None) -> None:
        self._desk.editor.do(SetApplicable(self._review_id, question_id, reason is None, reason or Reason.NONE))

    def _set_practice_reason(self, line: QuestionLine, choice_id: str, reason: Reason | None) -> None:
        state = MarkState.NOT_APPLICABLE if reason is not None else None
        self.set_mark(line, choice_id, state, reason or Reason.NONE)

    def _open(self, menu: QMenu, under: QWidget) -> None:
        self.menu = menu
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))

    # -- the question --------------------------------------------------------------------------

    def take_unchanged(self) -> None:
        """Take over the answer of the last milestone."""
        line, reading = self._line(), self._reading()
        if line is None or reading is None:
            return
        code = line.question.code or line.question.short or line.question.title
        if not reading.milestones:
            self._desk.say(_("No milestone is saved yet, so there is nothing to take over."))
            return
        last = reading.milestones[-1]
        try:
            with self._desk.workspace.reading() as session:
                answers = answers_at(session, last, reading.review.lens_alias) or {}
        except WorkbenchError as error:
            self._desk.faults.report(error)
            return
        then = answers.get(line.id, Answer(line.id))
        if then.is_empty:
            self._desk.say(_('Milestone "{name}" has no answer to {code}.').format(name=last.name, code=code))
        elif then == line.answer:
            self._desk.say(_('{code} is as in milestone "{name}".').format(name=last.name, code=code))
        else:
            self._desk.editor.flush()
            if self._desk.editor.do(TakeOverAnswer(reading.review.id, then)) is not None:
                text = _('{code} is again as in milestone "{name}".').format(name=last.name, code=code)
                self._desk.say(text, self._desk.editor.undo)

    def toggle_flag(self) -> None:
        """Flag the question, or take the flag off."""
        line = self._line()
        if line is not None:
            self._desk.editor.do(FlagQuestion(self._review_id, line.id, not line.answer.flagged))

    def toggle_park(self) -> None:
        """Park the question, or take it up again."""
        line = self._line()
        if line is not None:
            self._desk.editor.do(ParkQuestion(self._review_id, line.id, not line.answer.parked))

    def set_verdict(self, verdict: Risk | None) -> None:
        """Set the risk by hand."""
        line = self._line()
        if line is not None:
            self._desk.editor.do(SetVerdict(self._review_id, line.id, verdict))

    def edit_owner(self) -> None:
        """Put the focus on the owner: of the open point of the focused practice, otherwise of the question."""
        note = self._view.practices.note_line()
        field = note.owner if note is not None and not note.owner.isHidden() else self._view.bar.owner
        field.edit.setFocus()
        field.edit.selectAll()
        self._view.ensureWidgetVisible(field)

    def edit_note(self) -> None:
        """Put the focus on the note: of the focused practice if it has one, otherwise of the question."""
        note = self._view.practices.note_line()
        field = note.note.edit if note is not None else self._view.notes
        field.setFocus()
        self._view.ensureWidgetVisible(field)

    def accept_risk(self) -> None:
        """Ask why, who and until when."""
        line, reading = self._line(), self._reading()
        if line is None or reading is None:
            return
        if line.acceptance is None and line.risk not in (Risk.HIGH, Risk.MEDIUM):
            self._desk.say(_("There is no risk to accept on this question."))
            return
        today = QDate.currentDate().toString(Qt.DateFormat.ISODate)
        begun = line.acceptance or Acceptance(self._review_id, line.id, "", self._desk.who, "", "", today)
        end = partial(self._end_acceptance, line.id) if line.acceptance else None
        AcceptanceDialog(reading.lens, line.question, begun, self._accept, end, self._view.window()).open()

    def plan_action(self) -> None:
        """Ask who improves it until when."""
        line = self._line()
        if line is not None:
            begun = line.improvement or Improvement(self._review_id, line.id, line.answer.owner)
            ImprovementDialog(line.question, begun, self._plan, self._view.window()).open()

    def _accept(self, acceptance: Acceptance) -> None:
        self._desk.editor.do(AcceptRisk(acceptance))

    def _end_acceptance(self, question_id: str) -> None:
        self._desk.editor.do(EndAcceptance(self._review_id, question_id))

    def _plan(self, improvement: Improvement) -> None:
        self._desk.editor.do(SetImprovement(improvement))

    # -- typed texts: the key says where they belong, whatever is shown by now -------------------

    def _write_notes(self, text: str) -> None:
        review_id, _bar, question_id = self._view.notes.key.partition("|")
        if question_id:
            self._desk.editor.do(SetNotes(review_id, question_id, text), f"notes:{review_id}:{question_id}")

    def _write_owner(self, key: str, text: str) -> None:
        review_id, _bar, question_id = key.partition("|")
        if question_id:
            self._desk.editor.do(SetQuestionOwner(review_id, question_id, text.strip()), f"owner:{key}")

    def _write_mark_note(self, key: str, text: str) -> None:
        self._change_mark(key, f"mark-note:{key}", note=text)

    def _write_mark_owner(self, key: str, text: str) -> None:
        self._change_mark(key, f"mark-owner:{key}", owner=text.strip())

    def _write_mark_reason(self, key: str, reason: Reason) -> None:
        self._change_mark(key, "", reason=reason)

    def _change_mark(
        self, key: str, token: str, note: str | None = None, owner: str | None = None, reason: Reason | None = None
    ) -> None:
        review_id, question_id, choice_id = [*key.split("|"), "", ""][:3]
        reading = self._reading()
        line = reading.lines.get(question_id) if reading and reading.review.id == review_id else None
        mark = line.answer.mark(choice_id) if line else None
        if mark is not None:
            kept = mark.note if note is None else note
            self._desk.editor.do(SetMarkNote(review_id, question_id, choice_id, kept, owner, reason), token)
