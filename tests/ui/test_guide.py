"""The guide behind F1: every page reads, every link and picture is there, every setting is explained."""

import re

import pytest

from workbench.library.places import resources_dir
from workbench.settings import Kind, options
from workbench.ui.dialogs.guide import Guide
from workbench.ui.pages import CATALOG

FOLDER = resources_dir() / "help"
PAGES = sorted(FOLDER.glob("*.md"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_links_and_pictures_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (FOLDER / target).exists(), target


@pytest.mark.parametrize("page", [entry.id for entry in CATALOG])
def test_f1_finds_the_page_one_is_on(qtbot, page):
    guide = Guide(page)
    qtbot.addWidget(guide)
    assert guide._files[guide.list.currentRow()].stem == page
    assert len(guide.text.toPlainText()) > 300


def test_every_setting_is_in_the_guide():
    text = (FOLDER / "settings.md").read_text(encoding="utf-8")
    for option in options().values():
        if option.kind is not Kind.HIDDEN:
            assert f"## {option.label}" in text
            assert option.help in text


def test_every_page_of_the_window_is_pictured():
    for entry in CATALOG:
        assert (FOLDER / "images" / f"{entry.id}.png").stat().st_size > 20_000
