"""What the service can do, one module per thing; `Visit` and the checked members in, the result out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sync.peer.operations import lenses, milestones, profiles, reports, reviews, sharing, workloads
from tests.sync.peer.visit import Visit

Operation = Callable[[Visit, dict[str, Any]], dict[str, Any]]

CATALOG: dict[str, Operation] = {
    **workloads.OPERATIONS,
    **reviews.OPERATIONS,
    **milestones.OPERATIONS,
    **lenses.OPERATIONS,
    **sharing.OPERATIONS,
    **reports.OPERATIONS,
    **profiles.OPERATIONS,
}
