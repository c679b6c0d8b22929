"""What sort of source a claim rests on, and whether it is named (codebook, section 5, `source_type`)."""

from __future__ import annotations

import re

from casus.coding.named import Named
from casus.coding.wordlists import pattern
from casus.records import Attribution, Party, SourceType

_BY_KIND: dict[str, SourceType] = {
    "government": "official", "state": "official", "military": "official", "police": "official", "intelligence": "official",
    "court": "official", "parliament": "official", "igo": "official", "coalition": "official",
    "armed group": "armed group", "media": "media",
    "ngo": "participant", "party": "participant", "company": "participant", "community": "participant",
}  # fmt: skip
"""By the kind of the body spoken for. Organisations of states are official; whoever else has a part in the matter is a participant."""

_ORDER: tuple[tuple[str, SourceType], ...] = (
    ("media", "media"), ("expert", "expert"), ("witness", "witness"), ("group", "armed group"), ("official", "official"),
)  # fmt: skip
_CAPITAL = re.compile(
    r"\b(?!(?:The|A|An|Two|Three|Four|Some|Many|Most|His|Her|Their|Its|Our|My|He|She|They|It|We|I|One|Another)\b)[A-ZÀ-Þ][\w.’'-]*"
)
_HEAD = re.compile(r"\s(?:of|in|from|at|on|for|with|near|by|who|which|whose|that)\s|,")


def source_type(named: Named, attribution: Attribution | None, speaker: Party | None) -> tuple[SourceType | None, bool | None]:
    """Return the type of source and whether it is named; nulls where no source is given.

    An anonymous source stays one whatever its office: the words about naming come before those about the office.
    """
    if attribution is None or not attribution.source:
        return None, None
    source = attribution.source[0]
    words = source.quote
    mention = named.mentions.get(speaker.mention or "") if speaker else None
    is_named = named_by_words(words) or (mention is not None and mention.type in ("person", "place") and mention.span.overlaps(source))
    if pattern("source_types", "anonymous").search(_around(named, attribution)):
        return "anonymous", False
    return _by_body(named, words, speaker), is_named


def type_of_words(words: str, about: str = "") -> SourceType | None:
    """Return the type of source that words alone tell, or else what is said about it; None where neither tells any.

    >>> type_of_words("two residents of the port"), type_of_words("a leaked audit"), type_of_words("the interior ministry")
    ('witness', 'document', 'official')
    """
    head = _HEAD.split(words, maxsplit=1)[0]
    if pattern("source_types", "anonymous").search(words):
        return "anonymous"
    if named_by_words(head) and pattern("source_types", "media", whole=True).search(head):
        return "media"
    if pattern("source_types", "document", whole=True).search(_last(head)):
        return "document"
    for part in (head, words, about):
        for name, type_ in _ORDER:
            if pattern("source_types", name, whole=True).search(part):
                return type_
    return None


def _by_body(named: Named, words: str, speaker: Party | None) -> SourceType:
    actor = named.actors.get(speaker.actor or "") if speaker else None
    told = type_of_words(words)
    if told in ("expert", "witness", "media", "document"):
        return told
    if actor is not None and actor.kind in _BY_KIND:
        return _BY_KIND[actor.kind]
    role = actor.role if actor is not None else None
    return told or (type_of_words(role) if role else None) or "participant"


def named_by_words(words: str) -> bool:
    """Whether words name somebody: they hold a name; not "two officials".

    >>> named_by_words("Ms Ho"), named_by_words("The minister"), named_by_words("two officials")
    (True, False, False)
    """
    return _CAPITAL.search(words) is not None


def _last(words: str) -> str:
    return " ".join(words.split()[-2:])


def _around(named: Named, attribution: Attribution) -> str:
    """Return the source with what the sentence says about it right after."""
    source = attribution.source[0]
    return source.quote + named.text[source.end : min(named.sentence(source.start).end, source.end + 90)]
