"""A whole watch in a process that may be killed, by a clock that is shown to it in a file."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from crawler.loop import run
from pipelines.desk import Desk
from storywatch.cli.watch import log_in, watching
from storywatch.watch import duties, only_one, process
from tests.end_to_end.soaking import settings_in, shown

POLLS_A_DAY = 24.0  # of each source: all are due whenever half a day has passed
SOON = timedelta(seconds=0.2)  # a life lasts seconds: what is done every few minutes is done in it


def main(folder: Path) -> None:
    log_in(as_json=True)
    process.TICK = process.UPKEEP_EVERY = SOON
    duties.EVERY = duties.LOOK_EVERY = duties.UPKEEP_EVERY = SOON
    settings = settings_in(folder)
    with only_one(settings.data_dir):
        desk = Desk.open(settings, clock=lambda: shown(folder / "clock"))
        try:
            run(watching(desk, POLLS_A_DAY, None), settings)
        finally:
            desk.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
