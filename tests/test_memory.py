"""Memory that is free between what is used goes back to the system."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import pytest

from storywatch.memory import give_back

MIB = 1024**2


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps it so")
def test_holes_between_what_is_used_are_given_back() -> None:
    blocks = [bytes([number % 256]) * 100_000 for number in range(1_000)]
    del blocks[::2]
    before = resident()

    give_back()

    assert resident() < before - 20 * MIB
    assert len(blocks) == 500
