"""Kubernetes: pods and how they are kept apart, services, ways in, what is needed to start."""

from __future__ import annotations

import json

from tests.importers.readings import needs, read
from workbench.domain.graph import Criticality, Phase

DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}}}
spec:
  replicas: {replicas}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec: {pod}
---
apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec: {{selector: {{app: {name}}}}}
---
"""


def deployment(name, replicas=1, pod="{containers: [{image: x}]}"):
    return DEPLOYMENT.format(name=name, replicas=replicas, pod=pod)


def test_a_service_stands_for_the_pods_it_selects():
    found = read(deployment("web", 3) + deployment("db"))
    report = found.reports[0]
    assert (report.resources, report.references, report.errors) == (4, 2, [])
    web = found.graph.nodes["web"]
    assert web.groups[0].members == ("web[1]", "web[2]", "web[3]")
    assert web.groups[0].needs is None
    assert needs(found, "service/web") == {"web"}
    assert needs(found, "db") == {"cluster"}
    assert any("Nothing keeps the 3 pods of web apart" in one.text for one in report.questions)
    assert found.graph.nodes["db"].attributes["source"]["line"] == 17


def test_versions_behind_one_service_are_redundant():
    one = deployment("v1").split("---")[0].replace("app: v1", "app: reviews")
    two = deployment("v2").split("---")[0].replace("app: v2", "app: reviews")
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: reviews}\nspec: {selector: {app: reviews}}\n"
    found = read("---\n".join([one, two, service]))
    assert found.graph.nodes["service/reviews"].groups[0].members == ("v1", "v2")


def test_spread_over_zones_puts_pods_into_zones():
    pod = (
        "{topologySpreadConstraints: [{topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule}],"
        " containers: [{image: x}]}"
    )
    found = read(deployment("web", 3, pod))
    assert [set(found.graph.nodes[f"web[{n}]"].domains) for n in (1, 2, 3)] == [
        {"cluster", "az:1"}, {"cluster", "az:2"}, {"cluster", "az:3"}
    ]  # fmt: skip
    assert any("three zones" in one for one in found.reports[0].assumptions)
    soft = read(deployment("web", 3, pod.replace("DoNotSchedule", "ScheduleAnyway")))
    assert set(soft.graph.nodes["web[1]"].domains) == {"cluster"}


def test_an_autoscaler_says_how_many_run_at_least():
    scaler = (
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: s}\n"
        "spec: {minReplicas: 4, scaleTargetRef: {kind: Deployment, name: web}}\n"
    )
    found = read(deployment("web", 1) + scaler)
    assert len(found.graph.nodes["web"].groups[0].members) == 4
    assert found.reports[0].references == 2


def test_ingress_paths_are_journeys_of_their_own():
    found = read(deployment("shop") + deployment("blog") + """
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: front}
spec:
  rules:
    - host: example.com
      http:
        paths:
          - {path: /, backend: {service: {name: shop}}}
          - {path: /blog, backend: {service: {name: blog}}}
""")  # fmt: skip
    assert found.reports[0].journeys == ["Open example.com/", "Open example.com/blog"]
    assert needs(found, "ingress/front example.com/") == {"service/shop", "ingress controller"}
    assert needs(found, "ingress/front example.com/blog") == {"service/blog", "ingress controller"}


def test_settings_secrets_and_hosts():
    pod = """
      containers:
        - image: x
          env:
            - {name: DB_HOST, value: db}
            - {name: API, value: "http://api.other.svc.cluster.local:8080"}
            - {name: KEY, valueFrom: {secretKeyRef: {name: keys, key: k}}}
          envFrom: [{configMapRef: {name: settings}}]
      volumes:
        - {name: d, persistentVolumeClaim: {claimName: disk}}
"""
    found = read(
        deployment("web", 1, pod) + deployment("db")
        + "apiVersion: v1\nkind: Secret\nmetadata: {name: keys}\n---\n"
        + 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {CACHE_URL: "redis://cache:6379"}\n---\n'
        + deployment("cache") + deployment("api").replace("metadata: {name: api}", "metadata: {name: api, namespace: other}")
    )  # fmt: skip
    web = next(node for node in found.graph.nodes.values() if node.label == "web" and node.type.endswith("Deployment"))
    titles = {found.graph.title(one.id): one for one in web.requires}
    assert titles["keys"].phase is Phase.START
    assert titles["settings"].phase is Phase.START
    assert titles["disk"].phase is Phase.RUN
    assert {titles[one].criticality for one in ("db", "cache", "api")} == {Criticality.UNKNOWN}
    assert any("volume disk" in one.text for one in found.reports[0].questions)


def test_lists_json_and_unknown_kinds():
    items = [
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"}, "spec": {}},
        {"apiVersion": "x.io/v1", "kind": "Thing", "metadata": {"name": "t"}},
    ]
    found = read(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}, indent=1))
    report = found.reports[0]
    assert (report.resources, report.unknown_types) == (2, ["Thing"])
    assert {"a", "thing/t"} <= set(found.graph.nodes)
    assert found.graph.nodes["thing/t"].attributes["source"]["line"] > 5


def test_a_helm_template_says_what_to_do():
    found = read("apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\n  {{- toYaml . }}\n")
    assert "helm template" in found.reports[0].errors[0].text


def test_damaged_objects_are_told_and_the_rest_is_read():
    found = read(
        "apiVersion: v1\nkind: Service\nmetadata: 3\n---\n- 1\n---\napiVersion: v1\nkind: Deployment\nmetadata: {name: x}\nspec: []\n---\n"
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: y}\nspec: {replicas: many, template: {spec: {containers: 5, volumes: [1]}}}\n"
    )
    assert len(found.reports[0].errors) == 2
    assert {"x", "y"} <= set(found.graph.nodes)
    assert any("How many pods of y" in one.text for one in found.reports[0].questions)


def test_nothing_lets_users_in_is_asked():
    found = read(deployment("web"))
    assert any("lets users in" in one.text and "web" in one.text for one in found.reports[0].questions)
