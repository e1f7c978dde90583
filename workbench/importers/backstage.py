"""Backstage software catalogs: components, resources and APIs, and what they say they depend on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workbench.domain.graph import Criticality, Node
from workbench.i18n import _
from workbench.importers.draft import Draft
from workbench.importers.marks import line_of
from workbench.importers.source import Source
from workbench.importers.yaml_values import Unreadable
from workbench.progress import Progress

__all__ = ["Backstage"]

_RELATIONS = {
    "owner": "Group", "system": "System", "domain": "Domain", "subcomponentOf": "Component", "providesApis": "API",
    "consumesApis": "API", "dependsOn": "Component", "dependencyOf": "Component", "subdomainOf": "Domain",
}  # fmt: skip
"""Relations of one entity to others, and the kind that is meant where none is written."""

_PARTS = ("Component", "Resource", "API", "System")
_KINDS = {"Component": "component", "Resource": "resource", "API": "service", "System": "system"}
_ENTRY_TYPES = frozenset({"website", "mobile-app", "app"})


class Backstage:
    """Files such as `catalog-info.yaml`."""

    id = "backstage"
    title = "Backstage catalog"
    source_url = "https://backstage.io/docs/features/software-catalog/descriptor-format"

    def claims(self, source: Source) -> bool:
        """One of its documents has an `apiVersion` of Backstage."""
        return any(isinstance(one, dict) and str(one.get("apiVersion", "")).startswith("backstage.io/")
                   for one in source.values)  # fmt: skip

    def read(self, sources: Sequence[Source], draft: Draft, progress: Progress) -> None:
        """Read the entities of all files together."""
        entities = [entity for source in sources for entity in self._entities(source, draft)]
        catalog = _Catalog(entities)
        for place, entity in enumerate(entities):
            progress(place, len(entities), entity.name)
            draft.report(entity.file).references += len({
                target for _relation, _kind, target in entity.relations() if target != entity.ref
            })  # fmt: skip
            catalog.draw(entity, draft)
        for entity in entities:
            catalog.link(entity, draft)

    def _entities(self, source: Source, draft: Draft) -> Iterator[_Entity]:
        report = draft.report(source, self.id)
        try:
            documents = source.documents
        except Unreadable as error:
            report.errors.append(error.trouble)
            return
        report.warnings.extend(source.doubled)
        for document in documents:
            line = line_of(document)
            if not isinstance(document, dict):
                report.error(line, _("is no entity"))
                continue
            metadata, kind = document.get("metadata"), document.get("kind")
            name = metadata.get("name") if isinstance(metadata, dict) else None
            if not isinstance(kind, str) or not isinstance(name, str | int):
                report.error(line, _("has no kind or no metadata.name"))
                continue
            report.resources += 1
            report.resources_expanded += 1
            yield _Entity(document, source.name, line)


class _Entity:
    """One entity as it is written."""

    def __init__(self, document: Mapping[str, Any], file: str, line: int) -> None:
        self.file = file
        self.line = line
        self.kind = str(document["kind"])
        self.metadata: Mapping[str, Any] = document["metadata"]
        self.name = str(self.metadata["name"])
        self.namespace = str(self.metadata.get("namespace") or "default")
        spec = document.get("spec")
        self.spec: Mapping[str, Any] = spec if isinstance(spec, dict) else {}
        self.ref = (self.kind.lower(), self.namespace, self.name)

    def relations(self) -> Iterator[tuple[str, str, tuple[str, str, str]]]:
        """Yield relation, written kind and the entity it leads to."""
        for relation, kind in _RELATIONS.items():
            value = self.spec.get(relation)
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str) and one:
                    yield relation, kind, _ref(one, kind, self.namespace)


def _ref(text: str, kind: str, namespace: str) -> tuple[str, str, str]:
    """Take `[kind:][namespace/]name` apart, the form of references between entities."""
    before, sign, rest = text.partition(":")
    kind, text = (before, rest) if sign else (kind, text)
    space, sign, name = text.partition("/")
    return (kind.lower(), space, name) if sign else (kind.lower(), namespace, text)


class _Catalog:
    def __init__(self, entities: Sequence[_Entity]) -> None:
        self.ids: dict[tuple[str, str, str], str] = {}
        taken: set[str] = set()
        for kind in _PARTS:
            for entity in entities:
                if entity.kind == kind and entity.ref not in self.ids:
                    wanted = (
                        entity.name,
                        f"{kind.lower()}:{entity.name}",
                        ":".join((kind.lower(), entity.namespace, entity.name)),
                    )
                    self.ids[entity.ref] = next((one for one in wanted if one not in taken), wanted[-1])
                    taken.add(self.ids[entity.ref])

    def draw(self, entity: _Entity, draft: Draft) -> None:
        """Add the element of an entity; people and teams are words about others, and no elements."""
        node_id = self.ids.get(entity.ref)
        if node_id is None:
            if entity.kind not in ("User", "Group", "Domain", "Location", "Template"):
                draft.report(entity.file).unknown(entity.kind)
                node_id = self.ids[entity.ref] = draft.free_id(entity.name)
            else:
                return
        said = {
            key: entity.spec[key] for key in ("owner", "lifecycle", "system") if isinstance(entity.spec.get(key), str)
        }
        title = entity.metadata.get("title")
        draft.add(
            Node(
                node_id, label=title if isinstance(title, str) else entity.name, kind=_KINDS.get(entity.kind, "component"),
                type=" ".join(filter(None, (entity.kind, _text(entity.spec.get("type"))))),
                failable=entity.kind not in ("API", "System"), attributes=said,
            ),
            entity.file, entity.line, entity.name,
        )  # fmt: skip

    def link(self, entity: _Entity, draft: Draft) -> None:
        """Add what an entity says of others."""
        mine = self.ids.get(entity.ref)
        if mine is None:
            return
        for relation, _kind, target in entity.relations():
            other = self._known(target)
            if other is None:
                if relation in ("dependsOn", "consumesApis", "providesApis"):
                    draft.report(entity.file).warn(entity.line, _("{name} names {other}, which is in none of the files").format(
                        name=entity.name, other=target[2]))  # fmt: skip
            elif relation in ("dependsOn", "consumesApis"):
                draft.requires(mine, other, Criticality.UNKNOWN)
            elif relation in ("providesApis", "subcomponentOf"):
                draft.requires(other, mine)
            elif relation == "dependencyOf":
                draft.requires(other, mine, Criticality.UNKNOWN)
            elif relation == "system" and entity.kind in ("Component", "Resource"):
                draft.remark(mine, system=target[2])
        if entity.kind == "Component" and _text(entity.spec.get("type")) in _ENTRY_TYPES:
            draft.journey(f"use-{mine}", _("Use {name}").format(name=draft.node(mine).title), mine, entity.file)

    def _known(self, ref: tuple[str, str, str]) -> str | None:
        found = self.ids.get(ref)
        if found is None and ref[0] == "component":  # dependsOn may name a resource without its kind
            found = self.ids.get(("resource", *ref[1:]))
        return found


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
