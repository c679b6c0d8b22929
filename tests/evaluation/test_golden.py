import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.evaluation.golden import Coded, GoldenEvaluation, compare, evaluate_golden
from casus.evaluation.keys import Key
from casus.records import DataError, Party, Reading, Report, Span
from tests.evaluation.conftest import TEXT, Example
from tests.evaluation.scoring import changed, counts, numbers, rates, score, without

# Whole outputs


def assert_perfect(found: GoldenEvaluation) -> None:
    for name, of in found.scores.items():
        assert of.f1.value in (1.0, None), name
        assert of.agreement.value in (1.0, None), name
        assert of.count.right == of.count.predicted == of.count.labelled, name
    assert {b.count.value for b in found.breaches.values()} == {0.0}


def test_a_key_scores_one_everywhere_against_itself(key: Key, worked: Example) -> None:
    both = [key, worked.key()]
    found = evaluate_golden(both, [Coded(k.reading()) for k in both])
    assert_perfect(found)
    assert found.scores["event found"].count.labelled == 9 + 7
    assert found.scores["claim joint"].count.labelled == 4 + 5


def test_an_empty_output_has_no_precision_and_no_recall(key: Key) -> None:
    found = score(key, Reading(report=key.report))
    assert rates(found, "event joint") == rates(found, "claim found") == (None, 0.0, 0.0)
    assert rates(found, "claim direction") == (None, None, None)  # nothing in the key either
    assert found.scores["event voice"].agreement.value is None
    assert {b.count.value for b in found.breaches.values()} == {0.0}


def test_a_duplicated_output_halves_precision(key: Key) -> None:
    """Each record twice: P = 9/18, R = 9/9, F1 = 2 · .5 · 1 / 1.5 = 2/3; nine duplicate events, four duplicate claims."""
    reading = key.reading()
    twice = reading.model_copy(update={part: getattr(reading, part) * 2 for part in ("attributions", "claims", "events", "mentions")})
    found = score(key, twice)
    for name in ("attribution found", "claim joint", "event strict", "event type", "event killed"):
        assert numbers(found.scores[name])[1:] == (2 * numbers(found.scores[name])[2], numbers(found.scores[name])[2]), name
        assert rates(found, name)[2] == pytest.approx(2 / 3), name
    assert [found.breaches[n].count.value for n in ("duplicate events", "duplicate claims", "leaks", "swaps")] == [9, 4, 0, 0]
    assert rates(found, "mention actor exact") == (1.0, 1.0, 1.0)  # the same span twice is one mention


def test_order_changes_nothing(key: Key) -> None:
    reading = key.reading()
    parts = ("attributions", "claims", "events", "mentions", "actors", "places")
    turned = reading.model_copy(update={part: getattr(reading, part)[::-1] for part in parts})
    assert_perfect(score(key, turned))


@settings(max_examples=20)
@given(st.data())
def test_shuffling_predicted_records_changes_no_score(key: Key, data: st.DataObject) -> None:
    """Also where records are doubled, missing, or stand on one another's words, so that there are ties to break."""
    reading = key.reading()
    events = data.draw(st.lists(st.sampled_from(reading.events), max_size=12))
    elsewhere = data.draw(st.lists(st.tuples(st.sampled_from(reading.events), st.sampled_from(reading.events)), max_size=4))
    moved = [e.model_copy(update={"id": f"x:{i}", "trigger": o.trigger, "evidence": o.evidence}) for i, (e, o) in enumerate(elsewhere)]
    claims = data.draw(st.lists(st.sampled_from(reading.claims), max_size=6))
    records = {"attributions": reading.attributions, "mentions": reading.mentions, "claims": claims, "events": [*events, *moved]}
    mixed = {part: data.draw(st.permutations(list(found))) for part, found in records.items()}
    one, other = (score(key, reading.model_copy(update={part: tuple(found) for part, found in r.items()})) for r in (records, mixed))
    assert counts(one) == counts(other)


# Claims


def test_a_claim_of_the_wrong_kind(key: Key) -> None:
    """One of four kinds is wrong: 3/4 for kind and joint; speaker and found stay whole."""
    found = score(key, changed(key.reading(), "claims", "c1", kind="state"))
    assert rates(found, "claim kind") == rates(found, "claim joint") == (0.75, 0.75, 0.75)
    assert rates(found, "claim found") == rates(found, "claim speaker") == (1.0, 1.0, 1.0)
    assert found.scores["claim kind"].agreement.value == 0.75


def test_a_missing_and_an_extra_claim(key: Key) -> None:
    """c4 is missing; c2 is doubled with another kind: A = 3, M = 4, K = 4."""
    reading = without(key.reading(), "claims", "c4")
    denial = next(c for c in reading.claims if c.kind == "deny")
    found = score(key, reading.model_copy(update={"claims": (*reading.claims, denial.model_copy(update={"id": "x", "kind": "state"}))}))
    assert numbers(found.scores["claim found"]) == (3, 4, 4)
    assert numbers(found.scores["claim about"]) == (0, 0, 2)
    assert found.breaches["duplicate claims"].count.value == 1
    assert numbers(found.scores["event expresses"]) == (2, 3, 3)  # c4 has no partner


def test_the_status_is_scored_where_the_key_accuses(key: Key) -> None:
    """Only c1 accuses: 0 of 1, whatever the statuses of the other three."""
    reading = changed(key.reading(), "claims", "c1", status="unanswered here")
    assert numbers(score(key, reading).scores["claim status"]) == (0, 1, 1)


def test_a_person_for_the_body_is_right(key: Key) -> None:
    """The minister alone, without her government: speaker right, and the person too; the mention of somebody else is not the person."""
    reading = key.reading()
    paz = next(m for m in reading.mentions if m.span.quote == "Rosa Paz")
    chile = next(m for m in reading.mentions if m.span.quote == "Chile")
    alone = changed(reading, "claims", "c3", speaker=Party(mention=paz.id, actor="actor:rosa-paz"))
    other = changed(reading, "claims", "c3", speaker=Party(mention=chile.id, actor="actor:government-of-peru"))
    assert rates(score(key, alone), "claim speaker") == (1.0, 1.0, 1.0)
    assert numbers(score(key, alone).scores["claim speaker person"]) == (1, 1, 1)
    assert rates(score(key, other), "claim speaker") == (1.0, 1.0, 1.0)
    assert numbers(score(key, other).scores["claim speaker person"]) == (0, 1, 1)


@pytest.mark.parametrize(
    ("speaker", "right"), [(None, True), (Party(), True), (Party(actor="outlet"), True), (Party(actor="actor:government-of-malawi"), False)]
)
def test_an_outlet_is_the_publisher_or_nobody(worked: Example, speaker: Party | None, right: bool) -> None:
    gold = worked.key()
    reading = changed(gold.reading(), "claims", "c5", speaker=speaker)
    found = evaluate_golden([gold], [Coded(reading, {"outlet": ["The SHIRE Valley Post"]})])
    assert numbers(found.scores["claim speaker"])[0] == 4 + right


def test_an_outlet_has_no_attribution(worked: Example) -> None:
    """The outlet's words as somebody's content: the claim is found, the speaker is wrong."""
    gold = worked.key()
    reading = gold.reading()
    outlet = next(c for c in reading.claims if c.attribution is None)
    said = reading.attributions[0].model_copy(update={"id": "x", "content": outlet.quote})
    reading = changed(
        reading.model_copy(update={"attributions": (*reading.attributions, said)}), "claims", "c5", attribution="x", speaker=None
    )
    found = evaluate_golden([gold], [Coded(reading)])
    assert (numbers(found.scores["claim found"]), numbers(found.scores["claim speaker"])) == ((5, 5, 5), (4, 5, 5))


def test_nobody_is_nobody(example: Example) -> None:
    """A sourceless accusation: null is right, and so is an empty party; anybody is wrong."""
    gold = Example(example.yaml.replace("a1, speaker: chile", "a1, speaker: null"), example.text).key()
    for speaker, right in ((None, 4), (Party(), 4), (Party(actor="CHL.GOV"), 3)):
        assert numbers(score(gold, changed(gold.reading(), "claims", "c1", speaker=speaker)).scores["claim speaker"])[0] == right


# Events


def test_actors_and_recipients_swapped(key: Key) -> None:
    """The accusation swapped: joint 8/9, actors 10 of 11, one swap; everything else right."""
    reading = key.reading()
    accusation = next(e for e in reading.events if e.type == "ACCUSE")
    found = score(key, changed(reading, "events", "accusation", actors=accusation.recipients, recipients=accusation.actors))
    assert numbers(found.scores["event joint"]) == numbers(found.scores["event strict"]) == (8, 9, 9)
    assert numbers(found.scores["event actors"]) == (10, 11, 11)
    assert numbers(found.scores["event dyads"]) == (5, 6, 6)
    assert found.breaches["swaps"].count.value == 1
    assert found.breaches["swaps"].of == 9


def test_a_reciprocal_event_has_no_order(key: Key) -> None:
    reading = key.reading()
    pact = next(e for e in reading.events if e.type == "SUPPORT")
    assert_perfect(score(key, changed(reading, "events", "pact", actors=pact.actors[::-1])))


def test_a_reciprocal_event_with_a_direction_is_wrong(key: Key) -> None:
    """Bolivia to Paraguay: one of two actors, an extra recipient, and a directed pair where the key's has no direction."""
    reading = key.reading()
    pact = next(e for e in reading.events if e.type == "SUPPORT")
    found = score(key, changed(reading, "events", "pact", actors=pact.actors[:1], recipients=pact.actors[1:]))
    assert numbers(found.scores["event joint"]) == (8, 9, 9)
    assert numbers(found.scores["event actors"]) == (10, 10, 11)
    assert numbers(found.scores["event recipients"]) == (5, 6, 5)
    assert numbers(found.scores["event dyads"]) == (5, 6, 6)


def test_an_unknown_recipient_is_dropped_and_gives_no_pair(key: Key) -> None:
    """Without it the recipients are still right, but Chad and Mali become a pair that the key has not: 6 right of 7 predicted."""
    found = score(key, changed(key.reading(), "events", "bombing", recipients=()))
    assert rates(found, "event joint") == rates(found, "event recipients") == (1.0, 1.0, 1.0)
    assert numbers(found.scores["event dyads"]) == (6, 7, 6)
    named = next(m for m in key.reading().mentions if m.span.quote == "Bolivia")
    wrong = score(key, changed(key.reading(), "events", "bombing", recipients=(Party(mention=named.id),)))
    assert numbers(wrong.scores["event recipients"]) == (5, 6, 5)


def test_a_leak_is_an_alleged_event_told_as_a_fact(key: Key) -> None:
    found = score(key, changed(key.reading(), "events", "arming", voice="report", claim=None))
    assert (found.breaches["leaks"].count.value, found.breaches["leaks"].of) == (1, 1)
    assert numbers(found.scores["event strict"]) == (8, 9, 9)
    assert numbers(found.scores["event voice=alleged told"]) == (0, 0, 1)
    assert numbers(found.scores["event voice=alleged found"]) == (1, 1, 1)
    assert numbers(found.scores["event voice=report told"]) == (8, 9, 8)


def test_a_leak_need_not_be_aligned(key: Key) -> None:
    """A second AID inside the alleged one's evidence, in the outlet's voice; habitual or outside, it would be none."""
    reading = key.reading()
    arming = next(e for e in reading.events if e.type == "AID")
    second = arming.model_copy(update={"id": "x", "voice": "attributed"})
    outside = next(e for e in reading.events if e.type == "SUPPORT").model_copy(update={"id": "y"})
    for extra, leaks in ((second, 1), (second.model_copy(update={"status": "habitual"}), 0), (outside, 0)):
        found = score(key, reading.model_copy(update={"events": (*reading.events, extra)}))
        assert found.breaches["leaks"].count.value == leaks


def test_two_events_in_one_sentence(key: Key) -> None:
    """Both predictions take the whole sentence as evidence: all is right but the evidence's bounds, exactly 7 of 9."""
    reading = key.reading()
    start = TEXT.index("On Friday")
    sentence = Span.of(TEXT, start, TEXT.index(" Bolivia and"))
    reading = changed(changed(reading, "events", "recall", evidence=(sentence,)), "events", "closing", evidence=(sentence,))
    found = score(key, reading)
    assert rates(found, "event strict") == rates(found, "event trigger exact") == rates(found, "event evidence overlap") == (1.0, 1.0, 1.0)
    assert numbers(found.scores["event evidence exact"]) == (7, 9, 9)
    assert numbers(score(key, without(reading, "events", "recall")).scores["event joint"]) == (8, 8, 9)


def test_a_type_that_differs_is_found_and_wrong(key: Key) -> None:
    found = score(key, changed(key.reading(), "events", "closing", type="SANCTION", mode=None))
    assert numbers(found.scores["event found"]) == (9, 9, 9)
    assert numbers(found.scores["event type"]) == numbers(found.scores["event joint"]) == (8, 9, 9)
    assert numbers(found.scores["event mode"]) == (5, 5, 6)
    assert found.scores["event mode"].agreement.value == pytest.approx(8 / 9)


def test_null_agrees_with_null_and_counts_for_nothing(key: Key) -> None:
    """Only the raid has killed: predicted for another event instead, nothing is right of one and one; 7 of 9 pairs agree."""
    reading = key.reading()
    raid = next(e for e in reading.events if e.counts.killed)
    reading = changed(changed(reading, "events", "raid", counts=reading.events[0].counts), "events", "pact", counts=raid.counts)
    of = score(key, reading).scores["event killed"]
    assert numbers(of) == (0, 1, 1)
    assert of.agreement.value == pytest.approx(7 / 9)


def test_the_basis_is_scored_on_matched_parties(key: Key) -> None:
    """Of 16 matched parties one has another basis."""
    reading = key.reading()
    raid = next(e for e in reading.events if e.id == "event:raid")
    found = score(key, changed(reading, "events", "raid", actors=(raid.actors[0].model_copy(update={"basis": "alleged"}),)))
    assert numbers(found.scores["event basis"]) == (15, 16, 16)
    assert rates(found, "event joint") == (1.0, 1.0, 1.0)


# Several reports


def test_reports_are_pooled_and_the_interval_is_over_reports(key: Key, worked: Example) -> None:
    """9 of 9 events in one report and none of 7 in the other: recall 9/16. Resamples hold either report twice, or both."""
    gold = [key, worked.key()]
    found = evaluate_golden(gold, [Coded(key.reading()), Coded(Reading(report=gold[1].report))])
    of = found.scores["event found"]
    assert (of.recall.value, of.recall.low, of.recall.high) == (9 / 16, 0.0, 1.0)
    assert of.f1.value == pytest.approx(2 * 9 / (9 + 16))
    assert 200 < of.precision.undefined < 300  # a quarter of the resamples hold nothing predicted
    assert (found.few, found.row()["few"]) == (True, True)
    assert found == evaluate_golden(gold, [Coded(key.reading()), Coded(Reading(report=gold[1].report))])


def test_two_systems_are_compared_on_the_same_resamples(key: Key) -> None:
    gold = [key] * 10
    good, bad = (evaluate_golden(gold, [Coded(r) for r in [key.reading()] * n + [Reading(report=key.report)] * (10 - n)]) for n in (10, 5))
    difference = compare(good, bad)["event found"]
    assert difference.value == pytest.approx(1 - 2 / 3)
    assert difference.low is not None
    assert difference.high is not None
    assert 0 < difference.low < 1 / 3 < difference.high
    assert not good.few
    with pytest.raises(DataError, match="same reports"):
        compare(good, evaluate_golden([key], [Coded(key.reading())]))


def test_a_reading_of_another_text_is_refused(key: Key) -> None:
    with pytest.raises(DataError, match="another text"):
        score(key, Reading(report=Report(text="Something else.")))
