"""Pods: how many of them run, whether anything keeps them apart, and where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from workbench.domain.graph import Node
from workbench.i18n import _
from workbench.importers.draft import Draft
from workbench.importers.kubernetes.objects import Found, KubernetesObject, at, listed, mapping
from workbench.importers.marks import line_of
from workbench.library.kubernetes_kinds import Role

__all__ = ["CLUSTER", "Names", "draw_workloads"]

CLUSTER = "cluster"
_MOST_MEMBERS = 12
_ZONE_KEYS = ("topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone")
_HOST_KEY = "kubernetes.io/hostname"


class Names:
    """Ids of elements, and which object refers to which."""

    def __init__(self, found: Found, draft: Draft) -> None:
        self._ids: dict[KubernetesObject, str] = {}
        self._links: dict[tuple[KubernetesObject, KubernetesObject], None] = {}
        taken = Counter(one.name for one in found.of(Role.WORKLOAD))
        for one in found.objects:
            plain = one.name if one.role is Role.WORKLOAD and taken[one.name] == 1 else f"{one.kind.lower()}/{one.name}"
            if found.several and (one.role is not Role.WORKLOAD or taken[one.name] > 1):
                plain = f"{one.namespace or 'default'}/{plain}"
            self._ids[one] = plain
        doubled = Counter(self._ids.values())
        for one, name in self._ids.items():
            if doubled[name] > 1:
                self._ids[one] = draft.free_id(f"{one.namespace or 'default'}/{name}")

    def __getitem__(self, one: KubernetesObject) -> str:
        return self._ids[one]

    def refers(self, one: KubernetesObject, other: KubernetesObject) -> None:
        """Note that the text of an object names another."""
        if one is not other:
            self._links[one, other] = None

    def count_references(self, draft: Draft) -> None:
        """Put the number of references into the reports of the files."""
        for one, _other in self._links:
            draft.report(one.file).references += 1


def draw_workloads(found: Found, names: Names, draft: Draft) -> None:
    """Draw everything that runs pods."""
    scaled = dict(_scaled(found, names))
    for one in found.of(Role.WORKLOAD):
        cluster = _cluster(one, draft)
        assert one.meaning is not None
        wanted = _replicas(one, scaled.get(one), draft, names[one])
        attributes: dict[str, Any] = {"namespace": one.namespace} if one.namespace else {}
        attributes |= {"images": [each["image"] for each in _containers(one) if isinstance(each.get("image"), str)]}
        if one.meaning.once:
            attributes |= {"runs": "once"}
        probes = [bool(each.get("readinessProbe") or each.get("livenessProbe")) for each in _containers(one)]
        attributes |= {"healthcheck": any(probes)} if probes else {}
        single = wanted == 1 and not one.meaning.per_node
        node_id = draft.add(
            Node(names[one], label=one.name, type=f"Kubernetes {one.kind}", failable=single, attributes=attributes),
            one.file, one.line, one.name,
        )  # fmt: skip
        if single:
            draft.stands_in(node_id, cluster)
        elif one.meaning.per_node:
            draft.change(node_id, failable=True)
            draft.stands_in(node_id, cluster)
            draft.report(one.file).assume(
                _("{name} runs on every node; its pods fail with their nodes.").format(name=one.name)
            )
        else:
            _members(one, node_id, wanted, cluster, draft)
    for kind in found.objects:
        if kind.meaning is None and kind.name:
            draft.add(
                Node(names[kind], label=kind.name, type=f"Kubernetes {kind.kind}"), kind.file, kind.line, kind.name
            )
            draft.stands_in(names[kind], _cluster(kind, draft))


def _cluster(one: KubernetesObject, draft: Draft) -> str:
    if CLUSTER not in draft:
        draft.add(Node(CLUSTER, label=_("Kubernetes cluster"), kind="cluster"), one.file, 0, CLUSTER)
        draft.ask(
            CLUSTER,
            "zones",
            _("Over which Availability Zones do the nodes of the cluster stand, and how many nodes are in each?"),
        )
        draft.report(one.file).assume(_("Everything runs in one cluster."))
    return CLUSTER


def _scaled(found: Found, names: Names) -> Iterator[tuple[KubernetesObject, int]]:
    """Yield the least number of pods that an autoscaler keeps."""
    for one in found.of(Role.SCALING):
        target = mapping(one.spec.get("scaleTargetRef"))
        scaled = found.named(str(target.get("kind") or "Deployment"), target.get("name"), one)
        if scaled is None:
            continue
        names.refers(one, scaled)
        least = one.spec.get("minReplicas", one.spec.get("minReplicaCount", 1))
        if isinstance(least, int) and not isinstance(least, bool):
            yield scaled, max(1, least)


def _replicas(one: KubernetesObject, scaled: int | None, draft: Draft, node_id: str) -> int:
    assert one.meaning is not None
    if scaled is not None:
        draft.report(one.file).assume(
            _("{name} runs at least {n} pods, as its autoscaler says.").format(name=one.name, n=scaled)
        )
        return scaled
    if not one.meaning.replicas:
        return 1
    said = at(one.value, one.meaning.replicas)
    if said is None:
        return 1
    if isinstance(said, bool) or not isinstance(said, int) or said < 0:
        line = line_of(one.spec, "replicas") or one.line
        draft.report(one.file).warn(line, _("replicas of {name} is no number").format(name=one.name))
        draft.ask(node_id, "replicas", _("How many pods of {name} run?").format(name=one.name), one.file, line)
        return 1
    if said == 0:
        draft.report(one.file).assume(
            _("{name} is scaled to zero pods; it counts as one that can fail.").format(name=one.name)
        )
    return max(1, said)


def _members(one: KubernetesObject, node_id: str, wanted: int, cluster: str, draft: Draft) -> None:
    report, spread = draft.report(one.file), _spread(one.pod)
    shown = min(wanted, _MOST_MEMBERS)
    if shown < wanted:
        said = _("{name} has {count} pods; {most} are drawn.")
        report.assume(said.format(name=one.name, count=wanted, most=_MOST_MEMBERS))
    ordered = one.meaning is not None and one.meaning.ordered
    members = []
    for n in range(shown):
        name = f"{one.name}-{n}" if ordered else f"{one.name}[{n + 1}]"
        member = draft.add(
            Node(draft.free_id(f"{node_id.removesuffix(one.name)}{name}"), label=name, type="Kubernetes Pod"),
            one.file, one.line, one.name,
        )  # fmt: skip
        draft.stands_in(member, cluster)
        members.append(member)
    draft.group(node_id, members)
    draft.remark(node_id, spread=spread)
    if spread == "":
        draft.ask(node_id, "spread", _("Nothing keeps the {n} pods of {name} apart. May they stand on one node, or in one zone?").format(
            n=wanted, name=one.name))  # fmt: skip
    elif spread == "node":
        draft.ask(node_id, "spread", _("The {n} pods of {name} stand on different nodes. Are these in different zones?").format(
            n=wanted, name=one.name))  # fmt: skip
    else:
        for n, member in enumerate(members):
            zone = draft.domain("az", f"{n % 3 + 1}", _("Zone {n}").format(n=n % 3 + 1))
            draft.stands_in(member, zone)
        report.assume(_("The cluster has three zones, and pods that must be apart by zone are spread over them."))


def _spread(pod: Mapping[Any, Any]) -> str:
    """What keeps the pods of a workload apart for certain: "zone", "node" or nothing ("")."""
    keys = [
        each.get("topologyKey") for each in listed(pod.get("topologySpreadConstraints"))
        if each.get("whenUnsatisfiable", "DoNotSchedule") == "DoNotSchedule"
    ]  # fmt: skip
    rules = at(pod, "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution")
    keys += [each.get("topologyKey") for each in listed(rules)]
    if any(key in _ZONE_KEYS for key in keys):
        return "zone"
    return "node" if _HOST_KEY in keys else ""


def _containers(one: KubernetesObject) -> list[Mapping[Any, Any]]:
    return [*listed(one.pod.get("containers"))]
