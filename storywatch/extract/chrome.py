"""What outlets say around their stories, by class: sign-ups, pointers elsewhere, credits, notices, date lines."""

from __future__ import annotations

from enum import StrEnum

import regex

SPACED = regex.VERBOSE | regex.IGNORECASE | regex.V1


class Chrome(StrEnum):
    """The classes of chrome that words alone give away."""

    POINTER = "pointer"  # "Read more", "Lesen Sie auch": to another page
    SIGN_UP = "sign_up"  # newsletters, subscriptions, apps, donations
    SHARE = "share"  # share bars, follow us
    PLAYER = "player"  # "To view this video please enable JavaScript"
    NOTICE = "notice"  # advisories, disclaimers, copyright
    DATE = "date"  # a line that is a date, with or without "Updated"
    BYLINE = "byline"  # "By Ann Lee", "Edited by", "3 min read"
    LABEL = "label"  # "Advertisement", "No Result", "You're reading", "Tags: …"
    APPEARED = "appeared"  # "The post … appeared first on …"
    COMMENTS = "comments"  # "Leave a comment", "3 Kommentare"
    CREDIT = "credit"  # a picture's credit


ENDS = frozenset({Chrome.APPEARED, Chrome.COMMENTS})


def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern, SPACED)


# Each class: the longest text it is looked for in, and what it looks like. Anchored, so that linear.
_POINTER = _compiled(
    r"""^[\W_]*+(?:
      (?:also\ )?(?:read|see|watch|listen|hear|view)(?:\ (?:more|also|next|too|now|related|here|all|this|the\ full|full\ (?:story|article)))\b
    | (?:also|must|don['’]t)\ (?:read|see|miss|watch)\b
    | more\ (?:on|about|from|stories|news|in|like|coverage|to\ (?:read|come)|articles|posts|information|info|top)\b
    | (?:related|recommended|suggested|similar|further|popular|latest|trending|top|other|featured)\ ?(?:stor(?:y|ies)|articles?|news|posts?|content|topics?|links?|coverage|videos?|reading|reads|headlines|searches|items|products|tags?|from|on\b|:|now|picks?)
    | (?:related|recommended|trending|explore\ (?:further|more)|up\ next|next\ (?:up|article|story|post)|previous\ (?:article|story|post)|keep\ reading|continue\ reading|click\ here|learn\ more|find\ out\ more|editor['’]?s['’]?\ (?:picks?|choice)|what\ to\ (?:read|watch)\ next|you\ (?:may|might)\ (?:also|like|be\ interested)|most\ (?:read|popular|viewed|shared|recent)|in\ this\ (?:article|story)|in\ case\ you\ missed|from\ our\ partners|sponsored\ (?:content|stories)|back\ to\ top|go\ to\ homepage|view\ (?:comments|gallery|all)|see\ all)\b
    | (?:lesen|lies|sehen|schauen|hören)\ (?:sie\ |du\ )?(?:auch|mehr|dazu|weiter|hier|jetzt|den\ ganzen)\b
    | (?:mehr\ (?:zum\ thema|zu\b|dazu|lesen|von|aus|infos?|informationen|über|themen|artikel|nachrichten|meldungen)|auch\ interessant|(?:das\ )?(?:thema\ )?(?:könnte|kann)\ (?:sie|dich|ihnen|dir|euch)|weitere\ (?:informationen|themen|artikel|meldungen|aktuelle|infos|links|beiträge|news|nachrichten|tipps|\w+tipps)|weiterlesen|weiterführende?r?|zum\ thema|siehe\ auch|passend\ (?:dazu|zum)|verwandte|schon\ gelesen|meistgelesen\w*|empfehlung|teilnehmende\ blogs|zurück\ zu[rm]?|nächster\ artikel|vorheriger\ artikel|beliebte)\b
    | (?:lire\ (?:aussi|la\ suite|plus|également)|[àa]\ (?:lire|voir|écouter|découvrir)\b|voir\ aussi|sur\ le\ même\ (?:sujet|thème)|en\ savoir\ plus|articles?\ (?:liés|similaires|associés)|pour\ aller\ plus\ loin|nos\ (?:derniers\ )?articles|plus\ d['’](?:infos|actu)|audios?\ et\ vidéos|découvrez\ aussi)
    | (?:le[ea]\ (?:también|además|aquí|más|tamb)|(?:le|te)\ puede\ interesar|(?:le|te)\ (?:recomendamos|sugerimos)|leer\ (?:más|también)|más\ (?:sobre|noticias|información|en)\b|ver\ (?:también|más)|mira\ también|notas?\ relacionad|artículos\ relacionados|noticias\ relacionadas|le[ir]a\ (?:também|mais)|leia\ (?:também|mais)|veja\ (?:também|mais)|saiba\ mais|confira\ (?:também)|siga\ leyendo|sigue\ leyendo)
    | (?:leggi\ (?:anche|tutto|di\ più|pure)|approfondi(?:sci|menti)|(?:ti\ )?potrebbe(?:ro)?\ interessar|vedi\ anche|per\ approfondire|guarda\ anche|articoli\ correlati)
    | (?:czytaj\ (?:też|także|więcej|również|dalej|całość)|zobacz\ (?:też|także|również|więcej|wideo|galerię|film)|przeczytaj\ (?:także|też|również)|polecamy|podobne\ artykuły|więcej\ (?:na\ temat|o\b|informacji))
    | (?:читайте\ (?:также|ещё|еще|по\ теме|нас)|читать\ (?:далее|также|ещё|еще|полностью)|по\ теме|(?:смотрите|см\.)\ также|подробнее|другие\ новости|ещё\ по\ теме|новости\ по\ теме|все\ новости|похожие)
    | (?:lees\ (?:ook|meer|verder)|bekijk\ ook|läs\ (?:också|mer|även|mera)|les\ (?:også|mer)|læs\ (?:også|mere)|lue\ (?:myös|lisää)|číst\ (?:dále|také)|čtěte\ (?:také|dále)|olvassa|ďalej|διαβάστε\ (?:επίσης|ακόμη|περισσότερα)|δείτε\ (?:επίσης|ακόμα))
    | (?:相关(?:阅读|新闻|报道|文章|链接|专题)|相關(?:新聞|報導|文章)|延伸閱讀|延伸阅读|推荐阅读|更多(?:新闻|精彩|报道)|关连|関連(?:記事|リンク|ニュース|キーワード)|あわせて読みたい|もっと見る|続きを読む|おすすめ|こちらも|관련\s?(?:기사|뉴스)|더\s?보기|원문\s?보기)
    )"""
)
_SIGN_UP = _compiled(
    r"""\b(?:
      sign(?:ing)?[\ -]up\ (?:for|to|here|now|today|and|with|below)\b | sign\ up\b(?=.{0,80}(?:newsletter|email|inbox|alerts|briefing))
    | subscribe\ (?:to|now|for|here|today|and|via|with)\b | subscribe$ | subscribing\ to\b
    | (?:free|daily|weekly|our|e-?mail|the|this|morning|evening|his|her)\ newsletters?\b(?=.{0,120}(?:sign|subscri|inbox|get|receive|here|deliver|$)) | newsletters?$ | newsletter\ (?:sign|abonn|anmeld)
    | (?:in|to|into)\ your\ (?:inbox|mailbox|e-?mail|phone|feed)\b | (?:free\ )?daily\ e-?mail\ with\b
    | by\ (?:signing|submitting|subscribing|clicking|providing|entering|registering)\b.{0,80}\b(?:you|agree|consent)
    | already\ (?:a\ )?(?:subscriber|subscribed|a\ member|have\ an\ account|registered) | become\ a\ (?:member|subscriber|patron|supporter) | (?:start|try)\ (?:your|a)\ free\ trial | unlimited\ (?:digital\ )?access
    | (?:support|fund)\ (?:our|independent|quality|the)\ (?:work|journalism|reporting|newsroom) | (?:please\ )?(?:consider\ )?(?:making\ a\ donation|donat(?:e|ing)\ (?:now|today|here|to\ (?:us|support)))
    | download\ (?:the|our)\b.{0,60}\bapps?\b | get\ (?:the|our)\ (?:\w+\ ){0,3}app\b | (?:on|with|via|our)\ (?:the\ )?(?:free\ )?(?:mobile\ |iphone\ |android\ )?app\b(?=.{0,40}(?:download|store|free|phone|news|$))
    | (?:the\ )?latest\ news\ (?:straight|delivered|direct) | never\ miss\ (?:a|the|an|out) | stay\ (?:updated|up\ to\ date|informed|connected)\ (?:with|on|by) | to\ stay\ updated
    | newsletter\ (?:abonnieren|bestellen|anmelden) | (?:abonnieren|abonniere)\ (?:sie|uns|unseren?|jetzt|den)\b | jetzt\ (?:abonnieren|anmelden|testen|registrieren|kostenlos|bestellen|spenden) | (?:hier|unseren?)\ (?:\w+\ )?newsletter | (?:im|als)\ (?:abo|e-?paper)\b
    | (?:inscrivez|abonnez)-vous | je\ m['’]abonne | recevez\b.{0,60}(?:newsletter|boîte|e-?mail) | déjà\ abonné | suscríb(?:ete|ase|anse|te)\b | suscrí\w+\ (?:a|al|aquí) | boletín(?:es)?\b(?=.{0,60}(?:recib|suscr|correo)) | iscriviti\b | abbonati\b | assine\ | inscreva-se | cadastre-se | receba\b.{0,60}(?:newsletter|e-?mail)
    | zapisz\ się\b | subskrybuj | подпи(?:шитесь|сывайтесь|саться|ска)\b | meld\ je\ aan | schrijf\ je\ in | prenumerera | meld\ deg\ på | tilmeld\ dig
    | 订阅 | 訂閱 | メルマガ | 会員登録 | 무료\s?회원 | 구독
    )"""
)
_SHARE = _compiled(
    r"""^[\W_\d]*+(?:
      share(?:s|d)?(?:\ (?:this|on|via|to|the|with|story|article|post|full|now|it|tweet|save|options|\W*facebook).{0,60})?
    | (?:share|tweet|e-?mail|print|save|copy\ link|link\ copied!?|facebook|twitter|x|whats?app|linkedin|telegram|reddit|pinterest|pin\ it|flipboard|instagram|youtube|messenger|comment|bookmark|listen|gift|rss|teilen|merken|drucken|mail|kommentieren|compartir|partager|imprimer|condividi|stampa|compartilhar|udostępnij|drukuj|поделиться|зареєструватися|tweeten|mailen|weitersagen|feedback|google\ news|threads|bluesky|mastodon|pocket|line|hatena|シェア|ツイート|分享|打印|\W|\d)++
    | (?:follow|like|join|find|connect\ with)\ (?:us|me|him|her|@|the\ \w+|\w+(?:\ \w+)?)\ (?:on|at|via|@).{0,80}
    | (?:folgen|folge)\ (?:sie|uns|du)?\ ?(?:uns|auf|bei)?.{0,60} | suivez[-\ ].{0,60} | s[íi]gue(?:nos|me)\b.{0,80} | seguici\b.{0,60} | siga-nos.{0,60} | подписывайтесь.{0,80}
    | (?:artikel|beitrag|seite)\ (?:teilen|drucken|empfehlen|weiterempfehlen|versenden|merken)\W*
    )[\W_]*$"""
)
_PLAYER = _compiled(
    r"""(?:enable\ java-?script | java-?script\ (?:is|must|muss|aktiv|to\ view|enabled|disabled) | (?:your|this|ihr|dein|tu|votre|il\ tuo)\ (?:web\ )?(?:browser|navegador|navigateur)\b.{0,60}(?:support|unterstützt|soporta|permite|prend|kann)
    | supports\ html5 | (?:this\ )?(?:video|audio)\ (?:is\ not|cannot|can['’]t|can\ ?not|konnte|kann|player\ is|is\ loading|is\ unavailable) | no\ compatible\ source | (?:install|download|update|upgrade|need|requires?|benötig\w*)\b.{0,40}\bflash
    | externe[rn]?\ inhalt | external\ content | (?:drittanbieter|third[- ]part(?:y|ies))\b.{0,80}(?:inhalt|content|cookies?) | (?:an\ dieser\ stelle|hier)\ (?:finden|befindet|steht|sehen)\ (?:sie\ |sich\ )?.{0,40}(?:extern|inhalt|video) | this\ content\ is\ (?:hosted|provided|not\ available) | (?:accept|allow|manage|enable)\ (?:all\ )?(?:\w+\ )?cookies | cookie[- ](?:settings|einstellungen|policy) | allow\ facebook\ content
    | ^(?:play|watch|video|listen\ to\ (?:this|the|story|article)|audio|now\ playing|(?:jetzt\ )?anhören|artikel\ anhören|vorlesen|écouter\ l|escuchar?\b|gallery|image\ \d+\ of|\d+\ of\ \d+|\d+\ ?/\ ?\d+|close|open\ image|hide\ caption|toggle\ caption|enlarge\ this\ image|loading)\b.{0,30}$ )"""
)
_NOTICE = _compiled(
    r"""(?:^[\W_]*+(?:advisory\ alert|disclaimer|haftungsausschluss|note\ to\ (?:readers|editors)|editor['’]s\ note|legal\ notice|privacy\ (?:policy|notice)|terms\ (?:of|and))\b\W*+.{0,3}
    | ^\W*(?:(?:©|\(c\)|copyright)[^.]{0,30}(?:19|20)\d\d|alle\ rechte|tous\ droits|todos\ los\ derechos|tutti\ i\ diritti|materiał\ chroniony|все\ права) | (?:all\ rights\ reserved|alle\ rechte\ vorbehalten|tous\ droits\ réservés|derechos\ reservados|wszelkie\ prawa\ zastrzeżone|無断転載|版权所有|무단\s?전재)
    | ©\s?(?:19|20)\d\d\b | (?:19|20)\d\d\ ?©
    | \b(?:may\ earn|earn)\ (?:a|an|us|a\ small)?\ ?(?:affiliate\ )?(?:commission|revenue)\b | affiliate\ links? | product\ and\ service\ reviews
    | (?:opinions|views)\ expressed\b.{0,120}(?:author|own|necessarily|reflect) | (?:letter|e-?mail)\ (?:us|to\ the\ editor) | (?:tips?|story\ ideas?)\ (?:to|for)\ .{0,30}@ | we\ want\ to\ hear | (?:got|have)\ a\ (?:news\ )?(?:tip|story)\b
    | ohne\ gewähr | creative\ commons | unter\ cc[- ] | reprinted\ with\ permission | republish\ (?:this|our) | unless\ otherwise\ (?:noted|stated) | this\ (?:article|story|content)\ is\ (?:reserved|available|only|exclusive|for)\ .{0,30}(?:subscriber|member)
    )"""
)
_LABEL = _compiled(
    r"""^[\W_]*+(?:
      advertisements?|adverti[sz]ing|ad\ (?:choices|feedback)|sponsored(?:\ by\b.{0,40})?|promoted|anzeige|werbung|publicité|publicidad|pubblicità|reklama?|реклама|広告|广告|광고|story\ continues(?:\ below)?(?:\ (?:this\ )?(?:advertisement|ad))?|article\ continues(?:\ (?:below|after).{0,40})?|continue\ reading\ below|scroll\ (?:down|to)\b.{0,30}|continues?\ (?:below|after)\b.{0,40}
    | no\ results?|view\ all\ results?|you['’]re\ (?:reading|viewing)|(?:you\ are\ )?(?:here|reading)\W?|home(?:\ ?[>»/|]?\ ?\w+){0,2}|in\ (?:news|politics|business|world|sports?|opinion|culture|entertainment|tech(?:nology)?|health|science)|skip\ to\b.{0,30}|jump\ to\b.{0,30}|table\ of\ contents|inhalt(?:sverzeichnis)?|menu|search|suche|login|log\ in|sign\ in|register|premium|exclusive|breaking(?:\ news)?|live|opinion|analysis|subscriber[s']*\ only|news|topics?|font\ size|text\ size|schriftgröße|letra|\w\ \w\ \w|-a?\s?a\+?|photos?|videos?|pictures?|images?|gallery|bildergalerie|loading\W*|more|mehr|tags?|themen|schlagwörter|stichwörter|quellen?|sources?|facebook|twitter|embed|correction|recommended\ for\ you
    | (?:tags?|filed\ under|published\ (?:under|in)|posted\ in|topics?|categor(?:y|ies)|keywords?|more\ about|schlagwort\w*|schlagwörter|stichwort\w*|themen|kategorien?|mots[- ]clés|étiquettes|etiquetas|temas|tagi|słowa\ kluczowe|теги|метки|关键词|標籤|タグ|キーワード|sections?|rubrik|ressort|in\ this\ (?:topic|series)|ratings?|average\ rating|noch\ keine\ bewertung\w*)\s*[:：]?(?<=[:：]).{0,300}
    )[\W_]*$"""
)
_BYLINE = _compiled(
    r"""^[\W_]*+(?:
      (?:(?:written|story|words|text|reporting|report|compiled|posted|published|reviewed|photographs?|photos|produced|translated|edited|editing|redigiert|bearbeitet|adaptiert|fact[- ]checked)\ )(?:by|von|:|durch)\W*.{2,90}
    | (?:by|von|par|por|di|da|af|av|door|текст|автор|autor(?:in)?|author|auteur|autore|redaktion|edited\ by|quelle|source|fuente|fonte|źródło|источник|来源|作者|记者|責任編輯|责任编辑|文|撰稿)\s?[:：]\s?.{2,60}
    | \d{1,3}[\ -]?(?:min(?:ute|uten|uti|utos)?s?\.?|minuten)\W*(?:read|lesezeit|de\ lecture|de\ lectura|di\ lettura|reading\ time|to\ read)?
    | (?:lesezeit|reading\ time|read\ time|temps\ de\ lecture|tiempo\ de\ lectura|tempo\ di\ lettura|estimated\ reading\ time|read)\W*(?:ca\.\s*)?\d{1,3}\W?(?:min\w*\.?)?
    )[\W_]*$"""
)
_BY_NAMES = regex.compile(
    r"^\W*+(?:By|BY|by|Von|VON|Par|Por|Di|Door|Af|Av)[\s:]+(?:(?:\p{Lu}[\p{L}\p{M}'’.\-]*|and|und|et|y|e|i|og|och|en|de|van|der|la|le|del|bin|al|da|dos|für|for|in|\d[\d:.,]*)[\s,&|/()•·–—-]*+){1,14}$"
)
_APPEARED = _compiled(
    r"""^\W*(?:the\ post\b.{0,400}?\b(?:appeared\ first|first\ appeared)\ on\b | (?:this|the)\ (?:article|story|post|piece|report)\ (?:was\ )?(?:originally|first)\ (?:appeared|published|posted)\b
    | der\ beitrag\b.{0,400}?\berschien\ zuerst\ auf\b | (?:l['’]article|cet\ article)\b.{0,400}?\best\ apparu\ en\ premier\b | la\ entrada\b.{0,400}?\b(?:se\ publicó|aparece)\ primero\b | l['’]articolo\b.{0,300}?\bproviene\ da\b | o\ post\b.{0,300}?\bapareceu\ primeiro\b )"""
)
_COMMENTS = _compiled(
    r"""^[\W_]*+(?:(?:\d+\ )?(?:comments?|kommentare?|commentaires?|comentarios?|commenti|comentários|komentarze|комментари(?:и|ев|й|я)|reacties|评论|コメント|댓글)(?:\W*\(?\d*\)?|\ (?:are\ closed|section|on\ this).{0,60})
    | (?:leave|post|add|write|schreiben?|hinterlasse?n?|laisser|deja|lascia|dodaj|оставить)\ (?:a|your|an|sie|sie\ uns|einen|eine|un|une|il\ tuo|a\ public)?\ ?(?:comments?|reply|response|antwort|kommentar|commentaire|comentario|respuesta|commento|komentarz|комментарий|reader\ comment).{0,80}
    | join\ the\ (?:conversation|discussion|debate).{0,60} | (?:log|sign)\ in\ to\ (?:comment|leave|join).{0,60} | what\ do\ you\ think\?.{0,40} | sie\ müssen\b.{0,60}(?:einloggen|angemeldet).{0,60} | kommentieren | have\ your\ say.{0,40} | view\ comments | show\ comments | your\ email\ address\ will\ not\ be\ published.{0,80}
    )[\W_]*$"""
)
_AGENCIES = r"getty(?:\ images)?|afp|reuters|epa(?:-efe)?|efe|dpa|ap(?:\ photo|\ images)?|associated\ press|bloomberg|shutterstock|istock\w*|picture[- ]alliance|imago\w*|alamy|wikimedia(?:\ commons)?|unsplash|pixabay|pixelio|ansa|apa|keystone|xinhua|tass|sipa|zuma|pa\ (?:images|wire|media)|rex|nurphoto|anadolu|pti|ani|zumapress|depositphotos|adobe\ ?stock|fotolia|flickr|ddp|action\ press|bestimage|belga|anp|ritzau|scanpix|ntb|tt|lehtikuva|cnsphoto|vcg"
_CREDIT = _compiled(
    rf"""(?:
      [(\[](?:courtesy|credit|image|photo|foto|picture|bild|pic|via|file\ photo|source|quelle)s?\b[^()\[\]]{{0,120}}[)\]]\W*$
    | (?<![.!?”"’»]\s?)[(\[][^()\[\]]{{0,80}}(?:photo|\b(?:{_AGENCIES}))[)\]]\W*$
    | (?:^|(?<=[\p{{Ll}}\p{{Po}}\p{{Pf}}\s]))(?-i:Image|Photo|Photos|Photograph|Photographer|Photography|Picture|Pictured?|Credit|Credits|Foto|Fotos|Bild|Bilder|Bildquelle|Abbildung|Grafik|Photo\ credit|Image\ credit|Image\ source|Crédits?\ photos?|Crédit|Fotografie|Zdjęcie|Фото|IMAGE|PHOTO|CREDIT|Fotocredit|Illustration|Bildnachweis|Symbolbild|Archivbild|Archivfoto|Copyright|Courtesy|Video)(?:\ (?:by|von|courtesy|of|par|de|via))?\s?[:：|/©-]\s?[^:：.!?]{{2,90}}$
    | ^\W*(?:photo(?:s|graph|graphs|graphy)?|image|illustration|picture)s?\ (?:by|courtesy|via|credit|:)\b.{{2,90}}$
    | (?:^|[\s.!?”"'’)])[©ⓒ]\s?\p{{L}}[^.!?]{{1,90}}$
    | ^\W*(?:{_AGENCIES})\W*$ | ^[^.!?]{{0,60}}/\s?(?:{_AGENCIES})\W*$ | [\s.!?](?-i:\p{{Lu}}[\p{{L}}.-]+\ )?(?-i:\p{{Lu}}[\p{{L}}'-]+)\s?/\s?(?:{_AGENCIES})(?:\ ?(?:/|via)\ ?[\p{{L}}\ -]{{2,40}})?\W*$
    | [\s(](?:getty\ images|ap\ photo|istock|shutterstock|picture[- ]alliance|via\ ap|via\ reuters|afp\ photo|alamy\ stock\ photo)(?:\s?/\s?[\p{{L}}\ .-]{{2,40}})?[)\]\W]*$
    )"""
)
_DATE_WORDS = regex.compile(
    r"(?i)\b(?:jan|feb|mar|mär|maerz|apr|may|mai|maj|jun|jul|aug|sep|sept|oct|okt|out|nov|dec|dez|déc|dic|ene|gen|abr|ago|set|mag|giu|lug|ott|fév|févr|avr|juil|août|"
    r"янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек|sty|lut|kwi|cze|lip|sie|wrz|paź|lis|gru|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)\p{L}{0,9}\b\.?"
)
_DATE_FRAME = regex.compile(
    r"(?i)\b(?:first\s+)?(?:published|updated|posted|last|modified|update|on|at|am|pm|a\.m\.|p\.m\.|ist|gmt|utc|est|edt|pst|pdt|cet|cest|bst|et|uhr|um|vom|von|am|den|der|stand|zuletzt|aktualisiert|"
    r"veröffentlicht|erschienen|publiziert|erstellt|created|date|time|ago|hours?|minutes?|days?|vor|stunden|minuten|publié|mis|à|jour|le|modifié|publicado|actualizado|el|a las|de|del|h|hrs|hs|"
    r"pubblicato|aggiornato|il|alle|ore|publicação|atualizado|em|às|opublikowano|aktualizacja|godz|опубликовано|обновлено|года?|г|в|st|nd|rd|th|os|and|by|since|entered|dated?|released|press)\b"
)
_HAS_DATE = regex.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{1,2}:\d\d\b|\d\s?(?:hours?|minutes?|days?|mins?|hrs?)\s+ago|vor\s+\d+|[年月日]"
)


def kind(text: str, link_share: float = 0.0) -> Chrome | None:
    """Returns the class of chrome that a block's words give away, or None."""
    size = len(text)
    if size > 900:
        return None
    if size <= 160 and is_date_line(text):
        return Chrome.DATE
    if size <= 140 and _BY_NAMES.search(text):
        return Chrome.BYLINE
    for chrome, longest, pattern in _CLASSES:
        if size <= longest and pattern.search(text):
            if chrome is Chrome.POINTER and not _points(text, link_share):
                continue
            if size > _SURE and not _insists(pattern, text):
                continue
            return chrome
    return None


def is_date_line(text: str) -> bool:
    """Whether a line has a date or an age and next to nothing else."""
    if not _HAS_DATE.search(text):
        return False
    rest = _DATE_FRAME.sub(" ", _DATE_WORDS.sub(" ", text))
    return sum(map(str.isalpha, rest)) <= 3


def _insists(pattern: regex.Pattern[str], text: str) -> bool:
    """A long text is chrome only if it says so at once or twice: a story may mention a newsletter."""
    found = [match.start() for match in pattern.finditer(text)]
    return len(found) > 1 or found[0] < 60


def _points(text: str, link_share: float) -> bool:
    """A pointer is a heading, a link or a line with a colon; a sentence that opens alike is none."""
    if link_share > 0.4 or len(text) < 36 or ":" in text[:40]:
        return True
    return text.rstrip()[-1:] not in '.!?”"…' and len(text) < 110


_SURE = 220  # characters up to which one mention makes a block chrome
_CLASSES: tuple[tuple[Chrome, int, regex.Pattern[str]], ...] = (
    (Chrome.APPEARED, 600, _APPEARED),
    (Chrome.LABEL, 320, _LABEL),
    (Chrome.BYLINE, 140, _BYLINE),
    (Chrome.SHARE, 160, _SHARE),
    (Chrome.COMMENTS, 160, _COMMENTS),
    (Chrome.POINTER, 260, _POINTER),
    (Chrome.PLAYER, 320, _PLAYER),
    (Chrome.SIGN_UP, 420, _SIGN_UP),
    (Chrome.NOTICE, 900, _NOTICE),
    (Chrome.CREDIT, 400, _CREDIT),
)
