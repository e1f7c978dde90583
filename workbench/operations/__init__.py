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
from workbench.operations.carrying import CarryAnswer
from workbench.operations.evidence import AddEvidence, ChangeEvidence, RemoveEvidence
from workbench.operations.failure_scenarios import KeepScenario, RemoveScenario
from workbench.operations.graph_imports import AnswerQuestion, MergeImport
from workbench.operations.graph_moves import MoveElements, PutElements, RemoveElements
from workbench.operations.graphs import (
    PutJourney,
    PutNode,
    RemoveJourney,
    RemoveNode,
    RenameNode,
    SetFindingNote,
    SetGraph,
)
from workbench.operations.history import Change, History, Operation, Together
from workbench.operations.homework import TakeHomework
from workbench.operations.initiatives import PutInitiative, RemoveInitiative, SetPlanTerms
from workbench.operations.lens_drafts import EditDraft, PublishDraft, RemoveDraft, SetDraftVersion, StartDraft
from workbench.operations.lens_upgrade import UpgradeLens
from workbench.operations.lenses import KeepLens
from workbench.operations.milestones import SaveMilestone
from workbench.operations.packages import ImportPackage
from workbench.operations.plan import AcceptRisk, EndAcceptance, SetImprovement
from workbench.operations.session import KeepSessionTemplate, RemoveSession, RemoveSessionTemplate, SetSession
from workbench.operations.session_answers import ApplyAnswerTemplate, KeepAnswerTemplate, RemoveAnswerTemplate
from workbench.operations.sync import ApplyMerge, DecideConflict, LinkWorkload, NoteToolState, UnlinkWorkload
from workbench.operations.sync_extras import KeepToolEvidence
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
    TakeHomework,
    KeepLens,
    UpgradeLens,
    StartDraft,
    EditDraft,
    SetDraftVersion,
    PublishDraft,
    RemoveDraft,
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
    CarryAnswer,
    SetLensNotes,
    SetPillarNotes,
    ImportAnswers,
    AddEvidence,
    ChangeEvidence,
    RemoveEvidence,
    KeepToolEvidence,
    AcceptRisk,
    EndAcceptance,
    SetImprovement,
    PutInitiative,
    RemoveInitiative,
    SetPlanTerms,
    SetGraph,
    MergeImport,
    AnswerQuestion,
    PutNode,
    RemoveNode,
    RenameNode,
    PutJourney,
    RemoveJourney,
    SetFindingNote,
    KeepScenario,
    RemoveScenario,
    MoveElements,
    PutElements,
    RemoveElements,
    SetSession,
    RemoveSession,
    KeepSessionTemplate,
    RemoveSessionTemplate,
    KeepAnswerTemplate,
    RemoveAnswerTemplate,
    ApplyAnswerTemplate,
    SaveMilestone,
    LinkWorkload,
    UnlinkWorkload,
    ApplyMerge,
    NoteToolState,
    DecideConflict,
)
