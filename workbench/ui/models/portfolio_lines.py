"""What the portfolio says about a workload or a group: cells, columns, filters; plain data, no models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from workbench.domain.risk import RISK_ORDER, Risk
from workbench.domain.workload import field_named
from workbench.i18n import N_, _, n_
from workbench.store.queries.portfolio import PortfolioRow
from workbench.ui.days import day_text

__all__ = [
    "CHIPS",
    "OTHER",
    "SOON_DAYS",
    "Cell",
    "Column",
    "Filter",
    "Line",
    "columns_for",
    "columns_of",
    "environment_title",
    "filter_from",
    "fits",
    "group_keys",
    "group_of",
    "lines_of",
    "risk_words",
    "summary_of",
]

SOON_DAYS = 30
"""A review this many days ahead is called soon."""
OTHER = "*"
"""Stands for all pillars outside the Framework's."""


def environment_title(value: str) -> str:
    """Return the title of an environment."""
    return _(dict(field_named("environment").choices).get(value, value))


def risk_words(counts: Mapping[Risk, int]) -> str:
    """Return counts in words: "3 high risks, 1 medium risk, 4 unanswered"."""
    words = {
        Risk.HIGH: lambda n: n_("{n} high risk", "{n} high risks", n),
        Risk.MEDIUM: lambda n: n_("{n} medium risk", "{n} medium risks", n),
        Risk.UNANSWERED: lambda n: n_("{n} unanswered", "{n} unanswered", n),
        Risk.NONE: lambda n: n_("{n} without risk", "{n} without risk", n),
        Risk.NOT_APPLICABLE: lambda n: n_("{n} not applicable", "{n} not applicable", n),
    }
    return ", ".join(words[risk](counts[risk]) for risk in RISK_ORDER if counts.get(risk)) or _("No questions")


@dataclass(frozen=True)
class Line:
    """One workload as the list shows it, or the sum of a group.

    Attributes:
        rows: The workloads it stands for; one for a workload.
        title: The workload's or the group's name.
        today: What overdue and soon are measured from.
    """

    rows: tuple[PortfolioRow, ...]
    title: str
    today: date
    is_group: bool = False

    @property
    def id(self) -> str:
        """Id of the workload, "" for a group."""
        return "" if self.is_group else self.rows[0].workload.id

    @property
    def row(self) -> PortfolioRow:
        """The workload; the first one of a group."""
        return self.rows[0]

    @cached_property
    def pillars(self) -> dict[str, Counter[Risk]]:
        """Questions per pillar id and risk, over all lenses."""
        found: dict[str, Counter[Risk]] = {}
        for row in self.rows:
            for review in row.reviews:
                for pillar, pairs in review.pillars:
                    found.setdefault(pillar, Counter()).update(dict(pairs))
        return found

    @cached_property
    def counts(self) -> Counter[Risk]:
        """Questions per risk, over all lenses."""
        found: Counter[Risk] = Counter()
        for row in self.rows:
            found.update(dict(row.counts))
        return found

    @property
    def answered(self) -> int:
        """Questions with a result."""
        return sum(row.answered for row in self.rows)

    @property
    def questions(self) -> int:
        """Questions that count."""
        return sum(row.questions for row in self.rows)

    @cached_property
    def days_left(self) -> int | None:
        """Days until the next review, negative when overdue; None without a date."""
        try:
            return (date.fromisoformat(self.row.workload.next_review) - self.today).days
        except ValueError:
            return None

    @property
    def is_overdue(self) -> bool:
        """True when the next review should have been held."""
        return self.days_left is not None and self.days_left < 0

    @property
    def due_words(self) -> str:
        """What the date of the next review means, "" when it is far."""
        days = self.days_left
        if days is None or days > SOON_DAYS:
            return ""
        if days < 0:
            return n_("{n} day overdue", "{n} days overdue", -days)
        return n_("Soon, in {n} day", "Soon, in {n} days", days) if days else _("Today")

    @cached_property
    def words(self) -> str:
        """Everything the filter text looks into, case folded."""
        workload = self.row.workload
        parts = [workload.name, workload.description, workload.owner, workload.review_owner, workload.industry]
        parts += [environment_title(workload.environment), *workload.aws_regions, *workload.non_aws_regions]
        parts += [review.lens_name for review in self.row.reviews]
        parts += [f"{key}={value}" for key, value in workload.tags]
        return "\n".join(parts).casefold()


def lines_of(rows: Sequence[PortfolioRow], today: date) -> tuple[Line, ...]:
    """Return a line for each workload, its counts ready, so that a window need not count a thousand of them."""
    found = tuple(Line((row,), row.workload.name, today) for row in rows)
    for line in found:
        line.counts, line.pillars  # noqa: B018
    return found


CHIPS: dict[str, tuple[str, Callable[[Line], bool]]] = {
    "overdue": (N_("Overdue review"), lambda line: line.is_overdue),
    "high": (N_("High risk"), lambda line: line.counts[Risk.HIGH] > 0),
    "not_started": (N_("Not started"), lambda line: line.answered == 0),
    "no_owner": (N_("No owner"), lambda line: not line.row.workload.owner.strip()),
}
"""Filters by id: name and what they let through."""


@dataclass(frozen=True)
class Filter:
    """What is shown and how: several chips narrow together.

    Attributes:
        group: "" for none, "owner", "environment", or "tag:KEY".
        sort: Key of a column.
    """

    text: str = ""
    chips: frozenset[str] = field(default_factory=frozenset)
    group: str = ""
    sort: str = "name"
    descending: bool = False


def fits(line: Line, wanted: Filter) -> bool:
    """Tell whether a filter lets a workload through."""
    return all(CHIPS[chip][1](line) for chip in wanted.chips) and all(
        word in line.words for word in wanted.text.casefold().split()
    )


def group_keys(rows: Sequence[PortfolioRow]) -> list[tuple[str, str]]:
    """Return what the portfolio can be grouped by: key and title."""
    tags = sorted({key for row in rows for key, _value in row.workload.tags}, key=str.lower)
    named = [("", _("Not grouped")), ("owner", _("Owner")), ("environment", _("Environment"))]
    return named + [(f"tag:{key}", _("Tag {key}").format(key=key)) for key in tags]


def summary_of(lines: Sequence[Line]) -> str:
    """Return "6 workloads, 24 high risks, 2 reviews overdue"."""
    high = sum(line.counts[Risk.HIGH] for line in lines)
    overdue = sum(line.is_overdue for line in lines)
    parts = [n_("{n} workload", "{n} workloads", len(lines)), n_("{n} high risk", "{n} high risks", high)]
    if overdue:
        parts.append(n_("{n} review overdue", "{n} reviews overdue", overdue))
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows.

    Attributes:
        kind: "text" (two lines), "marks" (high and medium below each other) or "bar".
        tone: Tone of the second line: "dim", "high" or "medium".
        words: All of it for tool tip and screen reader; the lines if empty.
    """

    kind: str = "text"
    first: str = ""
    second: str = ""
    tone: str = "dim"
    strong: bool = False
    counts: Mapping[Risk, int] = field(default_factory=dict)
    words: str = ""

    @property
    def spoken(self) -> str:
        """The cell in words."""
        return self.words or ", ".join(part for part in (self.first, self.second) if part)


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        width: Width at 100 %.
        sort_key: Value to sort by; None stands last whatever the direction.
        yields: Order in which columns leave when there is no room; 0 stays.
        grows: Share of the room that is left over.
    """

    key: str
    title: str
    width: int
    cell: Callable[[Any], Cell]
    sort_key: Callable[[Any], Any]
    tip: str = ""
    yields: int = 0
    grows: int = 0


def _name_cell(line: Line) -> Cell:
    if line.is_group:
        return Cell(first=line.title, second=n_("{n} workload", "{n} workloads", len(line.rows)), strong=True)
    lenses = ", ".join(_short(review.lens_name) for review in line.row.reviews) or _("No lens yet")
    return Cell(first=line.title, second=lenses, strong=True)


def _short(lens_name: str) -> str:
    return lens_name.removeprefix("AWS Well-Architected ").removeprefix("AWS ") or lens_name


def _owner_cell(line: Line) -> Cell:
    return Cell() if line.is_group else Cell(first=line.row.workload.owner)


def _environment_cell(line: Line) -> Cell:
    return Cell() if line.is_group else Cell(first=environment_title(line.row.workload.environment))


def _progress_cell(line: Line) -> Cell:
    if not line.questions:
        return Cell(second=_("No questions"))
    text = _("{done} of {all}").format(done=f"{line.answered:,}", all=f"{line.questions:,}")
    return Cell(first=text, second=_("answered") if line.answered else _("not started"))


def _milestone_cell(line: Line) -> Cell:
    if line.is_group or line.row.milestone is None:
        return Cell()
    _number, name, at = line.row.milestone
    return Cell(first=name, second=day_text(at))


def _review_cell(line: Line) -> Cell:
    if line.is_group:
        overdue = sum(CHIPS["overdue"][1](Line((row,), "", line.today)) for row in line.rows)
        return Cell(second=_("{n} overdue").format(n=overdue), tone="high") if overdue else Cell()
    tone = "high" if line.is_overdue else "medium"
    return Cell(first=day_text(line.row.workload.next_review), second=line.due_words, tone=tone)


def _worst(counts: Mapping[Risk, int]) -> tuple[int, int]:
    return -counts.get(Risk.HIGH, 0), -counts.get(Risk.MEDIUM, 0)


def _pillar_column(pillar: str, title: str, name: str, of: Callable[[Line], Counter[Risk] | None]) -> Column:
    def cell(line: Line) -> Cell:
        counts = of(line)
        return Cell("marks", counts=counts, words=f"{name}: {risk_words(counts)}") if counts else Cell()

    def sort_key(line: Line) -> tuple[int, int] | None:
        counts = of(line)
        return _worst(counts) if counts else None

    return Column(f"pillar:{pillar}", title, 54 if pillar == OTHER else 50, cell, sort_key, tip=name)


def columns_for(pillars: Sequence[tuple[str, str, str]], *, has_other: bool) -> tuple[Column, ...]:
    """Return all columns.

    Args:
        pillars: Id, short code and name of the pillars with a column of their own.
        has_other: Some review has other pillars; they share one column.
    """
    known = {pillar for pillar, _code, _name in pillars}

    def of_others(line: Line) -> Counter[Risk] | None:
        others = [counts for pillar, counts in line.pillars.items() if pillar not in known]
        return sum(others, Counter()) or None

    def of(pillar: str) -> Callable[[Line], Counter[Risk] | None]:
        return lambda line: line.pillars.get(pillar)

    marks = [_pillar_column(pillar, code or name[:4], name, of(pillar)) for pillar, code, name in pillars]
    if has_other:
        marks.append(_pillar_column(OTHER, _("Other"), _("Pillars of other lenses"), of_others))
    return (
        Column("name", _("Workload"), 156, _name_cell, lambda line: line.title.casefold(), grows=4),
        Column("environment", _("Environment"), 100, _environment_cell,
               lambda line: line.row.workload.environment or None, yields=1, grows=1),
        Column("owner", _("Owner"), 96, _owner_cell, lambda line: line.row.workload.owner.casefold() or None, yields=3, grows=2),
        *marks,
        Column("risk", _("Risk"), 100, lambda line: Cell("bar", counts=line.counts, words=risk_words(line.counts)),
               lambda line: _worst(line.counts), tip=_("All lenses together"), grows=1),
        Column("progress", _("Progress"), 88, _progress_cell,
               lambda line: line.answered / line.questions if line.questions else None),
        Column("milestone", _("Last milestone"), 110, _milestone_cell,
               lambda line: line.row.milestone[2] if line.row.milestone else None, yields=2, grows=2),
        Column("review", _("Next review"), 128, _review_cell, lambda line: line.row.workload.next_review or None),
    )  # fmt: skip


def columns_of(pillars: Sequence[tuple[str, str, str]], rows: Sequence[PortfolioRow]) -> tuple[Column, ...]:
    """Return the columns for some workloads: a pillar has one where a workload is reviewed with it."""
    seen = {pillar for row in rows for review in row.reviews for pillar, _counts in review.pillars}
    known = {pillar for pillar, _code, _name in pillars}
    return columns_for([one for one in pillars if one[0] in seen], has_other=bool(seen - known))


def group_of(row: PortfolioRow, by: str) -> str:
    """Return the name of the group a workload belongs to, "" without one."""
    if by == "owner":
        return row.workload.owner
    if by == "environment":
        return environment_title(row.workload.environment)
    return dict(row.workload.tags).get(by.removeprefix("tag:"), "")


def filter_from(values: Mapping[str, Any]) -> Filter:
    """Make a filter of what was saved, leaving out what is unknown now."""
    return Filter(
        text=str(values.get("text", "")),
        chips=frozenset(chip for chip in values.get("chips", ()) if chip in CHIPS),
        group=str(values.get("group", "")),
        sort=str(values.get("sort", "name")),
        descending=bool(values.get("descending")),
    )
