"""What to follow up about a workload, read from the file: see analyses.follow_up."""

from __future__ import annotations

from sqlalchemy.orm import Session

from workbench.analyses.follow_up import STALE_DAYS, FollowUp, follow_up
from workbench.domain.lens import Lens
from workbench.domain.milestone import Milestone
from workbench.domain.snapshot import Snapshot
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.comparison import NOW, compare_points
from workbench.store.queries.initiatives import plan_terms_of
from workbench.store.queries.lenses import lens_by_hash
from workbench.store.queries.milestones import milestones_of

__all__ = ["baseline_of", "lenses_of", "read_follow_up"]


def lenses_of(session: Session, snapshot: Snapshot) -> dict[str, Lens]:
    """Return the lenses a state answers, by review id; those whose text is not in the file are left out."""
    found = {review.id: lens_by_hash(session, review.lens_sha256) for review in snapshot.reviews}
    return {key: lens for key, lens in found.items() if lens is not None}


def baseline_of(session: Session, workload_id: str) -> Milestone | None:
    """Return the milestone that progress is held against: the chosen one, else the first; None without any."""
    known = milestones_of(session, workload_id)
    wanted = plan_terms_of(session, workload_id).baseline
    return next((one for one in known if one.id == wanted), known[0] if known else None)


def read_follow_up(
    session: Session, workload_id: str, today: str, stale_days: int = STALE_DAYS, snapshot: Snapshot | None = None
) -> FollowUp | None:
    """Return what to follow up on a day (YYYY-MM-DD), or None for an unknown workload.

    Raises:
        BadInput: The saved state of a milestone is missing or was changed.
    """
    snapshot = snapshot or take_snapshot(session, workload_id)
    if snapshot is None:
        return None
    baseline, known = baseline_of(session, workload_id), milestones_of(session, workload_id)
    last = known[-1] if known else None
    first = compare_points(session, workload_id, baseline.id, NOW, today=today) if baseline else None
    since = (
        first if last is None or last == baseline else compare_points(session, workload_id, last.id, NOW, today=today)
    )
    return follow_up(
        snapshot, lenses_of(session, snapshot), plan_terms_of(session, workload_id), today,
        since_baseline=first, since_last=since, stale_days=stale_days,
    )  # fmt: skip
