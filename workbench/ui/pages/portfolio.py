"""All workloads at a glance: risk per pillar, progress, owner, next review; sort, filter, group."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from workbench.analyses.portfolio_titles import VIEW_TITLES
from workbench.i18n import N_, _
from workbench.library.shelf import Shelf
from workbench.operations.workloads import RemoveWorkload
from workbench.progress import Progress
from workbench.store.edits import Part
from workbench.store.queries.lenses import lens_of_review
from workbench.store.queries.portfolio import PortfolioRow, portfolio, workload_count
from workbench.store.workspace import Workspace
from workbench.ui.actions import Action
from workbench.ui.desk import Desk
from workbench.ui.dialogs.new_workload import NewWorkload
from workbench.ui.dialogs.portfolio_tabs import PortfolioTabs
from workbench.ui.models.portfolio import PortfolioModel
from workbench.ui.models.portfolio_card import card_facts
from workbench.ui.models.portfolio_lines import CHIPS, Line, columns_of, filter_from, group_keys, lines_of, summary_of
from workbench.ui.theme import theme
from workbench.ui.widgets.cells import CellDelegate
from workbench.ui.widgets.columns_view import ColumnsView
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.page import Page
from workbench.ui.widgets.portfolio_bar import PortfolioBar
from workbench.ui.widgets.workload_card import WorkloadCard

if TYPE_CHECKING:
    from workbench.ui.dialogs.portfolio_views import PortfolioViews

__all__ = ["PortfolioPage"]

_DIRECTLY = 250
"""So many workloads are read at once; more are read in the background."""
_FRAMEWORK = "wellarchitected"
"""Its pillars have columns of their own."""
_SHOWN = {"workload", "review", "answer", "mark", "milestone"}
_COUNTED = _SHOWN | {"improvement", "acceptance", "initiative", "initiative_gap", "tool_risk"}


def _read(workspace: Workspace, shelf: Shelf, today: date, _progress: Progress) -> tuple[Line, ...]:
    shelf.lens(_FRAMEWORK)  # kept by the shelf, so that the window need not read it
    with workspace.reading() as session:
        return lines_of(portfolio(session), today)


class PortfolioPage(Page):
    """The list of workloads with the inspector beside it."""

    id = "portfolio"
    title = N_("Portfolio")
    icon = "portfolio"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.model = PortfolioModel(self)
        self._selected = ""
        self.view = ColumnsView(_("Workloads"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(CellDelegate(self.model.cell, self.view))
        self.bar = PortfolioBar(
            {key: _(name) for key, (name, _fits) in CHIPS.items()}, self._choose_group, self.new_workload
        )
        self.summary, self.search, self.chips = self.bar.summary, self.bar.search, self.bar.chips
        self.group_button, self.new_button = self.bar.group_button, self.bar.new_button
        self.card = WorkloadCard(
            (
                primary_button(_("Open review"), self.open_review),
                plain_button(_("Edit"), partial(self._go, "workload")),
                plain_button(_("Report"), partial(self._go, "reports")),
            )
        )
        self.list_states = StateStack(self.view)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self._left())
        self.splitter.addWidget(self.card)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setCollapsible(0, False)
        self.splitter.setSizes([theme().px(900), theme().px(276)])
        self.states = StateStack(self.splitter)
        self.parts = PortfolioTabs(desk, self.states, self._open)
        self.tabs = self.parts.bar
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(self.parts)
        self._connect()

    # -- parts ---------------------------------------------------------------------------------

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        theme().space(column, 0)
        column.addWidget(self.bar)
        column.addWidget(self.list_states, 1)
        return left

    def _dress(self) -> None:
        self.card.setMinimumWidth(theme().px(240))

    def _connect(self) -> None:
        theme().changed.connect(self._dress)
        self._dress()
        self.model.modelReset.connect(self._arranged)
        self.view.selectionModel().currentChanged.connect(lambda now, _before: self._show_selected(now))
        self.view.doubleClicked.connect(lambda _index: self.open_review())
        self.search.searched.connect(lambda _text: self._filter())
        self.search.left_down.connect(self.view.setFocus)
        for chip in self.chips.values():
            chip.toggled.connect(lambda _on: self._filter())
        self.view.header().sectionClicked.connect(self._sort_by)
        self.keys.set_actions(self.actions())
        self.keys.watch(self.view)

    def actions(self) -> tuple[Action, ...]:  # type: ignore[override]
        group = _("Portfolio")
        return (
            Action("portfolio.new", _("New workload..."), ("N",), "add", group, self.new_workload, self._can_write,
                   help=_("Name it, say where it runs and choose its lenses.")),
            Action("portfolio.open", _("Open the review of the selected workload"), ("Return", "Enter"), "review", group,
                   self.open_review, self._has_selection),
            Action("portfolio.edit", _("Edit the selected workload"), ("E",), "edit", group,
                   partial(self._go, "workload"), self._has_selection),
            Action("portfolio.remove", _("Remove the selected workload"), ("Del",), "trash", group,
                   self.remove_workload, lambda: self._can_write() and self._has_workload()),
            Action("portfolio.figures", _("Figures of all workloads..."), (), "reports", group, self.show_figures,
                   help=_("See each figure large, copy or save it, read it as a table.")),
            *(Action(f"portfolio.{key}", _("Show: {view}").format(view=_(title)), (), "portfolio", group,
                     partial(self.show_view, key)) for key, title in VIEW_TITLES.items()),
            Action("portfolio.list", _("Show: {view}").format(view=_("Workloads")), (), "portfolio", group, self.show_view),
            Action("portfolio.filter", _("Filter workloads"), ("/",), "filter", group, self.search.setFocus),
        )  # fmt: skip

    def show_figures(self) -> None:
        """Open the figures of the report on all workloads."""
        from workbench.ui.dialogs.portfolio_views import open_figures  # loads reports and figures

        open_figures(self.desk, self)

    # -- views ---------------------------------------------------------------------------------

    def show_view(self, view_id: str = "") -> None:
        """Show a table over all workloads, see VIEW_TITLES; "" is the list."""
        self.parts.show_view(view_id)

    @property
    def views(self) -> PortfolioViews | None:
        """The tables over all workloads; None before the first of them is looked at."""
        return self.parts.views

    def _open(self, workload_id: str) -> None:
        self.desk.place.go(workload_id=workload_id, review_id="", page="overview")

    # -- reading -------------------------------------------------------------------------------

    def refresh(self, parts: frozenset[Part] | None = None) -> None:  # type: ignore[override]
        if parts is None or any(part.kind in _COUNTED for part in parts):
            self.parts.mark_old()
        if parts is not None and not any(part.kind in _SHOWN for part in parts):
            return
        self.new_button.setEnabled(self._can_write())
        self.new_button.setToolTip("" if self._can_write() else _("The workspace is open read-only."))
        with self.desk.workspace.reading() as session:
            many = workload_count(session) > _DIRECTLY
            lines = () if many else lines_of(portfolio(session), date.today())
        if not many:
            self._show(lines)
            return
        if not self.model.lines:
            self.states.show_loading(_("Reading workloads"))
        work = partial(_read, self.desk.workspace, self.desk.shelf, date.today())
        self.desk.tasks.start(
            _("Reading workloads"), work, self._show, owner=self, key="portfolio", quiet=True,
            failed=lambda error: self.states.show_failed(error, lambda: self.refresh(None)),
        )  # fmt: skip

    def _show(self, lines: tuple[Line, ...]) -> None:
        rows = [line.row for line in lines]
        if not lines:
            self.model.set_lines((), self.model.columns)
            words = _("A workload is the system you review: its name, where it runs and who answers for it. To look around "
                      "first, choose Open the sample in the File menu.")  # fmt: skip
            button = _("Create workload") if self._can_write() else ""
            self.states.show_empty("portfolio", _("No workloads yet"), words, button, self.new_workload)
            return
        pillars = [(one.id, one.code, one.name) for one in self.desk.shelf.lens(_FRAMEWORK).pillars]
        self.model.set_lines(lines, columns_of(pillars, rows))
        if self.model.filter.group not in dict(group_keys(rows)):
            self.model.arrange(replace(self.model.filter, group=""))
        for key, chip in self.chips.items():
            chip.set_count(sum(CHIPS[key][1](line) for line in self.model.lines))
        self.states.show_content()

    # -- arranging -----------------------------------------------------------------------------

    def _filter(self) -> None:
        chips = frozenset(key for key, chip in self.chips.items() if chip.isChecked())
        self.model.arrange(replace(self.model.filter, text=self.search.text(), chips=chips))

    def _sort_by(self, section: int) -> None:
        wanted, now = self.model.columns[section].key, self.model.filter
        self.model.arrange(replace(now, sort=wanted, descending=wanted == now.sort and not now.descending))

    def _choose_group(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for key, title in group_keys([line.row for line in self.model.lines]):
            entry = menu.addAction(title)
            entry.setCheckable(True)
            entry.setChecked(key == self.model.filter.group)
            entry.triggered.connect(partial(self.group_by, key))
        menu.popup(self.group_button.mapToGlobal(self.group_button.rect().bottomLeft()))

    def group_by(self, key: str, *_from_menu: bool) -> None:
        """Group by "owner", "environment", "tag:KEY" or, with "", not at all."""
        self.model.arrange(replace(self.model.filter, group=key))

    def _arranged(self) -> None:
        model, wanted = self.model, self.model.filter
        is_grouped = bool(wanted.group)
        self.view.setRootIsDecorated(is_grouped)
        if is_grouped:
            self.view.expandAll()
        title = dict(group_keys([line.row for line in model.lines])).get(wanted.group, "")
        self.group_button.setText(_("Group: {by}").format(by=title) if is_grouped else _("Group"))
        self.group_button.setAccessibleName(_("Group by: {by}").format(by=title or _("nothing")))
        words = summary_of(model.shown)
        if len(model.shown) < len(model.lines):
            words = _("{shown} (of {n})").format(shown=words, n=f"{len(model.lines):,}")
        self.summary.setText(words)
        order = Qt.SortOrder.DescendingOrder if wanted.descending else Qt.SortOrder.AscendingOrder
        keys = [column.key for column in model.columns]
        if wanted.sort in keys:
            self.view.header().setSortIndicator(keys.index(wanted.sort), order)
        if model.lines and not model.shown:
            text = _("No workload passes the filter.")
            self.list_states.show_empty("filter", text, "", _("Show all workloads"), self.clear_filter)
        else:
            self.list_states.show_content()
        self.view.set_columns(model.columns)
        self._select(self._selected)

    def clear_filter(self) -> None:
        """Show all workloads again."""
        for chip in self.chips.values():
            was_blocked = chip.blockSignals(True)
            chip.setChecked(False)
            chip.blockSignals(was_blocked)
        self.search.clear()
        self._filter()

    # -- selection -----------------------------------------------------------------------------

    def _line(self) -> Line | None:
        return self.model.line_at(self.view.currentIndex())

    def _has_selection(self) -> bool:
        return self._line() is not None

    def _has_workload(self) -> bool:
        line = self._line()
        return line is not None and not line.is_group

    def _can_write(self) -> bool:
        return not self.desk.editor.read_only

    def _select(self, workload_id: str) -> None:
        index = self.model.index_of(workload_id)
        if not index.isValid() and self.model.shown:
            index = self.model.index_of(self.model.shown[0].id)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        else:
            self.card.show_nothing()

    def _show_selected(self, _index: object) -> None:
        line = self._line()
        if line is None:
            return
        if line.is_group:
            self.card.show_nothing(_("{group}: {summary}").format(group=line.title, summary=summary_of(
                [Line((row,), "", line.today) for row in line.rows])))  # fmt: skip
            return
        self._selected = line.id
        facts = card_facts(line, self._pillar_names(line.row))
        self.card.show_workload(facts.title, facts.description, facts.pillars, facts.pairs)

    def _pillar_names(self, row: PortfolioRow) -> list[tuple[str, str]]:
        names: dict[str, str] = {}
        with self.desk.workspace.reading() as session:
            for review in row.reviews:
                lens = lens_of_review(session, review.id)
                for pillar in lens.pillars if lens else ():
                    names.setdefault(pillar.id, pillar.name)
        return list(names.items())

    # -- doing ---------------------------------------------------------------------------------

    def new_workload(self) -> None:
        """Ask for a new workload and open its review."""
        dialog = NewWorkload(self.desk, self.window())
        if dialog.exec() and dialog.workload_id:
            self._selected = dialog.workload_id
            page = "review" if dialog.review_id else "workload"
            self.desk.place.go(workload_id=dialog.workload_id, review_id=dialog.review_id, page=page)
        dialog.deleteLater()

    def open_review(self) -> None:
        """Open the first review of the selected workload; a group folds or unfolds."""
        line = self._line()
        if line is None:
            return
        if line.is_group:
            index = self.view.currentIndex().siblingAtColumn(0)
            self.view.setExpanded(index, not self.view.isExpanded(index))
            return
        self._go("review" if line.row.reviews else "workload")

    def _go(self, page: str) -> None:
        line = self._line()
        if line is not None and not line.is_group:
            first = line.row.reviews[0].id if line.row.reviews else ""
            place = self.desk.place
            keep = place.workload_id == line.id and place.review_id in {review.id for review in line.row.reviews}
            place.go(workload_id=line.id, review_id=place.review_id if keep else first, page=page)

    def remove_workload(self) -> None:
        """Take the selected workload out; the note offers Undo."""
        line = self._line()
        if line is None or line.is_group:
            return
        shown = [one.id for one in self.model.shown]
        place = shown.index(line.id)
        after = (shown[place + 1 :] + shown[:place][::-1] + [""])[0]
        self._selected = after
        if self.desk.editor.do(RemoveWorkload(line.id, line.title)) is not None:
            self.desk.say(_('Removed "{name}"').format(name=line.title), self.desk.editor.undo)

    # -- state ---------------------------------------------------------------------------------

    def enter(self) -> None:
        (self.view if not self.tabs.currentIndex() else self.tabs).setFocus()

    def save_state(self) -> dict[str, Any]:
        """Return filter, order, columns, selection and splitter."""
        now = self.model.filter
        return {
            "text": now.text, "chips": sorted(now.chips), "group": now.group, "sort": now.sort,
            "descending": now.descending, "hidden": sorted(self.view.hidden), "selected": self._selected,
            "splitter": self.splitter.sizes(), "view": self.tabs.currentIndex(),
        }  # fmt: skip

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to what save_state returned."""
        self.view.set_hidden(set(state.get("hidden", ())))
        self._selected = str(state.get("selected", ""))
        wanted = filter_from(state)
        for key, chip in self.chips.items():
            chip.setChecked(key in wanted.chips)
        self.search.setText(wanted.text)
        self.model.arrange(wanted)
        self.tabs.setCurrentIndex(int(state.get("view", 0)))
        sizes = state.get("splitter")
        if isinstance(sizes, list) and len(sizes) == self.splitter.count() and all(isinstance(n, int) for n in sizes):
            self.splitter.setSizes(sizes)
