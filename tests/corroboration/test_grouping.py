from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from casus.corroboration import Happening, Likenesses, MemoryHappenings, compare, occurrences, settle

from .telling import ABUJA, DAY, JOS, NIGERIA, PLATEAU, told

WORDS = (
    "a bomb killed five at the market in Jos",
    "five dead as blast hits Jos market",
    "gunmen shot two policemen near Jos",
    "clashes were reported",
    "police fired on marchers, wounding nine",
)


@st.composite
def happenings(draw: st.DrawFn) -> list[Happening]:
    found = []
    for number in range(draw(st.integers(2, 9))):
        start = draw(st.one_of(st.none(), st.integers(DAY, DAY + 4)))
        found.append(
            told(
                number,
                draw(st.sampled_from(WORDS)),
                report=f"report:{draw(st.integers(0, 6))}",
                type=draw(st.sampled_from(("ASSAULT", "ASSAULT", "PROTEST", "CONSULT"))),
                start=start,
                end=None if start is None else start + draw(st.integers(1, 4)),
                published=draw(st.integers(DAY, DAY + 5)),
                places=tuple(draw(st.lists(st.sampled_from((JOS, ABUJA, PLATEAU, NIGERIA)), max_size=2))),
                actors=tuple(draw(st.lists(st.sampled_from(("grp.a", "grp.b", "NGA", "NGA.COP")), max_size=1))),
            )
        )
    return found


def added_one_by_one(order: list[Happening]) -> set[tuple[str, ...]]:
    """Return the groups after adding one after the other, each settling only what it touches."""
    index, groups = MemoryHappenings(), dict[str, tuple[str, ...]]()
    for one in order:
        index.keep(one)
        groups |= {event: group for group in settle(one, index, Likenesses()) for event in group}
    return set(groups.values())


@settings(max_examples=60)
@given(st.data())
def test_any_order_of_arrival_gives_the_same_occurrences(data: st.DataObject) -> None:
    found = data.draw(happenings())
    expected = set(occurrences(found))
    assert added_one_by_one(found) == expected
    assert added_one_by_one(data.draw(st.permutations(found))) == expected


@settings(max_examples=60)
@given(happenings())
def test_no_occurrence_holds_a_contradiction(found: list[Happening]) -> None:
    by_event = {one.event: one for one in found}
    groups = occurrences(found)
    assert sorted(event for group in groups for event in group) == sorted(by_event)
    for group in groups:
        assert all(compare(by_event[a], by_event[b]) is not None for a, b in combinations(group, 2))


def test_the_codebooks_example() -> None:
    jos = [told(1, "a blast in Jos killed five", places=(JOS,)), told(2, "five dead as bomb hits Jos market", places=(JOS,))]
    assert occurrences(jos) == (("event:001", "event:002"),)


def test_another_day_is_another_happening() -> None:
    days = [told(n, "gunmen raided a village near Jos", places=(JOS,), start=DAY + n, end=DAY + n + 1) for n in (0, 3)]
    assert len(occurrences(days)) == 2


def test_without_any_agreement_nothing_is_one() -> None:
    bare = [told(n, "shots were heard", start=None, end=None) for n in (1, 2)]
    assert len(occurrences(bare)) == 2


def test_a_vague_telling_does_not_chain_two_days_together() -> None:
    monday = told(1, "gunmen raided the mill at Jos and shot two", places=(JOS,))
    tuesday = told(2, "gunmen raided the mill at Jos and shot two", places=(JOS,), start=DAY + 2, end=DAY + 3, published=DAY + 3)
    vague = told(3, "gunmen raided the mill at Jos and shot two", places=(JOS,), start=None, end=None, published=DAY + 2)
    groups = occurrences([monday, tuesday, vague])
    assert not any({"event:001", "event:002"} <= set(group) for group in groups)
    assert max(map(len, groups)) == 2


def test_happenings_without_a_day_stand_alone() -> None:
    assert len(occurrences([told(n, start=None, end=None, published=None) for n in (1, 2)])) == 2
