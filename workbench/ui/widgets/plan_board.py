"""The board of impact by effort: questions without an initiative at the left, initiatives in the cells."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.risk import Risk
from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.labels import dim_label, label
from workbench.ui.widgets.marks import mark_icon, risk_title
from workbench.ui.widgets.plan_board_card import CARD_MIME, QUESTIONS_MIME, BoardCard, CardLook

__all__ = ["PlanBoard", "QuestionTray"]

_KEY = int(Qt.ItemDataRole.UserRole)


class QuestionTray(QListWidget):
    """Questions that no initiative works on; several can be chosen, dragged or grouped."""

    asked = Signal()
    """Group the chosen questions."""
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Questions without an initiative"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(lambda item: self.opened.emit(item.data(_KEY)))

    def show_questions(self, questions: Sequence[tuple[tuple[str, str], str, Risk]]) -> None:
        """Show other questions: key, words, risk; the choice stays."""
        chosen = set(self.chosen())
        self.clear()
        for key, words, risk in questions:
            item = QListWidgetItem(mark_icon(risk), words)
            item.setData(_KEY, key)
            item.setToolTip(f"{words}\n{risk_title(risk)}")
            item.setData(int(Qt.ItemDataRole.AccessibleTextRole), f"{words}, {risk_title(risk)}")
            self.addItem(item)
            item.setSelected(key in chosen)
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0, self.selectionModel().SelectionFlag.NoUpdate)

    def chosen(self) -> tuple[tuple[str, str], ...]:
        """Return the chosen questions in their order."""
        return tuple(self.item(n).data(_KEY) for n in range(self.count()) if self.item(n).isSelected())

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        data = QMimeData()
        data.setData(QUESTIONS_MIME, b"chosen")
        return data

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_G and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.asked.emit()
        else:
            super().keyPressEvent(event)


class _Cell(QFrame):
    """One place of the board."""

    card_dropped = Signal(str, int, int)
    questions_dropped = Signal(int, int)

    def __init__(self, column: int, impact: int, name: str) -> None:
        super().__init__()
        self._place = column, impact
        self.setAcceptDrops(True)
        self.setAccessibleName(name)
        set_look(self, ground="sunken")
        self.column = QVBoxLayout(self)
        theme().space(self.column, 4, (4, 4, 4, 4))
        self.column.addStretch(1)
        self.setMinimumHeight(theme().px(64))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(CARD_MIME) or event.mimeData().hasFormat(QUESTIONS_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        if event.mimeData().hasFormat(CARD_MIME):
            self.card_dropped.emit(bytes(event.mimeData().data(CARD_MIME).data()).decode(), *self._place)
        else:
            self.questions_dropped.emit(*self._place)


class PlanBoard(QWidget):
    """Tray and board.

    Args:
        efforts, impacts: Names of columns and rows; the first of each only shows while something is in it.
    """

    stepped = Signal(str, int, int)
    placed = Signal(str, int, int)
    """Id, column, impact."""
    opened = Signal(str)
    removed = Signal(str)
    joined = Signal(str)
    """The chosen questions go into an initiative."""
    made = Signal(int, int)
    """The chosen questions become an initiative of their own in a column and a row."""

    def __init__(self, efforts: Sequence[str], impacts: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, BoardCard] = {}
        self.tray = QuestionTray()
        self._note = dim_label("", wrap=True, step="small")
        left = QWidget()
        left.setMaximumWidth(theme().px(260))
        side = QVBoxLayout(left)
        theme().space(side, 6)
        side.addWidget(label(_("No initiative yet"), strong=True))
        side.addWidget(self.tray, 1)
        side.addWidget(self._note)
        self._note.setText(_("Choose questions and press G, or drag them onto the board or a card."))
        inner = QWidget()
        inner.setProperty("clear", True)
        grid = self._grid = QGridLayout(inner)
        theme().space(grid, 4)
        self._cells: dict[tuple[int, int], _Cell] = {}
        self._heads: dict[tuple[str, int], QWidget] = {}
        for column, name in enumerate(efforts):
            head = dim_label(name, step="small")
            head.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(head, len(impacts), column + 1)
            grid.setColumnStretch(column + 1, int(column > 0))
            self._heads["column", column] = head
        for impact, name in enumerate(impacts):
            head = dim_label(name, step="small", wrap=True)
            head.setFixedWidth(theme().px(62))
            grid.addWidget(head, len(impacts) - 1 - impact, 0)
            grid.setRowStretch(len(impacts) - 1 - impact, int(impact > 0))
            self._heads["row", impact] = head
            for column, effort in enumerate(efforts):
                cell = _Cell(column, impact, f"{name}, {effort}")
                cell.card_dropped.connect(self.placed)
                cell.questions_dropped.connect(self.made)
                grid.addWidget(cell, len(impacts) - 1 - impact, column + 1)
                self._cells[column, impact] = cell
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(_("Impact by effort"))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        self._scroll = scroll
        row = QHBoxLayout(self)
        theme().space(row, 12)
        row.addWidget(left, 1)
        row.addWidget(scroll, 4)

    def show_cards(self, looks: Sequence[CardLook]) -> None:
        """Show other initiatives; the one with the focus keeps it."""
        focused = next((key for key, card in self.cards.items() if card.hasFocus()), "")
        wanted = {look.id: look for look in looks}
        for key in [key for key in self.cards if key not in wanted]:
            gone = self.cards.pop(key)
            gone.hide()
            gone.deleteLater()
        for key, look in wanted.items():
            card = self.cards.get(key)
            if card is None:
                card = self.cards[key] = BoardCard(look)
                for signal, own in ((card.stepped, self.stepped), (card.opened, self.opened), (card.removed, self.removed),
                                    (card.grouped, self.joined), (card.joined, self.joined)):  # fmt: skip
                    signal.connect(own)
            card.show_look(look)
            cell = self._cells[look.column, look.impact]
            if card.parent() is not cell:
                cell.column.insertWidget(cell.column.count() - 1, card)
                card.show()  # a layout shows it later, and what is hidden cannot have the focus
        columns, rows = {look.column for look in looks}, {look.impact for look in looks}
        self._show_line("column", 0 in columns)
        self._show_line("row", 0 in rows)
        if focused in self.cards:
            self.focus_card(focused)

    def _show_line(self, kind: str, is_shown: bool) -> None:
        """Show or hide the column or row of what nobody has said."""
        self._heads[kind, 0].setVisible(is_shown)
        if kind == "column":
            self._grid.setColumnStretch(1, int(is_shown))
        else:
            self._grid.setRowStretch(self._grid.rowCount() - 2, int(is_shown))
        for (column, impact), cell in self._cells.items():
            if (column if kind == "column" else impact) == 0:
                other = self._heads["row" if kind == "column" else "column", impact if kind == "column" else column]
                cell.setVisible(is_shown and not other.isHidden())

    def focus_card(self, key: str) -> None:
        """Put the focus on a card and bring it into view."""
        card = self.cards.get(key)
        if card is not None:
            card.setFocus()
            self._scroll.ensureWidgetVisible(card)
