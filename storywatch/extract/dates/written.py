"""What a date line says as written, before any time zone is applied: the parts and how sure they
are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from storywatch.extract.dates.calendars import date_of

LONGEST_LINE = 300  # characters read of a line; a date line with its byline has about 100
_SHORT = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SHORT_MONTHS = {name: number for number, name in enumerate(_SHORT, 1)}  # of standards and addresses
EARLIEST_YEAR = 1985  # older "dates" on the web are empty fields: year 1, 1900, 1970, 1980


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One date of a line: `moment` is local to `zone`, a day when `has_time` is false.

    `alternative` is the same numbers read in the other order, when both are real dates.
    `zone` is an offset such as "+05:30" or an abbreviation; `text` is the piece
    of line that was read.
    """

    moment: datetime
    has_time: bool
    text: str
    zone: str | None = None
    alternative: date | None = None
    is_update: bool = False
    spread: timedelta = timedelta(0)  # how much earlier the moment may be, for "3 hours ago"
    has_year: bool = True

    @property
    def is_ambiguous(self) -> bool:
        """Whether day and month could be the other way round."""
        return self.alternative is not None

    def swapped(self) -> Written:
        """The same line with day and month the other way round."""
        if self.alternative is None:
            return self
        other, mine = self.alternative, self.moment.date()
        return replace(self, moment=datetime.combine(other, self.moment.time()), alternative=mine)


def real_date(year: int, month: int, day: int) -> date | None:
    """Returns the date if the calendar of such years has it and a story can bear it."""
    try:
        found = date_of(year, month, day)
    except (ValueError, OverflowError):
        return None
    return found if found.year >= EARLIEST_YEAR else None
