"""A workload out as a package and in again: new, or merged into the copy that is here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench import __version__
from workbench.analyses.merge import Decision, MergeResult, merge
from workbench.domain.evidence import EvidenceKind
from workbench.domain.ids import new_id
from workbench.domain.lens import Lens
from workbench.domain.milestone import Milestone
from workbench.domain.snapshot import Snapshot, canonical, digest, snapshot_to_json
from workbench.errors import BadInput, Refused, UnknownName
from workbench.exchange.pack import write_contents
from workbench.exchange.package import SUFFIX, Contents, Package, SharedState
from workbench.exchange.unpack import is_sealed, read_package
from workbench.i18n import _
from workbench.library.lens_format import read_lens_text
from workbench.operations.history import Change, History, utc_now
from workbench.operations.milestones import mark_used
from workbench.operations.package_ids import free_name, with_free_ids
from workbench.operations.package_sessions import (
    BringSessions,
    SessionsPreview,
    packed_sessions,
    plan_sessions,
    remember_plans,
)
from workbench.operations.workloads import PutSnapshot
from workbench.progress import Progress, Silent
from workbench.store.blobs import chunks_of, drop_blob, keep_bytes, keep_pieces, read_blob, seal_blob
from workbench.store.edits import Edits
from workbench.store.file_check import refuse_workspace
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.lenses import lens_text
from workbench.store.queries.milestones import milestone_snapshot, milestones_of
from workbench.store.queries.session_records import session_records
from workbench.store.queries.shared_states import common_state, next_place, shared_states
from workbench.store.tables import (
    BlobRow,
    LensRow,
    MilestoneRow,
    SharedStateRow,
)
from workbench.store.workspace import Workspace

__all__ = [
    "SUFFIX",
    "ImportKind",
    "ImportPackage",
    "ImportPreview",
    "Package",
    "import_package",
    "is_sealed",
    "prepare_import",
    "preview_import",
    "read_package",
    "write_package",
]

_PIECES = 8
"""Pieces of one MiB that one transaction writes."""


# ---------------------------------------------------------------------------------------------------- out
def write_package(
    workspace: Workspace,
    workload_id: str,
    target: Path,
    *,
    passphrase: str = "",
    speakers: bool = False,
    progress: Progress | None = None,
) -> int:
    """Export a workload; its state is remembered as shared, so that a copy that comes back can be merged.

    Args:
        workspace: Open for writing.
        workload_id: The workload.
        target: The file to write; it appears when it is whole.
        passphrase: Seals the package.
        speakers: Session logs say who said what also of people who did not agree to be named.
        progress: Told bytes done and in all; may raise Cancelled.

    Returns:
        The size of the file in bytes.

    Raises:
        UnknownName: No such workload.
        BadInput: The file cannot be written, or evidence is damaged.
    """
    refuse_workspace(target)
    if workspace.read_only:
        with workspace.transaction():  # says who has the file; a shared state that is not kept could not be merged
            pass
    with workspace.reading() as session:
        records = session_records(session, workload_id)
        contents = replace(_contents(session, workload_id), sessions=packed_sessions(records, speakers=speakers))

        def remember() -> None:
            with workspace.transaction() as writing:
                _share(writing, workload_id, contents.state)
                remember_plans(writing, workload_id, records)
                for one in contents.milestones:
                    mark_used(writing, one.id)

        return write_contents(contents, target, passphrase=passphrase, progress=progress, settle=remember)


def _contents(session: Session, workload_id: str) -> Contents:
    state = take_snapshot(session, workload_id)
    if state is None:
        raise UnknownName(_("The workload is not in this workspace."))
    data = canonical(snapshot_to_json(state))
    milestones = milestones_of(session, workload_id)
    saved = {one.content_sha256: milestone_snapshot(session, one) for one in milestones}
    lenses = {
        review.lens_sha256: text.encode()
        for snapshot in (state, *saved.values())
        for review in snapshot.reviews
        if (text := lens_text(session, review.lens_sha256))
    }
    wanted = {item.sha256: item.size for item in state.evidence if item.kind is EvidenceKind.FILE}
    for snapshot in saved.values():
        for item in snapshot.evidence:
            if item.kind is EvidenceKind.FILE and session.get(BlobRow, item.sha256) is not None:
                wanted.setdefault(item.sha256, item.size)
    own = digest(data)
    shared = [sha256 for sha256 in shared_states(session, workload_id) if sha256 != own]
    return Contents(
        workload_id, state.workload.name, utc_now(), f"wa-review-workbench {__version__}", data,
        tuple(SharedState(sha256, read_blob(session, sha256) or b"") for sha256 in shared), lenses, milestones,
        {sha256: read_blob(session, sha256) or b"" for sha256 in saved}, tuple(sorted(wanted.items())),
        lambda sha256: chunks_of(session, sha256),
    )  # fmt: skip


def _share(session: Session, workload_id: str, data: bytes) -> None:
    sha256 = keep_bytes(session, data)
    if shared_states(session, workload_id)[-1:] != (sha256,):  # the last one stays, for the import that brought it
        place = next_place(session, workload_id)
        session.merge(SharedStateRow(workload_id=workload_id, sha256=sha256, place=place))


# ---------------------------------------------------------------------------------------------------- in
class ImportKind(StrEnum):
    """What an import would do."""

    NEW = "new"
    MERGE = "merge"
    NOTHING = "nothing"


@dataclass(frozen=True)
class ImportPreview:
    """What an import would do, before it does it.

    Attributes:
        name: What the workload will be called here.
        renamed: True where that differs from the package, since another workload has the name.
        merge: Changes taken and conflicts; None for a new workload.
        milestones: Those that will be added.
        left_out: Milestones of the package that do not follow from those here; they are not taken.
        files, size: Evidence files to copy, and their bytes.
        sessions: What comes in of sessions and their logs.
        warnings: What is odd but no reason to refuse.
    """

    kind: ImportKind
    workload_id: str
    name: str
    renamed: bool
    merge: MergeResult | None
    milestones: tuple[Milestone, ...]
    left_out: tuple[Milestone, ...]
    files: int
    size: int
    sessions: SessionsPreview
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class ImportPackage:
    """Put a package's workload into the workspace, as worked out by prepare_import.

    Attributes:
        expected: Hash of the state here that it was worked out from; empty for a new workload.
        shared: Canonical JSON of the states that become part of this copy, in order.
        sessions: Sessions that come along.
    """

    WHAT: ClassVar[str] = "import package"
    put: PutSnapshot
    expected: str = ""
    shared: tuple[bytes, ...] = ()
    sessions: BringSessions | None = None

    @property
    def title(self) -> str:
        return self.put.title

    def apply(self, edits: Edits) -> None:
        workload_id = self.put.snapshot.workload.id
        if _state_hash(take_snapshot(edits.session, workload_id)) != self.expected:
            raise Refused(_("The workload was changed since the import was prepared."), _("Look at the preview again."))
        self.put.apply(edits)
        if self.sessions is not None:
            self.sessions.write(edits)
        for number, data in enumerate(self.shared, next_place(edits.session, workload_id)):
            edits.put(SharedStateRow, {"workload_id": workload_id, "sha256": edits.keep(data)}, place=number)


@dataclass(frozen=True)
class _Plan:
    preview: ImportPreview
    operation: ImportPackage


def preview_import(
    workspace: Workspace, package: Package, choices: Mapping[str, Decision] | None = None
) -> ImportPreview:
    """Work out what importing a package would do; nothing is written.

    Args:
        workspace: Where it would go.
        package: As read_package gives it.
        choices: Conflict id and "mine", "theirs" or, for texts, "both"; mine where nothing is chosen.

    Raises:
        UnknownName: A choice names no conflict.
    """
    with workspace.reading() as session:
        return _plan(session, package, choices or {}).preview


def prepare_import(
    workspace: Workspace,
    package: Package,
    choices: Mapping[str, Decision] | None = None,
    progress: Progress | None = None,
) -> ImportPackage:
    """Back the file up, copy the evidence files in, and return the operation that does the rest in one step.

    A worker may call this; the operation belongs to the writer. See preview_import for the arguments.
    """
    with workspace.reading() as session:
        plan = _plan(session, package, choices or {})
        missing = [sha256 for sha256 in package.files if session.get(BlobRow, sha256) is None]
    if plan.preview.kind is not ImportKind.NOTHING:
        workspace.backup("import")
    report, done = progress or Silent(), 0
    for sha256 in missing:
        try:
            for n in _copied(workspace, package, sha256):
                done += n
                report(done, plan.preview.size)
        except BaseException:
            with suppress(Exception), workspace.transaction() as session:
                drop_blob(session, sha256)
            raise
    return plan.operation


def _copied(workspace: Workspace, package: Package, sha256: str) -> Iterator[int]:
    """Copy one file, a transaction for some pieces each, so that others can write in between; yield how many bytes are next."""
    hashed, place, source = hashlib.sha256(), 0, package.pieces(sha256)
    while True:
        pieces = list(islice(source, _PIECES))
        for piece in pieces:
            hashed.update(piece)
        yield sum(map(len, pieces))
        with workspace.transaction() as session:
            if pieces or not place:
                keep_pieces(session, sha256, place, pieces or [b""])
            if len(pieces) < _PIECES:
                if hashed.hexdigest() != sha256:
                    raise BadInput(_("The package changed while it was imported."), _("Import it again."))
                seal_blob(session, sha256, package.files[sha256])
                return
        place += len(pieces)


def import_package(
    history: History,
    package: Package,
    choices: Mapping[str, Decision] | None = None,
    progress: Progress | None = None,
) -> Change:
    """Import a package as one undo step; see prepare_import. Nothing changes where the copy here has it all."""
    return history.do(prepare_import(history.workspace, package, choices, progress))


def _plan(session: Session, package: Package, choices: Mapping[str, Decision]) -> _Plan:
    mine = take_snapshot(session, package.workload_id)
    theirs = with_free_ids(session, package.state)
    known = set(session.execute(select(LensRow.sha256)).scalars())
    result: MergeResult | None = None
    added, left_out = package.milestones, package.milestones[:0]
    base_sha256 = ""
    wanted = theirs
    if mine is not None:
        base, base_sha256 = common_state(
            session, package.workload_id, {package.state_sha256, *(one.sha256 for one in package.shared)},
            {one.chain for one in package.milestones},
        )  # fmt: skip
        result = merge(base, mine, theirs, lenses=_lenses(session, package, (base, mine, theirs)), choices=choices)
        there = {conflict.id for conflict in result.conflicts}
        # "none of these" beside practices may be settled by another choice
        unknown = tuple(key for key in choices if key not in there and not key.startswith("none/"))
        if unknown:
            raise UnknownName(_('There is no conflict "{id}".').format(id=unknown[0]), details=unknown)
        wanted = result.merged
        added, left_out = _milestones(milestones_of(session, package.workload_id), package.milestones)
    name = free_name(session, wanted.workload.name, package.workload_id)
    wanted = replace(wanted, workload=replace(wanted.workload, name=name))
    texts = tuple(text for sha256, text in package.lens_texts.items() if sha256 not in known)
    bring, sessions = plan_sessions(session, package.workload_id, package.sessions)
    operation = ImportPackage(
        PutSnapshot(wanted, texts, tuple(_row(session, one, package.saved[one.content_sha256]) for one in added)),
        _state_hash(mine), _absorbed(session, package, base_sha256), bring,
    )  # fmt: skip
    kind = ImportKind.NEW if mine is None else ImportKind.MERGE if wanted != mine or added else ImportKind.NOTHING
    if kind is ImportKind.MERGE and not added and result and not result.taken and not result.conflicts:
        kind = ImportKind.NOTHING
    if kind is ImportKind.NOTHING and sessions:
        kind = ImportKind.MERGE
    missing = [size for sha256, size in package.files.items() if session.get(BlobRow, sha256) is None]
    renamed = name != package.state.workload.name and mine is None
    return _Plan(
        ImportPreview(kind, package.workload_id, name, renamed, result, added, left_out, len(missing), sum(missing),
                      sessions, (*package.warnings, *sessions.notes)),
        operation,
    )  # fmt: skip


def _absorbed(session: Session, package: Package, base_sha256: str) -> tuple[bytes, ...]:
    """States of the package that become part of this copy; none when it has the package's state already."""
    if base_sha256 == package.state_sha256:
        return ()
    here = set(shared_states(session, package.workload_id))
    earlier = tuple(one.data for one in package.shared if one.data and one.sha256 not in here)
    return (*earlier, package.state_data)


def _lenses(session: Session, package: Package, states: Iterable[Snapshot | None]) -> dict[str, Lens]:
    found = {}
    for review in (review for state in states if state for review in state.reviews):
        text = package.lens_texts.get(review.lens_sha256) or lens_text(session, review.lens_sha256)
        if text and review.lens_sha256 not in found:
            found[review.lens_sha256] = read_lens_text(text)
    return found


def _milestones(
    mine: tuple[Milestone, ...], theirs: tuple[Milestone, ...]
) -> tuple[tuple[Milestone, ...], tuple[Milestone, ...]]:
    """Those that follow from mine, and those that cannot since the chains part."""
    if [one.chain for one in theirs[: len(mine)]] == [one.chain for one in mine]:
        return theirs[len(mine) :], ()
    chains = {one.chain for one in mine}
    return (), tuple(one for one in theirs if one.chain not in chains)


def _row(session: Session, one: Milestone, data: bytes) -> tuple[tuple[tuple[str, Any], ...], bytes]:
    key = one.id if session.get(MilestoneRow, one.id) is None else new_id()
    names = ("workload_id", "number", "name", "at", "by", "content_sha256", "previous", "chain")
    values = [(name, getattr(one, name)) for name in names]
    return (("id", key), *values, ("counts", [list(entry) for entry in one.counts])), data


def _state_hash(state: Snapshot | None) -> str:
    return digest(canonical(snapshot_to_json(state))) if state else ""
