"""Dropped files are told apart by what they hold."""

from __future__ import annotations

from workbench.exchange.dropped import sort_dropped


def test_files_are_sorted_by_what_they_hold(tmp_path):
    held = {
        "Shop.wawb": "x", "lens.json": '{"name": "L", "pillars": []}', "template.json": '{"Resources": {}}',
        "graph.json": '{"nodes": {"a": {"attributes": {"pillars": 1}}}, "journeys": []}', "main.tf": "", "broken.json": "{",
        "lenses/deep/one.json": '{"pillars": []}', "stacks/one.json": '{"Resources": {}}', "stacks/two.yaml": "a: 1",
        "hidden/.git/one.json": '{"pillars": []}',
    }  # fmt: skip
    for name, text in held.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    tops = [tmp_path / name for name in dict.fromkeys(name.split("/")[0] for name in held)]
    found = sort_dropped([*tops, tmp_path / "missing.json"])
    assert [path.name for path in found.workspaces] == ["Shop.wawb"]
    assert [path.name for path in found.lenses] == ["lens.json", "lenses"]
    assert [path.name for path in found.others] == [
        "template.json", "graph.json", "main.tf", "broken.json", "stacks", "hidden", "missing.json"
    ]  # fmt: skip
