"""When two names are the same (codebook, section 9)."""

from __future__ import annotations

import unicodedata


def fold(name: str) -> str:
    """Return a name folded for comparison: NFKD without marks, lower case, punctuation to spaces, no leading "the", single spaces.

    >>> fold("The  Côte-d’Ivoire (Army)")
    'cote d ivoire army'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.category(c).startswith("M")).lower()
    words = "".join(" " if unicodedata.category(c)[0] == "P" else c for c in plain).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
