"""Which initiatives close the most risk within a capacity: the exact answer, with the reason for each choice.

A question's risk falls by its rules and not by the number of its practices, so initiatives that are useless alone may be
worth their effort together. This is a set-union knapsack; it is solved as a mixed-integer programme with HiGHS.

Source: O. Goldschmidt, D. Nehme, G. Yu, "Note: On the set-union knapsack problem", Naval Research Logistics 41 (1994);
HiGHS: https://highs.dev.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from workbench.analyses.risk import pick_rule
from workbench.analyses.treatment_model import Model
from workbench.domain.initiative import Capacity, Gap, Initiative
from workbench.domain.lens import Question
from workbench.domain.risk import Risk

__all__ = ["Exposure", "Treatment", "Why", "WEIGHTS", "outcome_of", "plan_treatment"]  # fmt: skip

WEIGHTS: Mapping[Risk, float] = {Risk.HIGH: 3.0, Risk.MEDIUM: 1.0, Risk.NONE: 0.0}
"""Weight of one question at each risk; a judgement, and the person's to change."""

_MOST_GAPS = 12
"""More absent practices of one question than these are looked at only in the smallest sets that help."""
_MOST_SIZE = 4


@dataclass(frozen=True, slots=True)
class Exposure:
    """One question with a risk, as it is answered now.

    Attributes:
        factor: How much this question matters here; multiplies its weight.
        told: What the Tool gave for exactly this answer, where its rules are only estimated.
    """

    review_id: str
    question: Question
    selected: frozenset[str]
    neutral: frozenset[str] = frozenset()
    factor: float = 1.0
    told: Risk | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Which question of which review it is."""
        return self.review_id, self.question.id

    def risk_with(self, closed: Iterable[str] = ()) -> Risk:
        """Return its risk once more practices are in place."""
        more = frozenset(closed) - self.selected
        if self.told is not None and not more:
            return self.told
        none = self.question.none_choice
        kept = self.selected - {none.id} if none and more else self.selected
        return pick_rule(self.question, kept | more, self.neutral - more)[0]


@dataclass(frozen=True, slots=True)
class Why:
    """Why an initiative is in the plan or not.

    Attributes:
        kind: "closes" (with the questions that stay worse without it), "fixed", "nothing" (it lowers no risk), "covered"
            (others in the plan do it already), "days", "items" or "high_risks" (what stands in its way).
        questions: Review and question ids.
        weight: Risk weight that is lost without it, or that it would add.
    """

    kind: str
    questions: tuple[tuple[str, str], ...] = ()
    weight: float = 0.0


@dataclass(frozen=True)
class Treatment:
    """A plan.

    Attributes:
        windows: Ids of the chosen initiatives by the number of the window in which each is done.
        before, after: Risk of every question, now and once the plan is done.
        closed: Risk weight that the plan closes.
        days: Effort of the plan [person days].
        why: Reason for each initiative.
        exact: False where a question has so many absent practices that only small sets of them were looked at.
    """

    windows: tuple[tuple[str, ...], ...]
    before: Mapping[tuple[str, str], Risk]
    after: Mapping[tuple[str, str], Risk]
    closed: float
    days: float
    why: Mapping[str, Why] = field(default_factory=dict)
    exact: bool = True

    @property
    def chosen(self) -> tuple[str, ...]:
        """Ids of all chosen initiatives, in the order of the windows."""
        return tuple(one for window in self.windows for one in window)


def outcome_of(exposures: Sequence[Exposure], initiatives: Iterable[Initiative]) -> dict[tuple[str, str], Risk]:
    """Return the risk of every question once some initiatives are done."""
    closed = _closed(initiatives)
    return {one.key: one.risk_with(closed.get(one.key, ())) for one in exposures}


def plan_treatment(
    exposures: Sequence[Exposure], initiatives: Sequence[Initiative], capacity: Capacity,
    weights: Mapping[Risk, float] = WEIGHTS,
) -> Treatment:  # fmt: skip
    """Choose the initiatives that close the most risk weight; among equals those of the least effort.

    Args:
        exposures: Questions that have a risk.
        initiatives: What could be done; fixed ones are in the plan whatever they take.
        capacity: Limits.
        weights: Weight of each risk.

    Returns:
        The plan. Initiatives are spread over the windows so that risk falls as early as the capacity allows.
    """
    found = _Problem(exposures, initiatives, capacity, weights)
    chosen = found.best()
    return found.told(chosen, found.spread(chosen))


def _closed(initiatives: Iterable[Initiative]) -> dict[tuple[str, str], set[str]]:
    closed: dict[tuple[str, str], set[str]] = {}
    for one in initiatives:
        for gap in one.closes:
            closed.setdefault((gap.review_id, gap.question_id), set()).add(gap.choice_id)
    return closed


class _Problem:
    def __init__(
        self, exposures: Sequence[Exposure], initiatives: Sequence[Initiative], capacity: Capacity,
        weights: Mapping[Risk, float],
    ) -> None:  # fmt: skip
        self.exposures = exposures
        self.initiatives = list({one.id: one for one in initiatives}.values())
        self.capacity = capacity
        self.weights = weights
        self.exact = True
        closable = _closed(self.initiatives)
        self.ways = {one.key: self._ways(one, closable.get(one.key, set())) for one in exposures}

    def _weight(self, exposure: Exposure, risk: Risk) -> float:
        return self.weights.get(risk, 0.0) * exposure.factor

    def _ways(self, one: Exposure, closable: set[str]) -> list[tuple[frozenset[str], float]]:
        """Sets of practices that lower a question, none of them larger than needed for what it gains."""
        absent = sorted(
            choice.id for choice in one.question.practices if choice.id in closable and choice.id not in one.selected
        )
        now = self._weight(one, one.risk_with())
        if now <= 0:
            return []
        largest = len(absent)
        if len(absent) > _MOST_GAPS:
            largest, self.exact = _MOST_SIZE, False
        found: list[tuple[frozenset[str], float]] = []
        sizes = [*range(1, largest + 1), *([len(absent)] if largest < len(absent) else [])]
        for size in sizes:
            for added in combinations(absent, size):
                gain = now - self._weight(one, one.risk_with(added))
                some = frozenset(added)
                if gain > 0 and not any(smaller <= some and least >= gain for smaller, least in found):
                    found.append((some, gain))
        return found

    # ------------------------------------------------------------------------------------------------ choosing
    def best(self) -> list[Initiative]:
        """The most weight, then the least effort, then the fewest initiatives."""
        if not self.initiatives:
            return []
        model = Model(self.initiatives)
        gains = self._gains(model, self.initiatives)
        limit = self.capacity
        free = [one for one in self.initiatives if not one.fixed]
        for one in self.initiatives:
            if one.fixed:
                model.at_least({model.take[one.id]: 1.0}, 1.0)
        if limit.days is not None:
            fixed = sum(one.days for one in self.initiatives if one.fixed)
            model.at_most(
                {model.take[one.id]: one.days for one in free}, max(0.0, max(limit.days, default=0.0) - fixed)
            )
        if limit.items is not None:
            model.at_most(
                {model.take[one.id]: 1.0 for one in free},
                float(max(0, limit.items - len(self.initiatives) + len(free))),
            )
        most = model.maximise(gains)
        model.at_least(gains, most - 1e-6)
        effort = {model.take[one.id]: one.days + 1e-3 for one in self.initiatives}
        model.minimise(effort)
        return [one for one in self.initiatives if model.value(model.take[one.id]) > 0.5]

    def _gains(self, model: Model, initiatives: Sequence[Initiative]) -> dict[int, float]:
        """Add what each question may gain; returns the gain of each way."""
        gains: dict[int, float] = {}
        high: dict[int, float] = {}
        covering: dict[Gap, list[int]] = {}
        for one in initiatives:
            for gap in one.closes:
                covering.setdefault(gap, []).append(model.take[one.id])
        closed = {gap: model.closed(taken) for gap, taken in covering.items()}
        for exposure in self.exposures:
            choices: list[int] = []
            for some, gain in self.ways[exposure.key]:
                gaps = [Gap(*exposure.key, choice) for choice in some]
                if all(gap in closed for gap in gaps):
                    way = model.all_of([closed[gap] for gap in gaps])
                    choices.append(way)
                    gains[way] = gain
                    if exposure.risk_with() is Risk.HIGH:
                        high[way] = 1.0
            if choices:
                model.at_most(dict.fromkeys(choices, 1.0), 1.0)
        if self.capacity.high_risks is not None and high:
            model.at_most(high, float(self.capacity.high_risks))
        return gains

    # ------------------------------------------------------------------------------------------------ windows
    def spread(self, chosen: list[Initiative]) -> tuple[tuple[str, ...], ...]:
        """Put the chosen into the windows: first what lowers the most risk for its effort, each in the first that has room."""
        count = len(self.capacity.windows)
        room = list(self.capacity.days or ())
        room += [room[-1] if room else float("inf")] * (count - len(room))
        placed: list[list[str]] = [[] for _window in range(count)]
        used, done, left = 0.0, list[Initiative](), list(chosen)
        while left:
            next_ = max(left, key=lambda one: (one.fixed, self._density(done, one), -one.days, one.title))
            left.remove(next_)
            used += next_.days
            done.append(next_)
            window = next((n for n in range(count) if used <= room[n] + 1e-9), count - 1)
            placed[window].append(next_.id)
        return tuple(tuple(one) for one in placed)

    def _density(self, done: list[Initiative], one: Initiative) -> float:
        gain = self._total(done) - self._total([*done, one])
        rest = self._total(done)
        near = sum(self._progress(exposure, one) for exposure in self.exposures) * 1e-3 * (rest > 0)
        return (gain + near) / max(one.days, 0.25)

    def _progress(self, exposure: Exposure, one: Initiative) -> float:
        """How far an initiative brings a question on its shortest way, for those that help only together."""
        mine = {gap.choice_id for gap in one.closes if (gap.review_id, gap.question_id) == exposure.key}
        return max((gain * len(mine & some) / len(some) for some, gain in self.ways[exposure.key]), default=0.0)

    def _total(self, initiatives: Iterable[Initiative]) -> float:
        after = outcome_of(self.exposures, initiatives)
        return sum(self._weight(one, after[one.key]) for one in self.exposures)

    # ------------------------------------------------------------------------------------------------ reasons
    def told(self, chosen: list[Initiative], windows: tuple[tuple[str, ...], ...]) -> Treatment:
        """Return the plan with its reasons."""
        before, after = outcome_of(self.exposures, ()), outcome_of(self.exposures, chosen)
        taken = {one.id for one in chosen}
        why = {one.id: self._why_in(one, chosen, after) if one.id in taken else self._why_out(one, chosen, after, before)
               for one in self.initiatives}  # fmt: skip
        return Treatment(
            windows,
            before,
            after,
            self._total(()) - self._total(chosen),
            sum(one.days for one in chosen),
            why,
            self.exact,
        )

    def _why_in(self, one: Initiative, chosen: list[Initiative], after: Mapping[tuple[str, str], Risk]) -> Why:
        without = outcome_of(self.exposures, [each for each in chosen if each is not one])
        worse = tuple(key for key in after if self.weights.get(without[key], 0.0) > self.weights.get(after[key], 0.0))
        lost = sum(
            self._weight(each, without[each.key]) - self._weight(each, after[each.key]) for each in self.exposures
        )
        return Why("fixed" if one.fixed and not worse else "closes", worse, lost)

    def _why_out(
        self, one: Initiative, chosen: list[Initiative], after: Mapping[tuple[str, str], Risk],
        before: Mapping[tuple[str, str], Risk],
    ) -> Why:  # fmt: skip
        keys = {(gap.review_id, gap.question_id) for gap in one.closes}
        if not any(mine & some for key in keys & set(self.ways) for some, _gain in self.ways[key]
                   for mine in [{gap.choice_id for gap in one.closes if (gap.review_id, gap.question_id) == key}]):  # fmt: skip
            return Why("nothing")
        with_it = outcome_of(self.exposures, [*chosen, one])
        better = tuple(key for key in after if self.weights.get(with_it[key], 0.0) < self.weights.get(after[key], 0.0))
        added = sum(
            self._weight(each, after[each.key]) - self._weight(each, with_it[each.key]) for each in self.exposures
        )
        limit, used = self.capacity, sum(each.days for each in chosen)
        if limit.days is not None and used + one.days > max(limit.days, default=0.0) + 1e-9:
            return Why("days", better, added)
        if limit.items is not None and len(chosen) >= limit.items:
            return Why("items", better, added)
        if any(before[key] is Risk.HIGH for key in better):
            return Why("high_risks", better, added)
        return Why("covered", better, added)
