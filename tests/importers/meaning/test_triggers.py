from __future__ import annotations

from tests.importers.meaning.drawing import draw, resource
from workbench.domain.graph import Criticality
from workbench.importers.resource import Link


def test_a_queue_parts_who_writes_from_who_reads() -> None:
    drawn = draw(
        resource("api", "Lambda::Url", {"TargetFunctionArn": Link("writer")}),
        resource("writer", "Lambda::Function", {"Environment": {"Variables": {"QUEUE": Link("orders")}}}),
        resource("orders", "SQS::Queue", {"RedrivePolicy": {"deadLetterTargetArn": Link("dead", "Arn"), "maxReceiveCount": 3}}),
        resource("dead", "SQS::Queue"), resource("reader", "Lambda::Function"),
        resource("map", "Lambda::EventSourceMapping",
                 {"EventSourceArn": Link("orders", "Arn"), "FunctionName": Link("reader", "Arn")}),
    )  # fmt: skip
    assert drawn.titles() == ["orders is worked off", "Requests to api"]
    assert drawn.managed("orders is worked off") == {"orders", "reader"}
    assert drawn.managed("Requests to api") == {"api", "writer", "orders"}
    assert drawn["orders"].soft == ("dead",)
    assert drawn["orders"].attributes["receives_before_dead_letter"] == 3


def test_a_topic_does_not_need_its_subscribers() -> None:
    subscribed = resource("sub", "SNS::Subscription", {"TopicArn": Link("topic"), "Endpoint": Link("fn", "Arn")})
    drawn = draw(resource("topic", "SNS::Topic"), resource("fn", "Lambda::Function"), subscribed)
    assert drawn.titles() == ["Messages of topic reach fn"]
    assert drawn.managed("Messages of topic reach fn") == {"topic", "fn"}
    assert not drawn["topic"].requires


def test_a_rule_of_two_targets_is_two_journeys() -> None:
    rule = resource("rule", "Events::Rule", {"Targets": [{"Arn": Link("a", "Arn")}, {"Arn": Link("b", "Arn")}]})
    drawn = draw(rule, resource("a", "Lambda::Function"), resource("b", "SQS::Queue"))
    assert drawn.titles() == ["Events of rule reach a", "Events of rule reach b"]
    assert drawn.managed("Events of rule reach a") == {"rule", "a"}


def test_a_schedule_of_one_target() -> None:
    rule = resource(
        "nightly", "Events::Rule", {"ScheduleExpression": "rate(1 day)", "Targets": [{"Arn": Link("a", "Arn")}]}
    )
    assert draw(rule, resource("a", "Lambda::Function")).titles() == ["nightly runs on its schedule"]


def test_a_bucket_does_not_need_what_it_tells() -> None:
    told = {
        "NotificationConfiguration": {"LambdaConfigurations": [{"Event": "s3:ObjectCreated:*", "Function": Link("fn")}]}
    }
    drawn = draw(resource("bucket", "S3::Bucket", told), resource("fn", "Lambda::Function"))
    assert drawn.titles() == ["New objects in bucket reach fn"]
    assert not drawn["bucket"].requires


def test_a_function_that_only_makes_resources_has_no_journey() -> None:
    made = resource("made", "CloudFormation::CustomResource", {"ServiceToken": Link("maker", "Arn")})
    assert draw(made, resource("maker", "Lambda::Function")).titles() == []


def test_a_state_machine_and_its_functions() -> None:
    drawn = draw(
        resource("flow", "StepFunctions::StateMachine", {"DefinitionSubstitutions": {"Fn": Link("step", "Arn")}}),
        resource("step", "Lambda::Function", {"Environment": {"Variables": {"FLOW": Link("flow")}}}),
    )
    assert drawn.titles() == ["Runs of flow"]
    assert drawn.managed("Runs of flow") == {"flow", "step"}
    assert drawn["step"].soft == ("flow",)
    assert not drawn.analysis.never_up


def test_an_agent_leans_on_its_model_its_quota_and_its_tools() -> None:
    drawn = draw(
        resource("agent", "Bedrock::Agent", {
            "FoundationModel": "anthropic.claude-3-5-sonnet-20240620-v1:0",
            "ActionGroups": [{"ActionGroupExecutor": {"Lambda": Link("tool", "Arn")}}],
            "KnowledgeBases": [{"KnowledgeBaseId": Link("kb")}]}),
        resource("tool", "Lambda::Function"),
        resource("kb", "Bedrock::KnowledgeBase", {"KnowledgeBaseConfiguration": {"VectorKnowledgeBaseConfiguration": {
            "EmbeddingModelArn": "arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan-embed-text-v2:0"}}}),
    )  # fmt: skip
    model = "model:anthropic.claude-3-5-sonnet-20240620-v1:0"
    found = drawn.managed("Conversations with agent")
    assert {"agent", "tool", "kb", model, "model:amazon.titan-embed-text-v2:0"} <= found
    assert "quota:anthropic.claude-3-5-sonnet-20240620-v1:0" in drawn.singles("Conversations with agent")
    assert drawn[model].kind == "model"
    assert any(one.criticality is Criticality.UNKNOWN for one in drawn["agent"].requires if one.id == "tool")
    assert any("called in one Region" in one for one in drawn.asked("agent"))


def test_a_profile_over_regions_stands_in_none() -> None:
    drawn = draw(resource("agent", "Bedrock::Agent", {"FoundationModel": "us.anthropic.claude-sonnet-4-20250514-v1:0"}))
    assert "region" not in drawn["model:us.anthropic.claude-sonnet-4-20250514-v1:0"].domains
    assert not drawn.asked("agent")


def test_a_function_behind_its_alias_is_still_called() -> None:
    drawn = draw(
        resource("fn", "Lambda::Function"), resource("live", "Lambda::Alias", {"FunctionName": Link("fn")}),
    )  # fmt: skip
    assert drawn.titles() == ["Calls of fn"]


def test_a_queue_alone_is_used_and_its_dead_letters_are_not() -> None:
    drawn = draw(
        resource("dead", "SQS::Queue"),
        resource("orders", "SQS::Queue", {"RedrivePolicy": {"deadLetterTargetArn": Link("dead", "Arn")}}),
    )
    assert drawn.titles() == ["Use of orders"]
