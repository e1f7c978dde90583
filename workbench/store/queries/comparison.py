"""Two points of a workload's life, read and compared: milestones by number or name, or now."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.analyses.comparison import compare
from workbench.analyses.differences import Comparison
from workbench.analyses.trend import Counted, Trend, trend, trends
from workbench.domain.lens import Lens
from workbench.domain.milestone import Milestone
from workbench.domain.snapshot import Snapshot
from workbench.errors import UnknownName
from workbench.i18n import _
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.lenses import lens_by_hash
from workbench.store.queries.milestones import milestone_snapshot, milestones_of
from workbench.store.tables import ChangeRow, ReviewRow, StepRow, TallyRow

__all__ = ["NOW", "compare_points", "find_milestone", "trend_of", "trends_of"]

NOW = "now"
"""The word for the state as it stands; milestones have numbers and names."""


def find_milestone(session: Session, workload_id: str, point: str | int) -> Milestone:
    """Return a milestone by number, name (whatever its case) or id.

    Raises:
        UnknownName: There is none; the message lists those that are there.
    """
    known = milestones_of(session, workload_id)
    wanted = str(point).strip()
    by_number = [one for one in known if str(one.number) == wanted.lstrip("#")]
    found = by_number or [one for one in known if wanted.lower() in (one.name.lower(), one.id)]
    if not found:
        listed = ", ".join(f'{one.number} "{one.name}"' for one in known)
        raise UnknownName(
            _('There is no milestone "{name}".').format(name=wanted),
            _("Milestones: {listed}.").format(listed=listed) if known else _("Save a milestone first."),
        )
    return found[0]


def compare_points(
    session: Session, workload_id: str, from_: str | int, to: str | int, *, today: str = ""
) -> Comparison:
    """Compare two milestones, or one with now; the older one should come first.

    Args:
        session: A reading session.
        workload_id: The workload.
        from_, to: Milestone number, name or id, or NOW.
        today: The day that acceptances are judged on for NOW, YYYY-MM-DD; today (UTC) if empty.

    Raises:
        UnknownName: No such workload or milestone.
        BadInput: A saved state is missing or was changed.
    """
    today = today or datetime.now(UTC).date().isoformat()
    sides = [_side(session, workload_id, point, today) for point in (from_, to)]
    (before, old), (after, new) = sides
    limit = new.number if new else None
    history = [
        milestone_snapshot(session, one, with_graph=False)
        for one in milestones_of(session, workload_id)
        if limit is None or one.number < limit
    ]
    lenses: dict[str, Lens] = {}
    for state in (before, after, *history):
        for review in state.reviews:
            lens = lens_by_hash(session, review.lens_sha256)
            if lens is not None:
                lenses[review.lens_sha256] = lens
    return compare(
        lenses, before, after,
        before_day=old.at[:10] if old else today, after_day=new.at[:10] if new else today,
        who=_who(session, workload_id, after, old, new), earlier=history,
        before_title=_title(old), after_title=_title(new),
    )  # fmt: skip


def _side(session: Session, workload_id: str, point: str | int, today: str) -> tuple[Snapshot, Milestone | None]:
    if str(point).strip().lower() != NOW:
        milestone = find_milestone(session, workload_id, point)
        return milestone_snapshot(session, milestone), milestone
    state = take_snapshot(session, workload_id)
    if state is None:
        raise UnknownName(_("The workload is not in this workspace."))
    return state, None


def _title(milestone: Milestone | None) -> str:
    if milestone is None:
        return _("Now")
    return _('Milestone {n} "{name}"').format(n=milestone.number, name=milestone.name)


def _who(
    session: Session, workload_id: str, after: Snapshot, old: Milestone | None, new: Milestone | None
) -> dict[tuple[str, str], tuple[str, str]]:
    """Who changed each question last between two points; the journal knows the step that saved a milestone."""
    aliases = {review.id: review.lens_alias for review in after.reviews}
    query = (
        select(ChangeRow.review_id, ChangeRow.question_id, StepRow.who, StepRow.at)
        .join(StepRow, StepRow.id == ChangeRow.step_id)
        .where(ChangeRow.review_id.in_(aliases), ChangeRow.question_id != "", StepRow.state != "undone")
        .where(StepRow.undone_by == "")
        .order_by(StepRow.id)
    )
    steps = _saved_in(session, workload_id)
    for milestone, is_start in ((old, True), (new, False)):
        if milestone is None:
            if is_start:
                return {}
            continue
        step = steps.get(milestone.id, 0)
        query = query.where(StepRow.id > step) if is_start else query.where(StepRow.id <= step)
    return {(aliases[review_id], question_id): (who, at) for review_id, question_id, who, at in session.execute(query)}


def _saved_in(session: Session, workload_id: str) -> dict[str, int]:
    query = select(ChangeRow.row_key, ChangeRow.step_id).where(
        ChangeRow.table_name == "milestone", ChangeRow.workload_id == workload_id, ChangeRow.after.is_not(None)
    )
    return {key["id"]: step_id for key, step_id in session.execute(query.order_by(ChangeRow.step_id))}


def _now(session: Session, workload_id: str) -> tuple[str, tuple[Counted, ...]]:
    query = (
        select(ReviewRow.lens_alias, TallyRow.pillar_id, TallyRow.risk, TallyRow.questions)
        .join(TallyRow, TallyRow.review_id == ReviewRow.id)
        .where(ReviewRow.workload_id == workload_id)
    )
    counts = tuple((alias, pillar, risk, n) for alias, pillar, risk, n in session.execute(query))
    return datetime.now(UTC).isoformat(timespec="milliseconds"), counts


def trend_of(session: Session, workload_id: str, lens_alias: str = "", pillar_id: str = "") -> Trend:
    """Return the counts of every milestone and of now, of one lens or pillar or of all."""
    return trend(
        milestones_of(session, workload_id), _now(session, workload_id), lens_alias=lens_alias, pillar_id=pillar_id
    )


def trends_of(session: Session, workload_id: str) -> tuple[Trend, ...]:
    """Return the trend of everything, of each lens and of each pillar, with now as the last point."""
    return trends(milestones_of(session, workload_id), _now(session, workload_id))
