"""Opening the workspace a command works on, and the options every command shares."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.i18n import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from workbench.operations.history import History
    from workbench.store.workspace import Workspace

__all__ = [
    "DefaultGroup", "Desk", "JsonOption", "LensOption", "NameArgument", "QuestionOption", "UsageError",
    "WorkspaceOption", "group_app", "person", "reading", "usage_error", "workspace_path", "writing",
]  # fmt: skip

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""Click's own class; typer brings its own click, older ones use the real one."""
WAIT_S = 0.7
"""How long [s] a writing command waits for the owner of a file; with start-up it exits with 5 within two seconds."""

WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", "-w", metavar="FILE", help=_("The workspace file; else WORKBENCH_WORKSPACE.")),
]
JsonOption = Annotated[bool, typer.Option("--json", help=_("Print JSON and nothing else."))]
NameArgument = Annotated[
    str, typer.Argument(metavar="WORKLOAD", help=_("Name of the workload, its id, or six or more signs of its id."))
]
LensOption = Annotated[
    str, typer.Option("--lens", "-l", metavar="ALIAS", help=_("Lens of the workload; needed where it has several."))
]
QuestionOption = Annotated[
    str, typer.Option("--question", "-q", metavar="QUESTION", help=_('Id or code of a question, for example "REL 10".'))
]


def usage_error(ctx: typer.Context, message: str) -> Exception:
    """Return the error of a command that was called wrongly; it ends with exit code 2."""
    return UsageError(message, ctx)


class DefaultGroup(typer.core.TyperGroup):
    """A group whose first command is meant where none is named: `risk N` is `risk show N`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the first command in front of arguments that name none."""
        asks_help = args[:1] in (["--help"], ["-h"])
        if args and not asks_help and args[0] not in self.commands:
            args = [next(iter(self.commands)), *args]
        return super().parse_args(ctx, args)


def group_app(cls: type[typer.core.TyperGroup] = typer.core.TyperGroup) -> typer.Typer:
    """Return an empty group of commands."""
    return typer.Typer(cls=cls, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)


@dataclass(frozen=True, slots=True)
class Desk:
    """An open workspace and the history that changes go through."""

    workspace: Workspace
    history: History


def person() -> str:
    """Return the name written beside changes."""
    from workbench.host.identity import display_name
    from workbench.host.settings_file import read_settings

    return display_name(read_settings().settings.display_name)


def workspace_path(ctx: typer.Context, given: Path | None) -> Path:
    """Return the file to work on: from the command, from before the group, or from the environment."""
    path = given or ctx.find_root().params.get("workspace")
    if path is None:
        raise usage_error(ctx, _("No workspace is named: add --workspace FILE or set WORKBENCH_WORKSPACE."))
    return Path(path).expanduser()


@contextmanager
def reading(ctx: typer.Context, given: Path | None) -> Iterator[Session]:
    """Give a session that reads; the file may be open elsewhere."""
    from workbench.store.workspace import Workspace

    path = workspace_path(ctx, given)
    with Workspace.open(path, read_only=True) as workspace, workspace.reading() as session:
        yield session


@contextmanager
def writing(ctx: typer.Context, given: Path | None) -> Iterator[Desk]:
    """Give the workspace for writing; waits WAIT_S for another owner, then FileBusy."""
    from workbench.operations.history import History
    from workbench.store.workspace import Workspace

    path = workspace_path(ctx, given)
    who = person()
    with Workspace.open(path, who=who, wait_s=WAIT_S) as workspace:
        yield Desk(workspace, History(workspace, who, "command line"))
