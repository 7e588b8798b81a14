"""Processes that read pages, so that no slow or poisoned page holds up the event loop.

The loop itself talks to them: threads between it and them cost as much as the prefilter does.
"""

from storywatch.workers.answering import TooCostly
from storywatch.workers.pool import Workers
from storywatch.workers.worker import fork_server

__all__ = ["TooCostly", "Workers", "fork_server"]
