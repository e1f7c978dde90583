"""What an author does to the chosen part of a draft, each as one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject

from workbench.domain.lens_draft import CHOICE, LENS, PILLAR, QUESTION, DraftEdit, DraftPart
from workbench.domain.lens_draft_edits import (
    add_choice,
    add_pillar,
    add_question,
    change_id,
    duplicate,
    move,
    move_to,
    remove,
    set_resources,
    set_rules,
    set_text,
)
from workbench.domain.lens_draft_ids import is_good_id
from workbench.i18n import _
from workbench.ui.models.studio import Studio

__all__ = ["Author"]

_AROUND = {QUESTION: PILLAR, CHOICE: QUESTION}


class Author(QObject):
    """The hand that writes.

    Args:
        studio: The open draft.
        flush: Has everything typed told; called before parts are added, moved or taken out.
    """

    def __init__(self, studio: Studio, flush: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.studio = studio
        self._flush = flush
        self.part_id = ""
        """The chosen part."""
        self.wanted = ""
        """The part to be chosen once the change is shown."""

    @property
    def part(self) -> DraftPart | None:
        """The chosen part, if it is still there."""
        return self.studio.draft.part(self.part_id) if self.studio.draft is not None else None

    @property
    def can_change(self) -> bool:
        """True where there is a draft and it may be written."""
        return self.studio.draft is not None and not self.studio.editor.read_only

    @property
    def can_move(self) -> bool:
        """True where a part is chosen that can be moved, copied and taken out: any but the lens."""
        part = self.part
        return self.can_change and part is not None and part.kind != LENS

    # -- parts ---------------------------------------------------------------------------------

    def room_for(self, kind: str) -> tuple[DraftPart, int] | None:
        """Return the part a new one goes into, and its place: after the chosen one, or at the end; None for nowhere."""
        draft, here = self.studio.draft, self.part
        if draft is None or here is None:
            return None
        around = draft.lens if kind == PILLAR else draft.around(here, _AROUND[kind])
        if around is None:
            return None
        inside = draft.inside(around.id)
        beside = draft.around(here, kind)
        if beside is not None and beside in inside:
            return around, inside.index(beside) + (not beside.is_none)
        last = bool(kind == CHOICE and inside and inside[-1].is_none)  # None of these stays last
        return around, len(inside) - last

    def add(self, kind: str) -> bool:
        """Add a pillar, question or practice; tell whether it was added."""
        room, published = self.room_for(kind), self.studio.published
        if room is None:
            return False
        around, place = room
        if kind == PILLAR:
            return self._do(add_pillar, place, published)
        return self._do(add_question if kind == QUESTION else add_choice, around.id, place, published)

    def duplicate(self) -> None:
        """Put a copy after the chosen part."""
        if self.can_move:
            self._do(duplicate, self.part_id, self.studio.published)

    def remove(self) -> None:
        """Take the chosen part out."""
        if self.can_move:
            self._do(remove, self.part_id)

    def move(self, step: int) -> None:
        """Move the chosen part up or down; a question goes on into the next pillar."""
        if self.can_move:
            self._do(move, self.part_id, step)

    def drop(self, part_id: str, parent_id: str, place: int) -> None:
        """Move a part to where it was dropped; the place counts the part itself where it stands above."""
        draft = self.studio.draft
        part = draft.part(part_id) if draft is not None else None
        if draft is None or part is None:
            return
        parent_id = parent_id or draft.lens.id
        if parent_id == part.parent and draft.inside(parent_id).index(part) < place:
            place -= 1
        self._do(move_to, part_id, parent_id, place)

    def _do(self, make: Callable[..., DraftEdit | None], *values: Any) -> bool:
        self._flush()
        draft = self.studio.draft
        if draft is None or not self.can_change or self.part is None:
            return False
        edit = make(draft, *values)
        if edit is None:
            return False
        self.wanted = edit.focus
        return self.studio.do(edit)

    # -- texts ---------------------------------------------------------------------------------

    def store_text(self, part_id: str, field: str, text: str) -> None:
        """Write a text; typing that goes on is one step."""
        draft = self.studio.draft
        part = draft.part(part_id) if draft is not None else None
        if draft is not None and part is not None and part.text(field) != text:
            self.studio.do(set_text(draft, part_id, field, text, self.studio.published), f"studio.{part_id}.{field}")

    def store_resources(self, part_id: str, kind: str, rows: Sequence[tuple[str, str]]) -> None:
        """Write further resources of a choice."""
        draft = self.studio.draft
        if draft is not None and draft.part(part_id) is not None:
            self.studio.do(set_resources(draft, part_id, kind, rows), f"studio.{part_id}.{kind}")

    def store_rules(self, part_id: str, rules: Sequence[tuple[str, str]], is_typed: bool) -> None:
        """Write the rules of a question."""
        draft = self.studio.draft
        part = draft.part(part_id) if draft is not None else None
        if draft is not None and part is not None and part.rules != tuple(rules):
            self.studio.do(set_rules(draft, part_id, rules), f"studio.{part_id}.rules" if is_typed else "")

    def store_id(self, part_id: str, wanted: str) -> str:
        """Give a part another id; return why not, "" when it was done."""
        draft = self.studio.draft
        part = draft.part(part_id) if draft is not None else None
        if draft is None or part is None:
            return ""
        if not is_good_id(wanted):
            return _("An id has 3 to 128 letters A to Z, digits and _.")
        rivals = draft.inside(part.parent) if part.kind == CHOICE else draft.parts
        if any(one.kind == part.kind and one.key == wanted and one.id != part_id for one in rivals):
            return _("Another one has this id.")
        self.studio.do(change_id(draft, part_id, wanted, self.studio.published))
        return ""
