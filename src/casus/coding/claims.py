"""From attributions to claims: which are claims, of which kind, by whom, about whom, against whom (codebook, section 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from casus.coding.about import about_in, direction_of
from casus.coding.accused import Accused, accuser_named
from casus.coding.elaboration import elaborated
from casus.coding.evidence import evidence_of, offers_only
from casus.coding.judgements import outlet_claims
from casus.coding.kinds import Said, chances_of, kind_of, likeliest, weighed
from casus.coding.named import Named
from casus.coding.replies import heard
from casus.coding.source_types import source_type
from casus.coding.speakers import Speaker, Speakers
from casus.records import Attribution, Claim, ClaimKind, Mention, Party, Reading, identify

ACCUSING: tuple[ClaimKind, ...] = ("allege", "condemn")
"""Kinds of claims that accuse somebody."""

PROVED: tuple[ClaimKind, ...] = ("allege", "condemn", "deny", "state", "assess")
"""Kinds of claims for which evidence is offered."""


def code_claims(reading: Reading) -> Reading:
    """Return the reading with a claim for each attribution that makes one, and those that the outlet makes in its own voice.

    Mentions are added for nouns that speak or are accused and were not marked.
    """
    coder = _Coder(reading)
    claims = [claim for draft in coder.drafts() if (claim := coder.code(draft)) is not None]
    claims = list(elaborated(coder.named, coder.proved(heard(coder.named, claims))))
    mentions = sorted([*reading.mentions, *coder.made.values()], key=lambda m: (m.span.offsets, m.type))
    return reading.model_copy(update={"claims": (*claims, *outlet_claims(coder.named)), "mentions": tuple(mentions)})


ANSWERING, NOT_ANSWERING = {"deny": 2.0, "admit": 1.5}, {"deny": 0.5, "admit": 0.7}
"""How much likelier denials and admissions are of those whom the report tells to be accused, and of all others, after a neutral cue."""


@dataclass(frozen=True)
class Draft:
    """An attribution on its way to a claim: who speaks, and how likely each kind is."""

    attribution: Attribution
    speaker: Speaker | None
    chances: Mapping[str, float]


class _Coder:
    """Codes the attributions of one reading; `made` are the mentions that it had to add, by id."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.named = reading, Named(reading)
        self.speakers, self.accused = Speakers(self.named), Accused(self.named)
        self.made: dict[str, Mention] = {}
        cued = [a for a in reading.attributions if a.cue and a.content]
        self.proof = [a for a in cued if offers_only(" ".join(s.quote for s in a.content))]
        self.said = [a for a in cued if a not in self.proof]

    def drafts(self) -> list[Draft]:
        """Return the attributions with their speakers and the chances of their kinds, by their own words and by the rest of the report."""
        drafts = []
        for attribution in self.said:
            speaker = self.speakers.of(attribution) if accuser_named(self.named, attribution) else None
            drafts.append(Draft(attribution, speaker, chances_of(self._said(attribution, speaker))))
        sides = {side for draft in drafts for side in self._accused_sides(draft)}
        return [replace(draft, chances=weighed(draft.chances, self._context(draft, sides))) for draft in drafts]

    def _accused_sides(self, draft: Draft) -> Iterator[str]:
        """Yield the sides that an attribution accuses: actors, and the states that they belong to."""
        kind = likeliest(draft.chances)
        for party in self.accused.of(draft.attribution, kind, draft.speaker) if kind in ACCUSING else ():
            yield from self._sides(party)

    def _sides(self, party: Party | None) -> set[str]:
        if party is None:
            return set()
        return {side for side in (party.actor, self.named.country(party.actor), party.mention) if side is not None}

    def _context(self, draft: Draft, accused: Set[str]) -> dict[str, float]:
        """Return what the rest of the report says for and against kinds: who is accused in it denies or admits, others seldom do."""
        if kind_of(draft.attribution.cue[0].quote) in ("deny", "admit"):
            return {}
        answers = bool(self._sides(draft.speaker.party if draft.speaker else None) & accused)
        return ANSWERING if answers else NOT_ANSWERING

    def code(self, draft: Draft) -> Claim | None:
        """Return the claim that an attribution makes, None where it makes none."""
        attribution, speaker, kind = draft.attribution, draft.speaker, likeliest(draft.chances)
        if kind is None:
            return None
        if speaker is not None and speaker.made is not None:
            self.made[speaker.made.id] = speaker.made
        accused = self.accused.of(attribution, kind, speaker) if kind in ACCUSING else ()
        party = speaker.party if speaker else None
        sort, named = source_type(self.named, attribution, party)
        return Claim(
            id=identify(self.reading.report.id, "claim", [attribution.cue[0].offsets, *(part.offsets for part in attribution.content)]),
            attribution=attribution.id,
            speaker=party,
            speaker_role=speaker.role if speaker else None,
            source_type=sort,
            source_named=named,
            kind=kind,
            accused=accused,
            about=about_in(self.named, attribution, kind, party, accused),
            direction=direction_of(" ".join(s.quote for s in attribution.content)) if kind == "assess" else None,
        )

    def proved(self, claims: Sequence[Claim]) -> list[Claim]:
        """Return the claims with the evidence that is offered for them."""
        attributions = {a.id: a for a in self.said}
        coded = [(attributions[str(c.attribution)], c.kind) for c in claims if c.kind in PROVED]
        found = evidence_of(self.named, coded, self.proof)
        update: dict[str, dict[str, Any]] = {key: {"evidence": value} for key, value in found.items()}
        return [c.model_copy(update=update.get(str(c.attribution), {})) if c.kind in PROVED else c for c in claims]

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
