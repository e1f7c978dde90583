"""Colours can be read, icons are drawn, spacing follows the scale."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from workbench.library.places import resources_dir
from workbench.ui.theme import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    Tokens,
    bundled_families,
    icon,
    icon_names,
    set_look,
    theme,
)

THEMES = (LIGHT, DARK, HIGH_CONTRAST)
GROUNDS = ("surface", "raised", "sunken", "hover")
SOFT = ("accent_soft", "high_soft", "medium_soft", "none_soft", "selection")
WANTED_ICONS = """portfolio workload review architecture plan milestones room sync reports lenses overview search undo
redo theme help settings add close chevron-right chevron-down link-out file link quote flag park owner evidence filter
sort more warning info lock folder save trash calendar history compare download keyboard copy""".split()


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(tokens: Tokens, front: str, ground: str) -> float:
    """WCAG 2.2, "contrast ratio"."""
    one, two = luminance(getattr(tokens, front)), luminance(getattr(tokens, ground))
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)


@pytest.fixture(autouse=True)
def light(qapp):
    theme().apply(qapp, "light")
    yield
    theme().apply(qapp, "light")


@pytest.mark.parametrize("tokens", THEMES, ids=lambda tokens: tokens.name)
@pytest.mark.parametrize("ground", GROUNDS + SOFT)
def test_text_can_be_read_on_every_ground(tokens, ground):
    for front in ("text", "text_dim"):
        assert contrast(tokens, front, ground) >= 4.5, (front, ground)


@pytest.mark.parametrize("tokens", THEMES, ids=lambda tokens: tokens.name)
def test_coloured_text_can_be_read(tokens):
    for front in ("accent", "high", "medium", "none"):
        for ground in (*GROUNDS, f"{front}_soft"):
            assert contrast(tokens, front, ground) >= 4.5, (front, ground)
    assert contrast(tokens, "on_accent", "accent") >= 4.5
    assert contrast(tokens, "on_selection", "selection") >= 4.5
    assert contrast(tokens, "surface", "text") >= 4.5


@pytest.mark.parametrize("tokens", THEMES, ids=lambda tokens: tokens.name)
def test_marks_and_focus_can_be_seen(tokens):
    for front in ("high", "medium", "none", "unanswered", "not_applicable", "focus", "line_strong"):
        for ground in (*GROUNDS, *SOFT):
            assert contrast(tokens, front, ground) >= 3, (front, ground)
    for ground in ("high", "medium", "none"):
        assert contrast(tokens, "on_mark", ground) >= 3


@pytest.mark.parametrize("name", ["light", "dark", "high_contrast"])
def test_a_theme_reaches_palette_and_widgets(qtbot, qapp, name):
    with qtbot.waitSignal(theme().changed):
        theme().apply(qapp, name)
    assert theme().name == name
    assert qapp.palette().window().color() == theme().color("surface")
    assert "@" not in qapp.styleSheet()


def test_system_without_a_wish_is_light(qapp):
    theme().apply(qapp, "system")
    assert theme().choice == "system"
    assert theme().name == "light"


def test_motion_stops_when_asked(qapp):
    theme().apply(qapp, "light", reduced_motion="on")
    assert theme().motion_ms == 0
    theme().apply(qapp, "light", reduced_motion="off")
    assert 0 < theme().motion_ms < 150


def test_type_and_space_follow_the_scale(qtbot, qapp):
    widget = QWidget()
    qtbot.addWidget(widget)
    layout = QHBoxLayout(widget)
    title = QLabel("Title")
    set_look(title, step="title")
    layout.addWidget(title)
    theme().space(layout, 8, (12, 4, 12, 4))
    widget.show()
    before = title.fontMetrics().height()
    theme().apply(qapp, "light", scale=2.0)
    assert layout.spacing() == 16
    assert layout.contentsMargins().left() == 24
    assert title.fontMetrics().height() == pytest.approx(2 * before, abs=2)
    assert [theme().font(step).pixelSize() for step in ("small", "normal", "large", "title", "display")] == [
        24, 26, 30, 38, 48,
    ]  # fmt: skip


def test_every_icon_is_there_and_drawn_in_the_theme(qapp):
    assert set(WANTED_ICONS) <= set(icon_names())
    for name in icon_names():
        image = icon(name, "text").pixmap(QSize(40, 40)).toImage()
        inked = [image.pixelColor(x, y) for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() > 200]
        assert inked, name
        assert abs(inked[0].lightness() - theme().color("text").lightness()) < 4, name


def test_icons_recolour_themselves(qapp):
    made = icon("flag", "text")
    light = made.pixmap(QSize(20, 20)).toImage()
    theme().apply(qapp, "dark")
    assert made.pixmap(QSize(20, 20)).toImage() != light


def test_icons_name_no_colour():
    for path in (resources_dir() / "icons").glob("*.svg"):
        text = path.read_text("utf-8")
        assert "currentColor" in text
        assert not re.search(r"#[0-9a-f]{3,6}|rgb", text), path.name
        assert 'viewBox="0 0 20 20"' in text
        assert "stroke-width" not in text or 'stroke-width="1.6"' in text


def test_the_style_sheet_names_no_colour():
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", (resources_dir() / "style.qss").read_text("utf-8"))


def test_the_bundled_font_is_found(qapp):
    assert bundled_families() == ("DejaVu Sans", "DejaVu Sans Mono")


def test_an_unknown_icon_is_an_error():
    with pytest.raises(FileNotFoundError):
        icon("no such icon")
