"""All keys on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.actions import Action
from workbench.ui.theme import theme
from workbench.ui.widgets.fuzzy import fit
from workbench.ui.widgets.kbd import KeyCap
from workbench.ui.widgets.labels import heading, label
from workbench.ui.widgets.search_field import SearchField

__all__ = ["CheatSheet"]


class CheatSheet(QDialog):
    """Every action that has a key, by group, in two columns; the field filters."""

    def __init__(self, actions: Sequence[Action], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = tuple(action for action in actions if action.keys)
        self.setWindowTitle(_("Keys"))
        self.resize(theme().px(760), theme().px(560))
        self.search = SearchField(_("Search actions and keys"))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName(_("Keys"))
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        theme().space(whole, 12, (24, 16, 8, 16))
        top = QVBoxLayout()
        theme().space(top, 12, (0, 0, 16, 0))
        top.addWidget(heading(_("Keys")))
        top.addWidget(self.search)
        top.addWidget(
            label(
                _("Single keys work while a list or a question has the focus, never while typing."),
                tone="dim",
                wrap=True,
            )
        )
        whole.addLayout(top)
        whole.addWidget(self._scroll, 1)
        self.search.searched.connect(self.show_actions)
        self.search.left_down.connect(self._scroll.setFocus)
        self.shown: tuple[Action, ...] = ()
        self.show_actions("")

    def show_actions(self, query: str) -> None:
        """Show what fits a query; everything without one."""
        self.shown = tuple(action for action in self._actions if _fits(query, action))
        sheet = QWidget()
        sheet.setProperty("clear", True)
        row = QHBoxLayout(sheet)
        theme().space(row, 32, (0, 0, 16, 0))
        for actions in _halves(self.shown):
            column = QVBoxLayout()
            theme().space(column, 16)
            for group, members in actions:
                column.addWidget(_group(group, members))
            column.addStretch(1)
            row.addLayout(column, 1)
        if not self.shown:
            row.addWidget(label(_("No action fits."), tone="dim"))
            row.addStretch(1)
        self._scroll.setWidget(sheet)


def _fits(query: str, action: Action) -> bool:
    words = f"{action.text} {action.group} {action.help}"
    return fit(query, words) is not None or query.strip().casefold() in {key.casefold() for key in action.keys}


def _halves(actions: tuple[Action, ...]) -> list[list[tuple[str, list[Action]]]]:
    """Split the groups into two columns of nearly equal height."""
    groups: dict[str, list[Action]] = {}
    for action in actions:
        groups.setdefault(action.group, []).append(action)
    whole = sum(len(members) + 2 for members in groups.values())
    columns: list[list[tuple[str, list[Action]]]] = [[], []]
    height = 0
    for group, members in groups.items():
        size = len(members) + 2
        columns[0 if height + size / 2 <= whole / 2 or not columns[0] else 1].append((group, members))
        height += size
    return columns


def _group(title: str, actions: Sequence[Action]) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    theme().space(grid, 6)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(title or _("General"), strong=True), 0, 0, 1, 2)
    for number, action in enumerate(actions, 1):
        text = label(action.text, wrap=True)
        text.setToolTip(action.help)
        keys = QHBoxLayout()
        theme().space(keys, 4)
        keys.addStretch(1)
        for key in action.keys:
            keys.addWidget(KeyCap(key))
        grid.addWidget(text, number, 0)
        grid.addLayout(keys, number, 1)
    return box
