"""What the Review page says where there is no question to show, and the one thing to do about it."""

from __future__ import annotations

from workbench.i18n import _
from workbench.ui.place import Place
from workbench.ui.widgets.empty_state import StateStack

__all__ = ["show_nothing"]


def show_nothing(stack: StateStack, place: Place, *, has_lens: bool) -> None:
    """Say whether a workload, another lens or any lens is missing.

    Args:
        stack: Where to say it.
        place: Where the person is; the button leads on from there.
        has_lens: The workload is reviewed with some lens.
    """
    if not place.workload_id:
        stack.show_empty(
            "review", _("Choose a workload to review"),
            _("A review answers the questions of a lens for one workload, and shows each risk and why."),
            _("Open the portfolio"), lambda: place.go(page="portfolio"),
        )  # fmt: skip
    elif has_lens:
        stack.show_empty("lenses", _("Choose a lens"), _("The workload is reviewed with other lenses than this one."),
                         _("Show the lenses"), lambda: place.go(page="workload"))  # fmt: skip
    else:
        stack.show_empty("lenses", _("This workload has no lens yet"),
                         _("A lens brings the questions. The AWS Well-Architected Framework is a good beginning."),
                         _("Add a lens"), lambda: place.go(page="workload"))  # fmt: skip
