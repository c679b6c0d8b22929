from datetime import UTC, date, datetime

import pytest

from casus.grounding.times import find_moments
from casus.grounding.times.knowledge import load
from casus.grounding.times.named import period_of

NAMED, INDEPENDENCE = load("named.yaml"), load("independence.yaml")


def test_every_named_moment_has_names_and_dates_and_nothing_else() -> None:
    for entry in NAMED:
        assert set(entry) <= {"names", "start", "end", "always", "source"}, entry
        period = period_of(entry)
        assert period.start is not None, entry
        assert period.end is None or period.start < period.end, entry
    assert len(NAMED) >= 120


def test_no_name_stands_for_two_moments() -> None:
    names = [name.casefold().replace("–", "-") for entry in NAMED for name in entry["names"]]
    assert sorted(names) == sorted(set(names))
    states = [name for row in INDEPENDENCE for name in row["of"]]
    assert sorted(states) == sorted(set(states))
    assert all(isinstance(row["day"], date) for row in INDEPENDENCE)


@pytest.mark.parametrize("entry", NAMED, ids=lambda entry: entry["names"][0])
def test_each_name_is_found_as_a_time(entry: dict[str, object]) -> None:
    for name in entry["names"]:  # type: ignore[attr-defined]  # a list in every entry: tested above
        (found,) = find_moments(f"Nothing of the kind was seen after the {name}, they said.", datetime(2040, 1, 1, tzinfo=UTC))
        assert found.start is not None
        assert found.start.replace(tzinfo=None) == period_of(entry).start


def test_a_happening_is_a_moment_only_behind_a_word_of_time() -> None:
    on = datetime(2031, 5, 15, tzinfo=UTC)
    assert not find_moments("The fall of Kabul shocked them, and Kenya's independence was celebrated.", on)
    assert len(find_moments("Since the fall of Kabul and since Kenya's independence they have traded.", on)) == 2


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Easter 2024", "2024-03-31"),
        ("Good Friday 2025", "2025-04-18"),
        ("Thanksgiving 2023", "2023-11-23"),
        ("Memorial Day 2024", "2024-05-27"),
        ("Election Day 2024", "2024-11-05"),
        ("Nowruz 2025", "2025-03-21"),
        ("Yom Kippur 2023", "2023-09-25"),
        ("Eid al-Fitr 2024", "2024-04-10"),
        ("Christmas 2030", "2030-12-25"),
        ("last Thanksgiving", "2030-11-28"),
    ],
)
def test_feasts(words: str, day: str) -> None:
    (found,) = find_moments(f"They met on {words}.", datetime(2031, 5, 15, tzinfo=UTC))
    assert found.start is not None
    assert found.start.date().isoformat() == day
