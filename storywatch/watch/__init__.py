"""Watching continuously: one asyncio process with the timetable, the rounds and the relays."""

from storywatch.watch.lock import only_one
from storywatch.watch.process import watch

__all__ = ["only_one", "watch"]
