"""Which kind of Terraform file something is, by its content."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from workbench.importers.source import Source

__all__ = ["Kind", "kind_of"]


class Kind(StrEnum):
    """The kinds, the one that knows most first."""

    PLAN = "plan"
    STATE = "state"
    RAW_STATE = "raw state"
    CONFIGURATION = "configuration"
    VALUES = "values"


_BLOCK = re.compile(
    r"^[ \t]*(?:(?:resource|data)[ \t]+\"?[\w-]+\"?[ \t]+\"?[\w.-]+\"?[ \t]*\{"
    r"|(?:module|variable|output|provider)[ \t]+\"?[\w.-]+\"?[ \t]*\{"
    r"|(?:locals|terraform|moved|removed|import)[ \t]*\{)",
    re.MULTILINE,
)
_OTHER = re.compile(
    r"^(?:source|build|packer|job|run|mock_provider|remote_state|include|inputs|target|group|stack|component)\b[^\n=]*(?:=[ \t]*)?\{",
    re.MULTILINE,
)
_LOCK = '# This file is maintained automatically by "terraform init"'
_VALUE = re.compile(r"^[ \t]*[\w-]+[ \t]*=[ \t]*\S", re.MULTILINE)
_COMMENT = re.compile(r"(?:\s+|(?:#|//)[^\n]*|/\*.*?\*/)*\Z", re.DOTALL)
_BLOCKS = frozenset(
    {"resource", "data", "module", "variable", "output", "provider", "locals", "terraform", "//", "moved", "import"}
)
_LEAD = 200_000


def kind_of(source: Source) -> Kind | None:
    """Return which kind of Terraform file this is; None if it is none. A damaged file counts as what it was to be."""
    if source.looks_like_json:
        return _of_json(source)
    if not source.is_text:
        return Kind.CONFIGURATION if source.name.endswith(".tf") and not source.data.strip() else None
    text = source.text[:_LEAD]
    if source.name.endswith((".tfvars", ".tfvars.hcl")):
        return Kind.VALUES if _VALUE.search(text) or _COMMENT.match(text) else None
    if _LOCK in source.lead or _OTHER.search(text):
        return None
    if _BLOCK.search(text):
        return Kind.CONFIGURATION
    return Kind.CONFIGURATION if source.name.endswith(".tf") and _COMMENT.match(text) else None


def _of_json(source: Source) -> Kind | None:
    value = source.values[0] if source.values else None
    if isinstance(value, Mapping):
        return _of_object(value, source)
    if value is None and '"terraform_version"' in source.lead:
        if '"format_version"' in source.lead:
            return Kind.STATE if '"planned_values"' not in source.text[:_LEAD] else Kind.PLAN
        return Kind.RAW_STATE
    return None


def _of_object(value: Mapping[Any, Any], source: Source) -> Kind | None:
    if "format_version" in value or "terraform_version" in value:
        if "planned_values" in value or "resource_changes" in value:
            return Kind.PLAN
        if isinstance(value.get("values"), Mapping) or ("format_version" in value and "terraform_version" in value):
            return Kind.STATE
    if isinstance(value.get("version"), int) and (
        "serial" in value or "lineage" in value or "terraform_version" in value
    ):
        return Kind.RAW_STATE if isinstance(value.get("resources", value.get("modules")), list) else None
    if source.name.endswith(".tfvars.json"):
        return Kind.VALUES
    if value and all(key in _BLOCKS for key in value) and any(_is_holder(key, one) for key, one in value.items()):
        return Kind.CONFIGURATION
    return None


def _is_holder(key: str, value: Any) -> bool:
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, Mapping) or not one:
            return False
        if key in ("resource", "data") and not all(isinstance(each, Mapping | list) for each in one.values()):
            return False
    return key not in ("data", "//", "import") or key == "data"
