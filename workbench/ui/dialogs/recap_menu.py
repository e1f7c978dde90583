"""The recap in the window: drafts to be read back, the owner's agreement, and only then the recap for the sponsor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QWidget

from workbench.errors import WorkbenchError
from workbench.i18n import N_, _
from workbench.operations.after_session import RECAP_FORMATS, agreed_terms, read_recap, write_recap
from workbench.operations.homework_files import write_comments
from workbench.operations.initiatives import SetPlanTerms
from workbench.progress import Progress
from workbench.store.queries.answers import workload_of
from workbench.store.workspace import Workspace
from workbench.ui.days import today
from workbench.ui.desk import Desk
from workbench.ui.widgets.report_strip import file_name

__all__ = ["RecapMenu", "write_file"]

_TITLES = {"html": N_("HTML"), "docx": N_("Word"), "eml": N_("E-mail (.eml)")}


def _recap(
    workspace: Workspace, workload_id: str, day: str, session_id: str, form: str, is_draft: bool, target: Path,
    progress: Progress,
) -> Path:  # fmt: skip
    progress(0, 0, _("Writing the recap"))
    return write_recap(read_recap(workspace, workload_id, day, session_id), form, target, is_draft=is_draft)


def _comments(workspace: Workspace, workload_id: str, target: Path, progress: Progress) -> Path:
    progress(0, 0, _("Writing the sheet for comments"))
    write_comments(workspace, workload_id, target)
    return target


def write_file(
    desk: Desk, parent: QWidget, what: str, suffix: str, work: Callable[[Path, Progress], Path]
) -> None:  # fmt: skip
    """Ask for a file and write it in the background.

    Args:
        desk: What pages work with.
        parent: Where the question belongs; nothing is told once it is gone.
        what: Part of the proposed name, and of the question.
        suffix: With its dot.
        work: Writes the file it is given.
    """
    desk.editor.flush()
    with desk.workspace.reading() as session:
        workload = workload_of(session, desk.place.workload_id)
    if workload is None:
        return
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    start = str(Path(documents) / file_name(workload.name, what, today(), suffix))
    name, _filter = QFileDialog.getSaveFileName(parent, _("Write {what}").format(what=what), start, f"*{suffix}")
    if name:
        desk.tasks.start(
            _("Writing {file}").format(file=Path(name).name), partial(_write, work, Path(name)),
            lambda target: desk.say(_("{file} written").format(file=target.name)), parent,
        )  # fmt: skip


def _write(work: Callable[[Path, Progress], Path], target: Path, progress: Progress) -> Path:
    return work(target, progress)


class RecapMenu(QObject):
    """Offers what can be done with the recap of a workload.

    Args:
        desk: What pages work with.
        parent: Owns menus and questions.
    """

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._parent = desk, parent

    def open(self, button: QWidget, session_id: str = "") -> None:
        """Open the menu under a button: of a session, or of the last one."""
        try:
            menu = self.menu(session_id)
        except WorkbenchError as error:
            self._desk.faults.report(error)
            return
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def menu(self, session_id: str = "") -> QMenu:
        """Return the menu.

        Raises:
            WorkbenchError: There is no such workload or session.
        """
        recap = read_recap(self._desk.workspace, self._desk.place.workload_id, today(), session_id)
        menu = QMenu(self._parent)
        for form, title in _TITLES.items():
            words = _("Draft to be read back: {format}").format(format=_(title))
            menu.addAction(words, partial(self._write, session_id, form, True))
        menu.addAction(_("Sheet for comments …"), self._write_comments)
        menu.addSeparator()
        agree = menu.addAction(_("The owner agrees …"), partial(self._agree, session_id))
        agree.setEnabled(not recap.is_agreed and not self._desk.editor.read_only)
        menu.addSeparator()
        for form, title in _TITLES.items():
            words = _("Recap for the sponsor: {format}").format(format=_(title))
            entry = menu.addAction(words, partial(self._write, session_id, form, False))
            entry.setEnabled(recap.is_agreed)
            entry.setToolTip("" if recap.is_agreed else _("Once the owner agreed"))
        menu.setToolTipsVisible(True)
        return menu

    def _agree(self, session_id: str) -> None:
        workload_id = self._desk.place.workload_id
        recap = read_recap(self._desk.workspace, workload_id, today(), session_id)
        plan = recap.outcome.plan
        with self._desk.workspace.reading() as session:
            workload = workload_of(session, workload_id)
        owner = (plan.owner if plan is not None else "") or (workload.review_owner if workload is not None else "")
        name, is_ok = QInputDialog.getText(
            self._parent, _("The owner agrees"), _("Who agrees to the recap as it is now?"), text=owner
        )
        if is_ok and name.strip():
            self._desk.editor.do(SetPlanTerms(workload_id, agreed_terms(recap, name), _("Agree to the recap")))

    def _write(self, session_id: str, form: str, is_draft: bool) -> None:
        given = (self._desk.workspace, self._desk.place.workload_id, today(), session_id, form, is_draft)
        what = _("draft") if is_draft else _("recap")
        write_file(self._desk, self._parent, what, RECAP_FORMATS[form], partial(_recap, *given))

    def _write_comments(self) -> None:
        work = partial(_comments, self._desk.workspace, self._desk.place.workload_id)
        write_file(self._desk, self._parent, _("comments"), ".xlsx", work)
