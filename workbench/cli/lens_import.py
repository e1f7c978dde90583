"""`workbench lens import`: lens files and folders into the workspace, or on a shelf of one's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.lens_names import sources
from workbench.cli.opening import JsonOption, UsageError, WorkspaceOption, usage_error, workspace_path, writing
from workbench.cli.output import print_json, print_table, print_text, say
from workbench.errors import BadInput
from workbench.i18n import N_, _, n_

if TYPE_CHECKING:
    from workbench.domain.lens import Lens
    from workbench.exchange.lens_intake import Intake

__all__ = ["import_files"]

_STATES = {"new": N_("new"), "version": N_("new version"), "same": N_("known already"), "skipped": N_("no lens"),
           "failed": N_("cannot be read")}  # fmt: skip
_Uses = dict[tuple[str, str], list[dict[str, str]]]


def import_files(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help=_("Lens files, and folders with lens files."))],
    as_version: Annotated[
        str,
        typer.Option(
            "--as-version", metavar="VERSION", help=_("How to call the version of a single file that tells none.")
        ),
    ] = "",
    to_shelf: Annotated[
        bool,
        typer.Option(
            "--shelf", help=_("Put them on your own shelf, for every workspace; so it is where no workspace is named.")
        ),
    ] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Import lenses."""
    from workbench.exchange.lens_intake import lens_files

    files = lens_files(paths)
    if as_version and len(files) != 1:
        raise usage_error(ctx, _("--as-version goes with a single file."))
    if to_shelf or not _has_workspace(ctx, workspace):
        uses: _Uses = {}
        found = _to_shelf(files, as_version)
    else:
        found, uses = _to_workspace(ctx, workspace, files, as_version)
    if as_json:
        print_json({"files": [_json(one, uses) for one in found]})
    else:
        _print(found, uses)
    if any(one.status == "failed" for one in found) or all(one.status == "skipped" for one in found):
        raise BadInput(
            _("Not every file could be imported."), _("workbench lens check FILE lists what is wrong with one.")
        )


def _has_workspace(ctx: typer.Context, given: Path | None) -> bool:
    try:
        workspace_path(ctx, given)
    except UsageError:
        return False
    return True


def _to_shelf(files: list[tuple[Path, bool]], as_version: str) -> Sequence[Intake]:
    from workbench.exchange.lens_intake import known_lenses, take_in
    from workbench.host.own_shelf import OwnShelf

    own = OwnShelf()
    found = take_in(files, known_lenses(sources(), None), as_version)
    for one in found:
        if one.lens is not None and one.text:
            own.keep(one.text, one.lens)
    say(_("Your own shelf: {folder}").format(folder=own.folder))
    return found


def _to_workspace(
    ctx: typer.Context, given: Path | None, files: list[tuple[Path, bool]], as_version: str
) -> tuple[Sequence[Intake], _Uses]:
    from workbench.exchange.lens_intake import known_lenses, take_in
    from workbench.operations.history import Operation, Together
    from workbench.operations.lenses import KeepLens
    from workbench.store.queries.lenses import KeptLenses, lens_uses

    uses: _Uses = defaultdict(list)
    with writing(ctx, given) as desk:
        with desk.workspace.reading() as session:
            known = known_lenses(sources(), KeptLenses(session))
            for alias, version, workload_id, name in lens_uses(session):
                uses[alias, version].append({"id": workload_id, "name": name})
        found = take_in(files, known, as_version)
        steps: list[Operation] = [KeepLens(one.text) for one in found if one.text]
        if steps:
            title = n_("Import {n} lens", "Import {n} lenses", len(steps))
            desk.history.do(steps[0] if len(steps) == 1 else Together(title, tuple(steps)))
    return found, uses


def _facts(lens: Lens, text: str, origin: str) -> dict[str, Any]:
    return {
        "alias": lens.alias, "version": lens.version, "name": lens.name, "origin": origin,
        "sha256": sha256(text.encode()).hexdigest(),
    }  # fmt: skip


def _json(one: Intake, uses: _Uses) -> dict[str, Any]:
    found: dict[str, Any] = {"file": str(one.path), "status": one.status}
    like = _facts(one.like.lens, one.like.text, one.like.origin) if one.like is not None else {}
    if one.status == "same":
        found |= {**like, "same_as": like}
    elif one.lens is not None and one.verdict is not None:
        found |= _facts(one.lens, one.text, "file")
        found |= {
            "counts": one.verdict.counts,
            "errors": len(one.verdict.errors),
            "warnings": len(one.verdict.warnings),
        }
    if one.status == "version":
        found["version_of"] = {**like, "by": "name" if one.by_name else "ids", "shared_questions": one.shared}
        found["used_by"] = uses.get((like["alias"], like["version"]), [])
    if one.problem:
        found |= {"problem": one.problem, "details": list(one.details)}
    return found


def _print(found: Sequence[Intake], uses: _Uses) -> None:
    rows = []
    for one in found:
        lens = f"{one.lens.alias}@{one.lens.version}" if one.lens is not None else ""
        counts = one.verdict.counts["questions"] if one.verdict is not None and one.text else ""
        checks = (
            f"{len(one.verdict.errors)} / {len(one.verdict.warnings)}" if one.verdict is not None and one.text else ""
        )
        rows.append((one.path.name, _(_STATES[one.status]), lens, counts, checks))
    print_table([_("File"), _("Status"), _("Lens"), ">" + _("Questions"), ">" + _("Errors / warnings")], rows)
    for one in found:
        if one.status == "version" and one.lens is not None and one.like is not None:
            old = one.like.lens
            print_text(_("{new} is a new version of {old}: workbench lens diff {old} {new}").format(
                new=f"{one.lens.alias}@{one.lens.version}", old=f"{old.alias}@{old.version}"))  # fmt: skip
            who = ", ".join(each["name"] for each in uses.get((old.alias, old.version), []))
            if who:
                print_text(_("  Reviews with the older one can be upgraded: {who}").format(who=who))
        if one.status == "failed":
            say(f"{one.path.name}: {one.problem}")
        for line in one.details:
            say(f"  {line}")
