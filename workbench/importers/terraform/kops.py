"""Clusters that kOps describes: which volumes its etcd needs, and what the control plane of the cluster needs.

kOps names the members of etcd only in the tags of their volumes: `k8s.io/etcd/main = "a/a,b,c"` is member a of three.
etcd answers while more than half of its members are up.
Sources: https://kops.sigs.k8s.io/operations/etcd_administration/ and https://etcd.io/docs/latest/faq/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workbench.domain.graph import Node
from workbench.i18n import _
from workbench.importers.draft import Draft
from workbench.importers.resource import Resource, ZoneOf, links_in

__all__ = ["draw_clusters"]

_ETCD = "k8s.io/etcd/"
_MASTER = ("k8s.io/role/control-plane", "k8s.io/role/master")
_CLUSTER = "KubernetesCluster"
_TARGETS = "TargetGroupARNs"
_BALANCERS = "LoadBalancerNames"


def draw_clusters(resources: Sequence[Resource], draft: Draft) -> None:
    """Add etcd and the control plane of every kOps cluster to what is drawn already."""
    zones = {one.id: one.properties.get("AvailabilityZone") for one in resources if one.type == "AWS::EC2::Subnet"}
    volumes: dict[str, dict[str, list[Resource]]] = {}
    masters: dict[str, list[Resource]] = {}
    for one in resources:
        tags = _tags(one.properties.get("Tags"))
        if one.type == "AWS::EC2::Volume":
            for key in tags:
                if key.startswith(_ETCD):
                    volumes.setdefault(tags.get(_CLUSTER, ""), {}).setdefault(key.removeprefix(_ETCD), []).append(one)
        elif one.type == "AWS::AutoScaling::AutoScalingGroup" and any(key in tags for key in _MASTER):
            masters.setdefault(tags.get(_CLUSTER, ""), []).append(one)
    for cluster, sets in volumes.items():
        if cluster in masters:
            _draw(cluster, sets, masters[cluster], zones, draft)


def _draw(
    cluster: str, sets: Mapping[str, list[Resource]], masters: list[Resource], zones: Mapping[str, Any], draft: Draft
) -> None:  # fmt: skip
    first = masters[0]
    title = cluster or _("the cluster")
    plane = draft.free_id(f"control plane of {title}")
    label = _("Control plane of {cluster}").format(cluster=title)
    draft.add(Node(plane, label=label, kind="control_plane", failable=False), first.file, first.line)
    draft.group(plane, [one.id for one in masters])
    for name, volumes in sets.items():
        etcd = draft.free_id(f"etcd {name} of {title}")
        label = _("etcd {name} of {cluster}").format(name=name, cluster=title)
        draft.add(Node(etcd, label=label, failable=False), volumes[0].file, volumes[0].line)
        draft.requires(plane, etcd)
        members = [_member(etcd, volume, masters, zones, draft) for volume in _ordered(volumes, zones)]
        needs = len(members) // 2 + 1
        draft.group(etcd, members, needs)
        if len(members) > 1:
            text = _("{etcd}: {needs} of its {n} members have to be up, for etcd needs more than half.")
            draft.report(first.file).assume(text.format(etcd=label, needs=needs, n=len(members)))
    for one in masters:
        for path in (_TARGETS, _BALANCERS):
            for link in links_in(one.properties.get(path)):
                draft.requires(link.id, plane)


def _member(etcd: str, volume: Resource, masters: list[Resource], zones: Mapping[str, Any], draft: Draft) -> str:
    """One member: it is up while its volume and the master beside it are."""
    member = draft.free_id(f"{etcd}/{_tags(volume.properties.get('Tags')).get('Name') or volume.id}")
    draft.add(Node(member, failable=False), volume.file, volume.line)
    draft.requires(member, volume.id)
    near = [one for one in masters if _zone(volume, zones) in _zones(one, zones)]
    if len(near) == 1:
        draft.requires(member, near[0].id)
    elif near:
        text = _("Which of {masters} uses {volume}?")
        named = ", ".join(one.logical_id for one in near)
        draft.ask(member, "master", text.format(masters=named, volume=volume.logical_id), volume.file, volume.line)
    return member


def _ordered(volumes: Iterable[Resource], zones: Mapping[str, Any]) -> list[Resource]:
    return sorted(volumes, key=lambda one: (str(_zone(one, zones)), one.id))


def _zone(one: Resource, zones: Mapping[str, Any]) -> str | ZoneOf | None:
    zone = one.properties.get("AvailabilityZone")
    linked = next((zones.get(link.id) for link in links_in(zone)), zone)
    return linked if isinstance(linked, str | ZoneOf) else None


def _zones(one: Resource, zones: Mapping[str, Any]) -> list[Any]:
    found = [zones.get(link.id) for link in links_in(one.properties.get("VPCZoneIdentifier"))]
    return [zone for zone in found if isinstance(zone, str | ZoneOf)]


def _tags(value: Any) -> dict[str, str]:
    """Tags, written as an object or as blocks with a key and a value each."""
    if isinstance(value, Mapping):
        return {str(key): one for key, one in value.items() if isinstance(one, str)}
    found = {}
    for one in value if isinstance(value, list) else ():
        if isinstance(one, Mapping) and isinstance(one.get("Key"), str) and isinstance(one.get("Value"), str):
            found[one["Key"]] = one["Value"]
    return found
