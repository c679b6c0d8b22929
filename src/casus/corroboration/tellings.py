"""What an event is compared by: parties, places, days, numbers and words, without the report around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from casus.corroboration.meaning import Meaning
from casus.corroboration.parties import Who
from casus.records import Counts, Event, Moment, Party, Place, Reading

JOINED = {"actual": "told", "historical": "told", "future": "ahead"}
"""Statuses of which two tellings may be one happening. A practice, a condition and what did not happen are no happenings."""

BROAD = frozenset({"country", "province", "region", "district", "sea", "river", "line", "territory", "lake", "strait"})
"""Kinds of places in which two things may happen far apart: that both name one is a hint, and no agreement."""


@dataclass(frozen=True)
class Where:
    """A place of a happening: id, point in degrees, radius in km, country, and whether it is broad, or even a whole country."""

    place: str
    lat: float | None = None
    lon: float | None = None
    km: float = 5.0
    country: str | None = None
    broad: bool = False
    whole_country: bool = False


@dataclass(frozen=True)
class Happening:
    """One event as one report tells it. Days count from 0001-01-01 (`date.toordinal`), `[start, end)`; None where they are not known."""

    event: str
    report: str
    type: str
    status: str
    voice: str = "report"
    actors: tuple[Who, ...] = ()
    recipients: tuple[Who, ...] = ()
    places: tuple[Where, ...] = ()
    start: int | None = None
    end: int | None = None
    published: int | None = None
    counts: Counts = field(default_factory=Counts)
    publisher: str | None = None
    meaning: Meaning = field(default_factory=lambda: Meaning.of(""), compare=False, repr=False)

    @property
    def day(self) -> int | None:
        """The day under which the happening is looked for: its first, else that of publication."""
        return self.published if self.start is None else self.start


def days(moment: Moment | None) -> tuple[int | None, int | None]:
    """Return a moment's days `[start, end)`; None twice where it is not resolved or open at an end."""
    if moment is None or moment.start is None or moment.end is None:
        return None, None
    last = moment.end - timedelta(microseconds=1)
    return moment.start.toordinal(), max(last.toordinal(), moment.start.toordinal()) + 1


def where(place: Place) -> Where:
    """Return what a place is compared by."""
    return Where(place.id, place.lat, place.lon, place.precision_km or 5.0, place.country, place.kind in BROAD, place.kind == "country")


@dataclass(frozen=True)
class Teller:
    """What an event needs of the report around it: its id, publisher and date, who each party is, and what each place is."""

    report: str
    publisher: str | None
    published: date | datetime | None
    actor: Callable[[Party], str | None]
    places: Mapping[str, Place]


def happening(event: Event, teller: Teller) -> Happening | None:
    """Return what an event is compared by; None for one that is no single happening."""
    if event.extent != "single" or event.status not in JOINED:
        return None
    start, end = days(event.moment)
    return Happening(
        event=event.id,
        report=teller.report,
        type=event.type,
        status=event.status,
        voice=event.voice,
        actors=tuple(Who(teller.actor(p), p.basis) for p in event.actors),
        recipients=tuple(Who(teller.actor(p), p.basis) for p in event.recipients),
        places=tuple(where(place) for p in event.places if (place := teller.places.get(p.place or "")) is not None),
        start=start,
        end=end,
        published=None if teller.published is None else teller.published.toordinal(),
        counts=event.counts,
        publisher=teller.publisher,
        meaning=Meaning.of(" ".join(span.quote for span in event.evidence)),
    )


def happenings(reading: Reading) -> Iterator[Happening]:
    """Yield what the events of a reading are compared by."""
    report, places = reading.report, {place.id: place for place in reading.places}
    teller = Teller(report.id, report.publisher, report.published, acting(reading), places)
    yield from (found for event in reading.events if (found := happening(event, teller)) is not None)


def acting(reading: Reading) -> Callable[[Party], str | None]:
    """Return a function that says which actor a party of this reading is: its own, else what its mention acts for or resolves to."""
    mentions = {mention.id: mention for mention in reading.mentions}

    def actor(party: Party) -> str | None:
        mention = mentions.get(party.mention or "")
        if party.actor is not None or mention is None:
            return party.actor
        return mention.acts_for or (mention.resolved if mention.type != "place" else None)

    return actor
