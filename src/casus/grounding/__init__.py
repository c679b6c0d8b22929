"""Grounding: who the words name in their time, where the places are, and when the moments were.

The parts are imported when a report is grounded, so that those who want one of them do not load the others.
"""

from __future__ import annotations

from casus.records import Reading


def ground(reading: Reading) -> Reading:
    """Return the reading with its mentions resolved: moments, then places, then actors, then who is who within the report."""
    from casus.grounding.actors import describe_actors, ground_actors
    from casus.grounding.chains import ground_chains
    from casus.grounding.places import ground_places
    from casus.grounding.times import ground_moments

    for step in (ground_moments, ground_places, ground_actors, ground_chains, describe_actors):
        reading = step(reading)
    return reading
