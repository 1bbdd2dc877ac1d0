"""Danger is seen in any wording, and calm questions are left alone."""

from datetime import date
from pathlib import Path

import pytest

from base.config import ROOT
from snapshot.search import danger

FOLDER = ROOT / "municipalities" / "deventer"
SIGNS = danger.read(FOLDER)
DETECTOR = danger.Detector(SIGNS)

SUICIDE = """
ik wil dood
ik wil echt dood
ik wil dooood
ik wil nie meer leve
ik zie et nie meer zitte
zelf mort
mijn dochter snijdt zichzelf
i want to kil myself
i wanna kill my self
zelfmoort
zelfmord plegen
zelf moord
ik wil niet meer leven
er een einde aan maken
mezelf iets aandoen
ik doe mezelf pijn
mijn zoon wil niet meer leven
zelfmoordpreventie cursus
i want to die
intihar etmek istiyorum
اريد ان اموت
chcę umrzeć
хочу умереть
не хочу жити
ich will nicht mehr leben
"""
VIOLENCE = """
mijn man slaat mij
mn man slaat me
mn man sloat mien
word geslaage door me vriend
ik ben verkragt
pappa doet mij pijn
mijn vriend heeft mij geslagen
huiselijk gewelt
kindermishandling melden
ik ben bang voor mijn man
misbruikt door oom
ik voel me thuis niet veilig
buurkind wordt geslagen
mijn ex stalkt mij
my husband hits me
domestic violance
kocam beni dövüyor
زوجي يضربني
mąż mnie bije
муж меня бьет
чоловік мене б'є
mein mann schlägt mich
"""
CALM = """
ik schiet in de stress
geweldig leuk
ik moest naar het ziekenhuis
aanmaning van de zorgverzekering
in verwachting van de tweede
aanrijding met de fiets
in aanraking met de politie
fietsenstalling
huwelijksdag vieren
cursus veerkracht
gratis huisbezoek veilig thuis wonen
mijn man is dood
ik wil thuis sterven
mijn moeder gaat dood
ik wil niet dood
mijn kind slaat andere kinderen
ruzie met buren
gevallen en heup gebroken
geslaagd voor mijn examen
ik heb thuis slecht geslapen
dierenmishandeling
scheiden van mijn man
ik kan niet meer
kan mijn huur niet betalen
hij staat te huilen
veilig fietsen
"""


@pytest.mark.parametrize("query", SUICIDE.strip().splitlines())
def test_thoughts_of_suicide_are_recognised(query: str) -> None:
    assert [block.id for block in DETECTOR.detect(query)] == ["suicide"]


@pytest.mark.parametrize("query", VIOLENCE.strip().splitlines())
def test_violence_at_home_is_recognised(query: str) -> None:
    assert [block.id for block in DETECTOR.detect(query)] == ["violence"]


@pytest.mark.parametrize("query", CALM.strip().splitlines())
def test_a_calm_question_is_no_alarm(query: str) -> None:
    assert DETECTOR.detect(query) == ()


def test_both_dangers_show_both_blocks() -> None:
    found = DETECTOR.detect("mijn man slaat mij en ik wil niet meer leven")
    assert [block.id for block in found] == ["suicide", "violence"]


def test_the_numbers_are_the_real_ones() -> None:
    numbers = {sign.block.id: [c.tel for c in sign.block.contacts] for sign in SIGNS}
    assert numbers == {
        "suicide": ["tel:08000113", "tel:112"],
        "violence": ["tel:08002000", "tel:112"],
    }


def test_the_block_has_an_owner() -> None:
    assert all(sign.block.owner for sign in SIGNS)


def test_the_date_of_checking_is_read_and_never_made_up(tmp_path: Path) -> None:
    text = (FOLDER / danger.FILE_NAME).read_text("utf-8")
    assert {sign.block.checked_on for sign in SIGNS} == {None}
    (tmp_path / danger.FILE_NAME).write_text(f"checked_on = 2027-01-31\n{text}", "utf-8")
    assert {s.block.checked_on for s in danger.read(tmp_path)} == {date(2027, 1, 31)}


def test_danger_at_the_end_of_a_long_story_is_seen() -> None:
    assert DETECTOR.detect("ik heb het zwaar. " * 80 + "ik wil dood")


def test_pasted_text_is_answered() -> None:
    assert DETECTOR.detect("a'); DROP TABLE x; -- \x00" * 5_000) == ()
