"""In the room: clock, questions of the sitting, the question itself, guidance, and the line to type what was said."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.actions import KeyMap
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.labels import ElidedLabel, dim_label, rule
from workbench.ui.widgets.message_bar import MessageBar
from workbench.ui.widgets.outline import OutlineView
from workbench.ui.widgets.question_view import QuestionView
from workbench.ui.widgets.room_capture import CaptureLine
from workbench.ui.widgets.room_clock import RoomClock
from workbench.ui.widgets.room_guide import RoomGuide
from workbench.ui.widgets.room_slide import Unveiled

__all__ = ["RunView"]

_WIDTHS, _WIDE_WIDTHS = (190, 640, 340), (250, 900, 420)
_NO_AGENDA, _BELOW, _WIDE = 900, 760, 1500


class RunView(QWidget):
    """The facilitator's side of a running session; it decides nothing."""

    unveiled = Signal()
    """What the presenter window may show was changed; UI thread."""

    def __init__(self, keys: KeyMap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clock = RoomClock()
        self.warning = MessageBar()
        self.warning.closed.connect(self._dismiss)
        self._warned = self._dismissed = ""
        self._is_wide = False
        self.cut = MessageBar()
        self.agenda = OutlineView(_("Questions of the session"), ground="raised")
        self.agenda.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view = QuestionView(keys)
        self.view.bar.park.set_key("Shift+P")  # P alone is the parking lot here
        self.guide = RoomGuide()
        self.capture = CaptureLine()
        keys.watch(self.agenda)
        self.name, self.notes, self.accounts = (
            QCheckBox(text) for text in (_("Workload's name"), _("Notes"), _("Account ids"))
        )
        foot = QWidget()
        set_look(foot, ground="raised")
        foot_column = QVBoxLayout(foot)
        theme().space(foot_column, 2, (16, 4, 16, 6))
        row = QHBoxLayout()
        theme().space(row, 12)
        self.also = dim_label(_("The room also sees:"), step="small")
        row.addWidget(self.also)
        for box in (self.name, self.notes, self.accounts):
            set_look(box, step="small")
            box.clicked.connect(self.unveiled)
            row.addWidget(box)
        row.addStretch(1)
        self.hint = ElidedLabel(_(
            "? all keys · P parking lot · T action · D decision · X dissent · Z take back · V vote · E evidence · O owner · "
            "M note · S show the risk · J K next, previous · G next open · R by what matters · L home · + - end"
        ))  # fmt: skip
        set_look(self.hint, tone="dim", step="small")
        foot_column.addLayout(row)
        foot_column.addWidget(self.hint)
        self.splitter = QSplitter()
        for part in (self.agenda, self.view, self.guide):
            self.splitter.addWidget(part)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([theme().px(width) for width in _WIDTHS])
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        for above in (self.clock, rule(), self.cut, self.warning):
            whole.addWidget(above)
        whole.addWidget(self.splitter, 1)
        whole.addWidget(self.capture)
        whole.addWidget(rule())
        whole.addWidget(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the question comes first: the list goes, then guidance moves below it."""
        super().resizeEvent(event)
        px, width = theme().px, self.width()
        self.agenda.setVisible(width >= px(_NO_AGENDA))
        wanted = Qt.Orientation.Vertical if width < px(_BELOW) else Qt.Orientation.Horizontal
        was_wide, self._is_wide = self._is_wide, width >= px(_WIDE)
        if self.splitter.orientation() is not wanted or was_wide is not self._is_wide:
            self.splitter.setOrientation(wanted)
            QTimer.singleShot(0, self, self._share)  # once the splitter has its new size
        self.also.setVisible(width >= px(_NO_AGENDA))

    def _share(self) -> None:
        is_below = self.splitter.orientation() is Qt.Orientation.Vertical
        high = self.splitter.height()
        widths = [theme().px(size) for size in (_WIDE_WIDTHS if self._is_wide else _WIDTHS)]
        self.splitter.setSizes([0, high * 2 // 3, high // 3] if is_below else widths)

    @property
    def shown(self) -> Unveiled:
        """What the facilitator asked to show to the room."""
        return Unveiled(self.name.isChecked(), self.notes.isChecked(), self.accounts.isChecked())

    def warn(self, text: str, hint: str) -> None:
        """Say that the room may see this window, until the person closes it or something else is true."""
        self._warned = text
        if not text:
            self._dismissed = ""
            self.warning.clear()
        elif text != self._dismissed and self.warning.text != text:
            self.warning.show_message("warning", text, hint)

    def _dismiss(self) -> None:
        self._dismissed = self._warned
