"""A key file as it is written: YAML without doubled keys, and fields taken out by type. Everything wrong is noted, nothing stops."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any

import yaml

from casus.evaluation.datasets import Bounds
from casus.evaluation.keys.quotes import find, find_all
from casus.records import Span

FIELDS = {
    "report": "publisher url language published title byline dateline",
    "actors": "name kind sector country id also of role recognition quotes metonyms nominals pronouns",
    "places": "name kind country id also administered_by claimed_by at quotes",
    "moments": "quote start end precision anchor",
    "attributions": "source cue content quoted in",
    "claims": "attribution quote speaker speaker_role kind accused about direction evidence events elaborated_by answers status in",
    "events": "type mode contexts actors recipients places moment voice status extent expresses claim trigger evidence counts in",
}
"""The fields of each section (codebook, section 8)."""

SECTIONS = ("key", "report", "actors", "places", "moments", "weapons", "attributions", "claims", "events")
HANDLED = ("actors", "places", "moments", "attributions", "claims", "events")
RESERVED = frozenset(("outlet", "unknown", "published", "null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_HANDLE = re.compile(r"[a-z][a-z0-9_]*")


class Sheet:
    """The sections of one key, the text they quote, and the problems found so far.

    `section_of` says in which section each handle stands.
    """

    def __init__(self, name: str, text: str, content: str) -> None:
        self.name, self.text = name, text
        self.problems: list[str] = []
        self.section_of: dict[str, str] = {}
        self.data = self._mapping(self._parse(content))
        self.mentions: list[Bounds] = []
        self._check_sections()

    def problem(self, where: str, what: str) -> None:
        """Note what is wrong, and with what: `handle.field`."""
        self.problems.append(f"{self.name}: {where}: {what}")

    def entries(self, section: str) -> Iterator[Entry]:
        """Yield the entries of a section of handles."""
        for handle, fields in self._section(section).items():
            if self.section_of.get(handle) == section:
                yield Entry(self, handle, fields, FIELDS[section].split())

    def report(self) -> Entry:
        """Return the entry on the report itself."""
        return Entry(self, "report", self.data.get("report"), FIELDS["report"].split())

    def written(self, section: str, handle: str) -> dict[Any, Any]:
        """Return the fields of an entry as they are written."""
        fields = self.data[section][handle]
        return fields if isinstance(fields, dict) else {}

    def weapons(self) -> Entry:
        """Return an entry whose one field is the list of weapons."""
        return Entry(self, "weapons", {"weapons": self.data.get("weapons")}, ("weapons",))

    def _parse(self, content: str) -> Any:
        loader = yaml.SafeLoader(content)
        try:
            node = loader.get_single_node()
            for path in _doubled(node, ()):
                self.problem(".".join(path[-2:]), "is written twice; YAML keeps only the last: rename or join them")
            return None if node is None else loader.construct_document(node)
        except (yaml.YAMLError, ValueError) as error:
            self.problem("yaml", " ".join(str(error).split()))
            return None
        finally:
            loader.dispose()

    def _mapping(self, data: Any) -> dict[str, Any]:
        if isinstance(data, dict):
            return data
        if not self.problems:
            self.problem("yaml", f"expected one mapping with the sections {', '.join(SECTIONS)}")
        return {}

    def _section(self, section: str) -> dict[Any, Any]:
        found = self.data.get(section)
        if found is None or isinstance(found, dict):
            return found or {}
        self.problem(section, "expected a mapping from handles to records")
        return {}

    def _check_sections(self) -> None:
        for name in self.data:
            if name not in SECTIONS:
                self.problem(str(name), f"is no section{nearest(str(name), SECTIONS)}; sections: {', '.join(SECTIONS)}")
        if self.data and self.data.get("key") != 1:
            self.problem("key", f"expected `key: 1`, the version of this format, got {self.data.get('key')!r}")
        for section in HANDLED:
            for handle in self._section(section):
                self._register(handle, section)

    def _register(self, handle: Any, section: str) -> None:
        if not isinstance(handle, str) or not _HANDLE.fullmatch(handle):
            self.problem(f"{section}.{handle}", "is no handle: write a letter a–z, then letters a–z, digits and underscores")
        elif handle in RESERVED:
            self.problem(f"{section}.{handle}", "is a reserved word: choose another handle")
        elif handle in self.section_of:
            self.problem(f"{section}.{handle}", f"is a handle in {self.section_of[handle]} too: handles are unique over the whole file")
        else:
            self.section_of[handle] = section


class Entry:
    """One mapping of a key, whose fields are taken out by type. A field that is left out or null has its default."""

    def __init__(self, sheet: Sheet, name: str, fields: Any, known: Sequence[str]) -> None:
        self.sheet, self.name = sheet, name
        self.fields: dict[Any, Any] = fields if isinstance(fields, dict) else {}
        if fields is not None and not isinstance(fields, dict):
            sheet.problem(name, "expected a mapping {field: value}")
        for field in self.fields:
            if field not in known:
                self.problem(str(field), f"is no field here{nearest(str(field), known)}; fields: {', '.join(known)}")
        self.scope: list[Bounds] = []
        if "in" in self.fields and "in" in known:
            self.scope = [s.offsets for s in (self.quote("in"),) if s]

    def problem(self, field: str, what: str) -> None:
        """Note what is wrong with a field."""
        self.sheet.problem(f"{self.name}.{field}", what)

    def required(self, field: str) -> bool:
        """Whether the field is set; note it where it is not. An empty list is as good as none."""
        if self.fields.get(field) in (None, [], {}):
            self.problem(field, "is missing and required")
            return False
        return True

    def string(self, field: str) -> str | None:
        """Return a text."""
        value = self.fields.get(field)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self.problem(field, f"expected words, got {value!r}: put them in double quotes")
        return None

    def strings(self, field: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(value for value in self.items(field) if self._is_string(field, value))

    def items(self, field: str) -> list[Any]:
        """Return a list of anything."""
        value = self.fields.get(field)
        if value is None or isinstance(value, list):
            return value or []
        self.problem(field, f"expected a list, got {value!r}: write [{value}]")
        return []

    def choice(self, field: str, choices: Iterable[str], default: Any = None) -> Any:
        """Return one of the choices."""
        value, choices = self.fields.get(field), tuple(choices)
        if value is None or value in choices:
            return default if value is None else value
        self.problem(field, f"{value!r} is not in its list{nearest(str(value), choices)}; values: {', '.join(choices)}")
        return default

    def words_of_text(self, field: str) -> str | None:
        """Return a string that must occur in the text."""
        value = self.string(field)
        if value is not None and value not in self.sheet.text:
            self.problem(field, f"{value!r} is not found in the text: copy the report's own words")
        return value

    def handle(self, field: str, *sections: str) -> str | None:
        """Return a handle of one of the sections."""
        value = self.fields.get(field)
        return None if value is None else self.known(field, value, *sections)

    def handles(self, field: str, *sections: str) -> tuple[str, ...]:
        """Return a list of different handles of these sections."""
        found = [known for value in self.items(field) if (known := self.known(field, value, *sections))]
        for handle in sorted({h for h in found if found.count(h) > 1}):
            self.problem(field, f"lists {handle} twice")
        return tuple(dict.fromkeys(found))

    def known(self, field: str, value: Any, *sections: str) -> str | None:
        """Return the value if it is a handle of one of the sections."""
        section = self.sheet.section_of.get(value) if isinstance(value, str) else None
        if section in sections:
            return str(value)
        if section:
            self.problem(field, f"{value} stands in {section}; expected a handle of {' or '.join(sections)}")
        else:
            handles = [h for h, s in self.sheet.section_of.items() if s in sections]
            self.problem(field, f"{value!r} is no handle of {' or '.join(sections)}{nearest(str(value), handles)}")
        return None

    def when(self, field: str, *, offset: bool = False) -> datetime | None:
        """Return a date (00:00 UTC) or an ISO 8601 time; with `offset` a time must name its own."""
        value = self.fields.get(field)
        if value is None:
            return None
        try:
            found = _when(value)
        except ValueError:
            self.problem(field, f"expected a date like 2030-06-12 or a time like 2030-06-12T18:00:00+02:00, got {value!r}")
            return None
        if found.tzinfo is None and offset:
            self.problem(field, f"{value} has no offset: add one, as +02:00 or Z")
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def quote(self, field: str, scopes: Sequence[Bounds] | None = None, *, first: bool = False) -> Span | None:
        """Return the span of one QUOTE, by default in this entry's scope."""
        value = self.fields.get(field)
        return self.span(field, value, scopes, first=first) if value is not None else None

    def quotes(self, field: str) -> tuple[Span, ...]:
        """Return the spans of a list of QUOTEs, or of one."""
        return tuple(span for value in self._quoted(field) if (span := self.span(field, value)))

    def span(self, field: str, value: Any, scopes: Sequence[Bounds] | None = None, *, first: bool = False) -> Span | None:
        """Return the span of a QUOTE."""
        text = self.sheet.text
        found: Span | None = self._tried(field, value, lambda: Span.of(text, *find(text, value, scopes or self.scope, first=first)))
        return found

    def mentions(self, field: str) -> tuple[Span, ...]:
        """Return the spans of a list of mentions, in text order; `#*` leaves out what other mentions cover (QUOTE, rule 5).

        >>> sheet = Sheet("k", "The army of Chad. The army.", "key: 1")
        >>> sheet.mentions = [(4, 16)]
        >>> Entry(sheet, "a", {"quotes": "army#*"}, ["quotes"]).mentions("quotes")
        (Span(start=22, end=26, quote='army'),)
        """
        found: set[Span] = set()
        for value in self._quoted(field):
            if isinstance(value, str) and value.endswith("#*"):
                found.update(self._every(field, value))
            elif span := self.span(field, value):
                found.add(span)
        return tuple(sorted(found, key=lambda span: span.offsets))

    def own_mentions(self, field: str) -> list[Bounds]:
        """Return the offsets of the mentions that are written without `#*`."""
        written = [v for v in self._quoted(field) if not (isinstance(v, str) and v.endswith("#*"))]
        spans = [self.span(field, value) for value in written]
        return [span.offsets for span in spans if span]

    def _every(self, field: str, value: str) -> list[Span]:
        text, taken = self.sheet.text, self.sheet.mentions
        found = self._tried(field, value, lambda: find_all(text, value)) or []
        left = [Span.of(text, s, e) for s, e in found if not any(a <= s and e <= b for a, b in taken)]
        if found and not left:
            self.problem(field, f"{value!r}: every occurrence is, or lies inside, another mention: drop it")
        return left

    def _quoted(self, field: str) -> list[Any]:
        value = self.fields.get(field)
        return [value] if isinstance(value, str) else self.items(field)

    def _tried(self, field: str, value: Any, look: Callable[[], Any]) -> Any:
        if not self._is_string(field, value):
            return None
        try:
            return look()
        except ValueError as error:
            self.problem(field, str(error))
            return None

    def _is_string(self, field: str, value: Any) -> bool:
        if isinstance(value, str) and value.strip():
            return True
        self.problem(field, f"expected words, got {value!r}: put them in double quotes")
        return False


def nearest(word: str, known: Iterable[str]) -> str:
    """Name the known word that was perhaps meant."""
    close = get_close_matches(word, list(known), n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def _doubled(node: Any, path: tuple[str, ...], seen: frozenset[int] = frozenset()) -> Iterator[tuple[str, ...]]:
    """Yield the paths of keys that stand twice in one mapping: a YAML loader would silently keep the last."""
    if id(node) in seen:
        return
    seen |= {id(node)}
    if isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in names:
                yield (*path, name)
            names.add(name)
            yield from _doubled(value, (*path, name), seen)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _doubled(value, path, seen)


def _when(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, str):
        found = datetime.fromisoformat(value)
        return found.replace(tzinfo=UTC) if len(value) == len("2030-06-12") else found
    raise ValueError(value)
