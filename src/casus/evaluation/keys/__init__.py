"""Keys: what a careful coder writes down for a report (codebook, section 8), loaded into spans and into a reading."""

from casus.evaluation.keys.entries import KeyActor, KeyAttribution, KeyClaim, KeyEvent, KeyMoment, KeyParty, KeyPlace
from casus.evaluation.keys.key import Key, name_id
from casus.evaluation.keys.load import check_key, parse_key, read_key

__all__ = [
    "Key",
    "KeyActor",
    "KeyAttribution",
    "KeyClaim",
    "KeyEvent",
    "KeyMoment",
    "KeyParty",
    "KeyPlace",
    "check_key",
    "name_id",
    "parse_key",
    "read_key",
]
