"""Where a workload stands, read from a real file."""

from __future__ import annotations

from sqlalchemy import delete

from workbench.domain.answer import MarkState
from workbench.domain.evidence import Evidence, EvidenceKind
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.domain.risk import Risk
from workbench.domain.workload import Workload
from workbench.library.shelf import Shelf
from workbench.operations.answers import SetMark, SetQuestionOwner
from workbench.operations.evidence import AddEvidence
from workbench.operations.history import History
from workbench.operations.plan import AcceptRisk, SetImprovement
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.store.queries import lenses
from workbench.store.queries.standing import read_standing
from workbench.store.tables import BlobRow
from workbench.store.workspace import Workspace

REL10, TODAY = "fault-isolation", "2026-06-01"
PRACTICE = "rel_fault_isolation_multiaz_region_system"


def filled(path):
    workspace = Workspace.create(path / "a.wawb")
    history = History(workspace, "Ana")
    history.do(CreateWorkload(Workload("w1", "Payments")))
    history.do(AddLens("w1", "r1", Shelf().text("wellarchitected")))
    history.do(SetMark("r1", REL10, PRACTICE, MarkState.NO))
    return workspace, history


def line(workspace):
    with workspace.reading() as session:
        standing = read_standing(session, "w1")
    return standing, standing.line("r1", REL10)


def test_a_line_carries_everything_about_its_question(tmp_path):
    workspace, history = filled(tmp_path)
    history.do(AddEvidence(Evidence("e1", "r1", REL10, EvidenceKind.STATEMENT, "Said", target="We do")))
    history.do(SetQuestionOwner("r1", REL10, "Bo"))
    standing, one = line(workspace)
    assert (one.risk, one.is_open, one.owner, one.due, one.lens_name) == (Risk.HIGH, True, "Bo", "", "")
    assert [item.id for item in one.evidence] == ["e1"]
    assert standing.counts()[Risk.UNANSWERED] == 56
    assert standing.counts("nowhere") == {}
    assert {pillar.id: counts[Risk.HIGH] for pillar, _review, counts in standing.pillars("r1")}["reliability"] == 1
    assert standing.line("r1", "nothing") is None
    history.do(SetImprovement(Improvement("r1", REL10, "Cleo", "2026-05-01", ItemStatus.PLANNED)))
    _standing, one = line(workspace)
    assert (one.owner, one.due, one.status(TODAY), one.is_overdue(TODAY)) == (
        "Cleo",
        "2026-05-01",
        ItemStatus.PLANNED,
        True,
    )
    workspace.close()


def test_an_acceptance_settles_a_risk_until_its_day(tmp_path):
    workspace, history = filled(tmp_path)
    history.do(SetImprovement(Improvement("r1", REL10, due="2026-01-01", status=ItemStatus.ACCEPTED)))
    history.do(AcceptRisk(Acceptance("r1", REL10, "Agreed", "Head", TODAY)))
    _standing, one = line(workspace)
    assert (one.is_accepted(TODAY), one.has_expired(TODAY), one.status(TODAY)) == (True, False, ItemStatus.ACCEPTED)
    assert not one.is_overdue(TODAY)
    assert (one.is_accepted("2026-06-02"), one.has_expired("2026-06-02")) == (False, True)
    assert one.status("2026-06-02") is ItemStatus.OPEN, "open again"
    assert one.is_overdue("2026-06-02")
    workspace.close()


def test_a_lens_whose_text_is_gone_is_named(tmp_path, monkeypatch):
    workspace, _history = filled(tmp_path)
    with workspace.transaction() as session:
        session.execute(delete(BlobRow))
    monkeypatch.setattr(lenses, "_known", {})
    with workspace.reading() as session:
        standing = read_standing(session, "w1")
        assert read_standing(session, "w2") is None
    assert standing.unreadable == ("AWS Well-Architected Framework",)
    assert (standing.reviews, standing.lines) == ((), ())
    workspace.close()


def test_with_two_lenses_each_line_names_its_own(tmp_path):
    workspace, history = filled(tmp_path)
    text = Shelf().text("wellarchitected").replace('"alias": "wellarchitected"', '"alias": "other"', 1)
    history.do(AddLens("w1", "r2", text))
    standing, one = line(workspace)
    assert one.name == "Fault boundaries and blast radius · AWS Well-Architected Framework"
    assert len(standing.of("r2")) == 57
    workspace.close()
