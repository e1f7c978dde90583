"""`workbench portfolio`: tables over all workloads of one or several files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.opening import DefaultGroup, JsonOption, WorkspaceOption, group_app, usage_error, workspace_path
from workbench.cli.output import print_json, print_table, progress_bar, say
from workbench.i18n import _

if TYPE_CHECKING:
    from workbench.analyses.portfolio import FileFacts
    from workbench.analyses.portfolio_tables import KeyedTable
    from workbench.operations.portfolio_files import Skipped
    from workbench.store.workspace import Workspace

__all__ = ["app"]

app = group_app(DefaultGroup)
MOST = 20
"""Rows of a table that are printed; --json and --view give all."""


@app.command(
    "show",
    help=_("Show risks by pillar, recurring risks, history, owners, value and what is due."),
)
def show(
    ctx: typer.Context,
    file: Annotated[
        list[Path] | None,
        typer.Option("--file", metavar="FILE", help=_("A workspace file, read-only. May be repeated; else --workspace.")),
    ] = None,
    person: Annotated[
        str, typer.Option("--person", metavar="NAME", help=_("Only the workloads and actions of this person or team."))
    ] = "",
    view: Annotated[
        str, typer.Option("--view", metavar="VIEW", help=_("Only this table, whole: {views}.").format(
            views="heat, recurring, time, load, value, due, mine"))
    ] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Show the portfolio."""
    from workbench.analyses.portfolio_tables import VIEWS, portfolio_tables
    from workbench.cli.opening import person as user

    known = [one.id for one in VIEWS]
    if view and view not in known:
        raise usage_error(ctx, _('There is no view "{name}"; there is {known}.').format(
            name=view, known=", ".join(known)))  # fmt: skip
    paths = [each.expanduser() for each in file or ()] or [workspace_path(ctx, workspace)]
    today = date.today().isoformat()
    facts, skipped = _facts(paths)
    tables = portfolio_tables(tuple(facts.values()), today, person or user())
    chosen = [view] if view else ["mine"] if person else [key for key in known if key != "mine"]
    if as_json:
        print_json({
            "day": today, "files": [str(path) for path in facts],
            "skipped": [{"file": str(one.path), "why": one.why.message} for one in skipped], "person": person,
            "views": {key: tables[key].records() for key in chosen},
        })  # fmt: skip
        return
    for key in chosen:
        _print(tables[key], whole=bool(view or person), view=key)


def _facts(paths: list[Path]) -> tuple[dict[Path, FileFacts], tuple[Skipped, ...]]:
    """Read the files; those that cannot be read are told, unless there is no other."""
    from workbench.operations.portfolio_files import read_files
    from workbench.store.queries.portfolio_facts import read_facts

    def read(name: str, workspace: Workspace) -> FileFacts:
        with progress_bar(name) as progress, workspace.reading() as session:
            return read_facts(session, name, progress)

    found, skipped = read_files(paths, read)
    if not found:
        raise skipped[0].why
    for one in skipped:
        say(_("Left out: {why}").format(why=one.words))
    return found, skipped


def _print(keyed: KeyedTable, *, whole: bool, view: str) -> None:
    table = keyed.table
    rows = table.rows if whole else table.rows[:MOST]
    if not rows:
        say(f"{table.title}: {table.empty}")
        return
    # a column where nothing stands tells nothing
    used = [n for n, column in enumerate(table.columns) if not column.is_number or any(row.cells[n] for row in rows)]
    heads = [(">" if table.columns[n].is_number else "") + table.columns[n].title for n in used]
    print_table(heads, [[row.cells[n] for n in used] for row in rows], title=table.title)
    if len(rows) < len(table.rows):
        say(_("{n} more rows: workbench portfolio show --view {view}.").format(
            n=f"{len(table.rows) - len(rows):,}", view=view))  # fmt: skip
