from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.evaluation.golden import Alignment, Coded, Comparison, align, assign
from casus.evaluation.golden.alignment import event_weight
from casus.evaluation.golden.assignment import pair_up
from casus.evaluation.golden.likeness import chars, contained, jaccard, trimmed
from casus.evaluation.keys import Key, parse_key
from casus.records import Attribution, Claim, Event, Party, Reading, Report, Span

WEIGHTS = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.lists(st.sampled_from([0.0, 0.3, 0.31, 0.5, 1.0]), min_size=n, max_size=n), min_size=1, max_size=4)
)


def best(weights: list[list[float]]) -> list[tuple[int, int]]:
    """The rule itself: of all one-to-one pairings the largest total, then the earliest column for each row in turn."""
    rows, columns = len(weights), len(weights[0])
    every = []
    for choice in product(range(columns + 1), repeat=rows):
        used = [(i, j) for i, j in enumerate(choice) if j < columns]
        if len({j for _, j in used}) == len(used) and all(weights[i][j] > 0 for i, j in used):
            every.append((-round(sum(weights[i][j] for i, j in used), 6), choice, used))
    return min(every)[2]


@given(WEIGHTS)
def test_an_assignment_is_the_best_of_all(weights: list[list[float]]) -> None:
    assert assign(weights) == best(weights)


def test_an_assignment_without_rows_or_columns() -> None:
    assert assign([]) == assign([[]]) == assign([[0.0, 0.0]]) == []


def test_a_large_assignment_is_exact() -> None:
    """A diagonal of 1 among 0.9: 60 pairs on the diagonal, and no detour pays."""
    weights = [[1.0 if i == j else 0.9 for j in range(80)] for i in range(60)]
    assert assign(weights) == [(i, i) for i in range(60)]


@given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4))))
def test_as_many_pairs_as_can_be(fits: set[tuple[int, int]]) -> None:
    pairs = pair_up(5, 5, lambda i, j: (i, j) in fits)
    assert set(pairs) <= fits
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert len(pairs) == len(assign([[float((i, j) in fits) for j in range(5)] for i in range(5)]))


# Characters


TEXT = "Peru shelled a post. Chile fled."


def span(words: str, text: str = TEXT) -> Span:
    return Span.of(text, text.index(words), text.index(words) + len(words))


def test_likeness_counts_characters_that_are_no_white_space() -> None:
    """ "Peru shelled" has 11, "shelled a post" 12, "shelled" 7: J = 7 / (11 + 12 - 7), O = 7 / 11."""
    one, other = chars([span("Peru shelled")]), chars([span("shelled a post")])
    assert (len(one), len(other)) == (11, 12)
    assert jaccard(one, other) == 7 / 16
    assert contained(one, other) == 7 / 11
    assert jaccard(one, chars([])) == contained(chars([]), one) == 0


@pytest.mark.parametrize(("words", "left"), [("“Go,”", "Go"), (" – the army; ", "the army"), ("U.S.", "U.S"), ("…", "…"), ("?!", "?!")])
def test_edges_are_trimmed(words: str, left: str) -> None:
    start, end = trimmed(Span(start=5, end=5 + len(words), quote=words))
    assert words[start - 5 : end - 5] == left


def test_the_weight_of_two_events() -> None:
    """0.4 · O + 0.4 · T + 0.2 · P: evidence 7 of 7, triggers meet, parties half right: 0.4 + 0.4 + 0.1."""
    shelled, fled = chars([span("shelled")]), chars([span("fled")])
    clause = chars([span("Peru shelled a post")])
    assert event_weight((clause, shelled), (shelled, shelled), lambda: 0.5) == pytest.approx(0.9)
    assert event_weight((clause, shelled), (clause, fled), lambda: 0.5) == pytest.approx(0.5)
    assert event_weight((clause, shelled), (fled, fled), lambda: 1.0) == 0


# Attributions and claims


SAID = "Ana said it rained all day long. Bo denied it."


def reading(text: str = SAID, **records: object) -> Reading:
    return Reading.model_validate({"report": Report(text=text), **records})


def attribution(id: str, cue: str, *content: str) -> Attribution:
    return Attribution(id=id, cue=(span(cue, SAID),), content=tuple(span(c, SAID) for c in content), quoted="indirect")


KEY = """
key: 1
actors: {ana: {name: Ana, kind: person, quotes: "Ana"}, bo: {name: Bo, kind: person, quotes: "Bo"}}
attributions:
  a1: {source: "Ana", cue: "said", content: "it rained all day long"}
  a2: {source: "Bo", cue: "denied", content: "it#2"}
claims:
  c1: {attribution: a1, speaker: ana, kind: state}
  c2: {attribution: a1, speaker: ana, kind: assess}
  c3: {attribution: a2, speaker: bo, kind: deny}
"""


def key(yaml: str = KEY, text: str = SAID) -> Key:
    found, problems = parse_key("k", yaml, text)
    assert found is not None, problems
    return found


def aligned(predicted: Reading, gold: Key | None = None) -> Alignment:
    return align(Comparison(gold or key(), Coded(predicted)))


def test_attributions_align_by_content() -> None:
    """ "it rained" has 8 of 18 characters: J = 0.44. "rain" has 4: J = 0.22, not eligible. The cue alone never decides."""
    found = aligned(reading(attributions=[attribution("x", "denied", "it rained"), attribution("y", "said", "rain")]))
    assert dict(found.attributions.ids) == {"a1": "x"}
    assert [a.id for a in found.attributions.extra] == ["y"]
    assert [a.handle for a in found.attributions.missing] == ["a2"]


def test_a_shared_cue_breaks_a_tie_between_equal_contents() -> None:
    both = [attribution("other cue", "denied", "it rained"), attribution("same cue", "said", "it rained")]
    assert dict(aligned(reading(attributions=both)).attributions.ids) == {"a1": "same cue"}


def test_an_attribution_without_content_aligns_by_its_cue() -> None:
    assert dict(aligned(reading(attributions=[attribution("x", "denied")])).attributions.ids) == {"a2": "x"}


def claim(id: str, kind: str, on: str | None = "x", **fields: object) -> Claim:
    return Claim.model_validate({"id": id, "kind": kind, "attribution": on, **fields})


def test_the_kind_breaks_ties_between_claims_on_one_content() -> None:
    said = attribution("x", "said", "it rained all day long")
    found = aligned(reading(attributions=[said], claims=[claim("1", "assess"), claim("2", "state")]))
    assert dict(found.claims.ids) == {"c1": "2", "c2": "1"}


def test_without_a_tie_the_kind_changes_nothing() -> None:
    """ "it rained all day" (14 of 18) beats "all day long" (10 of 18), although the kind of the second fits."""
    parts = [attribution("x", "said", "it rained all day"), attribution("y", "said", "all day long")]
    found = aligned(reading(attributions=parts, claims=[claim("1", "threaten", "x"), claim("2", "state", "y")]))
    assert found.claims.ids["c1"] == "2"  # both are used: 0.78 + 0.56 either way, so the kind decides which goes where
    alone = aligned(
        reading(attributions=parts, claims=[claim("1", "threaten", "x"), claim("2", "state", "y")]), key(KEY.replace("  c2:", "  # c2:"))
    )
    assert dict(alone.claims.ids) == {"c1": "1"}


def test_an_outlets_claim_aligns_by_its_own_words() -> None:
    gold = key('key: 1\nclaims: {c1: {quote: "it rained all day long", speaker: outlet, kind: state}}')
    own = claim("own", "state", None, quote=[span("it rained all day long", SAID)])
    offered = claim("offered", "state", None, evidence=[{"span": span("rained all day", SAID), "type": "data"}])
    assert dict(aligned(reading(claims=[own]), gold).claims.ids) == {"c1": "own"}
    assert dict(aligned(reading(claims=[offered]), gold).claims.ids) == {"c1": "offered"}
    assert not aligned(reading(claims=[claim("bare", "state", None)]), gold).claims.pairs


# Events


FOUGHT = "On Friday Peru recalled its envoy and Chile closed the border after Peru hit a post."
EVENTS = """
key: 1
actors: {peru: {name: Peru, kind: government, quotes: "Peru#*"}, chile: {name: Chile, kind: government, quotes: "Chile"}}
events:
  recall: {type: SANCTION, actors: [peru], voice: report, trigger: "recalled", evidence: "Peru recalled its envoy"}
  closing: {type: SANCTION, actors: [chile], voice: report, trigger: "closed", evidence: "Chile closed the border"}
  hit: {type: ASSAULT, actors: [peru], voice: report, trigger: "hit", evidence: "Peru hit a post"}
"""


def event(id: str, type: str, trigger: str, evidence: str = FOUGHT, actors: tuple[Party, ...] = ()) -> Event:
    return Event.model_validate(
        {
            "id": id,
            "type": type,
            "trigger": span(trigger, FOUGHT),
            "evidence": [span(evidence, FOUGHT)],
            "actors": actors,
            "voice": "report",
            "status": "actual",
        }
    )


def events(*found: Event) -> dict[str, str]:
    return dict(aligned(reading(FOUGHT, events=found), key(EVENTS, FOUGHT)).events.ids)


def test_two_events_in_one_sentence_are_told_apart_by_their_triggers() -> None:
    """Both predictions give the whole sentence, so O is 1 for each pair; the triggers decide."""
    assert events(event("c", "SANCTION", "closed"), event("r", "SANCTION", "recalled")) == {"recall": "r", "closing": "c"}


def test_a_type_that_differs_aligns_on_the_same_trigger_in_round_two() -> None:
    assert events(event("c", "COERCE", "closed")) == {"closing": "c"}
    assert events(event("c", "COERCE", "border")) == {}


def test_round_one_comes_first() -> None:
    """The COERCE on the trigger itself yields to a SANCTION elsewhere in the sentence: round two takes only what is left."""
    predicted = reading(FOUGHT, events=[event("other type", "COERCE", "closed"), event("same type", "SANCTION", "border")])
    assert dict(aligned(predicted, key(EVENTS.replace("  recall:", "  # recall:"), FOUGHT)).events.ids) == {"closing": "same type"}


def test_evidence_that_hardly_overlaps_never_aligns() -> None:
    """ "Peru" has 4 of 20 characters of the clause, all of the prediction: O = 1. "hit a post" shares none with the others."""
    assert events(event("e", "SANCTION", "hit", "Peru hit a post")) == {"hit": "e"}  # round two: the types differ, the trigger is shared
    assert events(event("e", "SANCTION", "post", "post")) == {}


def test_parties_decide_where_triggers_do_not() -> None:
    """Neither trigger is shared: 0.4 · 1 + 0.2 · P, where P is 1 for the event whose actor is named, 0 for the other."""
    text_events = [event("x", "SANCTION", "and", actors=(Party(mention="m"),))]
    mention = {"id": "m", "span": span("Chile", FOUGHT), "type": "actor"}
    found = aligned(reading(FOUGHT, events=text_events, mentions=[mention]), key(EVENTS, FOUGHT))
    assert dict(found.events.ids) == {"closing": "x"}


def test_ties_are_broken_by_text_order() -> None:
    """Two equal predictions for one event: the first in the text is aligned whichever is handed in first."""
    early, late = event("early", "SANCTION", "On", FOUGHT), event("late", "SANCTION", "after", FOUGHT)
    gold = key(EVENTS.replace("  closing:", "  # closing:"), FOUGHT)
    for order in ((early, late), (late, early)):
        assert dict(aligned(reading(FOUGHT, events=order), gold).events.ids) == {"recall": "early"}
