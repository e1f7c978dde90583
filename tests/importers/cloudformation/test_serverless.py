"""SAM: what its resources become, without a network, credentials or files."""

from __future__ import annotations

import socket
from collections import Counter

import pytest

from tests.importers.cloudformation.reading import SAMPLES, read, read_sources
from workbench.importers.resource import Link
from workbench.importers.source import Source


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_args: object, **_more: object) -> None:
        raise AssertionError("something asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")


@pytest.mark.usefixtures("alone")
def test_functions_events_implicit_apis_globals_and_connectors() -> None:
    found = read_sources([Source("sam.yaml", (SAMPLES / "cloudformation/serverless.yaml").read_bytes())])
    report = found.report
    assert (report.resources, report.references) == (11, 3)
    assert report.resources_expanded == len(found.resources)
    types = Counter(one.type for one in found.resources.values())
    assert types["AWS::Lambda::Permission"] == 3
    assert (
        types["AWS::ApiGatewayV2::Api"] == types["AWS::Lambda::EventSourceMapping"] == types["AWS::Events::Rule"] == 1
    )
    assert found["OrderFunction"]["Environment"]["Variables"] == {"STAGE": "live", "TABLE": Link("Orders")}
    assert found["OrderFunctionWork"]["FunctionName"] == Link("OrderFunctionAliaslive")
    assert found["OrderFunctionToTopicPolicy"]["Roles"] == [Link("OrderFunctionRole")]
    assert found["Shop"]["TemplateURL"] == "./nested/network.yaml"
    assert found.resources["OrderFunctionWork"].line == found.resources["OrderFunction"].line == 14
    assert found.resources["OrderFunctionWork"].attributes["made_from"] == "OrderFunction"


@pytest.mark.usefixtures("alone")
def test_what_sam_refuses_stays_as_it_is_written_and_the_rest_does_not() -> None:
    found = read_sources([Source("sam.yaml", (SAMPLES / "cloudformation/serverless.yaml").read_bytes())])
    assert found.resources["ImageFunction"].type == "AWS::Serverless::Function"
    assert found.resources["Elsewhere"].type == "AWS::Serverless::Application"
    assert [(one.line, one.text.split()[0]) for one in found.report.warnings] == [(35, "ImageFunction"), (54, "Shop")]


@pytest.mark.usefixtures("alone")
def test_a_template_that_cannot_be_translated_at_all_is_read_as_it_is() -> None:
    found = read(
        one="""
Transform: AWS::Serverless-2016-10-31
Globals: [1, 2]
Resources:
  A: {Type: AWS::Serverless::Function, Properties: {Environment: {Variables: {Q: !Ref B}}}}
  B: {Type: AWS::SQS::Queue}
"""
    )
    assert found["A"]["Environment"] == {"Variables": {"Q": Link("B")}}
    assert len(found.report.warnings) == 1
    assert "SAM refuses it" in found.report.warnings[0].text


def test_more_than_can_be_translated_is_told() -> None:
    entries = "".join(f"  F{n}: {{Type: AWS::Serverless::SimpleTable}}\n" for n in range(501))
    found = read(one=f"Resources:\n{entries}")
    assert len(found.resources) == 501
    assert "more resources" in found.report.warnings[0].text
