"""One option for every field of a workload, made from the list of fields, so none can be forgotten."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from workbench.domain.workload import FIELDS, Field, Kind, Workload, problems_of
from workbench.errors import BadInput
from workbench.i18n import _

__all__ = ["option_of", "values_of", "with_fields"]

_NAMES = {
    "review_owner": "--owner", "aws_regions": "--region", "non_aws_regions": "--non-aws-region",
    "account_ids": "--account-id", "pillar_priorities": "--pillar-priority", "applications": "--application",
    "profile_arns": "--profile-arn", "review_template_arns": "--review-template-arn", "tags": "--tag",
}  # fmt: skip
"""Options that are not simply the field's name."""


def option_of(entry: Field) -> str:
    """Return the option of a field, for example `--owner` for review_owner."""
    return _NAMES.get(entry.name, "--" + entry.name.replace("_", "-"))


def _help(entry: Field) -> str:
    parts = [_(entry.label) + "."]
    if entry.choices:
        listed = ", ".join(value for value, _title in entry.choices if value)
        parts.append(_("One of: {values}.").format(values=listed))
    elif entry.help:
        parts.append(_(entry.help))
    if entry.kind in (Kind.LIST, Kind.TAGS):
        parts.append(_("May be repeated."))
    return " ".join(parts)


def with_fields(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command one option per field of a workload; they arrive as keyword arguments, None where absent."""
    own = inspect.signature(command, eval_str=True)
    kept = [one for one in own.parameters.values() if one.kind is not inspect.Parameter.VAR_KEYWORD]
    for entry in FIELDS:
        many = entry.kind in (Kind.LIST, Kind.TAGS)
        metavar = "KEY=VALUE" if entry.kind is Kind.TAGS else ("YYYY-MM-DD" if entry.kind is Kind.DATE else "TEXT")
        option = typer.Option(option_of(entry), metavar=metavar, help=_help(entry), show_default=False)
        kind: Any = list[str] | None if many else str | None
        kept.append(
            inspect.Parameter(
                entry.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind, option]
            )
        )
    kept.sort(key=lambda one: one.kind)
    command.__signature__ = own.replace(parameters=kept)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in kept} | {"return": None}
    return command


def values_of(given: dict[str, Any]) -> dict[str, Any]:
    """Turn what was typed into values of the fields; absent ones are left out, "" clears.

    Raises:
        BadInput: A tag without "=".
    """
    found: dict[str, Any] = {}
    for entry in FIELDS:
        value = given.get(entry.name)
        if value is None or (isinstance(value, list | tuple) and not value):
            continue
        if entry.kind is Kind.LIST:
            found[entry.name] = tuple(item.strip() for item in value if item.strip())
        elif entry.kind is Kind.TAGS:
            found[entry.name] = _tags([item for item in value if item.strip()])
        else:
            found[entry.name] = value.strip()
    return found


def _tags(items: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = {}
    for item in items:
        key, equals, value = item.partition("=")
        if not equals or not key.strip():
            raise BadInput(_('The tag "{item}" has no key and value.').format(item=item), _("Write --tag key=value."))
        pairs[key.strip()] = value.strip()
    return tuple(sorted(pairs.items()))


def refuse_problems(problems: list[str]) -> None:
    """Raise BadInput with every problem, if there is one."""
    if problems:
        raise BadInput(
            _("The workload cannot be kept like this."), _("The limits are those of the WA Tool."), tuple(problems)
        )


def problems_in(values: dict[str, Any], changed: Workload) -> list[str]:
    """Say what is wrong with the fields that were given, and with the Regions where one of them was."""
    found = [text for name, value in values.items() for text in problems_of(name, value)]
    if {"aws_regions", "non_aws_regions"} & set(values) and not changed.aws_regions and not changed.non_aws_regions:
        found.append(_("Name at least one AWS Region or one place outside AWS."))
    return found
