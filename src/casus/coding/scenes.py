"""What the pair model is asked about a report: sentence by sentence, the words that may name acts and the mentions around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from casus.coding.wordlists import listed
from casus.reader import ActScore, Scene
from casus.reader.decode import Bounds
from casus.records import Claim, Mention, MentionType, Reading, Report, Span

Shares = Mapping[str, float]

Tell = Callable[[Report, Sequence[Scene]], list[list[ActScore]]]
"""What scores scenes: `Reader.tell`."""

SUBJECTS = frozenset({"he", "she", "they", "it", "we", "i", "him", "her", "them", "us", "who"})
"""Pronouns that may stand for a party. Possessives never do: "its navy" is a mention."""

SILENT = frozenset({"state", "deny"})
"""Kinds of claims that are no act of words."""

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_PARTICLE = re.compile(r" (?:up|down|off|out|away|back|apart|over)\b(?! (?:of the )?(?:\d|a|an|the)\b)")

_LIGHT = frozenset(
    """
    a an the of for to that on in with at by from over against about as up out off has have had is are was were be been being not never
    also again repeatedly strongly sharply formally publicly made make makes making issued issue issues issuing gave give gives given
    giving took take takes taken will would could may might did do does
    """.split()  # noqa: SIM905
)
"""Words of a cue that do not name the act: auxiliaries, particles, light verbs."""


@dataclass(frozen=True)
class Setting:
    """A sentence, the words in it that may name acts, and whoever may take part: mentions, and pronouns by what they go back to."""

    sentence: Span
    acts: tuple[Span, ...]
    mentions: tuple[tuple[Span, Mention], ...]

    @property
    def scene(self) -> Scene:
        """The setting as the model is asked about it."""
        marks: list[tuple[MentionType, Bounds]] = [
            (mention.type if mention.span == span else "actor", span.offsets) for span, mention in self.mentions
        ]
        return Scene(self.sentence.offsets, tuple(act.offsets for act in self.acts), tuple(marks))


def settings(reading: Reading) -> list[Setting]:
    """Return the sentences in which a word may name an act: one that the reader marked, or the cue of an attribution."""
    heads = [head_of_cue(reading, attribution.cue[0]) for attribution in reading.attributions if attribution.cue]
    acts = sorted({with_particle(reading, act) for act in (*reading.acts, *heads)}, key=lambda span: span.offsets)
    mentions = {m.id: m for m in reading.mentions}
    named = [(m.span, m) for m in reading.mentions if m.type != "weapon"]
    pronouns = [(p.span, mentions[p.mention]) for p in reading.pronouns if p.mention and p.span.quote.lower() in SUBJECTS]
    taking_part = sorted([*named, *pronouns], key=lambda pair: pair[0].offsets)
    found = []
    for sentence in reading.sentences:
        inside = _apart([act for act in acts if sentence.covers(act)])
        if inside:
            found.append(Setting(sentence, inside, tuple(pair for pair in taking_part if sentence.covers(pair[0]))))
    return found


def cues(reading: Reading) -> list[tuple[Claim, Span]]:
    """Return each claim with the first span of the cue that makes it; an outlet's own claim has none and is left out."""
    making = {attribution.id: attribution.cue for attribution in reading.attributions}
    return [(claim, cue[0]) for claim in reading.claims if (cue := making.get(claim.attribution or ""))]


def kinds_told(reading: Reading, tell: Tell) -> dict[str, Shares]:
    """Return by id of an attribution how likely its cue makes each kind of claim, as the model reads its sentence."""
    asked = settings(reading)
    scored = [
        pair for s, row in zip(asked, tell(reading.report, [s.scene for s in asked]), strict=True) for pair in zip(s.acts, row, strict=True)
    ]
    found = {}
    for attribution in reading.attributions:
        head = head_of_cue(reading, attribution.cue[0]) if attribution.cue else None
        score = next((score for act, score in scored if head and act.overlaps(head)), None)
        if score is not None and score.kind:
            found[attribution.id] = score.kind
    return found


def is_act(claim: Claim, cue: Span) -> bool:
    """Whether the cue of a claim may name an act: not where words of saying or denying state or deny ("said", "has not confirmed")."""
    return claim.kind not in SILENT or not listed("cues", cue.quote) & {*SILENT, "silent"}


def head_of_cue(reading: Reading, cue: Span) -> Span:
    """Return the word of a cue that names the act: one that the reader marked, else the last that is no particle or light verb."""
    marked = [act for act in reading.acts if cue.overlaps(act)]
    return marked[-1] if marked else reading.report.span(*telling_word(reading.report.text, cue.offsets))


def telling_word(text: str, cue: Bounds) -> Bounds:
    """Return the offsets of the last word of a cue that is no particle, auxiliary or light verb; of the whole cue where it has no word.

    >>> text = "The army has been accused of theft"
    >>> text[slice(*telling_word(text, (9, 25)))]
    'accused'
    """
    found = list(_WORD.finditer(text, *cue))
    telling = [m for m in found if m[0].lower() not in _LIGHT] or found
    return telling[-1].span() if telling else cue


def with_particle(reading: Reading, act: Span) -> Span:
    """Return an act with the particle that follows its verb: "pulled out", "led away"."""
    found = _PARTICLE.match(reading.report.text, act.end)
    return reading.report.span(act.start, found.end()) if found and " " not in act.quote else act


def _apart(acts: list[Span]) -> tuple[Span, ...]:
    """Return acts that do not overlap, the first of those that do."""
    kept: list[Span] = []
    for act in acts:
        if not kept or kept[-1].end <= act.start:
            kept.append(act)
    return tuple(kept)
