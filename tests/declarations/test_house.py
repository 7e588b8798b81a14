"""A configuration that cannot be used: every mistake at once, with its line and what to write."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from storywatch.declarations import read_house, read_outlets, read_topic, read_topics
from storywatch.errors import Misconfigured, Mistake

OUTLET = """\
id = "bugle"
homepage = "https://bugle.example/"
languages = ["en"]
timezone = "Asia/Kolkata"

[[source]]
kind = "feed"
url = "https://bugle.example/feed"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "declared"
    made.mkdir()
    return made


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def outlet_mistakes(folder: Path) -> list[tuple[str, int, str, str]]:
    with pytest.raises(Misconfigured) as caught:
        read_outlets(folder)
    return [told(mistake) for mistake in caught.value.mistakes]


def topic_mistakes(folder: Path) -> list[tuple[str, int, str, str]]:
    with pytest.raises(Misconfigured) as caught:
        read_topics(folder)
    return [told(mistake) for mistake in caught.value.mistakes]


def told(mistake: Mistake) -> tuple[str, int, str, str]:
    return mistake.path.name, mistake.line, mistake.what, mistake.instead


def changed(old: str, new: str) -> str:
    assert old in OUTLET
    return OUTLET.replace(old, new)


def test_an_outlet_without_an_id_has_one_mistake(folder: Path) -> None:
    write(folder, bugle=changed('id = "bugle"\n', ""))

    assert outlet_mistakes(folder) == [("bugle.toml", 1, "id is missing", "Add the key 'id'")]


def test_what_is_right_is_read_by_id(folder: Path) -> None:
    outlets = read_outlets(write(folder, bugle=OUTLET))

    assert list(outlets) == ["bugle"]
    assert outlets["bugle"].name == "Bugle"
    assert outlets["bugle"].sources[0].url == "https://bugle.example/feed"


def test_a_file_that_an_editor_marked_or_broke_otherwise_is_read(folder: Path) -> None:
    (folder / "bugle.toml").write_bytes(b"\xef\xbb\xbf" + OUTLET.replace("\n", "\r\n").encode())

    assert list(read_outlets(folder)) == ["bugle"]


@pytest.mark.parametrize(
    ("text", "line", "what", "instead"),
    [
        (changed("[[source]]", "[source"), 6, "is not TOML, column 8", 'Write key = "value"'),
        (changed('"bugle"', "bugle"), 1, "is not TOML", "between straight quotation marks"),
        (changed('"bugle"', "“bugle”"), 1, "is not TOML", "between straight quotation marks"),
        (changed('id = "bugle"', 'id = "bugle'), 1, "is not TOML", "Close the quotation mark"),
        (changed('"bugle"', '"the "bugle""'), 1, "is not TOML", "between ''' and '''"),
        (changed('"bugle"', "'''bugle"), 8, "is not TOML", "Close the '''"),
        (changed('id = "bugle"', 'id = "bugle"\nid = "x"'), 2, "is not TOML", "Keep one of"),
        (changed("timezone", "timezon"), 4, "timezon is not a known key", "mean 'timezone'?"),
        (changed("kind", "kin"), 7, "source[1].kin is not a known key", "Did you mean 'kind'?"),
        (changed("Kolkata", "Kolkatta"), 4, "timezone = 'Asia/Kolkatta'", "mean 'Asia/Kolkata'"),
        (changed('"Asia/Kolkata"', "5"), 4, "timezone = 5 cannot be used", "text in quotes"),
        (changed('["en"]', '"en"'), 3, "languages = 'en'", 'an array, such as ["a", "b"]'),
        (changed('["en"]', '["english"]'), 3, "languages[1] = 'english'", "BCP 47 code"),
        (changed('"bugle"', '"The Bugle"'), 1, "id = 'The Bugle'", "lower-case slug"),
        (changed('"feed"', '"fead"'), 7, "source[1].kind = 'fead'", "'feed', 'news_sitemap'"),
        (changed("https://bugle.example/f", "bugle/f"), 8, "source[1].url", "a whole address"),
        (changed("[[source]]", "[[sourc]]"), 1, "no source is declared", "Add a [[source]]"),
        (f'{OUTLET}only = "["\n', 9, "source[1].only", "regular expression that compiles"),
        (f'{OUTLET}links = "a["\n', 9, "source[1].links = 'a[' is no selector", "CSS selector"),
        (f'{OUTLET}[hints]\nbody = "//("\n', 10, "hints.body", "or an XPath that starts"),
        (f"{OUTLET}[pace]\ndelay = -1\n", 10, "pace.delay = -1", "greater than or equal to 0"),
        (f'{OUTLET}[pace]\ndelay = "1"\n', 10, "pace.delay = '1'", "a number without quotes"),
        (f"{OUTLET}[pace]\nat_once = 1.5\n", 10, "pace.at_once = 1.5", "a whole number"),
        (f"pace = 3\n{OUTLET}", 1, "pace = 3", "a table of keys and values"),
        (f"hints = []\n{OUTLET}", 1, "hints = []", "a table of keys and values"),
        (f'domains = ["A.b/c"]\n{OUTLET}', 1, "domains[1]", "a bare host in lower case"),
        (f"published = 2025-12-02\n{OUTLET}", 1, "published is not a known key", "Known here"),
    ],
)
def test_a_mistake_has_its_line_and_says_what_to_write(
    folder: Path, text: str, line: int, what: str, instead: str
) -> None:
    found = outlet_mistakes(write(folder, bugle=text))

    assert any(
        name == "bugle.toml" and at == line and what in said and instead in advice
        for name, at, said, advice in found
    ), found


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"\xff\xfe\x00", "the file is not UTF-8 text"),
        (b"#" * 1_000_001, "the file is larger than 1 MB"),
        (b"a = " + b"[" * 50_000, "the file is nested too deeply"),
        (b"", "id is missing"),
        (b"\x00", "the file is not TOML"),
    ],
)
def test_bytes_that_are_no_declaration_are_no_traceback(
    folder: Path, raw: bytes, what: str
) -> None:
    (folder / "bugle.toml").write_bytes(raw)

    assert any(said.startswith(what) for _, _, said, _ in outlet_mistakes(folder))


def test_all_mistakes_of_all_files_come_at_once(tmp_path: Path) -> None:
    outlets = write(
        tmp_path / "outlets",
        bugle=changed("Kolkata", "Kolkatta").replace('["en"]', '["english"]'),
        crier=OUTLET,
        echo="id = ",
    )
    topics = write(
        tmp_path / "topics",
        alliance='query = "nato AND"\nlanguags = ["en"]\n',
        summit='query = "topic:nobody"\nlanguages = ["german"]\n',
    )

    with pytest.raises(Misconfigured) as caught:
        read_house(outlets, topics)

    assert [told(mistake)[:3] for mistake in caught.value.mistakes] == [
        ("bugle.toml", 3, "languages[1] = 'english' cannot be used"),
        ("bugle.toml", 4, "timezone = 'Asia/Kolkatta' cannot be used"),
        (
            "crier.toml",
            1,
            f"id 'bugle' is declared a second time; the first is in {outlets / 'bugle.toml'}",
        ),
        ("echo.toml", 1, "the file is not TOML: Invalid value"),
        ("alliance.toml", 1, "query, column 9: The query ends too early"),
        ("alliance.toml", 2, "languags is not a known key"),
        ("summit.toml", 1, "query, column 7: There is no topic 'nobody'"),
        ("summit.toml", 2, "languages[1] = 'german' cannot be used"),
    ]


def test_a_wrong_element_does_not_hide_the_mistakes_of_the_others(folder: Path) -> None:
    wrong = "\n".join(f'[[source]]\nkind = "{kind}"\nurl = "x"\n' for kind in ("a", "b"))
    found = outlet_mistakes(write(folder, bugle=f'{OUTLET}links = "a["\n{wrong}'))

    assert [line for _, line, _, _ in found] == [9, 11, 12, 15, 16]


def test_the_second_file_of_an_id_is_checked_like_the_first(folder: Path) -> None:
    found = outlet_mistakes(write(folder, bugle=OUTLET, second=changed('["en"]', '["english"]')))

    assert [(name, line) for name, line, _, _ in found] == [("second.toml", 1), ("second.toml", 3)]


def test_an_id_is_the_files_name(folder: Path) -> None:
    ((_, line, what, instead),) = outlet_mistakes(write(folder, crier=OUTLET))

    assert (line, what) == (1, "id 'bugle' differs from the file's name")
    assert instead == "Write id = 'crier' or rename the file to bugle.toml"


@pytest.mark.parametrize("hidden", [".#bugle.toml", "._bugle.toml", ".bugle.toml"])
def test_what_an_editor_hides_beside_a_file_is_no_declaration(folder: Path, hidden: str) -> None:
    write(folder, bugle=OUTLET)
    (folder / hidden).symlink_to("somebody@desk.4711")

    assert list(read_outlets(folder)) == ["bugle"]


def test_a_folder_that_is_none_is_said_to_be_unreadable(tmp_path: Path) -> None:
    file = tmp_path / "outlets"
    file.write_text(OUTLET, encoding="utf-8")

    with pytest.raises(Misconfigured, match=r"the folder cannot be read \(Not a directory\)"):
        read_outlets(file)


def test_what_follows_from_a_mistake_is_not_told_as_another(folder: Path) -> None:
    write(folder, bugle=changed("https://bugle.example/feed", "ftp://bugle.example/feed"))

    assert [(line, what) for _, line, what, _ in outlet_mistakes(folder)] == [
        (8, "source[1].url = 'ftp://bugle.example/feed' cannot be used")
    ]


def test_an_example_with_a_wrong_key_is_one_mistake(folder: Path) -> None:
    write(folder, tea='query = "tea"\nmust_match = [{titel = "Tea"}]\n')

    assert [what for _, _, what, _ in topic_mistakes(folder)] == [
        "must_match[1].titel is not a known key"
    ]


@pytest.mark.parametrize("written", ["2026-01-07T08:00:00+01:00", '"2026-01-07T07:00:00Z"'])
def test_an_instant_stands_with_or_without_quotes(folder: Path, written: str) -> None:
    write(folder, tea=f'query = "tea"\n[alert]\nwhen = "instant"\nsnooze_until = {written}\n')

    snoozed = read_topics(folder)["tea"].alert.snooze_until

    assert snoozed == datetime(2026, 1, 7, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2026-01-07", "2026-01-07"),
        ("08:00:00", "08:00:00"),
        ("2026-01-07T08:00:00", "'2026-01-07T08:00:00'"),
        ('"tomorrow"', "'tomorrow'"),
    ],
)
def test_what_is_no_instant_is_shown_as_written(folder: Path, written: str, shown: str) -> None:
    write(folder, tea=f'query = "tea"\n[alert]\nsnooze_until = {written}\n')

    ((_, line, what, instead),) = topic_mistakes(folder)

    assert (line, what) == (3, f"alert.snooze_until = {shown} cannot be used")
    assert instead == "Write an instant with its zone, such as 2026-01-07T08:00:00+01:00"


def test_of_very_many_outlets_a_message_lists_the_first(tmp_path: Path) -> None:
    many = {
        f"o{number:03}": changed('"bugle"', f'"o{number:03}"').replace("bugle.ex", f"o{number}.ex")
        for number in range(120)
    }
    topics = write(tmp_path / "topics", tea='query = "tea"\noutlets = ["nobody"]\n')

    with pytest.raises(Misconfigured) as caught:
        read_house(write(tmp_path / "outlets", **many), topics)

    assert caught.value.mistakes[0].instead.endswith("o018, o019 and 100 more")


@pytest.mark.parametrize("make", [True, False])
def test_a_folder_without_declarations_is_a_mistake(tmp_path: Path, make: bool) -> None:
    folder = tmp_path / "nothing"
    if make:
        folder.mkdir()

    ((name, _, what, instead),) = topic_mistakes(folder)

    assert name == "nothing"
    assert what == ("the folder holds no topic" if make else "the folder does not exist")
    assert instead.startswith("Put one NAME.toml into it for each topic: `storywatch init`")


def test_where_no_outlet_is_declared_the_verb_that_declares_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="`storywatch outlets add` writes one"):
        read_outlets(tmp_path)


def test_a_topics_id_defaults_to_its_files_name(folder: Path) -> None:
    assert read_topics(write(folder, alliance='query = "nato"'))["alliance"].query == "nato"


def test_a_query_of_several_lines_is_wrong_in_one_of_them(folder: Path) -> None:
    text = "# about\nquery = '''\nnato\nAND (kyiv OR titel:kiev)\n'''\n"
    ((_, line, what, _),) = topic_mistakes(write(folder, alliance=text))

    assert line == 2
    assert what == "query, its line 2, column 14: There is no field 'titel'"


def test_topics_that_refer_in_a_circle_are_refused(folder: Path) -> None:
    write(folder, one='query = "topic:two"', two='query = "topic:one"')

    assert all("refers to itself" in what for _, _, what, _ in topic_mistakes(folder))


def test_a_topic_that_builds_on_an_unreadable_one_is_not_wrong_for_that(folder: Path) -> None:
    write(folder, one="query =", two='query = "topic:one"')

    assert [name for name, *_ in topic_mistakes(folder)] == ["one.toml"]


def test_a_wrong_example_has_its_line_among_the_examples(folder: Path) -> None:
    examples = 'must_match = [\n  "a story",\n  { titel = "NATO" },\n]\n'
    found = topic_mistakes(write(folder, alliance=f'query = "nato"\n{examples}'))

    assert found[0][:3] == ("alliance.toml", 4, "must_match[2].titel is not a known key")
    assert "Did you mean 'title'?" in found[0][3]


def test_an_unknown_outlet_or_collection_in_a_topics_scope_is_a_mistake(tmp_path: Path) -> None:
    outlets = write(tmp_path / "outlets", bugle=OUTLET)
    topics = write(
        tmp_path / "topics",
        alliance='query = "nato"\noutlets = [\n"bugle",\n"bugel",\n]\ncollections = ["world"]\n',
    )

    with pytest.raises(Misconfigured) as caught:
        read_house(outlets, topics)

    assert [told(mistake)[1:] for mistake in caught.value.mistakes] == [
        (
            4,
            "topic 'alliance' names the unknown outlet 'bugel'",
            "Did you mean 'bugle'? Known are: bugle",
        ),
        (6, "topic 'alliance' names the unknown collection 'world'", "Known are: none"),
    ]


def test_a_draft_is_checked_as_if_it_stood_among_the_others(folder: Path, tmp_path: Path) -> None:
    outlets = read_outlets(write(tmp_path / "outlets", bugle=OUTLET))
    others = read_topics(write(folder, alliance='query = "nato"'))
    good = write(tmp_path / "drafts", good='query = "topic:alliance AND kyiv"')
    write(good, bad='query = "topic:nobody"\noutlets = ["echo"]', broken="query")

    assert read_topic(good / "good.toml", others, outlets).id == "good"
    for name, count in (("bad", 2), ("broken", 1)):
        with pytest.raises(Misconfigured) as caught:
            read_topic(good / f"{name}.toml", others, outlets)
        assert len(caught.value.mistakes) == count
