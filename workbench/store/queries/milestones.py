"""Milestones, their saved states, and whether the chain still holds."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.analyses.risk import assess_review
from workbench.domain.milestone import Milestone, chain_hash
from workbench.domain.snapshot import Snapshot, digest, snapshot_from_json
from workbench.errors import BadInput
from workbench.i18n import _
from workbench.store.blobs import read_blob
from workbench.store.queries.lenses import lens_by_hash
from workbench.store.tables import MilestoneRow

__all__ = ["ChainBreak", "counts_of", "milestone_names", "milestone_snapshot", "milestones_of", "verify_chain"]


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """A milestone that is no longer what was saved."""

    number: int
    name: str
    what: str


def milestones_of(session: Session, workload_id: str) -> tuple[Milestone, ...]:
    """Return the milestones of a workload, first to last."""
    query = select(MilestoneRow.__table__).where(MilestoneRow.workload_id == workload_id)
    rows = session.execute(query.order_by(MilestoneRow.number)).mappings()
    return tuple(
        Milestone(**(dict(row) | {"counts": tuple(tuple(entry) for entry in row["counts"] if len(entry) == 4)}))
        for row in rows
    )


def milestone_names(session: Session) -> tuple[tuple[str, int], ...]:
    """Return the names of milestones over all workloads, and how many workloads have one; the commonest first."""
    having: dict[str, set[str]] = {}
    shown: dict[str, str] = {}
    for workload_id, name in session.execute(select(MilestoneRow.workload_id, MilestoneRow.name)):
        key = name.strip().casefold()
        shown.setdefault(key, name.strip())
        having.setdefault(key, set()).add(workload_id)
    order = sorted(having, key=lambda key: (-len(having[key]), key))
    return tuple((shown[key], len(having[key])) for key in order)


def milestone_snapshot(session: Session, milestone: Milestone, *, with_graph: bool = True) -> Snapshot:
    """Return the state a milestone saved.

    Args:
        session: A session.
        milestone: The milestone.
        with_graph: False leaves the dependency graph out, for readers that want the review only and soon.

    Raises:
        BadInput: The content is missing or was changed.
    """
    try:
        data = read_blob(session, milestone.content_sha256)
    except BadInput:
        data = None
    if data is None or digest(data) != milestone.content_sha256:
        raise BadInput(
            _('The saved state of milestone {n} "{name}" is missing or was changed.').format(
                n=milestone.number, name=milestone.name),
            _("Restore a backup, or run milestone verify for the whole chain."),
        )  # fmt: skip
    return snapshot_from_json(json.loads(data), with_graph=with_graph)


def counts_of(session: Session, snapshot: Snapshot) -> list[list[object]]:
    """Count questions per lens, pillar and risk; the trend chart reads these."""
    found: dict[tuple[str, str, str], int] = {}
    for review in snapshot.reviews:
        lens = lens_by_hash(session, review.lens_sha256)
        if lens is None:
            continue
        for one in assess_review(lens, review).values():
            key = (review.lens_alias, one.pillar_id, one.risk.value)
            found[key] = found.get(key, 0) + 1
    return [[*key, n] for key, n in sorted(found.items())]


def _faults_beside(session: Session, one: Milestone, data: bytes) -> list[str]:
    """Look at what a whole saved state rests on, and at the numbers lists and charts show of it."""
    snapshot = snapshot_from_json(json.loads(data), with_graph=False)
    for review in snapshot.reviews:
        try:
            text = read_blob(session, review.lens_sha256)
        except BadInput:
            text = None
        if text is None or digest(text) != review.lens_sha256:
            return [_("the lens {alias} it answers is missing or was changed").format(alias=review.lens_alias)]
    counts = [list(entry) for entry in one.counts]
    return [] if counts == counts_of(session, snapshot) else [_("its counts of risks are not those of its saved state")]


def verify_chain(session: Session, workload_id: str) -> tuple[ChainBreak, ...]:
    """Return every milestone that breaks the chain; none when all is as it was saved."""
    breaks = []
    previous, expected_number = "", 1
    for one in milestones_of(session, workload_id):
        if one.number != expected_number:
            breaks.append(
                ChainBreak(one.number, one.name, _("milestone {n} is missing before it").format(n=expected_number))
            )
        if one.previous != previous:
            breaks.append(ChainBreak(one.number, one.name, _("it does not follow from the milestone before")))
        chain = chain_hash(one.workload_id, one.number, one.name, one.at, one.by, one.content_sha256, one.previous)
        if chain != one.chain:
            breaks.append(ChainBreak(one.number, one.name, _("its name, number, date or author was changed")))
        try:
            data = read_blob(session, one.content_sha256)
        except BadInput as error:
            data = error.message.encode()
        if data is None:
            breaks.append(ChainBreak(one.number, one.name, _("its saved state is missing")))
        elif digest(data) != one.content_sha256:
            breaks.append(ChainBreak(one.number, one.name, _("its saved state was changed")))
        else:
            breaks += [ChainBreak(one.number, one.name, what) for what in _faults_beside(session, one, data)]
        previous, expected_number = one.chain, one.number + 1
    return tuple(breaks)
