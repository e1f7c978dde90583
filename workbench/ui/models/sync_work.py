"""What the sync page has done in the background: plain functions for workers, plain data in and out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from workbench.domain.sync import Job, JobKind, Link
from workbench.host.aws_session import AccessKeys, Connection, clients, keep_keys, new_keys_name
from workbench.host.secrets import Secrets, SessionSecrets, open_secrets
from workbench.operations.sync_choice import CallKey, chosen_calls, left_with
from workbench.operations.sync_milestones import ReadMilestones, wish_of
from workbench.operations.sync_replay import with_replay
from workbench.operations.syncing import Fetched, SyncPreview, compared_again, fetch, preview_sync
from workbench.progress import Progress
from workbench.store.workspace import Workspace

if TYPE_CHECKING:
    from workbench.host.aws_check import ConnectionCheck
    from workbench.host.aws_sign_in import DeviceCode
    from workbench.operations.sync import ApplyMerge
    from workbench.operations.sync_jobs import RemoteName
    from workbench.sync.calling import Tool
    from workbench.sync.pushing import Outcome

__all__ = [
    "How",
    "Sent",
    "Talk",
    "check",
    "compare",
    "compare_again",
    "create",
    "forget",
    "keep",
    "link_with",
    "look_up",
    "pull_as_new",
    "reached",
    "read_all",
    "resume",
    "send",
    "sign_in",
]

_LOOK_S = 0.1


@dataclass
class Talk:
    """What a worker and the person say to each other: a code that is asked for, a code that is shown."""

    asked: SimpleQueue[str] = field(default_factory=SimpleQueue)
    answers: SimpleQueue[str] = field(default_factory=SimpleQueue)
    codes: SimpleQueue[DeviceCode] = field(default_factory=SimpleQueue)

    def ask(self, words: str, progress: Progress) -> str:
        """Wait in the working thread until the person has answered.

        Raises:
            Cancelled: The work was cancelled meanwhile.
        """
        self.asked.put(words)
        while True:
            progress(0, 0, words)
            try:
                return self.answers.get(timeout=_LOOK_S)
            except Empty:
                continue


@dataclass(frozen=True)
class Sent:
    """A push that came to its end, to be noted on the desk."""

    job: Job
    found: Fetched
    outcome: Outcome


@dataclass(frozen=True)
class How:
    """What a person chose about a push.

    Attributes:
        shorten: Texts over a limit are sent cut.
        replay: Older milestones are played back first.
        left_out: Calls that stay behind; older milestones stay with them.
    """

    shorten: bool = False
    replay: bool = False
    left_out: frozenset[CallKey] = frozenset()


@cache
def _secrets() -> Secrets:
    """Return the keyring, or the memory that stands in for it as long as the program runs."""
    return open_secrets()


def _secrets_of(connection: Connection) -> Secrets:
    return _secrets() if connection.keys else SessionSecrets()


@contextmanager
def reached(connection: Connection, talk: Talk, progress: Progress) -> Iterator[tuple[Tool, Any]]:
    """Give the Tool and the clients behind it; failures of AWS come out in words."""
    from workbench.host.aws_errors import translated
    from workbench.sync.calling import Tool

    progress(0, 0)
    with clients(connection, _secrets_of(connection), lambda words: talk.ask(words, progress)) as aws:
        client = aws.wellarchitected(lambda words: progress(0, 0, words))
        yield Tool(client, lambda error: translated(error, connection), progress, patience=3), aws


# ---------------------------------------------------------------------------------------------- connection
def check(connection: Connection, talk: Talk, progress: Progress) -> ConnectionCheck:
    """Ask AWS who we are and what we may do."""
    from workbench.host.aws_check import check_connection

    with clients(connection, _secrets_of(connection), lambda words: talk.ask(words, progress)) as aws:
        return check_connection(aws, progress)


def sign_in(connection: Connection, talk: Talk, progress: Progress) -> None:
    """Sign in to IAM Identity Center; the code to compare is left in the talk."""
    from workbench.host import aws_sign_in

    aws_sign_in.sign_in(connection, talk.codes.put, progress)


def keep(keys: AccessKeys, _talk: Talk, progress: Progress) -> tuple[str, str]:
    """Keep keys typed by hand; return the name they are kept under and the word where that is."""
    progress(0, 0)
    name, secrets = new_keys_name(), _secrets()
    keep_keys(secrets, name, keys)
    return name, secrets.words


def forget(connection: Connection, _talk: Talk, progress: Progress) -> str:
    """Delete what this computer holds to reach AWS; return one sentence."""
    from workbench.host.aws_sign_in import sign_out

    progress(0, 0)
    return sign_out(connection, _secrets_of(connection))


# ---------------------------------------------------------------------------------------------- link
def look_up(text: str, connection: Connection, talk: Talk, progress: Progress) -> tuple[RemoteName, ...]:
    """Return the workloads of the account that a text means."""
    from workbench.operations.sync_jobs import find_remote

    with reached(connection, talk, progress) as (tool, _aws):
        return find_remote(tool, text)


def link_with(workload_id: str, one: RemoteName, connection: Connection, talk: Talk, progress: Progress) -> Link:
    """Return the link to a workload of the Tool; milestones that are there stay there."""
    from workbench.operations.sync_jobs import newest_milestone

    with reached(connection, talk, progress) as (tool, _aws):
        newest = newest_milestone(tool, one.remote_id)
        return _start(workload_id, one, connection, tool.region, newest)


def _start(workload_id: str, one: RemoteName, connection: Connection, region: str, newest: int = 0) -> Link:
    return Link(
        workload_id, one.remote_id, one.arn, one.owner, region, connection.profile, connection.endpoint_url,
        milestones_from=newest,
    )  # fmt: skip


def create(workspace: Workspace, workload_id: str, connection: Connection, talk: Talk, progress: Progress) -> Link:
    """Create the workload in the Tool, or go on creating it; return the link to note."""
    from workbench.operations.sync_jobs import create_remote

    with reached(connection, talk, progress) as (tool, _aws):
        start = Link(workload_id, "", region=tool.region, profile=connection.profile,
                     endpoint_url=connection.endpoint_url)  # fmt: skip
        return create_remote(workspace, workload_id, tool, start)


def pull_as_new(
    workspace: Workspace, one: RemoteName, connection: Connection, talk: Talk, progress: Progress
) -> ApplyMerge:
    """Read a workload that is only in the Tool, with its milestones; return the step that brings it here."""
    from workbench.operations.sync_jobs import pull_new

    with reached(connection, talk, progress) as (tool, _aws):
        return pull_new(workspace, tool, _start("", one, connection, tool.region))


# ---------------------------------------------------------------------------------------------- sync
def _preview(workspace: Workspace, found: Fetched, shorten: bool) -> SyncPreview:
    with workspace.reading() as session:
        wish = wish_of(session, found.link)
    return preview_sync(found, shorten=shorten, wish=wish)


def compare(
    workspace: Workspace, workload_id: str, shorten: bool, replay: bool, connection: Connection, talk: Talk,
    progress: Progress,
) -> SyncPreview:  # fmt: skip
    """Read the Tool and work out what a sync would do."""
    with reached(connection, talk, progress) as (tool, _aws):
        look = _preview(workspace, fetch(workspace, workload_id, tool), shorten)
        return with_replay(workspace, tool, look) if replay else look


def compare_again(workspace: Workspace, found: Fetched, shorten: bool, replay: bool, progress: Progress) -> SyncPreview:
    """Work out anew what a sync would do, from the reading there is."""
    progress(0, 0)
    look = _preview(workspace, compared_again(workspace, found), shorten)
    return with_replay(workspace, None, look) if replay else look


def read_all(
    workspace: Workspace, workload_id: str, shorten: bool, connection: Connection, talk: Talk, progress: Progress
) -> tuple[SyncPreview, ReadMilestones]:
    """Read the Tool, with the milestones that are not here."""
    from workbench.operations.sync_jobs import milestones_down

    with reached(connection, talk, progress) as (tool, _aws):
        look = _preview(workspace, fetch(workspace, workload_id, tool), shorten)
        return look, milestones_down(workspace, look, tool)


def send(
    workspace: Workspace, found: Fetched, how: How, connection: Connection, talk: Talk, progress: Progress
) -> Sent | None:
    """Keep the calls in the outbox and make them; None where there is nothing to send."""
    from workbench.operations.sync_jobs import begin_push, run_push

    look = _preview(workspace, compared_again(workspace, found), how.shorten)
    with reached(connection, talk, progress) as (tool, _aws):
        if how.replay and not left_with(look.plan.calls, how.left_out):
            look = with_replay(workspace, tool, look)
        look = chosen_calls(look, how.left_out)
        job = begin_push(workspace, look)
        if job is None:
            return None
        return Sent(job, look.fetched, run_push(workspace, job, look.fetched, tool))


def resume(workspace: Workspace, job: Job, connection: Connection, talk: Talk, progress: Progress) -> Sent | Link:
    """Bring an interrupted job to its end; what happened already is not repeated."""
    from workbench.operations.sync_jobs import run_push

    if job.kind is JobKind.CREATE:
        kept = job.facts.get("connection", {})
        known = replace(
            connection, profile=connection.profile or kept.get("profile", ""),
            region=connection.region or kept.get("region", ""),
            endpoint_url=connection.endpoint_url or kept.get("endpoint_url", ""),
        )  # fmt: skip
        return create(workspace, job.workload_id, known, talk, progress)
    with reached(connection, talk, progress) as (tool, _aws):
        found = fetch(workspace, job.workload_id, tool)
        return Sent(job, found, run_push(workspace, job, found, tool))
