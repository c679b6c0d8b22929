"""OPML: the list of feeds that feed readers give each other."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from casus.records import InputError

MOST_BYTES = 20_000_000


def feeds_of(path: Path) -> list[tuple[str, str | None]]:
    """Return the addresses of an OPML file's feeds with their titles, each once, in order. Raise `InputError` where there are none."""
    from lxml import etree  # type: ignore[import-untyped]

    name = str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(name, f"cannot be read: {error.strerror or error}; check the name and the permissions") from error
    if len(data) > MOST_BYTES:
        raise InputError(name, f"too large for a list of feeds: over {MOST_BYTES:,} bytes")
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise InputError(name, f"not OPML: {' '.join(str(error).split())[:160]}") from error
    found = {outline.get("xmlUrl", "").strip(): outline.get("title") or outline.get("text") for outline in root.iter("outline")}
    feeds = [(url, title) for url, title in found.items() if urlsplit(url).scheme in ("http", "https")]
    if not feeds:
        raise InputError(name, "no feeds: expected OPML with outlines that have an xmlUrl (http or https)")
    return feeds
