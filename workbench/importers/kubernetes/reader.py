"""Reads manifests: which pods there are, how many, what names them, and what they need to start."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.importers.draft import Draft
from workbench.importers.kubernetes.needs import draw_needs
from workbench.importers.kubernetes.objects import Found, KubernetesObject, objects_in
from workbench.importers.kubernetes.routes import draw_entries, draw_services
from workbench.importers.kubernetes.workloads import Names, draw_workloads
from workbench.importers.source import Source
from workbench.progress import Progress

__all__ = ["Kubernetes"]


class Kubernetes:
    """Manifests in YAML or JSON, also as lists, also as `helm template` and `kubectl get -o` print them."""

    id = "kubernetes"
    title = "Kubernetes"
    source_url = "https://kubernetes.io/docs/reference/kubernetes-api/"

    def claims(self, source: Source) -> bool:
        """One of its documents has a kind and an API version, or it is a template of such."""
        lead = source.text[:20_000] if source.is_text else ""
        if "apiVersion" not in lead or "kind" not in lead:
            return False
        if any(isinstance(one, dict) and _is_object(one) for one in source.values):
            return True
        return "{{" in lead and not source.values

    def read(self, sources: Sequence[Source], draft: Draft, progress: Progress) -> None:
        """Read all manifests as one cluster."""
        objects: list[KubernetesObject] = []
        for place, source in enumerate(sources):
            progress(place, len(sources), source.name)
            objects += objects_in(source, draft.report(source, self.id))
        found = Found(objects)
        for one in objects:
            draft.report(one.file).resources_expanded += 1
            if one.meaning is None:
                draft.report(one.file).unknown(one.kind)
        names = Names(found, draft)
        draw_workloads(found, names, draft)
        draw_services(found, names, draft)
        draw_needs(found, names, draft)
        draw_entries(found, names, draft)
        names.count_references(draft)


def _is_object(value: dict[object, object]) -> bool:
    version = value.get("apiVersion")
    known = isinstance(version, str) and not version.startswith("backstage.io/")
    return known and (isinstance(value.get("kind"), str))
