"""`workbench lens search`: words in every lens there is."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import Annotated

import typer

from workbench.cli.lens_names import kept_in, perhaps_reading, sources
from workbench.cli.opening import JsonOption, WorkspaceOption
from workbench.cli.output import print_json, print_table, print_text
from workbench.i18n import _, n_

__all__ = ["search"]

_MOST_OF_A_LENS = 5


def search(
    ctx: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help=_("Words, a code or an id."))],
    show_all: Annotated[bool, typer.Option("--all", help=_("List every place, not five of a lens."))] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Search all lenses."""
    from workbench.library.lens_search import passages, search_lenses

    places = sources()
    with perhaps_reading(ctx, workspace) as session:
        kept = kept_in(session)
        lenses = {one.key: one for one in places.at_hand(kept)}
        read = ((key, passages(places.lens(one, kept))) for key, one in lenses.items())
        found = search_lenses(read, " ".join(text))
    if as_json:
        print_json([{**asdict(hit), "lens": lenses[hit.lens].title, "origin": lenses[hit.lens].where} for hit in found])
        return
    for key, group in groupby(found, key=lambda hit: hit.lens):
        hits = list(group)
        shown = hits if show_all else hits[:_MOST_OF_A_LENS]
        rows = [(hit.code or hit.choice_id or hit.question_id, "\n".join(part for part in (hit.title, hit.excerpt) if part))
                for hit in shown]  # fmt: skip
        title = f"{lenses[key].entry.name} ({lenses[key].title})"
        print_table(["!" + _("Code"), _("Question or practice")], rows, title)
        if len(hits) > len(shown):
            more = len(hits) - len(shown)
            print_text(n_("and {n} more (--all lists it)", "and {n} more (--all lists them)", more))
    count = n_("{n} place", "{n} places", len(found))
    groups = n_("{n} lens", "{n} lenses", len({hit.lens for hit in found}))
    print_text(_("{places} in {lenses}").format(places=count, lenses=groups) if found else _("No lens says that."))
