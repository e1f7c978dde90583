"""`workbench lens check` and `workbench lens lint`: what AWS would refuse, and what the risk rules really do."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.lens_names import LensArgument, lens_of
from workbench.cli.opening import JsonOption, WorkspaceOption
from workbench.cli.output import print_json, print_table, print_text, say
from workbench.errors import UnknownName
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.analyses.lens_verdict import QuestionLab, Verdict
    from workbench.library.lens_rules import Finding

__all__ = ["check", "finding_json", "lint"]

_MOST_OF_A_KIND = 5
_MOST_SETS = 5


class FailOn(StrEnum):
    """When a check fails."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


def finding_json(found: Finding) -> dict[str, Any]:
    """Return a finding as plain values."""
    return {
        "rule": found.rule, "severity": found.severity, "path": found.path, "line": found.line, "column": found.column,
        "text": found.text, "hint": found.hint, "aws": found.aws,
    }  # fmt: skip


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A lens file."))],
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help=_("Exit 1 when there is an error, or a warning too; or never."))
    ] = FailOn.ERROR,
    show_all: Annotated[bool, typer.Option("--all", help=_("List every finding, not five of a kind."))] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Check a lens file."""
    from workbench.analyses.lens_verdict import judge
    from workbench.errors import BadInput
    from workbench.library.lens_file import UnreadableLens, open_lens_file

    try:
        read = open_lens_file(file)
    except UnreadableLens as error:
        if as_json:
            print_json({"file": file.name, "ok": False, "readable": False, "counts": {}, "warnings": [],
                        "errors": [finding_json(error.finding)]})  # fmt: skip
        raise
    verdict = judge(read)
    problems: tuple[str, ...] = ()
    try:
        lens = read.lens
    except BadInput as error:
        lens, problems = None, error.details or (error.message,)
    if as_json:
        print_json({
            "file": file.name, "ok": not verdict.errors, "readable": True, "reviewable": lens is not None,
            "name": lens.name if lens else "", "alias": lens.alias if lens else "", "version": lens.version if lens else "",
            "counts": verdict.counts,
            "errors": [finding_json(one) for one in verdict.errors],
            "warnings": [finding_json(one) for one in verdict.warnings],
        })  # fmt: skip
    else:
        _print_verdict(file.name, verdict, problems, show_all)
    hits = {FailOn.ERROR: verdict.errors, FailOn.WARNING: verdict.findings, FailOn.NEVER: ()}[fail_on]
    if hits:
        raise typer.Exit(1)


def _print_verdict(name: str, verdict: Verdict, problems: tuple[str, ...], show_all: bool) -> None:
    counts = verdict.counts
    size = ", ".join((
        n_("{n} pillar", "{n} pillars", counts["pillars"]), n_("{n} question", "{n} questions", counts["questions"]),
        n_("{n} practice", "{n} practices", counts["practices"]), n_("{n} rule", "{n} rules", counts["rules"]),
    ))  # fmt: skip
    print_text(f"{name}: {size}")
    for title, found in ((_("Errors: AWS would refuse these"), verdict.errors), (_("Warnings"), verdict.warnings)):
        if found:
            print_table([">" + _("Line"), "!" + _("Rule"), _("Where and what")], _rows(found, show_all), title)
    print_text(", ".join((n_("{n} error", "{n} errors", len(verdict.errors)),
                          n_("{n} warning", "{n} warnings", len(verdict.warnings)))))  # fmt: skip
    if problems:
        say(_("It cannot be reviewed with as it is: {first}").format(first=problems[0]))
    elif verdict.errors:
        say(_("It can be reviewed with; AWS would refuse to import it."))


def _rows(found: tuple[Finding, ...], show_all: bool) -> list[tuple[object, ...]]:
    seen: Counter[str] = Counter()
    totals = Counter(one.rule for one in found)
    rows: list[tuple[object, ...]] = []
    for one in found:
        seen[one.rule] += 1
        if show_all or seen[one.rule] <= _MOST_OF_A_KIND:
            rows.append((one.line, one.rule, f"{one.path}\n{one.text}"))
        elif seen[one.rule] == _MOST_OF_A_KIND + 1:
            more = totals[one.rule] - _MOST_OF_A_KIND
            rows.append(("", one.rule, n_("and {n} more (--all lists it)", "and {n} more (--all lists them)", more)))
    return rows


def lint(
    ctx: typer.Context,
    lens: LensArgument,
    question: Annotated[
        str,
        typer.Option("--question", "-q", metavar="QUESTION", help=_("Only this question: its id, or PILLAR/QUESTION.")),
    ] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Try all combinations of choices on the rules."""
    from workbench.analyses.lens_verdict import question_labs
    from workbench.library.lens_file import open_lens_file

    path = Path(lens).expanduser()
    if path.is_file():
        read = open_lens_file(path)
    else:
        read = lens_of(ctx, workspace, lens).file
    labs = list(question_labs(read, question))
    if question and not labs:
        raise UnknownName(_('No question "{id}" in {lens} has risk rules.').format(id=question, lens=read.name))
    if as_json:
        print_json([_lab_json(one) for one in labs])
        return
    odd = 0
    for one in labs:
        if question or one.lab is None or one.lab.findings:
            _print_lab(one)
        odd += one.lab is None or bool(one.lab.findings)
    print_text(n_("{n} question with rules", "{n} questions with rules", len(labs)) + ", "
               + n_("{n} of them with findings", "{n} of them with findings", odd))  # fmt: skip


def _lab_json(one: QuestionLab) -> dict[str, Any]:
    from workbench.analyses.lens_words import lint_text

    lab = one.lab
    base = {"pillar": one.pillar_id, "question": one.question_id, "title": one.title,
            "rules": [{"condition": rule.condition, "risk": rule.risk} for rule in one.rules]}  # fmt: skip
    if lab is None:
        return {**base, "exact": False, "combinations": 0, "outcomes": [], "findings": []}
    return {
        **base, "exact": lab.exact, "combinations": lab.combinations,
        "outcomes": [
            {"risk": each.risk.value if each.risk else None, "rule": each.rule, "count": each.count,
             "smallest": [list(some) for some in each.smallest]} for each in lab.outcomes
        ],
        "findings": [
            {"rule": each.rule, "place": each.place, "choice": each.choice, "text": lint_text(each, one.rules),
             "example": None if each.example is None else list(each.example),
             "then": None if each.then is None else list(each.then),
             "risks": [risk.value if risk else None for risk in each.risks]} for each in lab.findings
        ],
    }  # fmt: skip


def _print_lab(one: QuestionLab) -> None:
    from workbench.analyses.lens_words import lint_text, outcome_word, selection_text

    title = f"{one.pillar_id}/{one.question_id}  {one.title}"
    if one.lab is None:
        print_text(
            f"{title}\n  " + _("not tried out: all rules together would take too long; name it with --question") + "\n"
        )
        return
    note = "" if one.lab.exact else _(" (of a sample)")
    rows = []
    for each in one.lab.outcomes:
        smallest = "; ".join(selection_text(some) for some in each.smallest[:_MOST_SETS])
        more = "; ..." if len(each.smallest) > _MOST_SETS else ""
        rule = "" if each.rule is None else f"{each.rule + 1}"
        rows.append((outcome_word(each.risk), rule, f"{each.count:,}{note}", smallest + more))
    print_table([_("Result"), ">" + _("Rule"), ">" + _("Selections"), _("Smallest selections")], rows, title)
    for found in one.lab.findings:
        print_text(f"  - {lint_text(found, one.rules)}")
    print_text()
