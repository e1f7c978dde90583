"""Answers of the room to the questions of the analysis, as changes of the architecture."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from workbench.analyses.graph_words import field_title
from workbench.domain.finding import Question, QuestionKind
from workbench.domain.graph import SURVIVABLE_TITLES, Criticality, Graph, Survivable
from workbench.domain.graph_imports import asked_alike
from workbench.errors import BadInput
from workbench.i18n import N_, _, n_
from workbench.operations.graph_imports import AnswerQuestion
from workbench.operations.graphs import PutJourney, PutNode
from workbench.operations.history import Operation, Together

__all__ = ["Asked", "answer", "asked_in", "hint_of", "options_of"]

_UNITS = {"s": 1, "sec": 1, "min": 60, "m": 60, "h": 3600, "d": 86_400}
_MOST_NAMED = 6
_CRITICALITY = {Criticality.SOFT: N_("Yes, in a lesser way"), Criticality.HARD: N_("No")}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the room, of the analysis or left open by an import.

    Attributes:
        id: Tells it apart.
        about: The element or journey it is about.
        text, effect: What is asked and why it matters.
        question: The question of the analysis; None for one that an import left open.
        topic: What an import left open about the element.
        also: Other elements of which an import asks the same; the answer counts for them too.
    """

    id: str
    about: str
    text: str
    effect: str = ""
    question: Question | None = None
    topic: str = ""
    also: tuple[str, ...] = ()

    def alone(self, element: str, graph: Graph) -> Asked:
        """Return the question for one of the elements of which it is asked."""
        if not self.also:
            return self
        said = _("The same is asked of {names} too; answered here, it counts for {name} alone.")
        others = [graph.title(one) for one in (self.about, *self.also) if one != element]
        text = said.format(names=_few(others), name=graph.title(element))
        return replace(self, id=f"{element}\n{self.topic}", about=element, also=(), effect=text)


def asked_in(graph: Graph, questions: tuple[Question, ...]) -> tuple[Asked, ...]:
    """Return all questions to the room: of the analysis first, then what imports left open."""
    found = [
        Asked(one.id, one.about, one.text, one.effect, one)
        for one in questions if one.kind is not QuestionKind.LEFT_OPEN
    ]  # fmt: skip
    for (topic, text), (first, *also) in asked_alike(graph).items():
        said = _("The answer counts for all {n}: {names}. To answer for one of them alone, select it.")
        effect = said.format(n=len(also) + 1, names=_few([graph.title(one) for one in (first, *also)])) if also else ""
        found.append(Asked(f"{first}\n{topic}", first, text, effect, topic=topic, also=tuple(also)))
    return tuple(found)


def _few(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    said = ", ".join(names[:_MOST_NAMED])
    return n_("{names} and {n} more", "{names} and {n} more", more).replace("{names}", said) if more > 0 else said


def options_of(asked: Asked, graph: Graph) -> tuple[tuple[str, str], ...]:
    """Return the answers to choose from, as value and words; empty where something is to be typed."""
    question = asked.question
    if question is None:
        return ()
    if question.kind is QuestionKind.CRITICALITY:
        return tuple((one, _(_CRITICALITY[Criticality(one)])) for one in question.options)
    if question.kind is QuestionKind.MUST_SURVIVE:
        return tuple((one, _(SURVIVABLE_TITLES[Survivable(one)])) for one in question.options)
    if question.kind is QuestionKind.DOMAIN:
        return tuple((one, graph.title(one)) for one in question.options)
    return tuple((one, one) for one in question.options)


def hint_of(asked: Asked) -> str:
    """Return how an answer is typed."""
    question = asked.question
    if question is not None and question.kind is QuestionKind.OBJECTIVE:
        names = [field_title(one).partition(" [")[0] for one in question.data["missing"]]
        return (
            " · ".join(_("{name}: 30 min").format(name=one) for one in names) if len(names) == 1 else _("30 min, 5 min")
        )
    if question is not None and question.kind is QuestionKind.UNAVAILABILITY:
        return _("99.9 % available")
    return _("What the room says")


def answer(workload_id: str, graph: Graph, asked: Asked, value: str) -> Operation:
    """Return the change that an answer makes.

    Raises:
        BadInput: What was typed is no answer to it.
    """
    text, question = value.strip(), asked.question
    if not text:
        raise BadInput(_("The answer is empty."), _("Type it, or leave the question open."))
    if question is None:
        return AnswerQuestion(workload_id, asked.about, asked.topic, text, graph.title(asked.about), asked.also)
    journey = graph.journey(question.about)
    if journey is not None and question.kind is QuestionKind.MUST_SURVIVE:
        return PutJourney(workload_id, replace(journey, must_survive=(Survivable(text),)))
    if journey is not None and question.kind is QuestionKind.OBJECTIVE:
        missing = list(question.data["missing"])
        parts = [part for part in re.split(r"[,;·/]", text) if part.strip()]
        if len(parts) != len(missing):
            raise BadInput(
                _('"{text}" does not say {n} times.').format(text=text, n=len(missing)),
                _("Write them in the order asked, for example 30 min, 5 min."),
            )
        return PutJourney(workload_id, replace(journey, **dict(zip(missing, map(_seconds, parts), strict=True))))
    node = graph.nodes[question.about]
    if question.kind is QuestionKind.GROUP_NEEDS:
        groups = list(node.groups)
        place = int(question.data["group"])
        groups[place] = replace(groups[place], needs=int(text))
        return PutNode(workload_id, replace(node, groups=tuple(groups)))
    if question.kind is QuestionKind.CRITICALITY:
        sure = tuple(
            replace(one, criticality=Criticality(text))
            if one.id == question.data["other"] and one.criticality is Criticality.UNKNOWN else one
            for one in node.requires
        )  # fmt: skip
        return PutNode(workload_id, replace(node, requires=sure))
    if question.kind is QuestionKind.DOMAIN:
        return PutNode(workload_id, replace(node, domains=(*node.domains, text)))
    down = 1 - _share(text)
    return Together(
        _("Availability of {name}").format(name=node.title),
        (PutNode(workload_id, replace(node, unavailability=down, unavailability_source=_("said in the room"))),),
    )


def _seconds(text: str) -> float:
    found = re.search(r"(\d+(?:[.,]\d+)?)\s*([a-z]*)", text.lower())
    unit = _UNITS.get(found[2] or "s") if found else None
    if found is None or unit is None:
        raise BadInput(_('"{text}" is no time.').format(text=text.strip()), _("Write it as 45 s, 30 min, 4 h or 1 d."))
    return float(found[1].replace(",", ".")) * unit


def _share(text: str) -> float:
    found = re.search(r"\d+(?:[.,]\d+)?", text)
    share = float(found[0].replace(",", ".")) / 100 if found else -1.0
    if not 0 <= share <= 1:
        raise BadInput(
            _('"{text}" is no availability.').format(text=text),
            _("Write how many percent of the time it is up: 99.9 %."),
        )
    return share
