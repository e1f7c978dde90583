"""`workbench lens show`: a lens as a table, by phase, or one question with its guidance."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.lens_names import LensArgument, lens_of
from workbench.cli.opening import JsonOption, WorkspaceOption
from workbench.cli.output import print_json, print_pairs, print_table, print_text
from workbench.errors import UnknownName
from workbench.i18n import N_, _

if TYPE_CHECKING:
    from workbench.domain.lens import Lens, Question

__all__ = ["show"]

_ORIGINS = {"official": N_("AWS"), "aws": N_("AWS, custom lens"), "ours": N_("written for the workbench")}
_IDS = {
    "api": N_("those of the Tool"), "custom": N_("those of the custom lens of AWS"),
    "docs": N_("ours, from the codes of the documentation"), "ours": N_("ours"),
}  # fmt: skip


def show(
    ctx: typer.Context,
    lens: LensArgument,
    question: Annotated[
        str, typer.Option("--question", "-q", metavar="QUESTION", help=_("One question with its guidance: id or code."))
    ] = "",
    phase: Annotated[str, typer.Option("--phase", metavar="PHASE", help=_("Only the questions of one phase."))] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show one lens."""
    one = lens_of(ctx, workspace, lens)
    if as_json:
        print_json(json.loads(one.text))
    elif question:
        _print_question(_question(one.lens, question))
    else:
        _print_lens(one.lens, _phase(one.lens, phase))


def _question(lens: Lens, text: str) -> Question:
    wanted = text.casefold().replace(" ", "")
    names = ((one, (one.id, one.code, f"{one.pillar_id}/{one.id}")) for one in lens.questions())
    found = [one for one, known in names if wanted in (name.casefold().replace(" ", "") for name in known)]
    if len(found) == 1:
        return found[0]
    raise UnknownName(_('The lens has no question "{id}".').format(id=text), _("Give its id or its code."))


def _phase(lens: Lens, text: str) -> str:
    found = next((one.id for one in lens.phases if text.casefold() in (one.id.casefold(), one.name.casefold())), "")
    if text and not found:
        phases = ", ".join(one.id for one in lens.phases)
        raise UnknownName(
            _('The lens has no phase "{name}".').format(name=text),
            _("Its phases: {names}.").format(names=phases) if phases else _("It has no phases."),
        )
    return found


def _print_lens(lens: Lens, phase: str) -> None:
    from workbench.library.guidance import completeness

    pairs = [
        (_("Name"), lens.name), (_("Alias"), lens.alias), (_("Version"), lens.version),
        (_("Published by"), _(_ORIGINS[lens.origin]) if lens.origin in _ORIGINS else ""),
        (_("Ids"), _(_IDS[lens.ids_origin]) if lens.ids_origin in _IDS else ""),
        (_("About"), lens.description), (_("Source"), lens.source_url), (_("Known"), lens.completeness),
        (_("Guidance"), completeness(lens).words),
    ]  # fmt: skip
    aspects = (
        (_("Phases"), lens.phases), (_("Scenarios"), lens.scenarios),
        (_("Principles"), lens.principles), (_("Dimensions"), lens.dimensions),
    )  # fmt: skip
    pairs += [(title, ", ".join(one.name for one in some)) for title, some in aspects]
    print_pairs([(title, text) for title, text in pairs if text])
    for pillar in lens.pillars:
        chosen = [one for one in pillar.questions if not phase or phase in one.phases]
        rows = [(one.code or one.id, one.short or one.title, len(one.practices)) for one in chosen]
        if rows:
            print_table(["!" + _("Code"), _("Question"), ">" + _("Practices")], rows, pillar.name)


def _print_question(question: Question) -> None:
    print_pairs([(_("Code"), question.code), (_("Question"), question.title), (_("Source"), question.url)])
    parts = (
        (_("About"), (question.about,)), (_("Ask"), (question.ask,)), (_("Probes"), question.probes),
        (_("Red flags"), question.red_flags), (_("Sounds good"), (question.good,)), (_("Evidence"), question.evidence),
    )  # fmt: skip
    for title, texts in parts:
        if any(texts):
            print_text(f"\n{title}")
            for text in texts:
                print_text(text, 2)
    for practice in question.practices:
        level = practice.risk_if_absent.name if practice.risk_if_absent else practice.category
        print_text(
            "\n" + " ".join(part for part in (practice.code, practice.title, f"[{level}]" if level else "") if part)
        )
        for text in (practice.meaning, practice.see):
            if text:
                print_text(text, 2)
