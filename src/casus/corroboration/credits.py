"""Agency tags: "(Reuters)" behind the dateline, "AFP -", "By Associated Press", "Copyright 2031 Xinhua" say whose text a paper prints."""

from __future__ import annotations

import re

AGENCIES: dict[str, str] = {
    "Australian Associated Press": r"AAP|Australian Associated Press",
    "Associated Press of Pakistan": r"Associated Press of Pakistan",
    "Associated Press": r"AP|(?:The )?Associated Press",
    "Reuters": r"(?:Thomson )?Reuters",
    "Agence France-Presse": r"AFP|Agence[ -]France[ -]Presse",
    "dpa": r"dpa|DPA|Deutsche Presse-Agentur",
    "EFE": r"EFE",
    "ANSA": r"ANSA",
    "United Press International": r"UPI|United Press International",
    "Bloomberg": r"Bloomberg(?: News)?",
    "Xinhua": r"Xinhua(?: News Agency)?",
    "TASS": r"(?:ITAR-)?TASS",
    "Interfax": r"Interfax",
    "RIA Novosti": r"RIA(?: Novosti)?",
    "Ukrinform": r"Ukrinform",
    "Anadolu Agency": r"Anadolu(?: Agency)?",
    "Press Trust of India": r"PTI|Press Trust of India",
    "ANI": r"ANI",
    "IANS": r"IANS",
    "Kyodo": r"Kyodo(?: News)?",
    "Yonhap": r"Yonhap(?: News Agency)?",
    "IRNA": r"IRNA",
    "SANA": r"SANA",
    "WAFA": r"WAFA",
    "Middle East News Agency": r"MENA",
    "PA Media": r"PA Media|Press Association",
    "Canadian Press": r"(?:The )?Canadian Press",
}
"""Agencies whose text others print, and how a credit names them. Names from general knowledge; the longer ones come first."""

HEAD, TAIL = 400, 250
"""Characters at either end of a text in which a credit stands; further in, an agency's name is a source that the text quotes."""

_NAMES = "|".join(f"(?P<a{number}>{pattern})" for number, pattern in enumerate(AGENCIES.values()))
_KEYS = {f"a{number}": name for number, name in enumerate(AGENCIES)}
_OPENING = re.compile(rf"(?:\(|\[|^|[—–-]\s*|\bBy\s+)(?:{_NAMES})(?=\s*[)\]—–/]|\s+-|\s*$)", re.MULTILINE)
_CLOSING = re.compile(
    rf"(?:[(\[—–-]\s*|©\s*(?:\d{{4}}\s+)?|[Cc]opyright\s+(?:\d{{4}}\s+)?|[Ss]ource:\s*|^)(?:{_NAMES})(?=\s*[)\].]?\s*$)", re.MULTILINE
)
_WHOLE = re.compile(_NAMES)


def credited(text: str) -> frozenset[str]:
    """Return the agencies that a text credits at its head or its foot.

    >>> sorted(credited("LIMA, May 4 (Reuters) - The ferry sank, the navy said."))
    ['Reuters']
    >>> sorted(credited("The ferry sank, the AP reported, and the navy told Reuters that it had."))
    []
    """
    found = [*_OPENING.finditer(text[:HEAD]), *_CLOSING.finditer(text[max(len(text) - TAIL, 0) :])]
    return frozenset(_KEYS[match.lastgroup] for match in found if match.lastgroup is not None)


def agency(publisher: str) -> str | None:
    """Return the agency that a publisher's name means, None for others.

    >>> agency("AP"), agency("Associated Press of Pakistan"), agency("Lagos Evening Ledger")
    ('Associated Press', 'Associated Press of Pakistan', None)
    """
    found = _WHOLE.fullmatch(publisher.strip())
    return _KEYS[found.lastgroup] if found and found.lastgroup else None
