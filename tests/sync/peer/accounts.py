"""Who may call: test credentials, sessions that expire, rights, and the Regions that have the service."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

ACCOUNT = "111122223333"
OTHER_ACCOUNT = "444455556666"
REGION = "eu-west-1"
ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
REGIONS = frozenset(
    "us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 "
    "eu-north-1 me-south-1 ap-east-1 ap-south-1 ap-northeast-1 ap-northeast-2 ap-southeast-1 ap-southeast-2 "
    "us-gov-east-1 us-gov-west-1".split()
)
"""wa_tool_api section 1: 18 commercial Regions and GovCloud."""
_LAST_DIGIT = re.compile(r".$")


@dataclass
class Caller:
    """One set of credentials and what it may do.

    Attributes:
        token: Session token, empty for a user's own keys.
        expired: True once the session is over.
        may: Patterns of allowed actions such as `wellarchitected:Get*`.
        may_not: Patterns of denied actions; they win.
    """

    access_key: str
    secret_key: str
    account: str
    name: str
    token: str = ""
    expired: bool = False
    may: tuple[str, ...] = ("*",)
    may_not: tuple[str, ...] = field(default_factory=tuple)

    @property
    def arn(self) -> str:
        """The caller as STS names it."""
        if self.token:
            return f"arn:aws:sts::{self.account}:assumed-role/{self.name}/session"
        return f"arn:aws:iam::{self.account}:user/{self.name}"

    def allows(self, action: str) -> bool:
        """Tell whether an action such as `wellarchitected:UpdateAnswer` is allowed."""
        if any(fnmatchcase(action, pattern) for pattern in self.may_not):
            return False
        return any(fnmatchcase(action, pattern) for pattern in self.may)


def first_callers() -> dict[str, Caller]:
    """Return the callers every peer starts with: one architect per account."""
    architect = Caller(ACCESS_KEY, SECRET_KEY, ACCOUNT, "architect")
    neighbour = Caller(_LAST_DIGIT.sub("2", ACCESS_KEY), _LAST_DIGIT.sub("2", SECRET_KEY), OTHER_ACCOUNT, "neighbour")
    return {caller.access_key: caller for caller in (architect, neighbour)}
