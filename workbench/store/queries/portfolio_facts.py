"""The facts of every workload of a file, read in few queries; made for a worker, a thousand workloads take seconds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from workbench.analyses.portfolio import (
    Action,
    Exemption,
    FileFacts,
    OpenRisk,
    Point,
    PracticeName,
    Spot,
    WorkloadFacts,
)
from workbench.analyses.risk import assess
from workbench.domain.answer import Answer, Mark, MarkState
from workbench.domain.initiative import Gap, Initiative
from workbench.domain.lens import Lens, Question
from workbench.domain.plan import ItemStatus
from workbench.domain.risk import Assessment, Risk
from workbench.progress import Progress, Silent
from workbench.store.queries.lenses import lens_by_hash
from workbench.store.queries.portfolio import PortfolioRow, portfolio
from workbench.store.tables import (
    AcceptanceRow,
    AnswerRow,
    FindingNoteRow,
    ImprovementRow,
    InitiativeGapRow,
    InitiativeRow,
    MarkRow,
    MilestoneRow,
    ReviewRow,
    ToolRiskRow,
)

__all__ = ["read_facts"]

_answer: Table = AnswerRow.__table__  # type: ignore[assignment]
_mark: Table = MarkRow.__table__  # type: ignore[assignment]
_improvement: Table = ImprovementRow.__table__  # type: ignore[assignment]
_note: Table = FindingNoteRow.__table__  # type: ignore[assignment]
_tool: Table = ToolRiskRow.__table__  # type: ignore[assignment]
_OPEN = (Risk.HIGH, Risk.MEDIUM)
_STATES = {str(state): state for state in MarkState}
_Place = tuple[str, str]
"""Review and question id."""


def read_facts(session: Session, name: str, progress: Progress | None = None, *, is_main: bool = True) -> FileFacts:
    """Return the facts of a file.

    Args:
        session: A session.
        name: What to call the file.
        progress: Told reviews done and in all; raises Cancelled to stop.
        is_main: Whether it is the file that is open.
    """
    rows = portfolio(session)
    reader = _Reader(session, {review.id: row.workload.id for row in rows for review in row.reviews})
    reader.read(progress or Silent())
    points = _points(session)
    initiatives = _initiatives(session)
    waiting = tuple(
        Action(workload_id, ("", one.id), one.title, None, one.owner, one.due, one.status)
        for workload_id, one in initiatives
        if one.status is not ItemStatus.DONE
    )
    return FileFacts(
        name, tuple(_workload(row, points.get(row.workload.id, ())) for row in rows), reader.practices,
        reader.lenses, reader.pillars, tuple(reader.risks), (*reader.actions, *waiting),
        (*reader.exceptions, *_decisions(session)), initiatives, is_main,
    )  # fmt: skip


def _workload(row: PortfolioRow, points: tuple[Point, ...]) -> WorkloadFacts:
    pillars: dict[Spot, Counter[Risk]] = defaultdict(Counter)
    for review in row.reviews:
        for pillar, pairs in review.pillars:
            pillars[review.lens_alias, pillar].update(dict(pairs))
    one = row.workload
    return WorkloadFacts(one.id, one.name, one.owner, one.next_review, dict(pillars), points)


def _points(session: Session) -> dict[str, tuple[Point, ...]]:
    found: dict[str, list[Point]] = defaultdict(list)
    query = select(MilestoneRow.workload_id, MilestoneRow.name, MilestoneRow.at, MilestoneRow.counts)
    for workload_id, name, at, counts in session.execute(query.order_by(MilestoneRow.number)):
        sums: Counter[Risk] = Counter()
        for _alias, _pillar, risk, n in counts:
            sums[Risk(risk)] += n
        found[workload_id].append(Point(at[:10], sums, name))
    return {key: tuple(each) for key, each in found.items()}


def _initiatives(session: Session) -> tuple[tuple[str, Initiative], ...]:
    gaps: dict[str, list[Gap]] = defaultdict(list)
    for key, *place in session.execute(select(InitiativeGapRow.__table__)):
        gaps[key].append(Gap(*place))
    found = []
    for row in session.execute(select(InitiativeRow.__table__)).mappings():
        values: dict[str, Any] = dict(row)
        workload_id, values["status"] = values.pop("workload_id"), ItemStatus(values["status"])
        found.append((workload_id, Initiative(closes=tuple(sorted(gaps[row["id"]])), **values)))
    return tuple(sorted(found, key=lambda pair: (pair[1].title.casefold(), pair[1].id)))


def _decisions(session: Session) -> tuple[Exemption, ...]:
    """Return what was decided about findings of the architecture until a day."""
    query = select(_note.c.workload_id, _note.c.reason, _note.c.by, _note.c.until).where(_note.c.until != "")
    order = (_note.c.workload_id, _note.c.finding_id)
    return tuple(Exemption(row[0], "", None, row[1], row[2], row[3]) for row in session.execute(query.order_by(*order)))


class _Reader:
    """Goes through all reviews once; what was answered alike is assessed once."""

    def __init__(self, session: Session, workloads: Mapping[str, str]) -> None:
        self._session = session
        self._workloads = workloads
        self._known: dict[tuple[object, ...], Assessment] = {}
        self._counted: dict[str, dict[str, Question]] = {}
        self.practices: dict[Spot, PracticeName] = {}
        self.lenses: dict[str, str] = {}
        self.pillars: dict[Spot, tuple[str, str]] = {}
        self.risks: list[OpenRisk] = []
        self.actions: list[Action] = []
        self.exceptions: list[Exemption] = []

    def read(self, progress: Progress) -> None:
        """Read every review."""
        connection = self._session.connection()
        planned: dict[_Place, Any] = {
            (row.review_id, row.question_id): row for row in connection.execute(select(_improvement))
        }
        accepted: dict[_Place, Any] = {
            (row.review_id, row.question_id): row for row in connection.execute(select(AcceptanceRow.__table__))
        }
        told = {(row[0], row[1]): Risk(row[2]) for row in connection.execute(
            select(_tool.c.review_id, _tool.c.question_id, _tool.c.risk))}  # fmt: skip
        said: dict[str, list[Any]] = defaultdict(list)
        for row in connection.execute(select(
            _answer.c.review_id, _answer.c.question_id, _answer.c.applicable, _answer.c.verdict, _answer.c.owner,
        )):  # fmt: skip
            said[row.review_id].append(row)
        reviews = list(connection.execute(select(ReviewRow.id, ReviewRow.lens_alias, ReviewRow.lens_sha256)))
        marks_of = select(_mark.c.question_id, _mark.c.choice_id, _mark.c.state)
        for number, (review_id, alias, sha256) in enumerate(reviews):
            progress(number, len(reviews), "")
            lens = lens_by_hash(self._session, sha256) if sha256 not in self._counted else None
            if sha256 not in self._counted and lens is None:
                continue
            if lens is not None:
                self._meet(sha256, alias, lens)
            marks: dict[str, list[tuple[str, str]]] = defaultdict(list)
            for question_id, choice_id, state in connection.execute(marks_of.where(_mark.c.review_id == review_id)):
                marks[question_id].append((choice_id, state))
            answers = {row.question_id: row for row in said[review_id]}
            for question in self._counted[sha256].values():
                own, answer = marks.get(question.id, ()), answers.get(question.id)
                if not own and answer is None:
                    continue
                spot = (review_id, question.id)
                found = self._assess(sha256, question, tuple(sorted(own)), answer, told.get(spot))
                if found.risk in _OPEN:
                    self._note(spot, alias, question, found, planned.get(spot), accepted.get(spot), answer)

    def _meet(self, sha256: str, alias: str, lens: Lens) -> None:
        self._counted[sha256] = {question.id: question for question in lens.questions()}
        self.lenses[alias] = lens.name
        for pillar in lens.pillars:
            self.pillars.setdefault((alias, pillar.id), (pillar.code, pillar.name))
        for question in lens.questions():
            for choice in question.practices:
                self.practices[alias, choice.id] = PracticeName(choice.code, choice.title, question.code)

    def _assess(
        self, sha256: str, question: Question, marks: tuple[tuple[str, str], ...], answer: Any, told: Risk | None
    ) -> Assessment:
        applicable, verdict = (answer.applicable, answer.verdict) if answer else (True, "")
        key = (sha256, question.id, marks, applicable, verdict, told)
        if key not in self._known:
            own = tuple(Mark(choice_id, _STATES[state]) for choice_id, state in marks)
            by_hand = Risk(verdict) if verdict else None
            said = Answer(question.id, own, applicable=applicable, verdict=by_hand, tool_risk=told)
            self._known[key] = assess(question, said)
        return self._known[key]

    def _note(
        self, spot: _Place, alias: str, question: Question, found: Assessment, plan: Any, accepted: Any, answer: Any
    ) -> None:
        workload_id, title = self._workloads[spot[0]], f"{question.code} {question.short or question.title}".strip()
        self.risks.append(OpenRisk(workload_id, found.risk, tuple((alias, each) for each in found.missing)))
        owner = (plan.owner if plan else "") or (answer.owner if answer else "")
        status = ItemStatus(plan.status) if plan else ItemStatus.OPEN
        due = plan.due if plan else ""
        self.actions.append(Action(workload_id, spot, title, found.risk, owner, due, status, plan is not None))
        if accepted is not None:
            self.exceptions.append(Exemption(workload_id, title, found.risk, accepted.why, accepted.by, accepted.until))
