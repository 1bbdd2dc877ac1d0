"""What is unlike a source is said, and what is like it is not."""

from dataclasses import replace
from datetime import date, time

from agenda.draft import Draft
from agenda.moment import Moment
from agenda.reading.likeness import Before, host_of, unlike

KOFFIE = Draft(
    key="k", title="Koffie", start=Moment(date(2026, 3, 20), time(10)), url="https://kerk.nl/a"
)
KNOWN = Before(count=20, hosts=frozenset({"kerk.nl"}))


def at(host: str, count: int) -> list[Draft]:
    return [replace(KOFFIE, key=f"{host}{n}", url=f"https://{host}/{n}") for n in range(count)]


def test_more_of_the_same_is_like_itself() -> None:
    assert unlike(KNOWN, at("www.kerk.nl", 30), retitled=3) == ()


def test_most_links_to_another_host_are_not() -> None:
    (reason,) = unlike(KNOWN, [*at("kopen.example", 6), *at("kerk.nl", 5)], retitled=0)
    assert reason == "De links gaan ineens ergens anders heen: kopen.example."
    assert unlike(KNOWN, at("kopen.example", 4), retitled=0) == ()
    assert unlike(KNOWN, [*at("kopen.example", 6), *at("kerk.nl", 7)], retitled=0) == ()


def test_one_blocked_word_is_enough_as_a_whole_word() -> None:
    spam = replace(KOFFIE, description="Speel in ons online Casino!")
    assert unlike(Before(0, frozenset()), [spam], retitled=0) == (
        "Er staan vreemde woorden in: casino.",
    )
    assert unlike(KNOWN, [replace(KOFFIE, title="Casinoplein: koffie")], retitled=0) == ()


def test_most_titles_changed_is_not_like_it() -> None:
    assert unlike(KNOWN, [], retitled=10) == ()
    assert unlike(KNOWN, [], retitled=11) == ("11 van de 20 titels zijn ineens anders.",)


def test_a_new_source_has_nothing_to_be_unlike() -> None:
    assert unlike(Before(0, frozenset()), at("overal.example", 50), retitled=0) == ()


def test_a_host_is_compared_without_www() -> None:
    assert [host_of(u) for u in ("https://www.a.nl/x", "http://A.nl", None)] == ["a.nl", "a.nl", ""]
