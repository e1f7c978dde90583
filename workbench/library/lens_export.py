"""A lens as the WA Tool takes it: the author's own text where it is one, else put together from what we know.

Source: custom lens format specification of the WA Tool's user guide,
https://docs.aws.amazon.com/wellarchitected/latest/userguide/lenses-format-specification.html
"""

from __future__ import annotations

import json
import re
from typing import Any

from workbench.domain.lens import Choice, Lens, Question
from workbench.library.lens_check import MOST_CHARACTERS
from workbench.library.lens_format import EXTENSION_KEYS, VERSION_KEY, read_lens_text
from workbench.library.lens_json import written_json

__all__ = ["export_lens"]

_VERSION = re.compile(r"[^{]*\{(" + re.escape(VERSION_KEY) + r'"(?:[^"\\]|\\.)*",)')
_SIGNS = str.maketrans({";": ",", '"': "'", "“": "'", "”": "'", "–": "-", "—": "-", "…": "...", "%": " percent"})


def export_lens(text: str) -> str:
    """Return a lens text for ImportLens; the same text gives the same bytes, and so does what was exported.

    A text without an alias is the author's and stays as it came, unknown keys and white space included. Of a lens of ours the keys
    that only we know are left out, and what the Tool asks for is filled in: rules, improvement plans, descriptions. Ids of official
    lenses get `_` for `-`, which custom lenses do not allow, and our descriptions other signs for those AWS refuses. A text of more than 500,000 characters is written without white space.

    Args:
        text: A lens text as it is kept.

    Raises:
        BadInput: It is no lens.
    """
    lens = read_lens_text(text)
    data = json.loads(text)
    if "alias" in data:
        data = _lens(data, lens)
        text = written_json(data) + "\n"
    elif (given := _VERSION.match(text)) is not None:
        text, data = text[: given.start(1)] + text[given.end() :], {k: v for k, v in data.items() if k != "version"}
    if len(text) > MOST_CHARACTERS:
        text = written_json(data, is_compact=True)
    return text


def _plain(text: str) -> str:
    """Write a text of ours with the signs that AWS takes in descriptions."""
    return text.translate(_SIGNS)


def _kept(entry: dict[str, Any], kind: str) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in EXTENSION_KEYS[kind]}


def _lens(data: dict[str, Any], lens: Lens) -> dict[str, Any]:
    whole = {"schemaVersion": "2021-11-01", "name": lens.name, "description": "", "pillars": [], **_kept(data, "lens")}
    whole["description"] = _plain(str(whole["description"] or lens.name))
    whole["pillars"] = [
        {**_kept(entry, "pillar"), "questions": [
            _question(one, question, lens.official)
            for one, question in zip(entry.get("questions", ()), pillar.questions, strict=True)
        ]}
        for entry, pillar in zip(data["pillars"], lens.pillars, strict=True)
    ]  # fmt: skip
    return whole


def _question(entry: dict[str, Any], question: Question, is_official: bool) -> dict[str, Any]:
    found = _kept(entry, "question")
    if is_official:
        found["id"] = str(found["id"]).replace("-", "_")
    if not found.get("description"):
        found["description"] = _plain(question.about or question.title)
    if question.url and not found.get("helpfulResource"):
        found["helpfulResource"] = {"displayText": question.short or question.title, "url": question.url}
    found["choices"] = [
        _choice(one, choice) for one, choice in zip(entry.get("choices", ()), question.choices, strict=True)
    ]  # fmt: skip
    if not found.get("riskRules"):
        found["riskRules"] = [{"condition": rule.condition, "risk": rule.risk} for rule in question.rules]
    return found


def _choice(entry: dict[str, Any], choice: Choice) -> dict[str, Any]:
    found = _kept(entry, "choice")
    said: dict[str, str] = {"displayText": choice.meaning or choice.title}
    if choice.url:
        said["url"] = choice.url
    if choice.meaning or choice.url:
        found.setdefault("helpfulResource", said)
    if not choice.is_none:
        found.setdefault("improvementPlan", said)
    return found
