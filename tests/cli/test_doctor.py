from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storywatch.cli import examination
from storywatch.cli.examination import Finding, Verdict, examine
from storywatch.journal.soundness import damages, sqlite_lacks
from storywatch.settings import Settings
from tests.cli.running import storywatch

NOW = datetime(2027, 1, 1, tzinfo=UTC)
Find = Callable[..., dict[str, Finding]]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    storywatch("init", tmp_path)
    (tmp_path / "outlets" / "example_news.toml").write_text(
        (tmp_path / "outlets" / "example_news.toml.sample").read_text("utf-8"), "utf-8"
    )
    return tmp_path


@pytest.fixture
def find(desk: Path) -> Find:
    def finding(**fields: object) -> dict[str, Finding]:
        given: dict[str, object] = {
            "outlets_dir": desk / "outlets",
            "topics_dir": desk / "topics",
            "data_dir": desk / "data",
            "contact": "desk@news.example",
            **fields,
        }
        settings = Settings(**given)  # type: ignore[arg-type]
        return {found.about: found for found in examine(settings, now=NOW)}

    return finding


def words(desk: Path) -> tuple[object, ...]:
    return ("--data", desk / "data", "--outlets", desk / "outlets", "--topics", desk / "topics")


def test_a_desk_in_order_is_ok_in_every_line(find: Find) -> None:
    found = find()

    assert {finding.verdict for finding in found.values()} == {Verdict.OK}
    assert {"python", "sqlite", "time zones", "clock", "ports", "disk", "journal"} <= set(found)


def test_it_changes_nothing(desk: Path, find: Find) -> None:
    before = sorted(desk.rglob("*"))
    find()

    assert sorted(desk.rglob("*")) == before


def test_a_missing_contact_is_a_warning_and_no_more(desk: Path) -> None:
    run = storywatch("doctor", *words(desk), env={"STORYWATCH_CONTACT": ""})

    assert run.code == 0
    assert "warn  contact" in run.out
    assert "Set STORYWATCH_CONTACT" in run.out


def test_every_mistake_of_the_declarations_is_wrong_with_what_to_write(desk: Path) -> None:
    (desk / "topics" / "bad.toml").write_text('id = "bad"\nquery = "(tea"\nspeed = 3\n')

    run = storywatch("doctor", *words(desk), "--json")

    assert run.code == 1
    assert not run.document["is_fine"]
    wrong = [each for each in run.document["findings"] if each["verdict"] == "wrong"]
    assert len(wrong) >= 1
    assert all("bad.toml:" in each["what"] and each["advice"] for each in wrong)


def test_a_topic_whose_examples_fail_is_wrong(desk: Path, find: Find) -> None:
    (desk / "topics" / "tea.toml").write_text(
        'id = "tea"\nquery = "tea"\nmust_match = ["Coffee only."]\n'
    )

    assert find()["topics"].verdict is Verdict.WRONG


def test_a_damaged_journal_is_found_and_left_as_it_is(data: Path, find: Find) -> None:
    assert find(data_dir=data)["journal"].verdict is Verdict.OK
    journal = data / "journal.db"
    journal.write_bytes(b"no journal at all" * 100)

    found = find(data_dir=data)["journal"]

    assert (found.verdict, "damaged" in found.what) == (Verdict.WRONG, True)
    assert journal.read_bytes() == b"no journal at all" * 100


def test_a_data_folder_that_is_a_file_cannot_be_written(desk: Path, find: Find) -> None:
    (desk / "data").write_text("")

    assert find()["data folder"].verdict is Verdict.WRONG


def test_a_clock_before_the_checkouts_own_files_is_wrong(desk: Path) -> None:
    settings = Settings(outlets_dir=desk / "outlets", topics_dir=desk / "topics", data_dir=desk)
    found = list(examine(settings, now=datetime(2001, 1, 1, tzinfo=UTC)))

    assert [one.verdict for one in found if one.about == "clock"] == [Verdict.WRONG]


@pytest.mark.parametrize(
    ("free", "verdict"), [(10 << 30, Verdict.OK), (1 << 30, Verdict.WARN), (1 << 20, Verdict.WRONG)]
)
def test_little_room_warns_and_none_is_wrong(
    find: Find, monkeypatch: pytest.MonkeyPatch, free: int, verdict: Verdict
) -> None:
    usage = type("Usage", (), {"free": free})
    monkeypatch.setattr(examination.shutil, "disk_usage", lambda _: usage)

    assert find()["disk"].verdict is verdict


def test_this_pythons_sqlite_is_fit_and_a_missing_file_is_no_journal(tmp_path: Path) -> None:
    assert sqlite_lacks() is None
    assert damages(tmp_path / "none.db") == ["unable to open database file"]


def test_a_source_of_two_outlets_is_a_warning(desk: Path) -> None:
    outlet = (desk / "outlets" / "example_news.toml").read_text("utf-8")
    second = outlet.replace('id = "example_news"', 'id = "second"')
    (desk / "outlets" / "second.toml").write_text(second, "utf-8")

    run = storywatch("doctor", *words(desk))

    assert run.code == 0
    assert "https://news.example/feed.xml is a source of example_news and of second" in run.out


TELLING = """id = "tea"
query = "tea"
[alert]
when = "instant"
recipients = ["channel:newsroom", "ann@example.org"]
"""


def of_alerts(desk: Path, env: dict[str, str]) -> tuple[int, list[dict[str, str]]]:
    run = storywatch("doctor", *words(desk), "--json", env={"STORYWATCH_SMTP_URL": "", **env})
    return run.code, [each for each in run.document["findings"] if each["about"] == "alerts"]


@pytest.mark.parametrize(
    ("env", "what"),
    [
        ({}, "channel:newsroom is not set up"),
        ({"STORYWATCH_SMTP_URL": "mail.example.org"}, "STORYWATCH_SMTP_URL cannot be used"),
        ({"STORYWATCH_MAIL_FROM": "ann"}, "STORYWATCH_MAIL_FROM is no mail address"),
    ],
)
def test_alerts_that_could_not_go_out_are_wrong(desk: Path, env: dict[str, str], what: str) -> None:
    (desk / "topics" / "tea.toml").write_text(TELLING)
    before = sorted(desk.rglob("*"))

    code, (found,) = of_alerts(desk, env)

    assert (code, found["verdict"]) == (1, "wrong")
    assert what in found["what"]
    assert not found["advice"].endswith("….")
    assert sorted(desk.rglob("*")) == before


def test_it_says_where_mail_goes_and_who_would_be_told_by_default(desk: Path) -> None:
    (desk / "topics" / "tea.toml").write_text(TELLING.replace('"channel:newsroom", ', ""))
    (desk / "topics" / "pie.toml").write_text('id = "pie"\nquery = "pie"\nalert.when = "digest"\n')
    server = {"STORYWATCH_SMTP_URL": "smtp://127.0.0.1:2525"}
    named = {"STORYWATCH_ALERT_TO": "desk@example.org", "STORYWATCH_MAIL_FROM": "w@example.org"}

    code, found = of_alerts(desk, server)
    _, (into,) = of_alerts(desk, named)
    _, (out,) = of_alerts(desk, {**server, **named})

    assert (code, [each["verdict"] for each in found]) == (0, ["warn", "warn", "ok"])
    assert found[0]["what"] == "pie: nobody is named, so desk@localhost is told"
    assert found[1]["what"] == "mail comes from storywatch@localhost"
    assert into["what"] == f"2 topics tell; mail goes into the Maildir {desk / 'data' / 'mail'}"
    assert out["what"] == "2 topics tell; mail goes out by SMTP"
