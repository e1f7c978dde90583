"""What a search found in a review: hits under a heading for each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.i18n import N_, _

__all__ = ["HIT_ROLE", "HitLine", "QuestionHits"]

HIT_ROLE = Qt.ItemDataRole.UserRole
"""A HitLine, or the text of a heading."""
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
KINDS = {
    "question": N_("Questions"),
    "practice": N_("Best practices"),
    "note": N_("Notes"),
    "practice_note": N_("Practice notes"),
    "guidance": N_("Guidance"),
}


@dataclass(frozen=True, slots=True)
class HitLine:
    """One hit.

    Attributes:
        text: The text found, [matches] between brackets.
        where: Code and short name of the question.
    """

    kind: str
    text: str
    where: str
    question_id: str
    choice_id: str = ""


class QuestionHits(QAbstractListModel):
    """Headings and hits in one flat list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[str | HitLine] = []

    def set_hits(self, hits: Sequence[HitLine]) -> None:
        """Show what was found, grouped by kind."""
        self.beginResetModel()
        self._rows = []
        for kind, title in KINDS.items():
            own = [hit for hit in hits if hit.kind == kind]
            if own:
                self._rows += [f"{_(title)} {len(own)}", *own]
        self.endResetModel()

    def first(self) -> QModelIndex:
        """Return the first hit; invalid when there is none."""
        return self.index(1, 0) if self._rows else QModelIndex()

    @property
    def hits(self) -> list[HitLine]:
        """All hits in the order shown."""
        return [row for row in self._rows if isinstance(row, HitLine)]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == HIT_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row if isinstance(row, str) else f"{row.where}: {row.text.replace('[', '').replace(']', '')}"
        return None
