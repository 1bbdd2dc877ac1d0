"""One person's data found in any text, from the words themselves or from their hash."""

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.redaction import Redactor, compact_forms, marks_for, redactor_for, redactor_of
from base.errors import InvalidInput

KEY = "geheim"


def both(text: str) -> list[Redactor]:
    """What strikes a text, and what strikes it from its hashes alone."""
    return [redactor_for(text), redactor_of(KEY, marks_for(KEY, text, salt="zout"))]


@pytest.mark.parametrize(
    ("what", "text", "struck"),
    [
        (
            "Jan Jansen",
            "Vraag naar JAN  JANSEN, of jan-jansen.",
            "Vraag naar [gewist], of [gewist].",
        ),
        ("Jan", "Jan komt in januari, niet Jans", "[gewist] komt in januari, niet Jans"),
        ("José Peña", "bij Jose Pena thuis", "bij [gewist] thuis"),
        ("06-12345678", "Bel 0612345678 of +31 6 12 34 56 78.", "Bel [gewist] of +[gewist]."),
        ("j.jansen@kpn.nl", "mail J.Jansen@kpn.nl maar", "mail [gewist] maar"),
        ("Jansen", "mail j.jansen@kpn.nl", "mail j.[gewist]@kpn.nl"),
    ],
)
def test_it_is_struck_as_people_write_it(what: str, text: str, struck: str) -> None:
    assert [each.strike(text) for each in both(what)] == [struck, struck]


def test_a_text_without_it_is_the_same_object() -> None:
    text = "Koffie op het plein"
    assert redactor_for("Jan Jansen").strike(text) is text


def test_a_web_address_with_it_becomes_empty() -> None:
    assert [each.strike("https://x.nl/jan-jansen?a=1") for each in both("Jan Jansen")] == ["", ""]
    assert redactor_for("Jan Jansen").strike("zie https://x.nl/jan-jansen") != ""


def test_what_names_something_gets_the_same_other_name() -> None:
    marks = marks_for(KEY, "Jan Jansen", salt="zout")
    found = {
        each.stand_in("jan-jansen-7@x.nl")
        for each in (redactor_for("Jan Jansen", key=KEY), redactor_of(KEY, marks))
    }
    assert len(found) == 1
    assert not redactor_for("Jan Jansen").is_in(found.pop().encode())
    assert redactor_for("Jansen").stand_in("koffie-7@x.nl") == "koffie-7@x.nl"


def test_json_is_struck_all_the_way_down() -> None:
    value = {"wie": ["Jan Jansen", {"Jan Jansen": 3}], "aantal": 2, "leeg": None}
    struck = {"wie": ["[gewist]", {"[gewist]": 3}], "aantal": 2, "leeg": None}
    assert redactor_for("Jan Jansen").strike_all(value) == struck


def test_bytes_are_looked_into() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("blad.xml", "<c>Jan Jansen</c>")
    text = b"bel Jan Jansen"
    bodies = [text, zlib.compress(text), archive.getvalue(), "Jan Jansen".encode("utf-16")]
    assert [redactor_for("Jan Jansen").is_in(body) for body in bodies] == [True] * 4
    assert not redactor_for("Piet Pietersen").is_in(archive.getvalue())


def test_too_little_to_look_for_is_refused() -> None:
    with pytest.raises(InvalidInput, match="minstens 3"):
        compact_forms("a.")


def test_marks_do_not_tell_what_they_stand_for() -> None:
    (mark,) = marks_for(KEY, "Jan Jansen", salt="zout")
    assert "jansen" not in f"{mark.salt}{mark.digest}"
    assert redactor_of("ander geheim", [mark]).strike("Jan Jansen") == "Jan Jansen"


@given(st.text(), st.text())
def test_what_was_struck_is_never_found_again(before: str, after: str) -> None:
    redactor = redactor_for("Jan Jansen")
    struck = redactor.strike(f"{before} Jan Jansen {after}")
    assert redactor.strike(struck) == struck
