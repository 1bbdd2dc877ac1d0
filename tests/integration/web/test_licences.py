"""Every field that leaves by the open interface has a licence; what is of others does not leave."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bench import api
from tests.integration.web.test_api import HSDS, MONDAY, NOW
from tests.listings import activity
from web.public.api import licences

OTHERS = "Dit schreef een ander."
FOTO = "https://foto.example/van-een-ander.jpg"
LISTS = {
    f"{HSDS}/services?full=true": "Service",
    f"{HSDS}/organizations?full=true": "Organization",
    f"{HSDS}/service_at_locations?full=true": "ServiceAtLocation",
    f"{HSDS}/taxonomies": "Taxonomy",
    f"{HSDS}/taxonomy_terms": "TaxonomyTerm",
    "/api/v1/activities?from=2026-01-01": "Occurrence",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    told = activity("koffie", MONDAY, description=OTHERS, image=FOTO, warning="Vraag het na.")
    described = replace(told, occurrences=tuple(replace(o, warning="x") for o in told.occurrences))
    return api.demonstration(tmp_path_factory.mktemp("site"), now=NOW, activities=(described,))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def schemas(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/openapi.json").get_json()["components"]["schemas"]
    return found


def test_every_property_of_every_schema_says_its_licence(client: FlaskClient) -> None:
    found = schemas(client)
    without = [
        (schema, name)
        for schema, rules in found.items()
        for name, told in rules["properties"].items()
        if set(told.get("x-licence", ())) != {"name", "path", "attribution"}
    ]
    assert without == []
    assert set(licences.SCHEMAS) - set(found) == {"Page"}


def unlicensed(value: object, schema: str, rules: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields of an answer that its schema does not name."""
    if isinstance(value, list):
        for one in value:
            yield from unlicensed(one, schema, rules)
    elif isinstance(value, dict):
        for name, held in value.items():
            told = rules[schema]["properties"].get(name)
            if told is None:
                yield schema, name
            else:
                below = told.get("$ref") or told.get("items", {}).get("$ref", "")
                yield from unlicensed(held, below.rpartition("/")[2], rules)


@pytest.mark.parametrize("path", list(LISTS))
def test_no_answer_holds_a_field_without_a_licence(client: FlaskClient, path: str) -> None:
    rules = schemas(client)
    answers = list(api.every(client, path))
    assert answers
    assert set(unlicensed(answers, LISTS[path], rules)) == set()


def test_an_activity_and_a_file_hold_no_field_without_a_licence(client: FlaskClient) -> None:
    rules = schemas(client)
    for path, key, schema in (
        ("/api/v1/activities/koffie", None, "Activity"),
        ("/open-data/aanbod.json", "services", "Service"),
        ("/open-data/agenda.json", "occurrences", "Occurrence"),
    ):
        found = client.get(path).get_json()
        assert set(unlicensed(found[key] if key else found, schema, rules)) == set()


@pytest.mark.parametrize("file", ["aanbod", "agenda"])
def test_the_description_of_a_file_names_its_columns_and_their_licence(
    client: FlaskClient, file: str
) -> None:
    answer = client.get(f"/open-data/{file}.csv")
    described = "https://wijzer.example/open-data/datapackage.json"
    assert f'<{described}>; rel="describedby"' in answer.headers["Link"]
    (header, *_) = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    package = client.get("/open-data/datapackage.json").get_json()
    (table,) = [r for r in package["resources"] if r["name"] == file]
    assert [f["name"] for f in table["schema"]["fields"]] == header
    assert {f["x-licence"]["name"] for f in table["schema"]["fields"]} == {"CC-BY-4.0"}
    sources = {f["name"]: f["x-licence"]["attribution"] for f in table["schema"]["fields"]}
    assert sources["wijk_code"] == "CBS en Kadaster"


def test_people_read_the_same_table(client: FlaskClient) -> None:
    page = client.get("/over/open-data").text
    for columns in licences.COLUMNS.values():
        assert [name for name in columns if f"<code>{name}</code>" not in page] == []
    assert page.count("<td>CC BY 4.0</td>") == sum(map(len, licences.COLUMNS.values()))


def test_what_others_wrote_stands_on_the_page_and_in_no_file(client: FlaskClient) -> None:
    assert OTHERS in client.get("/activiteit/koffie").text
    paths = (
        *("/api/v1/activities/koffie", "/api/v1/activities?from=2026-01-01"),
        *("/open-data/agenda.csv", "/open-data/agenda.json"),
    )
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200
        assert OTHERS not in answer.text
        assert FOTO not in answer.text
    for names in (licences.SCHEMAS["Activity"], licences.COLUMNS["agenda"]):
        assert set(names) & set(licences.EXCLUDED) == set()
    package = json.loads(client.get("/open-data/datapackage.json").data)
    assert package["excluded"] == licences.EXCLUDED
