"""What an import says of one file: what it understood, assumed, asks, and could not read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from workbench.i18n import n_
from workbench.importers.yaml_values import Trouble

__all__ = ["MOST_ASSUMED", "MOST_WARNED", "FileReport", "Question"]

MOST_ASSUMED = 300
MOST_WARNED = 1_000


@dataclass(frozen=True, slots=True)
class Question:
    """Something the file does not say and that decides the answer; the room knows it.

    Attributes:
        node: Id of the element it is about; empty for the whole.
        about: What of it, as the file calls it: "AvailabilityZone", "MultiAZ", "needs".
        text: The question.
        line: Where the file leaves it open; 0 is nowhere in particular.
    """

    node: str
    about: str
    text: str
    line: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {"node": self.node, "about": self.about, "text": self.text, "line": self.line}


@dataclass
class FileReport:
    """What was made of one file.

    Attributes:
        file: Its name inside the import.
        format: Id of the importer that read it; empty where none knows it.
        resources: Resources of the text as written, before anything is expanded.
        references: Distinct pairs of resources of which one names the other, as written; none to itself.
        resources_expanded: Resources after macros, loops and counts.
        nodes: Elements of the graph that are from it.
        edges: Distinct pairs of elements of which one needs the other, counted where the needing one is from.
        journeys: Titles of the proposed journeys.
        assumptions: What was taken for granted, in words.
        unknown_types: Types that nobody here knows the meaning of; they are plain components.
    """

    file: str
    format: str = ""
    resources: int = 0
    references: int = 0
    resources_expanded: int = 0
    nodes: int = 0
    edges: int = 0
    journeys: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    unknown_types: list[str] = field(default_factory=list)
    errors: list[Trouble] = field(default_factory=list)
    warnings: list[Trouble] = field(default_factory=list)
    _assumed: set[str] = field(default_factory=set, repr=False)

    def error(self, line: int, text: str) -> None:
        """Note what could not be read; the rest of the file counts all the same."""
        self.errors.append(Trouble(line, text))

    def warn(self, line: int, text: str) -> None:
        """Note what was read and should be looked at, once; after MOST_WARNED of them the rest is left out."""
        trouble = Trouble(line, text)
        if len(self.warnings) < MOST_WARNED and trouble not in self.warnings:
            self.warnings.append(trouble)

    def assume(self, text: str) -> None:
        """Note what was taken for granted, once; more than MOST_ASSUMED are only counted."""
        if text in self._assumed:
            return
        self._assumed.add(text)
        more = len(self._assumed) - MOST_ASSUMED
        if more <= 0:
            self.assumptions.append(text)
        else:
            said = n_("... and one more assumption of such kinds.", "... and {n} more assumptions of such kinds.", more)
            self.assumptions[MOST_ASSUMED:] = [said]

    def unknown(self, type_: str) -> None:
        """Note a type that nobody here knows, once."""
        if type_ not in self.unknown_types:
            self.unknown_types.append(type_)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON, the keys in their documented order."""
        return {
            "file": self.file, "format": self.format, "resources": self.resources, "references": self.references,
            "resources_expanded": self.resources_expanded, "nodes": self.nodes, "edges": self.edges,
            "journeys": self.journeys, "questions": [one.as_json() for one in self.questions],
            "assumptions": self.assumptions, "unknown_types": self.unknown_types,
            "errors": [{"line": one.line, "text": one.text} for one in self.errors],
            "warnings": [{"line": one.line, "text": one.text} for one in self.warnings],
        }  # fmt: skip
