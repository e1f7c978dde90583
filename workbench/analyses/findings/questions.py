"""Questions to the room: what nobody has said yet, and what each answer would change; the most telling first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from workbench.analyses.failure.analysis import Analysis, Options, analyse
from workbench.analyses.failure.words import Words, listed
from workbench.analyses.findings.left_open import left_open
from workbench.analyses.findings.scene import group_question
from workbench.analyses.findings.variants import Variants, counted
from workbench.domain.finding import Question, QuestionKind, question_id
from workbench.domain.graph import Criticality, Group, Journey, Phase, Survivable
from workbench.i18n import N_, _, n_

__all__ = ["questions"]

_MOST_NUMBERS = 5
_PAIRS_WORK = 20_000
_WHERE = {
    "az": N_("Which Availability Zone does {element} stand in?"),
    "region": N_("Which Region does {element} stand in?"),
    "account": N_("Which account does {element} stand in?"),
}


def questions(analysis: Analysis) -> tuple[Question, ...]:
    """Return every question, ordered by effect: single points of failure and shared fates that hang on it, then kind.

    Each unanswered group and each dependency of unknown criticality is tried by itself, exactly; how all groups
    together move the figures of a journey is in `variants.extremes`.
    """
    if analysis.options.full_groups:
        analysis = analyse(analysis.graph, Options(analysis.options.semantics, order=2, quantify=False))
    asking = _Asking(analysis)
    found = [
        *asking.groups(), *asking.criticalities(), *asking.boundaries(), *asking.domains(), *asking.objectives(),
        *((0, one) for one in left_open(analysis.graph)), *asking.numbers(),
    ]  # fmt: skip
    kinds = list(QuestionKind)
    ranked = sorted(found, key=lambda pair: (-pair[0], kinds.index(pair[1].kind), pair[1].about, pair[1].id))
    return tuple(question for _effect, question in ranked)


_Ranked = tuple[int, Question]


class _Asking:
    """One analysed graph, question by question; each comes with the size of its effect."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._graph = analysis.graph
        self._words = Words(analysis.graph)
        self._variants = Variants(analysis)

    def groups(self) -> Iterator[_Ranked]:
        """How many members carry the peak; pairs are counted for the most telling groups of a large graph only."""
        found = []
        for owner, node in self._graph.nodes.items():
            for number, group in enumerate(node.groups):
                if group.needs is None and len(group.members) > 1:
                    all_added, stopped = self._variants.all_needed(owner, number)
                    added = self._inside(all_added)
                    found.append((-counted(added) - len(stopped), owner, number, group, added, stopped))
        found.sort(key=lambda one: one[:3])
        most = _PAIRS_WORK // max(1, len(self._graph.nodes))
        for place, (_effect, owner, number, group, added, stopped) in enumerate(found):
            yield self._group(owner, number, group, added, stopped, with_pairs=place < most)

    def _group(
        self, owner: str, number: int, group: Group, added: Mapping[str, frozenset[str]], stopped: tuple[str, ...],
        with_pairs: bool,
    ) -> _Ranked:  # fmt: skip
        size = len(group.members)
        names = {"owner": self._words.name(owner), "members": self._words.names(group.members)}
        effect = ""
        if added:
            effect = n_(
                "If all are needed instead of one, {n} more element ends a journey alone: {elements}.",
                "If all are needed instead of one, {n} more elements end a journey alone: {elements}.",
                counted(added),
            ).format(elements=self._words.names(sorted(frozenset().union(*added.values()))))
            effect += " " + self._touched(added)
        elif not stopped:
            effect = _("Inside the boundary it makes no element a single point of failure, whatever the answer.")
        if stopped:
            some = [one for one in self._graph.journeys if one.id in stopped]
            text = _("If all are needed, {journeys} would be down with nothing failed.")
            effect = " ".join(filter(None, (effect, text.format(journeys=self._words.journeys(some)))))
        data: dict[str, object] = {
            "group": number,
            "members": list(group.members),
            "single_points_added": _plain(added),
        }
        data["down_at_rest"] = sorted(stopped)
        if with_pairs:
            one, every = self._variants.pairs(owner, number)
            data["pairs"] = {"one": one, "all": every}
            if one != every:
                effect += " " + _("Pairs that end a journey: {one} if one is enough, {all} if all are needed.").format(
                    one=one, all=every
                )
        question = Question(
            group_question(owner, group), owner, QuestionKind.GROUP_NEEDS,
            _("{owner}: how many of {members} carry the peak load?").format(**names),
            tuple(str(each) for each in range(1, size + 1)), effect, data,
        )  # fmt: skip
        return counted(added) + len(stopped), question

    def criticalities(self) -> Iterator[_Ranked]:
        """What an element can do without."""
        for name, node in self._graph.nodes.items():
            unsure = [
                one.id for one in node.requires if one.criticality is Criticality.UNKNOWN and one.phase is Phase.RUN
            ]
            for other in dict.fromkeys(unsure):
                gone = self._inside(self._variants.soft(name, other))
                if gone:
                    effect = n_(
                        "If it can, {n} element no longer ends a journey alone: {elements}.",
                        "If it can, {n} elements no longer end a journey alone: {elements}.",
                        counted(gone),
                    ).format(elements=self._words.names(sorted(frozenset().union(*gone.values()))))
                    effect += " " + self._touched(gone)
                else:
                    effect = _("No single point of failure inside the boundary hangs on it alone.")
                text = _("Can {element} go on without {other}, in a lesser way?")
                yield counted(gone), Question(
                    question_id(QuestionKind.CRITICALITY, name, (other,)), name, QuestionKind.CRITICALITY,
                    text.format(element=self._words.name(name), other=self._words.full(other)),
                    (Criticality.SOFT, Criticality.HARD), effect,
                    {"other": other, "single_points_removed": _plain(gone)},
                )  # fmt: skip

    def boundaries(self) -> Iterator[_Ranked]:
        """What a journey has to survive."""
        for journey in self._graph.journeys:
            if journey.must_survive:
                continue
            result = self._analysis.journeys[journey.id]
            reaches = [self._graph.nodes[each].reach for each in result.singles]
            beyond = {
                str(each): sum(not replace(journey, must_survive=(each,)).covers(one) for one in reaches)
                for each in Survivable
            }
            most = max(beyond.values(), default=0)
            effect = n_(
                "Until somebody says, every failure counts: {n} single point of failure.",
                "Until somebody says, every failure counts: {n} single points of failure.",
                len(reaches),
            )
            if most:
                effect += " " + n_(
                    "Up to {n} of them would become an accepted boundary.",
                    "Up to {n} of them would become an accepted boundary.",
                    most,
                )
            yield most, Question(
                question_id(QuestionKind.MUST_SURVIVE, journey.id), journey.id, QuestionKind.MUST_SURVIVE,
                _("What must {journey} survive?").format(journey=journey.title), tuple(Survivable), effect,
                {"single_points": len(reaches), "beyond": beyond},
            )  # fmt: skip

    def objectives(self) -> Iterator[_Ranked]:
        """How soon a journey has to be back, and how much data it may lose."""
        for journey in self._graph.journeys:
            missing = [name for name in ("rto_s", "rpo_s") if getattr(journey, name) is None]
            if not missing:
                continue
            text = {
                "rto_s": _("How long may {journey} be away (RTO)?"),
                "rpo_s": _("How much data may {journey} lose, as a time (RPO)?"),
            }
            both = _("How long may {journey} be away (RTO), and how much data may it lose (RPO)?")
            yield 0, Question(
                question_id(QuestionKind.OBJECTIVE, journey.id), journey.id, QuestionKind.OBJECTIVE,
                (both if len(missing) == 2 else text[missing[0]]).format(journey=journey.title), (),
                _("Without it nobody can say whether its recovery is good enough."), {"missing": missing},
            )  # fmt: skip

    def domains(self) -> Iterator[_Ranked]:
        """Where a member stands, when its siblings say."""
        standing: dict[str, dict[str, set[str]]] = {}
        for owner, node in self._graph.nodes.items():
            for group in node.groups:
                for kind in _WHERE:
                    places = {each: self._places(each, kind, standing) for each in group.members}
                    if any(places.values()):
                        yield from self._homeless(owner, group, kind, places)

    def _homeless(
        self, owner: str, group: Group, kind: str, places: Mapping[str, set[str]]
    ) -> Iterator[_Ranked]:  # fmt: skip
        taken = sorted(set().union(*places.values()))
        fatal = len(group.members) - group.needed + 1
        for member, own in places.items():
            if own or self._graph.nodes[member].managed:
                continue
            risky = [place for place in taken if sum(place in some for some in places.values()) + 1 >= fatal]
            effect = _("Wherever it stands, the group survives the loss of one of them.")
            if risky:
                effect = _("If it stands in {places} too, {owner} does not survive its loss.").format(
                    places=listed([self._words.name(each) for each in risky]), owner=self._words.name(owner)
                )
            yield len(risky), Question(
                question_id(QuestionKind.DOMAIN, member, (owner, kind)), member, QuestionKind.DOMAIN,
                _(_WHERE[kind]).format(element=self._words.name(member)), tuple(taken), effect,
                {"kind": kind, "owner": owner, "fatal_in": risky},
            )  # fmt: skip

    def _places(self, element: str, kind: str, known: dict[str, dict[str, set[str]]]) -> set[str]:
        """Failure domains of a kind that an element stands in, nested ones too."""
        found = known.setdefault(kind, {}).get(element)
        if found is None:
            found = set()
            seen, waiting = {element}, [element]
            while waiting:
                for each in self._graph.nodes[waiting.pop()].domains:
                    if each not in seen:
                        seen.add(each)
                        waiting.append(each)
                        if self._graph.nodes[each].kind == kind:
                            found.add(each)
            known[kind][element] = found
        return found

    def numbers(self) -> Iterator[_Ranked]:
        """How often the elements that matter most are down."""
        weight: dict[str, list[int]] = {}
        ends: dict[str, set[str]] = {}
        for journey, result in self._analysis.journeys.items():
            for cut_set in result.cut_sets:
                for each in cut_set:
                    if self._graph.nodes[each].probability is None:
                        sizes = weight.setdefault(each, [0, 0, 0])
                        sizes[min(len(cut_set), 3) - 1] += 1
                        ends.setdefault(each, set()).add(journey)
        ranked = sorted(weight, key=lambda each: ([-n for n in weight[each]], each))
        for each in ranked[:_MOST_NUMBERS]:
            alone, pairs, more = weight[each]
            names = listed([one.title for one in self._graph.journeys if one.id in ends[each]])
            effect = _("As long as it is not known, the availability of {journeys} is an interval, not a figure.")
            yield 0, Question(
                question_id(QuestionKind.UNAVAILABILITY, each), each, QuestionKind.UNAVAILABILITY,
                _("How often is {element} down, or how long between failures and until it is back?").format(
                    element=self._words.full(each)
                ), (), effect.format(journeys=names),
                {"journeys": sorted(ends[each]), "cut_sets": {"1": alone, "2": pairs, "3": more}},
            )  # fmt: skip

    def _inside(self, found: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        """Leave out what lies beyond the boundary of a journey."""
        kept = {}
        for name, elements in found.items():
            journey = self._graph.journey(name)
            some = frozenset(each for each in elements if journey and journey.covers(self._graph.nodes[each].reach))
            if some:
                kept[name] = some
        return kept

    def _touched(self, found: Iterable[str]) -> str:
        some: list[Journey] = [one for one in self._graph.journeys if one.id in set(found)]
        return _("It touches {journeys}.").format(journeys=self._words.journeys(some))


def _plain(found: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    return {name: sorted(elements) for name, elements in sorted(found.items())}
