"""What the words of a report name, and which part of it somebody is made to say."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from casus.records.record import Record
from casus.records.text import Span

MentionType = Literal["actor", "person", "place", "moment", "weapon"]
Quoted = Literal["direct", "indirect", "mixed"]


class Candidate(Record):
    """One reading of a mention or pronoun: the id of an actor, place or mention, and how likely it is among the candidates."""

    id: str
    score: float = Field(ge=0, le=1)


class Mention(Record):
    """A span that names an actor, person, place, moment or weapon.

    `type` says what the words name: "Islamabad" is a place; when it acts or is acted upon, `acts_for` names the government.
    """

    id: str
    span: Span
    type: MentionType
    resolved: str | None = Field(default=None, description="id of the actor or place, null where not certain")
    acts_for: str | None = Field(default=None, description="actor that a place stands for when it acts")
    candidates: tuple[Candidate, ...] = Field(default=(), description="best first")

    @model_validator(mode="after")
    def _ranked(self) -> Mention:
        scores = [c.score for c in self.candidates]
        if scores != sorted(scores, reverse=True):
            raise ValueError(f"candidates of {self.span.quote!r} are not ranked best first")
        if self.acts_for is not None and self.type != "place":
            raise ValueError(f"only a place acts for somebody else: {self.span.quote!r} is of type {self.type}")
        return self


class Pronoun(Record):
    """A pronoun that stands for somebody, and the mention that it goes back to: in "its navy" and "we" too. It is no mention itself.

    `we` and `I` in a quotation go back to whoever is made to speak.
    """

    span: Span
    mention: str | None = Field(default=None, description="id of the mention that it goes back to, null where not certain")
    candidates: tuple[Candidate, ...] = Field(default=(), description="ids of mentions, best first")

    @model_validator(mode="after")
    def _ranked(self) -> Pronoun:
        scores = [c.score for c in self.candidates]
        if scores != sorted(scores, reverse=True):
            raise ValueError(f"candidates of {self.span.quote!r} are not ranked best first")
        return self


class Attribution(Record):
    """Text structure: the content that a cue ties to a source. A source may be missing; one attribution may lie in another's content."""

    id: str
    source: tuple[Span, ...] = Field(default=(), description="empty where nobody is named ('has faced accusations of')")
    cue: tuple[Span, ...]
    content: tuple[Span, ...] = Field(description="in text order; several parts where the cue stands between them")
    quoted: Quoted

    @model_validator(mode="after")
    def _ordered(self) -> Attribution:
        if not self.cue and not self.content:
            raise ValueError("an attribution has a cue or a content")
        for part in (self.source, self.cue, self.content):
            if any(a.end > b.start for a, b in pairwise(part)):
                raise ValueError(f"parts of an attribution overlap or are out of order: {[s.quote for s in part]}")
        return self
