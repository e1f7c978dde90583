"""Tables of lenses that are being written in the studio."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.tables.mapping import Base

__all__ = ["DraftPartRow", "LensDraftRow"]


class LensDraftRow(Base):
    """One lens that is being written; `base_sha256` is the published text it goes on from."""

    __tablename__ = "lens_draft"
    KEY = ("id",)
    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(default="")
    base_sha256: Mapped[str] = mapped_column(default="")


class DraftPartRow(Base):
    """The lens, a pillar, a question or a choice of a draft; `body` is its object without the parts inside."""

    __tablename__ = "draft_part"
    KEY = ("draft_id", "part_id")
    draft_id: Mapped[str] = mapped_column(ForeignKey("lens_draft.id"), primary_key=True)
    part_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    parent: Mapped[str] = mapped_column(default="")
    place: Mapped[int] = mapped_column(default=0)
    body: Mapped[Any] = mapped_column(JSON, default=dict)
