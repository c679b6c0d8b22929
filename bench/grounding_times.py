"""How well the grammar of time finds dates and when they are: TIMEX3 of TimeBank and AQUAINT, and the golden reports.

    python -m bench.grounding_times --data ../shared/data

Spans are scored against TIMEX3 of type DATE, values on those found. Our spans follow the codebook, which differs from TIMEX3 in a few
conventions; before spans are compared, alike on both sides:

- a leading article or demonstrative ("the third quarter") and closing marks and 's are taken off;
- a range counts as its two ends ("between 1994 and 1997"), since TIMEX3 marks them apart;
- what we mark where the gold has a TIMEX3 of another type (TIME, DURATION, SET) is neither right nor wrong for DATE;
- a day with its part or hour ("Tuesday night"), which the gold types now DATE, now TIME, is kept as it stands.

Values: the period that the TIMEX3 value denotes against ours, and, stricter, the value that our moment is written as.
Two thirds of the files, by a hash of their names, were studied; the rest was scored only.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.speed import reports
from casus.evaluation.keys import read_key
from casus.grounding.times import Found, find_moments, find_times

ROOT = Path(__file__).parent.parent
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "AU": 9, "WI": 12}

Bounds = tuple[int, int]
Interval = tuple[date, date] | None


@dataclass(frozen=True)
class Timex:
    """A TIMEX3 of a text: its span, type and value."""

    bounds: Bounds
    type: str
    value: str


@dataclass
class Tally:
    """What was counted over a set of files."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    values: int = 0
    same: int = 0
    written: int = 0
    errors: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[str, float]]:
        """Yield the scores by name."""
        for name, right in (("strict", self.strict), ("relaxed", self.relaxed)):
            yield f"{name} F1", 2 * right / max(1, self.gold + self.found)
            yield f"{name} precision", right / max(1, self.found)
            yield f"{name} recall", right / max(1, self.gold)
        yield "value, period", self.same / max(1, self.values)
        yield "value, written", self.written / max(1, self.values)


def decoded(raw: bytes) -> str:
    """Return the text of a file: UTF-8, and Latin-1 where it is not."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def timexes(document: str) -> tuple[str, datetime, list[Timex]]:
    """Return text, date and time expressions of a TimeML document."""
    published = re.search(r"<DCT>.*?value=\"([^\"]+)\"", document, re.DOTALL)
    body = re.search(r"<TEXT>(.*)</TEXT>", document, re.DOTALL)
    if published is None or body is None:
        raise SystemExit("expected TimeML with DCT and TEXT")
    text, found, opened = "", [], []
    for piece in re.split(r"(<[^>]+>)", body.group(1)):
        if piece.startswith("<TIMEX3"):
            opened.append((len(text), dict(re.findall(r'(\w+)="([^"]*)"', piece))))
        elif piece == "</TIMEX3>":
            start, marks = opened.pop()
            found.append(Timex((start, len(text)), marks["type"], marks["value"]))
        elif not piece.startswith("<"):
            text += html.unescape(piece)
    day = datetime.fromisoformat(published.group(1)[:10]).replace(tzinfo=UTC)
    return text, day.replace(hour=12), found


def trimmed(text: str, bounds: Bounds) -> Bounds:
    """Return a span without leading article, closing marks and possessive."""
    start, end = bounds
    lead = re.match(r"(?:the|this|that|an?)\s+", text[start:end], re.IGNORECASE)
    start += lead.end() if lead else 0
    tail = re.search(r"(?:['’]s)?[\s.,;:'\"]*$", text[start:end])
    return start, end - (len(tail.group()) if tail else 0)


def ends(found: Found) -> list[Bounds]:
    """Return the spans that a moment counts as: two for a range."""
    return list(found.parts) or [(found.start_at, found.end_at)]


def denoted(value: str) -> Interval:
    """Return the days `[first, after)` that a TIMEX3 value denotes; None where it denotes none that can be told."""
    for shape, days in SHAPES:
        if match := re.match(shape, value):
            return days(*match.groups())
    return None


def _day(*parts: str) -> Interval:
    first = date(*map(int, parts))
    return first, first + timedelta(days=1)


def _week(year: str, week: str, weekend: str | None) -> Interval:
    first = date.fromisocalendar(int(year), int(week), 6 if weekend else 1)
    return first, first + timedelta(days=2 if weekend else 7)


def _months(year: int, month: int, count: int) -> Interval:
    after = year * 12 + month - 1 + count
    return date(year, month, 1), date(after // 12, after % 12 + 1, 1)


SHAPES: tuple[tuple[str, Callable[..., Interval]], ...] = (
    (r"(\d{4})-(\d\d)-(\d\d)", _day),
    (r"(\d{4})-W(\d\d?)(-WE)?$", _week),
    (r"(\d{4})-Q(\d)$", lambda year, number: _months(int(year), 3 * int(number) - 2, 3)),
    (r"(\d{4})-H(\d)$", lambda year, number: _months(int(year), 6 * int(number) - 5, 6)),
    (r"(\d{4})-(SP|SU|FA|AU|WI)$", lambda year, name: _months(int(year), SEASONS[name], 3)),
    (r"(\d{4})-(\d\d)$", lambda year, month: _months(int(year), int(month), 1)),
    (r"(\d{4})(?:-XX)?(?:-XX)?$", lambda year: _months(int(year), 1, 12)),
    (r"(\d{3})X?$", lambda decade: _months(10 * int(decade), 1, 120)),
    (r"(\d\d)(?:XX)?$", lambda century: _months(100 * int(century) + 1, 1, 1200)),
)
"""Values of TIMEX3 and the days that they denote."""


def period(found: Found) -> Interval:
    """Return the days of a moment; one that is open ends where its unit ends."""
    if found.start is None:
        return None
    first = found.start.date()
    if found.end is None:
        whole = denoted(written(found))
        return whole or (first, first + timedelta(days=1))
    last = found.end - timedelta(microseconds=1)
    return first, last.date() + timedelta(days=1)


def written(found: Found) -> str:
    """Return the TIMEX3 value of a moment; `VAGUE` for all that has no bounds."""
    if found.start is None:
        return "VAGUE"
    day, precision = found.start, found.precision
    length = (found.end - day).days if found.end else 0
    iso = day.isocalendar()
    season = {month: name for name, month in SEASONS.items() if name != "AU"}.get(day.month, "")
    return {
        "week": f"{iso.year}-W{iso.week:02d}",
        "month": f"{day.year}-Q{(day.month + 2) // 3}" if 85 < length < 95 else f"{day:%Y-%m}",
        "season": f"{day.year}-{season}",
        "year": f"{day.year}",
        "decade": f"{day.year // 10}",
        "century": f"{day.year // 100}",
    }.get(precision, f"{iso.year}-W{iso.week:02d}-WE" if length == 2 and day.weekday() == 5 else f"{day:%Y-%m-%d}")


VAGUE = ("PRESENT_REF", "PAST_REF", "FUTURE_REF")


def score(text: str, gold: Sequence[Timex], found: Sequence[Found], tally: Tally, types: Sequence[str] = ("DATE",)) -> None:
    """Count one document into a tally."""
    wanted = [t for t in gold if t.type in types]
    others = [t.bounds for t in gold if t.type not in types]
    spans = [(trimmed(text, bounds), f) for f in found for bounds in ends(f)]
    left = {trimmed(text, t.bounds): t for t in wanted}
    tally.gold += len(left)
    exact = set(left) & {bounds for bounds, _ in spans}
    for bounds, moment in spans:
        hit = next((g for g in ([bounds] if bounds in exact else left) if g in left and g[0] < bounds[1] and bounds[0] < g[1]), None)
        if hit is None:
            if not any(o[0] < bounds[1] and bounds[0] < o[1] for o in others):
                tally.found += 1
                tally.errors.append(f"EXTRA {_shown(text, bounds)}")
            continue
        tally.found += 1
        tally.relaxed += 1
        tally.strict += hit == bounds
        if hit != bounds:
            tally.errors.append(f"SPAN  {_shown(text, bounds)}  gold [[{text[slice(*hit)]}]]")
        _value(text, left.pop(hit), moment, tally)
    tally.errors += [f"MISS  {_shown(text, bounds)} {timex.value}" for bounds, timex in left.items()]


def _value(text: str, timex: Timex, moment: Found, tally: Tally) -> None:
    if moment.parts:
        return
    tally.values += 1
    wanted = denoted(timex.value)
    same = period(moment) == wanted
    tally.same += same
    ours = written(moment)
    tally.written += ours == timex.value or (timex.value in VAGUE and ours == "VAGUE") or (same and timex.value.startswith(ours))
    if not same:
        tally.errors.append(f"VALUE {_shown(text, timex.bounds)} gold {timex.value} ours {ours}")


def _shown(text: str, bounds: Bounds) -> str:
    start, end = bounds
    return f"{text[max(0, start - 50) : start]}[[{text[start:end]}]]{text[end : end + 30]}".replace("\n", " ")


def studied(name: str) -> bool:
    """Whether a file belongs to the two thirds that were studied."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 != 0


def golden(tally: Tally) -> None:
    """Count the golden reports that may be studied: spans as they stand, values as days of the report's calendar."""
    for path in sorted((ROOT / "tests/golden/tune").glob("*.yaml")):
        key = read_key(path)
        text, report = key.report.text, key.report
        byline = report.byline.offsets if report.byline else (0, 0)
        found = [f for f in find_moments(text, report.published) if not byline[0] <= f.start_at < byline[1]]
        gold = {q.offsets: m for m in key.moments.values() for q in m.quotes}
        tally.gold += len(gold)
        tally.found += len(found)
        for moment in found:
            bounds = (moment.start_at, moment.end_at)
            hit = bounds if bounds in gold else next((g for g in gold if g[0] < bounds[1] and bounds[0] < g[1]), None)
            tally.strict += bounds in gold
            if hit is None:
                tally.errors.append(f"EXTRA {_shown(text, bounds)}")
                continue
            tally.relaxed += 1
            tally.values += 1
            wanted, ours = _days(gold[hit].start, gold[hit].end), _days(moment.start, moment.end)
            tally.same += wanted == ours
            tally.written += wanted == ours and gold[hit].precision == moment.precision
            if wanted != ours or hit != bounds:
                tally.errors.append(
                    f"GOLD  {path.stem} {_shown(text, bounds)} {ours} {moment.precision} gold [[{text[slice(*hit)]}]] {wanted}"
                )
        tally.errors += [
            f"MISS  {path.stem} {_shown(text, b)}" for b in gold if not any(f.start_at < b[1] and b[0] < f.end_at for f in found)
        ]


def _days(start: datetime | None, end: datetime | None) -> tuple[date | None, date | None]:
    last = end - timedelta(microseconds=1) if end else None
    return start.date() if start else None, last.date() + timedelta(days=1) if last else None


def milliseconds() -> float:
    """Return the median time for a report of 600 words."""
    sample = reports(20)
    find_times(sample[0].text)
    taken = []
    for report in sample:
        began = time.perf_counter()
        find_times(report.text, datetime(2031, 5, 15, tzinfo=UTC))
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--errors", choices=["studied", "golden"], help="print what went wrong there")
    arguments = parser.parse_args()
    tallies = {
        "studied": Tally(),
        "studied, DATE and TIME": Tally(),
        "unseen": Tally(),
        "unseen, DATE and TIME": Tally(),
        "golden": Tally(),
    }
    for path in sorted((arguments.data / "times/tbaq").glob("[!.]*.tml")):
        text, published, gold = timexes(decoded(path.read_bytes()))
        found, name = find_moments(text, published), "studied" if studied(path.name) else "unseen"
        score(text, gold, found, tallies[name])
        score(text, gold, found, tallies[f"{name}, DATE and TIME"], ("DATE", "TIME"))
    golden(tallies["golden"])
    for name, tally in tallies.items():
        print(f"\n{name}: {tally.gold} gold, {tally.found} found")
        for score_name, value in tally.rows():
            print(f"  {score_name:18s} {value:.3f}")
    if arguments.errors:
        print("\n".join(tallies[arguments.errors].errors))
    print(f"\n{milliseconds():.1f} ms for a report of 600 words")


if __name__ == "__main__":
    main()
