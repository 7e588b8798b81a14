"""The six outlets of the standard stand; every kind of source is used by at least one of them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from newsstand.profile import Channel, Form, Profile
from storywatch.story import Precision

PAISA_TODAY = Profile(
    id="paisa_today",
    name="Paisa Today",
    tagline="Markets, money and the world before breakfast",
    country="IN",
    zone=ZoneInfo("Asia/Kolkata"),
    path="/news/{section}/{slug}-article-{number}.html",
    channels=(
        Channel(form=Form.RSS, path="/rss/latestnews.xml"),
        Channel(form=Form.SECTION, path="/news/business/", only_section="business"),
    ),
    sections=("business", "markets", "economy", "world", "india", "technology"),
)

REPOSTLY = Profile(
    id="repostly",
    name="REPOSTLY",
    tagline="All the news that others fit",
    country="US",
    zone=ZoneInfo("America/New_York"),
    path="/{local:%Y/%m/%d}/{slug}/",
    channels=(
        Channel(
            form=Form.RSS,
            path="/feed/",
            tracking="?utm_source=rss&utm_medium=rss&utm_campaign=feed",
        ),
    ),
    sections=("news", "business", "culture", "science", "sports"),
    precision=Precision.DAY,
    shows_standfirst=False,
    shows_authors=False,
)

CIVIC_LEDGER = Profile(
    id="civic_ledger",
    name="The Civic Ledger",
    tagline="Politics, Economics and World Affairs",
    country=None,
    zone=ZoneInfo("UTC"),
    path="/{slug}",
    channels=(
        Channel(form=Form.SECTION, path="/articles"),
        Channel(form=Form.SITEMAP, path="/sitemap.xml", limit=500),
    ),
    sections=("politics", "economics", "world"),
    is_zone_known=False,
    precision=Precision.DAY,
    shows_authors=False,
    robots="User-agent: *\nDisallow: /private/\nAllow: /\n",
    trap="/private/members-list",
)

THE_ROUNDUP = Profile(
    id="the_roundup",
    name="The Roundup",
    tagline="Every side of the week",
    country="US",
    zone=ZoneInfo("America/New_York"),
    path="/{section}/{slug}",
    channels=(Channel(form=Form.NEWS_SITEMAP_INDEX, path="/sitemap-news.xml", limit=1000),),
    sections=("politics", "business", "health", "culture-life", "science"),
    shows_modified=True,
    robots="User-agent: *\nDisallow: /search\nCrawl-delay: 0.1\n",
)

NORDFUNK = Profile(
    id="nordfunk",
    name="Nordfunk",
    tagline="Made for minds that travel",
    country="DE",
    zone=ZoneInfo("Europe/Berlin"),
    path="/en/{slug}/a-{number}",
    channels=(Channel(form=Form.RDF, path="/rdf/rss-en-all"),),
    sections=("germany", "europe", "world", "business", "science", "culture"),
    shows_modified=True,
    shows_standfirst=False,
)

MERIDIAN_PRESS = Profile(
    id="meridian_press",
    name="Meridian Press",
    tagline="The agency of record",
    country="GB",
    zone=ZoneInfo("Europe/London"),
    path="/{section}/{slug}-{local:%Y-%m-%d}/",
    channels=(
        Channel(form=Form.ATOM, path="/feeds/top.atom"),
        Channel(form=Form.JSON_FEED, path="/feeds/business.json", only_section="business"),
    ),
    sections=("world", "business", "health", "sport"),
    shows_modified=True,
    shows_standfirst=False,
)

STANDARD = (PAISA_TODAY, REPOSTLY, CIVIC_LEDGER, THE_ROUNDUP, NORDFUNK, MERIDIAN_PRESS)
