"""Structurizr workspaces: the C4 model as JSON or in its DSL, with what is deployed where."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.i18n import _
from workbench.importers.diagrams.diagram import Diagram
from workbench.importers.diagrams.structurizr_dsl import read_dsl
from workbench.importers.diagrams.structurizr_json import read_json_model
from workbench.importers.diagrams.structurizr_model import Model, into_diagram
from workbench.importers.draft import Draft
from workbench.importers.source import Source
from workbench.importers.yaml_values import Unreadable
from workbench.progress import Progress

__all__ = ["Structurizr"]

_BEGIN = re.compile(
    r"(?:\s|//[^\n]*\n|#[^\n]*\n|/\*.*?\*/|!\w+[^\n]*\n)*(?:workspace\b|model\s*\{)", re.IGNORECASE | re.DOTALL
)


class Structurizr:
    """Workspaces of Structurizr."""

    id = "structurizr"
    title = "Structurizr"
    source_url = "https://docs.structurizr.com/dsl/language"

    def claims(self, source: Source) -> bool:
        """It begins with `workspace`, or is JSON with a model of such elements."""
        if source.looks_like_json:
            value = source.values[0] if source.values else None
            model = value.get("model") if isinstance(value, dict) else None
            return isinstance(model, dict) and bool(
                {"softwareSystems", "people", "deploymentNodes", "customElements"} & set(model)
            )
        return source.is_text and bool(_BEGIN.match(source.text[:8_000])) and "{" in source.text

    def read(self, sources: Sequence[Source], draft: Draft, progress: Progress) -> None:
        """Read each workspace; parts that another one includes are read with it."""
        for place, source in enumerate(sources):
            progress(place, len(sources), source.name)
            report = draft.report(source, self.id)
            model = Model()
            try:
                if source.looks_like_json:
                    read_json_model(source.json, model)
                else:
                    read_dsl(source.text, model)
            except Unreadable as error:
                report.errors.append(error.trouble)
            for trouble in model.troubles:
                report.warnings.append(trouble)
            report.resources = report.resources_expanded = len(model.elements)
            report.references = len({(one.begin, one.end) for one in model.relations})
            diagram = Diagram()
            into_diagram(model, diagram, report)
            diagram.draw(draft, report, f"{source.stem}/" if len(sources) > 1 else "")
            if not model.relations and model.elements:
                report.warn(0, _("has no relationships, so nothing says what needs what"))
