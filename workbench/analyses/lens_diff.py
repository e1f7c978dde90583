"""What differs between two versions of a lens: pillars, questions, practices, rules and texts, told apart by ids."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.analyses.lens_truth import MOST_EXACT, Rows, all_rows, condition_rows, sampled_rows
from workbench.domain.lens import Choice, Lens, Pillar, Question, Resource, RiskRule
from workbench.domain.rules import names_in, parse_condition
from workbench.errors import BadInput

__all__ = ["LensChange", "LensDiff", "diff_lenses", "same_results"]

Added, Removed, Changed, Moved = "added", "removed", "changed", "moved"


@dataclass(frozen=True, slots=True)
class LensChange:
    """One difference.

    Attributes:
        part: "lens", "pillar", "question", "practice" (None of these too) or "rules".
        kind: "added", "removed", "changed" or "moved".
        pillar_id: The pillar, as in the newer lens where it is in both; empty for the lens itself.
        question_id: The question; empty for pillars.
        choice_id: The practice; empty for questions.
        title: Name or title of the part.
        field: What has changed, for example "title"; empty for what is added or removed.
        before: The text before; empty for what is added.
        after: The text now; empty for what is removed.
        same_results: For rules: whether every selection gets the same result as before; None elsewhere or where it
            could not be told.
    """

    part: str
    kind: str
    pillar_id: str = ""
    question_id: str = ""
    choice_id: str = ""
    title: str = ""
    field: str = ""
    before: str = ""
    after: str = ""
    same_results: bool | None = None


@dataclass(frozen=True, slots=True)
class LensDiff:
    """All differences, in the order of the newer lens, what is gone last."""

    changes: tuple[LensChange, ...]

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how often each kind of change meets each part, parts counted once however many of their fields changed."""
        seen = {(one.part, one.kind, one.pillar_id, one.question_id, one.choice_id) for one in self.changes}
        found = {part: {Added: 0, Removed: 0, Changed: 0, Moved: 0}
                 for part in ("lens", "pillar", "question", "practice", "rules")}  # fmt: skip
        for part, kind, *_ids in seen:
            found[part][kind] += 1
        return found


def diff_lenses(before: Lens, after: Lens) -> LensDiff:
    """Compare two lenses by their ids; an id that changed is one part gone and one new."""
    return LensDiff(tuple(_lens_changes(before, after)))


def same_results(before: Question, after: Question) -> bool | None:
    """Tell whether two questions give every selection the same result.

    Choices that only one of them has count as not selected in the other. None: too many choices to be sure.
    """
    own = tuple(dict.fromkeys(choice.id for question in (before, after) for choice in question.choices))
    named = {name for rule in (*before.rules, *after.rules) for name in _names(rule)}
    names = own if len(own) <= MOST_EXACT else tuple(name for name in own if name in named)
    rows = all_rows(names) if len(names) <= MOST_EXACT else sampled_rows(names[:200])
    if _results(before.rules, rows) != _results(after.rules, rows):
        return False
    return True if rows.exact else None


def _names(rule: RiskRule) -> tuple[str, ...]:
    try:
        return names_in(parse_condition(rule.condition))
    except BadInput:
        return ()


def _results(rules: Sequence[RiskRule], rows: Rows) -> dict[str, int]:
    left = rows.every
    found: dict[str, int] = {}
    for name in rows.names:
        left &= ~rows.columns[name]
    left = rows.every & ~left  # what selects nothing is unanswered under any rules
    for rule in rules:
        try:
            true = condition_rows(parse_condition(rule.condition), rows) & left
        except BadInput:
            continue
        found[rule.risk] = found.get(rule.risk, 0) | true
        left &= ~true
    return {risk: some for risk, some in found.items() if some}


def _texts(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield field, old and new text of every field that differs."""
    for (field, old), (_field, new) in zip(before, after, strict=True):
        if old != new:
            yield field, old, new


def _lens_changes(before: Lens, after: Lens) -> Iterator[LensChange]:
    fields = [
        [("name", one.name), ("description", one.description), ("version", one.version)] for one in (before, after)
    ]
    for field, old, new in _texts(*fields):
        yield LensChange("lens", Changed, title=after.name, field=field, before=old, after=new)
    for pillar in after.pillars:
        known = before.pillar(pillar.id)
        if known is None:
            yield LensChange("pillar", Added, pillar.id, title=pillar.name)
        elif known.name != pillar.name:
            yield LensChange(
                "pillar", Changed, pillar.id, title=pillar.name, field="name", before=known.name, after=pillar.name
            )
    yield from _moves("pillar", before.pillars, after.pillars)
    for pillar in after.pillars:
        for question in pillar.questions:
            old_question = before.question(question.id)
            if old_question is None:
                yield LensChange("question", Added, pillar.id, question.id, title=question.title)
            else:
                yield from _question_changes(old_question, question)
        yield from _moves(
            "question", [each for each in before.questions() if each.pillar_id == pillar.id], pillar.questions
        )
    for gone in before.questions():
        if after.question(gone.id) is None:
            yield LensChange("question", Removed, gone.pillar_id, gone.id, title=gone.title)
    for pillar in before.pillars:
        if after.pillar(pillar.id) is None:
            yield LensChange("pillar", Removed, pillar.id, title=pillar.name)


def _question_changes(before: Question, after: Question) -> Iterator[LensChange]:
    where: dict[str, Any] = {"pillar_id": after.pillar_id, "question_id": after.id, "title": after.title}
    if before.pillar_id != after.pillar_id:
        yield LensChange("question", Moved, **where, field="pillar", before=before.pillar_id, after=after.pillar_id)
    for field, old, new in _texts(_question_texts(before), _question_texts(after)):
        yield LensChange("question", Changed, **where, field=field, before=old, after=new)
    for choice in after.choices:
        known = before.choice(choice.id)
        at = {**where, "choice_id": choice.id, "title": choice.title}
        if known is None:
            yield LensChange("practice", Added, **at)
            continue
        for field, old, new in _texts(_choice_texts(known), _choice_texts(choice)):
            yield LensChange("practice", Changed, **at, field=field, before=old, after=new)
    yield from _moves("practice", before.choices, after.choices, after)
    for choice in before.choices:
        if after.choice(choice.id) is None:
            at = {**where, "choice_id": choice.id, "title": choice.title}
            yield LensChange("practice", Removed, **at)
    old_rules, new_rules = _rules_text(before.rules), _rules_text(after.rules)
    if old_rules != new_rules:
        yield LensChange("rules", Changed, **where, field="riskRules", before=old_rules, after=new_rules,
                         same_results=same_results(before, after))  # fmt: skip


def _moves(
    part: str,
    before: Sequence[Pillar | Question | Choice],
    after: Sequence[Pillar | Question | Choice],
    question: Question | None = None,
) -> Iterator[LensChange]:
    """Yield the fewest parts that must be moved to turn one order of those in both into the other."""
    new_ids = {each.id for each in after}
    was = {each.id: place for place, each in enumerate([one for one in before if one.id in new_ids], 1)}
    both = [each for each in after if each.id in was]
    stay = _longest_rise([was[each.id] for each in both])
    for place, each in enumerate(both, 1):
        if was[each.id] in stay:
            continue
        pillar_id = (
            each.id if isinstance(each, Pillar) else question.pillar_id if question else getattr(each, "pillar_id", "")
        )
        question_id = each.id if isinstance(each, Question) else question.id if question else ""
        yield LensChange(
            part, Moved, pillar_id, question_id, each.id if isinstance(each, Choice) else "",
            each.name if isinstance(each, Pillar) else each.title, "place", str(was[each.id]), str(place),
        )  # fmt: skip


def _longest_rise(places: list[int]) -> set[int]:
    """Return a longest part of a sequence that only rises (patience sorting)."""
    piles: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(piles, place)
        before[place] = piles[at - 1] if at else None
        piles[at : at + 1] = [place]
    found: set[int] = set()
    last = piles[-1] if piles else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def _question_texts(question: Question) -> list[tuple[str, str]]:
    return [
        ("title", question.title),
        ("description", question.description),
        ("help", question.help_text),
        ("url", question.url),
    ]


def _choice_texts(choice: Choice) -> list[tuple[str, str]]:
    return [
        ("title", choice.title), ("help", choice.help_text), ("help url", choice.help_url or choice.url),
        ("improvement plan", choice.improvement), ("improvement url", choice.improvement_url),
        ("additional help", _resources(choice.more_help)), ("additional improvement", _resources(choice.more_improvement)),
        ("risk if absent", choice.risk_if_absent.value if choice.risk_if_absent else ""),
    ]  # fmt: skip


def _resources(resources: tuple[Resource, ...]) -> str:
    return "\n".join(f"{each.text} <{each.url}>" if each.url else each.text for each in resources)


def _rules_text(rules: tuple[RiskRule, ...]) -> str:
    return "\n".join(f"{rule.risk}: {' '.join(rule.condition.split())}" for rule in rules)
