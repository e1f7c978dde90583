"""Programs that hand out AWS credentials (credential_process): run with a time-out, and ended with all they started."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from typing import Any

from workbench.errors import SignInNeeded
from workbench.i18n import _

__all__ = ["PROGRAM_S", "limit_programs"]

PROGRAM_S = 60.0
"""How long such a program may take; many open a browser or ask for a finger on a key [s]."""


def limit_programs(base: Any, profile: str, seconds: float | None = None) -> None:
    """Make the credential programs of a botocore session end after some time; botocore itself waits for ever.

    Args:
        base: A botocore session, before its first client.
        profile: Profile in use, for the message.
        seconds: How long a program may take [s]; PROGRAM_S where None.
    """

    def start(command: list[str], **pipes: Any) -> _Program:
        return _Program(command, PROGRAM_S if seconds is None else seconds, profile, pipes)

    resolver = base.get_component("credential_provider")
    resolver.get_provider("custom-process")._popen = start
    # A role makes the providers of its source profile itself, with the builder it was given.
    builder = resolver.get_provider("assume-role")._profile_provider_builder
    make = builder._create_process_provider

    def make_limited(profile_name: str) -> Any:
        provider = make(profile_name)
        provider._popen = start
        return provider

    builder._create_process_provider = make_limited


class _Program:
    """What botocore needs of a Popen: communicate and returncode."""

    def __init__(self, command: list[str], seconds: float, profile: str, pipes: dict[str, Any]) -> None:
        self._seconds, self._profile = seconds, profile
        # A group of its own: a script is ended together with what it waits for.
        self._process: subprocess.Popen[bytes] = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, start_new_session=os.name != "nt", **pipes
        )

    @property
    def returncode(self) -> int | None:
        return self._process.returncode

    def communicate(self) -> tuple[bytes, bytes]:
        """Return what the program printed.

        Raises:
            SignInNeeded: It took too long and was ended.
        """
        try:
            out, err = self._process.communicate(timeout=self._seconds)
            return out, err
        except subprocess.TimeoutExpired:
            self._end()
            raise SignInNeeded(
                _("The program that hands out keys did not end within {s:.0f} seconds.").format(s=self._seconds),
                _("Run it in a terminal and see what it waits for, or choose another profile."),
                profile=self._profile,
                way="command",
            ) from None

    def _end(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            if os.name == "nt":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()
