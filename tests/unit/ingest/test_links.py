"""Shared addresses become addresses of files; what cannot be read says what to do instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.status import SourceKind
from ingest.links import Link, recognise


@pytest.mark.parametrize(
    ("shared", "address", "kind"),
    [
        (
            "https://docs.google.com/spreadsheets/d/1AbC-d_E/edit?usp=sharing",
            "https://docs.google.com/spreadsheets/d/1AbC-d_E/export?format=xlsx",
            SourceKind.SPREADSHEET,
        ),
        (
            "docs.google.com/spreadsheets/u/1/d/1AbC/edit#gid=12",
            "https://docs.google.com/spreadsheets/d/1AbC/export?format=xlsx",
            SourceKind.SPREADSHEET,
        ),
        (
            "https://docs.google.com/spreadsheets/d/e/2PACX-1vQ/pubhtml?gid=0&single=true",
            "https://docs.google.com/spreadsheets/d/e/2PACX-1vQ/pub?output=xlsx",
            SourceKind.SPREADSHEET,
        ),
        (
            "https://docs.google.com/document/d/1Doc/edit",
            "https://docs.google.com/document/d/1Doc/export?format=docx",
            SourceKind.DOCUMENT,
        ),
        (
            "https://drive.google.com/file/d/1File/view?usp=drive_link",
            "https://drive.google.com/uc?export=download&id=1File",
            None,
        ),
        (
            "https://calendar.google.com/calendar/embed?src=buurthuis%40group.calendar.google.com",
            "https://calendar.google.com/calendar/ical/"
            "buurthuis%40group.calendar.google.com/public/basic.ics",
            SourceKind.ICAL,
        ),
        (
            "https://welzijn.sharepoint.com/:x:/s/team/EaBc?e=4xY",
            "https://welzijn.sharepoint.com/:x:/s/team/EaBc?e=4xY&download=1",
            SourceKind.SPREADSHEET,
        ),
        (
            "https://1drv.ms/x/s!AbC",
            "https://api.onedrive.com/v1.0/shares/u!aHR0cHM6Ly8xZHJ2Lm1zL3gvcyFBYkM/root/content",
            SourceKind.SPREADSHEET,
        ),
        (
            "https://www.dropbox.com/scl/fi/x1/agenda.xlsx?rlkey=k&dl=0",
            "https://www.dropbox.com/scl/fi/x1/agenda.xlsx?rlkey=k&dl=1",
            None,
        ),
        ("webcal://example.org/a.ics", "https://example.org/a.ics", SourceKind.ICAL),
    ],
)
def test_a_shared_link_becomes_the_address_of_the_file(
    shared: str, address: str, kind: SourceKind | None
) -> None:
    made = recognise(shared)
    assert (made.address, made.kind, made.refusal) == (address, kind, None)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.facebook.com/buurthuis/events", "Facebook"),
        ("https://m.facebook.com/events/123", "Facebook"),
        ("https://fb.me/e/abc", "Facebook"),
        ("instagram.com/buurthuis", "Instagram"),
    ],
)
def test_a_social_medium_is_refused_with_what_to_send_instead(address: str, name: str) -> None:
    refusal = recognise(address).refusal
    assert refusal is not None
    assert refusal.startswith(f"{name} kunnen wij niet lezen")
    assert "rekenblad" in refusal


def test_a_folder_and_a_form_say_what_to_share() -> None:
    assert recognise("https://drive.google.com/drive/folders/1x").refusal == (
        "Dit is een map, geen bestand. Deel de link van het rekenblad zelf."
    )
    assert recognise("https://forms.gle/abc").refusal == (
        "Dit is een formulier. Deel het rekenblad waarin de antwoorden komen."
    )


def test_any_other_address_stays_as_it_is() -> None:
    for address in ("https://notfacebook.com/agenda", "https://example.org/a.csv", "", "::"):
        assert recognise(address) == Link(address=address)


@given(st.text(max_size=60))
def test_no_address_makes_it_fail(text: str) -> None:
    assert isinstance(recognise(f"https://docs.google.com/{text}").address, str)
    assert isinstance(recognise(text).address, str)
