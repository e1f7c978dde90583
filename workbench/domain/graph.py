"""The dependency graph: what a system is made of, what each part needs, and what a user loses when it stops.

An element is down when it failed itself, when something it requires (a HARD run-time dependency, or a failure domain it
stands in) is down, or when fewer members of a redundancy group are up than the group needs. Cycles: see
`workbench.analyses.failure`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from workbench.i18n import N_

__all__ = [
    "DOMAIN_KINDS", "KIND_TITLES", "REACH", "SURVIVABLE_TITLES", "Criticality", "Dependency", "DependencyKind", "Graph",
    "Group", "Journey", "Node", "Phase", "Position", "Survivable",
]  # fmt: skip


class Criticality(StrEnum):
    """How badly something is needed; the words of AWS Resilience Hub."""

    HARD = "HARD"
    SOFT = "SOFT"
    UNKNOWN = "UNKNOWN"


class DependencyKind(StrEnum):
    """What a dependency carries; the topology types of AWS Resilience Hub."""

    DATA_FLOW = "data_flow"
    CONTAINMENT = "containment"
    PERMISSION = "permission"
    OBSERVABILITY = "observability"


class Phase(StrEnum):
    """When something is needed: all the time, to start or scale, or to recover and fail over."""

    RUN = "run"
    START = "start"
    SCALE = "scale"
    RECOVER = "recover"


class Survivable(StrEnum):
    """What a journey may have to survive."""

    INSTANCE = "instance"
    AZ = "az"
    REGION = "region"
    ACCOUNT = "account"
    VENDOR = "vendor"


SURVIVABLE_TITLES = {
    Survivable.INSTANCE: N_("one instance"),
    Survivable.AZ: N_("one Availability Zone"),
    Survivable.REGION: N_("one Region"),
    Survivable.ACCOUNT: N_("one account"),
    Survivable.VENDOR: N_("one vendor"),
}

KIND_TITLES = {
    "component": N_("Component"), "service": N_("Service"), "function": N_("Function"), "resource": N_("Resource"),
    "system": N_("System"), "region": N_("Region"), "az": N_("Availability Zone"), "account": N_("Account"),
    "vpc": N_("VPC"), "subnet": N_("Subnet"), "cluster": N_("Cluster"), "node_group": N_("Node group"),
    "rack": N_("Rack"), "vendor": N_("Vendor"), "model_provider": N_("Model provider"), "model": N_("Model"),
    "kms_key": N_("KMS key"), "credential": N_("Credential"), "role": N_("Role"), "certificate": N_("Certificate"),
    "dns_zone": N_("DNS zone"), "quota": N_("Quota"), "pipeline": N_("Pipeline"),
    "control_plane": N_("Control plane"), "team": N_("Team"),
}  # fmt: skip
"""Kinds of elements with a name of their own; any other word is kept and counts as a component."""

DOMAIN_KINDS = frozenset(KIND_TITLES) - {"component", "service", "function", "resource", "system"}
"""Kinds that are failure domains: one failure of them reaches everything that stands in them."""

REACH = {
    "az": Survivable.AZ, "region": Survivable.REGION, "account": Survivable.ACCOUNT, "vendor": Survivable.VENDOR,
    "model_provider": Survivable.VENDOR,
}  # fmt: skip
"""What is lost when a domain of this kind fails; every other element counts as an instance."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands in the drawing, in pixels at 100 %; x to the right, y down.

    Attributes:
        x, y: Its upper left corner.
        pinned: A new layout of everything leaves it where it is.
    """

    x: float
    y: float
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Dependency:
    """Something an element needs by itself, not as one of several."""

    id: str
    criticality: Criticality = Criticality.HARD
    kind: DependencyKind = DependencyKind.DATA_FLOW
    phase: Phase = Phase.RUN


@dataclass(frozen=True, slots=True)
class Group:
    """Redundant members of which an element needs some.

    Attributes:
        needs: How many must be up; None until somebody said how many carry the peak load, and 1 counts meanwhile.
        members: Ids, the ones in use first.
        failover_s: Time [s] to switch to another member; None is not known, 0 is at once.
        lag_s: How far [s] the others are behind in data; None is not known.
    """

    needs: int | None
    members: tuple[str, ...]
    failover_s: float | None = None
    lag_s: float | None = None

    @property
    def needed(self) -> int:
        """How many must be up, as far as it is known."""
        return 1 if self.needs is None else self.needs


@dataclass(frozen=True, slots=True)
class Node:
    """One element: a component, a service, or a failure domain.

    Attributes:
        kind: See KIND_TITLES.
        type: What it is for the one who runs it, for example `AWS::RDS::DBInstance`.
        failable: False for what is only a name for others, such as a service.
        managed: The provider spreads it over its zones; its fate is its Region's.
        unavailability: Probability [0 to 1] that it is down at a moment of its own; None is not known.
        unavailability_source: Where the number is from: "measured", "SLA", a document.
        mttf_s, mttr_s: Mean time to failure and to repair [s], instead of `unavailability`.
        rto_s, rpo_s: Time [s] to bring it back, and data [s] lost, when it failed itself.
        requires: What it needs; see Dependency.
        domains: Failure domains it stands in; all of them are required.
        soft: Ids it uses and can do without, in a lesser way.
        attributes: Anything else, kept as it is.
        position: Where it is drawn; None until it was. What holds others is drawn around them.
    """

    id: str
    label: str = ""
    kind: str = "component"
    type: str = ""
    failable: bool = True
    managed: bool = False
    unavailability: float | None = None
    unavailability_source: str = ""
    mttf_s: float | None = None
    mttr_s: float | None = None
    rto_s: float | None = None
    rpo_s: float | None = None
    requires: tuple[Dependency, ...] = ()
    groups: tuple[Group, ...] = ()
    domains: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict, hash=False)
    position: Position | None = None

    @property
    def title(self) -> str:
        """What people call it."""
        return self.label or self.id

    @property
    def probability(self) -> float | None:
        """Probability that it is down of its own: as stated, or mttr / (mttf + mttr); None when not known.

        Source: steady-state unavailability of a repairable unit, IEC 61703.
        """
        if self.unavailability is not None:
            return self.unavailability
        if self.mttf_s and self.mttr_s is not None:
            return self.mttr_s / (self.mttf_s + self.mttr_s)
        return None

    @property
    def reach(self) -> Survivable:
        """What is lost when it fails: an instance, a zone, a Region, an account or a vendor."""
        return REACH.get(self.kind, Survivable.INSTANCE)

    def required(self, *phases: Phase) -> Iterator[str]:
        """Yield the ids it cannot do without in these phases; failure domains count in all of them.

        A dependency whose criticality is not known counts as HARD, so that no cut set is missed.
        """
        for one in self.requires:
            if one.phase in phases and one.criticality is not Criticality.SOFT:
                yield one.id
        yield from self.domains

    def neighbours(self) -> Iterator[str]:
        """Yield every id it refers to, in whatever way; doubles are possible."""
        yield from (one.id for one in self.requires)
        for group in self.groups:
            yield from group.members
        yield from self.domains
        yield from self.soft


@dataclass(frozen=True, slots=True)
class Journey:
    """What a user does with the system, and loses when its entry point is down.

    Attributes:
        node: Id of the element where it enters.
        criticality: In the owner's words, for example "high".
        rto_s, rpo_s: Wanted time to recover and wanted limit of lost data [s]; None when nobody said.
        must_survive: What it has to survive; empty when nobody said, and then every failure counts.
        position: Where it is drawn; None until it was.
    """

    id: str
    label: str = ""
    node: str = ""
    criticality: str = ""
    rto_s: float | None = None
    rpo_s: float | None = None
    must_survive: tuple[Survivable, ...] = ()
    position: Position | None = None

    @property
    def title(self) -> str:
        """What people call it."""
        return self.label or self.id

    def covers(self, reach: Survivable) -> bool:
        """Whether the loss of such a thing lies inside what it has to survive.

        Whoever survives a zone survives an instance in it; Region, account and vendor each go further than both.
        """
        if not self.must_survive or reach in self.must_survive:
            return True
        if reach is Survivable.INSTANCE:
            return True
        return reach is Survivable.AZ and Survivable.REGION in self.must_survive


@dataclass(frozen=True, slots=True)
class Graph:
    """Elements by id, in the order they were written, and the journeys through them."""

    nodes: Mapping[str, Node] = field(default_factory=dict, hash=False)
    journeys: tuple[Journey, ...] = ()

    @classmethod
    def of(cls, nodes: Iterable[Node], journeys: Iterable[Journey] = ()) -> Graph:
        """Return the graph of some elements and journeys."""
        return cls({node.id: node for node in nodes}, tuple(journeys))

    def __bool__(self) -> bool:
        return bool(self.nodes or self.journeys)

    def title(self, node_id: str) -> str:
        """Return what people call an element."""
        node = self.nodes.get(node_id)
        return node.title if node else node_id

    def journey(self, journey_id: str) -> Journey | None:
        """Return a journey by its id."""
        return next((one for one in self.journeys if one.id == journey_id), None)
