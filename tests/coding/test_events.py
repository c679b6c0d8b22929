from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

import pytest

from casus.coding.events import code_events
from casus.coding.scenes import cues, is_act
from casus.reader import ActScore, Scene
from casus.records import (
    EVENT_TYPES,
    ActorInReport,
    Attribution,
    Claim,
    ClaimKind,
    Event,
    EventType,
    Mention,
    MentionType,
    Moment,
    Party,
    Reading,
    Report,
    Span,
    Status,
)

PARTS = ("none", "actor", "recipient", "place", "moment")


def shares(names: Sequence[str], best: str, chance: float = 0.9) -> dict[str, float]:
    return {name: chance if name == best else (1 - chance) / (len(names) - 1) for name in names}


def act(type: EventType, *parts: str, any: float = 0.9, status: Status = "actual") -> ActScore:
    """Return what a model might say of an act, with the part of each mention of its sentence."""
    told = tuple(shares(PARTS, part) for part in parts)
    return ActScore(
        any, shares(EVENT_TYPES, type), shares(get_args(Status), status), {"report": 1.0, "attributed": 0.0, "alleged": 0.0}, told
    )


class Text:
    """A report of one or more sentences to be coded, and what the model says of its acts, in order."""

    def __init__(self, text: str, *acts: str) -> None:
        self.report, self.acts = Report(text=text), acts
        self.mentions: list[Mention] = []
        self.attributions: list[Attribution] = []
        self.claims: list[Claim] = []
        self.actors: list[ActorInReport] = []
        self.moments: list[Moment] = []

    _plain = act("CONSULT", any=0.0)
    """What a model says of a cue that is no act."""

    def span(self, quote: str) -> Span:
        at = self.report.text.index(quote)
        return self.report.span(at, at + len(quote))

    def name(self, quote: str, type: MentionType = "actor", actor: str | None = None, acts_for: str | None = None) -> str:
        self.mentions.append(Mention(id=f"m{quote}", span=self.span(quote), type=type, resolved=actor, acts_for=acts_for))
        return f"m{quote}"

    def says(self, kind: ClaimKind, cue: str, content: str, speaker: Party | None = None, *accused: Party) -> str:
        name = str(len(self.claims))
        self.attributions.append(Attribution(id=f"a{name}", cue=(self.span(cue),), content=(self.span(content),), quoted="indirect"))
        self.claims.append(Claim(id=f"c{name}", attribution=f"a{name}", kind=kind, speaker=speaker, accused=accused))
        return f"c{name}"

    def coded(self, *scores: ActScore) -> Reading:
        ends = [i + 1 for i, c in enumerate(self.report.text) if c == "."]
        starts = [0, *(end + 1 for end in ends[:-1])]
        reading = Reading(
            report=self.report,
            sentences=tuple(self.report.span(s, e) for s, e in zip(starts, ends, strict=True)),
            mentions=tuple(sorted(self.mentions, key=lambda m: m.span.offsets)),
            attributions=tuple(self.attributions),
            acts=tuple(self.span(quote) for quote in self.acts),
            claims=tuple(self.claims),
            actors=tuple(self.actors),
            moments=tuple(self.moments),
        )
        left = iter(scores)
        plain = [cue for claim, cue in cues(reading) if not is_act(claim, cue)]

        def tell(_: Report, scenes: Sequence[Scene]) -> list[list[ActScore]]:
            return [[self._plain if any(c.start <= at < c.end for c in plain) else next(left) for at, _ in s.acts] for s in scenes]

        found = code_events(reading, tell)
        return Reading(**dict(found))


def who(parties: Sequence[Party]) -> list[tuple[str | None, str]]:
    return [(party.actor, party.basis) for party in parties]


def only(reading: Reading) -> Event:
    (event,) = reading.events
    return event


def test_a_deed_has_its_parties_its_place_and_its_moment() -> None:
    text = Text("Rebels shelled troops in Bria on Monday.", "shelled")
    text.name("Rebels", actor="grp.rebels")
    text.name("troops", actor="CAF.MIL")
    text.name("Bria", "place", "plc.bria")
    text.moments.append(Moment(mention=text.name("Monday", "moment")))
    event = only(text.coded(act("ASSAULT", "actor", "recipient", "place", "moment")))
    assert (event.type, event.voice, event.status, event.claim) == ("ASSAULT", "report", "actual", None)
    assert (who(event.actors), who(event.recipients)) == ([("grp.rebels", "stated")], [("CAF.MIL", "stated")])
    assert event.places[0].place == "plc.bria"
    assert event.moment == text.moments[0]


def test_confidence_grows_with_how_sure_the_models_are() -> None:
    sure, unsure = (Text("Rebels shelled Bria.", "shelled").coded(act("ASSAULT", any=chance)).events[0] for chance in (0.99, 0.6))
    assert 0 < (unsure.confidence or 0) < (sure.confidence or 0) < 1


def test_the_words_that_give_the_counts_are_kept() -> None:
    event = only(Text("Gunmen shot dead four porters.", "shot").coded(act("ASSAULT")))
    assert (event.counts.killed, [span.quote for span in event.figures]) == (4, ["four porters"])


def test_a_word_that_is_hardly_an_act_is_not_coded() -> None:
    assert Text("The clash of colours pleased painters.", "clash").coded(act("ASSAULT", any=0.3)).events == ()


def test_what_did_not_happen_is_coded_where_the_model_is_half_sure() -> None:
    half = act("COOPERATE", any=0.5)
    told = [replace(half, status={**half.status, "actual": 0.2, "negated": 0.8}), half]
    found = [Text("The brigades did not cooperate.", "cooperate").coded(score).events for score in told]
    assert [[event.status for event in events] for events in found] == [["negated"], []]


def test_a_place_takes_part_only_where_it_stands_for_somebody() -> None:
    text = Text("Jakarta arrested two editors in Medan.", "arrested")
    text.name("Jakarta", "place", "plc.jakarta", acts_for="IDN")
    text.name("editors", actor="one.1")
    text.name("Medan", "place", "plc.medan")
    event = only(text.coded(act("COERCE", "actor", "recipient", "recipient")))
    assert (who(event.actors), who(event.recipients)) == ([("IDN", "stated")], [("one.1", "stated")])
    assert [place.place for place in event.places] == ["plc.medan"]


def test_an_accusation_is_one_event_and_what_it_alleges_another() -> None:
    text = Text("Qasr accused Lund of arming rebels.", "accused", "arming")
    qasr, lund = Party(mention=text.name("Qasr"), actor="QAS"), Party(mention=text.name("Lund"), actor="LUN", basis="alleged")
    text.name("rebels", actor="grp.rebels")
    text.mentions = [m.model_copy(update={"resolved": {"Qasr": "QAS", "Lund": "LUN"}.get(m.span.quote, m.resolved)}) for m in text.mentions]
    charge = text.says("allege", "accused", "Lund of arming rebels", qasr, lund)
    reading = text.coded(act("ACCUSE", "actor", "recipient", "none"), act("AID", "none", "actor", "recipient"))
    accusation, deed = reading.events
    assert (accusation.type, accusation.mode, accusation.voice, accusation.expresses, accusation.claim) == (
        "ACCUSE",
        "allege",
        "report",
        charge,
        None,
    )
    assert (who(accusation.actors), who(accusation.recipients)) == ([("QAS", "stated")], [("LUN", "stated")])
    assert (deed.type, deed.voice, deed.claim, deed.expresses) == ("AID", "alleged", charge, None)
    assert (who(deed.actors), who(deed.recipients)) == ([("LUN", "alleged")], [("grp.rebels", "alleged")])
    assert reading.claims[0].events == (deed.id,)


def test_what_is_only_demanded_is_not_coded() -> None:
    text = Text("Qasr urged Lund to release sailors.", "urged", "release")
    qasr = Party(mention=text.name("Qasr", actor="QAS"), actor="QAS")
    text.name("Lund", actor="LUN")
    demand = text.says("demand", "urged", "Lund to release sailors", qasr)
    event = only(text.coded(act("REQUEST", "actor", "recipient"), act("RETREAT", "none", "actor")))
    assert (event.type, event.expresses, who(event.recipients)) == ("REQUEST", demand, [("LUN", "stated")])


@pytest.mark.parametrize("kind", ["deny", "state", "assess"])
def test_claims_that_do_nothing_are_no_events(kind: ClaimKind) -> None:
    text = Text("Qasr denied everything.", "denied")
    text.says(kind, "denied", "everything", Party(mention=text.name("Qasr", actor="QAS"), actor="QAS"))
    assert text.coded(act("REJECT", "actor")).events == ()


def test_a_claim_without_a_speaker_is_nobodys_act() -> None:
    text = Text("Lund was accused of theft.", "accused")
    text.says("allege", "accused", "of theft")
    assert text.coded(act("ACCUSE")).events == ()


def test_a_denial_alone_tells_of_a_negated_act_and_beside_a_charge_of_none() -> None:
    text = Text("Guards beat a driver. The army denied that guards beat anyone.", "beat a", "beat anyone")
    text.name("Guards", actor="one.guards")
    text.name("army", actor="QAS.MIL")
    denial = text.says("deny", "denied", "that guards beat anyone", Party(mention="marmy", actor="QAS.MIL"))
    told, denied = act("ASSAULT", "actor"), act("ASSAULT", "none")
    reading = text.coded(told, denied)
    event = only(reading)
    assert (event.status, event.voice, reading.claims[0].events) == ("actual", "report", (event.id,))
    alone = text.coded(act("ASSAULT", "actor", any=0.1), denied)
    assert (only(alone).status, only(alone).voice, only(alone).claim) == ("negated", "attributed", denial)


def test_whoever_holds_an_office_acts_for_the_body_and_suffers_as_themselves() -> None:
    text = Text("Minister Ada Okaf praised aides. Gunmen shot Bo Lund.", "praised", "shot")
    for name, person in (("Ada Okaf", "per.okaf"), ("Bo Lund", "per.lund")):
        text.name(name, "person", person)
        text.actors.append(ActorInReport(id=person, name=name, kind="person", acts_for="QAS.MFA"))
    text.name("Gunmen", actor="one.gunmen")
    praise, attack = text.coded(act("SUPPORT", "actor"), act("ASSAULT", "actor", "recipient")).events
    assert (praise.actors[0].actor, praise.actors[0].mention) == ("QAS.MFA", "mAda Okaf")
    assert attack.recipients[0].actor == "per.lund"


def test_nobody_does_something_to_themselves() -> None:
    text = Text("The army shelled army posts.", "shelled")
    text.name("army shelled"[:4], actor="QAS.MIL")
    text.name("posts", actor="QAS.MIL")
    event = only(text.coded(act("ASSAULT", "actor", "recipient")))
    assert event.recipients == ()


def test_a_report_without_acts_has_no_events() -> None:
    assert Text("It rained.").coded().events == ()


def test_whoever_is_joined_to_a_speaker_speaks_too() -> None:
    text = Text("Qasr and the Lund navy urged calm.", "urged")
    qasr, _ = text.name("Qasr", actor="QSR"), text.name("Lund navy", actor="LND")
    text.says("demand", "urged", "calm", Party(mention=qasr, actor="QSR"))
    (event,) = text.coded(act("REQUEST", "actor", "actor")).events
    assert [party.actor for party in event.actors] == ["QSR", "LND"]


def test_a_party_joined_to_a_sure_one_needs_to_be_less_sure() -> None:
    text = Text("Troops shelled Abo, Bela and Coro.", "shelled")
    for name in ("Troops", "Abo", "Bela", "Coro"):
        text.name(name)
    sure = act("ASSAULT", "actor", "recipient", "recipient", "recipient")
    unsure = replace(sure, parts=(*sure.parts[:3], shares(PARTS, "recipient", 0.45)))
    assert len(text.coded(unsure).events[0].recipients) == 3
    apart = Text("Troops shelled Abo, Bela while Coro slept.", "shelled")
    for name in ("Troops", "Abo", "Bela", "Coro"):
        apart.name(name)
    assert len(apart.coded(unsure).events[0].recipients) == 2


def test_an_act_of_words_without_a_speaker_is_done_by_whom_the_model_takes_for_its_actor() -> None:
    text = Text("In a note the guilds asked Lund to wait.", "asked")
    text.name("guilds", actor="one.guilds")
    text.name("Lund", actor="LND")
    text.says("demand", "asked", "Lund to wait")
    event = only(text.coded(act("REQUEST", "actor", "recipient")))
    assert (who(event.actors), who(event.recipients)) == ([("one.guilds", "stated")], [("LND", "stated")])


def test_a_word_that_does_not_say_is_an_act_even_where_it_was_taken_for_a_cue() -> None:
    text = Text("Qasr blocked a text on Lund.", "blocked")
    text.says("state", "blocked", "a text on Lund", Party(mention=text.name("Qasr"), actor="QAS"))
    assert [event.type for event in text.coded(act("REJECT", "actor")).events] == ["REJECT"]


def test_to_reject_an_account_is_to_deny_it() -> None:
    assert Text("Qasr rejected that account.", "rejected").coded(act("REJECT")).events == ()
    assert len(Text("Qasr rejected that offer.", "rejected").coded(act("REJECT")).events) == 1


def test_to_say_nothing_is_no_act() -> None:
    assert (
        Text("The embassy did not respond to a request for comment.", "respond", "request").coded(act("REQUEST"), act("REQUEST")).events
        == ()
    )
    assert len(Text("Troops did not respond with fire.", "fire").coded(act("ASSAULT", status="negated")).events) == 1
