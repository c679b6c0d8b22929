import re
from math import log

import pytest

from casus.coding import code_claims
from casus.corroboration import code_answers
from casus.corroboration.replying import Pair, Side, Told, pairs, shipped_weights
from casus.corroboration.within import chosen
from casus.records import Claim, ClaimKind, Reading
from tests.coding.telling import accused, reading


def answered(reply: tuple[str, str, str], *, known: dict[str, tuple[str, str]] | None = None) -> Reading:
    text = f"Herders accused a battalion of burning huts. {' '.join(reply)}."
    made = reading(
        text, [("Herders", "accused", "a battalion of burning huts"), reply], actor=["Herders", "battalion", reply[0]], known=known
    )
    return code_answers(code_claims(made))


def test_who_denies_it_at_once_is_heard_as_the_accused() -> None:
    accusation, reply = answered(("Its spokesman", "denied", "the accusation")).claims
    assert accusation.status == "denied"
    assert reply.answers == (accusation.id,)


def test_a_known_other_state_does_not_answer() -> None:
    known = {"battalion": ("MIR.MIL", "military"), "Sollen": ("SOL", "government")}
    accusation, reply = answered(("Sollen", "denied", "the accusation"), known=known).claims
    assert accusation.status == "unanswered here"
    assert reply.answers == ()


def test_the_opposition_does_not_answer() -> None:
    accusation, _ = answered(("An opposition deputy", "denied", "it")).claims
    assert accusation.status == "unanswered here"


KNOWN = {"Mirova": ("MIR", "government"), "Sollen": ("SOL", "government")}


def answers_of(*parts: tuple[str, str, str]) -> list[list[int]]:
    """For each claim of a report the numbers of those that it answers."""
    text = " ".join(["Rain fell.", *(f"{source} {cue} {content}." for source, cue, content in parts)])
    found = code_answers(code_claims(_marked(text, parts)))
    ids = [c.id for c in found.claims]
    return [[ids.index(i) for i in c.answers] for c in found.claims]


def _marked(text: str, parts: tuple[tuple[str, str, str], ...]) -> Reading:
    """Return a reading in which every name of a state is marked, wherever it stands."""
    made = reading(text, parts, actor=list(KNOWN), known=KNOWN)
    first = {m.span.quote: m for m in made.mentions}
    marked = [
        first[word.group()].model_copy(update={"id": f"actor:{word.start()}", "span": made.report.span(*word.span())})
        for word in re.finditer("|".join(KNOWN), text)
    ]
    return made.model_copy(update={"mentions": tuple(marked)})


THEFT, BOATS = ("Mirova", "accused", "Sollen of stealing copper"), ("Mirova", "blamed", "Sollen for sinking two boats")


def test_a_denial_answers_what_accuses_its_speaker() -> None:
    ours = ("Sollen", "accused", "Mirova of stealing copper")
    assert answers_of(ours, BOATS, ("Sollen", "denied", "the charge")) == [[], [], [1]]


@pytest.mark.parametrize(
    ("cue", "content"),
    [("demanded", "that lorries be returned"), ("said", "an inquiry had been opened"), ("would neither confirm nor deny", "it")],
)
def test_a_demand_and_words_that_say_nothing_to_the_matter_are_no_answers(cue: str, content: str) -> None:
    assert answers_of(THEFT, ("Sollen", cue, content))[1] == []


def test_who_speaks_for_both_sides_answers_for_neither() -> None:
    text = "Herders accused a battalion of burning huts. Both armies denied any link."
    made = reading(
        text,
        [("Herders", "accused", "a battalion of burning huts"), ("Both armies", "denied", "any link")],
        actor=["Herders", "battalion", "armies"],
    )
    assert [c.answers for c in code_answers(code_claims(made)).claims] == [(), ()]


def test_who_owns_to_what_was_just_alleged_speaks_for_the_accused() -> None:
    _, reply = answered(("A corporal", "admitted", "burning two huts")).claims
    assert len(reply.answers) == 1


def chances(cue: str, content: str) -> list[float]:
    """How likely a reply of Sollen answers an accusation of theft, and one of sinking boats right before it."""
    parts = (THEFT, BOATS, ("Sollen", cue, content))
    text = " ".join(["Rain fell.", *(f"{source} {one} {said}." for source, one, said in parts)])
    return [p.chance(shipped_weights()) for p in pairs(code_claims(_marked(text, parts))) if p.reply.number == 2]


def test_a_denial_is_likelier_meant_for_what_it_takes_up_and_for_what_is_near() -> None:
    copper, boats = chances("denied", "that copper had been taken by anybody")
    assert copper > boats
    copper, boats = chances("denied", "the charge")
    assert boats > copper


ENVOY = {"Mirova": ("MIR", "government"), "Sollen": ("SOL", "government"), "Sollenese envoy": ("SOL.MFA", "government")}


def told_and_met(*reply: str) -> Reading:
    first, (source, cue, content) = "Sollen had moved its column to the ridge", reply
    text = f"Mirova said {first}. {source} {cue} {content}."
    return code_answers(
        code_claims(reading(text, [("Mirova", "said", first), (source, cue, content)], actor=["Mirova", "Sollen", source], known=ENVOY))
    )


@pytest.mark.parametrize(("cue", "content"), [("denied", "that any column had moved"), ("has denied", "that its column moved")])
def test_what_its_doer_denies_was_an_accusation(cue: str, content: str) -> None:
    found = told_and_met("Sollenese envoy", cue, content)
    claim, answer = found.claims
    assert (claim.kind, accused(found, claim), claim.status) == ("allege", ["Sollen"], "denied")
    assert (answer.kind, answer.answers) == ("deny", (claim.id,))
    assert not set(claim.about) & {claim.accused[0].mention, claim.accused[0].actor}
    assert Reading(**dict(found)) == found


def test_what_nobody_denies_stays_a_statement() -> None:
    claim, _ = told_and_met("Sollenese envoy", "said", "the harvest was good").claims
    assert (claim.kind, claim.status, claim.accused) == ("state", "unanswered here", ())


def told(name: str, kind: ClaimKind) -> Told:
    nobody, nothing = Side(), frozenset[str]()
    return Told(
        Claim(id=name, kind=kind), 0, 0, nobody, (), (), (), "name", True, False, "denied it", "denied", False, {}, nothing, nothing
    )


def pair(accusation: str, reply: str, chance: float, kind: ClaimKind = "allege") -> Pair:
    """A pair of claims by their ids, with a chance of being an answer."""
    return Pair(told(accusation, kind), told(reply, "deny"), frozenset({str(log(chance / (1 - chance)))}))


class Odds(dict[str, float]):
    """Weights in which a feature is named for its weight."""

    def get(self, key: str, default: float = 0.0) -> float:  # type: ignore[override]
        return float(key)


def links(*found: Pair) -> list[str]:
    return [f"{p.reply.claim.id} answers {p.accusation.claim.id}" for p in chosen(found, Odds())]


def test_one_claim_answers_all_accusations_that_are_likely_beside_the_likeliest() -> None:
    assert links(pair("a", "r", 0.9), pair("b", "r", 0.5), pair("c", "r", 0.4), pair("d", "r", 0.1)) == ["r answers a", "r answers b"]


def test_a_statement_must_be_likelier_to_be_answered_than_an_accusation() -> None:
    assert links(pair("a", "r", 0.4), pair("b", "s", 0.4, "state"), pair("c", "t", 0.6, "state")) == ["t answers c", "r answers a"]


def test_no_claim_answers_and_is_answered() -> None:
    assert links(pair("a", "r", 0.9), pair("r", "s", 0.8)) == ["r answers a"]
