"""Mermaid: flowcharts, architecture diagrams and C4 diagrams; in files of their own or in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workbench.i18n import _
from workbench.importers.diagrams.diagram import Diagram
from workbench.importers.diagrams.mermaid_architecture import read_architecture
from workbench.importers.diagrams.mermaid_c4 import read_c4
from workbench.importers.diagrams.mermaid_flowchart import read_flowchart
from workbench.importers.draft import Draft
from workbench.importers.report import FileReport
from workbench.importers.source import Source
from workbench.importers.yaml_values import Unreadable
from workbench.progress import Progress

__all__ = ["Mermaid"]

_READERS = (
    (re.compile(r"(?:graph|flowchart(?:-elk)?)\b(?!\s*\{)"), read_flowchart),
    (re.compile(r"architecture(?:-beta)?\s*(?:$|\n|%%)"), read_architecture),
    (re.compile(r"C4(?:Context|Container|Component|Dynamic|Deployment)\b"), read_c4),
)
_OTHERS = re.compile(
    r"(sequenceDiagram|classDiagram|stateDiagram|erDiagram|gantt|pie|gitGraph|journey|mindmap|timeline|quadrantChart|requirementDiagram"
    r"|sankey-beta|xychart-beta|block-beta|block|packet-beta|kanban|zenuml)\b"
)
_FENCE = re.compile(
    r"^(?P<fence>`{3,}|~{3,}|:{3,})[ \t]*\{?mermaid\b[^\n]*\n(?P<text>.*?)^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL
)
_FRONT = re.compile(r"\A\s*---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_SKIPPED = re.compile(r"(?:\s+|%%[^\n]*(?:\n|\Z))*")


class Mermaid:
    """Text that Mermaid draws."""

    id = "mermaid"
    title = "Mermaid"
    source_url = "https://mermaid.js.org/syntax/flowchart.html"

    def claims(self, source: Source) -> bool:
        """A diagram of it begins with one of the words of Mermaid, or Markdown holds such a diagram."""
        if not source.is_text:
            return False
        body = _body(source.text)[0][:200]
        if any(pattern.match(body) for pattern, _read in _READERS) or _OTHERS.match(body):
            return True
        return "mermaid" in source.text and any(True for _one in _FENCE.finditer(source.text))

    def read(self, sources: Sequence[Source], draft: Draft, progress: Progress) -> None:
        """Read every diagram; boxes of one name in one file are the same."""
        for place, source in enumerate(sources):
            progress(place, len(sources), source.name)
            report, diagram = draft.report(source, self.id), Diagram()
            for text, line in _diagrams(source.text):
                self._one(text, line, diagram, report)
            report.resources = report.resources_expanded = sum(not box.holds for box in diagram.boxes.values())
            report.references = len(diagram.pairs())
            diagram.draw(draft, report, f"{source.stem}/" if len(sources) > 1 else "")

    def _one(self, text: str, line: int, diagram: Diagram, report: FileReport) -> None:
        body, skipped = _body(text)
        for pattern, read in _READERS:
            if pattern.match(body):
                try:
                    read(body, line + skipped, diagram)
                except Unreadable as error:
                    report.errors.append(error.trouble)
                return
        other = _OTHERS.match(body)
        said = (
            _("is a {kind} of Mermaid, which shows no architecture")
            if other
            else _("is no diagram of Mermaid that is known here")
        )
        report.error(line, said.format(kind=other[1] if other else ""))


def _diagrams(text: str) -> Iterator[tuple[str, int]]:
    """Yield each diagram of a text with its first line."""
    fences = list(_FENCE.finditer(text))
    body = _body(text)[0][:200]
    if not fences or any(pattern.match(body) for pattern, _read in _READERS):
        yield text, 1
        return
    for fence in fences:
        yield fence["text"], text.count("\n", 0, fence.start("text")) + 1


def _body(text: str) -> tuple[str, int]:
    """Return a diagram without its front matter and comments, and how many lines these took."""
    front = _FRONT.match(text)
    start = front.end() if front else 0
    skipped = _SKIPPED.match(text, start)
    start = skipped.end() if skipped else start
    return text[start:], text.count("\n", 0, start)
