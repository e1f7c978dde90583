"""Objects of manifests as they are written, found by kind, namespace and name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.i18n import _
from workbench.importers.marks import line_of
from workbench.importers.report import FileReport
from workbench.importers.source import Source
from workbench.importers.yaml_values import Unreadable
from workbench.library.kubernetes_kinds import KubernetesKind, Role, kubernetes_kinds

__all__ = ["Found", "KubernetesObject", "at", "listed", "mapping", "objects_in"]

_MOST_LISTS = 5


@dataclass(eq=False)
class KubernetesObject:
    """One object.

    Attributes:
        value: As it is written.
        meaning: What its kind is; None where nobody here knows it.
    """

    kind: str
    name: str
    namespace: str
    value: Mapping[Any, Any]
    file: str
    line: int
    meaning: KubernetesKind | None

    @property
    def role(self) -> Role | None:
        """What it does."""
        return self.meaning.role if self.meaning else None

    @property
    def spec(self) -> Mapping[Any, Any]:
        """Its spec; empty where it has none."""
        return mapping(self.value.get("spec"))

    @property
    def pod(self) -> Mapping[Any, Any]:
        """The spec of its pods."""
        return mapping(at(self.value, self.meaning.pod)) if self.meaning and self.meaning.pod else {}

    @property
    def pod_labels(self) -> Mapping[Any, Any]:
        """The labels of its pods."""
        path = self.meaning.labels if self.meaning else ""
        return mapping(at(self.value, path or "metadata.labels"))


def at(value: object, path: str) -> Any:
    """Return what stands at a path with dots; None where nothing does."""
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def mapping(value: object) -> Mapping[Any, Any]:
    """Return a mapping; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def listed(value: object) -> Sequence[Mapping[Any, Any]]:
    """Return the mappings of a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def objects_in(source: Source, report: FileReport) -> Iterator[KubernetesObject]:
    """Yield every object of a file, also those of lists; what is none is noted."""
    if "{{" in source.text and _is_template(source):
        report.error(0, _("is a Helm template; render it first: helm template CHART > manifests.yaml"))
        return
    try:
        documents = source.documents
    except Unreadable as error:
        report.errors.append(error.trouble)
        return
    report.warnings.extend(source.doubled)
    lines = source.lines(2) if source.looks_like_json else {}
    waiting: list[tuple[Any, int, int]] = [(one, line_of(one), 0) for one in documents]
    while waiting:
        value, line, deep = waiting.pop(0)
        if not isinstance(value, dict):
            report.error(line, _("is no Kubernetes object"))
            continue
        kind, metadata = value.get("kind"), mapping(value.get("metadata"))
        items = value.get("items")
        if isinstance(items, list) and (str(kind).endswith("List") or kind is None) and deep < _MOST_LISTS:
            known = [line_of(items, n) or lines.get(("items", str(n)), 0) for n in range(len(items))]
            waiting[:0] = [(one, known[n], deep + 1) for n, one in enumerate(items)]
            continue
        if not isinstance(kind, str) or not kind:
            report.error(line, _("has no kind"))
            continue
        name = metadata.get("name", metadata.get("generateName"))
        if not isinstance(name, str | int) or name == "":
            report.error(line, _("{kind} has no metadata.name").format(kind=kind))
            name = f"{kind} {line}"
        report.resources += 1
        yield KubernetesObject(
            kind, str(name), str(metadata.get("namespace") or ""), value, source.name, line, _meaning(kind, value)
        )


def _is_template(source: Source) -> bool:
    try:
        return not source.documents or any(
            "{{" in str(key) for one in source.documents if isinstance(one, dict) for key in one
        )
    except Unreadable:
        return True


def _meaning(kind: str, value: Mapping[Any, Any]) -> KubernetesKind | None:
    if kind == "Service" and str(value.get("apiVersion", "")).startswith("serving.knative.dev"):
        return KubernetesKind(Role.WORKLOAD, pod="spec.template.spec", labels="spec.template.metadata.labels")
    return kubernetes_kinds().get(kind)


class Found:
    """All objects of an import, by what refers to them."""

    def __init__(self, objects: Sequence[KubernetesObject]) -> None:
        self.objects = objects
        self.several = len({one.namespace for one in objects if one.role is Role.WORKLOAD}) > 1
        self._named: dict[tuple[str, str, str], KubernetesObject] = {}
        for one in objects:
            self._named.setdefault((one.kind, one.namespace, one.name), one)

    def of(self, *roles: Role) -> Iterator[KubernetesObject]:
        """Yield the objects that do such things, in their order."""
        return (one for one in self.objects if one.role in roles)

    def named(
        self, kind: str, name: object, near: KubernetesObject, namespace: object = None
    ) -> KubernetesObject | None:
        """Return the object that another one names; it is in the same namespace unless one is written."""
        space = str(namespace) if namespace else near.namespace
        found = self._named.get((kind, space, str(name)))
        return found or (self._named.get((kind, "", str(name))) if space in ("", "default") else None)
