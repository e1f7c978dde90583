"""`workbench lens import`: lens files and folders into the workspace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import typer

from workbench.cli.lens_names import FoundLens, all_lenses
from workbench.cli.opening import JsonOption, WorkspaceOption, usage_error, writing
from workbench.cli.output import print_json, print_table, print_text, say
from workbench.errors import BadInput, WorkbenchError
from workbench.i18n import _, n_

__all__ = ["import_files"]

_MOST_FILES = 500
_MOST_BYTES = 100_000_000
_STATES = {"new": _("new"), "version": _("new version"), "same": _("known already"), "skipped": _("no lens"),
           "failed": _("cannot be read")}  # fmt: skip


@dataclass
class _Outcome:
    """What became of one file."""

    file: str
    status: str
    problem: str = ""
    details: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    text: str = ""


def import_files(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help=_("Lens files, and folders with lens files."))],
    as_version: Annotated[
        str,
        typer.Option(
            "--as-version", metavar="VERSION", help=_("How to call the version of a single file that tells none.")
        ),
    ] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Import lenses."""
    from workbench.operations.history import Operation, Together
    from workbench.operations.lenses import KeepLens
    from workbench.store.queries.lenses import lens_uses

    files = _files(paths)
    if as_version and len(files) != 1:
        raise usage_error(ctx, _("--as-version goes with a single file."))
    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            known = [_Known.of(one) for one in all_lenses(session)]
            uses = lens_uses(session)
        outcomes = [_outcome(path, is_named, as_version, known, uses) for path, is_named in files]
        found: list[Operation] = [KeepLens(one.text) for one in outcomes if one.text]
        if found:
            title = n_("Import {n} lens", "Import {n} lenses", len(found))
            desk.history.do(found[0] if len(found) == 1 else Together(title, tuple(found)))
    if as_json:
        print_json({"files": [_json(one) for one in outcomes]})
    else:
        _print(outcomes)
    if any(one.status == "failed" for one in outcomes) or all(one.status == "skipped" for one in outcomes):
        raise BadInput(
            _("Not every file could be imported."), _("workbench lens check FILE lists what is wrong with one.")
        )


def _files(paths: Sequence[Path]) -> list[tuple[Path, bool]]:
    """Return the files to read, and whether each was named itself; those found in a folder need not be lenses."""
    found: dict[Path, bool] = {}
    for path in paths:
        path = path.expanduser()
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*.json") if not any(
                part.startswith(".") for part in each.relative_to(path).parts))  # fmt: skip
            if not inside:
                raise BadInput(_("There is no .json file in {folder}.").format(folder=path))
            for each in inside:
                found.setdefault(each, False)
        else:
            found[path] = True
    size = sum(path.stat().st_size for path in found if path.is_file())
    if len(found) > _MOST_FILES or size > _MOST_BYTES:
        raise BadInput(
            _("These are {n} files of {size} MB in all; {most} files of 100 MB are read at once.").format(
                n=f"{len(found):,}", size=f"{size / 1_000_000:,.0f}", most=_MOST_FILES),
            _("Import them in parts."),
        )  # fmt: skip
    return list(found.items())


@dataclass(frozen=True)
class _Known:
    """A lens that is there, with what tells it from others."""

    found: FoundLens
    digest: str

    @classmethod
    def of(cls, found: FoundLens) -> _Known:
        from workbench.library.lens_known import content_digest

        return cls(found, content_digest(found.text))


def _outcome(
    path: Path, is_named: bool, as_version: str, known: list[_Known], uses: Iterable[tuple[str, str, str, str]]
) -> _Outcome:
    from workbench.analyses.lens_verdict import judge
    from workbench.library.lens_file import UnreadableLens, open_lens_file
    from workbench.library.lens_format import read_lens_text
    from workbench.library.lens_known import content_digest, nearest_kin, version_in_name

    name = str(path)
    try:
        file = open_lens_file(path)
        digest = content_digest(file.text())
        same = next((one.found for one in known if one.digest == digest), None)
        if same is not None:
            return _Outcome(name, "same", facts={**_facts(same), "same_as": _facts(same)})
        version = as_version or file.lens.version or version_in_name(path.name) or digest[:8]
        if any((one.found.lens.alias, one.found.lens.version) == (file.lens.alias, version) for one in known):
            version = f"{version}+{digest[:8]}"  # other content under the same version
        if version != file.lens.version and "version" in file.data:
            raise BadInput(
                _("The file says version {said}, which is taken by other content.").format(said=file.lens.version)
                if not as_version
                else _("The file says its version itself: {said}.").format(said=file.lens.version)
            )
        text = file.text("" if version == file.lens.version else version)
        lens = read_lens_text(text, path.name)
    except WorkbenchError as error:
        is_other = isinstance(error, UnreadableLens) and not is_named and error.finding.rule == "not-a-lens"
        return _Outcome(name, "skipped" if is_other else "failed", error.message, error.details)
    found = FoundLens(text, lens, "workspace", path.name)
    verdict = judge(file)
    facts = {
        **_facts(found),
        "counts": verdict.counts,
        "errors": len(verdict.errors),
        "warnings": len(verdict.warnings),
    }
    kin = nearest_kin(lens, [one.found.lens for one in known])
    known.append(_Known(found, digest))
    if kin is None:
        return _Outcome(name, "new", facts=facts, text=text)
    older = next(one.found for one in known if one.found.lens is kin.lens)
    facts["version_of"] = {**_facts(older), "by": "name" if kin.by_name else "ids", "shared_questions": kin.shared}
    facts["used_by"] = [{"id": key, "name": title} for alias, said, key, title in uses
                        if (alias, said) == (older.lens.alias, older.lens.version)]  # fmt: skip
    return _Outcome(name, "version", facts=facts, text=text)


def _facts(found: FoundLens) -> dict[str, Any]:
    return {
        "alias": found.lens.alias, "version": found.lens.version, "name": found.lens.name, "origin": found.origin,
        "sha256": sha256(found.text.encode()).hexdigest(),
    }  # fmt: skip


def _json(one: _Outcome) -> dict[str, Any]:
    problem = {"problem": one.problem, "details": list(one.details)} if one.problem else {}
    return {"file": one.file, "status": one.status, **one.facts, **problem}


def _print(outcomes: list[_Outcome]) -> None:
    rows = []
    for one in outcomes:
        lens = f"{one.facts['alias']}@{one.facts['version']}" if one.facts else ""
        counts = one.facts.get("counts", {})
        checks = f"{one.facts['errors']} / {one.facts['warnings']}" if "errors" in one.facts else ""
        rows.append((Path(one.file).name, _STATES[one.status], lens, counts.get("questions", ""), checks))
    print_table([_("File"), _("Status"), _("Lens"), ">" + _("Questions"), ">" + _("Errors / warnings")], rows)
    for one in outcomes:
        older = one.facts.get("version_of")
        if older:
            who = ", ".join(each["name"] for each in one.facts["used_by"])
            print_text(_("{new} is a new version of {old}: workbench lens diff {old} {new}").format(
                new=f"{one.facts['alias']}@{one.facts['version']}", old=f"{older['alias']}@{older['version']}"))  # fmt: skip
            if who:
                print_text(_("  Reviews with the older one can be upgraded: {who}").format(who=who))
        if one.status == "failed":
            say(f"{Path(one.file).name}: {one.problem}")
        for line in one.details:
            say(f"  {line}")
