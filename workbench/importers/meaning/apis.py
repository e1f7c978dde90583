"""Which requests an API takes, and what answers each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.importers.meaning.values import text
from workbench.importers.meaning.ways import Way
from workbench.importers.meaning.world import World
from workbench.importers.resource import Resource

__all__ = ["api_ways"]

_INTEGRATION = "x-amazon-apigateway-integration"
_AUTHORIZER = "x-amazon-apigateway-authorizer"
_VERBS = frozenset(("get", "put", "post", "delete", "patch", "head", "options", "x-amazon-apigateway-any-method"))


def api_ways(world: World, front: Resource) -> Iterator[Way]:
    """Yield the ways through an API, or through a domain name of APIs."""
    if front.type.endswith("::DomainName"):
        yield from _mapped(world, front)
        return
    yield from _described(world, front)
    for method in world.naming("ApiGateway::Method", "RestApiId", front.id):
        verb = text(next(iter(world.values(method, "HttpMethod")), "")) or "ANY"
        yield _way(world, f"{verb} {_path(world, method)}", method, "Integration.Uri", "Integration.ConnectionId")
    for route in world.naming("ApiGatewayV2::Route", "ApiId", front.id):
        label = text(next(iter(world.values(route, "RouteKey")), "")) or world.title(route.id)
        for integration in world.links(route, "Target"):
            found = _way(world, label, world.resources[integration], "IntegrationUri", "ConnectionId")
            yield Way(label, (route.id, *found.needs), found.ends)
    for target in world.links(front, "Target"):
        yield Way("$default", (target,))


def _way(world: World, label: str, holder: Resource, *paths: str) -> Way:
    ends = tuple(world.links(holder, *paths))
    for one in ends:
        world.need(holder.id, one)
    return Way(label, (holder.id,) if ends else (), ends)


def _path(world: World, method: Resource) -> str:
    """The path of a method: the parts of its resource and those above."""
    parts: list[str] = []
    waiting = world.links(method, "ResourceId")[:1]
    while waiting and len(parts) < 50:
        one = world.resources[waiting[0]]
        if one.type != "AWS::ApiGateway::Resource":
            break
        parts.append(text(next(iter(world.values(one, "PathPart")), "")) or world.title(one.id))
        waiting = world.links(one, "ParentId")[:1]
    return "/" + "/".join(reversed(parts))


def _described(world: World, front: Resource) -> Iterator[Way]:
    """The ways of an API that is written as an OpenAPI document."""
    body = front.properties.get("Body")
    paths = body.get("paths") if isinstance(body, Mapping) else None
    guards = tuple(one for value in world.values(front, f"Body.components.securitySchemes.*.{_AUTHORIZER}.authorizerUri")
                   for one in world.inside(value))  # fmt: skip
    guards += tuple(one for value in world.values(front, f"Body.securityDefinitions.*.{_AUTHORIZER}.authorizerUri")
                    for one in world.inside(value))  # fmt: skip
    for path, verbs in paths.items() if isinstance(paths, Mapping) else ():
        for verb, method in verbs.items() if isinstance(verbs, Mapping) else ():
            if str(verb).lower() not in _VERBS or not isinstance(method, Mapping):
                continue
            integration = method.get(_INTEGRATION)
            holder = integration if isinstance(integration, Mapping) else {}
            found = (*world.inside(holder.get("uri")), *world.inside(holder.get("connectionId")))
            if found:
                shown = "ANY" if str(verb).startswith("x-") else str(verb).upper()
                secured = guards if method.get("security") else ()
                yield Way(f"{shown} {path}", (*found, *secured), found)


def _mapped(world: World, front: Resource) -> Iterator[Way]:
    for kind, path in (("ApiGateway::BasePathMapping", "RestApiId"), ("ApiGatewayV2::ApiMapping", "ApiId")):
        for mapping in world.naming(kind, "DomainName", front.id):
            label = next((text(one) for key in ("BasePath", "ApiMappingKey") for one in world.values(mapping, key)), "")
            apis = tuple(world.links(mapping, path))
            if apis:
                yield Way(f"/{label}" if label and label != "(none)" else "", apis)
