"""Readings for people: tables of claims and events, and a report with its attributions marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from casus.cli import formats
from casus.records import Claim, Reading, RejectedInput, Span

WIDTH = 100
"""Columns where the output is no terminal, so that files and docs look alike everywhere."""

MARKS = {
    "source": ("⟦", "⟧", "bold cyan"),
    "cue": ("‹", "›", "bold yellow"),
    "content": ("❮", "❯", "green"),
    "mention": ("{", "}", "magenta"),
}
"""How spans are told apart: by brackets, and by colour where there is one."""


def console(stream: IO[str]) -> Console:
    """Return a console that writes to `stream`, 100 columns wide where it is no terminal."""
    return Console(file=stream, width=None if stream.isatty() else WIDTH, highlight=False, soft_wrap=False)


def print_items(items: Iterable[formats.Item], out: Console) -> None:
    """Print each reading as tables; rejected inputs are told on stderr by the caller."""
    for item in items:
        if isinstance(item, Reading):
            print_reading(item, out)


def print_reading(reading: Reading, out: Console) -> None:
    """Print a report's head, its claims and its events."""
    report = reading.report
    head = " · ".join(part for part in (report.publisher, f"{report.published:%Y-%m-%d}" if report.published else "undated") if part)
    out.print(Text(_line(report.title.quote if report.title else report.text, 90), style="bold"))
    out.print(Text(f"{head} · {_count(reading.sentences, 'sentence')} · {_count(reading.attributions, 'attribution')}", style="dim"))
    out.print(_claims(reading) if reading.claims else Text("  no claims found", style="dim"))
    out.print(_events(reading) if reading.events else Text("  no events found", style="dim"))
    for problem in reading.problems:
        out.print(Text(f"  problem at {problem.stage}: {problem.message}", style="red"))


def _claims(reading: Reading) -> Table:
    offered = any(claim.evidence for claim in reading.claims)
    widths = (15, 12) if offered else (22, 16)
    columns = [("who says", widths[0]), ("kind", 9), ("accused", widths[1]), ("what", 0), ("answer", 15)]
    if offered:
        columns.insert(-1, ("evidence", 14))
    table = _table("Claims", *columns)
    for claim in reading.claims:
        who = formats.speaker(reading, claim) or ("(the outlet)" if claim.attribution is None else "(nobody named)")
        what = " … ".join(s.quote for s in formats.content(reading, claim))
        kind = " ".join(part for part in (claim.kind, _ARROWS.get(claim.direction or "", "")) if part)
        cells = (who, kind, formats.parties(reading, claim.accused) or "", what, *((evidence(claim),) if offered else ()), _answer(claim))
        table.add_row(*_cells(*cells))
    return table


_ARROWS = {"up": "↑", "down": "↓", "steady": "→"}
"""Where an assessed relation is said to be going."""


def evidence(claim: Claim) -> str:
    """Return what is offered for a claim, with its type: "drone footage (video)"."""
    return "; ".join(f"{e.span.quote} ({e.type})" for e in claim.evidence)


def _answer(claim: Claim) -> str:
    """Return what the accused's side is reported to say, or that this claim is such an answer."""
    if claim.answers:
        return "is an answer"
    return claim.status if claim.accused else ""


def _events(reading: Reading) -> Table:
    table = _table("Events", ("who", 24), ("did", 16), ("to whom", 16), ("voice, status", 16), ("words", 0))
    for event in reading.events:
        did = event.type + (f"/{event.mode}" if event.mode else "")
        who, whom = formats.actors(reading, event) or "(nobody named)", formats.parties(reading, event.recipients) or ""
        table.add_row(*_cells(who, did, whom, f"{event.voice}, {event.status}", event.trigger.quote))
    return table


def _table(title: str, *columns: tuple[str, int]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    for name, width in columns:
        table.add_column(name, header_style="dim", width=width or None, ratio=None if width else 1, overflow="fold")
    return table


def _cells(*values: str) -> list[str]:
    return [escape(_line(value, 160)) for value in values]


def _line(text: str, limit: int) -> str:
    """One line of at most `limit` characters, control characters dropped: a report must not steer the terminal."""
    flat = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def _count(items: Sequence[Any], noun: str) -> str:
    return f"{len(items)} {noun}{'' if len(items) == 1 else 's'}"


def marked(reading: Reading, mentions: bool = False) -> Text:
    """Return the report's text with its attributions in brackets, and its mentions too where asked."""
    spans: list[tuple[str, Span]] = []
    for attribution in reading.attributions:
        for role in ("source", "cue", "content"):
            spans += [(role, span) for span in getattr(attribution, role)]
    if mentions:
        spans += [("mention", m.span) for m in reading.mentions]
    return _bracketed(reading.report.text, sorted(set(spans), key=lambda s: (s[1].start, -s[1].end)))


def legend(mentions: bool = False) -> Text:
    """Return the line that says which bracket is which."""
    names = [name for name in MARKS if mentions or name != "mention"]
    return Text("  ").join(Text(f"{MARKS[n][0]}{n}{MARKS[n][1]}", style=MARKS[n][2]) for n in names)


def _bracketed(text: str, spans: Sequence[tuple[str, Span]]) -> Text:
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for role, span in spans:
        opens.setdefault(span.start, []).append(role)
        closes.setdefault(span.end, []).insert(0, role)
    out = Text()
    running: list[str] = []
    for position in range(len(text) + 1):
        for role in closes.get(position, ()):
            out.append(MARKS[role][1], style=MARKS[role][2])
            running.remove(role)
        for role in opens.get(position, ()):
            out.append(MARKS[role][0], style=MARKS[role][2])
            running.append(role)
        if position < len(text):
            character = text[position]
            shown = character if character.isprintable() or character == "\n" else " "
            out.append(shown, style=MARKS[running[-1]][2] if running else "")
    return out


def rejected_line(item: RejectedInput) -> str:
    """Return the one line on stderr that tells of an input that could not be read."""
    return _line(f"casus: {item.input}: {item.rejected.reason}", 400)
