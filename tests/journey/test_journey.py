"""The program from outside: a template becomes a picture, a zone fails, the finding becomes evidence and is reported."""

from __future__ import annotations

import pytest

from tests.journey.hands import Hands
from tests.journey.stage import Stage, missing
from tests.journey.story import check, travel
from tests.needs import REASON


@pytest.mark.slow
def test_from_a_template_to_a_report(tmp_path):
    if lacking := missing():
        pytest.skip(REASON + lacking)
    with Stage(tmp_path) as stage:
        stage.start()
        hands = Hands(stage)
        told = travel(hands)
        found = check(stage, told)
    assert found["evidence on"].startswith("REL")
    assert [one.title for one in hands.steps][-2:] == ["write the report", "quit"]
    fallen = {one.name.partition(":")[0] for one in told.boxes if "down with it" in one.name}
    assert {"Orders", "Nat", "PrivateA", "PublicA"} <= fallen, "what fell is told to a screen reader"
    assert "PublicB" not in fallen
    balancer = next(one for one in told.boxes if one.name.startswith("Balancer:"))
    needs = {name.partition(":")[0] for name in balancer.links["flows-to"]}
    assert needs >= {"Listener", "WebTargets", "PublicA", "PublicB"}, "links are told, not only described"
