from casus.coding.scenes import head_of_cue, settings, with_particle
from casus.records import Attribution, Claim, Mention, Pronoun, Reading, Report, Span

TEXT = "The army pulled out of Bria. It has repeatedly accused the rebels of theft. Rain fell."
REPORT = Report(text=TEXT)


def span(quote: str) -> Span:
    at = TEXT.index(quote)
    return REPORT.span(at, at + len(quote))


ARMY = Mention(id="m1", span=span("army"), type="actor")
REBELS = Mention(id="m2", span=span("rebels"), type="actor")
BRIA = Mention(id="m3", span=span("Bria"), type="place")
CHARGE = Attribution(
    id="a1", source=(span("It"),), cue=(span("has repeatedly accused"),), content=(span("the rebels of theft"),), quoted="indirect"
)
READING = Reading(
    report=REPORT,
    sentences=(span("The army pulled out of Bria."), span("It has repeatedly accused the rebels of theft."), span("Rain fell.")),
    mentions=(ARMY, BRIA, REBELS),
    attributions=(CHARGE,),
    acts=(span("pulled"),),
    pronouns=(Pronoun(span=span("It"), mention="m1"),),
    claims=(Claim(id="c1", attribution="a1", kind="allege"),),
)


def test_only_sentences_with_an_act_are_asked_about() -> None:
    first, second = settings(READING)
    assert [act.quote for act in first.acts] == ["pulled out"]
    assert [act.quote for act in second.acts] == ["accused"]


def test_pronouns_take_part_as_what_they_go_back_to() -> None:
    _, second = settings(READING)
    assert second.mentions == ((span("It"), ARMY), (span("rebels"), REBELS))
    assert [kind for kind, _ in second.scene.mentions] == ["actor", "actor"]


def test_the_scene_marks_acts_before_mentions() -> None:
    first, _ = settings(READING)
    assert first.scene.acts == (span("pulled out").offsets,)
    assert first.scene.mentions == (("actor", ARMY.span.offsets), ("place", BRIA.span.offsets))


def test_a_cue_is_named_by_the_word_that_the_reader_marked_or_its_last_telling_word() -> None:
    assert head_of_cue(READING, CHARGE.cue[0]).quote == "accused"
    assert head_of_cue(READING.model_copy(update={"acts": (span("repeatedly"),)}), CHARGE.cue[0]).quote == "repeatedly"


def test_a_particle_belongs_to_its_verb_and_a_preposition_does_not() -> None:
    assert with_particle(READING, span("pulled")).quote == "pulled out"
    assert with_particle(READING, span("fell")).quote == "fell"
