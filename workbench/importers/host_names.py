"""Which other part a setting names as its host: `postgres://db:5432/shop` names `db`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

__all__ = ["hosts_named", "settings_of"]

_HOST = re.compile(
    r"""(?:(?P<scheme>[A-Za-z][\w+.-]{0,20})://(?:[^\s/@"']{0,200}@)?|@|^|[\s,;=("'])
        (?P<host>[A-Za-z0-9](?:[\w.-]{0,200}[A-Za-z0-9])?)
        (?P<port>:\d{1,5})?(?=$|[\s/,;?)"'&])""",
    re.VERBOSE,
)
_MOST = 4_000


def hosts_named(text: str, names: Mapping[str, str], *, bare: bool) -> Iterator[str]:
    """Yield what a text names as a host, by the values of `names`.

    Args:
        text: A setting, such as the value of an environment variable.
        names: Host names, in lower case, and what they stand for.
        bare: Whether the name alone is enough; else it has to come with a scheme or a port.
    """
    whole = text.strip()
    for match in _HOST.finditer(text[:_MOST]):
        host = match["host"].lower()
        told = bool(match["scheme"] or match["port"]) or (bare and match["host"] == whole)
        if told and host in names:
            yield names[host]


def settings_of(values: Iterable[tuple[str, object]]) -> Iterator[tuple[str, str, bool]]:
    """Yield name, text and whether the name says that it is a host, for settings whose values are texts."""
    for name, value in values:
        if isinstance(value, str) and value:
            yield name, value, bool(_SAYS_HOST.search(name))


_SAYS_HOST = re.compile(r"(?i)(host|addr|server|url|uri|endpoint|broker|service)s?(_?name)?$")
