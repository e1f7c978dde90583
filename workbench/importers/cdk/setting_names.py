"""Names of settings as CloudFormation writes them: the tree of a CDK assembly has `vpcZoneIdentifier`."""

from __future__ import annotations

from typing import Any

__all__ = ["SettingNames"]

_REGION = "us-east-1"  # the schemas of the types are the same everywhere; those here are the fullest


class SettingNames:
    """Finds the proper names in the resource schemas that cfn-lint carries; read for each type when it first comes."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, str]] = {}

    def proper(self, type_: str, properties: Any) -> Any:
        """Return settings with their names as in a template; names that no schema has begin with a capital."""
        if type_ not in self._known:
            self._known[type_] = _names_of(type_)
        return _renamed(properties, self._known[type_])


def _names_of(type_: str) -> dict[str, str]:
    from cfnlint.schema import PROVIDER_SCHEMA_MANAGER, ResourceNotFoundError

    try:
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(_REGION, type_).schema
    except ResourceNotFoundError:
        return {}
    found: dict[str, str] = {}
    left: list[Any] = [schema]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            named = one.get("properties")
            if isinstance(named, dict):
                found.update((name.lower(), name) for name in named)
            left.extend(one.values())
        elif isinstance(one, list):
            left.extend(one)
    return found


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and (next(iter(value)) == "Ref" or next(iter(value)).startswith("Fn::")):
        return value
    return {_name(key, names): _renamed(one, names) for key, one in value.items()}


def _name(key: str, names: dict[str, str]) -> str:
    if not key[:1].islower() or not key.isalnum():
        return key
    return names.get(key.lower(), key[0].upper() + key[1:])
