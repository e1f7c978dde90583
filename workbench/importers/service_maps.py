"""Service maps of what was really called: AWS X-Ray, Jaeger and Kiali."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from workbench.i18n import _
from workbench.importers.diagrams.diagram import Arrow, Box, Diagram
from workbench.importers.draft import Draft
from workbench.importers.source import Source
from workbench.importers.yaml_values import Unreadable
from workbench.progress import Progress

__all__ = ["Jaeger", "Kiali", "XRay"]


class _ServiceMap(ABC):
    """What the three have in common: a JSON value that becomes boxes and arrows."""

    id: ClassVar[str]

    def read(self, sources: Sequence[Source], draft: Draft, progress: Progress) -> None:
        """Read each file as a map of its own; services of the same name are the same."""
        for place, source in enumerate(sources):
            progress(place, len(sources), source.name)
            report = draft.report(source, self.id)
            try:
                diagram = Diagram()
                self.fill(source.json, diagram)
            except Unreadable as error:
                report.errors.append(error.trouble)
                continue
            report.resources = report.resources_expanded = sum(not box.holds for box in diagram.boxes.values())
            report.references = len(diagram.pairs())
            if diagram.arrows:
                report.assume(
                    _("The map shows what was called while it was recorded; what is called rarely may be missing.")
                )
            diagram.draw(draft, report)

    @abstractmethod
    def fill(self, value: Any, diagram: Diagram) -> None:
        """Put what a JSON value holds into the diagram."""


class Jaeger(_ServiceMap):
    """Answers of Jaeger's `/api/dependencies`."""

    id = "jaeger"
    title = "Jaeger dependencies"
    source_url = "https://www.jaegertracing.io/docs/latest/apis/"

    def claims(self, source: Source) -> bool:
        """It is a list of parents and children, maybe under `data`."""
        value = _first(source)
        rows = value.get("data") if isinstance(value, dict) else value
        return (
            isinstance(rows, list) and bool(rows) and isinstance(rows[0], dict) and {"parent", "child"} <= set(rows[0])
        )

    def fill(self, value: Any, diagram: Diagram) -> None:
        """Each row is an arrow."""
        rows = value.get("data") if isinstance(value, dict) else value
        for row in _mappings(rows):
            parent, child = row.get("parent"), row.get("child")
            if isinstance(parent, str) and isinstance(child, str):
                for name in (parent, child):
                    diagram.box(Box(name, name, type="Jaeger service"))
                diagram.arrows.append(Arrow(parent, child))


class XRay(_ServiceMap):
    """Answers of AWS X-Ray's GetServiceGraph and GetTraceGraph."""

    id = "x-ray"
    title = "AWS X-Ray service graph"
    source_url = "https://docs.aws.amazon.com/xray/latest/api/API_GetServiceGraph.html"

    def claims(self, source: Source) -> bool:
        """It has services with reference ids."""
        value = _first(source)
        services = value.get("Services") if isinstance(value, dict) else None
        return isinstance(services, list) and any(isinstance(one, dict) and "ReferenceId" in one for one in services)

    def fill(self, value: Any, diagram: Diagram) -> None:
        """Each service is a box, each edge an arrow; clients are people."""
        services = list(_mappings(value.get("Services")))
        taken: dict[str, int] = {}
        names: dict[Any, str] = {}
        for one in services:
            name = str(one.get("Name") or one.get("ReferenceId"))
            taken[name] = taken.get(name, 0) + 1
            kind = str(one.get("Type") or "")
            key = name if taken[name] == 1 else f"{name} ({kind or taken[name]})"
            key = key if key not in diagram.boxes else f"{key} {taken[name]}"
            names[_hashable(one.get("ReferenceId"))] = key
            diagram.box(
                Box(key, name, type=kind, person=kind == "client", managed=kind in _MANAGED, attributes=_numbers(one))
            )
        for one in services:
            begin = names[_hashable(one.get("ReferenceId"))]
            for edge in _mappings(one.get("Edges")):
                end = names.get(_hashable(edge.get("ReferenceId")))
                if end is not None:
                    diagram.arrows.append(Arrow(begin, end, soft=edge.get("EdgeType") == "Link"))


_MANAGED = frozenset({
    "AWS::Lambda", "AWS::Lambda::Function", "AWS::DynamoDB::Table", "AWS::DynamoDB", "AWS::SQS::Queue", "AWS::SQS", "AWS::SNS",
    "AWS::SNS::Topic", "AWS::S3", "AWS::S3::Bucket", "AWS::ApiGateway::Stage", "AWS::StepFunctions::StateMachine", "AWS::Events",
})  # fmt: skip


def _numbers(service: Mapping[Any, Any]) -> dict[str, object]:
    said = service.get("SummaryStatistics")
    count = said.get("TotalCount") if isinstance(said, dict) else None
    seconds = said.get("TotalResponseTime") if isinstance(said, dict) else None
    if isinstance(count, int) and count > 0 and isinstance(seconds, int | float):
        return {"latency_ms": round(seconds / count * 1000, 3), "calls": count}
    return {}


class Kiali(_ServiceMap):
    """Graphs of Kiali."""

    id = "kiali"
    title = "Kiali graph"
    source_url = "https://kiali.io/docs/features/topology/"

    def claims(self, source: Source) -> bool:
        """It has elements with nodes and edges of data."""
        value = _first(source)
        elements = value.get("elements") if isinstance(value, dict) else None
        return isinstance(elements, dict) and isinstance(elements.get("nodes"), list)

    def fill(self, value: Any, diagram: Diagram) -> None:
        """Each node is a box, boxes around others are frames, each edge is an arrow."""
        names: dict[str, str] = {}
        boxes: list[tuple[str, str]] = []
        for data in _data(value["elements"].get("nodes")):
            frame = data.get("isBox") if isinstance(data.get("isBox"), str) else ""
            label = str(
                data.get("service") or data.get("workload") or data.get("app") or data.get(str(frame)) or data.get("id")
            )
            version = data.get("version")
            label = f"{label} {version}" if isinstance(version, str) and version and version != "unknown" else label
            kind = str(data.get("nodeType") or "")
            key = label if label not in diagram.boxes else f"{label} ({kind})"
            key = key if key not in diagram.boxes else f"{key} {str(data.get('id'))[:8]}"
            names[str(data.get("id"))] = key
            boxes.append((key, str(data.get("parent") or "")))
            about = {name: data[name] for name in ("namespace", "cluster") if isinstance(data.get(name), str)}
            diagram.box(
                Box(key, label, type=f"Kiali {kind}".strip(), kind="cluster" if frame == "cluster" else "", holds=bool(frame),
                    outside=data.get("isServiceEntry") is not None and bool(data.get("isServiceEntry")), attributes=dict(about),
                    person=label == "unknown" and bool(data.get("isRoot")))
            )  # fmt: skip
        for key, parent in boxes:
            diagram.boxes[key].inside = names.get(parent, "")
        for data in _data(value["elements"].get("edges")):
            begin, end = names.get(str(data.get("source"))), names.get(str(data.get("target")))
            if begin and end:
                diagram.arrows.append(Arrow(begin, end))


def _first(source: Source) -> Any:
    return source.values[0] if source.looks_like_json and source.values else None


def _mappings(value: object) -> Iterator[Mapping[Any, Any]]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def _data(value: object) -> Iterator[Mapping[Any, Any]]:
    for one in _mappings(value):
        data = one.get("data")
        if isinstance(data, dict):
            yield data


def _hashable(value: object) -> object:
    return value if isinstance(value, str | int) else str(value)
