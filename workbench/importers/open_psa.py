"""Open-PSA MEF fault trees that are dependency graphs."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.errors import BadInput
from workbench.exchange.open_psa import read_open_psa
from workbench.i18n import _
from workbench.importers.draft import Draft
from workbench.importers.source import Source
from workbench.importers.wb_graph import take_graph
from workbench.progress import Progress

__all__ = ["OpenPsa"]


class OpenPsa:
    """Fault trees of the Open-PSA Model Exchange Format."""

    id = "open-psa"
    title = "Open-PSA MEF"
    source_url = "https://open-psa.github.io/mef/"

    def claims(self, source: Source) -> bool:
        """It is XML with the element `opsa-mef`."""
        return source.lead.startswith("<") and "<opsa-mef" in source.text[:20_000]

    def read(self, sources: Sequence[Source], draft: Draft, progress: Progress) -> None:
        """Add each model as a graph; one with NOT or XOR is none."""
        for place, source in enumerate(sources):
            progress(place, len(sources), source.name)
            report = draft.report(source, self.id)
            try:
                model = read_open_psa(source.data, source.name)
            except BadInput as error:
                report.error(0, error.message)
                continue
            for text in model.warnings:
                report.warn(0, text)
            if model.graph is None:
                report.error(0, _("is a fault tree with NOT or XOR, and no dependency graph"))
            else:
                take_graph(model.graph, source, draft)
