"""The report on many workloads: where the risks are, what comes again, who carries it, how it went, what falls due."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from workbench.analyses.portfolio import FileFacts
from workbench.analyses.portfolio_counts import DueKind, Totals, dues, in_file, loads, places, recurring, totals
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
from workbench.reports.content.portfolio_parts import facts_of
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
    """The workloads of a report, the worst first, and the facts everything is counted from."""

    materials: tuple[Material, ...]
    files: tuple[FileFacts, ...]
    today: str

    @cached_property
    def totals(self) -> Totals:
        return totals(self.files)


def build_portfolio(
    files: Mapping[str, Sequence[Material]],
    *,
    today: str,
    name: str,
    made_by: str = "",
    redaction: Redaction = ACCOUNTS_ONLY,
    kind: Kind = Kind.FULL,
    brand: Brand = PLAIN,
    state: str = "",
    left_out: Sequence[str] = (),
    not_read: Sequence[str] = (),
    language: str = "en",
) -> Content:
    """Build what a report on many workloads says.

    Args:
        files: By the name of each file its workloads with their lenses and milestones.
        today: The day of the report, YYYY-MM-DD.
        name: Of the workspace, or of the report where there are several.
        made_by: Who makes the report.
        redaction: What is left out; in one report a name gets the same word everywhere.
        kind: Who it is for.
        brand: Logo, colours and cover line.
        state: Of which milestone, in words; of now if empty.
        left_out: Workloads without that milestone.
        not_read: Files that could not be read, with why.
        language: Code of the language the texts are in.
    """
    known = tuple((one.snapshot, one.milestones, one.milestone) for each in files.values() for one in each)
    redactor = Redactor(redaction, known, name, tuple(files))
    whole = _whole(files, redactor, today)
    made_by = "" if redaction.names else redactor.text(made_by)
    n = len(whole.materials)
    unread = _("{n} of {all} files").format(n=len(not_read), all=len(not_read) + len(files))
    pairs = [
        (_("State"), state or _("As it stands on {day}").format(day=day_words(today))),
        (_("Workloads"), str(n)),
        (_("Files"), ", ".join(one.name for one in whole.files) if len(files) > 1 else ""),
        (_("Not in it"), ", ".join(redactor.text(one) for one in left_out)),
        (_("Not read"), (unread if redaction.names else "; ".join(not_read)) if not_read else ""),
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
        sections=_sections(whole, kind),
        labels=labels(),
        language=language,
        created_on=today,
        author=made_by,
        kind=kind,
        brand=brand,
        subject=(
            ("workloads", n), ("files", len(files)), ("state_of", today),
            *((f"questions_{risk.value.lower()}", count) for risk, count in sorted(whole.totals.counts.items())),
        ),
    )  # fmt: skip


def _whole(files: Mapping[str, Sequence[Material]], redactor: Redactor, today: str) -> _Portfolio:
    """Leave out what is left out, then say of each workload which file it is of, where there are several."""
    facts: list[FileFacts] = []
    shown: list[Material] = []
    for number, (name, materials) in enumerate(files.items()):
        own = []
        for one in materials:
            snapshot, milestones, milestone = redactor.applied((one.snapshot, one.milestones, one.milestone))
            own.append(replace(one, snapshot=snapshot, milestones=milestones, milestone=milestone))
        facts.append(facts_of(redactor.text(name), own, is_main=not number))
        shown += own if len(files) < 2 else [_in_file(one, facts[-1].name) for one in own]
    return _Portfolio(tuple(sorted(shown, key=_badness)), tuple(facts), today)


def _in_file(material: Material, file: str) -> Material:
    workload = material.snapshot.workload
    return replace(
        material, snapshot=replace(material.snapshot, workload=replace(workload, name=in_file(workload.name, file)))
    )


def _badness(material: Material) -> tuple[int, int, str]:
    counts = material.counts()
    return -counts[Risk.HIGH], -counts[Risk.MEDIUM], material.snapshot.workload.name.casefold()


def _sections(whole: _Portfolio, kind: Kind) -> tuple[Section, ...]:
    if kind is Kind.REGISTER:
        overview = Section("overview", _("Overview"), (_numbers(whole), *_present(heat_map(whole.files))))
        workloads = Section("workloads", _("Workloads"), (workload_table(whole.files, whole.today),))
        return (overview, workloads, *register_of(whole.materials))
    if kind is Kind.SUMMARY:
        return _one_page(whole)
    chapters = _CHAPTERS if kind is Kind.FULL else _SLIDES
    return tuple(one for make in chapters if (one := make(whole)) is not None)


def _one_page(whole: _Portfolio) -> tuple[Section, ...]:
    state = Section("state", _("Where we stand"), (
        _numbers(whole), Text(_words(whole), "lead"),
        *(replace(one, shows_data=False) for one in _present(heat_map(whole.files, _WORST + 3)))))  # fmt: skip
    found = [state]
    if whole.materials:
        found.append(Section("highest", _("The workloads with the highest risks"), (
            workload_table(whole.files, whole.today, _WORST),)))  # fmt: skip
    found.append(Section("decided", _("What comes again"), (_again(whole),)))
    found.append(Section("asked", _("What is asked of you"), (_asked(whole),)))
    return tuple(found)


def _numbers(whole: _Portfolio) -> Numbers:
    sums = whole.totals
    high, medium = sums.counts.get(Risk.HIGH, 0), sums.counts.get(Risk.MEDIUM, 0)
    answered = _("of {n} answered").format(n=sums.answered)
    return Numbers((
        Number(str(high), n_("high risk", "high risks", high), answered, "high"),
        Number(str(medium), n_("medium risk", "medium risks", medium), answered, "medium"),
        Number(str(sums.begun), n_("workload reviewed", "workloads reviewed", sums.begun),
               _("of {n}").format(n=sums.workloads)),
        Number(str(sums.answered), n_("question answered", "questions answered", sums.answered),
               _("of {n} applicable").format(n=sums.applicable)),
    ))  # fmt: skip


def _words(whole: _Portfolio) -> str:
    if not whole.materials:
        return _("There is no workload yet.")
    counts = whole.totals.counts
    said = _("{workloads} with {high} and {medium}.").format(
        workloads=n_("{n} workload", "{n} workloads", len(whole.materials)),
        high=high_risks(counts.get(Risk.HIGH, 0)),
        medium=medium_risks(counts.get(Risk.MEDIUM, 0)),
    )
    worst = places(whole.files)[0]
    most = worst.workload.counts[Risk.HIGH]
    where = _("Most high risks are in {workload}: {n}.").format(workload=worst.title, n=most)
    return sentences(said, where if most else "")


def _again(whole: _Portfolio) -> Text | Bullets:
    found = recurring(whole.files)[:4]
    if not found:
        return Text(_("No practice is missing under a high risk in more than one workload."))
    return Bullets("", tuple(
        Bullet(one.name.words, "", n_("in {n} workload", "in {n} workloads", len(one.where))) for one in found
    ))  # fmt: skip


def _asked(whole: _Portfolio) -> Text | Bullets:
    if not whole.totals.answered:
        return Text(_("Nothing yet: no question is answered."))
    due = [one.kind for one in dues(whole.files, whole.today) if one.is_over]
    expired, reviews = due.count(DueKind.RISK) + due.count(DueKind.FINDING), due.count(DueKind.REVIEW)
    overdue = due.count(DueKind.ACTION) + due.count(DueKind.INITIATIVE)
    nobody = sum(one.high for one in loads(whole.files, whole.today) if not one.owner)
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


def _standing(whole: _Portfolio) -> Section:
    return Section("summary", _("Where we stand"), (_numbers(whole), Text(_words(whole), "lead")))


def _map(whole: _Portfolio) -> Section | None:
    chart = heat_map(whole.files)
    return Section("heat-map", _("Risks by pillar and workload"), (chart,)) if chart else None


def _map_slide(whole: _Portfolio) -> Section | None:
    chart = heat_map(whole.files, 14)
    if chart is None:
        return None
    notes = (
        _words(whole),
        _(
            "Diamonds are high risks, triangles medium ones; the darker a cell, the more high risks. A ring: not answered yet."
        ),
    )
    return Section("heat-map", chart.title, (replace(chart, shows_data=False),), notes=notes)


def _workloads(whole: _Portfolio) -> Section:
    return Section("workloads", _("Workloads, worst first"), (workload_table(whole.files, whole.today),))


def _worst(whole: _Portfolio) -> Section:
    table = workload_table(whole.files, whole.today, 8)
    return Section("workloads", _("The workloads with the highest risks"), (table,))


def _repeated(whole: _Portfolio) -> Section:
    table = recurring_table(whole.files)
    title = _("What is missing again and again")
    return Section("recurring", title, (table,) if table.rows else (_again(whole),))


def _over_time(whole: _Portfolio) -> Section | None:
    chart = course_chart(whole.files, whole.today)
    return Section("maturity", _("How it went"), (chart,)) if chart else None


def _owners(whole: _Portfolio) -> Section:
    table = load_table(whole.files, whole.today)
    return Section("owners", _("Who carries how much"), (table,) if table.rows else (Text(_("Nothing is open.")),))


def _value(whole: _Portfolio) -> Section | None:
    table = value_table(whole.files)
    return Section("value", _("Initiatives and what they bring"), (table,)) if table.rows else None


def _due(whole: _Portfolio) -> Section:
    table = due_table(whole.files, whole.today)
    text = Text(_("No exception ends, no review falls due within 90 days, and no action is overdue."))
    return Section("due", _("Exceptions, reviews and actions due"), (table,) if table.rows else (text,))


def _asked_slide(whole: _Portfolio) -> Section:
    return Section("asked", _("What is asked of you"), (_asked(whole),))


def _beginning(make: Callable[[_Portfolio], Section | None]) -> Callable[[_Portfolio], Section | None]:
    """Make a slide of a chapter: the first rows of its table, its picture without the table."""

    def slide(whole: _Portfolio) -> Section | None:
        section = make(whole)
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
        charts = [one for one in blocks if isinstance(one, Chart)]
        title = charts[0].title if charts else section.title
        return replace(section, title=title, blocks=tuple(blocks), notes=tuple(one.alt for one in charts))

    return slide


_CHAPTERS: tuple[Callable[[_Portfolio], Section | None], ...] = (
    _standing, _map, _workloads, _repeated, _over_time, _owners, _value, _due,
)  # fmt: skip
_SLIDES: tuple[Callable[[_Portfolio], Section | None], ...] = (
    _standing, _map_slide, _worst, *map(_beginning, (_repeated, _over_time, _owners, _value, _due)), _asked_slide,
)  # fmt: skip
