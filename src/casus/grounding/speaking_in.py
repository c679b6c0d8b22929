"""Whose ministry or troops are meant by words that stand apart from them: the capital in which somebody speaks, the state that sends."""

from __future__ import annotations

import re

from casus.grounding.knowledge import Knowledge, fold

REACH = 80
"""Characters before a mention in which "In Baku," may stand."""

AHEAD = 80
"""Characters after a mention in which the verb of saying stands."""

_PLACE = r"(?P<place>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)"
_SAID_IN = re.compile(r"[^.;\n“”\"]{0,60}\b(?:said|says|added|announced|told [^.;\n]{3,40})\s+(?:[^.;,\n]{0,40}\s)?(?:in|from)\s+" + _PLACE)
_IN = re.compile(r"(?:^|[.!?”\"\n]\s*)In " + _PLACE + r",\s+(?:the|a|an)?\s*$")


def stated(text: str, start: int, end: int, knowledge: Knowledge) -> str | None:
    """Return the state in whose capital somebody speaks: "a Defence Ministry spokesman, said in Baku", "In Baku, the ministry".

    >>> from casus.grounding.knowledge import open_knowledge
    >>> text = "a Defence Ministry spokesman, said in Baku."
    >>> stated(text, 2, 18, open_knowledge())
    'AZE'
    """
    told = any(word in text[end : end + AHEAD] for word in (" said ", " says ", " added ", " announced ", " told "))
    match = (_SAID_IN.match(text, end) if told else None) or (
        _IN.search(text[max(0, start - REACH) : start]) if ", " in text[max(0, start - 9) : start] else None
    )
    rows = knowledge.lookup(fold(match["place"])) or knowledge.lookup(fold(match["place"].split()[0])) if match else ()
    states = {row.actor for row in rows if row.use == "capital"}
    return states.pop() if len(states) == 1 else None


_SENT = re.compile(
    r"(?P<state>[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]+)*)\s+(?:(?:has|have|had|will|would)\s+)?(?:\w+ly\s+)?"
    r"(?:sent|sends?|kept|keeps?|deployed|deploys?|withdrew|withdrawn|withdraws?|pulled|massed|stationed|stations|moved|mobili[sz]ed|lost)"
    r"\s+(?:back\s+|out\s+)?(?:(?!and\b|to\b|from\b|into\b|against\b|that\b)[\w-]+\s+){0,3}$"
)


def sender(text: str, start: int, knowledge: Knowledge) -> str | None:
    """Return the state that sends, keeps or withdraws the troops at an offset, wherever they are: "Uganda sent 200 troops to Ituri".

    >>> from casus.grounding.knowledge import open_knowledge
    >>> text = "Uganda has sent more troops to Ituri."
    >>> sender(text, text.index("troops"), open_knowledge())
    'UGA'
    """
    match = _SENT.search(text[max(0, start - REACH) : start])
    words = match["state"].split() if match else []
    for first in range(len(words)):
        rows = knowledge.lookup(fold(" ".join(words[first:])))
        states = {row.actor for row in rows if row.use in ("name", "acronym", "capital") and len(row.actor) == STATE}
        if states:
            return states.pop() if len(states) == 1 else None
    return None


STATE = 3
"""Letters of the id of a state."""
