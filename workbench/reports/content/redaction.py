"""What a report leaves out on request: names, account ids, notes; wherever they stand, and before anything is drawn.

Names are those the file knows: of people and teams (owners, who said, who saved), of workloads and the workspace, of the
elements and user journeys of the architecture. The same name gets the same word everywhere, so that a reader still sees
who carries how much. A name that only stands inside a free text is found when it is one of these, or an e-mail address;
to be sure of the rest, leave the notes out as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from workbench.analyses.differences import (
    Comparison,
    FieldChange,
    MarkChange,
    PillarCounts,
    QuestionChange,
    ReviewComparison,
)
from workbench.analyses.graph_differences import compare_graphs
from workbench.domain.evidence import Evidence, EvidenceKind
from workbench.domain.graph import KIND_TITLES, Graph, Journey, Node
from workbench.domain.initiative import Initiative
from workbench.domain.snapshot import ReviewState, Snapshot
from workbench.domain.workload import Workload
from workbench.i18n import _
from workbench.reports.content.masking import masked, masked_graph, masked_text

__all__ = ["ACCOUNTS_ONLY", "PARTS", "Redaction", "Redactor"]

_T = TypeVar("_T")
PARTS = ("names", "accounts", "notes")
"""What can be left out."""
_PEOPLE = {"owner", "by", "review_owner", "who"}
_NOTES = {"notes", "note", "pillar_notes", "why", "reason", "comment"}
_OF_THE_LENS: dict[type, frozenset[str]] = {
    MarkChange: frozenset({"code", "title"}),
    QuestionChange: frozenset({"code", "title"}),
    PillarCounts: frozenset({"name"}),
    ReviewComparison: frozenset({"lens_name"}),
    ReviewState: frozenset({"lens_name"}),
}
"""Texts of a lens, which name nobody."""
_SHORTEST = 4
"""Shorter names of elements ("web") are words of every text and stay in notes."""
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Redaction:
    """What a report leaves out.

    Attributes:
        names: Words stand for people, teams, workloads and elements; links of the review are left out.
        accounts: Dots stand for AWS account ids.
        notes: What people typed is left out.
    """

    names: bool = False
    accounts: bool = True
    notes: bool = False

    @property
    def words(self) -> str:
        """What was left out, for the reader; account ids go without saying."""
        said = ((self.names, _("names")), (self.notes, _("notes")))
        return ", ".join(text for is_on, text in said if is_on)


ACCOUNTS_ONLY = Redaction()
"""What every report leaves out unless it is told otherwise."""


class Redactor:
    """Leaves out what it is told to, in one workload or in many of a report.

    Args:
        what: What to leave out.
        known: Everything of the report, to learn the names from.
        workspace_name: Name of the workspace.
        files: Names of the files, where a report is about several.
    """

    def __init__(
        self, what: Redaction, known: Iterable[object], workspace_name: str = "", files: Sequence[str] = ()
    ) -> None:
        self.what = what
        self._words: dict[str, str] = {}
        self._elements: dict[str, str] = {}
        self._journeys: dict[str, str] = {}
        self._numbers: Counter[str] = Counter()
        if what.names:
            self._learn(known, workspace_name, files)
        names = sorted(self._words, key=len, reverse=True)
        joined = "|".join(re.escape(name) for name in names)
        self._pattern = re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if names else None
        self._folded = {name.casefold(): word for name, word in self._words.items()}

    def _learn(self, known: Iterable[object], workspace_name: str, files: Sequence[str]) -> None:
        people: dict[str, None] = {}
        systems: dict[str, None] = {}
        graphs: list[Graph] = []
        for value in known:
            for kind, name in _names_in(value, graphs):
                (people if kind == "person" else systems).setdefault(name, None)
        single = len(systems) == 1
        for n, name in enumerate(systems, 1):
            self._words[name] = _("Workload") if single else _("Workload {n}").format(n=n)
        for n, name in enumerate(files if len(files) > 1 else (), 1):
            self._words.setdefault(name, _("Workspace {n}").format(n=n))
        for name in (workspace_name, *files):
            if name:
                self._words.setdefault(name, _("Workspace"))
        for n, name in enumerate(people, 1):
            self._words.setdefault(name, _("Person {n}").format(n=n))
        for graph in graphs:
            for node in graph.nodes.values():
                if len(node.title) >= _SHORTEST:
                    self._words.setdefault(node.title, self._element(node))
            for journey in graph.journeys:
                if len(journey.title) >= _SHORTEST:
                    self._words.setdefault(journey.title, self._journey(journey))

    def person(self, name: str) -> str:
        """Return what stands for the name of a person or a team."""
        return self._words.get(name.strip(), self.text(name)) if self.what.names else self.text(name)

    def text(self, text: str) -> str:
        """Return a text of the review without what is left out of texts."""
        if self.what.names:
            text = _MAIL.sub(_("(address)"), text)
            if self._pattern:
                text = self._pattern.sub(lambda found: self._folded[found[0].casefold()], text)
        return masked_text(text) if self.what.accounts else text

    def applied(self, value: _T) -> _T:
        """Return snapshots, milestones, comparisons or tuples of them without what is left out."""
        if isinstance(value, tuple):
            return tuple(self.applied(each) for each in value)  # type: ignore[return-value]
        if self.what.names or self.what.notes:
            value = self._of(value, "")
        if not self.what.accounts:
            return value
        if isinstance(value, Snapshot):
            return replace(masked(value), graph=masked_graph(value.graph))
        if isinstance(value, Comparison):
            return _with_graphs(masked(value), masked_graph)  # type: ignore[return-value]
        return masked(value)

    def _of(self, value: Any, name: str) -> Any:
        if type(value) is str:
            return self._string(value, name)
        if isinstance(value, tuple):
            if name in _NOTES and self.what.notes:
                return ()
            return tuple(self._of(each, name) for each in value)
        if isinstance(value, Graph):
            return self._graph(value) if self.what.names else value
        if not is_dataclass(value) or isinstance(value, type):
            return value
        kept = _OF_THE_LENS.get(type(value), frozenset())
        changed = {
            entry.name: new
            for entry in fields(value)
            if entry.init and entry.name not in kept and not _is_key(entry.name)
            and (new := self._of(old := getattr(value, entry.name), entry.name)) is not old and new != old
        }  # fmt: skip
        value = replace(value, **changed) if changed else value
        return self._special(value)

    def _string(self, text: str, name: str) -> str:
        if name in _NOTES and self.what.notes:
            return ""
        if not self.what.names:
            return text
        return self.person(text) if name in _PEOPLE else self.text(text)

    def _special(self, value: Any) -> Any:
        """Leave out what only its place tells: links of the review, files, statements, changed notes."""
        if isinstance(value, Evidence):
            is_statement = value.kind is EvidenceKind.STATEMENT
            if (self.what.notes and is_statement) or (self.what.names and not is_statement):
                value = replace(value, target="", file_name="")
        elif isinstance(value, Workload) and self.what.names:
            value = replace(value, architectural_design="", tags=tuple(
                (key, self.person(text)) for key, text in value.tags if key == "owner"))  # fmt: skip
        elif isinstance(value, Initiative) and self.what.notes:
            value = replace(value, value="")
        elif isinstance(value, Comparison) and self.what.names:
            value = _with_graphs(value, lambda graph: graph)
        elif isinstance(value, FieldChange) and self.what.notes and value.name.partition("/")[0] in _NOTES:
            value = replace(value, before="", after="")
        return value

    def _graph(self, graph: Graph) -> Graph:
        """Name elements by their kind, journeys by their place; ids stay, for findings are known by them."""

        def named(node: Node) -> Node:
            inner = {key: self.text(text) if isinstance(text, str) else text for key, text in node.attributes.items()}
            source = self.text(node.unavailability_source)
            return replace(node, label=self._element(node), unavailability_source=source, attributes=inner)

        nodes = {key: named(node) for key, node in graph.nodes.items()}
        journeys = tuple(
            replace(one, label=self._journey(one), criticality=self.text(one.criticality)) for one in graph.journeys
        )
        return Graph(nodes, journeys)

    def _element(self, node: Node) -> str:
        """Return the one word for an element, whatever it is called in each state."""
        if node.id not in self._elements:
            kind = _(KIND_TITLES.get(node.kind, KIND_TITLES["component"]))
            self._numbers[kind] += 1
            self._elements[node.id] = f"{kind} {self._numbers[kind]}"
        return self._elements[node.id]

    def _journey(self, journey: Journey) -> str:
        if journey.id not in self._journeys:
            self._journeys[journey.id] = _("User journey {n}").format(n=len(self._journeys) + 1)
        return self._journeys[journey.id]


def _with_graphs(comparison: Comparison, change: Callable[[Graph], Graph]) -> Comparison:
    """Return a comparison whose graphs are changed, and compared anew: the differences name what they are about."""
    if comparison.graph.graphs is None:
        return comparison
    old, new = (change(graph) for graph in comparison.graph.graphs)
    return replace(comparison, graph=replace(compare_graphs(old, new), graphs=(old, new)))


def _is_key(name: str) -> bool:
    return (
        name == "id" or name.endswith(("_id", "_alias", "_ids", "_sha256")) or name in ("sha256", "chain", "previous")
    )


def _names_in(value: object, graphs: list[Graph]) -> Iterator[tuple[str, str]]:
    """Yield every name the file knows as ("person" or "system", name); graphs on the way are collected."""
    if isinstance(value, tuple):
        for each in value:
            yield from _names_in(each, graphs)
        return
    if isinstance(value, Graph):
        graphs.append(value)
    if not is_dataclass(value) or isinstance(value, type | Graph):
        return
    if isinstance(value, Workload):
        yield "system", value.name.strip()
        yield from (("person", text.strip()) for key, text in value.tags if key == "owner" and text.strip())
    for entry in fields(value):
        inner = getattr(value, entry.name)
        if type(inner) is str:
            if entry.name in _PEOPLE and inner.strip():
                yield "person", inner.strip()
        else:
            yield from _names_in(inner, graphs)
