"""What the accused's side says to an accusation, in the same report or in another.

Only the accused's side answers; what anybody else says is corroboration or dissent (codebook, section 5). An answer must be about the same
wrong. It shows what was said, and is no verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache, lru_cache
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

REMEMBERED = 4096
"""Words whose stand is kept in memory: each claim of a report is asked about with every other."""

ALIKE = 0.12
"""Cosine of pieces of words from which claim and answer speak of one matter."""

_MATTER = re.compile(
    r"\b(?:accusations?|allegations?|charges?|claims?|findings?|it|this|that|so|any (?:part|role|involvement)|reports?)\b", re.IGNORECASE
)
_OFFICE = re.compile(
    r"(?:[’']s?)? (?:[\w-]+ ){0,3}?(?:ministers?|ministry|spokes\w+|president|premier|chancellor|government|army|military|navy|police|guard"
    r"|committee|council|commander|general|colonel|embassy|ambassador|envoy|officials?|secretary|chief|forces?|service|office|cabinet)\b"
)
"""What follows a name whose officer or organ speaks."""

OFFICER = re.compile(
    r"\b(?:minister|spokes\w+|president|premier|chancellor|commander|general|colonel|ambassador|envoy|secretary|chief|director|governor)\b"
    r"(?! of (?:the )?(?:opposition|union|party|federation|association))",
    re.IGNORECASE,
)
"""Who speaks for a state where a report names no body: "the police chief", "Permanent secretary Mary Tozaka"."""

_PRONOUN = re.compile(r"\s*(?:he|she|they)\s*$", re.IGNORECASE)

_OURS = re.compile(r"\b(?:[Ww]e|[Oo]urs?|us|I|[Mm]y)\b")

_STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "SPY", "JUD"})
_AGAINST = frozenset({"REB", "UAF", "SEP", "OPP", "CRM", "INS"})
"""Sectors of people for whom their state does not speak."""

_WORD = re.compile(r"\w+")
PLAIN = frozenset(
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
    if not any(_answers_for(candidate, other_reading, accused, reading) for accused in claim.accused) and not (
        here and _unnamed_officer(claim, candidate, reading)
    ):
        return None
    said = content_words(candidate, other_reading)
    found = stance(f"{cue_words(candidate, other_reading)} {said}", candidate.kind)
    owned = here and found == "admitted" and _OURS.search(said) is not None
    return found if owned or same_matter(content_words(claim, reading), said, here, candidate.kind) else None


def _near(reading: Reading, other: Reading) -> bool:
    one, two = reading.report.published, other.report.published
    return one is not None and two is not None and abs(one - two) <= WITHIN


# --- who answers ------------------------------------------------------------------------------------------------------------------------


def _answers_for(candidate: Claim, other_reading: Reading, accused: Party, reading: Reading) -> bool:
    """Whether the speaker speaks for the accused today: not as a former officer, nor as the opposition, unless these are accused."""
    candidate = _named_before(candidate, other_reading)
    return not aside(candidate, other_reading, words_of(accused, reading)) and speaks_for(candidate, other_reading, accused, reading)


def _named_before(candidate: Claim, reading: Reading) -> Claim:
    """Return the claim whose speaker a bare "she said" goes on with, where nothing else says who that is; else the claim itself."""
    own = _parts(candidate, reading, "source")
    if len(own) != 1 or not _PRONOUN.match(own[0].quote) or speakers_of(candidate, reading):
        return candidate
    sources = {claim.id: _parts(claim, reading, "source") for claim in reading.claims}
    before = [c for c in reading.claims if (s := sources[c.id]) and s[0].end <= own[0].start and not _PRONOUN.match(s[0].quote)]
    return max(before, key=lambda claim: sources[claim.id][0].start, default=candidate)


def _unnamed_officer(claim: Claim, candidate: Claim, reading: Reading) -> bool:
    """Whether an officer of no named body answers in a report in which one state alone is a party to the accusation: the accused."""
    actor = acting(reading)
    if (claim.speaker and side_state(actor(claim.speaker), reading)) or not any(side_state(actor(a), reading) for a in claim.accused):
        return False
    source = source_words(_named_before(candidate, reading), reading)
    known = [one for one in speakers_of(candidate, reading) if not one.startswith(("one.", "new.")) or side_state(one, reading)]
    return not known and bool(OFFICER.search(source)) and not any(pattern.search(source) for pattern in _patterns()["aside"])


def aside(candidate: Claim, reading: Reading, blamed: str = "") -> bool:
    """Whether the speaker stands aside of the accused: a former officer, the opposition, unless the words for the accused say the same."""
    source = source_words(candidate, reading)
    return any(pattern.search(source) and not pattern.search(blamed) for pattern in _patterns()["aside"])


def speaks_for(candidate: Claim, other_reading: Reading, accused: Party, reading: Reading) -> bool:
    """Whether the speaker of a claim is the accused, its government, organ, officer or spokesperson."""
    if candidate.speaker is None:
        return False
    blamed = acting(reading)(accused)
    speakers = speakers_of(candidate, other_reading)
    if blamed is not None and any(same_party(speaker, blamed) for speaker in speakers):
        return True
    state = side_state(blamed, reading)
    if state is not None and any(side_state(speaker, other_reading) == state for speaker in speakers):
        return True
    if _sector(blamed, reading) in _AGAINST and any(side_state(speaker, other_reading) for speaker in speakers):
        return False
    known = [speaker for speaker in speakers if not is_sort(speaker) and not speaker.startswith("new.")]
    if known and blamed is not None and not is_sort(blamed) and not blamed.startswith("new."):
        return False
    names = {a.id: a.name for a in other_reading.actors}
    said_by = " ".join([source_words(candidate, other_reading), *(names.get(speaker, "") for speaker in speakers)])
    return bool(_stems(said_by) & _stems(words_of(accused, reading)))


def side_state(actor: str | None, reading: Reading) -> str | None:
    """Return the state that an actor is, is an organ of, or serves ("the chief of staff"): a ministry answers for its army."""
    if actor is None:
        return None
    known = next((a for a in reading.actors if a.id == actor), None)
    served = known.country if known is not None and actor.startswith("one.") and known.sector in _STATE_SECTORS else None
    return state_of(actor) or served


def _sector(actor: str | None, reading: Reading) -> str | None:
    return next((a.sector for a in reading.actors if a.id == actor), None)


def speakers_of(candidate: Claim, reading: Reading) -> list[str]:
    """Return who speaks: the speaker, whom a pronoun goes back to ("she", "its spokesman"), and the body whose officer is named.

    "Tarandia's foreign minister" names Tarandia.
    """
    actor, mentions = acting(reading), {m.id: m for m in reading.mentions}
    source = _parts(candidate, reading, "source")
    parties = [] if candidate.speaker is None else [candidate.speaker]
    parties += [Party(mention=p.mention) for p in reading.pronouns if p.mention and any(s.start == p.span.start for s in source)]
    for span in source:
        inside = [m for m in mentions.values() if span.covers(m.span) and m.type in ("actor", "place")]
        parties += [Party(mention=m.id) for m in inside if _OFFICE.match(reading.report.text, m.span.end, span.end)]
    return list(dict.fromkeys(found for party in parties if (found := actor(party)) is not None))


def words_of(party: Party, reading: Reading) -> str:
    """Return the words that name a party: where it stands, and its name."""
    quote = next((m.span.quote for m in reading.mentions if m.id == party.mention), "")
    name = next((a.name for a in reading.actors if a.id == party.actor), "")
    return f"{quote} {name}"


def _stems(words: str) -> set[str]:
    """Return the beginnings of the telling words: "Slovakia" meets "Slovak's", "mine" meets "mine's"."""
    found = [fold(word) for word in _WORD.findall(words)]
    return {word[:5] for word in found if len(word) > 3 and word not in PLAIN}


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
    return " ".join([*parts, claim.speaker_role or "", words_of(claim.speaker, reading) if claim.speaker else ""])


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
    found = _taken(words)
    denies, admits = found["deny"] or kind == "deny", found["admit"] or kind == "admit"
    if found["silent"] or (found["none"] and kind not in ("deny", "admit")):
        return None
    if (denies and (admits or found["part"])) or (admits and found["but"]) or (found["part"] and found["but"]):
        return "contested"
    return "denied" if denies else "admitted" if admits else None


def evades(words: str) -> bool:
    """Return whether words meet an accusation with nothing: no comment, an inquiry, neither yes nor no.

    >>> evades("an inquiry had been opened"), evades("could neither confirm nor deny it"), evades("denied it, and opened an inquiry")
    (True, True, False)
    """
    found = _taken(words)
    return found["silent"] or (found["none"] and not (found["deny"] or found["admit"]))


@lru_cache(REMEMBERED)
def _taken(words: str) -> Mapping[str, bool]:
    return {name: any(pattern.search(words) for pattern in patterns) for name, patterns in _patterns().items()}


def combined(found: Iterable[Answer]) -> Answer:
    """Return what several answers of the accused's side come to: two voices that differ are `contested`.

    >>> combined([]), combined(["denied", "denied"]), combined(["denied", "admitted"])
    ('unanswered here', 'denied', 'contested')
    """
    kinds = set(found) - {"unanswered here"}
    return "unanswered here" if not kinds else next(iter(kinds)) if len(kinds) == 1 else "contested"
