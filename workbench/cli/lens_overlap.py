"""`workbench lens overlap`: practices of two lenses that ask for the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from workbench.cli.lens_names import LensArgument, find_lens, perhaps_reading
from workbench.cli.opening import JsonOption, WorkspaceOption
from workbench.cli.output import print_json, print_table, say
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.analyses.lens_overlap import Place

__all__ = ["overlap"]


def overlap(
    ctx: typer.Context,
    first: LensArgument,
    second: LensArgument,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show what two lenses both ask for."""
    from workbench.analyses.lens_overlap import overlaps
    from workbench.library.lens_overlaps import shipped_known_pairs

    with perhaps_reading(ctx, workspace) as session:
        one, other = find_lens(first, session).lens, find_lens(second, session).lens
    found = overlaps(one, other, shipped_known_pairs())
    if as_json:
        print_json([
            {"first": _facts(pair.first), "second": _facts(pair.second), "likeness": pair.likeness,
             "judged": bool(pair.why), "why": pair.why, "shared": list(pair.shared)}
            for pair in found
        ])  # fmt: skip
        return
    if not found:
        say(_("No practices of the two ask for the same thing as far as their words tell."))
        return
    print_table(
        ["!", one.name, "!", other.name, _("Why")],
        [
            (_code(pair.first), pair.first[1].title, _code(pair.second), pair.second[1].title,
             pair.why or _("Alike in words: {words}").format(words=", ".join(pair.shared)))
            for pair in found
        ],
    )  # fmt: skip
    say(n_("{n} pair. The window offers to carry an answer over.", "{n} pairs. The window offers to carry an answer over.",
           len(found)))  # fmt: skip


def _code(place: Place) -> str:
    return place[1].code or place[1].id


def _facts(place: Place) -> dict[str, Any]:
    question, choice = place
    return {"question": question.id, "choice": choice.id, "code": choice.code, "title": choice.title}
