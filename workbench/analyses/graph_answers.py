"""What the answer to an open question of an import changes in the graph, where that is plain; else it is only recorded."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.domain.graph import Group, Node
from workbench.domain.graph_imports import ANSWERS, QUESTIONS, SOURCE, open_questions
from workbench.errors import BadInput, UnknownName
from workbench.i18n import _
from workbench.library.resource_types import Copies, shipped_resource_types

__all__ = ["Answered", "answer_question"]

_ZONE_NAME = re.compile(r"([a-z]{2}(?:-[a-z]+)+-\d+)(?:-[a-z]+-\d+)?[a-z]")
"""us-east-1a, and Local Zones such as us-west-2-lax-1a; their Region is in the group.

Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
"""
_ABOUT_ZONES = frozenset(("availabilityzone", "availabilityzones", "zone", "zones", "az"))
_YES, _NO = frozenset(("yes", "true", "y", "1")), frozenset(("no", "false", "n", "0"))


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, taken in.

    Attributes:
        nodes: Every element that is changed by it, and every one that is new.
        effect: What it changes, in words; empty where it is only recorded.
    """

    nodes: tuple[Node, ...]
    effect: str = ""


def answer_question(
    node: Node, about: str, answer: str, around: Mapping[str, Node], is_taken: Callable[[str], bool]
) -> Answered:  # fmt: skip
    """Answer what is open about an element.

    Args:
        node: The element.
        about: What of it, as its question calls it; "needs" may be answered for its redundancy group at any time.
        answer: In the words of the room.
        around: Zones and Regions of the graph and the members of the element's groups, by id.
        is_taken: Whether an element has this id.

    Raises:
        UnknownName: Nothing of that name is open or was answered.
        BadInput: The answer is empty, or a number that cannot be.
    """
    text = answer.strip()
    if not text:
        raise BadInput(_("The answer is empty."))
    known = node.attributes.get(ANSWERS)
    answers = dict(known) if isinstance(known, Mapping) else {}
    asked = open_questions(node)
    is_number = about.casefold() == "needs" and len(node.groups) == 1
    if about not in asked and about not in answers and not is_number:
        raise UnknownName(
            _('Nothing named "{about}" is open about {name}.').format(about=about, name=node.title),
            _("Open: {names}.").format(names=", ".join(asked)) if asked else _("Nothing is open about it."),
        )
    asked.pop(about, None)
    kept = {key: value for key, value in node.attributes.items() if key != QUESTIONS or not open_questions(node)}
    told = replace(
        node, attributes={**kept, ANSWERS: {**answers, about: text}, **({QUESTIONS: asked} if asked else {})}
    )
    last = about.rpartition(".")[2].casefold()
    if is_number:
        return _needs(told, text)
    if last in _ABOUT_ZONES:
        return _zones(told, text, around)
    copies = _copies(told, about)
    if copies is not None:
        return _doubled(told, copies, text, around, is_taken)
    return Answered((told,))


# ---------------------------------------------------------------------------------------------------- how many
def _needs(node: Node, text: str) -> Answered:
    (group,) = node.groups
    most = len(group.members)
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise BadInput(
            _('"{text}" is no number of members; {name} has {n}.').format(text=text, name=node.title, n=most)
        )
    effect = _("{name} needs {needs} of {n}.").format(name=node.title, needs=int(text), n=most)
    return Answered((replace(node, groups=(replace(group, needs=int(text)),)),), effect)


# ---------------------------------------------------------------------------------------------------- where
def _zones(node: Node, text: str, around: Mapping[str, Node]) -> Answered:
    """Stand an element in its zone, or each member of its group in one."""
    zones = _named(text, around)
    standing = _standing(node, around)
    if not zones or not standing or len(zones) not in (1, len(standing)):
        return Answered((node,))
    places = [*zones] if len(zones) == len(standing) else [*zones] * len(standing)
    made = {one.id: one for one in zones.values() if one.id not in around}
    moved = {}
    for one, zone in zip(standing, places, strict=True):
        kept = (each for each in one.domains if each not in around or around[each].kind != "az")
        moved[one.id] = replace(one, domains=tuple(dict.fromkeys([*kept, zone])))
    names = ", ".join(one.title for one in zones.values())
    said = _("{name} stands in {zones}.") if len(standing) == 1 else _("The members of {name} stand in {zones}.")
    moved.setdefault(node.id, node)
    return Answered((*made.values(), *moved.values()), said.format(name=node.title, zones=names))


def _standing(node: Node, around: Mapping[str, Node]) -> Sequence[Node]:
    """What stands somewhere: the element, or the members of its one group where it is only a name for them."""
    if node.failable:
        return (node,)
    if len(node.groups) == 1 and all(one in around for one in node.groups[0].members):
        return [around[one] for one in node.groups[0].members]
    return ()


def _named(text: str, around: Mapping[str, Node]) -> dict[str, Node]:
    """Return the zones that an answer names, by id and in its order; nothing where a word of it is no zone."""
    zones = {}
    for one in around.values():
        if one.kind == "az":
            zones.update(
                {one.id.casefold(): one, one.title.casefold(): one, one.id.removeprefix("az:").casefold(): one}
            )
    found: dict[str, Node] = {}
    whole = zones.get(text.casefold())
    words = [text] if whole else re.split(r"[\s,;]+", text)
    for word in words:
        name = word.strip(".").casefold()
        zone = zones.get(name) or _new_zone(name, around)
        if zone is None:
            return {}
        found[zone.id] = zone
    return found


def _new_zone(name: str, around: Mapping[str, Node]) -> Node | None:
    match = _ZONE_NAME.fullmatch(name)
    if match is None:
        return None
    regions = [one.id for one in around.values() if one.kind == "region"]
    own = f"region:{match.group(1)}"
    inside = (own,) if own in regions else tuple(regions) if len(regions) == 1 else ()
    return Node(f"az:{name}", name, "az", domains=inside)


# ---------------------------------------------------------------------------------------------------- a second copy
def _copies(node: Node, about: str) -> Copies | None:
    """How the type says that there are copies, where the question was about that and the answer is yes or no."""
    rule = shipped_resource_types().of(node.type)
    copies = rule.copies if rule else None
    return copies if copies and copies.flag == about and {*copies.by} == {"true", "false"} else None


def _doubled(
    node: Node, copies: Copies, text: str, around: Mapping[str, Node], is_taken: Callable[[str], bool]
) -> Answered:  # fmt: skip
    """Draw the copies of an element that has none yet and is in no zone; more is left to the source."""
    word = text.casefold().strip(".")
    if word in _NO:
        return Answered((node,), _("{name} stays a single element.").format(name=node.title))
    in_zone = any(one in around and around[one].kind == "az" for one in node.domains)
    ids = [f"{node.id}/{one}" for one in copies.names]
    if word not in _YES or not node.failable or node.groups or in_zone or any(map(is_taken, ids)):
        return Answered((node,))
    place = {SOURCE: node.attributes[SOURCE]} if SOURCE in node.attributes else {}
    members = [
        replace(node, id=own, label=f"{node.title}, {name}", type=copies.member or node.type, requires=(), groups=(),
                soft=(), attributes=place, position=None)
        for own, name in zip(ids, copies.names, strict=True)
    ]  # fmt: skip
    group = Group(copies.needs, tuple(ids), copies.failover_s, copies.lag_s)
    asked = open_questions(node)
    answered = node.attributes[ANSWERS]
    if "AvailabilityZone" not in answered:
        asked["AvailabilityZone"] = _("In which Availability Zones do the copies of {name} stand?").format(
            name=node.title
        )
    attributes = {**node.attributes, **({QUESTIONS: asked} if asked else {})}
    whole = replace(node, failable=False, managed=False, groups=(group,), attributes=attributes)
    effect = _("{name} is now a group of {n} copies.").format(name=node.title, n=len(ids))
    return Answered((*members, whole), effect)
