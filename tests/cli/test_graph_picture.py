"""`workbench graph export` as SVG, PNG and PDF."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree

import pytest

from workbench.library.places import resources_dir

SHOP = resources_dir() / "sample" / "graphs" / "three-tier-shop.json"


def texts(svg: str) -> str:
    return " ".join(ElementTree.fromstring(svg).itertext())


def test_svg_goes_to_stdout_and_is_the_same_every_time(wb):
    first = wb("graph", "export", SHOP, "--format", "svg")
    assert first.code == 0
    assert "Orders database" in texts(first.out)
    assert wb("graph", "export", SHOP, "--format", "svg").out == first.out


@pytest.mark.parametrize(("name", "start"), [("a.svg", b"<svg"), ("a.png", b"\x89PNG"), ("a.PDF", b"%PDF")])
def test_the_name_of_the_file_says_the_format(wb, tmp_path, name, start):
    target = tmp_path / name
    ran = wb("graph", "export", SHOP, "--output", target, "--json")
    assert (ran.code, ran.json["size"]) == (0, target.stat().st_size)
    assert target.read_bytes().startswith(start)


def test_a_picture_shows_a_journey_a_failure_and_findings(wb):
    plain = wb("graph", "export", SHOP, "-f", "svg").out
    browse = texts(wb("graph", "export", SHOP, "-f", "svg", "--journey", "browse the catalogue").out)
    assert "Web server 1" in browse
    assert "Payment provider" not in browse
    failed = texts(wb("graph", "export", SHOP, "-f", "svg", "--fail", "eu-west-1a").out)
    assert "eu-west-1a, failed" in failed
    assert "Ended: Check out and pay" in failed
    assert "finding, high" in texts(wb("graph", "export", SHOP, "-f", "svg", "--findings").out)
    assert wb("graph", "export", SHOP, "-f", "svg", "--theme", "dark").out != plain


def test_what_cannot_be_drawn_is_said(wb):
    assert wb("graph", "export", SHOP, "--journey", "browse").code == 2
    assert wb("graph", "export", SHOP, "-f", "svg", "--journey", "nope").code != 0
    assert wb("graph", "export", SHOP, "-f", "svg", "--fail", "nope").code != 0


def test_kept_positions_are_where_things_are_drawn(wb, tmp_path):
    data = {"nodes": {"a": {"requires": ["b"], "position": {"x": 500, "y": 40, "pinned": True}},
                      "b": {"position": {"x": 0, "y": 400}}}, "journeys": []}  # fmt: skip
    path = tmp_path / "g.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    svg = wb("graph", "export", path, "-f", "svg").out
    assert 'x="500" y="40"' in svg
    assert 'x="0" y="400"' in svg
    again = json.loads(wb("graph", "export", path).out)
    assert again["nodes"]["a"]["position"] == {"x": 500, "y": 40, "pinned": True}
    data["nodes"]["a"]["position"] = {"x": "left"}
    path.write_text(json.dumps(data), encoding="utf-8")
    assert "nodes.a.position" in wb("graph", "export", path).err
