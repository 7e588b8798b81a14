"""Instants as people write them: `--since 7d`, or a date."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from storywatch.errors import WrongUse
from storywatch.query.moments import stretch

AGO = re.compile(r"(\d{1,6})([mhdw])", re.ASCII)
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def since(text: str, *, now: datetime) -> datetime:
    """Returns the instant that `7d`, `2025-12-01` or `2025-12-01T08:30+05:30` means."""
    ago = AGO.fullmatch(text)
    try:
        if ago:
            return now - timedelta(**{UNITS[ago[2]]: int(ago[1])})
        return stretch(text)[0]
    except (ValueError, OverflowError) as error:
        raise WrongUse(
            f"{text!r} is no time; write how long ago, such as 90m, 24h, 7d or 2w, "
            "or a date such as 2025-12-01 or 2025-12-01T08:30Z"
        ) from error
