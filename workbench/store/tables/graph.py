"""Tables of the dependency graph, of what its sources said last, of findings decided and failures kept by people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from workbench.store.tables.mapping import Base

__all__ = ["GraphNodeRow", "GraphJourneyRow", "GraphImportRow", "FindingNoteRow", "FailureScenarioRow"]


class GraphNodeRow(Base):
    """One element of a workload's dependency graph; `body` is its wb-graph/1 object."""

    __tablename__ = "graph_node"
    KEY = ("workload_id", "node_id")
    workload_id: Mapped[str] = mapped_column(ForeignKey("workload.id"), primary_key=True)
    node_id: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(default=0)
    body: Mapped[Any] = mapped_column(JSON, default=dict)


class GraphJourneyRow(Base):
    """One user journey of a workload's dependency graph; `body` is its wb-graph/1 object without the id."""

    __tablename__ = "graph_journey"
    KEY = ("workload_id", "journey_id")
    workload_id: Mapped[str] = mapped_column(ForeignKey("workload.id"), primary_key=True)
    journey_id: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(default=0)
    body: Mapped[Any] = mapped_column(JSON, default=dict)


class GraphImportRow(Base):
    """The last import of one source; `base_sha256` is the content with its wb-graph/1, in the ids of the source.

    `renames` has the ids that are called otherwise here; `place` is the order in which the sources came.
    """

    __tablename__ = "graph_import"
    KEY = ("workload_id", "name")
    workload_id: Mapped[str] = mapped_column(ForeignKey("workload.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(default=0)
    at: Mapped[str] = mapped_column(default="")
    base_sha256: Mapped[str] = mapped_column(default="")
    renames: Mapped[Any] = mapped_column(JSON, default=dict)


class FindingNoteRow(Base):
    """What people decided about a finding of the failure analysis, by its id; no row means open and uncommented."""

    __tablename__ = "finding_note"
    KEY = ("workload_id", "finding_id")
    workload_id: Mapped[str] = mapped_column(ForeignKey("workload.id"), primary_key=True)
    finding_id: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(default="open")
    reason: Mapped[str] = mapped_column(default="")
    until: Mapped[str] = mapped_column(default="")
    comment: Mapped[str] = mapped_column(default="")
    by: Mapped[str] = mapped_column(default="")
    on: Mapped[str] = mapped_column(default="")


class FailureScenarioRow(Base):
    """A failure that was kept under a name; `failed` lists ids of elements."""

    __tablename__ = "failure_scenario"
    KEY = ("workload_id", "scenario_id")
    workload_id: Mapped[str] = mapped_column(ForeignKey("workload.id"), primary_key=True)
    scenario_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    failed: Mapped[Any] = mapped_column(JSON, default=list)
    by: Mapped[str] = mapped_column(default="")
    on: Mapped[str] = mapped_column(default="")
