"""Declarations in use follow their files, each file for itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from storywatch.declarations.following import Followed

OUTLET = """\
id = "{0}"
homepage = "https://{0}.example/"

[[source]]
kind = "feed"
url = "https://{0}.example/feed"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("outlets", "topics"):
        (tmp_path / name).mkdir()
    for name in ("bugle", "echo"):
        declare(tmp_path, name)
    (tmp_path / "topics" / "tea.toml").write_text('query = "tea"\n', encoding="utf-8")
    return tmp_path


def declare(folder: Path, name: str, text: str = OUTLET) -> None:
    (folder / "outlets" / f"{name}.toml").write_text(text.format(name), encoding="utf-8")


def followed(folder: Path) -> Followed:
    return Followed.read(folder / "outlets", folder / "topics")


def test_without_a_change_there_is_nothing_to_follow(folder: Path) -> None:
    house = followed(folder)

    assert not house.follow()
    assert sorted(house.outlets) == ["bugle", "echo"]


def test_a_file_with_a_mistake_keeps_its_last_version_while_others_change(folder: Path) -> None:
    house = followed(folder)
    declare(folder, "bugle", "homepage = ")
    (folder / "topics" / "tea.toml").write_text('query = "tea OR cha"\n', encoding="utf-8")
    declare(folder, "wire")

    assert house.follow()

    assert sorted(house.outlets) == ["bugle", "echo", "wire"]
    assert house.topics["tea"].query == "tea OR cha"
    (complaint,) = house.complaints
    assert "bugle.toml" in complaint
    assert "the last good version stays" in complaint


def test_a_mended_file_is_taken_and_not_complained_of_any_more(folder: Path) -> None:
    house = followed(folder)
    declare(folder, "bugle", "homepage = ")
    house.follow()
    declare(folder, "bugle", 'name = "The Bugle"\n' + OUTLET)

    assert house.follow()

    assert house.outlets["bugle"].name == "The Bugle"
    assert house.complaints == ()


def test_a_file_that_is_gone_declares_nothing(folder: Path) -> None:
    house = followed(folder)
    (folder / "outlets" / "echo.toml").unlink()

    assert house.follow()

    assert sorted(house.outlets) == ["bugle"]


def test_a_folder_that_is_gone_takes_nothing_along(folder: Path) -> None:
    house = followed(folder)
    (folder / "outlets").rename(folder / "elsewhere")

    assert house.follow()

    assert sorted(house.outlets) == ["bugle", "echo"]
    assert "the folder does not exist" in house.complaints[0]


def test_a_file_that_has_not_changed_is_not_read_again(folder: Path) -> None:
    house = followed(folder)
    declare(folder, "wire")
    house.follow()
    known = house.outlets["echo"]
    declare(folder, "herald")

    assert house.follow()

    assert house.outlets["echo"] is known
    assert "herald" in house.outlets
