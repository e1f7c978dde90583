"""What every page works with, handed in once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.library.shelf import Shelf
from workbench.settings import Settings
from workbench.store.workspace import Workspace
from workbench.ui.editor import Editor
from workbench.ui.faults import Faults
from workbench.ui.place import Place
from workbench.ui.tasks import Tasks

__all__ = ["Desk"]


@dataclass(frozen=True)
class Desk:
    """The parts pages share; nothing in the window is found any other way.

    Attributes:
        workspace: The open file; pages read with queries inside `workspace.reading()`.
        editor: The one door for change.
        tasks: The one door for waiting.
        faults: Where errors go.
        place: What is selected.
        shelf: Lenses that ship with the product.
        settings: Reads the settings as they are now.
        say: Shows a brief note, with an optional Undo.
        who: Display name written beside changes.
        keep_settings: Takes other settings and writes them down.
    """

    workspace: Workspace
    editor: Editor
    tasks: Tasks
    faults: Faults
    place: Place
    shelf: Shelf
    settings: Callable[[], Settings]
    say: Callable[..., None]
    who: str
    keep_settings: Callable[[Settings], object] = lambda _settings: None
