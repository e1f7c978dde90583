"""The frame: bar, rail, pages, messages, status. It opens before any workspace does."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QSettings, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.actions import Action, ActionSet
from workbench.ui.pages import CATALOG
from workbench.ui.tasks import Tasks
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.empty_state import Loading
from workbench.ui.widgets.kbd import KeyButton, icon_button
from workbench.ui.widgets.labels import label, rule
from workbench.ui.widgets.message_bar import MessageBar
from workbench.ui.widgets.rail import Rail
from workbench.ui.widgets.task_strip import TaskStrip
from workbench.ui.widgets.toast import Toast

__all__ = ["MainWindow"]


class MainWindow(QMainWindow):
    """The one window; whoever opens a workspace fills it.

    Args:
        tasks: Shown in the status bar.
        state_file: Where geometry and page states are kept between runs.
    """

    closing = Signal()
    """The window is about to close; the last chance to write things down."""
    dropped = Signal(list)
    """Files or folders that no page took were dropped on the window, as Path; UI thread."""
    painted = Signal()
    """Emitted once, after the first paint."""

    def __init__(self, tasks: Tasks, state_file: Path) -> None:
        super().__init__()
        self.setWindowTitle(_("Well-Architected Review Workbench"))
        self.setObjectName("main")
        self.setAcceptDrops(True)
        self.state = QSettings(str(state_file), QSettings.Format.IniFormat)
        self.actions_of_window = ActionSet(self)
        self._is_painted = False
        self.rail = Rail([(entry.id, _(entry.title), entry.icon) for entry in CATALOG])
        self.stack = QStackedWidget()
        self.main_menu = QMenu(self)
        body = QHBoxLayout()
        theme().space(body, 0)
        middle = self._middle = QVBoxLayout()
        theme().space(middle, 0)
        middle.addWidget(self.stack, 1)
        body.addWidget(self.rail)
        body.addWidget(rule(vertical=True))
        body.addLayout(middle, 1)
        whole = QVBoxLayout()
        theme().space(whole, 0)
        whole.addWidget(self._top_bar())
        whole.addWidget(rule())
        whole.addLayout(body, 1)
        whole.addWidget(rule())
        whole.addWidget(self._status(tasks))
        centre = QWidget()
        centre.setLayout(whole)
        self.setCentralWidget(centre)
        self.stand_in(Loading(_("Opening")))
        self.rail.set_enabled(False)
        self._restore_geometry()
        theme().changed.connect(self._dress)
        self._dress()

    # -- parts ---------------------------------------------------------------------------------

    @cached_property
    def messages(self) -> MessageBar:
        """The message above the pages; made for the first one, as the first paint has none."""
        bar = MessageBar()
        self._middle.insertWidget(0, bar)
        return bar

    @cached_property
    def toast(self) -> Toast:
        """The brief note at the lower edge, made when it is asked for."""
        return Toast(self)

    def _top_bar(self) -> QWidget:
        bar = QWidget()
        set_look(bar, ground="raised")
        self.bar = bar
        row = QHBoxLayout(bar)
        theme().space(row, 4, (8, 0, 8, 0))
        self.menu_button = icon_button("panel", _("Menu"), self.open_menu, key="F10")
        self.workload_button = KeyButton(_("No workload"))
        self.lens_button = KeyButton("")
        for button in (self.workload_button, self.lens_button):
            set_look(button, flat=True, strong=True)
            button.setAutoDefault(False)
            button.give_way(110)
        self.slash = label("/", tone="dim")
        self.lens_button.hide()
        self.slash.hide()
        self.search_button = KeyButton(_("Search or type a command"), "Ctrl+K")
        set_look(self.search_button, search=True)
        self.search_button.setAutoDefault(False)
        row.addWidget(self.menu_button)
        row.addWidget(self.workload_button)
        row.addWidget(self.slash)
        row.addWidget(self.lens_button)
        row.addStretch(1)
        row.addWidget(self.search_button)
        row.addStretch(1)
        self._bar_row = row
        self._bar_buttons = [self.menu_button]
        return bar

    def _status(self, tasks: Tasks) -> QWidget:
        bar = QWidget()
        set_look(bar, ground="raised")
        self.status = bar
        row = QHBoxLayout(bar)
        theme().space(row, 16, (12, 0, 12, 0))
        self.saved_label = label("", step="small", tone="dim")
        self.file_label = label("", step="small", tone="dim")
        self.connection_label = label(_("Offline"), step="small", tone="dim")
        self.saved_label.hide()
        row.addWidget(self.saved_label)
        row.addWidget(self.file_label)
        row.addStretch(1)
        row.addWidget(TaskStrip(tasks))
        row.addStretch(1)
        row.addWidget(self.connection_label)
        return bar

    def add_bar_button(self, action: Action) -> QToolButton:
        """Put an action as an icon at the right end of the bar."""
        key = action.keys[0] if action.keys else ""
        button = icon_button(action.icon, action.text, lambda: self.actions_of_window.run(action.id), key=key)
        self._bar_row.addWidget(button)
        self._bar_buttons.append(button)
        self._dress_button(button)
        return button

    def open_menu(self) -> None:
        """Show the main menu under its button."""
        self.main_menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def stand_in(self, widget: QWidget) -> None:
        """Show one widget instead of pages: waiting, welcome, failed."""
        self.clear_pages()
        self.stack.addWidget(widget)

    def clear_pages(self) -> None:
        """Take all pages out of the window."""
        while (widget := self.stack.widget(0)) is not None:
            self.stack.removeWidget(widget)
            widget.deleteLater()

    def choose_from(
        self, button: QToolButton | KeyButton, entries: list[tuple[str, Callable[[], object], bool]]
    ) -> None:
        """Open a menu under a button: text, what it does, whether it is the current one; "" is a separator."""
        menu = QMenu(button)
        menu.aboutToHide.connect(menu.deleteLater)
        for text, run, is_current in entries:
            if not text:
                menu.addSeparator()
                continue
            entry = menu.addAction(text.replace("&", "&&"))
            entry.setCheckable(is_current)
            entry.setChecked(is_current)
            entry.triggered.connect(lambda _checked=False, run=run: run())
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    # -- dropped files -------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        QTimer.singleShot(0, self, lambda: self.dropped.emit(paths))  # a dialog must not hold up whoever dropped them

    # -- life ----------------------------------------------------------------------------------

    def _restore_geometry(self) -> None:
        geometry = self.state.value("window/geometry")
        if geometry is not None and self.restoreGeometry(geometry):
            return
        screen = self.screen().availableGeometry()
        self.resize(min(1440, screen.width()), min(900, screen.height()))

    def _dress(self) -> None:
        self.bar.setFixedHeight(theme().px(40))
        self.status.setFixedHeight(theme().px(24))
        self.search_button.give_way(130, 280 if theme().scale > 1.5 else 380)
        self.setMinimumSize(900, 560)
        for button in self._bar_buttons:
            self._dress_button(button)

    def _dress_button(self, button: QToolButton) -> None:
        button.setIconSize(QSize(theme().px(16), theme().px(16)))
        button.setFixedSize(theme().px(33), theme().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.state.setValue("window/geometry", self.saveGeometry())
        self.closing.emit()
        self.state.sync()
        event.accept()
