"""A byline taken apart: people, agencies and desks, without roles, dates and addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import regex

from storywatch.extract.dates.vocabulary import PUBLISHED_LABEL, UPDATED_LABEL
from storywatch.extract.wording import plain, squeezed

MOST = 50  # authors of one story; what names more is an attack or a list of something else
LONGEST = 8_000  # characters of one byline that are read
_FLAGS = regex.IGNORECASE | regex.VERBOSE

_SIGNS = regex.compile(
    r"""^[\s\W]*+(?:(?:(?:story|article|analysis|text|words|report(?:ing|ed)?|written|posted
      |published|submitted|created
      |authored|veröffentlicht|geschrieben|erstellt|eingestellt
      |gepostet|gespeichert|verfasst|publicado|(?:an?\ |eine?\ |une?\ |una?\ )?(?:blog[\ -]?|gast)?
      (?:artikel|beitrag|bericht|interview|kommentar|pressemitteilung|analyse|kolumne|essay|column
      |analysis|chronique|columna|an[áa]lisis)|text\ (?:&|und|and)\ (?:fotos?
      |photos?|bilder)|publié|écrit|escrito|scritto|geplaatst)\ )?
      (?:by|von|par|por|di|door|af|av|przez|от)\b
      |(?:authors?|autor(?:en|in|es|a|as)?|auteurs?|autore|autrice|автор[иы]?|oleh|penulis|yazan
      |tác\ giả|szerző|text|texte|texto|testo
      |tekst|words|story|redaktør|quelle|source|fuente|fonte
      |text\ (?:&|und|and)\ (?:fotos?|photos?|bilder))\s*:
      |作者|文|記者|记者|取材|撰文|著者|執筆|โดย|(?:كتبت?|بقلم|إعداد|מאת)(?!\w)
      |(?:نویسنده|लेखक|লেখক|எழுதியவர்|글)\s*[:：])[\s:：·,/・-]*""",
    _FLAGS,
)
# What follows is somebody else's part in the story: editors, translators, photographers.
_OTHERS = regex.compile(
    r"""\b(?:(?:edited|reviewed|fact[- ]checked|photograph(?:y|s|ed)?|photos?|pictures?|images?
      |illustrat(?:ed|ions?)
      |translated|adapted|medically\ reviewed|additional\ reporting|video|art(?:work)?)\ by\b
      |(?:editors?|photos?|fotos?|bilder?|redigiert|bearbeitet|übersetzung|übersetzt|translation
      |illustration|kamera|video|grafik)\ ?(?:von|:)
      |翻訳者?|監訳|訳者|専門・関心分野|编辑|責任編輯|责编|责任编辑)""",
    _FLAGS,
)
_NOISE = regex.compile(
    r"""https?://\S+ | www\.\S+ | (?<!\S)[^\s@]++@\S+\.\S+ | (?<!\w)@\w+ | \#\w+
      | \b\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:am|pm|uhr|h)?\b | \b\d[\d./:-]*\d\b | \b\d+(?:st|nd|rd
      |th)?\b(?!\w)""",
    _FLAGS,
)
_CLAUSES = regex.compile(r"[\n,;|]")
_APART = regex.compile(
    r"""\s*(?:[,;|•·\n\r\t&＆、，；／()\[\]【】《》<>…]|\s[-–—]+\s|(?<=\w)/(?=\w)|\s/\s|\s+(?:and|und|et|y
      |e|och|og|en|und|oraz|und|with|mit|avec|con|via|и|і|та|και|ve|và|و|और|ও|மற்றும்|และ|(?-i:i|a|dan))\s+)\s*""",
    _FLAGS,
)
_TAIL = regex.compile(
    r"""\s+(?:(?:in|aus|from|for|für|at|à|em)\s+(?:the\s+)?\p{Lu}.*
      |(?:senior|chief|deputy|political|staff|news|special|contributing|associate|assistant
      |national|foreign)?\s*
       (?:reporter|correspondent|writer|editor|columnist|contributor|producer|redakteur(?:in)?
      |korrespondent(?:in)?)
      |著|twitter|facebook|linkedin|instagram|follow|email|shares?)$""",
    _FLAGS,
)
_HEAD = regex.compile(
    r"""^(?:mr\.?|mrs\.?|ms\.?|view\s+orcid\s+profile|redakteur(?:in)?|reporter(?:in)?
      |gastautor(?:in)?|autor(?:in)?
      |correspondent|korrespondent(?:in)?|staff\s+writer|opinion\s+by
      |guest\s+post)\s+(?=\p{Lu})""",
    _FLAGS,
)
_JOINING = regex.compile(r"^(?:and|with|und|mit|et|avec|con)\s+", regex.IGNORECASE)
_CREDENTIAL = regex.compile(
    r"(?:ph\.?d|m\.?d|m\.?a|m\.?sc|b\.?sc|jr|sr|mba|rn|esq|mdb|mdl|iii?|cfa|updated|aktualisiert)\.?",
    regex.IGNORECASE,
)
_DESK = regex.compile(
    r"""\b(?:desk|newsdesk|staff|team|webteam|newsroom|bureau|editors?|editorial|online
      |redaktion\w*|redacci[oó]n|r[eé]daction|redazione
      |redakcja|redactie|correspondents?|reporters?|writers?|korrespondent\w*|redakteur\w*
      |pressestelle|columnists?|contributors?|board|submissions|producers?
      |journalists?|journalistin|journalista|volont\w+|chefredakteur\w*|ressortleiter\w*|fellow
      |\w*leiter(?:in)?|geschäftsführer\w*|\w*sprecher(?:in)?|präsident\w*|intern|analyst|freelance\w*
      |gmbh|co\.?\ kg|ag|inc|ltd|llc|e\.\ ?v|member|head|director|ceo)\b
      |編集部|记者|記者|(?:部|支局|総局)$""",
    _FLAGS,
)
_AGENCY = regex.compile(
    r"""(?:dpa|afp|ap|reuters|sda|apa|epd|kna|efe|ansa|pti|ani|ians|tass|bloomberg|upi|aap|cp
      |belga|anp|ntb|tt|ritzau|stt|pap|čtk|ctk|mti|lusa
      |xinhua|kyodo|jiji|yonhap|dts|sid|afx|dapd|ots|kathpress|keystone|ats|pa
      |(?:the\s+)?associated\s+press|(?:the\s+)?canadian\s+press|press\s+association
      |agence\s+france[- ]presse|deutsche\s+presse-agentur|agencia\s+efe|europa\s+press|agencias
      |agenturen|agencies|연합뉴스)""",
    _FLAGS,
)
# "Ann Lee, Washington Post": whom the person works for, shaped like a person's name.
_NEWSPAPER = regex.compile(
    r"""(?:the\ )?(?:[\p{L}'’.-]+\ ){1,3}(?:post|times|tribune|herald|gazette|chronicle|journal
      |courier|news|observer|dispatch|inquirer|examiner|telegraph|zeitung|nachrichten|rundschau|anzeiger)""",
    _FLAGS,
)
_NEVER = regex.compile(
    r"""(?:and|und|et|with|um|vom|von|by|von|par|por|admin|administrator|root|webmaster|user|author|autor(?:in)?|autor\*innen|guest
      |lire\ l['’]article\ original|unknown|anonymous|no\ author|この記事を書いた人|フォロー
      |n/?a|none|null|undefined|profile|home|share|shared?|comments?
      |published|updated|posted|follow(?:\ us)?|subscribe|am|pm|uhr|on|in|the|at|stand|datum
      |read\ more|see\ (?:full\ )?bio|view\ all|more|about|contact|email|e-mail|twitter|facebook
      |linkedin|instagram|x|print|min(?:uten?|utes|s)?(?:\ (?:read|lesezeit))?|lesezeit|copy\ link
      |gift\ article|image|photo|getty(?:\ images)?|shutterstock|all\ rights\ reserved
      |(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed(?:nes)?|thur?s?|fri
      |sat(?:ur)?|sun)[a-z]{0,6}\.?|est|edt|pst|pdt|gmt|utc|et|pt|ist|bst
      |januar|februar|märz|mai|juni|juli|august|oktober|dezember|montag|dienstag|mittwoch
      |donnerstag|freitag|samstag|sonntag)""",
    _FLAGS,
)
_STAMP = regex.compile(
    r"published|updated|posted|created|last|veröffentlicht|aktualisiert|mehr|more|view", _FLAGS
)
_LATIN = regex.compile(r"\p{Latin}")
_SITE = regex.compile(
    r"(?<![@\w.])(?:www\.)?([\w-]+\.(?:[\w-]+\.)?[a-z]{2,6})(?![\w@])", regex.IGNORECASE
)
_PARTICLE = (
    r"(?:von|van|der|den|de|del|della|di|da|das|dos|du|la|le|el|al|bin|ibn|ter|ten|zu|zur|af|y|e"
    r"|v\.|d['’]|o['’])"
)
_NAME = r"\p{Lu}[\p{L}\p{M}.'’‘\-]*"
_PERSON = regex.compile(
    rf"(?:{_PARTICLE}\s*)*{_NAME}(?:\s+(?:(?:{_PARTICLE}\s+)*{_NAME}|Jr\.?)){{1,5}}"
)
# In scripts without capitals any few words have the shape of a name.
_CASELESS_WORD = r"[\p{Lo}--[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]][\p{Lo}\p{M}\p{Cf}.'׳״-]+"
_CASELESS = regex.compile(rf"{_CASELESS_WORD}(?:\s{_CASELESS_WORD}){{1,3}}", regex.VERSION1)
_WIDE = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]{2,7}"
    r"(?:[ ・·][\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]{1,7})?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """Who signs a byline: people and agencies, and apart from them desks and single words."""

    people: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def best(self) -> tuple[str, ...]:
        """The people and agencies; else whoever else signs: a single name, or the first desk."""
        return self.people or self.words[:1] or self.desks[:1]

    @property
    def grade(self) -> int:
        """How much a byline says: 3 people or agencies, 2 a word, 1 a desk, 0 nobody."""
        return 3 if self.people else 2 if self.words else 1 if self.desks else 0


def read_byline(texts: Iterable[str], outlet: frozenset[str] = frozenset()) -> Signatures:
    """Returns who signs the given bylines, in order; `outlet` holds the outlet's squeezed names."""
    people: dict[str, str] = {}
    desks: dict[str, str] = {}
    words: dict[str, str] = {}
    for part in islice(_parts(texts, outlet), 10 * MOST):
        kind = _kind(part, outlet)
        if kind is not None:
            {"person": people, "desk": desks, "word": words}[kind].setdefault(squeezed(part), part)
    return Signatures(people=_some(people), desks=_some(desks), words=_some(words))


def _some(found: dict[str, str]) -> tuple[str, ...]:
    return tuple(found.values())[:MOST]


def _parts(texts: Iterable[str], outlet: frozenset[str]) -> Iterator[str]:
    for text in islice(texts, 10 * MOST):
        lines = "\n".join(_own_clauses(text[:LONGEST], outlet))
        own = _OTHERS.split(lines, maxsplit=1)[0]
        for part in _APART.split(_SIGNS.sub("", _NOISE.sub("\n", own))):
            if part and (name := _bare(part)):
                yield name


def _own_clauses(text: str, outlet: frozenset[str]) -> Iterator[str]:
    """The parts of a byline that are not the outlet's; what the outlet begins is its address."""
    clauses = list(filter(None, map(plain, _CLAUSES.split(text))))
    if clauses and not _is_outlets(clauses[0], outlet):
        yield from (clause for clause in clauses if not _is_outlets(clause, outlet))


def _bare(part: str) -> str:
    """A part without signs, titles and what follows a name: role, place, employer."""
    name = _SIGNS.sub("", part).strip(" .:*-–—'\"“”„")
    name = _HEAD.sub("", _JOINING.sub("", name))
    shorter = _TAIL.sub("", name)
    return " ".join((shorter if looks_like_person(shorter) else name).split())


def _kind(part: str, outlet: frozenset[str]) -> str | None:
    said = squeezed(part)
    if len(part) > 80 or len(said) < 2 or _says_nothing(part):
        return None
    is_desk = bool(_DESK.search(part))
    if said in outlet or (not is_desk and _is_form_of_one(said, outlet)):
        return None
    if _AGENCY.fullmatch(part):
        return "person"
    if is_desk or _NEWSPAPER.fullmatch(part):
        return "desk" if len(part.split()) <= 8 else None
    if looks_like_person(part):
        return "person"
    return (
        "word"
        if (len(part.split()) <= 4 and not part.islower()) or len(part.split()) == 1
        else None
    )


def _is_form_of_one(said: str, outlet: frozenset[str]) -> bool:
    """Whether a part is an outlet's name and a little more: "The Week US" of The Week."""
    return any(
        len(name) >= 6 and said.startswith(name) and len(said) <= len(name) + 8 for name in outlet
    )


def _says_nothing(part: str) -> bool:
    first = part.split(maxsplit=1)[0]
    if not _LATIN.search(part) and (PUBLISHED_LABEL.search(part) or UPDATED_LABEL.search(part)):
        return True
    return bool(_NEVER.fullmatch(part) or _CREDENTIAL.fullmatch(part) or _STAMP.fullmatch(first))


def _is_outlets(clause: str, outlet: frozenset[str]) -> bool:
    """Whether a part of a byline gives the outlet's own site: "Deutsche Welle (www.dw.com)"."""
    sites = _SITE.findall(clause[:300]) if len(clause) < 200 else ()
    return any(squeezed(site) in outlet for site in sites)


def looks_like_person(part: str) -> bool:
    """Whether a text has the shape of one person's name."""
    is_name = _PERSON.fullmatch(part) or _WIDE.fullmatch(part) or _CASELESS.fullmatch(part)
    return is_name is not None and not _DESK.search(part)


def is_signed(text: str) -> bool:
    """Whether a text opens as bylines do: "By Ann Lee", "Author: Ann Lee"."""
    return bool(_SIGNS.match(text[:LONGEST]))
