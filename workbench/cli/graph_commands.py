"""`workbench graph`: what can take a system down, from its dependency graph; each command has a module of its own."""

from __future__ import annotations

from workbench.cli.graph_analyse import analyse
from workbench.cli.graph_answer import answer
from workbench.cli.graph_diff import diff
from workbench.cli.graph_files import export
from workbench.cli.graph_findings import app as findings
from workbench.cli.graph_fixes import fixes
from workbench.cli.graph_import import import_graph
from workbench.cli.graph_recovery import recovery
from workbench.cli.graph_show import show
from workbench.cli.graph_whatif import whatif
from workbench.cli.opening import group_app
from workbench.i18n import _

__all__ = ["app"]

app = group_app()
app.command("import", help=_("Read an architecture from its own files, check it, or keep it in a workload; one step."))(
    import_graph
)
app.command("show", help=_("Show what a graph is made of, its journeys and domains, and what is not known."))(show)
app.command("answer", help=_("Answer what an imported file leaves open about an element; no import asks it again."))(
    answer
)
app.command("analyse", help=_("Say what can take each user journey down, alone or together, and how often."))(analyse)
app.add_typer(
    findings, name="findings", help=_("Weaknesses with the path that proves them, and what was decided about them.")
)
app.command("whatif", help=_("Fail, repair, double or change elements, and see each journey before and after."))(whatif)
app.command("fixes", help=_("Say which changes help, and the smallest set that leaves no single point of failure."))(
    fixes
)
app.command("recovery", help=_("Say how soon each journey is back after each failure, and what data is lost."))(
    recovery
)
app.command("export", help=_("Write a graph as wb-graph, Open-PSA MEF, Mermaid, dot or draw.io."))(export)
app.command("diff", help=_("Say what changed between two graphs, and which findings that closes and opens."))(diff)
