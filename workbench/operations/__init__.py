"""Verbs: every change a person can make, as a frozen dataclass; History does, undoes and redoes them."""

from __future__ import annotations

from workbench.operations.answers import (
    FlagQuestion,
    ImportAnswers,
    ParkQuestion,
    SetApplicable,
    SetLensNotes,
    SetMark,
    SetMarkNote,
    SetNotes,
    SetPillarNotes,
    SetQuestionOwner,
    SetVerdict,
    TakeOverAnswer,
)
from workbench.operations.evidence import AddEvidence, ChangeEvidence, RemoveEvidence
from workbench.operations.graphs import (
    MergeImport,
    PutJourney,
    PutNode,
    RemoveJourney,
    RemoveNode,
    RenameNode,
    SetFindingNote,
    SetGraph,
)
from workbench.operations.history import Change, History, Operation, Together
from workbench.operations.lenses import KeepLens
from workbench.operations.milestones import SaveMilestone
from workbench.operations.packages import ImportPackage
from workbench.operations.plan import AcceptRisk, EndAcceptance, SetImprovement
from workbench.operations.sync import ApplyMerge, DecideConflict, LinkWorkload, NoteToolState, UnlinkWorkload
from workbench.operations.workloads import (
    AddLens,
    CreateWorkload,
    PutSnapshot,
    RemoveLens,
    RemoveWorkload,
    SetWorkloadField,
)

__all__ = ["CATALOG", "Change", "History", "Operation", "Together"]

CATALOG: tuple[type[Operation], ...] = (
    CreateWorkload,
    SetWorkloadField,
    RemoveWorkload,
    AddLens,
    RemoveLens,
    KeepLens,
    PutSnapshot,
    ImportPackage,
    SetMark,
    SetMarkNote,
    SetNotes,
    SetQuestionOwner,
    FlagQuestion,
    ParkQuestion,
    SetApplicable,
    SetVerdict,
    TakeOverAnswer,
    SetLensNotes,
    SetPillarNotes,
    ImportAnswers,
    AddEvidence,
    ChangeEvidence,
    RemoveEvidence,
    AcceptRisk,
    EndAcceptance,
    SetImprovement,
    SetGraph,
    MergeImport,
    PutNode,
    RemoveNode,
    RenameNode,
    PutJourney,
    RemoveJourney,
    SetFindingNote,
    SaveMilestone,
    LinkWorkload,
    UnlinkWorkload,
    ApplyMerge,
    NoteToolState,
    DecideConflict,
)
