"""Evidence: what supports an answer, and how well."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.i18n import N_

__all__ = [
    "EVIDENCE_LIMIT_BYTES", "KIND_TITLES", "OWN_KINDS", "STRENGTH_TITLES", "Evidence", "EvidenceKind", "Strength",
    "worth_title",
]  # fmt: skip

EVIDENCE_LIMIT_BYTES = 100 * 1024 * 1024


class EvidenceKind(StrEnum):
    """Where the evidence is; TOOL is what the AWS Well-Architected Tool reports, read-only here."""

    FILE = "file"
    LINK = "link"
    STATEMENT = "statement"
    TOOL = "tool"


OWN_KINDS = (EvidenceKind.FILE, EvidenceKind.LINK, EvidenceKind.STATEMENT)
"""What a person attaches."""


class Strength(StrEnum):
    """How far it was looked at in the room."""

    CLAIMED = "claimed"
    SHOWN = "shown"
    VERIFIED = "verified"


KIND_TITLES = {
    EvidenceKind.FILE: N_("File"),
    EvidenceKind.LINK: N_("Link"),
    EvidenceKind.STATEMENT: N_("Statement"),
    EvidenceKind.TOOL: N_("From the Tool"),
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
        target: The link, or the statement's text; empty for a file. Of what the Tool reports a link or a text.
        strength: Means nothing for what the Tool reports.
        sha256: Content hash of a file kept inside the workspace; empty otherwise.
        size: Bytes of the file.
        by: Who showed or verified it; the service for what the Tool reports.
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

    @property
    def is_ours(self) -> bool:
        """True for what a person attached; what the Tool reports may speak for an answer or against it."""
        return self.kind is not EvidenceKind.TOOL


def worth_title(item: Evidence) -> str:
    """Return what a piece of evidence is worth in a word to translate: its strength, or that the Tool reports it."""
    return STRENGTH_TITLES[item.strength] if item.is_ours else KIND_TITLES[item.kind]
