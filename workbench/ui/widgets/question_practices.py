"""The best practices of a question; rows are made once and shown again for the next question."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from workbench.domain.answer import Answer, MarkState
from workbench.domain.lens import Choice, Question
from workbench.ui.actions import KeyMap
from workbench.ui.theme import theme
from workbench.ui.widgets.question_mark_note import MarkNote
from workbench.ui.widgets.question_practice_row import Density, PracticeRow

__all__ = ["DIGITS", "PracticeList"]

DIGITS = "1234567890"
_READY_ROWS = 11


class PracticeList(QWidget):
    """Rows of practices and "None of these"."""

    asked = Signal(str, object)
    """Choice id and the wanted state; UI thread."""
    link_asked = Signal(str)
    """An official page; UI thread."""
    note_typed = Signal(str, str)
    """Key "review|question|choice" and the note; UI thread."""
    owner_typed = Signal(str, str)
    """Key and who finds out; UI thread."""
    reason_picked = Signal(str, object)
    """Key and the Reason; UI thread."""
    focused_on = Signal(str)
    """A practice got the focus, or "" when it lost it; choice id; UI thread."""

    reached = Signal(QWidget)
    """A row got the focus by a key or a click beside its box and should be in sight; UI thread."""

    def __init__(self, keys: KeyMap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._rows: list[PracticeRow] = []
        self._shown = 0
        self._read_only = False
        self.density = Density.FULL
        while len(self._rows) < _READY_ROWS:
            self._add_row()

    @property
    def rows(self) -> list[PracticeRow]:
        """The rows in use."""
        return self._rows[: self._shown]

    def show_answer(self, review_id: str, question: Question, answer: Answer, *, read_only: bool) -> None:
        """Show the practices of a question with their marks."""
        choices: list[tuple[str, Choice]] = [
            (DIGITS[n] if n < len(DIGITS) else "", choice) for n, choice in enumerate(question.practices)
        ]
        if question.none_choice is not None:
            choices.append(("N", question.none_choice))
        while len(self._rows) < len(choices):
            self._add_row()
        self._read_only = read_only
        for row, (number, choice) in zip(self._rows, choices, strict=False):
            mark = answer.mark(choice.id)
            row.show_choice(number, choice, mark, self.density)
            row.box.setEnabled(not read_only)
            self._show_note(row, f"{review_id}|{question.id}|{choice.id}")
        for row in self._rows[len(choices) : max(self._shown, len(choices))]:
            row.hide()
            row.choice = None
            if row.note is not None:
                row.note.put_down()
        if self._shown < len(choices):
            for row in self._rows[self._shown : len(choices)]:
                row.show()
        self._shown = len(choices)

    def height_for(self, width: int, density: Density) -> int:
        """Return the height all rows take."""
        gap = theme().px(1 if density is Density.BARE else 2)
        return sum(row.height_for(width, density) + gap for row in self.rows)

    def arrange(self, width: int, density: Density) -> int:
        """Place the rows; return the height."""
        self.density = density
        gap = theme().px(1 if density is Density.BARE else 2)
        top = 0
        for row in self.rows:
            height = row.height_for(width, density)
            row.set_density(density)
            if row.geometry().getRect() == (0, top, width, height):
                row.arrange()
            else:
                row.setGeometry(0, top, width, height)
                row.arrange()
            top += height + gap
        return top

    # -- focus ---------------------------------------------------------------------------------

    @property
    def focused(self) -> PracticeRow | None:
        """The row whose box or note has the focus."""
        focus = self.window().focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            return None
        return next((row for row in self.rows if row.isAncestorOf(focus)), None)

    @property
    def is_on_box(self) -> bool:
        """True when the box of a practice has the focus, not its note."""
        row = self.focused
        return row is not None and row.box is self.window().focusWidget()

    def row_of(self, choice_id: str) -> PracticeRow | None:
        """Return the row of a choice."""
        return next((row for row in self.rows if row.choice is not None and row.choice.id == choice_id), None)

    def focus_choice(self, choice_id: str) -> bool:
        """Put the focus on a practice; False when it is not here."""
        row = self.row_of(choice_id)
        if row is not None:
            self._focus(row)
        return row is not None

    def move_focus(self, step: int) -> bool:
        """Put the focus on the next or previous practice; the first or last without one."""
        rows = self.rows
        if not rows:
            return False
        current = self.focused
        at = rows.index(current) + step if current is not None else (0 if step > 0 else len(rows) - 1)
        if not 0 <= at < len(rows):
            return False
        self._focus(rows[at])
        return True

    def note_line(self) -> MarkNote | None:
        """Return the note line of the focused practice, if it has one."""
        row = self.focused
        return row.note if row is not None and row.is_noted else None

    # -- inside --------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            row = next((row for row in self.rows if row.box is watched), None)
            if row is not None and row.choice is not None:
                self.focused_on.emit(row.choice.id)
        elif event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._tell_focus)  # only then it is known where the focus went
        return False

    def _tell_focus(self) -> None:
        row = self.focused
        self.focused_on.emit(row.choice.id if row is not None and row.choice is not None else "")

    def _focus(self, row: PracticeRow) -> None:
        row.box.setFocus()
        self.reached.emit(row)

    def _add_row(self) -> None:
        row = PracticeRow(self)
        row.hide()
        row.asked.connect(self.asked)
        row.link_asked.connect(self.link_asked)
        row.taken.connect(self.focus_choice)
        self._keys.watch(row.box)
        row.box.installEventFilter(self)
        self._rows.append(row)

    def _show_note(self, row: PracticeRow, key: str) -> None:
        if not row.is_noted or row.mark is None or row.choice is None:
            if row.note is not None:
                row.note.put_down()
                row.note.hide()
            return
        is_new = row.note is None
        note = row.give_note()
        if is_new:
            note.note_typed.connect(self.note_typed)
            note.owner_typed.connect(self.owner_typed)
            note.reason_picked.connect(self.reason_picked)
        note.show_mark(key, row.mark, row.choice.title, read_only=self._read_only)
        note.show()

    def state_of(self, choice_id: str) -> MarkState | None:
        """Return the state a row shows."""
        row = self.row_of(choice_id)
        return row.mark.state if row is not None and row.mark is not None else None
