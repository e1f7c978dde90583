"""The plan for other programs: CSV for Jira and for Azure DevOps under their field names, and Markdown.

Sources: Jira, "Import data from a CSV file" (https://support.atlassian.com/jira-cloud-administration/docs/import-data-from-a-csv-file/)
and "Keep work parent-child relationships during CSV import to Jira Cloud"
(https://support.atlassian.com/jira/kb/keep-issue-parent-child-mapping-during-csv-import-to-jira-cloud/): Summary is
required, several columns of one name are several values, rows stand by hierarchy with epics first, Parent holds the
Issue ID of the parent, estimates are seconds, people are named by address. Jira Data Center links by Epic Name and Epic
Link instead; columns that are not mapped are left out.

Azure DevOps, "Import, update, and export bulk work items with CSV files"
(https://learn.microsoft.com/azure/devops/boards/queries/import-work-items-from-csv): Work Item Type and Title are
required, Title 1 and Title 2 make a tree, dates are YYYY-MM-DD, ID, Assigned To and State are left out, for new items
begin in the first state of their process. A due date is a field of the Agile process only ("Query by date or current
iteration", https://learn.microsoft.com/azure/devops/boards/queries/query-by-date-or-current-iteration).
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from workbench.analyses.plan_items import PlanItem
from workbench.domain.plan import ITEM_TITLES
from workbench.domain.risk import Risk
from workbench.i18n import _

__all__ = ["azure_csv", "jira_csv", "plan_markdown"]

_HOURS_A_DAY = 8
_AZURE_TITLE = 255
"""Longest title of a work item (https://learn.microsoft.com/azure/devops/boards/queries/titles-ids-descriptions)."""
_JIRA_PRIORITY = {Risk.HIGH: "High", Risk.MEDIUM: "Medium"}
_AZURE_PRIORITY = {Risk.HIGH: "1", Risk.MEDIUM: "2"}
_LIVE = ("=", "+", "-", "@", "\t", "\r")
_RISKS = {Risk.HIGH: "High", Risk.MEDIUM: "Medium"}


def jira_csv(items: Sequence[PlanItem], workload: str) -> bytes:
    """Return the plan as a CSV file for Jira's importer: initiatives as epics, then questions as tasks under them.

    Dates are written YYYY-MM-DD; the importer asks for the form, which is yyyy-MM-dd.
    """
    items = sorted(_lean(items), key=lambda item: item.kind != "initiative")
    numbers = {item.id: n for n, item in enumerate(items, 1)}
    titles = {item.id: item.title for item in items}
    head = ["Issue ID", "Parent", "Issue Type", "Summary", "Description", "Priority", "Assignee", "Due Date",
            "Original Estimate", "Epic Name", "Epic Link", "Labels", "Labels", "Labels"]  # fmt: skip
    rows = []
    for item in items:
        is_epic = item.kind == "initiative"
        estimate = str(round(item.days * _HOURS_A_DAY * 3600)) if item.days else ""
        rows.append([
            str(numbers[item.id]), str(numbers[item.parent]) if item.parent else "", "Epic" if is_epic else "Task",
            _line(item.title), _description(item), _JIRA_PRIORITY.get(item.risk or Risk.NONE, "Low"), item.owner,
            item.due, estimate, _line(item.title) if is_epic else "", _line(titles.get(item.parent, "")),
            *[_label(text) for text in ("well-architected", workload, item.pillars[0] if item.pillars else "")],
        ])  # fmt: skip
    return _csv(head, rows)


def azure_csv(items: Sequence[PlanItem], workload: str) -> bytes:
    """Return the plan as a CSV file for Azure Boards; initiatives are epics, their questions issues under them.

    The types and fields are those of the Basic process, in which only epics have a target date; owners and the other due
    dates stand in the description.
    """
    head = ["Work Item Type", "Title 1", "Title 2", "Description", "Priority", "Target Date", "Effort", "Tags"]
    rows = []
    for item in _lean(items):
        is_epic = item.kind == "initiative"
        title = _line(item.title)[:_AZURE_TITLE]
        # a semicolon parts tags
        tags = "; ".join(text.replace(";", ",") for text in ("well-architected", workload, *item.pillars) if text)
        rows.append([
            "Epic" if is_epic else "Issue", "" if item.parent else title, title if item.parent else "",
            _description(item, owner=item.owner, due="" if is_epic else item.due),
            _AZURE_PRIORITY.get(item.risk or Risk.NONE, "3"), item.due if is_epic else "",
            f"{item.days:g}" if item.days else "", tags,
        ])  # fmt: skip
    return _csv(head, rows)


def plan_markdown(items: Sequence[PlanItem], workload: str, day: str) -> str:
    """Return the plan as a GitHub-flavoured table; questions of an initiative stand below it."""
    heads = (_("Work"), _("Risk"), _("Owner"), _("Due"), _("Status"), _("Days"), _("Practices"))
    lines = [f"# {_cell(_('Improvement plan: {workload}').format(workload=workload))}", "",
             _("As of {day}.").format(day=day), "", f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]  # fmt: skip
    for item in _lean(items):
        title = _cell(item.title)
        cells = (
            f"**{title}**" if item.kind == "initiative" else f"&nbsp;&nbsp;{title}" if item.parent else title,
            _(_RISKS.get(item.risk or Risk.NONE, "")) if item.risk else "", _cell(item.owner), item.due,
            _(ITEM_TITLES[item.status]), f"{item.days:g}" if item.days else "",
            "<br>".join(_cell(name) for name in item.practices),
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _lean(items: Sequence[PlanItem]) -> list[PlanItem]:
    """Leave out the only question of an initiative, which would say the same twice; its note and link stay."""
    children = Counter(item.parent for item in items if item.parent)
    alone = {item.parent: item for item in items if children[item.parent] == 1 and item.parent}
    found = []
    for item in items:
        if item.id in alone:
            only = alone[item.id]
            note = "\n".join(text for text in (item.note, only.note) if text)
            item = replace(item, note=note, url=item.url or only.url)
        if item.parent not in alone:
            found.append(item)
    return found


def _description(item: PlanItem, owner: str = "", due: str = "") -> str:
    said = [_("Owner: {name}").format(name=owner) if owner else "", _("Due: {day}").format(day=due) if due else ""]
    parts = ["\n".join(text for text in said if text), item.note]
    if item.practices:
        parts.append("\n".join([_("Put in place:"), *(f"* {name}" for name in item.practices)]))
    return "\n\n".join(part for part in (*parts, item.url) if part)


def _line(text: str) -> str:
    return " ".join(text.split())


def _label(text: str) -> str:
    """Jira splits labels at spaces."""
    return re.sub(r"\s+", "-", text.strip())


def _cell(text: str) -> str:
    flat = _line(text).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", flat)


def _csv(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with a mark, as both importers and Excel read it; what a spreadsheet would run gets a sign before it."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([f"'{cell}" if cell.startswith(_LIVE) else cell for cell in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")
