"""Which claims and reports match some filters: the queries for their filing numbers, made as those of events are."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, exists, func, or_
from sqlalchemy.sql import ColumnElement

from casus.ledger import fulltext, schema
from casus.ledger.ask import Ask, Condition, Driver, Given, Query, alive, any_of, bound, words
from casus.ledger.filters import Filters
from casus.ledger.find_events import on_report

ROLES = {"actor": ("speaker", "accused", "about"), "by": ("speaker",), "on": ("accused",)}
"""Parts that an actor may have in a claim, by filter."""


def claim_queries(filters: Filters, ask: Ask) -> list[Query]:
    """Return queries for the numbers of matching claims, unordered; a claim may match several of them."""
    used, drivers = _claim_drivers(filters, ask)
    rest = [given for given in filters.conditions if given != used]
    return [_claim_query(driver, rest, ask) for driver in drivers]


def _claim_drivers(filters: Filters, ask: Ask) -> tuple[Given | None, list[Driver]]:
    claims, parties = schema.claims, schema.claim_parties
    for values in filters.get("text"):
        return ("text", values), [words(claims, values[0], ask.dialect)]
    for key in ("by", "on", "actor"):
        for values in filters.get(key):
            where = [(parties.c.actor == actor, parties.c.role == role) for actor in ask.actors(values) for role in ROLES[key]]
            return (key, values), [Driver(parties, parties.c.key, both) for both in where]
    for key in ("report", "source", "kind", "status"):
        for values in filters.get(key):
            column = claims.c.publisher if key == "source" else claims.c[key]
            return (key, values), [Driver(claims, claims.c.key, (column == value,)) for value in values]
    return None, [Driver(claims, claims.c.key)]


def _claim_query(driver: Driver, conditions: list[Given], ask: Ask) -> Query:
    claims, of_claim = schema.claims, [alive(schema.claims, ask.as_of)]
    here: list[Condition] = []
    elsewhere: list[Condition] = []
    for key, values in conditions:
        match key:
            case "kind" | "status" | "direction" | "report":
                of_claim.append(any_of(claims.c[key], values))
            case "has-evidence":
                count = func.json_array_length(claims.c.body["evidence"])
                of_claim.append(count > 0 if values[0] else count == 0)
            case "source":
                of_claim.append(any_of(claims.c.publisher, values))
            case "since" | "until":
                here.append(bound(key, values[0], driver.key))
            case "actor" | "by" | "on":
                elsewhere.append(_takes_part(driver.key, ask.actors(values), ROLES[key]))
            case "dyad":
                elsewhere += [_takes_part(driver.key, ask.actors([value]), ROLES["actor"]) for value in values]
            case "text":
                elsewhere.append(_worded(driver.key, values[0], ask))
            case _:
                reports = schema.reports.alias()
                of_claim.append(exists().where(reports.c.id == claims.c.report, on_report(reports, key, values)))
    if driver.table is claims:
        return Query(driver, tuple(here), (*of_claim, *elsewhere))
    of_driver = exists().where(claims.c.key == driver.key, *of_claim).correlate(driver.table)
    return Query(driver, tuple(here), (of_driver, *elsewhere))


def _takes_part(number: ColumnElement[int], actors: list[str], roles: tuple[str, ...]) -> Condition:
    parties = schema.claim_parties.alias()
    return exists().where(parties.c.key == number, parties.c.actor.in_(actors), parties.c.role.in_(roles))


def _worded(number: ColumnElement[int], query: str, ask: Ask) -> Condition:
    if ask.dialect == "sqlite":
        return number.in_(fulltext.hits(schema.claims, query))
    claims = schema.claims.alias("worded")
    return exists().where(claims.c.key == number, fulltext.matching(claims, query))


def report_queries(filters: Filters, ask: Ask) -> list[Query]:
    """Return queries for the numbers of matching reports, unordered."""
    reports, texts = schema.reports, filters.get("text")
    driver = words(reports, texts[0][0], ask.dialect) if texts else Driver(reports, reports.c.key)
    rest = [(key, values) for key, values in filters.conditions if not (key == "text" and values == texts[0])]
    conditions = [alive(reports, ask.as_of), *(_on_reports(key, values, ask) for key, values in rest)]
    if driver.table is reports:
        return [Query(driver, (), tuple(conditions))]
    return [Query(driver, (), (exists().where(reports.c.key == driver.key, *conditions).correlate(driver.table),))]


def _on_reports(key: str, values: tuple[Any, ...], ask: Ask) -> Condition:
    reports, urls = schema.reports, schema.report_urls
    columns = {"source": reports.c.publisher, "report": reports.c.id, "family": reports.c.family}
    if key in columns:
        return any_of(columns[key], values)
    if key in ("since", "until"):
        return bound(key, values[0], reports.c.key)
    if key == "text":
        words = values[0]
        return reports.c.key.in_(fulltext.hits(reports, words)) if ask.dialect == "sqlite" else fulltext.matching(reports, words)
    if key == "url":
        return or_(reports.c.url == values[0], exists().where(urls.c.report == reports.c.id, urls.c.url == values[0]))
    return and_(reports.c.published.is_not(None), on_report(reports, key, values))
