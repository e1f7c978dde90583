"""The register: every question, practice, risk and piece of evidence as one row each, for filters and other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from workbench.domain.answer import REASON_TITLES, Mark, MarkState
from workbench.domain.evidence import KIND_TITLES, STRENGTH_TITLES, EvidenceKind
from workbench.domain.lens import Choice
from workbench.domain.plan import ITEM_TITLES
from workbench.i18n import _
from workbench.reports.content.charts import worst_risk
from workbench.reports.content.links import is_web_link
from workbench.reports.content.lists import way_down
from workbench.reports.content.material import Line, Material
from workbench.reports.content.model import Cell, Column, Section, Table, Text
from workbench.reports.content.one_page import at_stake, consequence
from workbench.reports.content.risks import pillar_chart
from workbench.reports.content.summary import numbers
from workbench.reports.content.words import LEVEL_WORDS, RISK_TITLES, STATE_MARKS, day_words, state_words

__all__ = ["register", "register_of"]

_Row = tuple[Cell, ...]


def register(material: Material) -> tuple[Section, ...]:
    """Return the overview and the tables of one workload."""
    overview = Section("overview", _("Overview"), (numbers(material), pillar_chart(material)))
    return (overview, *register_of((material,)))


def register_of(materials: Sequence[Material]) -> tuple[Section, ...]:
    """Return the tables of one workload or of many; of many, the first column names the workload."""
    is_many = len(materials) != 1

    def rows(make: Callable[[Material], Iterator[_Row]]) -> tuple[_Row, ...]:
        return tuple(
            ((Cell(material.snapshot.workload.name), *row) if is_many else row)
            for material in materials
            for row in make(material)
        )

    head = (Column(_("Workload"), 1.4, key="workload"),) if is_many else ()
    return tuple(
        _section(section_id, title, (*head, *columns), rows(make))
        for section_id, title, columns, make in (
            ("questions", _("Questions"), _question_columns(), _questions),
            ("practices", _("Practices"), _practice_columns(), _practices),
            ("risks", _("Risks"), _risk_columns(), _risks),
            ("initiatives", _("Initiatives"), _initiative_columns(), _initiatives),
            ("evidence", _("Evidence"), _evidence_columns(), _evidence),
        )
    )


def _section(section_id: str, title: str, columns: tuple[Column, ...], rows: tuple[_Row, ...]) -> Section:
    if not rows:
        return Section(section_id, title, (Text(_("There is none.")), Table("", columns, ())))
    return Section(section_id, title, (Table("", columns, rows),))


def _question_columns() -> tuple[Column, ...]:
    return (
        Column(_("Lens"), 1, key="lens", is_detail=True), Column(_("Pillar"), 1.3, key="pillar"),
        Column(_("Code"), 0.8, key="code"), Column(_("Question id"), 1, key="question_id", is_detail=True),
        Column(_("Question"), 3, key="question"), Column(_("Risk"), 1.2, key="risk"),
        Column(_("Risk estimated"), 0.7, key="estimated", is_detail=True),
        Column(_("In place"), 0.7, is_number=True, key="in_place"),
        Column(_("Practices"), 0.8, is_number=True, key="practices"), Column(_("Owner"), 1.2, key="owner"),
        Column(_("Flagged"), 0.6, key="flagged", is_detail=True), Column(_("Parked"), 0.6, key="parked", is_detail=True),
        Column(_("Evidence"), 0.8, is_number=True, key="evidence"), Column(_("Notes"), 3, key="notes", is_detail=True),
        Column(_("Reason not applicable"), 1, key="reason", is_detail=True),
        Column(_("Link"), 1, key="link", is_detail=True),
    )  # fmt: skip


def _questions(material: Material) -> Iterator[_Row]:
    for line in material.lines:
        answer, practices = line.answer, line.question.practices
        placed = sum(answer.state(choice.id) is MarkState.YES for choice in practices)
        yield (
            Cell(line.lens.name), Cell(line.pillar.name), Cell(line.question.code, tone="strong"),
            Cell(line.question.id), Cell(line.question.title), _risk(line), _yes(line.result.estimated),
            _number(placed), _number(len(practices)), Cell(answer.owner), _yes(answer.flagged), _yes(answer.parked),
            _number(len(line.evidence)), Cell(answer.notes),
            Cell("" if answer.applicable else _(REASON_TITLES[answer.reason]),
                 value="" if answer.applicable else answer.reason.value),
            _link(line.question.url),
        )  # fmt: skip


def _practice_columns() -> tuple[Column, ...]:
    return (
        Column(_("Lens"), 1, key="lens", is_detail=True), Column(_("Pillar"), 1.2, key="pillar", is_detail=True),
        Column(_("Question"), 0.8, key="code"), Column(_("Question id"), 1, key="question_id", is_detail=True),
        Column(_("Code"), 1.1, key="practice_code"), Column(_("Practice id"), 1, key="practice_id", is_detail=True),
        Column(_("Practice"), 3.6, key="practice"), Column(_("State"), 1.2, key="state"),
        Column(_("If absent"), 0.8, key="level"), Column(_("Reason"), 1, key="reason", is_detail=True),
        Column(_("Note"), 2.4, key="note"), Column(_("Who finds out"), 1, key="owner", is_detail=True),
        Column(_("Evidence"), 0.7, is_number=True, key="evidence", is_detail=True),
        Column(_("Link"), 1, key="link", is_detail=True),
    )  # fmt: skip


def _practices(material: Material) -> Iterator[_Row]:
    for line in material.lines:
        for choice in line.question.choices:
            mark = line.answer.mark(choice.id)
            if not choice.is_none or mark is not None:
                yield _practice(line, choice, mark)


def _practice(line: Line, choice: Choice, mark: Mark | None) -> _Row:
    state = mark.state if mark else None
    is_out = mark is not None and mark.state is MarkState.NOT_APPLICABLE
    evidence = sum(item.choice_id == choice.id for item in line.evidence)
    level = choice.risk_if_absent
    return (
        Cell(line.lens.name), Cell(line.pillar.name), Cell(line.question.code), Cell(line.question.id),
        Cell(choice.code, tone="strong"), Cell(choice.id), Cell(choice.title),
        Cell(state_words(state), STATE_MARKS[state], value=state.value if state else "not_discussed"),
        Cell(_(LEVEL_WORDS[level]) if level else "", value=level.value if level else ""),
        Cell(_(REASON_TITLES[mark.reason]) if mark and is_out else "", value=mark.reason.value if mark and is_out else ""),
        Cell(mark.note if mark else ""), Cell(mark.owner if mark else ""), _number(evidence), _link(choice.url),
    )  # fmt: skip


def _risk_columns() -> tuple[Column, ...]:
    return (
        Column(_("Risk"), 1.1, key="risk"), Column(_("Pillar"), 1.2, key="pillar", is_detail=True),
        Column(_("Code"), 0.8, key="code"), Column(_("Question id"), 1, key="question_id", is_detail=True),
        Column(_("Question"), 2.2, key="question"), Column(_("What users notice"), 2.4, key="consequence"),
        Column(_("User journeys"), 1.4, key="journeys", is_detail=True),
        Column(_("Missing"), 1.4, key="missing", is_detail=True), Column(_("Smallest way down"), 2.8, key="way_down"),
        Column(_("Owner"), 1.1, key="owner"), Column(_("Due"), 1, key="due"), Column(_("Status"), 0.9, key="status"),
        Column(_("Overdue"), 0.7, key="overdue", is_detail=True), Column(_("Plan note"), 2, key="note", is_detail=True),
        Column(_("Accepted until"), 1, key="accepted_until", is_detail=True),
        Column(_("Accepted by"), 1, key="accepted_by", is_detail=True),
        Column(_("Why accepted"), 2, key="accepted_why", is_detail=True),
        Column(_("Evidence"), 0.7, is_number=True, key="evidence", is_detail=True),
        Column(_("Link"), 1, key="link", is_detail=True),
    )  # fmt: skip


def _risks(material: Material) -> Iterator[_Row]:
    for line in material.worst_first():
        choices = {choice.id: choice for choice in line.question.choices}
        missing = ", ".join(choices[key].code or choices[key].title for key in line.result.missing)
        one = line.acceptance
        yield (
            _risk(line), Cell(line.pillar.name), Cell(line.question.code, tone="strong"), Cell(line.question.id),
            Cell(line.question.short or line.question.title), Cell(consequence(material, line)),
            Cell(at_stake(material, line)), Cell(missing), Cell(way_down(line)), Cell(line.owner), _day(line.due),
            Cell(_(ITEM_TITLES[line.status]), value=line.status.value), _yes(material.is_overdue(line)),
            Cell(line.improvement.note if line.improvement else ""), _day(one.until if one else ""),
            Cell(one.by if one else ""), Cell(one.why if one else ""), _number(len(line.evidence)),
            _link(line.question.url),
        )  # fmt: skip


def _initiative_columns() -> tuple[Column, ...]:
    return (
        Column(_("Initiative"), 2.4, key="initiative"), Column(_("Worst risk"), 1, key="risk"),
        Column(_("Closes"), 2.4, key="closes"), Column(_("Owner"), 1.2, key="owner"), Column(_("Due"), 1, key="due"),
        Column(_("Status"), 1, key="status"), Column(_("Days"), 0.6, is_number=True, key="days"),
        Column(_("Impact"), 0.6, is_number=True, key="impact"), Column(_("Value"), 1.6, key="value"),
        Column(_("Note"), 2, key="note", is_detail=True), Column(_("Id"), 1, key="initiative_id", is_detail=True),
    )  # fmt: skip


def _initiatives(material: Material) -> Iterator[_Row]:
    codes = {
        (line.review.id, line.question.id, choice.id): choice.code or choice.title
        for line in material.lines for choice in line.question.choices
    }  # fmt: skip
    for one in material.snapshot.initiatives:
        risk = worst_risk(material, one)
        closes = ", ".join(codes.get((gap.review_id, gap.question_id, gap.choice_id), "") for gap in one.closes)
        yield (
            Cell(one.title, tone="strong"), Cell(_(RISK_TITLES[risk]), risk.value.lower(), value=risk.value),
            Cell(closes), Cell(one.owner), _day(one.due), Cell(_(ITEM_TITLES[one.status]), value=one.status.value),
            Cell(f"{one.days:g}" if one.days else ""), Cell(str(one.impact or "")), Cell(one.value), Cell(one.note),
            Cell(one.id),
        )  # fmt: skip


def _evidence_columns() -> tuple[Column, ...]:
    return (
        Column(_("Question"), 0.8, key="code"), Column(_("Question id"), 1, key="question_id", is_detail=True),
        Column(_("Practice"), 1.1, key="practice_code"), Column(_("Evidence"), 2.6, key="evidence"),
        Column(_("Kind"), 0.8, key="kind"), Column(_("Strength"), 0.8, key="strength"), Column(_("By"), 1.2, key="by"),
        Column(_("Day"), 0.9, key="day"), Column(_("File or text"), 2, key="target", is_detail=True),
        Column(_("SHA-256"), 2, key="sha256", is_detail=True), Column(_("Link"), 1, key="link", is_detail=True),
    )  # fmt: skip


def _evidence(material: Material) -> Iterator[_Row]:
    for line in material.lines:
        for item in line.evidence:
            choice = line.question.choice(item.choice_id)
            is_link = item.kind is EvidenceKind.LINK
            yield (
                Cell(line.question.code, tone="strong"), Cell(line.question.id), Cell(choice.code if choice else ""),
                Cell(item.title), Cell(_(KIND_TITLES[item.kind]), value=item.kind.value),
                Cell(_(STRENGTH_TITLES[item.strength]), value=item.strength.value), Cell(item.by), _day(item.on),
                Cell(item.file_name or ("" if is_link and is_web_link(item.target) else item.target)),
                Cell(item.sha256, tone="code"), _link(item.target if is_link else ""),
            )  # fmt: skip


def _risk(line: Line) -> Cell:
    risk = line.result.risk
    return Cell(_(RISK_TITLES[risk]), risk.value.lower(), value=risk.value)


def _yes(is_so: bool) -> Cell:
    return Cell(_("yes") if is_so else "", value="yes" if is_so else "no")


def _number(n: int) -> Cell:
    return Cell(str(n), value=n)


def _day(day: str) -> Cell:
    return Cell(day_words(day) if day else "", value=day)


def _link(url: str) -> Cell:
    return Cell(url, link=url) if is_web_link(url) else Cell("")
