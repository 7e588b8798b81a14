"""The mail itself: its headers, its two bodies, and that nothing from outside breaks out."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from storywatch.alert import Alert, Clocks, Coverage, Evidence, Mail
from storywatch.alerts.digest import letter
from storywatch.alerts.house import House
from storywatch.alerts.render import MOST_IN_FULL, Letterhead, written
from storywatch.alerts.tokens import read_token
from storywatch.query import TopicSet, analyse, match, parse
from storywatch.story import Original, Story
from storywatch.topic import AlertPolicy, Topic
from tests.alerts.desk import ANN, HOUR, NOON, OUTLETS, SECOND, story, topic

HEAD = Letterhead(sender="watch@example.org", secret=b"key", public_url="https://w.example.org/")
TEXT = st.text(max_size=60)
ANY_STORY = st.fixed_dictionaries(
    {
        "title": TEXT,
        "body": TEXT.map(lambda text: f"tea {text}"),
        "url": TEXT
        | st.sampled_from(["javascript:alert(1)", "http://[", "https://x.example/\r\nA: b\"'><p>"]),
        "credited_to": st.tuples(TEXT),
    }
)


def house(*topics: Topic) -> House:
    return House.of(TopicSet(topics, OUTLETS), OUTLETS)


def made(
    *stories: Story,
    topics: tuple[Topic, ...] = (topic(),),
    head: Letterhead = HEAD,
    kin: str = "",
) -> EmailMessage:
    """The mail that tells these topics' recipient of these stories, copies if they are `kin`."""
    evidence = {}
    for told in stories:
        for each in topics:
            alert = Alert(
                story=told.id,
                topic=each.id,
                recipient=ANN,
                revision=1,
                kin=kin or told.id,
                clocks=Clocks(
                    published_at=told.published_at,
                    first_seen_at=told.first_seen_at,
                    fetched_at=told.fetched_at,
                    recorded_at=NOON,
                    matched_at=NOON,
                ),
            )
            found = match(parse(each.query), analyse(told)) or ()
            evidence[alert] = Evidence(story=told, passages=found)
    mail = Mail(recipient=ANN, at=NOON + 10 * SECOND, alerts=tuple(evidence))
    return read(written(letter(mail, evidence, house(*topics)), head))


def read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_it_has_the_headers_of_a_good_list() -> None:
    mail = made(story("one", NOON))

    assert mail["From"] == "storywatch <watch@example.org>"
    assert mail["To"] == ANN
    assert mail["Date"] == "Tue, 02 Dec 2025 12:00:10 +0000"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<tea.alerts.example.org>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<[0-9a-f]{16}@example\.org>", str(mail["Message-ID"]))
    assert re.fullmatch(r"<[0-9a-f]{16}@example\.org>", str(mail["References"]))
    assert mail.get_content_type() == "multipart/alternative"


def test_the_unsubscribe_link_is_signed_for_this_recipient_and_topic() -> None:
    mail = made(story("one", NOON))

    url = re.match(
        r"<https://w\.example\.org/unsubscribe\?token=([^>]+)>, <mailto:",
        str(mail["List-Unsubscribe"]),
    )
    assert url
    assert read_token(url[1], b"key") == (ANN, ("tea",))
    assert read_token(url[1], b"other key") is None


def test_without_public_address_one_unsubscribes_by_mail() -> None:
    mail = made(story("one", NOON), head=Letterhead(sender="watch@example.org", secret=b"key"))

    assert mail["List-Unsubscribe"] == "<mailto:watch@example.org?subject=unsubscribe%20tea>"
    assert mail["List-Unsubscribe-Post"] is None


def test_mails_of_a_topic_are_one_thread_and_have_ids_of_their_own() -> None:
    one, two = made(story("one", NOON)), made(story("two", NOON))

    assert one["References"] == two["References"]
    assert one["Message-ID"] != two["Message-ID"]


def test_the_same_alerts_give_the_same_bytes() -> None:
    assert made(story("one", NOON)).as_bytes() == made(story("one", NOON)).as_bytes()


def test_an_entry_says_what_where_when_why_and_how_long_it_took() -> None:
    told = story("one", NOON, original=Original(outlet="wire"))
    text = text_of(made(told, topics=(topic(timezone="Asia/Kolkata"),)))

    for words in (
        "* Title of one\r\n  Bugle · Tue 02 Dec 2025, 17:25 IST · first at Wire",
        "https://bugle.example/one",
        "Growers of one speak of *tea*.",
        "Why: tea.",
        "5 min from publication to this mail, longest: until we saw it announced.",
    ):
        assert words.replace("\r\n", "\n") in text.replace("\r\n", "\n")


def test_a_story_of_two_topics_says_words_of_both() -> None:
    kinds = "black green white red yellow oolong herbal"
    topics = topic(query=f"tea {kinds}"), topic("zest", "lemon")
    told = text_of(made(story("one", NOON, body=f"tea {kinds} lemon"), topics=topics))

    assert "  Tea · Zest: tea, lemon, black, green, white, red." in told


def test_the_hit_is_highlighted_in_html() -> None:
    page = lxml_html.fromstring(text_of(made(story("one", NOON)), "html"))

    assert [mark.text for mark in page.iter("mark")] == ["tea"]
    assert [link.get("href") for link in page.xpath("//h3/a")] == ["https://bugle.example/one"]


@pytest.mark.parametrize("query", ["title:kettle", "outlet:bugle", "*"])
def test_a_story_that_only_its_headline_or_a_mark_brought_begins_as_its_text_does(
    query: str,
) -> None:
    one = story("one", NOON, title="The kettle sings", body="Nobody knows why it does.")
    told = text_of(made(one, topics=(topic(query=query),)))

    assert told.count("kettle sings") == 1
    assert "  Nobody knows why it does.\r\n  Why: " in told


def test_a_story_that_is_written_from_right_to_left_is_shown_so() -> None:
    told = story(
        "one", NOON, title="حمار وحشي يهرب (NATO) 2026!", body="شاهدت الشرطة tea قرب النهر."
    )
    page = lxml_html.fromstring(text_of(made(told), "html"))

    for path in ("//h3", "//p[contains(., 'الشرطة')]", "//p/span[. = 'Bugle']"):
        assert page.xpath(path)[0].get("dir") == "auto", path


def test_the_way_of_an_edited_story_does_not_begin_with_its_publication() -> None:
    text = text_of(made(story("one", NOON, revision=2)))

    assert "from the edit to this mail" in text


def test_it_is_readable_in_the_dark_and_on_a_small_screen() -> None:
    page = text_of(made(story("one", NOON)), "html")

    assert '<meta name="color-scheme" content="light dark">' in page
    assert "@media (prefers-color-scheme: dark)" in page
    assert "max-width: 640px" in page
    assert "width=device-width" in page
    assert 'style="' in page.partition("<h1")[2][:40]


@pytest.mark.parametrize(
    ("fields", "subject"),
    [
        ({}, "Tea: Title of one (Bugle)"),
        ({"title": ""}, "Tea: (no headline) (Bugle)"),
        ({"published_at": NOON - 20 * HOUR}, "Tea: Title of one (Bugle, recovered)"),
        ({"title": "Tea\r\nBcc: all@example.org"}, "Tea: Tea Bcc: all@example.org (Bugle)"),
        ({"title": "Tea " * 60}, "Tea: " + "Tea " * 35 + "Tea…"),
    ],
)
def test_the_subject_says_what_happened(fields: dict[str, object], subject: str) -> None:
    mail = made(story("one", NOON, **fields))

    assert mail["Subject"] == subject
    assert mail["Bcc"] is None


def test_an_outlet_of_several_reposts_is_named_once() -> None:
    echoes = [story(name, NOON, outlet="echo") for name in ("one", "two", "three")]
    told = text_of(made(*echoes, kin="kin"))

    assert "and 2 reposts: Echo\r\n" in told


def test_a_late_story_stands_under_recovered_with_reason_and_delay() -> None:
    text = text_of(made(story("one", NOON, published_at=NOON - 20 * HOUR)))

    assert "== Recovered ==" in text
    assert "20 h after it was published: until then no source" in text


def test_a_long_digest_names_every_story_and_stays_small() -> None:
    many = [story(f"number-{number}", NOON) for number in range(MOST_IN_FULL + 150)]
    mail = made(*many)
    text = text_of(mail)

    assert all(one.url in text for one in many)
    assert len(text_of(mail, "html")) < 100_000


def test_markup_in_a_story_is_text_in_the_mail() -> None:
    told = story("one", NOON, title="<script>alert(1)</script> & co", body='tea "><img src=x>')
    page = text_of(made(told, topics=(topic(), topic("b", "tea"))), "html")

    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in page


@given(ANY_STORY, TEXT)
@settings(max_examples=20, deadline=None)
def test_nothing_from_outside_adds_a_header_an_element_or_a_line(
    fields: dict[str, object], title: str
) -> None:
    given = Topic(
        id="tea", query="tea", title=title, alert=AlertPolicy(when="instant", recipients=(ANN,))
    )
    plain, wild = made(story("one", NOON)), made(story("one", NOON, **fields), topics=(given,))
    page, wild_page = (lxml_html.fromstring(text_of(one, "html")) for one in (plain, wild))

    assert wild.keys() == plain.keys()
    assert {element.tag for element in wild_page.iter()} <= {element.tag for element in page.iter()}
    assert all(
        str(link.get("href")).startswith(("https://", "http://")) for link in wild_page.iter("a")
    )
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202e]", text_of(wild))
    assert text_of(wild).count("\n* ") == 1


def test_a_heartbeat_says_what_could_not_be_read() -> None:
    mail = Mail(recipient=ANN, at=NOON, heartbeat="tea", since=NOON - timedelta(days=1))
    coverage = Coverage(
        outlet_count=4, story_count=120, lead_count=200, dark=("bugle: feed (HTTP 503)",)
    )
    words = letter(mail, {}, house(topic(timezone="Europe/Berlin")), coverage)
    told = read(written(words, HEAD))

    assert told["Subject"] == "Tea: nothing found"
    assert "since Mon 01 Dec 2025, 13:00 CET" in text_of(told)
    assert "looked at 4 outlets, took up 200 leads and read 120 stories" in text_of(told)
    assert "bugle: feed (HTTP 503)" in text_of(told, "html")
    assert words.zone == ZoneInfo("Europe/Berlin")


def test_a_channels_address_is_a_secret_also_in_its_own_mail() -> None:
    mail = Mail(recipient="slack://hush/hush/hush", at=NOON, heartbeat="tea", since=NOON)
    coverage = Coverage(outlet_count=1, story_count=0, lead_count=0)
    content = written(letter(mail, {}, house(topic()), coverage), HEAD)

    assert read(content)["To"] == "undisclosed-recipients:;"
    told = read(content)
    assert "hush" not in text_of(told) + text_of(told, "html")
    assert "token=" not in text_of(told) + text_of(told, "html") + str(told["List-Unsubscribe"])
