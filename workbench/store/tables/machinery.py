"""Tables that no person edits: facts about the file, history, derived counts, content."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.tables.mapping import Base

__all__ = ["MetaRow", "TallyRow", "StepRow", "ChangeRow", "BlobRow", "BlobChunkRow"]


class MetaRow(Base):
    """Facts about the file itself."""

    __tablename__ = "meta"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class TallyRow(Base):
    """Derived: number of questions per review, pillar and risk; rebuilt with every answer."""

    __tablename__ = "tally"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as SQLAlchemy wants it
    review_id: Mapped[str] = mapped_column(primary_key=True)
    pillar_id: Mapped[str] = mapped_column(primary_key=True)
    risk: Mapped[str] = mapped_column(primary_key=True)
    questions: Mapped[int]


class StepRow(Base):
    """One step of the history: what a person did, as one undo step.

    `state` is done, undone (can be redone), or settled (can be neither).
    """

    __tablename__ = "step"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    who: Mapped[str]
    source: Mapped[str] = mapped_column(default="window")
    operation: Mapped[str]
    title: Mapped[str]
    token: Mapped[str] = mapped_column(default="")
    workload_id: Mapped[str] = mapped_column(default="", index=True)
    state: Mapped[str] = mapped_column(default="done", index=True)
    undone_by: Mapped[str] = mapped_column(default="")


class ChangeRow(Base):
    """One row change of a step: the changed columns before and after (null: no row)."""

    __tablename__ = "change"
    __table_args__ = (Index("change_by_question", "review_id", "question_id"), {"sqlite_with_rowid": False})
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    table_name: Mapped[str]
    row_key: Mapped[Any] = mapped_column(JSON)
    workload_id: Mapped[str] = mapped_column(default="")
    review_id: Mapped[str] = mapped_column(default="")
    question_id: Mapped[str] = mapped_column(default="")
    before: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    after: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)


class BlobRow(Base):
    """Content kept by its SHA-256; append-only."""

    __tablename__ = "blob"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    packed: Mapped[bool] = mapped_column(default=False)


class BlobChunkRow(Base):
    """A piece of a blob, at most one MiB before packing."""

    __tablename__ = "blob_chunk"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
