"""Reads the folders of outlets and topics, and checks what only all files together can show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from storywatch.declarations.checks import outlet_mistakes, query_mistakes, scope_mistakes
from storywatch.declarations.reading import is_declaration, read_declaration
from storywatch.declarations.sentences import Written
from storywatch.errors import Misconfigured, Mistake
from storywatch.outlet import Outlet
from storywatch.topic import Topic

Declared = TypeVar("Declared", Outlet, Topic)
Reader = Callable[[Path, Any], tuple[Any, Written, list[Mistake]]]
INSTEAD = {
    "outlet": "Put one NAME.toml into it for each outlet: `storywatch outlets add` writes one",
    "topic": "Put one NAME.toml into it for each topic: `storywatch init` writes an example",
}


@dataclass(slots=True)
class _Folder(Generic[Declared]):
    """What a folder's files declare, and what is wrong with them.

    `files` has each with where it stands, even a second one of an id; `unread` names the others.
    """

    files: list[tuple[Declared, Written]] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def declared(self) -> dict[str, Declared]:
        """The declarations by id; of two with one id the first."""
        found: dict[str, Declared] = {}
        for one, _ in self.files:
            found.setdefault(one.id, one)
        return found


def read_outlets(folder: Path) -> dict[str, Outlet]:
    """Returns the outlets of a folder by id; raises `Misconfigured` with every mistake."""
    outlets = _outlets(folder)
    _raise_for(outlets.mistakes)
    return outlets.declared


def sound_outlets(folder: Path) -> tuple[dict[str, Outlet], tuple[Mistake, ...]]:
    """Returns the outlets of those files that have no mistake, and all mistakes of the others.

    Raises `Misconfigured` where no file is without.
    """
    outlets = _outlets(folder)
    sound = _with_last(outlets, {})
    if not sound:
        _raise_for(outlets.mistakes)
    return sound, tuple(outlets.mistakes)


def read_topics(folder: Path) -> dict[str, Topic]:
    """Returns the topics of a folder by id, checked but for the outlets they name."""
    topics = _topics(folder)
    _raise_for(topics.mistakes)
    return topics.declared


def read_house(outlets_dir: Path, topics_dir: Path) -> tuple[dict[str, Outlet], dict[str, Topic]]:
    """Returns outlets and topics together: a topic of an unknown outlet is a mistake then."""
    outlets, topics = _outlets(outlets_dir), _topics(topics_dir)
    # An outlet that cannot be read may well be the one that a topic names.
    if outlets.files and not outlets.unread:
        known = outlets.declared
        for topic, written in topics.files:
            topics.mistakes += scope_mistakes(topic, known, written)
    _raise_for(outlets.mistakes + topics.mistakes)
    return outlets.declared, topics.declared


def read_topic(path: Path, others: Mapping[str, Topic], outlets: Mapping[str, Outlet]) -> Topic:
    """Returns a topic from a file outside the folder, checked as if it stood among the others."""
    topic, written, mistakes = read_declaration(path, Topic)
    if topic is None:
        raise Misconfigured(mistakes)
    queries = {name: other.query for name, other in others.items()} | {topic.id: topic.query}
    mistakes += query_mistakes(topic, queries, written)
    mistakes += scope_mistakes(topic, outlets, written)
    _raise_for(mistakes)
    return topic


def reread_house(
    folders: tuple[Path, Path],
    last: tuple[Mapping[str, Outlet], Mapping[str, Topic]],
    read: Reader = read_declaration,
) -> tuple[dict[str, Outlet], dict[str, Topic], tuple[Mistake, ...]]:
    """Returns the declarations of files that changed while they are in use, and every mistake.

    Of a file with a mistake the `last` version stays, as long as the file is there; of a folder
    without files all do. `read` may know files that have not changed.
    """
    outlets, topics = _outlets(folders[0], read), _topics(folders[1], read)
    for topic, written in topics.files:
        topics.mistakes += scope_mistakes(topic, {**last[0], **outlets.declared}, written)
    return (
        _with_last(outlets, last[0]),
        _with_last(topics, last[1]),
        tuple(outlets.mistakes + topics.mistakes),
    )


def _with_last(folder: _Folder[Declared], last: Mapping[str, Declared]) -> dict[str, Declared]:
    if not folder.files and not folder.unread:
        return dict(last)
    broken = {mistake.path.stem for mistake in folder.mistakes}
    good = {name: one for name, one in folder.declared.items() if name not in broken}
    return good | {name: last[name] for name in broken if name in last}


def _outlets(folder: Path, read: Reader = read_declaration) -> _Folder[Outlet]:
    outlets = _read(folder, Outlet, read)
    for outlet, written in outlets.files:
        outlets.mistakes += outlet_mistakes(outlet, written)
    return outlets


def _topics(folder: Path, read: Reader = read_declaration) -> _Folder[Topic]:
    topics = _read(folder, Topic, read)
    # What builds on a topic that cannot be read is not wrong for that.
    queries = dict.fromkeys(topics.unread, "*")
    queries |= {name: topic.query for name, topic in topics.declared.items()}
    for topic, written in topics.files:
        topics.mistakes += query_mistakes(topic, queries, written)
    return topics


def _read(folder: Path, model: type[Declared], read: Reader) -> _Folder[Declared]:
    found: _Folder[Declared] = _Folder()
    seen: dict[str, Path] = {}
    kind = model.__name__.lower()
    try:
        paths = sorted(path for path in folder.iterdir() if is_declaration(path.name))
        fault = None if paths else f"the folder holds no {kind}"
    except OSError as error:
        paths, fault = [], _unreadable(error)
    if fault:
        found.mistakes.append(Mistake(path=folder, line=None, what=fault, instead=INSTEAD[kind]))
    for path in paths:
        declared, written, mistakes = read(path, model)
        found.mistakes += mistakes
        if declared is None:
            found.unread.add(path.stem)
        else:
            found.mistakes += _identity_mistakes(declared.id, seen, written)
            found.files.append((declared, written))
            seen.setdefault(declared.id, path)
    return found


def _unreadable(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "the folder does not exist"
    return f"the folder cannot be read ({error.strerror})"


def _identity_mistakes(
    name: str, earlier: Mapping[str, Path], written: Written
) -> Iterator[Mistake]:
    if name in earlier:
        yield written.mistake(
            ("id",),
            f"id {name!r} is declared a second time; the first is in {earlier[name]}",
            "Give one of the two another id and file name",
        )
    elif name != written.path.stem:
        yield written.mistake(
            ("id",),
            f"id {name!r} differs from the file's name",
            f"Write id = {written.path.stem!r} or rename the file to {name}.toml",
        )


def _raise_for(mistakes: list[Mistake]) -> None:
    if mistakes:
        raise Misconfigured(
            sorted(mistakes, key=lambda mistake: (str(mistake.path), mistake.line or 0))
        )
