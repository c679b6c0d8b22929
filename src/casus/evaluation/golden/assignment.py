"""Exact one-to-one assignment: the largest total weight, ties broken by order.

Sizes are those of one report (below 100 a side), so a plain Hungarian algorithm in Python integers does it: exact, without rounding,
and without scipy, which casus needs for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

UNIT = 10**9
"""Weights are rounded to this many steps, so that sums which are equal on paper are equal here."""


def assign(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the pairs (row, column) of the largest total weight; a weight of 0 or less is no pair.

    Among equal totals the first row is paired with the first column that it can have, then the second row, and so on
    (codebook, section 9, "ties broken by text order").

    >>> assign([[0.9, 0.8], [0.8, 0.0]])
    [(0, 1), (1, 0)]
    >>> assign([[0.5, 0.5], [0.5, 0.5]])
    [(0, 0), (1, 1)]
    """
    rows, columns = len(weights), max((len(row) for row in weights), default=0)
    if not rows or not columns:
        return []
    base = columns + 1
    scale = base**rows  # The order terms of all rows together stay below one step of weight.

    def gain(row: int, column: int) -> int:
        steps = round(weights[row][column] * UNIT) if column < len(weights[row]) else 0
        return steps * scale + (columns - column) * base ** (rows - 1 - row) if steps > 0 else 0

    gains = [[gain(row, column) for column in range(max(rows, columns))] for row in range(rows)]
    return [(row, column) for row, column in enumerate(_cheapest(gains)) if gains[row][column] > 0]


def pair_up(left: int, right: int, fits: Callable[[int, int], bool]) -> list[tuple[int, int]]:
    """Return as many pairs (i, j) as can be made one to one where `fits(i, j)`: augmenting paths, in order.

    >>> pair_up(2, 2, lambda i, j: (i, j) != (1, 1))
    [(0, 1), (1, 0)]
    """
    chosen = [[j for j in range(right) if fits(i, j)] for i in range(left)]
    taken: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j in chosen[i]:
            if j not in tried:
                tried.add(j)
                if j not in taken or place(taken[j], tried):
                    taken[j] = i
                    return True
        return False

    for i in range(left):
        place(i, set())
    return sorted((i, j) for j, i in taken.items())


def _cheapest(gains: Sequence[Sequence[int]]) -> list[int]:
    """Return for each row its column in an assignment of the largest total gain; no more rows than columns.

    The shortest augmenting path method with potentials (Jonker and Volgenant 1987), O(rows² · columns).
    """
    rows, columns = len(gains), len(gains[0])
    beyond = 2 * (rows + 1) * (1 + max(max(row) for row in gains))  # more than any reduced cost
    row_price, column_price = [0] * (rows + 1), [0] * (columns + 1)
    owner, back = [0] * (columns + 1), [0] * (columns + 1)  # 1-based; column 0 is where each new row starts
    for row in range(1, rows + 1):
        owner[0], at = row, 0
        least, done = [beyond] * (columns + 1), [False] * (columns + 1)
        while owner[at]:
            done[at] = True
            at = _step(gains, owner[at], at, (row_price, column_price), (least, done, back))
            delta = least[at]
            for column in range(columns + 1):
                if done[column]:
                    row_price[owner[column]] += delta
                    column_price[column] -= delta
                else:
                    least[column] -= delta
        while at:
            owner[at], at = owner[back[at]], back[at]
    found = [0] * rows
    for column in range(1, columns + 1):
        if owner[column]:
            found[owner[column] - 1] = column - 1
    return found


def _step(
    gains: Sequence[Sequence[int]],
    row: int,
    at: int,
    prices: tuple[list[int], list[int]],
    search: tuple[list[int], list[bool], list[int]],
) -> int:
    """Relax the columns from `row`, and return the nearest one that is not done."""
    (row_price, column_price), (least, done, back) = prices, search
    nearest = 0
    for column in range(1, len(done)):
        if not done[column]:
            cost = -gains[row - 1][column - 1] - row_price[row] - column_price[column]
            if cost < least[column]:
                least[column], back[column] = cost, at
            if nearest == 0 or least[column] < least[nearest]:
                nearest = column
    return nearest
