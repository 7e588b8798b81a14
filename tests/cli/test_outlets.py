from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from newsstand import Stand, serve
from storywatch.declarations import read_outlets
from storywatch.errors import Misconfigured
from storywatch.settings import CHECKOUT
from tests.cli.running import Run, storywatch
from tests.cli.site import HTML, Site, served

LOOPBACK = ("--allow-private", "127.0.0.0/8")
NOW = datetime.now(UTC)


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outlets"


def outlets(*words: object) -> Run:
    return storywatch("outlets", *words)


def feed(*paths: str, ago: timedelta = timedelta(hours=3)) -> str:
    dated = f"<pubDate>{format_datetime(NOW - ago)}</pubDate>"
    items = "".join(
        f"<item><title>News</title><link>HOME{path}</link>{dated}</item>" for path in paths
    )
    return f"<rss version='2.0'><channel><title>The Bugle</title>{items}</channel></rss>"


def home(head: str = "", body: str = "") -> str:
    title = "<title>The Bugle: all the news</title>"
    return f"<!doctype html><html lang='en-GB'><head>{title}{head}</head><body>{body}</body></html>"


ALTERNATE = "<link rel='alternate' type='application/rss+xml' href='/feed?format=xml'>"


def declare(folder: Path, site: Site, *sources: str, name: str = "bugle") -> None:
    folder.mkdir(exist_ok=True)
    listed = "".join(
        f'[[source]]\nkind = "{kind}"\nurl = "{site.url}{path}"\n'
        for kind, path in (source.split(" ") for source in sources)
    )
    text = f'id = "{name}"\nhomepage = "{site.url}/"\n{listed}[pace]\ndelay = 0\nat_once = 4\n'
    (folder / f"{name}.toml").write_text(text, "utf-8")


# list


def test_list_shows_the_declared_outlets(folder: Path, site: Site) -> None:
    declare(folder, site, "feed /a", "feed /b", "section /")

    run = outlets("list", "--outlets", folder)
    told = outlets("list", "--outlets", folder, "--json").document

    assert run.code == 0
    assert "bugle" in run.out
    assert "2 feed, 1 section" in run.out
    assert [each["id"] for each in told] == ["bugle"]
    assert site.asked == []


def test_the_outlets_that_come_along_are_declared_rightly() -> None:
    declared = read_outlets(CHECKOUT / "outlets")

    assert {"moneycontrol", "dnyuz", "the_week_us", "the_week_uk", "dw"} <= set(declared)
    assert all(outlet.timezone and outlet.country for outlet in declared.values())


def test_the_example_is_not_crawled_until_it_is_copied(folder: Path) -> None:
    sample = CHECKOUT / "outlets" / "example_politics.toml.sample"
    folder.mkdir()
    (folder / "example_politics.toml").write_text(sample.read_text("utf-8"), "utf-8")

    assert "example_politics" not in read_outlets(CHECKOUT / "outlets")
    assert read_outlets(folder)["example_politics"].homepage.endswith(".example/")


def test_the_guide_s_example_is_declared_rightly(folder: Path) -> None:
    guide = (CHECKOUT / "docs" / "guide" / "outlets.md").read_text("utf-8")
    (folder / "outlets").mkdir(parents=True)
    example = guide.partition("```toml\n")[2].partition("```")[0]
    (folder / "outlets" / "bugle.toml").write_text(example, "utf-8")

    outlet = read_outlets(folder / "outlets")["bugle"]

    assert outlet.model_fields_set == set(type(outlet).model_fields)


# check


def test_check_says_of_each_source_what_a_person_can_act_on(folder: Path, site: Site) -> None:
    site.put("/fine", feed("/a", "/b"))
    site.put("/old", feed("/a", ago=timedelta(days=30)))
    site.put("/page", home(), kind=HTML)
    site.put("/empty", feed())
    site.put(
        "/foreign", "<rss><channel><item><link>https://x.example/a</link></item></channel></rss>"
    )
    site.put("/busy", "", status=503)
    paths = ("fine", "old", "page", "empty", "foreign", "busy", "gone")
    declare(folder, site, *(f"feed /{path}" for path in paths))

    run = outlets("check", "--outlets", folder, *LOOPBACK, "--json")

    told = {each["url"].rpartition("/")[2]: each for each in run.document}
    assert run.code == 1
    assert [each["is_fine"] for each in run.document] == [True] + [False] * 6
    assert told["fine"]["sentence"] == "lists 2 stories, the newest 3 hours ago"
    assert told["fine"]["lead_count"] == 2
    assert "given up" in told["old"]["sentence"]
    assert "HTML, not a feed" in told["page"]["sentence"]
    assert "lists no story" in told["empty"]["sentence"]
    assert "`domains`" in told["foreign"]["sentence"]
    assert "look again later" in told["busy"]["sentence"]
    assert "address may have changed" in told["gone"]["sentence"]


def test_check_follows_an_index_to_its_newest_sitemap(folder: Path, site: Site) -> None:
    child = "<sitemapindex><sitemap><loc>HOME/{}.xml</loc></sitemap></sitemapindex>"
    site.put("/index.xml", child.format("one"))
    site.put("/one.xml", child.format("two"))
    site.put(
        "/two.xml",
        f"<urlset><url><loc>HOME/a-b</loc><lastmod>{NOW.isoformat()}</lastmod></url></urlset>",
    )
    declare(folder, site, "sitemap /index.xml")

    run = outlets("check", "bugle", "--outlets", folder, *LOOPBACK)

    assert run.code == 0
    assert "lists 1 story, the newest " in run.out
    assert "1 of 1 sources are fine." in run.out


def test_check_keeps_to_robots_txt_and_to_public_addresses(folder: Path, site: Site) -> None:
    site.put("/robots.txt", "User-agent: storywatch\nDisallow: /secret", kind="text/plain")
    declare(folder, site, "feed /secret")

    forbidden = outlets("check", "--outlets", folder, *LOOPBACK)
    private = outlets("check", "--outlets", folder)

    assert "robots.txt forbids" in forbidden.out
    assert "is not a public address" in private.out
    assert forbidden.code == private.code == 1
    assert site.paths == []
    assert all("storywatch" in agent for _, agent in site.asked)


def test_check_tells_a_host_that_is_gone_from_one_whose_robots_txt_fails(
    folder: Path, site: Site
) -> None:
    site.put("/robots.txt", "", status=503)
    declare(folder, site, "feed /a")
    with served() as gone:
        declare(folder, gone, "feed /a", name="gone")

    told = outlets("check", "--outlets", folder, *LOOPBACK, "--json").document

    assert "its robots.txt answers 503" in told[0]["sentence"]
    assert "nothing listens there" in told[1]["sentence"]
    assert site.paths == []


def test_check_of_an_outlet_that_nobody_declared_says_which_there_are(
    folder: Path, site: Site
) -> None:
    declare(folder, site, "feed /a")

    run = outlets("check", "crier", "--outlets", folder)

    assert run.code == 1
    assert "declared are: bugle" in run.err


# add


def test_add_writes_what_the_home_page_shows(folder: Path, site: Site) -> None:
    site.put("/", home(ALTERNATE), kind=HTML)
    site.put("/feed?format=xml", feed("/a", "/b"))

    run = outlets("add", f"{site.url}/", "--outlets", folder, *LOOPBACK)

    written = tomllib.loads((folder / "the_bugle.toml").read_text("utf-8"))
    assert run.code == 0
    assert "language: en (html lang)" in run.out
    assert written["name"] == "The Bugle"
    assert written["homepage"] == f"{site.url}/"
    assert (written["languages"], written["country"]) == (["en"], "GB")
    assert written["timezone"] == "Europe/London"
    assert written["source"] == [{"kind": "feed", "url": f"{site.url}/feed?format=xml"}]
    assert len(site.paths) == len(set(site.paths)) <= 25


def test_add_as_json_has_the_evidence_and_all_that_was_tried(folder: Path, site: Site) -> None:
    site.put("/", home(ALTERNATE), kind=HTML)
    site.put("/feed?format=xml", feed("/a"))

    told = outlets(
        "add", site.url, "--outlets", folder, "--id", "mine", *LOOPBACK, "--json"
    ).document

    assert told["path"] == str(folder / "mine.toml")
    assert told["outlet"]["id"] == "mine"
    assert told["evidence"]["name"] == {"value": "The Bugle", "origin": "title"}
    assert told["tried"][0]["lead_count"] == 1
    assert "answers 404" in told["tried"][-1]["fault"]


def test_add_takes_a_feed_s_address_too(folder: Path, site: Site) -> None:
    site.put("/", home(), kind=HTML)
    site.put("/hidden", feed("/a"))

    run = outlets("add", f"{site.url}/hidden", "--outlets", folder, *LOOPBACK)

    assert run.code == 0
    assert read_outlets(folder)["the_bugle"].sources[0].url == f"{site.url}/hidden"


def test_add_keeps_the_address_that_a_site_has_moved_to(folder: Path, site: Site) -> None:
    site.move("/", f"{site.url}/en/")
    site.put("/en/", home(ALTERNATE), kind=HTML)
    site.put("/feed?format=xml", feed("/a"))

    outlets("add", site.url, "--outlets", folder, *LOOPBACK)

    assert read_outlets(folder)["the_bugle"].homepage == f"{site.url}/en/"


def test_add_never_writes_over_a_file_unless_it_is_told_to(folder: Path, site: Site) -> None:
    site.put("/", home(ALTERNATE), kind=HTML)
    site.put("/feed?format=xml", feed("/a"))
    words = ("add", site.url, "--outlets", folder, *LOOPBACK)
    outlets(*words)
    path = folder / "the_bugle.toml"
    path.write_text(f"# mine\n{path.read_text('utf-8')}", "utf-8")

    again = outlets(*words)

    assert again.code == 2
    assert "declared already" in again.err
    assert "--force" in again.err
    assert path.read_text("utf-8").startswith("# mine")
    assert outlets(*words, "--force").code == 0
    assert not path.read_text("utf-8").startswith("# mine")


def test_outlets_of_one_name_at_two_ports_do_not_collide(folder: Path, site: Site) -> None:
    with served() as other:
        for one in (site, other):
            one.put("/", home(ALTERNATE), kind=HTML)
            one.put("/feed?format=xml", feed("/a"))
            outlets("add", one.url, "--outlets", folder, *LOOPBACK)

        assert {name: outlet.homepage for name, outlet in read_outlets(folder).items()} == {
            "the_bugle": f"{site.url}/",
            "the_bugle_2": f"{other.url}/",
        }


def test_a_page_that_announces_5_000_feeds_gets_few_requests(folder: Path, site: Site) -> None:
    links = "".join(
        f"<link rel=alternate type=application/rss+xml href=/f{n}>" for n in range(5_000)
    )
    site.put("/", home(links), kind=HTML)
    site.put("/f1", feed("/a"))

    run = outlets("add", site.url, "--outlets", folder, *LOOPBACK)

    assert run.code == 0
    assert len(site.asked) <= 25


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("ftp://bugle.example/",), 2, "cannot be fetched"),
        (("{url}/gone",), 1, "answers 404"),
        (("{url}/picture",), 1, "picture answered no page"),
        (("{url}/bare",), 1, "has no feed or sitemap"),
        (("{url}/", "--id", "Not A Slug"), 2, "slug"),
        (("{url}/", "--allow-private", "nonsense"), 2, "CIDR"),
    ],
)
def test_add_says_what_is_wrong(
    folder: Path, site: Site, words: tuple[str, ...], code: int, sentence: str
) -> None:
    site.put("/", home(ALTERNATE), kind=HTML)
    site.put("/feed?format=xml", feed("/a"))
    site.put("/bare", home(), kind=HTML)
    site.put("/picture", "GIF89a", kind="application/octet-stream")
    if "{url}/bare" in words:
        del site.answers["/feed?format=xml"]

    run = outlets(
        "add", *(w.replace("{url}", site.url) for w in words), "--outlets", folder, *LOOPBACK
    )

    assert (run.code, run.out) == (code, "")
    assert sentence in run.err
    assert not list(folder.glob("*"))


# import, export


def test_outlets_of_the_newsstand_are_added_exported_and_imported_again(tmp_path: Path) -> None:
    added, imported, opml = tmp_path / "added", tmp_path / "imported", tmp_path / "all.opml"
    with serve(Stand.standard(opened_at=NOW)) as stand:
        for address in stand.addresses.values():
            assert outlets("add", f"{address}/", "--outlets", added, *LOOPBACK).code == 0
        assert outlets("check", "--outlets", added, *LOOPBACK).code == 0

    assert outlets("export", opml, "--outlets", added).code == 0
    assert outlets("import", opml, "--outlets", imported).code == 0
    assert len(read_outlets(added)) == len(stand.addresses)
    assert read_outlets(imported) == read_outlets(added)


def test_export_without_a_file_writes_to_standard_output(folder: Path, site: Site) -> None:
    declare(folder, site, "feed /a")

    assert f'xmlUrl="{site.url}/a"' in outlets("export", "--outlets", folder).out


def test_import_leaves_what_is_declared_already(folder: Path, site: Site, tmp_path: Path) -> None:
    declare(folder, site, "feed /a")
    declare(folder, site, "feed /b", name="crier")
    opml = tmp_path / "all.opml"
    outlets("export", opml, "--outlets", folder)
    (folder / "crier.toml").unlink()
    before = (folder / "bugle.toml").read_text("utf-8")

    run = outlets("import", opml, "--outlets", folder)

    assert run.code == 1
    assert "crier.toml" in run.out
    assert "declared already: bugle" in run.err
    assert (folder / "bugle.toml").read_text("utf-8") == before
    assert outlets("import", opml, "--outlets", folder, "--force").code == 0


def test_import_of_what_is_no_opml_says_so(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(home(), "utf-8")

    run = outlets("import", page, "--outlets", folder)

    assert run.code == 1
    assert f"{page}: answered HTML, not OPML" in run.err
    with pytest.raises(Misconfigured):
        read_outlets(folder)
