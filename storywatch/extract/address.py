"""The canonical form of an address, and which of a page's addresses identifies its story."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

import idna
from publicsuffixlist import PublicSuffixList

from storywatch.extract.document import Document
from storywatch.story import Page

LONGEST = 2_000  # characters; longer ones are traps or data, and browsers cut them too
_MOST_FOLDS = 20
PORTS = {"http": 80, "https": 443}

# Parameters that say who came from where and never which story it is.
_TRACKING = re.compile(
    r"""(?x)
      utm_\w+ | pk_\w+ | mtm_\w+ | matomo_\w+ | hsa_\w+        # web analytics campaigns
    | at_(?:medium|campaign|custom\d|link\w*|bbc_team|ptr_name|format|creation|variant)   # BBC
    | fbclid | gclid | gclsrc | gbraid | wbraid | dclid | msclkid | yclid | twclid | ttclid | igshid
    | li_fat_id | mc_[ce]id | _hs\w+ | mkt_tok | vero_\w+ | wickedid | oly_\w+ | s_kwcid | srsltid
    | ocid | ns_\w+ | cmpid | cmp | icid | intcid | ito | maca | xtor | smid | smtyp | partner
    | taid | __twitter_impression | wt_\w+ | wtmc | sref | ftag | amp_js_v | amp_gsa | usqp
    | ref | ref_src | ref_url | referrer | referer | refer | rss | feedtype | feedname | source_feed
    | phpsessid | jsessionid | aspsessionid\w* | session_?id | cfid | cftoken | zenid   # sessions
    | _ | _ts | _dc | no_?cache | cache_?bust(?:er)? | rnd | rand | random   # new at each look
    | _g[al] | _gac_\w+ | gad_(?:source|campaignid) | mibextid
    | share | shared | sharetype | utm | campaign_id | guccounter | guce_\w+ | bxid
    """,
    re.IGNORECASE,
)
# Values of these ask for a page's AMP form and are folded into the story itself.
_AMP_QUERY = {("amp", "1"), ("amp", ""), ("amp", "true"), ("outputtype", "amp"), ("output", "amp")}
_HOST = re.compile(
    r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*"
)
# An address of which nothing is to be joined, encoded, decoded, dropped or moved: most are.
_PLAIN = re.compile(
    rf"(?!.*(?:[/.]amp|/\.))https?://(?=[^/:]{{1,253}}[/:]){_HOST.pattern}"
    r"(?::(?:[1-9]\d{3}|[1-5]\d{4}))?/[\w!$&'()*+,=:@~./-]*",
    re.ASCII,
)
_AMP_CACHE = re.compile(r"(?:/amp|/[cv]|/wp)?/(s/)?([^/]+\.[^/]+)(/.*)?")
_SECTION = re.compile(r"/?(?:[^/\d.]{1,24}/){0,2}(?:index\.\w{2,5}|home\.\w{2,5})?")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_SLUG_WORD = re.compile(r"[^\W\d_]{2,}|\d{5,}")
_SIGN = re.compile(r"[^\W\d_]{2,}|\d+")
_ID = re.compile(r"\d{5,}|(?=[a-z]*\d)[a-z\d]{6,}")
# Words of files and templates, which say nothing of a story.
_OF_NO_STORY = frozenset(
    {
        *("index", "default", "home", "main", "id", "url", "view", "show", "detail", "amp"),
        *("story", "article", "artikel", "news", "node", "post", "page", "item"),
        *("php", "htm", "html", "xhtml", "shtml", "asp", "aspx", "jsp", "cgi", "do", "cfm"),
    }
)
_LEFT_OPEN = re.compile(r"[{}<>]|%%")  # what a template was to fill in
_STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_UNRESERVED = re.compile(r"%([0-9a-fA-F]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """The addresses of one page: its story's, all that lead to it, and a canonical elsewhere."""

    story_url: str
    all: tuple[str, ...]
    foreign_canonical: str | None = None


@lru_cache(maxsize=1_024)
def canonical(url: str, base: str | None = None) -> str | None:
    """Returns the one form of an address that all its variants share; None if it cannot be fetched.

    The form is idempotent; the scheme and `www.` stay: only a redirect can tell what they fold to.
    """
    form = _folded_once(url, base)
    # An AMP address may be folded inside another; what never settles is a trap.
    for _ in range(_MOST_FOLDS):
        again = _folded_once(form) if form else form
        if again == form:
            return form
        form = again
    return None


def _folded_once(url: str, base: str | None = None) -> str | None:
    if not url or len(url) > LONGEST:
        return None
    if _PLAIN.fullmatch(url):
        return url
    try:
        joined = urljoin(base, _without_spaces(url)) if base else _without_spaces(url)
        parts = urlsplit(joined)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    host = _host(parts.hostname)
    if scheme not in PORTS or not host or "\\" in parts.netloc:
        return None
    found = _folded(scheme, _with_port(host, port, scheme), parts.path, parts.query)
    return found if found and len(found) <= LONGEST else None


def without(url: str, names: Container[str]) -> str:
    """Returns a canonical address without the parameters of these names."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=_query(parts.query, lambda name, _: name in names)))


def addresses(document: Document, page: Page) -> Addresses:
    """Returns which address identifies the page's story, without trusting a canonical blindly."""
    asked = canonical(page.url) or page.url
    final = canonical(page.final_url) or asked
    declared = [
        found for url in _declared(document) if (found := canonical(url, document.base_url))
    ]
    own = [url for url in declared if same_site(url, final) and not _is_shared(url, final)]
    foreign = next((url for url in declared if not same_site(url, final)), None)
    story_url = own[0] if own else final
    return Addresses(
        story_url=story_url,
        all=tuple(dict.fromkeys((story_url, asked, final, *own))),
        foreign_canonical=foreign,
    )


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one registrable domain."""
    return site(one) == site(other)


def site(url: str) -> str:
    """Returns the registrable domain of an address, or its host where there is none."""
    return _site_of_host(urlsplit(url).hostname or "")


def registered(host: str, *, by_anybody: bool = False) -> str | None:
    """Returns the domain below which all hosts are one owner's, where a registry is known.

    Public registries count alone, or with `by_anybody` private ones too, such as of blogs: as the
    public suffix list says that comes with the library.
    """
    return _registries(by_anybody).privatesuffix(host)


@cache
def _registries(by_anybody: bool) -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False, only_icann=not by_anybody)


def looks_like_section(url: str) -> bool:
    """Whether an address has the shape of a front page or section, not of a story."""
    parts = urlsplit(url)
    return not parts.query and bool(_SECTION.fullmatch(parts.path.rstrip("/") + "/"))


def _declared(document: Document) -> Iterable[str]:
    for link in document.tree.iterfind(".//link[@rel][@href]"):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield link.get("href") or ""
    yield from document.meta.get("og:url", ())[:1]


def _is_shared(url: str, final: str) -> bool:
    """A canonical that is not this story's: a section, a template's, or plainly another story."""
    return url != final and (
        looks_like_section(url)
        or _is_cut_off(url, final)
        or not _speaks_of(url, final)
        or _names_another(url, final)
    )


def _is_cut_off(url: str, final: str) -> bool:
    """Whether an address ends inside the last part of the other, as in a field that is too short.

    Stories whose headlines begin alike would share it. An id before a headline is whole.
    """
    path = urlunsplit(urlsplit(final)._replace(query=""))
    rest = path.removeprefix(url)
    if rest in {path, ""} or rest.startswith(".") or "/" in rest:
        return False
    is_inside_a_word = url[-1].isalnum() and rest[0].isalnum()
    return is_inside_a_word or (len(_SLUG_WORD.findall(rest)) >= 2 and not _ID.search(_end(url)))


def _speaks_of(url: str, final: str) -> bool:
    """Whether an address has what tells a story from others: a slug, an id, or what the page's has.

    Templates that go wrong leave one address for all stories: "/404", "/{{ url }}", "?id=".
    """
    if _LEFT_OPEN.search(unquote(url)) and not _LEFT_OPEN.search(unquote(final)):
        return False
    is_telling = len(_SLUG_WORD.findall(_slug(url))) >= 3 or _ID.search(_end(url))
    return bool(is_telling or _signs(url) & _signs(final))


def _signs(url: str) -> set[str]:
    return set(_SIGN.findall(_end(url))) - _OF_NO_STORY


def _end(url: str) -> str:
    """The last part of a path, and what is asked for behind it."""
    parts = urlsplit(url)
    last = unquote(parts.path).rstrip("/").rpartition("/")[2]
    return f"{last} {' '.join(value for _, value in parse_qsl(parts.query))}".casefold()


def _names_another(url: str, final: str) -> bool:
    """Two addresses that spell out headlines of which hardly a word is the same."""
    one, other = (set(_SLUG_WORD.findall(_slug(address))) for address in (url, final))
    return min(len(one), len(other)) >= 3 and len(one & other) * 4 < min(len(one), len(other))


def _slug(url: str) -> str:
    parts = urlsplit(url).path.casefold().rstrip("/").split("/")
    return unquote(max(parts, key=len))


def _without_spaces(url: str) -> str:
    """Drops what browsers drop from an address, and lone surrogates that no server can mean."""
    return re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]+", "", url.strip())


@lru_cache(maxsize=4_096)
def _site_of_host(host: str) -> str:
    return registered(host) or host


@lru_cache(maxsize=4_096)
def _host(host: str | None) -> str | None:
    host = (host or "").rstrip(".").lower()
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    if ":" in host:
        return _ipv6(host)
    return host if len(host) <= 253 and _HOST.fullmatch(host) else None


def _ipv6(host: str) -> str | None:
    try:
        return f"[{ipaddress.IPv6Address(host).compressed}]"
    except ValueError:
        return None


def _with_port(host: str, port: int | None, scheme: str) -> str:
    return host if port in (None, PORTS[scheme]) else f"{host}:{port}"


def _folded(scheme: str, host: str, path: str, query: str) -> str | None:
    cached = _out_of_amp_cache(host, path)
    if cached:
        return _folded_once(cached + (f"?{query}" if query else ""))
    labels = host.split(".")
    if labels[0] == "amp" and len(labels) > 2:
        host = ".".join(labels[1:])
    return urlunsplit((scheme, host, _without_amp(_path(path)), _query(query, _is_noise), ""))


def _out_of_amp_cache(host: str, path: str) -> str | None:
    """Returns the story's own address out of one of the AMP caches' addresses."""
    if not host.endswith(".cdn.ampproject.org") and not (
        host.startswith(("www.google.", "google.")) and path.startswith("/amp/")
    ):
        return None
    found = _AMP_CACHE.fullmatch(path)
    return found and f"http{'s' if found[1] else ''}://{found[2]}{found[3] or '/'}"


def _path(path: str) -> str:
    """Percent-encodes what must be, decodes what need not, and resolves dot segments."""
    kept: list[str] = []
    segments = _SESSION.sub("", path.replace("\\", "/")).split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(_escaped(segment))
    if segments and segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _escaped(segment: str) -> str:
    decoded = _UNRESERVED.sub(_decoded_if_unreserved, _STRAY_PERCENT.sub("%25", segment))
    return quote(decoded, safe="%!$&'()*+,;=:@~-._")


def _decoded_if_unreserved(found: re.Match[str]) -> str:
    character = unquote(found[0], encoding="latin-1")
    is_unreserved = character.isascii() and (character.isalnum() or character in "-._~")
    return character if is_unreserved else found[0].upper()


def _without_amp(path: str) -> str:
    path = re.sub(r"(?:/amp)+/?$", "/" if path.endswith("/") else "", path)
    path = re.sub(r"^(?:/amp)+/", "/", path)
    return re.sub(r"(?:\.amp)+(?=\.html?$|$)", "", path) or "/"


def _query(query: str, is_dropped: Callable[[str, str], bool]) -> str:
    try:
        pairs = parse_qsl(
            query, keep_blank_values=True, errors="surrogateescape", max_num_fields=200
        )
    except ValueError:
        return ""
    kept = [pair for pair in pairs if not is_dropped(*pair)]
    return urlencode(sorted(kept, key=lambda pair: pair[0]), errors="surrogateescape")


def _is_noise(name: str, value: str) -> bool:
    return bool(_TRACKING.fullmatch(name)) or (name.lower(), value.lower()) in _AMP_QUERY
