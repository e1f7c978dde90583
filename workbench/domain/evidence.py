"""Evidence: what supports an answer, and how well."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.i18n import N_

__all__ = ["EVIDENCE_LIMIT_BYTES", "KIND_TITLES", "STRENGTH_TITLES", "Evidence", "EvidenceKind", "Strength"]

EVIDENCE_LIMIT_BYTES = 100 * 1024 * 1024


class EvidenceKind(StrEnum):
    """Where the evidence is."""

    FILE = "file"
    LINK = "link"
    STATEMENT = "statement"


class Strength(StrEnum):
    """How far it was looked at in the room."""

    CLAIMED = "claimed"
    SHOWN = "shown"
    VERIFIED = "verified"


KIND_TITLES = {
    EvidenceKind.FILE: N_("File"),
    EvidenceKind.LINK: N_("Link"),
    EvidenceKind.STATEMENT: N_("Statement"),
}
STRENGTH_TITLES = {
    Strength.CLAIMED: N_("Claimed"),
    Strength.SHOWN: N_("Shown"),
    Strength.VERIFIED: N_("Verified"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence on a question.

    Attributes:
        review_id: The review, by id inside a workspace.
        choice_id: The practice it supports; empty for the whole question.
        target: The link, or the statement's text; empty for a file.
        sha256: Content hash of a file kept inside the workspace; empty otherwise.
        size: Bytes of the file.
        by: Who showed or verified it.
        on: Date of what it shows, YYYY-MM-DD; may be empty.
    """

    id: str
    review_id: str
    question_id: str
    kind: EvidenceKind
    title: str
    choice_id: str = ""
    target: str = ""
    strength: Strength = Strength.CLAIMED
    by: str = ""
    on: str = ""
    sha256: str = ""
    file_name: str = ""
    size: int = 0
