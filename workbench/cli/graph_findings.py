"""`workbench graph findings`: weaknesses with their proof, and what people decide about them."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.graph_answer import open_questions_json, print_open_questions
from workbench.cli.graph_source import GraphArgument, MilestoneOption, Source, WorkloadOption, not_coherent, source_of
from workbench.cli.graph_words import one_line
from workbench.cli.opening import DefaultGroup, JsonOption, WorkspaceOption, group_app, writing
from workbench.cli.output import print_json, print_table, print_text, progress_bar, say
from workbench.domain.finding import (
    CATEGORY_TITLES,
    SEVERITY_TITLES,
    STATUS_TITLES,
    Category,
    Finding,
    FindingNote,
    FindingStatus,
    Severity,
)
from workbench.errors import UnknownName
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.analyses.failure.analysis import Analysis
    from workbench.analyses.findings.report import BoundaryLine, Findings

__all__ = ["CategoryName", "app", "finding_json", "findings_json", "found_in", "print_finding", "today"]

app = group_app(DefaultGroup)
_SHORTEST_PREFIX = 4


class CategoryName(StrEnum):
    """Categories of findings as they are typed."""

    SINGLE_POINT_OF_FAILURE = "single-point-of-failure"
    SHARED_FATE = "shared-fate"
    EXCESSIVE_LOAD = "excessive-load"
    EXCESSIVE_LATENCY = "excessive-latency"
    MISCONFIGURATION_AND_BUGS = "misconfiguration-and-bugs"

    @property
    def category(self) -> Category:
        """The category that is meant."""
        return Category[self.name]


def today() -> str:
    """Return the day on which decisions have to hold."""
    return datetime.now(UTC).date().isoformat()


def found_in(source: Source, analysis: Analysis | None = None) -> Findings:
    """Return the findings of a graph, with what was decided about them.

    Args:
        source: The graph; a fault tree with NOT or XOR has none.
        analysis: Of its graph, where there is one; else single failures are worked out here.
    """
    from workbench.analyses.failure.analysis import Options, analyse
    from workbench.analyses.findings.report import find

    if source.trees:
        raise not_coherent(source)
    if analysis is None:
        with progress_bar(_("Analysis")) as progress:
            analysis = analyse(source.graph, Options(order=1, quantify=False), progress=progress)
    return find(analysis, source.notes, today())


def finding_json(one: Finding) -> dict[str, Any]:
    """Return a finding as plain values."""
    return {
        "id": one.id, "category": str(one.category), "rule": one.rule, "severity": str(one.severity),
        "status": str(one.status), "managed": one.managed, "journeys": list(one.journeys),
        "elements": list(one.elements), "title": one.title, "explanation": one.explanation, "path": list(one.path),
        "path_words": list(one.path_words), "assumptions": list(one.assumptions), "practices": list(one.practices),
        "note": asdict(one.note) if one.note else None, "detail": dict(one.detail),
    }  # fmt: skip


def findings_json(found: Findings) -> dict[str, Any]:
    """Return findings, the boundary, and what was not looked at."""
    return {
        "findings": [finding_json(one) for one in found.findings],
        "boundary": [_boundary_json(line) for line in found.boundary],
        "not_assessed": {str(category): text for category, text in found.not_assessed.items()},
        "coverage": list(found.coverage),
        "decisions_expired": list(found.expired), "decisions_without_finding": list(found.gone),
    }  # fmt: skip


def _boundary_json(line: BoundaryLine) -> dict[str, Any]:
    return {
        "id": line.id, "journey": line.journey, "element": line.element, "reach": str(line.reach),
        "accepted": line.accepted, "text": line.text, "note": asdict(line.note) if line.note else None,
    }  # fmt: skip


@app.command("list", help=_("List findings, worst first, each with the path that proves it."))
def show_list(
    ctx: typer.Context,
    path: GraphArgument = "",
    workload: WorkloadOption = "",
    milestone: MilestoneOption = "",
    status: Annotated[
        FindingStatus | None, typer.Option("--status", help=_("Only those of this status; else all that are not settled."))
    ] = None,
    category: Annotated[CategoryName | None, typer.Option("--category", help=_("Only this category."))] = None,
    everything: Annotated[bool, typer.Option("--all", help=_("Settled ones too."))] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """List findings."""
    source = source_of(ctx, path, workload, workspace, milestone)
    found = found_in(source)
    wanted = {status} if status else set(FindingStatus) if everything or as_json else {FindingStatus.OPEN}
    kept = [
        one
        for one in found.findings
        if one.status in wanted and (category is None or category.category is one.category)
    ]
    if as_json:
        print_json(
            findings_json(replace(found, findings=tuple(kept))) | {"questions": open_questions_json(source.graph)}
        )
        return
    for one in kept:
        if one.severity is not Severity.LOW:
            print_finding(one)
    low = [one for one in kept if one.severity is Severity.LOW]
    if low:
        print_table(["!" + _("Id"), _("Of low severity"), "!" + _("Status"), _("Practices")], [
            (one.id, one_line(one.title), _(STATUS_TITLES[one.status]), ", ".join(one.practices)) for one in low
        ])  # fmt: skip
    settled = len(found.findings) - len(found.open)
    if not kept:
        print_text(_("There is no such finding."))
    if settled and wanted == {FindingStatus.OPEN}:
        print_text(n_("One more finding is settled; --all shows it.", "{n} more findings are settled; --all shows them.",
                      settled))  # fmt: skip
    if status or category:
        return
    if found.boundary:
        print_table(["!" + _("Boundary id"), _("Beyond what a journey must survive")],
                    [(line.id, one_line(line.text)) for line in found.boundary])  # fmt: skip
    print_left_open(found)
    print_open_questions(source.graph)


def print_finding(one: Finding) -> None:
    """Print a finding: what, why, under which assumptions, and which practices it speaks to."""
    head = [one.id, _(SEVERITY_TITLES[one.severity]), _(CATEGORY_TITLES[one.category])]
    if one.status is not FindingStatus.OPEN:
        head.append(_(STATUS_TITLES[one.status]))
    print_text(one_line(one.title))
    print_text(" · ".join(head), 2)
    print_text(one_line(one.explanation), 2)
    if one.path_words:
        print_text(_("How: {steps}.").format(steps="; ".join(map(one_line, one.path_words))), 2)
    for text in one.assumptions:
        print_text(_("Assumed: {text}").format(text=one_line(text)), 2)
    if one.practices:
        print_text(_("Practices: {codes}").format(codes=", ".join(one.practices)), 2)
    if one.note:
        until = _("until {day}").format(day=one.note.until) if one.note.until else ""
        parts = (_(STATUS_TITLES[one.note.status]), one.note.reason, one.note.comment, one.note.by, until)
        print_text(_("Decided: {what}").format(what=", ".join(one_line(part) for part in parts if part)), 2)
    print_text()


def print_left_open(found: Findings) -> None:
    """Print which categories had no inputs, and what was not looked at."""
    rows = [(_(CATEGORY_TITLES[category]), text) for category, text in found.not_assessed.items()]
    if rows:
        print_table([_("Category"), _("Not assessed")], rows)
    if found.coverage:
        print_table([_("What was not looked at")], [(text,) for text in found.coverage])


@app.command("set", help=_("Decide about a finding or a boundary line of a workload, by its id; one step."))
def set_status(
    ctx: typer.Context,
    finding: Annotated[str, typer.Argument(metavar="ID", help=_("Its id, or four or more signs from its start."))],
    workload: Annotated[str, typer.Option("--workload", metavar="N", help=_("The workload."))],
    status: Annotated[FindingStatus, typer.Option("--status", help=_("What was decided."))],
    reason: Annotated[str, typer.Option("--reason", metavar="R", help=_("Why; needed for irrelevant."))] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="YYYY-MM-DD", help=_("Last day it holds; needed for irrelevant and accepted."))
    ] = "",
    comment: Annotated[str, typer.Option("--comment", metavar="TEXT", help=_("Anything else worth keeping."))] = "",
    by: Annotated[str, typer.Option("--by", metavar="WHO", help=_("Who decided; else you."))] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Decide about a finding."""
    from workbench.cli.names import find_workload
    from workbench.operations.graphs import SetFindingNote
    from workbench.store.queries.graphs import finding_notes, graph_of

    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            workload_id = find_workload(session, workload)
            source = Source(
                workload, "workload", graph_of(session, workload_id), notes=finding_notes(session, workload_id)
            )
        key, title = _named(found_in(source), finding)
        note = FindingNote(key, status, reason.strip(), until.strip(), comment.strip(), by.strip())
        changed = bool(desk.history.do(SetFindingNote(workload_id, note)).step_id)
        with desk.workspace.reading() as session:
            kept = finding_notes(session, workload_id).get(key)
    if as_json:
        print_json({"id": key, "changed": changed, "note": asdict(kept) if kept else None})
        return
    if until and until < today():
        say(_("{until} is over already, so it counts as open again.").format(until=until))
    say(f"{one_line(title)}: {_(STATUS_TITLES[status]).lower()}" if changed else _("Nothing changed."))


def _named(found: Findings, text: str) -> tuple[str, str]:
    """Id and title of a finding or boundary line."""
    known = {one.id: one.title for one in found.findings} | {line.id: line.text for line in found.boundary}
    matches = [key for key in known if key == text]
    if not matches and len(text) >= _SHORTEST_PREFIX:
        matches = [key for key in known if key.startswith(text)]
    if len(matches) == 1:
        return matches[0], known[matches[0]]
    if matches:
        raise UnknownName(
            _('"{id}" is ambiguous.').format(id=text), _("Give more signs."),
            tuple(f"{key}  {one_line(known[key])}" for key in matches[:20]),
        )  # fmt: skip
    raise UnknownName(
        _('There is no finding "{id}".').format(id=text),
        _("workbench graph findings --workload N lists them with their ids; analyse lists boundary lines."),
    )
