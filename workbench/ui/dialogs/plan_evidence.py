"""Attaching evidence that an improvement was made, from the plan."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from workbench.domain.evidence import KIND_TITLES, OWN_KINDS, Evidence, EvidenceKind
from workbench.domain.ids import new_id
from workbench.domain.lens import Question
from workbench.i18n import _
from workbench.operations.evidence import AddEvidence, copy_evidence_file
from workbench.progress import Progress
from workbench.store.workspace import Workspace
from workbench.ui.days import today
from workbench.ui.desk import Desk
from workbench.ui.dialogs.evidence import EvidenceDialog

__all__ = ["attach_evidence", "attach_file", "evidence_menu"]


def _copy(workspace: Workspace, path: Path, progress: Progress) -> tuple[str, int]:
    return copy_evidence_file(workspace, path, progress)


def evidence_menu(desk: Desk, page: QWidget, review_id: str, question: Question, at: QPoint) -> QMenu:
    """Offer the three kinds of evidence at a place of the screen."""
    menu = QMenu(page)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for kind in OWN_KINDS:
        entry = menu.addAction(_(KIND_TITLES[kind]) + "…")
        entry.triggered.connect(
            lambda _checked=False, kind=kind: attach_evidence(desk, page, kind, review_id, question)
        )
    menu.popup(at)
    menu.setActiveAction(menu.actions()[0])
    return menu


def attach_evidence(desk: Desk, page: QWidget, kind: EvidenceKind, review_id: str, question: Question) -> None:
    """Ask what to attach to a question."""
    if kind is EvidenceKind.FILE:
        name, _filter = QFileDialog.getOpenFileName(page, _("Attach a file"))
        if name:
            attach_file(desk, page, Path(name), review_id, question)
        return
    fresh = Evidence(new_id(), review_id, question.id, kind, "", by=desk.who, on=today())
    EvidenceDialog(fresh, question, lambda made: desk.editor.do(AddEvidence(made)), page).open()


def attach_file(desk: Desk, page: QWidget, path: Path, review_id: str, question: Question) -> None:
    """Copy a file into the workspace, then attach it; how strong it is can be said in the review."""
    made = Evidence(
        new_id(), review_id, question.id, EvidenceKind.FILE, path.name, by=desk.who, on=today(), file_name=path.name
    )  # fmt: skip

    def put(found: tuple[str, int]) -> None:
        sha256, size = found
        if desk.editor.do(AddEvidence(replace(made, sha256=sha256, size=size))) is not None:
            desk.say(_("{file} is attached to {code}").format(file=path.name, code=question.code or question.short))

    desk.tasks.start(_("Copying {file}").format(file=path.name), partial(_copy, desk.workspace, path), put, page)
