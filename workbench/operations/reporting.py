"""Reports: reading what they say from the file, writing them, and noting which milestones they rely on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from workbench.analyses.differences import Comparison
from workbench.domain.lens import Lens
from workbench.domain.milestone import Milestone
from workbench.domain.snapshot import Snapshot
from workbench.errors import BadInput, UnknownName
from workbench.i18n import _
from workbench.operations.milestones import mark_used
from workbench.progress import Progress, Silent
from workbench.reports import CATALOG, Content, Format, build_content
from workbench.store.file_check import refuse_workspace
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.comparison import NOW, compare_points
from workbench.store.queries.lenses import lens_by_hash
from workbench.store.queries.milestones import milestone_snapshot, milestones_of
from workbench.store.workspace import Workspace

__all__ = ["format_named", "gather", "write_report"]


def format_named(name: str) -> Format:
    """Return a format by id ("pdf", "html", "md") or suffix.

    Raises:
        UnknownName: There is no such format.
    """
    wanted = name.lower().lstrip(".")
    for one in CATALOG:
        if wanted in (one.id, one.suffix.lstrip(".")):
            return one
    raise UnknownName(
        _('There is no report format "{name}".').format(name=name),
        _("Formats: {formats}.").format(formats=", ".join(one.id for one in CATALOG)),
    )


def gather(
    workspace: Workspace,
    workload_id: str,
    milestone_number: int | None = None,
    compare_with: int | None = None,
    *,
    made_by: str = "",
    mask_accounts: bool = True,
    today: str = "",
) -> Content:
    """Read a workload and build what its report says.

    Args:
        workspace: The open file; a worker may hand in the same one.
        workload_id: The workload.
        milestone_number: The state to report; as it stands if None.
        compare_with: Number of an earlier milestone; no comparison if None.
        made_by: Who makes the report.
        mask_accounts: Put dots for AWS account ids.
        today: Day of the report, YYYY-MM-DD; today (UTC) if empty.

    Raises:
        UnknownName: No such workload or milestone.
        BadInput: The comparison does not start earlier, or a saved state was changed.
    """
    today = today or datetime.now(UTC).date().isoformat()
    with workspace.reading() as session:
        milestones = milestones_of(session, workload_id)
        milestone = _numbered(milestones, milestone_number)
        earlier = _numbered(milestones, compare_with)
        current = take_snapshot(session, workload_id)
        if current is None:
            raise UnknownName(_("The workload is not in this workspace."))
        snapshot = milestone_snapshot(session, milestone) if milestone else current
        comparison: Comparison | None = None
        since: tuple[Milestone, Snapshot] | None = None
        if earlier is not None:
            if milestone is not None and milestone.number <= earlier.number:
                raise BadInput(
                    _("A report compares with an earlier milestone; {n} is not earlier than {m}.").format(
                        n=earlier.number, m=milestone.number),
                    _("Choose a milestone with a lower number."),
                )  # fmt: skip
            to = milestone.number if milestone else NOW
            comparison = compare_points(session, workload_id, earlier.number, to, today=today)
            since = earlier, milestone_snapshot(session, earlier)
        lenses: dict[str, Lens] = {}
        for review in snapshot.reviews:
            lens = lens_by_hash(session, review.lens_sha256)
            if lens is not None:
                lenses[review.lens_sha256] = lens
    return build_content(
        snapshot, lenses, milestones, today=today, comparison=comparison, milestone=milestone, made_by=made_by,
        mask_accounts=mask_accounts, workspace_name=workspace.name, earlier=since,
    )  # fmt: skip


def write_report(
    workspace: Workspace,
    workload_id: str,
    milestone_number: int | None = None,
    compare_with: int | None = None,
    *,
    format: str,
    target: Path,
    made_by: str = "",
    mask_accounts: bool = True,
    today: str = "",
    progress: Progress | None = None,
) -> Path:
    """Write a report and note that the milestones in it are used; see gather for the other arguments.

    A file that is open read-only gives reports too; its milestones cannot be undone through it anyway.

    Args:
        format: Id of the format, see format_named.
        target: The file; one that exists is replaced.
        progress: Told how far it is; may cancel.

    Raises:
        WorkbenchError: The file cannot be written; see gather for more.
        Cancelled: The person stopped it; the target is as it was.
    """
    chosen = format_named(format)
    refuse_workspace(target)
    progress = progress or Silent()
    progress(0, 1, _("Reading the review"))
    content = gather(
        workspace, workload_id, milestone_number, compare_with, made_by=made_by, mask_accounts=mask_accounts, today=today
    )  # fmt: skip
    written = chosen.write(content, target, progress)
    if not workspace.read_only:
        _note_use(workspace, workload_id)
    return written


def _note_use(workspace: Workspace, workload_id: str) -> None:
    """Every milestone is listed in the report with its hash, so all of them are in use."""
    with workspace.reading() as session:
        unused = [one.id for one in milestones_of(session, workload_id) if not one.used]
    if unused:
        with workspace.transaction() as session:
            for milestone_id in unused:
                mark_used(session, milestone_id)


def _numbered(milestones: tuple[Milestone, ...], number: int | None) -> Milestone | None:
    if number is None:
        return None
    found = next((one for one in milestones if one.number == number), None)
    if found is None:
        raise UnknownName(
            _("There is no milestone {n}.").format(n=number),
            _("Milestones: {listed}.").format(listed=", ".join(f'{one.number} "{one.name}"' for one in milestones))
            if milestones
            else _("Save a milestone first."),
        )
    return found
