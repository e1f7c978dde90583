"""Verbs on evidence. A file is copied into the workspace first (copy_evidence_file), then named by AddEvidence."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import ClassVar

from workbench.domain.evidence import EVIDENCE_LIMIT_BYTES, Evidence, EvidenceKind
from workbench.errors import BadInput, Refused
from workbench.i18n import _
from workbench.progress import Progress, Silent
from workbench.store.blobs import CHUNK, chunks_of, drop_blob, has_blob, keep_pieces, seal_blob
from workbench.store.edits import Edits
from workbench.store.file_check import refuse_workspace
from workbench.store.tables import BlobRow, EvidenceRow
from workbench.store.workspace import Workspace

__all__ = [
    "AddEvidence",
    "ChangeEvidence",
    "RemoveEvidence",
    "copy_evidence_file",
    "evidence_values",
    "save_evidence_file",
]

_PIECES = 4
"""MiB written in one transaction, so that nobody else has to wait long for the file."""


def copy_evidence_file(
    workspace: Workspace, path: Path, progress: Progress | None = None, limit: int = EVIDENCE_LIMIT_BYTES
) -> tuple[str, int]:
    """Copy a file into the workspace, from a worker, in short transactions of its own.

    Content is append-only and known by its hash, so this is no operation and is not undone (house rule 5).

    Args:
        workspace: Where to.
        path: The file.
        progress: Told bytes done and in all; raises Cancelled to stop.
        limit: Most bytes allowed.

    Returns:
        SHA-256 and size in bytes.

    Raises:
        BadInput: The file cannot be read, is too large, or changed while it was copied.
    """
    report = progress or Silent()
    try:
        size = path.stat().st_size
        if not path.is_file() and not path.is_dir():  # a pipe or a device has no end
            raise BadInput(_("{file} is no file.").format(file=path), _("Attach a file, or a link."))
        if size > limit:
            raise BadInput(
                _("{file} is over {limit:.0f} MB; evidence files may have that much.").format(
                    file=path.name, limit=limit / 1024**2),
                _("Attach a link to it instead."),
            )  # fmt: skip
        digest = hashlib.sha256()
        with path.open("rb") as source:
            while piece := source.read(CHUNK):
                digest.update(piece)
                report(source.tell() / 2, size, path.name)
        sha256 = digest.hexdigest()
        with workspace.reading() as session:
            if has_blob(session, sha256):
                return sha256, size
        try:
            _copy_pieces(workspace, path, sha256, size, report)
        except BaseException:
            with suppress(Exception), workspace.transaction() as session:
                drop_blob(session, sha256)
            raise
    except OSError as error:
        raise BadInput(
            _("{file} cannot be read: {why}.").format(file=path, why=error.strerror or error),
            _("Check that it is still there and that you may read it."),
        ) from error
    return sha256, size


def _copy_pieces(workspace: Workspace, path: Path, sha256: str, size: int, report: Progress) -> None:
    again, place = hashlib.sha256(), 0
    with path.open("rb") as source:
        while True:
            pieces = [piece for _n in range(_PIECES) if (piece := source.read(CHUNK))]
            for piece in pieces:
                again.update(piece)
            with workspace.transaction() as session:
                if pieces or not place:
                    keep_pieces(session, sha256, place, pieces or [b""])
                if len(pieces) < _PIECES:
                    if again.hexdigest() != sha256:
                        raise BadInput(
                            _("{file} changed while it was copied.").format(file=path.name), _("Attach it again.")
                        )
                    seal_blob(session, sha256, size)
            if len(pieces) < _PIECES:
                report(size, size, path.name)
                return
            place += len(pieces)
            report(size / 2 + source.tell() / 2, size, path.name)


def save_evidence_file(workspace: Workspace, sha256: str, target: Path, progress: Progress | None = None) -> Path:
    """Write the content of an evidence file to a new place; any thread may do it.

    Raises:
        BadInput: The content is not in the workspace, or the target cannot be written.
    """
    report = progress or Silent()
    refuse_workspace(target)
    part = target.with_name(target.name + ".part")
    try:
        with workspace.reading() as session, part.open("wb") as out:
            row = session.get(BlobRow, sha256)
            if row is None:
                raise BadInput(_("The file of this evidence is not in the workspace."), _("Attach it again."))
            for piece in chunks_of(session, sha256):
                out.write(piece)
                report(out.tell(), row.size, target.name)
        part.replace(target)
    except OSError as error:
        raise BadInput(
            _("{file} cannot be written: {why}.").format(file=target, why=error.strerror or error),
            _("Choose another folder."),
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return target


def evidence_values(evidence: Evidence) -> dict[str, object]:
    """Return a piece of evidence as values of its row, without the id."""
    values = {field.name: getattr(evidence, field.name) for field in fields(evidence) if field.name != "id"}
    return values | {"kind": str(evidence.kind), "strength": str(evidence.strength)}


def _check(edits: Edits, evidence: Evidence) -> None:
    if evidence.kind is EvidenceKind.FILE and edits.session.get(BlobRow, evidence.sha256) is None:
        raise BadInput(_("The file of this evidence is not in the workspace."), _("Attach it again."))
    if evidence.kind is EvidenceKind.LINK and not evidence.target.strip():
        raise BadInput(_("A link needs an address."))
    if evidence.kind is EvidenceKind.STATEMENT and not evidence.target.strip():
        raise BadInput(_("A statement needs its words."))


@dataclass(frozen=True)
class AddEvidence:
    """Attach evidence to a question."""

    WHAT: ClassVar[str] = "add evidence"
    evidence: Evidence

    @property
    def title(self) -> str:
        return _("Attach evidence")

    def apply(self, edits: Edits) -> None:
        _check(edits, self.evidence)
        edits.put(EvidenceRow, {"id": self.evidence.id}, **evidence_values(self.evidence))


@dataclass(frozen=True)
class ChangeEvidence:
    """Change what is known about a piece of evidence."""

    WHAT: ClassVar[str] = "change evidence"
    evidence: Evidence

    @property
    def title(self) -> str:
        return _("Change evidence")

    def apply(self, edits: Edits) -> None:
        row = edits.get(EvidenceRow, id=self.evidence.id)
        if row is None:
            raise Refused(_("This evidence is gone."))
        if EvidenceKind.TOOL in (row["kind"], self.evidence.kind):
            raise Refused(_("What the Tool reports cannot be changed here."), _("It can be removed."))
        _check(edits, self.evidence)
        edits.put(EvidenceRow, {"id": self.evidence.id}, **evidence_values(self.evidence))


@dataclass(frozen=True)
class RemoveEvidence:
    """Take a piece of evidence off its question; its file stays until a purge, so undo works."""

    WHAT: ClassVar[str] = "remove evidence"
    evidence_id: str

    @property
    def title(self) -> str:
        return _("Remove evidence")

    def apply(self, edits: Edits) -> None:
        edits.remove(EvidenceRow, id=self.evidence_id)
