"""What a bench says that a command took."""

import sys

from bench.process_tree import watched

PARENT = """
import subprocess, sys
child = "held = bytearray(60 * 2**20)\\nfor one in range(12_000_000): pass"
subprocess.run([sys.executable, "-c", child], check=True)
print("done")
"""


def test_a_command_is_counted_with_its_children() -> None:
    taken = watched([sys.executable, "-c", PARENT])

    assert (taken.code, taken.out) == (0, "done\n")
    assert taken.cpu_seconds > 0.1
    assert taken.peak_bytes > 60 * 2**20
    assert taken.seconds > 0.1
