"""One call at the service: who calls, where, when; finds what the call names and refuses what the caller may not do."""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.sync.peer.accounts import Caller
from tests.sync.peer.refusals import denied, invalid, not_found
from tests.sync.peer.world import LensRecord, Milestone, Place, Review, Share, Workload, World

T = TypeVar("T")
READ, ANSWER, OWN = "read", "answer", "own"
"""Kinds of access to a workload: READONLY shares give the first, CONTRIBUTOR shares two, owners all."""
_ROLES = {"READONLY": {READ}, "CONTRIBUTOR": {READ, ANSWER}}
OFFICIAL_ARN = "arn:aws:wellarchitected::aws:lens/"


@dataclass(frozen=True)
class Visit:
    """A call under way."""

    world: World
    place: Place
    caller: Caller
    operation: str

    @property
    def now(self) -> datetime.datetime:
        """The time of the call."""
        return self.world.clock.now()

    # ------------------------------------------------------------------------------------ finding
    def share_with_us(self, workload: Workload) -> Share | None:
        """Return the accepted share through which the caller sees another account's workload."""
        shares = (share for share in workload.shares if share.shared_with in (self.caller.account, self.caller.arn))
        return next((share for share in shares if share.status == "ACCEPTED"), None)

    def visible_workloads(self) -> list[Workload]:
        """Return own and shared workloads of this Region (section 6: shares stay in one Region)."""
        shared = [
            workload
            for other in self.world.in_region(self.place.region)
            for workload in other.workloads.values()
            if other is not self.place and self.share_with_us(workload)
        ]
        return [*self.place.workloads.values(), *shared]

    def workload(self, workload_id: str, access: str = READ) -> Workload:
        """Return a workload the caller sees.

        Raises:
            Refusal: Not there, not shared, the share's role is too low, or no review owner in time.
        """
        workload = next((each for each in self.visible_workloads() if each.id == workload_id), None)
        if workload is None:
            raise not_found("WORKLOAD", workload_id)
        if workload.owner != self.place.account:
            share = self.share_with_us(workload)
            if share is None or access not in _ROLES[share.permission]:
                raise denied(self.caller.arn, f"wellarchitected:{self.operation}", workload.arn)
        restricted = workload.restricted_from is not None and workload.restricted_from <= self.now
        if restricted and self.operation not in ("UpdateWorkload", "GetWorkload"):
            raise denied(self.caller.arn, f"wellarchitected:{self.operation}", workload.arn)
        return workload

    def lens(self, alias: str) -> LensRecord:
        """Return a lens by official alias, official ARN or custom ARN.

        Raises:
            Refusal: Unknown, deleted or not shared with the caller.
        """
        short = alias.rsplit("lens/", 1)[-1] if "::" in alias else alias
        record = self.world.official.get(short) or self.place.lenses.get(alias) or self._shared_lens(alias)
        if record is None or record.deleted:
            raise not_found("LENS", alias)
        return record

    def _shared_lens(self, arn: str) -> LensRecord | None:
        for other in self.world.in_region(self.place.region):
            record = other.lenses.get(arn)
            if record and record.shared_with.get(self.place.account) == "ACCEPTED":
                return record
        return None

    def review(self, workload: Workload, alias: str, milestone: int | None = None) -> Review:
        """Return a review of a workload or of one of its milestones.

        Raises:
            Refusal: The lens is not attached, or there is no such milestone.
        """
        state = workload if milestone is None else self.milestone(workload, milestone).workload
        short = alias.rsplit("lens/", 1)[-1] if "::" in alias else alias
        review = state.reviews.get(short)
        if review is None:
            raise not_found("LENS_REVIEW", alias, f"Workload {workload.id} has no lens {alias}")
        return review

    def milestone(self, workload: Workload, number: int) -> Milestone:
        """Return a milestone by number."""
        for milestone in workload.milestones:
            if milestone.number == number:
                return milestone
        raise not_found("MILESTONE", str(number), f"No milestone {number} in workload {workload.id}")

    # ------------------------------------------------------------------------------------ changing
    def touch(self, workload: Workload, *reviews: Review) -> None:
        """Stamp a workload and reviews as changed now."""
        workload.updated_at = self.now
        for review in reviews:
            review.updated_at = self.now

    # ------------------------------------------------------------------------------------ paging
    def page(self, items: Sequence[T], parameters: dict[str, Any], most: int = 50) -> tuple[list[T], dict[str, str]]:
        """Cut one page out of a list.

        Args:
            parameters: The request; its token must come from a request with the same other members.
            most: The documented maximum.

        Returns:
            The items of the page, and `{"NextToken": ...}` where more follow.

        Raises:
            Refusal: The token is not one of this list.
        """
        rest = {name: value for name, value in parameters.items() if name not in ("NextToken", "MaxResults")}
        label = f"{self.operation} {json.dumps(rest, sort_keys=True)}"
        size = min(parameters.get("MaxResults") or most, most, self.world.behaviour.most_per_page or most)
        start = 0
        if token := parameters.get("NextToken"):
            try:
                issued_for, start = json.loads(base64.urlsafe_b64decode(token))
            except ValueError:
                issued_for = None
            if issued_for != label:
                raise invalid("NextToken is not valid", "NextToken")
        page = list(items[start : start + size])
        if start + size >= len(items):
            return page, {}
        following = json.dumps([label, start + size]).encode()
        return page, {"NextToken": base64.urlsafe_b64encode(following).decode()}
