"""Coding: from what is attributed to claims, and from claims to the events that they are."""

from casus.coding.claims import code_claims, kind_of
from casus.coding.speech import code_speech_acts

__all__ = ["code_claims", "code_speech_acts", "kind_of"]
