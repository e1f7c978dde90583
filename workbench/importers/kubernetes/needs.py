"""What pods need: volumes and other services while they run, settings and secrets to start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbench.domain.graph import Criticality, Node, Phase
from workbench.i18n import _
from workbench.importers.draft import Draft
from workbench.importers.host_names import hosts_named, settings_of
from workbench.importers.kubernetes.objects import Found, KubernetesObject, listed, mapping
from workbench.importers.kubernetes.workloads import Names
from workbench.library.kubernetes_kinds import Role

__all__ = ["draw_needs"]


def draw_needs(found: Found, names: Names, draft: Draft) -> None:
    """Draw what every workload mounts, reads and names as a host."""
    for one in found.of(Role.WORKLOAD):
        _volumes(one, found, names, draft)
        for kind, name, optional in _settings(one.pod):
            other = found.named(kind, name, one)
            if other is None:
                continue
            names.refers(one, other)
            if not optional:
                _start(one, other, names, draft)
        hosts = _hosts(found, one)
        for setting, text, says_host in settings_of(_pairs(one.pod, found, one)):
            for name in hosts_named(text, {host: host for host in hosts}, bare=says_host):
                names.refers(one, hosts[name])
                _use(one, hosts[name], setting, names, draft)


def _use(one: KubernetesObject, target: KubernetesObject, setting: str, names: Names, draft: Draft) -> None:
    if any(each.id == names[target] for each in draft.node(names[one]).requires):
        return
    draft.requires(names[one], names[target], Criticality.UNKNOWN)
    draft.report(one.file).assume(_("{name} uses {other}, because its setting {setting} names it.").format(
        name=one.name, other=target.name, setting=setting))  # fmt: skip


def _start(one: KubernetesObject, other: KubernetesObject, names: Names, draft: Draft) -> None:
    if names[other] not in draft:
        kind = "credential" if other.role is Role.SECRET else "component"
        draft.add(
            Node(names[other], label=other.name, kind=kind, type=f"Kubernetes {other.kind}"),
            other.file,
            other.line,
            other.name,
        )
    draft.requires(names[one], names[other], phase=Phase.START)


def _volumes(one: KubernetesObject, found: Found, names: Names, draft: Draft) -> None:
    for volume in listed(one.pod.get("volumes")):
        claim = mapping(volume.get("persistentVolumeClaim")).get("claimName")
        if not isinstance(claim, str):
            continue
        other = found.named("PersistentVolumeClaim", claim, one)
        node_id = names[other] if other else f"persistentvolumeclaim/{claim}"
        if node_id not in draft:
            file, line = (other.file, other.line) if other else (one.file, one.line)
            draft.add(Node(node_id, label=claim, type="Kubernetes PersistentVolumeClaim"), file, line, claim)
            modes = other.spec.get("accessModes") if other else None
            if not (isinstance(modes, list) and "ReadWriteMany" in modes):
                draft.ask(
                    node_id,
                    "zone",
                    _("In which Availability Zone is the volume {name}, or is it in several?").format(name=claim),
                )
        if other:
            names.refers(one, other)
        draft.requires(names[one], node_id)


def _settings(pod: Mapping[Any, Any]) -> Iterator[tuple[str, object, bool]]:
    """Yield kind, name and whether it may be missing, of everything that is read when a pod starts."""
    for volume in listed(pod.get("volumes")):
        yield from _sources([mapping(volume)])
        yield from _sources(listed(mapping(volume.get("projected")).get("sources")))
    for container in (*listed(pod.get("initContainers")), *listed(pod.get("containers"))):
        for each in listed(container.get("envFrom")):
            for key, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
                ref = mapping(each.get(key))
                if ref:
                    yield kind, ref.get("name"), ref.get("optional") is True
        for each in listed(container.get("env")):
            for key, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
                ref = mapping(mapping(each.get("valueFrom")).get(key))
                if ref:
                    yield kind, ref.get("name"), ref.get("optional") is True
    for each in listed(pod.get("imagePullSecrets")):
        yield "Secret", each.get("name"), False


def _sources(volumes: list[Mapping[Any, Any]] | Any) -> Iterator[tuple[str, object, bool]]:
    for volume in volumes:
        config, secret = mapping(volume.get("configMap")), mapping(volume.get("secret"))
        if config:
            yield "ConfigMap", config.get("name"), config.get("optional") is True
        if secret:
            yield "Secret", secret.get("secretName", secret.get("name")), secret.get("optional") is True


def _hosts(found: Found, near: KubernetesObject) -> dict[str, KubernetesObject]:
    """Every name under which a pod of one namespace reaches a service."""
    hosts: dict[str, KubernetesObject] = {}
    for service in found.of(Role.SERVICE):
        space = service.namespace or "default"
        ways = [f"{service.name}.{space}", f"{service.name}.{space}.svc", f"{service.name}.{space}.svc.cluster.local"]
        if service.namespace == near.namespace or not service.namespace:
            ways.append(service.name)
        for way in ways:
            hosts.setdefault(way.lower(), service)
    return hosts


def _pairs(pod: Mapping[Any, Any], found: Found, near: KubernetesObject) -> Iterator[tuple[str, object]]:
    for container in (*listed(pod.get("initContainers")), *listed(pod.get("containers"))):
        for each in listed(container.get("env")):
            yield str(each.get("name")), each.get("value")
        for key in ("command", "args"):
            words = container.get(key)
            if isinstance(words, list):
                yield from ((key, each) for each in words)
        for each in listed(container.get("envFrom")):
            config = found.named("ConfigMap", mapping(each.get("configMapRef")).get("name"), near)
            if config is not None:
                yield from ((str(key), value) for key, value in mapping(config.value.get("data")).items())
