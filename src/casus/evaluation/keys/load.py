"""Loading a key: everything that is wrong with it at once, or the key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from casus.evaluation.keys.entries import KeyClaim, KeyEvent
from casus.evaluation.keys.key import Key
from casus.evaluation.keys.naming import collect_mentions, parse_actors, parse_moments, parse_places, parse_report, parse_weapons
from casus.evaluation.keys.parties import Parties
from casus.evaluation.keys.rules import check
from casus.evaluation.keys.sheet import Sheet
from casus.evaluation.keys.telling import parse_attributions, parse_claims, parse_events
from casus.records import DataError, storable


def read_key(path: Path, text: Path | None = None) -> Key:
    """Return the key in a file, on the text beside it (`NAME.txt`) unless told. Raise `DataError` that lists all that is wrong."""
    key, problems = check_key(path, text or path.with_suffix(".txt"))
    if key is None:
        raise DataError("\n".join(problems))
    return key


def check_key(path: Path, text: Path) -> tuple[Key | None, list[str]]:
    """Return the key and no problem, or None and every problem: `file: handle.field: what is wrong, what to do`."""
    contents = []
    for file in (text, path):
        try:
            with file.open(encoding="utf-8", newline="") as lines:
                contents.append(lines.read())
        except OSError as error:
            return None, [f"{file}: file: cannot be read ({error.strerror})"]
        except UnicodeDecodeError as error:
            return None, [f"{file}: file: is not UTF-8 (byte {error.start}): save it as UTF-8"]
    return parse_key(str(path), contents[1], contents[0])


def parse_key(name: str, content: str, text: str) -> tuple[Key | None, list[str]]:
    """Return the key in YAML on a report's text and no problem, or None and every problem."""
    sheet = Sheet(name, storable(text), content)
    if not sheet.data:
        return None, sheet.problems
    collect_mentions(sheet)
    actors, attributions = parse_actors(sheet), parse_attributions(sheet)
    parties = Parties(actors)
    report, places, moments = parse_report(sheet), parse_places(sheet), parse_moments(sheet)
    claims, events = parse_claims(sheet, parties, attributions), parse_events(sheet, parties)
    key = Key(name, report, actors, places, moments, parse_weapons(sheet), attributions, _contained(claims, events), events)
    check(sheet, key)
    if not sheet.problems:
        _construct(sheet, key)
    return (None, sheet.problems) if sheet.problems else (key, [])


def _contained(claims: dict[str, KeyClaim], events: dict[str, KeyEvent]) -> dict[str, KeyClaim]:
    """List in each claim the events that name it, before those that it lists itself."""
    named = {handle: [e.handle for e in events.values() if e.claim == handle] for handle in claims}
    return {h: replace(claim, events=tuple(dict.fromkeys((*named[h], *claim.events)))) for h, claim in claims.items()}


def _construct(sheet: Sheet, key: Key) -> None:
    """Construct the reading once, so that a key which breaks a rule of the records is refused here and not in the scorer."""
    try:
        key.reading()
    except ValueError as error:
        sheet.problem("reading", " ".join(str(error).split()))
