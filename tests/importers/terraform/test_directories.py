"""Directories: modules, counts, variables, Regions, and what stays open."""

from __future__ import annotations

from tests.importers.terraform.folders import configured, files, hard, node, report, sample


def questions(imported):
    return {(one.node, one.about) for each in imported.reports for one in each.questions}


def test_the_shop_is_whole():
    found = sample("shop")
    assert sum(one.resources for one in found.reports) == 20
    assert (report(found, "main.tf").references, report(found, "network/main.tf").references) == (11, 9)
    assert not any(one.errors for one in found.reports)
    assert [one.title for one in found.graph.journeys] == ["Requests to aws_lb.front"]
    zones = {one for one in found.graph.nodes if one.startswith("az:")}
    assert len(zones) == 3
    web = node(found, "aws_instance.web[1]")
    assert (web.label, web.domains) == ("web-02", ("module.network.aws_subnet.private[1]",))
    assert {one.id for one in web.requires} == {"aws_db_instance.orders", 'aws_sqs_queue.jobs["mail"]'}
    assert node(found, "module.network.aws_nat_gateway.this[2]").domains == ('module.network.aws_subnet.public["p2"]',)
    assert set(node(found, "aws_lb_target_group.web").groups[0].members) == {
        "aws_instance.web[0]",
        "aws_instance.web[1]",
    }
    assert node(found, "aws_lb_target_group.web").groups[0].needs is None


def test_values_files_providers_and_data_sources_count():
    found = sample("shop")
    assert len(node(found, "aws_db_instance.orders").groups[0].members) == 2  # prod, so with a standby
    assert "region:eu-central-1" in node(found, "aws_s3_bucket.copies").domains
    assert "data.aws_kms_key.orders" in hard(found, "aws_db_instance.orders")
    assert "data.aws_caller_identity.current" not in found.graph.nodes
    assert "random_id.suffix" not in found.graph.nodes


def test_what_stays_open_is_asked():
    found = sample("shop")
    assert ("aws_s3_bucket.copies", "Condition") in questions(found)
    assert ("module.registry", "source") in questions(found)
    assert report(found, "main.tf").unknown_types == ["module example/registry/aws"]


def test_an_open_count_draws_one_and_asks():
    found = configured(
        'variable "n" {}\n'
        'resource "aws_instance" "a" { count = var.n }\n'
        'resource "aws_instance" "b" { for_each = toset(var.n) }\n'
        'resource "aws_eip" "c" { instance = aws_instance.a[0].id }\n'
    )
    assert {"aws_instance.a", "aws_instance.b"} <= set(found.graph.nodes)
    assert {("aws_instance.a", "count"), ("aws_instance.b", "for_each")} <= questions(found)
    asked = next(one for one in report(found, "main.tf").questions if one.about == "count")
    assert "var.n" in asked.text
    assert asked.line == 2


def test_immense_counts_are_bounded_and_said():
    found = configured('resource "aws_sqs_queue" "q" { count = 1000000000 }\n')
    said = report(found, "main.tf")
    assert (said.resources, said.resources_expanded) == (1, 1000)
    assert "1,000,000,000" in said.warnings[0].text


def test_a_count_of_none_draws_nothing():
    found = configured(
        'variable "on" { default = false }\n'
        'resource "aws_sqs_queue" "q" { count = var.on ? 1 : 0 }\n'
        'resource "aws_lambda_function" "f" { queue = one(aws_sqs_queue.q[*].arn) }\n'
    )
    assert "aws_sqs_queue.q" not in found.graph.nodes
    assert hard(found, "aws_lambda_function.f") == set()


def test_modules_are_spread_out_and_counted_once():
    module = 'variable "zone" {}\nresource "aws_subnet" "s" { availability_zone = var.zone }\noutput "id" { value = aws_subnet.s.id }\n'
    found = configured(
        'module "net" {\n  source = "./net"\n  for_each = { x = "eu-west-1a", y = "eu-west-1b" }\n  zone = each.value\n}\n'
        'resource "aws_instance" "web" {\n  subnet_id = module.net["y"].id\n}\n',
        net__main_tf=module,
    )
    said = report(found, "net/main.tf")
    assert (said.resources, said.resources_expanded) == (1, 2)
    assert node(found, "aws_instance.web").domains == ('module.net["y"].aws_subnet.s',)
    assert "az:eu-west-1b" in node(found, 'module.net["y"].aws_subnet.s').domains


def test_modules_that_call_each_other_end():
    found = configured(
        'module "a" { source = "./a" }\n', a__main_tf='module "b" { source = "../a" }\nresource "aws_vpc" "v" {}\n'
    )
    assert "calls itself" in report(found, "a/main.tf").errors[0].text
    assert "module.a.aws_vpc.v" in found.graph.nodes


def test_providers_are_handed_to_modules():
    found = configured(
        'provider "aws" { region = "eu-west-1" }\n'
        'provider "aws" {\n alias = "far"\n region = "us-east-1"\n}\n'
        'module "m" {\n source = "./m"\n providers = { aws = aws.far }\n}\n',
        m__main_tf='resource "aws_sqs_queue" "q" {}\n',
    )
    assert node(found, "module.m.aws_sqs_queue.q").domains == ("region:us-east-1",)


def test_roots_with_the_same_names_are_told_apart():
    text = 'resource "aws_vpc" "main" {}\nresource "aws_subnet" "s" { vpc_id = aws_vpc.main.id }\n'
    found = configured("# nothing here\n", prod__main_tf=text, dev__main_tf=text)
    keys = {one for one in found.graph.nodes if one.endswith("aws_subnet.s")}
    assert len(keys) == 2
    for key in keys:
        assert key.replace("aws_subnet.s", "aws_vpc.main") in node(found, key).domains


def test_several_values_files_are_not_guessed_between():
    main = 'variable "zone" {}\nresource "aws_subnet" "s" { availability_zone = var.zone }\n'
    one = files(main__tf=main, prod__tfvars='zone = "eu-west-1a"\n')
    assert "az:eu-west-1a" in node(one, "aws_subnet.s").domains
    assert report(one, "prod.tfvars").assumptions
    two = files(main__tf=main, prod__tfvars='zone = "eu-west-1a"\n', dev__tfvars='zone = "eu-west-1b"\n')
    assert not any(key.startswith("az:eu-west-1") for key in node(two, "aws_subnet.s").domains)
    assert "Not used" in report(two, "dev.tfvars").assumptions[0]


def test_values_that_lead_back_to_themselves_or_grow_stay_open():
    growing = "".join(
        f"  a{n} = [local.a{n - 1}, local.a{n - 1}, local.a{n - 1}, local.a{n - 1}]\n" for n in range(1, 30)
    )
    texts = "".join(f'  s{n} = "${{local.s{n - 1}}}${{local.s{n - 1}}}"\n' for n in range(1, 40))
    found = configured(
        f'locals {{\n  x = local.y\n  y = local.x\n  a0 = ["z"]\n{growing}  s0 = "ha"\n{texts}}}\n'
        'resource "aws_instance" "i" {\n  subnet_id = local.x\n  list = flatten(local.a29)\n  text = local.s39\n}\n'
    )
    assert "aws_instance.i" in found.graph.nodes


def test_names_in_quotes_count_after_depends_on():
    found = configured('resource "aws_vpc" "v" {}\nresource "aws_sqs_queue" "q" { depends_on = ["aws_vpc.v"] }\n')
    assert report(found, "main.tf").references == 1
