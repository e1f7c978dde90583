"""The way out: routes, NAT gateways and internet gateways, and what leans on them."""

from __future__ import annotations

from workbench.domain.graph import Node
from workbench.i18n import _
from workbench.importers.meaning.places import Places
from workbench.importers.meaning.values import text, word
from workbench.importers.meaning.world import World
from workbench.importers.resource import Resource

__all__ = ["add"]

_ANYWHERE = ("0.0.0.0/0", "::/0")
_EXITS = ("NatGatewayId", "InstanceId", "NetworkInterfaceId", "TransitGatewayId", "VpcEndpointId")


def add(world: World, places: Places) -> None:
    """Draw how subnets reach the internet, and propose the journey of private subnets out."""
    tables = _tables(world)
    defaults = _defaults(world)
    private: dict[str, list[tuple[str, str]]] = {}
    gateway_of: dict[str, str] = {}
    for subnet, table in tables.items():
        for route in defaults.get(table, []):
            for gateway in world.links(route, "GatewayId"):
                if world.type_of(gateway) == "AWS::EC2::InternetGateway":
                    gateway_of[subnet] = gateway
            for exit_ in world.links(route, *_EXITS):
                private.setdefault(places.vpc_of(subnet), []).append((subnet, exit_))
    _through_gateways(world, gateway_of)
    for vpc, ways in private.items():
        _way_out(world, vpc, ways)


def _tables(world: World) -> dict[str, str]:
    """The route table of each subnet."""
    found: dict[str, str] = {}
    for one in world.of("EC2::SubnetRouteTableAssociation"):
        tables = world.links(one, "RouteTableId")
        for subnet in world.links(one, "SubnetId"):
            if tables:
                found.setdefault(subnet, tables[0])
    return found


def _defaults(world: World) -> dict[str, list[Resource]]:
    """The routes to anywhere of each route table; of either-or routes, all."""
    found: dict[str, list[Resource]] = {}
    for route in world.of("EC2::Route"):
        places = world.values(route, "DestinationCidrBlock") + world.values(route, "DestinationIpv6CidrBlock")
        if any(text(one) in _ANYWHERE for one in places):
            for table in world.links(route, "RouteTableId"):
                found.setdefault(table, []).append(route)
    return found


def _through_gateways(world: World, gateway_of: dict[str, str]) -> None:
    """NAT gateways and load balancers for the internet need the gateway of their subnets."""
    for nat in world.of("EC2::NatGateway"):
        if word(next(iter(world.values(nat, "ConnectivityType")), "")) != "private":
            for subnet in world.links(nat, "SubnetId"):
                if subnet in gateway_of:
                    world.need(nat.id, gateway_of[subnet])
    for balancer in world.of("ElasticLoadBalancingV2::LoadBalancer", "ElasticLoadBalancing::LoadBalancer"):
        if word(next(iter(world.values(balancer, "Scheme")), "internet-facing")) == "internet-facing":
            gateways = [gateway_of.get(one) for one in world.links(balancer, "Subnets", "SubnetMappings.SubnetId")]
            if gateways and gateways[0] and len(set(gateways)) == 1:
                world.need(balancer.id, gateways[0])


def _way_out(world: World, vpc: str, ways: list[tuple[str, str]]) -> None:
    """One element for the way out of all private subnets of a network, one member for each subnet."""
    by_subnet: dict[str, list[str]] = {}
    for subnet, exit_ in ways:
        by_subnet.setdefault(subnet, []).append(exit_)
    first = world.resources[ways[0][0]]
    members = []
    for subnet, exits in by_subnet.items():
        label = _("Way out of {subnet}").format(subnet=world.title(subnet))
        node = Node(world.draft.free_id(f"{subnet}/way out"), label, "service", failable=False, domains=(subnet,))
        file, line = world.resources[subnet].file, world.resources[subnet].line
        members.append(world.draft.add(node, file, line, subnet))
        for exit_ in world.together(dict.fromkeys(exits)):
            world.draft.requires(members[-1], exit_)
        world.triggered.update(exits)
    name = world.title(vpc) if vpc else _("the network")
    node = Node(
        world.draft.free_id(f"{vpc or first.id}/way out"), _("Way out of the private subnets of {vpc}").format(vpc=name),
        "service", failable=False,
    )  # fmt: skip
    owner = world.draft.add(node, first.file, first.line, vpc or first.id)
    world.draft.group(owner, members)
    world.journey(owner, _("Outbound traffic of the private subnets of {vpc}").format(vpc=name), owner, first.file)
