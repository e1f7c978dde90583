"""What a user may be told: every expected failure, each with a way forward."""

from __future__ import annotations

__all__ = [
    "AwsRefused",
    "AwsUnreachable",
    "BadInput",
    "FileBusy",
    "Refused",
    "SignInNeeded",
    "UnknownName",
    "WorkbenchError",
    "WorkspaceUnusable",
]


class WorkbenchError(Exception):
    """A failure that is no bug: it says what happened and what to do now.

    Args:
        message: What happened, to what; one sentence, no trailing traceback talk.
        hint: What the person can do now; may be empty.
        details: Further lines (for example every unknown id), shown folded.
    """

    def __init__(self, message: str, hint: str = "", details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class BadInput(WorkbenchError):
    """A file or a value from outside cannot be used as it is."""


class UnknownName(BadInput):
    """A name or id matches nothing, or more than one thing."""


class WorkspaceUnusable(WorkbenchError):
    """A workspace file is missing, foreign, damaged, too new or cannot be written."""


class FileBusy(WorkbenchError):
    """Another process owns the workspace file."""


class Refused(WorkbenchError):
    """The change is understood but would break a promise (a used milestone, a stale undo)."""


class AwsRefused(WorkbenchError):
    """AWS answered, and the answer is no.

    Args:
        message: What was refused; account ids masked.
        hint: What the person can do now.
        details: AWS's own words and the request id, without secrets.
        code: AWS's error code, such as "ConflictException"; empty where there was none.
        kind: Why, in one of the words of `workbench.host.aws_refusals.Kind`.
    """

    def __init__(
        self, message: str, hint: str = "", details: tuple[str, ...] = (), *, code: str = "", kind: str = ""
    ) -> None:
        super().__init__(message, hint, details)
        self.code = code
        self.kind = kind


class AwsUnreachable(WorkbenchError):
    """AWS was not reached, or its answer did not arrive: network, proxy, certificate, time-out."""


class SignInNeeded(WorkbenchError):
    """Credentials are missing, expired or not accepted; the person can renew them.

    Args:
        message: What is missing or has ended.
        hint: What the person can do now.
        details: AWS's own words, without secrets.
        profile: The profile to renew; empty for the environment, the default profile or keys typed by hand.
        way: "sso" (`workbench.host.aws_sign_in.sign_in` can do it here), "mfa" (try again, a code is asked for),
            "keys" (other keys are needed) or "command" (a program outside renews them).
    """

    def __init__(
        self, message: str, hint: str = "", details: tuple[str, ...] = (), *, profile: str = "", way: str = "keys"
    ) -> None:
        super().__init__(message, hint, details)
        self.profile = profile
        self.way = way
