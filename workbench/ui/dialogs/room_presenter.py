"""The presenter window: an ordinary window for the projector, or to be shared alone in a call; takes the room's keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.actions import KeyMap
from workbench.ui.editor import Editor
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.room_capture import CaptureLine
from workbench.ui.widgets.room_sheet import PresenterSheet
from workbench.ui.widgets.room_slide import Slide

__all__ = ["PresenterWindow", "share_warning"]


class PresenterWindow(QWidget):
    """Shows slides; keys do what they do on the Room page.

    Args:
        keys: Of the Room page.
        editor: For undo and redo, whose shortcuts belong to the other window.
    """

    closed = Signal()
    """It was closed by the person; UI thread."""
    moved_about = Signal()
    """It was shown, hidden, moved or became the active window; UI thread."""

    def __init__(self, keys: KeyMap, editor: Editor) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._keys, self._editor = keys, editor
        self.setWindowTitle(_("Presenter"))
        self.setWindowIcon(QApplication.windowIcon())
        set_look(self, ground="surface")
        self.sheet = PresenterSheet()
        self.capture = CaptureLine()
        set_look(self.capture.edit, step="large")
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addWidget(self.sheet, 1)
        column.addWidget(self.capture)
        self.resize(1280, 720)

    def show_slide(self, slide: Slide) -> None:
        """Show something else."""
        self.sheet.show_slide(slide)

    def open_beside(self, window: QWidget) -> None:
        """Open on another screen than the given window where there is one, filling it; else as a window."""
        own = window.screen()
        other = next((screen for screen in QGuiApplication.screens() if screen is not own), None)
        if other is not None:
            self.setGeometry(other.availableGeometry())
            self.showFullScreen()
        else:
            room = own.availableGeometry()
            self.resize(min(1280, room.width()), min(720, room.height()))
            self.show()
        self.raise_()
        self.activateWindow()
        self.sheet.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F5:
            self.close()
        elif event.key() == Qt.Key.Key_F11:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        elif event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.showNormal()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self._editor.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self._editor.redo()
        elif not self._keys.handle(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (
            QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Move, QEvent.Type.WindowActivate,
            QEvent.Type.WindowStateChange,
        ):  # fmt: skip
            self.moved_about.emit()
        return done

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()


def share_warning(
    presenter: QWidget | None, facilitator: QWidget, screens: Callable[[], int] = lambda: len(QGuiApplication.screens())
) -> tuple[str, str]:
    """Say where the room may be looking at the facilitator's window; two empty texts where it cannot.

    A program is not told what a call shares, so this goes by what is on which screen.
    """
    if presenter is None or not presenter.isVisible() or presenter.isMinimized():
        return (
            _("The room may see this window: it shows risks, probes and notes."),
            _("Open the presenter window with F5 and share that one."),
        )
    if screens() > 1:
        if presenter.screen() is facilitator.screen():
            return (
                _("Both windows are on one screen; the room may see this one."),
                _("Move the presenter window to the projector."),
            )
        return "", ""
    if not presenter.isActiveWindow() and not presenter.isFullScreen():
        return (
            _("There is one screen: whoever shares it whole shows this window too."),
            _('Share the window "Presenter" alone. Its keys work there too.'),
        )
    return "", ""
