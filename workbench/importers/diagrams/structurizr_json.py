"""Structurizr workspaces as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbench.i18n import _
from workbench.importers.diagrams.structurizr_model import Element, Model, Relation
from workbench.importers.yaml_values import Unreadable

__all__ = ["read_json_model"]

_CHILDREN = (
    ("people", "person"), ("softwareSystems", "softwareSystem"), ("customElements", "element"), ("containers", "container"),
    ("components", "component"), ("deploymentNodes", "deploymentNode"), ("children", "deploymentNode"),
    ("infrastructureNodes", "infrastructureNode"), ("containerInstances", "containerInstance"),
    ("softwareSystemInstances", "softwareSystemInstance"),
)  # fmt: skip


def read_json_model(value: Any, model: Model) -> None:
    """Add what the model of a workspace holds.

    Raises:
        Unreadable: It has no model.
    """
    top = value.get("model") if isinstance(value, dict) else None
    if not isinstance(top, dict):
        raise Unreadable(0, _("has no model"))
    waiting: list[tuple[Mapping[str, Any], str]] = [(top, "")]
    while waiting:
        holder, parent = waiting.pop(0)
        for key, kind in _CHILDREN:
            for child in _mappings(holder.get(key)):
                name = str(child.get("id", ""))
                if not name or name in model.elements:
                    continue
                model.elements[name] = _element(name, kind, child, parent)
                waiting.append((child, name))
    _relations(top, model)


def _element(name: str, kind: str, child: Mapping[str, Any], parent: str) -> Element:
    count = str(child.get("instances", "1"))
    return Element(
        name, kind, str(child.get("name", "")), str(child.get("technology", "")), _tags(child), parent,
        of=str(child.get("containerId") or child.get("softwareSystemId") or "") if kind.endswith("Instance") else "",
        environment=str(child.get("environment") or ""), instances=int(count) if count.isdigit() and len(count) < 6 else 1,
    )  # fmt: skip


def _relations(top: Mapping[str, Any], model: Model) -> None:
    waiting: list[Mapping[str, Any]] = [top]
    while waiting:
        holder = waiting.pop(0)
        for relation in _mappings(holder.get("relationships")):
            begin = str(relation.get("sourceId") or holder.get("id") or "")
            end = str(relation.get("destinationId") or "")
            if begin in model.elements and end in model.elements:
                model.relations.append(Relation(begin, end, str(relation.get("description", "")), _tags(relation)))
        for key, _kind in _CHILDREN:
            waiting.extend(_mappings(holder.get(key)))


def _tags(child: Mapping[str, Any]) -> tuple[str, ...]:
    tags = child.get("tags")
    return tuple(tags.split(",")) if isinstance(tags, str) else ()


def _mappings(value: object) -> Iterator[Mapping[str, Any]]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())
