"""One short report of our own, and a reading of it that uses every field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from casus.records import (
    ActorInReport,
    Attribution,
    Candidate,
    Claim,
    Counts,
    Event,
    EventPlace,
    Evidence,
    Holding,
    Mention,
    Moment,
    Party,
    Place,
    Problem,
    Pronoun,
    Reading,
    Report,
    Span,
    identify,
)

TEXT = (
    "Okafor accuses Lund of arming river raiders\n\nBy Ann Vale\n\n"
    "QASR, March 3 (River Wire) — President Okafor on Monday accused Lund of arming the raiders who killed three ferrymen at Stone Bridge, "
    "citing a video.\nLund armed nobody, its minister said.\n"
)

SpanOf = Callable[[str], Span]
EventOf = Callable[..., Event]


def words(quote: str) -> Span:
    start = TEXT.index(quote)
    return Span.of(TEXT, start, start + len(quote))


def named(kind: str, quote: str) -> str:
    return identify("report:1", kind, [words(quote).offsets])


@pytest.fixture(scope="session")
def span() -> SpanOf:
    """The span of the first place where the sample report has these words."""
    return words


@pytest.fixture(scope="session")
def event() -> EventOf:
    """A valid event, or one with the given fields changed."""

    def build(**changes: Any) -> Event:
        fields: dict[str, Any] = {
            "id": named("event", "accused"),
            "type": "ACCUSE",
            "voice": "report",
            "status": "actual",
            "trigger": words("accused"),
            "evidence": (words("President Okafor on Monday accused Lund of arming the raiders"),),
        }
        return Event(**{**fields, **changes})

    return build


@pytest.fixture(scope="session")
def report() -> Report:
    return Report(
        url="https://wire.example/1",
        publisher="River Wire",
        title=words("Okafor accuses Lund of arming river raiders"),
        byline=words("By Ann Vale"),
        dateline=words("QASR, March 3 (River Wire) —"),
        published=datetime(2031, 3, 3, 12, tzinfo=UTC),
        language="en",
        text=TEXT,
    )


@pytest.fixture(scope="session")
def mentions() -> tuple[Mention, ...]:
    return (
        Mention(id=named("mention", "President Okafor"), span=words("President Okafor"), type="person", resolved="okafor"),
        Mention(id=named("mention", "Monday"), span=words("Monday"), type="moment"),
        Mention(
            id=named("mention", "Lund"),
            span=words("Lund"),
            type="place",
            acts_for="gov-lund",
            candidates=(Candidate(id="lund", score=0.75), Candidate(id="lund-town", score=0.25)),
        ),
        Mention(id=named("mention", "the raiders"), span=words("the raiders"), type="actor"),
        Mention(id=named("mention", "Stone Bridge"), span=words("Stone Bridge"), type="place", resolved="stone-bridge"),
    )


@pytest.fixture(scope="session")
def claims() -> tuple[Claim, ...]:
    okafor = Party(mention=named("mention", "President Okafor"), actor="okafor")
    lund = Party(mention=named("mention", "Lund"), actor="gov-lund", basis="alleged")
    accusing, arming, denying = named("claim", "accused"), named("claim", "arming the raiders"), named("claim", "armed nobody")
    return (
        Claim(
            id=accusing,
            attribution=named("attribution", "accused"),
            speaker=okafor,
            speaker_role="president",
            kind="allege",
            accused=(lund,),
            about=(named("mention", "the raiders"),),
            direction="down",
            evidence=(Evidence(span=words("a video"), type="video"),),
            events=(named("event", "arming the raiders"),),
            elaborated_by=(arming,),
            status="denied",
        ),
        Claim(id=arming, quote=(words("arming the raiders"),), kind="state"),
        Claim(id=denying, speaker=lund, kind="deny", answers=(accusing,)),
    )


@pytest.fixture(scope="session")
def reading(report: Report, mentions: tuple[Mention, ...], claims: tuple[Claim, ...], event: EventOf) -> Reading:
    okafor, monday, lund, raiders, bridge = (m.id for m in mentions)
    return Reading(
        report=report,
        sentences=(words("Lund armed nobody, its minister said."),),
        mentions=mentions,
        attributions=(
            Attribution(
                id=named("attribution", "accused"),
                source=(words("President Okafor"),),
                cue=(words("accused"),),
                content=(words("Lund of arming the raiders"), words("citing a video")),
                quoted="indirect",
            ),
        ),
        moments=(Moment(mention=monday, start=datetime(2031, 3, 3, tzinfo=UTC), end=datetime(2031, 3, 4, tzinfo=UTC), precision="day"),),
        pronouns=(Pronoun(span=words("its"), mention=lund, candidates=(Candidate(id=lund, score=0.75), Candidate(id=okafor, score=0.25))),),
        claims=claims,
        events=(
            event(
                mode="allege",
                contexts=("military", "diplomatic"),
                actors=(Party(mention=okafor, actor="okafor"),),
                recipients=(Party(mention=lund, actor="gov-lund"),),
                places=(EventPlace(mention=bridge, place="stone-bridge"),),
                moment=Moment(
                    mention=monday,
                    start=datetime(2031, 3, 3, tzinfo=UTC),
                    end=datetime(2031, 3, 4, tzinfo=UTC),
                    precision="day",
                    anchor="2031-03-03",
                ),
                expresses=claims[0].id,
                confidence=0.8,
                intensity=-3.5,
            ),
            event(
                id=named("event", "arming the raiders"),
                type="AID",
                contexts=("military",),
                actors=(Party(mention=lund, actor="gov-lund", basis="alleged"),),
                recipients=(Party(mention=raiders),),
                voice="alleged",
                extent="several",
                claim=claims[0].id,
                trigger=words("arming the raiders"),
                evidence=(words("arming the raiders who killed three ferrymen"),),
                counts=Counts(killed=3),
            ),
        ),
        actors=(ActorInReport(id="gov-lund", name="Government of Lund", kind="government", sector="GOV", recognition="recognised"),),
        places=(
            Place(
                id="stone-bridge",
                name="Stone Bridge",
                kind="crossing",
                lat=1.5,
                lon=-2.5,
                precision_km=1,
                administered_by=(Holding(by="QAS", since=date(2001, 1, 1)),),
                claimed_by=(Holding(by="QAS"), Holding(by="LUN", since=date(1990, 5, 1), until=date(2040, 1, 1))),
            ),
        ),
        problems=(Problem(stage="grounding", message="the raiders: no actor of that name"),),
    )
