from typing import Any

from casus.corroboration import Telling, Who, corroborate, figures, side_of, told_dyad
from casus.records import Corroboration, Counts, Dyad

from .telling import DAY, told

BELONGING = {"Karsovia Today": "KRS", "Tarandian State News Agency": "TRD", "Northern Wire": None, "Herald": None, "Reuters": None}


def telling(number: int, publisher: str | None, family: str | None = None, agencies: tuple[str, ...] = (), **more: Any) -> Telling:
    values: dict[str, Any] = {"actors": ("KRS.MIL",), "recipients": ("TRD",), "published": DAY + number} | more
    return Telling(told(number, publisher=publisher, **values), family or f"family:{number}", frozenset(agencies))


def counts(*tellings: Telling) -> dict[str, tuple[int, int]]:
    return {found.side: (found.happening, found.doer) for found in corroborate(tellings, BELONGING)}


def test_a_reprint_is_no_second_voice() -> None:
    assert counts(telling(1, "Northern Wire", "f"), telling(2, "Herald", "f")) == {"third": (1, 1)}
    assert counts(telling(1, "Northern Wire"), telling(2, "Herald")) == {"third": (2, 2)}


def test_one_publisher_and_one_agency_are_one_voice() -> None:
    assert counts(telling(1, "Herald"), telling(2, "Herald")) == {"third": (1, 1)}
    assert counts(telling(1, "Herald", agencies=("Reuters",)), telling(2, "Reuters")) == {"third": (1, 1)}


def test_sides() -> None:
    found = counts(telling(1, "Karsovia Today"), telling(2, "Tarandian State News Agency"), telling(3, "Herald"), telling(4, "A blog"))
    assert found == {"A": (1, 1), "B": (1, 1), "third": (1, 1), "unknown": (1, 1)}


def test_nameless_publishers_are_not_shown_to_be_unrelated() -> None:
    assert counts(telling(1, None), telling(2, None)) == {"unknown": (1, 1)}


def test_what_is_alleged_tells_of_no_happening() -> None:
    assert counts(telling(1, "Herald", voice="alleged")) == {}


def test_a_suspicion_does_not_say_who_did_it() -> None:
    suspected = telling(2, "Northern Wire", actors=(Who("KRS", "alleged"),))
    assert counts(telling(1, "Herald"), suspected) == {"third": (2, 1)}
    assert counts(telling(1, "Herald", actors=()), telling(2, "Northern Wire", actors=())) == {"third": (2, 0)}


def test_the_doer_is_the_one_whom_most_name() -> None:
    found = corroborate([telling(1, "Herald"), telling(2, "Northern Wire"), telling(3, "Reuters", actors=("grp.a",))], BELONGING)
    assert found == (Corroboration(side="third", happening=3, doer=2),)


def test_dyad_of_two_sided_happenings() -> None:
    assert told_dyad([told(1, actors=("TRD", "KRS"))]) == Dyad(a="KRS", b="TRD")
    assert told_dyad([told(1, actors=("TRD",))]) is None


def test_private_papers_belong_to_nobody() -> None:
    assert side_of("Herald", Dyad.of("KRS", "TRD"), BELONGING) == "third"
    assert side_of("Karsovia Today", Dyad.of("AFG", "PAK"), BELONGING) == "third"
    assert side_of("Karsovia Today", None, BELONGING) == "third"


def test_numbers_stand_side_by_side() -> None:
    numbers = [
        told(1, publisher="Herald", counts=Counts(killed=5)),
        told(2, publisher="Wire", counts=Counts(killed=20, injured=9)),
        told(3),
    ]
    killed, injured = figures(numbers)
    assert (killed.name, killed.low, killed.high) == ("killed", 5, 20)
    assert [(told.value, told.publisher, told.report) for told in killed.told] == [(5, "Herald", "report:001"), (20, "Wire", "report:002")]
    assert (injured.low, injured.high) == (9, 9)
