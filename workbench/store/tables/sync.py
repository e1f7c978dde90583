"""Tables of the sync with the Tool: the link and what it said, which a person's steps change; and its journals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.tables.mapping import Base

__all__ = [
    "LensFactRow",
    "OfficialTextRow",
    "SyncCallRow",
    "SyncDecisionRow",
    "SyncJobRow",
    "SyncLinkRow",
    "SyncSeenRow",
    "ToolMilestoneRow",
    "ToolRiskRow",
]


class SyncLinkRow(Base):
    """The workload in the Tool that a workload is linked to; `base_sha256` is the blob of the common base."""

    __tablename__ = "sync_link"
    KEY = ("workload_id",)
    workload_id: Mapped[str] = mapped_column(primary_key=True)
    remote_id: Mapped[str] = mapped_column(default="")
    arn: Mapped[str] = mapped_column(default="")
    account: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    profile: Mapped[str] = mapped_column(default="")
    endpoint_url: Mapped[str] = mapped_column(default="")
    created_here: Mapped[bool] = mapped_column(default=False)
    linked_at: Mapped[str] = mapped_column(default="")
    lenses: Mapped[Any] = mapped_column(JSON, default=dict)
    base_sha256: Mapped[str] = mapped_column(default="")
    milestones_from: Mapped[int] = mapped_column(default=0)


class ToolRiskRow(Base):
    """The Tool's own result for an answer as it stands; no row where the answer changed since, or was never there."""

    __tablename__ = "tool_risk"
    KEY = ("review_id", "question_id")
    review_id: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    risk: Mapped[str] = mapped_column(default="")


class ToolMilestoneRow(Base):
    """The number a milestone of ours has in the Tool."""

    __tablename__ = "tool_milestone"
    KEY = ("milestone_id",)
    milestone_id: Mapped[str] = mapped_column(primary_key=True)
    workload_id: Mapped[str] = mapped_column(default="")
    remote_id: Mapped[str] = mapped_column(default="")
    number: Mapped[int] = mapped_column(default=0)


class SyncDecisionRow(Base):
    """What a person chose for a conflict; counts while base, mine and theirs are still those of `about`."""

    __tablename__ = "sync_decision"
    KEY = ("workload_id", "conflict_id")
    workload_id: Mapped[str] = mapped_column(primary_key=True)
    conflict_id: Mapped[str] = mapped_column(primary_key=True)
    take: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")


class SyncSeenRow(Base):
    """What the Tool held when it was read last; a cache, kept past the history."""

    __tablename__ = "sync_seen"
    workload_id: Mapped[str] = mapped_column(primary_key=True)
    remote_id: Mapped[str] = mapped_column(default="")
    at: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="")


class SyncJobRow(Base):
    """One job of the outbox, and its receipt once it is settled."""

    __tablename__ = "sync_job"
    __table_args__ = (Index("sync_job_by_workload", "workload_id", "state"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    workload_id: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="push")
    started_at: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")
    sent_sha256: Mapped[str] = mapped_column(default="")
    facts: Mapped[Any] = mapped_column(JSON, default=dict)
    receipt: Mapped[Any] = mapped_column(JSON, default=dict)


class SyncCallRow(Base):
    """One logical call of a job; its id is its ClientRequestToken and never changes."""

    __tablename__ = "sync_call"
    __table_args__ = (Index("sync_call_by_job", "job_id", "place"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(default="")
    place: Mapped[int] = mapped_column(default=0)
    op: Mapped[str] = mapped_column(default="")
    lens: Mapped[str] = mapped_column(default="")
    question: Mapped[str] = mapped_column(default="")
    fields: Mapped[Any] = mapped_column(JSON, default=list)
    why: Mapped[str] = mapped_column(default="")
    seen: Mapped[Any] = mapped_column(JSON, default=dict)
    wanted: Mapped[Any] = mapped_column(JSON, default=dict)
    phase: Mapped[str] = mapped_column(default="live")
    state: Mapped[str] = mapped_column(default="waiting")
    outcome: Mapped[Any] = mapped_column(JSON, default=dict)


class LensFactRow(Base):
    """How the Tool rated one exact combination of choices where our estimate said otherwise."""

    __tablename__ = "lens_fact"
    lens_alias: Mapped[str] = mapped_column(primary_key=True)
    lens_version: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    combination: Mapped[str] = mapped_column(primary_key=True)
    risk: Mapped[str] = mapped_column(default="")
    estimate: Mapped[str] = mapped_column(default="")
    at: Mapped[str] = mapped_column(default="")


class OfficialTextRow(Base):
    """Titles and descriptions of a lens version as an account showed them; the JSON is a blob."""

    __tablename__ = "official_text"
    lens_alias: Mapped[str] = mapped_column(primary_key=True)
    lens_version: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="")
