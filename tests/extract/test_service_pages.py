"""Pages of an outlet that tell no story: how to reach it, its letters, its games, its jobs."""

from __future__ import annotations

import json

import pytest

from storywatch.story import Reason
from tests.extract.pages import (
    DATED,
    PARAGRAPHS,
    article,
    html,
    linked_data,
    page,
    rejection,
    story,
)

ASKED = (
    "Enter your address below and choose what you would like to have from us. You can change your"
    " mind at any time with the link at the foot of each message that we send.",
    "What you tell us stays with us. Who has a question writes to the desk that cares for readers,"
    " which answers on each working day between nine and five, and by letter too.",
)
ARTICLE = '<meta property="og:type" content="article">'


def service_page(title: str, *, said: tuple[str, ...] = ASKED, head: str = "") -> str:
    """A page that says what it is in its heading, with the outlet's frame around."""
    inside = "".join(f"<p>{one}</p>" for one in said)
    return (
        f"<html><head><title>{title} | The Bugle</title>"
        f'<meta property="og:site_name" content="The Bugle">{head}</head><body>'
        "<header><nav><a href=/news>News</a> <a href=/sport>Sport</a></nav></header>"
        f"<main><h1>{title}</h1>{inside}</main><footer>© The Bugle</footer></body></html>"
    )


TITLES = (
    *("Sign up for the Morning Bugle newsletter", "Newsletters", "Newsletter abonnieren"),
    *("Inscrivez-vous à notre newsletter", "Suscríbete a nuestros boletines", "Jetzt abonnieren"),
    *("Iscriviti alla newsletter", "Schrijf je in voor de nieuwsbrief", "Zapisz się na newsletter"),
    *("Confirm your subscription", "Vielen Dank für Ihre Anmeldung", "¡Gracias por suscribirte!"),
    *("Merci pour votre inscription !", "You have been unsubscribed", "Subscribe now"),
    *("Reset your password", "Forgotten your password?", "Passwort vergessen?", "Your basket"),
    *("Mot de passe oublié ?", "¿Has olvidado tu contraseña?", "Восстановление пароля"),
    *("About us", "Contact us", "Meet the team", "Advertise with us", "Frequently asked questions"),
    *("Impressum", "Kontakt", "Über uns", "Nous contacter", "Qui sommes-nous ?", "Quiénes somos"),
    *("Contatti", "Chi siamo", "Fale conosco", "Over ons", "Om oss", "O nas", "Kapcsolat"),
    *("Контакты", "О нас", "Επικοινωνία", "İletişim", "Künye", "من نحن", "צור קשר", "会社概要"),
    *("お問い合わせ", "关于我们", "Tentang Kami", "ติดต่อเรา", "Contacto", "RSS feeds", "Site map"),
    *("Cookie-Richtlinie", "Política de cookies", "Gizlilik Politikası", "Community guidelines"),
    *("Daily crossword", "Sudoku", "Tageshoroskop", "Live scores", "Redakteur (m/w/d)"),
)


@pytest.mark.parametrize("title", TITLES)
def test_a_page_that_serves_readers_is_no_story(title: str) -> None:
    found = rejection(page(service_page(title), url="https://bugle.example/2026/11/7312"))

    assert found.reason is Reason.NOT_A_STORY


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/about-us/", "About us"),
        ("/contact-us.html", "Contact us"),
        ("/service/impressum.php", "Impressum"),
        ("/newsletters", "Newsletters"),
        ("/account/reset-password", "Reset your password"),
    ],
)
def test_its_address_and_heading_outweigh_its_date_and_what_it_calls_itself(
    path: str, title: str
) -> None:
    made = service_page(title, head=ARTICLE + DATED)

    assert rejection(page(made, url=f"https://bugle.example{path}")).reason is Reason.NOT_A_STORY
    assert story(made).title == title


@pytest.mark.parametrize(
    "title",
    [
        "Contact",
        "Newsletter: what the mayor wrote to her staff",
        "About us: a town sees itself in the census",
        "Forgotten your password? Most people write it down",
        "Contact us before it is too late, say the farmers",
        "Sudoku makers meet in town",
        "Über uns lacht die Sonne",
        "Subscribe to the fire brigade",
        "Minister (m/w/d) gesucht, findet die Opposition",
        "Impressum gestohlen",
    ],
)
@pytest.mark.parametrize("head", [ARTICLE + DATED, DATED, ARTICLE], ids=["both", "dated", "called"])
def test_a_story_whose_headline_has_such_words_is_kept(title: str, head: str) -> None:
    made = service_page(title, said=PARAGRAPHS, head=head)

    assert story(page(made, url="https://bugle.example/film/7312")).title == title


@pytest.mark.parametrize("title", ["About us", "Impressum"])
def test_a_page_about_its_maker_that_says_as_much_as_a_story_is_kept(title: str) -> None:
    assert story(service_page(title, said=ASKED * 5)).title == title


POLL = "<h1>Vote now: which design should the new bridge have?</h1><form>{}<button>Vote</button>"
OPTIONS = ("The stone arch", "The span on cables", "The footbridge of glass", "The old one, mended")
WIDGETS = (
    POLL.format("".join(f"<p><input type=radio> {one}</p>" for one in OPTIONS * 3)),
    "<h1>Weather in Otterbourne</h1><table>"
    + "".join(f"<tr><td>Day {n}</td><td>{n}° and rain</td></tr>" for n in range(20)),
    "<h1>Site</h1><ul>" + "".join(f"<li>Section number {n}</li>" for n in range(40)),
)


@pytest.mark.parametrize("widget", WIDGETS, ids=["poll", "weather", "sections"])
@pytest.mark.parametrize("head", ["", ARTICLE], ids=["plain", "called"])
def test_an_undated_page_without_sentences_is_no_story(widget: str, head: str) -> None:
    made = f"<html><head><title>Otterbourne</title>{head}</head><body>{widget}</body></html>"

    assert rejection(made).reason in (Reason.TOO_SHORT, Reason.NO_BODY)


def test_a_dated_text_in_short_lines_is_kept() -> None:
    verses = "<br>".join(f"The river {verb} and the bridge" for verb in ("runs", "rests") * 8)

    assert "The river rests" in story(html(article(f"<p>{verses}</p>"))).body


def test_a_story_with_a_poll_is_kept() -> None:
    made = html(article()).replace("</article>", f"</article>{WIDGETS[0]}").replace(DATED, "")

    assert PARAGRAPHS[0] in story(made).body


def job(title: str) -> str:
    offer = {"@type": "JobPosting", "title": title, "datePosted": "2026-11-20"}
    return f'<script type="application/ld+json">{json.dumps(offer)}</script>'


def test_a_jobs_offer_is_no_story_though_it_has_a_date() -> None:
    made = service_page("Harbour engineer", said=PARAGRAPHS, head=DATED + job("Harbour engineer"))

    assert rejection(made).reason is Reason.NOT_A_STORY


def test_a_story_beside_a_jobs_offer_is_kept() -> None:
    assert story(html(article(), job("Harbour engineer"))).body
    assert story(html(article(), linked_data() + job("Council repairs the old bridge"))).body
