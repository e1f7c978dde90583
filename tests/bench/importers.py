"""Imports: seconds and peak memory of each example, and of generated files far larger than people write.

Examples are read from the folder that the variable WORKBENCH_EXAMPLES names. Each import runs in a process of its own, so that its
memory can be told; the time beside it is that of the import alone, after start-up. The ratio is to reading the same
bytes with the bare parser.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure

__all__ = ["import_figures"]

RESOURCES = 5_000
FILES = 500
_MOST_MB = 1_000.0
_TOGETHER = (".tf", "manifest.json", "tree.json")
"""Endings of files that make their folder one example."""


def import_figures() -> Iterator[Figure]:
    """Measure generated files, then the examples."""
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as name:
        folder = Path(name)
        template = _template(RESOURCES)
        yield from _measured(
            f"CloudFormation, JSON, {RESOURCES:,} resources",
            _put(folder / "large.json", json.dumps(template, indent=1)),
            10,
        )
        yield from _measured(
            f"CloudFormation, YAML, {RESOURCES:,} resources", _put(folder / "large.yaml", _yaml(template)), 20
        )
        plan = json.dumps(_plan(RESOURCES))
        yield from _measured(f"Terraform plan, {RESOURCES:,} resources", _put(folder / "plan.json", plan), 10)
        many = folder / "many"
        many.mkdir()
        for number in range(FILES):
            _put(many / f"stack{number}.yaml", _yaml(_template(10, f"S{number}")))
        yield from _measured(f"folder of {FILES} templates", many, 20)
    examples = os.environ.get("WORKBENCH_EXAMPLES", "")
    if not examples:
        yield Figure("examples", None, "s", note="WORKBENCH_EXAMPLES names no folder")
        return
    top = Path(examples)
    for path in _examples(top):
        yield from _measured(path.relative_to(top).as_posix(), path, 10, whole=False)


def _measured(name: str, path: Path, aim: float, *, whole: bool = True) -> Iterator[Figure]:
    """Import in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.importers", str(path)], capture_output=True, text=True, check=False,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    if ran.returncode:
        said = (ran.stderr.strip().splitlines() or ["?"])[-1]
        yield Figure(name, None, "s", note=f"FAILED: {said}")
        return
    told = json.loads(ran.stdout)
    if not whole and not told["formats"]:  # nobody here reads it; it is an example of something else
        return
    ratio = f"{told['seconds'] / told['parsing']:.1f} x its parser, " if whole and told["parsing"] else ""
    note = ratio + "{elements:,} elements, {edges:,} links, {errors} errors; {memory:.0f} MB".format(**told)
    yield Figure(name, told["seconds"] * 1000, "ms", aim * 1000, note)
    if whole:
        yield Figure(f"  its memory, beyond {told['before']:.0f} MB", told["memory"] - told["before"], "MB", _MOST_MB)


def _examples(folder: Path) -> Iterator[Path]:
    """Files, and folders that are read as one: those of Terraform and of the CDK."""
    entries = sorted(one for one in folder.iterdir() if not one.name.startswith("."))
    if any(one.name.endswith(_TOGETHER) for one in entries):
        yield folder
        return
    for one in entries:
        if one.is_dir():
            yield from _examples(one)
        elif one.suffix.lower() not in (".md", ".tsv", ".txt") and not one.name.startswith("expected"):
            yield one


def _put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# ---------------------------------------------------------------------------------------------------- made to measure
def _template(resources: int, prefix: str = "R") -> dict[str, Any]:
    """A network, then functions with their roles, queues, tables and alarms, each of which uses the next ones."""
    made: dict[str, Any] = {
        f"{prefix}Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
        **{f"{prefix}Subnet{n}": {"Type": "AWS::EC2::Subnet", "Properties": {
            "VpcId": {"Ref": f"{prefix}Vpc"}, "AvailabilityZone": {"Fn::Select": [n, {"Fn::GetAZs": ""}]}}} for n in range(3)},
    }  # fmt: skip
    subnets = [{"Ref": f"{prefix}Subnet{n}"} for n in range(3)]
    while len(made) + 5 <= resources:
        n = len(made)
        role, queue, table, function, alarm = (
            f"{prefix}{kind}{n}" for kind in ("Role", "Queue", "Table", "Function", "Alarm")
        )
        made[role] = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}
        made[queue] = {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 60}}
        made[table] = {"Type": "AWS::DynamoDB::Table", "Properties": {"BillingMode": "PAY_PER_REQUEST"}}
        made[function] = {"Type": "AWS::Lambda::Function", "Properties": {
            "Role": {"Fn::GetAtt": [role, "Arn"]}, "VpcConfig": {"SubnetIds": subnets},
            "Environment": {"Variables": {"QUEUE": {"Ref": queue}, "TABLE": {"Fn::Sub": f"${{{table}}}-items"}}}}}  # fmt: skip
        made[alarm] = {"Type": "AWS::CloudWatch::Alarm", "Properties": {
            "Dimensions": [{"Name": "QueueName", "Value": {"Fn::GetAtt": [queue, "QueueName"]}}]}}  # fmt: skip
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": made}


def _yaml(value: Any) -> str:
    import yaml

    text: str = yaml.dump(value, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False)
    return text


def _plan(resources: int) -> dict[str, Any]:
    """A plan as `terraform show -json` prints it: queues, and functions that name them."""
    planned, configured = [], []
    for n in range(resources):
        kind = "aws_lambda_function" if n % 2 else "aws_sqs_queue"
        name = f"r{n}"
        planned.append({
            "address": f"{kind}.{name}", "mode": "managed", "type": kind, "name": name, "values": {"name": name},
        })  # fmt: skip
        entry: dict[str, Any] = {
            "address": f"{kind}.{name}",
            "mode": "managed",
            "type": kind,
            "name": name,
            "expressions": {},
        }
        if n % 2:
            refers = [f"aws_sqs_queue.r{n - 1}.url", f"aws_sqs_queue.r{n - 1}"]
            entry["expressions"] = {"environment": [{"variables": {"references": refers}}]}
        configured.append(entry)
    return {
        "format_version": "1.2", "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": planned}},
        "configuration": {"root_module": {"resources": configured}}, "resource_changes": [],
    }  # fmt: skip


# ---------------------------------------------------------------------------------------------------- one import
def _peak_mb() -> float:
    """Most memory this process had; Linux counts that of the parent into `ru_maxrss`, so its own figure is read."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return float(line.split()[1]) / 1e3
    if os.name == "nt":
        return 0.0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _parse(path: Path) -> None:
    """Read with the bare parser; nothing is kept."""
    import yaml

    data = path.read_bytes()
    if data.lstrip()[:1] in (b"{", b"["):
        json.loads(data)
    else:
        for _event in yaml.parse(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            pass


def _one(path: Path) -> dict[str, Any]:
    from workbench.importers.reading import import_path
    from workbench.progress import Silent

    before = _peak_mb()
    began = time.perf_counter()
    found = import_path(path, Silent())
    seconds = time.perf_counter() - began
    memory = _peak_mb()
    try:
        parsing = _seconds(lambda: _parse(path)) if path.is_file() else 0.0
    except Exception:  # noqa: BLE001 - it is no JSON and no YAML: there is nothing to compare with
        parsing = 0.0
    return {
        "seconds": seconds, "parsing": parsing, "before": before, "memory": memory, "elements": len(found.graph.nodes),
        "edges": sum(one.edges for one in found.reports), "errors": sum(len(one.errors) for one in found.reports),
        "formats": sorted({one.format for one in found.reports if one.format}),
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(_one(Path(sys.argv[1]))))
