from __future__ import annotations

import pytest

from storywatch.story import Reason
from tests.extract.pages import (
    DATED,
    PARAGRAPHS,
    TITLE,
    article,
    html,
    linked_data,
    rejection,
    story,
    text,
)

ON = "Please come back later, or look at our other pages, of which there are a great many for you."


def notice(title: str, *words: str) -> str:
    paragraphs = "".join(f"<p>{each}</p>" for each in (*words, ON))
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{paragraphs}</body>"


NOTICES = {
    Reason.BLOCKED: (
        ("The Bugle", "Sorry, this page is not available in your country, for legal reasons."),
        ("451: Unavailable For Legal Reasons", "You seem to read us from far away."),
        ("Der Bote", "Diese Seite ist in Ihrem Land aus Gründen des Rechts nicht zu sehen."),
        ("Le Clairon", "Ce contenu n'est pas disponible dans votre pays, pour l'instant."),
        ("The Bugle", "You must be 18 years or older to see what stands on this page."),
        ("Age verification", "When were you born? Tell us the day, the month and the year."),
        ("The Bugle", "We and our 214 partners keep data on your device and read them."),
        ("The Bugle", "You need to enable JavaScript to see this page in your browser."),
        ("Ad blocker detected", "Our reporters live on advertising, as you will understand."),
        ("The Bugle", "Your browser is not supported; take a newer one to go on."),
        ("The Bugle", "Access to this page has been denied: we think that you are a program."),
    ),
    Reason.UNAVAILABLE: (
        ("Too Many Requests", "Slow down a little, and all will be well again."),
        ("The Bugle", "You have made too many requests within one minute today."),
        ("Site maintenance", "New machines are being set up for you this very night."),
        ("The Bugle", "We will be back shortly with more of the news of the day."),
        ("Wartungsarbeiten", "Heute Nacht bekommt der Bote neue Maschinen für Sie."),
        ("The Bugle", "Error establishing a database connection, says the software."),
        ("502 Bad Gateway", "The machine behind this one gave no answer that it could read."),
        ("The Bugle", "Fatal error: Uncaught Error: call to a missing function in a.php:17."),
    ),
    Reason.PLACEHOLDER: (
        ("Apache2 Default Page", "Replace this file before you go on to run this server."),
        ("Welcome to nginx!", "Further steps are needed before there is anything to see."),
        ("It works!", "The software runs, and nobody has put a page there up to now."),
        ("bugle.example", "The domain bugle.example is for sale, and may be yours soon."),
        ("The Bugle", "This domain has expired, and anyone may take it from next month."),
        ("Account suspended", "Ask the company that runs this machine for its reasons."),
        ("Hello world!", "Welcome to WordPress. This is your first post; write another."),
    ),
    Reason.NOT_FOUND: (
        ("The Bugle", "The page that you are looking for does not exist any more."),
        ("The Bugle", "This story has been removed at the wish of those named in it."),
    ),
    Reason.NOT_A_STORY: (
        ("The Bugle", "You must be logged in to see this page, as all others here."),
        ("Redirecting…", "Click here if nothing happens within a few seconds from now."),
        ("Index of /news", "Name, last modified, size and a short description of each."),
    ),
}


@pytest.mark.parametrize(
    ("reason", "title", "words"),
    [(reason, *one) for reason, pages in NOTICES.items() for one in pages],
)
def test_a_notice_is_no_story_and_has_a_name(reason: Reason, title: str, words: str) -> None:
    assert rejection(notice(title, words)).reason is reason


def test_a_notice_in_the_place_of_a_dated_story_shows_by_its_first_sentence() -> None:
    wall = "<p>Please enable JavaScript to read on. " + ON + " And thank you for reading us.</p>"

    found = rejection(html(article(wall), linked_data(datePublished="2026-11-20T10:00:00Z")))
    assert found.reason is Reason.BLOCKED


def test_a_consent_page_may_say_much() -> None:
    long = ("We use cookies to measure how this site is read, and you may change that.",) * 20

    assert rejection(notice("The Bugle and your privacy", *long)).reason is Reason.BLOCKED


def test_printers_latin_is_no_story_though_it_has_a_date() -> None:
    latin = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor ut."

    assert rejection(html(article(text((latin,) * 30)))).reason is Reason.PLACEHOLDER


HEADLINES = (
    "Access denied: the library that turned children away",
    "Captcha: how a puzzle took over the web",
    "404 – the bus that never came",
    "Page not found: town loses its newspaper archive",
    "Forbidden City reopens to visitors",
    "Attention required: rail line closes for the summer",
    "Search for missing sailor called off",
    "Sign in to vote: new rules for members",
    "Verification of ballots begins",
    "Please wait: how queues shape us",
    "Age verification law takes effect",
    "Site maintenance delays the new stadium",
    "Index of consumer prices rises",
    "Account suspended: minister loses his page",
    "Temporarily unavailable: the ferry stays in port",
    "502 runners start in the city race",
    "Lorem ipsum: why printers love a Latin text",
    "Zugriff verweigert: Amt sperrt seine Akten",
)


@pytest.mark.parametrize("headline", HEADLINES)
@pytest.mark.parametrize("dated", [DATED, ""], ids=["dated", "undated"])
def test_a_short_story_with_a_wall_s_name_in_its_headline_is_kept(
    headline: str, dated: str
) -> None:
    made = html(article(title=headline), title=headline).replace(DATED, dated)

    assert story(made).title == headline


def test_a_story_that_quotes_a_notice_is_kept() -> None:
    quoting = "Readers saw the words “not available in your country” on Tuesday, the paper says."
    head = linked_data(datePublished="2026-11-20T10:00:00Z")

    assert story(html(article(text((quoting, *PARAGRAPHS))), head)).title == TITLE
