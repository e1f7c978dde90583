"""Boxes and arrows of any diagram, and what may be made of them.

An arrow is read as: where it begins needs where it ends. Nothing in a diagram says how badly, so each such dependency
counts until the room knows better. Several boxes that differ only by a number, side by side behind one box, are taken as
redundant, and that is said.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from workbench.domain.graph import Criticality, Node
from workbench.i18n import _
from workbench.importers.draft import Draft
from workbench.importers.report import FileReport

__all__ = ["Arrow", "Box", "Diagram", "plain_text"]

_MOST_JOURNEYS = 20
_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAK = re.compile(r"(?i)<br\s*/?>|\\n|\\l|\\r")
_NUMBER = re.compile(
    r"(?i)(?:\b(?:az|zone|primary|secondary|standby|replica|instance|node)\b)?[\s_.#-]*(?:\d+|\b[a-f]\b)"
)

_PLACES = (
    (
        "az",
        re.compile(r"(?i)\b(?:az|availability[\s_-]?zone|zone)[\s_:-]*([a-z0-9]+)?\b|\b[a-z]{2}(?:-[a-z]+)+-\d[a-f]\b"),
    ),
    ("region", re.compile(r"(?i)\bregion\b|\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov)?-[a-z]+-\d\b")),
    ("vpc", re.compile(r"(?i)\bvpc\b|\bvirtual private cloud\b|\bvnet\b")),
    ("subnet", re.compile(r"(?i)\bsubnet\b")),
    ("account", re.compile(r"(?i)\b(?:aws )?account\b")),
    ("cluster", re.compile(r"(?i)\b(?:cluster|eks|kubernetes)\b")),
)
_PEOPLE = re.compile(
    r"(?i)\b(?:users?|clients?|customers?|people|visitors?|browsers?|mobile|internet|actors?|person|end[\s-]users?)\b"
)


@dataclass
class Box:
    """One box.

    Attributes:
        id: What the file calls it.
        label: What people read.
        type: What the drawing tool knows about it, such as `AWS::Lambda::Function`; may be empty.
        kind: Kind of element where the file says so; empty lets the label decide.
        inside: Id of the box around it.
        person: Whether it is people, who are no part of the system.
        outside: Whether somebody else runs it.
        holds: Whether it is a frame around others, and nothing by itself.
        managed: Whether its provider spreads it over zones.
        members: Boxes that do the work under its name; several are redundant.
    """

    id: str
    label: str = ""
    type: str = ""
    kind: str = ""
    inside: str = ""
    line: int = 0
    person: bool = False
    outside: bool = False
    holds: bool = False
    managed: bool = False
    members: tuple[str, ...] = ()
    attributes: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow; `soft` is one that can be missed: drawn with dots, or said to be asynchronous."""

    begin: str
    end: str
    label: str = ""
    line: int = 0
    soft: bool = False
    both: bool = False


def plain_text(text: str, *, markup: bool = True) -> str:
    """Return a label on one line, without markup where it may hold any."""
    text = _BREAK.sub(" ", text)
    if markup:
        text = html.unescape(_TAG.sub(" ", text) if "<" in text else text)
    return " ".join(text.split())


class Diagram:
    """What a reader found in one file."""

    def __init__(self) -> None:
        self.boxes: dict[str, Box] = {}
        self.arrows: list[Arrow] = []

    def box(self, box: Box) -> Box:
        """Add a box, or say more about one that is known."""
        known = self.boxes.get(box.id)
        if known is None:
            self.boxes[box.id] = box
            return box
        known.label = box.label or known.label
        known.type = box.type or known.type
        known.kind = box.kind or known.kind
        known.inside = known.inside or box.inside
        known.person |= box.person
        known.outside |= box.outside
        known.holds |= box.holds
        return known

    def pairs(self) -> set[tuple[str, str]]:
        """Return the distinct pairs of boxes that an arrow joins, as written; a box that points at itself counts."""
        return {(one.begin, one.end) for one in self.arrows}

    # ------------------------------------------------------------------------------------------------ drawing
    def draw(self, draft: Draft, report: FileReport, prefix: str = "") -> None:
        """Draw everything.

        Args:
            prefix: Put before each id, where several diagrams come together.
        """
        ids = {key: prefix + key for key in self.boxes}
        frames = {box.inside for box in self.boxes.values() if box.inside} | {
            key for key, box in self.boxes.items() if box.holds
        }
        ends = {key for arrow in self.arrows for key in (arrow.begin, arrow.end)}
        named = {
            key for key in frames & ends if key in self.boxes and self._kind(self.boxes[key], frame=True) == "system"
        }
        for key, box in self.boxes.items():
            self._draw_box(key, box, ids, key in frames, draft, report)
        for key, box in self.boxes.items():
            if box.inside in named and not self._round(key) and not box.person:
                draft.requires(ids[box.inside], ids[key], Criticality.UNKNOWN)
            elif box.inside in ids and not self._round(key):
                draft.stands_in(ids[key], ids[box.inside])
        for key, box in self.boxes.items():
            if box.members:
                draft.change(ids[key], failable=False)
                draft.group(ids[key], [ids[one] for one in box.members])
        self._draw_arrows(ids, draft, report)
        self._propose(ids, frames, draft, report)

    def _draw_box(self, key: str, box: Box, ids: dict[str, str], frame: bool, draft: Draft, report: FileReport) -> None:
        kind = self._kind(box, frame)
        if box.person or (not box.kind and not frame and _PEOPLE.fullmatch(box.label.strip())):
            box.person = True
            kind = "person"
        attributes = dict(box.attributes)
        if box.outside:
            attributes["outside"] = True
        draft.add(
            Node(
                ids[key], label=box.label or box.id, kind=kind or "component", type=box.type,
                failable=not (box.person or kind == "system"), managed=box.managed, attributes=attributes,
            ),
            report.file, box.line, box.id,
        )  # fmt: skip

    @staticmethod
    def _kind(box: Box, frame: bool) -> str:
        """What a box is; a frame that is no failure domain is only a name for what is in it."""
        kind = box.kind or (_place(box.label) if frame or not box.type else "")
        return "system" if frame and kind in ("", "component") else kind

    def _round(self, key: str) -> bool:
        """Whether a box stands in itself, through whatever is around it."""
        seen, at = {key}, self.boxes[key].inside
        while at in self.boxes:
            if at in seen:
                return True
            seen.add(at)
            at = self.boxes[at].inside
        return False

    def _draw_arrows(self, ids: dict[str, str], draft: Draft, report: FileReport) -> None:
        ends: dict[str, dict[str, bool]] = defaultdict(dict)
        for arrow in self.arrows:
            for begin, end in ((arrow.begin, arrow.end), (arrow.end, arrow.begin))[: 2 if arrow.both else 1]:
                if begin in ids and end in ids and begin != end and not self._holds(begin, end):
                    ends[begin][end] = ends[begin].get(end, True) and arrow.soft
        if any(ends.values()):
            report.assume(_("An arrow means that where it begins needs where it ends."))
        for begin, found in ends.items():
            hard = [end for end, soft in found.items() if not soft]
            draft.uses(ids[begin], *(ids[end] for end, soft in found.items() if soft))
            for alike in _alike(hard, self.boxes):
                if len(alike) > 1:
                    draft.group(ids[begin], [ids[end] for end in alike])
                    said = _("{names} are redundant for {name}, as they are named alike.")
                    report.assume(
                        said.format(names=", ".join(self._title(one) for one in alike), name=self._title(begin))
                    )
                elif not self.boxes[alike[0]].person:
                    draft.requires(ids[begin], ids[alike[0]], Criticality.UNKNOWN)

    def _holds(self, one: str, other: str) -> bool:
        """Whether one of two boxes stands in the other."""
        return self._above(one, other) or self._above(other, one)

    def _above(self, inner: str, outer: str) -> bool:
        seen: set[str] = set()
        at = self.boxes[inner].inside
        while at in self.boxes and at not in seen:
            if at == outer:
                return True
            seen.add(at)
            at = self.boxes[at].inside
        return False

    def _title(self, key: str) -> str:
        return self.boxes[key].label or key

    def _propose(self, ids: dict[str, str], frames: set[str], draft: Draft, report: FileReport) -> None:
        reached = {arrow.end for arrow in self.arrows} | {arrow.begin for arrow in self.arrows if arrow.both}
        people = [key for key, box in self.boxes.items() if box.person]
        entries = {
            (person, arrow.end): arrow.label
            for person in people for arrow in self.arrows
            if arrow.begin == person and arrow.end in self.boxes and not self.boxes[arrow.end].person
        }  # fmt: skip
        for (person, end), label in list(entries.items())[:_MOST_JOURNEYS]:
            text = _("{person}: {what} {name}") if label else _("{person} uses {name}")
            title = text.format(person=self._title(person), what=label, name=self._title(end))
            draft.journey(f"{ids[person]} {ids[end]}", title, ids[end], report.file)
        if entries:
            return
        begins = dict.fromkeys(arrow.begin for arrow in self.arrows)
        roots = [key for key in begins if key in self.boxes and key not in reached and key not in frames]
        for key in roots[:_MOST_JOURNEYS]:
            draft.journey(f"use {ids[key]}", _("Use {name}").format(name=self._title(key)), ids[key], report.file)
        if roots:
            report.assume(_("Users come in where no arrow ends."))


def _place(label: str) -> str:
    for kind, pattern in _PLACES:
        if pattern.search(label):
            return kind
    return ""


def _alike(keys: Iterable[str], boxes: dict[str, Box]) -> list[list[str]]:
    """Put boxes together whose labels differ only by a number or a letter, and that are of one type."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in keys:
        box = boxes[key]
        bare = " ".join(_NUMBER.sub(" ", box.label or key).lower().split())
        found[bare, box.type].append(key)
    return [
        part
        for (bare, _type), group in found.items()
        for part in (
            [group] if bare and len({boxes[one].label or one for one in group}) > 1 else [[one] for one in group]
        )
    ]
