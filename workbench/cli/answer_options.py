"""What `review answer` was told, put into the words of review JSON, so that both mean the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbench.cli.names import choice_named
from workbench.domain.answer import MarkState, Reason
from workbench.domain.lens import Question
from workbench.errors import BadInput
from workbench.i18n import _

__all__ = ["answer_entry", "reason_named"]

_NOT_DISCUSSED = "not_discussed"


def reason_named(text: str) -> str:
    """Return a reason of the WA Tool from what was typed; case and dashes do not matter.

    Raises:
        BadInput: No such reason.
    """
    wanted = text.strip().upper().replace("-", "_").replace(" ", "_")
    if wanted in tuple(Reason):
        return wanted
    raise BadInput(
        _('There is no reason "{text}".').format(text=text), _("Reasons: {known}.").format(known=", ".join(Reason))
    )


def answer_entry(
    question: Question,
    *,
    selected: Sequence[str] | None,
    states: dict[MarkState, Sequence[str]],
    cleared: Sequence[str],
    plain: dict[str, Any],
) -> dict[str, Any]:
    """Return one ANSWER of review JSON.

    Args:
        question: The question.
        selected: Practices in place, by id or code; None leaves them, "" alone clears them.
        states: Practices in other states as typed: `C`, `C:NOTE`, or `C:REASON:NOTE` for not applicable and
            `C:OWNER:NOTE` for don't know.
        cleared: Practices that are not discussed again.
        plain: Other keys of the answer; None where nothing was said.
    """
    entry: dict[str, Any] = {key: value for key, value in plain.items() if value is not None}
    if selected is not None:
        entry["selected"] = [choice_named(question, each).id for each in selected if each.strip()]
    choices: dict[str, dict[str, str]] = {}
    for state, items in states.items():
        for item in items:
            code, _colon, rest = item.partition(":")
            choice_id = choice_named(question, code).id
            _refuse_twice(choices, choice_id, code)
            choices[choice_id] = {"state": str(state)} | _details(state, rest)
    for code in cleared:
        choice_id = choice_named(question, code).id
        _refuse_twice(choices, choice_id, code)
        choices[choice_id] = {"state": _NOT_DISCUSSED}
    if choices:
        entry["choices"] = choices
    return entry


def _refuse_twice(choices: dict[str, dict[str, str]], choice_id: str, code: str) -> None:
    if choice_id in choices:
        raise BadInput(_("{code} is given two states.").format(code=code), _("Give each practice one."))


def _details(state: MarkState, rest: str) -> dict[str, str]:
    """The parts after the practice; a note may hold colons itself."""
    if not rest:
        return {}
    if state is MarkState.NOT_APPLICABLE:
        reason, colon, note = rest.partition(":")
        found = {"reason": reason_named(reason or Reason.NONE)}
        return found | ({"note": note} if colon else {})
    if state is MarkState.DONT_KNOW:
        owner, colon, note = rest.partition(":")
        return {"owner": owner} | ({"note": note} if colon else {})
    return {"note": rest}
