"""What is written is read back equal, and every key is found on its line."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from storywatch.declarations import read_outlets, write_outlet
from storywatch.declarations.places import Place, places
from storywatch.errors import Misconfigured
from storywatch.outlet import Hints, Outlet, Pace, Source

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
SLUG = st.from_regex(r"[a-z0-9][a-z0-9_]{0,10}", fullmatch=True)
ADDRESS = st.from_regex(r"https?://[a-z]{1,8}\.example(/[a-zé?=&%\"'\\#]{0,8})?", fullmatch=True)
SELECTOR = st.sampled_from(["p.lead", 'a[href^="/news"]', "//div[@class='x']", "(//h1)[1]"])
SOURCE = st.builds(
    Source,
    kind=st.sampled_from(["feed", "news_sitemap", "sitemap", "section"]),
    url=ADDRESS,
    only=st.none() | st.sampled_from([r"/\d{4}/", "a\tb", "^é$"]),
    links=st.none() | SELECTOR,
)
OUTLET = st.builds(
    Outlet,
    id=SLUG,
    homepage=ADDRESS,
    name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
    country=st.none() | st.sampled_from(["IN", "DE"]),
    languages=st.lists(st.sampled_from(["en", "de", "pt-BR"]), max_size=2).map(tuple),
    timezone=st.none() | st.sampled_from(["UTC", "Asia/Kolkata"]),
    collections=st.lists(SLUG, max_size=2).map(tuple),
    domains=st.lists(st.sampled_from(["a.example", "b.example:8080"]), max_size=2).map(tuple),
    source=st.lists(SOURCE, min_size=1, max_size=3).map(tuple),
    skip=st.lists(st.sampled_from([r"/video/", r"\.pdf$", '"']), max_size=2).map(tuple),
    ignore=st.lists(st.sampled_from(["sid", "_t"]), max_size=2).map(tuple),
    pace=st.builds(Pace, delay=st.floats(0, 300), at_once=st.integers(1, 16)),
    hints=st.builds(Hints, body=st.none() | SELECTOR, drop=st.lists(SELECTOR).map(tuple)),
    keep=st.sampled_from(["matching", "all"]),
)


@settings(max_examples=60, deadline=None)
@given(outlet=OUTLET)
def test_a_written_outlet_reads_back_equal(outlet: Outlet) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_outlet(outlet, Path(folder))

        assert path.name == f"{outlet.id}.toml"
        assert read_outlets(Path(folder)) == {outlet.id: outlet}


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    outlet = Outlet(
        id="bugle",
        homepage="https://bugle.example/",
        source=(Source(kind="feed", url="https://bugle.example/feed"),),
    )
    (tmp_path / "bugle.toml").write_text("mine")

    with pytest.raises(Misconfigured, match="is declared already"):
        write_outlet(outlet, tmp_path)
    assert (tmp_path / "bugle.toml").read_text() == "mine"


KEY = st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=6)
SCALAR = TEXT | st.integers(-9, 9) | st.booleans() | st.floats(0, 1)
VALUE = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=80, deadline=None)
@given(table=st.dictionaries(KEY, VALUE, max_size=4), multiline=st.booleans())
def test_every_key_of_a_table_has_a_line_that_holds_it(
    table: dict[str, object], multiline: bool
) -> None:
    text = tomli_w.dumps(table, multiline_strings=multiline)
    found, lines = places(text), text.split("\n")

    for key in table:
        assert _spelt(key) in lines[found[key,] - 1], (text, found)
    assert all(1 <= line <= len(lines) for line in found.values())


@pytest.mark.parametrize(
    ("text", "place", "line"),
    [
        ('a = """\n[b]\nc = 1\n"""\nd = 2', ("d",), 5),
        ("a = '''\n#\n'''\n[b]\nc = 1", ("b", "c"), 5),
        ("# [x]\n[x]\n# y = 1\ny = [ # note\n 1,\n 2,\n]", ("x", "y", 1), 6),
        ("[[s]]\nk = 1\n[[s]]\nk = 2", ("s", 1, "k"), 4),
        ("[[s]]\n[s.t]\nk = 1\n[[s]]\n[s.t]\nk = 2", ("s", 1, "t", "k"), 6),
        ("a.b.c = 1\na.b.d = 2", ("a", "b", "d"), 2),
        ("a = { b = 1,\n c = 2 }", ("a", "b"), 1),
        ('["q.r"]\n"s t" = 1', ("q.r", "s t"), 2),
        ("a = [\n  [1,\n   2],\n  [3],\n]", ("a", 1, 0), 4),
    ],
)
def test_the_line_of_a_place_is_where_it_is_written(text: str, place: Place, line: int) -> None:
    if "\n c = 2 }" not in text:  # a line break there is TOML 1.1, which the reader does not take
        tomllib.loads(text)

    assert places(text)[place] == line


def _spelt(key: str) -> str:
    return tomli_w.dumps({key: 1}).removesuffix(" = 1\n")
