"""A date that may be absent: a button that opens a calendar, then a date with Clear."""

from __future__ import annotations

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import icon_button, plain_button

__all__ = ["DateField"]


class _Date(QDateEdit):
    """A date edit that leaves the wheel to the page unless it has the focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _Popup(QFrame):
    """A calendar on its own, closed by Esc and by choosing."""

    chosen = Signal(QDate)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("popup", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName(_("Calendar"))
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.activated.connect(self._choose)
        self.calendar.clicked.connect(self._choose)
        column = QVBoxLayout(self)
        theme().space(column, 0, (4, 4, 4, 4))
        column.addWidget(self.calendar)
        self._is_done = False

    def _choose(self, day: QDate) -> None:
        if not self._is_done:
            self._is_done = True
            self.close()
            self.chosen.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


class DateField(QWidget):
    """An ISO date or "": typed, stepped with the arrows, or chosen from a calendar."""

    changed = Signal(object)
    """The ISO date after every change by the person, "" when it was cleared; UI thread."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._is_read_only = False
        self.choose_button = plain_button(_("Choose a date"), self.choose, icon_name="calendar")
        self.choose_button.setAccessibleName(_("{name}: choose a date").format(name=name))
        self.edit = _Date()
        self.edit.setCalendarPopup(True)
        self.edit.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.edit.setAccessibleName(name)
        self.edit.setKeyboardTracking(False)
        self.edit.dateChanged.connect(self._changed)
        self.clear_button = icon_button("close", _("Clear {name}").format(name=name.lower()), self.clear, size=14)
        row = QHBoxLayout(self)
        theme().space(row, 4)
        for widget in (self.choose_button, self.edit, self.clear_button):
            row.addWidget(widget)
        row.addStretch(1)
        self.set_value("")

    def value(self) -> object:
        """Return what is stored; "" for no date."""
        return self._text

    def set_value(self, value: str) -> None:
        """Show what is stored now, without telling."""
        self._text = value
        day = QDate.fromString(value, Qt.DateFormat.ISODate)
        if day.isValid() and day != self.edit.date():
            was_blocked = self.edit.blockSignals(True)
            self.edit.setDate(day)
            self.edit.blockSignals(was_blocked)
        self.edit.setVisible(day.isValid())
        self.choose_button.setVisible(not day.isValid())
        self.choose_button.setText(value if value else _("Choose a date"))
        self.clear_button.setVisible(bool(value) and not self._is_read_only)
        self.setFocusProxy(self.edit if day.isValid() else self.choose_button)

    def set_read_only(self, is_read_only: bool) -> None:
        """The date can be read but not changed."""
        self._is_read_only = is_read_only
        self.edit.setEnabled(not is_read_only)
        self.choose_button.setEnabled(not is_read_only)
        self.set_value(self._text)

    def flush(self) -> None:
        """Take over what is typed."""
        if not self.edit.isHidden():
            self.edit.interpretText()

    def choose(self) -> None:
        """Open the calendar at today."""
        popup = _Popup(self)
        popup.chosen.connect(lambda day: self._take(day.toString(Qt.DateFormat.ISODate)))
        popup.move(self.choose_button.mapToGlobal(QPoint(0, self.choose_button.height())))
        popup.show()
        popup.calendar.setFocus()

    def clear(self) -> None:
        """Take the date away."""
        self._take("")
        self.choose_button.setFocus()

    def _changed(self, day: QDate) -> None:
        self._take(day.toString(Qt.DateFormat.ISODate))

    def _take(self, text: str) -> None:
        if text != self._text:
            self.set_value(text)
            self.changed.emit(text)
