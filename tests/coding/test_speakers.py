import pytest

from casus.coding.named import Named
from casus.coding.speakers import Speakers
from casus.records import Pronoun
from tests.coding.telling import reading


@pytest.mark.parametrize(
    ("source", "actors", "persons", "speaks"),
    [
        ("Foreign Minister Ana Ruiz", [], ["Ana Ruiz"], "Ana Ruiz"),
        ("the army's Second Corps", ["army", "Second Corps"], [], "Second Corps"),
        ("Residents of Mirova", ["Residents", "Mirova"], [], "Residents"),
        ("Mirova and Sollen", ["Mirova", "Sollen"], [], "Mirova"),
        ("a clerk who works for Sollen", ["clerk", "Sollen"], [], "clerk"),
        ("two weavers from Mirova", ["Mirova"], [], "weavers"),
    ],
)
def test_the_words_that_name_the_speaker(source: str, actors: list[str], persons: list[str], speaks: str) -> None:
    made = reading(f"Nothing was taken, said {source}.", [(source, "said", "Nothing was taken")], actor=actors, person=persons)
    found = Speakers(Named(made)).of(made.attributions[0])
    assert found is not None
    mentions = {m.id: m.span.quote for m in (*made.mentions, *([found.made] if found.made else []))}
    assert mentions[str(found.party.mention)] == speaks


def test_a_person_in_office_speaks_for_the_body() -> None:
    made = reading(
        "Ana Ruiz said so much.", [("Ana Ruiz", "said", "so much")], person=["Ana Ruiz"], known={"Ana Ruiz": ("one.1", "person")}
    )
    minister = made.actors[0].model_copy(update={"acts_for": "MIR", "role": "Foreign Minister"})
    found = Speakers(Named(made.model_copy(update={"actors": (minister,)}))).of(made.attributions[0])
    assert found is not None
    assert (found.party.actor, found.role) == ("MIR", "Foreign Minister")


def test_a_pronoun_speaks_as_whom_it_goes_back_to() -> None:
    made = reading("Ana Ruiz left. She said nothing was wrong.", [("She", "said", "nothing was wrong")], person=["Ana Ruiz"])
    pronoun = Pronoun(span=made.report.span(15, 18), mention=made.mentions[0].id)
    found = Speakers(Named(made.model_copy(update={"pronouns": (pronoun,)}))).of(made.attributions[0])
    assert found is not None
    assert found.party.mention == made.mentions[0].id


def test_a_quantifier_names_nobody_but_most_are_of_those_who_spoke_before() -> None:
    text = "Herders said shots were fired. Most blame the guards. Nobody said more than that."
    attributions = [("Herders", "said", "shots were fired"), ("Most", "blame", "the guards"), ("Nobody", "said more", "than that")]
    made = reading(text, attributions, actor=["Herders", "guards"])
    speakers = Speakers(Named(made))
    parties = [found.party.mention if (found := speakers.of(a)) else None for a in made.attributions]
    assert parties == [made.mentions[0].id, made.mentions[0].id, None]


def speaker_of(
    text: str, number: int, *attributions: tuple[str, str, str], actor: list[str], person: list[str] | None = None
) -> str | None:
    """The words that name who speaks in one of some attributions."""
    made = reading(text, attributions, actor=actor, person=person or [])
    found = Speakers(Named(made)).of(made.attributions[number])
    if found is None:
        return None
    mentions = {m.id: m.span.quote for m in (*made.mentions, *([found.made] if found.made else []))}
    return mentions.get(found.party.mention or "")


def test_a_verb_without_a_subject_of_its_own_goes_on_with_the_speaker() -> None:
    text = "The union urged Mirova to talk, and asked Sollen to wait."
    said = (("The union", "urged", "Mirova to talk"), ("", "asked", "Sollen to wait"))
    assert speaker_of(text, 1, *said, actor=["union", "Mirova", "Sollen"]) == "union"


def test_a_passive_without_a_source_has_no_speaker() -> None:
    text = "The union urged Mirova to talk, and Sollen was told to wait."
    said = (("The union", "urged", "Mirova to talk"), ("", "was told", "to wait"))
    assert speaker_of(text, 1, *said, actor=["union", "Mirova", "Sollen"]) is None


def test_whoever_speaks_for_a_person_is_not_that_person() -> None:
    text = "A spokeswoman for Ana Ruiz said nothing was wrong."
    said = ("A spokeswoman for Ana Ruiz", "said", "nothing was wrong")
    assert speaker_of(text, 0, said, actor=[], person=["Ana Ruiz"]) == "spokeswoman"


def test_of_two_who_speak_together_the_first_is_named() -> None:
    said = ("Sollen", "backed", "the idea")
    assert speaker_of("Mirova and Sollen backed the idea.", 0, said, actor=["Mirova", "Sollen"]) == "Mirova"
    both = ("both", "regretted", "the outcome")
    assert speaker_of("Mirova and Sollen, old friends, both regretted the outcome.", 0, both, actor=["Mirova", "Sollen"]) == "Mirova"


def test_a_document_speaks_for_the_body_that_issued_it() -> None:
    said = ("A confidential report by the panel", "says", "eleven ships landed")
    assert speaker_of("A confidential report by the panel says eleven ships landed.", 0, said, actor=["report", "panel"]) == "panel"


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("The widows were promised a house.", None),
        ("The widows were promised a house by the mayor.", "mayor"),
        ("The widows were promised a house, as the mayor knows by now.", None),
    ],
)
def test_whoever_a_passive_is_about_hears_and_does_not_speak(text: str, speaks: str | None) -> None:
    made = reading(text, [("The widows", "were promised", "a house")], actor=["widows", *(["mayor"] if "mayor" in text else [])])
    found = Speakers(Named(made)).of(made.attributions[0])
    mentions = {m.id: m.span.quote for m in made.mentions}
    assert (mentions[str(found.party.mention)] if found else None) == speaks
