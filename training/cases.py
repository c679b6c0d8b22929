"""What the pair model learns from: given pairs of parties, and sentences with their acts, from every source."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import get_args

from casus.coding.scenes import telling_word
from casus.evaluation.datasets import Bounds, read_conll
from casus.evaluation.keys.quotes import find
from casus.evaluation.plv import MERGED, YIELD, GivenPair, read_plv
from casus.reader import SpanModel as Spans
from casus.reader.frames import PARTY, Mark
from casus.reader.pairs import Scene, touching
from casus.reader.sentences import sentences
from casus.reader.words import words
from casus.records import MentionType, ontology
from casus.records.events import EVENT_TYPES, Status, Voice
from training.corpus import FOLDER, Row, Told
from training.kinds import table

TYPES, STATUSES, VOICES = EVENT_TYPES, get_args(Status), get_args(Voice)
PARTS = ("none", "actor", "recipient", "place", "moment")
"""What a mention is to an act."""

MUTUAL = ("AGREE", "CONSULT", "COOPERATE", "ASSAULT")
"""Types that A may well do with or to B while B does them to A: the reverse of such a pair is unknown, not negative."""

FALSE_ACTS = 0.8
"""Words that name no act, marked for each one that does."""

PRONOUN = re.compile(r"\b(?:he|she|they|it|we|I|him|her|them|us|who)\b", re.IGNORECASE)
SUBJECTS, OBJECTS = frozenset(("he", "she", "they", "it", "we", "i")), frozenset(("him", "her", "them", "it", "us"))

CONTRAST = Path(__file__).parent.parent / "tests/golden/contrast"


@dataclass(frozen=True)
class Case:
    """A text with one or two parties, and what is known of them; None where nothing is.

    `ab` and `ba` are the types that may hold of A on B and of B on A, `any_ab` and `any_ba` whether any event does.
    """

    text: str
    a: Bounds | None = None
    b: Bounds | None = None
    ab: tuple[str, ...] | None = None
    ba: tuple[str, ...] | None = None
    any_ab: bool | None = None
    any_ba: bool | None = None
    quad: int | None = None
    weight: float = 1.0

    @property
    def marks(self) -> list[Mark]:
        """The marks of the frame."""
        return [(PARTY, party) for party in (self.a, self.b) if party]

    @cached_property
    def group(self) -> str:
        """The sentence without case and punctuation: what must not stand in two folds."""
        return normalised(self.text)


@dataclass(frozen=True)
class Act:
    """A word that may name an act, and what is known of it: None where nothing is. `parts` has one entry a mention of its scene.

    `kind` is that of the claim whose cue the word is, `none` where the attribution makes none.
    """

    span: Bounds
    any: bool | None
    type: str | None = None
    status: str | None = None
    voice: str | None = None
    parts: tuple[str | None, ...] = ()
    kind: str | None = None


@dataclass(frozen=True)
class SceneCase:
    """A sentence with its mentions and the words in it that may name acts."""

    text: str
    within: Bounds
    acts: tuple[Act, ...]
    mentions: tuple[tuple[MentionType, Bounds], ...] = ()

    @property
    def marks(self) -> list[Mark]:
        """The marks of the frame, acts first."""
        return Scene(self.within, tuple(act.span for act in self.acts), self.mentions).marks


Cases = list[Case | SceneCase]


def normalised(text: str) -> str:
    """Return letters and digits of a text, lower case."""
    return re.sub(r"\W+", " ", text.lower()).strip()


def fold_of(text: str, folds: int) -> int:
    """Return the fold of a sentence, the same in every file and run."""
    return int(hashlib.sha256(normalised(text).encode()).hexdigest(), 16) % folds


def plover(data: Path) -> list[Case]:
    """Return the pairs of `plv_train`; YIELD stands for CONCEDE or RETREAT."""
    return [_plover(pair) for pair in read_plv(data / "events/plv_train.tsv")]


def likewise(table: Path = FOLDER / "pairs.tsv") -> list[Case]:
    """Return our own sentences with a given pair, whose labels follow the conventions of `plv_train` and not those of the codebook."""
    return [_plover(pair) for pair in read_plv(table)]


def _plover(pair: GivenPair) -> Case:
    types = MERGED if pair.type == YIELD else (pair.type,)
    reverse = False if pair.source and pair.target and pair.type not in MUTUAL else None
    return Case(pair.text, pair.source, pair.target, types, any_ab=True, any_ba=reverse, quad=pair.quad)


def coded(data: Path) -> list[Case]:
    """Return ConfliBERT's sentences whose two sides are marked, with their quad class."""
    quads = dict(quad_classes(data))
    classes = {normalised(text): quad for text, quad in quads.items()}
    cases = []
    for sentence in read_conll(data / "events/cameo_spans_train.conll"):
        source, target = (sentence.layers.get(k, []) for k in ("S", "T"))
        quad = classes.get(normalised(sentence.text))
        if source and target and quad:
            cases.append(Case(sentence.text, source[0], target[0], any_ab=True, quad=quad))
    return cases


def eventless(data: Path) -> list[Case]:
    """Return ConfliBERT's sentences of class 0: the first two mentions that the shipped span model finds in each, without an event."""
    spans, cases = Spans(), []
    for text, quad in quad_classes(data):
        if quad == 0:
            found = spans.label(text)
            parties = sorted({*found["actor"], *found["person"], *found["place"]})
            cases += [Case(text, a, b, any_ab=False, any_ba=False) for a, b in list(pairwise(parties))[:1]]
    return cases


def quad_classes(data: Path) -> list[tuple[str, int]]:
    """Return ConfliBERT's sentences with their quad class, 0 where there is no event."""
    with (data / "events/cameo_class_train.tsv").open(encoding="utf-8") as file:
        return [(text, int(quad)) for text, quad in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def synthetic(data: Path) -> list[Case]:
    """Return the titles of machine-written stories with their type, at a tenth of the weight and without marks."""
    with gzip.open(data / "events/ngec_synthetic.csv.gz", "rt", encoding="utf-8") as file:
        titles = {row["prompt"].split("\n")[0]: row["label"] for row in csv.DictReader(file)}
    return [Case(title, ab=(label,), weight=0.1) for title, label in sorted(titles.items()) if label in TYPES]


def contrasts() -> Cases:
    """Return the tune halves of the contrast sets of status, voice and pairs without an event."""
    cases: Cases = []
    for name in ("status_tune", "voice", "none"):
        for line in (CONTRAST / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            text = row["text"]
            if row.get("split", "tune") != "tune":
                continue
            if name == "none":
                a, b = (find(text, row[party], first=True) for party in ("a", "b"))
                cases.append(Case(text, a, b, any_ab=False, any_ba=False))
            else:
                act = Act(find(text, row["trigger"], first=True), True, row["type"], row.get("status"), row.get("voice"))
                cases.append(SceneCase(text, _sentence(text, act.span), (act,)))
    return cases


def _sentence(text: str, span: Bounds) -> Bounds:
    return next((s for s in sentences(text) if s[0] <= span[0] and span[1] <= s[1]), (0, len(text)))


def attributions() -> list[SceneCase]:
    """Return the attributions of `training/kinds.tsv`, each written out as a sentence."""
    found = []
    for kind, source, cue, content in table():
        text = " ".join(part for part in (source, cue, content) if part)
        at = len(source) + 1 if source else 0
        act = Act(telling_word(text, (at, at + len(cue))), None, kind=kind)
        found.append(SceneCase(text, (0, len(text)), (act,)))
    return found


def own(texts: Iterable[Row]) -> list[Case]:
    """Return the pairs that our own rows hold: parties of events, both ways, and pairs without an event."""
    cases = []
    for row in texts:
        for event in row.events:
            cases += _pairs(event, Case(row.text, quad=quad_of(event.type)))
        cases += [Case(row.text, a, b, any_ab=False) for a, b in row.none]
    return cases


def _mutual(event: Told) -> bool:
    return not event.recipients and len(event.actors) > 1


def _pairs(event: Told, told: Case) -> list[Case]:
    types, mutual = (event.type,), _mutual(event)
    others = event.actors if mutual else event.recipients
    reverse = True if mutual else None if event.type in MUTUAL else False
    known = replace(told, ab=types, ba=types if mutual else None, any_ab=True, any_ba=reverse)
    return [replace(known, a=a, b=b) for a in event.actors for b in others if (a < b if mutual else a != b)]


class Scenes:
    """The sentences of our own rows, with their acts; words that name none are drawn anew each time."""

    def __init__(self, texts: Sequence[Row]) -> None:
        self.sentences = [_Sentence(row, within) for row in texts for within in sentences(row.text)]
        self.tempting = frozenset(row.text[s:e].lower() for row in texts for event in row.events for s, e in (event.trigger, *event.also))

    def draw(self, rng: random.Random) -> list[SceneCase]:
        """Return every sentence that has an act, and some of the others, each with words that name no act."""
        scenes = [self._scene(sentence, rng) for sentence in self.sentences]
        return [scene for scene in scenes if scene.acts]

    def _scene(self, sentence: _Sentence, rng: random.Random) -> SceneCase:
        acts = dict(sentence.acts)
        wanted = sum(rng.random() < FALSE_ACTS for _ in range(max(1, len(acts))))
        free = list(sentence.free)
        rng.shuffle(free)
        text = sentence.row.text
        for span in sorted(free, key=lambda w: text[slice(*w)].lower() not in self.tempting)[:wanted]:
            acts[span] = Act(span, False, parts=(None,) * len(sentence.marked))
        return SceneCase(text, sentence.within, tuple(acts[span] for span in sorted(acts)), sentence.marked)


class _Sentence:
    """One sentence of a row: its mentions and pronouns, the acts in it with the part of each, and the words that name no act."""

    def __init__(self, row: Row, within: Bounds) -> None:
        self.row, self.within = row, within
        self.tied = any(event.places or event.moment for event in row.events)
        kinds: tuple[MentionType, ...] = ("actor", "person", "place", "moment")
        mentions = [(kind, b) for kind in kinds for b in row.spans[kind] if _holds(within, b)]
        taken = [b for _, b in mentions]
        self.pronouns = [m.span() for m in PRONOUN.finditer(row.text, *within) if not any(touching(m.span(), b) for b in taken)]
        actors: list[tuple[MentionType, Bounds]] = [("actor", b) for b in self.pronouns]
        self.marked = tuple(sorted([*mentions, *actors], key=lambda m: m[1]))
        told = [(event, span) for event in row.events for span in (event.trigger, *event.also)]
        self.acts: dict[Bounds, Act] = {}
        for event, span in told:
            if _holds(within, span):
                parts = tuple(self._part(event, span, *mention) for mention in self.marked)
                self.acts.setdefault(span, Act(span, True, event.type, event.status, event.voice, parts))
        for (_, cue, _), claim in zip(row.says, row.made, strict=True):
            if claim.kind and cue and _holds(within, cue[0]):
                self._take_cue(cue[0], claim.kind)
        busy = [*taken, *self.acts, *(span for _, span in told)]
        found = [(within[0] + s, within[0] + e) for s, e in words(row.text[slice(*within)])]
        self.free = [w for w in found if row.text[w[0]].isalpha() and w[1] - w[0] > 3 and not any(touching(w, b) for b in busy)]

    def _take_cue(self, cue: Bounds, kind: str) -> None:
        """Keep the kind of a claim with the word of its cue that names the act, or would."""
        named = [act for act in self.acts if touching(act, cue)]
        span = max(named) if named else telling_word(self.row.text, cue)
        if not any(touching(span, mention) for _, mention in self.marked):
            unknown: tuple[str | None, ...] = (None,) * len(self.marked)
            self.acts[span] = replace(self.acts.get(span, Act(span, False, parts=unknown)), kind=kind)

    def _part(self, event: Told, act: Bounds, kind: MentionType, mention: Bounds) -> str | None:
        """Return what a mention, or a pronoun, is to an event told by `act`; None where the row does not say."""
        if mention in self.pronouns:
            return self._part_of_pronoun(event, act, mention)
        for part, spans in (("actor", event.actors), ("recipient", event.recipients), ("place", event.places), ("moment", (event.moment,))):
            if mention in spans:
                return part
        unsaid = act != event.trigger or (kind in ("place", "moment") and not self.tied)
        return None if unsaid else "none"

    def _part_of_pronoun(self, event: Told, act: Bounds, pronoun: Bounds) -> str | None:
        """Return the part of the one pronoun that can stand for a party whom the sentence does not name: subject before, object after."""
        subjects = [p for p in self.pronouns if p[1] <= act[0] and self._word(p) in SUBJECTS]
        objects = [p for p in self.pronouns if p[0] >= act[1] and self._word(p) in OBJECTS]
        if self._elsewhere(event.actors) and subjects == [pronoun]:
            return "actor"
        return "recipient" if self._elsewhere(event.recipients) and objects == [pronoun] else None

    def _word(self, span: Bounds) -> str:
        return self.row.text[slice(*span)].lower()

    def _elsewhere(self, parties: Sequence[Bounds]) -> bool:
        return bool(parties) and not any(_holds(self.within, b) for b in parties)


def _holds(within: Bounds, span: Bounds) -> bool:
    return within[0] <= span[0] and span[1] <= within[1]


def quad_of(kind: str) -> int:
    """Return the quad class 1–4 of a type."""
    return ontology().types[kind].quad
