"""What makes imports quick again once PySide6 is loaded."""

from __future__ import annotations

import builtins

__all__ = ["use_plain_import"]


def use_plain_import() -> None:
    """Take PySide6's wrapper off `import`; does nothing where there is none.

    The wrapper reads the source of every module that is imported from then on, and keeps all its lines in memory, to
    learn whether the module may ask for `from __feature__ import ...`. Nothing here asks for that, and it would cost
    a tenth of the first paint, and more for every library that is loaded later.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None and builtins.__import__ is getattr(builtins, "__feature_import__", None):
        builtins.__import__ = plain
