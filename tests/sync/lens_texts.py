"""A small custom lens as JSON text, and its next version."""

from __future__ import annotations

import json
from typing import Any


def _choice(choice_id: str, title: str) -> dict[str, Any]:
    choice: dict[str, Any] = {"id": choice_id, "title": title}
    if not choice_id.endswith("_no"):
        choice["helpfulResource"] = {"displayText": f"About: {title}", "url": "https://example.com/help"}
        choice["improvementPlan"] = {"displayText": f"Do it: {title}", "url": "https://example.com/plan"}
        choice["additionalResources"] = [
            {"type": "HELPFUL_RESOURCE", "content": [{"displayText": "More", "url": "https://example.com/more"}]}
        ]
    return choice


def question(question_id: str, *practices: str) -> dict[str, Any]:
    """Return a question with these practices and a None choice."""
    everything = " && ".join(practices)
    some = " || ".join(practices)
    return {
        "id": question_id,
        "title": f"Is {question_id.replace('_', ' ')} in order?",
        "description": "What it is about.",
        "helpfulResource": {"displayText": "Read this", "url": "https://example.com/question"},
        "choices": [_choice(each, each.replace("_", " ")) for each in (*practices, f"{question_id}_no")],
        "riskRules": [
            {"condition": everything, "risk": "NO_RISK"},
            {"condition": some, "risk": "MEDIUM_RISK"},
            {"condition": "default", "risk": "HIGH_RISK"},
        ],
    }


def lens_text(*questions: dict[str, Any], name: str = "House lens", **more: Any) -> str:
    """Return a lens of one pillar."""
    pillar = {"id": "house", "name": "House", "questions": list(questions)}
    lens = {"schemaVersion": "2021-11-01", "name": name, "description": "Our own rules.", "pillars": [pillar]}
    return json.dumps({**lens, **more})


LENS = lens_text(
    question("first_question", "good_practice", "better_practice"), question("second_question", "only_one")
)
NEXT = lens_text(question("first_question", "good_practice", "newer_practice"), question("third_question", "only_one"))
"""A practice replaced, a question gone, a question new."""
