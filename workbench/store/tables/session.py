"""Tables of facilitated sessions: plans and templates, which a person's steps change; and the log, only added to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.tables.mapping import Base

__all__ = [
    "AnswerTemplateRow", "InheritedRow", "SessionEventRow", "SessionRow", "SessionTemplateRow", "SharedPlanRow",
    "TemplateAnswerRow",
]  # fmt: skip


class SessionRow(Base):
    """One planned session; see domain.session.SessionPlan."""

    __tablename__ = "session"
    __table_args__ = (Index("session_by_workload", "workload_id"),)
    KEY = ("id",)
    id: Mapped[str] = mapped_column(primary_key=True)
    workload_id: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    format: Mapped[str] = mapped_column(default="half_day")
    day: Mapped[str] = mapped_column(default="")
    goals: Mapped[str] = mapped_column(default="")
    sponsor: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int] = mapped_column(default=0)
    break_minutes: Mapped[int] = mapped_column(default=0)
    participants: Mapped[Any] = mapped_column(JSON, default=list)
    pillars: Mapped[Any] = mapped_column(JSON, default=list)
    fixed: Mapped[Any] = mapped_column(JSON, default=list)
    homework: Mapped[Any] = mapped_column(JSON, default=list)
    checklist: Mapped[Any] = mapped_column(JSON, default=list)
    rules: Mapped[Any] = mapped_column(JSON, default=list)
    weights: Mapped[Any] = mapped_column(JSON, default=dict)
    speakers: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[str] = mapped_column(default="")


class SessionTemplateRow(Base):
    """A plan kept for other workloads; `body` is the plan as JSON."""

    __tablename__ = "session_template"
    KEY = ("id",)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    body: Mapped[Any] = mapped_column(JSON, default=dict)


class SessionEventRow(Base):
    """One line of a session's log; append-only, past the history."""

    __tablename__ = "session_event"
    __table_args__ = (Index("session_event_by_session", "session_id", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(default="")
    workload_id: Mapped[str] = mapped_column(default="")
    at: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    lens: Mapped[str] = mapped_column(default="")
    question: Mapped[str] = mapped_column(default="")
    body: Mapped[Any] = mapped_column(JSON, default=dict)


class SharedPlanRow(Base):
    """A plan of a session that left in a package or came in with one; `sign` is what domain.session_records calls it."""

    __tablename__ = "shared_plan"
    KEY = ("session_id", "sign")
    session_id: Mapped[str] = mapped_column(primary_key=True)
    sign: Mapped[str] = mapped_column(primary_key=True)
    workload_id: Mapped[str] = mapped_column(default="")
    place: Mapped[int] = mapped_column(default=0)


class AnswerTemplateRow(Base):
    """Platform answers to questions of a lens."""

    __tablename__ = "answer_template"
    KEY = ("id",)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    lens: Mapped[str] = mapped_column(default="")
    lens_version: Mapped[str] = mapped_column(default="")


class TemplateAnswerRow(Base):
    """One answer of a template."""

    __tablename__ = "template_answer"
    KEY = ("template_id", "question_id")
    template_id: Mapped[str] = mapped_column(ForeignKey("answer_template.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[Any] = mapped_column(JSON, default=dict)


class InheritedRow(Base):
    """The template an answer came from; `given` is the fingerprint of the answer as it was given, `template` the name."""

    __tablename__ = "inherited"
    KEY = ("review_id", "question_id")
    review_id: Mapped[str] = mapped_column(ForeignKey("review.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    template_id: Mapped[str] = mapped_column(default="")
    given: Mapped[str] = mapped_column(default="")
    template: Mapped[str] = mapped_column(default="")
