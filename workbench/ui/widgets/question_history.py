"""What happened to a question: who, when, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.domain.answer import REASON_TITLES, STATE_TITLES, MarkState, Reason
from workbench.domain.evidence import STRENGTH_TITLES, Strength
from workbench.domain.lens import Question
from workbench.domain.plan import ITEM_TITLES, ItemStatus
from workbench.i18n import _
from workbench.store.queries.history import HistoryEntry
from workbench.ui.days import time_text
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import link_button
from workbench.ui.widgets.labels import label

__all__ = ["HistoryList", "entry_words"]

_FIRST = 8
_LONGEST = 160


def entry_words(question: Question, entry: HistoryEntry) -> tuple[str, ...]:
    """Return what one row change did: "REL10-BP03: not discussed → yes"."""
    before, after = entry.before or {}, entry.after or {}
    if entry.table == "mark":
        return _mark_words(question, entry)
    if entry.table == "answer":
        names = {
            "notes": _("Notes"), "owner": _("Owner"), "flagged": _("Flag"), "parked": _("Parked"),
            "applicable": _("Applicable"), "reason": _("Reason"), "verdict": _("Verdict"),
        }  # fmt: skip
        defaults = {"applicable": True, "reason": "NONE"}
        lines = []
        for name, title in names.items():
            old, new = before.get(name, defaults.get(name)), after.get(name, defaults.get(name))
            if (name in before or name in after) and (old or "") != (new or ""):
                lines.append(f"{title}: {_value(name, old)} → {_value(name, new)}")
        return tuple(lines)
    if entry.table == "evidence":
        title = after.get("title") or before.get("title") or after.get("target") or before.get("target") or ""
        if entry.before is None:
            return (_("Evidence attached: {title}").format(title=_short(title)),)
        if entry.after is None:
            return (_("Evidence removed: {title}").format(title=_short(title)),)
        if "strength" in after:
            return (
                f"{_('Evidence')}: {_value('strength', before['strength'])} → {_value('strength', after['strength'])}",
            )
        return (_("Evidence changed"),)
    if entry.table == "acceptance":
        if entry.after is None:
            return (_("Acceptance taken back"),)
        until = after.get("until", "")
        return (_("Risk accepted until {day}").format(day=until) if until else _("Acceptance changed"),)
    if entry.table == "improvement":
        status = after.get("status") or before.get("status") or "open"
        owner, due = after.get("owner", ""), after.get("due", "")
        return (" · ".join(part for part in (
            _("Improvement: {status}").format(status=_(ITEM_TITLES[ItemStatus(status)]).lower()), owner, due) if part),)  # fmt: skip
    return (entry.title,)


def _mark_words(question: Question, entry: HistoryEntry) -> tuple[str, ...]:
    before, after = entry.before or {}, entry.after or {}
    choice = question.choice(entry.key.get("choice_id", ""))
    name = (choice.code or choice.title) if choice else entry.key.get("choice_id", "")
    lines = []
    if entry.before is None or entry.after is None or "state" in after:
        old = _(STATE_TITLES[MarkState(before["state"]) if before.get("state") else None]).lower()
        new = _(STATE_TITLES[MarkState(after["state"]) if after.get("state") else None]).lower()
        lines.append(f"{name}: {old} → {new}")
    for field, title in (("note", _("note")), ("owner", _("owner")), ("reason", _("reason"))):
        old_value, new_value = before.get(field), after.get(field)
        is_bare = entry.after is None or (entry.before is None and new_value in ("", "NONE"))
        if field in after and (old_value or "") != (new_value or "") and not is_bare:
            lines.append(f"{name}, {title}: {_value(field, old_value)} → {_value(field, new_value)}")
    return tuple(lines)


def _value(name: str, value: Any) -> str:
    if name in ("flagged", "parked", "applicable"):
        return _("yes") if value else _("no")
    if name == "reason":
        return _(REASON_TITLES[Reason(value or "NONE")]).lower()
    if name == "strength":
        return _(STRENGTH_TITLES[Strength(value)]).lower()
    return _short(str(value)) if value else _("empty")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


class HistoryList(QWidget):
    """The latest changes, and all of them on request."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        theme().space(self._column, 4)
        self._labels: list[tuple[QWidget, QWidget, QWidget]] = []
        self.all = link_button(_("Show all changes"), self._show_all)
        self.all.give_way(60)
        self._column.addWidget(self.all)
        self._steps: list[tuple[str, str]] = []
        self._limit = _FIRST
        self._heads: list[Any] = []
        self._bodies: list[Any] = []

    def show_entries(self, question: Question, entries: Sequence[HistoryEntry]) -> None:
        """Show changes, newest first; changes of one step stand together."""
        steps: dict[int, tuple[str, list[str]]] = {}
        for entry in entries:
            undone = _("undone") if entry.state == "undone" else ""
            head = " · ".join(part for part in (time_text(entry.at), entry.who, undone) if part)
            steps.setdefault(entry.step_id, (head, []))[1].extend(entry_words(question, entry))
        self._steps = [(head, "\n".join(lines) or _("Nothing visible")) for head, lines in steps.values()]
        self._limit = _FIRST
        self._fill()

    @property
    def texts(self) -> list[str]:
        """What is shown, for readers and tests."""
        return [f"{head}\n{body}" for head, body in self._steps[: self._limit]]

    def _show_all(self) -> None:
        self._limit = len(self._steps)
        self._fill()

    def _fill(self) -> None:
        shown = self._steps[: self._limit]
        while len(self._heads) < len(shown):
            head, body = label("", tone="dim", step="small", wrap=True), label("", wrap=True)
            place = self._column.count() - 1
            self._column.insertWidget(place, head)
            self._column.insertWidget(place + 1, body)
            self._heads.append(head)
            self._bodies.append(body)
        for number, (head, body) in enumerate(zip(self._heads, self._bodies, strict=True)):
            is_used = number < len(shown)
            head.setVisible(is_used)
            body.setVisible(is_used)
            if is_used:
                head.setText(shown[number][0])
                body.setText(shown[number][1])
        left = len(self._steps) - len(shown)
        self.all.setVisible(left > 0)
        if left > 0:
            self.all.setText(_("Show all {n} changes").format(n=len(self._steps)))
