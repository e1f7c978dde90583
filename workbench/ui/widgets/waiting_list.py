"""What waits for somebody: overdue work, acceptances that end, open points, evidence nobody has looked at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.store.queries.standing import StandingLine
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import Chip, FlowRow
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.labels import dim_label
from workbench.ui.widgets.outline import OutlineView
from workbench.ui.widgets.standing_entries import acceptance_entries, dont_know_entries, overdue_entries, verify_entries

__all__ = ["WaitingList"]

_GROUPS = ("overdue", "acceptances", "dont_know", "verify")
_ALL = "all"
_TITLES = {
    _ALL: N_("All"),
    "overdue": N_("Overdue"),
    "acceptances": N_("Acceptances ending"),
    "dont_know": N_("Don't know"),
    "verify": N_("Evidence to verify"),
}
_NOTHING = {
    _ALL: N_("Nothing is overdue, unknown, unverified or about to expire."),
    "overdue": N_("No improvement is overdue."),
    "acceptances": N_("No acceptance has expired or ends within 30 days."),
    "dont_know": N_("Nobody had to say don't know, or every such point was answered since."),
    "verify": N_("No evidence is only claimed."),
}


class WaitingList(QWidget):
    """Chips with counts, and the list of what is chosen; all of it in groups to begin with."""

    opened = Signal(object)
    """Review and question id, and the practice if it is about one; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = _ALL
        self._lists: dict[str, tuple[Entry, ...]] = dict.fromkeys(_GROUPS, ())
        self.chips = {key: Chip(_(_TITLES[key]), 0) for key in (_ALL, *_GROUPS)}
        for key, chip in self.chips.items():
            chip.clicked.connect(lambda _checked=False, key=key: self.show_group(key))
        self.list = OutlineView(_("Waits for somebody"))
        self.list.opened.connect(self.opened)
        self._nothing = dim_label("", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        theme().space(column, 6)
        column.addWidget(FlowRow(*self.chips.values()))
        column.addWidget(self._stack, 1)
        self.setMinimumHeight(theme().px(140))

    def set_lines(self, lines: Sequence[StandingLine], today: str) -> None:
        """Show what waits in these questions."""
        self._lists = {
            "overdue": overdue_entries(lines, today),
            "acceptances": acceptance_entries(lines, today),
            "dont_know": dont_know_entries(lines),
            "verify": verify_entries(lines),
        }
        for key, chip in self.chips.items():
            chip.set_count(sum(len(self._lists[one]) for one in (_GROUPS if key == _ALL else (key,))))
        self.show_group(self.shown)

    def show_group(self, key: str) -> None:
        """Show one group, or all."""
        self.shown = key = key if key in _TITLES else _ALL
        for name, chip in self.chips.items():
            chip.setChecked(name == key)
        entries: list[Entry] = []
        for one in _GROUPS if key == _ALL else (key,):
            if key == _ALL and self._lists[one]:
                entries.append(Entry(_(_TITLES[one]), heading=True, note=str(len(self._lists[one]))))
            entries += self._lists[one]
        self.list.set_entries(entries)
        self._nothing.setText(_(_NOTHING[key]))
        self._stack.setCurrentWidget(self.list if entries else self._nothing)
