"""Test connection: who we are, which account and Region, what may be read and written; in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workbench.errors import AwsRefused, AwsUnreachable, WorkbenchError
from workbench.host.aws_errors import aws_faults
from workbench.host.aws_session import AwsClients
from workbench.i18n import _
from workbench.progress import Progress, Silent

__all__ = ["WRITES", "CheckRow", "ConnectionCheck", "Verdict", "check_connection"]

WRITES = (
    "wellarchitected:CreateWorkload",
    "wellarchitected:UpdateWorkload",
    "wellarchitected:UpdateAnswer",
    "wellarchitected:UpdateLensReview",
    "wellarchitected:CreateMilestone",
    "wellarchitected:AssociateLenses",
    "wellarchitected:ImportLens",
    "wellarchitected:CreateLensVersion",
)
"""What a sync may do in AWS."""


class Verdict(StrEnum):
    """What a row of the check says."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One line of the check.

    Args:
        id: "caller", "account", "region", "read" or "write".
        title: What was checked.
        text: What came out; may hold the account id, so mask it where a room watches (`redaction.room_safe`).
        verdict: Good, bad or unknown.
        hint: What the person can do where it is not good.
    """

    id: str
    title: str
    text: str
    verdict: Verdict
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionCheck:
    """What the check found; `account`, `caller` (an ARN) and `region` also as data."""

    rows: tuple[CheckRow, ...]
    account: str
    caller: str
    region: str

    @property
    def can_read(self) -> bool:
        """True where a sync can start."""
        return any(row.id == "read" and row.verdict is Verdict.GOOD for row in self.rows)

    def row(self, name: str) -> CheckRow:
        """Return one row by its id."""
        return next(row for row in self.rows if row.id == name)


def check_connection(aws: AwsClients, progress: Progress | None = None) -> ConnectionCheck:
    """Ask AWS who we are and what we may do; rights to write are simulated, nothing is written.

    Args:
        aws: Clients of the connection.
        progress: Told before each step.

    Raises:
        SignInNeeded: credentials are missing, expired or not accepted.
        AwsUnreachable: AWS cannot be reached.
        WorkbenchError: the profile cannot be used.
        Cancelled: through progress.
    """
    progress = progress or Silent()
    progress(0, 3, _("Who we are"))
    caller, account, rows = _caller(aws)
    rows.append(_region(aws))
    progress(1, 3, _("Reading"))
    rows.append(_reading(aws))
    progress(2, 3, _("Writing"))
    rows.append(_writing(aws, caller))
    progress(3, 3)
    return ConnectionCheck(tuple(rows), account, caller, aws.region)


def _caller(aws: AwsClients) -> tuple[str, str, list[CheckRow]]:
    """Ask STS. A refusal is no end: a private endpoint of the Tool may be all that is open."""
    titles = {"caller": _("Caller"), "account": _("Account")}
    try:
        with aws_faults(aws.connection):
            answer = aws.sts().get_caller_identity()
    except (AwsRefused, AwsUnreachable) as error:
        if isinstance(error, AwsUnreachable) and not aws.connection.endpoint_url:
            raise
        unknown = [CheckRow(id, title, error.message, Verdict.UNKNOWN, error.hint) for id, title in titles.items()]
        return "", "", unknown
    arn, account = str(answer["Arn"]), str(answer["Account"])
    return (
        arn,
        account,
        [
            CheckRow("caller", titles["caller"], _who(arn), Verdict.GOOD),
            CheckRow("account", titles["account"], account, Verdict.GOOD),
        ],
    )


def _who(arn: str) -> str:
    """Say an ARN of IAM or STS in words."""
    kind, _slash, rest = arn.partition(":")[2].split(":", 4)[-1].partition("/")
    if kind == "assumed-role":
        role, _slash, session = rest.partition("/")
        return _("role {role}, session {session}").format(role=role, session=session)
    if kind == "user":
        return _("user {name}").format(name=rest.rpartition("/")[2])
    if kind == "federated-user":
        return _("federated user {name}").format(name=rest)
    return _("root user of the account") if kind == "root" else f"{kind} {rest}".strip()


def _region(aws: AwsClients) -> CheckRow:
    if aws.has_tool:
        return CheckRow("region", _("Region"), aws.region, Verdict.GOOD)
    return CheckRow(
        "region",
        _("Region"),
        _("{region}: not known to have the Well-Architected Tool").format(region=aws.region),
        Verdict.UNKNOWN,
        _("Choose the Region whose console shows your workloads."),
    )


def _reading(aws: AwsClients) -> CheckRow:
    title = _("Read")
    try:
        with aws_faults(aws.connection):
            aws.wellarchitected().list_workloads(MaxResults=1)
    except AwsRefused as error:
        return CheckRow("read", title, error.message, Verdict.BAD, error.hint)
    return CheckRow("read", title, _("allowed: workloads were listed"), Verdict.GOOD)


def _writing(aws: AwsClients, caller: str) -> CheckRow:
    title = _("Write")
    try:
        decisions = _simulated(aws, caller)
    except WorkbenchError:  # commonly not allowed; it says nothing about writing
        decisions = {}
    if not decisions:
        return CheckRow("write", title, _("not known until the first write"), Verdict.UNKNOWN)
    refused = sorted(action.partition(":")[2] for action in WRITES if decisions.get(action) != "allowed")
    if not refused:
        return CheckRow("write", title, _("allowed, by policy simulation"), Verdict.GOOD)
    words = _("not allowed, by policy simulation: {actions}").format(actions=", ".join(refused))
    hint = _("Pulling works all the same. For pushing, ask whoever looks after the account for these actions.")
    return CheckRow("write", title, words, Verdict.BAD, hint)


def _simulated(aws: AwsClients, caller: str) -> dict[str, str]:
    """Return the decision per action; nothing where this caller cannot be simulated."""
    iam = aws.iam()
    with aws_faults(aws.connection):
        source = _policy_source(iam, caller)
        decisions: dict[str, str] = {}
        more: dict[str, Any] = {}
        while source:
            answer = iam.simulate_principal_policy(PolicySourceArn=source, ActionNames=list(WRITES), **more)
            for result in answer["EvaluationResults"]:
                decisions[result["EvalActionName"]] = result["EvalDecision"]
            if not answer.get("IsTruncated"):
                break
            more = {"Marker": answer["Marker"]}
    return decisions


def _policy_source(iam: Any, caller: str) -> str:
    """Return the user, or the role behind a session with its path, as the simulation wants it."""
    if re.fullmatch(r"arn:[\w-]+:iam::\d{12}:user/.+", caller):
        return caller
    session = re.fullmatch(r"arn:[\w-]+:sts::\d{12}:assumed-role/([^/]+)/.+", caller)
    return str(iam.get_role(RoleName=session[1])["Role"]["Arn"]) if session else ""
