"""The board of the plan: risks grouped into initiatives, moved by drag or arrow keys, planned within a capacity."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from workbench.domain.ids import new_id
from workbench.domain.initiative import Gap, Initiative, PlanTerms
from workbench.domain.lens import Lens
from workbench.domain.plan import ITEM_TITLES, ItemStatus
from workbench.domain.risk import Risk
from workbench.domain.snapshot import Snapshot
from workbench.i18n import _
from workbench.operations.initiatives import PutInitiative, RemoveInitiative
from workbench.operations.treatment import plan_is_old
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.follow_up import lenses_of
from workbench.store.queries.initiatives import plan_terms_of
from workbench.store.queries.standing import Standing, StandingLine
from workbench.ui.days import day_text, today
from workbench.ui.desk import Desk
from workbench.ui.dialogs.initiative import InitiativeDialog
from workbench.ui.dialogs.treatment import TreatmentDialog
from workbench.ui.models.plan_board import EFFORTS, IMPACTS, effort_column, moved
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label
from workbench.ui.widgets.message_bar import MessageBar
from workbench.ui.widgets.plan_board import PlanBoard
from workbench.ui.widgets.plan_board_card import CardLook

__all__ = ["BoardPane"]

_MOST_IMPACT = 5
_MOST_COLUMN = 5


class BoardPane(QWidget):
    """Shows the board of a workload and does what is done on it; every change is one undoable step."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._standing: Standing | None = None
        self._snapshot: Snapshot | None = None
        self._lenses: dict[str, Lens] = {}
        self._terms = PlanTerms()
        self.board = PlanBoard([_(text) for text in EFFORTS], [_(text) for text in IMPACTS])
        self.messages = MessageBar()
        self.new_button = plain_button(_("New initiative"), self.add, icon_name="add")
        self.group_button = plain_button(_("Group"), self.group, key="G")
        self.plan_button = primary_button(_("Plan within a capacity"), self.plan)
        whole = QVBoxLayout(self)
        theme().space(whole, 8)
        whole.addWidget(FlowRow(self.plan_button, self.new_button, self.group_button, gap=8))
        whole.addWidget(
            dim_label(_("Impact upwards, effort to the right. Arrow keys move a card, Enter opens it."), wrap=True)
        )
        whole.addWidget(self.messages)
        whole.addWidget(self.board, 1)
        for signal, slot in (
            (self.board.stepped, self._step), (self.board.placed, self._place), (self.board.opened, self._open),
            (self.board.removed, self._remove), (self.board.joined, self._join), (self.board.made, self._make),
            (self.board.tray.asked, self.group), (self.board.tray.opened, self._open_question),
        ):  # fmt: skip
            signal.connect(slot)

    # -- showing -------------------------------------------------------------------------------

    def show_standing(self, standing: Standing) -> None:
        """Show a workload as it stands."""
        self._standing = standing
        with self._desk.workspace.reading() as session:
            self._snapshot = take_snapshot(session, standing.workload.id, with_graph=False)
            if self._snapshot is None:
                return
            self._lenses = lenses_of(session, self._snapshot)
            self._terms = plan_terms_of(session, standing.workload.id)
        grouped = {key for one in self._snapshot.initiatives for key in one.questions}
        lines = sorted(self._open_lines(), key=lambda line: line.risk is not Risk.HIGH)
        self.board.tray.show_questions(
            [
                (line.key, f"{line.question.code} {line.name}".strip(), line.risk)
                for line in lines
                if line.key not in grouped
            ]
        )
        self.board.show_cards([self._look(one) for one in self._snapshot.initiatives])
        for button in (self.new_button, self.group_button):
            button.setEnabled(not self._desk.editor.read_only)
        if plan_is_old(self._snapshot, self._lenses, self._terms, today()):
            text = _("Answers or initiatives changed since the plan of {day}.").format(
                day=day_text(self._terms.planned_at)
            )
            self.messages.show_message("info", text, action=(_("Plan again"), self.plan))
        else:
            self.messages.clear()

    def _open_lines(self) -> list[StandingLine]:
        day = today()
        return (
            [line for line in self._standing.lines if line.is_open and not line.is_accepted(day)]
            if self._standing
            else []
        )

    def _look(self, one: Initiative) -> CardLook:
        lines = {line.key: line for line in self._open_lines()}
        risks = Counter(lines[key].risk for key in one.questions if key in lines)
        said = []
        if risks[Risk.HIGH]:
            said.append(_("{n} high").format(n=risks[Risk.HIGH]))
        if risks[Risk.MEDIUM]:
            said.append(_("{n} medium").format(n=risks[Risk.MEDIUM]))
        said.append(_("{days} d").format(days=f"{one.days:g}") if one.days else "")
        if one.status is not ItemStatus.OPEN:
            said.append(_(ITEM_TITLES[one.status]).lower())
        said += [day_text(one.due) if one.due else "", one.owner]
        worst = Risk.HIGH if risks[Risk.HIGH] else Risk.MEDIUM if risks[Risk.MEDIUM] else None
        detail = ", ".join(part for part in said if part) or _("no open risk")
        return CardLook(
            one.id, one.title, detail, worst, effort_column(one.days), one.impact, one.status is ItemStatus.DONE
        )

    def enter(self) -> None:
        """Put the focus where work starts."""
        if self.board.tray.count() or not self.board.cards:
            self.board.tray.setFocus()
        else:
            self.board.focus_card(next(iter(self.board.cards)))

    # -- doing ---------------------------------------------------------------------------------

    def _one(self, key: str) -> Initiative | None:
        return next((one for one in self._snapshot.initiatives if one.id == key), None) if self._snapshot else None

    def _put(self, one: Initiative) -> None:
        if self._snapshot is not None and not self._desk.editor.read_only:
            self._desk.editor.do(PutInitiative(self._snapshot.workload.id, one))

    def _step(self, key: str, right: int, up: int) -> None:
        one = self._one(key)
        if one is not None:
            column = min(max(1, effort_column(one.days) + right), _MOST_COLUMN) if right else effort_column(one.days)
            impact = min(max(1, one.impact + up), _MOST_IMPACT) if up else one.impact
            self._place(key, column, impact)

    def _place(self, key: str, column: int, impact: int) -> None:
        one = self._one(key)
        if one is not None and (column, impact) != (effort_column(one.days), one.impact):
            self._put(moved(one, column, impact))

    def _open(self, key: str) -> None:
        one = self._one(key)
        if one is not None:
            InitiativeDialog(one, self._open_lines(), self._put, lambda: self._remove(key), self).open()

    def _remove(self, key: str) -> None:
        one = self._one(key)
        if one is not None and not self._desk.editor.read_only:
            self._desk.editor.do(RemoveInitiative(one.id, one.title))

    def _open_question(self, key: tuple[str, str]) -> None:
        self._desk.place.go(review_id=key[0], question_id=key[1], page="review")

    def _chosen_gaps(self) -> tuple[Gap, ...]:
        lines = {line.key: line for line in self._open_lines()}
        found = []
        for key in self.board.tray.chosen():
            line = lines.get(key)
            ways = line.assessment.ways_down if line else ()
            choices = ways[0] if ways else tuple(choice.id for choice in line.question.practices) if line else ()
            found += [Gap(*key, choice) for choice in choices]
        return tuple(sorted(found))

    def _join(self, key: str) -> None:
        one, gaps = self._one(key), self._chosen_gaps()
        if one is not None and gaps:
            self._put(replace(one, closes=tuple(sorted({*one.closes, *gaps}))))

    def _make(self, column: int, impact: int) -> None:
        """Make an initiative of the chosen questions where they were dropped; its name can be changed at once."""
        gaps = self._chosen_gaps()
        if gaps:
            self._put(moved(replace(self._fresh(), closes=gaps), column, impact))

    def _fresh(self) -> Initiative:
        lines = {line.key: line for line in self._open_lines()}
        names = [lines[key].name for key in self.board.tray.chosen() if key in lines]
        title = (
            names[0]
            if len(names) == 1
            else _("{name} and {n} more").format(name=names[0], n=len(names) - 1)
            if names
            else ""
        )
        owners = {lines[key].owner for key in self.board.tray.chosen() if key in lines}
        return Initiative(new_id(), title, owner=owners.pop() if len(owners) == 1 else "")

    def group(self) -> None:
        """Put the chosen questions into a new initiative, or into one that is there."""
        gaps = self._chosen_gaps()
        if self._desk.editor.read_only or self._snapshot is None:
            return
        if not gaps:
            self._desk.say(_("Choose questions in the list first."))
            return
        if not self._snapshot.initiatives:
            self.add()
            return
        menu = QMenu(self)
        menu.addAction(_("New initiative"), self.add)
        menu.addSeparator()
        for one in self._snapshot.initiatives:
            menu.addAction(one.title.replace("&", "&&"), partial(self._join, one.id))
        menu.popup(self.group_button.mapToGlobal(self.group_button.rect().bottomLeft()))

    def add(self) -> None:
        """Ask for a new initiative; chosen questions are in it."""
        if not self._desk.editor.read_only:
            InitiativeDialog(
                replace(self._fresh(), closes=self._chosen_gaps()), self._open_lines(), self._put, None, self
            ).open()

    def plan(self) -> None:
        """Open the treatment planner."""
        if self._snapshot is not None:
            TreatmentDialog(self._desk, self._snapshot, self._lenses, self._terms, self).open()
