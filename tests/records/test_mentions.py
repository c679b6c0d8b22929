from typing import Any

import pytest
from pydantic import ValidationError

from casus.records import Attribution, Candidate, Mention, Span


def candidates(*scores: float) -> tuple[Candidate, ...]:
    return tuple(Candidate(id=f"a{i}", score=score) for i, score in enumerate(scores))


QASR = Span(start=0, end=4, quote="Qasr")


@pytest.mark.parametrize("scores", [(), (0.4,), (0.9, 0.4, 0.1), (0.5, 0.5), (1, 0)])
def test_ranked_candidates(scores: tuple[float, ...]) -> None:
    mention = Mention(id="m", span=QASR, type="place", candidates=candidates(*scores))
    assert [c.score for c in mention.candidates] == list(scores)


@pytest.mark.parametrize("scores", [(0.4, 0.9), (0.9, 0.1, 0.4)])
def test_unranked_candidates(scores: tuple[float, ...]) -> None:
    with pytest.raises(ValidationError, match="candidates of 'Qasr' are not ranked best first"):
        Mention(id="m", span=QASR, type="place", candidates=candidates(*scores))


@pytest.mark.parametrize("score", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_score_is_a_probability(score: float) -> None:
    with pytest.raises(ValidationError):
        Candidate(id="a", score=score)


def test_a_place_may_act_for_its_government() -> None:
    assert Mention(id="m", span=QASR, type="place", acts_for="gov-qasr").acts_for == "gov-qasr"


@pytest.mark.parametrize("kind", ["actor", "person", "moment", "weapon"])
def test_nothing_else_acts_for_somebody(kind: Any) -> None:
    with pytest.raises(ValidationError, match=f"only a place acts for somebody else: 'Qasr' is of type {kind}"):
        Mention(id="m", span=QASR, type=kind, acts_for="gov-qasr")


def test_unknown_type() -> None:
    with pytest.raises(ValidationError, match="'actor', 'person', 'place', 'moment' or 'weapon'"):
        Mention(id="m", span=QASR, type="location")


TEXT = "Lund, said Okafor, fell"
LUND, SAID, FELL = Span.of(TEXT, 0, 4), Span.of(TEXT, 6, 10), Span.of(TEXT, 19, 23)


def test_an_attribution_may_lack_a_source_and_split_its_content() -> None:
    attribution = Attribution(id="a", cue=(SAID,), content=(LUND, FELL), quoted="indirect")
    assert attribution.source == ()
    assert [part.quote for part in attribution.content] == ["Lund", "fell"]


def test_an_attribution_of_nothing() -> None:
    with pytest.raises(ValidationError, match="an attribution has a cue or a content"):
        Attribution(id="a", source=(LUND,), cue=(), content=(), quoted="direct")


@pytest.mark.parametrize("parts", [(FELL, LUND), (LUND, LUND), (LUND, Span.of(TEXT, 3, 10))])
@pytest.mark.parametrize("field", ["source", "cue", "content"])
def test_parts_out_of_order(parts: tuple[Span, ...], field: str) -> None:
    fields: dict[str, Any] = {"id": "a", "cue": (SAID,), "content": (LUND,), "quoted": "mixed", field: parts}
    with pytest.raises(ValidationError, match="overlap or are out of order"):
        Attribution(**fields)
