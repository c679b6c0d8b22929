"""Small readings made by hand: a text with its mentions and attributions marked by their words."""

from __future__ import annotations

from casus.records import Attribution, Mention, MentionType, Reading, Report, Span, identify

MARKS: dict[str, MentionType] = {"p": "person", "a": "actor", "l": "place"}


def span_of(text: str, words: str) -> tuple[int, int]:
    """Return the offsets of words; `#2` at their end means the second occurrence."""
    words, _, count = words.partition("#")
    at = -1
    for _ in range(int(count or 1)):
        at = text.index(words, at + 1)
    return at, at + len(words)


def reading(text: str, *marked: str, says: tuple[tuple[str, str, str], ...] = ()) -> Reading:
    """Return a reading: `marked` are "p:Ana Duarte" (person), "a:the front" (actor); `says` are (source, cue, content)."""
    report = Report(text=text, publisher="Wire")
    mentions = []
    for mark in marked:
        kind, words = mark.split(":", 1)
        span = Span.of(text, *span_of(text, words))
        mentions.append(Mention(id=identify(report.id, MARKS[kind], [span.offsets]), span=span, type=MARKS[kind]))
    attributions = tuple(
        Attribution(
            id=f"attribution:{n}",
            source=(Span.of(text, *span_of(text, source)),),
            cue=(Span.of(text, *span_of(text, cue)),),
            content=(Span.of(text, *span_of(text, content)),),
            quoted="direct" if content[0] in '"“' else "indirect",
        )
        for n, (source, cue, content) in enumerate(says)
    )
    ends, start, sentences = [i + 1 for i, c in enumerate(text) if c in ".\n" and text[i + 1 : i + 2] in ("", " ", "\n")], 0, []
    for end in [*ends, len(text)]:
        if text[start:end].strip():
            first = start + len(text[start:end]) - len(text[start:end].lstrip())
            sentences.append(Span.of(text, first, end))
        start = end
    ordered = tuple(sorted(mentions, key=lambda m: (m.span.offsets, m.type)))
    return Reading(report=report, sentences=tuple(sentences), mentions=ordered, attributions=attributions)


def chains(grounded: Reading) -> set[frozenset[str]]:
    """Return the mentions that resolve alike, by their words."""
    found: dict[str, list[str]] = {}
    for mention in grounded.mentions:
        found.setdefault(mention.resolved or mention.id, []).append(mention.span.quote)
    return {frozenset(words) for words in found.values()}


def back(grounded: Reading, pronoun: str) -> str | None:
    """Return the words that a pronoun goes back to."""
    words = {m.id: m.span.quote for m in grounded.mentions}
    at = span_of(grounded.report.text, pronoun)
    found = next(p for p in grounded.pronouns if p.span.offsets == at)
    return words[found.mention] if found.mention else None
