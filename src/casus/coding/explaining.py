"""Why an event has its type: each word of its sentence hidden in turn, to see how much of the chance goes with it (occlusion).

What is measured is the model that codes: the chance that the trigger names an act, and that the act is of the event's type. A word
weighs what the type's chance loses when the word is hidden; below zero, the word spoke for another type. Names weigh next to nothing by
design: inside parties the model sees that somebody is named, never who.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casus.coding.scenes import Setting, Tell, settings
from casus.reader import Scene
from casus.reader.decode import Bounds
from casus.reader.words import words as words_of
from casus.records import Event, Mention, Reading, Report, Span

HIDDEN = "_"
"""What stands for a hidden word, filled up with blanks, so that all offsets stay."""

GAP = "\n\n"
"""Between the variants of a sentence: each begins a paragraph, as the sentence alone would."""


@dataclass(frozen=True)
class Weight:
    """A word: by how much the type's chance (`type`) and the chance of an act (`act`) fall when it is hidden, -1 to 1."""

    word: Span
    type: float
    act: float


@dataclass(frozen=True)
class Explanation:
    """An event, the sentence of its trigger, and what the model saw in it.

    `act` is the chance that the trigger names an act, `types` those of the 16 types, `second` the likeliest other one; `parts` says for
    each mention of the sentence which part it most likely plays, and with which chance. `words` are in text order.
    """

    event: Event
    sentence: Span
    act: float
    types: Mapping[str, float]
    second: str
    parts: tuple[tuple[Mention, str, float], ...]
    words: tuple[Weight, ...]


def explain(reading: Reading, event: Event, tell: Tell) -> Explanation:
    """Return which words of its sentence carried the type of an event.

    One scene a word goes through the model, all of them in one call. Raise `ValueError` where no sentence holds the trigger.
    """
    setting = setting_of(reading, event)
    number = next(i for i, act in enumerate(setting.acts) if act.overlaps(event.trigger))
    hidden = [word for word in words_of(setting.sentence.quote) if any(c.isalnum() for c in setting.sentence.quote[slice(*word)])]
    rows = tell(*_variants(setting, hidden))
    whole, *others = (row[number] for row in rows)
    base, act = whole.types[event.type], whole.any
    weights = [
        Weight(_word(reading, setting, word), base - one.types[event.type], act - one.any) for word, one in zip(hidden, others, strict=True)
    ]
    return Explanation(
        event=event,
        sentence=setting.sentence,
        act=act,
        types=whole.types,
        second=max((name for name in whole.types if name != event.type), key=lambda name: whole.types[name]),
        parts=tuple(_part(mention, shares) for (_, mention), shares in zip(setting.mentions, whole.parts, strict=True)),
        words=tuple(weights),
    )


def setting_of(reading: Reading, event: Event) -> Setting:
    """Return the sentence of an event's trigger as the coder asked about it; with the trigger alone where it did not."""
    found = next((s for s in settings(reading) if any(act.overlaps(event.trigger) for act in s.acts)), None)
    if found is not None:
        return found
    sentence = next((s for s in reading.sentences if s.covers(event.trigger)), None)
    if sentence is None:
        raise ValueError(f"no sentence of the report holds the trigger {event.trigger.quote!r}")
    mentions = tuple((m.span, m) for m in reading.mentions if m.type != "weapon" and sentence.covers(m.span))
    return Setting(sentence, (event.trigger,), mentions)


def _variants(setting: Setting, hidden: Sequence[Bounds]) -> tuple[Report, list[Scene]]:
    """Return a text that holds the sentence as it is and then once for each word, that word hidden, and a scene for each."""
    sentence = setting.sentence.quote
    texts = [sentence, *(sentence[:start] + HIDDEN.ljust(end - start) + sentence[end:] for start, end in hidden)]
    step = len(sentence) + len(GAP)
    scenes = [_moved(setting.scene, number * step - setting.sentence.start) for number in range(len(texts))]
    return Report(text=GAP.join(texts)), scenes


def _moved(scene: Scene, by: int) -> Scene:
    """Return a scene `by` characters further on."""
    within = (scene.within[0] + by, scene.within[1] + by)
    acts = tuple((start + by, end + by) for start, end in scene.acts)
    return Scene(within, acts, tuple((kind, (start + by, end + by)) for kind, (start, end) in scene.mentions))


def _word(reading: Reading, setting: Setting, word: Bounds) -> Span:
    return reading.report.span(setting.sentence.start + word[0], setting.sentence.start + word[1])


def _part(mention: Mention, shares: Mapping[str, float]) -> tuple[Mention, str, float]:
    part = max(shares, key=lambda name: shares[name])
    return mention, part, shares[part]
