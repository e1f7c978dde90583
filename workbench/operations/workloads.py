"""Verbs on workloads and the lenses they are reviewed with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from sqlalchemy import func, select

from workbench.domain.answer import Answer
from workbench.domain.lens import Lens
from workbench.domain.snapshot import Snapshot
from workbench.domain.workload import Kind, Workload, field_named
from workbench.errors import BadInput, Refused
from workbench.i18n import _
from workbench.library.lens_format import read_lens_text
from workbench.operations.rows import put_answer, put_graph, put_initiatives, put_notes, put_scenarios, remove_graph
from workbench.store.edits import Edits
from workbench.store.queries.answers import workload_values
from workbench.store.queries.search import index_lens
from workbench.store.tables import (
    AcceptanceRow,
    AnswerRow,
    EvidenceRow,
    ImprovementRow,
    InheritedRow,
    InitiativeGapRow,
    LensRow,
    MarkRow,
    MilestoneRow,
    PillarNoteRow,
    PlanTermsRow,
    ReviewRow,
    SessionRow,
    SyncDecisionRow,
    SyncLinkRow,
    ToolMilestoneRow,
    ToolRiskRow,
    WorkloadRow,
)

__all__ = ["AddLens", "CreateWorkload", "PutSnapshot", "RemoveLens", "RemoveWorkload", "SetWorkloadField"]


def _same_name(edits: Edits, name: str, but: str) -> None:
    """Refuse a name that another workload has; the Tool ignores case and spaces."""
    wanted = name.replace(" ", "").lower()
    known = edits.session.execute(select(WorkloadRow.id, WorkloadRow.name))
    if any(other.replace(" ", "").lower() == wanted and key != but for key, other in known):
        raise BadInput(
            _('There is a workload "{name}" already; case and spaces do not tell names apart.').format(name=name),
            _("Choose another name."),
        )


@dataclass(frozen=True)
class CreateWorkload:
    """Add a workload."""

    WHAT: ClassVar[str] = "create workload"
    workload: Workload

    @property
    def title(self) -> str:
        return _('Create workload "{name}"').format(name=self.workload.name)

    def apply(self, edits: Edits) -> None:
        _same_name(edits, self.workload.name, "")
        edits.put(WorkloadRow, {"id": self.workload.id}, created_at=edits.now, **workload_values(self.workload))


@dataclass(frozen=True)
class SetWorkloadField:
    """Set one field of a workload; lists are tuples, tags pairs of key and value."""

    WHAT: ClassVar[str] = "set workload field"
    workload_id: str
    field: str
    value: Any

    @property
    def title(self) -> str:
        return _("Change {field}").format(field=_(field_named(self.field).label).lower())

    def apply(self, edits: Edits) -> None:
        entry = field_named(self.field)
        value: Any = self.value
        if entry.kind is Kind.LIST:
            value = list(value)
        elif entry.kind is Kind.TAGS:
            value = dict(value)
        elif self.field == "name":
            _same_name(edits, value, self.workload_id)
        if edits.get(WorkloadRow, id=self.workload_id) is None:
            raise Refused(_("The workload is gone."))
        edits.put(WorkloadRow, {"id": self.workload_id}, **{self.field: value})


@dataclass(frozen=True)
class AddLens:
    """Review a workload with a lens.

    Attributes:
        review_id: Id of the new review.
        lens_text: The exact text of the lens file; kept in the workspace.
    """

    WHAT: ClassVar[str] = "add lens"
    workload_id: str
    review_id: str
    lens_text: str

    @property
    def title(self) -> str:
        return _("Add lens {name}").format(name=self._lens.name)

    @cached_property
    def _lens(self) -> Lens:
        return read_lens_text(self.lens_text)

    def apply(self, edits: Edits) -> None:
        lens = self._lens
        known = edits.rows(ReviewRow, workload_id=self.workload_id)
        if any(row["lens_alias"] == lens.alias for row in known):
            raise BadInput(_("The workload is reviewed with {name} already.").format(name=lens.name))
        sha256 = keep_lens(edits, self.lens_text, lens)
        edits.put(
            ReviewRow, {"id": self.review_id}, workload_id=self.workload_id, lens_alias=lens.alias,
            lens_sha256=sha256, position=len(known),
        )  # fmt: skip


def keep_lens(edits: Edits, lens_text: str, lens: Lens | None = None) -> str:
    """Keep a lens text in the workspace, searchable; return its hash. Who has read it already says so."""
    lens = lens or read_lens_text(lens_text)
    sha256 = edits.keep(lens_text.encode())
    edits.put(LensRow, {"sha256": sha256}, alias=lens.alias, version=lens.version, name=lens.name)
    index_lens(edits.session, sha256, lens)
    return sha256


@dataclass(frozen=True)
class RemoveLens:
    """Take a lens off a workload with everything that was said under it."""

    WHAT: ClassVar[str] = "remove lens"
    review_id: str

    @property
    def title(self) -> str:
        return _("Remove lens")

    def apply(self, edits: Edits) -> None:
        _remove_review(edits, self.review_id)


def _remove_review(edits: Edits, review_id: str) -> None:
    for table in (
        ToolRiskRow, InheritedRow, MarkRow, AnswerRow, PillarNoteRow, EvidenceRow, AcceptanceRow, ImprovementRow,
        InitiativeGapRow,
    ):  # fmt: skip
        for row in edits.rows(table, review_id=review_id):
            edits.remove(table, **{name: row[name] for name in table.KEY})
    edits.remove(ReviewRow, id=review_id)


@dataclass(frozen=True)
class RemoveWorkload:
    """Take a workload out of the workspace; undo brings it back. Purge is the way to remove it for good."""

    WHAT: ClassVar[str] = "remove workload"
    workload_id: str
    name: str = ""

    @property
    def title(self) -> str:
        return _('Remove workload "{name}"').format(name=self.name)

    def apply(self, edits: Edits) -> None:
        for table in (ToolMilestoneRow, SyncDecisionRow, SyncLinkRow, SessionRow):
            for row in edits.rows(table, workload_id=self.workload_id):
                edits.remove(table, **{name: row[name] for name in table.KEY})
        for row in edits.rows(MilestoneRow, workload_id=self.workload_id):
            edits.remove(MilestoneRow, id=row["id"])
        for row in edits.rows(ReviewRow, workload_id=self.workload_id):
            _remove_review(edits, row["id"])
        put_initiatives(edits, self.workload_id, ())
        edits.remove(PlanTermsRow, workload_id=self.workload_id)
        remove_graph(edits, self.workload_id)
        edits.remove(WorkloadRow, id=self.workload_id)


@dataclass(frozen=True)
class PutSnapshot:
    """Make a workload equal a snapshot: how a package or a merge comes in.

    Attributes:
        snapshot: The wanted state; its ids are used as they are.
        lens_texts: Exact lens texts, one for each lens hash the snapshot names.
        milestones: Rows of milestones to add (a new workload only), with their canonical content.
    """

    WHAT: ClassVar[str] = "import workload"
    snapshot: Snapshot
    lens_texts: tuple[str, ...] = ()
    milestones: tuple[tuple[tuple[tuple[str, Any], ...], bytes], ...] = ()

    @property
    def title(self) -> str:
        return _('Import workload "{name}"').format(name=self.snapshot.workload.name)

    def apply(self, edits: Edits) -> None:
        wanted = self.snapshot
        for lens_text in self.lens_texts:
            keep_lens(edits, lens_text)
        if edits.get(WorkloadRow, id=wanted.workload.id) is None:
            CreateWorkload(wanted.workload).apply(edits)
        else:
            edits.put(WorkloadRow, {"id": wanted.workload.id}, **workload_values(wanted.workload))
        stay = {review.id for review in wanted.reviews}
        for row in edits.rows(ReviewRow, workload_id=wanted.workload.id):
            if row["id"] not in stay:
                _remove_review(edits, row["id"])
        for place, review in enumerate(wanted.reviews):
            edits.put(
                ReviewRow, {"id": review.id}, workload_id=wanted.workload.id, lens_alias=review.lens_alias,
                lens_sha256=review.lens_sha256, notes=review.notes, position=place,
            )  # fmt: skip
            notes = dict(review.pillar_notes)
            for row in edits.rows(PillarNoteRow, review_id=review.id):
                notes.setdefault(row["pillar_id"], "")
            for pillar_id, text in notes.items():
                edits.put(PillarNoteRow, {"review_id": review.id, "pillar_id": pillar_id}, notes=text)
            answers = {answer.question_id: answer for answer in review.answers}
            known = {
                row["question_id"] for table in (AnswerRow, MarkRow) for row in edits.rows(table, review_id=review.id)
            }
            for question_id in sorted(known | set(answers)):
                put_answer(edits, review.id, answers.get(question_id, Answer(question_id)))
        self._put_parts(edits, stay)
        put_initiatives(edits, wanted.workload.id, wanted.initiatives)
        put_graph(edits, wanted.workload.id, wanted.graph)
        put_notes(edits, wanted.workload.id, wanted.finding_notes, only=True)
        put_scenarios(edits, wanted.workload.id, wanted.scenarios)
        number = select(func.max(MilestoneRow.number)).where(MilestoneRow.workload_id == wanted.workload.id)
        newest = edits.session.execute(number).scalar() or 0
        for pairs, content in self.milestones:
            values = dict(pairs)
            if values["number"] > newest:
                edits.keep(content)
                edits.put(MilestoneRow, {"id": values.pop("id")}, **values)

    def _put_parts(self, edits: Edits, reviews: set[str]) -> None:
        for table, items in (
            (EvidenceRow, self.snapshot.evidence),
            (AcceptanceRow, self.snapshot.acceptances),
            (ImprovementRow, self.snapshot.improvements),
            (InheritedRow, self.snapshot.inherited),
        ):
            kept = set()
            for item in items:
                values = {name: getattr(item, name) for name in item.__dataclass_fields__}
                values = {name: str(v) if hasattr(v, "value") else v for name, v in values.items()}
                key = {name: values.pop(name) for name in table.KEY}
                kept.add(tuple(key.values()))
                edits.put(table, key, **values)
            for review_id in reviews:
                for row in edits.rows(table, review_id=review_id):
                    if tuple(row[name] for name in table.KEY) not in kept:
                        edits.remove(table, **{name: row[name] for name in table.KEY})
