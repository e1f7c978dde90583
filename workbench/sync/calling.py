"""One call to the Tool: sent, repeated with growing pauses while that can help, and failures told by kind."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from workbench.errors import WorkbenchError
from workbench.i18n import _
from workbench.progress import Progress, Silent
from workbench.sync.ports import Translate
from workbench.sync.refusals import refusal_of

__all__ = ["Interrupted", "NoSuchThing", "Refusal", "Tool", "Transient"]

T = TypeVar("T")
R = TypeVar("R")
PATIENCE = 6
"""Attempts of one call, and looks for what has just been made."""
READERS = 4
"""Reads at the same time; writes go one by one (wa_tool_api: parallel writes on one workload conflict)."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 20.0
_SLOWER = ("Throttl", "TooManyRequests")
_TRANSIENT = {"HTTPClientError", "ConnectionError", "ResponseParserError", "JSONDecodeError", "IncompleteReadError"}
"""Names of exceptions after which nobody knows whether the call took effect."""


class Transient(Exception):  # noqa: N818 - a state, told to nobody
    """A call failed in a way that may pass; it may have taken effect."""

    def __init__(self, error: Exception, slower: bool = False) -> None:
        super().__init__(str(error))
        self.error = error
        self.slower = slower


class Interrupted(WorkbenchError):  # noqa: N818 - says what happened, as in workbench.errors
    """The work stopped and can be resumed; nothing is lost and nothing will be done twice."""


class Refusal(WorkbenchError):  # noqa: N818
    """The Tool said no to a call, and asking again will not change that.

    Attributes:
        code: The Tool's error code, such as "ValidationException".
        stops: True where every further call would be refused too.
        resource: What a conflict names.
    """

    def __init__(
        self, message: str, hint: str = "", details: tuple[str, ...] = (), *, code: str = "", stops: bool = True
    ) -> None:
        super().__init__(message, hint, details)
        self.code = code
        self.stops = stops


class NoSuchThing(Refusal):
    """The Tool does not know what the call names (ResourceNotFoundException, or no such question)."""


class Tool:
    """The Tool behind a boto3 client; safe to read from several threads.

    Args:
        client: A boto3 client of `wellarchitected`.
        translate: Words for failures that are not the Tool's own (credentials, network, certificates).
        progress: Told before each pause; may raise Cancelled.
        sleep: Waits some seconds; tests hand in one that does not.
        patience: Attempts of one call; few are enough for a client that repeats by itself.
        seed: Makes the jitter of pauses repeatable.
    """

    def __init__(
        self,
        client: Any,
        translate: Translate,
        progress: Progress | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        patience: int = PATIENCE,
        seed: int | None = None,
    ) -> None:
        self._client = client
        self._translate = translate
        self.progress: Progress = progress or Silent()
        self._sleep = sleep
        self.patience = patience
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self.requests = 0
        self.clock = ""

    @property
    def region(self) -> str:
        """The Region of the client."""
        return str(self._client.meta.region_name or "")

    # -- calls ------------------------------------------------------------------------------------
    def once(self, operation: str, **members: Any) -> dict[str, Any]:
        """Make a call once.

        Raises:
            Transient: It may have taken effect; look before it is made again.
            Refusal: The Tool says no.
            WorkbenchError: Credentials or the set-up of this computer.
        """
        with self._lock:
            self.requests += 1
        try:
            answer: dict[str, Any] = getattr(self._client, _snake(operation))(**members)
        except Exception as error:
            raise self._sorted(error, operation) from error
        if not _is_whole(answer, operation):
            raise Transient(WorkbenchError(
                _("Something answered that is not AWS."),
                _("A sign-in page of the network or a wrong endpoint may stand between."),
            ))  # fmt: skip
        self.clock = _server_time(answer)
        return answer

    def read(self, operation: str, *, settling: bool = False, **members: Any) -> dict[str, Any]:
        """Make a reading call, repeated while that can help.

        Args:
            settling: What it names may be so new that the Tool does not find it for a moment.

        Raises:
            Interrupted: It did not come through.
        """
        failures = looks = 0
        while True:
            try:
                return self.once(operation, **members)
            except Transient as failure:
                self.pause(failures, failure)
                failures += 1
            except NoSuchThing:
                looks += 1
                if not settling or looks == PATIENCE:
                    raise
                self.wait(looks)
            except Refusal as refusal:
                if refusal.code != "ConflictException":
                    raise
                self.pause(failures, Transient(refusal))  # somebody writes just now
                failures += 1

    def pages(self, operation: str, key: str, *, settling: bool = False, **members: Any) -> Iterator[dict[str, Any]]:
        """Yield the entries of all pages of a list; botocore has no paginators for the Tool."""
        token: dict[str, Any] = {}
        while True:
            page = self.read(operation, settling=settling, MaxResults=50, **members, **token)
            yield from page.get(key, ())
            if not page.get("NextToken"):
                return
            token = {"NextToken": page["NextToken"]}

    def several(self, work: Callable[[T], R], items: Iterable[T], note: str = "") -> list[R]:
        """Do reading work on several items, a few at a time; results in the order of the items."""
        todo: Sequence[T] = list(items)
        if len(todo) < 2:
            return [work(item) for item in todo]
        found: list[R] = []
        pool = ThreadPoolExecutor(min(READERS, len(todo)), "workbench-tool")
        try:
            for result in pool.map(work, todo):
                found.append(result)
                self.progress(len(found), len(todo), note)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        return found

    # -- pauses -----------------------------------------------------------------------------------
    def pause(self, attempt: int, failure: Transient) -> None:
        """Wait before the next attempt, longer each time, with jitter.

        Raises:
            Interrupted: That was the last attempt.
            Cancelled: The person does not want to wait.
        """
        if attempt >= self.patience - 1:
            error = failure.error
            told = error if isinstance(error, WorkbenchError) else self._translate(error)
            raise Interrupted(
                told.message,
                _("Nothing is lost: run it again, it first looks at what is there. {hint}")
                .format(hint=told.hint)
                .strip(),
                told.details,
            ) from failure
        if failure.slower:
            self.progress(0, 0, _("The Tool asks to go slower; waiting"))
        else:
            self.progress(0, 0, _("The Tool did not answer; trying again"))
        self.wait(attempt)

    def wait(self, attempt: int) -> None:
        """Wait without a reason that could end the work: for what takes a moment to appear."""
        with self._lock:
            jitter = self._random.uniform(0.5, 1.0)
        self._sleep(min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2**attempt) * jitter)

    def _sorted(self, error: Exception, operation: str) -> Exception:
        from botocore.exceptions import BotoCoreError, ClientError

        if isinstance(error, ClientError):
            code = str(error.response.get("Error", {}).get("Code", ""))
            status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
            if any(word in code for word in _SLOWER) or status == 429:
                return Transient(error, slower=True)
            if status >= 500 or code == "InternalServerException":
                return Transient(error)
            found = refusal_of(error.response, operation, self.region, self._translate(error))
            if found is None:
                return self._translate(error)
            message, hint, details, stops = found
            kind = (
                NoSuchThing if code == "ResourceNotFoundException" or "No question with ID" in str(error) else Refusal
            )
            return kind(message, hint, details, code=code, stops=stops)
        if any(kind.__name__ in _TRANSIENT for kind in type(error).__mro__):
            return Transient(error)
        if isinstance(error, BotoCoreError | OSError):
            return self._translate(error)
        return error


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _is_whole(answer: dict[str, Any], operation: str) -> bool:
    """Tell an answer of the Tool from the page of some proxy and from half an answer: botocore takes both for empty ones."""
    kind = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("content-type", "json")
    return "json" in kind and _MEMBER.get(operation, "ResponseMetadata") in answer


_MEMBER = {
    "GetWorkload": "Workload",
    "GetLensReview": "LensReview",
    "GetAnswer": "Answer",
    "GetMilestone": "Milestone",
    "ListAnswers": "AnswerSummaries",
    "ListLenses": "LensSummaries",
    "ListMilestones": "WorkloadId",
    "ListWorkloads": "WorkloadSummaries",
    "UpdateAnswer": "Answer",
    "UpdateLensReview": "LensReview",
    "UpdateWorkload": "Workload",
    "CreateWorkload": "WorkloadId",
    "CreateMilestone": "MilestoneNumber",
    "CreateLensVersion": "LensArn",
    "ImportLens": "LensArn",
    "ExportLens": "LensJSON",
}  # fmt: skip
"""What must be in an answer that the engine builds on."""


def _server_time(answer: dict[str, Any]) -> str:
    """Return the Tool's own time, with which its stamps are compared: UTC, ISO 8601; ours where it tells none."""
    header = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date", "")
    try:
        return parsedate_to_datetime(header).isoformat()
    except (TypeError, ValueError):
        return datetime.now(UTC).isoformat()
