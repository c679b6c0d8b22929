"""Moments: the grammar of news time, and when each expression is, against the date of the report."""

from casus.grounding.times.find import Found, find_moments, find_times, parse_moment
from casus.grounding.times.mentions import ground_moments

__all__ = ["Found", "find_moments", "find_times", "ground_moments", "parse_moment"]
