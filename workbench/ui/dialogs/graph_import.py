"""An architecture from its own files: read, told what was understood and what would change, then one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from workbench.analyses.merge_parts import Decision
from workbench.errors import BadInput
from workbench.i18n import _, n_
from workbench.importers.reading import Imported
from workbench.operations.graph_imports import MergeImport
from workbench.operations.graph_preview import ImportPreview, ImportWish, preview_graph_import, read_architecture
from workbench.operations.history import Change, History
from workbench.progress import Progress
from workbench.store.queries.graphs import import_names
from workbench.store.workspace import Workspace
from workbench.ui.desk import Desk
from workbench.ui.tasks import Task
from workbench.ui.theme import theme
from workbench.ui.widgets.empty_state import EmptyState, StateStack
from workbench.ui.widgets.graph_import_report import ImportReport
from workbench.ui.widgets.graph_import_sections import (
    JOURNEY,
    MET,
    problem_count,
    section_text,
    sections_of,
    summary_of,
)
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, label, rule

__all__ = ["GraphImportDialog", "ask_import", "import_paths"]

_MOST_NAMES = 3


def ask_import(desk: Desk, workload_id: str, parent: QWidget | None = None) -> bool:
    """Ask for files, show what they hold, and import them into a workload; True if that was done."""
    return import_paths(desk, workload_id, (), parent)


def import_paths(desk: Desk, workload_id: str, paths: Sequence[Path], parent: QWidget | None = None) -> bool:
    """Show what files, folders or archives hold, and import them into a workload; True if that was done."""
    dialog = GraphImportDialog(desk, workload_id, paths, parent or QApplication.activeWindow())
    done = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return done


def _read(
    workspace: Workspace, workload_id: str, paths: tuple[Path, ...], progress: Progress
) -> tuple[Imported, ImportPreview | None]:
    imported = read_architecture(paths, progress)
    progress(0, 0, _("comparing"))
    found = preview_graph_import(workspace, workload_id, imported, ImportWish(), progress) if imported.graph else None
    return imported, found


def _write(history: History, operation: MergeImport, _progress: Progress) -> Change:
    return history.do(operation)


class GraphImportDialog(QDialog):
    """The report of an import by sections; nothing is written before "Import".

    Args:
        paths: What to read; empty asks for it.
    """

    def __init__(self, desk: Desk, workload_id: str, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Import architecture"))
        self.setAcceptDrops(True)
        self.desk, self.workload_id = desk, workload_id
        self.preview: ImportPreview | None = None
        self._paths: tuple[Path, ...] = ()
        self._wish = ImportWish()
        self._without: set[str] = set()
        self._task: Task | None = None
        self._imported: Imported | None = None
        self._is_writing = False
        self.title = heading(_("Import architecture"))
        self.summary = dim_label("", wrap=True)
        self.trouble = label("", tone="high", wrap=True)
        self.report = ImportReport()
        self.states = StateStack(self.report)
        self.copy_button = plain_button(_("Copy list"), self.copy, icon_name="copy")
        self.other_button = plain_button(_("Choose others..."), self.ask_again, icon_name="folder")
        self.go = primary_button(_("Import"), self.start, key="Ctrl+Return")
        QShortcut(QKeySequence("Ctrl+Return"), self, self.start)
        self._lay_out()
        wanted = QSize(theme().px(980), theme().px(660))
        self.resize(wanted.boundedTo(parent.size() - QSize(24, 24)) if parent is not None else wanted)
        self.report.ticked.connect(self._tick)
        self.report.sided.connect(self._take_side)
        self.report.look_wanted.connect(lambda: self._judge(looks=True))
        if paths:
            self.read(paths)
        else:
            self.ask_again()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        theme().space(head, 4, (24, 20, 24, 12))
        for widget in (self.title, self.summary, self.trouble):
            head.addWidget(widget)
        foot = QHBoxLayout()
        theme().space(foot, 8, (24, 12, 24, 12))
        foot.addWidget(self.copy_button)
        foot.addWidget(self.other_button)
        foot.addStretch(1)
        for button in (plain_button(_("Cancel"), self.reject), self.go):
            foot.addWidget(button)
        for button in (self.copy_button, self.other_button, self.go):
            button.give_way(60)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addLayout(head)
        whole.addWidget(rule())
        whole.addWidget(self.states, 1)
        whole.addWidget(rule())
        whole.addLayout(foot)

    # -- choosing ------------------------------------------------------------------------------

    def ask_again(self) -> None:
        """Say what can be read, and offer to choose files or a folder."""
        self.preview = None
        with self.desk.workspace.reading() as session:
            names = [name for name, _at in import_names(session, self.workload_id)]
        text = _(
            "CloudFormation, SAM and CDK, Terraform plans, states and folders, Kubernetes, compose, draw.io, Structurizr, Mermaid, Graphviz, "
            "service maps, AWS Config, Backstage, wb-graph. What is in a file decides, not its name. You can also drop files here."
        )
        if names:
            more = len(names) - _MOST_NAMES
            said = ", ".join(names[:_MOST_NAMES])
            said = _("{names} and {n} more").format(names=said, n=more) if more > 0 else said
            text += "\n\n" + _("Imported so far: {names}.").format(names=said)
        self.states.show_empty(
            "architecture", _("Choose what describes the system"), text, _("Choose files..."), self.ask_files,
            [(_("Choose a folder..."), self.ask_folder)],
        )  # fmt: skip
        self._enable()
        shown = self.states.currentWidget()
        if isinstance(shown, EmptyState):
            shown.button.setFocus()

    def ask_files(self) -> None:
        """Ask for files, which are read together."""
        names, _kind = QFileDialog.getOpenFileNames(self, _("Choose files"), self._start())
        self.read([Path(name) for name in names])

    def ask_folder(self) -> None:
        """Ask for a folder, which is read whole."""
        name = QFileDialog.getExistingDirectory(self, _("Choose a folder"), self._start())
        self.read([Path(name)] if name else [])

    def _start(self) -> str:
        return str(self._paths[0].parent) if self._paths else str(Path.home())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.read([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # -- reading -------------------------------------------------------------------------------

    def read(self, paths: Sequence[Path]) -> None:
        """Read paths together, instead of what was read before."""
        if not paths or self._task is not None:
            return
        self._paths, self._without, self._wish = tuple(paths), set(), ImportWish()
        self.preview = None
        work = partial(_read, self.desk.workspace, self.workload_id, self._paths)
        self._run(_("Reading {file}").format(file=self._paths[0].name), work, self._take)

    def _run(self, title: str, work: object, then: object, *, stoppable: bool = True) -> None:
        task = self.desk.tasks.start(
            title, work, then, owner=self, failed=self._fail, key="graph.import", quiet=True  # type: ignore[arg-type]
        )  # fmt: skip
        self._task = task
        task.ended.connect(partial(self._ended, task))
        self.states.show_loading(title, task if stoppable else None)
        self._enable()

    def _ended(self, task: Task, state: str) -> None:
        if self._task is task:
            self._task = None
            if state != "cancelled":
                return
            if self.preview is None:
                self.ask_again()
            else:
                self._wish = self.preview.wish
                self._show(self.preview)

    def _take(self, read: tuple[Imported, ImportPreview | None]) -> None:
        self._imported, preview = read
        if preview is None:
            self._show_unread(self._imported)
        else:
            self._show(preview)

    def _show_unread(self, imported: Imported) -> None:
        """Say why nothing could be read, file by file."""
        said = [
            f"{one.file}:{trouble.line}: {trouble.text}" if trouble.line else f"{one.file}: {trouble.text}"
            for one in imported.reports for trouble in one.errors
        ]  # fmt: skip
        error = BadInput(
            _("{name} holds no architecture that can be read.").format(name=imported.name),
            said[0] + "." if len(said) == 1 else _("The guide's page on imports says what is read."), tuple(said),
        )  # fmt: skip
        self.states.show_failed(error, self.ask_again)
        self._enable()

    def _fail(self, error: Exception) -> None:
        self._is_writing = False
        self.states.show_failed(error, self.ask_again)
        self._enable()

    # -- showing -------------------------------------------------------------------------------

    def _show(self, preview: ImportPreview) -> None:
        self.preview = preview
        self.title.setText(_("Import {name}").format(name=preview.operation.name))
        self.summary.setText(summary_of(preview))
        errors, _warnings = problem_count(preview)
        self.trouble.setText(
            n_("{n} place could not be read.", "{n} places could not be read.", errors) if errors else ""
        )
        has_focus = self.report.lines.hasFocus()
        self.report.show_sections(sections_of(preview), self._off())
        self.states.show_content()
        self._enable()
        (self.report.lines if has_focus else self.report.list).setFocus()

    def _off(self) -> set[tuple[str, str]]:
        return {(JOURNEY, one) for one in self._without} | {(MET, one) for one in self._wish.apart}

    # -- choosing what counts ------------------------------------------------------------------

    def _tick(self, keys: tuple[tuple[str, ...], ...], on: bool) -> None:
        names = {key[1] for key in keys}
        if keys[0][0] == JOURNEY:
            self._without = self._without - names if on else self._without | names
            self.report.set_off(self._off())
            return
        apart = set(self._wish.apart)
        self._judge(apart=tuple(sorted(apart - names if on else apart | names)))

    def _take_side(self, ids: tuple[str, ...] | None, side: Decision) -> None:
        """Let one side count in some conflicts, or in all of them."""
        if ids is None:
            self._judge(prefer=side, choices={})
        else:
            self._judge(choices={**self._wish.choices, **dict.fromkeys(ids, side)})

    def _judge(self, **chosen: Any) -> None:
        """Look again at what is read, with something chosen otherwise."""
        if self._imported is None or self.preview is None or self._is_writing:
            return
        self._wish = replace(self._wish, **chosen)
        work = partial(preview_graph_import, self.desk.workspace, self.workload_id, self._imported, self._wish)
        self._run(_("Looking for findings") if self._wish.looks else _("Comparing"), work, self._show)

    # -- importing -----------------------------------------------------------------------------

    def _enable(self) -> None:
        ready = self.preview is not None and self._task is None
        self.copy_button.setEnabled(self.preview is not None)
        self.other_button.setEnabled(self._task is None and self.states.state != "empty")
        self.go.setEnabled(ready and not self.desk.editor.read_only)
        self.go.setDefault(self.go.isEnabled())
        for widget in (self.summary, self.trouble):
            widget.setVisible(bool(self.preview is not None and widget.text()))
        if self.preview is None:
            self.title.setText(_("Import architecture"))

    def copy(self) -> None:
        """Put the whole report on the clipboard."""
        QGuiApplication.clipboard().setText(f"{self.summary.text()}\n\n{section_text(self.report.sections)}")

    def start(self) -> None:
        """Import what is shown, as one step."""
        if self.preview is None or not self.go.isEnabled():
            return
        self.desk.editor.flush()
        operation = replace(self.preview.operation, without=tuple(sorted(self._without)))
        self._is_writing = True
        work = partial(_write, self.desk.editor.history, operation)
        self._run(_("Importing {name}").format(name=operation.name), work, self._done, stoppable=False)

    def _done(self, change: Change) -> None:
        name = self.preview.operation.name if self.preview else ""
        self.desk.editor.tell(change)
        if change.step_id:
            self.desk.say(_("Imported {name}").format(name=name), self.desk.editor.undo)
        else:
            self.desk.say(_("{name} changed nothing").format(name=name))
        self.accept()

    def reject(self) -> None:
        """Stop what is under way, and close; while it is written, this waits."""
        if self._is_writing:
            return
        if self._task is not None:
            self._task.cancel()
        super().reject()
