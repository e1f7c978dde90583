"""`workbench portfolio`: tables over all workloads of one or several files."""

from __future__ import annotations

from contextlib import ExitStack
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
    paths = [Path(each).expanduser() for each in dict.fromkeys(file or ())] or [workspace_path(ctx, workspace)]
    today = date.today().isoformat()
    tables = portfolio_tables(_facts(paths), today, person or user())
    chosen = [view] if view else ["mine"] if person else [key for key in known if key != "mine"]
    if as_json:
        print_json({
            "day": today, "files": [str(path) for path in paths], "person": person,
            "views": {key: tables[key].records() for key in chosen},
        })  # fmt: skip
        return
    for key in chosen:
        _print(tables[key], whole=bool(view or person), view=key)


def _facts(paths: list[Path]) -> list[FileFacts]:
    from workbench.store.queries.portfolio_facts import read_facts
    from workbench.store.workspace import Workspace

    found = []
    for path in paths:
        with ExitStack() as stack:
            opened = stack.enter_context(Workspace.open(path, read_only=True))
            progress = stack.enter_context(progress_bar(path.name))
            session = stack.enter_context(opened.reading())
            found.append(read_facts(session, path.stem, progress))
    return found


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
