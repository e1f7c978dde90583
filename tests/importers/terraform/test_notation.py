"""Terraform's own notation, and its JSON: blocks, lines, errors, and everything a text may hold."""

from __future__ import annotations

import pytest

from tests.importers.terraform.folders import configured, files, hard, node, report
from workbench.importers.terraform.evaluate import evaluated
from workbench.importers.terraform.folder import Folder
from workbench.importers.terraform.hcl_nodes import named_in
from workbench.importers.terraform.hcl_text import read_hcl
from workbench.importers.terraform.module import Module, Whole


def value(written):
    file = read_hcl(f"x = {written}\n")
    assert not file.errors
    return evaluated(file.attributes["x"].value, Module(Whole({}), Folder("")))


def test_blocks_have_labels_arguments_and_lines():
    file = read_hcl('# a\n/* b\n*/ resource "aws_vpc" "main" {\n  cidr = "10.0.0.0/16" // c\n  tags { a = 1 }\n}\n')
    (block,) = file.blocks
    assert (block.type, block.labels, block.line) == ("resource", ("aws_vpc", "main"), 3)
    assert block.body.attributes["cidr"].line == 4
    assert [one.type for one in block.body.blocks] == ["tags"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"a\\n\\"b\\" $${c} %%{d}"', 'a\n"b" ${c} %{d}'),
        ('"\\u00e9"', "é"),
        ('<<EOT\na ${1 + 2}\nEOT\n', "a 3\n"),
        ('<<-EOT\n  $ 5 % 2\n  EOT', "  $ 5 % 2\n"),
        ('"${upper("a")}-${"b"}"', "A-b"),
        ("[1, -2, 3.5,\n 4,]", [1, -2, 3.5, 4]),
        ('{ a = 1, "b" : 2\n (join("", ["c"])) = 3 }', {"a": 1, "b": 2, "c": 3}),
        ("1 + 2 * 3 - 4 / 2", 5),
        ("(1 +\n 2) == 3 && !false", True),
        ('true ? "a" : "b"', "a"),
        ("[for n in range(4) : n * n if n % 2 == 1]", [1, 9]),
        ("{ for k, v in { a = 1, b = 2 } : v => k }", {"1": "a", "2": "b"}),
        ('{ for v in ["ax", "ay", "b"] : substr(v, 0, 1) => v... }', {"a": ["ax", "ay"], "b": ["b"]}),
        ("[{ a = 1 }, { a = 2 }][*].a", [1, 2]),
        ("[{ a = [5] }].0.a[0]", 5),
        ("null", None),
        ('length(regexall("^[a-z]{2}-", "eu-west-1a")) > 0 ? 1 : 2', 1),
    ],
)  # fmt: skip
def test_expressions_have_their_value(written, expected):
    assert value(written) == expected


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('resource "a" "b" {\n  x = \n}\n', 2, "a value is missing"),
        ('resource "a" "b" {\n  x = [1 2]\n}\n', 2, "] is missing"),
        ('a = "open\n', 1, "never closed"),
        ("a = <<EOT\nno end\n", 1, "never closed"),
        ('\nresource "a" "b" {\n', 2, "never closed"),
        ("resource a\n", 1, "= or { is missing after resource"),
        ("a = " + "(" * 100 + "1" + ")" * 100, 1, "deeper than"),
    ],
)
def test_errors_name_the_line(text, line, says):
    (error,) = read_hcl(text).errors
    assert error.line == line
    assert says in error.text


def test_the_rest_of_a_file_counts_after_an_error():
    file = read_hcl('resource "a" "b" {\n  x = = 1\n}\nresource "a" "c" {\n}\nlocals { y = 1 }\n')
    assert [one.line for one in file.errors] == [2]
    assert [one.labels for one in file.blocks] == [("a", "c"), ()]


def test_names_are_found_wherever_they_stand():
    text = """
resource "a" "b" {
  one = a.c.id
  two = [for x in data.d.e.ids : lookup(x, a.f.name, "${a.g[0].id}")]
  dynamic "block" {
    for_each = a.h
    content {
      text = <<-EOT
        %{ if a.i.ok }yes%{ endif } ${a.j.id}
      EOT
    }
  }
  depends_on = [a.k]
}
"""
    (block,) = read_hcl(text).blocks
    assert {path[:2] for path in named_in(block.body)} >= {("a", name) for name in "cfghijk"} | {("data", "d")}


def test_the_notation_in_json_says_the_same():
    own = configured(
        'resource "aws_subnet" "a" { availability_zone = "eu-west-1a" }\n'
        'resource "aws_instance" "web" {\n count = 2\n subnet_id = aws_subnet.a.id\n depends_on = [aws_sqs_queue.q]\n}\n'
        'resource "aws_sqs_queue" "q" {}\n'
    )
    as_json = files(
        main__tf__json="""{"resource": {
          "aws_subnet": {"a": {"availability_zone": "eu-west-1a"}},
          "aws_instance": {"web": [{"count": 2, "subnet_id": "${aws_subnet.a.id}", "depends_on": ["aws_sqs_queue.q"]}]},
          "aws_sqs_queue": {"q": {}}}}"""
    )
    assert set(own.graph.nodes) == set(as_json.graph.nodes)
    assert (as_json.reports[0].resources, as_json.reports[0].references) == (3, 2)
    assert node(as_json, "aws_instance.web[1]").domains == ("aws_subnet.a",)
    assert node(as_json, "aws_instance.web[1]").attributes["source"]["line"] == 3


def test_a_broken_file_does_not_stop_the_directory():
    found = configured(
        'resource "aws_vpc" "v" {}\n', other_tf='resource "aws_subnet" "s" {\n  vpc_id = aws_vpc.v.id\n\n'
    )
    assert report(found, "other.tf").errors[0].line == 1
    assert "aws_vpc.v" in found.graph.nodes


@pytest.mark.parametrize(
    "text",
    [
        'source "amazon-ebs" "x" {\n}\nbuild {\n}\nvariable "a" {}\n',
        'job "web" {\n group "x" {}\n}\n',
        '# This file is maintained automatically by "terraform init".\nprovider "registry.terraform.io/hashicorp/aws" {\n}\n',
        "just words\n",
        '# Network\n\nA module.\n\n```hcl\nmodule "net" {\n  source = "./net"\n}\n```\n',
        '{"locals": "x"}',
    ],
)
def test_what_only_looks_alike_is_not_taken(text):
    assert files(some__hcl=text, main__tf='resource "aws_vpc" "v" {}').left_out == ("some.hcl",)


def test_chains_of_any_length_end():
    found = configured(
        'resource "aws_instance" "a" {\n  x = ' + "1 + " * 20_000 + "1\n  y = a" + ".b" * 20_000 + "\n}\n"
        "locals {\n  v0 = 1\n" + "".join(f"  v{n} = local.v{n - 1}\n" for n in range(1, 500)) + "}\n"
        'resource "aws_instance" "b" { count = local.v499 }\n'
    )
    assert {"aws_instance.a", "aws_instance.b"} <= set(found.graph.nodes)
    assert hard(found, "aws_instance.a") == set()
