from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from casus.evaluation.golden import Coded, GoldenEvaluation, evaluate_golden
from casus.evaluation.golden.comparison import kilometres, moments_overlap, same_moment, same_role
from casus.evaluation.keys import Key
from casus.evaluation.keys.entries import KeyMoment
from casus.records import Event, Mention, Moment, Party, Span
from tests.evaluation.conftest import TEXT, Example
from tests.evaluation.scoring import changed, numbers, rates, score

# Who, where, when


def party(key: Key, words: str, actor: str | None = None, name: str | None = None, **more: Any) -> GoldenEvaluation:
    """Score the raid done by whoever these words name."""
    reading = key.reading()
    start = TEXT.index(words)
    mention = Mention(id="m", span=Span.of(TEXT, start, start + len(words)), type="actor")
    found = changed(reading, "events", "raid", actors=(Party(mention="m", actor=actor),))
    actors = [*reading.actors, *([reading.actors[0].model_copy(update={"id": actor, "name": name})] if name else [])]
    found = found.model_copy(update={"mentions": (*reading.mentions, mention), "actors": tuple(actors)})
    return evaluate_golden([key], [Coded(found, more.get("aliases", {}))], more.get("known", ()))


@pytest.mark.parametrize(
    ("words", "actor", "name", "right"),
    [
        ("Gunmen", None, None, True),
        ("Gunmen raided", None, None, True),  # J = 6 / 12
        ("Gunmen raided A", None, None, False),  # J = 6 / 13, and another end
        ("camps.\nGunmen", None, None, True),  # the same end
        ("they", None, None, True),  # a pronoun
        ("Bolivia", None, None, False),
        ("Bolivia", "x", "The GUNMEN in Arica", True),  # by name, after folding
        ("Gunmen", "x", "Bandits", True),  # unknown to the knowledge base: by words too
    ],
)
def test_a_party_by_name_and_by_words(key: Key, words: str, actor: str | None, name: str | None, right: bool) -> None:
    assert numbers(party(key, words, actor, name).scores["event joint"]) == (8 + right, 9, 9)


def test_between_known_actors_the_name_decides(key: Key) -> None:
    """Chile's words, resolved to Peru: wrong where the knowledge base knows both, right by its words where it does not."""
    reading = key.reading()
    wrong = reading.actors[0].model_copy(update={"id": "PER.GOV", "name": "Republic of Peru"})
    closing = next(e for e in reading.events if e.type == "COERCE")
    reading = changed(reading, "events", "closing", actors=(closing.actors[0].model_copy(update={"actor": "PER.GOV"}),))
    coded = Coded(reading.model_copy(update={"actors": (*reading.actors, wrong)}))
    for known, right in (((), 9), (("PER.GOV",), 9), (("PER.GOV", "CHL.GOV"), 8)):
        assert numbers(evaluate_golden([key], [coded], known).scores["event joint"])[0] == right


def test_aliases_count_as_names(key: Key) -> None:
    """The key's `also`, and the coder's own other names."""
    reading = key.reading()
    names = {"actor:government-of-peru": "Peruvian State", "CHL.GOV": "Santiago"}
    actors = tuple(a.model_copy(update={"id": f"x:{a.id}", "name": names.get(a.id, a.name)}) for a in reading.actors)

    def renamed(event: Event) -> Event:
        moved = {
            side: tuple(p.model_copy(update={"actor": p.actor and f"x:{p.actor}", "mention": None}) for p in getattr(event, side))
            for side in ("actors", "recipients")
        }
        return event.model_copy(update=moved)

    reading = reading.model_copy(update={"actors": actors, "events": tuple(map(renamed, reading.events))})
    assert numbers(score(key, reading).scores["event joint"]) == (5, 9, 9)  # the four with Chile are wrong
    assert rates(score(key, reading, **{"x:CHL.GOV": ["government of CHILE"]}), "event joint") == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(("lat", "name", "right"), [(-18.40, "Arika", 1), (-18.30, "Arika", 0), (-18.30, "ARICA", 1)])
def test_a_place_by_name_or_within_ten_kilometres(key: Key, lat: float, name: str, right: int) -> None:
    """0.08 degrees of latitude are 9 km, 0.18 are 20 km."""
    reading = key.reading()
    places = tuple(p.model_copy(update={"id": "x", "name": name, "lat": lat}) if p.name == "Arica" else p for p in reading.places)
    raid = next(e for e in reading.events if e.places)
    reading = changed(
        reading.model_copy(update={"places": places}), "events", "raid", places=(raid.places[0].model_copy(update={"place": "x"}),)
    )
    assert numbers(score(key, reading).scores["event places"]) == (right, 1, 1)


def test_an_unresolved_place_is_known_by_its_words(key: Key) -> None:
    reading = key.reading()
    raid = next(e for e in reading.events if e.places)
    reading = changed(reading, "events", "raid", places=(raid.places[0].model_copy(update={"place": None}),))
    assert numbers(score(key, reading).scores["event places"]) == (1, 1, 1)


def test_distance() -> None:
    """A degree of latitude is 111.2 km; London to Paris is 344 km."""
    assert kilometres((0, 0), (1, 0)) == pytest.approx(111.2, abs=0.1)
    assert kilometres((51.5074, -0.1278), (48.8566, 2.3522)) == pytest.approx(344, abs=1)


def day(number: int, hour: int = 0, offset: int = 0) -> datetime:
    return datetime(2031, 5, number, hour, tzinfo=timezone(timedelta(hours=offset)) if offset else UTC)


@pytest.mark.parametrize(
    ("start", "end", "same", "overlaps"),
    [
        (day(2), day(3), True, True),
        (day(2, 9), day(2, 11), True, True),
        (day(1), day(3), False, True),
        (day(3), day(4), False, False),
        (day(2), None, False, True),
        (None, None, False, False),
        (day(2, 0, offset=5), day(3, 0, offset=5), True, True),  # begins on May 1 in UTC, on May 2 where the report was published
        (day(2, 20, offset=-5), day(2, 23, offset=-5), True, True),
    ],
)
def test_moments_are_the_same_as_calendar_days_of_their_report(
    start: datetime | None, end: datetime | None, same: bool, overlaps: bool
) -> None:
    friday = KeyMoment("friday", start=day(2), end=day(3), precision="day")
    found = Moment(start=start, end=end)
    assert (same_moment(found, friday), moments_overlap(found, friday)) == (same, overlaps)


def test_vague_moments_are_the_same() -> None:
    assert same_moment(Moment(), KeyMoment("vague"))
    assert moments_overlap(Moment(), KeyMoment("vague"))
    assert not same_moment(Moment(start=day(2)), KeyMoment("vague"))


def test_roles_contain_one_another() -> None:
    assert same_role("the Foreign Minister", "foreign minister of Peru")
    assert not same_role("Foreign Minister", "Prime Minister")


# Mentions


def test_mentions_are_exact_after_trimming(key: Key) -> None:
    """One mention takes in "and": it only overlaps. Another takes in a comma: it is exact after trimming."""
    reading = key.reading()
    start = TEXT.index("Paraguay")
    wide = tuple(
        m.model_copy(update={"span": Span.of(TEXT, start - 4, start + 8)})
        if m.span.quote == "Paraguay"
        else m.model_copy(update={"span": Span.of(TEXT, m.span.start, m.span.end + 1)})
        if m.span.quote == "SANTIAGO"
        else m
        for m in reading.mentions
    )
    found = score(key, reading.model_copy(update={"mentions": wide}))
    right, predicted, labelled = numbers(found.scores["mention actor exact"])
    assert (right, predicted) == (labelled - 1, labelled)
    assert rates(found, "mention actor overlap") == rates(found, "mention place exact") == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(("type", "extra"), [("actor", 0), ("place", 1)])
def test_actors_that_do_nothing_are_not_counted_as_extra(key: Key, type: str, extra: int) -> None:
    reading = key.reading()
    start = TEXT.index("jets")
    idle = Mention.model_validate({"id": "m", "span": Span.of(TEXT, start, start + 4), "type": type})
    found = score(key, reading.model_copy(update={"mentions": (*reading.mentions, idle)}))
    right, predicted, labelled = numbers(found.scores[f"mention {type} exact"])
    assert (right, predicted) == (labelled, labelled + extra)


def test_an_actor_that_takes_part_is_counted_as_extra(key: Key) -> None:
    found = party(key, "jets")
    right, predicted, labelled = numbers(found.scores["mention actor exact"])
    assert (right, predicted) == (labelled, labelled + 1)


def test_resolution_is_by_name(worked: Example) -> None:
    """Dodoma's government resolved as Malawi's; lake and towns stay right."""
    gold = worked.key()
    reading = gold.reading()
    wrong = tuple(m.model_copy(update={"acts_for": "actor:government-of-malawi"}) if m.acts_for else m for m in reading.mentions)
    found = evaluate_golden([gold], [Coded(reading.model_copy(update={"mentions": wrong}))])
    assert numbers(found.scores["mention place acts_for"]) == (0, 1, 1)
    assert rates(found, "mention place resolved") == (1.0, 1.0, 1.0)
    null = tuple(m.model_copy(update={"resolved": None}) for m in reading.mentions)
    found = evaluate_golden([gold], [Coded(reading.model_copy(update={"mentions": null}))])
    assert numbers(found.scores["mention actor resolved"]) == (0, 8, 8)
