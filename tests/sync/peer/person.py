"""What other people do meanwhile, in the console or in AWS: changes that no client of the test asked for.

Nothing here crosses the wire, is recorded or meets a fault; stamps move as they would for a client.
"""

from __future__ import annotations

from typing import Any

from tests.sync.peer.accounts import ACCOUNT, OTHER_ACCOUNT, REGION, Caller, first_callers
from tests.sync.peer.lens_records import load_official
from tests.sync.peer.operations.profiles import PROFILE_QUESTION
from tests.sync.peer.rest import model_of
from tests.sync.peer.service import SERVICE, Service
from tests.sync.peer.shapes import check_value
from tests.sync.peer.world import LensRecord, Profile, Template, Workload

FRAMEWORK = "wellarchitected"
_DEFAULTS = {
    "Description": "Made by another person",
    "Environment": "PRODUCTION",
    "AwsRegions": [REGION],
    "ReviewOwner": "Platform team",
    "Lenses": [FRAMEWORK],
}


class Person:
    """Direct access to the state behind a service."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def caller_in(self, account: str = ACCOUNT) -> Caller:
        """Return the first caller of an account, with every right."""
        return next(caller for caller in first_callers().values() if caller.account == account)

    def do(self, operation: str, *, account: str = ACCOUNT, region: str = REGION, **members: Any) -> dict[str, Any]:
        """Do any operation as another person.

        Raises:
            Refusal: The service says no.
        """
        shape = model_of(SERVICE).operation_model(operation).input_shape
        if shape:
            token = {"ClientRequestToken": "x"} if "ClientRequestToken" in shape.required_members else {}
            check_value(shape, {**token, **members}, "")
        return self.service.perform(operation, members, self.caller_in(account), region)

    # ------------------------------------------------------------------------------------ workloads
    def make_workload(self, name: str, *, account: str = ACCOUNT, region: str = REGION, **members: Any) -> str:
        """Make a workload and return its id; members left out have sensible values."""
        result = self.do(
            "CreateWorkload", account=account, region=region, WorkloadName=name, **{**_DEFAULTS, **members}
        )
        return str(result["WorkloadId"])

    def workload(self, workload: str, account: str | None = None, region: str | None = None) -> Workload:
        """Return the state of a workload by id or exact name, anywhere if not told where; KeyError for none."""
        for place in self.service.world.places.values():
            for each in place.workloads.values():
                here = account in (None, place.account) and region in (None, place.region)
                if here and workload in (each.id, each.name):
                    return each
        raise KeyError(workload)

    def _as_owner(self, operation: str, workload_id: str, **members: Any) -> dict[str, Any]:
        found = self.workload(workload_id)
        where = {"account": found.owner, "region": found.region}
        return self.do(operation, **where, WorkloadId=workload_id, **members)

    def edit_workload(self, workload_id: str, **members: Any) -> None:
        """Change properties of a workload, by their API names."""
        self._as_owner("UpdateWorkload", workload_id, **members)

    def delete_workload(self, workload_id: str) -> None:
        """Delete a workload."""
        self._as_owner("DeleteWorkload", workload_id)

    def save_milestone(self, workload_id: str, name: str) -> int:
        """Save a milestone and return its number."""
        result = self._as_owner("CreateMilestone", workload_id, MilestoneName=name)
        return int(result["MilestoneNumber"])

    def share(self, workload_id: str, permission: str = "CONTRIBUTOR", with_account: str = ACCOUNT) -> str:
        """Share a workload of another account with an accepted invitation; returns the share's id."""
        found = self.workload(workload_id)
        if found.owner == with_account:
            raise ValueError(f"the workload belongs to {with_account}; make it in {OTHER_ACCOUNT}")
        invited = {"SharedWith": with_account, "PermissionType": permission}
        invitation = str(self._as_owner("CreateWorkloadShare", workload_id, **invited)["ShareId"])
        accepted = {"ShareInvitationId": invitation, "ShareInvitationAction": "ACCEPT"}
        self.do("UpdateShareInvitation", account=with_account, region=found.region, **accepted)
        return invitation

    def unshare(self, workload_id: str) -> None:
        """Take every share of a workload back."""
        with self.service.lock:
            self.workload(workload_id).shares.clear()

    def forget_review_owner(self, workload_id: str) -> None:
        """Make a workload like an old one: no review owner, and nobody acknowledged that one is needed."""
        with self.service.lock:
            workload = self.workload(workload_id)
            workload.members.pop("ReviewOwner", None)
            workload.acknowledged = False

    # ------------------------------------------------------------------------------------ answers
    def edit_answer(
        self,
        workload_id: str,
        question_id: str,
        *,
        lens: str = FRAMEWORK,
        selected: list[str] | None = None,
        choices: dict[str, dict[str, str]] | None = None,
        notes: str | None = None,
        applicable: bool | None = None,
        reason: str | None = None,
    ) -> dict[str, Any]:
        """Change an answer; members left out stay as they are. Returns the new Answer."""
        members = {
            "SelectedChoices": selected,
            "ChoiceUpdates": choices,
            "Notes": notes,
            "IsApplicable": applicable,
            "Reason": reason,
        }
        given = {name: value for name, value in members.items() if value is not None}
        result = self._as_owner("UpdateAnswer", workload_id, LensAlias=lens, QuestionId=question_id, **given)
        return dict(result["Answer"])

    def edit_notes(self, workload_id: str, lens: str = FRAMEWORK, *, lens_notes: str = "", **pillars: str) -> None:
        """Set the lens note (unless empty) and notes of pillars by id."""
        members: dict[str, Any] = {"PillarNotes": pillars} if pillars else {}
        if lens_notes:
            members["LensNotes"] = lens_notes
        self._as_owner("UpdateLensReview", workload_id, LensAlias=lens, **members)

    def answer(self, workload_id: str, question_id: str, lens: str = FRAMEWORK) -> dict[str, Any]:
        """Return an Answer as GetAnswer gives it, absent members left out."""
        view = self._as_owner("GetAnswer", workload_id, LensAlias=lens, QuestionId=question_id)["Answer"]
        return {name: value for name, value in view.items() if value is not None}

    def picture(self, workload_id: str) -> dict[str, Any]:
        """Return everything a sync carries, as plain data that can be compared; no stamps, no risks.

        Returns:
            `members`, `tags`, `milestones` (number, name and picture each) and per lens alias `version`, `notes`,
            `pillar_notes` and `answers`; what is unset or empty is left out everywhere.
        """
        with self.service.lock:
            return _picture(self.workload(workload_id))

    def put_jira_issue(self, workload_id: str, question_id: str, url: str, lens: str = FRAMEWORK) -> None:
        """Let an answer carry a Jira issue."""
        with self.service.lock:
            review = self.workload(workload_id).reviews[lens]
            review.answer(question_id).jira = {"JiraIssueUrl": url, "LastSyncedTime": self.service.world.clock.now()}

    def put_checks(
        self, workload_id: str, question_id: str, choice_id: str, checks: list[dict[str, Any]], lens: str = FRAMEWORK
    ) -> None:
        """Let Trusted Advisor report on a choice; each check is a CheckDetail without its place."""
        with self.service.lock:
            workload = self.workload(workload_id)
            workload.checks[workload.reviews[lens].lens_arn, question_id, choice_id] = checks

    # ------------------------------------------------------------------------------------ lenses
    def publish_official(self, text: str) -> LensRecord:
        """Publish an official lens, or a newer version of one: a lens file with `alias` and `version`."""
        with self.service.lock:
            return load_official(self.service.world, text)

    def publish_lens(
        self,
        text: str,
        version: str,
        arn: str = "",
        *,
        major: bool = True,
        account: str = ACCOUNT,
        region: str = REGION,
    ) -> str:
        """Import and publish a custom lens and return its ARN; an ARN makes it the next version of that lens."""
        where = {"account": account, "region": region}
        alias = {"LensAlias": arn} if arn else {}
        arn = str(self.do("ImportLens", **where, JSONString=text, **alias)["LensArn"])
        self.do("CreateLensVersion", **where, LensAlias=arn, LensVersion=version, IsMajorVersion=major)
        return arn

    def deprecate(self, arn: str, version: str) -> None:
        """Retire a version of a lens."""
        with self.service.lock:
            self._lens(arn).deprecated.add(version)

    def share_lens(self, arn: str, with_account: str) -> None:
        """Share a custom lens, accepted."""
        with self.service.lock:
            self._lens(arn).shared_with[with_account] = "ACCEPTED"

    def unshare_lens(self, arn: str, with_account: str) -> None:
        """Take the share of a custom lens back."""
        with self.service.lock:
            del self._lens(arn).shared_with[with_account]

    def _lens(self, arn: str) -> LensRecord:
        record = self.service.world.lens(arn)
        if record is None:
            raise KeyError(arn)
        return record

    # ------------------------------------------------------------------------------------ the account
    def add_profile(self, name: str, prioritized: set[str], account: str = ACCOUNT, region: str = REGION) -> str:
        """Make a profile that puts questions of the Framework first; returns its ARN."""
        world = self.service.world
        with self.service.lock:
            arn = f"arn:aws:wellarchitected:{region}:{account}:profile/{world.new_id()}"
            view = {
                "ProfileArn": arn,
                "ProfileVersion": "1",
                "ProfileName": name,
                "ProfileDescription": f"What matters to {name}",
                "ProfileQuestions": [{**PROFILE_QUESTION, "SelectedChoiceIds": ["stage_start"]}],
                "Owner": account,
                "CreatedAt": world.clock.now(),
                "UpdatedAt": world.clock.now(),
            }
            world.place(account, region).profiles[arn] = Profile(view, frozenset(prioritized))
        return arn

    def add_template(self, workload_id: str) -> str:
        """Make a review template of the answers of a workload; returns its ARN."""
        with self.service.lock:
            source = self.workload(workload_id)
            copy = source.frozen()
            arn = f"arn:aws:wellarchitected:{copy.region}:{copy.owner}:review-template/{self.service.world.new_id()}"
            self.service.world.place(copy.owner, copy.region).templates[arn] = Template(arn, copy)
        return arn

    def set_account(self, account: str = ACCOUNT, region: str = REGION, **settings: Any) -> None:
        """Set members of GetGlobalSettings."""
        with self.service.lock:
            self.service.world.place(account, region).settings.update(settings)


def _picture(workload: Workload) -> dict[str, Any]:
    reviews = {}
    for alias, review in workload.reviews.items():
        answers = {}
        for question_id, answer in sorted(review.answers.items()):
            marks = {
                choice_id: _held({"status": mark.status, "reason": mark.reason, "notes": mark.notes})
                for choice_id, mark in sorted(answer.marks.items())
                if mark.status != "UNSELECTED" or mark.notes
            }
            applicable = None if answer.applicable else "no"
            reason = None if answer.reason == "NONE" else answer.reason
            held = _held({"marks": marks, "notes": answer.notes, "applicable": applicable, "reason": reason})
            if held:
                answers[question_id] = held
        pillar_notes = _held(review.pillar_notes)
        whole = {
            "version": review.version.version,
            "notes": review.notes,
            "pillar_notes": pillar_notes,
            "answers": answers,
        }
        reviews[alias] = _held(whole)
    milestones = [(each.number, each.name, _picture(each.workload)) for each in workload.milestones]
    parts = {"members": _held(workload.members), "tags": dict(workload.tags), "reviews": reviews}
    return _held({**parts, "milestones": milestones})


def _held(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}
