"""Why something goes down: the shortest proof from what failed, step by step, each step checkable by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from workbench.analyses.failure.compiled import Compiled, compile_graph
from workbench.analyses.failure.fall import Fall
from workbench.domain.graph import Criticality, Graph, Phase

__all__ = ["Paths", "Proof", "Reason", "Step"]


class Reason(StrEnum):
    """Why an element is down."""

    FAILED = "failed"
    REQUIRES = "requires"
    DOMAIN = "domain"
    GROUP = "group"
    CIRCLE = "circle"


@dataclass(frozen=True, slots=True)
class Step:
    """One element that is down, and why.

    Attributes:
        because: What is down already: the one element it requires or stands in, members of its group, or what a
            circle has lost outside itself.
        group: Number of its group, with GROUP.
        circle: With CIRCLE: all elements that only hold each other up, whole units.
    """

    element: str
    reason: Reason
    because: tuple[str, ...] = ()
    group: int = 0
    circle: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a set of failures takes something down.

    Attributes:
        steps: What is proved first, what failed last; what a step rests on comes after it.
        line: The longest single line through it, from what is proved to what failed; to a circle where nothing failed.
    """

    failures: tuple[str, ...]
    steps: tuple[Step, ...]
    line: tuple[str, ...]


class _Arrows:
    """Who goes down with whom, element by element.

    Args:
        graph: With the needs that count here.
        compiled: The same, compiled.
        unit_of: Units of the graph that was analysed; places are given by them.
    """

    def __init__(self, graph: Graph, compiled: Compiled, unit_of: Mapping[str, int]) -> None:
        self.graph = graph
        self.compiled = compiled
        self.unit_of = unit_of
        self.fatal = {group.source: group.fatal for group in compiled.groups}
        self.below: dict[str, dict[str, tuple[Reason, int]]] = {}
        for name, node in graph.nodes.items():
            plain: dict[str, tuple[Reason, int]] = {}
            for one in node.requires:
                if one.phase is Phase.RUN and one.criticality is not Criticality.SOFT:
                    plain[one.id] = (Reason.REQUIRES, 0)
            for domain in node.domains:
                plain.setdefault(domain, (Reason.DOMAIN, 0))
            for number, group in enumerate(node.groups):
                if self.fatal[name, number] == 1:
                    for member in group.members:
                        plain.setdefault(member, (Reason.GROUP, number))
            self.below[name] = plain
        self._lines: dict[str, dict[str, str]] = {}

    @cached_property
    def above(self) -> dict[str, list[tuple[str, Reason, int]]]:
        """What goes down with each element at once."""
        found: dict[str, list[tuple[str, Reason, int]]] = {name: [] for name in self.graph.nodes}
        for name, plain in self.below.items():
            for other, (why, number) in plain.items():
                found[other].append((name, why, number))
        return found

    @cached_property
    def member_of(self) -> dict[str, list[tuple[str, int]]]:
        """Groups that can lose each element and stand."""
        found: dict[str, list[tuple[str, int]]] = {name: [] for name in self.graph.nodes}
        for name, node in self.graph.nodes.items():
            for number, group in enumerate(node.groups):
                if self.fatal[name, number] > 1:
                    for member in group.members:
                        found[member].append((name, number))
        return found

    def line(self, target: str, failure: str) -> tuple[str, ...]:
        """Return the shortest chain of plain requirements from a target down to a failure; empty if there is none."""
        found = self._lines.get(target)
        if found is None:
            found = self._lines[target] = self._above_each(target)
        if failure != target and failure not in found:
            return ()
        line = [failure]
        while line[-1] != target:
            line.append(found[line[-1]])
        return tuple(reversed(line))

    def _above_each(self, target: str) -> dict[str, str]:
        """Return what stands before each element on a shortest chain from a target, breadth first."""
        found: dict[str, str] = {}
        waiting = [target]
        for name in waiting:  # grows meanwhile
            for other in self.below.get(name, ()):
                if other not in found and other != target:
                    found[other] = name
                    waiting.append(other)
        return found

    @cached_property
    def _fall(self) -> Fall:
        return Fall(self.compiled)

    def derive(self, failed: tuple[str, ...], wanted: tuple[str, ...]) -> dict[str, Step] | None:
        """Return the steps to everything wanted, and maybe more; None when something of it stays up."""
        down = self.compiled.at_rest.union(self._fall.of(self.compiled.unit_of[name] for name in failed))
        if any(self.compiled.unit_of[name] not in down for name in wanted):
            return None
        return _Derivation(self, failed).until(wanted)

    def backwards(
        self, failed: tuple[str, ...], wanted: tuple[str, ...], places: Mapping[int, int]
    ) -> dict[str, Step] | None:  # fmt: skip
        """Go from what is wanted to what fell before it; None where these arrows or circles ask for more than that.

        Args:
            places: Order in which units fall, by unit.
        """
        steps: dict[str, Step] = {}
        waiting = list(wanted)
        while waiting:
            name = waiting.pop()
            if name not in steps:
                step = Step(name, Reason.FAILED) if name in failed else self._earlier(name, places)
                if step is None:
                    return None
                steps[name] = step
                waiting += step.because
        return steps

    def _earlier(self, name: str, places: Mapping[int, int]) -> Step | None:
        """The step to an element from what fell before it, as early as possible."""
        unit_of = self.unit_of
        at = places.get(unit_of[name], -1)
        before = [(place, other) for other in self.below[name] if (place := places.get(unit_of[other], at)) < at]
        if before:
            other = min(before, key=lambda each: each[0])[1]
            why, number = self.below[name][other]
            return Step(name, why, (other,), number)
        for number, group in enumerate(self.graph.nodes[name].groups):
            hit = tuple(each for each in group.members if places.get(unit_of[each], at) < at)
            if len(hit) >= self.fatal[name, number]:
                return Step(name, Reason.GROUP, hit, number)
        return None


class Paths:
    """Finds proofs in one analysed graph; one object serves any number of questions.

    Source: derivations of a monotone rule system, level by level; Knuth, Inf. Process. Lett. 6 (1977) 1.

    Args:
        graph: The graph.
        compiled: The same, compiled.
        falls: By unit that can fail: what goes down with it, in order, as far as it is known already.
    """

    def __init__(self, graph: Graph, compiled: Compiled, falls: Mapping[int, list[int]] | None = None) -> None:
        self._compiled = compiled
        self._falls = falls or {}
        self._kinds = [_Arrows(graph, compiled, compiled.unit_of)]
        sure = {
            name: replace(node, requires=kept)
            for name, node in graph.nodes.items()
            if len(kept := tuple(one for one in node.requires if one.criticality is not Criticality.UNKNOWN))
            < len(node.requires)
        }
        if sure:
            without = Graph({**graph.nodes, **sure}, graph.journeys)
            less = compile_graph(without, compiled.semantics, full_groups=_is_full(graph, compiled))
            self._kinds.insert(0, _Arrows(without, less, compiled.unit_of))

    def prove(self, target: str, failures: Iterable[str]) -> Proof | None:
        """Prove that failures take a target down, without dependencies nobody has confirmed where that is possible.

        Returns:
            None when they do not.
        """
        failed = tuple(failures)
        for arrows in self._kinds:
            if len(failed) == 1 and (line := arrows.line(target, failed[0])):
                steps = []
                for name, other in pairwise(line):
                    why, number = arrows.below[name][other]
                    steps.append(Step(name, why, (other,), number))
                return Proof(failed, (*steps, Step(failed[0], Reason.FAILED)), line)
            if steps_of := self._steps(arrows, failed, (target,)):
                return _extract(failed, (target,), steps_of)
        return None

    def cascade(self, failures: Iterable[str]) -> tuple[tuple[Step, ...], ...]:
        """Return everything that is down then, in the order it falls: what failed, what falls with that at once, and so on.

        What is down with nothing failed comes once nothing else falls.
        """
        failed = tuple(dict.fromkeys(failures))
        compiled = self._compiled
        units = Fall(compiled).of(compiled.unit_of[name] for name in failed)
        down = dict.fromkeys((*compiled.elements(units), *compiled.elements(compiled.at_rest)))
        return tuple(_Derivation(self._kinds[-1], failed).levels(tuple(down)))

    def _steps(self, arrows: _Arrows, failed: tuple[str, ...], wanted: tuple[str, ...]) -> dict[str, Step] | None:
        known = self._falls.get(self._compiled.unit_of[failed[0]]) if len(failed) == 1 else None
        if known:
            places = {unit: place for place, unit in enumerate(known)}
            if steps_of := arrows.backwards(failed, wanted, places):
                return steps_of
        return arrows.derive(failed, wanted)

    def prove_members(self, owner: str, number: int, members: Iterable[str], failures: Iterable[str]) -> Proof | None:
        """Prove that failures take members of a group down; the first step says which, whether or not that is fatal."""
        failed, hit = tuple(failures), tuple(members)
        for arrows in self._kinds:
            if steps_of := self._steps(arrows, failed, hit):
                below = _extract(failed, hit, steps_of)
                top = Step(owner, Reason.GROUP, hit, number)
                return Proof(failed, (top, *below.steps), (owner, *below.line))
        return None


def _is_full(graph: Graph, compiled: Compiled) -> bool:
    """Whether groups that nobody has answered for were compiled to need all of their members."""
    fatal = {group.source: group.fatal for group in compiled.groups}
    return any(
        group.needs is None and len(group.members) > 1 and fatal[name, number] == 1
        for name, node in graph.nodes.items()
        for number, group in enumerate(node.groups)
    )


class _Derivation:
    """Everything that follows from some failures, level by level, with the step that first gave it."""

    def __init__(self, arrows: _Arrows, failures: Iterable[str]) -> None:
        self._compiled = arrows.compiled
        self._arrows = arrows
        self._steps = {name: Step(name, Reason.FAILED) for name in failures}
        self._left: dict[tuple[str, int], int] = {}

    def until(self, wanted: tuple[str, ...]) -> dict[str, Step]:
        """Derive until all that is wanted is down."""
        steps = self._steps
        level = list(steps)
        while any(name not in steps for name in wanted):
            level = self._next(level) if level else self._circle(wanted)
        return steps

    def levels(self, wanted: tuple[str, ...]) -> Iterator[tuple[Step, ...]]:
        """Derive until all that is wanted is down; yield what falls together."""
        steps = self._steps
        level = list(steps)
        while level:
            yield tuple(steps[name] for name in level)
            level = self._next(level)
            if not level and (missing := tuple(name for name in wanted if name not in steps)):
                level = self._circle(missing)

    def _next(self, level: list[str]) -> list[str]:
        steps, left, arrows = self._steps, self._left, self._arrows
        fresh: list[str] = []
        short: list[tuple[str, int]] = []
        for name in level:
            for above, why, at in arrows.above[name]:
                if above not in steps:
                    steps[above] = Step(above, why, (name,), at)
                    fresh.append(above)
            for key in arrows.member_of[name]:
                left[key] = left.get(key, arrows.fatal[key]) - 1
                if left[key] == 0:
                    short.append(key)
        for owner, number in short:
            if owner not in steps:
                members = arrows.graph.nodes[owner].groups[number].members
                steps[owner] = Step(owner, Reason.GROUP, tuple(each for each in members if each in steps), number)
                fresh.append(owner)
        return fresh

    def _circle(self, wanted: tuple[str, ...]) -> list[str]:
        """Take down the lowest circle below what is wanted that nothing else holds up any more."""
        compiled, steps = self._compiled, self._steps
        inside = {unit for name in wanted for unit in compiled.cone(compiled.unit_of[name])}

        def is_down(unit: int) -> bool:
            return compiled.units[unit][0] in steps

        for block in compiled.blocks:
            lost = block[0] in inside and compiled.unsupported([unit for unit in block if not is_down(unit)], is_down)
            if lost:
                before = dict(steps)
                for unit in lost:
                    circle, because = self._closure(unit, set(lost), before)
                    for name in compiled.units[unit]:
                        steps[name] = Step(name, Reason.CIRCLE, because, circle=circle)
                return compiled.elements(lost)
        raise AssertionError(f"{wanted} is not down")

    def _closure(
        self, start: int, lost: set[int], before: Mapping[str, Step]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The part of a circle that one unit needs, and what that part has lost outside."""
        compiled = self._compiled
        seen, waiting = {start}, [start]
        outside: dict[str, None] = {}
        while waiting:
            unit = waiting.pop()
            below: list[int] = []
            for number in compiled.groups_of[unit]:
                group = compiled.groups[number]
                hit = [each for each in group.members if each in lost or compiled.units[each][0] in before]
                if len(hit) >= group.fatal:
                    owner, which = group.source
                    names = self._arrows.graph.nodes[owner].groups[which].members
                    outside.update((name, None) for name in names if name in before)
                    below = [each for each in hit if each in lost]
                    break
            else:
                below = [next(each for each in compiled.needs[unit] if each in lost)]
            for each in below:
                if each not in seen:
                    seen.add(each)
                    waiting.append(each)
        return tuple(compiled.elements(sorted(seen))), tuple(outside)


def _extract(failures: tuple[str, ...], targets: tuple[str, ...], steps_of: Mapping[str, Step]) -> Proof:
    """Keep what the targets rest on, each step before those it rests on, and find the longest line to a failure."""
    order: list[Step] = []
    length: dict[str, tuple[bool, int]] = {}
    longest: dict[str, str] = {}
    entered: set[str] = set()
    waiting = [(steps_of[each], False) for each in targets]
    while waiting:
        step, ready = waiting.pop()
        if ready:
            order.append(step)
            ends, far = (step.reason is Reason.FAILED, 0)
            if step.because:
                longest[step.element] = max(step.because, key=length.__getitem__)
                ends, far = length[longest[step.element]]
            length[step.element] = (ends, far + 1)
        elif step.element not in entered:
            entered.add(step.element)
            waiting.append((step, True))
            waiting.extend((steps_of[each], False) for each in step.because)
    line = [max(targets, key=length.__getitem__)]
    while line[-1] in longest:
        line.append(longest[line[-1]])
    return Proof(failures, tuple(reversed(order)), tuple(line))
