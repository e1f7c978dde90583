"""The line under a practice: where and how far, what is open and who finds out, or why it does not apply."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.domain.answer import CHOICE_NOTE_LIMIT, REASON_TITLES, Mark, MarkState, Reason
from workbench.i18n import N_, _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.question_choice import CalmChoice

__all__ = ["MarkNote"]

_ASKED = {
    MarkState.PARTLY: N_("Where, and how far?"),
    MarkState.DONT_KNOW: N_("What is open?"),
    MarkState.NOT_APPLICABLE: N_("Why does it not apply?"),
}


class MarkNote(QWidget):
    """Note, owner and reason of one mark, edited in place."""

    note_typed = Signal(str, str)
    """Key given to `show_mark`, and the note; UI thread."""
    owner_typed = Signal(str, str)
    """Key given to `show_mark`, and who finds out; UI thread."""
    reason_picked = Signal(str, object)
    """Key given to `show_mark`, and the Reason; UI thread."""
    left = Signal()
    """Enter was pressed: back to the practice; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self.note = LineField(_("Note"), CHOICE_NOTE_LIMIT)
        self.owner = LineField(_("Who finds out"), 0, _("Who finds out"))
        self.reason = CalmChoice()
        for reason, title in REASON_TITLES.items():
            self.reason.addItem(_(title), reason)
        self.reason.setAccessibleName(_("Reason"))
        set_look(self.note.edit, small=True)
        row = QHBoxLayout(self)
        theme().space(row, 6)
        row.addWidget(self.reason)
        row.addWidget(self.note, 3)
        row.addWidget(self.owner, 1)
        self.note.typed.connect(lambda text: self.note_typed.emit(self.note.key, text))
        self.owner.typed.connect(lambda text: self.owner_typed.emit(self.owner.key, text))
        self.reason.activated.connect(lambda _row: self.reason_picked.emit(self._key, self.reason.currentData()))
        self.note.submitted.connect(lambda _text: self.left.emit())
        self.owner.submitted.connect(lambda _text: self.left.emit())

    def show_mark(self, key: str, mark: Mark, title: str, *, read_only: bool) -> None:
        """Show the note of a mark; the same key again keeps what is being typed."""
        is_new = key != self._key
        self._key = key
        for field, text in ((self.note, mark.note), (self.owner, mark.owner)):
            field.load(key, text) if is_new else field.set_text_quietly(text)
            if field.edit.isReadOnly() != read_only:
                field.edit.setReadOnly(read_only)
        self.note.edit.setToolTip(mark.note)
        asked = _(_ASKED.get(mark.state, N_("Note")))
        if self.note.edit.placeholderText() != asked:
            self.note.edit.setPlaceholderText(asked)
        self.note.edit.setAccessibleName(f"{title}: {asked}")
        self.owner.edit.setAccessibleName(f"{title}: {_('Who finds out')}")
        self.reason.setAccessibleName(f"{title}: {_('Reason')}")
        self.owner.setVisible(mark.state is MarkState.DONT_KNOW)
        self.reason.setVisible(mark.state is MarkState.NOT_APPLICABLE)
        self.reason.setEnabled(not read_only)
        place = list(REASON_TITLES).index(Reason(mark.reason))
        if self.reason.currentIndex() != place:
            self.reason.setCurrentIndex(place)

    def flush(self) -> None:
        """Tell now what was typed."""
        self.note.flush()
        self.owner.flush()

    def put_down(self) -> None:
        """Tell what is typed and belong to no mark any more."""
        self.note.load("", "")
        self.owner.load("", "")
        self._key = ""
