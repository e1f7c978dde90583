"""A field of tokens: type, Enter adds; Backspace or Delete takes one away; arrows walk over them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCompleter, QLineEdit, QSizePolicy, QWidget

from workbench.i18n import _
from workbench.ui.theme import icon, theme
from workbench.ui.widgets.chip import FlowLayout
from workbench.ui.widgets.marks import paint_focus
from workbench.ui.widgets.typed_text import is_undo_key

__all__ = ["ListField", "Token", "masked"]

_WIDEST = 380


def masked(text: str) -> str:
    """Return a text with account ids (and everything that looks like one) as dots."""
    return re.sub(r"\d{5,}", lambda found: "•" * len(found[0]), text)


class Token(QAbstractButton):
    """One entry: a click on its cross, Delete or Backspace takes it away, Enter or F2 opens it for editing."""

    removed = Signal()
    edited = Signal()
    walked = Signal(int)
    """-1 or 1: the neighbour should take the focus; UI thread."""

    def __init__(self, text: str, shown: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self._shown = shown or text
        self._is_bad = False
        self.is_fixed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(self._shown)
        self.setAccessibleDescription(_("Delete removes it, Enter edits it"))
        self.setToolTip(self._shown)

    def set_bad(self, is_bad: bool) -> None:
        """Mark an entry that breaks a rule."""
        self._is_bad = is_bad
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        metrics = QFontMetrics(look.font("normal"))
        width = min(metrics.horizontalAdvance(self._shown), look.px(_WIDEST))
        right = look.px(10) if self.is_fixed else self._cross()
        return QSize(width + look.px(10) + right, max(metrics.height() + look.px(4), look.px(28)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(60), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.walked.emit(-1 if key == Qt.Key.Key_Left else 1)
        elif self.is_fixed:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edited.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self.is_fixed and event.position().x() >= self.width() - self._cross():
            self.removed.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self.is_fixed:
            self.edited.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(look.color("high" if self._is_bad else "line"))
        painter.setBrush(look.color("high_soft" if self._is_bad else "sunken"))
        painter.drawRoundedRect(box, look.px(4), look.px(4))
        font = look.font("normal")
        cross = look.px(10) if self.is_fixed else self._cross()
        room = self.rect().adjusted(look.px(8), 0, -cross, 0)
        painter.setFont(font)
        painter.setPen(look.color("high" if self._is_bad else "text"))
        shown = QFontMetrics(font).elidedText(self._shown, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        if not self.is_fixed:
            side = look.px(12)
            icon("close").paint(
                painter, QRect(self.width() - cross + (cross - side) // 2, (self.height() - side) // 2, side, side)
            )
        if self.hasFocus():
            paint_focus(painter, self.rect(), look.px(4))
        painter.end()

    def _cross(self) -> int:
        return theme().px(24)


class _Input(QLineEdit):
    """The line that adds; keys it does not need go to the field."""

    def __init__(self, field: ListField) -> None:
        super().__init__()
        self._field = field
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(self._field.input_width), max(super().sizeHint().height(), theme().px(26)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(100), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) and is_undo_key(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._field.add_typed()
            event.accept()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Left) and not self.text():
            self._field.walk_from(len(self._field.items), -1)
        else:
            super().keyPressEvent(event)


class ListField(QWidget):
    """Entries as tokens with a line behind them that adds more; what is typed and not added is added on leaving."""

    changed = Signal(object)
    """tuple[str, ...] after every change by the person; UI thread."""

    def __init__(
        self,
        name: str,
        proposals: Sequence[str] = (),
        placeholder: str = "",
        *,
        input_width: int = 180,
        is_good: Callable[[str], bool] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.items: tuple[str, ...] = ()
        self.input_width = input_width
        self._name = name
        self._is_good = is_good
        self._is_masked = False
        self._is_read_only = False
        self.input = _Input(self)
        self.input.setAccessibleName(name)
        self.input.setPlaceholderText(placeholder or _("Type, Enter adds"))
        self.tokens: list[Token] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow = FlowLayout(self)
        self._flow.addWidget(self.input)
        self.setFocusProxy(self.input)
        self._proposals = QStringListModel(list(proposals), self)
        completer = self._completer = QCompleter(self._proposals, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._add_proposal)
        self.input.setCompleter(completer)
        self.input.installEventFilter(self)

    # -- value ---------------------------------------------------------------------------------

    def value(self) -> object:
        """Return what is stored: a tuple of strings."""
        return self.items

    def set_value(self, value: Sequence[str]) -> None:
        """Show what is stored now, without telling."""
        if tuple(value) != self.items or len(self.tokens) != len(self.items):
            self.items = tuple(value)
            self._show()

    def set_proposals(self, proposals: Sequence[str]) -> None:
        """Offer these while typing."""
        self._proposals.setStringList(list(proposals))

    def set_masked(self, is_masked: bool) -> None:
        """Show dots instead of the entries."""
        if is_masked != self._is_masked:
            self._is_masked = is_masked
            echo = QLineEdit.EchoMode.Password if is_masked else QLineEdit.EchoMode.Normal
            self.input.setEchoMode(echo)
            self._show()

    @property
    def is_masked(self) -> bool:
        """True while dots are shown."""
        return self._is_masked

    def set_read_only(self, is_read_only: bool) -> None:
        """Entries can be read but not changed."""
        self._is_read_only = is_read_only
        self.input.setVisible(not is_read_only)
        self._show()

    def flush(self) -> None:
        """Add what is typed and not added yet."""
        self.add_typed()

    # -- doing ---------------------------------------------------------------------------------

    def add_typed(self) -> None:
        """Add what is typed; a pasted list is taken apart at commas, semicolons and line ends."""
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()  # the completer leaves it open where the line takes Enter for itself
        parts = [part for part in (self.cleaned(part) for part in self.split(self.input.text())) if part]
        self.input.clear()
        if parts:
            self._set((*self.items, *(part for part in dict.fromkeys(parts) if part not in self.items)))

    def split(self, text: str) -> list[str]:
        """Return the entries in a pasted text."""
        return re.split(r"[,;\n\t]+", text)

    def cleaned(self, text: str) -> str:
        """Return an entry as it is kept."""
        return text.strip()

    def remove(self, place: int) -> None:
        """Take one entry away."""
        self._set(self.items[:place] + self.items[place + 1 :])
        self.walk_from(place, 0)

    def edit(self, place: int) -> None:
        """Put one entry back into the line."""
        self.add_typed()
        text = self.items[place]
        self._set(self.items[:place] + self.items[place + 1 :])
        self.input.setText(text)
        self.input.setFocus()

    def walk_from(self, place: int, step: int) -> None:
        """Put the focus on a neighbour; behind the last one is the line."""
        wanted = max(0, place + step)
        if wanted < len(self.tokens):
            self.tokens[wanted].setFocus()
        else:
            self.input.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            popup = self._completer.popup()
            if popup is None or not popup.isVisible():
                self.add_typed()
        return False

    def _add_proposal(self, _text: str) -> None:
        QTimer.singleShot(0, self, self.add_typed)  # the completer writes into the line after this signal

    def _set(self, items: tuple[str, ...]) -> None:
        if items != self.items:
            self.items = items
            self._show()
            self.changed.emit(self.value())

    def _show(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:  # removeWidget would delete what Python owns
            widget = item.widget()
            if widget is not None and widget is not self.input:
                widget.hide()
                widget.deleteLater()
        self.tokens = []
        for place, text in enumerate(self.items):
            shown = masked(text) if self._is_masked else text
            token = Token(text, shown)
            token.is_fixed = self._is_read_only
            token.set_bad(self._is_good is not None and not self._is_good(text))
            token.removed.connect(lambda place=place: self.remove(place))
            token.edited.connect(lambda place=place: self.edit(place))
            token.walked.connect(lambda step, place=place: self.walk_from(place, step))
            if self._is_masked:
                token.setAccessibleName(_("{name} {n}, hidden").format(name=self._name, n=place + 1))
            self.tokens.append(token)
            self._flow.addWidget(token)
            token.show()
        self._flow.addWidget(self.input)  # stays the last one, and keeps the focus
        self.input.setVisible(not self._is_read_only)
        self.updateGeometry()
