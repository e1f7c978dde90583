"""Lens files: the WA Tool's custom-lens JSON with our extension keys, read into a Lens.

Our extension keys stand in `lens_extension.py`. Unknown keys are kept in the stored text and ignored here. What AWS
would refuse is read as long as every question and choice can be told apart; `lens_check.py` lists it.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from workbench.domain.lens import Choice, Lens, Pillar, Question, Resource, RiskRule
from workbench.domain.risk import Level
from workbench.domain.rules import names_in, parse_condition
from workbench.errors import BadInput
from workbench.i18n import _
from workbench.library.estimated_rules import estimated_rules
from workbench.library.lens_extension import (
    EXTENSION_KEYS,
    UNWRITABLE,
    choice_extension,
    lens_extension,
    part_of,
    question_extension,
    text_of,
)

__all__ = ["EXTENSION_KEYS", "VERSION_KEY", "alias_of", "lens_from_json", "read_lens_text"]

VERSION_KEY = '"version": '
"""What an imported text begins with, after the brace, where the author gave no version."""
_RISKS = ("HIGH_RISK", "MEDIUM_RISK", "NO_RISK")
_MOST_BYTES = 5_000_000
_MOST_MARKS = 1_000_000
"""Commas, colons and opening brackets: what is parsed stays under some 100 MB."""
_MOST_PROBLEMS = 1_000


def read_lens_text(text: str | bytes, name: str = "") -> Lens:
    """Read the text of a lens file.

    Args:
        text: The file's content.
        name: What to call it in messages, usually the file name.

    Raises:
        BadInput: No JSON, or not a lens; the message says where.
    """
    label = name or _("The lens file")
    if len(text) > _MOST_BYTES or _marks(text) > _MOST_MARKS:
        raise BadInput(_("{name} is too large for a lens.").format(name=label))
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(
            _("{name} is not JSON: {error}.").format(name=label, error=error),
            _("A lens is a JSON file as the WA Tool exports it."),
        ) from error
    return lens_from_json(data, label)


def _marks(text: str | bytes) -> int:
    if isinstance(text, bytes):
        return sum(text.count(sign) for sign in (b",", b":", b"[", b"{"))
    return sum(text.count(sign) for sign in ",:[{")


def alias_of(title: str) -> str:
    """Return the alias of a lens that has none of its own: its name in small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if words or not title.strip():
        return words or "lens"
    return f"lens-{hashlib.sha256(title.strip().encode('utf-8', 'replace')).hexdigest()[:8]}"


def lens_from_json(data: Any, name: str) -> Lens:
    """Turn parsed JSON into a Lens; see read_lens_text for errors.

    A question id that stands in several pillars becomes `PILLAR/QUESTION` in each of them.
    """
    problems: list[str] = []
    slips: list[str] = []
    if not isinstance(data, dict) or not isinstance(data.get("pillars"), list):
        raise BadInput(
            _("{name} has no list of pillars, so it is no lens.").format(name=name),
            _("Choose a JSON file as the WA Tool exports it."),
        )
    title = text_of(data, "name").strip()
    reader = _Reader(problems, slips)
    pillars: tuple[Pillar, ...] = ()
    with suppress(_TooMany):
        pillars = tuple(
            reader.pillar(entry, place) for place, entry in enumerate(reader.objects(data["pillars"], "pillars"))
        )
    for twice in _twice(pillar.id for pillar in pillars):
        problems.append(_("The pillar {id} appears twice in the lens.").format(id=twice))
    if not problems and not any(pillar.questions for pillar in pillars):
        problems.append(_("It has no questions."))
    if problems:
        raise BadInput(
            _("{name} cannot be read as a lens: {first}").format(name=name, first=problems[0]),
            _("Correct the file and read it again."),
            tuple(problems + slips)[:_MOST_PROBLEMS],
        )
    known = {"pillars", "name", "description", *EXTENSION_KEYS["lens"]}
    return Lens(
        alias=text_of(data, "alias") or alias_of(title),
        version=text_of(data, "version") or text_of(data, "_version"),
        name=title or _("Lens without a name"),
        description=text_of(data, "description"),
        official=data.get("official") is True,
        pillars=_told_apart(pillars),
        source_url=text_of(data, "sourceUrl"),
        **lens_extension(data),
        extra={key: value for key, value in data.items() if key not in known},
    )


def _twice(ids: Iterable[str]) -> list[str]:
    return sorted(each for each, times in Counter(ids).items() if times > 1 and each)


def _told_apart(pillars: tuple[Pillar, ...]) -> tuple[Pillar, ...]:
    shared = set(_twice(question.id for pillar in pillars for question in pillar.questions))
    if not shared:
        return pillars
    return tuple(
        replace(pillar, questions=tuple(
            replace(question, id=f"{pillar.id}/{question.id}") if question.id in shared else question
            for question in pillar.questions
        ))
        for pillar in pillars
    )  # fmt: skip


class _TooMany(Exception):  # noqa: N818 - no failure of its own: the list of problems is long enough
    pass


class _Reader:
    """Reads the parts of a lens.

    Args:
        problems: Gets what keeps questions or choices from being told apart; the lens is then refused.
        slips: Gets what AWS would refuse and a review can live with.
    """

    def __init__(self, problems: list[str], slips: list[str]) -> None:
        self.problems = problems
        self.slips = slips

    def refuse(self, problem: str) -> None:
        self.problems.append(problem)
        if len(self.problems) >= _MOST_PROBLEMS:
            raise _TooMany

    def objects(self, value: Any, where: str) -> list[dict[str, Any]]:
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.refuse(_("{where} is not a list of objects.").format(where=where))
            return []
        return value

    def id(self, entry: dict[str, Any], where: str) -> str:
        value = entry.get("id")
        if isinstance(value, str) and value.strip():
            if UNWRITABLE.search(value):
                self.refuse(_("{where} has an id with control characters.").format(where=where))
            return value
        self.refuse(_("{where} has no id.").format(where=where))
        return ""

    def pillar(self, entry: dict[str, Any], place: int) -> Pillar:
        pillar_id = self.id(entry, f"pillars[{place}]")
        where = f"pillar {pillar_id}"
        raw = self.objects(entry.get("questions", []), f"{where} questions")
        code = text_of(entry, "code")
        questions = tuple(self.question(one, pillar_id, code, number) for number, one in enumerate(raw, 1))
        for twice in _twice(question.id for question in questions):
            self.refuse(_("{where} has the question {id} twice.").format(where=where, id=twice))
        return Pillar(pillar_id, text_of(entry, "name") or pillar_id, code, questions)

    def question(self, entry: dict[str, Any], pillar_id: str, pillar_code: str, number: int) -> Question:
        question_id = self.id(entry, f"pillar {pillar_id} question {number}")
        where = f"question {question_id}"
        raw = self.objects(entry.get("choices", []), f"{where} choices")
        choices = tuple(self.choice(choice, f"{where} choice {n}") for n, choice in enumerate(raw, 1))
        for twice in _twice(choice.id for choice in choices):
            self.refuse(_("{where} has the choice {id} twice.").format(where=where, id=twice))
        rules, origin = self.rules(entry, choices, where)
        resource = part_of(entry, "helpfulResource")
        given = entry.get("number")
        return Question(
            id=question_id,
            title=text_of(entry, "title") or question_id,
            pillar_id=pillar_id,
            code=text_of(entry, "code") or (f"{pillar_code} {number}" if pillar_code else ""),
            number=given if type(given) is int else number,
            description=text_of(entry, "description"),
            url=text_of(entry, "url") or text_of(resource, "url"),
            help_text=text_of(resource, "displayText"),
            choices=choices,
            rules=rules,
            rules_origin=origin,
            **question_extension(entry),
        )

    def choice(self, entry: dict[str, Any], where: str) -> Choice:
        level = text_of(entry, "riskIfAbsent")
        if level and level not in Level.__members__:
            self.slips.append(_("{where} has the unknown risk level {level}.").format(where=where, level=level))
        resource, plan = part_of(entry, "helpfulResource"), part_of(entry, "improvementPlan")
        choice_id = self.id(entry, where)
        return Choice(
            id=choice_id,
            title=text_of(entry, "title") or choice_id,
            code=text_of(entry, "code"),
            risk_if_absent=Level[level] if level in Level.__members__ else None,
            url=text_of(entry, "url") or text_of(resource, "url"),
            help_text=text_of(resource, "displayText"),
            help_url=text_of(resource, "url"),
            improvement=text_of(plan, "displayText"),
            improvement_url=text_of(plan, "url"),
            more_help=_more(entry, "HELPFUL_RESOURCE"),
            more_improvement=_more(entry, "IMPROVEMENT_PLAN"),
            **choice_extension(entry),
        )

    def rules(self, entry: dict[str, Any], choices: tuple[Choice, ...], where: str) -> tuple[tuple[RiskRule, ...], str]:
        raw = self.objects(entry.get("riskRules", []), f"{where} riskRules")
        rules = []
        ids = {choice.id for choice in choices}
        for rule in raw:
            condition, risk = text_of(rule, "condition"), text_of(rule, "risk")
            if risk in _RISKS:
                rules.append(RiskRule(condition, risk))
            else:
                said = _("{where} has a rule with the unknown risk {risk}; it never counts.")
                self.slips.append(said.format(where=where, risk=risk or "?"))
            try:
                named = names_in(parse_condition(condition))
            except BadInput as error:
                self.slips.append(f"{where}: {error.message}")
            else:
                for name in sorted(set(named) - ids):
                    said = _("{where} has a rule on {id}, which is no choice of it.")
                    self.slips.append(said.format(where=where, id=name))
        if raw:
            return tuple(rules), text_of(entry, "riskRulesOrigin")
        practices = tuple((choice.id, choice.risk_if_absent) for choice in choices if not choice.is_none)
        none_id = next((choice.id for choice in choices if choice.is_none), "")
        derived = tuple(RiskRule(condition, risk) for condition, risk in estimated_rules(practices, none_id))
        return derived, "estimated" if derived else ""


def _more(entry: dict[str, Any], kind: str) -> tuple[Resource, ...]:
    """Return the additional resources of a type; what has another shape is left to the check."""
    value = entry.get("additionalResources")
    parts = [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []
    contents = [part.get("content") for part in parts if part.get("type") == kind]
    items = [item for content in contents if isinstance(content, list) for item in content if isinstance(item, dict)]
    return tuple(Resource(text_of(item, "displayText"), text_of(item, "url")) for item in items)
