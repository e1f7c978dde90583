"""The views of the plan: the list, the board, the follow-up; one switch changes between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QWidget

from workbench.i18n import N_, _
from workbench.store.queries.standing import Standing
from workbench.ui.actions import Action
from workbench.ui.desk import Desk
from workbench.ui.dialogs.follow_up_pane import FollowUpPane
from workbench.ui.dialogs.homework import read_homework, send_homework
from workbench.ui.dialogs.plan_board_pane import BoardPane
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import Chip

__all__ = ["PlanViews"]

_TITLES = {"list": N_("List"), "board": N_("Board"), "follow_up": N_("Follow-up")}
_KEYS = {"list": "Alt+1", "board": "Alt+2", "follow_up": "Alt+3"}


class PlanViews(QStackedWidget):
    """Holds the views; those that are not shown read nothing.

    Args:
        desk: What pages work with.
        listed: The list.
        of_list: Parts of the head that belong to the list only.
    """

    def __init__(self, desk: Desk, listed: QWidget, of_list: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._of_list = desk, of_list
        self._standing: Standing | None = None
        self.board, self.follow_up = BoardPane(desk), FollowUpPane(desk)
        self.switch = QWidget()
        row = QHBoxLayout(self.switch)
        theme().space(row, 4)
        self._group = QButtonGroup(self)
        self.chips = {name: Chip(_(title)) for name, title in _TITLES.items()}
        for (name, chip), widget in zip(self.chips.items(), (listed, self.board, self.follow_up), strict=True):
            self.addWidget(widget)
            self._group.addButton(chip)
            row.addWidget(chip)
            chip.setToolTip(f"{_(_TITLES[name])} ({_KEYS[name]})")
            chip.clicked.connect(lambda _checked=False, name=name: self.show_view(name))
        self.show_view("list")

    @property
    def current(self) -> str:
        """Name of the view that is shown."""
        return list(_TITLES)[self.currentIndex()]

    @property
    def is_list(self) -> bool:
        """True while the list is shown."""
        return self.currentIndex() == 0

    def actions(self, group: str) -> tuple[Action, ...]:  # type: ignore[override]
        """Return what changes the view, and what goes out and comes in."""
        can = self._can
        views = tuple(
            Action(f"plan.view.{name}", _("Plan: {view}").format(view=_(title)), (_KEYS[name],), "plan", group,
                   partial(self.go, name), local=True)
            for name, title in _TITLES.items()
        )  # fmt: skip
        return (
            *views,
            Action("plan.treat", _("Plan within a capacity"), (), "calendar", group, self.board.plan, can),
            Action(
                "plan.homework.send",
                _("Send homework"),
                (),
                "upload",
                group,
                lambda: send_homework(self._desk, self),
                can,
            ),
            Action(
                "plan.homework.read",
                _("Read homework"),
                (),
                "download",
                group,
                lambda: read_homework(self._desk, self),
                can,
            ),
        )

    def _can(self) -> bool:
        return self._standing is not None and not self._desk.editor.read_only

    def go(self, name: str) -> None:
        """Show a view and put the focus into it."""
        self.show_view(name)
        self.enter()

    def show_view(self, name: str) -> None:
        """Show a view by its name; an unknown name shows the list."""
        name = name if name in _TITLES else "list"
        self.chips[name].setChecked(True)
        self.setCurrentIndex(list(_TITLES).index(name))
        for widget in self._of_list:
            widget.setVisible(self.is_list)
        if self._standing is not None:
            self.show_standing(self._standing)

    def show_standing(self, standing: Standing) -> None:
        """Show a workload as it stands, in the view that is shown."""
        self._standing = standing
        pane = self.currentWidget()
        if isinstance(pane, BoardPane | FollowUpPane):
            pane.show_standing(standing)

    def enter(self) -> None:
        """Put the focus where work starts."""
        pane = self.currentWidget()
        if isinstance(pane, BoardPane | FollowUpPane):
            pane.enter()
        elif pane is not None:
            pane.setFocus()
