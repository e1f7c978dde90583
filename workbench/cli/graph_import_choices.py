"""What an import finds changed on both sides, at a terminal: how a side is chosen, and how the conflicts are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.graph_words import one_line
from workbench.cli.opening import usage_error
from workbench.cli.output import print_table, print_text, say
from workbench.errors import UnknownName
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.analyses.graph_import_words import ConflictLine
    from workbench.analyses.merge_parts import Decision

__all__ = ["ChooseOption", "PreferOption", "check_choices", "choices_of", "conflicts_json", "print_conflicts"]

_MOST_LINES = 40


class _Prefer(StrEnum):
    MINE = "mine"
    THEIRS = "theirs"


ChooseOption = Annotated[
    list[str] | None,
    typer.Option(
        "--choose",
        metavar="ID=SIDE",
        help=_("Settle what changed here and in the file: mine is what is here, theirs what the file says. Repeat."),
    ),
]
PreferOption = Annotated[
    _Prefer | None,
    typer.Option(
        "--prefer", help=_("Settle everything else that changed on both sides like this; mine if nothing is said.")
    ),
]


def choices_of(ctx: typer.Context, given: Sequence[str]) -> dict[str, Decision]:
    """Return conflict ids with the side that is to count.

    Raises:
        UsageError: One of them is written otherwise.
    """
    found: dict[str, Decision] = {}
    for each in given:
        key, _equals, side = each.rpartition("=")
        if not key or side not in ("mine", "theirs"):
            raise usage_error(ctx, _('"{text}" is no choice; write ID=mine or ID=theirs.').format(text=each))
        found[key] = "theirs" if side == "theirs" else "mine"
    return found


def check_choices(choices: Mapping[str, Decision], conflicts: Sequence[ConflictLine]) -> None:
    """Refuse choices of what is no conflict.

    Raises:
        UnknownName: There is no such conflict.
    """
    known = [one.id for one in conflicts]
    for key in choices:
        if key not in known:
            raise UnknownName(
                _('Nothing named "{id}" changed on both sides.').format(id=key),
                _("--dry-run lists what did.") if known else _("Nothing did; leave --choose out."),
                tuple(known),
            )


def print_conflicts(conflicts: Sequence[ConflictLine], *, is_dry: bool) -> None:
    """Print what changed on both sides, with whose value counts; nothing where nothing did."""
    if not conflicts:
        return
    sides = {"mine": _("mine"), "theirs": _("theirs")}
    rows = [(one_line(one.text), sides[one.side], one.id) for one in conflicts[:_MOST_LINES]]
    print_table([_("Changed here and in the file"), _("Counts"), _("Id")], rows)
    if (more := len(conflicts) - _MOST_LINES) > 0:
        print_text(n_("And one more; --json lists it.", "And {n} more; --json lists them.", more))
    if is_dry:
        say(_("Choose one with --choose ID=theirs, all with --prefer theirs."))


def conflicts_json(conflicts: Sequence[ConflictLine]) -> list[dict[str, Any]]:
    """Return the conflicts as plain values."""
    return [
        {"id": one.id, "kind": one.kind, "takes": one.side, "text": one.text, "base": one.sides[0],
         "mine": one.sides[1], "theirs": one.sides[2]}
        for one in conflicts
    ]  # fmt: skip
