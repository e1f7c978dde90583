"""manifest.json of a cloud assembly: its stacks, where they go, and what their resources are called in the code.

The keys are those of the cloud-assembly-schema package:
https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.i18n import _
from workbench.importers.draft import Draft
from workbench.importers.source import Source
from workbench.importers.yaml_values import Unreadable

__all__ = ["Assembly", "StackArtifact", "is_assembly_file", "is_manifest", "is_tree", "read_assembly"]

_STACK = "aws:cloudformation:stack"
_LOGICAL_ID = "aws:cdk:logicalId"
_ENVIRONMENT = re.compile(r"aws://([^/]*)/(.*)")
_COMPANIONS = (
    {"version", "files"},
    {"version", "dockerImages"},
    {"version", "testCases"},
    {"version", "pluginReports"},
)


@dataclass(frozen=True)
class StackArtifact:
    """One stack of an assembly.

    Attributes:
        name: What tells it from the others.
        stack_name: What it is deployed as.
        template: Name of the file that holds its template, inside the import.
        labels: Construct path of each resource, by logical id.
    """

    name: str
    stack_name: str
    template: str
    region: str = ""
    account: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Assembly:
    """What one manifest lists."""

    source: Source
    stacks: tuple[StackArtifact, ...] = ()


def is_manifest(value: object) -> bool:
    """Whether a value is the manifest of an assembly."""
    if not isinstance(value, dict) or not isinstance(value.get("artifacts"), dict) or "version" not in value:
        return False
    kinds = (one.get("type") for one in value["artifacts"].values() if isinstance(one, dict))
    return any(isinstance(kind, str) and kind.startswith(("aws:", "cdk:")) for kind in kinds) or not value["artifacts"]


def is_tree(value: object) -> bool:
    """Whether a value is the tree of constructs."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("tree"), dict)
        and str(value.get("version", "")).startswith("tree")
    )


def is_assembly_file(value: object, name: str) -> bool:
    """Whether a value is one of the files of an assembly that hold no stack: assets, metadata, reports, the marker."""
    if not isinstance(value, dict):
        return False
    if name.rpartition("/")[2] == "cdk.out" and set(value) == {"version"}:
        return True
    if any(keys <= set(value) for keys in _COMPANIONS) and isinstance(value["version"], str):
        return True
    return bool(value) and all(isinstance(key, str) and key.startswith("/") for key in value) and any(
        isinstance(entry, dict) and str(entry.get("type", "")).startswith("aws:cdk:")
        for entries in value.values() if isinstance(entries, list) for entry in entries
    )  # fmt: skip


def read_assembly(source: Source, files: Mapping[str, Source], draft: Draft) -> Assembly:
    """Return the stacks that a manifest lists and whose templates are among the files.

    Args:
        source: The manifest.
        files: All files of the import, by name.
        draft: Where the reports are.
    """
    manifest = next(one for one in source.values if is_manifest(one))
    report = draft.report(source)
    stacks = []
    for key, artifact in manifest["artifacts"].items():
        if not isinstance(artifact, dict) or artifact.get("type") != _STACK:
            continue
        properties = artifact.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        file = _beside(source, properties.get("templateFile"))
        if file not in files:
            line = source.lines(2).get(("artifacts", key), 0)
            report.warn(
                line, _("the template of stack {name} is not among the files: {file}").format(name=key, file=file)
            )
            continue
        account, region = _environment(artifact.get("environment"))
        stack_name = properties.get("stackName")
        name = stack_name if isinstance(stack_name, str) and stack_name else str(key)
        stacks.append(StackArtifact(name, name, file, region, account, _labels(source, artifact, files)))
    return Assembly(source, tuple(stacks))


def _beside(source: Source, name: object) -> str:
    """Return the name of a file of the assembly inside the import."""
    parts = [*source.folder.split("/"), *(name.split("/") if isinstance(name, str) else ())]
    return "/".join(part for part in parts if part not in ("", "."))


def _environment(text: object) -> tuple[str, str]:
    match = _ENVIRONMENT.fullmatch(text) if isinstance(text, str) else None
    account, region = match.groups() if match else ("", "")
    return "" if account == "unknown-account" else account, "" if region == "unknown-region" else region


def _labels(source: Source, artifact: Mapping[str, Any], files: Mapping[str, Source]) -> dict[str, str]:
    """Return the construct path of each logical id, from the manifest or from the file of metadata beside it."""
    found: dict[str, str] = {}
    for metadata in _metadata(source, artifact, files):
        for path, entries in metadata.items():
            for entry in entries if isinstance(entries, list) else ():
                if isinstance(entry, dict) and entry.get("type") == _LOGICAL_ID and isinstance(entry.get("data"), str):
                    found[entry["data"]] = str(path).lstrip("/")
    return found


def _metadata(source: Source, artifact: Mapping[str, Any], files: Mapping[str, Source]) -> Iterator[Mapping[str, Any]]:
    inline = artifact.get("metadata")
    if isinstance(inline, dict):
        yield inline
    beside = files.get(_beside(source, artifact.get("additionalMetadataFile")))
    if beside is not None:
        try:
            documents: Sequence[Any] = beside.documents
        except Unreadable:
            return
        yield from (one for one in documents if isinstance(one, dict))
