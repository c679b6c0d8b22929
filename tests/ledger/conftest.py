"""Readings made by hand, and a ledger on each database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, text

from bench import postgres
from casus.ledger import Ledger, open_ledger
from casus.records import (
    ActorInReport,
    Attribution,
    Claim,
    Event,
    EventPlace,
    Mention,
    Moment,
    Party,
    Place,
    Reading,
    Report,
    identify,
)

NAMES = {"AFG": "Afghanistan", "PAK": "Pakistan", "IND": "India", "grp.front": "Northern Front", "per.sorgho": "Leila Sorgho"}

TORKHAM = Place(id="plc.torkham", name="Torkham", kind="crossing", lat=34.12, lon=71.09, precision_km=2)

Tell = Callable[..., Reading]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server: the one that `make test` started, else one of our own where PostgreSQL is installed."""
    if url := os.environ.get(postgres.VARIABLE):
        yield url
        return
    if postgres.find() is None:
        pytest.skip("PostgreSQL is not installed: `make test` as root on Debian installs it")
    try:
        with postgres.server() as url:
            yield url
    except postgres.NoPostgresError as error:
        pytest.skip(f"no PostgreSQL to test against: {error}")


_databases = count()


@contextmanager
def _admin(server: str) -> Iterator[Connection]:
    engine = create_engine(server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@contextmanager
def empty_database(server: str, name: str = "", template: str = "template1") -> Iterator[str]:
    """Make a database, drop it afterwards; yield its URL."""
    name = name or f"casus_{os.getpid()}_{next(_databases)}"
    with _admin(server) as admin:
        admin.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        yield server.replace("/postgres?", f"/{name}?")
        admin.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def template(server: str) -> Iterator[str]:
    """A database with an empty ledger, to copy: that is faster than to migrate one for every test."""
    name = f"casus_template_{os.getpid()}_{next(_databases)}"  # other packages' tests import this fixture: each makes its own
    with empty_database(server, name) as url:
        open_ledger(url).close()
        yield name


@pytest.fixture
def database(server: str, template: str) -> Iterator[str]:
    """A database with an empty ledger, dropped afterwards."""
    with empty_database(server, template=template) as url:
        yield url


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with an empty ledger, to copy."""
    path = tmp_path_factory.mktemp("blank") / "ledger.db"
    open_ledger(path).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path, blank: Path) -> str:
    """Where a ledger is: a path, then a URL."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("database"))
    return str(shutil.copy(blank, tmp_path / "ledger.db"))


@pytest.fixture
def ledger(target: str) -> Iterator[Ledger]:
    with open_ledger(target) as opened:
        yield opened


@pytest.fixture
def sqlite(tmp_path: Path, blank: Path) -> Iterator[Ledger]:
    with open_ledger(shutil.copy(blank, tmp_path / "ledger.db")) as opened:
        yield opened


def day(number: int, hour: int = 12) -> datetime:
    """Return a time in March 2026."""
    return datetime(2026, 3, 1, hour, tzinfo=UTC) + timedelta(days=number - 1)


@pytest.fixture
def tell() -> Tell:
    return told


def told(
    by: str = "AFG",
    on: str | None = "PAK",
    deed: str = "shelled",
    publisher: str | None = "Kabul Herald",
    on_day: int | None = 5,
    published: datetime | None = None,
    url: str | None = None,
    type: str = "ASSAULT",
    voice: str = "report",
    status: str = "actual",
    kind: str = "allege",
    tail: str = "",
    basis: str = "stated",
    place: Place | None = None,
    id: str = "",
) -> Reading:
    """Return a reading of "BY DEED ON. Leila Sorgho said BY lied.": one event, one attribution, one claim."""
    doer, victim = NAMES[by], NAMES[on] if on else ""
    head = f"{doer} {deed} {victim}".strip() + "."
    where = f" It was at {place.name}." if place else ""
    speech = f" Leila Sorgho said {doer} lied."
    text_ = head + where + speech + (f" {tail}" if tail else "")
    report = Report(id=id, url=url, publisher=publisher, published=published or day(6), language="en", text=text_)

    def mention(words: str, actor: str, at: int, type_: str = "actor") -> Mention:
        return Mention(
            id=identify(report.id, "mention", [(at, at + len(words))]),
            span=report.span(at, at + len(words)),
            type=type_,
            resolved=actor,
        )

    said_at = len(head) + len(where) + 1
    mentions = [mention(doer, by, 0)]
    if on:
        mentions.append(mention(victim, on, head.index(victim, len(doer))))
    mentions.append(mention("Leila Sorgho", "per.sorgho", said_at, "person"))
    lied_at = said_at + len("Leila Sorgho said ")
    mentions.append(mention(doer, by, lied_at))
    attribution = Attribution(
        id=identify(report.id, "attribution", [(said_at, lied_at)]),
        source=(report.span(said_at, said_at + 12),),
        cue=(report.span(said_at + 13, said_at + 17),),
        content=(report.span(lied_at, lied_at + len(doer) + 5),),
        quoted="indirect",
    )
    claim = Claim(
        id=identify(report.id, "claim", [(said_at, lied_at)]),
        attribution=attribution.id,
        speaker=Party(mention=mentions[-2].id, actor="per.sorgho"),
        speaker_role="governor",
        kind=kind,
        accused=(Party(mention=mentions[-1].id, actor=by, basis="alleged"),) if kind == "allege" else (),
    )
    moment = Moment(start=day(on_day, 0), end=day(on_day + 1, 0), precision="day") if on_day else None
    trigger = report.span(len(doer) + 1, len(doer) + 1 + len(deed))
    event = Event(
        id=identify(report.id, "event", [trigger.offsets]),
        type=type,
        actors=(Party(mention=mentions[0].id, actor=by, basis=basis),),
        recipients=(Party(mention=mentions[1].id, actor=on),) if on else (),
        places=(EventPlace(place=place.id),) if place else (),
        moment=moment,
        voice=voice,
        status=status,
        claim=claim.id if voice == "alleged" else None,
        trigger=trigger,
        evidence=(report.span(0, len(head) - 1),),
        intensity=-9.0,
    )
    people = dict.fromkeys([by, *([on] if on else []), "per.sorgho"])
    return Reading(
        report=report,
        sentences=(report.span(0, len(head)), report.span(said_at, lied_at + len(doer) + 6)),
        mentions=tuple(mentions),
        attributions=(attribution,),
        claims=(claim,),
        events=(event,),
        actors=tuple(ActorInReport(id=i, name=NAMES[i], kind="person" if i.startswith("per.") else "government") for i in people),
        places=(place,) if place else (),
    )


def rows_of(ledger: Ledger, table: str) -> list[dict[str, Any]]:
    """Return all rows of a table."""
    with ledger.read() as connection:
        return [dict(row) for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()]
