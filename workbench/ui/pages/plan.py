"""Plan: every high and medium risk with the smallest way down, who does it, until when, and how far it is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from workbench.domain.plan import ITEM_TITLES, ItemStatus
from workbench.domain.risk import Risk
from workbench.errors import BadInput
from workbench.i18n import N_, _, n_
from workbench.operations.history import Together
from workbench.store.edits import Part
from workbench.store.queries.standing import Standing, read_standing
from workbench.ui.actions import Action
from workbench.ui.days import day_text, read_day, today
from workbench.ui.desk import Desk
from workbench.ui.dialogs.plan_accept import accept_risk
from workbench.ui.dialogs.plan_evidence import evidence_menu
from workbench.ui.dialogs.plan_views import PlanViews
from workbench.ui.models import plan
from workbench.ui.models.plan import (
    COLUMNS,
    ROW_ROLE,
    CellLook,
    PlanModel,
    PlanRow,
    chosen,
    plan_rows,
    row_operations,
    sorted_rows,
)
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import Chip, FlowRow
from workbench.ui.widgets.empty_state import EmptyState, StateStack
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import dim_label, heading
from workbench.ui.widgets.message_bar import MessageBar
from workbench.ui.widgets.page import Page
from workbench.ui.widgets.plan_cells import PlanDelegate, PlanTable
from workbench.ui.widgets.search_field import SearchField
from workbench.ui.widgets.views import dress_view

__all__ = ["PlanPage"]

_FILTERS = {
    "high": N_("High"),
    "medium": N_("Medium"),
    "overdue": N_("Overdue"),
    "mine": N_("Mine"),
    "open": N_("Open"),
    "no_owner": N_("No owner"),
    "gone": N_("Risk is gone"),
}
_WIDTHS = (315, 220, 125, 95, 195)


def _cell(index: QModelIndex | QPersistentModelIndex) -> CellLook:
    row: PlanRow | None = index.data(ROW_ROLE)
    return row.look(index.column()) if row is not None else CellLook("text")


class PlanPage(Page):
    """The improvement list of a workload over all its lenses."""

    id = "plan"
    title = N_("Plan")
    icon = "plan"
    model: PlanModel
    table: PlanTable

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._standing: Standing | None = None
        self._rows: tuple[PlanRow, ...] = ()
        self._filters: set[str] = set()
        self._sort = (plan.QUESTION, False)
        self._workload_id = ""
        content = self._build()
        group = _("Plan")
        can, has = self._can_edit, lambda: self.views.is_list and self.current() is not None
        self._actions: tuple[Action, ...] = (
            Action("plan.open", _("Open the question"), ("G",), "review", group, self.open_question, has),
            Action("plan.owner", _("Change owner"), ("O",), "owner", group, lambda: self._edit(plan.OWNER), can),
            Action("plan.due", _("Change due date"), ("D",), "calendar", group, lambda: self._edit(plan.DUE), can),
            Action("plan.status", _("Change status"), ("S",), "action", group, lambda: self._edit(plan.STATUS), can),
            Action("plan.note", _("Write a note on the plan"), ("M",), "note", group, lambda: self._edit(plan.NOTE), can),
            Action("plan.accept", _("Accept the risk"), ("A",), "decision", group, self._accept, self._can_accept),
            Action("plan.evidence", _("Attach evidence to the plan"), ("E",), "evidence", group, self._attach, can),
            Action("plan.search", _("Search the plan"), ("/",), "search", group, lambda: self.search.setFocus()),
            Action("plan.copy", _("Copy as table"), ("Ctrl+Shift+C",), "copy", group, self.copy,
                   lambda: self.views.is_list and bool(self.model.rows), help=_("The rows shown, or those selected, for a spreadsheet.")),
        )  # fmt: skip
        self._actions = (*self._actions, *self.views.actions(group))
        self.keys.set_actions(self._actions)
        self.states = StateStack(content)
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addWidget(self.states)

    def _build(self) -> QWidget:
        content = QWidget()
        whole = QVBoxLayout(content)
        theme().space(whole, 8, (24, 16, 24, 12))
        head = QHBoxLayout()
        theme().space(head, 8)
        self.headline = heading("", "title")
        self.read_only_note = dim_label(_("The file is open read-only."))
        self.read_only_note.setVisible(self._desk.editor.read_only)
        self.search = SearchField(_("Search the plan"))
        self.search.setMaximumWidth(theme().px(220))
        self.search.searched.connect(lambda _text: self._show())
        self.search.left_down.connect(lambda: self.table.setFocus())
        self.copy_button = plain_button(_("Copy as table"), self.copy, icon_name="copy")
        head.addWidget(self.headline, 1)
        head.addWidget(self.read_only_note)
        head.addWidget(self.search)
        head.addWidget(self.copy_button)
        self.chips = {name: Chip(_(title), 0) for name, title in _FILTERS.items()}
        for name, chip in self.chips.items():
            chip.toggled.connect(lambda is_on, name=name: self._toggle(name, is_on))
        self.messages = MessageBar()
        self.model = PlanModel(self._change, self)
        self.model.is_editable = not self._desk.editor.read_only
        self.table = PlanTable()
        self.table.entered_cell.connect(self.enter_cell)
        self.table.setModel(self.model)
        self._delegate = PlanDelegate(
            _cell, lambda: [(status.value, _(title)) for status, title in ITEM_TITLES.items()], self._owners, self.table
        )
        self.table.setItemDelegate(self._delegate)
        dress_view(self.table, _("Improvement list"), row=44)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        trigger = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(trigger.EditKeyPressed | trigger.DoubleClicked)
        self.table.doubleClicked.connect(self._double_clicked)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._menu)
        header = self.table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSectionsClickable(True)
        header.setSortIndicator(*self._indicator())
        header.sortIndicatorChanged.connect(self._sort_by)
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, theme().px(width))
        self.keys.watch(self.table)
        self.empty = EmptyState(
            "filter", _("No row matches"), _("No risk passes these filters."), _("Show all"), self._clear
        )
        self.empty.hide()
        listed = QWidget()
        lines = QVBoxLayout(listed)
        theme().space(lines, 8)
        for widget in (FlowRow(*self.chips.values()), self.messages, self.table, self.empty):
            lines.addWidget(widget, 1 if widget in (self.table, self.empty) else 0)
        self.listed = StateStack(listed)
        self.views = PlanViews(self._desk, self.listed, (self.search, self.copy_button))
        head.insertWidget(1, self.views.switch)
        whole.addLayout(head)
        whole.addWidget(self.views, 1)
        return content

    # -- page ----------------------------------------------------------------------------------

    def actions(self) -> tuple[Action, ...]:  # type: ignore[override]
        return self._actions

    def enter(self) -> None:
        if not self.views.is_list:
            self.views.enter()
            return
        if self.model.rows and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        where = self.table if self._rows else self.listed.currentWidget()
        if where is not None:
            where.setFocus()

    def save_state(self) -> dict[str, Any]:
        widths = [self.table.columnWidth(column) for column in range(len(_WIDTHS))]
        order = {"sort": list(self._sort), "widths": widths, "scale": theme().scale}
        return {"view": self.views.current, "filters": sorted(self._filters), **order}

    def restore_state(self, state: dict[str, Any]) -> None:
        self.views.show_view(str(state.get("view", "list")))
        for name in state.get("filters", ()):
            if name in self.chips:
                self.chips[name].setChecked(True)
        sort = state.get("sort", (plan.QUESTION, False))
        if isinstance(sort, list | tuple) and len(sort) == 2 and sort[0] in range(len(COLUMNS)):
            self._sort = (int(sort[0]), bool(sort[1]))
            self.table.horizontalHeader().setSortIndicator(*self._indicator())
        if state.get("scale") == theme().scale:
            for column, width in enumerate(state.get("widths", ())[: len(_WIDTHS)]):
                self.table.setColumnWidth(column, int(width))

    def refresh(self, parts: frozenset[Part] | None = None) -> None:
        place, workload_id = self._desk.place, self._desk.place.workload_id
        if parts is not None and not any(part.workload_id in ("", workload_id) for part in parts):
            return
        if workload_id != self._workload_id:
            self._workload_id = workload_id
            self.messages.clear()
        with self._desk.workspace.reading() as session:
            self._standing = read_standing(session, workload_id) if workload_id else None
        standing = self._standing
        if standing is None:
            self.states.show_empty("plan", _("No workload chosen"), _("The plan lists what to do about the risks of one workload."),
                                   _("Choose a workload"), lambda: place.go(page="portfolio"))  # fmt: skip
            return
        many = len(standing.reviews) > 1
        places = {
            (review.id, pillar.id): f"{pillar.name} · {review.lens_name}" if many else pillar.name
            for review in standing.reviews
            for pillar in standing.lenses[review.id].pillars
        }
        self._rows = plan_rows(standing.lines, today(), day_text, places)
        self.states.show_content()
        if self._rows:
            self.listed.show_content()
        else:
            self._show_nothing(standing.counts()[Risk.UNANSWERED])
        self._show()
        self.views.show_standing(standing)

    def _show_nothing(self, unanswered: int) -> None:
        """Say in the list that there is no risk; board and follow-up have more to show than risks."""
        text = n_("High and medium risks appear here as questions are answered. {n} question is unanswered.",
                  "High and medium risks appear here as questions are answered. {n} questions are unanswered.",
                  unanswered) if unanswered else _("The review found no high and no medium risk.")  # fmt: skip
        title = _("Nothing to improve yet") if unanswered else _("Nothing to improve")
        self.listed.show_empty("plan", title, text, _("Go to the review"), lambda: self._desk.place.go(page="review"))

    # -- showing -------------------------------------------------------------------------------

    def _show(self) -> None:
        for name, chip in self.chips.items():
            chip.set_count(len(chosen(self._rows, {name}, self._desk.who)))
        rows = chosen(self._rows, self._filters, self._desk.who, self.search.text())
        current = self.current()
        column = max(0, self.table.currentIndex().column())
        before = self.table.currentIndex().row()
        self.model.set_rows(sorted_rows(rows, *self._sort))
        place = self.model.place_of(current.key) if current else -1
        if place < 0 and rows and before >= 0:
            place = min(before, len(rows) - 1)
        if place >= 0 and place != self.table.currentIndex().row():
            self.table.setCurrentIndex(self.model.index(place, column))
        self.headline.setText(self._headline())
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.copy_button.setEnabled(bool(rows))
        self.search.setEnabled(bool(self._rows))

    def _headline(self) -> str:
        at_risk = [row for row in self._rows if not row.is_gone]
        if not at_risk:
            return _("No risk to improve")
        planned = sum(1 for row in at_risk if row.status is not ItemStatus.OPEN)
        late = sum(1 for row in at_risk if row.is_overdue)
        text = n_("{n} risk to improve, {planned} under way or decided", "{n} risks to improve, {planned} under way or decided",
                  len(at_risk)).replace("{planned}", str(planned))  # fmt: skip
        return text + (", " + _("{n} overdue").format(n=late) if late else "")

    def _toggle(self, name: str, is_on: bool) -> None:
        (self._filters.add if is_on else self._filters.discard)(name)
        self._show()

    def _clear(self) -> None:
        self.search.clear()
        for chip in self.chips.values():
            chip.setChecked(False)

    def _indicator(self) -> tuple[int, Qt.SortOrder]:
        return self._sort[0], Qt.SortOrder.DescendingOrder if self._sort[1] else Qt.SortOrder.AscendingOrder

    def _sort_by(self, column: int, order: Qt.SortOrder) -> None:
        self._sort = (column, order == Qt.SortOrder.DescendingOrder)
        self._show()

    def current(self) -> PlanRow | None:
        """Return the row the person is on."""
        place = self.table.currentIndex().row()
        return self.model.rows[place] if 0 <= place < len(self.model.rows) else None

    def _selected(self) -> tuple[PlanRow, ...]:
        places = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return tuple(self.model.rows[place] for place in places if place < len(self.model.rows))

    def _owners(self) -> list[str]:
        names = {row.owner.strip() for row in self._rows} | {self._desk.who}
        return sorted(names - {""}, key=str.casefold)

    # -- doing ---------------------------------------------------------------------------------

    def _can_edit(self) -> bool:
        return self.views.is_list and self.current() is not None and not self._desk.editor.read_only

    def _can_accept(self) -> bool:
        row = self.current()
        return self.views.is_list and row is not None and row.line.is_open and not self._desk.editor.read_only

    def enter_cell(self) -> None:
        """Edit the current cell where it can be, else open the question."""
        index = self.table.currentIndex()
        if index.column() in plan.EDITABLE and not self._desk.editor.read_only:
            self.table.edit(index)
        else:
            self.open_question()

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() not in plan.EDITABLE:
            self.open_question()

    def _edit(self, column: int) -> None:
        index = self.model.index(self.table.currentIndex().row(), column)
        selected = self.table.selectionModel().selection()
        self.table.selectionModel().setCurrentIndex(index, self.table.selectionModel().SelectionFlag.NoUpdate)
        self.table.selectionModel().select(selected, self.table.selectionModel().SelectionFlag.ClearAndSelect)
        self.table.edit(index)

    def open_question(self) -> None:
        """Show the question of the current row in the review."""
        row = self.current()
        if row is not None:
            self._desk.place.go(review_id=row.key[0], question_id=row.key[1], page="review")

    def _change(self, row: PlanRow, field: str, value: str) -> bool:
        if field == "due":
            day = read_day(value)
            if day is None:
                self._desk.faults.report(
                    BadInput(
                        _('"{text}" is no date.').format(text=value), _("Write 2027-01-31, or +14 for in two weeks.")
                    )
                )
                return False
            value = day
        selected = self._selected()
        rows = selected if row in selected else (row,)
        if field == "status" and value == ItemStatus.ACCEPTED.value:
            self._accept(row)
            return False
        operations = tuple(operation for one in rows for operation in row_operations(one, field, value))
        single = operations[0] if len(operations) == 1 else None
        title = n_("Change improvement", "Change {n} improvements", len(rows))
        if self._desk.editor.do(single or Together(title, operations)) is None:
            return False
        if field == "status" and value == ItemStatus.DONE.value:
            self._ask_for_evidence(row)
        return True

    def _ask_for_evidence(self, row: PlanRow) -> None:
        if not row.line.evidence:
            text = _("{code} is done, but there is no evidence yet.").format(code=row.line.question.code or row.name)
            hint = _("Evidence on the question is what a later review will trust.")
            self.messages.show_message("warning", text, hint, (_("Attach evidence"), lambda: self._attach(row)))

    def _accept(self, row: PlanRow | None = None) -> None:
        row = row or self.current()
        if row is not None and self._standing is not None and row.line.is_open and not self._desk.editor.read_only:
            accept_risk(self._desk, self._standing.lenses[row.line.review_id], row, self)

    def _attach(self, row: PlanRow | None = None) -> None:
        row = row or self.current()
        if row is None:
            return
        box = self.table.visualRect(self.model.index(max(0, self.model.place_of(row.key)), plan.STATUS))
        at = self.table.viewport().mapToGlobal(box.bottomLeft())
        evidence_menu(self._desk, self, row.key[0], row.line.question, at)

    def _menu(self, point: Any) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self._actions:
            entry = menu.addAction(action.text)
            entry.setEnabled(action.enabled())
            entry.triggered.connect(lambda _checked=False, run=action.callback: run())
        menu.popup(self.table.viewport().mapToGlobal(point))

    def copy(self) -> None:
        """Put the selected rows, or all that are shown, on the clipboard as a table."""
        selected = self._selected()
        rows = selected if len(selected) > 1 else self.model.rows
        QGuiApplication.clipboard().setText(self.model.table_text(rows))
        self._desk.say(n_("{n} row copied", "{n} rows copied", len(rows)))
