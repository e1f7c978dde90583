"""What every rule of the findings looks at, and how a rule writes one down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from workbench.analyses.failure.analysis import Analysis
from workbench.analyses.failure.paths import Paths, Proof, Reason
from workbench.analyses.failure.words import Words
from workbench.analyses.findings.severity import criticality_rank, severity
from workbench.domain.finding import Category, Finding, QuestionKind, Severity, finding_id, question_id
from workbench.domain.graph import Graph, Group, Journey, Survivable
from workbench.i18n import _, n_
from workbench.library.failure_practices import FailurePractices

__all__ = ["Scene", "group_question"]

_MOST_STEPS = 60
"""Steps of a proof that are told in words."""


class Scene:
    """One analysed graph, with proofs, words and who leans on what.

    Args:
        analysis: The analysis.
        practices: Which practices the rules speak to.
    """

    def __init__(self, analysis: Analysis, practices: FailurePractices) -> None:
        self.analysis = analysis
        self.graph: Graph = analysis.graph
        self.compiled = analysis.compiled
        self.words = Words(self.graph, analysis.options.full_groups)
        self.practices = practices
        self._fallen: dict[int, frozenset[int]] = {}

    @cached_property
    def paths(self) -> Paths:
        """Finder of proofs."""
        return Paths(self.graph, self.compiled, self.analysis.falls)

    @cached_property
    def cones(self) -> dict[int, list[int]]:
        """Units that each journey leans on, by the unit where it enters."""
        entries = {self.compiled.unit_of[journey.node] for journey in self.graph.journeys}
        return {unit: self.compiled.cone(unit) for unit in sorted(entries)}

    @cached_property
    def _leaning(self) -> dict[int, list[Journey]]:
        found: dict[int, list[Journey]] = {}
        for journey in sorted(self.graph.journeys, key=lambda one: (criticality_rank(one), one.id)):
            for each in self.cones[self.compiled.unit_of[journey.node]]:
                found.setdefault(each, []).append(journey)
        return found

    @cached_property
    def _covering(self) -> dict[Survivable, set[str]]:
        return {reach: {one.id for one in self.graph.journeys if one.covers(reach)} for reach in Survivable}

    def leaning(self, element: str) -> tuple[Journey, ...]:
        """Return the journeys that lean on an element in any way, the most critical first."""
        return tuple(self._leaning.get(self.compiled.unit_of[element], ()))

    def inside(self, element: str, *causes: str) -> tuple[Journey, ...]:
        """Return the journeys that lean on an element and have to survive the loss of one of the causes."""
        wanted = set().union(*(self._covering[self.reach(cause)] for cause in causes))
        return tuple(one for one in self.leaning(element) if one.id in wanted)

    def reach(self, element: str) -> Survivable:
        """Return what is lost when an element fails."""
        return self.graph.nodes[element].reach

    def fallen(self, cause: str) -> frozenset[int]:
        """Return the units that go down with an element."""
        unit = self.compiled.unit_of[cause]
        if unit not in self._fallen:
            self._fallen[unit] = frozenset(self.analysis.falls[unit])
        return self._fallen[unit]

    def takes(self, cause: str, element: str) -> bool:
        """Whether the failure of one element takes another down."""
        return self.compiled.unit_of[element] in self.fallen(cause)

    def needed(self, group: Group) -> int:
        """Return how many members have to be up, as this analysis counts."""
        return len(group.members) if self.analysis.options.full_groups and group.needs is None else group.needed

    def nearest(self, causes: Mapping[str, frozenset[str]]) -> list[str]:
        """Keep the causes that no other one explains: one that goes down with the first and does the same harm.

        Args:
            causes: What each cause takes out.
        """
        order = sorted(causes, key=lambda cause: (len(self.fallen(cause)), cause))
        kept: list[str] = []
        for cause in order:
            if not any(causes[cause] <= causes[other] and self.takes(cause, other) for other in kept):
                kept.append(cause)
        return kept

    def assumptions(self, proof: Proof | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what a proof assumes, in words, and the ids of the questions that would settle it.

        An importer that had to guess says so in the attribute `assumptions` of an element, a text or a list of texts.
        """
        said: dict[str, None] = {}
        asked: dict[str, None] = {}
        for step in proof.steps if proof else ():
            node = self.graph.nodes[step.element]
            own = node.attributes.get("assumptions", ())
            said.update((str(each), None) for each in ([own] if isinstance(own, str) else own))
            pairs = [(step.element, each) for each in step.because if step.reason is Reason.REQUIRES]
            pairs += [(name, one.id) for name in step.circle for one in self.graph.nodes[name].requires]
            for name, each in pairs:
                if self.words.is_unsure(name, each):
                    text = _("If {element} cannot do without {other}; nobody has said so.")
                    said[text.format(element=self.words.name(name), other=self.words.name(each))] = None
                    asked[question_id(QuestionKind.CRITICALITY, name, (each,))] = None
            if step.reason is Reason.GROUP and self.analysis.options.full_groups:
                group = node.groups[step.group]
                if group.needs is None:
                    text = _("If all {n} members are needed ({members}); nobody has said how many.")
                    said[text.format(n=len(group.members), members=self.words.names(group.members))] = None
                    asked[group_question(step.element, group)] = None
        return tuple(said), tuple(asked)

    def finding(
        self, category: Category, rule: str, title: str, explanation: str, *,
        journeys: Sequence[Journey] = (), owner: str = "", elements: Iterable[str] = (), about: Iterable[str] | None = None,
        proof: Proof | None = None, entry: Journey | None = None, said: Sequence[str] | None = None, path: Sequence[str] = (),
        assumptions: Sequence[str] = (), worst: Severity | None = None, causes: Iterable[str] = (),
        detail: Mapping[str, Any] | None = None, journey: str = "",
    ) -> Finding:  # fmt: skip
        """Write a finding down.

        Args:
            about: Elements that its id is made of, if not all of them.
            said: The proof in words, if not as `Words.proof` says it.
            path: The line of elements, if there is no proof.
            entry: The journey whose entry the proof starts at.
            worst: The severity, if not by the rule.
            causes: What fails; severity and further practices go by it.
            journey: The one journey it is about, if it is about one.
        """
        things = tuple(dict.fromkeys(elements))
        failing = list(causes)
        managed = bool(failing) and all(self.graph.nodes[each].managed for each in failing)
        assumed, asked = self.assumptions(proof)
        if asked:
            detail = {**(detail or {}), "questions": list(asked)}
        kind = self.graph.nodes[failing[0]].kind if len(failing) == 1 else ""
        if said is None:
            said = self.words.proof(proof, entry) if proof else ()
        return Finding(
            finding_id(category, rule, journey=journey, owner=owner, elements=things if about is None else about),
            category, rule, worst or severity(journeys, map(self.reach, failing), managed),
            tuple(one.id for one in journeys), things, title, explanation, proof.line if proof else tuple(path),
            _in_short(said),
            (*assumed, *assumptions), tuple(one.code for one in self.practices.of(rule, kind)), managed,
            detail=detail or {},
        )  # fmt: skip


def _in_short(said: Sequence[str]) -> tuple[str, ...]:
    """Leave out the middle of a proof that nobody would read to its end; the line of elements stays whole."""
    if len(said) <= _MOST_STEPS:
        return tuple(said)
    left = len(said) - _MOST_STEPS + 1
    middle = n_("and one more such step", "and {n} more such steps", left).format(n=left)
    return (*said[: _MOST_STEPS // 2], middle, *said[-(_MOST_STEPS // 2 - 1) :])


def group_question(owner: str, group: Group) -> str:
    """Return the id of the question how many members of a group are needed."""
    return question_id(QuestionKind.GROUP_NEEDS, owner, group.members)
