"""`workbench lens diff`: what is different between two lenses."""

from __future__ import annotations

from dataclasses import asdict

import typer

from workbench.cli.lens_names import LensArgument, lens_of
from workbench.cli.opening import JsonOption, WorkspaceOption
from workbench.cli.output import count, print_json, print_table, print_text
from workbench.i18n import N_, _

__all__ = ["diff"]

_PARTS = {"lens": N_("Lens"), "pillar": N_("Pillars"), "question": N_("Questions"), "practice": N_("Practices"),
          "rules": N_("Rules")}  # fmt: skip
_KINDS = {"added": N_("added"), "removed": N_("removed"), "changed": N_("changed"), "moved": N_("moved")}


def diff(
    ctx: typer.Context,
    before: LensArgument,
    after: LensArgument,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Compare two lenses."""
    from workbench.analyses.lens_diff import diff_lenses

    old, new = lens_of(ctx, workspace, before), lens_of(ctx, workspace, after)
    result = diff_lenses(old.lens, new.lens)
    counts = result.counts()
    if as_json:
        facts = [{"name": one.lens.name, "alias": one.lens.alias, "version": one.lens.version} for one in (old, new)]
        changes = [
            {key: value for key, value in asdict(one).items() if value not in ("", None)} for one in result.changes
        ]
        print_json({"before": facts[0], "after": facts[1], "counts": counts, "changes": changes})
        return
    if not result.changes:
        print_text(_("Both say the same."))
        return
    print_table(
        ["", *(">" + _(word) for word in _KINDS.values())],
        [
            (_(_PARTS[part]), *(count(found[kind]) for kind in _KINDS))
            for part, found in counts.items()
            if any(found.values())
        ],
    )
    for one in result.changes:
        where = " ".join(part for part in (one.pillar_id, one.question_id, one.choice_id) if part)
        print_text(
            f"{_(_KINDS[one.kind])}: {where or _('lens')}  {one.title if one.kind in ('added', 'removed') else ''}".rstrip()
        )
        if one.kind in ("changed", "moved"):
            print_text(f"    {one.field}\n" + _marked("-", one.before) + "\n" + _marked("+", one.after))
        if one.same_results:
            print_text("    " + _("every selection gets the same result as before"))
    if old.lens.name != new.lens.name and not new.lens.official:
        print_text(_('AWS refuses another name for a published lens: "Lens name must match published name".'))


def _marked(sign: str, text: str) -> str:
    return "\n".join(f"    {sign} {line}" for line in text.splitlines() or [""])
