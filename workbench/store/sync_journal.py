"""The outbox and its facts: short transactions past the history, from a worker or the command line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from workbench.domain.snapshot import canonical
from workbench.domain.sync import Call, CallState, Job, ToolState
from workbench.domain.sync_json import state_to_json
from workbench.store.blobs import drop_blob, keep_bytes, read_blob
from workbench.store.queries.sync import calls_of, job_of
from workbench.store.tables import LensFactRow, OfficialTextRow, SyncCallRow, SyncJobRow, SyncSeenRow
from workbench.store.workspace import Workspace

__all__ = ["SyncJournal"]


class SyncJournal:
    """Notes what is sent to the Tool and what came back; never touches answers.

    Args:
        workspace: Open for writing.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    # -- jobs ---------------------------------------------------------------------------------------
    def begin(self, job: Job, calls: Sequence[Call], sent: bytes = b"") -> Job:
        """Keep a job and its calls before the first is made; return it with the hash of what it sends."""
        with self._workspace.transaction() as session:
            kept = replace(job, sent_sha256=keep_bytes(session, sent) if sent else "")
            values = {"id": kept.id, "workload_id": kept.workload_id, "kind": str(kept.kind), "settled_at": "",
                      "started_at": kept.started_at, "state": "open", "sent_sha256": kept.sent_sha256,
                      "facts": kept.facts, "receipt": {}}  # fmt: skip
            session.execute(insert(SyncJobRow).values(values))
            _add(session, kept.id, 0, calls)
        return kept

    def append(self, job_id: str, calls: Sequence[Call]) -> None:
        """Keep further calls of a job, after those that are there."""
        with self._workspace.transaction() as session:
            place = session.execute(select(func.max(SyncCallRow.place)).where(SyncCallRow.job_id == job_id)).scalar()
            _add(session, job_id, 0 if place is None else place + 1, calls)

    def calls_of(self, job_id: str) -> tuple[Call, ...]:
        """Return the calls of a job in order, as they stand."""
        with self._workspace.reading() as session:
            return calls_of(session, job_id)

    def mark(self, call_id: str, state: CallState, outcome: dict[str, Any] | None = None) -> None:
        """Note how far a call is."""
        values: dict[str, Any] = {"state": str(state)}
        if outcome is not None:
            values["outcome"] = outcome
        with self._workspace.transaction() as session:
            session.execute(update(SyncCallRow).where(SyncCallRow.id == call_id).values(values))

    def note(self, job_id: str, facts: dict[str, Any]) -> None:
        """Add to what a job knows."""
        with self._workspace.transaction() as session:
            job = job_of(session, job_id)
            if job is not None:
                session.execute(update(SyncJobRow).where(SyncJobRow.id == job_id).values(facts=job.facts | facts))

    def settle(self, job_id: str, state: str, receipt: dict[str, Any]) -> None:
        """Close a job with its receipt."""
        values = {"state": state, "receipt": receipt, "settled_at": _now()}
        with self._workspace.transaction() as session:
            session.execute(update(SyncJobRow).where(SyncJobRow.id == job_id).values(values))

    # -- what the Tool said ---------------------------------------------------------------------------
    def keep_seen(self, workload_id: str, state: ToolState) -> None:
        """Keep what was read last, so that the next reading can skip what did not move."""
        with self._workspace.transaction() as session:
            before = session.get(SyncSeenRow, workload_id)
            old = before.sha256 if before else ""
            sha256 = keep_bytes(session, canonical(state_to_json(state)))
            session.merge(
                SyncSeenRow(workload_id=workload_id, remote_id=state.facts.remote_id, at=_now(), sha256=sha256)
            )
            if old not in ("", sha256):
                session.flush()
                drop_blob(session, old)  # nothing else ever names a reading

    def keep_texts(self, found: Mapping[tuple[str, str], Mapping[str, Any]]) -> None:
        """Keep official titles and descriptions by lens alias and version; what is known of a version is added to."""
        with self._workspace.transaction() as session:
            for (alias, version), texts in found.items():
                row = session.get(OfficialTextRow, (alias, version))
                known = json.loads(read_blob(session, row.sha256) or b"{}") if row else {}
                if any(known.get(key) != text for key, text in texts.items()):
                    sha256 = keep_bytes(session, canonical({**known, **texts}))
                    session.merge(OfficialTextRow(lens_alias=alias, lens_version=version, at=_now(), sha256=sha256))

    def keep_facts(self, facts: Iterable[tuple[str, str, str, str, str, str]]) -> None:
        """Keep combinations that the Tool rates otherwise: alias, version, question, combination, its risk, our estimate."""
        rows = list(facts)
        if not rows:
            return
        names = ("lens_alias", "lens_version", "question_id", "combination", "risk", "estimate")
        with self._workspace.transaction() as session:
            for row in rows:
                session.merge(LensFactRow(**dict(zip(names, row, strict=True)), at=_now()))


def _add(session: Session, job_id: str, place: int, calls: Sequence[Call]) -> None:
    rows = [
        {"id": call.id, "job_id": job_id, "place": place + n, "op": call.op, "lens": call.lens,
         "question": call.question, "fields": list(call.fields), "why": call.why, "seen": call.seen,
         "wanted": call.wanted, "phase": call.phase, "state": str(call.state), "outcome": call.outcome}
        for n, call in enumerate(calls)
    ]  # fmt: skip
    if rows:
        session.execute(insert(SyncCallRow), rows)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
