"""A command's connection to the Tool: options, clients, and what an interruption means for the exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.names import find_workload
from workbench.cli.opening import Desk, writing
from workbench.cli.output import progress_bar, say, say_error
from workbench.errors import AwsUnreachable, SignInNeeded, UnknownName
from workbench.i18n import _

if TYPE_CHECKING:
    from workbench.domain.sync import Link
    from workbench.sync.calling import Tool

__all__ = [
    "CONFLICTS",
    "RESUMABLE",
    "EndpointOption",
    "PreferOption",
    "ProfileOption",
    "RegionOption",
    "Session",
    "ShortenOption",
    "Side",
    "Where",
    "connected",
    "kept_link",
    "linked",
    "resumable",
    "workload_named",
]

CONFLICTS, RESUMABLE = 3, 4
"""Exit codes of sync commands; the others are those of every command."""

ProfileOption = Annotated[
    str, typer.Option("--profile", metavar="NAME", help=_("Profile of the AWS config files; else the environment."))
]
RegionOption = Annotated[str, typer.Option("--region", metavar="REGION", help=_("Region of the Tool."))]
EndpointOption = Annotated[str, typer.Option("--endpoint-url", metavar="URL", help=_("Another address of the Tool."))]


class Side(StrEnum):
    """Which value a conflict takes."""

    MINE = "mine"
    THEIRS = "theirs"
    BASE = "base"
    BOTH = "both"


PreferOption = Annotated[Side | None, typer.Option("--prefer", help=_("Settle every undecided conflict like this."))]
ShortenOption = Annotated[bool, typer.Option("--shorten", help=_("Send texts over a limit cut; here they stay whole."))]


@dataclass(frozen=True, slots=True)
class Where:
    """How the Tool is reached, as options give it; what is empty comes from the link."""

    profile: str = ""
    region: str = ""
    endpoint_url: str = ""

    def over(self, link: Link | None) -> Where:
        """Return these options, filled up from a link."""
        if link is None:
            return self
        return Where(self.profile or link.profile, self.region or link.region, self.endpoint_url or link.endpoint_url)


@dataclass(frozen=True)
class Session:
    """An open workspace and the Tool behind one client."""

    desk: Desk
    tool: Tool
    aws: Any


@contextmanager
def connected(desk: Desk, where: Where, title: str) -> Iterator[Session]:
    """Give the Tool for one command; failures of AWS come out in words."""
    from workbench.host.aws_errors import translated
    from workbench.host.aws_session import Connection, clients
    from workbench.host.secrets import open_secrets
    from workbench.sync.calling import Tool

    connection = Connection(where.profile, where.region, where.endpoint_url)
    with progress_bar(title) as progress, clients(connection, open_secrets(), _ask_mfa) as aws:
        client = aws.wellarchitected(lambda words: progress(0, 0, words))
        yield Session(desk, Tool(client, lambda error: translated(error, connection), progress, patience=3), aws)


def _ask_mfa(words: str) -> str:
    return str(typer.prompt(words, err=True))


@contextmanager
def resumable(ctx: typer.Context, given: Path | None) -> Iterator[Desk]:
    """Give the workspace for a command that sends; work that stopped half-way ends with exit code 4.

    Raises:
        typer.Exit: With RESUMABLE, after the reason was told.
    """
    from workbench.sync.calling import Interrupted, Refusal

    with writing(ctx, given) as desk:
        try:
            yield desk
        except (Interrupted, Refusal, AwsUnreachable, SignInNeeded) as error:
            if not isinstance(error, Interrupted | AwsUnreachable) and not _has_open_job(desk):
                raise
            say_error(error)
            if _has_open_job(desk):
                say(_("The sync stopped; workbench sync resume goes on where it stopped."))
            raise typer.Exit(RESUMABLE) from error


def _has_open_job(desk: Desk) -> bool:
    from workbench.store.queries.sync import any_open_job

    with desk.workspace.reading() as session:
        return any_open_job(session)


def linked(desk: Desk, workload_id: str) -> Link:
    """Return the link of a workload.

    Raises:
        UnknownName: It is not linked; the hint names the command that goes on.
    """
    from workbench.store.queries.sync import open_job

    link = kept_link(desk, workload_id)
    if link is not None:
        return link
    with desk.workspace.reading() as session:
        is_open = open_job(session, workload_id) is not None
    hint = _("Link it first: workbench sync link NAME --remote ID, or --create.")
    if is_open:
        hint = _("Its creation in the Tool was interrupted: workbench sync resume NAME goes on.")
    raise UnknownName(_("The workload is not linked with the Tool."), hint)


def kept_link(desk: Desk, workload_id: str) -> Link | None:
    """Return the link of a workload, or None."""
    from workbench.store.queries.sync import link_of

    with desk.workspace.reading() as session:
        return link_of(session, workload_id)


def workload_named(desk: Desk, name: str) -> str:
    """Return the id of a workload by name or id; see names.find_workload for errors."""
    with desk.workspace.reading() as session:
        return find_workload(session, name)
