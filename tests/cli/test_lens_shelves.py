"""The person's own shelf, search through all lenses, and commands that do without the workspace they do not need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.library.lens_samples import first, good_lens
from workbench.library.shelf import Shelf


@pytest.fixture
def bakery(tmp_path):
    """A lens file."""
    path = tmp_path / "bakery-1.0.json"
    path.write_text(json.dumps(good_lens()), encoding="utf-8")
    return path


def own_files() -> list[str]:
    return sorted(path.name for path in Path(os.environ["WORKBENCH_DATA_DIR"], "lenses").glob("*"))


def test_without_a_workspace_lenses_go_on_ones_own_shelf(wb, bakery):
    ran = wb("lens", "import", bakery, "--json")
    assert (ran.code, ran.json["files"][0]["status"]) == (0, "new")
    assert own_files() == ["bakery-lens@1.0.json"]
    assert wb("lens", "import", bakery, "--json").json["files"][0]["same_as"]["origin"] == "own"
    listed = next(one for one in wb("lens", "list", "--json").json if one["origin"] == "own")
    assert (listed["alias"], listed["questions"], listed["publisher"]) == ("bakery-lens", 3, "")
    assert "own shelf" in wb("lens", "list").out
    assert "Bakery lens" in wb("lens", "show", "bakery-lens").out
    assert wb("lens", "export", "bakery-lens@1.0").json["name"] == "Bakery lens"


def test_the_own_shelf_serves_every_workspace(wb, shop, bakery):
    assert wb("lens", "import", "--shelf", bakery).code == 0
    assert not [one for one in wb("lens", "list", "--json").json if one["origin"] == "workspace"]
    assert wb("lens", "add", "Shop", "bakery-lens").code == 0
    Path(os.environ["WORKBENCH_DATA_DIR"], "lenses", "bakery-lens@1.0.json").unlink()
    listed = [one for one in wb("lens", "list", "--json").json if one["alias"] == "bakery-lens"]
    assert [one["origin"] for one in listed] == ["workspace"], "the review has its text in the workspace"


def test_a_new_version_stands_beside_the_old_one(wb, bakery, tmp_path):
    data = good_lens()
    first(data)["title"] = "How do you bake good rye?"
    newer = tmp_path / "bakery-1.1.json"
    newer.write_text(json.dumps(data), encoding="utf-8")
    found = wb("lens", "import", bakery, newer, "--json").json["files"]
    assert [one["status"] for one in found] == ["new", "version"]
    assert own_files() == ["bakery-lens@1.0.json", "bakery-lens@1.1.json"]
    assert "Say which one" in wb("lens", "show", "bakery-lens").err


def test_search_finds_codes_ids_and_guidance_in_every_lens(wb, bakery):
    assert wb("lens", "import", bakery).code == 0
    found = wb("lens", "search", "REL", "10", "--json").json
    assert (found[0]["lens"], found[0]["question_id"], found[0]["rank"]) == (
        "wellarchitected@2025-02-25",
        "fault-isolation",
        0,
    )
    assert {one["lens"] for one in wb("lens", "search", "rye_dough", "--json").json} == {"bakery-lens@1.0"}
    about = Shelf().lens("genai").question("genops1").about
    assert wb("lens", "search", about, "--json").json[0]["lens"].startswith("genai@")
    shown = wb("lens", "search", "backup")
    assert (shown.code, "places in" in shown.out, "--all" in shown.out) == (0, True, True)
    assert "No lens says that." in wb("lens", "search", "qqqqqq").out


def test_a_missing_workspace_does_not_stop_what_needs_none(wb, bakery, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_WORKSPACE", str(tmp_path / "gone.wawb"))
    for arguments in (
        ("export", bakery),
        ("export", "genai"),
        ("show", bakery),
        ("diff", bakery, "genai"),
        ("lint", bakery),
    ):
        assert wb("lens", *arguments).code == 0
    listed = wb("lens", "list")
    assert listed.code == 0
    assert "gone.wawb, which WORKBENCH_WORKSPACE names" in listed.err
    assert wb("lens", "list", "--workspace", tmp_path / "gone.wawb").code == 3
    assert wb("lens", "import", bakery).code == 3, "a change is not made somewhere else"
    assert wb("lens", "export", "no-such-lens").code == 3


def test_a_reader_that_stops_early_does_not_hide_the_exit_code(tmp_path):
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    for flag in ("", "--json"):
        command = (
            f"{sys.executable} -m workbench lens import {tmp_path / 'bad.json'} {flag} | true; echo ${{PIPESTATUS[0]}}"
        )
        ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False)
        assert ran.stdout.strip() == "3"
