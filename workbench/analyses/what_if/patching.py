"""Keeps a compiled graph true while single elements change, without compiling it again.

What an edit re-forms is its region: the unit of the element and the block that it stands in, before and after. New
circles through the edited element are searched from both ends at once, so that the cost is that of the smaller side.

Source: two-way search for circles as in Bender, Fineman, Gilbert and Tarjan, ACM Trans. Algorithms 12 (2016) 14.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from workbench.analyses.failure.compiled import Compiled, Semantics, Threshold, components
from workbench.domain.graph import Node, Phase

__all__ = ["Patching", "local_view"]

_DEAD = Threshold(-1, 1, (), ("", 0))


class Patching:
    """A compiled graph that follows its elements; `order` and `position` are left empty, see `local_view`.

    Args:
        compiled: Is changed in place.
        nodes: The elements it was made of; the caller keeps this mapping up to date before each call.
        full_groups: As it was compiled.
    """

    def __init__(self, compiled: Compiled, nodes: Mapping[str, Node], full_groups: bool) -> None:
        self.compiled = compiled
        self.nodes = nodes
        self._full = full_groups
        self._free_units: list[int] = []
        self._free_groups: list[int] = []
        self._free_blocks: list[int] = []
        compiled.order, compiled.position = [], []

    def region(self, name: str, new: Node) -> set[int]:
        """Return the units that are re-formed when an element becomes `new`: before `nodes` has it.

        An element on no circle, neither before nor after, is a region of its own.
        """
        graph = self.compiled
        own = graph.unit_of[name]
        found = {own}
        arrows = {graph.unit_of[each] for each in new.required(Phase.RUN)}
        arrows |= {graph.unit_of[each] for group in new.groups for each in group.members}
        found |= _between(own, arrows - {own}, self.below, self.above)
        for unit in list(found):
            if graph.block[unit] >= 0:
                found.update(graph.blocks[graph.block[unit]])
        return found

    def is_stable(self, region: set[int]) -> bool:
        """Whether the units of a region stay what they are, now that `nodes` has the edited element."""
        units = self.compiled.units
        if len(region) == 1:
            (unit,) = region
            if len(units[unit]) == 1:
                return True
        parts = self._circles([name for unit in region for name in units[unit]])
        return {frozenset(part) for part in parts} == {frozenset(units[unit]) for unit in region}

    def below(self, unit: int) -> list[int]:
        """Return the units that one leans on, through requirements and groups."""
        graph = self.compiled
        found = list(graph.needs[unit])
        for number in graph.groups_of[unit]:
            found.extend(graph.groups[number].members)
        return found

    def above(self, unit: int) -> list[int]:
        """Return the units that lean on one."""
        graph = self.compiled
        return graph.needed_by[unit] + [graph.groups[number].owner for number in graph.groups_with[unit]]

    def add(self, name: str) -> None:
        """Add an element that needs nothing and is needed by nobody."""
        graph = self.compiled
        unit = self._new_unit()
        graph.units[unit] = (name,)
        graph.unit_of[name] = unit

    def remove(self, name: str) -> None:
        """Take out an element that needs nothing and is needed by nobody."""
        unit = self.compiled.unit_of.pop(name)
        self._drop_unit(unit)

    def reform(self, region: Iterable[int]) -> list[int]:
        """Build some units again from their elements, and return the units that hold these now."""
        graph = self.compiled
        old = sorted(region)
        inside = set(old)
        elements = [name for unit in old for name in graph.units[unit]]
        users = {user for unit in old for user in graph.needed_by[unit]} - inside
        member_of = {number for unit in old for number in graph.groups_with[unit]}
        self._forget_blocks(old)
        for unit in old:
            self._detach(unit)
        member_of = {number for number in member_of if graph.groups[number].owner >= 0}
        same = {frozenset(graph.units[unit]): unit for unit in old}
        parts = self._circles(elements)
        keep = [same.pop(frozenset(part), -1) for part in parts]
        for unit in same.values():
            self._drop_unit(unit)
        now = []
        for part, unit in zip(parts, keep, strict=True):
            unit = self._new_unit() if unit < 0 else unit
            now.append(unit)
            graph.units[unit] = tuple(part)
            for name in part:
                graph.unit_of[name] = unit
        for unit in now:
            graph.faults[unit] = tuple(name for name in graph.units[unit] if self.nodes[name].failable)
            self._attach(unit)
        if -1 in keep:  # numbers have moved
            for user in sorted(users):
                self._need_again(user)
            for number in sorted(member_of):
                self._member_again(number)
        self._blocks(now)
        return now

    def settle(self, region: list[int]) -> None:
        """Bring `at_rest` up to date after a region was re-formed."""
        graph = self.compiled
        if graph.semantics is not Semantics.FOUNDED:
            return
        before = frozenset(unit for unit in graph.at_rest if graph.units[unit])
        mine = set(region)
        after = (before - mine) | self._resting(mine, before)
        if after or before:  # numbers may have moved
            reach = _within(mine, None, self.above)
            after = (after - reach) | self._resting(reach, after)
        graph.at_rest = frozenset(after)

    def _resting(self, units: set[int], outside: Iterable[int]) -> set[int]:
        """Those of some units that are down with nothing failed, given the others."""
        graph = self.compiled
        down = set(outside) - units
        waiting = [unit for unit in units if any(each in down for each in graph.needs[unit])]
        found = set(waiting)
        while waiting:
            for each in graph.needed_by[waiting.pop()]:
                if each in units and each not in found:
                    found.add(each)
                    waiting.append(each)
        down |= found
        return found | set(graph.unsupported(units - found, down.__contains__))

    def _circles(self, elements: list[str]) -> list[list[str]]:
        place = {name: at for at, name in enumerate(elements)}
        arrows = [
            [place[each] for each in self.nodes[name].required(Phase.RUN) if each in place] for name in elements
        ]  # fmt: skip
        return [sorted(elements[at] for at in part) for part in components(arrows)]

    def _new_unit(self) -> int:
        graph = self.compiled
        if self._free_units:
            return self._free_units.pop()
        graph.units.append(())
        graph.faults.append(())
        graph.block.append(-1)
        for lists in (graph.needs, graph.needed_by, graph.groups_of, graph.groups_with):
            lists.append([])
        return len(graph.units) - 1

    def _drop_unit(self, unit: int) -> None:
        graph = self.compiled
        graph.units[unit], graph.faults[unit] = (), ()
        graph.needed_by[unit], graph.groups_with[unit] = [], []
        graph.block[unit] = -1
        self._free_units.append(unit)

    def _detach(self, unit: int) -> None:
        graph = self.compiled
        for each in graph.needs[unit]:
            graph.needed_by[each].remove(unit)
        graph.needs[unit] = []
        for number in graph.groups_of[unit]:
            for each in graph.groups[number].members:
                graph.groups_with[each].remove(number)
            graph.groups[number] = _DEAD
            self._free_groups.append(number)
        graph.groups_of[unit] = []

    def _attach(self, unit: int) -> None:
        graph = self.compiled
        own = [graph.unit_of[each] for name in graph.units[unit] for each in self.nodes[name].required(Phase.RUN)]
        graph.needs[unit] = [each for each in dict.fromkeys(own) if each != unit]
        for each in graph.needs[unit]:
            graph.needed_by[each].append(unit)
        for name in graph.units[unit]:
            for which, group in enumerate(self.nodes[name].groups):
                needed = len(group.members) if self._full and group.needs is None else group.needed
                members = tuple(graph.unit_of[each] for each in group.members)
                threshold = Threshold(unit, len(members) - needed + 1, members, (name, which))
                if self._free_groups:
                    number = self._free_groups.pop()
                    graph.groups[number] = threshold
                else:
                    number = len(graph.groups)
                    graph.groups.append(threshold)
                graph.groups_of[unit].append(number)
                for each in members:
                    graph.groups_with[each].append(number)

    def _need_again(self, user: int) -> None:
        graph = self.compiled
        for each in graph.needs[user]:
            if user in graph.needed_by[each]:
                graph.needed_by[each].remove(user)
        own = [graph.unit_of[each] for name in graph.units[user] for each in self.nodes[name].required(Phase.RUN)]
        graph.needs[user] = [each for each in dict.fromkeys(own) if each != user]
        for each in graph.needs[user]:
            graph.needed_by[each].append(user)

    def _member_again(self, number: int) -> None:
        graph = self.compiled
        group = graph.groups[number]
        for each in group.members:
            if number in graph.groups_with[each]:
                graph.groups_with[each].remove(number)
        owner, which = group.source
        members = tuple(graph.unit_of[each] for each in self.nodes[owner].groups[which].members)
        graph.groups[number] = replace(group, members=members)
        for each in members:
            graph.groups_with[each].append(number)

    def _forget_blocks(self, units: list[int]) -> None:
        graph = self.compiled
        for number in {graph.block[unit] for unit in units} - {-1}:
            for unit in graph.blocks[number]:
                graph.block[unit] = -1
            graph.blocks[number] = []
            self._free_blocks.append(number)

    def _blocks(self, now: list[int]) -> None:
        graph = self.compiled
        place = {unit: at for at, unit in enumerate(now)}
        arrows = [[place[each] for each in self.below(unit) if each in place] for unit in now]
        for part in components(arrows):
            if len(part) == 1 and part[0] not in arrows[part[0]]:
                continue
            if self._free_blocks:
                number = self._free_blocks.pop()
            else:
                number = len(graph.blocks)
                graph.blocks.append([])
            graph.blocks[number] = sorted(now[at] for at in part)
            for at in part:
                graph.block[now[at]] = number
        if not any(graph.blocks):
            graph.blocks.clear()
            self._free_blocks.clear()


def _between(
    own: int, first: set[int], below: Callable[[int], Iterable[int]], above: Callable[[int], Iterable[int]]
) -> set[int]:  # fmt: skip
    """Units on a way from some first ones down to `own`; both ends are searched at once until one side is done."""
    down, up = set(first), {own}
    falling, rising = list(first), [own]
    while falling and rising:
        for each in below(falling.pop()):
            if each not in down and each != own:
                down.add(each)
                falling.append(each)
        for each in above(rising.pop()):
            if each not in up:
                up.add(each)
                rising.append(each)
    if falling:  # everything above is known: go down inside it
        return _within(first & up, up, below)
    return _within({each for each in above(own) if each in down}, down, above)


def _within(start: set[int], inside: set[int] | None, step: Callable[[int], Iterable[int]]) -> set[int]:
    found = set(start)
    waiting = list(start)
    while waiting:
        for each in step(waiting.pop()):
            if each not in found and (inside is None or each in inside):
                found.add(each)
                waiting.append(each)
    return found


def local_view(compiled: Compiled, targets: Iterable[int]) -> Compiled:
    """Return the compiled graph with `order` and `position` for what some targets lean on, and nothing else.

    Args:
        compiled: Its lists are shared, not copied.
        targets: Units.
    """
    order: list[int] = []
    seen: set[int] = set()

    def below(key: int) -> list[int]:
        number = compiled.block[key]
        members = [key] if number < 0 else compiled.blocks[number]
        found = []
        for unit in members:
            for each in compiled.needs[unit]:
                found.append(each)
            for group in compiled.groups_of[unit]:
                found.extend(compiled.groups[group].members)
        return [each if compiled.block[each] < 0 else compiled.blocks[compiled.block[each]][0] for each in found]

    for target in targets:
        root = target if compiled.block[target] < 0 else compiled.blocks[compiled.block[target]][0]
        if root in seen:
            continue
        seen.add(root)
        path, left = [root], [iter(below(root))]
        while path:
            for each in left[-1]:
                if each not in seen:
                    seen.add(each)
                    path.append(each)
                    left.append(iter(below(each)))
                    break
            else:
                left.pop()
                key = path.pop()
                order.extend([key] if compiled.block[key] < 0 else compiled.blocks[compiled.block[key]])
    position = [0] * len(compiled.units)
    for place, unit in enumerate(order):
        position[unit] = place
    return replace(compiled, order=order, position=position)
