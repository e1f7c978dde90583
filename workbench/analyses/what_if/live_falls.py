"""What goes down with every single failure, kept true while elements change: falls, singles and shared fate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain

from workbench.analyses.failure.compiled import Compiled, Semantics
from workbench.analyses.failure.fall import Fall
from workbench.analyses.failure.shared_fate import SharedFate, shared_fates
from workbench.analyses.what_if.patching import Patching
from workbench.domain.graph import Graph

__all__ = ["LiveFalls"]


class LiveFalls:
    """Falls of every fault of a graph that is patched.

    Attributes:
        falls: By unit that can fail: the units that go down with it.
        alone: The other way round: by unit, the faults that take it down by themselves.
        shared: By group, the faults that take down two or more of its members.
    """

    def __init__(self, patching: Patching) -> None:
        self._patching = patching
        self.compiled: Compiled = patching.compiled
        self.falls: dict[int, list[int]] = {}
        self.alone: dict[int, set[int]] = {}
        self.shared: dict[int, set[int]] = {}
        self.refresh()

    def refresh(self) -> None:
        """Work everything out from the compiled form."""
        self.falls.clear()
        self.alone.clear()
        self.shared.clear()
        fall = Fall(self.compiled)
        for unit, faults in enumerate(self.compiled.faults):
            if faults:
                self._remember(fall, unit)

    def names(self, units: Iterable[int]) -> list[str]:
        """Return the elements of some units that can fail, sorted."""
        return sorted(name for unit in units for name in self.compiled.faults[unit])

    def singles(self, unit: int) -> list[str]:
        """Return the elements that take a unit down alone, sorted."""
        return self.names(self.alone.get(unit, ()))

    def shared_fates(self, graph: Graph) -> tuple[SharedFate, ...]:
        """Return every shared fate, in the order of owners, groups and causes."""
        order = {name: place for place, name in enumerate(graph.nodes)}
        compiled = self.compiled
        if compiled.at_rest:
            found = list(shared_fates(graph, compiled, self.falls))
        else:
            found = [self._fate(number, unit, cause)
                     for number, causes in self.shared.items()
                     for unit in causes
                     for cause in compiled.faults[unit]]  # fmt: skip
        return tuple(sorted(found, key=lambda one: (order[one.owner], one.group, order[one.cause])))

    def change(self, region: set[int]) -> bool:
        """Re-form a region and bring everything up to date; `patching.nodes` has the edited element already.

        Where elements are down with nothing failed, before or after, all is worked out again.

        Returns:
            Whether the units kept their numbers.
        """
        resting = bool(self.compiled.at_rest)
        stable = self._patching.is_stable(region)
        if stable:
            self._reform(region)
        else:
            self._form_anew(region)
        if resting or self.compiled.at_rest:
            self.refresh()
        return stable

    def drop(self, unit: int) -> None:
        """Forget a unit that nothing takes down and nobody needs."""
        self.alone.pop(unit, None)

    def _reform(self, region: set[int]) -> None:
        """Bring falls and shared fate up to date where the same units stay."""
        compiled = self.compiled
        was = {unit: self.alone.get(unit, set()) for unit in region}
        for unit in region:
            for number in compiled.groups_of[unit]:
                self.shared.pop(number, None)
        self._patching.reform(region)
        self._patching.settle(sorted(region))
        if compiled.at_rest:
            return
        will = self._states(region)
        differ = {cause for unit in region for cause in was[unit] ^ will[unit]}
        (unit, *more) = region
        if not more and not compiled.needed_by[unit] and not compiled.groups_with[unit]:
            self._fall_on_top(unit, was[unit], will[unit])
        else:
            fall = Fall(compiled)
            for cause in sorted(differ):
                self._fall_again(fall, cause)
        for unit in region:
            for number in compiled.groups_of[unit]:
                self.shared[number] = {cause for cause, count in self._counts(number).items() if count > 1}

    def _states(self, region: set[int]) -> dict[int, set[int]]:
        """Faults that take down each unit of a region, from what is known of all it leans on; a fixpoint as in pairs."""
        compiled = self.compiled
        every = {unit for unit in region if compiled.faults[unit]}
        for unit in region:
            every.update(*(self.alone.get(each, ()) for each in self._patching.below(unit) if each not in region))
        founded = compiled.semantics is Semantics.FOUNDED
        state: dict[int, set[int]] = {unit: set(every) if founded else set() for unit in region}

        def known(unit: int) -> set[int]:
            return state[unit] if unit in state else self.alone.get(unit, set())

        moving = True
        while moving:
            moving = False
            for unit in sorted(region):
                now = {unit} if compiled.faults[unit] else set()
                now.update(*(known(each) for each in compiled.needs[unit]))
                for number in compiled.groups_of[unit]:
                    group = compiled.groups[number]
                    hits = Counter(chain.from_iterable(known(each) for each in group.members))
                    now.update(cause for cause, count in hits.items() if count >= group.fatal)
                if now != state[unit]:
                    state[unit] = now
                    moving = len(region) > 1 or compiled.block[unit] >= 0
        return state

    def _counts(self, number: int) -> Counter[int]:
        """How many members of a group each fault takes down."""
        members = self.compiled.groups[number].members
        return Counter(chain.from_iterable(self.alone.get(each, ()) for each in members))

    def _fall_on_top(self, unit: int, was: set[int], will: set[int]) -> None:
        """The same for a unit that nobody leans on: it joins or leaves falls, and nothing else does."""
        for cause in was - will - {unit}:
            self.falls[cause].remove(unit)
        for cause in will - was - {unit}:
            self.falls[cause].append(unit)
        self.falls.pop(unit, None)
        if unit in will:
            self.falls[unit] = [unit]
        self.alone[unit] = will

    def _fall_again(self, fall: Fall, cause: int) -> None:
        """Work one fault out again, and touch only what differs."""
        compiled = self.compiled
        old = set(self.falls.get(cause, ()))
        if compiled.faults[cause]:
            self.falls[cause] = fall.of((cause,))
        else:
            del self.falls[cause]
        new = set(self.falls.get(cause, ()))
        for unit in old - new:
            self.alone[unit].discard(cause)
        for unit in new - old:
            self.alone.setdefault(unit, set()).add(cause)
        for number in {number for unit in old ^ new for number in compiled.groups_with[unit]}:
            hit = sum(each in new for each in compiled.groups[number].members)
            causes = self.shared.setdefault(number, set())
            causes.add(cause) if hit > 1 else causes.discard(cause)

    def _form_anew(self, region: set[int]) -> None:
        """The same where units merge or part, so that their numbers move."""
        compiled = self.compiled
        causes = {cause for unit in region for cause in self.alone.get(unit, ())}
        causes |= {unit for unit in region if compiled.faults[unit]}
        for cause in causes:
            self._forget(cause)
        for unit in region:
            self.alone.pop(unit, None)
            for number in compiled.groups_of[unit]:
                self.shared.pop(number, None)
        now = self._patching.reform(region)
        self._patching.settle(now)
        if compiled.at_rest:
            return
        more = {cause for unit in now for each in self._patching.below(unit) for cause in self.alone.get(each, ())}
        for cause in more & self.falls.keys():
            self._forget(cause)
        fall = Fall(compiled)
        for cause in sorted(causes | more | set(now)):
            if compiled.faults[cause]:
                self._remember(fall, cause)

    def _forget(self, cause: int) -> None:
        for unit in self.falls.pop(cause, ()):
            self.alone[unit].discard(cause)
            for number in self.compiled.groups_with[unit]:
                if number in self.shared:
                    self.shared[number].discard(cause)

    def _remember(self, fall: Fall, cause: int) -> None:
        fallen = self.falls[cause] = fall.of((cause,))
        met: set[int] = set()
        for unit in fallen:
            self.alone.setdefault(unit, set()).add(cause)
            for number in self.compiled.groups_with[unit]:
                if number in met:
                    self.shared.setdefault(number, set()).add(cause)
                else:
                    met.add(number)

    def _fate(self, number: int, unit: int, cause: str) -> SharedFate:
        group = self.compiled.groups[number]
        owner, which = group.source
        named = self._patching.nodes[owner].groups[which].members
        members = tuple(
            name for name, each in zip(named, group.members, strict=True) if unit in self.alone.get(each, ())
        )
        return SharedFate(owner, which, cause, members, len(members) >= group.fatal)
