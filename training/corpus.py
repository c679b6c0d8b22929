"""Our own labelled sentences: what the public sets lack, above all nominal actors, rare event types, voice and status.

    python -m training.corpus            checks every row of training/data and counts what is in it

A row of `training/data/sentences_*.jsonl` is a short text (one to four sentences), one of `reports_*.jsonl` a short report (five to ten),
with **everything** in it labelled by the codebook:

    {"text": "...",
     "spans": {"actor": ["border guards"], "person": [], "place": [], "moment": [], "weapon": []},
     "says": [{"source": ["..."], "cue": ["..."], "content": ["..."]}],
     "events": [{"type": "COERCE", "mode": "arrest", "trigger": "held", "actors": ["border guards"], "recipients": ["smugglers"],
                 "voice": "report", "status": "actual"}],
     "none": [["smugglers", "Ruritania"]]}

Spans are quotes of the codebook's section 8 (`#2` counts occurrences, `#*` means all). A party is one of the row's mentions.
An event may say where else it is told (`also`: trigger words), its `places`, `moment`, `extent` and `contexts`; an attribution, which
`kind` of claim it makes (`none`: no claim) and who is `accused`. In short reports it also says what `evidence` is offered for it
(`[["drone footage", "video"]]`), and by `name`s which claims it `answers`, by which it is `elaborated_by`, and its `status`.
`none` lists ordered pairs of mentions with no event of the first on the second in the row.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from casus.evaluation.datasets import ENTITIES, Bounds, Labelled, Linked
from casus.evaluation.keys.quotes import find, find_all
from casus.records import ClaimKind, ontology
from casus.records.claims import Answer, EvidenceType
from casus.records.events import EVENT_TYPES, Extent, Status, Voice

FOLDER = Path(__file__).parent / "data"
SENTENCES, REPORTS = "sentences_", "reports_"
"""How the files of rows begin."""
SHINGLE = 4
"""Words in a run; two texts that share `NEAR` of the shorter one's runs are near-duplicates."""
NEAR = 0.3


@dataclass(frozen=True)
class Told:
    """One event of a row: offsets of its trigger and parties."""

    type: str
    mode: str | None
    trigger: Bounds
    actors: tuple[Bounds, ...]
    recipients: tuple[Bounds, ...]
    voice: str
    status: str
    also: tuple[Bounds, ...] = ()
    places: tuple[Bounds, ...] = ()
    moment: Bounds | None = None
    extent: str = "single"
    contexts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Made:
    """What claim an attribution makes: its kind (`none`: no claim; None where the row does not say), whom it accuses, and on what evidence.

    `answers` and `elaborated_by` are numbers of attributions of the row.
    """

    kind: str | None = None
    accused: tuple[Bounds, ...] = ()
    evidence: tuple[tuple[Bounds, str], ...] = ()
    answers: tuple[int, ...] = ()
    elaborated_by: tuple[int, ...] = ()
    status: str | None = None


@dataclass(frozen=True)
class Row:
    """One labelled text; all bounds are code points of `text`, half-open."""

    name: str
    text: str
    spans: dict[str, list[Bounds]]
    says: list[Linked]
    events: list[Told] = field(default_factory=list)
    none: list[tuple[Bounds, Bounds]] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    """The claim of each of `says`."""

    @property
    def file(self) -> str:
        """The file that the row is from, without its ending: rows of one file are by one writer."""
        return self.name.rpartition("-")[0]

    @property
    def whole(self) -> bool:
        """Whether the row is a short report, with the evidence of its claims and what they answer."""
        return self.name.startswith(REPORTS)

    def labelled(self) -> Labelled:
        """Return the row as a text with layers of spans, for the span model; attributions inside others are left to the second pass."""
        outer = [s for s in self.says if not any(_inside(s, other) for other in self.says)]
        layers = {name: sorted({b for s in outer for b in s[i]}) for i, name in enumerate(("source", "cue", "content"))}
        layers["act"] = sorted({trigger for event in self.events for trigger in (event.trigger, *event.also)})
        if self.whole:
            layers["evidence"] = sorted({span for claim in self.made for span, _ in claim.evidence})
        return Labelled(self.name, self.text, {**layers, **self.spans}, list(outer))


def files(folder: Path = FOLDER) -> list[Path]:
    """Return the folder's files of rows, in order."""
    return sorted([*folder.glob(f"{SENTENCES}*.jsonl"), *folder.glob(f"{REPORTS}*.jsonl")])


def rows(folder: Path = FOLDER) -> list[Row]:
    """Return every row of the folder's JSONL files; raise `ValueError` that names file, line and fault."""
    found = []
    for path in files(folder):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                found.append(_row(f"{path.stem}-{number}", json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise ValueError(f"{path.name}, line {number}: {type(error).__name__}: {error}") from error
    return found


def _row(name: str, data: dict[str, Any]) -> Row:
    unknown = set(data) - {"text", "spans", "says", "events", "none"}
    if unknown:
        raise ValueError(f"unknown field {min(unknown)!r}")
    text: str = data["text"]
    spans = {layer: sorted({b for q in data["spans"].get(layer, ()) for b in _all(text, q)}) for layer in ENTITIES}
    if set(data["spans"]) - set(ENTITIES):
        raise ValueError(f"unknown layer {min(set(data['spans']) - set(ENTITIES))!r}")
    parties = {b for layer in ("actor", "person", "place") for b in spans[layer]}
    says = [_said(text, s) for s in data.get("says", ())]
    events = [_told(text, e, parties) for e in data.get("events", ())]
    none = [(_party(text, a, parties), _party(text, b, parties)) for a, b in data.get("none", ())]
    return Row(name, text, spans, says, events, none, _made(text, data.get("says", ())))


def _made(text: str, says: Sequence[dict[str, Any]]) -> list[Made]:
    named = {s["name"]: number for number, s in enumerate(says) if "name" in s}
    found = []
    for data in says:
        evidence = tuple((find(text, quote, first=True), type) for quote, type in data.get("evidence", ()))
        if wrong := {type for _, type in evidence} - set(get_args(EvidenceType)):
            raise ValueError(f"unknown type of evidence: {min(wrong)!r}")
        if data.get("status", "denied") not in get_args(Answer):
            raise ValueError(f"unknown status of a claim: {data['status']!r}")
        unknown = {*_list(data.get("answers", ())), *_list(data.get("elaborated_by", ()))} - set(named)
        if unknown:
            raise ValueError(f"no attribution of the row has the name {min(unknown)!r}")
        answers, details = (tuple(named[name] for name in _list(data.get(k, ()))) for k in ("answers", "elaborated_by"))
        accused = tuple(find(text, quote, first=True) for quote in _list(data.get("accused", ())))
        found.append(Made(data.get("kind"), accused, evidence, answers, details, data.get("status")))
    return found


def _said(text: str, data: dict[str, Any]) -> Linked:
    source, cue, content = ([find(text, q) for q in _list(data.get(k, ()))] for k in ("source", "cue", "content"))
    if not cue or not content:
        raise ValueError(f"an attribution has cue and content: {data}")
    if data.get("kind", "none") not in ("none", *get_args(ClaimKind)):
        raise ValueError(f"unknown kind of claim: {data['kind']!r}")
    return source, cue, content


def _told(text: str, data: dict[str, Any], parties: set[Bounds]) -> Told:
    if data["type"] not in EVENT_TYPES:
        raise ValueError(f"unknown type {data['type']!r}")
    contexts, extent = tuple(data.get("contexts", ())), data.get("extent", "single")
    ontology().check(data["type"], data.get("mode"), contexts)
    if data["voice"] not in get_args(Voice) or data["status"] not in get_args(Status) or extent not in get_args(Extent):
        raise ValueError(f"unknown voice, status or extent: {data['voice']!r}, {data['status']!r}, {extent!r}")
    actors, recipients = (tuple(_party(text, q, parties) for q in _list(data.get(k, ()))) for k in ("actors", "recipients"))
    also, places = (tuple(find(text, q, first=True) for q in _list(data.get(k, ()))) for k in ("also", "places"))
    moment = find(text, data["moment"], first=True) if data.get("moment") else None
    trigger = find(text, data["trigger"])
    return Told(
        data["type"], data.get("mode"), trigger, actors, recipients, data["voice"], data["status"], also, places, moment, extent, contexts
    )


def _party(text: str, quote: str, parties: set[Bounds]) -> Bounds:
    bounds = find(text, quote, first=True)
    if bounds not in parties:
        raise ValueError(f"{quote!r} is none of the row's actors, persons and places")
    return bounds


def _all(text: str, quote: str) -> list[Bounds]:
    return find_all(text, quote) if quote.endswith("#*") else [find(text, quote)]


def _list(value: str | Iterable[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _inside(inner: Linked, outer: Linked) -> bool:
    """Whether an attribution lies wholly in another's content."""
    return inner is not outer and all(any(s <= a and b <= e for s, e in outer[2]) for part in inner for a, b in part)


def shingles(text: str) -> set[int]:
    """Return hashes of the runs of `SHINGLE` words, lower case, stable over runs of Python."""
    words = "".join(c.lower() if c.isalnum() else " " for c in text).split()
    runs = (" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))
    return {int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest()) for run in runs}


def near_duplicates(texts: Iterable[tuple[str, str]], others: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, float]]:
    """Yield (name, other name, share) of texts that share `NEAR` of the shorter one's runs of words."""
    index: dict[int, list[tuple[str, int]]] = {}
    for name, text in others:
        runs = shingles(text)
        for run in runs:
            index.setdefault(run, []).append((name, len(runs)))
    for name, text in texts:
        runs = shingles(text)
        shared = Counter(owner for run in runs for owner in index.get(run, ()))
        for (other, size), count in shared.items():
            if count / min(size, len(runs)) >= NEAR:
                yield name, other, count / min(size, len(runs))


def main() -> None:
    """Check the rows and print what is in them."""
    found = rows()
    told = [e for r in found for e in r.events]
    mentions = sum(len(s) for r in found for s in r.spans.values())
    print(f"{len(found)} rows, {mentions} mentions, {sum(len(r.says) for r in found)} attributions")
    print(f"{len(told)} events, {sum(len(r.none) for r in found)} pairs without an event")
    for what in ("type", "voice", "status"):
        counts = Counter(getattr(e, what) for e in told)
        print(f"{what}: " + ", ".join(f"{k} {n}" for k, n in counts.most_common()))
    for name, other, share in near_duplicates(((r.name, r.text) for r in found), ((r.name, r.text) for r in found)):
        if name < other:
            print(f"near-duplicates: {name} and {other} share {share:.0%}")


if __name__ == "__main__":
    main()
