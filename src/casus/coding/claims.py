"""From attributions to claims: which are claims, of which kind, by whom, about whom, against whom (codebook, section 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from casus.coding.about import about_in, direction_of, two_words
from casus.coding.accused import Accused, accuser_named
from casus.coding.elaboration import elaborated
from casus.coding.evidence import Backed, evidence_of, only_offers
from casus.coding.judgements import outlet_claims
from casus.coding.kinds import Said, agreed, chances_of, kind_of, likeliest
from casus.coding.named import Named
from casus.coding.scenes import Tell, kinds_told
from casus.coding.source_types import source_type
from casus.coding.speakers import Speaker, Speakers
from casus.coding.surroundings import Standing, Surroundings, in_report, shipped_weights
from casus.records import Attribution, Claim, ClaimKind, Mention, Reading, identify

ACCUSING: tuple[ClaimKind, ...] = ("allege", "condemn")
"""Kinds of claims that accuse somebody."""

PROVED: tuple[ClaimKind, ...] = ("allege", "condemn", "deny", "state", "assess")
"""Kinds of claims for which evidence is offered."""


def drafted(reading: Reading, tell: Tell) -> tuple[list[Draft], Surroundings]:
    """Return the attributions of a reading with the chances of their kinds by their own words, and what surrounds them."""
    return _Coder(reading, kinds_told(reading, tell)).surrounded()


def code_claims(reading: Reading, tell: Tell | None = None) -> Reading:
    """Return the reading with a claim for each attribution that makes one, and those that the outlet makes in its own voice.

    Kinds go by words, and with `tell` by how the model reads the sentence too. Mentions are added for nouns that speak or are accused
    and were not marked.
    """
    coder = _Coder(reading, kinds_told(reading, tell) if tell else {})
    claims = [claim for draft in coder.drafts() if (claim := coder.code(draft)) is not None]
    claims = _with_details(elaborated(coder.named, coder.proved(claims)))
    mentions = sorted([*reading.mentions, *coder.made.values()], key=lambda m: (m.span.offsets, m.type))
    return reading.model_copy(update={"claims": (*claims, *outlet_claims(coder.named)), "mentions": tuple(mentions)})


_CALLS = re.compile(r"(?:calls?|called|names?|named|knows? as|known as)", re.IGNORECASE)
_BARE = re.compile(r"\W*(?:which|who|whom|whose|that)\W*", re.IGNORECASE)
_NAME = re.compile(r"(?:the )?[A-ZÀ-Þ][\w’'-]*(?: [A-ZÀ-Þ][\w’'-]*){0,3}")
_WHICH = re.compile(r"\b(?:which|that|whom)\b", re.IGNORECASE)


def _with_details(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims, summaries that accuse nobody by name with the accused of their details."""
    named = {c.id: tuple(p.model_copy(update={"basis": "inferred"}) for p in c.accused) for c in claims if c.accused}
    found = []
    for claim in claims:
        accused = next((named[i] for i in claim.elaborated_by if i in named), ()) if claim.kind in ACCUSING and not claim.accused else ()
        found.append(claim.model_copy(update={"accused": accused}) if accused else claim)
    return found


SURE = 0.5
"""The chance from which a clause makes a claim of its own."""

SHORT = 3
"""Words of a clause that is too short to be told apart."""

_AND_THAT = re.compile(r"(?P<and>,?\s+(?:and|but)\s+)that\s+")


@dataclass(frozen=True)
class Draft:
    """An attribution on its way to a claim: who speaks, and how likely each kind is."""

    attribution: Attribution
    speaker: Speaker | None
    chances: Mapping[str, float]

    @property
    def sure(self) -> bool:
        """Whether one kind of claim is likelier than all others together."""
        return likeliest(self.chances) is not None and max(self.chances.values()) > SURE


class _Coder:
    """Codes the attributions of one reading.

    `made` are the mentions that it had to add, `clauses` the attributions of its claims, each with the part of the content it makes one
    of; both by id.
    """

    def __init__(self, reading: Reading, told: Mapping[str, Mapping[str, float]]) -> None:
        self.reading, self.named, self.told = reading, Named(reading), told
        self.speakers, self.accused = Speakers(self.named), Accused(self.named)
        self.made: dict[str, Mention] = {}
        self.clauses: dict[str, Attribution] = {}
        cued = [a for a in reading.attributions if a.cue and a.content]
        self.proof = [a for a in cued if only_offers(reading.offers, a)]
        self.said = [a for a in cued if a not in self.proof and not self._asserts_nothing(a)]

    def _asserts_nothing(self, attribution: Attribution) -> bool:
        """Whether nothing is asserted: a thing is called by a name ("which Athens calls Kos"), or of the content only "which" was found."""
        cue, content = attribution.cue[0], " ".join(s.quote for s in attribution.content)
        before = self.reading.report.text[max(0, min(s.start for s in (*attribution.source, cue)) - 12) : cue.start]
        if _BARE.fullmatch(content) and kind_of(cue.quote) == "state":
            return True
        return _CALLS.fullmatch(cue.quote) is not None and _NAME.fullmatch(content) is not None and _WHICH.search(before) is not None

    def drafts(self) -> list[Draft]:
        """Return the attributions with their speakers and the chances of their kinds, by their own words and by the rest of the report."""
        drafts, surroundings = self.surrounded()
        weights = shipped_weights()
        found = (in_report(draft.chances, surroundings.features(number), weights) for number, draft in enumerate(drafts))
        return [replace(draft, chances=chances) for draft, chances in zip(drafts, found, strict=True)]

    def surrounded(self) -> tuple[list[Draft], Surroundings]:
        """Return the attributions with the chances of their kinds by their own words, and what surrounds them, in the same order."""
        drafts = [draft for attribution in self.said for draft in self._drafts(attribution)]
        return drafts, Surroundings(self.named, [self._standing(draft) for draft in drafts])

    def _standing(self, draft: Draft) -> Standing:
        speaks = self.named.sides(draft.speaker.party if draft.speaker else None)
        return Standing(draft.attribution, draft.chances, speaks, frozenset(self._accused_sides(draft)), known=draft.speaker is not None)

    def _drafts(self, attribution: Attribution) -> list[Draft]:
        """Return one draft, or one for each of two full clauses that are claims of different kinds: "that X had … and that Y must …"."""
        speaker = self.speakers.of(attribution) if accuser_named(self.named, attribution) else None
        clauses = [Draft(clause, speaker, chances_of(self._said(clause, speaker))) for clause in self._full_clauses(attribution)]
        if all(draft.sure for draft in clauses) and len({likeliest(draft.chances) for draft in clauses}) > 1:
            return clauses
        by_words, told = chances_of(self._said(attribution, speaker)), self.told.get(attribution.id)
        return [Draft(attribution, speaker, agreed(by_words, told) if told else by_words)]

    def _full_clauses(self, attribution: Attribution) -> list[Attribution]:
        """Return an attribution once for each full clause of its content where there are two, with that clause for its content."""
        for number, span in enumerate(attribution.content):
            cut = _AND_THAT.search(span.quote)
            if cut is None or not all(len(part.split()) > SHORT for part in (span.quote[: cut.start()], span.quote[cut.end("and") :])):
                continue
            report = self.reading.report
            first, second = report.span(span.start, span.start + cut.start()), report.span(span.start + cut.end("and"), span.end)
            parts = ((*attribution.content[:number], first), (second, *attribution.content[number + 1 :]))
            return [attribution.model_copy(update={"content": part}) for part in parts]
        return []

    def _accused_sides(self, draft: Draft) -> Iterator[str]:
        """Yield the sides that an attribution accuses: actors, and the states that they belong to."""
        kind = likeliest(draft.chances)
        for party in self.accused.of(draft.attribution, kind, draft.speaker) if kind in ACCUSING else ():
            yield from self.named.sides(party)

    def code(self, draft: Draft) -> Claim | None:
        """Return the claim that an attribution makes, None where it makes none."""
        attribution, speaker, kind = draft.attribution, draft.speaker, likeliest(draft.chances)
        if kind is None:
            return None
        if kind == "allege" and self.accused.lays_on_nobody(attribution):
            kind = "state"
        if kind in ACCUSING and self.accused.tells_of_itself(attribution, speaker):
            kind = self._kind_of_own(draft)
        content = " ".join(s.quote for s in attribution.content)
        direction = direction_of(content) if kind in ("assess", "state") else None
        if kind == "state" and direction is not None and not two_words(content):
            direction = None
        if direction is not None:
            kind = "assess"
        if speaker is not None and speaker.made is not None:
            self.made[speaker.made.id] = speaker.made
        accused = self.accused.of(attribution, kind, speaker) if kind in ACCUSING else ()
        self.made.update({p.mention: self.accused.made[p.mention] for p in accused if p.mention in self.accused.made})
        party = speaker.party if speaker else None
        sort, named = source_type(self.named, attribution, party)
        name = identify(self.reading.report.id, "claim", [attribution.cue[0].offsets, *(part.offsets for part in attribution.content)])
        self.clauses[name] = attribution
        return Claim(
            id=name,
            attribution=attribution.id,
            speaker=party,
            speaker_role=speaker.role if speaker else None,
            source_type=sort,
            source_named=named,
            kind=kind,
            accused=accused,
            about=about_in(self.named, attribution, kind, party, accused),
            direction=direction,
        )

    def _kind_of_own(self, draft: Draft) -> ClaimKind:
        """Return the kind of what a speaker tells of its own side: an accusation only where it names somebody else."""
        kind = likeliest(draft.chances)
        if kind is not None and self.accused.said_of(draft.attribution, kind, draft.speaker):
            return kind
        return likeliest({k: chance for k, chance in draft.chances.items() if k not in ("none", *ACCUSING)}) or "state"

    def proved(self, claims: Sequence[Claim]) -> list[Claim]:
        """Return the claims with the evidence that is offered for them."""
        backed = [Backed(c.id, self.clauses[c.id], c.kind, c.speaker, c.accused) for c in claims]
        others = [b for b in backed if b.kind not in PROVED]
        for attribution in self.proof:
            speaker = self.speakers.of(attribution)
            others.append(Backed(attribution.id, attribution, None, speaker.party if speaker else None))
        found = evidence_of(self.named, [b for b in backed if b.kind in PROVED], others)
        update: dict[str, dict[str, Any]] = {key: {"evidence": value} for key, value in found.items()}
        return [c.model_copy(update=update.get(c.id, {})) for c in claims]

    def _said(self, attribution: Attribution, speaker: Speaker | None) -> Said:
        """Return the words by which the kind is told."""
        source, cue, content = (" ".join(s.quote for s in part) for part in (attribution.source, attribution.cue, attribution.content))
        return Said(source, cue, content, attribution.quoted, own=self._own(attribution, speaker))

    def _own(self, attribution: Attribution, speaker: Speaker | None) -> bool:
        """Whether the content begins with the speaker's own side: "Colombia would return", said its minister."""
        actor = speaker.party.actor if speaker else None
        if actor is None or not attribution.content:
            return False
        opening = attribution.content[0]
        first = self.named.within(opening.start, min(opening.end, opening.start + 40))[:1]
        country = self.named.country(actor)
        return any(
            self.named.actor(m) == actor or (country is not None and self.named.country(self.named.actor(m)) == country) for m in first
        )
