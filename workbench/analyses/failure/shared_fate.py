"""Shared fate: one element that takes out several members of a redundancy group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.analyses.failure.compiled import Compiled
from workbench.domain.graph import Graph

__all__ = ["SharedFate", "shared_fates"]


@dataclass(frozen=True, slots=True)
class SharedFate:
    """One element whose failure takes out two or more members of a group.

    Attributes:
        owner: The element that owns the group.
        group: Which of its groups, from 0.
        cause: The element that fails.
        members: Members that are down then, in the order of the group.
        fatal: Whether fewer are left than the owner needs.
    """

    owner: str
    group: int
    cause: str
    members: tuple[str, ...]
    fatal: bool


def shared_fates(graph: Graph, compiled: Compiled, falls: Mapping[int, list[int]]) -> tuple[SharedFate, ...]:
    """Return every shared fate, in the order of owners, groups and causes.

    Args:
        graph: The graph.
        compiled: The same, compiled.
        falls: For every unit that can fail, what goes down with it.

    Members that are down with nothing failed count as down, as in `down(v)`.
    """
    resting = {
        number: count
        for number, group in enumerate(compiled.groups)
        if (count := sum(each in compiled.at_rest for each in group.members))
    }
    found: dict[int, list[SharedFate]] = {}
    for unit, fallen in falls.items():
        counts: dict[int, int] = {}
        for each in fallen:
            for number in compiled.groups_with[each]:
                counts[number] = counts.get(number, 0) + 1
        for number, count in resting.items():
            if count > 1 or number in counts:
                counts[number] = counts.get(number, 0) + count
        hit = [number for number, count in counts.items() if count > 1]
        if not hit:
            continue
        down = compiled.at_rest.union(fallen)
        for number in hit:
            group = compiled.groups[number]
            owner, which = group.source
            names = graph.nodes[owner].groups[which].members
            members = tuple(name for name, each in zip(names, group.members, strict=True) if each in down)
            fatal = len(members) >= group.fatal
            found.setdefault(number, []).extend(
                SharedFate(owner, which, cause, members, fatal) for cause in compiled.faults[unit]
            )
    order = {name: place for place, name in enumerate(graph.nodes)}
    return tuple(one for number in sorted(found) for one in sorted(found[number], key=lambda one: order[one.cause]))
