"""The tables of a workspace file as SQLAlchemy typed mappings."""

from __future__ import annotations

from workbench.store.tables.drafts import DraftPartRow, LensDraftRow
from workbench.store.tables.graph import (
    FailureScenarioRow,
    FindingNoteRow,
    GraphImportRow,
    GraphJourneyRow,
    GraphNodeRow,
)
from workbench.store.tables.initiative import InitiativeGapRow, InitiativeRow, PlanTermsRow
from workbench.store.tables.machinery import BlobChunkRow, BlobRow, ChangeRow, MetaRow, StepRow, TallyRow
from workbench.store.tables.mapping import Base
from workbench.store.tables.review import (
    AcceptanceRow,
    AnswerRow,
    EvidenceRow,
    ImprovementRow,
    LensRow,
    MarkRow,
    MilestoneRow,
    PillarNoteRow,
    ReviewRow,
    SharedStateRow,
    WorkloadRow,
)
from workbench.store.tables.session import (
    AnswerTemplateRow,
    InheritedRow,
    SessionEventRow,
    SessionRow,
    SessionTemplateRow,
    SharedPlanRow,
    TemplateAnswerRow,
)
from workbench.store.tables.sync import (
    LensFactRow,
    OfficialTextRow,
    SyncCallRow,
    SyncDecisionRow,
    SyncJobRow,
    SyncLinkRow,
    SyncSeenRow,
    ToolMilestoneRow,
    ToolRiskRow,
)

__all__ = [
    "JOURNALED",
    "AcceptanceRow",
    "AnswerRow",
    "AnswerTemplateRow",
    "Base",
    "BlobChunkRow",
    "BlobRow",
    "ChangeRow",
    "DraftPartRow",
    "EvidenceRow",
    "FailureScenarioRow",
    "FindingNoteRow",
    "GraphImportRow",
    "GraphJourneyRow",
    "GraphNodeRow",
    "ImprovementRow",
    "InheritedRow",
    "InitiativeGapRow",
    "InitiativeRow",
    "LensDraftRow",
    "LensFactRow",
    "LensRow",
    "MarkRow",
    "MetaRow",
    "MilestoneRow",
    "OfficialTextRow",
    "PillarNoteRow",
    "PlanTermsRow",
    "ReviewRow",
    "SessionEventRow",
    "SessionRow",
    "SessionTemplateRow",
    "SharedPlanRow",
    "SharedStateRow",
    "StepRow",
    "SyncCallRow",
    "SyncDecisionRow",
    "SyncJobRow",
    "SyncLinkRow",
    "SyncSeenRow",
    "TallyRow",
    "TemplateAnswerRow",
    "ToolMilestoneRow",
    "ToolRiskRow",
    "WorkloadRow",
]

JOURNALED: dict[str, type[Base]] = {
    table.__tablename__: table
    for table in (
        WorkloadRow, LensRow, ReviewRow, PillarNoteRow, AnswerRow, MarkRow, EvidenceRow,
        AcceptanceRow, ImprovementRow, MilestoneRow, SharedStateRow,
        GraphNodeRow, GraphJourneyRow, GraphImportRow, FindingNoteRow, FailureScenarioRow,
        SyncLinkRow, ToolRiskRow, ToolMilestoneRow, SyncDecisionRow, LensDraftRow, DraftPartRow,
        SessionRow, SessionTemplateRow, SharedPlanRow, AnswerTemplateRow, TemplateAnswerRow, InheritedRow,
        InitiativeRow, InitiativeGapRow, PlanTermsRow,
    )
}  # fmt: skip
"""Tables a person changes, parents before children."""
