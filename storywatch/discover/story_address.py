"""Whether an address has the shape of a story's: a rule for links that nobody calls stories."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

# Segments that no story's path has: services, people's and tags' lists, films, what software adds.
_NEVER = re.compile(
    r"""(?x)
      tags? | hashtag | categor(?:y|ies) | keywords? | schlagwort | trending
    | authors? | autor(?:en|es)? | auteurs? | contributors? | writers | journalists? | staff
    | profiles? | users? | login | logout | sign-?(?:in|up|out) | regist(?:er|rieren)
    | (?:my-?)?accounts? | my | preferences | (?:un)?subscri(?:be|ptions?) | subscribe-to-[\w-]+
    | cart | checkout
    | coupons | vouchers | shop(?:ping)? | store | videos? | watch | player | tv | tv-guide
    | webcams? | galler(?:y|ies) | slideshows? | quiz(?:zes)? | crosswords? | horoscopes?
    | search | suche | suchergebnisse | sitemap | feeds? | rss | print | comments | calendar
    | about(?:-us)? | contact(?:-us)? | kontakt | careers | help | faq | apps
    | advertis(?:e|ing) | ads | legal | imprint | impressum | terms(?:-(?:of|and)-\w+){0,3}
    | privacy(?:-policy)? | cookies? | cookie-policy | wp-(?:admin|content|json|login\.php)
    """
)
# Segments of lists under which some outlets file stories too, then with a date or an id.
_MOSTLY = re.compile(
    r"""(?x)
      topics? | themen? | temas? | people | persons? | newsletters? | podcasts? | photos? | games
    | sections? | weather | wetter | meteo | events | archives? | archiv | pages? | jobs
    | downloads? | corrections
    """
)
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|pdf|zip|gz|mp[34]|m3u8|avi|mov|docx?"
    r"|xlsx?|pptx?|apk|ics)$"
)
_ARCHIVE = re.compile(r"(?:/[a-z-]+)*/(?:19|20)\d\d(?:[/-](?:\d{1,2}|[a-z]{3})){0,2}/?")  # of a day
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d[/_-]?(?:0?[1-9]|1[0-2]|[a-z]{3})[/_-]?(?:[0-3]?\d)?(?!\d)"
)
_ID = re.compile(
    r"(?<![\da-z])(?:[a-z]{1,4}-?)?\d{5,}(?!\d)|(?:article|story|news|artikel)[/_-]?\d{3,}"
    r"|(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f-]{20,}|[0-9a-f]{24,}"
)
_QUERY_ID = re.compile(r"(?:^|&)(?:p|id|\w{0,10}id|article|story)=\d{2,}")
_WORD = re.compile(r"[^\W\d_]{2,}|\d+")
_DENSE = re.compile("[\u0e00-\u109f\u1780-\u17ff\u3040-\ud7a3]")
_LONGEST_PATH = 1_000  # characters; a path that grows for ever is a trap


def is_hub(url: str) -> bool:
    """Whether an address is a list, a service, a film, a file or a trap by its path."""
    path = unquote(urlsplit(url).path, errors="ignore").lower()
    segments = [segment for segment in path.split("/") if segment]
    if not urlsplit(url).query and (not segments or _ARCHIVE.fullmatch(path)):
        return True  # the home page, or what was published on a day
    if len(path) > _LONGEST_PATH or _FILE.search(path) or any(map(_NEVER.fullmatch, segments)):
        return True
    if len(set(segments)) < len(segments) - 1:  # /a/b/a/b: a relative link that adds to itself
        return True
    is_listed = any(map(_MOSTLY.fullmatch, segments))
    return is_listed and not (_has_number(url) and _slug_length(path) >= 3)


def is_story_address(url: str, words: str) -> bool:
    """Whether a link with these words leads to a story, by its address's shape and their number.

    A headline's length needs one sign in the address (date, id or slug); fewer words need both a
    date or id and a slug.
    """
    if is_hub(url):
        return False
    slug = _slug_length(unquote(urlsplit(url).path, errors="ignore").lower())
    if word_count(words) >= 4:
        return slug >= 3 or _has_number(url)
    return slug >= 4 and _has_number(url)


def word_count(words: str) -> int:
    """Returns how many words a text has; a script without spaces counts two characters a word."""
    return max(len(words.split()), len(_DENSE.findall(words)) // 2)


def _has_number(url: str) -> bool:
    """Whether an address has a date or an id."""
    parts = urlsplit(url.lower())
    has_any = _DATE.search(parts.path) or _ID.search(parts.path)
    return bool(has_any or _ID.search(parts.query) or _QUERY_ID.search(parts.query))


def _slug_length(path: str) -> int:
    """The words of the segment that has most of them."""
    return max(len(_WORD.findall(segment)) for segment in path.split("/"))
