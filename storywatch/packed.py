"""A value that other processes are given many times, though few of them look at it."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Packed(Generic[T]):
    """Packed once, handed on as bytes, and unpacked only by those that use it."""

    content: bytes

    @classmethod
    def of(cls, value: T) -> Packed[T]:
        """Packs a value that can be pickled."""
        return cls(pickle.dumps(value))

    def unpacked(self) -> T:
        """Returns an equal value."""
        value: T = pickle.loads(self.content)
        return value
