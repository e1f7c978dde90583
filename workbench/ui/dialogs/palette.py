"""The command palette: one field, everything that can be done or gone to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QPainter, QPainterPath, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import _, n_
from workbench.ui.actions import Action, key_text
from workbench.ui.theme import icon, set_look, theme
from workbench.ui.widgets.fuzzy import fit
from workbench.ui.widgets.kbd import cap_size, paint_cap
from workbench.ui.widgets.labels import label

__all__ = ["Palette", "Place"]

_ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_SHOWN_ROWS = 12


@dataclass(frozen=True, slots=True)
class Place:
    """Something to go to: a question, a workload, a page.

    Attributes:
        text: What it is called.
        run: Goes there.
        note: A few dim words: "Reliability · Payments platform".
        icon: Name of one of our icons.
        keys: Keys, when it has any.
        found: True where a search already decided that it fits (the text itself need not).
    """

    text: str
    run: Callable[[], object]
    note: str = ""
    icon: str = ""
    keys: tuple[str, ...] = ()
    found: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    place: Place
    positions: tuple[int, ...]
    enabled: bool
    score: int


class _Entries(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: tuple[_Entry, ...] = ()

    def show_entries(self, entries: tuple[_Entry, ...]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return ", ".join(part for part in (entry.place.text, entry.place.note) if part)
        return entry if role == _ENTRY_ROLE else None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        is_enabled = index.isValid() and self.entries[index.row()].enabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if is_enabled else Qt.ItemFlag.NoItemFlags


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        look = theme()
        return QSize(look.px(200), max(look.px(32), QFontMetrics(look.font("normal")).height() + look.px(12)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: _Entry = index.data(_ENTRY_ROLE)
        look, rect = theme(), option.rect
        place = entry.place
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("selection"))
            painter.drawRoundedRect(rect.adjusted(look.px(4), 0, -look.px(4), 0), look.px(6), look.px(6))
        right = self._paint_keys(painter, rect, place.keys)
        side, left = look.px(18), rect.x() + look.px(14)
        if place.icon:
            icon(place.icon, "text_dim" if entry.enabled else "text_disabled").paint(
                painter, QRect(left, rect.y() + (rect.height() - side) // 2, side, side)
            )
        left += side + look.px(10)
        tokens = ("text", "text_dim") if entry.enabled else ("text_disabled", "text_disabled")
        left = _paint_matched(painter, QRect(left, rect.y(), right - left, rect.height()), entry, tokens[0])
        if place.note:
            room = QRect(left + look.px(8), rect.y(), max(0, right - left - look.px(8)), rect.height())
            metrics = QFontMetrics(look.font("normal"))
            painter.setFont(look.font("normal"))
            painter.setPen(look.color(tokens[1]))
            shown = metrics.elidedText(place.note, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _paint_keys(self, painter: QPainter, rect: QRect, keys: tuple[str, ...]) -> int:
        right = rect.right() - theme().px(14)
        for key in reversed(keys[:2]):
            text = key_text(key)
            size = cap_size(text)
            right -= size.width()
            corner = QPoint(right, rect.y() + (rect.height() - size.height()) // 2)
            paint_cap(painter, QRect(corner, size), text)
            right -= theme().px(6)
        return right


def _paint_matched(painter: QPainter, rect: QRect, entry: _Entry, token: str) -> int:
    """Write the text with the matched letters bold; return where it ends."""
    look = theme()
    plain, bold = look.font("normal"), look.font("normal", bold=True)
    painter.setPen(look.color(token))
    text, left, at = entry.place.text, rect.x(), 0
    hits = set(entry.positions)
    while at < len(text) and left < rect.right():
        end = at
        while end < len(text) and (end in hits) == (at in hits):
            end += 1
        font = bold if at in hits else plain
        metrics = QFontMetrics(font)
        painter.setFont(font)
        room = rect.right() - left
        piece = metrics.elidedText(text[at:end], Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, rect.y(), room, rect.height()), Qt.AlignmentFlag.AlignVCenter, piece)
        left += metrics.horizontalAdvance(piece)
        at = end
    return left


class Palette(QDialog):
    """Ctrl+K: type, choose, Enter. Providers give places at once, `append` adds those found in the background."""

    searched = Signal(str)
    """A settled query, for searches in the background; UI thread."""

    def __init__(
        self,
        window: QWidget,
        actions: Callable[[], Sequence[Action]],
        providers: Sequence[Callable[[str], Iterable[Place]]] = (),
    ) -> None:
        super().__init__(window, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._window, self._actions, self._providers = window, actions, tuple(providers)
        self._found: tuple[Place, ...] = ()
        if QGuiApplication.platformName() != "xcb":  # X11 may have no compositor; see resizeEvent
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowTitle(_("Search or type a command"))
        self.setAccessibleName(_("Command palette"))
        frame = QFrame()
        frame.setProperty("popup", True)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Search or type a command"))
        self.field.setAccessibleName(_("Search or type a command"))
        set_look(self.field, plain=True, step="large")
        self._entries = _Entries(self)
        self.list = QListView()
        self.list.setModel(self._entries)
        self.list.setItemDelegate(_Rows(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("Results"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = label("", tone="dim")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QVBoxLayout(frame)
        theme().space(inside, 4, (4, 8, 4, 8))
        for widget in (self.field, self.list, self._nothing):
            inside.addWidget(widget)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(frame)
        self._later = QTimer(self, singleShot=True, interval=150)
        self._later.timeout.connect(lambda: self.searched.emit(self.query))
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._run)

    @property
    def query(self) -> str:
        """What is typed, without spaces around it."""
        return self.field.text().strip()

    @property
    def places(self) -> tuple[Place, ...]:
        """What is listed now, best first."""
        return tuple(entry.place for entry in self._entries.entries)

    def open(self, text: str = "") -> None:
        """Show it over the upper part of the window."""
        self._found = ()
        self.field.setText(text)
        self._show()
        super().open()
        self.field.setFocus()
        self.field.selectAll()

    def append(self, query: str, places: Iterable[Place]) -> None:
        """Add what a search in the background found, unless the query has changed since."""
        if query == self.query:
            self._found = (*self._found, *places)
            self._show(keep_row=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the round corners out where they cannot be left translucent (they would be black)."""
        super().resizeEvent(event)
        if not self.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground):
            outline, radius = QPainterPath(), theme().px(8)
            outline.addRoundedRect(self.rect().toRectF(), radius, radius)
            self.setMask(QRegion(outline.toFillPolygon().toPolygon()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {
                int(Qt.Key.Key_Down): 1,
                int(Qt.Key.Key_Up): -1,
                int(Qt.Key.Key_PageDown): _SHOWN_ROWS - 1,
                int(Qt.Key.Key_PageUp): 1 - _SHOWN_ROWS,
            }
            if event.key() in steps:
                self._step(steps[event.key()])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentIndex())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.reject()
                return True
        return False

    def _search(self) -> None:
        self._found = ()
        self._show()
        self._later.start()

    def _show(self, *, keep_row: bool = False) -> None:
        row = self.list.currentIndex().row() if keep_row else 0
        self._entries.show_entries(tuple(self._ranked()))
        count = len(self._entries.entries)
        self.list.setVisible(count > 0)
        self._nothing.setVisible(count == 0)
        self._nothing.setText(_('Nothing is called "{query}".').format(query=self.query) if self.query else "")
        self.list.setAccessibleDescription(n_("{n} result", "{n} results", count))
        self._select(max(0, row), 1)
        self._fit()

    def _ranked(self) -> list[_Entry]:
        query = self.query
        entries = []
        for action in self._actions():
            if action.in_palette:
                is_enabled = action.enabled()
                place = Place(action.text, action.callback, action.group, action.icon, action.keys)
                entries += _entry(query, place, is_enabled, bonus=12 if is_enabled else -200)
        for provider in self._providers:
            for place in provider(query):
                entries += _entry(query, place, True, bonus=0)
        for place in self._found:
            entries += _entry(query, place, True, bonus=0)
        return sorted(entries, key=lambda entry: -entry.score) if query else entries

    def _fit(self) -> None:
        look = theme()
        row = self.list.sizeHintForRow(0) if self._entries.entries else look.px(32)
        self.list.setFixedHeight(max(1, min(_SHOWN_ROWS, len(self._entries.entries))) * row)
        width = min(look.px(640), self._window.width() - look.px(32))
        self.setFixedWidth(max(look.px(280), width))
        self.adjustSize()
        corner = QPoint((self._window.width() - self.width()) // 2, look.px(48))
        self.move(self._window.mapToGlobal(corner))

    def _step(self, by: int) -> None:
        count = len(self._entries.entries)
        if count:
            row = self.list.currentIndex().row() + by
            row = row % count if abs(by) == 1 else min(max(row, 0), count - 1)
            self._select(row, 1 if by > 0 else -1)

    def _select(self, row: int, direction: int) -> None:
        count = len(self._entries.entries)
        for offset in range(count):
            candidate = (row + direction * offset) % count
            if self._entries.entries[candidate].enabled:
                self.list.setCurrentIndex(self._entries.index(candidate))
                return

    def _run(self, index: QModelIndex) -> None:
        if not index.isValid() or not self._entries.entries[index.row()].enabled or not self.isVisible():
            return
        place = self._entries.entries[index.row()].place
        self.accept()
        place.run()


def _entry(query: str, place: Place, enabled: bool, bonus: int) -> list[_Entry]:
    if not query:
        return [_Entry(place, (), enabled, bonus)] if enabled else []
    on_text = fit(query, place.text)
    if on_text is not None:
        return [_Entry(place, on_text.positions, enabled, on_text.score + bonus)]
    with_note = fit(query, f"{place.text} {place.note}")
    if with_note is not None:
        return [_Entry(place, (), enabled, with_note.score // 2 + bonus)]
    return [_Entry(place, (), enabled, bonus)] if place.found else []
