"""Naming a failure that is kept: one field; Enter keeps it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading

__all__ = ["ScenarioName"]

_LONGEST = 100


class ScenarioName(QDialog):
    """Asks for a name.

    Args:
        name: Proposed.
        what: What fails, in words.
        take: Called with the name.
        is_new: Whether the scenario is not kept yet.
    """

    def __init__(
        self, name: str, what: str, take: Callable[[str], object], *, is_new: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._take = take
        title = _("Keep as scenario") if is_new else _("Rename scenario")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = LineField(_("Name"), _LONGEST)
        self.field.load("name", name[:_LONGEST])
        self.field.submitted.connect(self.accept)
        ok = primary_button(_("Keep") if is_new else _("Rename"), self.accept, key="Return")
        ok.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(plain_button(_("Cancel"), self.reject))
        buttons.addWidget(ok)
        whole = QVBoxLayout(self)
        theme().space(whole, 12, (24, 16, 24, 16))
        whole.addWidget(heading(title, "large"))
        whole.addWidget(dim_label(what, wrap=True))
        whole.addWidget(self.field)
        whole.addLayout(buttons)
        self.setMinimumWidth(theme().px(420))
        self.field.edit.setFocus()
        self.field.edit.selectAll()

    def accept(self) -> None:
        """Hand the name over, or say that it is missing."""
        name = self.field.text().strip()
        self.field.set_fault("" if name else _("A name is needed."))
        if name:
            super().accept()
            self._take(name)
