"""The weekday or month that a word names, also with one typing error."""

from agenda.dutch import words
from agenda.dutch.phrases import Tokens


def weekday_at(tokens: Tokens, i: int) -> tuple[int, str | None, str, bool] | None:
    """(weekday, part of the day, form, is it misspelt) of the word at `i`, however short."""
    text = tokens.text(i)
    if found := words.WEEKDAY_OF.get(text):
        return (*found, False)
    right = words.MISSPELT.get(text)
    if right in words.WEEKDAY_OF:
        return (*words.WEEKDAY_OF[right], True)
    return None


def month_at(tokens: Tokens, i: int) -> tuple[int, bool] | None:
    """(month, is it misspelt) of the word at `i`."""
    text = tokens.text(i)
    if number := words.MONTH_OF.get(text):
        return number, False
    right = words.MISSPELT.get(text)
    return (words.MONTH_OF[right], True) if right in words.MONTH_OF else None
