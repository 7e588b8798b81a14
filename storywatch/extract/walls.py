"""What pages say that stand in a story's place: errors, walls, logins, notices of all kinds."""

from __future__ import annotations

import regex

_FLAGS = regex.VERBOSE | regex.IGNORECASE

# Headings of "page not found" pages, whole: a story may be about the Peugeot 404.
NOT_FOUND = regex.compile(
    r"""^\W*(?:(?:error|http|fehler|erreur|ошибка)?\W*(?:404|410)\W*(?:error|fehler|erreur|-)?\W*
      |.{0,25}\b(?:page|content|article|story|file|url|site)\b.{0,25}\b(?:not\ (?:be\ )?found
      |no\ longer\ (?:available|exists?)|does\ ?n[o'’]t\ exist|missing|unavailable
      |has\ (?:been\ )?(?:moved|removed|expired|gone))\b.{0,30}
      |(?:404|410)\b.{0,40}\b(?:not\ found|gone|page|seite|página|pagina|error|fehler
      |nicht\ gefunden).{0,20} | (?:page\ |file\ )?not\ found.{0,40}
      |(?:sorry|oops|uh[ -]oh|whoops|hoppla|ups)\b.{0,60}(?:page|find|found|exist|seite|página
      |404).{0,40}
      |.{0,25}\b(?:seite|artikel|inhalt|dokument|beitrag)\b.{0,25}\b(?:nicht\ (?:gefunden
      |vorhanden|verfügbar)|existiert\ (?:leider\ )?nicht|nicht\ mehr).{0,25}
      |.{0,25}\b(?:page|article|contenu|document)\b.{0,25}\b(?:introuvable|non\ trouvée?
      |n['’]existe\ (?:pas|plus)|n['’]est\ plus\ disponible).{0,25}
      |.{0,25}\b(?:página|artículo|contenido|pagina|conteúdo|notícia
      |noticia)\b.{0,25}\b(?:no\ (?:encontrad[ao]|existe|disponible)|não\ (?:encontrad[ao]|existe)
      |non\ (?:trovata|esiste|disponibile)).{0,25}
      |.{0,25}\b(?:pagina|sida[n]?|side[n]?|siden)\b.{0,25}\b(?:niet\ gevonden|bestaat\ niet
      |kunde\ inte\ hittas|hittades\ inte|finns\ inte|ikke\ (?:funnet|fundet)|finnes\ ikke
      |findes\ ikke).{0,25}
      |.{0,25}\b(?:strona|strony|stránka|stránku|oldal|sayfa|pagina
      |sivua)\b.{0,25}\b(?:nie\ (?:znaleziono|istnieje|została\ znaleziona)|nenalezena|neexistuje
      |nem\ található|bulunamadı|nu\ (?:a\ fost\ găsită|există)|ei\ löydy).{0,25}
      |(?:nie\ znaleziono\ strony|sivua\ ei\ löydy).{0,25}
      |.{0,25}\b(?:страниц\w+|материал|сторінк\w+)\b.{0,20}\b(?:не\ (?:найден\w*|существует
      |знайден\w*)|удален\w*).{0,25}
      |.{0,20}(?:ページ|記事|お探し).{0,20}(?:見つかりません|存在しません|ありません|削除).{0,20}
      |.{0,20}(?:页面|頁面|网页|網頁|文章|内容).{0,12}(?:不存在|未找到|找不到|已删除|已刪除).{0,20}
      |.{0,20}(?:페이지|기사).{0,12}(?:찾을\ 수\ 없|존재하지\ 않|삭제).{0,20}
      |.{0,20}الصفحة\ غير\ موجودة.{0,20}|.{0,20}halaman\ tidak\ ditemukan.{0,20}
      |.{0,20}không\ tìm\ thấy\ trang.{0,20}
    )\W*$""",
    _FLAGS,
)
# Titles of challenges, blocks and consent walls.
BLOCKED_TITLE = regex.compile(
    r"""^\W*(?:just\ a\ moment|attention\ required|one\ moment,?\ please|please\ wait
      |checking\ your\ browser|security\ check|ddos[- ]guard|ddos\ protection
      |access\ (?:to\ this\ page\ (?:has\ been|is)\ )?(?:denied|blocked|forbidden|restricted)
      |403\b.{0,20}|forbidden|request\ (?:rejected|blocked|unsuccessful)|pardon\ our\ interruption
      |are\ you\ (?:a\ )?(?:human|robot)|robot\ (?:check|or\ human)|human\ verification|verif(?:y
            |ication
      |ying)(?:\ (?:required|you|that|your|human|successful|if)\b.{0,30})?|captcha
            |bot\ (?:verification|detection).{0,10}
      |you\ have\ been\ blocked
      |before\ you\ continue|we\ value\ your\ privacy|your\ privacy(?:\ choices)?
      |cookie\ (?:consent|settings|wall|notice)|privacy\ (?:settings|consent)
      |manage\ (?:your\ )?consent|consent
      |(?:einen|nur\ einen|ein)\ moment|bitte\ warten|zugriff\ (?:verweigert|gesperrt)
      |sicherheits(?:über)?prüfung|sind\ sie\ ein\ (?:mensch|roboter)|bevor\ sie\ (?:fortfahren
      |zu)|cookie-?einstellungen|(?:datenschutz|privatsphäre)-?einstellungen|einwilligung
      |zustimmung|ihre\ privatsphäre
      |un\ instant|un\ momento|accès\ (?:refusé|interdit)|vérification|êtes-vous\ un\ (?:humain
      |robot)|avant\ de\ continuer|vos\ choix|acceso\ (?:denegado|restringido)|acesso\ negado
      |accesso\ negato|verificación|verifica(?:ção)?|antes\ de\ continuar|prima\ di\ continuare
      |un\ attimo
      |доступ\ (?:запрещ[её]н|ограничен)|проверка\ (?:браузера|безопасности)|вы\ не\ робот
      |доступ\ заборонено|odmowa\ dostępu|toegang\ geweigerd|voordat\ je\ verdergaat
      |przed\ przejściem|dostęp\ zabroniony
      |アクセスが(?:拒否|制限).{0,10}|アクセス拒否|访问(?:被拒绝|受限|验证)|安全(?:验证|驗證|检查)|请稍候|請稍候
      |접근이?\ ?(?:거부|차단).{0,10}
      |잠시만\ 기다|غير\ مسموح)
      (?:\W*|\W*(?:[|·\-–—]|cloudflare).{0,60})$""",
    _FLAGS,
)
# Sentences of such pages, looked for only where there is hardly any other text.
BLOCKED_TEXT = regex.compile(
    r"""(?:enable\ (?:javascript|cookies)(?:\ and\ cookies)?\ to\ continue
      |checking\ (?:if\ the\ site\ connection\ is\ secure|your\ browser)
      |verify(?:ing)?\ (?:that\ )?you\ are\ (?:a\ )?human|you\ are\ (?:not\ )?a\ (?:ro)?bot
      |not\ a\ robot|complete\ the\ (?:captcha|security\ check)|unusual\ (?:traffic|activity)
      |automated\ (?:access|requests|traffic)
      |you\ don['’]t\ have\ permission\ to\ access|access\ denied|your\ (?:ip
      |request)\ (?:address\ )?(?:has\ been|was)\ blocked|ray\ id\b|reference\ \#\d|incident\ id
      |please\ (?:enable|turn\ on)\ (?:java\s?script|js)|javascript\ is\ (?:disabled|required)
      |you\ need\ to\ enable\ javascript|we\ and\ our\ (?:\d+\ )?partners\ (?:store|use|process)
      |(?:accept|reject|manage)\ all\ cookies
      |kein\ roboter|javascript\ (?:aktivieren|deaktiviert|ist\ erforderlich)
      |aktivieren\ sie\ javascript|ungewöhnliche[rn]?\ (?:datenverkehr|zugriffe)
      |zugriff\ (?:wurde\ )?(?:verweigert|gesperrt)|wir\ und\ unsere\ (?:\d+\ )?partner
      |alle\ (?:cookies\ )?akzeptieren|mit\ werbung\ (?:und\ tracking\ )?(?:weiter)?lesen
      |werbefrei(?:er)?\ lesen
      |pas\ un\ robot|activer\ javascript|trafic\ inhabituel|nous\ et\ nos\ (?:\d+\ )?partenaires
      |tout\ accepter|continuer\ sans\ accepter
      |no\ (?:eres|soy)\ un\ robot|habilit[ae]\ javascript|active\ javascript
      |nosotros\ y\ nuestros|aceptar\ (?:todo|y\ continuar)|não\ (?:é|sou)\ um\ robô
      |ative\ o\ javascript|non\ sei\ un\ robot|abilita(?:re)?\ javascript|accetta\ (?:tutti
      |e\ continua)
      |не\ робот|включите\ javascript|необычн\w+\ трафик|nie\ jesteś\ robotem|włącz\ javascript
      |geen\ robot|schakel\ javascript|ロボットではありません|javascriptを有効
      |请完成.{0,8}验证|启用\ ?javascript
      |로봇이\ 아닙니다|자바스크립트)""",
    _FLAGS,
)
# Traces that the makers of challenges leave in their markup.
CHALLENGE = regex.compile(
    r"""/cdn-cgi/challenge-platform|cf-chl-|cf_chl_|_cf_chl|px-captcha|_pxAppId
      |geo\.captcha-delivery|captcha-delivery\.com|_Incapsula_Resource
      |ddos-guard|/_sec/cp_challenge|akam/\d+/pixel|aws-?waf|awsWafCookieDomainList|kasada
      |distil_r_captcha|g-recaptcha|h-captcha|hcaptcha\.com|cf-turnstile|sgcaptcha|/TSPD/""",
    _FLAGS,
)
LOGIN_TITLE = regex.compile(
    r"""^\W*(?:(?:please\ )?(?:log|sign)[ -]?(?:in|on)(?:\ (?:to|or|and|-).{0,40})?|login
      |account\ login|subscriber\ login|create\ (?:an\ |your\ )?account|register
      |an-?melden|anmeldung|einloggen|registrieren|se\ connecter|connexion|identifiez-vous
      |s['’]identifier|iniciar\ sesión|inicia\ sesión|acceder|accedi|entrar|fazer\ login
      |iniciar\ sessão
      |войти|вход|авторизация|увійти|zaloguj(?:\ się)?|logowanie|inloggen|logga\ in|logg\ inn
      |log\ ind|přihlášení|ログイン|登录|登入|로그인)\W*(?:[|\-–—:].{0,60})?$""",
    _FLAGS,
)
SEARCH_TITLE = regex.compile(
    r"""^\W*(?:search|search(?:\ results?\ for\b|\ for\ [\"“‘']).{1,60}|search\ results?
            |results\ for\b.{1,60}
      |suche|suchergebnisse?|such(?:e|ergebnisse)\ (?:nach|für)\b.{1,60}|recherche
      |résultats\ (?:de\ recherche|pour)\b.{0,60}
      |resultados\ (?:de\ (?:la\ )?(?:búsqueda|busca)|para)\b.{0,60}|risultati\ (?:della\ ricerca
      |per)\b.{0,60}|результаты\ поиска.{0,60}|поиск|wyniki\ wyszukiwania.{0,60}
      |zoekresultaten.{0,60}|検索結果.{0,30}|搜索结果.{0,30}|검색\ ?결과.{0,30})
      \W*(?:[|\-–—:].{0,60})?$""",
    _FLAGS,
)
