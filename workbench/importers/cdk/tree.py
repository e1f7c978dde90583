"""tree.json of a cloud assembly as templates, for when the templates themselves are not there.

The tree has the type and the settings of each resource, but not always its logical id, which is then made as the CDK
makes it: https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/core/lib/private/uniqueid.ts
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.i18n import _
from workbench.importers.cdk.setting_names import SettingNames
from workbench.importers.draft import Draft
from workbench.importers.source import Source

__all__ = ["TreeStack", "templates_of", "unique_id"]

_TYPE = "aws:cdk:cloudformation:type"
_PROPS = "aws:cdk:cloudformation:props"
_ID = "aws:cdk:cloudformation:logicalId"
_MOST_DEPTH = 150
_PLAIN = re.compile(r"[^A-Za-z0-9]")


@dataclass(frozen=True)
class TreeStack:
    """A stack of a tree: its name, and its sections as a template has them."""

    name: str
    sections: dict[str, Any]


def templates_of(source: Source, tree: Mapping[str, Any], draft: Draft) -> list[TreeStack]:
    """Return the stacks of a tree, those with resources."""
    names = SettingNames()
    found = []
    for path, node in _stacks(tree, (), 0):
        resources: dict[str, Any] = {}
        for inside, one in _resources(node, (), 0):
            attributes = one["attributes"]
            given = attributes.get(_ID)
            logical_id = given if isinstance(given, str) and given else unique_id(inside)
            type_, props = attributes[_TYPE], attributes.get(_PROPS)
            resources[logical_id] = {
                "Type": type_,
                "Properties": names.proper(type_, props if isinstance(props, dict) else {}),
                "Metadata": {"aws:cdk:path": "/".join((path[-1], *inside))},
            }
        if resources:
            found.append(TreeStack("/".join(path), {"Resources": resources}))
    if not found:
        draft.report(source).warn(0, _("the tree of constructs has no resources"))
    return found


def unique_id(path: Sequence[str]) -> str:
    """Return the logical id that the CDK gives to a resource at a path inside its stack."""
    parts = [part for part in path if part != "Default"]
    if len(parts) == 1 and len(_PLAIN.sub("", parts[0])) <= 255:
        return _PLAIN.sub("", parts[0])
    sign = hashlib.md5("/".join(parts).encode(), usedforsecurity=False).hexdigest()[:8].upper()
    human: list[str] = []
    last = ""
    for part in parts:
        if not human or not last.endswith(part):
            human.append(part)
            last = part
    words = "".join(_PLAIN.sub("", part) for part in human if part != "Resource")
    return words[:240] + sign


def _children(node: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    children = node.get("children")
    for key, one in children.items() if isinstance(children, dict) else ():
        if isinstance(one, dict):
            yield str(one.get("id", key)), one


def _kind(node: Mapping[str, Any]) -> str:
    info = node.get("constructInfo")
    return str(info.get("fqn", "")) if isinstance(info, dict) else ""


def _stacks(
    node: Mapping[str, Any], path: tuple[str, ...], depth: int
) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """The nodes below the application, and below its stages, that are stacks."""
    for name, one in _children(node):
        if _kind(one).endswith(".Stage") and depth < _MOST_DEPTH:
            yield from _stacks(one, (*path, name), depth + 1)
        elif name != "Tree":
            yield (*path, name), one


def _resources(
    node: Mapping[str, Any], path: tuple[str, ...], depth: int
) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    for name, one in _children(node):
        attributes = one.get("attributes")
        if isinstance(attributes, dict) and isinstance(attributes.get(_TYPE), str):
            yield (*path, name), one
        if depth < _MOST_DEPTH:
            yield from _resources(one, (*path, name), depth + 1)
