"""Declarations in use that follow their files: one with a mistake keeps its last good version."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from storywatch.declarations.house import read_house, reread_house
from storywatch.declarations.reading import Model, is_declaration, read_declaration
from storywatch.errors import Mistake
from storywatch.outlet import Outlet
from storywatch.topic import Topic

Version = tuple[int, int, int]  # of a file: when it was written, its size, its place on the disk


class Followed:
    """What the files of two folders declare, as last asked for by `follow`."""

    def __init__(
        self,
        folders: tuple[Path, Path],
        outlets: Mapping[str, Outlet],
        topics: Mapping[str, Topic],
    ) -> None:
        """Begins with what was read of the folders of outlets and topics just now."""
        self.outlets = outlets
        self.topics = topics
        self.mistakes: tuple[Mistake, ...] = ()
        self._folders = folders
        self._versions = self._look()
        self._read: dict[Path, tuple[Version | None, Any]] = {}

    @classmethod
    def read(cls, outlets_dir: Path, topics_dir: Path) -> Self:
        """Reads the folders for the first time; raises `Misconfigured` with every mistake."""
        return cls((outlets_dir, topics_dir), *read_house(outlets_dir, topics_dir))

    @property
    def complaints(self) -> tuple[str, ...]:
        """What of the files cannot be used, in sentences."""
        return tuple(f"{mistake} (the last good version stays)" for mistake in self.mistakes)

    def follow(self) -> bool:
        """Reads the files that have changed, if one has; returns whether one had."""
        versions = self._look()
        if versions == self._versions:
            return False
        self._versions = versions
        self._read = {path: read for path, read in self._read.items() if str(path) in versions}
        self.outlets, self.topics, self.mistakes = reread_house(
            self._folders, (self.outlets, self.topics), self._declaration
        )
        return True

    def _declaration(self, path: Path, model: type[Model]) -> Any:
        version, known = self._read.get(path, (None, None))
        if version is None or version != self._versions.get(str(path)):
            known = read_declaration(path, model)
            self._read[path] = (self._versions.get(str(path)), known)
        return known

    def _look(self) -> dict[str, Version]:
        return {
            entry.path: (state.st_mtime_ns, state.st_size, state.st_ino)
            for folder in self._folders
            for entry in _entries(folder)
            if is_declaration(entry.name) and (state := _state(entry))
        }


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _state(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat()
    except OSError:  # it has just been taken away
        return None
