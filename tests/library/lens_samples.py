"""A small lens of ours that AWS would take as it is, and ways to spoil it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]


def choice(key: str, title: str, **more: Any) -> Json:
    return {
        "id": key,
        "title": title,
        "helpfulResource": {"displayText": f"About {title}", "url": "https://example.com/help"},
        "improvementPlan": {"displayText": f"Do {title}", "url": "https://example.com/plan"},
        **more,
    }


def question(key: str, **more: Any) -> Json:
    return {
        "id": key,
        "title": f"How do you bake {key}?",
        "description": "Bread wants time.",
        "choices": [
            choice(f"{key}_dough", "The dough rests overnight"),
            choice(f"{key}_oven", "The oven is hot before baking"),
            {"id": f"{key}_no", "title": "None of these"},
        ],
        "riskRules": [
            {"condition": f"{key}_dough && {key}_oven && !{key}_no", "risk": "NO_RISK"},
            {"condition": f"({key}_dough || {key}_oven) && !{key}_no", "risk": "MEDIUM_RISK"},
            {"condition": "default", "risk": "HIGH_RISK"},
        ],
        **more,
    }


def good_lens() -> Json:
    return {
        "schemaVersion": "2021-11-01",
        "name": "Bakery lens",
        "description": "How a bakery stays open.",
        "pillars": [
            {"id": "baking", "name": "Baking", "questions": [question("rye"), question("wheat")]},
            {"id": "selling", "name": "Selling", "questions": [question("shop")]},
        ],
    }


def spoilt(change: Callable[[Json], object]) -> str:
    """The good lens with one change, as text of one value a line."""
    lens = copy.deepcopy(good_lens())
    change(lens)
    return json.dumps(lens, indent=1, ensure_ascii=False)


def first(lens: Json) -> Json:
    """The first question of a lens."""
    found: Json = lens["pillars"][0]["questions"][0]
    return found
