"""How many copies of a resource run, and where each of them stands."""

from __future__ import annotations

from dataclasses import replace

from workbench.domain.graph import Node
from workbench.i18n import _
from workbench.importers.meaning.places import Places, Spot
from workbench.importers.meaning.values import flag, number, word
from workbench.importers.meaning.world import World, unknowns
from workbench.importers.resource import Resource
from workbench.library.resource_types import Copies, Part, Scope, TypeRule

__all__ = ["MOST_COPIES", "add"]

MOST_COPIES = 12
"""More copies than this are drawn as one pool per zone."""


def add(world: World, places: Places) -> None:
    """Draw the copies of every resource that has any, and where everything stands."""
    for resource in list(world.resources.values()):
        rule = world.rule_of(resource)
        if rule is None or not rule.failable or resource.type == "AWS::EC2::Subnet":
            continue
        if rule.needs_subnets:
            _any_subnet(world, places, resource, rule)
        elif rule.scope is Scope.ZONAL:
            _zonal(world, places, resource, rule)
        elif rule.zones and (spots := places.spots(resource, rule)):
            _in_one_zone(world, resource, spots)
    places.ask_open()


def _any_subnet(world: World, places: Places, resource: Resource, rule: TypeRule) -> None:
    """What the provider spreads over the subnets it is given goes on with one of them."""
    spots = places.spots(resource, rule)
    if len(spots) == 1:
        world.draft.stands_in(resource.id, spots[0].domain)
    elif spots:
        world.draft.group(resource.id, [spot.domain for spot in spots], needs=1)


def _in_one_zone(world: World, resource: Resource, spots: list[Spot]) -> None:
    """A Regional type that this resource keeps in one zone, such as EFS One Zone."""
    world.draft.change(resource.id, managed=False)
    world.draft.stands_in(resource.id, spots[0].domain)


def _zonal(world: World, places: Places, resource: Resource, rule: TypeRule) -> None:
    if rule.managed_if and world.values(resource, rule.managed_if):
        world.draft.change(resource.id, managed=True)
        world.draft.stands_in(resource.id, places.region(resource.region))
        return
    spots = _turned(places.spots(resource, rule))
    spots = [one for one in spots if one.domain in set(world.together(spot.domain for spot in spots))]
    copies = rule.copies
    if rule.member_of and world.links(resource, rule.member_of):
        copies = None
    if copies is None:
        _one(world, places, resource, rule, spots)
        return
    n = _count(world, resource, rule, copies)
    if n is None or n <= 1:
        if n == 0:
            _none(world, resource)
        _one(world, places, resource, rule, spots)
        return
    parts = _parts(world, resource, copies)
    spread = _spread(world, resource, copies)
    if parts > 1:
        _many_parts(world, places, resource, copies, parts, n, spots if spread else [])
    else:
        _several(world, places, resource.id, resource, copies, n, spots if spread else [])
    if not spread:
        _same_zone(world, places, resource, spots)


def _turned(spots: list[Spot]) -> list[Spot]:
    """Places in the order in which copies are put: one zone after the other."""
    zones: dict[str, list[Spot]] = {}
    for spot in spots:
        zones.setdefault(spot.zone or spot.domain, []).append(spot)
    most = max((len(some) for some in zones.values()), default=0)
    return [some[turn] for turn in range(most) for some in zones.values() if turn < len(some)]


# ------------------------------------------------------------------------------------------------------ how many
def _count(world: World, resource: Resource, rule: TypeRule, copies: Copies) -> int | None:
    title = world.title(resource.id)
    if copies.unless and _takes_over(world, resource, copies) is not True:
        return 1
    if copies.flag:
        values = world.values(resource, copies.flag)
        if unknowns(values):
            text = _("Has {name} a second copy in another zone? {flag} is open: {why}.")
            world.ask(resource, copies.flag, text.format(name=title, flag=copies.flag, why=unknowns(values)[0].why))
            return None
        for value in values:
            if word(value) in copies.by:
                return copies.by[word(value)]
        if values and word(values[0]):
            text = _('Has {name} a second copy in another zone? {flag} says "{value}".')
            world.ask(resource, copies.flag, text.format(name=title, flag=copies.flag, value=word(values[0])[:60]))
            return None
    for path in copies.count:
        values = world.values(resource, path)
        if unknowns(values):
            text = _("How many copies of {name} run at peak? {path} is open: {why}.")
            world.ask(resource, path, text.format(name=title, path=path, why=unknowns(values)[0].why))
            return None
        found = number(values[0]) if values else None
        if found is not None:
            return max(0, found) + (1 if path.startswith("Replicas") else copies.plus)
    if copies.default is None:
        text = _("How many copies of {name} run, and in which zones? The file does not say.")
        world.ask(resource, (copies.flag or copies.count[0]) if copies.flag or copies.count else "copies",
                  text.format(name=title))  # fmt: skip
    return copies.default


def _takes_over(world: World, resource: Resource, copies: Copies) -> bool | None:
    """Whether another copy takes over by itself; asks where it is open."""
    values = world.values(resource, copies.unless)
    said = flag(values[0]) if values else False
    counts = [number(value) for path in copies.count for value in world.values(resource, path)]
    if said is None:
        text = _("Does a replica of {name} take over by itself? {flag} is open.")
        world.ask(resource, copies.unless, text.format(name=world.title(resource.id), flag=copies.unless))
    elif not said and any(one and one > 1 for one in counts):
        text = _(
            "{name}: its replicas do not take over by themselves ({flag} is not set), so they do not count as redundancy."
        )
        world.assume(resource, text.format(name=world.title(resource.id), flag=copies.unless))
    return said


def _parts(world: World, resource: Resource, copies: Copies) -> int:
    values = world.values(resource, copies.parts) if copies.parts else []
    if unknowns(values):
        text = _("Over how many shards is {name} spread? {path} is open: {why}.")
        world.ask(
            resource, copies.parts,
            text.format(name=world.title(resource.id), path=copies.parts, why=unknowns(values)[0].why),
        )  # fmt: skip
    return max(1, (number(values[0]) if values else None) or 1)


def _spread(world: World, resource: Resource, copies: Copies) -> bool:
    if not isinstance(copies.spread, str):
        return copies.spread
    values = world.values(resource, copies.spread)
    return bool(values) and (flag(values[0]) is True or word(values[0]) == "cross-az")


def _none(world: World, resource: Resource) -> None:
    text = _("How many copies of {name} run at peak? The file starts it with none.")
    world.ask(resource, "DesiredCount", text.format(name=world.title(resource.id)))


# ------------------------------------------------------------------------------------------------------ one
def _one(world: World, places: Places, resource: Resource, rule: TypeRule, spots: list[Spot]) -> None:
    """A single copy: in its subnet or zone; several to choose from are no redundancy."""
    zones = {spot.zone for spot in spots}
    if len(spots) == 1:
        world.draft.stands_in(resource.id, spots[0].domain)
        return
    if len(zones) == 1 and "" not in zones:
        world.draft.stands_in(resource.id, *zones)
    world.draft.stands_in(resource.id, *(places.shared(spots) or [places.region(resource.region)]))
    if (len(zones) == 1 and "" not in zones) or rule.part is Part.PLACE:
        return
    title = world.title(resource.id)
    if spots:
        text = _("In which Availability Zone does {name} stand? It may be in any of {places}; AWS chooses one.")
        named = ", ".join(world.title(spot.domain) for spot in spots)
        world.ask(resource, "AvailabilityZone", text.format(name=title, places=named))
    elif why := places.open(resource, rule):
        places.ask_later(resource, "; ".join(why))
    else:
        text = _("In which Availability Zone does {name} stand? The file does not say.")
        world.ask(resource, "AvailabilityZone", text.format(name=title))


def _same_zone(world: World, places: Places, resource: Resource, spots: list[Spot]) -> None:
    zones = {spot.zone for spot in spots}
    if len(spots) == 1 or (len(zones) == 1 and "" not in zones):
        for member in world.placed.get(resource.id, ()):
            world.draft.stands_in(member, spots[0].domain if len(spots) == 1 else spots[0].zone)
        return
    world.draft.stands_in(resource.id, *places.shared(spots))
    text = _("Are the copies of {name} in different zones? The file does not ask for it.")
    world.ask(resource, "AvailabilityZone", text.format(name=world.title(resource.id)))


# ------------------------------------------------------------------------------------------------------ several
def _several(
    world: World, places: Places, owner: str, resource: Resource, copies: Copies, n: int, spots: list[Spot], name: str = ""
) -> None:  # fmt: skip
    """A group of copies, one after the other over the places they may stand in."""
    title = name or world.title(resource.id)
    members: list[str] = []
    first = replace(world.draft.node(resource.id), requires=(), groups=(), domains=(), soft=())
    kind = copies.member or first.type
    pooled = n > MOST_COPIES
    for place in range(min(n, max(len(spots), 1)) if pooled else n):
        own = _name(copies, place, n)
        node = Node(world.draft.free_id(f"{owner}/{own}"), f"{title}, {own}", type=kind)
        if pooled:
            many = n // max(len(spots), 1) + (place < n % max(len(spots), 1))
            node = replace(node, label=_("{name}, {n} copies").format(name=title, n=many), attributes={"copies": many})
        members.append(world.draft.add(node, resource.file, resource.line, resource.logical_id or resource.id))
        if spots:
            world.draft.stands_in(members[-1], spots[place % len(spots)].domain)
        else:
            world.draft.stands_in(members[-1], places.region(resource.region))
    world.draft.change(owner, failable=False, managed=False)
    world.draft.group(owner, members, copies.needs, copies.failover_s, copies.lag_s)
    world.placed[resource.id] = (*world.placed.get(resource.id, ()), *members)
    if owner != resource.id:
        return
    if spots:
        _say_spread(world, resource, copies, n, spots, pooled)
    else:
        rule = world.rule_of(resource)
        why = places.open(resource, rule) if rule else []
        text = _("In which Availability Zones do the {n} copies of {name} stand?").format(n=n, name=title)
        world.ask(resource, "AvailabilityZone", " ".join([text, *(_("Open: {why}.").format(why=one) for one in why)]))


def _say_spread(world: World, resource: Resource, copies: Copies, n: int, spots: list[Spot], pooled: bool) -> None:
    zones = {spot.zone or spot.domain for spot in spots}
    names = {"name": world.title(resource.id), "n": n, "places": len(spots)}
    if pooled:
        text = _("{name}: {n} copies are drawn as one pool in each of {places} places, as evenly as they go.")
    elif len(zones) > 1:
        names["places"] = min(n, len(zones))
        text = _("{name}: {n} copies are taken to be placed evenly over {places} zones, as AWS does when it can.")
    else:
        text = _("{name}: {n} copies stand in one place.")
    world.assume(resource, text.format(**names), told=pooled or len(zones) > 1)
    missing = [spot for spot in spots if not spot.zone and world.resources.get(spot.domain) is None]
    if missing:
        ask = _("In which Availability Zones are the subnets of {name}? They are not in the import.")
        world.ask(resource, "AvailabilityZone", ask.format(name=names["name"]))


def _many_parts(
    world: World, places: Places, resource: Resource, copies: Copies, parts: int, n: int, spots: list[Spot]
) -> None:  # fmt: skip
    """Shards: all are needed, each with its own copies; too many are drawn as one that stands for all."""
    drawn = parts if parts * n <= 2 * MOST_COPIES else 1
    title = world.title(resource.id)
    for place in range(drawn):
        own = _("shard {n}").format(n=place + 1)
        node = Node(f"{resource.id}/{own}", f"{title}, {own}", type=resource.type)
        part = world.draft.add(node, resource.file, resource.line, resource.logical_id or resource.id)
        turned = spots[place % len(spots) :] + spots[: place % len(spots)] if spots else []
        _several(world, places, part, resource, copies, n, turned, f"{title}, {own}")
        world.draft.requires(resource.id, part)
    world.draft.change(resource.id, failable=False, managed=False)
    if drawn < parts:
        text = _("{name}: its {n} shards are drawn as one; the loss of any of them counts as the loss of all.")
        world.assume(resource, text.format(name=title, n=parts))


def _name(copies: Copies, place: int, n: int) -> str:
    """primary, standby; primary, replica 1, replica 2; instance 1, instance 2."""
    names = copies.names
    if place < len(names) - 1:
        return names[place]
    rest = n - (len(names) - 1)
    return names[-1] if rest == 1 else f"{names[-1]} {place - len(names) + 2}"
