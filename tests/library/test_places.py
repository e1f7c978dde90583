from __future__ import annotations

import sys

import pytest

from workbench.errors import WorkbenchError
from workbench.library import places


def test_a_checkout_has_all_three():
    assert (places.lenses_dir() / "wellarchitected.json").is_file()
    assert places.resources_dir().is_dir()
    assert places.migrations_dir().parts[-2:] == ("store", "migrations")


def test_a_frozen_bundle_has_them_inside(monkeypatch, tmp_path):
    for part in ("_shipped/lenses", "_shipped/resources", "store/migrations"):
        (tmp_path / "workbench" / part).mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert places.lenses_dir() == tmp_path / "workbench" / "_shipped" / "lenses"
    assert places.resources_dir() == tmp_path / "workbench" / "_shipped" / "resources"
    assert places.migrations_dir() == tmp_path / "workbench" / "store" / "migrations"


def test_a_broken_installation_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(WorkbenchError, match="Install the workbench again"):
        places.lenses_dir()
