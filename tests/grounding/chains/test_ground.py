import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.grounding.actors import ground_actors
from casus.grounding.chains import ground_chains
from casus.records import Candidate, Reading
from tests.grounding.chains.reports import back, chains, reading


def test_a_person_is_chained_by_surname_and_stays_in_the_report() -> None:
    text = "Spokeswoman Ana Duarte met Olu Brandt. Duarte left early."
    found = ground_chains(reading(text, "p:Ana Duarte", "p:Olu Brandt", "p:Duarte#2"))
    assert chains(found) == {frozenset({"Ana Duarte", "Duarte"}), frozenset({"Olu Brandt"})}
    other = ground_chains(reading(text + " It rained.", "p:Ana Duarte"))
    assert found.mentions[0].resolved != other.mentions[0].resolved
    assert str(found.mentions[0].resolved).startswith("one.")


def test_an_unknown_group_has_one_id_in_every_report() -> None:
    one = ground_chains(reading("The Qasr Valley Front shelled a depot.", "a:Qasr Valley Front"))
    other = ground_chains(reading("Talks with the Qasr Valley Front failed.", "a:Qasr Valley Front"))
    assert one.mentions[0].resolved == other.mentions[0].resolved
    assert str(one.mentions[0].resolved).startswith("new.")


@pytest.mark.parametrize(
    ("text", "marked", "chain"),
    [
        ("The Qasr Valley Front (QVF) fired. The QVF denied it.", ("a:Qasr Valley Front", "a:QVF#2"), {"Qasr Valley Front", "QVF"}),
        ("The Qasr Valley Front fired. The QVF denied it.", ("a:Qasr Valley Front", "a:QVF"), {"Qasr Valley Front", "QVF"}),
        (
            "The Lund Mining Ministry wrote. The ministry waits.",
            ("a:Lund Mining Ministry", "a:ministry"),
            {"Lund Mining Ministry", "ministry"},
        ),
        ("The rebel group Oru Dawn fired. The group denied it.", ("a:Oru Dawn", "a:group#2"), {"Oru Dawn", "group"}),
        ("Mines Minister Ana Duarte came. The minister spoke.", ("p:Ana Duarte", "a:minister"), {"Ana Duarte", "minister"}),
        ("Her deputy, Ana Duarte, came. Duarte spoke.", ("a:deputy", "p:Ana Duarte", "p:Duarte#2"), {"deputy", "Ana Duarte", "Duarte"}),
        ("Tellmar Energy drilled. Tellmar denied it.", ("a:Tellmar Energy", "a:Tellmar#2"), {"Tellmar Energy", "Tellmar"}),
        ("Polling clerks voted. An officer told clerks to go.", ("a:Polling clerks", "a:clerks#2"), {"Polling clerks", "clerks"}),
        (
            "The Oru Mission came. The Oru Mission's observers left.",
            ("a:Oru Mission", "a:Oru Mission#2", "a:observers"),
            {"Oru Mission", "observers"},
        ),
        ("The rebel group Oru Dawn fired. Fighters fled.", ("a:Oru Dawn", "a:Fighters"), {"Oru Dawn", "Fighters"}),
        ("The Kenyan army fired. A corporal fled.", ("a:Kenyan army", "a:corporal"), {"Kenyan army", "corporal"}),
        ("Gunmen came at dawn. The attackers fled.", ("a:Gunmen", "a:attackers"), {"Gunmen", "attackers"}),
        (
            "The Sovil Rescue Troops (SRT) came. An SRT officer fell.",
            ("a:Sovil Rescue Troops", "a:SRT officer"),
            {"Sovil Rescue Troops", "SRT officer"},
        ),
    ],
)
def test_one_chain(text: str, marked: tuple[str, ...], chain: set[str]) -> None:
    assert frozenset(chain) in chains(ground_chains(reading(text, *marked)))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Ana Duarte met Ana Brandt.", ("p:Ana Duarte", "p:Ana Brandt")),
        ("A soldier fell. A young soldier fled.", ("a:soldier", "a:young soldier")),
        ("The Oru Front fired. The Lund Court sat.", ("a:Oru Front", "a:Lund Court")),
        ("Minister Ana Duarte met a minister.", ("p:Ana Duarte", "a:minister")),
    ],
)
def test_two_chains(text: str, marked: tuple[str, ...]) -> None:
    assert len(chains(ground_chains(reading(text, *marked)))) == 2


def test_soldiers_are_their_own_sides_where_two_armies_are_told_of() -> None:
    text = "The Kenyan army and the Somali army clashed. The Kenyan army said a corporal fell."
    marked = ("a:Kenyan army", "a:Somali army", "a:Kenyan army#2", "a:corporal")
    found = chains(ground_chains(ground_actors(reading(text, *marked, says=(("Kenyan army#2", "said", "a corporal fell"),)))))
    assert frozenset({"Kenyan army", "corporal"}) in {frozenset(chain) for chain in found}


def test_a_country_acts_where_it_acts_elsewhere() -> None:
    text = "Kuwait protested. Tankers lay in waters that belong to Kuwait. Ships sailed from Kuwait."
    plain = reading(text, "a:Kuwait", "l:Kuwait#2", "l:Kuwait#3")
    first, *others = plain.mentions
    known = plain.model_copy(update={"mentions": (first.model_copy(update={"resolved": "KWT"}), *others)})
    assert [m.acts_for for m in ground_chains(known).mentions[1:]] == ["KWT", None]
    assert [m.acts_for for m in ground_chains(plain.model_copy(update={"mentions": tuple(others)})).mentions] == [None, None]


def test_an_acronym_is_what_the_report_says_it_is() -> None:
    plain = reading("The Oru People's Force (OPF) fired. The OPF fled.", "a:Oru People's Force", "a:OPF", "a:OPF#2")
    first, *short = plain.mentions
    known = (first.model_copy(update={"resolved": "UGA.MIL"}), *(m.model_copy(update={"resolved": "grp.opf"}) for m in short))
    assert {m.resolved for m in ground_chains(plain.model_copy(update={"mentions": known})).mentions} == {"UGA.MIL"}


def test_its_neighbour_is_the_other_of_two_states() -> None:
    plain = reading("Peru met Bolivia. Peru said its neighbour lied.", "a:Peru", "a:Bolivia", "a:Peru#2", "a:neighbour")
    ids = ("PER", "BOL", "PER", None)
    known = tuple(m.model_copy(update={"resolved": found}) for m, found in zip(plain.mentions, ids, strict=True))
    assert ground_chains(plain.model_copy(update={"mentions": known})).mentions[-1].resolved == "BOL"


def test_the_group_stays_open_after_two_groups() -> None:
    text = "The Oru Front and the Lund Front fought. Then the group left."
    found = ground_chains(reading(text, "a:Oru Front", "a:Lund Front", "a:group"))
    group = found.mentions[-1]
    assert group.resolved is None
    assert {c.id for c in group.candidates} == {m.resolved for m in found.mentions[:2]}


def test_a_name_that_the_reader_missed_is_found() -> None:
    found = ground_chains(reading("Ana Duarte spoke. Later Duarte left.", "p:Ana Duarte"))
    assert [(m.span.quote, m.type) for m in found.mentions] == [("Ana Duarte", "person"), ("Duarte", "person")]


def test_a_description_that_the_reader_missed_is_found_where_it_has_a_chain() -> None:
    found = ground_chains(reading("The Lund Mining Ministry wrote. The ministry waits. The committee sat.", "a:Lund Mining Ministry"))
    assert [m.span.quote for m in found.mentions] == ["Lund Mining Ministry", "ministry"]


def test_pronouns_are_no_mentions() -> None:
    found = ground_chains(reading("Ana Duarte left. She fled.", "p:Ana Duarte", "p:She"))
    assert [m.span.quote for m in found.mentions] == ["Ana Duarte"]
    assert back(found, "She") == "Ana Duarte"


def test_a_pronoun_tells_the_gender_for_the_next() -> None:
    text = "Ana Duarte resigned. She had led the panel. Olu Brandt took over. He thanked her."
    found = ground_chains(reading(text, "p:Ana Duarte", "p:Olu Brandt"))
    assert [back(found, word) for word in ("She", "He", "her")] == ["Ana Duarte", "Olu Brandt", "Ana Duarte"]


def test_titles_tell_the_gender() -> None:
    text = "Mr Brandt met Ms Duarte. She left."
    assert back(ground_chains(reading(text, "p:Brandt", "p:Duarte")), "She") == "Duarte"


def test_he_in_what_somebody_says_is_the_speaker() -> None:
    text = "Olu Brandt met Tom Hale. Brandt said he would resign."
    marked = ("p:Olu Brandt", "p:Tom Hale", "p:Brandt#2")
    assert back(ground_chains(reading(text, *marked, says=(("Brandt#2", "said", "he would resign"),))), "he") == "Brandt"


def test_we_and_i_are_whoever_speaks() -> None:
    text = "Tom Hale sat. “We hold the ridge,” Ana Duarte said. “My men are there.”"
    found = ground_chains(reading(text, "p:Tom Hale", "p:Ana Duarte", says=(("Ana Duarte", "said", "“We hold the ridge,”"),)))
    assert [back(found, word) for word in ("We", "My")] == ["Ana Duarte", "Ana Duarte"]


def test_we_goes_back_through_a_pronoun() -> None:
    text = "Tom Hale sat. “I doubt it,” he said."
    found = ground_chains(reading(text, "p:Tom Hale", says=(("he", "said", "“I doubt it,”"),)))
    assert back(found, "I") == "Tom Hale"


def test_the_outlets_own_we_is_nobody() -> None:
    found = ground_chains(reading("Ana Duarte left. We could not reach her.", "p:Ana Duarte"))
    assert back(found, "We") is None


def test_we_in_a_bodys_own_statement_is_the_body() -> None:
    plain = reading("Oru Aid runs two clinics. We have closed one.", "a:Oru Aid")
    own = plain.model_copy(update={"report": plain.report.model_copy(update={"publisher": "Oru Aid"})})
    assert (back(ground_chains(own), "We"), back(ground_chains(plain), "We")) == ("Oru Aid", None)


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    text = "“It rained,” Ana Duarte said.\n\n“We left.”\n\nTom Hale sat."
    found = ground_chains(reading(text, "p:Ana Duarte", "p:Tom Hale", says=(("Ana Duarte", "said", "“It rained,”"),)))
    assert back(found, "We") == "Ana Duarte"


def test_it_is_a_body_and_never_a_person() -> None:
    text = "The Oru Front met Ana Duarte. It said talks went well."
    found = ground_chains(reading(text, "a:Oru Front", "p:Ana Duarte", says=(("It", "said", "talks went well"),)))
    assert back(found, "It") == "Oru Front"


def test_it_that_is_clear_stands_for_nobody() -> None:
    assert back(ground_chains(reading("The Oru Front left. It is clear that talks failed.", "a:Oru Front")), "It") is None


def test_us_in_capitals_is_no_pronoun() -> None:
    assert ground_chains(reading("The Oru Front met US envoys.", "a:Oru Front")).pronouns == ()


def test_knowledge_keeps_two_apart_and_is_handed_on() -> None:
    plain = reading("The Oru Front fired. The Oru Front fled.", "a:Oru Front", "a:Oru Front#2")
    first, second = plain.mentions
    known = plain.model_copy(update={"mentions": (first.model_copy(update={"resolved": "grp.oru"}), second)})
    assert [m.resolved for m in ground_chains(known).mentions] == ["grp.oru", "grp.oru"]
    two = (first.model_copy(update={"resolved": "grp.oru"}), second.model_copy(update={"resolved": "grp.other"}))
    assert [m.resolved for m in ground_chains(plain.model_copy(update={"mentions": two})).mentions] == ["grp.oru", "grp.other"]


def test_an_army_of_several_countries_stays_open() -> None:
    plain = reading("The army left.", "a:army")
    candidates = (Candidate(id="KEN.MIL", score=0.4), Candidate(id="UGA.MIL", score=0.4))
    ambiguous = plain.model_copy(update={"mentions": (plain.mentions[0].model_copy(update={"candidates": candidates}),)})
    found = ground_chains(ambiguous).mentions[0]
    assert (found.resolved, found.candidates) == (None, candidates)


def test_grounding_twice_changes_nothing() -> None:
    once = ground_chains(reading("Ana Duarte of the Oru Front left. She fled. The front wept.", "p:Ana Duarte", "a:Oru Front"))
    assert ground_chains(once) == once


WORDS = [
    "Ana Duarte",
    "Duarte",
    "the front",
    "Oru Front",
    "he",
    "she",
    "it",
    "we",
    "their",
    "said",
    "“",
    "”",
    ",",
    ".",
    "\n\n",
    "'s",
    "(OF)",
    "The minister",
]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_any_reading_comes_out_checked(words: list[str], random: object) -> None:
    text = " ".join(words)
    marked = [f"p:{w}" for w in ("Ana Duarte",) if w in text] + [f"a:{w}" for w in ("Oru Front", "minister") if w in text]
    found = ground_chains(reading(text, *marked))
    assert Reading(**dict(found)) == found
    assert len({m.id for m in found.mentions}) == len(found.mentions)


def test_a_mention_without_a_word_is_nobody_who_was_named_before() -> None:
    found = ground_chains(reading("The Qasr Valley Front fired. Later – fled.", "a:Qasr Valley Front", "a:–"))
    assert frozenset({"Qasr Valley Front", "–"}) not in chains(found)


@pytest.mark.parametrize(
    ("noun", "of"), [("air force", "IRQ.air"), ("Iraqi warplanes", "IRQ.air"), ("warplanes", None), ("drones", None), ("jets", None)]
)
def test_a_bare_drone_is_of_no_air_force(noun: str, of: str | None) -> None:
    text = f"Four {noun} hit the field in Iraq." if of is None else f"The {noun} hit the field in Iraq."
    found = ground_chains(ground_actors(reading(f"{text} The Iraqi cabinet was silent.", f"a:{noun}", "a:Iraqi cabinet")))
    assert found.mentions[0].resolved == of
