"""Which kind of Terraform file something is, by its content."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from workbench.importers.source import Source
from workbench.importers.terraform.hcl_scan import SPACES

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
_STRONG = re.compile(
    r"^(?:resource[ \t]+\"?[\w-]+\"?[ \t]+\"?[\w.-]+\"?|module[ \t]+\"?[\w.-]+\"?)[ \t]*\{", re.MULTILINE
)
_BEGIN = re.compile(r"[a-z_]+[ \t]*(?:\"?[\w.-]+\"?[ \t]*){0,2}\{")
_LOCK = '# This file is maintained automatically by "terraform init"'
_VALUE = re.compile(r"^[ \t]*[\w-]+[ \t]*=[ \t]*\S", re.MULTILINE)
_TELLING = ("resource", "provider", "terraform")
_TYPE = re.compile(r"[a-z][a-z0-9_-]*\Z")
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
        return Kind.VALUES if _VALUE.search(text) or _only_comments(text) else None
    start = SPACES.match(text)
    if not source.name.endswith(".tf") and not (start and _BEGIN.match(text, start.end())):
        return None  # such as a manual with a configuration in it
    if _STRONG.search(text):
        return Kind.CONFIGURATION
    if _LOCK in source.lead or _OTHER.search(text):
        return None
    if _BLOCK.search(text) or (source.name.endswith(".tf") and _only_comments(text)):
        return Kind.CONFIGURATION
    return None


def _only_comments(text: str) -> bool:
    match = SPACES.match(text)
    return match is not None and match.end() == len(text)


def _of_json(source: Source) -> Kind | None:
    value = source.values[0] if source.values else None
    if isinstance(value, Mapping):
        return _of_object(value, source)
    if value is None and '"terraform_version"' in source.lead:
        if '"format_version"' in source.lead:
            return Kind.STATE if '"planned_values"' not in source.text[:_LEAD] else Kind.PLAN
        return Kind.RAW_STATE
    return Kind.CONFIGURATION if value is None and source.name.endswith(".tf.json") else None


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
    known = value and all(key in _BLOCKS for key in value)
    if known and (source.name.endswith(".tf.json") or any(_is_telling(value.get(key)) for key in _TELLING)):
        return Kind.CONFIGURATION
    return None


def _is_telling(value: Any) -> bool:
    """Whether it holds objects by names such as Terraform gives them."""
    listed = value if isinstance(value, list) else [value]
    return any(
        isinstance(one, Mapping) and one and all(_TYPE.match(str(key)) and isinstance(each, Mapping | list)
        for key, each in one.items()) for one in listed
    )  # fmt: skip
