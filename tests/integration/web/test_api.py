"""The open interface over a real snapshot of the demonstration map and a few activities."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from base.config import ROOT
from bench import api
from tests.listings import activity, occurrence

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
HSDS = "/api/hsds/v3"
ACTIVITIES = (
    activity("koffie", MONDAY, TUESDAY),
    activity("thee", occurrences=(occurrence("thee", TUESDAY, title="Thee"),)),
)
SCHEMAS = ROOT.parent / "shared" / "hsds" / "3.0"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return api.demonstration(
        tmp_path_factory.mktemp("site"),
        now=NOW,
        activities=ACTIVITIES,
        aliases={"koffie-oud": "koffie"},
    )


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def asked(client: FlaskClient, path: str) -> dict[str, Any]:
    response = client.get(path)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.get_json()
    return found


def test_every_service_stands_on_one_page_of_the_list(client: FlaskClient) -> None:
    found = list(api.every(client, f"{HSDS}/services"))
    assert (len(found), len({s["id"] for s in found})) == (180, 180)


def test_an_id_stays_the_same_and_leads_to_the_whole_service(client: FlaskClient) -> None:
    first = asked(client, f"{HSDS}/services?per_page=1")["contents"][0]
    whole = asked(client, f"{HSDS}/services/{first['id']}")
    assert (first["id"], first["name"]) == (
        "5e3b603c-80b3-5f2a-a3b9-2fc2c6c6de73",
        "Bijstandsuitkering aanvragen",
    )
    assert {key: whole[key] for key in first} == first


def test_a_search_gives_the_best_first(client: FlaskClient) -> None:
    found = list(api.every(client, f"{HSDS}/services?search=bijstand"))
    assert found[0]["name"] == "Bijstandsuitkering aanvragen"
    assert len(found) < 180


def test_a_postcode_leaves_what_serves_its_wijk_or_everybody(client: FlaskClient) -> None:
    def places(query: str) -> set[str]:
        found = api.every(client, f"{HSDS}/service_at_locations?{query}")
        return {f["location"].get("external_identifier", "") for f in found} - {""}

    assert "WK015015" in places("postcode=7437")
    assert "WK015003" in places("")
    assert "WK015003" not in places("postcode=7437")


def test_a_subject_counts_for_those_below_it(client: FlaskClient) -> None:
    terms = {t["code"]: t for t in api.every(client, f"{HSDS}/taxonomy_terms?top_only=true")}
    wonen = terms["wonen"]["id"]
    below = {t["id"] for t in api.every(client, f"{HSDS}/taxonomy_terms?parent_id={wonen}")}
    found = list(api.every(client, f"{HSDS}/services?full=true&taxonomy_term_id={wonen}"))
    held = [{a["taxonomy_term_id"] for a in s["attributes"]} for s in found]
    assert found
    assert all(ids & {wonen, *below} for ids in held)


def test_what_did_not_change_since_is_left_out(client: FlaskClient) -> None:
    after = asked(client, f"{HSDS}/services?modified_after=2026-03-02T08:00:01Z")
    before = asked(client, f"{HSDS}/services?modified_after=2026-03-02T08:00:00Z")
    assert (after["total_items"], before["total_items"]) == (0, 180)


def test_an_answer_that_is_known_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(f"{HSDS}/services")
    again = client.get(f"{HSDS}/services", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_any_site_may_ask_and_the_version_is_said(client: FlaskClient) -> None:
    headers = client.get(f"{HSDS}/").headers
    assert (headers["Access-Control-Allow-Origin"], headers["API-Version"]) == ("*", "1.0.0")


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("/services?page=0", 400, "page: is geen geheel getal van 1 tot en met 100000"),
        ("/services?full=ja", 400, "full: is geen true of false"),
        ("/services?kleur=rood", 400, "kleur: deze parameter bestaat niet"),
        ("/services?postcode=12", 400, "postcode: is geen postcode"),
        ("/services/12", 400, "id: is geen UUID"),
        (
            "/services/00000000-0000-0000-0000-000000000000",
            404,
            "service 00000000-0000-0000-0000-000000000000 bestaat niet",
        ),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(
    client: FlaskClient, path: str, status: int, detail: str
) -> None:
    response = client.get(HSDS + path)
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert json.loads(response.data)["detail"] == detail


def test_dates_come_in_order_with_the_choices_of_the_pages(client: FlaskClient) -> None:
    found = asked(client, "/api/v1/activities?from=2026-03-01&to=2026-03-31")["contents"]
    assert [(o["activity_id"], o["start"]) for o in found] == [
        ("koffie", "2026-03-02T10:00+01:00"),
        ("koffie", "2026-03-03T10:00+01:00"),
        ("thee", "2026-03-03T10:00+01:00"),
    ]
    assert asked(client, "/api/v1/activities?online=true")["empty"]


def test_a_retired_activity_answers_with_the_one_in_its_place(client: FlaskClient) -> None:
    assert asked(client, "/api/v1/activities/koffie-oud")["id"] == "koffie"


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the HSDS schemas are not part of the project")
@pytest.mark.parametrize(("path", "schema"), api.LISTS)
def test_every_page_is_valid_hsds(client: FlaskClient, path: str, schema: str) -> None:
    count, messages = api.invalid(client, path, SCHEMAS / f"{schema}.json")
    assert count > 80
    assert messages == []


def test_the_interface_does_what_its_document_says(app: Flask) -> None:
    assert api.broken_promises(app, examples=20) == (13, [])


def test_an_address_that_is_not_there_is_a_problem_too(client: FlaskClient) -> None:
    answers = [client.get("/api/v9/x"), client.post(f"{HSDS}/services")]
    assert [(a.status_code, a.mimetype) for a in answers] == [
        (404, "application/problem+json"),
        (403, "application/problem+json"),
    ]


def test_everything_goes_out_in_one_file(client: FlaskClient) -> None:
    table = client.get("/open-data/aanbod.csv").data.decode("utf-8-sig")
    assert len(table.splitlines()) == 181
    assert len(asked(client, "/open-data/aanbod.json")["services"]) == 180
    assert len(asked(client, "/open-data/agenda.json")["occurrences"]) == 3
    assert len(client.get("/open-data/agenda.csv").data.splitlines()) == 4
