"""`workbench lens advise`: the lenses a workload calls for, and why."""

from __future__ import annotations

import typer

from workbench.cli.opening import JsonOption, NameArgument, WorkspaceOption, reading
from workbench.cli.output import print_json, print_table, say
from workbench.i18n import _

__all__ = ["advise"]


def advise(
    ctx: typer.Context, name: NameArgument, as_json: JsonOption = False, workspace: WorkspaceOption = None
) -> None:
    """Propose lenses for a workload."""
    from workbench.analyses.lens_advisor import Known
    from workbench.analyses.lens_advisor import advise as proposals
    from workbench.cli.names import case_of
    from workbench.library.lens_advice import STRENGTH_TITLES, shipped_lens_advice
    from workbench.library.shelf import Shelf

    with reading(ctx, workspace) as session:
        case = case_of(session, name)
    snapshot = case.snapshot
    names = {entry.alias: entry.name for entry in Shelf().entries()}
    known = Known(
        snapshot.workload,
        tuple(review.lens_alias for review in snapshot.reviews),
        tuple((node.kind, node.type, node.label or node.id) for node in snapshot.graph.nodes.values()),
    )
    found = proposals(known, shipped_lens_advice(), names)
    if as_json:
        print_json([
            {"lens": one.lens, "name": names[one.lens], "strength": one.strength.name.lower(),
             "reasons": [{"text": reason.text, "found": reason.found} for reason in one.reasons]}
            for one in found
        ])  # fmt: skip
        return
    if not found:
        say(_('Nothing known about "{name}" calls for another lens.').format(name=case.name))
        return
    print_table(
        ["!" + _("Alias"), _("Lens"), "!" + _("Strength"), _("Why")],
        [(one.lens, names[one.lens], _(STRENGTH_TITLES[one.strength]), "\n".join(reason.words for reason in one.reasons))
         for one in found],
    )  # fmt: skip
