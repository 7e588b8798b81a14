"""Where the measuring pages lie: beside the checkout, demanded in CI and skipped elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared"

needed = pytest.mark.skipif(
    not SHARED.is_dir() and not os.environ.get("CI"),
    reason=f"the measuring pages are not at {SHARED}",
)
