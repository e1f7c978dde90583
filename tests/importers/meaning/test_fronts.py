from __future__ import annotations

from typing import Any

from tests.importers.meaning.drawing import draw, links, network, resource
from workbench.domain.graph import Criticality, Phase
from workbench.importers.resource import Link, Resource


def function(key: str, **more: Any) -> Resource:
    return resource(key, "Lambda::Function", more)


def joined(*parts: object) -> dict[str, Any]:
    return {"Fn::Join": ["", list(parts)]}


def balancer() -> list[Resource]:
    return [
        *network(0, 1), resource("lb", "ElasticLoadBalancingV2::LoadBalancer", {"Subnets": links("s0", "s1")}),
        resource("https", "ElasticLoadBalancingV2::Listener",
                 {"LoadBalancerArn": Link("lb"), "Port": 443, "Certificates": [{"CertificateArn": Link("cert")}],
                  "DefaultActions": [{"Type": "forward", "TargetGroupArn": Link("web-tg")}]}),
        resource("cert", "CertificateManager::Certificate"),
        resource("web-tg", "ElasticLoadBalancingV2::TargetGroup", {"Targets": [{"Id": Link("w0")}, {"Id": Link("w1")}]}),
        resource("w0", "EC2::Instance", {"SubnetId": Link("s0")}), resource("w1", "EC2::Instance", {"SubnetId": Link("s1")}),
    ]  # fmt: skip


def test_a_balancer_needs_one_of_its_targets_and_its_certificate() -> None:
    drawn = draw(*balancer())
    assert drawn.titles() == ["Requests to lb"]
    assert drawn.singles("Requests to lb") == set()
    assert drawn.managed("Requests to lb") == {"lb", "cert", "vpc"}
    assert frozenset({"w0", "w1"}) in drawn.pairs("Requests to lb")
    assert drawn["web-tg"].groups[0].needs is None


def test_two_target_groups_are_two_journeys() -> None:
    rule = resource("orders", "ElasticLoadBalancingV2::ListenerRule",
                    {"ListenerArn": Link("https"), "Conditions": [{"Field": "path-pattern", "Values": ["/orders*"]}],
                     "Actions": [{"Type": "forward", "TargetGroupArn": Link("orders-tg")}]})  # fmt: skip
    target = resource("orders-tg", "ElasticLoadBalancingV2::TargetGroup", {"Targets": [{"Id": Link("o")}]})
    drawn = draw(*balancer(), rule, target, resource("o", "EC2::Instance", {"SubnetId": Link("s0")}))
    assert drawn.titles() == ["Requests to lb, port 443", "Requests to lb, /orders*"]
    assert drawn.singles("Requests to lb, port 443") == set()
    assert drawn.singles("Requests to lb, /orders*") == {"o", "s0", "az:0"}


def test_nothing_behind_a_target_group_is_asked() -> None:
    drawn = draw(resource("tg", "ElasticLoadBalancingV2::TargetGroup"))
    assert not drawn.asked("tg") or "What answers behind tg" in drawn.asked("tg")[0]
    assert drawn.asked("tg")


def test_a_scaling_group_behind_a_target_group() -> None:
    group = resource("asg", "AutoScaling::AutoScalingGroup",
                     {"TargetGroupARNs": [Link("tg")], "DesiredCapacity": 1, "VPCZoneIdentifier": links("s0", "s1")})  # fmt: skip
    drawn = draw(
        *network(0, 1), resource("lb", "ElasticLoadBalancingV2::LoadBalancer", {"Subnets": links("s0", "s1")}),
        resource("l", "ElasticLoadBalancingV2::Listener",
                 {"LoadBalancerArn": Link("lb"), "DefaultActions": [{"TargetGroupArn": Link("tg")}]}),
        resource("tg", "ElasticLoadBalancingV2::TargetGroup"), group,
    )  # fmt: skip
    assert drawn.singles("Requests to lb") == {"asg"}


def edge(*behaviours: dict[str, Any]) -> Resource:
    return resource("cdn", "CloudFront::Distribution", {"DistributionConfig": {
        "Origins": [{"Id": "static", "DomainName": Link("bucket", "RegionalDomainName")},
                    {"Id": joined("api-", Link("api")), "DomainName": joined(Link("api"), ".execute-api.amazonaws.com")},
                    {"Id": "spare", "DomainName": "spare.example.com"}],
        "OriginGroups": {"Items": [{"Id": "both", "Members": {"Items": [{"OriginId": "static"}, {"OriginId": "spare"}]}}]},
        "DefaultCacheBehavior": {"TargetOriginId": "static"}, "CacheBehaviors": list(behaviours)}})  # fmt: skip


def api() -> list[Resource]:
    return [
        resource("api", "ApiGatewayV2::Api", {"ProtocolType": "HTTP"}),
        resource("route", "ApiGatewayV2::Route",
                 {"ApiId": Link("api"), "RouteKey": "GET /x", "Target": joined("integrations/", Link("int"))}),
        resource("int", "ApiGatewayV2::Integration", {"ApiId": Link("api"), "IntegrationUri": Link("fn", "Arn")}),
        function("fn", Environment={"Variables": {"CACHE": Link("cache", "RedisEndpoint.Address")}}),
        resource("cache", "ElastiCache::CacheCluster", {"NumCacheNodes": 1}),
    ]  # fmt: skip


def test_each_behaviour_leans_on_its_own_origin() -> None:
    behaviour = {"PathPattern": "/api/*", "TargetOriginId": joined("api-", Link("api"))}
    drawn = draw(edge(behaviour), resource("bucket", "S3::Bucket"), *api())
    assert drawn.titles() == ["Requests to cdn, everything else", "Requests to cdn, /api/*"]
    assert drawn.managed("Requests to cdn, everything else") == {"cdn", "bucket"}
    assert drawn.singles("Requests to cdn, everything else") == set()
    assert drawn.managed("Requests to cdn, /api/*") == {"cdn", "api", "fn"}
    assert drawn.singles("Requests to cdn, /api/*") == {"cache"}


def test_an_origin_group_is_redundancy() -> None:
    config = edge().properties["DistributionConfig"]
    front = resource("cdn", "CloudFront::Distribution", {"DistributionConfig": {
        **config, "DefaultCacheBehavior": {"TargetOriginId": "both"}}})  # fmt: skip
    drawn = draw(front, resource("bucket", "S3::Bucket"))
    assert drawn.managed("Requests to cdn") == {"cdn"}
    assert frozenset({"bucket", "cdn/spare.example.com"}) in drawn.pairs("Requests to cdn")


def test_what_a_function_names_is_used_until_somebody_says_otherwise() -> None:
    drawn = draw(*api())
    (cache,) = [one for one in drawn["fn"].requires if one.id == "cache"]
    assert cache.criticality is Criticality.UNKNOWN
    assert drawn.singles("Requests to api") == {"cache"}


def test_a_rest_api_with_several_functions() -> None:
    method = {"RestApiId": Link("rest"), "HttpMethod": "GET"}
    uri = joined("arn:aws:apigateway:x:lambda:path/functions/", Link("a", "Arn"), "/invocations")
    drawn = draw(
        resource("rest", "ApiGateway::RestApi"), function("a"), function("b"),
        resource("orders", "ApiGateway::Resource", {"PathPart": "orders", "ParentId": Link("rest", "RootResourceId")}),
        resource("m1", "ApiGateway::Method", {**method, "ResourceId": Link("orders"), "Integration": {"Uri": uri}}),
        resource("m2", "ApiGateway::Method", {**method, "ResourceId": Link("rest", "RootResourceId"),
                                              "Integration": {"Uri": Link("b", "Arn")}}),
        resource("may", "Lambda::Permission", {"FunctionName": Link("a"), "SourceArn": Link("rest")}),
    )  # fmt: skip
    assert drawn.titles() == ["Requests to rest, GET /orders", "Requests to rest, GET /"]
    assert drawn.managed("Requests to rest, GET /orders") == {"rest", "a"}


def test_a_name_in_front_takes_the_journey() -> None:
    record = resource("www", "Route53::RecordSet", {"Name": "www.example.com.", "Type": "A", "HostedZoneId": Link("zone"),
                                                    "AliasTarget": {"DNSName": Link("lb", "DNSName")}})  # fmt: skip
    drawn = draw(*balancer(), record, resource("zone", "Route53::HostedZone"))
    assert drawn.titles() == ["Requests to www.example.com"]
    assert drawn.managed("Requests to www.example.com") == {"lb", "zone", "cert", "vpc"}


def test_failover_records_are_redundancy() -> None:
    record = {"Name": "www.example.com", "Type": "A"}
    drawn = draw(
        function("f1"), function("f2"),
        resource("two", "Route53::RecordSet", {**record, "Failover": "SECONDARY", "AliasTarget": {"DNSName": Link("u2")}}),
        resource("one", "Route53::RecordSet", {**record, "Failover": "PRIMARY", "AliasTarget": {"DNSName": Link("u1")}}),
        resource("u1", "Lambda::Url", {"TargetFunctionArn": Link("f1")}),
        resource("u2", "Lambda::Url", {"TargetFunctionArn": Link("f2")}),
    )  # fmt: skip
    assert "Requests to www.example.com" in drawn.titles()
    group = next(node.groups[0] for node in drawn.graph.nodes.values() if node.label == "Name www.example.com")
    assert group.members == ("one", "two")
    assert frozenset({"f1", "f2"}) in drawn.pairs("Requests to www.example.com")


def test_a_role_is_needed_to_start_only() -> None:
    drawn = draw(function("fn", Role=Link("role", "Arn")), resource("role", "IAM::Role"))
    (role,) = drawn["fn"].requires
    assert (role.id, role.phase) == ("role", Phase.START)
    assert drawn.managed("Calls of fn") == {"fn"}


def test_fronts_that_lead_to_each_other_end() -> None:
    one = resource("a", "Route53::RecordSet", {"Name": "a.example.com", "AliasTarget": {"DNSName": Link("b")}})
    other = resource("b", "Route53::RecordSet", {"Name": "b.example.com", "AliasTarget": {"DNSName": Link("a")}})
    assert draw(one, other)["a"].id == "a"
