"""What a key holds: the records of codebook section 8, with their quotes resolved to spans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from casus.records import (
    Answer,
    Basis,
    ClaimKind,
    Counts,
    Direction,
    EventType,
    Evidence,
    Extent,
    Precision,
    Quoted,
    Recognition,
    Span,
    Status,
    Voice,
)

OUTLET, UNKNOWN, PUBLISHED = "outlet", "unknown", "published"
"""Words that stand where a handle may: the publisher as speaker, a recipient whom nobody names, the report's date as anchor."""

Spans = tuple[Span, ...]

_NO_COUNTS = Counts()


@dataclass(frozen=True)
class KeyActor:
    """An actor of the report with all words for it. `name` identifies it; `also` are names that count as its name."""

    handle: str
    name: str
    kind: str
    sector: str | None = None
    country: str | None = None
    id: str | None = None
    also: tuple[str, ...] = ()
    of: str | None = None
    role: str | None = None
    recognition: Recognition | None = None
    quotes: Spans = ()
    metonyms: Spans = ()
    nominals: Spans = ()
    pronouns: Spans = ()

    @property
    def mentions(self) -> Spans:
        """All spans that name it, in text order; pronouns are no mentions."""
        return tuple(sorted({*self.quotes, *self.metonyms, *self.nominals}, key=lambda span: span.offsets))


@dataclass(frozen=True)
class KeyPlace:
    """A place of the report. `at` is (latitude, longitude) in degrees, for scoring by distance."""

    handle: str
    name: str
    kind: str
    country: str | None = None
    id: str | None = None
    also: tuple[str, ...] = ()
    administered_by: tuple[str, ...] = ()
    claimed_by: tuple[str, ...] = ()
    at: tuple[float, float] | None = None
    quotes: Spans = ()


@dataclass(frozen=True)
class KeyMoment:
    """A moment `[start, end)`; `anchor` is `published` or the handle of the moment that it counts from."""

    handle: str
    quotes: Spans = ()
    start: datetime | None = None
    end: datetime | None = None
    precision: Precision = "vague"
    anchor: str | None = None


@dataclass(frozen=True)
class KeyParty:
    """A PARTY: `who` is the handle of the actor whose words name it, `body` the handle that it acts or speaks for (else `who`)."""

    who: str
    body: str
    basis: Basis = "stated"
    mention: Span | None = None

    @property
    def handles(self) -> frozenset[str]:
        """The handles of either."""
        return frozenset((self.who, self.body))


@dataclass(frozen=True)
class KeyAttribution:
    """Source, cue and content, each in parts."""

    handle: str
    source: Spans
    cue: Spans
    content: Spans
    quoted: Quoted = "indirect"


@dataclass(frozen=True)
class KeyClaim:
    """A claim. `events` are all that it contains, those that name it in their `claim` first listed."""

    handle: str
    kind: ClaimKind
    attribution: str | None = None
    quote: Spans = ()
    speaker: KeyParty | None = None
    speaker_role: str | None = None
    accused: tuple[KeyParty, ...] = ()
    about: tuple[str, ...] = ()
    direction: Direction | None = None
    evidence: tuple[Evidence, ...] = ()
    events: tuple[str, ...] = ()
    elaborated_by: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    status: Answer = "unanswered here"


@dataclass(frozen=True)
class KeyEvent:
    """An event, its references written as handles."""

    handle: str
    type: EventType
    voice: Voice
    trigger: Span
    evidence: Spans
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[KeyParty, ...] = ()
    recipients: tuple[KeyParty, ...] = ()
    places: tuple[str, ...] = ()
    moment: str | None = None
    status: Status = "actual"
    extent: Extent = "single"
    expresses: str | None = None
    claim: str | None = None
    counts: Counts = _NO_COUNTS
