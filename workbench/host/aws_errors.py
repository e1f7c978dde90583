"""The one place that turns what botocore raises into words, without secrets and with masked account ids."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol
from urllib.parse import urlsplit

from workbench.errors import AwsRefused, AwsUnreachable, BadInput, SignInNeeded, UnknownName, WorkbenchError
from workbench.host.aws_profiles import ProfileKind, read_profiles
from workbench.host.aws_refusals import explain
from workbench.host.redaction import redact
from workbench.i18n import _

__all__ = ["aws_faults", "translated"]


class _Named(Protocol):
    """What is needed of a connection: `workbench.host.aws_session.Connection`."""

    @property
    def profile(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def keys(self) -> str: ...


@contextmanager
def aws_faults(connection: _Named) -> Iterator[None]:
    """Tell failures of AWS calls inside as WorkbenchErrors; put nothing but AWS calls inside.

    Raises:
        WorkbenchError: whatever botocore or the network beneath it raised.
    """
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.parsers import ResponseParserError

    try:
        yield
    except (ClientError, BotoCoreError, ResponseParserError, json.JSONDecodeError, OSError) as error:
        # The cause would carry AWS's raw words, or keys a program printed, into every traceback.
        raise translated(error, connection) from None


def translated(error: Exception, connection: _Named) -> WorkbenchError:
    """Return what a person should know about an exception of botocore.

    Args:
        error: What was raised; a WorkbenchError comes back as it is.
        connection: The connection in use.
    """
    from botocore.exceptions import ClientError

    if isinstance(error, WorkbenchError):
        return error
    if isinstance(error, ClientError):
        return explain(error.response, error.operation_name, connection.profile, _way(connection))
    for kind in type(error).__mro__:
        if kind.__name__ in _TOLD:
            return _TOLD[kind.__name__](error, connection)
    return AwsRefused(_("The call to AWS failed ({kind}).").format(kind=type(error).__name__), details=_text(error))


def _way(connection: _Named) -> str:
    """How the credentials of a connection are renewed, as in `SignInNeeded.way`."""
    if connection.keys:
        return "keys"
    try:
        known = read_profiles()
        if known.sso_of(connection.profile) is not None:
            return "sso"
        profile = known.used(connection.profile)
    except BadInput:
        return "keys"
    if profile is None:
        return "keys"
    if profile.asks_code:
        return "mfa"
    return "keys" if profile.kind in (ProfileKind.KEYS, ProfileKind.ENVIRONMENT, ProfileKind.NONE) else "command"


def _text(error: Exception) -> tuple[str, ...]:
    return (redact(str(error))[:600],)


def _host(error: Exception) -> str:
    """Return the host a network error names; never the path or a password."""
    given = getattr(error, "kwargs", {})
    url = str(given.get("endpoint_url") or given.get("proxy_url") or "")
    return urlsplit(url if "//" in url else f"//{url}").hostname or _("AWS")


# ------------------------------------------------------------------------------------------ files and choices
def _no_profile(error: Exception, connection: _Named) -> WorkbenchError:
    try:
        read_profiles().used(connection.profile)
    except BadInput as told:  # names the profiles there are, or the broken line
        return told
    return UnknownName(_("The AWS config files have no such profile."))


def _broken_file(error: Exception, connection: _Named) -> WorkbenchError:
    try:
        read_profiles()
    except BadInput as told:
        return told
    return BadInput(_("An AWS config file cannot be understood."), _("Check it with the AWS command line."))


def _bad_config(error: Exception, connection: _Named) -> WorkbenchError:
    return BadInput(
        _("The profile cannot work as it is written in the AWS config files."), _("Correct the file."), _text(error)
    )


def _no_region(error: Exception, connection: _Named) -> WorkbenchError:
    return BadInput(
        _("AWS cannot be reached in this Region."), _("Choose another Region, or check the endpoint."), _text(error)
    )


def _bad_values(error: Exception, connection: _Named) -> WorkbenchError:
    return BadInput(_("A value cannot be sent to AWS."), _("The details name it."), _text(error))


def _no_program(error: Exception, connection: _Named) -> WorkbenchError:
    return WorkbenchError(
        _("This profile needs a part of botocore that is not installed."),
        _("Choose another profile, or hand its keys over as environment variables (aws configure export-credentials)."),
        _text(error),
    )


# ------------------------------------------------------------------------------------------ credentials
def _none(error: Exception, connection: _Named) -> WorkbenchError:
    return SignInNeeded(
        _("No AWS credentials were found."),
        _("Choose a profile, set the AWS environment variables, or type access keys."),
        profile=connection.profile,
    )


def _sso_ended(error: Exception, connection: _Named) -> WorkbenchError:
    return SignInNeeded(
        _("The sign-in to IAM Identity Center has ended or was never made."),
        _("Sign in; the browser opens for it."),
        profile=connection.profile,
        way="sso",
    )


def _login_ended(error: Exception, connection: _Named) -> WorkbenchError:
    return SignInNeeded(
        _("The sign-in of this profile has ended."),
        _("Renew it in a terminal: aws login --profile {profile}").format(profile=connection.profile or "default"),
        profile=connection.profile,
        way="command",
    )


def _mfa_ended(error: Exception, connection: _Named) -> WorkbenchError:
    return SignInNeeded(
        _("The role's time has run out."),
        _("Try again; a new MFA code is asked for."),
        profile=connection.profile,
        way="mfa",
    )


def _not_handed_out(error: Exception, connection: _Named) -> WorkbenchError:
    """The program's own words are not shown: it may have printed keys among them."""
    return SignInNeeded(
        _("What should give the credentials of this profile did not: {source}.").format(
            source=getattr(error, "kwargs", {}).get("provider", "") or _("a program or the role of this computer")
        ),
        _("Run its program in a terminal and see what it says, or choose another profile."),
        profile=connection.profile,
        way="command",
    )


def _half(error: Exception, connection: _Named) -> WorkbenchError:
    return BadInput(
        _("The credentials are incomplete: {name} is missing.").format(
            name=getattr(error, "kwargs", {}).get("cred_var", "")
        ),
        _("Complete the profile or the environment variables."),
    )


def _no_file(error: Exception, connection: _Named) -> WorkbenchError:
    name = getattr(error, "filename", None)
    return BadInput(
        _("A file or program the profile names cannot be used{name}: {why}.").format(
            name=f" ({name})" if isinstance(name, str) else "", why=getattr(error, "strerror", "") or redact(str(error))
        ),
        _("Correct the profile, or install what it names."),
    )


# ------------------------------------------------------------------------------------------ network
def _offline(error: Exception, connection: _Named) -> WorkbenchError:
    return AwsUnreachable(
        _("{host} cannot be reached.").format(host=_host(error)),
        _("Check network and Region. Not every Region has the Tool; FIPS and dual-stack addresses exist in few."),
    )


def _proxy(error: Exception, connection: _Named) -> WorkbenchError:
    return AwsUnreachable(
        _("The proxy {host} does not let AWS through.").format(host=_host(error)),
        _("Check HTTPS_PROXY and NO_PROXY, and whether the proxy wants a name and password."),
    )


def _certificate(error: Exception, connection: _Named) -> WorkbenchError:
    return AwsUnreachable(
        _("The certificate of {host} is not trusted.").format(host=_host(error)),
        _("If your network inspects traffic, choose its CA file for this connection; check the clock too."),
        _text(error),
    )


def _no_answer(error: Exception, connection: _Named) -> WorkbenchError:
    return AwsUnreachable(
        _("The answer of {host} did not arrive.").format(host=_host(error)),
        _("AWS may have carried the call out. Try again: what is already there is seen and not repeated."),
    )


def _stranger(error: Exception, connection: _Named) -> WorkbenchError:
    return AwsUnreachable(
        _("Something answered that is not AWS."),
        _("A sign-in page of the network or a wrong endpoint may stand between. Open a web page, then try again."),
    )


_TOLD: dict[str, Callable[[Exception, _Named], WorkbenchError]] = {
    "ProfileNotFound": _no_profile,
    "ConfigParseError": _broken_file,
    "InvalidConfigError": _bad_config,
    "InvalidProxiesConfigError": _bad_config,
    "InvalidDefaultsMode": _bad_config,
    "InvalidRetryConfigurationError": _bad_config,
    "PartialCredentialsError": _half,
    "MissingDependencyException": _no_program,
    "BaseEndpointResolverError": _no_region,
    "EndpointProviderError": _no_region,
    "InvalidRegionError": _no_region,
    "ParamValidationError": _bad_values,
    "NoCredentialsError": _none,
    "NoAuthTokenError": _none,
    "SSOError": _sso_ended,
    "TokenRetrievalError": _sso_ended,
    "LoginError": _login_ended,
    "RefreshWithMFAUnsupportedError": _mfa_ended,
    "CredentialRetrievalError": _not_handed_out,
    "MetadataRetrievalError": _not_handed_out,
    "JSONDecodeError": _not_handed_out,
    "SSLError": _certificate,
    "ProxyConnectionError": _proxy,
    "ConnectionError": _offline,
    "HTTPClientError": _no_answer,
    "ResponseParserError": _stranger,
    "OSError": _no_file,
}
"""By name of the class, so that botocore is not imported for it; the most specific name decides."""
