"""Docker Compose: what is started after, named, mounted and published."""

from __future__ import annotations

from tests.importers.readings import needs, read
from workbench.analyses.failure.analysis import Options, analyse
from workbench.domain.graph import Criticality, Phase

VOTE = """
services:
  vote: {image: vote, depends_on: {redis: {condition: service_healthy}}, ports: ["8080:80"]}
  result: {image: result, depends_on: [db], ports: ["8081:80", "127.0.0.1:9229:9229"]}
  worker: {build: ./worker, depends_on: [redis, db]}
  redis: {image: redis}
  db: {image: postgres, volumes: ["data:/var/lib"]}
volumes: {data: }
"""


def singles(imported, journey):
    found = analyse(imported.graph, Options(quantify=False, order=1))
    return {one for (one,) in found.journeys[journey].cut_sets}


def test_each_journey_has_its_own_chain_and_the_host_is_shared():
    found = read(VOTE)
    report = found.reports[0]
    assert (report.format, report.resources, report.references) == ("compose", 5, 4)
    assert report.journeys == ["Use vote (port 8080)", "Use result (port 8081)"]
    assert singles(found, "use-vote") == {"vote", "redis", "host:docker"}
    assert singles(found, "use-result") == {"result", "db", "volume:data", "host:docker"}
    assert [one.node for one in report.questions] == ["worker"]
    assert found.graph.nodes["vote"].attributes["source"] == {"file": "0.txt", "id": "vote", "line": 3}
    assert {one.criticality for one in found.graph.nodes["worker"].requires} == {Criticality.UNKNOWN}


def test_conditions_of_starting_are_told_apart():
    found = read("""
services:
  app:
    image: app
    depends_on:
      migrate: {condition: service_completed_successfully}
      cache: {condition: service_started, required: false}
      db: {condition: service_healthy}
  migrate: {image: m}
  cache: {image: c}
  db: {image: d}
""")
    app = found.graph.nodes["app"]
    assert {one.id: one.phase for one in app.requires} == {"migrate": Phase.START, "db": Phase.RUN}
    assert app.soft == ("cache",)


def test_settings_that_name_a_host_are_dependencies_and_said():
    found = read("""
services:
  api:
    image: api
    environment: {DATABASE_URL: "postgres://u:p@db:5432/shop", CACHE_HOST: cache, NOTE: "the db is nice", MODE: web}
    command: ["serve", "--broker", "mq:5672"]
  db: {image: postgres}
  cache: {image: redis}
  mq: {image: rabbit}
  web: {image: nginx, links: ["api:backend"]}
""")
    assert needs(found, "api") >= {"db", "cache", "mq"}
    assert "web" not in needs(found, "api")
    assert needs(found, "web") >= {"api"}
    assert sum("because its setting" in one for one in found.reports[0].assumptions) == 3
    assert found.reports[0].references == 1


def test_several_containers_are_redundant_and_how_many_are_needed_is_open():
    found = read("""
services:
  web: {image: nginx, deploy: {replicas: 3}}
  two: {image: nginx, scale: "${N:-2}"}
  open: {image: nginx, deploy: {replicas: "${N}"}}
""")
    (group,) = found.graph.nodes["web"].groups
    assert (group.needs, group.members) == (None, ("web[1]", "web[2]", "web[3]"))
    assert not found.graph.nodes["web"].failable
    assert len(found.graph.nodes["two"].groups[0].members) == 2
    assert any("How many containers of open" in one.text for one in found.reports[0].questions)
    assert found.reports[0].resources_expanded == 6


def test_override_files_extends_and_several_projects():
    base = "services:\n  a: {image: one}\n  b: {extends: a, depends_on: [a]}\n"
    found = read(compose__yaml=base, **{"compose__override__yaml": "services:\n  a: {ports: ['1:1']}\n"})
    assert [one for report in found.reports for one in report.journeys] == ["Use a (port 1)", "Use b (port 1)"]
    assert found.graph.nodes["b"].attributes["image"] == "one"
    apart = read(**{"x/compose__yaml": base, "y/compose__yaml": base})
    assert {"x/a", "y/a", "host:x/docker", "host:y/docker"} <= set(apart.graph.nodes)


def test_wrong_types_are_told_and_the_rest_is_read():
    found = read(
        "services:\n  a: 3\n  b: {image: x, depends_on: 5, ports: {}, volumes: x, environment: [1], deploy: []}\n"
    )
    assert [(one.line, "service a" in one.text) for one in found.reports[0].errors] == [(2, True)]
    assert "b" in found.graph.nodes


def test_extends_in_a_circle_ends():
    assert "a" in read("services:\n  a: {image: x, extends: b}\n  b: {image: x, extends: a}\n").graph.nodes
