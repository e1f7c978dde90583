"""What ImportLens refuses, one field at a time (custom_lens_spec sections 1, 2 and 8)."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.sync.peer.refusals import invalid
from workbench.domain.rules import parse_condition
from workbench.errors import BadInput
from workbench.library.lens_format import lens_from_json

_PLAIN = re.compile(r"[A-Za-z0-9\s\-_.,:/()@!&#+'’?]*")
"""The characters names, titles and descriptions may hold; other than ASCII letters are not covered by the record."""
_ID = re.compile(r"[A-Za-z0-9_]{3,128}")
_FORM = "may contain letters, digits, spaces, line breaks and - _ . , : / ( ) @ ! & # + '"
_MOST = {"pillars": 10, "questions": 20, "choices": 15, "riskRules": 3}


def refuse_bad_lens(text: str) -> dict[str, Any]:
    """Return the parsed lens, or refuse it with the first thing that is wrong.

    Raises:
        Refusal: ValidationException.
    """
    if len(text.encode()) > 500_000:
        raise invalid("The lens must be at most 500 KB", "JSONString")
    try:
        raw = json.loads(text)
    except ValueError:
        raise invalid("JSONString is not JSON", "JSONString", "CANNOT_PARSE") from None
    if not isinstance(raw, dict):
        raise invalid("JSONString is no lens", "JSONString", "CANNOT_PARSE")
    if raw.get("schemaVersion") != "2021-11-01":
        raise invalid("schemaVersion must be 2021-11-01", "schemaVersion")
    _text(raw, "name", "lens", 128)
    _text(raw, "description", "lens", 2048)
    seen: set[str] = set()
    for pillar in _entries(raw, "pillars", "lens", least=1):
        where = f"pillar {_id(pillar, 'pillar', seen)}"
        _text(pillar, "name", where, 128)
        for question in _entries(pillar, "questions", where, least=1):
            _question(question, seen)
    try:
        lens_from_json(raw, "lens")
    except BadInput as error:
        raise invalid(error.message, "riskRules") from None
    return raw


def _question(question: dict[str, Any], seen: set[str]) -> None:
    where = f"question {_id(question, 'question', seen)}"
    _text(question, "title", where, 128)
    _text(question, "description", where, 2048)
    _resource(question.get("helpfulResource"), where)
    own: set[str] = set()
    for choice in _entries(question, "choices", where, least=1):
        choice_id = _id(choice, f"{where} choice", own)
        at = f"{where} choice {choice_id}"
        _text(choice, "title", at, 128)
        _resource(choice.get("helpfulResource"), at)
        _resource(choice.get("improvementPlan"), at)
        if not choice_id.endswith("_no") and not choice.get("improvementPlan"):
            raise invalid(f"improvementPlan is required in {at}", "improvementPlan")
    _rules(question, where, own)


def _rules(question: dict[str, Any], where: str, choices: set[str]) -> None:
    risks: set[str] = set()
    for rule in _entries(question, "riskRules", where, least=1):
        if rule.get("risk") not in ("HIGH_RISK", "MEDIUM_RISK", "NO_RISK") or rule["risk"] in risks:
            raise invalid(f"riskRules of {where} must name each risk at most once", "riskRules")
        risks.add(rule["risk"])
        try:
            parse_condition(str(rule.get("condition", "")))
        except BadInput as error:
            raise invalid(error.message, "riskRules") from None
        words = set(re.findall(r"[A-Za-z0-9_]+", str(rule.get("condition", ""))))
        if not words or words - choices - {"default"}:
            raise invalid(f"riskRules of {where} name an unknown choice", "riskRules")


def _entries(part: dict[str, Any], key: str, where: str, least: int = 0) -> list[dict[str, Any]]:
    entries = part.get(key)
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise invalid(f"{key} of {where} must be a list", key)
    if not least <= len(entries) <= _MOST[key]:
        raise invalid(f"{key} of {where} must have {least} to {_MOST[key]} entries", key)
    return entries


def _id(part: dict[str, Any], where: str, seen: set[str]) -> str:
    value = part.get("id")
    if not isinstance(value, str) or not _ID.fullmatch(value) or value in seen:
        raise invalid(f"id {value} of {where} must be unique and of 3 to 128 letters, digits and _", "id")
    seen.add(value)
    return value


def _text(part: dict[str, Any], key: str, where: str, most: int) -> None:
    value = part.get(key)
    if not isinstance(value, str) or not 1 <= len(value) <= most:
        raise invalid(f"{key} of {where} must have 1 to {most} characters", key)
    if not _PLAIN.fullmatch(value):
        raise invalid(f"{key} of {where} {_FORM}", key)


def _resource(part: Any, where: str) -> None:
    if part is None:
        return
    if not isinstance(part, dict) or (part.get("url") and not part.get("displayText")):
        raise invalid(f"displayText is required with url in {where}", "displayText")
    if len(part.get("displayText", "")) > 2048:
        raise invalid(f"displayText of {where} must have at most 2048 characters", "displayText")
    if part.get("url") and not re.match(r"https?://", part["url"]):
        raise invalid(f"url of {where} must start with http:// or https://", "url")
