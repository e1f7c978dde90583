"""Reports: which state, compared with what, in which format, where to; with its first pages. And packages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.workload import Workload
from workbench.i18n import N_, _
from workbench.reports import CATALOG, KIND_TITLES, Kind
from workbench.store.edits import Part
from workbench.store.queries.answers import workload_of
from workbench.store.queries.milestones import milestone_names, milestones_of
from workbench.store.queries.portfolio import workload_count
from workbench.ui.actions import Action
from workbench.ui.days import today
from workbench.ui.desk import Desk
from workbench.ui.dialogs.figures import FiguresDialog
from workbench.ui.dialogs.package import export_package, import_package
from workbench.ui.models.report_order import ReportOrder
from workbench.ui.tasks import Task, Work
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import icon_button, plain_button
from workbench.ui.widgets.labels import dim_label, heading, label, rule
from workbench.ui.widgets.page import Page
from workbench.ui.widgets.report_choice import ReportChoice
from workbench.ui.widgets.report_preview import ReportPreview
from workbench.ui.widgets.report_strip import DoneBox, WriteStrip, file_name
from workbench.ui.widgets.report_subject import ReportSubject, Scope
from workbench.ui.widgets.turning_row import TurningRow

__all__ = ["ReportsPage"]


class ReportsPage(Page):
    """Writes reports of one workload or of all, and packages of one.

    Args:
        open_url: Opens a file or folder outside; handed in for tests.
    """

    id = "reports"
    title = N_("Reports")
    icon = "reports"

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, open_url: Callable[[QUrl], object] = QDesktopServices.openUrl
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._open_url = open_url
        self._workload: Workload | None = None
        self._workload_id = ""
        self._folder = ""
        self._proposed = ""
        self._task: Task | None = None
        group, has = _("Reports"), lambda: self._workload is not None
        self._actions = (
            Action("reports.write", _("Write report"), ("Ctrl+Return",), "reports", group, self.write,
                   lambda: has() and self._task is None),
            Action("reports.figures", _("Figures..."), (), "reports", group, self.show_figures, has,
                   help=_("See each figure large, copy or save it, read it as a table.")),
            Action("reports.export", _("Export package"), (), "upload", group, lambda: export_package(desk, self),
                   lambda: has() and not desk.editor.read_only),
            Action("reports.import", _("Import package"), (), "download", group, lambda: import_package(desk, self),
                   lambda: not desk.editor.read_only),
        )  # fmt: skip
        self.states = StateStack(self._build())
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addWidget(self.states)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> QWidget:
        content = TurningRow(860, 0)
        inner = QWidget()
        inner.setProperty("clear", True)
        self._form_column(QVBoxLayout(inner))
        left = QScrollArea()
        left.setAccessibleName(_("Report settings"))
        left.setWidgetResizable(True)
        left.setFrameShape(QFrame.Shape.NoFrame)
        left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left.setWidget(inner)
        self.left = left
        self.preview = ReportPreview(self._desk.tasks, self._wanted_preview)
        content.add(left, 42)
        content.add(self.preview, 58)
        return content

    def _form_column(self, column: QVBoxLayout) -> None:
        theme().space(column, 10, (24, 16, 24, 16))
        self.headline = heading("", "title")
        self.target = LineField(_("File"))
        self.target.edit.textChanged.connect(lambda _text: self._check_target())
        self.choose = icon_button("folder", _("Choose where to"), self._choose_target)
        where = QHBoxLayout()
        theme().space(where, 4)
        where.addWidget(self.target, 1)
        where.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignTop)
        self.replaces = dim_label("", wrap=True, step="small")
        form = QFormLayout()
        theme().space(form, 10)
        form.setHorizontalSpacing(theme().px(16))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.subject = ReportSubject(form, self)
        self.subject.changed.connect(self._subject_chosen)
        self.choice = ReportChoice(form, self)
        self.choice.changed.connect(self._ask_preview)
        self.choice.named.connect(self._named)
        form.addRow(_("File"), where)
        form.addRow("", self.replaces)
        self.strip = WriteStrip(_("Write report"), "Ctrl+Return", self.write, self._cancel)
        self.button = self.strip.button
        self.done = DoneBox(self._open_url)
        column.addWidget(self.headline)
        column.addLayout(form)
        column.addWidget(self.strip)
        self.figures_button = plain_button(_("Figures..."), self.show_figures, icon_name="reports")
        column.addWidget(FlowRow(self.figures_button))
        column.addWidget(self.done)
        column.addSpacing(theme().px(8))
        column.addWidget(rule())
        column.addWidget(label(_("Package"), step="large", strong=True))
        text = _("One file with this workload, its milestones and its evidence, for a colleague with the workbench. "
                 "A copy that comes back changed is merged answer by answer.")  # fmt: skip
        column.addWidget(dim_label(text, wrap=True))
        self.export_button = plain_button(
            _("Export package..."), lambda: export_package(self._desk, self), icon_name="upload"
        )
        self.import_button = plain_button(
            _("Import package..."), lambda: import_package(self._desk, self), icon_name="download"
        )
        column.addWidget(FlowRow(self.export_button, self.import_button))
        if self._desk.editor.read_only:
            self.export_button.setEnabled(False)
            self.import_button.setEnabled(False)
            column.addWidget(dim_label(_("The file is open read-only: reports work, packages do not."), wrap=True))
        column.addStretch(1)

    # -- page ----------------------------------------------------------------------------------

    def actions(self) -> tuple[Action, ...]:  # type: ignore[override]
        return self._actions

    def enter(self) -> None:
        self.subject.about_box.setFocus()
        self.left.verticalScrollBar().setValue(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask_preview()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.preview.rest()

    def save_state(self) -> dict[str, Any]:
        return {**self.choice.state(), "folder": self._folder, "scope": self.subject.scope.value}

    def restore_state(self, state: dict[str, Any]) -> None:
        self.choice.restore(state)
        self._folder = str(state.get("folder", ""))
        if state.get("scope") in {one.value for one in Scope}:
            self.subject.first_scope = Scope(str(state["scope"]))

    def refresh(self, parts: frozenset[Part] | None = None) -> None:
        workload_id = self._desk.place.workload_id
        if parts is not None and not any(part.workload_id in ("", workload_id) for part in parts):
            return
        with self._desk.workspace.reading() as session:
            self._workload = workload_of(session, workload_id) if workload_id else None
            milestones = milestones_of(session, workload_id) if self._workload else ()
            common, workloads = milestone_names(session), workload_count(session)
        if self._workload is None:
            self.states.show_empty(
                "reports", _("No workload chosen"), _("A report tells about one workload, or about all of them."), _("Choose a workload"),
                lambda: self._desk.place.go(page="portfolio"))  # fmt: skip
            return
        is_other = workload_id != self._workload_id
        if is_other:
            self._workload_id = workload_id
            self.done.hide()
            self.preview.clear()
        self.states.show_content()
        files = len(self._beside()) + 1
        self.subject.offer(self._workload.name, milestones, common, workloads, files, is_other=is_other)
        self._show_headline()
        self.choice.choose_kind(self.choice.kind)

    # -- what it says --------------------------------------------------------------------------

    def _beside(self) -> tuple[Path, ...]:
        """Files that the portfolio shows beside the open one."""
        own = self._desk.workspace.path.resolve()
        return tuple(path for each in self._desk.settings().portfolio_files if (path := Path(each)).resolve() != own)

    def _subject_chosen(self) -> None:
        self._show_headline()
        self._propose()
        self._ask_preview()

    def _show_headline(self) -> None:
        name = self._workload.name if self._workload and self.subject.scope is Scope.WORKLOAD else ""
        self.headline.setText(_("Report on {name}").format(name=name) if name else _("Report on all workloads"))

    def _named(self) -> None:
        self._propose()
        self._ask_preview()

    def order(self) -> ReportOrder:
        """What the form says."""
        desk, choice, subject = self._desk, self.choice, self.subject
        workload_id = self._workload_id if subject.scope is Scope.WORKLOAD else ""
        return ReportOrder(
            desk.workspace, workload_id, subject.milestone, subject.compare_with, choice.kind, choice.redaction,
            desk.settings(), desk.who, today(), "" if workload_id else subject.milestone_name,
            self._beside() if subject.scope is Scope.FILES else (),
        )  # fmt: skip

    def _propose(self) -> None:
        """Propose a file, unless the person named one; then only its ending follows the format."""
        if self._workload is None:
            return
        suffix = self.choice.suffix
        typed = self.target.text().strip()
        if typed and typed != self._proposed:
            path = Path(typed)
            if path.suffix in {one.suffix for one in CATALOG}:
                self.target.load("target", str(path.with_suffix(suffix)))
            return
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(self._folder) if self._folder and Path(self._folder).is_dir() else Path(documents)
        if not folder.is_dir():
            folder = Path.home()
        state = self.subject.milestone_name
        whole = self._workload.name if self.subject.scope is Scope.WORKLOAD else _("Portfolio")
        named = _("Report") if self.choice.redaction.names else whole
        kind = "" if self.choice.kind is Kind.FULL else _(KIND_TITLES[self.choice.kind])
        self._proposed = str(folder / file_name(named, f"{state} {kind}", today(), suffix))
        self.target.load("target", self._proposed)

    def _choose_target(self) -> None:
        form = next(one for one in CATALOG if one.id == self.choice.format)
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Write report"), self.target.text(), f"{_(form.title)} (*{form.suffix})",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if name:
            self.target.load("target", name if Path(name).suffix else name + form.suffix)

    def _check_target(self) -> None:
        path = Path(self.target.text().strip() or ".")
        fault = ""
        if not self.target.text().strip() or path.is_dir():
            fault = _("Name a file.")
        elif not path.parent.is_dir():
            fault = _("The folder {folder} does not exist.").format(folder=path.parent)
        self.target.set_fault(fault)
        self.replaces.setText(_("This file exists and will be replaced.") if not fault and path.exists() else "")
        self.replaces.setVisible(bool(self.replaces.text()))
        self.button.setEnabled(not fault and self._task is None)

    def show_figures(self) -> None:
        """Open the figures of the full report, of the state that is chosen."""
        if self._workload is not None:
            is_one = self.subject.scope is Scope.WORKLOAD
            title = _("Figures of {name}").format(name=self._workload.name) if is_one else _("Figures of all workloads")
            FiguresDialog(self._desk, self.order().whole.content, title, self).show()

    # -- preview -------------------------------------------------------------------------------

    def _ask_preview(self) -> None:
        self.preview.ask()

    def _wanted_preview(self) -> tuple[Work, str] | None:
        """Return the work of the preview and what is said above it; nothing while the page is not looked at."""
        if self._workload is None or not self.isVisible():
            return None
        form = self.choice.format
        words = {
            "pdf": _("Preview: the first pages"), "md": _("Preview: the first lines"), "json": _("Preview: the first lines"),
            "xlsx": _("Preview: the first rows of the first sheets; Excel has all"),
        }.get(form, _("Preview: what the first pages say; {format} arranges it in its own way").format(
            format=_(next(one.title for one in CATALOG if one.id == form))))  # fmt: skip
        return partial(self.order().preview, form), words

    # -- writing -------------------------------------------------------------------------------

    def write(self) -> None:
        """Write the report in the background."""
        self._check_target()
        if self._workload is None or self._task is not None or not self.button.isEnabled():
            return
        self._desk.editor.flush()
        target = Path(self.target.text().strip())
        self._folder = str(target.parent)
        self.done.hide()
        work = partial(self.order().write, self.choice.format, target)
        self._task = self._desk.tasks.start(
            _("Writing {file}").format(file=target.name), work, self._wrote, self, self._not_written
        )
        self._task.progressed.connect(self.strip.show_progress)
        self._task.ended.connect(self._ended)
        self.strip.set_running(True)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _ended(self, _state: str) -> None:
        self._task = None
        self.strip.set_running(False)
        self._check_target()

    def _wrote(self, path: Path) -> None:
        self.done.show_file(_("The report is in {file}.").format(file=path), path)

    def _not_written(self, error: Exception) -> None:
        self._desk.faults.report(error)
        self.button.setFocus()
