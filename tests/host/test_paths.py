from __future__ import annotations

import pytest

from workbench.errors import WorkbenchError
from workbench.host import paths


def test_folders_can_be_moved(monkeypatch, tmp_path):
    monkeypatch.setenv(paths.CONFIG_VARIABLE, str(tmp_path / "c"))
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path / "d"))
    assert paths.config_dir() == tmp_path / "c"
    assert {paths.data_dir(), paths.backups_dir().parent, paths.log_dir().parent, paths.cache_dir().parent} == {
        tmp_path / "d"
    }


def test_without_a_choice_they_are_the_systems(monkeypatch):
    monkeypatch.delenv(paths.CONFIG_VARIABLE)
    monkeypatch.delenv(paths.DATA_VARIABLE)
    for folder in (paths.config_dir(), paths.data_dir(), paths.log_dir(), paths.cache_dir()):
        assert "wa-review-workbench" in folder.parts


def test_a_folder_is_made_when_asked_for(tmp_path):
    assert paths.made(tmp_path / "a" / "b").is_dir()


def test_a_folder_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(WorkbenchError, match="cannot be made"):
        paths.made(tmp_path / "file" / "b")
