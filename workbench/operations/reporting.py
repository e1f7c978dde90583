"""Reports: reading what they say from the file, writing them, and noting which milestones they rely on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from workbench.analyses.differences import Comparison
from workbench.domain.lens import Lens
from workbench.domain.milestone import Milestone
from workbench.domain.risk import Risk
from workbench.domain.snapshot import Snapshot
from workbench.errors import BadInput, UnknownName
from workbench.i18n import _
from workbench.operations.milestones import mark_used
from workbench.operations.portfolio_files import read_files
from workbench.progress import Progress, Silent
from workbench.reports import (
    CATALOG,
    KIND_TITLES,
    Brand,
    Content,
    Format,
    Kind,
    Redaction,
    build_content,
    build_portfolio,
)
from workbench.reports.content.material import Material
from workbench.reports.content.model import PLAIN
from workbench.reports.content.redaction import ACCOUNTS_ONLY
from workbench.store.file_check import refuse_workspace
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.comparison import NOW, compare_points
from workbench.store.queries.initiatives import plan_terms_of
from workbench.store.queries.lenses import lens_by_hash
from workbench.store.queries.milestones import milestone_snapshot, milestones_of
from workbench.store.queries.portfolio import workload_names
from workbench.store.workspace import Workspace

__all__ = ["Dress", "format_named", "gather", "gather_portfolio", "kind_for", "write_portfolio", "write_report"]


@dataclass(frozen=True, slots=True)
class Dress:
    """How a report is made, whatever it is about.

    Attributes:
        kind: Who it is for.
        redaction: What is left out.
        brand: Logo, colours and cover line.
        made_by: Who makes it.
        today: Its day, YYYY-MM-DD; today (UTC) if empty.
    """

    kind: Kind = Kind.FULL
    redaction: Redaction = ACCOUNTS_ONLY
    brand: Brand = PLAIN
    made_by: str = ""
    today: str = ""

    @property
    def day(self) -> str:
        """The day of the report."""
        return self.today or datetime.now(UTC).date().isoformat()


_AS_EVER = Dress()


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


def kind_for(form: Format, name: str = "") -> Kind:
    """Return the kind a person named, or what a format is mostly used for.

    Raises:
        UnknownName: There is no such kind, or the format cannot hold it; the hint says which formats can.
    """
    if not name:
        return form.kinds[0]
    if name not in {kind.value for kind in Kind}:
        raise UnknownName(
            _('There is no kind of report "{name}".').format(name=name),
            _("Kinds: {kinds}.").format(kinds=", ".join(kind.value for kind in Kind)),
        )
    kind = Kind(name)
    if kind not in form.kinds:
        others = ", ".join(one.id for one in CATALOG if kind in one.kinds)
        raise UnknownName(
            _("{format} cannot hold a report of the kind {kind}.").format(format=form.id, kind=kind.value),
            _('Formats for "{title}": {formats}.').format(title=_(KIND_TITLES[kind]), formats=others),
        )
    return kind


def gather(
    workspace: Workspace,
    workload_id: str,
    milestone_number: int | None = None,
    compare_with: int | None = None,
    dress: Dress = _AS_EVER,
) -> Content:
    """Read a workload and build what its report says.

    Args:
        workspace: The open file; a worker may hand in the same one.
        workload_id: The workload.
        milestone_number: The state to report; as it stands if None.
        compare_with: Number of an earlier milestone; no comparison if None.
        dress: How it is made.

    Raises:
        UnknownName: No such workload or milestone.
        BadInput: The comparison does not start earlier, or a saved state was changed.
    """
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
            comparison = compare_points(session, workload_id, earlier.number, to, today=dress.day)
            since = earlier, milestone_snapshot(session, earlier)
        lenses = _lenses(session, snapshot, {})
        target = _target(session, workload_id, milestones)
    return build_content(
        snapshot, lenses, milestones, today=dress.day, comparison=comparison, milestone=milestone, made_by=dress.made_by,
        redaction=dress.redaction, workspace_name=workspace.name, earlier=since, target=target, kind=dress.kind,
        brand=dress.brand,
    )  # fmt: skip


def _lenses(session: Session, snapshot: Snapshot, known: dict[str, Lens]) -> dict[str, Lens]:
    """Return the lens texts a state needs; `known` keeps those that were read before."""
    for review in snapshot.reviews:
        if review.lens_sha256 not in known:
            lens = lens_by_hash(session, review.lens_sha256)
            if lens is not None:
                known[review.lens_sha256] = lens
    return {review.lens_sha256: known[review.lens_sha256] for review in snapshot.reviews if review.lens_sha256 in known}


def _target(session: Session, workload_id: str, milestones: tuple[Milestone, ...]) -> int | None:
    """Return how many high risks may be left by the plan's target; None where there is no milestone to start from."""
    terms = plan_terms_of(session, workload_id)
    baseline = next((one for one in milestones if one.id == terms.baseline), milestones[0] if milestones else None)
    if baseline is None:
        return None
    high = sum(n for _lens, _pillar, risk, n in baseline.counts if risk == Risk.HIGH.value)
    return round(high * (1 - terms.target))


def gather_portfolio(
    workspace: Workspace,
    milestone: str = "",
    dress: Dress = _AS_EVER,
    progress: Progress | None = None,
    beside: Sequence[Path] = (),
) -> Content:
    """Read every workload of one or several files and build what their report says.

    Args:
        workspace: The open file; a worker may hand in the same one.
        milestone: Number or name of a milestone; workloads without one are named and left out. Now if empty.
        dress: How it is made.
        progress: Told how far the reading is; may cancel.
        beside: Other files, only read; one that cannot be read is named in the report, with why.

    Raises:
        UnknownName: No workload has such a milestone.
        BadInput: A saved state was changed.
    """
    left_out: list[str] = []
    known: dict[str, Lens] = {}

    def read(name: str, one: Workspace) -> tuple[str, list[Material]]:
        return name, _materials(one, milestone, dress.day, known, left_out, progress or Silent())

    files, skipped = read_files(beside, read, workspace)
    found = dict(files.values())
    if milestone and not any(found.values()):
        raise UnknownName(
            _('No workload has a milestone "{name}".').format(name=milestone),
            _("Give a number or the name of a milestone."),
        )
    state = _('Milestone "{name}" of each workload').format(name=milestone) if milestone else ""
    return build_portfolio(
        found, today=dress.day, name=workspace.name if len(found) == 1 else "", made_by=dress.made_by,
        redaction=dress.redaction, kind=dress.kind, brand=dress.brand, state=state, left_out=left_out,
        not_read=[one.words for one in skipped],
    )  # fmt: skip


def _materials(
    workspace: Workspace, milestone: str, day: str, known: dict[str, Lens], left_out: list[str], progress: Progress
) -> list[Material]:
    """Read the workloads of one file; those without the milestone are added to `left_out`, lens texts to `known`."""
    materials: list[Material] = []
    with workspace.reading() as session:
        names = workload_names(session)
        for done, (workload_id, name) in enumerate(names):
            progress(done, len(names), _("Reading {name}").format(name=name))
            milestones = milestones_of(session, workload_id)
            one = _named(milestones, milestone)
            snapshot = milestone_snapshot(session, one) if one else take_snapshot(session, workload_id)
            if snapshot is None or (milestone and one is None):
                left_out.append(name)
                continue
            state_day = one.at[:10] if one else day
            materials.append(Material(snapshot, _lenses(session, snapshot, known), milestones, state_day, day, one))
    return materials


def write_report(
    workspace: Workspace,
    workload_id: str,
    milestone_number: int | None = None,
    compare_with: int | None = None,
    dress: Dress = _AS_EVER,
    *,
    format: str,
    target: Path,
    progress: Progress | None = None,
) -> Path:
    """Write a report and note that the milestones in it are used; see gather for the other arguments.

    A file that is open read-only gives reports too; its milestones cannot be undone through it anyway.

    Args:
        format: Id of the format, see format_named.
        target: The file; one that exists is replaced.
        progress: Told how far it is; may cancel.

    Raises:
        UnknownName: The format cannot hold that kind.
        WorkbenchError: The file cannot be written; see gather for more.
        Cancelled: The person stopped it; the target is as it was.
    """
    chosen = format_named(format)
    kind_for(chosen, dress.kind.value)
    refuse_workspace(target)
    progress = progress or Silent()
    progress(0, 1, _("Reading the review"))
    written = chosen.write(gather(workspace, workload_id, milestone_number, compare_with, dress), target, progress)
    if not workspace.read_only:
        _note_use(workspace, workload_id)
    return written


def write_portfolio(
    workspace: Workspace, milestone: str = "", dress: Dress = _AS_EVER, beside: Sequence[Path] = (), *, format: str,
    target: Path, progress: Progress | None = None,
) -> Path:  # fmt: skip
    """Write a report on every workload; see write_report and gather_portfolio.

    It lists no chain hashes, so no milestone is used by it.
    """
    chosen = format_named(format)
    kind_for(chosen, dress.kind.value)
    refuse_workspace(target)
    progress = progress or Silent()
    return chosen.write(gather_portfolio(workspace, milestone, dress, progress, beside), target, progress)


def _note_use(workspace: Workspace, workload_id: str) -> None:
    """Every milestone is listed in the report with its hash, so all of them are in use."""
    with workspace.reading() as session:
        unused = [one.id for one in milestones_of(session, workload_id) if not one.used]
    if unused:
        with workspace.transaction() as session:
            for milestone_id in unused:
                mark_used(session, milestone_id)


def _named(milestones: tuple[Milestone, ...], name: str) -> Milestone | None:
    wanted = name.strip().casefold()
    return next(
        (one for one in milestones if wanted and wanted in (str(one.number), one.name.strip().casefold())), None
    )


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
