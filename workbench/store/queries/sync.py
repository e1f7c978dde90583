"""Links, jobs of the outbox, decisions on conflicts and what the Tool said, as domain objects."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.domain.snapshot import Snapshot, snapshot_from_json
from workbench.domain.sync import Call, CallState, Job, JobKind, Link, ToolState
from workbench.domain.sync_json import state_from_json
from workbench.store.blobs import read_blob
from workbench.store.tables import (
    OfficialTextRow,
    SyncCallRow,
    SyncDecisionRow,
    SyncJobRow,
    SyncLinkRow,
    SyncSeenRow,
    ToolMilestoneRow,
)

__all__ = ["any_open_job", "calls_of", "decisions_of", "job_of", "jobs_of", "kept_snapshot", "link_of", "linked_to", "links", "official_texts", "open_job", "seen_state", "tool_milestones"]  # fmt: skip


def _link(row: dict[str, Any]) -> Link:
    return Link(**(row | {"lenses": tuple(sorted(row["lenses"].items()))}))


def link_of(session: Session, workload_id: str) -> Link | None:
    """Return the link of a workload, or None."""
    row = (
        session.execute(select(SyncLinkRow.__table__).where(SyncLinkRow.workload_id == workload_id)).mappings().first()
    )
    return _link(dict(row)) if row else None


def links(session: Session) -> tuple[Link, ...]:
    """Return every link of the workspace."""
    return tuple(_link(dict(row)) for row in session.execute(select(SyncLinkRow.__table__)).mappings())


def linked_to(session: Session, remote_id: str) -> Link | None:
    """Return the link to a workload of the Tool, or None."""
    return next((link for link in links(session) if link.remote_id == remote_id), None)


def kept_snapshot(session: Session, sha256: str) -> Snapshot | None:
    """Return a snapshot kept as a blob, or None."""
    data = read_blob(session, sha256) if sha256 else None
    return snapshot_from_json(json.loads(data)) if data else None


def seen_state(session: Session, link: Link) -> ToolState | None:
    """Return what the Tool held when it was read last, or None; readings of another workload do not count."""
    row = session.get(SyncSeenRow, link.workload_id)
    data = read_blob(session, row.sha256) if row and row.remote_id == link.remote_id else None
    return state_from_json(json.loads(data)) if data else None


def _job(row: dict[str, Any]) -> Job:
    return Job(
        row["id"], row["workload_id"], JobKind(row["kind"]), row["started_at"], row["sent_sha256"], row["facts"],
        row["state"], row["receipt"],
    )  # fmt: skip


def job_of(session: Session, job_id: str) -> Job | None:
    """Return a job by id, or None."""
    row = session.execute(select(SyncJobRow.__table__).where(SyncJobRow.id == job_id)).mappings().first()
    return _job(dict(row)) if row else None


def open_job(session: Session, workload_id: str, kind: JobKind | None = None) -> Job | None:
    """Return the job that was interrupted, or None."""
    found = [job for job in jobs_of(session, workload_id) if job.state == "open" and kind in (None, job.kind)]
    return found[0] if found else None


def jobs_of(session: Session, workload_id: str) -> tuple[Job, ...]:
    """Return all jobs of a workload, the newest first: the log of past syncs."""
    query = select(SyncJobRow.__table__).where(SyncJobRow.workload_id == workload_id)
    rows = session.execute(query.order_by(SyncJobRow.started_at.desc(), SyncJobRow.id)).mappings()
    return tuple(_job(dict(row)) for row in rows)


def calls_of(session: Session, job_id: str) -> tuple[Call, ...]:
    """Return the calls of a job in order, as they stand."""
    query = select(SyncCallRow.__table__).where(SyncCallRow.job_id == job_id).order_by(SyncCallRow.place)
    return tuple(
        Call(
            row["id"], row["op"], row["lens"], row["question"], tuple(row["fields"]), row["why"], row["seen"],
            row["wanted"], row["phase"], CallState(row["state"]), row["outcome"],
        )
        for row in session.execute(query).mappings()
    )  # fmt: skip


def decisions_of(session: Session, workload_id: str) -> dict[str, tuple[str, str]]:
    """Return what was chosen by conflict id, each with the fingerprint of the values it was chosen between."""
    query = select(SyncDecisionRow.conflict_id, SyncDecisionRow.take, SyncDecisionRow.about)
    rows = session.execute(query.where(SyncDecisionRow.workload_id == workload_id))
    return {row[0]: (row[1], row[2]) for row in rows}


def tool_milestones(session: Session, workload_id: str, remote_id: str) -> dict[str, int]:
    """Return the number in the Tool by milestone id."""
    query = select(ToolMilestoneRow.milestone_id, ToolMilestoneRow.number)
    rows = session.execute(
        query.where(ToolMilestoneRow.workload_id == workload_id, ToolMilestoneRow.remote_id == remote_id)
    )
    return {row[0]: row[1] for row in rows}


def official_texts(session: Session, lens_alias: str, version: str = "") -> dict[str, Any]:
    """Return question texts by id as an account showed them; the newest version where none is named."""
    query = select(OfficialTextRow.sha256).where(OfficialTextRow.lens_alias == lens_alias)
    if version:
        query = query.where(OfficialTextRow.lens_version == version)
    sha256 = session.execute(query.order_by(OfficialTextRow.at.desc()).limit(1)).scalar()
    data = read_blob(session, sha256) if sha256 else None
    found: dict[str, Any] = json.loads(data) if data else {}
    return found


def any_open_job(session: Session) -> bool:
    """Tell whether any job of the workspace was interrupted."""
    return session.execute(select(SyncJobRow.id).where(SyncJobRow.state == "open").limit(1)).first() is not None
