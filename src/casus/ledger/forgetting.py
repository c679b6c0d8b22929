"""Forgetting: a report or a person leaves the ledger for good, the one exception to "nothing is lost"; what is left is a keyed hash.

A person's names are blotted out in every report that names them, letter for letter, so that all other offsets stay true.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from casus.ledger import schema
from casus.ledger.fulltext import fold
from casus.records import Reading

BLOT = "█"
"""One for each character of a forgotten name."""


def digest(connection: Connection, words: str) -> bytes:
    """Return the ledger's keyed hash of a report's id or a person's folded name."""
    return hmac.digest(_salt(connection), words.encode(), "sha256")


def _salt(connection: Connection) -> bytes:
    found = connection.execute(select(schema.settings.c.value).where(schema.settings.c.name == "salt")).scalar()
    if found is None:
        found = secrets.token_hex(32)
        connection.execute(schema.settings.insert().values(name="salt", value=found))
    return bytes.fromhex(found)


def is_forgotten_report(connection: Connection, report: str) -> bool:
    """Whether a report was erased: it is not taken in again."""
    return bool(_hashes(connection, "report")) and digest(connection, report) in _hashes(connection, "report")


def _hashes(connection: Connection, kind: str) -> set[bytes]:
    return set(connection.execute(select(schema.forgotten.c.hash).where(schema.forgotten.c.kind == kind)).scalars())


def redact_forgotten(connection: Connection, reading: Reading) -> Reading:
    """Return a reading without the names of forgotten people."""
    hashes = _hashes(connection, "person")
    if not hashes:
        return reading
    quotes = {m.span.quote for m in reading.mentions if m.type in ("person", "actor")}
    names = {quote for quote in quotes if digest(connection, fold(quote)) in hashes}
    ids = {m.resolved for m in reading.mentions if m.span.quote in names and m.resolved and is_person(m.resolved)}
    ids |= {i for i in _people(reading) if digest(connection, i) in hashes}
    names |= {m.span.quote for m in reading.mentions if m.resolved in ids}
    if not names and not ids:
        return reading
    return blot_reading(reading, pattern(names | surnames(names)), ids)


def _people(reading: Reading) -> Iterator[str]:
    yield from (a.id for a in reading.actors if is_person(a.id))
    yield from (m.resolved for m in reading.mentions if m.resolved is not None and is_person(m.resolved))


def is_person(actor: str) -> bool:
    """Whether an actor's id is that of a person: `per.…` in lasting records, `one.…` for a mention of one report."""
    return actor.startswith(("per.", "one."))


def surnames(names: Iterable[str]) -> set[str]:
    """Return the last words of full names: by them a report goes on."""
    return {parts[-1] for parts in (name.split() for name in names) if len(parts) > 1 and len(parts[-1]) > 2}


def pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds the names in a text: whole words, any white space between them, either case."""
    longest = sorted({name for name in names if name.strip()}, key=len, reverse=True)
    written = [r"\s+".join(re.escape(word) for word in name.split()) for name in longest]
    return re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?!\w)", re.IGNORECASE) if written else re.compile(r"(?!)")


def blot(words: str, names: re.Pattern[str]) -> str:
    """Return words with the names blotted out, character by character.

    >>> blot("Governor Leila Sorgho left.", pattern(["Leila Sorgho"]))
    'Governor ████████████ left.'
    """
    return names.sub(lambda match: BLOT * len(match[0]), words)


def blot_reading(reading: Reading, names: re.Pattern[str], ids: set[str]) -> Reading:
    """Return a reading whose text, quotes and references no longer tell of the people."""
    text = blot(reading.report.text, names)
    return Reading(**blot_data(reading.model_dump(), text, names, ids))


REFERENCES = frozenset(
    {"id", "actor", "resolved", "acts_for", "mention", "place", "attribution", "expresses", "claim", "target", "into", "of", "by"}
    | {"about", "events", "answers", "elaborated_by", "mentions"}
)
"""Fields that hold ids: they are nulled where they point to the person, and otherwise left alone."""


def blot_data(data: Any, text: str | None, names: re.Pattern[str], ids: set[str], field: str = "") -> Any:
    """Return data of a report with the names blotted out; references to the people are nulled.

    Quotes are cut from the blotted `text`; where that is not at hand (None), the names in them are blotted out too.
    """
    if isinstance(data, Mapping):
        if text is not None and {"start", "end", "quote"} <= data.keys() and isinstance(data["start"], int):
            return {**data, "quote": text[data["start"] : data["end"]]}
        return {key: text if key == "text" and text else blot_data(value, text, names, ids, key) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        kept = [
            item
            for item in data
            if not (isinstance(item, Mapping) and item.get("id") in ids) and not (isinstance(item, str) and item in ids)
        ]
        return [blot_data(item, text, names, ids, field) for item in kept]
    if isinstance(data, str):
        return None if data in ids else data if field in REFERENCES else blot(data, names)
    return data
