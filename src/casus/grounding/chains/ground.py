"""`ground_chains`: every mention of an actor finds its chain, every chain one id, every pronoun the mention that it goes back to."""

from __future__ import annotations

from collections.abc import Sequence

from casus.grounding.chains.countries import acting_countries
from casus.grounding.chains.missed import missed_descriptions, missed_names
from casus.grounding.chains.naming import name
from casus.grounding.chains.nodes import nodes
from casus.grounding.chains.pronouns import PRONOUN, Word, leads
from casus.grounding.chains.reading import KEPT, Chains, Ranked, named_before
from casus.grounding.chains.setting import Setting
from casus.grounding.knowledge import fold, open_knowledge
from casus.records import Candidate, Mention, Pronoun, Reading


def ground_chains(reading: Reading) -> Reading:
    """Return the reading with chained mentions resolved alike, provisional ids for who is unknown, and its pronouns.

    Mentions that are pronouns are dropped; names and descriptions of actors of the report that the reader missed are added.
    """
    knowledge = open_knowledge()
    reading = acting_countries(_with(reading, [m for m in reading.mentions if not _is_pronoun(m)]), knowledge)
    seen = nodes(reading, knowledge)
    reading = _with(reading, [*reading.mentions, *missed_names(reading, seen)])
    proposed = missed_descriptions(reading)
    reading = _with(reading, [*reading.mentions, *proposed])
    chains = Chains(Setting(reading, nodes(reading, knowledge, seen)), {m.id for m in proposed})
    chains.read()
    name(chains.entities, reading.report.id, knowledge)
    kept = [_resolved(m, chains) for m in reading.mentions if m.id not in chains.proposed or m.id in chains.of]
    reading = _with(reading, kept)
    return reading.model_copy(update={"pronouns": tuple(_pronouns(reading, chains))})


def _with(reading: Reading, mentions: Sequence[Mention]) -> Reading:
    return reading.model_copy(update={"mentions": tuple(sorted(mentions, key=lambda m: (m.span.offsets, m.type)))})


def _is_pronoun(mention: Mention) -> bool:
    """Whether a reader marked a pronoun: it is no mention (codebook, section 3)."""
    words = mention.span.quote
    return mention.type in ("actor", "person") and PRONOUN.fullmatch(words) is not None and (len(words) == 1 or not words.isupper())


def _resolved(mention: Mention, chains: Chains) -> Mention:
    """Return a mention with what its chain resolves to, or with the chains that it may belong to."""
    entity = chains.of.get(mention.id)
    if mention.type == "place":
        return mention
    if entity is not None and entity.id is not None and mention.resolved != entity.id:
        candidates = mention.candidates or (Candidate(id=entity.id, score=1.0),)
        return mention.model_copy(update={"resolved": entity.id, "candidates": candidates})
    if mention.id in chains.several:
        return mention.model_copy(update={"resolved": None, "candidates": _candidates([(e.id, s) for e, s in chains.open[mention.id]])})
    if mention.id in chains.open and not mention.candidates:
        return mention.model_copy(update={"candidates": _candidates([(e.id, s) for e, s in chains.open[mention.id]])})
    return mention


def _pronouns(reading: Reading, chains: Chains) -> list[Pronoun]:
    """Return the pronouns with the mentions that they go back to; those of speakers last, for the speaker may be a pronoun."""
    made = {word.start: _pronoun(reading, word, found) for word, found in chains.words if word.form != "we"}
    for word, _ in chains.words:
        if word.form == "we":
            made[word.start] = _speaking(reading, word, chains, made)
    return [made[start] for start in sorted(made)]


def _pronoun(reading: Reading, word: Word, found: Ranked) -> Pronoun:
    candidates = _candidates([(named_before(entity, word.start).mention.id, score) for entity, score in found[:KEPT]])
    sure = bool(found) and leads(word, found)
    return Pronoun(span=reading.report.span(word.start, word.end), mention=candidates[0].id if sure else None, candidates=candidates)


def _speaking(reading: Reading, word: Word, chains: Chains, made: dict[int, Pronoun]) -> Pronoun:
    """Return `I` or `we` with whoever is made to speak there."""
    span, bounds = reading.report.span(word.start, word.end), chains.setting.speaker_at(word.start)
    if bounds is None:
        return _of_outlet(reading, word, chains)
    named = [node for node in chains.setting.nodes if bounds[0] <= node.start and node.end <= bounds[1] and node.mention.id in chains.of]
    if named:
        speaker = next((node for node in named if node.sort == "person" and not node.title), named[0]).mention.id
        return Pronoun(span=span, mention=speaker, candidates=(Candidate(id=speaker, score=1.0),))
    source = next((made[start] for start in sorted(made) if bounds[0] <= start < bounds[1]), None)
    return Pronoun(span=span, mention=source.mention, candidates=source.candidates) if source else Pronoun(span=span)


def _of_outlet(reading: Reading, word: Word, chains: Chains) -> Pronoun:
    """Return `we` outside of speech: whoever brought the report out, where the report names it (a statement, an update)."""
    span, publisher = reading.report.span(word.start, word.end), tuple(fold(reading.report.publisher or "").split())
    outlet = next((e for e in chains.entities if publisher and publisher in e.names), None)
    if outlet is None or chains.setting.quoted(word.start) or word.text in ("i", "me", "my"):
        return Pronoun(span=span)
    mention = next(node for node in outlet.nodes if node.words == publisher).mention.id
    return Pronoun(span=span, mention=mention, candidates=(Candidate(id=mention, score=1.0),))


def _candidates(scored: Sequence[tuple[str | None, float]]) -> tuple[Candidate, ...]:
    """Return ids with their scores as shares, each id once."""
    best: dict[str, float] = {}
    for found, score in scored:
        if found:
            best[found] = max(score, best.get(found, 0.0))
    total = sum(best.values()) or 1.0
    ordered = sorted(best.items(), key=lambda pair: -pair[1])
    return tuple(Candidate(id=found, score=round(score / total, 4)) for found, score in ordered)
