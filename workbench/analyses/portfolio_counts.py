"""Everything that is counted over many workloads, once: the page, the command line and the reports only show it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from workbench.analyses.portfolio import Action, FileFacts, PracticeName, Spot, WorkloadFacts
from workbench.domain.initiative import Initiative
from workbench.domain.plan import ItemStatus
from workbench.domain.risk import RISK_ORDER, Risk

__all__ = [
    "LOAD_DAYS", "SOON_DAYS", "Due", "DueKind", "HeatRow", "Load", "PillarColumn", "Place", "Recurring", "Totals",
    "Valued", "dues", "heat", "in_file", "is_begun", "later", "loads", "places", "recurring", "totals", "values",
]  # fmt: skip

SOON_DAYS = 90
"""Reviews within so many days are due: the next quarter."""
LOAD_DAYS = 30
"""Actions within so many days are an owner's next ones."""
_OPEN = (Risk.HIGH, Risk.MEDIUM)
_RATED = (*_OPEN, Risk.NONE)


@dataclass(frozen=True, slots=True)
class Place:
    """A workload in its file.

    Attributes:
        title: Its name; with its file where there are several.
    """

    file: FileFacts
    workload: WorkloadFacts
    title: str

    @property
    def key(self) -> str:
        """What opens it: its id in the open file, nothing in another."""
        return self.workload.id if self.file.is_main else ""

    @property
    def order(self) -> tuple[int, int, str]:
        """Sorts the worst first."""
        counts = self.workload.counts
        return -counts[Risk.HIGH], -counts[Risk.MEDIUM], self.title.casefold()


def in_file(workload: str, file: str) -> str:
    """Return what a workload is called where there are several files."""
    return f"{workload} ({file})"


def places(files: Sequence[FileFacts]) -> tuple[Place, ...]:
    """Return every workload, the worst first."""
    alone = len(files) < 2
    found = (
        Place(file, one, one.name if alone else in_file(one.name, file.name))
        for file in files
        for one in file.workloads
    )
    return tuple(sorted(found, key=lambda place: place.order))


def _known(files: Sequence[FileFacts]) -> dict[tuple[int, str], Place]:
    """Return places by the identity of their file and the id of the workload: copies of a file share ids."""
    return {(id(place.file), place.workload.id): place for place in places(files)}


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over all workloads.

    Attributes:
        counts: Questions by risk.
        begun: Workloads with an answer that has a result.
        answered: Questions with a result.
        applicable: Questions that apply.
    """

    workloads: int
    counts: Mapping[Risk, int]
    begun: int
    answered: int
    applicable: int


def totals(files: Sequence[FileFacts]) -> Totals:
    """Return the sums over all workloads."""
    counts: Counter[Risk] = Counter()
    number = begun = 0
    for file in files:
        for one in file.workloads:
            own = one.counts
            counts.update(own)
            number += 1
            begun += any(own[risk] for risk in _RATED)
    answered = sum(counts[risk] for risk in _RATED)
    return Totals(number, counts, begun, answered, sum(counts.values()) - counts[Risk.NOT_APPLICABLE])


# -- where the risks are ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PillarColumn:
    """A pillar over all lenses and files: pillars of one name are one.

    Attributes:
        key: Its id; with the alias of its lens where another pillar has the id already.
    """

    key: str
    code: str
    name: str


def is_begun(cell: Mapping[Risk, int] | None) -> bool:
    """Tell whether anything of a pillar is answered."""
    return cell is not None and any(n for risk, n in cell.items() if risk is not Risk.UNANSWERED)


@dataclass(frozen=True, slots=True)
class HeatRow:
    """Questions by risk of one workload in each pillar; None where it is not reviewed with any lens that has the pillar."""

    place: Place
    cells: tuple[Mapping[Risk, int] | None, ...]


def heat(files: Sequence[FileFacts]) -> tuple[tuple[PillarColumn, ...], tuple[HeatRow, ...]]:
    """Return the pillars that are reviewed anywhere, in the order of the lenses, and the workloads, worst first."""
    named: dict[tuple[int, Spot], str] = {}
    columns: dict[str, PillarColumn] = {}
    used = {(id(file), spot) for file in files for one in file.workloads for spot in one.pillars}
    keys: set[str] = set()
    for file in files:
        for spot, (code, name) in file.pillars.items():
            if (id(file), spot) in used:
                folded = name.casefold()
                named[id(file), spot] = folded
                if folded not in columns:
                    key = ":".join(spot) if spot[1] in keys else spot[1]
                    keys.add(key)
                    columns[folded] = PillarColumn(key, code, name)
    rows = []
    for place in places(files):
        sums: dict[str, Counter[Risk]] = defaultdict(Counter)
        for spot, counts in place.workload.pillars.items():
            folded = named.get((id(place.file), spot), "")
            if folded:
                sums[folded].update(counts)
        rows.append(HeatRow(place, tuple(sums.get(folded) for folded in columns)))
    return tuple(columns.values()), tuple(rows)


@dataclass(frozen=True, slots=True)
class Recurring:
    """A practice that is missing behind a high risk of several workloads.

    Attributes:
        spot: Lens alias and practice id.
        where: Titles of the workloads.
        share: Of all workloads.
    """

    spot: Spot
    name: PracticeName
    lens: str
    where: tuple[str, ...]
    share: float


def recurring(files: Sequence[FileFacts]) -> tuple[Recurring, ...]:
    """Return the practices that are missing in questions with a high risk of two workloads or more, commonest first."""
    known = _known(files)
    where: dict[Spot, dict[tuple[int, str], str]] = defaultdict(dict)
    names: dict[Spot, PracticeName] = {}
    lenses: dict[str, str] = {}
    for file in files:
        lenses |= file.lenses
        for risk in file.risks:
            if risk.risk is Risk.HIGH:
                key = id(file), risk.workload_id
                for spot in risk.missing:
                    where[spot][key] = known[key].title
                    names.setdefault(spot, file.practices.get(spot, PracticeName("", spot[1])))
    found = [
        Recurring(spot, names[spot], lenses.get(spot[0], spot[0]), tuple(sorted(titles.values(), key=str.casefold)),
                  len(titles) / len(known))
        for spot, titles in where.items() if len(titles) > 1
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-len(one.where), one.name.words.casefold(), one.spot)))


# -- who has to do what -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Load:
    """What one person or team has to do, over all workloads.

    Attributes:
        owner: As it is written first; empty for what nobody owns.
        workloads: How many this owner answers for.
        high: Open high risks, but for those whose improvement is done.
        overdue: Open risks and initiatives whose day has passed.
        soon: Those due within LOAD_DAYS.
        next_due: The first day something is due, YYYY-MM-DD; may be empty.
        where: Titles of the workloads with something to do.
    """

    owner: str
    workloads: int
    high: int
    medium: int
    initiatives: int
    overdue: int
    soon: int
    next_due: str
    where: tuple[str, ...]


def loads(files: Sequence[FileFacts], today: str) -> tuple[Load, ...]:
    """Return every owner whatever the case of the name: the most overdue first, then most high risks; nobody last."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    titles: dict[str, str] = {}
    where: dict[str, set[str]] = defaultdict(set)
    first: dict[str, str] = {}
    for file in files:
        for one in file.workloads:
            key = one.owner.strip().casefold()
            titles.setdefault(key, one.owner.strip())
            counts[key]["workloads"] += 1
    for place, action in _actions(files):
        key, day = action.owner.strip().casefold(), place.workload.day or today
        titles.setdefault(key, action.owner.strip())
        counts[key][action.risk.value if action.risk else "initiatives"] += 1
        counts[key]["overdue"] += action.is_overdue(day)
        counts[key]["soon"] += bool(day <= action.due <= later(day, LOAD_DAYS))
        where[key].add(place.title)
        if action.due and action.status is not ItemStatus.ACCEPTED:
            first[key] = min(first.get(key, action.due), action.due)
    order = sorted(counts, key=lambda key: (not key, -counts[key]["overdue"], -counts[key][Risk.HIGH.value], key))
    return tuple(
        Load(titles[key], n["workloads"], n[Risk.HIGH.value], n[Risk.MEDIUM.value], n["initiatives"], n["overdue"],
             n["soon"], first.get(key, ""), tuple(sorted(where[key], key=str.casefold)))
        for key in order for n in (counts[key],)
    )  # fmt: skip


def _actions(files: Sequence[FileFacts]) -> Iterator[tuple[Place, Action]]:
    known = _known(files)
    for file in files:
        for action in file.actions:
            if action.status is not ItemStatus.DONE:
                yield known[id(file), action.workload_id], action


@dataclass(frozen=True, slots=True)
class Valued:
    """An initiative and what it still has to close.

    Attributes:
        risk: The worst open risk it works on; no risk where all are closed.
        still_high: Questions it works on that have a high risk.
    """

    place: Place
    initiative: Initiative
    risk: Risk
    still_high: int


def values(files: Sequence[FileFacts]) -> tuple[Valued, ...]:
    """Return every initiative, those with a recorded value first."""
    known, found = _known(files), []
    for file in files:
        still = {action.key: action.risk for action in file.actions if action.risk}
        for workload_id, one in file.initiatives:
            risks = [risk for spot in one.questions if (risk := still.get(spot))]
            worst = min(risks, key=RISK_ORDER.index, default=Risk.NONE)
            found.append(Valued(known[id(file), workload_id], one, worst, risks.count(Risk.HIGH)))
    found.sort(key=lambda one: (not one.initiative.value, one.initiative.title.casefold(), one.place.title.casefold()))
    return tuple(found)


# -- what ends when ---------------------------------------------------------------------------------------------------


class DueKind(StrEnum):
    """What ends or is due."""

    REVIEW = "review"
    RISK = "accepted_risk"
    FINDING = "finding"
    ACTION = "action"
    INITIATIVE = "initiative"


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a day.

    Attributes:
        days_left: From the day the workload's state is of; negative when it is over.
        title: Empty where the kind says all.
    """

    day: str
    days_left: int
    kind: DueKind
    title: str
    place: Place
    who: str
    why: str = ""

    @property
    def is_over(self) -> bool:
        """True when its day has passed."""
        return self.days_left < 0


def dues(files: Sequence[FileFacts], today: str) -> tuple[Due, ...]:
    """Return what is due, by day: exceptions whenever they end, reviews within SOON_DAYS or over, overdue actions."""
    known, found = _known(files), []

    def add(day: str, kind: DueKind, title: str, place: Place, who: str, why: str = "") -> None:
        left = (date.fromisoformat(day) - date.fromisoformat(place.workload.day or today)).days
        found.append(Due(day, left, kind, title, place, who, why))

    for place in known.values():
        one = place.workload
        if _is_day(one.next_review) and one.next_review <= later(one.day or today, SOON_DAYS):
            add(one.next_review, DueKind.REVIEW, "", place, one.owner)
    for file in files:
        for each in file.exceptions:
            if _is_day(each.until):
                kind = DueKind.RISK if each.risk else DueKind.FINDING
                add(each.until, kind, each.title, known[id(file), each.workload_id], each.by, each.why)
    for place, action in _actions(files):
        if _is_day(action.due) and action.is_overdue(place.workload.day or today):
            kind = DueKind.ACTION if action.risk else DueKind.INITIATIVE
            add(action.due, kind, action.title, place, action.owner)
    return tuple(sorted(found, key=lambda one: (one.day, one.place.title.casefold(), one.kind, one.title)))


def later(today: str, days: int) -> str:
    """Return the day so many days after another, YYYY-MM-DD."""
    return (date.fromisoformat(today) + timedelta(days=days)).isoformat()


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
