"""What a loader refuses beyond single fields: entries that contradict one another (codebook, section 8, "What a loader refuses")."""

from __future__ import annotations

from collections.abc import Iterable

from casus.evaluation.keys.entries import OUTLET, PUBLISHED, KeyClaim, KeyEvent, KeyMoment, KeyParty
from casus.evaluation.keys.key import Key
from casus.evaluation.keys.sheet import Sheet
from casus.evaluation.names import fold


def check(sheet: Sheet, key: Key) -> None:
    """Note every contradiction between the entries of a key."""
    _names(sheet, key)
    for place in key.places.values():
        if len(set(place.claimed_by)) > 1 and place.country:
            sheet.problem(f"{place.handle}.country", "several claim this place: leave the country out")
    for moment in key.moments.values():
        _moment(sheet, key, moment)
    for claim in key.claims.values():
        _claim_form(sheet, claim)
        _claim_answers(sheet, key, claim)
    for event in key.events.values():
        _event(sheet, key, event)
    _communities(sheet, key)


def _names(sheet: Sheet, key: Key) -> None:
    seen: dict[str, str] = {}
    for actor in key.actors.values():
        other = seen.setdefault(fold(actor.name), actor.handle)
        if other != actor.handle:
            sheet.problem(f"{actor.handle}.name", f"{actor.name!r} is the name of {other} too; it identifies the actor: tell them apart")


def _moment(sheet: Sheet, key: Key, moment: KeyMoment) -> None:
    seen: list[str] = []
    anchor = moment.anchor
    while anchor and anchor != PUBLISHED and anchor not in seen:
        seen.append(anchor)
        anchor = key.moments[anchor].anchor if anchor in key.moments else None
    if anchor and anchor != PUBLISHED:
        sheet.problem(f"{moment.handle}.anchor", f"moments anchor one another in a circle: {' -> '.join([*seen, anchor])}")
    elif anchor and key.report.published is None and (moment.start or moment.end):
        sheet.problem(f"{moment.handle}.start", "the report has no date: a relative time keeps null start and end")


def _claim_form(sheet: Sheet, claim: KeyClaim) -> None:
    where, outlet = claim.handle, claim.speaker is not None and claim.speaker.who == OUTLET
    written = sheet.written("claims", claim.handle)
    if written.get("attribution") is None and not written.get("quote"):
        sheet.problem(f"{where}.quote", "is required without an attribution: quote the outlet's own words, or name the attribution")
    if written.get("attribution") is not None and written.get("quote"):
        sheet.problem(f"{where}.quote", "stands only where there is no attribution: drop it")
    if outlet and written.get("attribution") is not None:
        sheet.problem(f"{where}.speaker", "outlet speaks without an attribution: drop the attribution, or name its speaker")
    if not outlet and written.get("attribution") is None and "speaker" in written:
        sheet.problem(f"{where}.speaker", "without an attribution the speaker is outlet: write outlet, or name the attribution")
    if claim.accused and claim.kind not in ("allege", "condemn"):
        sheet.problem(f"{where}.accused", f"only allege and condemn accuse; the kind is {claim.kind}")
    if claim.direction and claim.kind != "assess":
        sheet.problem(f"{where}.direction", f"only assess has a direction; the kind is {claim.kind}")


def _claim_answers(sheet: Sheet, key: Key, claim: KeyClaim) -> None:
    for answered in claim.answers:
        if answered in key.claims and not sheet.written("claims", answered).get("accused"):
            sheet.problem(f"{claim.handle}.answers", f"{answered} accuses nobody: there is nothing to answer")
    for field in ("answers", "elaborated_by"):
        if claim.handle in getattr(claim, field):
            sheet.problem(f"{claim.handle}.{field}", "names the claim itself")
    if claim.status != "unanswered here" and not any(claim.handle in other.answers for other in key.claims.values()):
        sheet.problem(
            f"{claim.handle}.status", f"is {claim.status!r}, but no claim answers {claim.handle}: list it in the answer's `answers`"
        )


def _event(sheet: Sheet, key: Key, event: KeyEvent) -> None:
    if event.voice == "alleged" and sheet.written("events", event.handle).get("claim") is None:
        sheet.problem(f"{event.handle}.claim", "an alleged event needs the claim that alleges it")
    if event.expresses and event.expresses in key.claims and event.handle in key.claims[event.expresses].events:
        sheet.problem(f"{event.handle}.expresses", f"{event.expresses} also contains this event: a speech act is never inside what it says")


def _communities(sheet: Sheet, key: Key) -> None:
    fields: list[tuple[str, Iterable[KeyParty]]] = []
    for claim in key.claims.values():
        fields += [(f"{claim.handle}.speaker", [claim.speaker] if claim.speaker else []), (f"{claim.handle}.accused", claim.accused)]
    for event in key.events.values():
        fields += [(f"{event.handle}.actors", event.actors), (f"{event.handle}.recipients", event.recipients)]
    for where, parties in fields:
        for party in parties:
            community = any(h in key.actors and key.actors[h].kind == "community" for h in party.handles)
            if community and party.basis == "inferred":
                sheet.problem(where, f"{party.who} is a community: communities are never inferred")
