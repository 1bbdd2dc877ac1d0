"""`python -m bench api [SCHEMAS]`: the open interface held against its own document and HSDS 3.0.

SCHEMAS is a folder with the compiled HSDS 3.0 schemas (`service.json`, `service_list.json`, …);
without it only the interface's own OpenAPI document is checked. Everything the demonstration's
map holds is asked for, page after page. Prints: operations, cases and failures (schemathesis over
the OpenAPI document), objects and invalid (HSDS), seconds.
"""

import json
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jsonschema
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from schemathesis.core.failures import FailureGroup

from base import municipality
from base.config import ROOT, from_env
from feeds.catalogue import Site
from feeds.publishing import publish
from providers.csv_in import read_providers
from providers.directory import by_provider
from snapshot.listing import ActivityListing, TopicListing
from snapshot.search import synonyms
from snapshot.store import Contents
from web.public.app import create_app

HSDS = "/api/hsds/v3"
LISTS = (
    ("services", "service_list"),
    ("services?full=true", "service"),
    ("services?minimal=true", "service_list"),
    ("organizations", "organization_list"),
    ("organizations?full=true", "organization"),
    ("service_at_locations", "service_at_location_list"),
    ("service_at_locations?full=true", "service_at_location"),
)


def demonstration(
    folder: Path,
    *,
    now: datetime,
    activities: tuple[ActivityListing, ...] = (),
    aliases: Mapping[str, str] = MappingProxyType({}),
) -> Flask:
    """The public site over the demonstration's map and some activities, published into `folder`."""
    settings = from_env(
        {"WIJZER_DATA_DIR": str(folder), "WIJZER_BASE_URL": "https://wijzer.example"}
    )
    town = municipality.load(settings.municipality_dir)
    names = ("slug", "parent", "label", "explanation", "next_step")
    topics = tuple(
        TopicListing(**{name: row[name] for name in names})
        for row in municipality.rows(town.folder / "topics.csv")
    )
    sheet = read_providers(
        (ROOT / "demo" / "data" / "providers.csv").read_bytes(),
        topics=frozenset(topic.slug for topic in topics),
        wijken={wijk.code: wijk.name for wijk in town.wijken},
        is_demo=True,
    )
    services = [replace(service, changed_at=now) for service in sheet.services]
    publish(
        settings.snapshot_dir,
        Contents(
            providers=by_provider(services),
            topics=topics,
            activities=activities,
            aliases=aliases,
        ),
        municipality=town,
        site=Site(name=town.site_name, base_url=settings.base_url),
        synonyms=synonyms.read(town.folder),
        now=now,
    )
    return create_app(settings, clock=lambda: now)


def every(client: FlaskClient, path: str) -> Iterator[dict[str, Any]]:
    """All of a list of the interface, page after page, as its `next` links lead."""
    mark = "&" if "?" in path else "?"
    address: str | None = f"{path}{mark}per_page=100"
    while address:
        response = client.get(address)
        yield from response.get_json()["contents"]
        following = [v for v in response.headers.getlist("Link") if 'rel="next"' in v]
        address = following[0].split(">")[0][1:] if following else None


def invalid(client: FlaskClient, path: str, schema: Path) -> tuple[int, list[str]]:
    """How many objects a list holds, and what its schema says against them."""
    rules = json.loads(schema.read_text("utf-8"))
    check = jsonschema.Draft202012Validator(rules, format_checker=jsonschema.FormatChecker())
    found = list(every(client, f"{HSDS}/{path}"))
    return len(found), [error.message for one in found for error in check.iter_errors(one)]


def broken_promises(app: Flask, *, examples: int) -> tuple[int, list[str]]:
    """How many operations the document has, and where the interface does not do what it says."""
    failures: list[str] = []
    count = 0
    operations: Any = schemathesis.openapi.from_wsgi("/api/openapi.json", app).get_all_operations()
    for operation in operations:
        found = operation.ok()
        count += 1

        @given(case=found.as_strategy())
        @effort(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
        def keeps(case: Any) -> None:
            case.call_and_validate()

        try:
            keeps()
        except (FailureGroup, AssertionError) as error:
            failures.append(f"{found.path}: {error}")
    return count, failures


def main(arguments: list[str]) -> int:
    """Run both checks; 1 when one of them found something."""
    parser = ArgumentParser(prog="bench api", description=__doc__)
    parser.add_argument("schemas", type=Path, nargs="?")
    parser.add_argument("--examples", type=int, default=100)
    options = parser.parse_args(arguments)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        app = demonstration(Path(folder), now=datetime.now(UTC))
        operations, failures = broken_promises(app, examples=options.examples)
        figures: dict[str, float] = {"operations": operations, "failures": len(failures)}
        if options.schemas:
            client = app.test_client()
            held = [invalid(client, p, options.schemas / f"{s}.json") for p, s in LISTS]
            failures += [message for _, messages in held for message in messages]
            figures["objects"] = sum(count for count, _ in held)
            figures["invalid"] = sum(len(messages) for _, messages in held)
    for failure in failures[:20]:
        print(failure)
    print(json.dumps({**figures, "seconds": round(time.monotonic() - began, 1)}))
    return 1 if failures else 0
