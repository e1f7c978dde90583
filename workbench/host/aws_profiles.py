"""Profiles of the AWS config files, as far as a person must know them to choose one; secrets are not read out."""

from __future__ import annotations

import configparser
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from workbench.errors import BadInput, UnknownName
from workbench.i18n import _

__all__ = ["Profile", "ProfileKind", "Profiles", "SsoSession", "account_of_arn", "read_profiles"]

_ACCOUNT_SCOPE = "sso:account:access"
"""What is asked for where the sso-session names no scopes.

Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html (sso_registration_scopes)
"""
_KEYS = ("aws_access_key_id", "aws_secret_access_key")
_Sections = dict[str, dict[str, str]]


class ProfileKind(StrEnum):
    """Where the credentials of a profile come from."""

    KEYS = "keys"
    ENVIRONMENT = "environment"
    SSO = "sso"
    ROLE = "role"
    PROCESS = "process"
    CONTAINER = "container"
    INSTANCE = "instance"
    WEB_IDENTITY = "web identity"
    LOGIN = "login"
    NONE = "none"

    @property
    def words(self) -> str:
        """The kind as a person reads it."""
        return {
            ProfileKind.KEYS: _("access keys in a file"),
            ProfileKind.ENVIRONMENT: _("environment variables"),
            ProfileKind.SSO: _("IAM Identity Center"),
            ProfileKind.ROLE: _("assumed role"),
            ProfileKind.PROCESS: _("program that hands out keys"),
            ProfileKind.CONTAINER: _("role of the container"),
            ProfileKind.INSTANCE: _("role of the EC2 instance"),
            ProfileKind.WEB_IDENTITY: _("web identity token"),
            ProfileKind.LOGIN: _("AWS console sign-in (aws login)"),
            ProfileKind.NONE: _("no credentials of its own"),
        }[self]


@dataclass(frozen=True, slots=True)
class SsoSession:
    """Where IAM Identity Center is signed in to.

    Args:
        start_url: The portal of the organization.
        region: Region of IAM Identity Center, which need not be the profile's.
        name: Name of the `[sso-session]`; empty for a profile of the legacy form.
        scopes: What is asked for; empty for the legacy form.
    """

    start_url: str
    region: str
    name: str = ""
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """One way to reach AWS.

    Args:
        name: Name in the files; empty for what the environment variables give.
        kind: Where its credentials come from.
        region: Region the file names; may be empty.
        account: Account id the file names; may be empty. Mask it on screen where that is asked for.
        source: For a role, the profile or the source that may assume it.
        asks_code: True where a code of an MFA device is asked for.
        sso: Where to sign in, for SSO; a role finds it through `Profiles.sso_of`.
        problem: One sentence if the profile cannot work as written; else empty.
    """

    name: str
    kind: ProfileKind
    region: str = ""
    account: str = ""
    source: str = ""
    asks_code: bool = False
    sso: SsoSession | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Profiles:
    """All profiles of this computer; the one of the environment stands first, the others by name.

    Args:
        profiles: What can be chosen.
        chosen: The name AWS_PROFILE or AWS_DEFAULT_PROFILE gives; else empty.
        files: The files that were read.
    """

    profiles: tuple[Profile, ...]
    chosen: str = ""
    files: tuple[Path, ...] = ()

    def used(self, name: str) -> Profile | None:
        """Return the profile that holds where `name` is asked for; an empty name means what AWS tools would take.

        That is the environment if it holds credentials, else AWS_PROFILE, else the profile "default".

        Raises:
            UnknownName: the files have no such profile.
        """
        if not name and self.profiles and not self.profiles[0].name:
            return self.profiles[0]
        wanted = name or self.chosen or "default"
        for profile in self.profiles:
            if profile.name == wanted:
                return profile
        if wanted == "default" and not self.chosen:
            return None
        known = ", ".join(profile.name for profile in self.profiles if profile.name)
        raise UnknownName(
            _("This computer has no AWS profile “{name}”.").format(name=wanted),
            _("Its profiles are: {names}.").format(names=known) if known else
            _("No profile is set up here: make one with the AWS command line (aws configure), or use environment variables."),
        )  # fmt: skip

    def sso_of(self, name: str) -> SsoSession | None:
        """Return where to sign in for a profile, through the profiles its role is assumed from."""
        seen: set[str] = set()
        profile = self.used(name)
        while profile is not None and profile.name not in seen:
            if profile.sso is not None:
                return profile.sso
            seen.add(profile.name)
            source = profile.source
            profile = next((each for each in self.profiles if each.name and each.name == source), None)
        return None


def read_profiles(environ: Mapping[str, str] | None = None) -> Profiles:
    """Read the profiles as the AWS tools see them; missing files are no error.

    Args:
        environ: Environment variables; None means this process's.

    Raises:
        BadInput: a file cannot be read or understood; the message names file and line, never the line's text.
    """
    environ = os.environ if environ is None else environ
    config_path = _path(environ, "AWS_CONFIG_FILE", "config")
    credentials_path = _path(environ, "AWS_SHARED_CREDENTIALS_FILE", "credentials")
    config, credentials = _sections(config_path), _sections(credentials_path)
    named: _Sections = {}
    sessions: _Sections = {}
    for title, values in config.items():
        kind, name = _title(title)
        if kind == "profile":
            named.setdefault(name, {}).update(values)
        elif kind == "sso-session":
            sessions[name] = values
    for name, values in credentials.items():
        named.setdefault(name, {}).update(values)  # the credentials file wins, as in the AWS tools
    found = [_profile(name, values, named, sessions) for name, values in sorted(named.items())]
    if own := _of_environment(environ):
        found.insert(0, own)
    return Profiles(
        tuple(found),
        environ.get("AWS_DEFAULT_PROFILE") or environ.get("AWS_PROFILE", ""),
        tuple(path for path in (config_path, credentials_path) if path.is_file()),
    )


def account_of_arn(arn: str) -> str:
    """Return the account id of an ARN; empty where it has none."""
    parts = arn.split(":")
    return parts[4] if len(parts) > 5 and re.fullmatch(r"\d{12}", parts[4]) else ""


def _profile(name: str, values: dict[str, str], named: _Sections, sessions: _Sections) -> Profile:
    """Find out what a profile is, in botocore's order; keys in either file count alike."""
    region, account, problem = values.get("region", ""), values.get("aws_account_id", ""), ""
    role = values.get("role_arn", "")
    account = account_of_arn(role) or account
    if role and "web_identity_token_file" not in values:
        source, given = values.get("source_profile", ""), values.get("credential_source", "")
        if bool(source) == bool(given):
            problem = _("A role needs either source_profile or credential_source.")
        elif source and source not in named:
            problem = _("The source_profile “{name}” does not exist.").format(name=source)
        kind = {"ecscontainer": ProfileKind.CONTAINER, "ec2instancemetadata": ProfileKind.INSTANCE}.get(
            given.lower(), ProfileKind.ROLE
        )
        return Profile(name, kind, region, account, source or given, "mfa_serial" in values, problem=problem)
    if "web_identity_token_file" in values:
        problem = "" if role else _("A web identity needs a role_arn.")
        return Profile(name, ProfileKind.WEB_IDENTITY, region, account, problem=problem)
    if "sso_account_id" in values or "sso_role_name" in values:
        sso, problem = _sso(values, sessions)
        return Profile(name, ProfileKind.SSO, region, values.get("sso_account_id", ""), sso=sso, problem=problem)
    if any(key in values for key in _KEYS):
        problem = "" if all(values.get(key) for key in _KEYS) else _("One half of the access key is missing.")
        return Profile(name, ProfileKind.KEYS, region, account, problem=problem)
    for option, kind in (("login_session", ProfileKind.LOGIN), ("credential_process", ProfileKind.PROCESS)):
        if option in values:
            return Profile(name, kind, region, account or account_of_arn(values[option]))
    return Profile(name, ProfileKind.NONE, region, account)


def _sso(values: dict[str, str], sessions: _Sections) -> tuple[SsoSession | None, str]:
    name = values.get("sso_session", "")
    if name and name not in sessions:
        return None, _("The sso-session “{name}” does not exist.").format(name=name)
    source = sessions[name] if name else values
    missing = [key for key in ("sso_start_url", "sso_region") if not source.get(key)]
    missing += [key for key in ("sso_account_id", "sso_role_name") if not values.get(key)]
    if missing:
        return None, _("It lacks {options}.").format(options=", ".join(missing))
    asked = tuple(part.strip() for part in source.get("sso_registration_scopes", "").split(",") if part.strip())
    scopes = (asked or (_ACCOUNT_SCOPE,)) if name else ()
    return SsoSession(source["sso_start_url"], source["sso_region"], name, scopes), ""


def _of_environment(environ: Mapping[str, str]) -> Profile | None:
    region = environ.get("AWS_DEFAULT_REGION") or environ.get("AWS_REGION", "")
    if environ.get("AWS_ACCESS_KEY_ID"):
        problem = "" if environ.get("AWS_SECRET_ACCESS_KEY") else _("AWS_SECRET_ACCESS_KEY is not set.")
        return Profile("", ProfileKind.ENVIRONMENT, region, environ.get("AWS_ACCOUNT_ID", ""), problem=problem)
    if environ.get("AWS_PROFILE") or environ.get("AWS_DEFAULT_PROFILE"):
        return None  # a chosen profile is asked before what follows
    if environ.get("AWS_WEB_IDENTITY_TOKEN_FILE"):
        return Profile("", ProfileKind.WEB_IDENTITY, region, account_of_arn(environ.get("AWS_ROLE_ARN", "")))
    if environ.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") or environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"):
        return Profile("", ProfileKind.CONTAINER, region)
    return None


def _path(environ: Mapping[str, str], variable: str, name: str) -> Path:
    chosen = environ.get(variable, "")
    return Path(os.path.expandvars(chosen)).expanduser() if chosen else Path.home() / ".aws" / name


def _title(title: str) -> tuple[str, str]:
    """Split `profile "name"` into its kind and name; a section that is none of ours has no kind."""
    if title == "default":
        return "profile", title
    match = re.fullmatch(r"""(profile|sso-session)\s+(?:"([^"]+)"|'([^']+)'|(\S+))\s*""", title)
    return (match[1], match[2] or match[3] or match[4]) if match else ("", "")


def _sections(path: Path) -> _Sections:
    """Return the sections of a file; empty where there is no file."""
    try:
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return {}
    except OSError as error:
        raise BadInput(
            _("{path} cannot be read: {why}.").format(path=path, why=error.strerror or error),
            _("Check the permissions of the file."),
        ) from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _broken(path, data[: error.start].count(b"\n") + 1, _("it holds signs that are not UTF-8")) from None
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.MissingSectionHeaderError as error:
        raise _broken(path, error.lineno, _("a line stands before the first [section]")) from None
    except configparser.DuplicateSectionError as error:
        why = _("the section [{name}] is there twice").format(name=error.section)
        raise _broken(path, error.lineno, why) from None
    except configparser.DuplicateOptionError as error:
        why = _("{name} is there twice in [{section}]").format(name=error.option, section=error.section)
        raise _broken(path, error.lineno, why) from None
    except configparser.ParsingError as error:
        raise _broken(path, error.errors[0][0], _("the line has no “=”")) from None
    sections = {title: dict(parser.items(title)) for title in parser.sections()}
    for title, values in sections.items():
        for option, value in values.items():
            if value.startswith("\n") and any("=" not in line for line in value.split("\n") if line.strip()):
                why = _("an indented line below it has no “=”")
                raise _broken(path, _line_of(text, title, option), why)
    return sections


def _line_of(text: str, title: str, option: str) -> int:
    def inside() -> Iterator[tuple[int, str]]:
        is_here = False
        for number, line in enumerate(text.splitlines(), 1):
            if line.startswith("["):
                is_here = line.strip() == f"[{title}]"
            elif is_here:
                yield number, line

    return next((number for number, line in inside() if re.match(rf"(?i){re.escape(option)}\s*[=:]", line)), 1)


def _broken(path: Path, line: int | None, why: str) -> BadInput:
    return BadInput(
        _("{path}, line {line}: {why}.").format(path=path, line=line, why=why),
        _("Correct the file. The AWS command line reads it by the same rules."),
    )
