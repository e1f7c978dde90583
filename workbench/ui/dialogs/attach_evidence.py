"""Attaching, opening, saving and changing evidence: what stands between the list of evidence and the workspace."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import QDate, QObject, Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from workbench.domain.evidence import KIND_TITLES, OWN_KINDS, Evidence, EvidenceKind, Strength
from workbench.domain.finding import finding_named
from workbench.domain.ids import new_id
from workbench.domain.lens import Question
from workbench.i18n import _
from workbench.operations.evidence import (
    AddEvidence,
    ChangeEvidence,
    RemoveEvidence,
    copy_evidence_file,
    save_evidence_file,
)
from workbench.progress import Progress
from workbench.store.workspace import Workspace
from workbench.ui.desk import Desk
from workbench.ui.dialogs.evidence import EvidenceDialog
from workbench.ui.links import web_link
from workbench.ui.widgets.question_evidence import EvidenceList
from workbench.ui.widgets.question_view import QuestionView

__all__ = ["AttachEvidence"]


class AttachEvidence(QObject):
    """What a page does about evidence; every file goes through a task.

    Args:
        desk: The page's desk.
        page: Owner of dialogs and tasks.
        view: The question in the centre.
        items: The list of evidence.
        where: Gives the review's id and the question that is shown.
        open_url: Opens an address or file outside.
    """

    def __init__(
        self,
        desk: Desk,
        page: QWidget,
        view: QuestionView,
        items: EvidenceList,
        where: Callable[[], tuple[str, Question] | None],
        open_url: Callable[[QUrl], object],
    ) -> None:
        super().__init__(page)
        self._desk, self._page, self._view, self._where = desk, page, view, where
        self._open_url = open_url
        self.menu: QMenu | None = None
        items.add_asked.connect(self.attach)
        items.strength_picked.connect(self.set_strength)
        items.done_with.connect(self._do_with)

    def attach(self, kind: str = "") -> None:
        """Ask what to attach, to the focused practice or the question; without a kind offer all three."""
        place = self._where()
        if place is None or self._desk.editor.read_only:
            return
        if not kind:
            self.menu = QMenu(self._page)
            self.menu.aboutToHide.connect(self.menu.deleteLater)
            for value in OWN_KINDS:
                entry = self.menu.addAction(_("{kind}…").format(kind=_(KIND_TITLES[value])))
                entry.triggered.connect(partial(self.attach, value))
            self.menu.setActiveAction(self.menu.actions()[0])
            bar = self._view.bar
            self.menu.popup(bar.mapToGlobal(bar.rect().bottomLeft()))
            return
        row = self._view.practices.focused
        choice_id = row.choice.id if row is not None and row.choice is not None and not row.choice.is_none else ""
        self._add(kind, *place, choice_id)

    def drop(self, paths: Sequence[Path]) -> None:
        """Attach files that were dropped on the page."""
        place = self._where()
        if place is not None and not self._desk.editor.read_only:
            self.add_files([path for path in paths if path.is_file()], *place)

    def _do_with(self, verb: str, one: Evidence) -> None:
        place = self._where()
        if verb == "edit" and place is not None:
            self.change(one, place[1])
        elif verb == "finding":
            self._desk.place.go(finding_id=finding_named(one.target), page="architecture")
        elif verb in ("open", "save", "remove"):
            {"open": self.open, "save": self.save, "remove": self.remove}[verb](one)

    def _add(self, kind: str, review_id: str, question: Question, choice_id: str) -> None:
        if kind == EvidenceKind.FILE:
            names, _filter = QFileDialog.getOpenFileNames(self._page, _("Attach files"))
            self.add_files([Path(name) for name in names], review_id, question, choice_id)
            return
        EvidenceDialog(self._fresh(EvidenceKind(kind), review_id, question, choice_id), question, self._put,
                       self._page).open()  # fmt: skip

    def add_files(self, paths: Sequence[Path], review_id: str, question: Question, choice_id: str = "") -> None:
        """Copy files into the workspace, then attach them; strength and practice can be changed afterwards."""
        for path in paths:
            made = replace(self._fresh(EvidenceKind.FILE, review_id, question, choice_id), title=path.name,
                           file_name=path.name)  # fmt: skip
            self._desk.tasks.start(
                _("Copying {file}").format(file=path.name),
                partial(_copy, self._desk.workspace, path),
                partial(self._copied, made, question.code),
                owner=self._page,
            )

    def change(self, one: Evidence, question: Question) -> None:
        """Ask for other facts."""
        EvidenceDialog(one, question, lambda made: self._desk.editor.do(ChangeEvidence(made)), self._page,
                       is_new=False).open()  # fmt: skip

    def set_strength(self, one: Evidence, strength: Strength) -> None:
        """Say how far it was looked at."""
        if strength is not one.strength:
            self._desk.editor.do(ChangeEvidence(replace(one, strength=strength)))

    def remove(self, one: Evidence) -> None:
        """Take it off; undo brings it back."""
        if self._desk.editor.do(RemoveEvidence(one.id)) is not None:
            self._desk.say(_("Evidence removed"), self._desk.editor.undo)

    def open(self, one: Evidence) -> None:
        """Open a link, or a copy of a file, outside."""
        if one.kind in (EvidenceKind.LINK, EvidenceKind.TOOL):
            self._open_url(web_link(one.target))
        elif one.kind is EvidenceKind.FILE:
            folder = Path(mkdtemp(prefix="workbench-evidence-"))
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            target = folder / (Path(one.file_name).name or "evidence")
            self._write(one, target, self._show_file)

    def save(self, one: Evidence) -> None:
        """Ask where, and write a copy."""
        name, _filter = QFileDialog.getSaveFileName(self._page, _("Save a copy"), one.file_name)
        if name:
            self.save_to(one, Path(name))

    def save_to(self, one: Evidence, target: Path) -> None:
        """Write a copy."""
        self._write(one, target, lambda path: self._desk.say(_("Saved {file}").format(file=path.name)))

    def _write(self, one: Evidence, target: Path, then: Callable[[Path], None]) -> None:
        self._desk.tasks.start(
            _("Reading {file}").format(file=one.file_name),
            partial(_save, self._desk.workspace, one.sha256, target),
            then,
            owner=self._page,
        )

    def _show_file(self, path: Path) -> None:
        self._open_url(QUrl.fromLocalFile(str(path)))

    def _fresh(self, kind: EvidenceKind, review_id: str, question: Question, choice_id: str) -> Evidence:
        today = QDate.currentDate().toString(Qt.DateFormat.ISODate)
        return Evidence(new_id(), review_id, question.id, kind, "", choice_id, by=self._desk.who, on=today)

    def _put(self, made: Evidence) -> None:
        self._desk.editor.do(AddEvidence(made))

    def _copied(self, made: Evidence, code: str, found: tuple[str, int]) -> None:
        sha256, size = found
        if self._desk.editor.do(AddEvidence(replace(made, sha256=sha256, size=size))) is not None:
            self._desk.say(
                _("{file} is attached to {code}").format(file=made.file_name, code=code), self._desk.editor.undo
            )


def _copy(workspace: Workspace, path: Path, progress: Progress) -> tuple[str, int]:
    return copy_evidence_file(workspace, path, progress)


def _save(workspace: Workspace, sha256: str, target: Path, progress: Progress) -> Path:
    return save_evidence_file(workspace, sha256, target, progress)
