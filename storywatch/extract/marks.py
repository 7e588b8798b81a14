"""What the names that outlets give to their boxes say of them: navigation, newsletter, caption."""

from __future__ import annotations

import re
from functools import lru_cache, reduce
from operator import or_

from ahocorasick_rs import AhoCorasick
from lxml.html import HtmlElement

from storywatch.extract.signs import branches, signs


class Mark:
    """The kinds of places that text stands in, a bit each: a place may be of several kinds."""

    (
        NAVIGATION,
        HEADER,
        FOOTER,
        ASIDE,
        RELATED,
        SIGN_UP,
        SHARE,
        COMMENTS,
        CAPTION,
        BYLINE,
        BIO,
        DATELINE,
        TAGS,
        ADVERT,
        NOTICE,
        STANDFIRST,
        HEADLINE,
        BODY,
        ARTICLE,
        HIDDEN,
        MEDIA,
        LINK,
        QUOTE,
        EMBED,
        KEY_POINTS,
    ) = (1 << bit for bit in range(25))


_OF_TAG = {
    "nav": Mark.NAVIGATION,
    "menu": Mark.NAVIGATION,
    "header": Mark.HEADER,
    "footer": Mark.FOOTER,
    "aside": Mark.ASIDE,
    "figcaption": Mark.CAPTION,
    "figure": Mark.MEDIA,
    "picture": Mark.MEDIA,
    "article": Mark.ARTICLE,
    "address": Mark.BYLINE,
    "h1": Mark.HEADLINE,
    "blockquote": Mark.QUOTE,
    "form": Mark.SIGN_UP,
    "a": Mark.LINK,
}

# Words of class names and ids, by what they mean.
_WORDS: tuple[tuple[int, str], ...] = (
    (
        Mark.NAVIGATION,
        r"nav|navbar|navigation|menu|breadcrumbs?|pagination|pager|skip-?links?|toolbar|topbar|"
        r"(?:\w+-)?(?:control|option)-?(?:group|bar|panel)|(?:change-)?font-?options?",
    ),
    (Mark.FOOTER, r"(?:site|page|global)-?footer|(?<!figure-)footer|foot"),
    (Mark.ASIDE, r"side-?bar\w*|right-?rail|rail|aside|(?<!article-)widgets?"),
    (
        Mark.RELATED,
        r"relat(?!ive)\w+|recommend\w*|recirc\w*|more-?(?:stories|news|from|on|like\w*)|read-?(?:more|next|also)|teasers|(?:inline|link|contact|cross|story)-?teaser|teaser-?(?:list|group|row|grid|box\w*)|"
        r"most-?(?:read|popular|viewed|shared)|popular|trending|outbrain|taboola|zergnet|promos?|also-?read|"
        r"(?:next|prev\w*)-?(?:post|article|story)|see-?also|jp-relatedposts|yarpp|latest(?:-?(?:news|posts))?|"
        r"aehnlich\w*|mehr-?zum-?thema|weiterlesen",
    ),
    (
        Mark.SIGN_UP,
        r"newsletters?\w*|sign-?up\w*|subscribe|subscri(?:be|ption)-?(?:box|form|bar|cta|widget|promo)\w*|regwall|locked-?(?:box|login)|donat\w+|abo-?(?:box|teaser)",
    ),
    (
        Mark.SHARE,
        r"shar(?:e|ing)(?:s|bar|tools?|buttons?|box)?|social\w*|addthis\w*|addtoany\w*|sharedaddy|follow-?us",
    ),
    (
        Mark.COMMENTS,
        r"comments?(?:-?(?:list|area|section|form|thread|body|content|wrapper))?|disqus\w*|respond|replies|kommentare?",
    ),
    (
        Mark.CAPTION,
        r"(?:\w+-?)?captions?(?:-?text)?|pictext|(?:image|img|photo|foto|pic)-?(?:info|legend)|"
        r"podpis\w*|didascalia|pie-?(?:de-?)?foto|"
        r"(?:photo|image|img|media|picture)-?credits?|credits?|bildunterschrift|bu|copyright-?holder",
    ),
    (
        Mark.BYLINE,
        r"by-?lines?|authors?(?:-?(?:name|info|line|wrapper|list))?|contributors?|posted-?by|autor\w*",
    ),
    (
        Mark.BIO,
        r"(?:author|writer)-?(?:bio\w*|box|card|description|about|profile)|about-?(?:the-?)?author|bio(?:graphy)?",
    ),
    (
        Mark.DATELINE,
        r"date-?lines?|pub(?:lish(?:ed)?)?-?(?:date|time)|timestamp|entry-?date|post-?date|(?:entry|post|article)-?meta\w*|meta",
    ),
    (Mark.TAGS, r"tags?|tag-?(?:list|cloud|links)|topics?|keywords|categor(?:y|ies)"),
    (
        Mark.ADVERT,
        r"ads?|advert\w*|affiliate\w*|product-?card\w*|sponsor\w*|dfp\w*|google_ads\w*|ad-?(?:slot|unit|container|wrapper)|banner",
    ),
    (
        Mark.NOTICE,
        r"cookie\w*|consent\w*|gdpr\w*|disclaimer|legal|copyright|modals?|pop-?ups?|overlay|toast|app-?(?:promo|download|banner)",
    ),
    (
        Mark.STANDFIRST,
        r"stand-?first|deck|dek|sub-?(?:title|head|headline)|lead|lede|summary|excerpt|intro|sapo|chapeau|teaser-?text|abstract",
    ),
    (
        Mark.BODY,
        r"(?:article|story|entry|post|content|news|main|page|single|td-post|article__)[-_]*(?:body|content|text|copy|main)(?:-?\w+)?|"
        r"body-?(?:text|copy|content)|rich-?text|maincontent|artikel-?(?:text|inhalt)|articulo-?cuerpo|texte?-?article",
    ),
    (
        Mark.MEDIA,
        r"(?:image|img|photo|pic|picture)-?(?:box|wrap\w*)|galler(?:y|ies)|slide-?shows?|carousel|video-?(?:player|wrapper|container)|player|jw\w*",
    ),
    (Mark.EMBED, r"twitter-tweet|instagram-media|fb-post|tiktok-embed|embed(?:ded)?"),
    (Mark.KEY_POINTS, r"key-?(?:points|takeaways|facts)|highlights|at-?a-?glance|tl-?dr|bullets"),
    (Mark.HIDDEN, r"(?:screen-?reader|visually|sr)-?(?:only|text|hidden)|sr-only"),
)
_MEANINGS = "|".join(f"(?P<m{mark}>{words})" for mark, words in _WORDS)
_PATTERN = re.compile(rf"(?<![a-z0-9])(?:{_MEANINGS})(?![a-z0-9])")
# Of which every name that means something has one; looking for them is many times as quick.
_SIGNS = AhoCorasick(
    sorted(set().union(*(signs(one) for _, words in _WORDS for one in branches(words))))
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DASHES = re.compile(r"[-_]+")


@lru_cache(maxsize=1_000)
def of_tag(tag: str) -> int:
    """Returns the marks that an element's name gives; outlets make names of their own, in words."""
    return of_names(tag) if "-" in tag else _OF_TAG.get(tag, 0)


@lru_cache(maxsize=20_000)
def of_names(names: str) -> int:
    """Returns the marks that the class names and id of an element give, out of one string."""
    return reduce(or_, map(_of_name, names[:300].split()), 0)


@lru_cache(maxsize=20_000)
def _of_name(name: str) -> int:
    words = hyphenated(name)
    if not _SIGNS.find_matches_as_indexes(words):
        return 0
    kinds = (said.lastgroup for said in _PATTERN.finditer(words))
    return reduce(or_, (int(kind[1:]) for kind in kinds if kind), 0)


def names_on(element: HtmlElement) -> str:
    """Returns the names that an element has from its page: its classes and its id."""
    return f"{element.get('class', '')} {element.get('id', '')}"


def hyphenated(names: str) -> str:
    """Returns names in one spelling: ArticleBody, article_body and article__body are one to us."""
    parted = names if names.islower() else _CAMEL.sub("-", names).lower()
    return _DASHES.sub("-", parted) if "_" in parted or "--" in parted else parted
