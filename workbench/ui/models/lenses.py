"""The list of lenses: what stands in it, how it is filtered and sorted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.i18n import N_, _, n_
from workbench.library.lens_versions import version_key
from workbench.library.lenses_at_hand import LensAtHand
from workbench.library.shelf_index import ShelfEntry
from workbench.ui.models.portfolio_lines import Cell, Column

__all__ = [
    "GROUPS", "LensFilter", "LensLine", "LensListModel", "domain_words", "guidance_words", "lines_of", "publisher_words",
    "size_words", "where_words",
]  # fmt: skip

_NO_INDEX = QModelIndex()
AnyIndex = QModelIndex | QPersistentModelIndex
_DOMAINS = {
    "framework": N_("Framework"), "ai": N_("AI"), "data": N_("Data"), "technology": N_("Technology"),
    "industry": N_("Industry"), "operations": N_("Operations"), "": N_("Other"),
}  # fmt: skip
_PUBLISHERS = {
    "official": N_("AWS lens"), "aws": N_("AWS custom lens"), "ours": N_("Ours"), "": N_("Yours"),
}  # fmt: skip
_SIZES = {"small": N_("Up to 10 questions"), "medium": N_("11 to 30 questions"), "large": N_("More than 30 questions")}
_GUIDANCE = {
    "all": N_("Full guidance"),
    "some": N_("Some guidance"),
    "none": N_("Names and links only"),
    "author": N_("Texts of its author"),
}
_VERSIONS = {"newest": N_("Newest version of each"), "several": N_("Several versions")}
_WHERE = {"shelf": N_("On the shelf"), "own": N_("On your shelf"), "workspace": N_("In this workspace")}
_SMALL, _MEDIUM = 10, 30
_FIRST = "wellarchitected"


@dataclass(frozen=True)
class LensLine:
    """One lens of the list.

    Attributes:
        used_by: Id and name of the workloads that are reviewed with exactly this version.
        used_other: The same of those with another version of it.
        versions: How many versions of it there are.
        is_newest: True where no other version sorts after it.
    """

    at: LensAtHand
    used_by: tuple[tuple[str, str], ...] = ()
    used_other: tuple[tuple[str, str], ...] = ()
    versions: int = 1
    is_newest: bool = True

    @property
    def key(self) -> str:
        """What tells lenses of the list apart."""
        return self.at.key

    @property
    def entry(self) -> ShelfEntry:
        """What the list shows."""
        return self.at.entry

    @property
    def use_words(self) -> str:
        """Where it is used: two names, then a number."""
        if not self.used_by:
            return _("Not used yet")
        more = len(self.used_by) - 2
        names = ", ".join(name for _id, name in self.used_by[:2])
        return _("{names} and {n} more").format(names=names, n=more) if more > 0 else names


def lines_of(lenses: Sequence[LensAtHand], uses: Iterable[tuple[str, str, str, str]]) -> tuple[LensLine, ...]:
    """Return the lines of the list.

    Args:
        uses: Alias, version, workload id and name of every review.
    """
    known = tuple(uses)
    counts = Counter(one.entry.alias for one in lenses)
    newest: dict[str, str] = {}
    for one in lenses:
        alias, version = one.known_as
        newest[alias] = max(newest.get(alias, ""), version, key=version_key)

    def users(one: LensAtHand, is_same: bool) -> tuple[tuple[str, str], ...]:
        alias, version = one.known_as
        return tuple((key, name) for a, v, key, name in known if a == alias and (v == version) is is_same)

    return tuple(
        LensLine(one, users(one, True), users(one, False), counts[one.entry.alias], one.entry.version == newest[one.entry.alias])
        for one in sorted(lenses, key=lambda one: (one.entry.alias != _FIRST, one.entry.name.casefold(), version_key(one.entry.version)))
    )  # fmt: skip


def publisher_words(entry: ShelfEntry) -> str:
    """Who publishes it."""
    return _(_PUBLISHERS.get(entry.origin, _PUBLISHERS[""]))


def domain_words(entry: ShelfEntry) -> str:
    """What it is about."""
    return _(_DOMAINS.get(entry.domain, _DOMAINS[""]))


def where_words(at: LensAtHand) -> str:
    """Where it is."""
    return _(_WHERE[at.where])


def size_words(entry: ShelfEntry) -> str:
    """Return "57 questions, 307 practices"."""
    return ", ".join(
        (n_("{n} question", "{n} questions", entry.questions), n_("{n} practice", "{n} practices", entry.practices))
    )


def guidance_words(entry: ShelfEntry) -> str:
    """How much of it has guidance."""
    return _(_GUIDANCE[_guidance(entry)])


def _size(entry: ShelfEntry) -> str:
    return "small" if entry.questions <= _SMALL else "medium" if entry.questions <= _MEDIUM else "large"


def _guidance(entry: ShelfEntry) -> str:
    if entry.guidance.is_complete:
        return "all"
    if not entry.guidance.is_empty:
        return "some"
    return "none" if entry.origin else "author"


def _version_groups(line: LensLine) -> tuple[str, ...]:
    return ("newest",) * line.is_newest + ("several",) * (line.versions > 1)


@dataclass(frozen=True)
class Group:
    """A kind of filter: its title, its values and which of them a line has."""

    title: str
    values: Mapping[str, str]
    of: Callable[[LensLine], tuple[str, ...]]


GROUPS: dict[str, Group] = {
    "domain": Group(N_("Domain"), _DOMAINS, lambda line: (line.entry.domain if line.entry.domain in _DOMAINS else "",)),
    "publisher": Group(N_("Published by"), _PUBLISHERS, lambda line: (line.entry.origin if line.entry.origin in _PUBLISHERS else "",)),
    "size": Group(N_("Size"), _SIZES, lambda line: (_size(line.entry),)),
    "guidance": Group(N_("Completeness"), _GUIDANCE, lambda line: (_guidance(line.entry),)),
    "version": Group(N_("Version"), _VERSIONS, _version_groups),
    "where": Group(N_("Where it is"), _WHERE, lambda line: (line.at.where,)),
}  # fmt: skip


@dataclass(frozen=True)
class LensFilter:
    """What is shown, in which order.

    Attributes:
        text: Words that name, alias, version, description or domain must have.
        chosen: Pairs of group and value; of one group any, of several groups all must fit.
        sort: Key of a column; in the order of the shelf if empty.
    """

    text: str = ""
    chosen: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    sort: str = ""
    descending: bool = False

    def fits(self, line: LensLine) -> bool:
        """Tell whether a line is shown."""
        entry = line.entry
        words = f"{entry.name}\n{entry.alias}\n{entry.version}\n{entry.description}\n{domain_words(entry)}\n{publisher_words(entry)}".casefold()
        if not all(word in words for word in self.text.casefold().split()):
            return False
        groups = {group for group, _value in self.chosen}
        return all(any((group, value) in self.chosen for value in GROUPS[group].of(line)) for group in groups)


def _columns() -> tuple[Column, ...]:
    def name(line: Any) -> Cell:
        second = " · ".join(part for part in (line.entry.alias, line.entry.version) if part)
        return Cell(first=line.entry.name, second=second, strong=True)

    def domain(line: Any) -> Cell:
        return Cell(first=domain_words(line.entry), second=publisher_words(line.entry))

    def size(line: Any) -> Cell:
        return Cell(first=n_("{n} question", "{n} questions", line.entry.questions),
                    second=n_("{n} practice", "{n} practices", line.entry.practices))  # fmt: skip

    def guidance(line: Any) -> Cell:
        levels = line.entry.levels
        words = n_("{n} risk level", "{n} risk levels", levels) if levels else _("no risk levels")
        return Cell(first=guidance_words(line.entry), second=words)

    def used(line: Any) -> Cell:
        count = len(line.used_by)
        return Cell(first=n_("{n} workload", "{n} workloads", count) if count else "–", words=line.use_words)

    return (
        Column("name", _("Lens"), 170, name, lambda line: line.entry.name.casefold(), grows=6),
        Column("domain", _("Domain"), 110, domain, lambda line: (domain_words(line.entry), publisher_words(line.entry)), yields=2),
        Column("size", _("Size"), 108, size, lambda line: line.entry.practices, yields=3),
        Column("guidance", _("Completeness"), 164, guidance, lambda line: line.entry.guidance.guided_practices / max(1, line.entry.practices), yields=1),
        Column("used", _("Used by"), 96, used, lambda line: len(line.used_by), yields=4),
    )  # fmt: skip


class LensListModel(QAbstractTableModel):
    """Lenses as rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all: tuple[LensLine, ...] = ()
        self.lines: tuple[LensLine, ...] = ()
        self.filter = LensFilter()
        self.columns = _columns()

    def set_lines(self, lines: Sequence[LensLine]) -> None:
        """Show other lenses."""
        self.all = tuple(lines)
        self.arrange(self.filter)

    def arrange(self, wanted: LensFilter) -> None:
        """Filter and sort in another way."""
        shown = [line for line in self.all if wanted.fits(line)]
        column = next((one for one in self.columns if one.key == wanted.sort), None)
        if column is not None:
            shown.sort(key=column.sort_key, reverse=wanted.descending)
        self.beginResetModel()
        self.filter, self.lines = wanted, tuple(shown)
        self.endResetModel()

    def count(self, group: str, value: str) -> int:
        """Return how many lenses have a value of a group, whatever else is chosen."""
        return sum(value in GROUPS[group].of(line) for line in self.all)

    def cell(self, index: AnyIndex) -> Cell:
        """Return what a cell shows."""
        return self.columns[index.column()].cell(self.lines[index.row()])  # type: ignore[arg-type]

    def row_of(self, key: str) -> int:
        """Return the row of a lens, -1 when it is not shown."""
        return next((row for row, line in enumerate(self.lines) if line.key == key), -1)

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index).first
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(index).spoken
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None
