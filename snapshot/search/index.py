"""The search tables of a snapshot, written once when it is made.

Not FTS5: a posting holds what a word weighs in a document, ordered by weight per word. So a
query reads only the best of each word, a guessed word can count for less than a typed one,
and "why" is known per word.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from snapshot.listing import TopicListing
from snapshot.search.document import Document
from snapshot.search.spelling import split
from snapshot.search.synonyms import Synonym
from snapshot.search.words import STOP, stem, words

SCHEMA = """
CREATE TABLE search_document (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
    owner TEXT NOT NULL, topics TEXT NOT NULL, audience TEXT NOT NULL, access TEXT NOT NULL,
    codes TEXT NOT NULL
);
CREATE TABLE search_posting (
    stem TEXT, impact INTEGER, document INTEGER, PRIMARY KEY (stem, impact DESC, document)
) WITHOUT ROWID;
CREATE TABLE search_word (word TEXT PRIMARY KEY, amount INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE search_stem (stem TEXT PRIMARY KEY, documents INTEGER NOT NULL, owner TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE search_topic (slug TEXT PRIMARY KEY, parent TEXT NOT NULL, label TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE search_synonym (
    number INTEGER PRIMARY KEY, target TEXT NOT NULL, phrase TEXT NOT NULL, language TEXT NOT NULL
);
"""

# How much a word says by where it stands; a part of a compound says less than a word.
NAME, OWNER, VENUE, LABEL, SUMMARY, DETAILS = 3.0, 2.6, 1.2, 1.0, 1.2, 0.6
PART = 0.45
# Where more of the same word stops adding: the k1 of BM25.
SATURATION = 1.2
FULL_IMPACT = 1000


@dataclass(frozen=True, slots=True)
class _Owner:
    """A stem of names: whose it is, or that more than one has it."""

    name: str
    is_shared: bool


def build(
    connection: sqlite3.Connection,
    documents: Iterable[Document],
    *,
    synonyms: Iterable[Synonym] = (),
    topics: Iterable[TopicListing] = (),
) -> int:
    """Make and fill the tables; returns how many documents there are. Same input, same rows.

    The work is in proportion to the number of words of the documents.
    """
    connection.executescript(SCHEMA)
    found, table = list(documents), list(synonyms)
    subjects = {topic.slug: (topic.slug, topic.parent, topic.label) for topic in topics}
    labels = {slug: label for slug, _, label in subjects.values()}
    connection.executemany("INSERT INTO search_topic VALUES (?,?,?)", sorted(subjects.values()))
    counts = _word_counts(found, table, labels)
    parts = _Parts(counts)
    postings = [_weights(document, labels, parts) for document in found]
    _write_documents(connection, found)
    connection.executemany(
        "INSERT INTO search_posting VALUES (?,?,?)",
        sorted(
            (part, round(FULL_IMPACT * weight / (weight + SATURATION)), number)
            for number, weights in enumerate(postings)
            for part, weight in weights.items()
        ),
    )
    _write_words(connection, counts, postings, _owners(found))
    connection.executemany(
        "INSERT INTO search_synonym VALUES (?,?,?,?)",
        ((n, s.target, s.phrase, s.language) for n, s in enumerate(table)),
    )
    return len(found)


def short_names(name: str) -> Iterator[str]:
    """How people write a name in one word: joined ("wijdeventer"), initials ("hvdw")."""
    found = words(name.split("(")[0])
    if len(found) > 1:
        yield "".join(found)[:40]
        without = [word for word in found if word not in STOP]
        yield from ("".join(without)[:40],) if 1 < len(without) < len(found) else ()
    if len(found) >= 3:
        yield "".join(word[0] for word in found)


class _Parts:
    """Compounds of the texts as their parts, each word looked at once."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._known = {word: n for word, n in counts.items() if len(word) >= 3}
        self._seen: dict[str, tuple[str, ...]] = {}

    def of(self, word: str) -> tuple[str, ...]:
        if word not in self._seen:
            found = split(word, self._known) if len(word) >= 7 else ()
            self._seen[word] = tuple(stem(part) for part in found)
        return self._seen[word]


def _weights(document: Document, labels: Mapping[str, str], parts: _Parts) -> dict[str, float]:
    result: defaultdict[str, float] = defaultdict(float)
    for text, weight in _fields(document, labels):
        seen: set[str] = set()
        for word in words(text):
            word_stem = stem(word)
            if word_stem in seen or word in STOP:
                continue
            seen.add(word_stem)
            result[word_stem] += weight
            for part in parts.of(word):
                if part not in seen:
                    result[part] = max(result[part], PART * weight)
    names = (document.owner, document.name) if document.owner else (document.name,)
    for name in names:
        for short in short_names(name):
            result[short] = max(result[short], OWNER)
    return result


def _fields(document: Document, labels: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    yield document.name, NAME
    yield document.owner, OWNER
    yield document.venue, VENUE
    yield " ".join(labels.get(slug, "") for slug in document.topics), LABEL
    yield document.summary, SUMMARY
    yield document.details + " " + " ".join(document.audience), DETAILS


def _word_counts(
    documents: list[Document], synonyms: list[Synonym], labels: Mapping[str, str]
) -> Counter[str]:
    counts: Counter[str] = Counter()
    for document in documents:
        for text, _ in _fields(document, labels):
            counts.update(words(text))
        for name in (document.owner, document.name):
            counts.update(short_names(name))
    for synonym in synonyms:
        counts.update(words(synonym.phrase))
        counts.update(words(synonym.target.partition(":")[2]))
    return counts


def _owners(documents: list[Document]) -> dict[str, _Owner]:
    """Stems of names → whose; a stem that stands in another's text is no one's name."""
    owners: dict[str, _Owner] = {}
    for document in documents:
        owner = document.owner or document.name
        for part in {*map(stem, words(owner)), *short_names(owner)}:
            held = owners.setdefault(part, _Owner(owner, is_shared=False))
            if held.name != owner:
                owners[part] = _Owner(held.name, is_shared=True)
    for document in documents:
        owner = document.owner or document.name
        for word in words(f"{document.name} {document.summary}"):
            word_stem = stem(word)
            held_by = owners.get(word_stem)
            if held_by is not None and not held_by.is_shared and held_by.name != owner:
                owners[word_stem] = _Owner(held_by.name, is_shared=True)
    return owners


def _write_documents(connection: sqlite3.Connection, documents: list[Document]) -> None:
    connection.executemany(
        "INSERT INTO search_document VALUES (?,?,?,?,?,?,?,?,?)",
        (
            (n, d.id, d.kind.value, d.name, d.owner, json.dumps(d.topics),
             json.dumps(d.audience), d.access, json.dumps(d.codes))
            for n, d in enumerate(documents)
        ),
    )  # fmt: skip


def _write_words(
    connection: sqlite3.Connection,
    counts: Mapping[str, int],
    postings: list[dict[str, float]],
    owners: Mapping[str, _Owner],
) -> None:
    connection.executemany("INSERT INTO search_word VALUES (?,?)", sorted(counts.items()))
    spread = Counter(part for weights in postings for part in weights)
    connection.executemany(
        "INSERT INTO search_stem VALUES (?,?,?)",
        (
            (part, n, owners[part].name if part in owners and not owners[part].is_shared else "")
            for part, n in sorted(spread.items())
        ),
    )
