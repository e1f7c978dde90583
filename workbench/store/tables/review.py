"""Tables of a review: workloads, lenses, answers, evidence, what follows from risks, milestones."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.tables.mapping import Base

__all__ = [
    "WorkloadRow",
    "LensRow",
    "ReviewRow",
    "PillarNoteRow",
    "AnswerRow",
    "MarkRow",
    "EvidenceRow",
    "AcceptanceRow",
    "ImprovementRow",
    "MilestoneRow",
    "SharedStateRow",
]


class WorkloadRow(Base):
    """One workload; list fields hold JSON lists, tags a JSON object."""

    __tablename__ = "workload"
    KEY = ("id",)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    environment: Mapped[str] = mapped_column(default="PRODUCTION")
    review_owner: Mapped[str] = mapped_column(default="")
    industry_type: Mapped[str] = mapped_column(default="")
    industry: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    pillar_priorities: Mapped[Any] = mapped_column(JSON, default=list)
    aws_regions: Mapped[Any] = mapped_column(JSON, default=list)
    non_aws_regions: Mapped[Any] = mapped_column(JSON, default=list)
    account_ids: Mapped[Any] = mapped_column(JSON, default=list)
    architectural_design: Mapped[str] = mapped_column(default="")
    applications: Mapped[Any] = mapped_column(JSON, default=list)
    trusted_advisor: Mapped[str] = mapped_column(default="")
    resource_definition: Mapped[Any] = mapped_column(JSON, default=list)
    jira_management: Mapped[str] = mapped_column(default="")
    jira_type: Mapped[str] = mapped_column(default="")
    jira_project: Mapped[str] = mapped_column(default="")
    profile_arns: Mapped[Any] = mapped_column(JSON, default=list)
    review_template_arns: Mapped[Any] = mapped_column(JSON, default=list)
    improvement_status: Mapped[str] = mapped_column(default="NOT_STARTED")
    next_review: Mapped[str] = mapped_column(default="")
    tags: Mapped[Any] = mapped_column(JSON, default=dict)
    created_at: Mapped[str] = mapped_column(default="")


class LensRow(Base):
    """One exact text of one lens, by its hash; the text is a blob of the same hash."""

    __tablename__ = "lens"
    KEY = ("sha256",)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    alias: Mapped[str]
    version: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")


class ReviewRow(Base):
    """One lens on one workload."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("workload_id", "lens_alias"),)
    KEY = ("id",)
    id: Mapped[str] = mapped_column(primary_key=True)
    workload_id: Mapped[str] = mapped_column(ForeignKey("workload.id"))
    lens_alias: Mapped[str]
    lens_sha256: Mapped[str] = mapped_column(ForeignKey("lens.sha256"))
    notes: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)


class PillarNoteRow(Base):
    """A note on one pillar of a review; no row means empty."""

    __tablename__ = "pillar_note"
    KEY = ("review_id", "pillar_id")
    review_id: Mapped[str] = mapped_column(ForeignKey("review.id"), primary_key=True)
    pillar_id: Mapped[str] = mapped_column(primary_key=True)
    notes: Mapped[str] = mapped_column(default="")


class AnswerRow(Base):
    """What was said about a question beside its marks; no row means all defaults."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("review_id", "question_id"),)
    KEY = ("review_id", "question_id")
    DERIVED = frozenset({"id"})
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[str] = mapped_column(ForeignKey("review.id"))
    question_id: Mapped[str]
    applicable: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[str] = mapped_column(default="NONE")
    notes: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")
    flagged: Mapped[bool] = mapped_column(default=False)
    parked: Mapped[bool] = mapped_column(default=False)
    verdict: Mapped[str] = mapped_column(default="")


class MarkRow(Base):
    """The state of one practice; no row means not discussed."""

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("review_id", "question_id", "choice_id"),)
    KEY = ("review_id", "question_id", "choice_id")
    DERIVED = frozenset({"id"})
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[str] = mapped_column(ForeignKey("review.id"))
    question_id: Mapped[str]
    choice_id: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(default="NONE")
    note: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")


class EvidenceRow(Base):
    """One piece of evidence on a question."""

    __tablename__ = "evidence"
    __table_args__ = (Index("evidence_by_question", "review_id", "question_id"),)
    KEY = ("id",)
    id: Mapped[str] = mapped_column(primary_key=True)
    review_id: Mapped[str] = mapped_column(ForeignKey("review.id"))
    question_id: Mapped[str]
    choice_id: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    target: Mapped[str] = mapped_column(default="")
    strength: Mapped[str] = mapped_column(default="claimed")
    by: Mapped[str] = mapped_column(default="")
    on: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)


class AcceptanceRow(Base):
    """An accepted risk; at most one per question."""

    __tablename__ = "acceptance"
    KEY = ("review_id", "question_id")
    review_id: Mapped[str] = mapped_column(ForeignKey("review.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    why: Mapped[str] = mapped_column(default="")
    by: Mapped[str] = mapped_column(default="")
    until: Mapped[str] = mapped_column(default="")
    traded_for: Mapped[str] = mapped_column(default="")
    accepted_on: Mapped[str] = mapped_column(default="")


class ImprovementRow(Base):
    """What is planned about the risk of a question."""

    __tablename__ = "improvement"
    KEY = ("review_id", "question_id")
    review_id: Mapped[str] = mapped_column(ForeignKey("review.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(default="")
    due: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="open")
    note: Mapped[str] = mapped_column(default="")


class MilestoneRow(Base):
    """A saved state; its content is a blob of the canonical snapshot JSON."""

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("workload_id", "number"),)
    KEY = ("id",)
    CARRIED = frozenset({"used"})
    id: Mapped[str] = mapped_column(primary_key=True)
    workload_id: Mapped[str] = mapped_column(ForeignKey("workload.id"))
    number: Mapped[int]
    name: Mapped[str]
    at: Mapped[str]
    by: Mapped[str] = mapped_column(default="")
    content_sha256: Mapped[str]
    previous: Mapped[str] = mapped_column(default="")
    chain: Mapped[str]
    used: Mapped[bool] = mapped_column(default=False)
    counts: Mapped[Any] = mapped_column(JSON, default=list)


class SharedStateRow(Base):
    """A state of a workload that left in a package or came in with one; its content is a blob of that hash.

    The newest one that a package knows too is what the two copies have in common: the base of the merge.
    """

    __tablename__ = "shared_state"
    KEY = ("workload_id", "sha256")
    workload_id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(default=0)
