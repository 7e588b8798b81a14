"""Memory that is free, given back to the system."""

from __future__ import annotations

import ctypes

_C = ctypes.CDLL(None)


def give_back() -> None:
    """Gives free pages back, also those between used ones: other processes may need them.

    Takes two milliseconds; does nothing where the C library is not glibc.
    """
    if hasattr(_C, "malloc_trim"):
        _C.malloc_trim(0)
