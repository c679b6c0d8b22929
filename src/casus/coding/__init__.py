"""Coding: from what is attributed to claims, and from claims to the events that they are."""

from casus.coding.claims import code_claims
from casus.coding.events import code_events
from casus.coding.kinds import kind_of

__all__ = ["code_claims", "code_events", "kind_of"]
