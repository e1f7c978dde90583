"""Fields of a workload as the members the Tool's API takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.analyses.sync_plan import MEMBERS

__all__ = ["members_of"]


def members_of(values: Mapping[str, Any], resources: tuple[str, ...] = (), advisor: str = "") -> dict[str, Any]:
    """Return fields of ours as members of CreateWorkload or UpdateWorkload.

    Args:
        values: Field names of ours and values.
        resources, advisor: The rest of DiscoveryConfig as it stands, which goes along with a changed part.
    """
    members: dict[str, Any] = {}
    jira = {
        "jira_management": "IssueManagementStatus",
        "jira_type": "IssueManagementType",
        "jira_project": "JiraProjectKey",
    }
    for name, value in values.items():
        plain = list(value) if isinstance(value, tuple | list) else value
        if name in jira:
            members.setdefault("JiraConfiguration", {})[jira[name]] = plain
        elif name in ("trusted_advisor", "resource_definition"):
            found = {"TrustedAdvisorIntegrationStatus": advisor, "WorkloadResourceDefinition": list(resources)}
            own = members.setdefault("DiscoveryConfig", {key: kept for key, kept in found.items() if kept})
            own["TrustedAdvisorIntegrationStatus" if name == "trusted_advisor" else "WorkloadResourceDefinition"] = (
                plain
            )
        else:
            members[MEMBERS[name]] = plain
    return members
