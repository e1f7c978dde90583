"""What a three-way merge is made of: one value decided at a time, noted as taken or in conflict, and called by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

from workbench.analyses.graph_words import field_title
from workbench.analyses.paragraphs import merged_paragraphs
from workbench.domain.lens import Lens
from workbench.domain.workload import field_named
from workbench.i18n import N_, _

__all__ = [
    "UNKNOWN", "Conflict", "Decision", "Merger", "Path", "Taken", "Titles", "Unknown", "merged_ids", "united",
    "united_ids",
]  # fmt: skip

Decision = Literal["mine", "theirs", "both", "base"]
Path = tuple[str, ...]


class Unknown(Enum):
    """The value of a base that nobody has; it equals no value."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


@dataclass(frozen=True, slots=True)
class Taken:
    """A value that came from theirs, since only they changed it; None means "not there"."""

    path: Path
    title: tuple[str, ...]
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that both sides changed, differently.

    Attributes:
        id: Names the conflict in choices; the same in every merge of the same states.
        title: Where it is, outermost first, in words.
        base: None where it was not there, or where the common base is not known.
        can_join: True for texts, which "both" puts one below the other.
        choice: What was chosen; mine counts until something is.
    """

    id: str
    path: Path
    title: tuple[str, ...]
    base: Any
    mine: Any
    theirs: Any
    can_join: bool = False
    choice: Decision | None = None


FIELD_TITLES = {
    "notes": N_("Notes"),
    "note": N_("Note"),
    "owner": N_("Owner"),
    "flagged": N_("Flag"),
    "parked": N_("Parked"),
    "verdict": N_("Verdict"),
    "applicable": N_("Applicable"),
    "state": N_("State"),
    "none": N_("None of these beside practices"),
    "acceptance": N_("Accepted risk"),
    "improvement": N_("Improvement"),
    "title": N_("Name"),
    "closes": N_("Practices put in place"),
    "days": N_("Effort"),
    "impact": N_("Impact"),
    "due": N_("Due"),
    "status": N_("Status"),
    "value": N_("Value"),
    "fixed": N_("In any case"),
    "failed": N_("What fails"),
    "inherited": N_("Inherited from"),
}


_GROUPS = {"initiative": N_("Initiatives"), "scenario": N_("Scenarios")}


class Titles:
    """Paths in words.

    Args:
        names: Lens alias and what the lens is called.
        lenses: Lens alias and the lens, where its text is known.
    """

    def __init__(self, names: Mapping[str, str], lenses: Mapping[str, Lens]) -> None:
        self._names = names
        self._lenses = lenses

    def of(self, path: Path, label: str = "") -> tuple[str, ...]:
        """Return the path in words, outermost first; `label` closes it where a name is not in the path."""
        kind, *rest = path
        if kind == "workload":
            name, *key = rest
            return (_("Workload"), _(field_named(name).label), *key)
        if kind in _GROUPS:
            fields = ("title" if part == "name" else part for part in rest[1:])
            return (_(_GROUPS[kind]), label or rest[0], *(_(FIELD_TITLES.get(part, part)) for part in fields))
        if kind == "finding":
            return (_("Findings"), *rest)
        if kind in ("graph", "node", "journey"):
            return _graph_words(kind, rest, label)
        alias, *rest = rest
        lens = self._lenses.get(alias)
        head = self._names.get(alias, alias)
        if kind == "review":
            return (head,)
        if kind == "lens":
            return (head, _("Version of the lens"))
        if kind == "notes":
            return (head, _("Notes"))
        if kind == "pillar":
            pillar = lens.pillar(rest[0]) if lens else None
            return (head, pillar.name if pillar else rest[0], _("Notes"))
        if kind == "evidence":
            return (head, _("Evidence"), label)
        question = lens.question(rest[0]) if lens else None
        words = [head, f"{question.code} {question.title}".strip() if question else rest[0]]
        if kind == "mark":
            choice = question.choice(rest[1]) if question else None
            words.append(f"{choice.code} {choice.title}".strip() if choice else rest[1])
        last = rest[-1] if kind in ("answer", "mark") else kind
        if last in FIELD_TITLES:
            words.append(_(FIELD_TITLES[last]))
        return tuple(words)


def _graph_words(kind: str, rest: list[str], label: str) -> tuple[str, ...]:
    words = [_("Dependency graph")]
    if rest:
        name = label or rest[0]
        words.append(_("Journey {name}").format(name=name) if kind == "journey" else name)
        words += [str(int(part) + 1) if part.isdecimal() else field_title(part) for part in rest[1:]]
    return tuple(words)


class Merger:
    """Decides one value at a time and remembers what it took and what it could not decide.

    Args:
        choices: Conflict id and what was chosen for it.
        titles: Paths in words.
        fallback: Which side counts in a conflict without a choice.
    """

    def __init__(self, choices: Mapping[str, Decision], titles: Titles, fallback: Decision = "mine") -> None:
        self.choices = choices
        self.titles = titles
        self.fallback = fallback
        self.taken: list[Taken] = []
        self.conflicts: list[Conflict] = []

    def value(self, path: Path, base: Any, mine: Any, theirs: Any, *, join: bool = False, label: str = "") -> Any:
        """Return the merged value: the changed one, or in a conflict the chosen one."""
        if mine == theirs or theirs == base:
            return mine
        if mine == base:
            self.taken.append(Taken(path, self.titles.of(path, label), mine, theirs))
            return theirs
        if join and all(isinstance(text, str) and text for text in (base, mine, theirs)):
            both = merged_paragraphs(base, mine, theirs)
            if both is not None:
                self.taken.append(Taken(path, self.titles.of(path, label), mine, both))
                return both
        return self.conflict(path, base, mine, theirs, join=join, label=label)

    def conflict(self, path: Path, base: Any, mine: Any, theirs: Any, *, join: bool = False, label: str = "") -> Any:
        """Note a conflict and return the chosen value."""
        key = "/".join(part.replace("%", "%25").replace("/", "%2F") for part in path)
        choice = self.choices.get(key)
        if (choice == "both" and not join) or (choice == "base" and base is UNKNOWN):
            choice = None
        known = None if base is UNKNOWN else base
        self.conflicts.append(
            Conflict(key, path, self.titles.of(path, label), known, mine, theirs, can_join=join, choice=choice)
        )
        match choice or self.fallback:
            case "both":
                return _joined(mine, theirs)
            case "theirs":
                return theirs
            case "base":
                return base
            case _:
                return mine

    def members(
        self, path: Path, base: tuple[str, ...] | Unknown, mine: tuple[str, ...], theirs: tuple[str, ...], maximum: int
    ) -> tuple[str, ...]:
        """Merge lists that are sets at heart, entry by entry; as one value where that cannot be."""
        twice = any(len(set(entries)) < len(entries) for entries in (mine, theirs))
        if base is UNKNOWN or mine in (theirs, base) or theirs == base or twice:
            return tuple(self.value(path, base, mine, theirs))
        merged = united(base, mine, theirs)
        if maximum and len(merged) > max(maximum, len(mine), len(theirs)):
            return tuple(self.value(path, base, mine, theirs))
        if set(merged) != set(mine):
            self.taken.append(Taken(path, self.titles.of(path), mine, merged))
        return merged


def united(base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Return what either side added and neither took away, in my order with their additions at the end."""
    if mine == base:
        return theirs
    kept = [entry for entry in mine if entry in theirs or entry not in base]
    return (*kept, *(entry for entry in theirs if entry not in mine and entry not in base))


def merged_ids(
    merger: Merger, path: Path, base: tuple[Any, ...] | Unknown, mine: tuple[Any, ...], theirs: tuple[Any, ...], *,
    label: str = "", ordered: bool = False,
) -> tuple[Any, ...]:  # fmt: skip
    """Merge lists entry by entry; a conflict where both sides put different things in one place.

    Args:
        merger: Notes what it takes and what it cannot decide.
        path, label: See Merger.value.
        base, mine, theirs: The three lists.
        ordered: Their order means something.
    """
    if mine == theirs or theirs == base:
        return mine
    if base is UNKNOWN and not ordered and sorted(mine) == sorted(theirs):
        return mine
    merged = None if base is UNKNOWN or mine == base else united_ids(base, mine, theirs, ordered=ordered)
    if merged is None:
        whole: tuple[Any, ...] = merger.value(path, base, mine, theirs, label=label)
        return whole
    if set(merged) != set(mine) or (ordered and merged != mine):
        merger.taken.append(Taken(path, merger.titles.of(path, label), mine, merged))
    return merged


def united_ids(
    base: tuple[Any, ...], mine: tuple[Any, ...], theirs: tuple[Any, ...], *, ordered: bool = False
) -> tuple[Any, ...] | None:
    """Return what either side added and neither took away; None where only a person can tell.

    That is where both took the same entry away and put different ones in its place, where an entry occurs twice, and
    where the order means something and both changed it differently.
    """
    sides = (set(mine), set(theirs))
    lost, added = [set(base) - side for side in sides], [side - set(base) for side in sides]
    if lost[0] & lost[1] and added[0] and added[1] and added[0] != added[1]:
        return None
    if len(sides[0]) < len(mine) or len(sides[1]) < len(theirs):
        return None
    merged = united(base, mine, theirs)
    if not ordered:
        return merged

    def kept(one: tuple[Any, ...], other: tuple[Any, ...]) -> list[Any]:
        return [entry for entry in one if entry in other]

    moved = [kept(side, base) != kept(base, side) for side in (mine, theirs)]
    if all(moved) and kept(mine, theirs) != kept(theirs, mine):
        return None
    first, second = (theirs, mine) if moved[1] and not moved[0] else (mine, theirs)
    return tuple(entry for entry in dict.fromkeys([*first, *second]) if entry in merged)


def _joined(mine: str, theirs: str) -> str:
    """Both texts; whole lines that the other has already are not said twice."""
    for longer, shorter in ((mine, theirs), (theirs, mine)):
        if f"\n{shorter.strip()}\n" in f"\n{longer}\n":
            return longer
    return f"{mine.rstrip()}\n\n{theirs.lstrip()}"
