"""The `workbench` command: its groups, what its exit codes mean, and how failures are told."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from workbench import __version__
from workbench.cli.opening import UsageError
from workbench.cli.output import say, say_error
from workbench.errors import FileBusy, WorkbenchError
from workbench.i18n import N_, _, install
from workbench.progress import Cancelled

__all__ = ["BAD_INPUT", "BUG", "BUSY", "GROUPS", "STOPPED", "USAGE", "Group", "main"]

USAGE, BAD_INPUT, BUSY = 2, 3, 5
BUG = 70
"""EX_SOFTWARE of sysexits.h: a failure nobody expected."""
STOPPED = 130
"""What shells give for Ctrl+C."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of commands; its module is loaded only when it is used.

    Attributes:
        name: As typed; the module is `workbench.cli.<name>_commands`.
    """

    name: str
    help: str


GROUPS: tuple[Group, ...] = (
    Group("workspace", N_("Create, look at, back up and restore workspace files.")),
    Group("portfolio", N_("All workloads of one or several files: where the risks are, who has to do what.")),
    Group("workload", N_("Create, list, change and remove workloads.")),
    Group("review", N_("Show, import and give answers; add and remove lenses.")),
    Group("risk", N_("Risks with the rule that fired, what is missing and the ways down; accept and improve.")),
    Group("evidence", N_("Attach and list evidence.")),
    Group("session", N_("Plan a facilitated review session, and read its clock and log.")),
    Group("milestone", N_("Save, list, verify and compare milestones.")),
    Group(
        "report",
        N_("Write a report of a workload or the portfolio: one page, full, deck or register, in seven formats."),
    ),
    Group("plan", N_("Initiatives, the treatment planner, follow-up, exports, reminders and the recap.")),
    Group("homework", N_("Send open questions out as spreadsheets, and take what comes back line by line.")),
    Group("package", N_("Send one workload as a portable file, and merge one that comes back.")),
    Group("sync", N_("Bring workloads to the AWS Well-Architected Tool and from it.")),
    Group("lens", N_("Lenses on the shelf, and lens files of your own.")),
    Group("graph", N_("What can take a system down: analyse its dependency graph, try changes, get fixes.")),
)


def _program(argv: list[str]) -> typer.Typer:
    """Build the command; groups that are not asked for are names only, so that start-up stays short."""
    app = typer.Typer(
        name="workbench", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
        help=_("AWS Well-Architected reviews, offline. Without arguments the window opens."),
        epilog=_("Exit codes: 0 ok, 1 a --fail-on was hit, 2 usage, 3 bad input, 4 a sync to resume, 5 file busy."),
        context_settings={"help_option_names": ["--help", "-h"]},
    )  # fmt: skip

    @app.callback()
    def options(
        workspace: Annotated[
            Path | None,
            typer.Option(
                "--workspace", "-w", envvar="WORKBENCH_WORKSPACE", metavar="FILE", help=_("The workspace file to use.")
            ),
        ] = None,
        version: Annotated[
            bool, typer.Option("--version", "-V", callback=_show_version, is_eager=True, help=_("Show the version."))
        ] = False,
    ) -> None:
        pass

    for group in GROUPS:
        if group.name in argv:
            app.add_typer(
                import_module(f"workbench.cli.{group.name}_commands").app, name=group.name, help=_(group.help)
            )
        else:
            app.command(group.name, help=_(group.help))(_nothing)
    return app


def _nothing() -> None:
    """Stand for a group that was not asked for."""


def _show_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"workbench {__version__}\n")
        raise typer.Exit


def main(argv: list[str]) -> int:
    """Run one command.

    Args:
        argv: Arguments without the program's name.

    Returns:
        0 ok, 1 a `--fail-on` was hit, 2 usage, 3 bad input, 4 a sync to resume, 5 file busy.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a sign shows "?" instead of failing
    try:
        _choose_language()
        command = typer.main.get_command(_program(argv))
        result = command.main(args=list(argv), prog_name="workbench", standalone_mode=False)
        code = result if isinstance(result, int) else 0
        _flush()
        return code
    except UsageError as error:
        return _tell_usage(error)
    except FileBusy as error:
        say_error(error)
        return BUSY
    except WorkbenchError as error:
        _flush()
        say_error(error)
        return BAD_INPUT
    except UnicodeEncodeError:
        say(_("An argument holds bytes that are no text in this terminal's encoding."))
        return BAD_INPUT
    except (KeyboardInterrupt, typer.Abort, Cancelled):
        say(_("Stopped."))
        return STOPPED
    except (BrokenPipeError, SystemExit):  # the reader, such as `head`, has seen enough; click then exits with 1
        _drop_output()
        return 0
    except OSError as error:
        if error.errno != errno.ENOSPC:
            return _tell_bug(error)
        _drop_output()
        say(_("The disk is full; the output was not written whole."))
        return BAD_INPUT
    except Exception as error:  # noqa: BLE001 - the command line's one funnel: a bug is told, not thrown
        return _tell_bug(error)


def _flush() -> None:
    """Write what is still to be written, if anybody reads it."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()


def _drop_output() -> None:
    """Let nobody write again to what cannot take it, the interpreter at its end included."""
    with suppress(OSError, ValueError):  # no real file behind it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)


def _choose_language() -> None:
    from workbench.host.identity import language_code
    from workbench.host.settings_file import read_settings
    from workbench.library.places import locale_dir

    install(language_code(read_settings().settings.language), locale_dir())


def _tell_usage(error: Exception) -> int:
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    context = getattr(error, "ctx", None)
    if not message:  # a group without a command: its help is shown already
        return USAGE
    say(message)
    if context is not None:
        say(context.get_usage())
        say(_("{command} --help lists every option.").format(command=context.command_path))
    return USAGE


def _tell_bug(error: Exception) -> int:
    import logging

    from workbench.host.log_files import start_log

    path = start_log()
    logging.getLogger("workbench.cli").exception("a command failed")
    say(_("A bug stopped this command: {kind}: {why}").format(kind=type(error).__name__, why=error))
    if path:
        say(_("Details are in {file}.").format(file=path))
    return BUG
