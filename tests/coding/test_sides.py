from collections.abc import Mapping

import pytest

from casus.coding import sides as module
from casus.coding.happenings import Telling
from casus.coding.named import Named
from casus.coding.scenes import Setting
from casus.coding.sides import LIKELY, NOBODY, SIDES, Act, Side, Sides, shipped_weights
from casus.coding.taking_part import TakingPart
from casus.reader import ActScore
from casus.records import Candidate, EventType, Party, Pronoun, Reading, Voice
from tests.coding.telling import reading

TEXT = "Mirova closed the bridge. Farmers protested. Ardia offered help to Sollen. Partners praised the closure."
NAMES = ["Mirova", "Farmers", "Ardia", "Sollen", "Partners"]


def told(text: str = TEXT, names: list[str] | None = None, **known: tuple[str, str]) -> Reading:
    return reading(text, actor=names or NAMES, known=dict(known))


def act(made: Reading, word: str, type: EventType, actors: str = "", recipients: str = "", voice: Voice = "report") -> Act:
    """An act of the reading by the word that names it, with parties by the words that name them; the model takes nobody for anything."""
    trigger = made.report.span(made.report.text.index(word), made.report.text.index(word) + len(word))
    sentence = next(s for s in made.sentences if s.covers(trigger))
    beside = tuple((m.span, m) for m in made.mentions if sentence.covers(m.span))
    none = {"none": 1.0, "actor": 0.0, "recipient": 0.0, "place": 0.0, "moment": 0.0}
    actor, recipient = (
        tuple(Party(mention=m.id, actor=m.resolved) for m in made.mentions if m.span.quote in quotes.split())
        for quotes in (actors, recipients)
    )
    telling = Telling(trigger, sentence, sentence, type, actors=actor, recipients=recipient, voice=voice)
    return Act(telling, Setting(sentence, (trigger,), beside), ActScore(1.0, {type: 1.0}, {}, {}, (none,) * len(beside)))


def asked(made: Reading, *acts: Act) -> Sides:
    named = Named(made)
    return Sides(named, TakingPart(named), acts)


def by_quote(made: Reading, features: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    quotes = {m.resolved or m.id: m.span.quote for m in made.mentions}
    return {quotes.get(name, name): found for name, found in features.items()}


def weigh(monkeypatch: pytest.MonkeyPatch, **weights: Mapping[str, float]) -> None:
    monkeypatch.setattr(module, "shipped_weights", lambda: {side: weights.get(side, {}) for side in SIDES})


def taking(made: Reading, sides: Sides, side: Side, number: int = -1) -> list[tuple[str, str]]:
    quotes = {m.id: m.span.quote for m in made.mentions}
    return [(quotes[str(p.mention)], p.basis) for p in getattr(sides.filled()[number], side)]


def test_everybody_whom_the_report_names_and_nobody_may_take_a_side_but_not_whoever_stands_across() -> None:
    made = told()
    question = asked(made, act(made, "praised", "SUPPORT", actors="Partners")).question(0, "recipients")
    assert set(by_quote(made, question.features)) == {"Mirova", "Farmers", "Ardia", "Sollen", NOBODY}
    assert sum(question.chances({}).values()) == pytest.approx(1)


def test_the_agency_in_a_dateline_takes_no_side() -> None:
    made = told("ARDIA (Mirova Press). Partners praised the closure.", ["Mirova Press", "Partners"])
    untold = made.model_copy(update={"sentences": made.sentences[1:]})
    names = [by_quote(one, asked(one, act(one, "praised", "SUPPORT")).question(0, "recipients").features) for one in (made, untold)]
    assert [set(found) for found in names] == [{"Mirova Press", "Partners", NOBODY}, {"Partners", NOBODY}]


def test_no_name_is_a_feature_and_swapped_names_swap_what_speaks_for_them() -> None:
    other = TEXT.replace("Mirova", "X").replace("Sollen", "Mirova").replace("X", "Sollen")
    names = ["Sollen", "Farmers", "Ardia", "Mirova", "Partners"]
    found = []
    for made in (told(), told(other, names)):
        acts = (
            act(made, "closed", "COERCE", made.mentions[0].span.quote),
            act(made, "offered", "AGREE", "Ardia", made.mentions[3].span.quote),
        )
        found.append(by_quote(made, asked(made, *acts, act(made, "praised", "SUPPORT", "Partners")).question(2, "recipients").features))
    assert found[0]["Mirova"] == found[1]["Sollen"]
    assert found[0]["Sollen"] == found[1]["Mirova"]
    assert not any(name in feature for features in found[0].values() for feature in features for name in NAMES)


def test_an_open_side_is_taken_by_whoever_is_likely_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    made = told()
    sides = asked(made, act(made, "closed", "COERCE", "Mirova"), act(made, "praised", "SUPPORT", "Partners"))
    weigh(monkeypatch, recipients={"elsewhere on the other side": 9.0, "nobody": 1.0})
    assert taking(made, sides, "recipients") == [("Mirova", "inferred")]
    weigh(monkeypatch, recipients={"nobody": 9.0})
    assert taking(made, sides, "recipients") == []


def test_two_may_share_a_side(monkeypatch: pytest.MonkeyPatch) -> None:
    made = told()
    sides = asked(made, act(made, "offered", "AGREE", "Ardia Sollen"), act(made, "praised", "SUPPORT", "Partners"))
    weigh(monkeypatch, recipients={"actors before of AGREE for SUPPORT": 9.0})
    assert {quote for quote, _ in taking(made, sides, "recipients")} == {"Ardia", "Sollen"}
    assert LIKELY < 1 / 2


def test_a_side_that_the_sentence_fills_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    made = told()
    sides = asked(made, act(made, "closed", "COERCE", "Mirova"), act(made, "offered", "AGREE", "Ardia", "Sollen"))
    weigh(monkeypatch, actors={"elsewhere on this side": 9.0}, recipients={"elsewhere on the other side": 9.0})
    assert taking(made, sides, "recipients") == [("Sollen", "stated")]
    assert taking(made, sides, "actors") == [("Ardia", "stated")]


@pytest.mark.parametrize(
    ("voice", "word", "basis"), [("report", "closed", "stated"), ("alleged", "closed", "alleged"), ("report", "praised", "inferred")]
)
def test_what_says_that_it_was_they(monkeypatch: pytest.MonkeyPatch, voice: Voice, word: str, basis: str) -> None:
    made = told()
    weigh(monkeypatch, actors={"times 1": 1.0, "rank 0": 9.0})
    assert taking(made, asked(made, act(made, word, "COERCE", voice=voice)), "actors") == [("Mirova", basis)]


def test_how_sure_a_telling_is_falls_with_how_sure_it_is_who_takes_part() -> None:
    made = told()
    found = asked(made, act(made, "praised", "SUPPORT")).filled()[0]
    assert 0 < found.sure < 1


def test_a_pronoun_after_the_act_speaks_for_whom_it_may_go_back_to() -> None:
    made = told("Mirova and Sollen met. Ardia urged them to stay.", ["Mirova", "Sollen", "Ardia"])
    at = made.report.text.index("them")
    first, second = made.mentions[:2]
    back = Pronoun(span=made.report.span(at, at + 4), candidates=(Candidate(id=second.id, score=0.6), Candidate(id=first.id, score=0.4)))
    made = made.model_copy(update={"pronouns": (back,)})
    found = by_quote(made, asked(made, act(made, "urged", "REQUEST", "Ardia")).question(0, "recipients").features)
    assert ("object 1" in found["Mirova"], "object 0" in found["Sollen"], "nobody though object" in found[NOBODY]) == (True, True, True)


def test_each_other_speaks_for_nobody() -> None:
    made = told("Mirova met Sollen. They accused each other.", ["Mirova", "Sollen"])
    found = asked(made, act(made, "accused", "ACCUSE")).question(0, "recipients").features
    assert "nobody but each other" in found[NOBODY]


def test_the_shipped_weights_name_features_of_both_sides() -> None:
    weights = shipped_weights()
    assert set(weights) == set(SIDES)
    made = told()
    sides = asked(made, act(made, "closed", "COERCE", "Mirova"), act(made, "praised", "SUPPORT", "Partners"))
    known = {feature for features in sides.question(1, "recipients").features.values() for feature in features}
    assert len(known & set(weights["recipients"])) > 20
