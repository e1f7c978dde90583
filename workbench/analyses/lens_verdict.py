"""Everything there is to say about a lens file: what it holds, what AWS would refuse, what its rules do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from workbench.analyses.lens_lint import RuleLab, effort, lint_rules
from workbench.analyses.lens_words import lint_text
from workbench.domain.lens import RiskRule
from workbench.i18n import _
from workbench.library.lens_file import LensFile
from workbench.library.lens_json import Path, path_text
from workbench.library.lens_rules import ERROR, Finding

__all__ = ["QuestionLab", "Verdict", "judge", "question_labs"]

_MOST_EFFORT = 2 * 10**10
"""What all questions of a file may cost together; see `effort`. The largest lens that AWS takes costs about half."""


@dataclass(frozen=True, slots=True)
class QuestionLab:
    """The rule laboratory of one question of a file.

    Attributes:
        path: Of the question.
        pillar_id: Its pillar.
        question_id: Its id as the file has it.
    """

    path: Path
    pillar_id: str
    question_id: str
    title: str
    rules: tuple[RiskRule, ...]
    lab: RuleLab | None


@dataclass(frozen=True)
class Verdict:
    """The result of all checks.

    Attributes:
        counts: Pillars, questions, choices and so on.
        findings: In the order of the file.
    """

    counts: dict[str, int]
    findings: tuple[Finding, ...]

    @cached_property
    def errors(self) -> tuple[Finding, ...]:
        """What AWS would refuse."""
        return tuple(one for one in self.findings if one.severity == ERROR)

    @cached_property
    def warnings(self) -> tuple[Finding, ...]:
        """What deserves a look."""
        return tuple(one for one in self.findings if one.severity != ERROR)


_lint = lru_cache(maxsize=512)(lint_rules)
"""A lens that is checked again and again while it is written changes in one question."""


def judge(file: LensFile) -> Verdict:
    """Check a lens file in every way there is."""
    found = list(file.findings)
    skipped = 0
    for one in question_labs(file):
        if one.lab is None:
            skipped += 1
            continue
        for odd in one.lab.findings:
            path: Path = (*one.path, "riskRules")
            path = path if odd.place is None else (*path, odd.place, "condition")
            found.append(Finding(odd.rule, path_text(path), *file.json.place(path), lint_text(odd, one.rules)))
    if skipped:
        said = _("The rules of {n} questions were not tried out: that would take too long.")
        found.append(Finding("lint-skipped", "$", 1, 1, said.format(n=f"{skipped:,}")))
    found.sort(key=lambda one: (one.line, one.column))
    return Verdict(_counts(file.data), tuple(found))


def question_labs(file: LensFile, question: str = "") -> Iterator[QuestionLab]:
    """Yield the laboratory of every question that has rules; without result once all together take too long.

    Args:
        file: A lens file.
        question: Only this question: its id, or PILLAR/QUESTION; all if empty.
    """
    left = _MOST_EFFORT
    for path, pillar_id, entry in _questions(file.data):
        key = _word(entry, "id")
        rules = tuple(
            RiskRule(_word(rule, "condition"), _word(rule, "risk")) for rule in _entries(entry, "riskRules", True)
        )
        if not rules or (question and question not in (key, f"{pillar_id}/{key}")):
            continue
        choices = [choice["id"] for choice in _entries(entry, "choices") if isinstance(choice.get("id"), str)]
        cost = effort(choices, rules)
        left -= cost
        lab = _lint(tuple(choices), rules) if left >= 0 else None
        yield QuestionLab(path, pillar_id, key, _word(entry, "title"), rules, lab)


def _questions(data: dict[str, Any]) -> Iterator[tuple[Path, str, dict[str, Any]]]:
    for place, pillar in enumerate(_entries(data, "pillars", True)):
        for number, entry in enumerate(_entries(pillar, "questions", True)):
            if entry:
                yield ("pillars", place, "questions", number), _word(pillar, "id"), entry


def _entries(entry: dict[str, Any], key: str, keeps_places: bool = False) -> list[dict[str, Any]]:
    """Return the objects of a list; what is none becomes an empty object where places matter."""
    value = entry.get(key)
    found = value if isinstance(value, list) else []
    if keeps_places:
        return [each if isinstance(each, dict) else {} for each in found]
    return [each for each in found if isinstance(each, dict)]


def _word(entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def _counts(data: dict[str, Any]) -> dict[str, int]:
    questions = [entry for _path, _pillar, entry in _questions(data)]
    choices = [choice for question in questions for choice in _entries(question, "choices")]
    nones = sum(_word(choice, "id").endswith("_no") for choice in choices)
    return {
        "pillars": len(_entries(data, "pillars")),
        "questions": len(questions),
        "choices": len(choices),
        "practices": len(choices) - nones,
        "none_choices": nones,
        "rules": sum(len(_entries(question, "riskRules")) for question in questions),
        "improvement_plans": sum(isinstance(choice.get("improvementPlan"), dict) for choice in choices),
        "additional_resources": sum(
            len(_entries(more, "content")) for choice in choices for more in _entries(choice, "additionalResources")
        ),
    }  # fmt: skip
