"""`workbench sync`: bring workloads to the AWS Well-Architected Tool and from it."""

from __future__ import annotations

from workbench.cli.opening import group_app
from workbench.cli.sync_extras import consolidated_table, extras, report
from workbench.cli.sync_linking import check, link, remotes, unlink
from workbench.cli.sync_looking import plan, resolve, status
from workbench.cli.sync_moving import pull, push, resume
from workbench.i18n import _

__all__ = ["app"]

app = group_app()
app.command("link", help=_("Link a workload with one in the Tool, or create it there."))(link)
app.command("unlink", help=_("Untie a workload from the Tool; both stay as they are."))(unlink)
app.command("remotes", help=_("List workloads of the account whose name starts with a text."))(remotes)
app.command("test", help=_("Test the connection: caller, account, Region, rights."))(check)
app.command("status", help=_("Say how a workload and the Tool stand to each other."))(status)
app.command("plan", help=_("Show every call a push would make and what would come from the Tool; nothing is changed."))(
    plan
)
app.command("resolve", help=_("Decide a conflict with the Tool; the next pull or push follows it."))(resolve)
app.command("pull", help=_("Take in what the Tool has; with --remote and no workload, as a new workload."))(pull)
app.command("push", help=_("Take in what the Tool has, then bring everything of ours there; prints a receipt."))(push)
app.command("resume", help=_("Go on with a sync that was interrupted; what happened already is not repeated."))(resume)
app.command("report", help=_("Save the Tool's own report of a lens review as PDF."))(report)
app.command("extras", help=_("Show improvement items, Trusted Advisor checks and notices of lens versions."))(extras)
app.command("consolidated", help=_("Show the consolidated report of the account as a table."))(consolidated_table)
