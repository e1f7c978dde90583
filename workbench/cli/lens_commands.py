"""`workbench lens`: the shelf of shipped lenses, lenses of the workspace, and lens files of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.lens_advise import advise
from workbench.cli.lens_check import check, lint
from workbench.cli.lens_diff import diff
from workbench.cli.lens_export import evaluate, export
from workbench.cli.lens_import import import_files
from workbench.cli.lens_names import find_lens, kept_in, lens_named, perhaps_reading, sources
from workbench.cli.lens_overlap import overlap
from workbench.cli.lens_search import search
from workbench.cli.lens_show import show
from workbench.cli.lens_texts import texts
from workbench.cli.opening import JsonOption, NameArgument, WorkspaceOption, group_app, writing
from workbench.cli.output import print_json, print_table, say
from workbench.i18n import N_, _

if TYPE_CHECKING:
    from workbench.library.lenses_at_hand import LensAtHand

__all__ = ["add_lens", "app", "lens_named"]

app = group_app()
app.command("check", help=_("Check a lens file: what AWS would refuse, with line and rule; exit 1 for errors."))(check)
app.command(
    "lint", help=_("Try all combinations of choices on the rules of a lens; every oddity with a counter-example.")
)(lint)
app.command("import", help=_("Bring lens files, or folders of them, into the workspace."))(import_files)
app.command("show", help=_("Show a lens, or one of its questions with guidance; --json prints the whole lens file."))(
    show
)
app.command("export", help=_("Write a lens as JSON that the WA Tool takes, or its texts as a spreadsheet."))(export)
app.command("texts", help=_("Read texts of a lens from a spreadsheet; shows what differs before it is taken."))(texts)
app.command("evaluate", help=_("Try answers on the rules of a lens."))(evaluate)
app.command("diff", help=_("Compare two lenses: pillars, questions, practices, rules, texts."))(diff)
app.command("search", help=_("Look for words in every lens: questions, practices, guidance, codes and ids."))(search)
app.command("advise", help=_("Propose lenses for a workload, each with its reasons."))(advise)
app.command("overlap", help=_("List the practices of two lenses that ask for the same thing."))(overlap)
_ORIGINS = {"shelf": N_("shelf"), "own": N_("own shelf"), "workspace": N_("workspace")}


def _facts(one: LensAtHand) -> dict[str, Any]:
    lens = one.entry
    return {
        "alias": lens.alias, "name": lens.name, "version": lens.version, "official": lens.official,
        "publisher": lens.origin, "domain": lens.domain, "pillars": lens.pillars, "questions": lens.questions,
        "practices": lens.practices, "guided_questions": lens.guidance.guided_questions,
        "guided_practices": lens.guidance.guided_practices, "origin": one.where,
    }  # fmt: skip


@app.command("list", help=_("List the lenses on the shelf, on your own and in the workspace."))
def show_list(ctx: typer.Context, as_json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """List lenses."""
    with perhaps_reading(ctx, workspace) as session:
        found = [_facts(one) for one in sources().at_hand(kept_in(session))]
    if as_json:
        print_json(found)
        return
    print_table(
        [_("Alias"), _("Name"), "!" + _("Version"), "!" + _("Where"), ">" + _("Questions"), ">" + _("Practices")],
        [(one["alias"], one["name"], one["version"], _(_ORIGINS[one["origin"]]), one["questions"], one["practices"])
         for one in found],
    )  # fmt: skip


@app.command("add", help=_("Review a workload with a lens file, or a lens of the workspace or the shelf."))
def add(
    ctx: typer.Context,
    name: NameArgument,
    lens: Annotated[
        str, typer.Argument(metavar="LENS", help=_("A lens file, or an alias; ALIAS@VERSION where there are several."))
    ],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Add a lens to a workload."""
    add_lens(ctx, workspace, name, lens, as_json)


def add_lens(ctx: typer.Context, workspace: Path | None, name: str, lens: str, as_json: bool) -> None:
    """Add a lens, from a file, the workspace or the shelf, to a workload."""
    from workbench.cli.names import find_workload
    from workbench.domain.ids import new_id
    from workbench.operations.workloads import AddLens

    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            found = find_lens(lens, session)
            workload_id = find_workload(session, name)
        review_id = new_id()
        desk.history.do(AddLens(workload_id, review_id, found.text))
    if as_json:
        print_json({"id": review_id, "lens": found.lens.alias})
    else:
        say(_("Lens {alias} added.").format(alias=found.lens.alias))
