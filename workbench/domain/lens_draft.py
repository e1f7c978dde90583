"""A lens that is being written: its parts as rows, so that a change touches no more than what it changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from workbench.domain.ids import new_id

__all__ = ["CHOICE", "LENS", "PILLAR", "QUESTION", "DraftEdit", "DraftPart", "LensDraft", "draft_parts"]

LENS, PILLAR, QUESTION, CHOICE = "lens", "pillar", "question", "choice"
_CHILDREN = {LENS: "pillars", PILLAR: "questions", QUESTION: "choices"}
_INNER = {LENS: PILLAR, PILLAR: QUESTION, QUESTION: CHOICE}
_LAST = ("choices", "riskRules", "questions", "pillars")
"""Keys that close their object in a lens file, in this order."""
_STEP = re.compile(r"(pillars|questions|choices)\[(\d+)\]\.?")


@dataclass(frozen=True)
class DraftPart:
    """The lens itself, a pillar, a question or a choice.

    Attributes:
        id: Of ours; the id in the lens file stands in `body` and may change.
        kind: "lens", "pillar", "question" or "choice".
        parent: The part it stands in; empty for the lens.
        place: Rises in the order of the file; gaps do not matter.
        body: Its object in the lens file without the parts inside, unknown keys included.
    """

    id: str
    kind: str
    parent: str
    place: int
    body: dict[str, Any]

    @property
    def key(self) -> str:
        """The id in the lens file; empty where there is none."""
        return self.text("id")

    @property
    def name(self) -> str:
        """Name or title."""
        return self.text("title" if self.kind in (QUESTION, CHOICE) else "name")

    @property
    def is_none(self) -> bool:
        """True for the choice that says "none of these"."""
        return self.kind == CHOICE and self.key.endswith("_no")

    @property
    def rules(self) -> tuple[tuple[str, str], ...]:
        """Condition and risk of each risk rule of a question."""
        value = self.body.get("riskRules")
        found = [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
        return tuple((str(each.get("condition") or ""), str(each.get("risk") or "")) for each in found)

    def text(self, field: str) -> str:
        """Return a text by its key, or by "object.key"; empty where there is none."""
        value: Any = self.body
        for step in field.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        return value if isinstance(value, str) else ""

    def with_body(self, **values: Any) -> DraftPart:
        """Return the part with some keys set."""
        return replace(self, body={**self.body, **values})


@dataclass(frozen=True)
class DraftEdit:
    """One change of a draft.

    Attributes:
        title: What the history calls it.
        put: Parts that are new or different.
        gone: Ids of parts that are taken out.
        focus: The part a person wants to see afterwards; empty for the one shown.
    """

    title: str
    put: tuple[DraftPart, ...] = ()
    gone: tuple[str, ...] = ()
    focus: str = ""


@dataclass(frozen=True)
class LensDraft:
    """One lens that is being written.

    Attributes:
        id: Of ours.
        version: What the next version is to be called.
        base_sha256: The published text that this draft goes on from; empty for a lens never published.
        parts: In any order; exactly one of them is the lens.
    """

    id: str
    version: str
    base_sha256: str
    parts: tuple[DraftPart, ...]

    @cached_property
    def _by_id(self) -> dict[str, DraftPart]:
        return {part.id: part for part in self.parts}

    @cached_property
    def _inside(self) -> dict[str, tuple[DraftPart, ...]]:
        found: dict[str, list[DraftPart]] = {}
        for part in sorted(self.parts, key=lambda each: (each.place, each.id)):
            found.setdefault(part.parent, []).append(part)
        return {parent: tuple(parts) for parent, parts in found.items()}

    @property
    def lens(self) -> DraftPart:
        """The part that is the lens."""
        return self._inside[""][0]

    @property
    def name(self) -> str:
        """The name of the lens."""
        return self.lens.name

    def part(self, part_id: str) -> DraftPart | None:
        """Return a part by our id, or None."""
        return self._by_id.get(part_id)

    def inside(self, part_id: str) -> tuple[DraftPart, ...]:
        """Return the parts that stand directly in a part, in order."""
        return self._inside.get(part_id, ())

    def whole(self, part_id: str) -> Iterator[DraftPart]:
        """Yield a part and all that stands in it, in the order of the file."""
        part = self._by_id.get(part_id)
        if part is not None:
            yield part
            for each in self.inside(part_id):
                yield from self.whole(each.id)

    def around(self, part: DraftPart | None, kind: str) -> DraftPart | None:
        """Return the part itself or the one around it that is of a kind."""
        while part is not None and part.kind != kind:
            part = self._by_id.get(part.parent)
        return part

    def address(self, part: DraftPart) -> tuple[str, ...]:
        """Return what makes the identity of a part in a lens: its kind and ids, a choice with its question."""
        if part.kind == CHOICE:
            around = self._by_id.get(part.parent)
            return (CHOICE, around.key if around else "", part.key)
        return (part.kind, part.key)

    def at(self, path: str) -> tuple[DraftPart, str]:
        """Return the part at a path of the file, such as `pillars[0].questions[2].title`, and the rest of the path."""
        part, rest = self.lens, path.removeprefix("$")
        while (step := _STEP.match(rest)) and _CHILDREN.get(part.kind) == step[1]:
            inside = self.inside(part.id)
            if int(step[2]) >= len(inside):
                break
            part, rest = inside[int(step[2])], rest[step.end() :]
        return part, rest

    def data(self) -> dict[str, Any]:
        """Return the lens as the object of a lens file; the same draft gives the same order of keys."""
        return self._data(self.lens)

    def _data(self, part: DraftPart) -> dict[str, Any]:
        found = {key: value for key, value in part.body.items() if key not in _LAST}
        for key in _LAST:
            if key == _CHILDREN.get(part.kind):
                found[key] = [self._data(each) for each in self.inside(part.id)]
            elif key in part.body:
                found[key] = part.body[key]
        return found

    def after(self, edit: DraftEdit) -> LensDraft:
        """Return the draft with a change made."""
        parts = {part.id: part for part in self.parts if part.id not in edit.gone}
        parts |= {part.id: part for part in edit.put}
        return replace(self, parts=tuple(parts.values()))


def draft_parts(data: dict[str, Any]) -> tuple[DraftPart, ...]:
    """Return the object of a lens file as parts with fresh ids.

    Args:
        data: It can be read as a lens: pillars, questions and choices are lists of objects.
    """
    found: list[DraftPart] = []

    def walk(entry: dict[str, Any], kind: str, parent: str, place: int) -> None:
        key = _CHILDREN.get(kind, "")
        part = DraftPart(new_id(), kind, parent, place, {name: each for name, each in entry.items() if name != key})
        found.append(part)
        for number, each in enumerate(entry.get(key) or () if key else ()):
            walk(each, _INNER[kind], part.id, number)

    walk(data, LENS, "", 0)
    return tuple(found)
