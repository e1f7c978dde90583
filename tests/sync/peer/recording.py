"""What was called: one record per request, for tests to count and compare."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any


@dataclass
class Call:
    """One request as the peer saw it.

    Attributes:
        number: 1 for the first request to this peer.
        operation: Operation name, empty where none was recognised.
        parameters: Members as the model reads them; the path's values only where the rest was refused.
        applied: True where the operation did its work, whether or not the client ever heard of it.
        replayed: True where a known ClientRequestToken gave the earlier result; nothing was done then.
        status: HTTP status sent, 0 where the connection was cut.
        error: Error code sent, empty for none.
        fault: Kind of the fault that struck, empty for none.
        at: Seconds since the peer started.
        seconds: Time the request took in the peer, latency included [s].
    """

    number: int
    service: str
    operation: str
    account: str = ""
    region: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    applied: bool = False
    replayed: bool = False
    status: int = 0
    error: str = ""
    fault: str = ""
    at: float = 0.0
    seconds: float = 0.0

    @property
    def writes(self) -> bool:
        """True for operations that change something."""
        return is_write(self.operation)


class Calls(list[Call]):
    """All requests in order of arrival."""

    def of(self, pattern: str = "*", *, applied: bool | None = None, writes: bool | None = None) -> Calls:
        """Return the calls of operations like a pattern, such as `Update*`.

        Args:
            applied: Only calls that did, or did not do, their work.
            writes: Only operations that change, or do not change, something.
        """
        return Calls(
            call
            for call in self
            if fnmatchcase(call.operation, pattern)
            and applied in (None, call.applied)
            and writes in (None, call.writes)
        )

    def counts(self) -> dict[str, int]:
        """Return the number of calls per operation."""
        found: dict[str, int] = {}
        for call in self:
            found[call.operation] = found.get(call.operation, 0) + 1
        return found


_WRITING = ("Create", "Update", "Delete", "Associate", "Disassociate", "Import", "Upgrade", "Tag", "Untag")


def is_write(operation: str) -> bool:
    """Tell whether an operation of the service changes something."""
    return operation.startswith(_WRITING)
