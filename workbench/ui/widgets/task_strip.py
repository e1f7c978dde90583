"""Running tasks in the status bar: what, how far, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QProgressBar, QWidget

from workbench.i18n import _, n_
from workbench.ui.tasks import Task, Tasks
from workbench.ui.theme import icon, set_look, theme
from workbench.ui.widgets.kbd import flat_button, icon_button

__all__ = ["TaskStrip"]

_SHOWN_AFTER_MS = 400
_WIDEST = 340


class TaskStrip(QWidget):
    """Appears when something takes longer than a moment; several tasks share one bar and a menu."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._watched: set[int] = set()
        self._title = flat_button("", self.open_menu)
        set_look(self._title, step="small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme().px(120))
        self._bar.setAccessibleName(_("Progress"))
        self._cancel = icon_button("close", _("Cancel"), self.cancel_shown, size=12)
        self._cancel.setMinimumSize(theme().px(20), theme().px(20))
        row = QHBoxLayout(self)
        theme().space(row, 8)
        for widget in (self._title, self._bar, self._cancel):
            row.addWidget(widget)
        self._later = QTimer(self, singleShot=True, interval=_SHOWN_AFTER_MS)
        self._later.timeout.connect(self._refresh)
        tasks.changed.connect(self._follow)
        self.hide()

    @property
    def shown(self) -> list[Task]:
        """Tasks worth a place here."""
        return [task for task in self._tasks.running if not task.quiet]

    def cancel_shown(self) -> None:
        """Cancel everything the strip shows."""
        for task in self.shown:
            task.cancel()

    def open_menu(self) -> None:
        """List the tasks; choosing one cancels it."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for task in self.shown:
            entry = menu.addAction(icon("close"), _("Cancel: {title}").format(title=_words(task)))
            entry.triggered.connect(task.cancel)
        if not menu.isEmpty():
            menu.popup(self._title.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _follow(self) -> None:
        for task in self.shown:
            if task.number not in self._watched:
                self._watched.add(task.number)
                task.progressed.connect(self._refresh_if_shown)
        if not self.shown:
            self._later.stop()
            self._watched.clear()
            self.hide()
        elif self.isHidden():
            if not self._later.isActive():
                self._later.start()
        else:
            self._refresh()

    def _refresh_if_shown(self) -> None:
        if not self.isHidden():
            self._refresh()

    def _refresh(self) -> None:
        shown = self.shown
        if not shown:
            self.hide()
            return
        one = shown[0]
        text = _words(one) if len(shown) == 1 else n_("{n} task running", "{n} tasks running", len(shown))
        text = self._title.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, theme().px(_WIDEST))
        if self._title.text() != text:
            self._title.setText(text)
            self._cancel.setToolTip(_("Cancel") if len(shown) == 1 else _("Cancel all"))
            self._cancel.setAccessibleName(self._cancel.toolTip())
        known = [task for task in shown if task.total]
        if known:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(1000 * sum(min(1.0, task.done / task.total) for task in known) / len(shown)))
        else:
            self._bar.setRange(0, 0)
        self.show()


def _words(task: Task) -> str:
    return f"{task.title} · {task.note}" if task.note else task.title
