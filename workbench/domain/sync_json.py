"""What the Tool held as one JSON value, so that the workspace can keep it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from workbench.domain.sync import Permission, ToolAnswer, ToolChoice, ToolFacts, ToolMilestone, ToolReview, ToolState
from workbench.domain.workload import Workload

__all__ = ["answer_from_json", "answer_to_json", "state_from_json", "state_to_json"]


def state_to_json(state: ToolState) -> dict[str, Any]:
    """Return the state as plain JSON values."""
    return asdict(state)


def state_from_json(data: dict[str, Any]) -> ToolState:
    """Read what state_to_json wrote."""
    raw = dict(data["workload"])
    tags = tuple((key, text) for key, text in raw.pop("tags"))
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    facts = dict(data["facts"])
    return ToolState(
        Workload(**fields, tags=tags),
        ToolFacts(**(facts | {"permission": Permission(facts["permission"])})),
        tuple(_review(one) for one in data["reviews"]),
        tuple(ToolMilestone(**one) for one in data["milestones"]),
        data["read_at"],
    )


def _review(data: dict[str, Any]) -> ToolReview:
    pairs = {name: tuple((key, text) for key, text in data[name]) for name in ("pillars", "pillar_notes")}
    return ToolReview(**(data | pairs | {"answers": tuple(answer_from_json(one) for one in data["answers"])}))


def answer_to_json(answer: ToolAnswer) -> dict[str, Any]:
    """Return one answer as plain JSON values."""
    return asdict(answer)


def answer_from_json(data: dict[str, Any]) -> ToolAnswer:
    """Read what answer_to_json wrote."""
    choices = tuple((key, ToolChoice(**kept)) for key, kept in data["choices"])
    return ToolAnswer(**(data | {"choices": choices, "known": tuple(data["known"])}))
