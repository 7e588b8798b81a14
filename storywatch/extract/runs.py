"""Runs in a list of worths: the one with the highest sum, all positive ones, gaps made cheap."""

from __future__ import annotations

from itertools import pairwise

Run = tuple[int, int]  # start and end, as of a slice

_COSTLIEST_GAP = 1.5
_MOST_OF_NEXT = 0.9  # of what the paragraph after a gap is worth, which may be short
_DEEPEST_DIP = 8.0  # below its peak, after which a run has ended and another may begin


def best_run(worths: list[float]) -> Run:
    """Returns the run with the highest sum; an empty one if nothing is positive."""
    best, found, total, start = 0.0, (0, 0), 0.0, 0
    for i, worth in enumerate(worths):
        if total <= 0:
            total, start = 0.0, i
        total += worth
        if total > best:
            best, found = total, (start, i + 1)
    return found


def positive_runs(worths: list[float]) -> list[tuple[float, Run]]:
    """Returns all separate positive runs in order, each with its sum and cut at its peak."""
    found: list[tuple[float, Run]] = []
    total = peak = 0.0
    start = end = 0
    for i, worth in enumerate([*worths, float("-inf")]):
        total += worth
        if total > peak:
            peak, end = total, i + 1
        if total <= 0 or total < peak - _DEEPEST_DIP:
            if peak > 0:
                found.append((peak, (start, end)))
            total = peak = 0.0
            start = i + 1
    return found


def bridged(worths: list[float], homes: list[int]) -> list[float]:
    """Returns the worths with no gap between two neighbours of `homes` costing more than a little.

    What an outlet puts between two paragraphs of a story does not end it, however long it is.
    """
    result = list(worths)
    for last, here in pairwise(homes):
        cost = -sum(worths[last + 1 : here])
        costliest = _COSTLIEST_GAP
        if worths[here] > 0:
            costliest = min(costliest, _MOST_OF_NEXT * worths[here])
        if cost > costliest:
            losses = -sum(min(worth, 0.0) for worth in worths[last + 1 : here])
            share = costliest / losses
            for i in range(last + 1, here):
                result[i] = min(worths[i], 0.0) * share
    return result
