"""Whether a place name acts or is acted upon, or is only where something happens, by the words around it. No parser.

A logistic model over words and word classes beside the name: the preposition before it, the verb or noun after it, a genitive, words of
relations ("ties with", "between"). `training/acting.py` fits the weights on sentences of our own; they are read once.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import yaml

from casus.grounding.wordlists import wordlist

WEIGHTS = Path(__file__).parent / "acting.json"
CLASSES = Path(__file__).parent / "acting_words.yaml"

SURE = 0.55
"""From here on a place acts: where both kinds of error are equally many in cross-validation, and the weaker reading wins a tie."""

WINDOW = 240
"""Characters on either side that are looked at, within the sentence."""

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*|[^\w\s]")
_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(A-Z])|\n\s*\n|\n")
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|St|No|U\.S|Jan|Feb|Aug|Sept|Oct|Nov|Dec|[A-Z])$")

_STEMS = {name: frozenset(words.split()) for name, words in yaml.safe_load(CLASSES.read_text("utf-8")).items()}
_IRREGULAR = {
    "said": "say",
    "told": "tell",
    "sent": "send",
    "broke": "break",
    "gave": "give",
    "took": "take",
    "kept": "keep",
    "held": "hold",
    "paid": "pay",
    "bought": "buy",
    "sold": "sell",
    "lent": "lend",
    "fell": "fall",
    "shook": "shake",
    "sank": "sink",
    "woke": "wake",
    "won": "win",
    "lost": "lose",
    "drew": "draw",
    "lay": "lie",
    "sat": "sit",
    "stood": "stand",
    "grew": "grow",
    "knew": "know",
    "saw": "see",
    "thought": "think",
    "meant": "mean",
    "left": "leave",
    "let": "let",
    "put": "put",
    "cut": "cut",
    "sought": "seek",
    "fought": "fight",
    "struck": "strike",
    "withdrew": "withdraw",
    "made": "make",
    "beat": "beat",
    "froze": "freeze",
    "began": "begin",
    "swore": "swear",
    "spoke": "speak",
    "chose": "choose",
    "felt": "feel",
    "learned": "learn",
    "learnt": "learn",
    "denies": "deny",
    "denied": "deny",
    "mulls": "mull",
    "slams": "slam",
    "led": "lead",
}


def acts(text: str, start: int, end: int) -> bool:
    """Whether the place name at `[start, end)` of `text` acts or is acted upon.

    >>> text = "Quito expelled the consul after a march in Quito."
    >>> acts(text, 0, 5), acts(text, 43, 48)
    (True, False)
    """
    return score(text, start, end) >= SURE


def score(text: str, start: int, end: int) -> float:
    """Return the probability that the place name at `[start, end)` acts or is acted upon."""
    weights = _weights()
    total = sum(weights.get(feature, 0.0) for feature in features(text, start, end))
    return 1.0 / (1.0 + math.exp(-total))


@cache
def _weights() -> dict[str, float]:
    loaded: dict[str, float] = json.loads(WEIGHTS.read_text("utf-8"))
    return loaded


def sentence_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence around a span begins and ends, at most `WINDOW` characters away."""
    left, right = max(0, start - WINDOW), min(len(text), end + WINDOW)
    for match in _END.finditer(text, left, start):
        if not _ABBREVIATED.search(text[left : match.start()]):
            left = match.end()
    for match in _END.finditer(text, end, right):
        if not _ABBREVIATED.search(text[end : match.start()]):
            right = match.end()
            break
    return left, right


def stem(word: str) -> str:
    """Return the base form of a verb or noun by the endings of English; wrong forms do no harm, since no class has them.

    >>> stem("accuses"), stem("denied"), stem("pulled"), stem("weighing")
    ('accuse', 'deny', 'pull', 'weigh')
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, bases in (("ies", ("y",)), ("ied", ("y",)), ("ing", ("", "e")), ("ed", ("", "e")), ("es", ("", "e")), ("s", ("",))):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            root = word[: -len(ending)]
            options = [root + base for base in bases] + ([root[:-1]] if root[-1:] == root[-2:-1] else [])
            for option in options:
                if any(option in stems for stems in _STEMS.values()):
                    return option
            return options[0]
    return word


@lru_cache(maxsize=20_000)
def classes(word: str) -> tuple[str, ...]:
    """Return the classes that a word belongs to, as itself or by its base form."""
    base = stem(word)
    return tuple(name for name, stems in _STEMS.items() if word in stems or base in stems)


def features(text: str, start: int, end: int) -> list[str]:
    """Return what the words around a place name show, as the names of weights."""
    left, right = sentence_bounds(text, start, end)
    before = [w.lower() for w in _WORD.findall(text[left:start])]
    after_text = text[end:right]
    genitive = bool(re.match(r"['’]s?\b|['’](?=\s)", after_text))
    tail = _WORD.findall(re.sub(r"^['’]s?", "", after_text) if genitive else after_text)
    after = [w.lower() for w in tail]
    found = ["bias", *_left(before), *_right(after, tail, genitive), *_whole(before, after)]
    return list(dict.fromkeys(found))


def _left(before: list[str]) -> Iterator[str]:
    words = before[:-1] if before[-1:] == ["the"] else before
    if before[-1:] in (["the"], ["a"], ["an"]):
        yield f"L0={before[-1]}"
    first = words[-1] if words else "^"
    yield f"L1={first}" if first in _FUNCTION or not first.isalpha() else "L1=word"
    if first == "^" or first in _CLAUSE:
        yield "L=clause"
    for name in classes(first):
        yield f"L1:{name}"
    for name in classes(words[-2] if len(words) > 1 and first not in _CLAUSE else "^"):
        yield f"L2:{name}|{first if first in _FUNCTION else 'w'}"
        yield f"L2:{name}"
    if any(w in _STEMS["locative"] for w in words[-3:-1]) and first not in _FUNCTION:
        yield "L=locative phrase"
    if first in ("and", ",", "or") and len(words) > 1:
        yield "L=coordinated"
        yield from (f"Lc={w}" for w in words[-5:-2] if w in ("in", "at", "between", "near", "from", "to"))
    if "between" in words[-6:]:
        yield "L=between"
    for name in {n for w in _clause(words)[-5:] for n in classes(w) if n in ("relation", "locative", "press")}:
        yield f"L5:{name}"
    if any(w in ("neither", "nor", "both", "either") for w in words[-2:]):
        yield "L=pair"


def _clause(words: list[str]) -> list[str]:
    """Return the words since the last conjunction that opens a clause."""
    opens = [i for i, word in enumerate(words) if word in _CLAUSE]
    return words[opens[-1] + 1 :] if opens else words


def _right(after: list[str], tail: list[str], genitive: bool) -> Iterator[str]:
    mark = "G" if genitive else "R"
    first = after[0] if after else "$"
    yield f"{mark}1={first}" if first in _FUNCTION or not first.isalpha() else f"{mark}1=word"
    if genitive:
        yield "genitive"
    skipped = [
        w
        for w in after[:6]
        if not w.endswith("ly") and w not in ("also", "too", "now", "then", "yet", "still", "never", "again", "jointly")
    ]
    head = skipped[0] if skipped else "$"
    for name in classes(head):
        yield f"{mark}1:{name}"
    if head in _STEMS["auxiliary"]:
        for name in {n for w in skipped[1:4] for n in classes(w)}:
            yield f"{mark}aux:{name}"
        yield from (f"{mark}aux+{w}" for w in skipped[1:2] if w in _FUNCTION)
        yield from (f"{mark}aux-{form}" for form in ("ed", "ing") if skipped[1:2] and skipped[1].endswith(form))
        if head in ("is", "was", "are", "were", "been") and skipped[1:2] and skipped[1] in ("a", "an", "the", "one", "home"):
            yield f"{mark}=copula"
    if head.endswith("ed") and not genitive:
        yield "R1=-ed"
    if head.endswith("s") and not head.endswith("ss") and not genitive and head.isalpha():
        yield "R1=-s"
    for name in {n for w in after[1:4] for n in classes(w)}:
        yield f"{mark}3:{name}"
    if first == "and" and len(tail) > 1 and tail[1][:1].isupper():
        yield "R=and Name"
        yield from (f"RN:{n}" for w in after[2:4] for n in classes(w))
    if first == "," and len(after) > 1 and after[1] in ("which", "who", "whose", "where", "a", "an", "the"):
        yield f"R=, {after[1]}"
    if tail and tail[0][:1].isupper():
        yield "R1=Name"


def _whole(before: list[str], after: list[str]) -> Iterator[str]:
    everything = [*_clause(before)[-14:], *after[:14]]
    for name in {n for w in everything for n in classes(w) if n in ("civic", "befall", "sport", "weather", "trade", "travel", "violence")}:
        yield f"S:{name}"


_CLAUSE = frozenset(
    (":", ";", "–", "—", "“", '"', "‘", *["but", "that", "because", "while", "after", "when", "if", "as", "though", "although", "whether"])
)
_FUNCTION = wordlist("function")
