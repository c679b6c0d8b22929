"""The extent of an event (codebook, section 6): one happening, or several that the words bundle.

Plurals without any one instance, numbers above one before the act, "a series of", and adverbs of repeating make several. A noun in
the plural that belongs to one named occasion ("the clashes at the bridge on Monday") is single, and so are plurals that name one
act by custom ("talks", "shots").
"""

from __future__ import annotations

import re

from casus.records import EventType, Extent

_BUNDLE = (
    r"series|wave|spate|string|surge|rash|stream|flurry|campaign|succession|sequence|cycle|spiral|number|rounds?|dozens|scores|hundreds|"
    r"thousands|batches|host|raft|slew|pattern|list|run|couple|handful|variety|barrage|spike|rise|increase|outbreaks?|catalogue"
)
_NUMBER = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|(?:a|two|three) (?:dozen|hundred)|\d{1,3}(?:,\d{3})*"
)
_MANY = "several|many|multiple|numerous|various|separate|countless|repeated|a few"
_FREQUENT = "successive|frequent|sporadic|daily|nightly|weekly|monthly|periodic|recurrent|recurring|rolling|intermittent"
_UNITS = "times|occasions|rounds|batches|waves|stages|places|locations"
_WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_BEFORE = re.compile(
    rf"(?:\b(?:{_BUNDLE}) of|\b(?:{_NUMBER}|{_MANY}|{_FREQUENT}))(?: (?!and\b|or\b)[\w’'-]+){{0,2}} ?$",
    re.IGNORECASE,
)
"""What stands before the noun of an act, with up to two words between ("four dawn")."""
_BUNDLED = re.compile(rf"\b(?:{_BUNDLE}) of(?: (?!and\b|or\b)[\w’'-]+){{0,2}} ?$", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:no|not|never|without)(?: [\w’'-]+)? ?$", re.IGNORECASE)
_MARK = re.compile(r"[,;:–—]|\.\s")
REACH = 60
"""Characters on either side in which an adverb of repeating belongs to the trigger."""
_REPEATED = re.compile(
    r"\b(?:twice|thrice|repeatedly|again and again|time and again|time after time|over and over|tit-for-tat|day after day"
    rf"|(?:{_NUMBER}|{_MANY}|different) (?:(?:separate|different) )?(?:{_UNITS})"
    r"|(?:almost|nearly) (?:daily|nightly|weekly|every (?:day|night|week))"
    r"|one after (?:another|the other)|(\w+) after \1|hardly a (?:day|week|month|night) has passed)\b"
    r"(?! (?:a|each|every|more) )",
    re.IGNORECASE,
)
_ONE_OCCASION = re.compile(
    rf"\b(?:on {_WEEKDAY}|yesterday|today|last night|overnight|this morning|lasted|at dawn|at dusk|{_WEEKDAY}['’]s)\b", re.IGNORECASE
)
_DEFINITE = re.compile(r"\b(?:the|these|those|this|that|\w+day['’]s|its|their)(?: [\w’'-]+){0,2} ?$", re.IGNORECASE)
_ORDINAL = re.compile(r"\bfor the (?:\w+(?:th|rd|nd|st)|second|third|first) time\b", re.IGNORECASE)

_ONE_BY_CUSTOM = frozenset(
    [
        *("talks", "negotiations", "shots", "hostilities", "thanks", "condolences", "congratulations", "remarks", "words", "damages"),
        *("elections", "charges", "proceedings", "consultations", "sanctions", "series", "relations", "ties", "reports", "goods", "troops"),
        *("mines", "bombs", "rockets", "shells", "missiles", "drones", "rounds", "bullets", "grenades", "explosives", "arrows", "stones"),
        *(
            "knives",
            "machetes",
            "flames",
            "mortars",
            "batons",
            "arms",
            "forces",
            "weapons",
            "tells",
            "says",
            "has",
            "was",
            "does",
            "gas",
            "news",
        ),
        *("this", "its", "is", "us", "as"),
    ]
)
"""Plurals that name one act by custom, means of an act rather than acts, and words that only look like plurals."""
_NOUN_ENDINGS = ("ions", "ings", "ments", "ades", "outs", "ures", "ships", "ances", "ences")
_ACTS = frozenset(
    [
        *("clashes", "attacks", "raids", "strikes", "airstrikes", "protests", "marches", "riots", "rallies", "demos", "arrests", "threats"),
        *(
            "exercises",
            "patrols",
            "drills",
            "ambushes",
            "tests",
            "launches",
            "deliveries",
            "flights",
            "visits",
            "deals",
            "accords",
            "pacts",
        ),
        *(
            "skirmishes",
            "exchanges",
            "battles",
            "fights",
            "brawls",
            "murders",
            "rapes",
            "assaults",
            "beatings",
            "blasts",
            "explosions",
            "calls",
        ),
        *(
            "appeals",
            "requests",
            "demands",
            "warnings",
            "complaints",
            "sit-ins",
            "walkouts",
            "boycotts",
            "bans",
            "curfews",
            "searches",
            "thefts",
        ),
        *("incidents", "breaches", "incursions", "kidnaps", "abductions", "massacres", "purges", "pledges", "offers", "sorties", "vigils"),
        *(
            "letters",
            "summits",
            "trips",
            "cuts",
            "releases",
            "swaps",
            "fires",
            "robberies",
            "gunfights",
            "firefights",
            "sweeps",
            "roundups",
        ),
    ]
)
_VERB_BEFORE = re.compile(r"(?:\b(?:to|he|she|it|who|which|that|never|not)|[’'][sd]) ?$", re.IGNORECASE)
_VERB_AFTER = re.compile(r"^ (?:the|a|an|its|his|her|their|that|to|on|him|them|us|it|both|all|any)\b", re.IGNORECASE)


def extent_of(type: EventType, trigger: str, clause: str, trigger_at: int) -> Extent:
    """Return whether the words tell of one happening or bundle several. `trigger_at` is the trigger's offset in the clause.

    >>> extent_of("ASSAULT", "arson", "A spate of arson hit schools in Kasai", 11)
    'several'
    >>> extent_of("ASSAULT", "clashes", "The clashes at the bridge on Monday lasted an hour", 4)
    'single'
    """
    before, after = clause[:trigger_at], clause[trigger_at + len(trigger) :]
    near = _MARK.split(before)[-1][-REACH:] + trigger + _MARK.split(after)[0][:REACH]
    if _REPEATED.search(near) and not _ORDINAL.search(near):
        return "several"
    if _NEGATED.search(before) or _is_verb(trigger, before, after):
        return "single"
    if _BUNDLED.search(before):
        return "several"
    if not _is_plural(trigger) or trigger.lower().split()[-1] in _ONE_BY_CUSTOM:
        return "single"
    counted = _BEFORE.search(before)
    return "single" if not counted and _DEFINITE.search(before) and _ONE_OCCASION.search(clause) else "several"


def _is_plural(trigger: str) -> bool:
    """Whether the trigger is the plural of a noun for an act: by its ending, or since it is listed."""
    last = trigger.lower().split()[-1]
    return last.endswith(_NOUN_ENDINGS) or last in _ACTS


def _is_verb(trigger: str, before: str, after: str) -> bool:
    """Whether a word in -s is a verb in the present tense rather than a plural noun: "urges the rebels", "who attacks"."""
    if not _is_plural(trigger):
        return not trigger.lower().endswith(("ing", "ion", "ment")) and trigger.lower().endswith(("ed", "en"))
    return bool(_VERB_BEFORE.search(before) or _VERB_AFTER.search(after))
