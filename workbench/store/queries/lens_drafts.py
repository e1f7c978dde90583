"""Lenses that are being written."""

from __future__ import annotations

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from workbench.domain.lens_draft import DraftPart, LensDraft
from workbench.store.tables import DraftPartRow, LensDraftRow

__all__ = ["draft_names", "lens_draft"]

_draft: Table = LensDraftRow.__table__  # type: ignore[assignment]
_part: Table = DraftPartRow.__table__  # type: ignore[assignment]
_ONE = select(_draft.c.version, _draft.c.base_sha256).where(_draft.c.id == bindparam("id"))
_PARTS = select(_part.c.part_id, _part.c.kind, _part.c.parent, _part.c.place, _part.c.body).where(
    _part.c.draft_id == bindparam("id")
)
_NAMES = select(_draft.c.id, _draft.c.version, _part.c.body).join(
    _part, (_part.c.draft_id == _draft.c.id) & (_part.c.kind == "lens")
)


def lens_draft(session: Session, draft_id: str) -> LensDraft | None:
    """Return a draft with all its parts, or None for an unknown id."""
    connection = session.connection()
    row = connection.execute(_ONE, {"id": draft_id}).first()
    if row is None:
        return None
    parts = tuple(DraftPart(*each) for each in connection.execute(_PARTS, {"id": draft_id}))
    return LensDraft(draft_id, row.version, row.base_sha256, parts)


def draft_names(session: Session) -> tuple[tuple[str, str, str], ...]:
    """Return id, name and version of every draft, by name."""
    rows = session.connection().execute(_NAMES)
    found = [(key, str(body.get("name") or ""), version) for key, version, body in rows]
    return tuple(sorted(found, key=lambda each: (each[1].casefold(), each[0])))
