"""The C4 model of a Structurizr workspace, and what of it is an architecture that can fail."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.i18n import _
from workbench.importers.diagrams.diagram import Arrow, Box, Diagram
from workbench.importers.report import FileReport
from workbench.importers.yaml_values import Trouble

__all__ = ["Element", "Model", "Relation", "into_diagram"]

_ASYNC = ("asynchronous", "async")
_MOST_INSTANCES = 12


@dataclass
class Element:
    """One element of the model.

    Attributes:
        kind: "person", "softwareSystem", "container", "component", "element", "deploymentNode", "infrastructureNode",
            "containerInstance" or "softwareSystemInstance".
        of: Id of what an instance is an instance of.
        environment: Of what is deployed.
        instances: How many of it there are.
    """

    id: str
    kind: str
    name: str = ""
    technology: str = ""
    tags: tuple[str, ...] = ()
    parent: str = ""
    of: str = ""
    environment: str = ""
    instances: int = 1
    line: int = 0


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship as it is written."""

    begin: str
    end: str
    text: str = ""
    tags: tuple[str, ...] = ()
    line: int = 0


@dataclass
class Model:
    """What a workspace says."""

    elements: dict[str, Element] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def into_diagram(model: Model, diagram: Diagram, report: FileReport) -> None:
    """Draw people, systems, containers and components, and one environment of what is deployed."""
    environments = list(dict.fromkeys(one.environment for one in model.elements.values() if one.environment))
    chosen = next(
        (one for one in environments if one.lower() in ("live", "production", "prod")),
        environments[0] if environments else "",
    )
    if len(environments) > 1:
        said = _("Of the environments {names}, {chosen} is drawn.")
        report.assume(said.format(names=", ".join(environments), chosen=chosen))
    shown = {key: one for key, one in model.elements.items() if one.environment in ("", chosen)}
    deployed: dict[str, list[str]] = {}
    for one in shown.values():
        if one.of:
            deployed.setdefault(one.of, []).append(one.id)
    parents = {one.parent for one in shown.values() if one.parent}
    for one in shown.values():
        _box(one, shown, parents, diagram)
    for owner, instances in deployed.items():
        if owner in shown:
            _instances(owner, instances, shown, diagram)
    seen: set[tuple[str, str]] = set()
    for relation in model.relations:
        if relation.begin in shown and relation.end in shown and (relation.begin, relation.end) not in seen:
            seen.add((relation.begin, relation.end))
            tags = {tag.strip().lower() for tag in relation.tags}
            diagram.arrows.append(
                Arrow(relation.begin, relation.end, relation.text, relation.line, soft=bool(tags & set(_ASYNC)))
            )


def _box(one: Element, shown: dict[str, Element], parents: set[str], diagram: Diagram) -> None:
    name = one.name or (shown[one.of].name if one.of in shown else one.id)
    technology = f" {one.technology}" if one.technology else ""
    diagram.box(
        Box(
            one.id, name, type=f"C4 {_WORDS.get(one.kind, one.kind)}{technology}", inside=one.parent if one.parent in shown else "",
            line=one.line, person=one.kind == "person", holds=one.kind == "deploymentNode" or (one.id in parents and not one.of),
            outside="external" in {tag.strip().lower() for tag in one.tags},
            attributes={"instances": one.instances} if one.instances > 1 else {},
        )
    )  # fmt: skip


_WORDS = {
    "softwareSystem": "software system", "deploymentNode": "deployment node", "infrastructureNode": "infrastructure node",
    "containerInstance": "container instance", "softwareSystemInstance": "software system instance",
}  # fmt: skip


def _instances(owner: str, instances: list[str], shown: dict[str, Element], diagram: Diagram) -> None:
    """What is deployed is only a name; its instances do the work, several of them side by side."""
    members: list[str] = []
    for key in instances:
        count = _copies(key, shown)
        members.append(key)
        for n in range(2, min(count, _MOST_INSTANCES) + 1):
            copy = f"{key} {n}"
            base = diagram.boxes[key]
            diagram.box(Box(copy, f"{base.label} {n}", type=base.type, inside=base.inside, line=base.line))
            members.append(copy)
    box = diagram.boxes[owner]
    box.attributes["deployed"] = len(members)
    box.members = tuple(members)


def _copies(key: str, shown: dict[str, Element]) -> int:
    """How many of an instance run: as many as the deployment nodes around it have instances."""
    count, at, seen = 1, shown[key].parent, set[str]()
    while at in shown and at not in seen:
        seen.add(at)
        count *= max(1, shown[at].instances)
        at = shown[at].parent
    return min(count, 1_000)
