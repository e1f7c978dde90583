"""Names and ids for a workload that comes from elsewhere, so that it meets nothing of another workload here."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.analyses.initiative_merge import renamed
from workbench.domain.ids import new_id
from workbench.domain.snapshot import Snapshot
from workbench.store.tables import EvidenceRow, InitiativeRow, ReviewRow, WorkloadRow

__all__ = ["free_name", "with_free_ids"]


def with_free_ids(session: Session, state: Snapshot) -> Snapshot:
    """Give new ids to reviews and evidence whose id another workload here has."""
    own = state.workload.id
    alias_of = {row.id: row.lens_alias for row in session.execute(
        select(ReviewRow.id, ReviewRow.lens_alias).where(ReviewRow.workload_id == own))}  # fmt: skip
    taken = set(session.execute(select(ReviewRow.id).where(ReviewRow.workload_id != own)).scalars())
    taken |= {r.id for r in state.reviews if alias_of.get(r.id, r.lens_alias) != r.lens_alias}
    ids = {review.id: new_id() if review.id in taken else review.id for review in state.reviews}
    elsewhere = select(EvidenceRow.id).join(ReviewRow, ReviewRow.id == EvidenceRow.review_id)
    strange = set(session.execute(select(InitiativeRow.id).where(InitiativeRow.workload_id != own)).scalars())
    foreign = set(session.execute(elsewhere.where(ReviewRow.workload_id != own)).scalars())
    return replace(
        state,
        reviews=tuple(replace(review, id=ids[review.id]) for review in state.reviews),
        evidence=tuple(
            replace(e, id=new_id() if e.id in foreign else e.id, review_id=ids[e.review_id]) for e in state.evidence
        ),
        acceptances=tuple(replace(one, review_id=ids[one.review_id]) for one in state.acceptances),
        improvements=tuple(replace(one, review_id=ids[one.review_id]) for one in state.improvements),
        inherited=tuple(replace(one, review_id=ids[one.review_id]) for one in state.inherited),
        initiatives=renamed(state.initiatives, ids, {key: new_id() for key in strange}),
    )


def free_name(session: Session, name: str, workload_id: str) -> str:
    """Return the name, or with a number behind it where another workload has it (case and spaces do not count)."""
    others = session.execute(select(WorkloadRow.name).where(WorkloadRow.id != workload_id)).scalars()
    taken = {other.replace(" ", "").lower() for other in others}
    free, number = name, 2
    while free.replace(" ", "").lower() in taken:
        end = f" ({number})"
        free, number = name[: 100 - len(end)].rstrip() + end, number + 1
    return free
