"""Chains: the mentions of one report that name the same actor, and the pronouns that go back to them."""

from casus.grounding.chains.ground import ground_chains

__all__ = ["ground_chains"]
