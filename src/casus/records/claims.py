"""Claims: who says what about whom, on what evidence, and who answered."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from casus.records.record import Record
from casus.records.text import Span

Basis = Literal["stated", "admitted", "alleged", "inferred"]
ClaimKind = Literal["state", "allege", "deny", "admit", "condemn", "demand", "promise", "threaten", "assess", "recognise", "reject"]
Answer = Literal["unanswered here", "denied", "admitted", "contested"]
Direction = Literal["up", "down", "steady"]
EvidenceType = Literal[
    "testimony", "document", "video", "image", "audio", "intercept", "physical", "data", "intelligence", "witness", "unspecified", "refused"
]
SourceType = Literal["official", "armed group", "expert", "witness", "participant", "document", "media", "anonymous"]


class Party(Record):
    """Somebody in a claim or an event: the mention that names them, the actor it resolves to, and what says that it was they."""

    mention: str | None = None
    actor: str | None = None
    basis: Basis = "stated"


class Evidence(Record):
    """What a speaker offers for a claim, or is said not to offer (`refused`)."""

    span: Span
    type: EvidenceType
    strength: tuple[str, ...] = Field(default=(), description="words that say how strong it is, in lower case: 'irrefutable', 'grainy'")


class Claim(Record):
    """An attribution that asserts, denies, assesses, demands or promises something about actors, places or events.

    `status` says only what the accused's side is reported to have answered in this report; it is no verdict on truth.
    """

    id: str
    attribution: str | None = Field(default=None, description="null where the outlet speaks in its own voice")
    quote: tuple[Span, ...] = Field(default=(), description="the outlet's own words, where there is no attribution")
    speaker: Party | None = Field(default=None, description="null where no speaker is named")
    speaker_role: str | None = None
    source_type: SourceType | None = Field(default=None, description="what sort of source speaks; null where none is given")
    source_named: bool | None = Field(default=None, description="whether the source can be told by name; null where none is given")
    kind: ClaimKind
    accused: tuple[Party, ...] = ()
    about: tuple[str, ...] = Field(default=(), description="ids of mentions, actors, places or events")
    direction: Direction | None = Field(default=None, description="of a relation that the claim assesses")
    evidence: tuple[Evidence, ...] = ()
    events: tuple[str, ...] = Field(default=(), description="events that the claim contains")
    elaborated_by: tuple[str, ...] = Field(default=(), description="claims that give the details of this one; counted once")
    answers: tuple[str, ...] = Field(default=(), description="claims that this one answers")
    status: Answer = "unanswered here"
