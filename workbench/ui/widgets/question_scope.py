"""Which part of a lens the list of questions shows: a phase, a pillar, or all of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from workbench.domain.lens import Lens
from workbench.domain.scope import Scope
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import link_button
from workbench.ui.widgets.labels import ElidedLabel
from workbench.ui.widgets.question_choice import CalmChoice

__all__ = ["QuestionScope"]

_NARROW = 190


class QuestionScope(QWidget):
    """Two choices, and below them how many questions are shown where that is not all."""

    chosen = Signal(object)
    """The Scope that is wanted; UI thread."""
    all_asked = Signal()
    """Every filter is to be switched off; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lens: Lens | None = None
        self.phase, self.pillar = _choice(_("Phase")), _choice(_("Pillar"))
        for box in (self.phase, self.pillar):
            box.activated.connect(lambda _row: self.chosen.emit(self.scope))
        self.count = ElidedLabel("")
        self.all = link_button(_("Show all"), self.all_asked.emit)
        self.all.setAccessibleName(_("Show all questions"))
        self._choices = choices = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme().space(choices, 4)
        choices.addWidget(self.phase, 1)
        choices.addWidget(self.pillar, 1)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        theme().space(foot, 4)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.all)
        column = QVBoxLayout(self)
        theme().space(column, 4)
        column.addLayout(choices)
        column.addWidget(self._foot)
        self._foot.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < theme().px(_NARROW)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._choices.setDirection(below if is_narrow else beside)

    @property
    def scope(self) -> Scope:
        """What is chosen."""
        return Scope(self.phase.currentData() or "", self.pillar.currentData() or "")

    def show_lens(self, lens: Lens | None, scope: Scope) -> None:
        """Offer the phases and pillars of a lens."""
        if lens is not self._lens:
            self._lens = lens
            phases = lens.phases if lens else ()
            pillars = [pillar for pillar in lens.pillars if pillar.questions] if lens else []
            _fill(self.phase, _("All phases"), [(one.name, one.id) for one in phases])
            _fill(self.pillar, _("All pillars"), [(one.name, one.id) for one in pillars])
            self.phase.setVisible(bool(phases))
            self.pillar.setVisible(len(pillars) > 1)
        for box, key in ((self.phase, scope.phase), (self.pillar, scope.pillar)):
            box.setCurrentIndex(max(0, box.findData(key)))

    def show_count(self, shown: int, total: int, *, is_narrowed: bool) -> None:
        """Say how many questions of how many are in the list, where something narrows it."""
        self.count.setText(_("{n} of {all} questions").format(n=shown, all=total))
        self._foot.setVisible(is_narrowed)

    def open_choice(self) -> None:
        """Drop the choice of phases down, that of pillars where the lens has no phases."""
        box = self.pillar if self.phase.isHidden() else self.phase
        if not box.isHidden():
            box.setFocus()
            box.showPopup()


def _choice(name: str) -> CalmChoice:
    box = CalmChoice()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(4)
    return box


def _fill(box: QComboBox, every: str, entries: list[tuple[str, str]]) -> None:
    box.clear()
    box.addItem(every, "")
    for name, key in entries:
        box.addItem(name, key)
