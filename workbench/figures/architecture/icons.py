"""Icons of our own for kinds of elements, as lines on a grid of 20 by 20; and which element has which."""

from __future__ import annotations

import re

from workbench.domain.graph import Node
from workbench.figures.architecture.shapes import Path, circle, line, polygon

__all__ = ["ICONS", "JOURNEY", "STROKE", "icon_name", "icon_path"]

STROKE = 1.6
"""Width of the lines of an icon, on its grid."""
JOURNEY = "journey"


def _box(x: float, y: float, right: float, bottom: float) -> Path:
    return polygon(x, y, right, y, right, bottom, x, bottom)


def _oval(x: float, y: float, rx: float, ry: float) -> Path:
    k, n = rx * 0.5523, ry * 0.5523
    return (
        ("M", (x + rx, y)), ("C", (x + rx, y + n, x + k, y + ry, x, y + ry)),
        ("C", (x - k, y + ry, x - rx, y + n, x - rx, y)), ("C", (x - rx, y - n, x - k, y - ry, x, y - ry)),
        ("C", (x + k, y - ry, x + rx, y - n, x + rx, y)), ("Z", ()),
    )  # fmt: skip


def _bow(x: float, y: float, *curve: float) -> Path:
    return (("M", (x, y)), *(("C", curve[at : at + 6]) for at in range(0, len(curve), 6)))


_DRUM = (
    *_oval(10, 5, 6.5, 2.5), *_bow(3.5, 5, 3.5, 5, 3.5, 15, 3.5, 15, 3.5, 16.4, 6.4, 17.5, 10, 17.5, 13.6, 17.5, 16.5, 16.4, 16.5, 15),
    *line(16.5, 15, 16.5, 5), *_bow(3.5, 10, 3.5, 11.4, 6.4, 12.5, 10, 12.5, 13.6, 12.5, 16.5, 11.4, 16.5, 10),
)  # fmt: skip
_PERSON = (*circle(10, 6.5, 3), *_bow(3.5, 17, 3.5, 13.4, 6.4, 11.5, 10, 11.5, 13.6, 11.5, 16.5, 13.4, 16.5, 17))
_SHIELD = _bow(
    10,
    2.5,
    12,
    4,
    14,
    4.7,
    16.5,
    4.8,
    16.5,
    11,
    14.5,
    15.2,
    10,
    17.5,
    5.5,
    15.2,
    3.5,
    11,
    3.5,
    4.8,
    6,
    4.7,
    8,
    4,
    10,
    2.5,
)
_CLOUD = _bow(
    5.5, 15.5, 3.3, 15.5, 2, 14, 2, 12.2, 2, 10.5, 3.3, 9.2, 5, 9, 5.3, 6.3, 7.4, 4.5, 10, 4.5, 12.4, 4.5, 14.3, 6, 14.9, 8.3,
    16.8, 8.5, 18, 10, 18, 11.9, 18, 14, 16.6, 15.5, 14.6, 15.5, 14.6, 15.5, 5.5, 15.5, 5.5, 15.5,
)  # fmt: skip
ICONS: dict[str, Path] = {
    "component": (*polygon(10, 2.5, 16.8, 6.3, 16.8, 13.7, 10, 17.5, 3.2, 13.7, 3.2, 6.3), *line(3.2, 6.3, 10, 10, 16.8, 6.3), *line(10, 10, 10, 17.5)),
    "service": (*_box(3, 3, 17, 8), *_box(3, 12, 17, 17), *line(6, 5.5, 7, 5.5), *line(6, 14.5, 7, 14.5), *line(10, 8, 10, 12)),
    "function": (*line(4, 17, 10.2, 7.5), *_bow(5.5, 3.5, 8.6, 2.7, 9.3, 5, 10, 7, 11.4, 11, 12.2, 17.8, 16.5, 16.2)),
    "resource": (*_box(3.5, 3.5, 16.5, 16.5), *line(3.5, 8, 16.5, 8), *line(8, 8, 8, 16.5)),
    "system": (*_box(2.5, 3.5, 17.5, 13.5), *line(7, 17, 13, 17), *line(10, 13.5, 10, 17)),
    "compute": (*_box(5, 5, 15, 15), *_box(8, 8, 12, 12), *line(7.5, 2.5, 7.5, 5), *line(12.5, 2.5, 12.5, 5), *line(7.5, 15, 7.5, 17.5),
                *line(12.5, 15, 12.5, 17.5), *line(2.5, 7.5, 5, 7.5), *line(2.5, 12.5, 5, 12.5), *line(15, 7.5, 17.5, 7.5), *line(15, 12.5, 17.5, 12.5)),
    "data": _DRUM,
    "cache": (*_oval(9, 5, 6, 2.4), *line(3, 5, 3, 14.5), *line(15, 5, 15, 7.5), *_bow(3, 14.5, 3, 15.8, 5, 16.7, 7.5, 17), *polygon(13.5, 9, 9.8, 14, 12.4, 14, 11.5, 18, 16, 12.4, 13, 12.4)),
    "storage": (*polygon(3, 5, 17, 5, 15, 17, 5, 17), *_oval(10, 5, 7, 2)),
    "queue": (*_box(2.5, 6, 6, 14), *_box(8.2, 6, 11.7, 14), *line(14, 10, 18, 10), *line(15.8, 7.6, 18, 10, 15.8, 12.4)),
    "gateway": (*line(2.5, 10, 7, 10), *line(13, 10, 17.5, 10), *line(15, 7.5, 17.5, 10, 15, 12.5), *polygon(10, 5.5, 14.5, 10, 10, 14.5, 5.5, 10), *line(10, 2.5, 10, 5.5), *line(10, 14.5, 10, 17.5)),
    "balancer": (*circle(4.5, 10, 2), *circle(15.5, 4.5, 2), *circle(15.5, 10, 2), *circle(15.5, 15.5, 2), *line(6.5, 10, 13.5, 10), *line(6.2, 9, 13.7, 5.4), *line(6.2, 11, 13.7, 14.6)),
    "identity": (*_PERSON,),
    "mail": (*_box(2.5, 4.5, 17.5, 15.5), *line(2.5, 5.5, 10, 11, 17.5, 5.5)),
    "watch": (*line(2.5, 11, 6, 11, 8, 5, 12, 16, 14, 11, 17.5, 11),),
    "image": (*polygon(10, 2.5, 17, 6, 10, 9.5, 3, 6), *line(3, 10, 10, 13.5, 17, 10), *line(3, 14, 10, 17.5, 17, 14)),
    "agent": (*_box(4, 7, 16, 16), *line(10, 4, 10, 7), *circle(10, 3, 1), *circle(7.5, 11, 0.9), *circle(12.5, 11, 0.9), *line(8, 13.8, 12, 13.8), *line(2, 10, 2, 13), *line(18, 10, 18, 13)),
    "tool": (*_bow(16.8, 5.5, 17.8, 8.5, 15.5, 11.2, 12, 10.5), *line(12, 10.5, 6, 16.5), *_bow(6, 16.5, 5, 17.5, 3.4, 17.2, 3, 16, 2.6, 15, 3, 14.4, 3.5, 14),
             *line(3.5, 14, 9.5, 8), *_bow(9.5, 8, 8.8, 4.5, 11.5, 2.2, 14.5, 3.2), *line(14.5, 3.2, 12, 5.7, 12.6, 7.4, 14.3, 8, 16.8, 5.5)),
    "knowledge": (*line(10, 5, 10, 17), *_bow(10, 5, 8, 3.4, 5.5, 3, 2.5, 3.2), *line(2.5, 3.2, 2.5, 15), *_bow(2.5, 15, 5.5, 14.8, 8, 15.4, 10, 17, 12, 15.4, 14.5, 14.8, 17.5, 15), *line(17.5, 15, 17.5, 3.2), *_bow(17.5, 3.2, 14.5, 3, 12, 3.4, 10, 5)),
    "guardrail": (*_SHIELD, *line(7, 10, 9.3, 12.3, 13.2, 7.8)),
    "region": (*circle(10, 10, 7.5), *_oval(10, 10, 3.2, 7.5), *line(2.5, 10, 17.5, 10)),
    "az": (*_box(3, 8, 9, 17), *_box(9, 3, 17, 17), *line(12, 6.5, 14, 6.5), *line(12, 10, 14, 10), *line(12, 13.5, 14, 13.5), *line(5.2, 11, 6.8, 11), *line(5.2, 14, 6.8, 14)),
    "account": (*_box(2.5, 4, 17.5, 16), *circle(7, 8.6, 1.8), *_bow(4.4, 13.4, 4.4, 11.8, 5.5, 11.2, 7, 11.2, 8.5, 11.2, 9.6, 11.8, 9.6, 13.4), *line(12, 8, 15, 8), *line(12, 11.5, 15, 11.5)),
    "vpc": _CLOUD,
    "subnet": (*_box(7.5, 3, 12.5, 7), *_box(2.5, 13, 7.5, 17), *_box(12.5, 13, 17.5, 17), *line(10, 7, 10, 10), *line(5, 13, 5, 10, 15, 10, 15, 13)),
    "cluster": (*circle(10, 5.2, 2.4), *circle(5, 13.8, 2.4), *circle(15, 13.8, 2.4), *line(8.8, 7.3, 6.2, 11.7), *line(11.2, 7.3, 13.8, 11.7), *line(7.4, 13.8, 12.6, 13.8)),
    "node_group": (*_box(3, 3, 8.5, 8.5), *_box(11.5, 3, 17, 8.5), *_box(3, 11.5, 8.5, 17), *_box(11.5, 11.5, 17, 17)),
    "rack": (*_box(4, 2.5, 16, 17.5), *line(4, 7.5, 16, 7.5), *line(4, 12.5, 16, 12.5), *line(7, 5, 8, 5), *line(7, 10, 8, 10), *line(7, 15, 8, 15)),
    "vendor": (*line(9, 4, 3.5, 4, 3.5, 16.5, 16, 16.5, 16, 11), *line(11.5, 3, 17, 3, 17, 8.5), *line(17, 3, 9.5, 10.5)),
    "model_provider": (*_CLOUD, *line(7.5, 12, 9.2, 8, 10.9, 12), *line(13, 8, 13, 12)),
    "model": (*circle(4, 5, 1.6), *circle(4, 15, 1.6), *circle(10, 10, 1.9), *circle(16, 5, 1.6), *circle(16, 15, 1.6),
              *line(5.4, 6, 8.5, 8.8), *line(5.4, 14, 8.5, 11.2), *line(11.5, 8.8, 14.6, 6), *line(11.5, 11.2, 14.6, 14)),
    "kms_key": (*circle(6.5, 13.5, 4), *line(9.4, 10.6, 17, 3), *line(14, 6, 16.4, 8.4), *line(11.6, 8.4, 13.4, 10.2)),
    "credential": (*_box(4, 9, 16, 17), *_bow(6.8, 9, 6.8, 9, 6.8, 6.4, 6.8, 6.4, 6.8, 1.8, 13.2, 1.8, 13.2, 6.4), *line(13.2, 6.4, 13.2, 9), *line(10, 12, 10, 14)),
    "role": (*_SHIELD, *circle(10, 8.2, 1.9), *_bow(6.6, 13.6, 6.8, 11.9, 8.2, 11.3, 10, 11.3, 11.8, 11.3, 13.2, 11.9, 13.4, 13.6)),
    "certificate": (*circle(10, 8, 5), *line(7, 12.2, 6, 18, 10, 15.6, 14, 18, 13, 12.2), *line(8, 8, 9.5, 9.5, 12.2, 6.6)),
    "dns_zone": (*circle(10, 10, 7.5), *line(2.8, 8, 17.2, 8), *line(2.8, 12.4, 17.2, 12.4), *line(10, 2.5, 10, 17.5)),
    "quota": (*_bow(3.8, 15.5, 1.2, 10, 4, 4, 10, 4, 16, 4, 18.8, 10, 16.2, 15.5), *line(10, 12.5, 13.6, 8), *circle(10, 13, 1.2)),
    "pipeline": (*circle(4.3, 10, 1.9), *circle(15.7, 5.5, 1.9), *circle(15.7, 14.5, 1.9), *line(6.2, 10, 10, 10), *_bow(10, 10, 12, 10, 11.5, 5.5, 13.8, 5.5), *_bow(10, 10, 12, 10, 11.5, 14.5, 13.8, 14.5)),
    "control_plane": (*line(3, 5.5, 8, 5.5), *line(12, 5.5, 17, 5.5), *circle(10, 5.5, 2), *line(3, 14.5, 4.5, 14.5), *line(8.5, 14.5, 17, 14.5), *circle(6.5, 14.5, 2)),
    "team": (*circle(7, 7, 2.6), *_bow(2, 16.5, 2, 13, 4, 11.6, 7, 11.6, 10, 11.6, 12, 13, 12, 16.5), *circle(14, 8, 2.1), *_bow(14, 12, 16.5, 12, 18, 13.4, 18, 16.2)),
    JOURNEY: (*line(5, 18, 5, 2.5), *line(5, 3.2, 16, 3.2, 13, 7.2, 16, 11.2, 5, 11.2)),
}  # fmt: skip
"""Every icon by name; kinds of elements have the icon of their name."""
_TYPES: tuple[tuple[str, str], ...] = (
    ("knowledge", r"knowledge"), ("guardrail", r"guardrail|waf|shield|firewall"), ("agent", r"agent"),
    ("cache", r"cache|dax|redis|memcached|valkey"), ("model", r"foundation model|sagemaker"),
    ("queue", r"sqs|sns|queue|topic|kinesis|eventbridge|event ?bus|kafka|msk|mq|stepfunctions|state ?machine"),
    ("data", r"rds|dynamodb|aurora|database|neptune|docdb|opensearch|redshift|\bdb|table|timestream|keyspaces"),
    ("image", r"ecr|image|ami\b|artifact"), ("storage", r"s3|efs|fsx|ebs|bucket|volume|backup|storage"),
    ("balancer", r"loadbalanc|load balanc|\belb|\balb|\bnlb|targetgroup|autoscaling"),
    ("gateway", r"gateway|cloudfront|appsync|endpoint|vpn|directconnect|accelerator|peering|router"),
    ("mail", r"\bses\b|mail|pinpoint"), ("watch", r"cloudwatch|log|x-?ray|trace|prometheus|grafana|alarm|monitor"),
    ("kms_key", r"kms"), ("credential", r"secret"), ("role", r"iam"), ("certificate", r"certificate"),
    ("dns_zone", r"route ?53|dns"), ("identity", r"cognito|sso|identity|directory"),
    ("pipeline", r"codepipeline|codebuild|codedeploy|pipeline"), ("cluster", r"eks|kubernetes|cluster"),
    ("tool", r"\btool"), ("function", r"lambda|function"), ("quota", r"quota"),
    ("compute", r"ec2|ecs|instance|fargate|task|batch|server|container|host|node|virtual machine"),
)  # fmt: skip
"""Which icon a type has: the first that is found in it."""
_KNOWN = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _TYPES)
_BY_LABEL = ("agent", "tool", "queue", "gateway")
_PLAIN = frozenset(("component", "service", "function", "resource", "system"))


def icon_name(node: Node) -> str:
    """Return the icon of an element: that of its kind, and for plain kinds that of its type."""
    if node.kind in ICONS and node.kind not in _PLAIN:
        return node.kind
    for text, names in ((node.type, None), (node.label or node.id, _BY_LABEL)):
        for name, pattern in _KNOWN:
            if text and (names is None or name in names) and pattern.search(text):
                return name
    if node.kind in ICONS:
        return node.kind
    return next((name for name, pattern in _KNOWN if pattern.search(node.kind)), "component")


def icon_path(name: str) -> Path:
    """Return an icon by its name; unknown ones are a component's."""
    return ICONS.get(name, ICONS["component"])
