"""Removing a workload completely: rows, history, search index, content, free space and, on request, backups."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, func, or_, select, text, update

from workbench.errors import BadInput, UnknownName, WorkspaceUnusable
from workbench.i18n import _
from workbench.progress import Progress, Silent
from workbench.store.backups import backups_of
from workbench.store.blobs import drop_blob, read_blob
from workbench.store.connection import connect_reading, remove_side_files
from workbench.store.schema import rebuild_search
from workbench.store.tables import Base
from workbench.store.workspace import Workspace

__all__ = ["Receipt", "purge_workload"]

_STEPS = 5
_PATIENCE_S = 2.0
_BY_REVIEW = ("mark", "answer", "pillar_note", "evidence", "acceptance", "improvement", "tally", "tool_risk",
              "inherited", "initiative_gap")  # fmt: skip
_BY_WORKLOAD = (
    "session_event",
    "shared_plan",
    "session",
    "sync_link",
    "tool_milestone",
    "sync_decision",
    "sync_seen",
    "sync_job",
    "finding_note",
    "failure_scenario",
    "graph_import",
    "graph_journey",
    "graph_node",
    "initiative",
    "plan_terms",
    "milestone",
    "shared_state",
    "review",
)
_NAMING = ("evidence", "milestone", "lens", "shared_state", "lens_draft", "graph_import")
"""Tables whose rows name contents, also when they live on in the history only."""
_LOOK = (
    "SELECT 1 FROM workload WHERE id = :id UNION ALL SELECT 1 FROM review WHERE workload_id = :id "
    "UNION ALL SELECT 1 FROM milestone WHERE workload_id = :id UNION ALL SELECT 1 FROM change WHERE workload_id = :id LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was removed and what is still there.

    Attributes:
        at: When, UTC, ISO 8601.
        counts: Kind of thing and how many were removed; only what there was.
        backups: Backup files that were deleted.
        stays: What still holds, or may hold, the workload, each as a sentence or a path.
    """

    workspace: Path
    workload_id: str
    name: str
    at: str
    counts: tuple[tuple[str, int], ...]
    backups: tuple[Path, ...] = ()
    stays: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the receipt as lines of plain text."""
        lines = [
            _('Workload "{name}" was removed completely.').format(name=self.name),
            _("Workspace: {file}").format(file=self.workspace),
            _("Workload id: {id}").format(id=self.workload_id),
            _("Time (UTC): {at}").format(at=self.at),
            "",
            _("Removed:"),
            *(f"  {kind}: {n}" for kind, n in self.counts),
            *(_("  backup {file}").format(file=path) for path in self.backups),
        ]
        if self.stays:
            lines += ["", _("Not removed:"), *(f"  {what}" for what in self.stays)]
        lines += ["", _("Templates of plans and of platform answers belong to the workspace and stay.")]
        lines += [_("Copies made by hand, packages and reports are not known to the workspace; look for them too.")]
        return "\n".join(lines) + "\n"


def purge_workload(
    workspace: Workspace, workload_id: str, *, backups: bool = False, progress: Progress | None = None
) -> Receipt:
    """Remove a workload so that no byte of it is left in the workspace file; this cannot be undone.

    Args:
        workspace: The open file; it is rewritten as a whole, so its size in free space is needed.
        workload_id: The workload; it may have been removed before and live on in the history only.
        backups: Delete the backups that contain it, too.
        progress: Told steps done and in all; Cancel counts before the first change only.

    Raises:
        UnknownName: The file knows nothing of this workload.
    """
    report = progress or Silent()
    report(0, _STEPS, _("Removing rows"))
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with workspace.transaction() as session:
        connection = session.connection()
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
        name = _name_of(connection, workload_id)
        lenses = _lenses_named(connection, workload_id)
        counts = _remove_rows(connection, workload_id)
        history = _remove_history(connection, workload_id)
        counts |= history
        counts[_("lens texts")] = _remove_lenses(connection, lenses, lambda sha256: read_blob(session, sha256))
        kept = {sha256 for name in ("blob", "blob_chunk")  # an interrupted copy leaves pieces without a whole
                for sha256 in connection.execute(select(_table(name).c.sha256).distinct()).scalars()}  # fmt: skip
        unused = kept - _in_use(connection)
        for sha256 in unused:
            drop_blob(session, sha256)
        counts[_("contents (evidence, milestones, lens texts)")] = len(unused)
        rebuild_search(connection)
        connection.execute(text("INSERT INTO lens_search(lens_search) VALUES ('rebuild')"))
    stays = []
    report(2, _STEPS, _("Rewriting the file"))
    if not _rewrite(workspace):
        stays.append(_("Free space inside the file may hold remains: another program reads it, or the disk is full."))
    report(4, _STEPS, _("Looking into backups"))
    removed, left = _look_into_backups(workspace.path, workload_id, backups)
    report(_STEPS, _STEPS)
    return Receipt(
        workspace.path, workload_id, name, at, tuple((kind, n) for kind, n in counts.items() if n), removed,
        (*stays, *left),
    )  # fmt: skip


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _name_of(connection: Connection, workload_id: str) -> str:
    workload, change = _table("workload"), _table("change")
    name = connection.execute(select(workload.c.name).where(workload.c.id == workload_id)).scalar()
    if name is not None:
        return str(name)
    rows = select(change.c.before, change.c.after).where(
        change.c.workload_id == workload_id, change.c.table_name == "workload"
    )
    for before, after in connection.execute(rows.order_by(change.c.step_id.desc())):
        if found := (before or {}).get("name") or (after or {}).get("name"):
            return str(found)
    known = connection.execute(select(func.count()).where(change.c.workload_id == workload_id)).scalar()
    if not known:
        raise UnknownName(_("The workspace knows no workload {id}.").format(id=workload_id))
    return workload_id


def _remove_rows(connection: Connection, workload_id: str) -> dict[str, int]:
    titles = {
        "mark": _("marks"), "answer": _("answers"), "pillar_note": _("pillar notes"), "evidence": _("evidence"),
        "acceptance": _("accepted risks"), "improvement": _("improvements"), "milestone": _("milestones"),
        "session": _("sessions"), "shared_plan": _("shared plans of sessions"), "session_event": _("lines of session logs"), "inherited": _("notes on platform answers"),
        "shared_state": _("shared states"), "review": _("reviews"), "sync_link": _("links to the Tool"),
        "tool_milestone": _("milestone numbers of the Tool"), "sync_decision": _("decisions on conflicts"),
        "sync_seen": _("readings of the Tool"), "sync_job": _("jobs of the outbox"), "tool_risk": _("risks told by the Tool"),
        "graph_node": _("elements of the dependency graph"), "graph_journey": _("user journeys"),
        "graph_import": _("imports of the dependency graph"), "finding_note": _("decisions about findings"),
        "failure_scenario": _("failures kept under a name"), "initiative": _("initiatives"),
        "initiative_gap": _("practices of initiatives"), "plan_terms": _("terms of the plan"),
    }  # fmt: skip
    review = _table("review")
    own = select(review.c.id).where(review.c.workload_id == workload_id)
    counts = {}
    for name in _BY_REVIEW:
        done = connection.execute(delete(_table(name)).where(_table(name).c.review_id.in_(own)))
        if name in titles:
            counts[titles[name]] = done.rowcount
    job, call = _table("sync_job"), _table("sync_call")
    of_workload = select(job.c.id).where(job.c.workload_id == workload_id)
    counts[_("calls of the outbox")] = connection.execute(delete(call).where(call.c.job_id.in_(of_workload))).rowcount
    for name in _BY_WORKLOAD:
        table = _table(name)
        counts[titles[name]] = connection.execute(delete(table).where(table.c.workload_id == workload_id)).rowcount
    workload, meta = _table("workload"), _table("meta")
    counts[_("workload")] = connection.execute(delete(workload).where(workload.c.id == workload_id)).rowcount
    shared = meta.c.name.startswith(f"shared:{workload_id}", autoescape=True)
    counts[_("notes on packages")] = connection.execute(delete(meta).where(shared)).rowcount
    return counts


def _lenses_named(connection: Connection, workload_id: str) -> set[str]:
    """Return every lens text the workload uses or ever used."""
    review, change = _table("review"), _table("change")
    found = set(connection.execute(select(review.c.lens_sha256).where(review.c.workload_id == workload_id)).scalars())
    own = select(change.c.step_id).where(change.c.workload_id == workload_id)
    rows = select(change.c.row_key, change.c.before, change.c.after).where(
        change.c.step_id.in_(own), change.c.table_name.in_(("review", "lens"))
    )
    for parts in connection.execute(rows):
        found |= {row.get(name, "") for row in parts if row for name in ("lens_sha256", "sha256")}
    return found - {""}


def _remove_history(connection: Connection, workload_id: str) -> dict[str, int]:
    """Remove the workload's changes; steps that hold nothing else go, others lose title and place."""
    step, change = _table("step"), _table("change")
    own = change.c.workload_id == workload_id
    steps = set(connection.execute(select(change.c.step_id).where(own).distinct()).scalars())
    steps |= set(connection.execute(select(step.c.id).where(step.c.workload_id == workload_id)).scalars())
    changes = removed = 0
    for step_id in sorted(steps):
        of_step = change.c.step_id == step_id
        kept = select(change.c.workload_id).where(of_step, ~own, change.c.workload_id != "").limit(1)
        other = connection.execute(kept).scalar()
        if other is None:  # a lens that came in with this workload is no reason to keep the step
            changes += connection.execute(delete(change).where(of_step)).rowcount
            removed += connection.execute(delete(step).where(step.c.id == step_id)).rowcount
        else:
            changes += connection.execute(delete(change).where(of_step, own)).rowcount
            blank = {"title": _("Change of several workloads"), "workload_id": other, "token": ""}
            connection.execute(update(step).where(step.c.id == step_id).values(blank))
    return {_("changes in the history"): changes, _("steps of the history"): removed}


def _remove_lenses(connection: Connection, candidates: set[str], read: Any) -> int:
    """Remove lens texts that no review, no history and no milestone of another workload names."""
    lens, review, change = _table("lens"), _table("review"), _table("change")
    unused = candidates - set(connection.execute(select(review.c.lens_sha256)).scalars())
    if unused:
        rows = connection.execute(
            select(change.c.before, change.c.after).where(change.c.table_name.in_(("review", "lens")))
        )
        for before, after in rows:
            unused -= {(row or {}).get(name) for row in (before, after) for name in ("lens_sha256", "sha256")}
    contents = [_table("milestone").c.content_sha256, _table("shared_state").c.sha256]
    for content in {sha for column in contents for sha in connection.execute(select(column)).scalars()}:
        if not unused:
            return 0
        try:
            data = read(content) or b""
        except BadInput:  # damaged; it names nothing that could still be read
            continue
        unused -= {sha256 for sha256 in unused if sha256.encode() in data}
    for sha256 in unused:
        connection.execute(text("DELETE FROM lens_search WHERE sha256 = :sha"), {"sha": sha256})
        connection.execute(delete(lens).where(lens.c.sha256 == sha256))
    return len(unused)


def _in_use(connection: Connection) -> set[str]:
    """Every content hash that a row, a fact or the history names."""
    found: set[str] = set()
    for table in Base.metadata.sorted_tables:
        if table.name in ("blob", "blob_chunk"):
            continue
        for column in table.c:
            if column.name.endswith("sha256"):
                found |= set(connection.execute(select(column).distinct()).scalars())
    change = _table("change")
    keeping = or_(*(change.c.table_name == name for name in _NAMING))
    rows = connection.execute(select(change.c.row_key, change.c.before, change.c.after).where(keeping))
    for row in (part for parts in rows for part in parts if part):
        found |= {value for name, value in row.items() if name.endswith("sha256")}
    return found


def _rewrite(workspace: Workspace) -> bool:
    """Write the file anew without free space and empty the WAL; False when remains may be left."""
    try:
        with workspace.outside_transactions() as raw:
            try:
                raw.execute("VACUUM")
                raw.execute("PRAGMA busy_timeout = 100")
                until = time.monotonic() + _PATIENCE_S
                while raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                    if time.monotonic() > until:
                        return False
                    time.sleep(0.05)
            finally:
                raw.execute("PRAGMA secure_delete = OFF")
                raw.execute("PRAGMA busy_timeout = 5000")
    except sqlite3.Error:
        return False
    return True


def _look_into_backups(path: Path, workload_id: str, remove: bool) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    removed, left = [], []
    for file in _copies(path):
        holds = _holds(file, workload_id)
        if holds is False:
            continue
        if holds and remove:
            try:
                file.unlink()
                remove_side_files(file)
                removed.append(file)
                continue
            except OSError:
                left.append(_("{file} cannot be deleted").format(file=file))
                continue
        left.append(str(file) if holds else _("{file} cannot be read; it may hold the workload").format(file=file))
    return tuple(removed), tuple(left)


def _copies(path: Path) -> Iterable[Path]:
    """Backups, and damaged files a restore moved aside."""
    yield from (backup.path for backup in backups_of(path))
    yield from sorted(path.parent.glob(f"{path.name}.damaged-*"))


def _holds(file: Path, workload_id: str) -> bool | None:
    """Tell whether a copy contains the workload; None when it cannot be read."""
    try:
        with closing(connect_reading(file)) as raw:
            return raw.execute(_LOOK, {"id": workload_id}).fetchone() is not None
    except (sqlite3.Error, OSError, WorkspaceUnusable):
        return None
