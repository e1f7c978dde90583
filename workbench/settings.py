"""Every preference of the person at this computer, with default, name and help beside each field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from workbench.i18n import N_, _

__all__ = ["Kind", "Option", "Settings", "fault_of", "options", "remember", "settings_from"]

RECENT_KEPT = 12
"""Files in the Recent menu."""


class Kind(StrEnum):
    """How a setting is edited; hidden ones are kept for the person, not shown in the dialog."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    SWITCH = "switch"
    PICTURE = "picture"
    COLOUR = "colour"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Option:
    """What the dialog and the guide say about one setting; texts go through `_` where they are shown.

    Attributes:
        choices: (value, label) in order; only for CHOICE.
        low: Smallest number; only for NUMBER.
        high: Largest number; only for NUMBER.
        step: What one click adds; only for NUMBER.
        unit: Shown after the number.
    """

    kind: Kind
    label: str
    help: str
    choices: tuple[tuple[str, str], ...] = ()
    low: int = 0
    high: int = 0
    step: int = 1
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Preferences; immutable, changed with `dataclasses.replace` and written by host.settings_file."""

    display_name: str = field(
        default="",
        metadata={
            "option": Option(
                Kind.TEXT,
                N_("Your name"),
                N_("Written beside every change you make. Empty: the name you are logged in with."),
            )
        },
    )
    theme: str = field(
        default="system",
        metadata={
            "option": Option(
                Kind.CHOICE,
                N_("Theme"),
                N_("Colours of the window. As the system: light or dark, as this computer is set."),
                choices=(
                    ("system", N_("As the system")),
                    ("light", N_("Light")),
                    ("dark", N_("Dark")),
                    ("high_contrast", N_("High contrast")),
                ),
            )
        },
    )
    text_scale: int = field(
        default=100,
        metadata={
            "option": Option(
                Kind.NUMBER,
                N_("Text size"),
                N_("Size of all text, icons and spacing, for example 150 % on a projector."),
                low=100,
                high=200,
                step=10,
                unit="%",
            )
        },
    )
    reduced_motion: str = field(
        default="system",
        metadata={
            "option": Option(
                Kind.CHOICE,
                N_("Reduced motion"),
                N_("On: nothing slides or fades. As the system works only where the desktop tells it."),
                choices=(("system", N_("As the system")), ("on", N_("On")), ("off", N_("Off"))),
            )
        },
    )
    language: str = field(
        default="system",
        metadata={
            "option": Option(
                Kind.CHOICE,
                N_("Language"),
                N_("Language of the window and of reports, from the next start on. Lenses keep their own language."),
                choices=(
                    ("system", N_("As the system")),
                    ("en", N_("English")),
                    ("xx", N_("Pseudo-language (to find untranslated texts)")),
                ),
            )
        },
    )
    backups_kept: int = field(
        default=10,
        metadata={
            "option": Option(
                Kind.NUMBER,
                N_("Daily backups kept"),
                N_("How many daily backups of each workspace are kept; older ones are removed."),
                low=1,
                high=100,
            )
        },
    )
    weekly_backups_kept: int = field(
        default=8,
        metadata={
            "option": Option(
                Kind.NUMBER,
                N_("Weekly backups kept"),
                N_("How many weekly backups are kept besides the daily ones."),
                low=0,
                high=200,
            )
        },
    )
    mask_account_ids: bool = field(
        default=False,
        metadata={
            "option": Option(
                Kind.SWITCH,
                N_("Hide account ids"),
                N_("Shows AWS account ids as dots in the window, for a shared screen. Reports hide them unless asked."),
            )
        },
    )
    report_logo: str = field(
        default="",
        metadata={
            "option": Option(
                Kind.PICTURE,
                N_("Logo on reports"),
                N_("A PNG, JPEG or SVG of at most 1 MB, on the cover of every report. Empty: none."),
            )
        },
    )
    report_colour: str = field(
        default="",
        metadata={
            "option": Option(
                Kind.COLOUR,
                N_("First colour of reports"),
                N_(
                    "Bars, rules and links, as #RRGGBB. Where it is too light to be read on white, the colour of the workbench is used."
                ),
            )
        },
    )
    report_second_colour: str = field(
        default="",
        metadata={
            "option": Option(
                Kind.COLOUR,
                N_("Second colour of reports"),
                N_("Heads of tables and small marks, as #RRGGBB. Marks of risk keep their own colours."),
            )
        },
    )
    report_cover_text: str = field(
        default="",
        metadata={
            "option": Option(
                Kind.TEXT,
                N_("Cover line of reports"),
                N_("One line on the cover and at the foot of pages, for example who may read it."),
            )
        },
    )
    recent: tuple[str, ...] = field(
        default=(),
        metadata={"option": Option(Kind.HIDDEN, N_("Recent workspaces"), N_("Files opened last, newest first."))},
    )
    portfolio_files: tuple[str, ...] = field(
        default=(),
        metadata={
            "option": Option(
                Kind.HIDDEN,
                N_("Files of the portfolio"),
                N_("Workspaces that the portfolio shows beside the open one."),
            )
        },
    )
    last_workspace: str = field(
        default="",
        metadata={
            "option": Option(Kind.HIDDEN, N_("Last workspace"), N_("The file that is opened again at the next start."))
        },
    )


def options() -> dict[str, Option]:
    """Return what is known about every setting, by field name, in the order of the dialog."""
    return {entry.name: entry.metadata["option"] for entry in fields(Settings)}


def fault_of(name: str, value: object) -> str:
    """Return why a value cannot be used for a setting, in plain words; empty where it can."""
    option = options()[name]
    if name in ("recent", "portfolio_files"):
        good = isinstance(value, list | tuple) and all(isinstance(path, str) for path in value)
        return "" if good else _("it is not a list of files")
    if option.kind is Kind.SWITCH:
        return "" if isinstance(value, bool) else _("it is neither true nor false")
    if option.kind is Kind.NUMBER:
        if not isinstance(value, int) or isinstance(value, bool):
            return _("it is not a whole number")
        if option.low <= value <= option.high:
            return ""
        return _("it is not between {low} and {high}").format(low=option.low, high=option.high)
    if not isinstance(value, str):
        return _("it is not a text")
    known = [choice for choice, _label in option.choices]
    if option.kind is Kind.CHOICE and value not in known:
        return _("it is none of {known}").format(known=", ".join(known))
    if option.kind is Kind.COLOUR and value and not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        return _("it is no colour such as #1F4E79")
    return ""


def settings_from(values: Mapping[str, object]) -> tuple[Settings, tuple[str, ...]]:
    """Make settings of loose values; a bad one keeps its default and is named.

    Returns:
        The settings, and one sentence per bad value. Unknown names are nobody's fault and are left out.
    """
    good: dict[str, Any] = {}
    faults: list[str] = []
    for entry in fields(Settings):
        if entry.name not in values:
            continue
        value = values[entry.name]
        fault = fault_of(entry.name, value)
        if fault:
            text = _("{name}: {value!r} is not used, {fault}; it stays {default!r}.")
            faults.append(text.format(name=entry.name, value=value, fault=fault, default=entry.default))
        else:
            good[entry.name] = tuple(value) if isinstance(value, list) else value
    return Settings(**good), tuple(faults)


def remember(recent: tuple[str, ...], path: str) -> tuple[str, ...]:
    """Return the recent files with this one first, each once, no more than are kept."""
    return (path, *(other for other in recent if other != path))[:RECENT_KEPT]
