"""robots.txt, as RFC 9309 has it: groups by user agent, `*` and `$` in paths, the longest match wins and a tie allows.

The standard library's parser takes the first match and knows no wildcards, which forbids and allows the wrong pages.
"""

from __future__ import annotations

from urllib.parse import unquote


def allows(robots: str, agent: str, target: str) -> bool:
    r"""Whether the file `robots` lets the crawler named `agent` (its product token) fetch `target`, a path with its query.

    >>> allows("User-agent: *\nDisallow: /private*.pdf$\nAllow: /", "casus", "/private/a.pdf")
    False
    """
    groups = _groups(robots)
    rules = groups.get(agent.lower(), groups.get("*", []))
    matching = [(len(pattern), allowed) for allowed, pattern in rules if _matches(pattern, unquote(target))]
    return max(matching, default=(0, True))[1]


def _groups(robots: str) -> dict[str, list[tuple[bool, str]]]:
    groups: dict[str, list[tuple[bool, str]]] = {}
    agents: list[str] = []
    in_rules = False
    for line in robots.removeprefix("\ufeff").splitlines():
        key, _, value = (part.strip() for part in line.split("#")[0].partition(":"))
        if key.lower() == "user-agent":
            agents = [*([] if in_rules else agents), value.split("/")[0].lower()]
            in_rules = False
            groups.setdefault(agents[-1], [])
        elif key.lower() in ("allow", "disallow"):
            in_rules = True
            for agent in agents if value else ():
                groups[agent].append((key.lower() == "allow", unquote(value)))
    return groups


def _matches(pattern: str, path: str) -> bool:
    """Match piece by piece rather than with a regular expression, which a hostile file could make run for hours."""
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not pattern.endswith("$"):
        return all((at := path.find(piece, at) + len(piece)) >= len(piece) for piece in others)
    *middle, last = others or [""]
    for piece in middle:
        if (found := path.find(piece, at)) < 0:
            return False
        at = found + len(piece)
    return path.endswith(last) and len(path) - len(last) >= at if others else len(path) == at
