"""A folder of lens files of one's own."""

from __future__ import annotations

import json
import os

import pytest

from tests.library.lens_samples import good_lens
from workbench.errors import UnknownName, WorkbenchError
from workbench.host.own_shelf import OwnShelf
from workbench.library.lens_format import read_lens_text


def text_of(**more) -> str:
    return json.dumps(good_lens() | more)


def test_what_is_kept_is_there_to_the_letter_and_once(tmp_path):
    own = OwnShelf(tmp_path / "not" / "yet")
    text = text_of(version="1/2 \u00fc")
    path = own.keep(text, read_lens_text(text))
    assert path.name == "bakery-lens@1_2_.json"
    assert own.keep(text, read_lens_text(text)) == path
    other = text_of(version="1/2 \u00fc", description="Other")
    assert own.keep(other, read_lens_text(other)).name == "bakery-lens@1_2_-2.json"
    assert dict(own.texts())[path.name] == text
    assert own.text(path.name) == text
    assert [each.name for each in own.folder.iterdir() if each.suffix == ".part"] == []


def test_files_put_there_by_hand_are_read_and_others_passed_over(tmp_path):
    own = OwnShelf(tmp_path)
    (tmp_path / "bakery-3.1.json").write_text(text_of(), encoding="utf-8")
    (tmp_path / "notes.json").write_text("{", encoding="utf-8")
    (tmp_path / "readme.txt").write_text("x", encoding="utf-8")
    assert [(one.name, one.lens.version) for one in own.lenses()] == [("bakery-3.1.json", "3.1")]
    (tmp_path / "bakery-3.1.json").write_text(text_of(name="Cake lens"), encoding="utf-8")
    os.utime(tmp_path / "bakery-3.1.json", ns=(1, 1))
    assert [one.lens.name for one in own.lenses()] == ["Cake lens"]


def test_taking_one_off(tmp_path):
    own = OwnShelf(tmp_path / "shelf")
    path = own.keep(text_of(), read_lens_text(text_of()))
    outside = tmp_path / "outside.json"
    outside.write_text("{}", encoding="utf-8")
    own.remove("../outside.json")
    assert outside.exists()
    own.remove(path.name)
    own.remove(path.name)
    assert own.lenses() == ()
    with pytest.raises(UnknownName):
        own.text(path.name)


def test_a_shelf_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(WorkbenchError):
        OwnShelf(tmp_path / "file" / "lenses").keep(text_of(), read_lens_text(text_of()))
