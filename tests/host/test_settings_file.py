from __future__ import annotations

import json
import os
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.host.settings_file import read_settings, settings_path, write_settings
from workbench.settings import Settings, remember, settings_from


def test_without_a_file_everything_is_default():
    loaded = read_settings()
    assert loaded.settings == Settings()
    assert loaded.faults == ()
    assert not settings_path().parent.exists()


def test_what_is_written_is_read_again():
    settings = Settings(display_name="Ünal", theme="dark", text_scale=150, recent=("/a.wawb", "/b.wawb"))
    write_settings(settings)
    assert read_settings().settings == settings


def test_keys_of_a_newer_version_stay():
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text('{"theme": "dark", "from_the_future": [1]}', encoding="utf-8")
    loaded = read_settings()
    assert loaded.faults == ()
    write_settings(replace(loaded.settings, theme="light"))
    kept = json.loads(settings_path().read_text(encoding="utf-8"))
    assert kept["from_the_future"] == [1]
    assert kept["theme"] == "light"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "purple"),
        ("theme", 3),
        ("text_scale", 1000),
        ("text_scale", True),
        ("text_scale", "100"),
        ("mask_account_ids", "yes"),
        ("recent", "file"),
        ("recent", [1]),
        ("display_name", None),
    ],
)
def test_a_bad_value_is_named_and_the_others_hold(name, value, tmp_path):
    other = "reduced_motion"
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({name: value, other: "on"}), encoding="utf-8")
    loaded = read_settings(path)
    assert loaded.settings == Settings(reduced_motion="on")
    [fault] = loaded.faults
    assert name in fault
    assert str(path) in fault


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe\x00", b"null"])
def test_a_broken_file_gives_defaults_and_is_kept_beside(content, tmp_path):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    loaded = read_settings(path)
    assert loaded.settings == Settings()
    assert len(loaded.faults) == 1
    write_settings(Settings(theme="dark"), path)
    assert (tmp_path / "settings.broken.json").read_bytes() == content
    assert read_settings(path).settings.theme == "dark"


def test_a_failed_write_leaves_the_old_file_and_no_rubbish(tmp_path, monkeypatch):
    path = tmp_path / "settings.json"
    write_settings(Settings(theme="dark"), path)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WorkbenchError, match="No space left"):
        write_settings(Settings(theme="light"), path)
    assert read_settings(path).settings.theme == "dark"
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.json"]


@given(
    st.dictionaries(st.sampled_from([entry.name for entry in fields(Settings)]), st.none() | st.integers() | st.text())
)
def test_any_values_give_usable_settings(values):
    settings, faults = settings_from(values)
    used = {name: value for name, value in values.items() if getattr(settings, name) == value}
    assert len(faults) >= len(values) - len(used)
    assert settings_from({entry.name: getattr(settings, entry.name) for entry in fields(Settings)}) == (settings, ())


def test_recent_files_are_newest_first_and_few():
    recent: tuple[str, ...] = ()
    for number in range(20):
        recent = remember(recent, f"{number}.wawb")
    recent = remember(recent, "15.wawb")
    assert recent[:3] == ("15.wawb", "19.wawb", "18.wawb")
    assert len(recent) == len(set(recent)) == 12


@pytest.mark.parametrize("text", ["blue", "#12345", "#12345g", "#1234567", "1f4e79"])
def test_what_is_no_colour_is_named_and_left_out(text):
    settings, faults = settings_from({"report_colour": text, "report_second_colour": "#1F4E79"})
    assert (settings.report_colour, settings.report_second_colour) == ("", "#1F4E79")
    assert faults == (f"report_colour: {text!r} is not used, it is no colour such as #1F4E79; it stays ''.",)
