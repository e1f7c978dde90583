"""What there is to know about a lens before reading it: size, completeness, versions, where it is used."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.kbd import KeyButton, link_button
from workbench.ui.widgets.labels import dim_label, heading, label, tag_label

if TYPE_CHECKING:
    from workbench.ui.models.lens_facts import CardFacts, VersionLine

__all__ = ["LensCard"]


class LensCard(QScrollArea):
    """The right side of the list of lenses.

    Args:
        buttons: What can be done with the lens, below its name.
        compare: Compares versions; stands beside them.
    """

    workload_asked = Signal(str)
    """Id of a workload to go to; UI thread."""
    version_asked = Signal(str)
    """Key of another version to choose in the list; UI thread."""

    def __init__(self, buttons: Sequence[QWidget], compare: KeyButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_look(self, ground="raised")
        self.facts: CardFacts | None = None
        self.compare_button = compare
        for button in (*buttons, compare):
            if isinstance(button, KeyButton):
                button.give_way(60)
        self.name = heading("")
        self.tags = FlowRow()
        self.about = label("", wrap=True)
        self._changing = QWidget()
        body = QWidget()
        set_look(body, ground="raised")
        self._body = QVBoxLayout(body)
        theme().space(self._body, 10, (20, 16, 20, 20))
        for widget in (self.name, self.tags, FlowRow(*buttons, gap=8), self.about):
            self._body.addWidget(widget)
        self._body.addWidget(self._changing)
        self._body.addWidget(compare, 0, Qt.AlignmentFlag.AlignLeft)
        self._body.addStretch(1)
        self.setWidget(body)

    def show_facts(self, facts: CardFacts) -> None:
        """Show another lens."""
        self.facts = facts
        self.name.setText(facts.name)
        self.tags.clear()
        for text, tone in facts.tags:
            self.tags.add(tag_label(text, tone))
        self.about.setText(facts.about)
        self.about.setVisible(bool(facts.about))
        made = QWidget()
        column = QVBoxLayout(made)
        theme().space(column, 6)
        for title, words in facts.facts:
            column.addWidget(label(title, strong=True))
            column.addWidget(label(words, wrap=True))
            column.addSpacing(theme().px(4))
        column.addWidget(label(_("Used by"), strong=True))
        for workload_id, name in facts.used_by:
            button = link_button(name, partial(self.workload_asked.emit, workload_id))
            button.setToolTip(_("Go to {workload}").format(workload=name))
            button.give_way(60)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if not facts.used_by:
            column.addWidget(dim_label(_("Not used yet"), wrap=True))
        self.compare_button.setText(
            _("Compare versions...") if len(facts.versions) > 1 else _("Compare with another lens...")
        )
        if len(facts.versions) > 1:
            column.addSpacing(theme().px(4))
            column.addWidget(label(_("Versions"), strong=True))
            column.addLayout(self._versions(facts.versions))
        self._body.replaceWidget(self._changing, made)
        self._changing.hide()
        self._changing.deleteLater()
        self._changing = made
        self.verticalScrollBar().setValue(0)

    def _versions(self, versions: Sequence[VersionLine]) -> QGridLayout:
        grid = QGridLayout()
        theme().space(grid, 4)
        for row, one in enumerate(versions):
            if one.is_shown:
                grid.addWidget(label(one.version, strong=True), row, 0, Qt.AlignmentFlag.AlignTop)
            else:
                button = link_button(one.version, partial(self.version_asked.emit, one.key))
                button.give_way(40)
                grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(dim_label("\n".join(one.words), wrap=True), row, 1)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(theme().px(12))
        return grid
