"""The directories of a Terraform configuration: all files of one are one module; each file is counted as written."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from workbench.i18n import _
from workbench.importers.draft import Draft
from workbench.importers.source import Source
from workbench.importers.terraform.hcl_json import expression_of, read_hcl_json
from workbench.importers.terraform.hcl_nodes import Attribute, Block, Value, named_in
from workbench.importers.terraform.hcl_text import HclFile, read_hcl
from workbench.importers.terraform.shapes import mapping
from workbench.importers.yaml_values import Unreadable

__all__ = ["Folder", "Key", "folders_of", "roots_of"]

Key = tuple[str, ...]
"""("aws_vpc", "main") of a resource, ("data", "aws_vpc", "main") of a data source."""

_MOST_LISTED = 5


@dataclass(eq=False)
class Folder:
    """One directory, which is one module.

    Attributes:
        path: Inside the import; empty at the top.
        blocks: Resources and data sources with the name of their file.
        modules: Module calls with the name of their file.
        given: Values of variables that `*.tfvars` say.
    """

    path: str
    blocks: dict[Key, tuple[Block, str]] = field(default_factory=dict)
    modules: dict[str, tuple[Block, str]] = field(default_factory=dict)
    variables: dict[str, Block] = field(default_factory=dict)
    local: dict[str, Attribute] = field(default_factory=dict)
    outputs: dict[str, Attribute] = field(default_factory=dict)
    providers: dict[tuple[str, str], Block] = field(default_factory=dict)
    given: dict[str, Attribute] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    def called(self, block: Block) -> str | None:
        """Return the path of the directory that a module call is about; None if it is none inside the import."""
        source = block.body.attributes.get("source")
        text = source.value.value if source and isinstance(source.value, Value) else None
        if not isinstance(text, str) or (not text.startswith(("./", "../")) and text not in (".", "..")):
            return None
        path = posixpath.normpath(posixpath.join(self.path, text.split("?", 1)[0]))
        return None if path == ".." or path.startswith("../") else "" if path == "." else path


def folders_of(sources: Iterable[Source], draft: Draft) -> dict[str, Folder]:
    """Read files into directories; counts and errors go into the report of each file."""
    found: dict[str, Folder] = {}
    written: list[tuple[str, Folder, HclFile]] = []
    values: dict[str, list[tuple[str, HclFile]]] = {}
    for source in sources:
        folder = found.setdefault(source.folder, Folder(source.folder))
        report = draft.report(source)
        try:
            if source.looks_like_json:
                file = _values(source) if _is_values(source.name) else read_hcl_json(source)
            else:
                file = read_hcl(source.text)
        except Unreadable as error:
            report.errors.append(error.trouble)
            continue
        report.errors.extend(file.errors)
        if _is_values(source.name):
            values.setdefault(source.folder, []).append((source.name, file))
        else:
            folder.files.append(source.name)
            written.append((source.name, folder, file))
    for name, folder, file in sorted(written, key=lambda one: (_is_override(one[0]), one[0])):
        for block in file.blocks:
            _take(folder, block, name)
    for name, folder, file in written:
        _count(draft, name, folder, file)
    for path, files in values.items():
        _give(found[path], files, draft)
    return {path: folder for path, folder in found.items() if folder.files}


def roots_of(folders: dict[str, Folder]) -> list[Folder]:
    """Return the directories that no other one calls; all of them where they only call each other."""
    called = {
        path for folder in folders.values() for block, _file in folder.modules.values()
        if (path := folder.called(block)) is not None and path != folder.path
    }  # fmt: skip
    used = [one for one in folders.values() if one.blocks or one.modules]
    return [one for one in used if one.path not in called] or used


def _take(folder: Folder, block: Block, file: str) -> None:
    labels = block.labels
    if block.type == "locals":
        folder.local.update(block.body.attributes)
    elif block.type in ("resource", "data") and len(labels) == 2:
        key = labels if block.type == "resource" else ("data", *labels)
        if _is_override(file) and key in folder.blocks:
            folder.blocks[key][0].body.attributes.update(block.body.attributes)
        else:
            folder.blocks.setdefault(key, (block, file))
    elif block.type == "module" and labels:
        folder.modules.setdefault(labels[0], (block, file))
    elif block.type == "variable" and labels:
        folder.variables.setdefault(labels[0], block)
    elif block.type == "output" and labels and "value" in block.body.attributes:
        folder.outputs.setdefault(labels[0], block.body.attributes["value"])
    elif block.type == "provider" and labels:
        alias = block.body.attributes.get("alias")
        name = alias.value.value if alias and isinstance(alias.value, Value) else ""
        folder.providers.setdefault((labels[0], str(name)), block)


def _count(draft: Draft, name: str, folder: Folder, file: HclFile) -> None:
    report = draft.report(name)
    pairs: set[tuple[Key, Key]] = set()
    for block in file.blocks:
        if block.type not in ("resource", "data") or len(block.labels) != 2:
            continue
        report.resources += block.type == "resource"
        own = block.labels if block.type == "resource" else ("data", *block.labels)
        pairs.update((own, other) for other in _named(block, folder) if other != own)
    report.references = len(pairs)


def _named(block: Block, folder: Folder) -> Iterator[Key]:
    for path in named_in(block.body):
        key = path[: 3 if path[0] == "data" else 2]
        if key in folder.blocks:
            yield key


# ---------------------------------------------------------------------------------------------------- values
def _is_values(name: str) -> bool:
    return name.endswith((".tfvars", ".tfvars.json"))


def _is_override(name: str) -> bool:
    stem = name.rpartition("/")[2].partition(".")[0]
    return stem == "override" or stem.endswith("_override")


def _is_automatic(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last in ("terraform.tfvars", "terraform.tfvars.json") or ".auto.tfvars" in last


def _values(source: Source) -> HclFile:
    pairs = mapping(source.json).items()
    return HclFile(attributes={str(key): Attribute(expression_of(value), 0) for key, value in pairs})


def _give(folder: Folder, files: list[tuple[str, HclFile]], draft: Draft) -> None:
    chosen = [one for one in files if not _is_automatic(one[0])]
    for _name, file in sorted(
        (one for one in files if _is_automatic(one[0])), key=lambda one: (".auto." in one[0], one[0])
    ):
        folder.given.update(file.attributes)
    if len(chosen) == 1:
        name, file = chosen[0]
        folder.given.update(file.attributes)
        draft.report(name).assume(_("{file} gives the variables their values.").format(file=name))
    for name, _file in chosen if len(chosen) > 1 else ():
        others = ", ".join(other for other, _each in chosen[:_MOST_LISTED])
        text = _("Not used: {files} could each give the variables their values. Import with the one that counts.")
        draft.report(name).assume(text.format(files=others))
