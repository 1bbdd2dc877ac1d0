"""What visitors send reaches the spool, from our own pages only, without data in passing."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from snapshot import spool
from snapshot.spool import Opinion, Question, Signal, taken
from tests import town

OWN = {"Sec-Fetch-Site": "same-origin"}
QUESTION = {"vraag": "Waar kan ik eten?", "bereik": "0570-001234", "wijk": "nergens"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "https://wijzer.example"}, 303),
        ({"Origin": "https://elders.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_only_our_own_forms_are_taken(
    client: FlaskClient, headers: dict[str, str], status: int
) -> None:
    answer = client.post("/gevonden", data={"gevonden": "ja", "pagina": "/"}, headers=headers)
    assert answer.status_code == status


def test_an_opinion_is_kept_without_numbers_and_without_what_was_asked(
    client: FlaskClient, tmp_path: Path
) -> None:
    data = {"gevonden": "nee", "pagina": "/zoeken?q=geheim", "opmerking": "bel 06 12345678 aub"}
    client.post("/gevonden", data=data, headers=OWN)
    with taken(tmp_path / "spool", Opinion) as lines:
        assert [(o.path, o.is_found, o.note, o.at) for o in lines] == [
            ("/zoeken", False, "bel … aub", town.NOW)
        ]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/gevonden", {"gevonden": "misschien", "pagina": "/"}),
        ("/gevonden", {"gevonden": "ja", "pagina": "https://elders.example"}),
        ("/signaal", {"soort": "activity", "wat": "nee", "reden": "other"}),
        ("/signaal", {"soort": "activity", "wat": "koffie", "reden": "zomaar"}),
        ("/signaal", {"soort": "person", "wat": "koffie", "reden": "other"}),
        ("/signaal", {}),
    ],
)
def test_what_no_form_of_ours_sends_is_refused(
    client: FlaskClient, tmp_path: Path, path: str, data: dict[str, str]
) -> None:
    assert client.post(path, data=data, headers=OWN).status_code == 400
    assert not (tmp_path / "spool").exists()


def test_a_signal_names_what_it_is_about(client: FlaskClient, tmp_path: Path) -> None:
    data = {"soort": "service", "wat": "vet-huiskamer", "reden": "cancelled", "toelichting": "x"}
    assert (
        client.post("/signaal", data=data, headers=OWN).headers["Location"].startswith("/bedankt")
    )
    with taken(tmp_path / "spool", Signal) as lines:
        assert [(s.kind, s.target_id, s.reason, s.note) for s in lines] == [
            ("service", "vet-huiskamer", "cancelled", "x")
        ]


def test_a_question_is_kept_as_typed_with_where_to_answer(
    client: FlaskClient, tmp_path: Path
) -> None:
    client.post("/contact", data=QUESTION | {"naam": "Proef"}, headers=OWN)
    with taken(tmp_path / "spool", Question) as lines:
        assert [(q.text, q.name, q.reply_to, q.wijk) for q in lines] == [
            ("Waar kan ik eten?", "Proef", "0570-001234", "")
        ]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"vraag": " "}, "Schrijf eerst je vraag op."),
        ({"vraag": "x" * 2001}, "Maak je vraag korter: hooguit 2000 tekens."),
        ({"bereik": ""}, "Vul een telefoonnummer of een e-mailadres in"),
        ({"bereik": "jan"}, "Vul een telefoonnummer of een e-mailadres in"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    client: FlaskClient, tmp_path: Path, changed: dict[str, str], sentence: str
) -> None:
    answer = client.post("/contact", data=QUESTION | changed, headers=OWN)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert (QUESTION | changed)["bereik"] in answer.text
    assert not (tmp_path / "spool").exists()


def test_too_much_is_refused_with_a_page(client: FlaskClient) -> None:
    answer = client.post("/contact", data={"vraag": "x" * 100_000}, headers=OWN)
    assert answer.status_code == 413
    assert "Dat is te veel tekst" in answer.text


def test_a_full_spool_says_that_nothing_was_sent(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "MAX_FILE", 10)
    answer = client.post("/contact", data=QUESTION, headers=OWN)
    assert answer.status_code == 503
    assert "Wat je schreef is niet verstuurd." in answer.text
    assert "Bel 14 0570" in answer.text


@pytest.mark.parametrize(
    ("back", "is_offered"),
    [
        ("/activiteit/koffie", True),
        ("//elders.example/x", False),
        ("https://elders.example", False),
    ],
)
def test_thanks_lead_back_to_a_page_of_this_site_only(
    client: FlaskClient, back: str, is_offered: bool
) -> None:
    text = client.get("/bedankt", query_string={"voor": "signaal", "terug": back}).text
    assert (f'href="{back}">Terug naar waar je was' in text) is is_offered
    assert ("Terug naar" in text) is is_offered


def test_a_signal_leads_back_to_what_it_is_about(client: FlaskClient) -> None:
    data = {"soort": "activity", "wat": "koffie", "reden": "other"}
    there = client.post("/signaal", data=data, headers=OWN).headers["Location"]
    assert there == "/bedankt?voor=signaal&terug=/activiteit/koffie"
