from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from casus.evaluation.keys import Key
from casus.evaluation.neutrality import mirror_key, read_swaps, swaps_of
from casus.records import DataError, Report, Span

WORDS: dict[str, Mapping[str, Sequence[str]]] = {
    "CHL": {"name": ("Chile",), "adjective": ("Chilean",), "capital": ("Santiago",)},
    "PER": {"name": ("Peru",), "adjective": ("Peruvian",), "capital": ("Lima", "Lima City")},
}


def forms(country: str) -> Mapping[str, Sequence[str]]:
    return WORDS.get(country, {})


def named(key: Key, handle: str, name: str, kind: str, *quotes: str, pronoun: str = "") -> Key:
    """The key with an actor of that kind at other words of its text, which takes part in the raid."""
    text = key.report.text
    spans = tuple(Span.of(text, at, at + len(quote)) for quote in quotes for at in [text.index(quote)])
    said = (Span(start=0, end=len(pronoun), quote=pronoun),) if pronoun else ()
    raid = key.events["raid"]
    actor = replace(key.actors["gunmen"], handle=handle, name=name, kind=kind, quotes=spans, nominals=(), pronouns=said)
    party = replace(raid.actors[0], who=handle, body=handle)
    return replace(key, actors={**key.actors, handle: actor}, events={**key.events, "raid": replace(raid, actors=(*raid.actors, party))})


def test_states_change_places_with_all_their_words(key: Key) -> None:
    (swap,) = [s for s in swaps_of(key, "andes", forms) if s.kind == "government"]
    assert {swap.one, swap.other} == {"Government of Chile", "Government of Peru"}
    expected = {"Chile": "Peru", "Peru": "Chile", "Chilean": "Peruvian", "Lima": "Santiago", "Lima City": "Santiago", "PER": "CHL"}
    assert expected.items() <= swap.names.items()


def test_a_ministry_does_not_stand_for_its_state(key: Key) -> None:
    peru = replace(key.actors["peru"], name="Ministry of Mines of Peru")
    assert not [s for s in swaps_of(replace(key, actors={**key.actors, "peru": peru}), "andes", forms) if s.kind == "government"]


def test_bodies_change_places_name_for_name(key: Key) -> None:
    both = named(named(key, "a", "Andes Front", "armed group", "Gunmen"), "b", "Arica Guard", "armed group", "Foreign Minister", "Friday")
    (swap,) = [s for s in swaps_of(both, "andes", forms) if s.kind == "armed group"]
    assert swap.names == {"Gunmen": "Friday", "Friday": "Gunmen", "Foreign Minister": "Gunmen"}


@pytest.mark.parametrize(("quotes", "pronouns"), [(("Gunmen", "camps"), ("", "")), (("Friday", "Gunmen"), ("he", "she"))])
def test_an_exchange_that_would_jar_is_left_out(key: Key, quotes: tuple[str, str], pronouns: tuple[str, str]) -> None:
    """No name in capitals; or one is "he" and the other "she"."""
    both = named(key, "a", "One", "person", quotes[0], pronoun=pronouns[0])
    both = named(both, "b", "Two", "person", quotes[1], pronoun=pronouns[1])
    assert not [s for s in swaps_of(both, "andes", forms) if {s.one, s.other} == {"One", "Two"}]


def test_the_key_is_mirrored_with_the_text(key: Key) -> None:
    other = mirror_key(key, {"Chile": "Peru", "Peru": "Chile", "CHL": "PER", "PER": "CHL"})
    assert other is not None
    assert other.report.text.startswith("Chile arms rebels, Peru says")
    assert other.actors["chile"].name == "Government of Peru"
    assert (other.actors["chile"].id, other.actors["chile"].country) == ("PER.GOV", "PER")
    assert [s.quote for s in other.actors["chile"].quotes] == ["Peru"] * len(key.actors["chile"].quotes)
    assert other.events["recall"].evidence[0].quote == "On Friday Chile recalled its envoy"
    assert other.reading().events[0].type == "ACCUSE"


def test_mirrored_twice_is_the_key(key: Key) -> None:
    names = {"Chile": "Bolivia", "Bolivia": "Chile"}
    once = mirror_key(key, names)
    assert once is not None
    assert once != key
    assert mirror_key(once, names) == replace(key, report=replace_report(key))


def replace_report(key: Key) -> Report:
    """The report without what is found in it: a mirrored key keeps the text, publisher, address and date."""
    return key.report.model_copy(update={"title": None, "dateline": None, "byline": None, "language": None})


def test_a_key_that_would_be_cut_is_none(key: Key) -> None:
    assert mirror_key(key, {"Peru of": "Chile in"}) is None


def test_listed_swaps(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("swapped: {andes: {Chile: Peru, Peru: Chile}}\n")
    assert read_swaps(tmp_path / "s.yaml") == {"andes": {"Chile": "Peru", "Peru": "Chile"}}
    for content in ("[1]", "swapped: [1]", "other: {}", "swapped: {"):
        (tmp_path / "s.yaml").write_text(content)
        with pytest.raises(DataError, match=r"s\.yaml: expected `swapped:`"):
            read_swaps(tmp_path / "s.yaml")
