from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from storywatch.cli.init import STARTER
from storywatch.cli.options import chosen_settings
from storywatch.declarations import read_house
from storywatch.deliver import DeliverySettings
from storywatch.query import TopicSet
from storywatch.settings import Settings
from tests.cli.running import storywatch


def test_it_makes_a_folder_and_says_the_next_three_commands(tmp_path: Path) -> None:
    desk = tmp_path / "my desk"
    run = storywatch("init", desk)

    assert run.code == 0
    assert sorted(str(path.relative_to(desk)) for path in desk.rglob("*") if path.is_file()) == [
        ".gitignore",
        "outlets/example_news.toml.sample",
        "settings.env",
        "topics/example_topic.toml",
    ]
    following = run.out.partition("Next:\n")[2].splitlines()
    assert len(following) == 3
    assert following[0].strip().startswith(f"cd '{desk}' && ")


def test_a_desk_that_is_made_where_one_stands_needs_no_way_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    following = storywatch("init").out.partition("Next:\n")[2].splitlines()

    assert following[0].strip() == "set -a && . ./settings.env && set +a"


def test_it_never_overwrites(tmp_path: Path) -> None:
    storywatch("init", tmp_path)
    (tmp_path / "settings.env").write_text("MINE=1\n")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    run = storywatch("init", tmp_path, "--json")

    assert run.document["written"] == []
    assert len(run.document["kept"]) == 4
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_the_examples_are_right_as_they_stand(tmp_path: Path) -> None:
    storywatch("init", tmp_path)
    sample = tmp_path / "outlets" / "example_news.toml.sample"
    shutil.copy(sample, sample.with_suffix(""))

    outlets, topics = read_house(tmp_path / "outlets", tmp_path / "topics")

    assert list(outlets) == ["example_news"]
    assert TopicSet(topics.values(), outlets).errors == ()


def test_what_is_commented_out_in_an_example_is_right_too(tmp_path: Path) -> None:
    for kind, name in (("outlet", "example_news"), ("topic", "example_topic")):
        lines = (STARTER / f"{kind}.toml").read_text("utf-8").splitlines()
        folder = tmp_path / f"{kind}s"
        folder.mkdir()
        bare = [line.removeprefix("# ") if is_key(line) else line for line in lines]
        (folder / f"{name}.toml").write_text("\n".join(bare) + "\n", "utf-8")

    outlets, topics = read_house(tmp_path / "outlets", tmp_path / "topics")

    assert outlets["example_news"].hints.drop == ("div.promo",)
    assert topics["example_topic"].alert.when == "digest"


def is_key(line: str) -> bool:
    bare = line.removeprefix("# ")
    return line.startswith("# ") and (" = " in bare.split("#")[0] or bare.startswith("["))


def test_the_settings_are_those_that_are_read(tmp_path: Path) -> None:
    storywatch("init", tmp_path)
    lines = (tmp_path / "settings.env").read_text("utf-8").splitlines()
    pairs = [
        line.removeprefix("# ").split("#")[0].strip() for line in lines if "STORYWATCH_" in line
    ]
    environment = {
        name: value.strip('"')
        for name, _, value in (pair.partition("=") for pair in pairs)
        if value
    }

    settings = Settings.read(environment)

    assert (settings.outlets_dir, settings.data_dir) == (Path("outlets"), Path("data"))
    assert (settings.keep_all, settings.workers) == (True, 2)
    assert settings.allow_private == ("10.0.0.0/8",)
    assert settings.copies == 14
    delivery = DeliverySettings.read(tmp_path, environment)
    assert delivery.smtp_url.startswith("smtp://user:password@")
    assert (delivery.mail_from, delivery.alert_to) == ("watch@example.org", "desk@example.org")


def test_a_desk_is_used_where_one_stands_unless_told_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storywatch("init", tmp_path)
    monkeypatch.chdir(tmp_path)

    assert chosen_settings().outlets_dir == Path("outlets")
    assert chosen_settings(topics=Path("mine")).topics_dir == Path("mine")
    monkeypatch.setenv("STORYWATCH_OUTLETS_DIR", "elsewhere")
    assert chosen_settings().outlets_dir == Path("elsewhere")


def test_a_folder_without_topics_is_no_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "outlets").mkdir()
    monkeypatch.chdir(tmp_path)

    assert chosen_settings().outlets_dir == Settings().outlets_dir


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    run = storywatch("init", tmp_path / "file")

    assert run.code == 1
    assert "cannot be used" in run.err


def test_no_comment_stands_behind_a_setting_where_a_service_takes_it_for_the_value() -> None:
    lines = (STARTER / "settings.env").read_text("utf-8").splitlines()

    assert all("#" not in line.removeprefix("#") for line in lines)
