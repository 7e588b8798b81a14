"""Lists of numbers as a row of the journal holds them: four bytes each, in their order."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from itertools import chain
from typing import Any


def packed(numbers: Iterable[int]) -> bytes:
    """Returns numbers below 2³² as a blob."""
    listed = list(numbers)
    return struct.pack(f"<{len(listed)}I", *listed)


def unpacked(blob: bytes) -> tuple[int, ...]:
    """Returns the numbers that `packed` made a blob of."""
    return struct.unpack(f"<{len(blob) // 4}I", blob)


def packed_pairs(pairs: Iterable[tuple[int, float]]) -> bytes:
    """Returns numbers below 2³², each with a worth of which seven digits are kept, as a blob."""
    flat = list(chain.from_iterable(pairs))
    return struct.pack("<" + "If" * (len(flat) // 2), *flat)


def unpacked_pairs(blob: bytes) -> tuple[Any, ...]:
    """Returns number and worth by turns, as `packed_pairs` made a blob of them."""
    return struct.unpack("<" + "If" * (len(blob) // 8), blob)
