"""Why a result is shown, in one Dutch line."""

from collections.abc import Mapping

from snapshot.search.question import Question
from snapshot.search.ranking import Scored


def reason(question: Question, scored: Scored, topic_names: Mapping[str, str]) -> str:
    """The strongest reason first; empty is never given."""
    card = scored.card
    if scored.is_named:
        return f"Je zocht op de naam {card.owner or card.name}"
    parts = []
    if scored.topic:
        label = topic_names.get(scored.topic, scored.topic.replace("-", " "))
        parts.append(f"Gaat over: {label}")
    elif scored.text > 0:
        parts.append("Je woorden staan in de tekst")
    if question.where.codes & card.codes and question.where.name:
        parts.append(f"in {question.where.name.title()}")
    return ", ".join(parts) or "Past bij een deel van je vraag"
