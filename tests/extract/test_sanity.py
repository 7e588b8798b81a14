from __future__ import annotations

import pytest

from storywatch.extract import sanity
from storywatch.story import Reason, Rejection
from tests.extract.pages import (
    DATED,
    PARAGRAPHS,
    TITLE,
    URL,
    article,
    html,
    linked_data,
    outlet,
    page,
    rejection,
    story,
    strip,
    text,
)


def plain_page(title: str, words: str = "Please go back to the front page or try a search.") -> str:
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{words}</p></body>"


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "Page not found",
        "404 - Page not found | The Bugle",
        "Sorry, this page could not be found",
        "Seite nicht gefunden",
        "Page introuvable",
        "Página no encontrada",
        "Страница не найдена",
        "お探しのページは見つかりません",
    ],
)
def test_a_page_that_says_it_is_not_there_is_not_found(title: str) -> None:
    assert rejection(plain_page(title)).reason is Reason.NOT_FOUND


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Just a moment...", "Checking your browser before you are let in."),
        ("Attention Required! | Cloudflare", "Sorry, you have been blocked."),
        ("Access Denied", "You don't have permission to access this page. Reference #18.2f"),
        ("bugle.example", "Please enable JavaScript and cookies to continue."),
        ("Bevor Sie fortfahren", "Wir und unsere 312 Partner verarbeiten Daten. Alle akzeptieren"),
        ("Доступ ограничен", "Подтвердите, что вы не робот."),
        ("Vérification", "Prouvez que vous n'êtes pas un robot."),
        ("アクセスが拒否されました", "このページは表示できません。"),
    ],
)
def test_challenges_and_consent_walls_are_blocked(title: str, words: str) -> None:
    assert rejection(plain_page(title, words)).reason is Reason.BLOCKED


def test_a_challenge_shows_by_its_markup_where_there_is_no_text() -> None:
    made = '<html><body><div class="h-captcha"></div><p>Hello there</p></body></html>'

    assert rejection(made).reason is Reason.BLOCKED


@pytest.mark.parametrize("title", ["Log in", "Sign in to The Bugle", "Anmelden", "Iniciar sesión"])
def test_a_login_page_is_no_story(title: str) -> None:
    made = plain_page(title, "E-mail <input> Password <input type=password> Forgot it?")

    assert rejection(made).reason is Reason.NOT_A_STORY


def test_a_list_of_teasers_is_no_story() -> None:
    teaser = "<div><h3><a href='/s{0}'>Headline number {0} of the day</a></h3><p>A line.</p></div>"
    made = "<html><head><title>Politics</title></head><body><h1>Politics</h1>"
    made += "".join(teaser.format(n) for n in range(30)) + "</body></html>"

    found = rejection(page(made, url="https://bugle.example/politics/"))
    assert found.reason in (Reason.NOT_A_STORY, Reason.NO_BODY)


def test_a_story_that_led_to_the_front_page_is_no_story() -> None:
    made = f"<html><body><h1>The Bugle</h1>{text()}</body></html>"

    found = rejection(page(made, final_url="https://bugle.example/"))
    assert (found.reason, "front page" in found.detail) == (Reason.NOT_A_STORY, True)


@pytest.mark.parametrize(
    "subject",
    ["Peugeot 404: the page that is missing from every book", "Captcha makers sue over robots"],
)
def test_a_story_about_walls_and_errors_is_a_story(subject: str) -> None:
    body = text(
        (*PARAGRAPHS, *(f"Access denied, said reader {n}, not a robot." for n in range(20)))
    )

    assert story(html(article(body, title=subject), title=subject)).title == subject


def test_a_short_story_with_headline_and_date_is_kept() -> None:
    brief = "A lorry overturned on the old bridge at Otterbourne early on Friday; nobody was hurt, "
    brief += "the police said, and the road was open again by half past seven."

    assert story(html(article(f"<p>{brief}</p>"))).body == brief


def test_a_line_is_too_short_for_a_story() -> None:
    assert rejection(html(article("<p>More follows as soon as we know it.</p>"))).reason in (
        Reason.TOO_SHORT,
        Reason.NO_BODY,
    )


def test_a_sure_other_language_is_rejected_only_where_the_outlet_names_its_languages() -> None:
    made = html(article())

    found = rejection(made, outlet(languages=("de",)))
    assert (found.reason, "'en'" in found.detail) == (Reason.WRONG_LANGUAGE, True)
    assert story(made, outlet(languages=("de", "en"))).title == TITLE
    assert story(made, outlet()).language == "en"


@pytest.mark.parametrize(
    ("status", "reason"),
    [(404, Reason.NOT_FOUND), (410, Reason.NOT_FOUND), (500, Reason.HTTP_ERROR)],
)
def test_a_status_speaks_before_the_page(status: int, reason: Reason) -> None:
    assert rejection(page(html(article()), status=status)).reason is reason


def test_a_challenge_with_an_error_status_is_blocked() -> None:
    challenge = "<script src=/cdn-cgi/challenge-platform/x.js></script>"

    assert rejection(page(challenge, status=403)).reason is Reason.BLOCKED


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (b"", "text/html", Reason.EMPTY),
        (b" \n\t ", "text/html", Reason.EMPTY),
        (b"x" * 10_000_001, "text/html", Reason.TOO_LARGE),
        (b"%PDF-1.7 ...", "text/html", Reason.NOT_HTML),
        (b"\x89PNG\r\n\x1a\n", "text/html", Reason.NOT_HTML),
        (b"<p>x</p>", "image/png", Reason.NOT_HTML),
        (b'{"items": [1, 2]}', "text/html", Reason.NOT_HTML),
        (b"Dear all, nothing to see here.", "text/plain", Reason.NOT_HTML),
        (bytes(range(256)) * 40, "text/html", Reason.UNDECODABLE),
    ],
)
def test_what_is_no_page_is_named(content: bytes, kind: str, reason: Reason) -> None:
    found = rejection(page(content, content_type=kind))

    assert (found.reason, found.url) == (reason, URL)
    assert found.detail


def test_a_page_that_declares_a_story_is_not_taken_for_a_list() -> None:
    links = "".join(f"<h3><a href='/{n}'>Other story {n}</a></h3>" for n in range(40))

    assert story(html(article() + links, linked_data())).title == TITLE
    assert DATED in html("")


@pytest.mark.parametrize(("teasers", "is_story"), [(0, True), (3, False)])
def test_a_collection_is_a_story_only_if_it_tells_one_and_lists_none(
    teasers: int, is_story: bool
) -> None:
    links = "".join(f"<h3><a href='/{n}'>Other story {n}</a></h3>" for n in range(teasers))
    told = f"<p>{' '.join(PARAGRAPHS)}</p>"
    head = '<script type="application/ld+json">{"@type": "CollectionPage"}</script>'
    made = (
        f"<html><head><title>{TITLE}</title>{head}</head><body>{article(told)}{links}</body></html>"
    )

    found = strip(made)
    assert isinstance(found, Rejection) is not is_story
    assert is_story or found.reason is Reason.NOT_A_STORY


def test_wide_letters_are_counted_wherever_they_stand() -> None:
    every = "".join(map(chr, range(0x30000)))
    looked_at = "".join(filter(sanity._MAY_BE_WIDE.match, every))
    assert sanity._WIDE.findall(looked_at) == sanity._WIDE.findall(every)
