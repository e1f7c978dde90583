"""States of a workload that left in packages or came in with them: what two copies have in common."""

from __future__ import annotations

import json
from collections.abc import Container

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.domain.snapshot import Snapshot, snapshot_from_json
from workbench.store.blobs import read_blob
from workbench.store.queries.milestones import milestone_snapshot, milestones_of
from workbench.store.tables import SharedStateRow

__all__ = ["common_state", "next_place", "shared_states"]


def shared_states(session: Session, workload_id: str) -> tuple[str, ...]:
    """Return the hashes of the shared states in the order they became part of this copy."""
    query = select(SharedStateRow.sha256).where(SharedStateRow.workload_id == workload_id)
    return tuple(session.execute(query.order_by(SharedStateRow.place)).scalars())


def next_place(session: Session, workload_id: str) -> int:
    """Return the place of the next shared state."""
    query = select(func.max(SharedStateRow.place)).where(SharedStateRow.workload_id == workload_id)
    return (session.execute(query).scalar() or 0) + 1


def common_state(
    session: Session, workload_id: str, states: Container[str], chains: Container[str]
) -> tuple[Snapshot | None, str]:
    """Return the newest state that this copy and another have in common, and its hash.

    Args:
        session: A reading session.
        workload_id: The workload.
        states: Hashes of the states that are part of the other copy.
        chains: Chain hashes of its milestones; they help where a whole workspace file was copied.

    Returns:
        None and "" where nothing in common is known.
    """
    for sha256 in reversed(shared_states(session, workload_id)):
        data = read_blob(session, sha256) if sha256 in states else None
        if data:
            return snapshot_from_json(json.loads(data)), sha256
    for one in reversed(milestones_of(session, workload_id)):
        if one.chain in chains:
            return milestone_snapshot(session, one), one.content_sha256
    return None, ""
