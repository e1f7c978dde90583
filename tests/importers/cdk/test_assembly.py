"""Cloud assemblies of the CDK, whole and in part."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.importers.cloudformation.reading import Read, read_sources
from workbench.importers.cdk.tree import unique_id
from workbench.importers.cloudformation import CloudFormation
from workbench.importers.resource import Link, Unknown, ZoneOf
from workbench.importers.source import Source


def stack(file: str, environment: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "aws:cloudformation:stack",
        "environment": environment,
        "properties": {"templateFile": file, **more},
    }


HOME = {
    "Resources": {
        "Vpc1": {"Type": "AWS::EC2::VPC"},
        "Net1": {
            "Type": "AWS::EC2::Subnet",
            "Properties": {"VpcId": {"Ref": "Vpc1"}, "AvailabilityZone": {"Fn::Select": [1, {"Fn::GetAZs": ""}]}},
        },
        "Key1": {"Type": "AWS::KMS::Key", "Metadata": {"aws:cdk:path": "Home/Key/Resource"}},
        "Writer": {
            "Type": "Custom::CrossRegionExportWriter",
            "Properties": {"WriterProps": {"region": "us-east-1", "exports": {"/cdk/exports/Key": {"Fn::GetAtt": ["Key1", "Arn"]}}}},
        },
        "Part": {
            "Type": "AWS::CloudFormation::Stack",
            "Properties": {"TemplateURL": {"Fn::Sub": "https://s3/${AWS::AccountId}/0a1b.json"}, "Parameters": {"Net": {"Ref": "Net1"}}},
            "Metadata": {"aws:asset:path": "Part.nested.template.json"},
        },
    },
    "Outputs": {"N": {"Value": {"Ref": "Net1"}, "Export": {"Name": "Home:ExportsOutputRefNet1ABCDEF12"}}},
}  # fmt: skip
PART = {
    "Parameters": {"Net": {"Type": "String"}},
    "Resources": {"Host": {"Type": "AWS::EC2::Instance", "Properties": {"SubnetId": {"Ref": "Net"}}}},
}
AWAY = {
    "Resources": {
        "Reader": {"Type": "Custom::CrossRegionExportReader", "Properties": {}},
        "Bucket": {
            "Type": "AWS::S3::Bucket",
            "Properties": {"Key": {"Fn::GetAtt": ["Reader", "/cdk/exports/Key"]}, "Where": {"Ref": "AWS::Region"}},
        },
    }
}
PROD = {
    "Resources": {
        "App": {"Type": "AWS::EC2::Instance", "Properties": {"SubnetId": {"Fn::ImportValue": "Home:ExportsOutputRefNet1ABCDEF12"}}}
    }
}  # fmt: skip
FILES: dict[str, Any] = {
    "cdk.out": {"version": "54.0.0"},
    "manifest.json": {
        "version": "54.0.0",
        "artifacts": {
            "Home": {
                **stack("Home.template.json", "aws://111122223333/eu-central-1"),
                "metadata": {"/Home/Vpc/Resource": [{"type": "aws:cdk:logicalId", "data": "Vpc1"}]},
            },
            "Away": stack("Away.template.json", "aws://unknown-account/us-east-1", stackName="Home"),
            "Lost": stack("Lost.template.json", "aws://unknown-account/unknown-region"),
            "assembly-Prod": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod"}},
            "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}},
        },
    },
    "Home.template.json": HOME,
    "Part.nested.template.json": PART,
    "Away.template.json": AWAY,
    "Home.assets.json": {"version": "54.0.0", "files": {}, "dockerImages": {}},
    "tree.json": {"version": "tree-0.1", "tree": {"id": "App", "path": ""}},
    "assembly-Prod/manifest.json": {
        "version": "54.0.0",
        "artifacts": {"ProdApp": stack("ProdApp.template.json", "aws://111122223333/eu-central-1")}
        | {"ProdApp.assets": {"type": "cdk:asset-manifest"}},
    },
    "assembly-Prod/ProdApp.template.json": PROD,
    "assembly-Prod/ProdApp.metadata.json": {"/Prod/App": [{"type": "aws:cdk:logicalId", "data": "App"}]},
}


def read(files: dict[str, Any], folder: str = "infra/cdk.out/") -> Read:
    sources = [Source(f"{folder}{name}", json.dumps(value, indent=1).encode()) for name, value in files.items()]
    assert all(CloudFormation().claims(one) for one in sources)
    return read_sources([*sources, Source("other.yaml", b"Resources: {Own: {Type: AWS::SNS::Topic}}")])


def test_stacks_regions_accounts_nested_stacks_and_stages() -> None:
    found = read(FILES)
    assert {key: (one.region, one.account) for key, one in found.resources.items()} == {
        **dict.fromkeys(("Home/Vpc1", "Home/Net1", "Home/Key1", "Home/Writer", "Home/Part"), ("eu-central-1", "111122223333")),
        "Part/Host": ("eu-central-1", "111122223333"),
        **dict.fromkeys(("Home us-east-1/Reader", "Home us-east-1/Bucket"), ("us-east-1", "")),
        "ProdApp/App": ("eu-central-1", "111122223333"),
        "other/Own": ("", ""),
    }  # fmt: skip
    assert found["Home/Net1"]["AvailabilityZone"] == ZoneOf(1, "eu-central-1")
    assert found["Part/Host"]["SubnetId"] == Link("Home/Net1")


def test_stacks_are_joined_over_exports_also_between_regions() -> None:
    found = read(FILES)
    assert found["ProdApp/App"]["SubnetId"] == Link("Home/Net1")
    assert found["Home us-east-1/Bucket"] == {"Key": Link("Home/Key1", "Arn"), "Where": "us-east-1"}


def test_resources_are_called_as_in_the_code() -> None:
    found = read(FILES)
    assert {found.resources[key].label for key in ("Home/Vpc1", "Home/Key1", "Home/Net1")} == {"Vpc", "Key", ""}


def test_every_file_of_the_assembly_is_accounted_for() -> None:
    reports = read(FILES).reports
    own = {name for name, one in reports.items() if one.format == "cdk"}
    assert {name for name in reports if name.startswith("infra/")} - own == {"infra/cdk.out/Part.nested.template.json"}
    assert [
        (one.line > 0, "Lost.template.json" in one.text) for one in reports["infra/cdk.out/manifest.json"].warnings
    ] == [(True, True)]
    counts = {
        name.rpartition("/")[2]: (one.resources, one.references) for name, one in reports.items() if one.resources
    }
    assert counts == {
        "Home.template.json": (5, 3), "Part.nested.template.json": (1, 0), "Away.template.json": (2, 1),
        "ProdApp.template.json": (1, 0), "other.yaml": (1, 0),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (["MyVpc", "Resource"], "MyVpcF9F0CA6F"),
        (["MyVpc", "IGW"], "MyVpcIGW5C4A4F63"),
        (["MyVpc", "PublicSubnet1", "RouteTable"], "MyVpcPublicSubnet1RouteTableC46AB2F4"),
        (["Database", "Subnets", "Default"], "DatabaseSubnets56F17B9A"),
        (["Only-One"], "OnlyOne"),
    ],
)
def test_logical_ids_are_made_as_the_cdk_makes_them(path: list[str], expected: str) -> None:
    assert unique_id(path) == expected


def node(key: str, type_: str = "", props: Any = None, fqn: str = "", **children: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"id": key, "children": {child["id"]: child for child in children.values()}}
    if type_:
        made["attributes"] = {"aws:cdk:cloudformation:type": type_, "aws:cdk:cloudformation:props": props}
    if fqn:
        made["constructInfo"] = {"fqn": fqn}
    return made


def test_a_tree_alone_gives_types_settings_links_and_stacks() -> None:
    data = node(
        "Data",
        a=node("Db", b=node("Resource", "AWS::RDS::DBInstance", {"multiAz": True, "dbInstanceClass": "db.t4g.small"})),
    )
    web = node(
        "Web",
        a=node(
            "Asg",
            b=node(
                "ASG", "AWS::AutoScaling::AutoScalingGroup",
                {"vpcZoneIdentifier": [{"Ref": "Net"}], "tags": [{"key": "k", "value": "v"}],
                 "minSize": {"Fn::ImportValue": f"Data:ExportsOutputFnGetAtt{unique_id(['Db', 'Resource'])}Port12345678"}},
            ),
        ),
        c=node("Net", "AWS::EC2::Subnet", {"vpcId": {"Ref": "Nobody"}}),
    )  # fmt: skip
    tree = {"version": "tree-0.1", "tree": node("App", a=node("Prod", fqn="aws-cdk-lib.Stage", d=data), w=web)}
    found = read_sources([Source("tree.json", json.dumps(tree).encode())])
    db = f"Data/{unique_id(['Db', 'Resource'])}"
    assert found[f"Prod/{db}"] == {"MultiAZ": True, "DBInstanceClass": "db.t4g.small"}
    assert found.resources[f"Prod/{db}"].label == "Db"
    group = found[f"Web/{unique_id(['Asg', 'ASG'])}"]
    assert group["VPCZoneIdentifier"] == [Link("Web/Net")]
    assert group["Tags"] == [{"Key": "k", "Value": "v"}]
    assert isinstance(found["Web/Net"]["VpcId"], Unknown)
    assert (found.report.format, found.report.resources, found.report.references) == ("cdk", 3, 1)


@pytest.mark.parametrize(
    "damage",
    [
        {"manifest.json": {"version": "1", "artifacts": {"A": 1, "B": {"type": "aws:cloudformation:stack", "properties": []}}}},
        {"manifest.json": {"version": "1", "artifacts": {"A": stack("../../../etc/passwd", "aws://a/b")}}},
        {"tree.json": {"version": "tree-0.1", "tree": {"children": {"S": {"id": ["x"], "children": {"R": {"attributes": {
            "aws:cdk:cloudformation:type": "AWS::SNS::Topic", "aws:cdk:cloudformation:props": 5}}}}}}}},
        {"Home.template.json": {"Resources": {"A": {"Type": "X::Y::Z", "Metadata": 5, "Properties": []}}}},
    ],
)  # fmt: skip
def test_damaged_assemblies_are_read_as_far_as_they_go(damage: dict[str, Any]) -> None:
    found = read({**FILES, **damage})
    assert "other/Own" in found.resources or "Own" in found.resources
