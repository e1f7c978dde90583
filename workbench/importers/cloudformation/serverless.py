"""SAM: resources of AWS::Serverless as the resources that they become, by the translator that AWS itself uses.

https://docs.aws.amazon.com/serverless-application-model/ - nothing is fetched and no file is read: code, definitions and
applications elsewhere are replaced by stand-ins first.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from workbench.i18n import _
from workbench.importers.cloudformation.template import is_resource, section

__all__ = ["made_from", "translate"]

_log = logging.getLogger(__name__)

_ELSEWHERE = "s3://elsewhere/elsewhere"
_TRIES = 3
_MOST_RESOURCES = 500
_MOST_EVENTS = 400
_MOST_VALUES = 100_000
_FILES = {
    "AWS::Serverless::Api": (("DefinitionUri", "DefinitionBody"),),
    "AWS::Serverless::Function": (("CodeUri", "InlineCode"),),
    "AWS::Serverless::GraphQLApi": (("SchemaUri", "SchemaInline"),),
    "AWS::Serverless::HttpApi": (("DefinitionUri", "DefinitionBody"),),
    "AWS::Serverless::LayerVersion": (("ContentUri", ""),),
    "AWS::Serverless::StateMachine": (("DefinitionUri", "Definition"),),
}
"""Per type the setting that names a file, and the one that makes it needless."""
_NEEDED = {"AWS::Serverless::Function", "AWS::Serverless::LayerVersion", "AWS::Serverless::StateMachine"}


def translate(sections: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return the sections with every SAM resource translated, and what could not be: logical id (or "") and why.

    What cannot be translated stays as it is written.
    """
    troubles: list[tuple[str, str]] = []
    if _is_too_much(sections):
        return dict(sections), [("", _("it has more resources, events or values than can be translated"))]
    work = _prepared(sections)
    aside = {key: one for key, one in _resources(work).items() if not _translatable(one)}
    for key in aside:
        del work["Resources"][key]
    for _try in range(_TRIES):
        if not work["Resources"]:
            break
        made, failed = _translated(work)
        if made is not None:
            made["Resources"] = {**section(made, "Resources"), **aside}
            return made, troubles
        blamed = {key: why for key, why in failed if key in work["Resources"]}
        if not blamed:
            troubles = [("", why) for _key, why in failed]
            break
        for key, why in blamed.items():
            troubles.append((key, why))
            aside[key] = _resources(sections)[key]
            del work["Resources"][key]
    return dict(sections), troubles


def made_from(logical_id: str, written: Iterable[str]) -> str:
    """Return the logical id that SAM made another of: the longest one it begins with; empty where there is none."""
    return max((one for one in written if logical_id.startswith(one)), key=len, default="")


def _is_too_much(sections: Mapping[str, Any]) -> bool:
    """Whether translation would take minutes: its time grows with the square of the events of one API."""
    resources = _resources(sections)
    events = sum(len(section(section(one, "Properties"), "Events")) for one in resources.values() if is_resource(one))
    if len(resources) > _MOST_RESOURCES or events > _MOST_EVENTS:
        return True
    left: list[Any] = [sections]
    values = 0
    while left and values <= _MOST_VALUES:
        one = left.pop()
        values += 1
        if isinstance(one, dict | list):
            left.extend(one.values() if isinstance(one, dict) else one)
    return bool(left)


def _resources(sections: Mapping[str, Any]) -> dict[str, Any]:
    return section(sections, "Resources")


def _translatable(resource: Any) -> bool:
    if not is_resource(resource) or not isinstance(resource.get("Properties", {}), dict):
        return False
    location = resource.get("Properties", {}).get("Location")
    return not (resource["Type"] == "AWS::Serverless::Application" and not isinstance(location, str))


def _prepared(sections: Mapping[str, Any]) -> dict[str, Any]:
    work: dict[str, Any] = copy.deepcopy(dict(sections))
    work["Resources"] = _resources(work)
    if not isinstance(work.get("Parameters", {}), dict):
        del work["Parameters"]
    for resource in work["Resources"].values():
        if not is_resource(resource) or resource["Type"] not in _FILES:
            continue
        properties = resource.setdefault("Properties", {})
        if isinstance(properties, dict):
            _replace_files(resource["Type"], properties)
    for kind, given in section(work, "Globals").items():
        if isinstance(given, dict):
            for key in ("CodeUri", "DefinitionUri", "ContentUri"):
                if key in given:
                    given[key] = _ELSEWHERE
            if kind == "Function" and isinstance(given.get("Layers"), str):
                given["Layers"] = [given["Layers"]]
    return work


def _replace_files(type_: str, properties: dict[str, Any]) -> None:
    for setting, instead in _FILES[type_]:
        has_body = instead in properties or "ImageUri" in properties or properties.get("PackageType") == "Image"
        if setting in properties or (type_ in _NEEDED and not has_body):
            properties[setting] = _ELSEWHERE
        if properties.get("PackageType") == "Image":
            properties.pop(setting, None)
            properties.setdefault("ImageUri", "elsewhere.example/elsewhere:latest")


def _translated(work: dict[str, Any]) -> tuple[dict[str, Any] | None, list[tuple[str, str]]]:
    from samtranslator.metrics.metrics import DummyMetricsPublisher, Metrics
    from samtranslator.model.exceptions import ExceptionWithMessage, InvalidDocumentException
    from samtranslator.parser.parser import Parser
    from samtranslator.translator.translator import Translator

    # With these two as references to themselves nothing of a Region gets into the result, and no session is opened.
    pseudo = {name: {"Ref": name} for name in ("AWS::Region", "AWS::Partition")}
    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)  # what it thinks of a template is in its errors
    session: Any = SimpleNamespace(region_name="us-east-1")
    metrics = Metrics("ServerlessTransform", DummyMetricsPublisher())
    try:
        translator = Translator({}, Parser(), boto_session=session, metrics=metrics)
        return translator.translate(copy.deepcopy(work), dict(pseudo)), []
    except InvalidDocumentException as error:
        return None, [_blamed(cause) for cause in error.causes]
    except ExceptionWithMessage as error:
        return None, [_blamed(error)]
    except Exception as error:  # noqa: BLE001 - whatever it makes of hostile input, the template is read without it
        _log.info("SAM translation failed", exc_info=True)
        return None, [("", f"{type(error).__name__}: {error}"[:200])]
    finally:
        metrics.publish()  # to nobody; else it complains on standard error


def _blamed(error: Exception) -> tuple[str, str]:
    name = getattr(error, "_logical_id", "")
    return str(name) if isinstance(name, str) else "", str(getattr(error, "message", error))[:300]
