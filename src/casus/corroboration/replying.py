"""How likely one claim of a report answers another: a log-linear model over ordered pairs of claims.

Its features tell what each of the two claims is, where they stand, what they have in common, and how the speaker of the one fits those
whom the other accuses or speaks of. No name is a feature, and which of two sides is which makes no difference. `replying.json` holds the
weights (name of a feature to weight, natural logarithm of odds), fitted on short reports of our own writing: `python -m training.answers`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from math import exp, fsum
from typing import Literal, get_args

from casus.corroboration.answering import (
    ACCUSING,
    ANSWERING,
    OFFICER,
    PLAIN,
    aside,
    evades,
    side_state,
    source_words,
    speakers_of,
    stance,
    words_of,
)
from casus.corroboration.meaning import Meaning, cosine, fold
from casus.corroboration.tellings import acting
from casus.records import Answer, Attribution, Claim, Mention, Party, Reading

WEIGHTS = "replying.json"

ANSWERABLE = (*ACCUSING, "state", "assess", "deny", "reject")
"""Kinds of claims that may be answered: what the other side denies was an accusation, whatever it looked like by itself."""

STEM = 5
"""Letters by which two words are taken for one: "Slovakia", "Slovak's"."""

CUE = 6
"""Letters of a word of a cue that make a feature: "denied", "denies"."""

LONG = 3
"""Words of more letters than this are compared."""

REMEMBERED = 8192
"""Pairs of sides whose fit is kept in memory."""

FAR = 14
"""Claims that at most lie between an accusation and its answer; without a bound a long report would have very many pairs."""

ALIKE = (0.02, 0.05, 0.1, 0.15, 0.25, 0.4)
"""Cosines of pieces of words between which two contents are alike in different degrees."""

SOME, CLEARLY = 0.05, 0.1
"""The cosine from which two contents have something in common, and how much more another one must be alike."""

POINTING = re.compile(
    r"\W*(?:that\s+)?(?:(?:it|this|that|so)(?:\s+(?:is|was)(?:\s+[\w’'-]+){1,3}|\s+(?:on|in|at|as|all|again|too|\w+ly)\b[^.]{0,40})?"
    r"|(?:the|that|this|those|these|any|all|such|his|her|its|their)\s+(?:\w+\s+)?(?:accusations?|allegations?|charges?|claims?|reports?|account"
    r"|version|description|suggestion|figures?|criticism|note|statement|complaint|link|wrongdoing|part|role|involvement)\b[^.]{0,60}"
    r"|(?:any|no) such\s[^.]{0,60})",
    re.IGNORECASE,
)
"""A content that points back to what was said before: "the charge", "that account", "it"."""

_SAYS = {
    "names it": re.compile(r"\b(?:accusations?|allegations?|charges?|findings?|wrongdoing|claims?|reports?)\b", re.IGNORECASE),
    "not": re.compile(r"\b(?:no|not|never|none|nobody|nothing|neither|nor|nowhere)\b|n[’']t\b", re.IGNORECASE),
    "ours": re.compile(r"\b(?:we|ours?|us|I|my)\b", re.IGNORECASE),
}
"""Words of a content by which an answer is told."""

_SOURCES = (
    ("pronoun", re.compile(r"\W*(?:he|she|they|it|we|i)\W*$", re.IGNORECASE)),
    ("possessive", re.compile(r".*\b(?:its|their|his|her)\b", re.IGNORECASE | re.DOTALL)),
    ("indefinite", re.compile(r"\W*(?:an?|one|some)\b", re.IGNORECASE)),
    ("definite", re.compile(r"\W*the\b", re.IGNORECASE)),
    ("name", re.compile(r"\W*[A-ZÀ-Þ]")),
    ("bare", re.compile(r"\W*\w")),
)
"""Forms of the words that name a speaker, the first that fits."""

_GOES_BACK = ("pronoun", "possessive", "indefinite", "definite", "bare")
"""Forms that may go back to somebody named before: "its commander", "the group", "a spokeswoman"."""

_BOTH = re.compile(r"\s*(?:both|each|neither|all|none)\b", re.IGNORECASE)
"""Whoever speaks for both sides answers for neither."""

_WORD = re.compile(r"[^\W\d_]+")

Fit = Literal["same", "state", "stem", "noun", "open", "other", "none"]
"""How two sides fit, best first: one actor, one state, a telling word or any noun in common, not known, known to be two, nobody there."""

FITTING: tuple[Fit, ...] = ("same", "state", "stem", "noun")
"""Where something says that two sides are one."""


@dataclass(frozen=True)
class Side:
    """Who somebody is, as far as the report tells: actors, their states, the beginnings of telling words and of all nouns."""

    actors: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()

    @cached_property
    def known(self) -> bool:
        """Whether this is somebody of whom more is known than the report says."""
        return bool(self.states) or any(not actor.startswith(("one.", "new.")) for actor in self.actors)

    def fit(self, other: Side) -> Fit:
        """Return how this side fits another; the order does not matter."""
        return _fit(self, other)

    def best_fit(self, others: Iterable[Side]) -> Fit:
        """Return the best fit with any of some sides, `none` where there are none."""
        return min((self.fit(other) for other in others), key=get_args(Fit).index, default="none")


@lru_cache(REMEMBERED)
def _fit(one: Side, other: Side) -> Fit:
    shared: tuple[tuple[Fit, frozenset[str]], ...] = (
        ("same", one.actors & other.actors),
        ("state", one.states & other.states),
        ("stem", one.stems & other.stems),
        ("noun", one.nouns & other.nouns),
    )
    return next((name for name, found in shared if found), "other" if one.known and other.known else "open")


@dataclass(frozen=True, eq=False)
class Told:
    """A claim where it stands: its number among the report's claims in text order, its sentence, and whom it is of, against and about.

    `told_of` are the mentions inside its content that can act, `before` whoever is named last before its source. `form` is the form of
    the source, `aside` whether that names somebody of the opposition or out of office, `answers` whether the claim may answer anything.
    `words` are those of cue and content, `taken` is how they take an accusation, `points` whether the content only points back, `pieces`
    what it is compared by. `accusing` and `replying` are the claim's own features on either side of a pair.
    """

    claim: Claim
    number: int
    sentence: int
    speaker: Side
    accused: tuple[Side, ...]
    told_of: tuple[tuple[Mention, Side], ...]
    before: tuple[Side, ...]
    form: str
    answers: bool
    aside: bool
    words: str
    taken: Answer | None
    points: bool
    pieces: Mapping[str, float]
    accusing: frozenset[str]
    replying: frozenset[str]


@dataclass(frozen=True, eq=False)
class Pair:
    """An accusation, or what may be one, with what may answer it."""

    accusation: Told
    reply: Told
    features: frozenset[str]

    def chance(self, weights: Mapping[str, float]) -> float:
        """Return how likely the reply answers the accusation, from 0 to 1, by weights of features; those without one count nothing."""
        return 1 / (1 + exp(-fsum(weights.get(name, 0.0) for name in self.features)))


@cache
def shipped_weights() -> Mapping[str, float]:
    """Return the weights of features that casus ships."""
    found: dict[str, float] = json.loads(resources.files("casus.corroboration").joinpath(WEIGHTS).read_text("utf-8"))
    return found


def pairs(reading: Reading) -> Iterator[Pair]:
    """Yield the pairs of claims of a reading of which the second may answer the first; claims without an attribution are left out.

    Nobody answers who is known to be somebody else than the accused, who stands aside of them (a former officer, the opposition), who
    speaks for both sides, or who says nothing to the matter.
    """
    told = _Teller(reading).told
    alike = cache(lambda one, other: cosine(told[one].pieces, told[other].pieces))
    for accusation in told:
        if accusation.claim.kind in ANSWERABLE:
            near = [one for one in told[max(0, accusation.number - FAR) : accusation.number + FAR + 1] if one is not accusation]
            blamed = " ".join(words_of(party, reading) for party in accusation.claim.accused)
            replies = [one for one in near if one.answers and not (one.aside and aside(one.claim, reading, blamed))]
            fits = {reply.number: reply.speaker.best_fit(accusation.accused) for reply in replies}
            own = [reply for reply in replies if fits[reply.number] != "other"]
            yield from (Pair(accusation, reply, _features(accusation, reply, told, fits, alike)) for reply in own)


def _features(
    accusation: Told, reply: Told, told: Sequence[Told], fits: Mapping[int, Fit], likeness: Callable[[int, int], float]
) -> frozenset[str]:
    """Return the names of the features of a pair; `fits` tells how every speaker fits the accused, by number of claim.

    `likeness` is the cosine of two claims by their numbers, the lower first.
    """
    accused, of, speakers = (
        fits[reply.number],
        reply.speaker.best_fit(s for _, s in accusation.told_of),
        reply.speaker.fit(accusation.speaker),
    )
    order = "after" if accusation.number < reply.number else "before"
    low, high = sorted((accusation.number, reply.number))
    between = told[low + 1 : high]
    gap = abs(reply.sentence - accusation.sentence)
    alike = likeness(low, high)
    near = told[max(0, reply.number - FAR) : reply.number + FAR + 1]
    others = [one for one in near if one.claim.kind in ACCUSING and one is not accusation and one is not reply]
    found = {
        "bias",
        f"accused {accused}",
        f"accused {accused}, speakers {speakers}",
        f"accused {accused}, reply {reply.claim.kind}",
        f"told of {of}",
        f"told of {of}, accusation {accusation.claim.kind}",
        f"speakers {speakers}",
        f"kinds {accusation.claim.kind}, {reply.claim.kind}",
        f"{order} {min(gap, 6)}",
        f"{order} with {min(len(between), 4)} between",
        f"{order} with {min(sum(one.claim.kind in ACCUSING for one in between), 3)} accusations between",
        f"{order} with {min(sum(one.claim.kind in ('deny', 'admit') for one in between), 3)} answers between",
        f"takes it {reply.taken}, alike {alike > SOME}",
        *(f"alike {least}" for least in ALIKE if alike > least),
    }
    if any(likeness(*sorted((one.number, reply.number))) > alike + CLEARLY for one in others):
        found.add("another accusation is more alike")
    if reply.points and any(accusation.number < one.number < reply.number for one in others):
        found.add("points, accusation between")
    if reply.points:
        found.add(f"points {order} {min(gap, 3)}")
    if any(one.speaker.fit(reply.speaker) in ("same", "state") for one in between):
        found.add(f"{order}, who replies speaks between")
    if any(one.speaker.fit(accusation.speaker) in ("same", "state") for one in between):
        found.add(f"{order}, who accuses speaks between")
    if accused not in FITTING and any(fit in FITTING for number, fit in fits.items() if number != reply.number):
        found.add("somebody else speaks for the accused")
    if reply.form in _GOES_BACK and reply.before:
        found.add(f"{reply.form}, before {reply.before[0].best_fit((*accusation.accused, *(s for _, s in accusation.told_of)))}")
    return frozenset(found | accusation.accusing | reply.replying)


class _Teller:
    """Tells the claims of one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.actor = reading, acting(reading)
        self.starts = [sentence.start for sentence in reading.sentences]
        self.mentions = sorted((m for m in reading.mentions if m.type in ("actor", "person", "place")), key=lambda m: m.span.start)

    @cached_property
    def told(self) -> list[Told]:
        """The claims in text order."""
        attributions = {a.id: a for a in self.reading.attributions if a.cue}
        placed = [(c, attributions[c.attribution]) for c in self.reading.claims if c.attribution in attributions]
        placed.sort(key=lambda found: (found[1].cue[0].start, min((s.start for s in found[1].content), default=0)))
        return [self._tell(number, claim, attribution) for number, (claim, attribution) in enumerate(placed)]

    def _tell(self, number: int, claim: Claim, attribution: Attribution) -> Told:
        cue, content, source = (" ".join(s.quote for s in part) for part in (attribution.cue, attribution.content, attribution.source))
        at = min(span.start for span in (*attribution.source, attribution.cue[0]))
        told_of = [m for m in self.mentions if any(span.covers(m.span) for span in attribution.content)]
        before = [m for m in self.mentions if m.span.end <= at and m.type != "place"]
        form = next((name for name, pattern in _SOURCES if pattern.match(source)), "none")
        points = POINTING.fullmatch(content.rstrip(' .,”"')) is not None
        words = f"{cue} {content}"
        taken = stance(words)
        both = {f"kind {claim.kind}", f"takes it {taken}", f"source {form}", f"type {claim.source_type}"}
        accusing = both | {f"accuses {min((p.basis for p in claim.accused), default=None)}", f"tells of {bool(told_of)}"}
        replying = both | {name for name, pattern in _SAYS.items() if pattern.search(content)} | self._cue(cue)
        replying |= {"points"} if points else set()
        replying |= {"officer"} if OFFICER.search(source) else set()
        speakers = [*speakers_of(claim, self.reading), claim.speaker.actor if claim.speaker else None]
        return Told(
            claim=claim,
            number=number,
            sentence=bisect_right(self.starts, attribution.cue[0].start),
            speaker=self._side(speakers, source_words(claim, self.reading)),
            accused=tuple(self._side([self.actor(p)], words_of(p, self.reading)) for p in claim.accused),
            told_of=tuple((m, self._side_of(m)) for m in told_of),
            before=tuple(self._side_of(m) for m in before[-1:]),
            form=form,
            answers=claim.kind in ANSWERING and not evades(words) and not _BOTH.match(source),
            aside=aside(claim, self.reading),
            words=words,
            taken=taken,
            points=points,
            pieces=Meaning.of(content).pieces,
            accusing=frozenset(f"accusation: {name}" for name in accusing),
            replying=frozenset(f"reply: {name}" for name in replying),
        )

    def _cue(self, cue: str) -> set[str]:
        return {f"cue {word[:CUE]}" for word in map(fold, _WORD.findall(cue)) if word not in self._names}

    @cached_property
    def _names(self) -> frozenset[str]:
        named = (m.span.quote for m in self.reading.mentions if m.type in ("person", "place") or m.span.quote[:1].isupper())
        return frozenset(fold(word) for quote in named for word in _WORD.findall(quote))

    def _side_of(self, mention: Mention) -> Side:
        return self._side([self.actor(Party(mention=mention.id))], mention.span.quote)

    def _side(self, actors: Iterable[str | None], words: str) -> Side:
        known = frozenset(actor for actor in actors if actor)
        states = frozenset(state for actor in known if (state := side_state(actor, self.reading)))
        long = [word for word in map(fold, _WORD.findall(words)) if len(word) > LONG]
        return Side(known, states, frozenset(w[:STEM] for w in long if w not in PLAIN), frozenset(w[:STEM] for w in long))
