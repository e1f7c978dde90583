"""Translation of every text a user may read: gettext, usable without Qt."""

from __future__ import annotations

import gettext
from pathlib import Path

__all__ = ["N_", "_", "install", "n_"]

_current: gettext.NullTranslations = gettext.NullTranslations()


class _Pseudo(gettext.NullTranslations):
    """Pseudo-language `xx`: brackets and 40 % more length, to show clipped and untranslated texts."""

    def gettext(self, message: str) -> str:
        return f"[{message}{'~' * max(1, int(len(message) * 0.4))}]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def install(language: str, locale_dir: Path | None = None) -> None:
    """Choose the language of all later texts; an unknown one leaves English.

    Args:
        language: A code such as "de", "en", or "xx" for the pseudo-language.
        locale_dir: Folder with `<language>/LC_MESSAGES/workbench.mo` files.
    """
    global _current
    if language == "xx":
        _current = _Pseudo()
    elif language in ("", "en") or locale_dir is None:
        _current = gettext.NullTranslations()
    else:
        _current = gettext.translation("workbench", locale_dir, [language], fallback=True)


def _(message: str) -> str:
    """Return the text in the language of the user."""
    return _current.gettext(message)


def n_(singular: str, plural: str, n: int) -> str:
    """Return the text for `n` things; both forms may hold `{n}`, which is filled in."""
    return _current.ngettext(singular, plural, n).replace("{n}", f"{n:,}")


def N_(message: str) -> str:  # noqa: N802 - the gettext convention
    """Mark a module-level text for translation; the place that shows it calls `_`."""
    return message
