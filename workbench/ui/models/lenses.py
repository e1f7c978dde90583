"""The list of lenses, and one lens as a tree of pillars, questions and practices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from workbench.domain.lens import Choice, Lens, Question
from workbench.i18n import _, n_
from workbench.ui.models.portfolio_lines import Cell, Column

__all__ = ["NODE_ROLE", "LensEntry", "LensListModel", "LensTree", "LensTreeFilter"]

NODE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The Pillar, Question or Choice of a row of the tree."""
_WORDS_ROLE = NODE_ROLE + 1
_NO_INDEX = QModelIndex()
AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class LensEntry:
    """One lens of the list.

    Attributes:
        origin: "shelf", "workspace" or "file".
        used_by: Names of the workloads that are reviewed with exactly this version.
    """

    lens: Lens
    origin: str
    used_by: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells lenses of the list apart."""
        return f"{self.lens.alias} {self.lens.version} {self.origin}"

    @property
    def origin_words(self) -> str:
        """Where it comes from."""
        return {"shelf": _("On the shelf"), "workspace": _("In workspace"), "file": _("From a file")}[self.origin]

    @property
    def use_words(self) -> str:
        """Where it is used: two names, then a number."""
        if not self.used_by:
            return _("Not used yet")
        more = len(self.used_by) - 2
        names = ", ".join(self.used_by[:2])
        return _("{names} and {n} more").format(names=names, n=more) if more > 0 else names


def _practices(lens: Lens) -> int:
    return sum(len(question.practices) for question in lens.questions())


def _columns() -> tuple[Column, ...]:
    def name(entry: Any) -> Cell:
        lens = entry.lens
        return Cell(
            first=lens.name, second=" · ".join(part for part in (lens.alias, lens.version) if part), strong=True
        )

    def kind(entry: Any) -> Cell:
        return Cell(first=_("Official") if entry.lens.official else _("Custom"), second=entry.origin_words)

    def size(entry: Any) -> Cell:
        questions = sum(1 for _question in entry.lens.questions())
        return Cell(first=n_("{n} question", "{n} questions", questions),
                    second=n_("{n} practice", "{n} practices", _practices(entry.lens)))  # fmt: skip

    def used(entry: Any) -> Cell:
        count = len(entry.used_by)
        return Cell(first=n_("{n} workload", "{n} workloads", count) if count else "–", words=entry.use_words)

    return (
        Column("name", _("Lens"), 150, name, lambda entry: entry.lens.name, grows=4),
        Column("kind", _("Kind"), 116, kind, lambda entry: entry.lens.official),
        Column("size", _("Size"), 104, size, lambda entry: _practices(entry.lens), yields=2),
        Column("used", _("Used by"), 92, used, lambda entry: len(entry.used_by), yields=1),
    )


class LensListModel(QAbstractTableModel):
    """Lenses as rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[LensEntry, ...] = ()
        self.columns = _columns()

    def set_entries(self, entries: Sequence[LensEntry]) -> None:
        """Show other lenses."""
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def cell(self, index: AnyIndex) -> Cell:
        """Return what a cell shows."""
        return self.columns[index.column()].cell(self.entries[index.row()])  # type: ignore[arg-type]

    def row_of(self, key: str) -> int:
        """Return the row of a lens, -1 when it is not there."""
        return next((row for row, entry in enumerate(self.entries) if entry.key == key), -1)

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index).first
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(index).spoken
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None


class LensTree(QStandardItemModel):
    """Pillars, their questions, their practices."""

    def show_lens(self, lens: Lens) -> None:
        """Show another lens."""
        self.clear()
        for pillar in lens.pillars:
            top = _item(f"{pillar.name}  ({len(pillar.questions)})", pillar, pillar.name)
            font = top.font()
            font.setBold(True)
            top.setFont(font)
            for question in pillar.questions:
                item = _item(_question_text(question), question, _question_words(question))
                for choice in question.choices:
                    words = (choice.code, choice.title, choice.meaning, choice.help_text)
                    item.appendRow(_item(_choice_text(choice), choice, "\n".join(words)))
                top.appendRow(item)
            self.appendRow(top)


class LensTreeFilter(QSortFilterProxyModel):
    """Keeps what has all the words, with what stands above it, and below a question everything."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setRecursiveFilteringEnabled(True)

    def look_for(self, text: str) -> None:
        """Show only what fits a text; everything for none."""
        self._words = text.casefold().split()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: AnyIndex) -> bool:
        text = self.sourceModel().index(row, 0, parent).data(_WORDS_ROLE) or ""
        return all(word in text for word in self._words)


def _item(text: str, node: object, words: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setData(node, NODE_ROLE)
    item.setData(words.casefold(), _WORDS_ROLE)
    item.setEditable(False)
    return item


def _question_text(question: Question) -> str:
    return "  ".join(part for part in (question.code, question.short or question.title) if part)


def _question_words(question: Question) -> str:
    return "\n".join(
        (question.code, question.short, question.title, question.about, question.ask, question.description)
    )


def _choice_text(choice: Choice) -> str:
    return choice.title if choice.is_none or not choice.code else f"{choice.title}  {choice.code}"
