"""Tables of what a team undertakes: initiatives, the practices they put in place, and what the plan is held against."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.tables.mapping import Base

__all__ = ["InitiativeGapRow", "InitiativeRow", "PlanTermsRow"]


class InitiativeRow(Base):
    """One initiative of a workload; see domain.initiative.Initiative."""

    __tablename__ = "initiative"
    __table_args__ = (Index("initiative_by_workload", "workload_id"),)
    KEY = ("id",)
    id: Mapped[str] = mapped_column(primary_key=True)
    workload_id: Mapped[str] = mapped_column(ForeignKey("workload.id"))
    title: Mapped[str] = mapped_column(default="")
    days: Mapped[float] = mapped_column(default=0.0)
    impact: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str] = mapped_column(default="")
    due: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="open")
    note: Mapped[str] = mapped_column(default="")
    value: Mapped[str] = mapped_column(default="")
    fixed: Mapped[bool] = mapped_column(default=False)


class InitiativeGapRow(Base):
    """One practice that an initiative puts in place."""

    __tablename__ = "initiative_gap"
    __table_args__ = (Index("initiative_gap_by_review", "review_id"),)
    KEY = ("initiative_id", "review_id", "question_id", "choice_id")
    initiative_id: Mapped[str] = mapped_column(ForeignKey("initiative.id"), primary_key=True)
    review_id: Mapped[str] = mapped_column(ForeignKey("review.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    choice_id: Mapped[str] = mapped_column(primary_key=True)


class PlanTermsRow(Base):
    """What the plan of a workload is held against; no row means all defaults."""

    __tablename__ = "plan_terms"
    KEY = ("workload_id",)
    workload_id: Mapped[str] = mapped_column(ForeignKey("workload.id"), primary_key=True)
    baseline: Mapped[str] = mapped_column(default="")
    target: Mapped[float] = mapped_column(default=0.5)
    requirements: Mapped[str] = mapped_column(default="")
    capacity: Mapped[Any] = mapped_column(JSON, default=dict)
    planned_at: Mapped[str] = mapped_column(default="")
    planned_on: Mapped[str] = mapped_column(default="")
    agreed_by: Mapped[str] = mapped_column(default="")
    agreed_at: Mapped[str] = mapped_column(default="")
    agreed_on: Mapped[str] = mapped_column(default="")
