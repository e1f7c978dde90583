"""Writing answers and notes: read right before, send only what changes, and let nothing change in between go under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from workbench.domain.sync import ToolAnswer, ToolChoice

__all__ = ["AnswerStep", "TextStep", "answer_step", "answered", "held", "text_step", "without_clashes"]


@dataclass(frozen=True, slots=True)
class AnswerStep:
    """What is left to do for one answer.

    Attributes:
        members: Of UpdateAnswer, without its address; empty where all is there already.
        clashes: What was changed meanwhile to something we did not see, by member or choice.
    """

    members: dict[str, Any]
    clashes: tuple[str, ...] = ()


def without_clashes(wanted: Mapping[str, Any], clashes: tuple[str, ...]) -> dict[str, Any]:
    """Return what is wanted without what clashes; how answers are restored after older ones were played back."""
    if "SelectedChoices" in clashes:
        clashes = (*clashes, *wanted.get("choices", {}))
    kept = {name: value for name, value in wanted.items() if name not in clashes}
    if "IsApplicable" in clashes:
        kept.pop("Reason", None)
    if "choices" in kept:
        kept["choices"] = {key: change for key, change in kept["choices"].items() if key not in clashes}
    return kept


def answered(answer: ToolAnswer, wanted: Mapping[str, Any]) -> ToolAnswer:
    """Return an answer as the Tool will hold it once what is wanted was sent."""
    choices = dict(answer.choices)
    for key, change in wanted.get("choices", {}).items():
        old = choices.get(key, ToolChoice())
        status = change.get("status", old.status or "UNSELECTED")
        reason = change["reason"] if status == "NOT_APPLICABLE" and "reason" in change else old.reason
        reason = reason if status == "NOT_APPLICABLE" else "NONE"
        choices[key] = ToolChoice(status, reason, change.get("note", old.note))
    applicable = wanted.get("IsApplicable", answer.applicable)
    return replace(
        answer, choices=tuple(sorted(choices.items())), notes=wanted.get("Notes", answer.notes), applicable=applicable,
        reason=wanted.get("Reason", answer.reason) if not applicable else "NONE",
    )  # fmt: skip


def answer_step(wanted: Mapping[str, Any], seen: ToolAnswer, now: ToolAnswer) -> AnswerStep:
    """Compare one answer as it is now with what was seen and what is wanted.

    A value that is neither as seen nor as wanted was changed by somebody else: a clash, and nothing is sent.
    Choices are sent as the whole selection plus the changed choices, which never contradict each other.
    """
    members: dict[str, Any] = {}
    clashes: list[str] = []
    if "Notes" in wanted and now.notes != wanted["Notes"]:
        members["Notes"] = wanted["Notes"]
        if now.notes != seen.notes:
            clashes.append("Notes")
    if "IsApplicable" in wanted:
        asked = (wanted["IsApplicable"], wanted["Reason"])
        if (now.applicable, now.reason) != asked:
            members["IsApplicable"], members["Reason"] = asked
            if (now.applicable, now.reason) != (seen.applicable, seen.reason):
                clashes.append("IsApplicable")
    updates, selected = {}, set(now.selected)
    for key, change in wanted.get("choices", {}).items():
        if key not in now.known:
            continue
        update = _update(change, key, seen, now, clashes)
        if update:
            updates[key] = update
            (selected.add if update["Status"] == "SELECTED" else selected.discard)(key)
    if updates:
        if selected != set(now.selected):
            members["SelectedChoices"] = [key for key in now.known if key in selected]
        members["ChoiceUpdates"] = updates
    if _is_odd(selected) and not _is_odd(set(now.selected)) and not _is_odd(_selected_by(wanted, seen)):
        clashes.append("SelectedChoices")
    return AnswerStep(members, tuple(clashes))


def _update(
    change: Mapping[str, str], key: str, seen: ToolAnswer, now: ToolAnswer, clashes: list[str]
) -> dict[str, str]:
    is_now, was = now.choice(key), seen.choice(key)
    update: dict[str, str] = {}
    if "status" in change:
        asked = (change["status"], change["reason"] if change["status"] == "NOT_APPLICABLE" else "NONE")
        there = (is_now.status, is_now.reason if is_now.status == "NOT_APPLICABLE" else "NONE")
        if there != asked:
            update["Status"] = asked[0]
            if asked[0] == "NOT_APPLICABLE":
                update["Reason"] = asked[1]
            if (is_now.status or "UNSELECTED", is_now.reason) != (was.status or "UNSELECTED", was.reason):
                clashes.append(key)
    if "note" in change and is_now.note != change["note"]:
        update.setdefault("Status", is_now.status or "UNSELECTED")
        update["Notes"] = change["note"]
        if is_now.note != was.note:
            clashes.append(key)
    return update


def _is_odd(selected: set[str]) -> bool:
    """True where "none of these" stands beside practices, which the Tool does not refuse."""
    return len(selected) > 1 and any(key.endswith("_no") for key in selected)


def _selected_by(wanted: Mapping[str, Any], seen: ToolAnswer) -> set[str]:
    selected = set(seen.selected)
    for key, change in wanted.get("choices", {}).items():
        if "status" in change:
            (selected.add if change["status"] == "SELECTED" else selected.discard)(key)
    return selected


def held(wanted: Mapping[str, Any], now: ToolAnswer) -> bool:
    """Tell whether the Tool holds everything that was wanted of an answer, as far as it can."""
    step = answer_step(wanted, now, now)
    return not any(name != "ChoiceUpdates" for name in step.members) and all(
        "Notes" not in update and update["Status"] == "UNSELECTED" and now.choice(key).status in ("", "UNSELECTED")
        for key, update in step.members.get("ChoiceUpdates", {}).items()
    )


@dataclass(frozen=True, slots=True)
class TextStep:
    """What is left to do for the notes of a review or the fields of a workload; see AnswerStep."""

    left: dict[str, Any]
    clashes: tuple[str, ...] = ()


def text_step(wanted: Mapping[str, Any], seen: Mapping[str, Any], now: Mapping[str, Any]) -> TextStep:
    """Compare named values as they are now with what was seen and what is wanted."""
    left = {name: value for name, value in wanted.items() if _plain(now.get(name)) != _plain(value)}
    clashes = tuple(name for name in left if _plain(now.get(name)) != _plain(seen.get(name)))
    return TextStep(left, clashes)


def _plain(value: Any) -> Any:
    """Lists that came back from JSON equal tuples; nothing and an empty value are the same in the Tool."""
    if isinstance(value, tuple | list):
        return sorted(value)
    return value or None
