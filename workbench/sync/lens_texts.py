"""Lens texts for lenses that only the Tool has: exported where the account owns them, else put together from answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any

from workbench.domain.lens import Lens
from workbench.domain.sync import ToolReview, ToolState
from workbench.library.shelf import Shelf
from workbench.sync.calling import Refusal, Tool

__all__ = ["OfficialTexts", "lens_text_of", "text_for"]


class OfficialTexts:
    """Collects titles and descriptions of questions as they are read; safe to call from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.found: dict[tuple[str, str], dict[str, Any]] = {}

    def __call__(self, lens: str, version: str, answer: dict[str, Any]) -> None:
        """Keep what an Answer of the API says about its question."""
        text = {
            "pillar": answer.get("PillarId", ""),
            "title": answer.get("QuestionTitle", ""),
            "description": answer.get("QuestionDescription", ""),
            "url": answer.get("HelpfulResourceUrl", ""),
            "improvement_url": answer.get("ImprovementPlanUrl", ""),
            "choices": [
                {"id": one["ChoiceId"], "title": one.get("Title", ""), "description": one.get("Description", ""),
                 "help": one.get("HelpfulResource") or {}, "improvement": one.get("ImprovementPlan") or {}}
                for one in answer.get("Choices", ())
            ],
        }  # fmt: skip
        with self._lock:
            self.found.setdefault((lens, version), {})[answer["QuestionId"]] = text


def lens_text_of(tool: Tool, review: ToolReview, texts: Mapping[str, Any]) -> str:
    """Return a lens text for a review of a lens we have no file of.

    Args:
        tool: Asked for the lens itself where it is a custom one.
        review: The review as read.
        texts: Question texts of this lens version, as OfficialTexts collects them.
    """
    official = ":lens/" not in review.alias or "::" in review.alias
    own: dict[str, Any] = {"alias": review.lens, "version": review.version, "official": official}
    if not official:
        try:
            raw = json.loads(tool.read("ExportLens", LensAlias=review.alias, LensVersion=review.version)["LensJSON"])
            return json.dumps(raw | own, ensure_ascii=False, indent=1)
        except (Refusal, ValueError):  # shared with us: nobody but its owner may export it
            pass
    pillars: dict[str, dict[str, Any]] = {
        key: {"id": key, "name": name or key, "questions": []} for key, name in review.pillars
    }
    for answer in review.answers:
        pillar = pillars.setdefault(
            answer.pillar_id, {"id": answer.pillar_id, "name": answer.pillar_id, "questions": []}
        )
        pillar["questions"].append(_question(answer.question_id, texts.get(answer.question_id, {}), answer.known))
    return json.dumps(
        {"schemaVersion": "2021-11-01", "name": review.name or review.lens, **own, "description": "",
         "pillars": [one for one in pillars.values() if one["questions"]]}, ensure_ascii=False, indent=1,
    )  # fmt: skip


def _question(key: str, text: Mapping[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    choices = text.get("choices") or [{"id": choice} for choice in known]
    return {
        "id": key,
        "title": text.get("title") or key,
        "description": text.get("description", ""),
        "url": text.get("url", ""),
        "choices": [
            {"id": one["id"], "title": one.get("title") or one["id"],
             "helpfulResource": _content(one.get("help"), one.get("description", "")),
             "improvementPlan": _content(one.get("improvement"), "")}
            for one in choices
        ],
    }  # fmt: skip


def _content(resource: Mapping[str, str] | None, text: str) -> dict[str, str]:
    found = resource or {}
    return {"displayText": found.get("DisplayText", "") or text, "url": found.get("Url", "")}


def text_for(tool: Tool, state: ToolState, lens: str, texts: Mapping[str, Any]) -> str:
    """Return a lens text for a review of the Tool: from the shelf for an official lens we ship, else put together."""
    review, shelf = next(one for one in state.reviews if one.lens == lens), Shelf()
    is_official = ":lens/" not in review.alias or "::" in review.alias
    if is_official and lens in shelf.aliases() and _holds(shelf.lens(lens), review):
        return shelf.text(lens)
    return lens_text_of(tool, review, texts)


def _holds(lens: Lens, review: ToolReview) -> bool:
    """Tell whether a lens has every question and choice of the Tool's; the ids of many official lenses are not known."""
    ours = {question.id: {choice.id for choice in question.choices} for question in lens.questions()}
    return all(
        answer.question_id in ours and set(answer.known) <= ours[answer.question_id] for answer in review.answers
    )
