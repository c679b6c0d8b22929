"""Who says that an act happened, by structure: inside whose content it is told, and what kind of claim that is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from casus.reader.decode import Bounds
from casus.records import Attribution, Claim, EventType, Reading, Span, Voice

_ACCUSING = re.compile(
    r"\b(?:accus|alleg|charg|suspect|denounc|claim(?:s|ed)? responsib|indict|fault|point\w* (?:the|a) finger)\w*", re.IGNORECASE
)
"""Cues that accuse *of* an act: it exists only as what is alleged."""

_BLAMING = re.compile(r"\b(?:blam|hold\w*|held|attribut|pinn)\w*", re.IGNORECASE)
"""Cues that presuppose the act and allege its doer."""

_HEDGE = re.compile(
    r"\b(?:according to|allegedly|reportedly|purportedly|supposedly|(?:is|are|was|were) said to)\b"
    r"|\bby (?:\w+[’'\w]* ){1,4}own (?:account|count)\b|: \w+(?: \w+)?$",
    re.IGNORECASE,
)
"""Words by which an outlet leaves the telling to others where no attribution reaches the act. A headline may end in its source."""

_ACCUSED_OF = re.compile(
    r"\b(?:accus|suspect|indict)\w*[^.;:!?“”\"]{0,70}\b(?:of|for)\s+(?:[^.;:,!?]{0,60}\s(?:and|or)\s+)?(?:\w+ly\s+|having\s+)?$"
    r"|\bcharg(?:ed|es|ing)\b[^.;:!?“”\"]{0,40}\bwith\s+(?:[^.;:,!?]{0,60}\s(?:and|or)\s+)?(?:\w+ly\s+|having\s+)?$",
    re.IGNORECASE,
)
"""What stands before an act that is told as no more than alleged: "charged with | calling for", "accusing them of | arming"."""

LINKS: frozenset[EventType] = frozenset({"AID"})
"""Acts that are nothing but the alleged link when an accuser tells of them: arming, sheltering, financing."""


DOUBTED = 0.25
"""Chance that an act is only alleged, from which it is taken to be."""


@dataclass(frozen=True)
class Source:
    """Whose words tell of an act: the voice, the claims from the innermost out, and whether the doer is only alleged."""

    voice: Voice
    claims: tuple[Claim, ...] = ()
    doer_alleged: bool = False


class Voices:
    """The attributions and claims of one report, asked by offsets."""

    def __init__(self, reading: Reading) -> None:
        self._claims: dict[str, list[Claim]] = {}
        for claim in reading.claims:
            self._claims.setdefault(claim.attribution or "", []).append(claim)
        self._attributions, self._sentences = reading.attributions, reading.sentences
        self._around: dict[Bounds, list[Attribution]] = {}

    def _sentence(self, act: Span) -> Span:
        return next((s for s in self._sentences if s.covers(act)), act)

    def around(self, act: Span) -> list[Attribution]:
        """Return the attributions in whose content an act is told, the innermost first."""
        if act.offsets not in self._around:
            found = [
                a for a in self._attributions if any(part.covers(act) for part in a.content) and not any(c.overlaps(act) for c in a.cue)
            ]
            self._around[act.offsets] = sorted(found, key=lambda a: sum(part.end - part.start for part in a.content))
        return self._around[act.offsets]

    def claims(self, act: Span) -> list[Claim]:
        """Return the claims that tell of an act, the innermost first."""
        return [claim for attribution in self.around(act) for claim in self._claims.get(attribution.id, ())]

    def source(self, act: Span, type: EventType, alleged: float = 0.0) -> Source:
        """Return in whose voice an act is told; `alleged` is the model's chance that it is only alleged.

        Where a source states it and the model doubts that, the weaker reading wins.
        """
        found, sentence = self._by_structure(act, type), self._sentence(act)
        if act.quote.endswith("ing") and _ACCUSED_OF.search(sentence.quote[: act.start - sentence.start]):
            return Source("alleged" if found.claims else "attributed", found.claims, doer_alleged=True)
        if found.voice == "report" and _HEDGE.search(sentence.quote):
            return Source("attributed")
        if found.voice == "attributed" and found.claims and alleged >= DOUBTED:
            return Source("alleged", found.claims, doer_alleged=True)
        return found

    def _by_structure(self, act: Span, type: EventType) -> Source:
        around, claims = self.around(act), tuple(self.claims(act))
        if not around:
            return Source("report")
        for attribution in around:
            cue = " ".join(span.quote for span in attribution.cue)
            kinds = {claim.kind for claim in self._claims.get(attribution.id, ())}
            if _ACCUSING.search(cue) and not kinds & {"deny", "state"}:
                return Source("alleged" if claims else "attributed", claims, True)
            if "allege" in kinds:
                if type in LINKS and not _BLAMING.search(cue):
                    return Source("alleged", claims, True)
                return Source("attributed", claims, True)
        return Source("attributed", claims)
