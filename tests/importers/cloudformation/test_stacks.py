"""Stacks that come together: nested ones, and exports of one for another."""

from __future__ import annotations

from tests.importers.cloudformation.reading import read, read_folder
from workbench.importers.resource import Link, Unknown, ZoneOf


def test_nested_stacks_get_and_give_values() -> None:
    found = read_folder("cloudformation/nested")
    assert found["network/Net"]["AvailabilityZone"] == ZoneOf(0)
    assert found["main/App"]["SubnetId"] == Link("network/Net")
    assert found["main/App"]["UserData"] == Link("main/Orders")
    assert sum(1 for key in found.resources if key.endswith("/Net")) == 1
    assert {name: (one.resources, one.references) for name, one in found.reports.items()} == {
        "main.yaml": (3, 2), "network.yaml": (2, 1), "worker.yaml": (1, 0)
    }  # fmt: skip


def test_an_export_whose_name_is_known_in_part_is_joined_and_said() -> None:
    found = read_folder("cloudformation/nested")
    assert found["worker/Worker"]["SubnetId"] == Link("network/Net")
    assert found.reports["worker.yaml"].assumptions == [
        '"${NetworkStack}-Net" is taken to be what network.yaml exports as "${AWS::StackName}-Net"'
    ]
    assert found["worker/Worker"]["KeyName"] == Unknown("no file exports nobody-exports-this", "nobody-exports-this")


GIVER = 'Resources: {Key: {Type: AWS::KMS::Key}}\nOutputs: {K: {Value: !GetAtt Key.Arn, Export: {Name: "%s"}}}\n'
TAKER = "Resources: {Bucket: {Type: AWS::S3::Bucket, Properties: {Key: !ImportValue the-key}}}\n"


def test_exports_join_by_name_and_two_of_a_name_do_not() -> None:
    assert read(a=GIVER % "the-key", b=TAKER)["b/Bucket"]["Key"] == Link("a/Key", "Arn")
    assert isinstance(read(a=GIVER % "the-key", c=GIVER % "the-key", b=TAKER)["b/Bucket"]["Key"], Unknown)


def test_a_template_that_is_nested_twice_is_there_twice() -> None:
    found = read(
        main="""
Resources:
  One: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./part.yaml, Parameters: {N: a}}}
  Two: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./part.yaml, Parameters: {N: b}}}
  Three: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./absent.yaml}}
  Sum: {Type: AWS::SNS::Topic, Properties: {X: [!GetAtt One.Outputs.T, !GetAtt Two.Outputs.T, !GetAtt Three.Outputs.T]}}
""",
        part="Parameters: {N: {Type: String}}\nResources: {T: {Type: AWS::SNS::Topic, Properties: {N: !Ref N}}}\n"
        "Outputs: {T: {Value: !Ref T}}\n",
    )
    assert [found[f"{stack}/T"]["N"] for stack in ("part", "main.part")] == ["a", "b"]
    assert found["main/Sum"]["X"] == [Link("part/T"), Link("main.part/T"), Link("main/Three", "Outputs.T")]
    assert [one.line for one in found.reports["main.yaml"].warnings] == [5]
    assert found.reports["part.yaml"].resources == 1


def test_stacks_that_contain_each_other_end() -> None:
    nested = (
        "{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: %s.yaml, Parameters: {P: !GetAtt %s.Outputs.O}}}"
    )
    text = (
        "Parameters: {P: {Type: String}}\nResources:\n  A: " + nested + "\n  B: " + nested + "\n"
        "Outputs: {O: {Value: !Sub '${P}${A.Outputs.O}${B.Outputs.O}'}}\n"
    )
    found = read(one=text % ("two", "B", "one", "A"), two=text % ("one", "B", "two", "A"))
    assert len(found.resources) >= 4
    assert any("contains itself" in one.text for report in found.reports.values() for one in report.warnings)


def test_values_do_not_grow_from_stack_to_stack() -> None:
    texts = {
        f"s{n}": "Parameters: {P: {Type: String, Default: xxxxxxxxxxxxxxxx}}\nResources:\n"
        f"  In: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: s{n + 1}.yaml, "
        "Parameters: {P: !Sub '${P}${P}${P}${P}'}}}\n"
        for n in range(40)
    }
    found = read(
        **texts,
        s40="Parameters: {P: {Type: String}}\nResources: {T: {Type: AWS::SNS::Topic, Properties: {N: !Ref P}}}\n",
    )
    assert len(repr(found["s40/T"]["N"])) < 100_000
    assert "parameter P is too long" in repr(found["s40/T"]["N"])


def test_outputs_of_another_stack_by_its_name() -> None:
    taker = "Resources: {B: {Type: AWS::S3::Bucket, Properties: {Key: {'Fn::GetStackOutput': {StackName: %s, OutputName: K}}}}}\n"
    assert read(giver=GIVER % "x", b=taker % "giver")["b/B"]["Key"] == Link("giver/Key", "Arn")
    assert isinstance(read(giver=GIVER % "x", b=taker % "stranger")["b/B"]["Key"], Unknown)
