"""The report on many workloads: where the risks are, what comes again, who carries it, how it went, what falls due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from workbench.domain.risk import Risk
from workbench.i18n import _, n_
from workbench.reports.content.build import labels
from workbench.reports.content.material import Material
from workbench.reports.content.model import (
    PLAIN,
    Block,
    Brand,
    Bullet,
    Bullets,
    Chart,
    Content,
    Facts,
    Kind,
    Number,
    Numbers,
    Section,
    Table,
    Text,
)
from workbench.reports.content.portfolio_parts import due_things, is_answered, owner_loads, recurring
from workbench.reports.content.portfolio_tables import (
    course_chart,
    due_table,
    heat_map,
    load_table,
    recurring_table,
    value_table,
    workload_table,
)
from workbench.reports.content.redaction import ACCOUNTS_ONLY, Redaction, Redactor
from workbench.reports.content.register import register_of
from workbench.reports.content.words import day_words, high_risks, medium_risks, sentences

__all__ = ["build_portfolio"]

_WORST = 5
_MOST_ON_SLIDE = 6


@dataclass(frozen=True)
class _Portfolio:
    """The workloads of a report, the worst first, and what is counted over them."""

    materials: tuple[Material, ...]

    @cached_property
    def counts(self) -> Counter[Risk]:
        return sum((one.counts() for one in self.materials), Counter())

    @property
    def answered(self) -> int:
        return sum(is_answered(line) for one in self.materials for line in one.lines)


def build_portfolio(
    materials: Sequence[Material],
    *,
    today: str,
    name: str,
    made_by: str = "",
    redaction: Redaction = ACCOUNTS_ONLY,
    kind: Kind = Kind.FULL,
    brand: Brand = PLAIN,
    state: str = "",
    left_out: Sequence[str] = (),
    language: str = "en",
) -> Content:
    """Build what a report on many workloads says.

    Args:
        materials: Each workload with its lenses and milestones.
        today: The day of the report, YYYY-MM-DD.
        name: Of the workspace.
        made_by: Who makes the report.
        redaction: What is left out; in one report a name gets the same word everywhere.
        kind: Who it is for.
        brand: Logo, colours and cover line.
        state: Of which milestone, in words; of now if empty.
        left_out: Workloads without that milestone.
        language: Code of the language the texts are in.
    """
    known = tuple((one.snapshot, one.milestones, one.milestone) for one in materials)
    redactor = Redactor(redaction, known, name)
    shown = tuple(
        replace(one, snapshot=snapshot, milestones=milestones, milestone=milestone)
        for one, (snapshot, milestones, milestone) in zip(materials, redactor.applied(known), strict=True)
    )
    whole = _Portfolio(tuple(sorted(shown, key=_badness)))
    made_by = "" if redaction.names else redactor.text(made_by)
    n = len(shown)
    pairs = [
        (_("State"), state or _("As it stands on {day}").format(day=day_words(today))),
        (_("Workloads"), str(n)),
        (_("Not in it"), ", ".join(redactor.text(one) for one in left_out)),
        (_("Left out"), redaction.words),
        (_("Made by"), _("{name}, {day}").format(name=made_by, day=day_words(today)) if made_by else ""),
    ]
    return Content(
        kicker=_("Well-Architected portfolio"),
        title=_("Portfolio") if redaction.names else redactor.text(name) or _("Portfolio"),
        subtitle=n_("{n} workload", "{n} workloads", n),
        lead="",
        facts=Facts(tuple(pair for pair in pairs if pair[1])),
        notice="",
        running=" · ".join(part for part in (brand.cover, day_words(today)) if part),
        sections=_sections(whole, kind, today),
        labels=labels(),
        language=language,
        created_on=today,
        author=made_by,
        kind=kind,
        brand=brand,
        subject=(
            ("workloads", n), ("state_of", today),
            *((f"questions_{risk.value.lower()}", count) for risk, count in sorted(whole.counts.items())),
        ),
    )  # fmt: skip


def _badness(material: Material) -> tuple[int, int, str]:
    counts = material.counts()
    return -counts[Risk.HIGH], -counts[Risk.MEDIUM], material.snapshot.workload.name.casefold()


def _sections(whole: _Portfolio, kind: Kind, today: str) -> tuple[Section, ...]:
    if kind is Kind.REGISTER:
        overview = Section("overview", _("Overview"), (_numbers(whole), *_present(heat_map(whole.materials))))
        workloads = Section("workloads", _("Workloads"), (workload_table(whole.materials),))
        return (overview, workloads, *register_of(whole.materials))
    if kind is Kind.SUMMARY:
        return _one_page(whole, today)
    chapters = _CHAPTERS if kind is Kind.FULL else _SLIDES
    return tuple(one for make in chapters if (one := make(whole, today)) is not None)


def _one_page(whole: _Portfolio, today: str) -> tuple[Section, ...]:
    state = Section("state", _("Where we stand"), (
        _numbers(whole), Text(_words(whole), "lead"),
        *(replace(one, shows_data=False) for one in _present(heat_map(whole.materials, _WORST + 3)))))  # fmt: skip
    found = [state]
    if whole.materials:
        found.append(Section("highest", _("The workloads with the highest risks"), (
            workload_table(whole.materials, _WORST),)))  # fmt: skip
    found.append(Section("decided", _("What comes again"), (_again(whole),)))
    found.append(Section("asked", _("What is asked of you"), (_asked(whole),)))
    return tuple(found)


def _numbers(whole: _Portfolio) -> Numbers:
    high, medium = whole.counts[Risk.HIGH], whole.counts[Risk.MEDIUM]
    total = sum(whole.counts.values()) - whole.counts[Risk.NOT_APPLICABLE]
    begun = sum(any(is_answered(line) for line in one.lines) for one in whole.materials)
    answered = _("of {n} answered").format(n=whole.answered)
    return Numbers((
        Number(str(high), n_("high risk", "high risks", high), answered, "high"),
        Number(str(medium), n_("medium risk", "medium risks", medium), answered, "medium"),
        Number(str(begun), n_("workload reviewed", "workloads reviewed", begun), _("of {n}").format(n=len(whole.materials))),
        Number(str(whole.answered), n_("question answered", "questions answered", whole.answered),
               _("of {n} applicable").format(n=total)),
    ))  # fmt: skip


def _words(whole: _Portfolio) -> str:
    if not whole.materials:
        return _("There is no workload yet.")
    high, medium = whole.counts[Risk.HIGH], whole.counts[Risk.MEDIUM]
    said = _("{workloads} with {high} and {medium}.").format(
        workloads=n_("{n} workload", "{n} workloads", len(whole.materials)),
        high=high_risks(high),
        medium=medium_risks(medium),
    )
    worst = whole.materials[0]
    most = worst.counts()[Risk.HIGH]
    where = _("Most high risks are in {workload}: {n}.").format(workload=worst.snapshot.workload.name, n=most)
    return sentences(said, where if most else "")


def _again(whole: _Portfolio) -> Text | Bullets:
    found = recurring(whole.materials)[:4]
    if not found:
        return Text(_("No practice is missing under a high risk in more than one workload."))
    return Bullets("", tuple(
        Bullet(f"{one.practice.code} {one.practice.title}".strip(), "",
               n_("in {n} workload", "in {n} workloads", len(one.workloads)))
        for one in found
    ))  # fmt: skip


def _asked(whole: _Portfolio) -> Text | Bullets:
    due = due_things(whole.materials)
    expired = sum(one.kind != "review" and one.is_over for one in due)
    reviews = sum(one.kind == "review" and one.is_over for one in due)
    loads = owner_loads(whole.materials)
    nobody = sum(one.high for one in loads if not one.owner)
    overdue = sum(one.overdue for one in loads)
    said = (
        (nobody, n_("{n} high risk has no owner", "{n} high risks have no owner", nobody)),
        (overdue, n_("{n} improvement is overdue", "{n} improvements are overdue", overdue)),
        (expired, n_("{n} exception has expired", "{n} exceptions have expired", expired)),
        (reviews, n_("{n} review is overdue", "{n} reviews are overdue", reviews)),
    )
    items = tuple(Bullet(text) for n, text in said if n)
    return Bullets("", items) if items else Text(_("Nothing: every high risk has an owner, and nothing is overdue."))


# -- chapters and slides ----------------------------------------------------------------------------------------
def _present(chart: Chart | None) -> tuple[Chart, ...]:
    return (chart,) if chart else ()


def _standing(whole: _Portfolio, today: str) -> Section:
    return Section("summary", _("Where we stand"), (_numbers(whole), Text(_words(whole), "lead")))


def _map(whole: _Portfolio, today: str) -> Section | None:
    chart = heat_map(whole.materials)
    return Section("heat-map", _("Risks by pillar and workload"), (chart,)) if chart else None


def _map_slide(whole: _Portfolio, today: str) -> Section | None:
    chart = heat_map(whole.materials, 14)
    return Section("heat-map", chart.title, (replace(chart, shows_data=False),), notes=(chart.alt,)) if chart else None


def _workloads(whole: _Portfolio, today: str) -> Section:
    return Section("workloads", _("Workloads, worst first"), (workload_table(whole.materials),))


def _worst(whole: _Portfolio, today: str) -> Section:
    table = workload_table(whole.materials, 8)
    return Section("workloads", _("The workloads with the highest risks"), (table,))


def _repeated(whole: _Portfolio, today: str) -> Section:
    table = recurring_table(whole.materials)
    title = _("What is missing again and again")
    return Section("recurring", title, (table,) if table.rows else (_again(whole),))


def _over_time(whole: _Portfolio, today: str) -> Section | None:
    chart = course_chart(whole.materials, today)
    return Section("maturity", _("How it went"), (chart,)) if chart else None


def _owners(whole: _Portfolio, today: str) -> Section:
    table = load_table(whole.materials)
    return Section("owners", _("Who carries how much"), (table,) if table.rows else (Text(_("Nothing is open.")),))


def _value(whole: _Portfolio, today: str) -> Section | None:
    table = value_table(whole.materials)
    return Section("value", _("Initiatives and what they bring"), (table,)) if table.rows else None


def _due(whole: _Portfolio, today: str) -> Section:
    table = due_table(whole.materials)
    text = Text(_("No exception and no review falls due within 90 days."))
    return Section("due", _("Exceptions and reviews due"), (table,) if table.rows else (text,))


def _asked_slide(whole: _Portfolio, today: str) -> Section:
    return Section("asked", _("What is asked of you"), (_asked(whole),))


def _beginning(make: Callable[[_Portfolio, str], Section | None]) -> Callable[[_Portfolio, str], Section | None]:
    """Make a slide of a chapter: the first rows of its table, its picture without the table."""

    def slide(whole: _Portfolio, today: str) -> Section | None:
        section = make(whole, today)
        if section is None:
            return None
        blocks: list[Block] = []
        for one in section.blocks:
            if isinstance(one, Table) and len(one.rows) > _MOST_ON_SLIDE:
                more = len(one.rows) - _MOST_ON_SLIDE
                said = n_("{n} more is in the full report.", "{n} more are in the full report.", more)
                blocks += [Text(said, "quiet"), replace(one, rows=one.rows[:_MOST_ON_SLIDE])]
            else:
                blocks.append(replace(one, shows_data=False) if isinstance(one, Chart) else one)
        return replace(section, blocks=tuple(blocks), notes=tuple(one.alt for one in blocks if isinstance(one, Chart)))

    return slide


_CHAPTERS: tuple[Callable[[_Portfolio, str], Section | None], ...] = (
    _standing, _map, _workloads, _repeated, _over_time, _owners, _value, _due,
)  # fmt: skip
_SLIDES: tuple[Callable[[_Portfolio, str], Section | None], ...] = (
    _standing, _map_slide, _worst, *map(_beginning, (_repeated, _over_time, _owners, _value, _due)), _asked_slide,
)  # fmt: skip
