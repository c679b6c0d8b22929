"""What the accused's side says to an accusation, in the same report or in another.

Only the accused's side answers; what anybody else says is corroboration or dissent (codebook, section 5). An answer must be about the same
wrong. It shows what was said, and is no verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from importlib import resources
from typing import Literal

import yaml

from casus.corroboration.meaning import Meaning, cosine, fold
from casus.corroboration.parties import is_sort, same_party, state_of
from casus.corroboration.tellings import acting
from casus.records import Answer, Claim, Party, Reading, Span

ACCUSING = ("allege", "condemn")

ANSWERING = ("deny", "admit", "state", "reject", "allege", "assess", "recognise")
"""Kinds of claims that may answer. To demand, promise or threaten is no answer."""

WITHIN = timedelta(days=30)
"""Reports farther apart speak of another quarrel, unless it is told that the accusation was made again."""

SHARED = 4.0
"""How rare a word must be (one paragraph in fifty) that claim and answer share, names of the parties aside."""

ALIKE = 0.12
"""Cosine of pieces of words from which claim and answer speak of one matter."""

_MATTER = re.compile(
    r"\b(?:accusations?|allegations?|charges?|claims?|it|this|that|so|any (?:part|role|involvement)|reports?)\b", re.IGNORECASE
)
_OFFICE = re.compile(
    r"(?:[’']s?)? (?:[\w-]+ ){0,3}?(?:ministers?|ministry|spokes\w+|president|premier|chancellor|government|army|military|navy|police|guard"
    r"|committee|council|commander|general|colonel|embassy|ambassador|envoy|officials?|secretary|chief|forces?|service|office|cabinet)\b"
)
"""What follows a name whose officer or organ speaks."""

_WORD = re.compile(r"\w+")
_PLAIN = frozenset(
    _WORD.findall(
        "the and of for with from its his her their our spokesman spokeswoman spokesperson minister ministry government official officials "
        "chief commander general colonel president office director head deputy state national foreign interior defence defense army police "
        "forces force union group former senior party secretary prime premier military"
    )
)
"""Words of a name or an office that many bodies share: they do not show that two are one."""


def answers(claim: Claim, reading: Reading, candidate: Claim, other_reading: Reading) -> Answer | None:
    """Return what a claim answers to an accusation: `denied`, `admitted`, `contested`; None where it is no answer to it.

    Both may lie in one reading. The order in time does not matter: a denial may have been given before.
    """
    here = reading.report.id == other_reading.report.id
    if claim.kind not in ACCUSING or not claim.accused or candidate.kind not in ANSWERING or (here and claim.id == candidate.id):
        return None
    if not here and not _near(reading, other_reading):
        return None
    if not any(_answers_for(candidate, other_reading, accused, reading) for accused in claim.accused):
        return None
    said = content_words(candidate, other_reading)
    if not same_matter(content_words(claim, reading), said, here, candidate.kind):
        return None
    return stance(f"{cue_words(candidate, other_reading)} {said}", candidate.kind)


def _near(reading: Reading, other: Reading) -> bool:
    one, two = reading.report.published, other.report.published
    return one is not None and two is not None and abs(one - two) <= WITHIN


# --- who answers ------------------------------------------------------------------------------------------------------------------------


def _answers_for(candidate: Claim, other_reading: Reading, accused: Party, reading: Reading) -> bool:
    """Whether the speaker speaks for the accused today: not as a former officer, nor as the opposition, unless these are accused."""
    source, blamed = source_words(candidate, other_reading), _words_of(accused, reading)
    aside = any(pattern.search(source) and not pattern.search(blamed) for pattern in _patterns()["aside"])
    return not aside and speaks_for(candidate, other_reading, accused, reading)


def speaks_for(candidate: Claim, other_reading: Reading, accused: Party, reading: Reading) -> bool:
    """Whether the speaker of a claim is the accused, its government, organ, officer or spokesperson."""
    if candidate.speaker is None:
        return False
    blamed = acting(reading)(accused)
    speakers = _speakers(candidate, other_reading)
    if blamed is not None and any(same_party(speaker, blamed) or _one_state(speaker, blamed) for speaker in speakers):
        return True
    known = [speaker for speaker in speakers if not is_sort(speaker) and not speaker.startswith("new.")]
    if known and blamed is not None and not is_sort(blamed) and not blamed.startswith("new."):
        return False
    return bool(_stems(source_words(candidate, other_reading)) & _stems(_words_of(accused, reading)))


def _one_state(speaker: str, blamed: str) -> bool:
    """Whether both are a state or its organs: a ministry answers for its army."""
    state = state_of(blamed)
    return state is not None and state == state_of(speaker)


def _speakers(candidate: Claim, reading: Reading) -> list[str]:
    """Return who speaks: the speaker, whom a pronoun goes back to, and the body whose officer is named ("Tarandia's foreign minister")."""
    actor, mentions = acting(reading), {m.id: m for m in reading.mentions}
    source = _parts(candidate, reading, "source")
    parties = [] if candidate.speaker is None else [candidate.speaker]
    parties += [Party(mention=p.mention) for p in reading.pronouns if p.mention and any(s.offsets == p.span.offsets for s in source)]
    for span in source:
        inside = [m for m in mentions.values() if span.covers(m.span) and m.type in ("actor", "place")]
        parties += [Party(mention=m.id) for m in inside if _OFFICE.match(reading.report.text, m.span.end, span.end)]
    return list(dict.fromkeys(found for party in parties if (found := actor(party)) is not None))


def _words_of(party: Party, reading: Reading) -> str:
    quote = next((m.span.quote for m in reading.mentions if m.id == party.mention), "")
    name = next((a.name for a in reading.actors if a.id == party.actor), "")
    return f"{quote} {name}"


def _stems(words: str) -> set[str]:
    """Return the beginnings of the telling words: "Slovakia" meets "Slovak's", "mine" meets "mine's"."""
    found = [fold(word) for word in _WORD.findall(words)]
    return {word[:5] for word in found if len(word) > 3 and word not in _PLAIN}


# --- what is answered -------------------------------------------------------------------------------------------------------------------


def same_matter(accusation: str, answer: str, here: bool, kind: str = "deny") -> bool:
    """Whether an answer speaks of what was alleged: by words in common, or, in the same report, by pointing back to it."""
    one, other = Meaning.of(accusation), Meaning.of(answer)
    if cosine(one.pieces, other.pieces) >= ALIKE or any(one.rarity.get(w, 0.0) >= SHARED for w in other.rarity if w in one.rarity):
        return True
    return here and (kind in ("deny", "admit") or bool(_MATTER.search(answer)))


def content_words(claim: Claim, reading: Reading) -> str:
    """Return what a claim says, as the report words it."""
    return " ".join(span.quote for span in _parts(claim, reading, "content") or claim.quote)


def cue_words(claim: Claim, reading: Reading) -> str:
    """Return the words that hand the claim to its source."""
    return " ".join(span.quote for span in _parts(claim, reading, "cue"))


def source_words(claim: Claim, reading: Reading) -> str:
    """Return the words that name the speaker, with office."""
    parts = [span.quote for span in _parts(claim, reading, "source")]
    return " ".join([*parts, claim.speaker_role or "", _words_of(claim.speaker, reading) if claim.speaker else ""])


def _parts(claim: Claim, reading: Reading, role: Literal["source", "cue", "content"]) -> tuple[Span, ...]:
    found = next((a for a in reading.attributions if a.id == claim.attribution), None)
    parts: tuple[Span, ...] = getattr(found, role) if found else ()
    return parts


# --- what it says -----------------------------------------------------------------------------------------------------------------------


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    text = resources.files("casus.corroboration").joinpath("stances.yaml").read_text("utf-8")
    return {name: tuple(re.compile(row, re.IGNORECASE) for row in rows) for name, rows in yaml.safe_load(text).items()}


def stance(words: str, kind: str = "state") -> Answer | None:
    """Return how the accused's own words take an accusation; the kind of the claim counts where the words are silent.

    >>> stance("denied the charge"), stance("confirmed that his men fired, but at armed men"), stance("would answer in writing")
    ('denied', 'contested', None)
    >>> stance("Yes, the tests were falsified, for three years")
    'admitted'
    """
    found = {name: any(pattern.search(words) for pattern in patterns) for name, patterns in _patterns().items()}
    denies, admits = found["deny"] or kind == "deny", found["admit"] or kind == "admit"
    if found["none"] and kind not in ("deny", "admit"):
        return None
    if (denies and (admits or found["part"])) or (admits and found["but"]) or (found["part"] and found["but"]):
        return "contested"
    return "denied" if denies else "admitted" if admits else None


def combined(found: Iterable[Answer]) -> Answer:
    """Return what several answers of the accused's side come to: two voices that differ are `contested`.

    >>> combined([]), combined(["denied", "denied"]), combined(["denied", "admitted"])
    ('unanswered here', 'denied', 'contested')
    """
    kinds = set(found) - {"unanswered here"}
    return "unanswered here" if not kinds else next(iter(kinds)) if len(kinds) == 1 else "contested"
