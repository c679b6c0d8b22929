from dataclasses import replace
from datetime import UTC, datetime

from casus.coding.happenings import Telling, gather
from casus.records import Counts, EventPlace, Moment, Party, Report

TEXT = "Rebels shelled Bria on Monday. The shelling killed four. A second shelling hit Kaga. The rebels denied any shelling of Bria."
REPORT = Report(text=TEXT)
REBELS = Party(mention="m1", actor="grp.rebels")


def telling(quote: str, sentence: str, nth: int = 0, **fields: object) -> Telling:
    start = TEXT.index(sentence)
    span = REPORT.span(start, start + len(sentence))
    at = start + sentence.index(quote)
    made = Telling(REPORT.span(at, at + len(quote)), span, span, "ASSAULT")
    return replace(made, **fields)  # type: ignore[arg-type]


FIRST = telling("shelled", "Rebels shelled Bria on Monday", actors=(REBELS,), places=(EventPlace(place="plc.bria"),))
SECOND = telling("shelling", "The shelling killed four", counts=Counts(killed=4))
RESULT = telling("killed", "The shelling killed four", counts=Counts(killed=4))
OTHER = telling("shelling", "A second shelling hit Kaga", places=(EventPlace(place="plc.kaga"),))
DENIED = telling("shelling", "The rebels denied any shelling of Bria", denied=True, status="negated", voice="attributed", claims=("c1",))


def test_a_repeated_act_is_one_happening_with_what_each_telling_adds() -> None:
    (group,) = gather([FIRST, SECOND])
    main, *tellings = group
    assert (main.actors, main.counts.killed, main.trigger) == ((REBELS,), 4, FIRST.trigger)
    assert tellings == [FIRST, SECOND]


def test_what_is_said_to_have_been_suffered_belongs_to_the_attack_told_last() -> None:
    wounded = telling("killed", "The shelling killed four", counts=Counts(killed=4))
    assert [len(group) for group in gather([FIRST, OTHER, wounded])] == [2, 3]


def test_what_an_attack_did_belongs_to_it_in_the_same_sentence() -> None:
    assert len(gather([SECOND, RESULT])) == 1


def test_two_acts_in_one_sentence_are_two() -> None:
    sentence = "The rebels denied any shelling of Bria"
    assert len(gather([telling("denied", sentence), telling("Bria", sentence)])) == 2


def test_a_light_verb_and_its_noun_are_one() -> None:
    assert len(gather([telling("second", "A second shelling hit Kaga"), telling("shelling", "A second shelling hit Kaga")])) == 1


def test_the_cue_of_a_claim_and_its_noun_are_one_act_of_words() -> None:
    sentence = "The rebels denied any shelling of Bria"
    cue = telling("denied", sentence, type="REJECT", expresses="c1", actors=(REBELS,))
    noun = telling("any", sentence, type="REJECT")
    for told in ([cue, noun], [noun, cue]):
        (group,) = gather(told)
        assert (group[0].expresses, group[0].actors) == ("c1", (REBELS,))
    assert len(gather([cue, replace(noun, expresses="c2")])) == 2
    assert len(gather([cue, replace(noun, type="ACCUSE")])) == 2
    assert len(gather([cue, telling("Bria", sentence, type="REJECT")])) == 2
    assert len(gather([cue, replace(noun, actors=(Party(mention="m2", actor="grp.others"),))])) == 2


def test_another_place_or_day_is_another_happening() -> None:
    assert len(gather([FIRST, OTHER])) == 2
    monday = Moment(start=datetime(2026, 3, 2, tzinfo=UTC), end=datetime(2026, 3, 3, tzinfo=UTC))
    friday = Moment(start=datetime(2026, 3, 6, tzinfo=UTC), end=datetime(2026, 3, 7, tzinfo=UTC))
    assert len(gather([replace(FIRST, moment=monday), replace(SECOND, moment=friday)])) == 2


def test_other_parties_or_another_type_are_another_happening() -> None:
    assert len(gather([FIRST, replace(SECOND, actors=(Party(mention="m2", actor="grp.others"),))])) == 2
    assert len(gather([FIRST, replace(SECOND, type="COERCE")])) == 2


def test_a_denial_of_what_is_told_adds_no_event() -> None:
    (group,) = gather([FIRST, DENIED])
    assert group[0].status == "actual"
    assert group[0].voice == "report"
    assert "c1" in group[0].claims


def test_a_denial_alone_is_a_negated_event() -> None:
    ((main, _),) = gather([DENIED])
    assert (main.status, main.voice) == ("negated", "attributed")


def test_the_loudest_voice_wins_and_the_first_telling_leads() -> None:
    ((main, *_),) = gather([replace(FIRST, voice="alleged", claims=("c2",)), replace(SECOND, voice="report")])
    assert main.voice == "report"
    assert main.trigger == FIRST.trigger


def test_what_an_accuser_states_again_stays_alleged() -> None:
    charge = replace(FIRST, voice="alleged", claims=("c2",), teller="LUN")
    for teller, voice in (("LUN", "alleged"), ("QAS", "attributed")):
        ((main, *_),) = gather([charge, replace(SECOND, voice="attributed", teller=teller)])
        assert main.voice == voice


def test_speech_acts_are_never_gathered() -> None:
    one = replace(FIRST, type="ACCUSE", expresses="c1")
    assert len(gather([one, replace(one, sentence=SECOND.sentence, expresses="c2")])) == 2
