"""Verbs on evidence. A file is copied into the workspace first (store.blobs.keep_file), then named here."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar

from workbench.domain.evidence import Evidence, EvidenceKind
from workbench.errors import BadInput, Refused
from workbench.i18n import _
from workbench.store.edits import Edits
from workbench.store.tables import BlobRow, EvidenceRow

__all__ = ["AddEvidence", "ChangeEvidence", "RemoveEvidence"]


def _values(evidence: Evidence) -> dict[str, object]:
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
        edits.put(EvidenceRow, {"id": self.evidence.id}, **_values(self.evidence))


@dataclass(frozen=True)
class ChangeEvidence:
    """Change what is known about a piece of evidence."""

    WHAT: ClassVar[str] = "change evidence"
    evidence: Evidence

    @property
    def title(self) -> str:
        return _("Change evidence")

    def apply(self, edits: Edits) -> None:
        if edits.get(EvidenceRow, id=self.evidence.id) is None:
            raise Refused(_("This evidence is gone."))
        _check(edits, self.evidence)
        edits.put(EvidenceRow, {"id": self.evidence.id}, **_values(self.evidence))


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
