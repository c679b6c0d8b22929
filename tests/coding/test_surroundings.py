from collections.abc import Mapping

import pytest

from casus.coding.kinds import KINDS
from casus.coding.named import Named
from casus.coding.surroundings import ALONE, NONE, Standing, Surroundings, in_report, shipped_weights
from casus.records import Attribution, Evidence, Reading
from tests.coding.telling import reading

TEXT = "Mirova accused Sollen of theft. Sollen said nothing was taken. Ardia said rain fell."
SAYS = [("Mirova", "accused", "Sollen of theft"), ("Sollen", "said", "nothing was taken"), ("Ardia", "said rain", "rain fell")]
NAMES = ["Mirova", "Sollen", "Ardia"]


def chances(kind: str) -> dict[str, float]:
    return {name: 0.9 if name == kind else 0.1 / (len(KINDS) - 1) for name in KINDS}


def surroundings(made: Reading, kinds: tuple[str, ...] = ("allege", "state", "state"), accused: str = "Sollen") -> Surroundings:
    """The attributions of a reading, each spoken by the mention in its source, the first against the mention of `accused`."""
    named = Named(made)
    sides = {m.span.quote: named.sides(named.party(m)) for m in reversed(made.mentions)}

    def standing(number: int, attribution: Attribution) -> Standing:
        speaks = sides[attribution.source[0].quote]
        return Standing(attribution, chances(kinds[number]), speaks, frozenset() if number else sides[accused], known=True)

    return Surroundings(named, [standing(number, a) for number, a in enumerate(made.attributions)])


def made(text: str = TEXT, says: list[tuple[str, str, str]] | None = None) -> Reading:
    known = {name: (name.upper()[:3], "state") for name in NAMES}
    found = reading(text, SAYS if says is None else says, actor=NAMES, known=known)
    again = [m.model_copy(update={"id": f"{m.id}2", "span": found.report.span(at, at + len(m.span.quote))}) for m in found.mentions
             if (at := found.report.text.find(m.span.quote, m.span.end)) >= 0]  # fmt: skip
    return found.model_copy(update={"mentions": tuple(sorted([*found.mentions, *again], key=lambda m: m.span.start))})


def test_whoever_was_just_accused_speaks_and_the_accuser_sees_it() -> None:
    found = surroundings(made())
    assert {"accused just before", "before: allege by who tells of them"} <= found.features(1)
    assert {"the accused speak", "first told of another", "those soon state", "after: state by who is told of"} <= found.features(0)
    assert "not accused" in found.features(2)


def test_what_others_deny_is_seen_by_the_accuser() -> None:
    assert "the accused deny" in surroundings(made(), ("allege", "deny", "state")).features(0)


def test_no_name_is_a_feature_and_swapped_names_change_nothing() -> None:
    swapped = {"Mirova": "Sollen", "Sollen": "Mirova"}
    words = [swapped.get(word, word) for word in TEXT.split(" ")]
    says = [tuple(" ".join(swapped.get(word, word) for word in part.split()) for part in one) for one in SAYS]
    other = surroundings(made(" ".join(words), says), accused="Mirova")  # type: ignore[arg-type]
    one = surroundings(made())
    assert [one.features(number) for number in range(3)] == [other.features(number) for number in range(3)]
    assert not any(name in feature for number in range(3) for feature in one.features(number) for name in NAMES)


def test_offers_beside_a_claim_count() -> None:
    told = made()
    at = told.report.text.index("theft")
    with_offer = told.model_copy(update={"offers": (Evidence(span=told.report.span(at, at + 5), type="video"),)})
    assert "offer here" in surroundings(with_offer).features(0)
    assert "offer here" not in surroundings(told).features(0)


@pytest.mark.parametrize("weights", [{}, {"accused just before": {"deny": 3.0}}])
def test_the_chance_of_no_claim_stays_and_chances_sum_to_one(weights: Mapping[str, Mapping[str, float]]) -> None:
    given = chances("state")
    found = in_report(given, ["accused just before"], {ALONE: {ALONE: 1.0}, **weights})
    assert found[NONE] == given[NONE]
    assert sum(found.values()) == pytest.approx(1)
    assert (found["deny"] > given["deny"]) == bool(weights)


def test_the_shipped_weights_make_an_answer_of_the_accused_likelier_a_denial() -> None:
    found = surroundings(made())
    denies = [in_report(chances("state"), found.features(number), shipped_weights())["deny"] for number in (1, 2)]
    assert denies[0] > denies[1]
