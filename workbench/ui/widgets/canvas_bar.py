"""The bar over the drawing: what is drawn, zoom, drawing or table, layout, picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from workbench.i18n import _
from workbench.ui.actions import Action, tip
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.kbd import KeyButton, flat_button, icon_button
from workbench.ui.widgets.labels import label

__all__ = ["CanvasBar"]


class CanvasBar(QWidget):
    """Buttons of the page; each is one of its actions."""

    def __init__(self, actions: Iterable[Action], more: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, ground="raised")
        by_id = {one.id.partition(".")[2]: one for one in actions}
        self._toggles: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        theme().space(row, 2, (8, 4, 8, 4))

        def put(name: str, icon_name: str = "", checkable: bool = False) -> QToolButton:
            action = by_id[name]
            button = icon_button(icon_name or action.icon, action.text, action.callback)
            button.setToolTip(tip(action))
            button.setCheckable(checkable)
            if checkable:
                self._toggles[name] = button
            row.addWidget(button)
            return button

        put("palette", "architecture", True)
        self.add = put("add_kind")
        put("connect")
        row.addSpacing(theme().px(6))
        self.views = KeyButton(_("Whole system") + "  ▾")
        set_look(self.views, flat=True)
        self.views.setAutoDefault(False)
        self.views.give_way(90)
        self.views.clicked.connect(lambda _checked=False: by_id["views"].callback())
        self.views.setToolTip(tip(by_id["views"]))
        row.addWidget(self.views)
        row.addStretch(1)
        self.said = label("", step="small", tone="dim")
        row.addWidget(self.said)
        put("zoom_out")
        self.percent = flat_button("100 %", by_id["zoom_100"].callback)
        self.percent.setToolTip(tip(by_id["zoom_100"]))
        row.addWidget(self.percent)
        put("zoom_in")
        put("fit")
        put("search")
        put("colour")
        put("table", "plan", True)
        self.more = icon_button("more", _("More"), more)
        row.addWidget(self.more)
        put("side", "panel", True)

    def show_zoom(self, percent: int) -> None:
        """Show the zoom."""
        text = f"{percent} %"
        if self.percent.text() != text:
            self.percent.setText(text)
            self.percent.setAccessibleName(_("Zoom {percent}, back to 100 %").format(percent=text))

    def show_view(self, words: str) -> None:
        """Say what is drawn."""
        self.views.setText(words + "  ▾")
        self.views.setAccessibleName(_("Drawn: {what}").format(what=words))

    def set_toggle(self, name: str, is_on: bool) -> None:
        """Show whether something is open."""
        self._toggles[name].setChecked(is_on)

    def below(self, button: QWidget) -> QPoint:
        """Return the place of the screen under a button."""
        return button.mapToGlobal(button.rect().bottomLeft())
