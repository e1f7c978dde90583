"""Lens files: the WA Tool's custom-lens JSON with our extension keys, read into a Lens.

Extension keys: top level `alias`, `version`, `official`, `sourceUrl`; pillar `code`; question `number`,
`code`, `riskRulesOrigin`, `guidance` {short, about, ask}; choice `code`, `riskIfAbsent`, `url`,
`guidance` {meaning}. Unknown keys are kept in the stored text and ignored here.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from workbench.domain.lens import Choice, Lens, Pillar, Question, RiskRule
from workbench.domain.risk import Level
from workbench.domain.rules import names_in, parse_condition
from workbench.errors import BadInput
from workbench.i18n import _
from workbench.library.estimated_rules import estimated_rules

__all__ = ["lens_from_json", "read_lens_text"]

_RISKS = ("HIGH_RISK", "MEDIUM_RISK", "NO_RISK")
_MOST_BYTES = 20_000_000
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""Signs that no document can hold: control characters but tab and line feed, and halves of surrogate pairs."""


def read_lens_text(text: str | bytes, name: str = "") -> Lens:
    """Read the text of a lens file.

    Args:
        text: The file's content.
        name: What to call it in messages, usually the file name.

    Raises:
        BadInput: No JSON, or not a lens; the message says where.
    """
    label = name or _("The lens file")
    if len(text) > _MOST_BYTES:
        raise BadInput(_("{name} is too large for a lens.").format(name=label))
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(
            _("{name} is not JSON: {error}.").format(name=label, error=error),
            _("A lens is a JSON file as the WA Tool exports it."),
        ) from error
    return lens_from_json(data, label)


def lens_from_json(data: Any, name: str) -> Lens:
    """Turn parsed JSON into a Lens; see read_lens_text for errors."""
    problems: list[str] = []
    if not isinstance(data, dict) or not isinstance(data.get("pillars"), list):
        raise BadInput(
            _("{name} has no list of pillars, so it is no lens.").format(name=name),
            _("Choose a JSON file as the WA Tool exports it."),
        )
    title = _text(data, "name") or Path(name).stem
    alias = _text(data, "alias") or re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "lens"
    seen: set[str] = set()
    pillars = tuple(
        _pillar(entry, place, seen, problems)
        for place, entry in enumerate(_objects(data["pillars"], "pillars", problems))
    )
    for twice in sorted({each.id for each in pillars if [other.id for other in pillars].count(each.id) > 1}):
        problems.append(_("The pillar {id} appears twice in the lens.").format(id=twice))
    if not problems and not any(pillar.questions for pillar in pillars):
        problems.append(_("It has no questions."))
    if problems:
        raise BadInput(
            _("{name} cannot be read as a lens: {first}").format(name=name, first=problems[0]),
            _("Correct the file and read it again."),
            tuple(problems),
        )
    known = {"pillars", "name", "description", "alias", "version", "official", "sourceUrl"}
    return Lens(
        alias=alias,
        version=_text(data, "version"),
        name=title,
        description=_text(data, "description"),
        official=data.get("official") is True,
        pillars=pillars,
        source_url=_text(data, "sourceUrl"),
        extra={key: value for key, value in data.items() if key not in known},
    )


def _text(entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    return _UNWRITABLE.sub("", value) if isinstance(value, str) else ""


def _objects(value: Any, where: str, problems: list[str]) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        problems.append(_("{where} is not a list of objects.").format(where=where))
        return []
    return value


def _id(entry: dict[str, Any], where: str, problems: list[str]) -> str:
    value = entry.get("id")
    if isinstance(value, str) and value.strip():
        if _UNWRITABLE.search(value):
            problems.append(_("{where} has an id with control characters.").format(where=where))
        return value
    problems.append(_("{where} has no id.").format(where=where))
    return ""


def _part(entry: dict[str, Any], key: str) -> dict[str, Any]:
    value = entry.get(key)
    return value if isinstance(value, dict) else {}


def _pillar(entry: dict[str, Any], place: int, seen: set[str], problems: list[str]) -> Pillar:
    pillar_id = _id(entry, f"pillars[{place}]", problems)
    where = f"pillar {pillar_id}"
    raw = _objects(entry.get("questions", []), f"{where} questions", problems)
    code = _text(entry, "code")
    questions = tuple(_question(q, pillar_id, code, number, seen, problems) for number, q in enumerate(raw, 1))
    return Pillar(pillar_id, _text(entry, "name") or pillar_id, code, questions)


def _question(
    entry: dict[str, Any], pillar_id: str, pillar_code: str, number: int, seen: set[str], problems: list[str]
) -> Question:
    question_id = _id(entry, f"pillar {pillar_id} question {number}", problems)
    where = f"question {question_id}"
    if question_id in seen:
        problems.append(_("{where} appears twice in the lens.").format(where=where))
    seen.add(question_id)
    raw = _objects(entry.get("choices", []), f"{where} choices", problems)
    choices = tuple(_choice(choice, f"{where} choice {n}", problems) for n, choice in enumerate(raw, 1))
    ids = [choice.id for choice in choices]
    for twice in sorted({each for each in ids if ids.count(each) > 1}):
        problems.append(_("{where} has the choice {id} twice.").format(where=where, id=twice))
    rules, origin = _rules(entry, choices, where, problems)
    guidance = _part(entry, "guidance")
    given = entry.get("number")
    resource = _part(entry, "helpfulResource")
    return Question(
        id=question_id,
        title=_text(entry, "title") or question_id,
        pillar_id=pillar_id,
        code=_text(entry, "code") or (f"{pillar_code} {number}" if pillar_code else ""),
        number=given if isinstance(given, int) else number,
        short=_text(guidance, "short"),
        about=_text(guidance, "about"),
        ask=_text(guidance, "ask"),
        description=_text(entry, "description"),
        url=_text(entry, "url") or _text(resource, "url"),
        help_text=_text(resource, "displayText"),
        choices=choices,
        rules=rules,
        rules_origin=origin,
    )


def _choice(entry: dict[str, Any], where: str, problems: list[str]) -> Choice:
    choice_id = _id(entry, where, problems)
    level = _text(entry, "riskIfAbsent")
    if level and level not in Level.__members__:
        problems.append(_("{where} has the unknown risk level {level}.").format(where=where, level=level))
    resource, plan = _part(entry, "helpfulResource"), _part(entry, "improvementPlan")
    return Choice(
        id=choice_id,
        title=_text(entry, "title") or choice_id,
        code=_text(entry, "code"),
        risk_if_absent=Level[level] if level in Level.__members__ else None,
        url=_text(entry, "url") or _text(resource, "url"),
        meaning=_text(_part(entry, "guidance"), "meaning"),
        help_text=_text(resource, "displayText"),
        help_url=_text(resource, "url"),
        improvement=_text(plan, "displayText"),
        improvement_url=_text(plan, "url"),
    )


def _rules(
    entry: dict[str, Any], choices: tuple[Choice, ...], where: str, problems: list[str]
) -> tuple[tuple[RiskRule, ...], str]:
    raw = _objects(entry.get("riskRules", []), f"{where} riskRules", problems)
    rules = []
    ids = {choice.id for choice in choices}
    for rule in raw:
        condition, risk = _text(rule, "condition"), _text(rule, "risk")
        if risk not in _RISKS:
            problems.append(_("{where} has a rule with the unknown risk {risk}.").format(where=where, risk=risk or "?"))
        try:
            named = names_in(parse_condition(condition))
        except BadInput as error:
            problems.append(f"{where}: {error.message}")
        else:
            for name in sorted(set(named) - ids):
                problems.append(_("{where} has a rule on {id}, which is no choice of it.").format(where=where, id=name))
        rules.append(RiskRule(condition, risk))
    if rules:
        return tuple(rules), _text(entry, "riskRulesOrigin")
    practices = tuple((choice.id, choice.risk_if_absent) for choice in choices if not choice.is_none)
    none_id = next((choice.id for choice in choices if choice.is_none), "")
    derived = tuple(RiskRule(condition, risk) for condition, risk in estimated_rules(practices, none_id))
    return derived, "estimated" if derived else ""
