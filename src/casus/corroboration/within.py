"""Answers within one report: each accusation gets its status, each answer names what it answers.

Who may answer, and what counts as an answer, is the rule that holds across reports (`answers`). Within a report an answer is meant for
what it speaks of: the accusations whose words it takes up; else, of a denial, the one right before it, with all that say the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from casus.corroboration.answering import (
    ACCUSING,
    ANSWERING,
    answers,
    aside,
    combined,
    content_words,
    cue_words,
    side_of_actor,
    source_words,
    speaks_for,
    stance,
)
from casus.corroboration.meaning import fold, rarity_of
from casus.corroboration.parties import is_sort, state_of
from casus.records import Answer, Attribution, Claim, Reading

REACH = 700
"""Characters between an accusation and an answer that does not take up its words: "denies it", "there is nothing to it"."""

TELLING = 3.5
"""How rare a word must be (one paragraph in thirty) for an answer to take up an accusation by it; names aside."""

STEM = 5
"""Letters by which two words are taken for one: "bribed", "bribes"."""

FEW = 3
"""Telling words from which an accusation says itself what it is about; with fewer its sentence does."""

_POINTING = re.compile(
    r"\W*(?:that\s+)?(?:(?:it|this|that|so)(?:\s+(?:is|was)(?:\s+[\w’'-]+){1,3}|\s+(?:on|in|at|as|all|again|too|\w+ly)\b[^.]{0,40})?"
    r"|(?:the|that|this|those|these|any|all|such|his|her|its|their)\s+(?:\w+\s+)?(?:accusations?|allegations?|charges?|claims?|reports?|account"
    r"|version|description|suggestion|criticism|note|complaint|link|wrongdoing|part|role|involvement)\b[^.]{0,60}"
    r"|(?:any|no) such\s[^.]{0,60})",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\s*(?:both|each|neither|all|none)\b", re.IGNORECASE)
"""Whoever speaks for both sides answers for neither."""

_OWN_VOICE = ("party", "company", "armed group", "ngo", "media")
"""Kinds of actors for whom no office of a state speaks."""

_DENIES = re.compile(r"\b(?:den(?:y|ies|ied|ying)|reject|dismiss|refut|disput)", re.IGNORECASE)
_NAMES_IT = re.compile(r"\b(?:accusations?|allegations?|charges?|findings?|wrongdoing)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}")


def code_answers(reading: Reading) -> Reading:
    """Return the reading with `status` on the claims that accuse somebody and `answers` on the claims of the accused's side."""
    given: dict[str, list[Answer]] = defaultdict(list)
    answering: dict[str, list[str]] = defaultdict(list)
    for claim, candidate, found in _Within(reading).found():
        if claim.id not in answering[candidate.id]:
            given[claim.id].append(found)
            answering[candidate.id].append(claim.id)
    claims = []
    for claim in reading.claims:
        update: dict[str, Any] = {"status": combined(given.get(claim.id, ())), "answers": tuple(answering.get(claim.id, ()))}
        claims.append(claim.model_copy(update=update))
    return reading.model_copy(update={"claims": tuple(claims)})


@dataclass(frozen=True)
class _Placed:
    """A claim with its attribution, where its cue stands, and the stems of its telling words."""

    claim: Claim
    attribution: Attribution
    at: int
    stems: frozenset[str]


class _Within:
    """Finds the answers of one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.names = {
            fold(w) for m in reading.mentions if m.type in ("person", "place") or m.span.quote[:1].isupper() for w in _words(m.span.quote)
        }
        attributions = {a.id: a for a in reading.attributions if a.cue}
        placed = [self._place(c, attributions[c.attribution]) for c in reading.claims if c.attribution in attributions]
        self.placed = sorted(placed, key=lambda p: p.at)

    def _place(self, claim: Claim, attribution: Attribution) -> _Placed:
        at = attribution.cue[0].start
        stems = self._stems(content_words(claim, self.reading))
        if claim.kind in ACCUSING and len(stems) < FEW:
            stems |= self._stems(next((s.quote for s in self.reading.sentences if s.start <= at < s.end), ""))
        return _Placed(claim, attribution, at, stems)

    def _stems(self, text: str) -> frozenset[str]:
        """Return the stems of the telling words of a text: rare enough, and no names."""
        found = (fold(word) for word in _words(text))
        return frozenset(word[:STEM] for word in found if word not in self.names and rarity_of(word) >= TELLING)

    @cached_property
    def accusations(self) -> list[_Placed]:
        """The claims that accuse somebody, in text order."""
        return [p for p in self.placed if p.claim.kind in ACCUSING and p.claim.accused]

    def found(self) -> Iterator[tuple[Claim, Claim, Answer]]:
        """Yield each accusation with each claim that answers it, and how."""
        for candidate in self.placed if self.accusations else ():
            if candidate.claim.kind not in ANSWERING:
                continue
            matched = [(p, how) for p in self.accusations if (how := answers(p.claim, self.reading, candidate.claim, self.reading))]
            hows = {p.claim.id: how for p, how in matched if how != "unanswered here"}
            chosen = self._meant(candidate, [p for p, _ in matched if p.claim.id in hows])
            yield from ((p.claim, candidate.claim, hows[p.claim.id]) for p in chosen)
            if not matched:
                yield from self._pointing(candidate)

    def _meant(self, candidate: _Placed, matched: Sequence[_Placed]) -> list[_Placed]:
        """Return the accusations that an answer is meant for, of those against the side that speaks."""
        strong = candidate.claim.kind in ("deny", "admit") or _NAMES_IT.search(content_words(candidate.claim, self.reading)) is not None
        if not matched or (strong and len(matched) == 1 and self._near(matched[0], candidate)):
            return list(matched)
        points = _points(candidate.claim, self.reading)
        taken_up = [] if points else [p for p in matched if p.stems & candidate.stems]
        if taken_up:
            return [p for p in matched if any(p is one or self._one_matter(p, one) for one in taken_up)]
        if not strong:
            return []
        before = [p for p in matched if p.at < candidate.at and self._near(p, candidate)]
        last = before[-1] if before else next((p for p in matched if self._near(p, candidate)), None)
        return [p for p in matched if last is not None and (p is last or self._one_matter(p, last))]

    def _near(self, accusation: _Placed, candidate: _Placed) -> bool:
        """Whether an answer stands near an accusation after it, in its sentence before it, or in the title."""
        title = self.reading.report.title
        if title is not None and (title.start <= candidate.at < title.end or title.start <= accusation.at < title.end):
            return True
        if accusation.at <= candidate.at:
            return candidate.at - accusation.at < REACH
        return not re.search(r"[.!?]\W*\s", self.reading.report.text[candidate.at : accusation.at])

    def _one_matter(self, one: _Placed, other: _Placed) -> bool:
        """Whether two accusations of one side are about one wrong: one sums up the other, or they share a telling word."""
        if one.claim.id in other.claim.elaborated_by or other.claim.id in one.claim.elaborated_by:
            return True
        speakers = [side_of_actor(p.claim.speaker.actor if p.claim.speaker else None, self.reading) for p in (one, other)]
        return speakers[0] is not None and speakers[0] == speakers[1] and bool(one.stems & other.stems)

    def _pointing(self, candidate: _Placed) -> Iterator[tuple[Claim, Claim, Answer]]:
        """Yield a denial that only points back, or that an office gives, with the accusation right before it.

        Who denies "it", and the spokesman who answers at once, are heard as the accused's side; not so where the accused is known to be
        somebody else, nor where the speaker is of the opposition or out of office. Who owns to what was just alleged speaks for them.
        """
        claim = candidate.claim
        official = claim.kind in ("deny", "admit") and claim.source_type == "official"
        points = claim.kind == "deny" and (_points(claim, self.reading) or self._denies_at_once(candidate))
        owns = claim.kind == "admit"
        if not (points or official or owns) or aside(claim, self.reading) or _BOTH.match(source_words(claim, self.reading)):
            return
        before = [p for p in self.accusations if p.at < candidate.at < p.at + REACH]
        last = before[-1] if before else None
        if last is None or not (_may_speak(self.reading, last.claim, claim) or (owns and self._owns(last, candidate))):
            return
        found = stance(f"{cue_words(claim, self.reading)} {content_words(claim, self.reading)}", claim.kind)
        if found is not None:
            yield last.claim, claim, found

    def _denies_at_once(self, candidate: _Placed) -> bool:
        """Whether a claim with a word of denial comes next after an accusation."""
        before = [p for p in self.placed if p.at < candidate.at]
        next_to_it = bool(before) and before[-1].claim.kind in ACCUSING and candidate.at - before[-1].at < REACH
        return next_to_it and _DENIES.search(cue_words(candidate.claim, self.reading)) is not None

    def _owns(self, accusation: _Placed, candidate: _Placed) -> bool:
        """Whether somebody not known to be of another side owns to the very thing that was alleged."""
        speaker, accuser = candidate.claim.speaker, accusation.claim.speaker
        if speaker is None or (accuser is not None and accuser.mention == speaker.mention) or not accusation.stems & candidate.stems:
            return False
        return speaker.actor is None or is_sort(speaker.actor) or speaker.actor.startswith("new.")


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _points(claim: Claim, reading: Reading) -> bool:
    """Whether a claim points back to what was said, without saying it again: "it", "that account"."""
    return _POINTING.fullmatch(content_words(claim, reading).rstrip(' .,”"')) is not None


def _may_speak(reading: Reading, claim: Claim, candidate: Claim) -> bool:
    """Whether nothing known speaks against the speaker being of the accused's side."""
    if candidate.speaker is None:
        return candidate.kind == "deny" and _points(candidate, reading)
    if claim.speaker is not None and claim.speaker.actor is not None and claim.speaker.actor == candidate.speaker.actor:
        return False
    if any(speaks_for(candidate, reading, accused, reading) for accused in claim.accused):
        return True
    own = state_of(candidate.speaker.actor) if candidate.speaker.actor else None
    others = {state for accused in claim.accused if accused.actor and (state := state_of(accused.actor)) is not None}
    kinds = {a.id: a.kind for a in reading.actors}
    named = {m.id for m in reading.mentions if m.type == "person" or (m.type == "actor" and m.span.quote[:1].isupper())}
    if own is not None and not others and any(a.mention in named or kinds.get(a.actor or "") in _OWN_VOICE for a in claim.accused):
        return False
    return own is None or not others
