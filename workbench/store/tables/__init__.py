"""The tables of a workspace file as SQLAlchemy typed mappings."""

from __future__ import annotations

from workbench.store.tables.drafts import DraftPartRow, LensDraftRow
from workbench.store.tables.graph import FindingNoteRow, GraphJourneyRow, GraphNodeRow
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
    "Base",
    "BlobChunkRow",
    "BlobRow",
    "ChangeRow",
    "DraftPartRow",
    "EvidenceRow",
    "FindingNoteRow",
    "GraphJourneyRow",
    "GraphNodeRow",
    "ImprovementRow",
    "LensDraftRow",
    "LensFactRow",
    "LensRow",
    "MarkRow",
    "MetaRow",
    "MilestoneRow",
    "OfficialTextRow",
    "PillarNoteRow",
    "ReviewRow",
    "SharedStateRow",
    "StepRow",
    "SyncCallRow",
    "SyncDecisionRow",
    "SyncJobRow",
    "SyncLinkRow",
    "SyncSeenRow",
    "TallyRow",
    "ToolMilestoneRow",
    "ToolRiskRow",
    "WorkloadRow",
]

JOURNALED: dict[str, type[Base]] = {
    table.__tablename__: table
    for table in (
        WorkloadRow, LensRow, ReviewRow, PillarNoteRow, AnswerRow, MarkRow, EvidenceRow,
        AcceptanceRow, ImprovementRow, MilestoneRow, SharedStateRow,
        GraphNodeRow, GraphJourneyRow, FindingNoteRow,
        SyncLinkRow, ToolRiskRow, ToolMilestoneRow, SyncDecisionRow, LensDraftRow, DraftPartRow,
    )
}  # fmt: skip
"""Tables a person changes, parents before children."""
