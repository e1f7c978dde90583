"""What the command line prints: JSON or tables to stdout, everything else to stderr."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

from workbench.domain.answer import MarkState
from workbench.domain.risk import Risk
from workbench.errors import WorkbenchError
from workbench.i18n import N_, _
from workbench.progress import Progress, Silent

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = [
    "RISK_TITLES", "count", "print_json", "print_pairs", "print_table", "print_text", "progress_bar", "risk_text",
    "say", "say_error", "state_sign",
]  # fmt: skip

RISK_TITLES = {
    Risk.HIGH: N_("High"),
    Risk.MEDIUM: N_("Medium"),
    Risk.NONE: N_("None"),
    Risk.UNANSWERED: N_("Unanswered"),
    Risk.NOT_APPLICABLE: N_("Not applicable"),
}
_RISK_STYLES = {Risk.HIGH: "bold red", Risk.MEDIUM: "yellow", Risk.NONE: "green"}
_SIGNS = {
    MarkState.YES: "+", MarkState.PARTLY: "~", MarkState.NO: "-", MarkState.DONT_KNOW: "?", MarkState.NOT_APPLICABLE: "x",
}  # fmt: skip
_PIPED_WIDTH = 120
_SHORT_S = 0.1
"""Work that is done sooner [s] shows no bar."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _harmless(text: str) -> str:
    """Show control characters, which a terminal would obey, as what they are; names may come from anywhere."""
    return _CONTROL.sub(lambda sign: f"\\x{ord(sign[0]):02x}", text)


def _console(stream: TextIO) -> Console:
    from rich.console import Console

    width = None if stream.isatty() or os.environ.get("COLUMNS") else _PIPED_WIDTH
    return Console(file=stream, highlight=False, markup=False, emoji=False, width=width)


@contextmanager
def _while_read() -> Iterator[None]:
    """Let a command go on when the reader of its output, such as `head`, has seen enough; its exit code still counts."""
    try:
        yield
    except (BrokenPipeError, SystemExit):  # rich exits where a pipe is broken
        with suppress(OSError, ValueError):  # no real file behind it
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_json(value: Any) -> None:
    """Print one JSON value to stdout, readable, UTF-8 where the stream is."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    with _while_read():
        sys.stdout.write(json.dumps(value, ensure_ascii=plain, indent=2) + "\n")


def print_text(text: str = "", indent: int = 0) -> None:
    """Print plain text to stdout, wrapped to the width; every line stands `indent` signs in."""
    from rich.padding import Padding

    console = _console(sys.stdout)
    with _while_read():
        console.print(Padding(_harmless(text), (0, 0, 0, indent)) if indent else _harmless(text))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print a table to stdout; a column whose name starts with `>` is aligned right, with `!` never wrapped."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=Text(_harmless(title)) if title else None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False
    )
    for name in columns:
        table.add_column(
            Text(name.lstrip(">!")), justify="right" if name[:1] == ">" else "left", no_wrap=name[:1] in (">", "!"),
            overflow="fold",
        )  # fmt: skip
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(_harmless(str(cell))) for cell in row))
    with _while_read():
        _console(sys.stdout).print(table)


def print_pairs(pairs: Iterable[tuple[str, object]]) -> None:
    """Print names and values to stdout, one pair a line; empty values are left out."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in pairs:
        if value not in ("", None, (), []):
            table.add_row(Text(name), value if isinstance(value, Text) else Text(_harmless(str(value))))
    with _while_read():
        _console(sys.stdout).print(table)


def risk_text(risk: Risk, note: str = "") -> Text:
    """Return the name of a risk, coloured where colours are shown."""
    from rich.text import Text

    return Text(_(RISK_TITLES[risk]) + note, style=_RISK_STYLES.get(risk, "dim"))


def state_sign(state: MarkState | None) -> str:
    """Return one sign for a state: + yes, ~ partly, - no, ? don't know, x not applicable, blank not discussed."""
    return _SIGNS.get(state, " ") if state else " "


def count(number: int) -> str:
    """Return a number for a table; nothing for zero."""
    return f"{number:,}" if number else ""


def say(text: str) -> None:
    """Tell the person something, on stderr."""
    sys.stderr.write(_harmless(text.rstrip()) + "\n")


def say_error(error: WorkbenchError) -> None:
    """Tell what failed and the way forward, on stderr."""
    say(error.message)
    if error.hint:
        say(error.hint)
    for line in error.details:
        say(f"  {line}")


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """Show a bar on stderr while work goes on; nothing for short work, and where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield Silent()
        return
    from threading import Timer

    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    bars = Bars(*columns, console=_console(sys.stderr), transient=True)
    task = bars.add_task(title, total=None)

    def report(done: float, total: float, note: str = "") -> None:
        bars.update(task, completed=done, total=total or None, description=f"{title} {_harmless(note)}".strip())

    later = Timer(_SHORT_S, bars.start)
    later.daemon = True
    later.start()
    try:
        yield report
    finally:
        later.cancel()
        later.join()
        bars.stop()
