"""Names in front of pods, and the ways users come in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbench.domain.graph import Node
from workbench.i18n import _
from workbench.importers.draft import Draft
from workbench.importers.kubernetes.objects import Found, KubernetesObject, at, listed, mapping
from workbench.importers.kubernetes.workloads import CLUSTER, Names
from workbench.library.kubernetes_kinds import Role

__all__ = ["draw_entries", "draw_services"]

_MOST_PATHS = 40
_MOST_NAMED = 8


def draw_services(found: Found, names: Names, draft: Draft) -> None:
    """Draw every service with the workloads its selector means; several are redundant for it."""
    workloads = list(found.of(Role.WORKLOAD))
    for service in found.of(Role.SERVICE):
        node_id = draft.add(
            Node(names[service], label=service.name, kind="service", type="Kubernetes Service", failable=False),
            service.file, service.line, service.name,
        )  # fmt: skip
        if service.spec.get("type") == "ExternalName":
            draft.change(node_id, failable=True, kind="component", type="Kubernetes Service outside")
            continue
        selector = mapping(service.spec.get("selector"))
        behind = [
            one for one in workloads if one.namespace == service.namespace and _selected(selector, one.pod_labels)
        ]
        for one in behind:
            names.refers(service, one)
        draft.group(node_id, [names[one] for one in behind])
        if selector and not behind:
            draft.ask(node_id, "selector", _("Which pods does the service {name} stand for? None of these files has them.").format(
                name=service.name))  # fmt: skip


def _selected(selector: Mapping[Any, Any], labels: Mapping[Any, Any]) -> bool:
    return bool(selector) and all(labels.get(key) == value for key, value in selector.items())


def draw_entries(found: Found, names: Names, draft: Draft) -> None:
    """Draw ingresses and routes, one way in for each path, and propose a journey for each."""
    reached: set[str] = set()
    for one in found.of(Role.ENTRY, Role.ROUTE):
        for place, (label, targets) in enumerate(_paths(one)):
            if place >= _MOST_PATHS:
                draft.report(one.file).warn(one.line, _("{name} has more than {n} paths; the rest is not drawn").format(
                    name=one.name, n=_MOST_PATHS))  # fmt: skip
                break
            services = [each for each in (_target(found, one, *target) for target in targets) if each is not None]
            for service in services:
                names.refers(one, service)
                reached.add(names[service])
            node_id = draft.free_id(f"{names[one]} {label}".strip())
            title = _("{name}: {path}").format(name=one.name, path=label) if label else one.name
            draft.add(
                Node(node_id, label=title, kind="service", type=f"Kubernetes {one.kind}", failable=False),
                one.file,
                one.line,
                one.name,
            )
            controller = _controller(one, draft)
            draft.requires(node_id, controller)
            draft.group(node_id, [names[service] for service in services])
            draft.journey(f"open-{node_id}", _("Open {path}").format(path=label or one.name), node_id, one.file)
    for service in found.of(Role.SERVICE):
        if service.spec.get("type") in ("LoadBalancer", "NodePort") and names[service] not in reached:
            reached.add(names[service])
            draft.journey(
                f"use-{names[service]}", _("Requests to {name}").format(name=service.name), names[service], service.file
            )
    offered = [one.name for one in found.of(Role.SERVICE)]
    if offered and not reached:
        called = ", ".join(offered[:_MOST_NAMED])
        draft.ask(
            CLUSTER,
            "journey",
            _("Nothing in the files lets users in. Which of these do they call: {names}?").format(names=called),
        )


def _controller(one: KubernetesObject, draft: Draft) -> str:
    annotations = mapping(at(one.value, "metadata.annotations"))
    name = str(one.spec.get("ingressClassName") or annotations.get("kubernetes.io/ingress.class") or "")
    node_id = f"ingress controller {name}".strip()
    if node_id not in draft:
        draft.add(
            Node(node_id, label=_("Ingress controller"), type="Kubernetes ingress controller"), one.file, one.line, name
        )
        draft.ask(node_id, "replicas", _("How many pods of the ingress controller run, and in which zones?"))
    return node_id


def _target(found: Found, one: KubernetesObject, name: object, namespace: object) -> KubernetesObject | None:
    text = str(name or "")
    service = found.named("Service", text, one, namespace)
    if service is None and "." in text:
        first, space = text.split(".")[:2]
        service = found.named("Service", first, one, space)
    return service


def _paths(one: KubernetesObject) -> Iterator[tuple[str, list[tuple[object, object]]]]:
    """Yield each way in with the services it leads to."""
    if one.kind == "Ingress":
        yield from _ingress(one)
    elif one.kind in ("VirtualService", "HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute"):
        yield from _rules(one)
    elif one.kind == "Route":
        yield str(one.spec.get("host") or ""), [(mapping(one.spec.get("to")).get("name"), None)]
    elif one.kind == "IngressRoute":
        for route in listed(one.spec.get("routes")):
            yield (
                str(route.get("match") or ""),
                [(each.get("name"), each.get("namespace")) for each in listed(route.get("services"))],
            )


def _ingress(one: KubernetesObject) -> Iterator[tuple[str, list[tuple[object, object]]]]:
    default = mapping(one.spec.get("defaultBackend") or one.spec.get("backend"))
    if default:
        yield "", [(_backend(default), None)]
    for rule in listed(one.spec.get("rules")):
        host = str(rule.get("host") or "")
        for path in listed(mapping(rule.get("http")).get("paths")):
            yield f"{host}{path.get('path') or '/'}", [(_backend(mapping(path.get("backend"))), None)]


def _backend(backend: Mapping[Any, Any]) -> object:
    return mapping(backend.get("service")).get("name", backend.get("serviceName"))


def _rules(one: KubernetesObject) -> Iterator[tuple[str, list[tuple[object, object]]]]:
    hosts = one.spec.get("hosts", one.spec.get("hostnames"))
    host = str(hosts[0]) if isinstance(hosts, list) and hosts else ""
    routes = [route for key in ("rules", "http", "tcp", "tls") for route in listed(one.spec.get(key))]
    for route in routes:
        match = next(iter(listed(route.get("matches", route.get("match")))), {})
        path = mapping(match.get("path") or match.get("uri"))
        label = host + str(path.get("value") or path.get("prefix") or path.get("exact") or "")
        backends = [(each.get("name"), each.get("namespace")) for each in listed(route.get("backendRefs"))]
        backends += [(mapping(each.get("destination")).get("host"), None) for each in listed(route.get("route"))]
        yield label, backends
