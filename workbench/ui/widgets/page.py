"""What every page has: an id, a title, an icon, its actions, and a way to be refreshed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from workbench.ui.actions import Action, KeyMap
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.notes_edit import NotesEdit

if TYPE_CHECKING:
    from workbench.store.edits import Part

__all__ = ["Page"]


class Page(QWidget):
    """One page of the window. Give `keys` the actions whose single keys should work on the page."""

    id: ClassVar[str] = ""
    title: ClassVar[str] = ""
    """Marked with N_; whoever shows it calls _."""
    icon: ClassVar[str] = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = KeyMap((), self)

    def refresh(self, parts: frozenset[Part] | None = None) -> None:
        """Read again what changed; None means everything. Selection and what is being typed survive."""

    def actions(self) -> tuple[Action, ...]:  # type: ignore[override]
        """Return what can be done on this page; asked once."""
        return ()

    def enter(self) -> None:
        """Put the focus where work starts; called after the page was shown."""
        self.setFocus()

    def flush(self) -> None:
        """Tell everything typed and not told yet: before another question, undo, saving or closing."""
        for notes in self.findChildren(NotesEdit):
            notes.flush()
        for line in self.findChildren(LineField):
            line.flush()

    def event(self, event: QEvent) -> bool:
        is_claimed = (
            event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.keys.claims(event)
        )
        if is_claimed:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keys.handle(event):
            super().keyPressEvent(event)
