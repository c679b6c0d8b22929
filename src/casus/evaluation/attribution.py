"""Who says what, scored from raw text: source, cue and content spans, and whole attributions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from casus.evaluation.datasets import ATTRIBUTION, Bounds, Labelled, Linked
from casus.evaluation.scores import Score, Tally, exact, overlap, score
from casus.records import Attribution


@dataclass(frozen=True)
class Evaluation:
    """Scores by name, and one row per labelled text with `gold` and `predicted`, in input order."""

    scores: dict[str, Score]
    rows: list[dict[str, Any]]


def evaluate_attribution(texts: Sequence[Labelled], found: Sequence[Sequence[Attribution]]) -> Evaluation:
    """Score the attributions found in each text: each role's spans exactly and by any overlap, then linked source and content.

    A linked attribution is right when its source and its content both are (two missing sources agree). Where a data set labels no
    attribution inside another's content, found ones that lie there are set aside: it does not say whether they are right.
    """
    pairs = [(text, [_offsets(a) for a in attributions]) for text, attributions in zip(texts, found, strict=True)]
    if not any(nested(link, text.links) for text in texts for link in text.links):
        pairs = [(text, [link for link in links if not nested(link, links)]) for text, links in pairs]
    scores = {}
    for index, role in enumerate(ATTRIBUTION):
        spans = [(_spans(links, index), _spans(text.links, index)) for text, links in pairs]
        scores[f"{role} exact"] = score([exact(*s) for s in spans])
        scores[f"{role} overlap"] = score([overlap(*s) for s in spans])
    scores["linked exact"] = score([_tally(links, text.links, _same) for text, links in pairs])
    scores["linked overlap"] = score([_tally(links, text.links, _meet) for text, links in pairs])
    rows = [{"id": t.name, "gold": [_row(link) for link in t.links], "predicted": [_row(link) for link in links]} for t, links in pairs]
    return Evaluation(scores, rows)


def nested(link: Linked, links: Sequence[Linked]) -> bool:
    """Whether an attribution lies wholly inside a part of another's content.

    >>> nested(([], [(9, 13)], [(14, 20)]), [([], [(0, 4)], [(5, 20)])])
    True
    """
    return any(
        all(start <= a and b <= end for part in link for a, b in part) for other in links if other != link for start, end in other[2]
    )


def _offsets(attribution: Attribution) -> Linked:
    source, cue, content = ([s.offsets for s in part] for part in (attribution.source, attribution.cue, attribution.content))
    return source, cue, content


def _spans(links: Sequence[Linked], index: int) -> list[Bounds]:
    return sorted({span for link in links for span in link[index]})


def _row(link: Linked) -> dict[str, list[Bounds]]:
    return dict(zip(ATTRIBUTION, link, strict=True))


def _tally(found: Sequence[Linked], labelled: Sequence[Linked], agree: Callable[[Linked, Linked], bool]) -> Tally:
    right = sum(any(agree(a, b) for b in labelled) for a in found)
    met = sum(any(agree(a, b) for a in found) for b in labelled)
    return Tally(len(found), right, len(labelled), met)


def _same(one: Linked, other: Linked) -> bool:
    return (one[0], one[2]) == (other[0], other[2])


def _meet(one: Linked, other: Linked) -> bool:
    source = overlap(one[0], other[0]).right > 0 or one[0] == other[0] == []
    return source and overlap(one[2], other[2]).right > 0
