"""AWS Config: configuration items, snapshots, query results, and graphs of Workload Discovery on AWS.

Sources: https://docs.aws.amazon.com/config/latest/developerguide/config-item-table.html and
https://docs.aws.amazon.com/solutions/latest/workload-discovery-on-aws/features-and-benefits.html
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.i18n import _, n_
from workbench.importers.aws_config.items import Item, described, drawn, graph_of, items_of, newest
from workbench.importers.aws_config.joining import Joined
from workbench.importers.draft import Draft
from workbench.importers.meaning import interpret
from workbench.importers.source import Source
from workbench.library.resource_types import shipped_resource_types
from workbench.progress import Progress

__all__ = ["AwsConfig"]

_TAG = "AWS::Tags::Tag"


class AwsConfig:
    """What AWS Config recorded."""

    id = "aws-config"
    title = "AWS Config"
    source_url = "https://docs.aws.amazon.com/config/latest/developerguide/config-item-table.html"

    def claims(self, source: Source) -> bool:
        """It holds configuration items, or a graph of resources."""
        if not source.looks_like_json:
            return False
        value = source.values[0] if source.values else None
        if graph_of(value) is not None:
            return True
        return next(items_of(value), None) is not None

    def read(self, sources: Sequence[Source], draft: Draft, progress: Progress) -> None:
        """Read all items together, so that what one names and another describes is joined."""
        types = shipped_resource_types()
        found: dict[str, Item] = {}
        for place, source in enumerate(sources):
            progress(place, len(sources), source.name)
            report = draft.report(source, self.id)
            for trouble in source.doubled:
                report.warn(trouble.line, trouble.text)
            value = source.values[0]
            graph = graph_of(value)
            lines = source.lines(4) if "\n" in source.text.strip() else {}
            items = drawn(graph, lines) if graph is not None else described(value, lines)
            listed = list(newest(items))
            for one in listed:
                one.file = source.name
                found.setdefault(one.id, one)
            report.resources = report.resources_expanded = len(listed)
            report.references = len(
                {(one.id, other) for one in listed for _n, _t, other in one.related if other != one.id}
            )
            gone = sum(one.deleted for one in listed)
            if gone:
                said = n_(
                    "{n} resource that was deleted is left out.", "{n} resources that were deleted are left out.", gone
                )
                report.assume(said.format(n=gone))
            if any(one.type == _TAG for one in listed):
                report.assume(_("Tags are no parts of the architecture; not drawn."))
        kept = {key: one for key, one in found.items() if not one.deleted and one.type != _TAG}
        interpret(Joined(kept, types).resources(), draft, progress)
