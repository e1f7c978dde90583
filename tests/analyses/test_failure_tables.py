"""Results as tables: what they say, and what a spreadsheet makes of them."""

from __future__ import annotations

from dataclasses import replace

from tests.analyses.payments import payments
from workbench.analyses import failure_tables
from workbench.analyses.failure.analysis import Options, analyse
from workbench.analyses.failure.domains import worst_cases
from workbench.analyses.what_if.fixes import advise
from workbench.figures import draw_availability_waterfall, draw_blast_radius, draw_domain_matrix, png_of, svg_of

GRAPH = payments()
KNOWN = replace(
    GRAPH,
    nodes={name: replace(node, unavailability=node.unavailability or 0.0001) for name, node in GRAPH.nodes.items()},
)
FOUND = analyse(KNOWN, Options())


def test_journeys_have_nines_and_minutes() -> None:
    table = failure_tables.journeys(FOUND)
    row = dict(zip([one.title for one in table.columns], table.rows[0].cells, strict=True))
    assert row["User journey"] == "Checkout"
    assert row["Single points"] == "2"
    down = FOUND.journeys["pay"].unavailability
    assert down is not None
    assert float(row["Minutes down a year"].replace(",", "")) == float(f"{down * 525_600:.3g}")
    assert row["Nines"]


def test_cut_sets_are_those_inside_the_boundary_and_the_nearest() -> None:
    rows = [row.cells for row in failure_tables.cut_sets(FOUND, "pay").rows]
    assert ("1", "orders-db", "") in rows
    assert ("2", "api-a + api-b", "") in rows
    assert not any("Region" in row[1] for row in rows), "nobody asked to survive a Region"


def test_importance_is_ranked_by_share() -> None:
    table = failure_tables.importance(FOUND, "pay")
    shares = [row.values[1] for row in table.rows]
    assert shares == sorted(shares, reverse=True)
    assert table.rows[0].cells[0] == "orders-db"


def test_fixes_fates_and_domains_say_what_they_are_about() -> None:
    fixes = failure_tables.fixes(FOUND, advise(KNOWN, FOUND))
    assert any("orders-db" in row.cells[0] for row in fixes.rows)
    fates = failure_tables.shared_fate(FOUND)
    assert any(row.cells[0] == "orders-db" and row.cells[3] == "ends it" for row in fates.rows)
    domains = failure_tables.domains(FOUND, worst_cases(FOUND))
    assert domains.rows[0].cells[0] == "eu-west-1"


def test_text_for_the_clipboard_and_for_spreadsheets() -> None:
    table = failure_tables.Table(
        "T", (failure_tables.Column("Name"), failure_tables.Column("Of")),
        (failure_tables.Row(("=1+1", "a,\tb"), ("", "")),),
    )  # fmt: skip
    assert table.tsv() == "Name\tOf\n=1+1\ta, b"
    assert table.csv() == 'Name,Of\r\n\'=1+1,"a,\tb"\r\n'


def test_pictures_are_the_same_every_time() -> None:
    made = (
        lambda: draw_availability_waterfall([("db", 262.8), ("together", 0.5)], "Pay", "Others", "Pay is down"),
        lambda: draw_blast_radius([("zone", 5, "Pay"), ("api", 1, "")], "zone takes 5 down"),
        lambda: draw_domain_matrix(["Pay"], ["zone a"], {(0, 0): "down"}, {"down": "down", "degraded": "degraded"}),
    )
    for draw in made:
        assert svg_of(draw()) == svg_of(draw())
        assert png_of(draw(), 100).startswith(b"\x89PNG")
