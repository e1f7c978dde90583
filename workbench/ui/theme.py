"""Colours, type, spacing and icons: the only place that names a colour.

`theme()` is the one module-level object of the house. Widgets paint with its tokens at paint time, far below anything
that could be handed to them; everything else is passed in.
"""

from __future__ import annotations

import atexit
import importlib.util
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from workbench.library.places import resources_dir

__all__ = [
    "DARK",
    "HIGH_CONTRAST",
    "LIGHT",
    "Step",
    "Theme",
    "ThemeName",
    "Tokens",
    "bundled_families",
    "drawn_icon",
    "icon",
    "icon_names",
    "set_look",
    "theme",
]

ThemeName = Literal["system", "light", "dark", "high_contrast"]
Draw = Callable[[QPainter, QRect, bool], None]
Step = Literal["small", "normal", "large", "title", "display"]
_STEPS: dict[str, int] = {"small": 12, "normal": 13, "large": 15, "title": 19, "display": 24}
_MOTION_MS = 120


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme, as #rrggbb; text reaches 4.5:1 on every ground, marks reach 3:1."""

    name: str
    is_dark: bool
    surface: str
    raised: str
    sunken: str
    hover: str
    line: str
    line_strong: str
    text: str
    text_dim: str
    text_disabled: str
    accent: str
    on_accent: str
    accent_soft: str
    focus: str
    selection: str
    on_selection: str
    high: str
    high_soft: str
    medium: str
    medium_soft: str
    none: str
    none_soft: str
    unanswered: str
    not_applicable: str
    on_mark: str

    def color(self, token: str) -> QColor:
        """Return a token as QColor, for painting."""
        return QColor(getattr(self, token))


LIGHT = Tokens(
    name="light", is_dark=False,
    surface="#f6f7f9", raised="#ffffff", sunken="#eceef2", hover="#f0f2f6", line="#d9dde4", line_strong="#798493",
    text="#1b2430", text_dim="#5b6675", text_disabled="#8a94a3",
    accent="#2456c6", on_accent="#ffffff", accent_soft="#e3ebfb", focus="#2456c6",
    selection="#e3ebfb", on_selection="#1b2430",
    high="#c2362b", high_soft="#fbe9e7", medium="#945600", medium_soft="#fdf1df", none="#297045", none_soft="#e4f3ea",
    unanswered="#798493", not_applicable="#616c7c", on_mark="#ffffff",
)  # fmt: skip
DARK = Tokens(
    name="dark", is_dark=True,
    surface="#15181d", raised="#1d2128", sunken="#111419", hover="#252a33", line="#313843", line_strong="#7b8696",
    text="#e6eaf0", text_dim="#9aa5b4", text_disabled="#667080",
    accent="#7ea6ff", on_accent="#15181d", accent_soft="#22304d", focus="#7ea6ff",
    selection="#22304d", on_selection="#e6eaf0",
    high="#ff7b6e", high_soft="#3a2220", medium="#f0b35b", medium_soft="#392d1b", none="#74cf98", none_soft="#1d3327",
    unanswered="#7b8696", not_applicable="#8591a1", on_mark="#15181d",
)  # fmt: skip
HIGH_CONTRAST = Tokens(
    name="high_contrast", is_dark=True,
    surface="#000000", raised="#000000", sunken="#000000", hover="#262626", line="#ffffff", line_strong="#ffffff",
    text="#ffffff", text_dim="#ececec", text_disabled="#9a9a9a",
    accent="#ffe14d", on_accent="#000000", accent_soft="#33300a", focus="#ffe14d",
    selection="#003c78", on_selection="#ffffff",
    high="#ff8f85", high_soft="#3d0a05", medium="#ffc163", medium_soft="#3a2500", none="#7dffa8", none_soft="#00340f",
    unanswered="#ffffff", not_applicable="#d0d0d0", on_mark="#000000",
)  # fmt: skip
_TABLE = {tokens.name: tokens for tokens in (LIGHT, DARK, HIGH_CONTRAST)}


class Theme(QObject):
    """The look in force; `changed` is emitted after every switch, on the UI thread."""

    changed = Signal()
    """No payload; widgets that cache pixmaps or rich text rebuild them."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens: Tokens = LIGHT
        self.choice: ThemeName = "system"
        self.scale: float = 1.0
        self.motion_ms: int = _MOTION_MS
        self.family: str = ""
        self.mono_family: str = ""
        self._motion_choice: Literal["system", "on", "off"] = "system"
        self._follows = False

    @property
    def name(self) -> str:
        """The theme in force: "light", "dark" or "high_contrast"."""
        return self.tokens.name

    def apply(
        self,
        app: QApplication,
        name: ThemeName = "system",
        scale: float = 1.0,
        reduced_motion: Literal["system", "on", "off"] = "system",
        family: str = "",
    ) -> None:
        """Give the whole application a look; may be called again at any time.

        Args:
            app: The application.
            name: "system" follows the desktop where it says what it wants.
            scale: Size of text and spacing, 1.0 is 100 %.
            reduced_motion: "on" switches all motion off.
            family: A font family; empty means the desktop's, or the bundled one where no font exists.
        """
        self.choice, self.scale, self._motion_choice = name, scale, reduced_motion
        self.tokens = _TABLE[_system_theme(app) if name == "system" else name]
        self.motion_ms = 0 if _wants_no_motion(app, reduced_motion) else _MOTION_MS
        self._choose_families(family)
        self._follow_desktop(app)
        if app.style().objectName() != "fusion":
            app.setStyle("Fusion")
        app.setPalette(_palette(self.tokens))
        app.setFont(self.font("normal"))
        app.setStyleSheet(_style_sheet(self))
        for widget in app.allWidgets():
            own = widget.layout()
            if own is not None:
                for layout in [own, *own.findChildren(QLayout)]:
                    _set_space(layout, self)
        self.changed.emit()

    def font(self, step: Step = "normal", *, bold: bool = False, mono: bool = False) -> QFont:
        """Return a font of the type scale (12, 13, 15, 19, 24 px at 100 %) with tabular digits."""
        font = QFont(self.mono_family if mono else self.family)
        font.setPixelSize(self.px(_STEPS[step]))
        font.setFeature(QFont.Tag("tnum"), 1)
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def px(self, n: float) -> int:
        """Return `n` pixels of the 100 % design at the chosen scale."""
        return max(1, round(n * self.scale)) if n > 0 else 0

    def space(self, layout: QLayout, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> None:
        """Set spacing and margins (left, top, right, bottom) of a layout; they follow the scale later on."""
        layout.setProperty("space", [gap, *margins])
        _set_space(layout, self)

    def color(self, token: str) -> QColor:
        """Return a token of the theme in force as QColor."""
        return QColor(getattr(self.tokens, token))

    def category(self, n: int) -> QColor:
        """Return a colour for the n-th of some groups that mean neither good nor bad; texts beside it say which."""
        return QColor.fromHslF((0.55 + n * 0.618) % 1.0, 0.55, 0.68 if self.tokens.is_dark else 0.42)

    def _choose_families(self, family: str) -> None:
        if family:
            self.family = self.mono_family = family
        elif QFontDatabase.families():
            general, fixed = QFontDatabase.SystemFont.GeneralFont, QFontDatabase.SystemFont.FixedFont
            self.family = QFontDatabase.systemFont(general).family()
            self.mono_family = QFontDatabase.systemFont(fixed).family()
        else:
            self.family, self.mono_family = bundled_families()

    def _follow_desktop(self, app: QApplication) -> None:
        if not self._follows:
            self._follows = True
            app.styleHints().colorSchemeChanged.connect(self._desktop_changed)
        scheme = Qt.ColorScheme.Dark if self.tokens.is_dark else Qt.ColorScheme.Light
        app.styleHints().setColorScheme(Qt.ColorScheme.Unknown if self.choice == "system" else scheme)

    def _desktop_changed(self) -> None:
        app = QApplication.instance()
        if self.choice == "system" and isinstance(app, QApplication) and _system_theme(app) != self.name:
            self.apply(app, "system", self.scale, self._motion_choice)


@cache
def theme() -> Theme:
    """Return the one Theme of the process (the documented exception to "no globals")."""
    return Theme()


def set_look(widget: QWidget, **looks: str | bool) -> None:
    """Set style properties and repaint: `step`, `tone`, `strong`, `primary`, `flat`, `ground`.

    Also `tag`, `mono`, `rule`, `link`, `plain`, `bad`: see resources/style.qss.

    step: "small", "normal", "large", "title", "display". tone: "dim", "accent", "high", "medium", "none".
    ground: "surface", "raised", "sunken", "high", "medium", "none", "accent". strong, primary, flat: True or False.
    """
    for name, value in looks.items():
        widget.setProperty(name, value)
    if "ground" in looks:
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else its first polish sees the properties
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


@cache
def bundled_families() -> tuple[str, str]:
    """Load the font that matplotlib ships and return its family, plain and fixed; empty texts when it is missing."""
    found = importlib.util.find_spec("matplotlib")
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" if found and found.origin else Path()
    families = {}
    for name in ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono"):
        number = QFontDatabase.addApplicationFont(str(folder / f"{name}.ttf")) if folder.is_dir() else -1
        families[name] = QFontDatabase.applicationFontFamilies(number)[0] if number >= 0 else ""
    return families["DejaVuSans"], families["DejaVuSansMono"]


# Icons -------------------------------------------------------------------------------------------------------------


_resources = cache(resources_dir)


@cache
def _icon_source(name: str) -> str:
    return (_resources() / "icons" / f"{name}.svg").read_text("utf-8")


@cache
def _icon_image(name: str, color: str, side: int) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(_icon_source(name).replace("currentColor", color).encode()).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return image


class _DrawnIcon(QIconEngine):
    """An icon drawn anew at every paint, so that it follows the theme and any resolution."""

    def __init__(self, draw: Draw) -> None:
        super().__init__()
        self._draw = draw

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        corner = QPoint(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2)
        self._draw(painter, QRect(corner, QSize(side, side)), mode == QIcon.Mode.Disabled)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _DrawnIcon(self._draw)


def drawn_icon(draw: Draw) -> QIcon:
    """Return an icon from `draw(painter, square, is_disabled)`."""
    return QIcon(_DrawnIcon(draw))


@cache
def icon(name: str, token: str = "text_dim") -> QIcon:
    """Return one of our line icons; it recolours itself when the theme changes."""
    _icon_source(name)

    def draw(painter: QPainter, rect: QRect, is_disabled: bool) -> None:
        ratio = painter.device().devicePixelRatioF()
        color = getattr(theme().tokens, "text_disabled" if is_disabled else token)
        painter.drawImage(rect, _icon_image(name, color, max(1, round(rect.width() * ratio))))

    return drawn_icon(draw)


def icon_names() -> tuple[str, ...]:
    """Return the names of all icons we ship."""
    return tuple(sorted(path.stem for path in (_resources() / "icons").glob("*.svg")))


# Making palette and style sheet ------------------------------------------------------------------------------------


def _system_theme(app: QApplication) -> str:
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "high_contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def _wants_no_motion(app: QApplication, choice: str) -> bool:
    if choice != "system":
        return choice == "on"
    preference = getattr(app.styleHints().accessibility(), "motionPreference", None)  # Qt 6.12 and later
    return preference is not None and "Reduced" in str(preference())


def _set_space(layout: QLayout, look: Theme) -> None:
    base = layout.property("space")
    if base:
        gap, *margins = (look.px(int(n)) for n in base)
        layout.setSpacing(gap)
        layout.setContentsMargins(*margins)


def _palette(t: Tokens) -> QPalette:
    role = QPalette.ColorRole
    table = {
        role.Window: t.surface, role.WindowText: t.text, role.Base: t.raised, role.AlternateBase: t.sunken,
        role.Text: t.text, role.Button: t.raised, role.ButtonText: t.text, role.BrightText: t.high,
        role.Highlight: t.selection, role.HighlightedText: t.on_selection, role.Link: t.accent,
        role.LinkVisited: t.accent, role.ToolTipBase: t.raised, role.ToolTipText: t.text,
        role.PlaceholderText: t.text_dim, role.Accent: t.accent, role.Light: t.raised, role.Midlight: t.line,
        role.Mid: t.line, role.Dark: t.line_strong, role.Shadow: t.line,
    }  # fmt: skip
    palette = QPalette()
    for key, value in table.items():
        palette.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(t.text_disabled))
    return palette


@cache
def _icon_folder() -> Path:
    folder = Path(mkdtemp(prefix="workbench-icons-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _style_sheet(look: Theme) -> str:
    """Fill resources/style.qss: `@token`, `@px8`, `@font13`, `@family`, `@mono` and `@icon(name, token)`."""

    def icon_file(match: re.Match[str]) -> str:
        name, color = match[1], getattr(look.tokens, match[2])
        target = _icon_folder() / f"{name}-{color[1:]}.svg"
        if not target.exists():
            target.write_text(_icon_source(name).replace("currentColor", color), "utf-8")
        return f'url("{target.as_posix()}")'

    text = (_resources() / "style.qss").read_text("utf-8")
    text = re.sub(r"@icon\((\S+), (\w+)\)", icon_file, text)
    words = {field.name: str(getattr(look.tokens, field.name)) for field in fields(Tokens)}
    words |= {"family": look.family, "mono": look.mono_family}
    words |= {"focus_px": "3px" if look.name == "high_contrast" else "2px"}
    text = re.sub(r"@px(\d+)", lambda m: f"{look.px(int(m[1]))}px", text)
    return re.sub(r"@(\w+)", lambda m: words[m[1]], text)
