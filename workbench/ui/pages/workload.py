"""One workload: every field the Tool has, checked while typing, its lenses, and taking it out."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from workbench.domain.workload import FIELDS, Workload
from workbench.i18n import N_, _, n_
from workbench.operations.workloads import RemoveWorkload, SetWorkloadField
from workbench.store.edits import Part
from workbench.store.queries.answers import workload_of
from workbench.store.queries.portfolio import workload_names
from workbench.ui.actions import Action
from workbench.ui.desk import Desk
from workbench.ui.dialogs.new_workload import NewWorkload, same_name
from workbench.ui.dialogs.remove_workload import RemoveCompletely
from workbench.ui.dialogs.workload_lenses import WorkloadLenses
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.field_row import FieldRow
from workbench.ui.widgets.kbd import link_button, plain_button
from workbench.ui.widgets.labels import dim_label, heading, label
from workbench.ui.widgets.page import Page
from workbench.ui.widgets.section import Section

__all__ = ["WorkloadPage"]

_MASKED = ("account_ids", "applications", "profile_arns", "review_template_arns")
_WIDEST = 780


class WorkloadPage(Page):
    """The form of one workload with its lenses beside it."""

    id = "workload"
    title = N_("Workload")
    icon = "workload"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._shown_id = ""
        self._is_loading = False
        self._names: dict[str, str] = {}
        self.rows: dict[str, FieldRow] = {}
        self.sections: dict[str, Section] = {}
        self.name = heading("")
        self.read_only_note = label(
            _("The workspace is open read-only: nothing can be changed here."), tone="medium", wrap=True
        )
        self.fine = dim_label(_("Nothing is missing and everything is within the Tool's limits."), wrap=True)
        self.problems_button = link_button("", self.next_problem)
        self.problems_button.setToolTip(_("The Tool would refuse it as it is. Goes to the next one (F8)."))
        self.place_note = label(
            _("Name at least one AWS Region or one place outside AWS."), step="small", tone="high", wrap=True
        )
        self.lens_section = WorkloadLenses(desk)
        self.lenses = self.lens_section.rows
        self.remove_button = plain_button(_("Remove workload"), self.remove_workload, icon_name="trash")
        self.purge_button = plain_button(_("Remove workload completely..."), self.remove_completely)
        for button in (self.remove_button, self.purge_button):
            button.give_way(90)
        self.form = QScrollArea()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.states = StateStack(self.splitter)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(self.states)
        self._make_form()
        self._side_bar = self._side()
        self.splitter.addWidget(self._side_bar)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setCollapsible(0, False)
        self.splitter.setSizes([theme().px(880), theme().px(320)])
        for name, row in self.rows.items():
            row.edited.connect(partial(self._store, name))
            row.checked.connect(self._count)
        order = self.rows["pillar_priorities"]
        order.help.setText(_("The most important first: drag them, or move them with Alt+Up and Alt+Down."))
        self.keys.set_actions(self.actions())
        theme().changed.connect(self._dress)
        self._dress()

    # -- parts ---------------------------------------------------------------------------------

    def _make_form(self) -> None:
        """Make the form from the outside in: a widget is styled anew each time something above it finds its place."""
        self.form.setWidgetResizable(True)
        self.form.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.form.setAccessibleName(_("Workload"))
        self.form.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.splitter.addWidget(self.form)
        body = QWidget()
        body.setProperty("clear", True)
        self.form.setWidget(body)
        self._inner = QWidget(body)
        self._inner.setProperty("clear", True)
        row = QHBoxLayout(body)
        theme().space(row, 0)
        row.addWidget(self._inner, 1)
        column = QVBoxLayout(self._inner)
        theme().space(column, 0, (8, 12, 8, 24))
        head = QVBoxLayout()
        theme().space(head, 4, (16, 4, 16, 8))
        column.addLayout(head)
        for widget in (self.name, self.read_only_note, self.fine, self.problems_button):
            head.addWidget(widget)
        for entry in FIELDS:
            section = self.sections.get(entry.group)
            if section is None:
                section = Section(_(entry.group), key=f"workload/{entry.group}", parent=self._inner)
                self.sections[entry.group] = section
                theme().space(section.body, 12, (20, 4, 0, 4))
                column.addWidget(section)
            self.rows[entry.name] = FieldRow(entry, parent=section)
            section.add(self.rows[entry.name])
            if entry.name == "non_aws_regions":
                section.add(self.place_note)
        column.addStretch(1)

    def _side(self) -> QWidget:
        body = QWidget()
        body.setProperty("clear", True)
        column = QVBoxLayout(body)
        theme().space(column, 12, (16, 16, 16, 16))
        column.addWidget(self.lens_section)
        column.addSpacing(theme().px(16))
        column.addWidget(label(_("Taking it out"), strong=True))
        column.addWidget(dim_label(_("It leaves the list; undo brings it back with everything."), wrap=True))
        column.addWidget(self.remove_button)
        column.addWidget(dim_label(_("No byte of it stays in the file; this cannot be undone."), wrap=True))
        column.addWidget(self.purge_button)
        column.addStretch(1)
        side = QScrollArea()
        side.setWidgetResizable(True)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setAccessibleName(_("Lenses of the workload"))
        side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side.setWidget(body)
        set_look(side, ground="raised")
        return side

    def _dress(self) -> None:
        self._inner.setMaximumWidth(theme().px(_WIDEST))
        self._fit_side_bar()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_side_bar()

    def _fit_side_bar(self) -> None:
        """Leave the form most of a narrow window, whatever the text size."""
        widest = max(240, round(self.width() * 0.36))
        self._side_bar.setMinimumWidth(min(theme().px(288), widest))
        if self._side_bar.width() > widest:
            self.splitter.setSizes([self.width() - widest, widest])

    def actions(self) -> tuple[Action, ...]:  # type: ignore[override]
        group = _("Workload")
        return (
            Action("workload.add_lens", _("Add lens..."), ("L",), "lenses", group, self.lens_section.add_lens,
                   self._can_change),
            Action("workload.upgrade_lens", _("Upgrade lens..."), (), "lenses", group, self.lens_section.upgrade_lens,
                   lambda: self._can_change() and bool(self.lenses.rows)),
            Action("workload.next_problem", _("Next field that needs a look"), ("F8",), "warning", group,
                   self.next_problem, lambda: bool(self._bad_rows())),
            Action("workload.remove", _("Remove workload"), (), "trash", group, self.remove_workload, self._can_change,
                   help=_("Undo brings it back.")),
            Action("workload.purge", _("Remove workload completely..."), (), "trash", group, self.remove_completely,
                   self._can_change, help=_("For data that must not be kept; this cannot be undone.")),
        )  # fmt: skip

    # -- reading -------------------------------------------------------------------------------

    def refresh(self, parts: frozenset[Part] | None = None) -> None:  # type: ignore[override]
        if self._is_loading:
            return
        wanted = self.desk.place.workload_id
        if self._shown_id and self._shown_id != wanted:
            self._is_loading = True
            self.flush()  # belongs to the workload that was shown
            self._is_loading = False
        kinds = {part.kind for part in parts} if parts is not None else set()
        if parts is not None and not kinds & {"workload", "review", "lens", "answer", "mark"}:
            return
        with self.desk.workspace.reading() as session:
            workload = workload_of(session, wanted) if wanted else None
            self._names = dict(workload_names(session)) if parts is None or "workload" in kinds else self._names
        if workload is None:
            self._shown_id = ""
            self._show_empty()
            return
        self._show(workload)
        self._show_lenses(workload, is_new=parts is None or bool(kinds & {"review", "lens"}))
        self.states.show_content()

    def _show_empty(self) -> None:
        if self._names:
            text = _("Choose one in the portfolio; here are its name, where it runs, its lenses and its tags.")
            go = partial(self.desk.place.go, page="portfolio")
            self.states.show_empty("workload", _("No workload is chosen"), text, _("Go to the portfolio"), go)
        else:
            text = _("A workload is the system you review: its name, where it runs and who answers for it.")
            button = "" if self.desk.editor.read_only else _("Create workload")
            self.states.show_empty("workload", _("No workloads yet"), text, button, self.new_workload)

    def _show(self, workload: Workload) -> None:
        is_other = workload.id != self._shown_id
        is_masked = self.desk.settings().mask_account_ids
        for name in _MASKED:
            self.rows[name].editor.set_masked(is_masked)
        self._is_loading = True
        for name, row in self.rows.items():
            value = getattr(workload, name)
            if is_other:
                row.load(workload.id, value)
            else:
                row.show_value(value)
            row.set_read_only(self.desk.editor.read_only)
        self._is_loading = False
        self._shown_id = workload.id
        self.name.setText(workload.name)
        if is_other:
            self.form.verticalScrollBar().setValue(0)
        self._count()

    def _show_lenses(self, workload: Workload, *, is_new: bool) -> None:
        can_write = not self.desk.editor.read_only
        self.rows["pillar_priorities"].set_names(self.lens_section.show_workload(workload, is_new=is_new))
        self.read_only_note.setVisible(not can_write)
        why = "" if can_write else _("The workspace is open read-only.")
        for button in (self.remove_button, self.purge_button):
            button.setEnabled(can_write)
            button.setToolTip(why)

    # -- checking ------------------------------------------------------------------------------

    def _bad_rows(self) -> list[FieldRow]:
        return [row for row in self.rows.values() if row.problems]

    def _count(self) -> None:
        if self._is_loading:
            return
        bad = self._bad_rows()
        has_place = bool(self.rows["aws_regions"].value() or self.rows["non_aws_regions"].value())
        self.place_note.setVisible(not has_place)
        n = len(bad) + (not has_place)
        self.problems_button.setText(n_("{n} field needs a look", "{n} fields need a look", n))
        self.problems_button.setVisible(n > 0)
        self.fine.setVisible(n == 0)
        for group, section in self.sections.items():
            rows = [row for row in self.rows.values() if row.entry.group == group]
            filled = sum(bool(row.value()) for row in rows)
            section.set_summary(_("{n} of {all} filled in").format(n=filled, all=len(rows)))
            wrong = sum(bool(row.problems) for row in rows)
            wrong += not has_place and any(row.entry.name == "aws_regions" for row in rows)
            section.set_tag(n_("{n} to look at", "{n} to look at", wrong) if wrong else "", "high")

    def next_problem(self) -> None:
        """Go to the next field that the Tool would refuse."""
        bad = self._bad_rows() or ([self.rows["aws_regions"]] if self.place_note.isVisibleTo(self) else [])
        if not bad:
            return
        now = next((place for place, row in enumerate(bad) if row.isAncestorOf(self.focusWidget() or self)), -1)
        row = bad[(now + 1) % len(bad)]
        self.sections[row.entry.group].set_folded(False)
        row.setFocus()
        self.form.ensureWidgetVisible(row)

    # -- doing ---------------------------------------------------------------------------------

    def _can_change(self) -> bool:
        return bool(self._shown_id) and not self.desk.editor.read_only

    def _store(self, name: str, value: Any) -> None:
        row = self.rows[name]
        if not self._shown_id or self.desk.editor.read_only:
            return
        if name == "name":
            refused = self._why_not_named(value)
            row.refuse(refused)
            if refused:
                return
        is_text = isinstance(value, str) and not row.entry.choices
        token = f"workload.{self._shown_id}.{name}" if is_text else ""
        self.desk.editor.do(SetWorkloadField(self._shown_id, name, value), token)

    def _why_not_named(self, name: str) -> str:
        if not name.strip():
            return _("A workload needs a name; it keeps the last one until there is another.")
        others = (other for key, other in self._names.items() if key != self._shown_id)
        if any(same_name(name, other) for other in others):
            return _("There is a workload of this name already; case and spaces do not tell names apart.")
        return ""

    def new_workload(self) -> None:
        """Ask for a new workload and show it."""
        dialog = NewWorkload(self.desk, self.window())
        if dialog.exec() and dialog.workload_id:
            self.desk.place.go(workload_id=dialog.workload_id, review_id=dialog.review_id)
        dialog.deleteLater()

    def remove_workload(self) -> None:
        """Take the workload out and go to the portfolio; the note offers Undo."""
        self.flush()
        workload_id, name = self._shown_id, self.name.text()
        if self.desk.editor.do(RemoveWorkload(workload_id, name)) is not None:
            self.desk.place.go(workload_id="", page="portfolio")
            self.desk.say(_('Removed "{name}"').format(name=name), self.desk.editor.undo)

    def remove_completely(self) -> None:
        """Explain, ask, remove for good, show the receipt."""
        self.flush()
        dialog = RemoveCompletely(self.desk, self._shown_id, self.name.text(), self.window())
        dialog.exec()
        if dialog.receipt is not None:
            self.desk.place.go(workload_id="", page="portfolio")
        dialog.deleteLater()

    # -- page ----------------------------------------------------------------------------------

    def enter(self) -> None:
        self.rows["name"].setFocus()

    def flush(self) -> None:
        for row in self.rows.values():
            row.flush()

    def save_state(self) -> dict[str, Any]:
        """Return the splitter and what the lenses keep; sections remember themselves."""
        return {"splitter": self.splitter.sizes(), "lenses": self.lens_section.save_state()}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to what save_state returned."""
        lenses = state.get("lenses")
        if isinstance(lenses, dict):
            self.lens_section.restore_state(lenses)
        sizes = state.get("splitter")
        if isinstance(sizes, list) and len(sizes) == self.splitter.count() and all(isinstance(n, int) for n in sizes):
            self.splitter.setSizes(sizes)
