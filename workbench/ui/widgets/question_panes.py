"""Three panes side by side: the list, the question, and what helps; the right one waits where there is little room."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from workbench.ui.theme import theme

__all__ = ["QuestionPanes"]

_NARROW = 820
_SIDES = (0.225, 0.235)


class QuestionPanes(QSplitter):
    """Shares the width and remembers how the person shared it."""

    def __init__(self, left: QWidget, centre: QWidget, right: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._right = right
        self._kept: list[int] = []
        self._wants_right: bool | None = None
        self.setHandleWidth(1)
        for number, part in enumerate((left, centre, right)):
            self.addWidget(part)
            self.setCollapsible(number, False)
            self.setStretchFactor(number, 1 if number == 1 else 0)
        self.splitterMoved.connect(lambda *_moved: self._keep())

    def save_state(self) -> dict[str, Any]:
        """Return what comes back at the next start."""
        return {"sizes": self._kept, "inspector": self._wants_right}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Bring back the widths and whether the right pane is shown."""
        sizes, wanted = state.get("sizes", ()), state.get("inspector")
        self._kept = [int(n) for n in sizes] if len(sizes) == self.count() else []
        self._wants_right = wanted if isinstance(wanted, bool) else None
        self.fit()

    def show_right(self, is_shown: bool) -> None:
        """Show or hide the right pane, whatever room there is."""
        self._wants_right = is_shown
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Share the width; where there is little, the right pane waits until it is asked for."""
        width, look = self.width(), theme()
        is_roomy = width >= look.px(_NARROW)
        is_shown = is_roomy if self._wants_right is None else self._wants_right
        self._right.setVisible(is_shown)
        left, right = (
            (self._kept[0], self._kept[2]) if self._kept
            else (min(look.px(290), round(width * _SIDES[0])), min(look.px(310), round(width * _SIDES[1])))
        )  # fmt: skip
        left = max(left, round(width * 0.27) if not is_roomy else 0)
        right = right if is_shown else 0
        self.setSizes([left, max(1, width - left - right), right])

    def _keep(self) -> None:
        if not self._right.isHidden():
            self._kept = self.sizes()
