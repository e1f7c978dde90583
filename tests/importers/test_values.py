"""YAML and JSON as importers see them: lines, doubled keys, tags, and texts that want too much."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from workbench.importers.json_values import key_lines, read_json
from workbench.importers.marks import Tagged, line_of
from workbench.importers.yaml_values import Unreadable, read_yaml

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text("abc xyz:#-é\n\"'{}[]", max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcd", min_size=1, max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(PLAIN)
def test_yaml_is_read_as_pyyaml_reads_it(value):
    assert read_yaml(yaml.safe_dump(value, allow_unicode=True)).documents == [value]


@given(PLAIN)
def test_json_is_yaml_and_json(value):
    text = json.dumps(value)
    assert read_json(text)[0] == value


def test_keys_entries_and_tags_know_their_lines():
    value = read_yaml("a: 1\nlist:\n  - x\n  - !Ref y\nmap:\n  inner: {b: 2}\n").documents[0]
    assert [line_of(value, key) for key in ("a", "list", "map")] == [1, 2, 5]
    assert line_of(value["list"], 1) == 4
    tagged = value["list"][1]
    assert (type(tagged), tagged.tag, tagged.value, tagged.line) == (Tagged, "!Ref", "y", 4)
    assert line_of(value["map"]["inner"]) == 6


def test_what_looks_like_a_version_a_port_or_an_account_stays_text():
    value = read_yaml("v: 2012-10-17\np: 22:22\nid: 012345678901\nn: 12\nhex: 0x1f\nyes: on\n").documents[0]
    assert value == {"v": "2012-10-17", "p": "22:22", "id": "012345678901", "n": 12, "hex": 31, True: True}


def test_anchors_and_merge_keys():
    value = read_yaml("base: &b {x: 1, y: 2}\nmine: {<<: *b, y: 3}\nagain: *b\n").documents[0]
    assert value == {"base": {"x": 1, "y": 2}, "mine": {"x": 1, "y": 3}, "again": {"x": 1, "y": 2}}


def test_a_key_that_is_there_twice_is_told_with_its_line():
    found = read_yaml("a: 1\nb: 2\na: 3\n")
    assert found.documents == [{"a": 3, "b": 2}]
    assert [(one.line, "a" in one.text) for one in found.doubled] == [(3, True)]
    value, doubled = read_json('{"a": 1,\n "a": 2}')
    assert (value, doubled[0].line) == ({"a": 2}, 2)


BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (BOMB, 7),
        ("[" * 1_000_000, 1),
        ("{a: " * 100_000, 1),
        ("a:\n  b: c\n - d\n", 3),
        ("x: *gone", 1),
        ("a: &a [*a]", 1),
        ("ok: 1\nbad: \x01", 2),
        ("? [a]\n: b", 1),
        ("? !x {a: 1}\n: b", 1),
        ("a: 'open", 1),
    ],
    ids=[
        "aliases",
        "deep lists",
        "deep maps",
        "indent",
        "no anchor",
        "circle",
        "control",
        "list as key",
        "tagged key",
        "open text",
    ],
)
def test_yaml_that_cannot_be_read_says_where(text, line):
    with pytest.raises(Unreadable) as told:
        read_yaml(text)
    assert told.value.trouble.line == line
    assert told.value.trouble.text


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a": ' * 50_000, "{", "1" * 5_000, '{"a": 1} x'])
def test_json_that_cannot_be_read_is_told(text):
    with pytest.raises(Unreadable):
        read_json(text)


def test_lines_of_json_keys_down_to_a_depth():
    text = '{\n "A": {"x": {\n  "deep": 1},\n  "y\\u0041": 2},\n "L": [\n  {"k": 1},\n  {"k": 2}]\n}'
    found = key_lines(text, 3)
    assert found["A",] == 2
    assert found["A", "x"] == 2
    assert found["A", "x", "deep"] == 3
    assert found["A", "yA"] == 4
    assert (found["L", "0"], found["L", "1"]) == (6, 7)
    assert ("A", "x", "deep") not in key_lines(text, 2)
