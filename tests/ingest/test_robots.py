from __future__ import annotations

from time import perf_counter

import pytest

from casus.ingest.robots import allows

FILE = """
User-agent: news
User-agent: casus
Disallow: /private   # not for machines
Allow: /private/press
Disallow: /*.pdf$
Disallow: /a*b*c

User-agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/story?id=1", True),
        ("/private/1", False),
        ("/private/press/1", True),
        ("/x/y.pdf", False),
        ("/x/y.pdf?page=2", True),
        ("/a1b2c3", False),
        ("/a1c2b", True),
        ("/%70rivate/1", False),
    ],
)
def test_the_longest_match_of_our_group_decides(path: str, allowed: bool) -> None:
    assert allows(FILE, "casus", path) == allowed


def test_without_a_group_of_our_own_the_star_counts_and_without_that_all_is_allowed() -> None:
    assert not allows(FILE, "other", "/story")
    assert allows("", "casus", "/story")
    assert allows("User-agent: *\nDisallow:\n", "casus", "/story")
    assert allows("User-agent: *\nDisallow: /story\nAllow: /story\n", "casus", "/story")
    assert not allows("User-agent: *\nDisallow: /$", "casus", "/")
    assert allows("Disallow: /\n<html>", "casus", "/story")


def test_a_hostile_pattern_takes_no_time() -> None:
    start = perf_counter()
    assert allows(f"User-agent: *\nDisallow: /{'*a' * 2000}b$", "casus", "/" + "a" * 5000)
    assert perf_counter() - start < 1
