"""The parts of a lens as a tree: chosen, moved by drag or by keyboard, added and taken out with single keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from workbench.analyses.lens_draft_verdict import Judged
from workbench.domain.lens_draft import CHOICE, LENS, PILLAR, QUESTION, DraftPart, LensDraft
from workbench.i18n import _, n_
from workbench.ui.widgets.entry import ENTRY_ROLE, Entry
from workbench.ui.widgets.outline import EntryModel, OutlineView

__all__ = ["StudioOutline", "outline"]

_MIME = "application/x-workbench-lens-part"
_AROUND = {PILLAR: LENS, QUESTION: PILLAR, CHOICE: QUESTION}
AnyIndex = QModelIndex | QPersistentModelIndex


class _Model(EntryModel):
    """Entries that can be dragged to where they may stand."""

    dropped = Signal(str, str, int)
    """Part, the part it goes into ("" for the lens), and its place there as Qt counts: the part itself included."""

    def retell(self, entries: Sequence[Entry]) -> bool:
        """Show other words on the same lines; False where the lines are others.

        Args:
            entries: All of them, each before those inside it.
        """
        nodes = self._nodes[1:]
        if len(nodes) != len(entries) or any(
            node.entry is None or node.entry.key != entry.key or len(node.children) != len(entry.children)
            for node, entry in zip(nodes, entries, strict=True)
        ):
            return False
        for number, (node, entry) in enumerate(zip(nodes, entries, strict=True), 1):
            if node.entry != entry:
                node.entry = entry
                index = self.createIndex(node.row, 0, number)
                self.dataChanged.emit(index, index)
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid():
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags | Qt.ItemFlag.ItemIsDropEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        entry: Entry = indexes[0].data(ENTRY_ROLE)
        data.setData(_MIME, " ".join(entry.key).encode())
        return data

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex) -> bool:
        return self._goal(data, row, parent) is not None

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex) -> bool:
        goal = self._goal(data, row, parent)
        if goal is not None:
            QTimer.singleShot(0, self, lambda: self.dropped.emit(*goal))  # the view is still inside the drop
        return False  # the view must not take rows out itself

    def _goal(self, data: QMimeData, row: int, parent: AnyIndex) -> tuple[str, str, int] | None:
        """Return part, new parent and place of a drop between rows or onto one; None where it cannot stand."""
        kind, _blank, part_id = bytes(data.data(_MIME).data()).decode().partition(" ")
        if kind not in _AROUND:
            return None
        target: Entry | None = parent.data(ENTRY_ROLE) if parent.isValid() else None
        if target is None:
            return (part_id, "", max(0, row - 1)) if kind == PILLAR and row >= 0 else None
        if target.key[0] == _AROUND[kind]:
            inside = self.rowCount(parent)
            return part_id, target.key[1], row if row >= 0 else inside
        if target.key[0] == kind and row < 0:
            around = parent.parent()
            entry: Entry | None = around.data(ENTRY_ROLE) if around.isValid() else None
            return part_id, entry.key[1] if entry else "", parent.row() - (kind == PILLAR)
        return None


class StudioOutline(OutlineView):
    """The outline of a draft; it never changes anything itself but says what was asked for."""

    MODEL = _Model

    moved = Signal(int)
    """Alt with Up (-1) or Down (1); UI thread."""
    dropped = Signal(str, str, int)
    """See the model; UI thread."""
    asked = Signal(str)
    """"rename" (F2), "duplicate" (Ctrl+D), "remove" (Delete); UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Outline of the lens"), folds=True, ground="raised", parent=parent)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        cast(_Model, self._model).dropped.connect(self.dropped)

    def set_entries(self, entries: Sequence[Entry], *, unfold: bool = False) -> None:
        """Show other entries; where only words differ the lines stay, which is quick for the largest lens."""
        entries = tuple(entries)
        if entries != self._entries and cast(_Model, self._model).retell(list(_flat(entries))):
            self._entries = entries
        else:
            super().set_entries(entries, unfold=unfold)

    def set_read_only(self, is_read_only: bool) -> None:
        """Nothing can be dragged."""
        self.setDragEnabled(not is_read_only)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}
        alt, control = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
        if event.modifiers() & alt and event.key() in steps:
            self.moved.emit(steps[event.key()])
        elif event.modifiers() & control and event.key() == Qt.Key.Key_D:
            self.asked.emit("duplicate")
        elif event.key() == Qt.Key.Key_F2:
            self.asked.emit("rename")
        elif event.key() == Qt.Key.Key_Delete:
            self.asked.emit("remove")
        else:
            super().keyPressEvent(event)

    def is_open(self, key: tuple[str, ...]) -> bool:
        """Tell whether a line shows what is in it."""
        return any(entry.key == key and self.isExpanded(index) for index, entry in self._walk())

    def show_key(self, key: tuple[str, ...]) -> None:
        """Make a line current and unfold what is around it."""
        if key == self.current_key():
            return
        found = next((index for index, entry in self._walk() if entry.key == key), None)
        if found is not None:
            around = found.parent()
            while around.isValid():
                self.expand(around)
                around = around.parent()
            self.setCurrentIndex(found)
            self.scrollTo(found)


def _flat(entries: Sequence[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _flat(entry.children)


def outline(draft: LensDraft, verdict: Judged) -> tuple[Entry, ...]:
    """Return a draft as lines: the lens, then pillars with questions and practices."""
    errors: dict[str, int] = {}
    for part_id, found in verdict.by_part.items():
        here = draft.part(part_id)
        while here is not None:
            errors[here.id] = errors.get(here.id, 0) + sum(each.is_error for each in found)
            here = draft.part(here.parent) if here.kind not in (LENS, PILLAR) else None

    def entry(part: DraftPart) -> Entry:
        wrong = errors.get(part.id, 0)
        return Entry(
            part.name or _("Without a title"), (part.kind, part.id),
            tag=n_("{n} error", "{n} errors", wrong) if wrong else "", tone="high", dim=part.kind == CHOICE,
            children=tuple(entry(each) for each in draft.inside(part.id)) if part.kind in (PILLAR, QUESTION) else (),
        )  # fmt: skip

    return (entry(draft.lens), *(entry(each) for each in draft.inside(draft.lens.id)))
