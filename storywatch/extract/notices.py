"""What a page says of itself where a story should stand: blocked, down, for sale, for adults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from storywatch.story import Reason

_OPENING = 500  # characters; a notice says at once what it is
_SENTENCE_END = regex.compile(r"(?<=[.!?])\s|[。！？\n]")
_QUOTED = regex.compile(r"[\"“”«„‘][^\"“”»“’]{0,200}[\"“”»“’]")
_FILLER = regex.compile(
    r"""\b(?:lorem|ipsum|dolor|sit|amet|consectetu\w*|adipiscing|elit|sed|do|eiusmod|tempor|ut
      |incididunt|labore|et|dolore|magna|aliqua|enim|ad|minim|veniam|quis|nostrud|exercitation
      |ullamco|laboris|nisi|aliquip|ex|ea|commodo|consequat|duis|aute|irure|in|reprehenderit
      |voluptate|velit|esse|cillum|eu|fugiat|nulla|pariatur|excepteur|sint|occaecat|cupidatat
      |non|proident|sunt|culpa|qui|officia|deserunt|mollit|anim|id|est|laborum)\b""",
    regex.VERBOSE | regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One kind of notice: the reason that it is counted under, and how it is worded.

    `titles` match a heading whole, without the outlet's name behind it.
    """

    reason: Reason
    what: str
    titles: regex.Pattern[str]
    words: regex.Pattern[str]
    most_words: int = 150  # a story about such notices says more


def _notice(reason: Reason, what: str, titles: str, words: str, most_words: int = 150) -> Notice:
    flags = regex.VERBOSE | regex.IGNORECASE
    return Notice(
        reason=reason,
        what=what,
        titles=regex.compile(rf"\W*(?:{titles})\W*(?:[|·–—-].{{0,60}})?", flags),
        words=regex.compile(words, flags),
        most_words=most_words,
    )


_NOTICES = (
    _notice(
        Reason.NOT_A_STORY,
        "it lists a folder of files",
        r"(?:index\ of|directory\ listing\ (?:for|of)|listing\ of)\ /.{0,300}",
        r"^(?:index\ of|directory\ listing\ (?:for|of))\ /",
        most_words=100_000,
    ),
    _notice(
        Reason.BLOCKED,
        "it is not shown in every country",
        r"""(?:content\ |page\ |site\ )?(?:un|not\ )available\ in\ your\ .{3,20}
            |(?:error\ )?451(?:\W+unavailable.{0,40})?
          | (?:content\ )?unavailable\ for\ legal\ reasons""",
        r"""\b(?:un|not\ |no\ longer\ )available\ (?:\w+\ ){0,4}your\ (?:\w+\ )?
              (?:country|region|area|location|territory)
          | \b(?:access|blocked|restricted|denied|forbidden)\b.{0,60}\b(?:from
            |in)\ your\ (?:current\ )?
              (?:country|region|location)
          | unavailable\ (?:for|due\ to)\ legal\ reasons
          | access(?:ing)?\ (?:this|our)\ (?:web)?site\ from\ (?:a\ country|within|your|the\ e)
          | in\ (?:ihrem|deinem)\ (?:land|gebiet)\b.{0,30}nicht|nicht.{0,30}in\ ihrem\ land
          | in\ (?:ihrer|deiner)\ region\b.{0,30}nicht|nicht.{0,30}in\ ihrer\ region
          | disponibles?\ (?:dans|depuis)\ (?:votre|ton)\ (?:pays|région|zone)
          | disponible\ en\ (?:su|tu)\ (?:país|región|zona)
          | disponibile\ nel(?:la)?\ (?:tu[oa]|su[oa])\ (?:paese|zona|regione)
          | (?:disponível|indisponível)\ n[oa]\ s(?:eu|ua)\ (?:país|região)
          | beschikbaar\ in\ (?:uw|jouw|je)\ (?:land|regio)|niedostępn\w+\ w\ twoim\ (?:kraju
            |regionie)
          | в\ ваш(?:ей\ стране|ем\ регионе)\b
          | お住まいの(?:国|地域)では|您所在的(?:国家|國家|地区|地區)""",
    ),
    _notice(
        Reason.BLOCKED,
        "it asks how old its reader is",
        r"""age\ (?:verification|check|gate|restrict\w+)(?:\ required)?|adults\ only|altersprüfung
          | vérification\ de\ (?:l['’])?âge|verificación\ de\ edad""",
        r"""\byou\ (?:must|have\ to|need\ to)\ be\ (?:at\ least\ |over\ |above\ )?(?:16|18|19|20
            |21|of\ legal)
          | \b(?:confirm|verify|certify|declare)\ (?:that\ )?(?:you\ are|i\ am
            |your\ age)\b.{0,30}(?:1[68]|2[01]|age)
          | \bare\ you\ (?:at\ least\ |over\ |above\ )(?:1[68]|21)
            |enter\ your\ (?:date\ of\ birth|birth\ ?date|age)\b
          | (?:bestätig|sind\ sie).{0,40}(?:18\ jahre|volljährig)|ab\ 18\ jahren?\ (?:freigegeben
            |zugänglich)
          | (?:avoir|avez|confirm).{0,40}(?:18\ ans|majeur)|(?:confirm|tienes
            |debes).{0,40}(?:18\ años|mayor\ de\ edad)
          | (?:conferm|devi).{0,40}(?:18\ anni|maggiorenne)|(?:confirm|deve).{0,40}(?:18\ anos
            |maior\ de\ idade)
          | вам\ (?:уже\ )?(?:есть\ |исполнилось\ )18|18歳以上ですか|未满18""",
    ),
    _notice(
        Reason.BLOCKED,
        "it asks for leave to use cookies",
        r""".{0,30}\byour\ privacy|.{0,20}\bcookie\ (?:policy|consent|preferences|settings)""",
        r"""\b(?:we|us)\ and\ our\ (?:[\d,.]+\ )?(?:advertising\ )?(?:partners|vendors)
          | \bwe\ (?:and\ selected\ third\ parties\ )?(?:use|need\ your\ consent\ to\ use)\ cookies
          | \b(?:accept|allow)\ (?:all\ )?cookies\ to\ (?:continue|proceed|read)
          | \bwir\ und\ unsere\ (?:[\d.]+\ )?partner|mit\ werbung\ und\ (?:tracking|cookies)
          | \bnous\ et\ nos\ (?:[\d.]+\ )?partenaires
            |\bnosotros\ y\ nuestros\ (?:[\d.]+\ )?(?:socios|partners)
          | \bnoi\ e\ i\ nostri\ (?:[\d.]+\ )?(?:partner|fornitori)
            |\bnós\ e\ os\ nossos\ (?:[\d.]+\ )?parceiros
          | \bwij\ en\ onze\ (?:[\d.]+\ )?partners""",
        most_words=400,
    ),
    _notice(
        Reason.BLOCKED,
        "it asks for another browser, its scripts or no ad blocker",
        r"""java\ ?script\ (?:is\ )?(?:required|disabled|needed)|ad\ ?blocker?\ detected
          | (?:your\ )?browser\ (?:is\ )?(?:not\ supported|unsupported)|unsupported\ browser""",
        r"""(?:enable|turn\ on|activate|requires?|need)\ (?:\w+\ ){0,2}java\ ?script\b
          | java\ ?script\ (?:and\ cookies\ )?(?:is|are|must\ be|to\ be)\ (?:disabled|required
            |turned|enabled|needed)
          | (?:disable|turn\ off|pause|deactivate|using|detected
            |whitelist)\ (?:\w+\ ){0,3}ad[ -]?block
          | \byour\ (?:web\ )?browser\ (?:is\ (?:not\ supported|no\ longer\ supported|out\ ?-?of
            |too\ old|outdated)
              |does\ not\ support)
          | (?:update|upgrade)\ your\ browser|(?:download|get|install|open)\ (?:our
            |the)\ (?:\w+\ )?app\ to\s
          | to\ (?:read|continue)\b.{0,30}(?:download|install|get)\ (?:our|the)\ (?:\w+\ )?app\b
          | javascript\ (?:aktivieren|ist\ deaktiviert|wird\ benötigt)
            |aktivieren\ sie\ (?:bitte\ )?javascript
          | werbeblocker|adblocker\ (?:deaktivieren|désactiv)|(?:activez|activer)\ javascript
            |bloqueur\ de\ pub
          | (?:habilit|activ)[ae]r?\ javascript|bloqueador\ de\ (?:anuncios|publicidad)
            |abilita(?:re)?\ javascript""",
    ),
    _notice(
        Reason.BLOCKED,
        "it takes its reader for a robot",
        r"""are\ you\ (?:a\ )?(?:human|robot)|bot\ detected""",
        r"""\b(?:that\ )?you\ are\ (?:a\ human|not\ a\ (?:ro)?bot|human)\b
            |\baccess\ to\ this\ page\ has\ been
          | \b(?:sending|detected|making)\ (?:\w+\ ){0,3}(?:automated
            |unusual)\ (?:\w+\ )?(?:queries|requests|traffic|activity)
          | \byou\ are\ using\ automat\w+|\byou\ (?:do\ not|don['’]t)\ have\ (?:permission
            |access)\ to
          | \byou(?:r\ (?:ip|request|access)(?:\ address)?)?\ ha(?:s
            |ve)\ been\ (?:temporarily\ )?(?:blocked|denied|banned)""",
    ),
    _notice(
        Reason.UNAVAILABLE,
        "it is asked too often",
        r"""(?:error\ |http\ )?(?:429\b.{0,20}|too\ many\ requests
            |rate\ limit(?:ed)?(?:\ exceeded)?)""",
        r"""\b(?:made|sent|sending|making|received|are)\ too\ many\ requests
            |\brate\ limit(?:ed)?\ (?:exceeded|reached|hit)
          | \byou\ (?:have\ been|are\ being)\ rate[ -]limited
          | zu\ viele\ anfragen|trop\ de\ requêtes|demasiadas\ (?:solicitudes|peticiones)
            |troppe\ richieste
          | слишком\ много\ запросов""",
    ),
    _notice(
        Reason.UNAVAILABLE,
        "it says that the site is down",
        r"""(?:site\ |website\ |scheduled\ |we\ are\ |under\s
            |down\ for\ ){0,3}maintenance(?:\ mode)?
          | (?:error\ |http\ )?5\d\d\b\W*(?:error|internal|bad|service|gateway|server|temporar
            |web|host).{0,30}
          | (?:internal\ )?server\ error|(?:service|site
            |page)\ (?:is\ )?(?:temporarily\ )?unavailable|bad\ gateway
          | database\ error|application\ error|we['’]ll\ be\ (?:right\ )?back.{0,10}|(?:gateway
            |request)\ time-?out
          | wartungs(?:arbeiten|modus)|(?:site\ )?en\ maintenance|en\ mantenimiento
            |in\ manutenzione""",
        r"""\b(?:we|site|website|page|server|service)\b.{0,40}\b(?:for|under|undergoing
            |performing|carrying\ out)\s
              (?:\w+\ )?maintenance
          | \bwe(?:['’]ll|\ will|\ should|\ expect\ to)\ be\ (?:right\ |back\ )(?:back|shortly
            |soon|online)
          | \b(?:site|website|page|server|service)\b.{0,30}\btemporarily\ (?:unavailable|unable
            |down|offline|out)
          | \b(?:server|application)\b.{0,30}\b(?:encountered|internal
            |unexpected)\b.{0,20}\b(?:error|problem|condition)
          | \b(?:unable|could\ not|cannot|can['’]t)\ (?:to\ )?(?:complete|process|service|handle
            |fulfil+)\ your\ request
          | \berror\ establishing\ a\ database|\b(?:fatal|parse|uncaught)\ (?:syntax\ )?error:
          | \btraceback\ \(most\ recent|\bstack\ trace:|\bbad\ gateway\b|\bgateway\ time-?out\b
          | \binvalid\ response\ from\ (?:an?\ |the\ )?upstream
          | \b(?:an\ (?:unexpected\ |unknown\ )?error\ (?:has\ )?occurred|something\ went\ wrong)\b
          | \bwe\ are\ (?:currently\ )?(?:experiencing|having)\ (?:\w+\ ){0,2}(?:difficulties
            |problems|issues)
          | (?:seite|website|angebot|server)\b.{0,40}\b(?:gewartet|wartung|wartungsarbeiten
            |vorübergehend\ nicht)
          | wartungsarbeiten.{0,40}(?:seite|website|server)|in\ kürze\ wieder\ (?:für\ sie
            |erreichbar|da)
          | (?:site|page|service)\b.{0,30}\b(?:en|de)\ (?:cours\ de\ )?maintenance
            |momentanément\ indisponible
          | (?:sitio|página|web)\b.{0,30}\b(?:en|por)\ mantenimiento|(?:sito
            |pagina)\b.{0,30}\bmanutenzione
          | (?:site|página)\b.{0,30}\bem\ manutenção|(?:site|website)\b.{0,40}\bonderhoud
          | przerwa\ techniczna|технические\ работы
          | ただいまメンテナンス|メンテナンス中|(?:网站|系统)维护""",
    ),
    _notice(
        Reason.PLACEHOLDER,
        "it is what a server or a theme shows before anyone wrote anything",
        r"""apache2?\b.{0,20}\bdefault\ page.{0,20}|welcome\ to\ (?:nginx|openresty|caddy).{0,20}
          | it\ works|iis\ windows.{0,20}|(?:test|default|placeholder
            |sample)\ (?:web\ )?page(?:\ for\ .{3,40})?
          | hello\ world|coming\ soon|under\ construction""",
        r"""\bthis\ is\ (?:the|a)\ (?:default|placeholder|test|sample)\ (?:\w+\ ){0,2}(?:page
            |post|site)\b
          | \bif\ you\ (?:see|are\ seeing|can\ (?:read|see))\ this\ page
          | \bsuccessfully\ installed\ and\ working
            |\bserver\ (?:software\ )?(?:is\ )?(?:successfully\ )?(?:installed\ |running\ )(?:and
            |but)
          | \bupload\ your\ (?:own\ )?(?:index|web|site|files)|\bno\ (?:web\ ?site
            |content)\ (?:has\ been|was|is)\ (?:set\ up|added|configured)
          | \bwelcome\ to\ wordpress\.|\bthis\ is\ your\ first\ post\b
          | \b(?:our|this|new)\ (?:new\ )?(?:web)?site\ is\ (?:coming\ soon|under\ construction
            |being\ built)
          | hier\ entsteht\ (?:eine|in\ kürze)""",
    ),
    _notice(
        Reason.PLACEHOLDER,
        "it is for sale, parked or suspended",
        r"""(?:this\ )?domain\ (?:name\ )?(?:is\ |has\ ){0,2}(?:parked|expired|for\ sale
            |suspended).{0,20}
          | account\ (?:has\ been\ )?suspended|[\w-]+\.[a-z]{2,12}\W+(?:is\ for\ sale
            |this\ (?:web\ ?site|domain)).{0,60}""",
        r"""\b(?:domain|web\ ?site|\w+\.\w{2,10})\ (?:name\ )?(?:[\w.-]+\ ){0,2}(?:is
            |may\ be)\ (?:now\ )?for\ sale\b
          | \b(?:buy|purchase|inquire\ about)\ (?:\w+\ ){0,2}this\ domain
            |\bthis\ domain\ (?:name\ )?(?:has|is|was)\s
              (?:\w+\ ){0,2}(?:expired|registered|parked|suspended|pending)
          | \bowner\ of\ this\ (?:domain|web\ ?site)\b|\bdomain\ (?:is\ )?parked\b
            |\bparked\ (?:free|courtesy)
          | \b(?:this|your)\ account\ has\ been\ suspended
          | \bfirst\ and\ best\ source\ for\ all\ of\ the\ information
          | domain\ (?:\S+\ ){0,2}(?:steht|ist)\ (?:zum\ verkauf|geparkt)
            |nom\ de\ domaine\b.{0,30}\bà\ vendre
          | dominio\b.{0,30}\b(?:en\ venta|in\ vendita)|domínio\b.{0,30}\bà\ venda
            |домен\b.{0,20}прода[её]тся""",
    ),
    _notice(
        Reason.NOT_FOUND,
        "it says that there is nothing",
        r"""(?:story|article|content|post)\ (?:has\ been\ )?(?:removed|deleted|unpublished
            |withdrawn)""",
        r"""\bpage\ (?:that\ )?you(?:['’]re|\ are|\ were)?\ (?:looking|look|searching|requested
            |tr(?:ied|ying)).{0,50}
              (?:found|exist|moved|removed|gone|available)
          | \b(?:can(?:['’]t|not)|could\ ?n[o'’]t|were\ unable\ to|unable\ to)\ find\ (?:the|that
            |this|your)\s
              (?:\w+\ )?(?:page|story|article|content)
          | ^.{0,20}\bthis\ (?:story|article|page|content|post)\ (?:has\ been|was
            |is)\ (?:no\ longer\ available|removed|deleted
              |unpublished|withdrawn|taken\ down)
          | \bseite,?\ die\ sie\ (?:suchen|gesucht|aufrufen).{0,60}(?:nicht|gefunden|verschoben)
          | \bpage\ que\ vous\ (?:cherchez|recherchez|demandez)|\bpágina\ que\ (?:busca|buscas
            |procura)""",
    ),
    _notice(
        Reason.NOT_A_STORY,
        "it asks its reader to log in",
        r"""(?:members?|subscribers?)(?:\ only|\ (?:sign|log)[ -]?in)""",
        r"""\b(?:must|need\ to|have\ to|please)\ (?:be\ )?(?:log|sign)(?:ged|ned)?[ -]?in\ (?:to
            |with|before|first|or|and)\b
          | \b(?:bitte\ )?(?:melden|loggen)\ sie\ sich\ (?:bitte\ )?(?:an|ein)\b
            |\bveuillez\ vous\ (?:connecter|identifier)
          | \b(?:inicia|inicie)\ sesión\ para|\baccedi\ per\b|\bfaça\ login\b
            |\bвойдите,?\ чтобы""",
    ),
    _notice(
        Reason.NOT_A_STORY,
        "it speaks of what its reader has just done",
        r"""(?:you\ are\ being\ )?redirecting(?:\ (?:you|to|now)\b.{0,40})?
          | thank\ you\ for\ (?:subscribing|signing\ up|registering)|logged\ out""",
        r"""\byou\ (?:are|will)\ (?:be(?:ing)?\ )?(?:automatically\ )?redirected
            |\bif\ you\ are\ not\ redirected
          | \bthank\ you\ for\ (?:subscribing|signing\ up|registering|your\ (?:subscription
            |registration))
          | \byou\ have\ (?:been\ )?(?:successfully\ )?(?:added|subscribed|unsubscribed
            |logged\ out|signed\ out)""",
    ),
)


def notice_in(
    headings: Sequence[str], body: str, words: int, *, is_vouched: bool
) -> tuple[Notice, str] | None:
    """Returns the notice that a page is by its headings or its first words, and what it says.

    A page that is vouched for, by a date and by calling itself a story, is one by its first
    sentence only. Words within quotation marks are somebody else's.
    """
    named = frozenset(headings)
    said = "\n".join(line for line in body[: 2 * _OPENING].splitlines() if line not in named)
    said = _SENTENCE_END.split(said, maxsplit=1)[0] if is_vouched else said
    opening = _QUOTED.sub(" ", " ".join(said[:_OPENING].split()))
    own = () if is_vouched else headings
    for notice in _NOTICES:
        if words >= notice.most_words:
            continue
        found = next(filter(None, map(notice.titles.fullmatch, own)), None)
        found = found or notice.words.search(opening)
        if found:
            return notice, found[0][:120]
    return None


def is_filler(body: str) -> bool:
    """Whether a text is the printers' Latin that stands for one."""
    if "ipsum" not in body and "dolor sit amet" not in body:
        return False
    sample = body[:20_000]
    return len(_FILLER.findall(sample)) * 2 > len(sample.split())
