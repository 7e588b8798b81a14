"""The words of each class of chrome, as outlets in many languages write them."""

# The patterns are anchored or bounded, so that a search takes time linear in the text.

from __future__ import annotations

import re

import regex

from storywatch.extract.phrases import Phrases

_AT_START, _TO_END = r"^[\W_]*+", r"[\W_]*$"


# A reposting line, which ends a story.
APPEARED = Phrases(
    r"""
    the\ post\b.{0,400}?\b(?:appeared\ first|first\ appeared)\ on\b | (?:this
    |the)\ (?:article|story|post|piece|report)\ (?:was\ )?(?:originally|first)\ (?:appeared
    |published|posted)\b | der\ beitrag\b.{0,400}?\berschien\ zuerst\ auf\b | (?:l['’]article
    |cet\ article)\b.{0,400}?\best\ apparu\ en\ premier\b
    | la\ entrada\b.{0,400}?\b(?:se\ publicó|aparece)\ primero\b
    | l['’]articolo\b.{0,300}?\bproviene\ da\b | o\ post\b.{0,300}?\bapareceu\ primeiro\b
    """,
    before=r"^\W*",
)

# Words that name a part of the page: "Advertisement", "No Result", "Tags: …"; a whole line.
LABEL = Phrases(
    r"""
    advertisements?|adverti[sz]ing|ad\ (?:choices|feedback)
    |sponsored(?:\ by\b.{0,40})?|promoted|anzeige|werbung|publicité|publicidad|pubblicità
    |reklama?|реклама|広告|广告|광고|story\ continues(?:\ below)?(?:\ (?:this\ )?(?:advertisement
    |ad))?|article\ continues(?:\ (?:below|after).{0,40})?|continue\ reading\ below
    |scroll\ (?:down|to)\b.{0,30}|continues?\ (?:below|after)\b.{0,40} | no\ results?
    |view\ all\ results?|you['’]re\ (?:reading|viewing)|(?:you\ are\ )?(?:here|reading)\W?
    |home(?:\ ?[>»/|]?\ ?\w+){0,2}|in\ (?:news|politics|business|world|sports?|opinion|culture
    |entertainment|tech(?:nology)?|health|science)|skip\ to\b.{0,30}|jump\ to\b.{0,30}
    |table\ of\ contents|inhalt(?:sverzeichnis)?|menu|search|suche|login|log\ in|sign\ in
    |register|premium|exclusive|breaking(?:\ news)?|live|opinion|analysis|subscriber[s']*\ only
    |news|topics?|font\ size|text\ size|schriftgröße(?:\ anpassen)?
    |autoplay|player\ wird\ geladen|letra|-a?\s?a\+?|photos?|videos?
    |pictures?|images?|gallery|bildergalerie|loading\W*|more|mehr|tags?|themen|schlagwörter
    |stichwörter|quellen?|sources?|facebook|twitter|embed|correction|recommended\ for\ you
    | (?:tags?|filed\ under|published\ (?:under|in)|posted\ in|topics?|categor(?:y|ies)
    |keywords?|more\ about|schlagwort\w*|schlagwörter|stichwort\w*|themen|kategorien?
    |mots[- ]clés|étiquettes|etiquetas|temas|tagi|słowa\ kluczowe|теги|метки
    |关键词|標籤|タグ|キーワード
    |sections?|rubrik|ressort|in\ this\ (?:topic|series)|ratings?|average\ rating
    )\s*[:：]?(?<=[:：]).{0,300}
    | (?:\d\d[./]\d\d[./]\d{4}\W+)?publicad[oa]\ (?:por|em)\s*:.{2,120}
    | .{0,80}PDF\s?\|\s?[\d.,]+\s?[kM]B\b.{0,60} | sendung\s?:.{3,60}\d{2}\.\d{2}\.\d{4}.{0,20}
    | noch\ keine\ bewertung\w* | rate\ this\ (?:post|article|story)
    | erschienen\ in | von | by | par | por | ende\ der\ weiteren\ informationen
    | zusatzinformationen\W | fragen\ an\ (?:den|die)\ autor\w*
    """,
    before=_AT_START,
    after=_TO_END,
)

# What is left of a word whose letters are set apart; a whole line, and never of a word itself.
SPACED = Phrases(r"\w\s\w\s\w", before=_AT_START, after=_TO_END)
WORD = re.compile(r"[A-Za-z0-9]{2}")

# Who made it and how long reading takes; a whole line.
BYLINE = Phrases(
    r"""
    (?:(?:written|story|words|text|reporting|report|compiled|posted|published
    |reviewed|photographs?|photos|produced|translated|edited|editing|redigiert|bearbeitet
    |adaptiert|fact[- ]checked)\ )(?:by|von|:|durch)\W*.{2,90} | (?:by|von|par|por|di|da|af|av
    |door|текст|автор|autor(?:in)?|author|auteur|autore|redaktion|edited\ by|quelle|source
    |fuente|fonte|źródło|источник|来源|作者|记者|責任編輯|责任编辑|文|撰稿)\s?[:：]\s?.{2,60}
    | (?-i:\p{Ll}{2,4}|\p{Lu}{2,5})(?:\s?/\s?(?-i:\p{Ll}{2,4}|\p{Lu}{2,5})){1,3}
    | \d{1,3}[\ -]?(?:min(?:ute|uten|uti|utos)?s?\.?|minuten)\W*(?:read|lesezeit|de\ lecture
    |de\ lectura|di\ lettura|reading\ time|to\ read)? | (?:lesezeit|reading\ time|read\ time
    |temps\ de\ lecture|tiempo\ de\ lectura|tempo\ di\ lettura|estimated\ reading\ time
    |read)\W*(?:ca\.\s*)?\d{1,3}\W?(?:min\w*\.?)?
    | (?:aus\ dem\ \w+(?:\ übersetzt)?|übersetz(?:t|ung))\ von\ .{3,60} | editors?:\ .{3,90}
    | (?:出处|来源|來源)[:：].{0,80}(?:责任编辑|責任編輯|作者)[:：].{0,20}
    """,
    before=_AT_START,
    after=_TO_END,
)

# Who wrote, edited and can be written to, below a story; a whole line.
SIGN_OFF = Phrases(
    r"""
    (?:additional\ )?(?:reporting|writing|editing|compiled)\ by\ [^.!?]{3,120}
    \b(?:editing|reporting|writing)\ by\ .{3,120}
    | to\ contact\ the\ (?:reporters?|editors?|authors?|writers?)\b.{0,160}
    """,
    before=r"^\W*+",
    after=_TO_END,
)

# The head of a box that tells of who wrote the story; a whole line.
BIO = Phrases(
    r"""
    (?:about|meet)\ the\ (?:authors?|writers?|contributors?) | authors?
    | (?:über\ (?:den|die)\ |zu[mr]\ |der\ |die\ )?(?:autor(?:in|en|innen)?|verfasser(?:in)?)
    | (?:[àa]\ propos\ de\ )?l['’](?:auteure?|autore|autrice) | sobre\ (?:el|la|o|a)\ autora?
    | об?\ автор(?:е|ах) | 作者(?:简介|簡介)
    """,
    before=_AT_START,
    after=_TO_END,
)

_BUTTONS = (
    r"share|tweet|e-?mail|print|save|copy\ link|link\ copied!?|facebook|twitter|x|whats?app"
    r"|linkedin|telegram|reddit|pinterest|pin\ it|flipboard|instagram|youtube|messenger"
    r"|comment|bookmark|listen|gift|rss|teilen|merken|drucken|mail|kommentieren|compartir"
    r"|partager|imprimer|condividi|stampa|compartilhar|udostępnij|drukuj|поделиться"
    r"|зареєструватися|tweeten|mailen|weitersagen|feedback|google\ news|threads|bluesky"
    r"|mastodon|pocket|line|hatena|シェア|ツイート|分享|打印"
)
# Share bars and "follow us"; a whole line.
SHARE = Phrases(
    rf"""
    share(?:s|d)?(?:\ (?:this|on|via|to|the|with|story|article|post|full|now|it
    |tweet|save|options|\W*facebook).{{0,60}})? | (?:{_BUTTONS})(?:{_BUTTONS}|\W|\d)*+
    | (?:follow|like|join|find|connect\ with)\ (?:us|me|him|her|@|the\ \w+|\w+(?:\ \w+)?)\ (?:on
    |at|via|@).{{0,80}} | (?:folgen|folge)\ (?:sie|uns|du)?\ ?(?:uns|auf|bei)?.{{0,60}}
    | suivez[-\ ].{{0,60}} | s[íi]gue(?:nos|me)\b.{{0,80}} | seguici\b.{{0,60}} | siga-nos.{{0,60}}
    | подписывайтесь.{{0,80}} | (?:artikel|beitrag|seite)\ (?:teilen|drucken|empfehlen
    |weiterempfehlen|versenden|merken)\W*
    """,
    before=r"^[\W_\d]*+",
    after=_TO_END,
)

# The head of the readers' comments, which ends a story.
COMMENTS = Phrases(
    r"""
    (?:\d+\ )?(?:comments?|kommentare?|commentaires?|comentarios?|commenti
    |comentários|komentarze|комментари(?:и|ев|й|я)|reacties|评论|コメント|댓글)(?:\W*\(?\d*\)?
    |\ (?:are\ closed|section|on\ this).{0,60}) | (?:leave|post|add|write|schreiben?
    |hinterlasse?n?|laisser|deja|lascia|dodaj|оставить|добавить)\ (?:a|your|an|sie|sie\ uns|einen
    |eine|un|une|il\ tuo|a\ public)?\ ?(?:comments?|reply|response|antwort|kommentar|commentaire
    |comentario|respuesta|commento|komentarz|комментарий|reader\ comment).{0,80}
    | join\ the\ (?:conversation|discussion|debate).{0,60} | (?:log|sign)\ in\ to\ (?:comment
    |leave|join).{0,60} | what\ do\ you\ think\?.{0,40} | sie\ müssen\b.{0,60}(?:einloggen
    |angemeldet).{0,60} | kommentieren | have\ your\ say.{0,40} | view\ comments
    | show\ comments | your\ email\ address\ will\ not\ be\ published.{0,80}
    """,
    before=_AT_START,
    after=_TO_END,
)

# What stands where a player or a foreign piece should be.
PLAYER = Phrases(
    r"""
    enable\ java-?script | java-?script\ (?:is|must|muss|aktiv|to\ view|enabled|disabled)
    | (?:your|this|ihr|dein|tu|votre|il\ tuo)\ (?:web\ )?(?:browser|navegador
    |navigateur)\b.{0,60}(?:support|unterstützt|soporta|permite|prend|kann) | supports\ html5
    | (?:this\ )?(?:video|audio)\ (?:is\ not|cannot|can['’]t|can\ ?not|konnte|kann|player\ is
    |is\ loading|is\ unavailable) | no\ compatible\ source | (?:install|download|update|upgrade
    |need|requires?|benötig\w*)\b.{0,40}\bflash | externe[rn]?\ inhalt | external\ content
    | (?:drittanbieter|third[- ]part(?:y|ies))\b.{0,80}(?:inhalt|content|cookies?)
    | (?:an\ dieser\ stelle|hier)\ (?:finden|befindet|steht|sehen)\ (?:sie\s
    |sich\ )?.{0,40}(?:extern|inhalt|video) | this\ content\ is\ (?:hosted|provided
    |not\ available) | (?:accept|allow|manage|enable)\ (?:all\ )?(?:\w+\ )?cookies
    | cookie[- ](?:settings|einstellungen|policy)
    | keine\ verbindung\ zu\ (?:twitter|facebook|instagram|youtube)\b
    | allow\ facebook\ content | ^(?:play|watch
    |video|listen\ to\ (?:this|the|story|article)|audio|now\ playing|(?:jetzt\ )?anhören
    |artikel\ anhören|vorlesen|écouter\ l|escuchar?\b|gallery|image\ \d+\ of|\d+\ of\ \d+
    |\d+\ ?/\ ?\d+|close|open\ image|hide\ caption|toggle\ caption|enlarge\ this\ image
    |loading)\b.{0,30}$
    """,
)

# Newsletters, subscriptions, apps, donations; anywhere in a line.
SIGN_UP = Phrases(
    r"""
    sign(?:ing)?[\ -]up\ (?:for|to|here|now|today|and|with|below)\b
    | sign\ up\b(?=.{0,80}(?:newsletter|email|inbox|alerts|briefing)) | subscribe\ (?:to|now|for
    |here|today|and|via|with)\b | subscribe$ | subscribing\ to\b | (?:free|daily|weekly|our
    |e-?mail|the|this|morning|evening|his|her)\ newsletters?\b(?=.{0,120}(?:sign|subscri|inbox
    |get|receive|here|deliver|$)) | newsletters?$ | newsletter\ (?:sign|abonn|anmeld) | (?:in|to
    |into)\ your\ (?:inbox|mailbox|e-?mail|phone|feed)\b | (?:free\ )?daily\ e-?mail\ with\b
    | by\ (?:signing|submitting|subscribing|clicking|providing|entering
    |registering)\b.{0,80}\b(?:you|agree|consent) | already\ (?:a\ )?(?:subscriber|subscribed
    |a\ member|have\ an\ account|registered) | become\ a\ (?:member|subscriber|patron
    |supporter) | (?:start|try)\ (?:your|a)\ free\ trial | unlimited\ (?:digital\ )?access
    | (?:support|fund)\ (?:our|independent|quality|the)\ (?:work|journalism|reporting|newsroom)
    | (?:please\ )?(?:consider\ )?(?:making\ a\ donation|donat(?:e|ing)\ (?:now|today|here
    |to\ (?:us|support))) | download\ (?:the|our)\b.{0,60}\bapps?\b | get\ (?:the
    |our)\ (?:\w+\ ){0,3}app\b | (?:on|with|via|our)\ (?:the\ )?(?:free\ )?(?:mobile\ |iphone\s
    |android\ )?app\b(?=.{0,40}(?:download|store|free|phone|news|$))
    | (?:the\ )?latest\ news\ (?:straight|delivered|direct) | never\ miss\ (?:a|the|an|out)
    | stay\ (?:updated|up\ to\ date|informed|connected)\ (?:with|on|by) | to\ stay\ updated
    | newsletter\ (?:abonnieren|bestellen|anmelden) | (?:abonnieren|abonniere)\ (?:sie|uns
    |unseren?|jetzt|den)\b | jetzt\ (?:abonnieren|anmelden|testen|registrieren|kostenlos
    |bestellen|spenden)
    | (?:unterstütz(?:en|e|t)\ (?:sie\ )?uns|mit\ einer\ (?:\w+\ )?spende)\b
    | informieren\ (?:sie|dich|euch)\ regelmäßig | erhalten\ sie\ exklusive\ angebote
    | gefällt\ (?:dir|ihnen|euch)\ (?:unser\w*|dieser\ (?:artikel|beitrag))
    | help\ us\ (?:continue|keep)\b | puede[ns]?\ escribir(?:nos|me)\ a\b
    | (?:hier|unseren?)\ (?:\w+\ )?newsletter | (?:im|als)\ (?:abo
    |e-?paper)\b | (?:inscrivez|abonnez)-vous | je\ m['’]abonne | recevez\b.{0,60}(?:newsletter
    |boîte|e-?mail) | déjà\ abonné | suscríb(?:ete|ase|anse|te)\b | suscrí\w+\ (?:a|al|aquí)
    | boletín(?:es)?\b(?=.{0,60}(?:recib|suscr|correo)) | iscriviti\b | abbonati\b | assine\s
    | inscreva-se | cadastre-se | receba\b.{0,60}(?:newsletter|e-?mail) | zapisz\ się\b
    | subskrybuj | подпи(?:шитесь|сывайтесь|саться|ска)\b | meld\ je\ aan | schrijf\ je\ in
    | підпи(?:шіться|суйтесь|суйтеся)\b | abone\ ol(?:un)?\b | đăng\ ký\ nhận\b | berlangganan\b
    | přihlaste\ se\ k\b | iratkozz(?:on)?\ fel\b | abonați-vă | prenumerera
    | meld\ deg\ på | tilmeld\ dig
    | (?:unsubscribe|abmelden|abbestellen|désabonner)\b(?=.{0,30}\b(?:any\ ?time|jederzeit|moment))
    | (?:jederzeit|any\ time)\b.{0,30}\b(?:abmelden|abbestellen|unsubscribe)
    | (?<=^\W*|[,.!?(]\s|\bor\ )(?:follow|like|find)\ (?:us|me|him|her|our\b.{0,40}|\w+(?:\ \w+)?)
    \ on\ (?:facebook|twitter|instagram|youtube|linkedin|bluesky|whatsapp|telegram)\b
    | kenn(?:t|st|en)\ (?:ihr|du|sie)\ schon\ unser
    | hinterlass\w*\ (?:\w+\ ){0,2}(?:einen|deinen|euren|ihren)\ (?:\w+\ )?kommentar
    """,
    before=r"\b",
)
# The same in scripts without spaces, which know no edge of a word.
WIDE_SIGN_UP = Phrases(
    r"""
    订阅 | 訂閱 | メルマガ | 会員(?:登録|限定) | 무료\s?회원 | 구독
    | ニュースレター.{0,6}登録 | 뉴스레터.{0,8}(?:신청|받아) | 電子報.{0,4}訂 | สมัครรับ | सदस्यता\ लें
    | सब्सक्राइब\ कर | সাবস্ক্রাইব\ কর | பதிவு\ செய்யுங்கள் | اشترك(?:وا)?\ (?:في|الآن)
    | عضو\ شوید | הירשמו\ ל
    | facebook\s?(?:專頁|专页|粉絲) | (?:关注|關注|扫码|掃碼).{0,20}(?:公众号|公眾號|专页|專頁)
    """
)

# Advisories, disclaimers, copyright, calls for tips.
NOTICE = Phrases(
    r"""
    ^[\W_]*+(?:advisory\ alert|disclaimer|haftungsausschluss|note\ to\ (?:readers|editors)
    |editor['’]s\ note|legal\ notice|privacy\ (?:policy|notice)|terms\ (?:of|and))\b\W*+.{0,3}
    | ^\W*(?:(?:©|\(c\)|copyright)[^.]{0,30}(?:19|20)\d\d|alle\ rechte|tous\ droits
    |todos\ los\ derechos|tutti\ i\ diritti|materiał\ chroniony|все\ права)
    | (?:all\ rights\ reserved|alle\ rechte\ vorbehalten|tous\ droits\ réservés
    |derechos\ reservados|wszelkie\ prawa\ zastrzeżone
    |無断転載|版权所有|무단\s?전재) | ©\s?(?:19|20)\d\d\b
    | ^\W*(?:except\ for\ the\ headline,?\ )?(?:this|the)\ (?:story|report|article|copy|item)
    \ (?:has\ (?:not\ )?been|was|is)\ (?:\w+\ ){0,2}(?:published|sourced|taken|edited
    |(?:auto-?)?generated)\b.{0,60}\b(?:feed|agency|wire|newswire|staff|syndicated)\b
    | (?:19|20)\d\d\ ?© | \b(?:may\ earn|earn)\ (?:a|an|us
    |a\ small)?\ ?(?:affiliate\ )?(?:commission|revenue)\b | affiliate[- ]links?
    | (?:erhalten|bekommen|verdienen)\ wir\ (?:ggf\.\ )?(?:eine\ )?(?:kleine\ )?provision
    | markieren\ sie\ die\ entsprechenden\ wörter | das\ heft\ ist\ ab\b.{0,30}\bim\ handel
    | kontaktformular\ anfragen\ zukommen | 転載・複製 | リンク先をご覧ください
    | product\ and\ service\ reviews | (?:opinions|views)\ expressed\b.{0,120}(?:author|own
    |necessarily|reflect) | (?:letter|e-?mail)\ (?:us|to\ the\ editor) | (?:tips?
    |story\ ideas?)\ (?:to|for)\ .{0,30}@ | we\ want\ to\ hear | (?:got
    |have)\ a\ (?:news\ )?(?:tip|story)\b | ohne\ gewähr | creative\ commons | unter\ cc[- ]
    | meinung\ der\ redaktion\ (?:entsprech|widerspiegel|übereinstimm|wieder)
    | subject\ to\ copyright | ^\W*citation:\ .{10,400}\bretrieved\b
    | \bcomments?\b.{0,60}\b(?:are|be|is|will)\ (?:\w+\ )?moderated | \bmoderating\ all\ comments
    | coment[áa]rios?\b.{0,120}\bmoderador | не\ нес[её]т\ ответственности\ за\ содержание
    | (?:未经|未經).{0,12}(?:不得|禁止|严禁|嚴禁|请勿|請勿).{0,8}(?:转载|轉載|转用|複製|复制)
    | 转载\w{0,6}注明 | 轉載\w{0,6}註明 | 不代表本(?:网|站|網|报|報) | 登载此文
    | reprinted\ with\ permission | republish\ (?:this|our) | unless\ otherwise\ (?:noted
    |stated) | this\ (?:article|story|content)\ is\ (?:reserved|available|only|exclusive
    |for)\ .{0,30}(?:subscriber|member)
    """,
)
# "By Ann Lee and Bob Ray", "Von ANN LEE, 5 min"; a whole line.
BY_NAMES = Phrases(
    r"""
    (?-i:(?:By|BY|by|Von|VON|von|Par|Por|Di|Door|Af|Av)[\s:]+
    (?:(?:\p{Lu}[\p{L}\p{M}'’.\-]*
    |and|und|et|y|e|i|og|och|en|de|van|der|la|le|del|bin|al|da|dos|für|for|in|\d[\d:.,]*
    |am|um|at|on|pm|min|mins|read)[\s,&|/()•·–—-]*+){1,14})
    """,
    before=r"^\W*+",
    after="$",
)

_AGENCIES = (
    r"getty(?:\ images)?|afp|reuters|epa(?:-efe)?|efe|dpa|ap(?:\ photo|\ images)?"
    r"|associated\ press|bloomberg|shutterstock|istock(?:photo)?(?:\.com)?|picture[- ]alliance"
    r"|imago\w*|alamy"
    r"|wikimedia(?:\ commons)?|unsplash|pixabay|pixelio|ansa|apa|keystone|xinhua|tass|sipa|zuma"
    r"|pa\ (?:images|wire|media)|rex|nurphoto|anadolu|pti|ani|zumapress|depositphotos|adobe\ ?stock"
    r"|fotolia|flickr|ddp|action\ press|bestimage|belga|anp|ritzau|scanpix|ntb|tt|lehtikuva"
    r"|cnsphoto|vcg"
)
_CREDIT_WORDS = (
    r"Image|Photo|Photos|Photograph|Photographer|Photography|Picture|Pictured?|Credit|Credits|Foto"
    r"|Fotos|Bild|Bilder|Bildquelle|Abbildung|Grafik|Photo\ credit|Image\ credit|Image\ source"
    r"|Crédits?\ photos?|Crédit|Fotografie|Zdjęcie|Фото|IMAGE|PHOTO|CREDIT|Fotocredit|Illustration"
    r"|Bildnachweis|Symbolbild|Archivbild|Archivfoto|Copyright|Courtesy|Video"
)
# Common words with each letter shifted by one, as paywalls scramble what they hold back; and plain.
SCRAMBLED = Phrases(r"voe|ejf|efs|ebt|efo|tjoe|uif|boe|xjui", before=r"\b", after=r"\b")
READABLE = regex.compile(r"\b(?:und|die|der|das|den|the|and|with)\b", regex.IGNORECASE)
# A picture's credit, alone or glued to the end of its caption.
CREDIT = Phrases(
    rf"""
    [(\[](?:courtesy|credit|image|photo|foto|picture|bild|pic|via|file\ photo|source|quelle)s?
        \b[^()\[\]]{{0,120}}[)\]]\W*$
    | (?<![.!?”"’»]\s?)[(\[][^()\[\]]{{0,80}}(?:photo|\b(?:{_AGENCIES}))[)\]]\W*$
    | (?:^|(?<=[\p{{Ll}}\p{{Po}}\p{{Pf}}\s]))(?-i:{_CREDIT_WORDS})
        (?:\ (?:by|von|courtesy|of|par|de|via))?\s?[:：|/©-]\s?[^:：.!?]{{2,90}}$
    | ^\W*(?:photo(?:s|graph|graphs|graphy)?|image|illustration|picture)s?
        \ (?:by|courtesy|via|credit|:)\b.{{2,90}}$
    | (?:^|[\s.!?”"'’)])[©ⓒ]\s?\p{{L}}[^.!?]{{1,90}}$
    | [(\[]\s?(?:©|fot\.)[^()\[\]]{{2,80}}[)\]]\W*$
    | [(（][^()（）]{{1,20}}[摄攝][)）]\W*$ | ^圖說[:：]
    | [(\[][^()\[\]]{{2,60}}/\s?(?:getty\ images|shutterstock|istock(?:photo)?(?:\.com)?|unsplash
        |picture[- ]alliance|imago\w*|alamy|pixabay|adobe\ ?stock|wikimedia\ commons)[)\]]\W*$
    | ^\W*(?:beitrags|titel|artikel|header|symbol|aufmacher)bild\b.{{2,90}}$
    | ^\W*(?-i:Abbildung|Abb\.)\s?\d*\s?:
    | ^\W*(?:{_AGENCIES})\W*$
    | ^[^.!?]{{0,60}}/\s?(?:{_AGENCIES})\W*$
    | [\s.!?](?-i:\p{{Lu}}[\p{{L}}.-]+\ )?(?-i:\p{{Lu}}[\p{{L}}'-]+)\s?/\s?(?:{_AGENCIES})
        (?:\ ?(?:/|via)\ ?[\p{{L}}\ -]{{2,40}})?\W*$
    | [\s(](?:getty\ images|ap\ photo|istock|shutterstock|picture[- ]alliance|via\ ap|via\ reuters
        |afp\ photo|alamy\ stock\ photo)(?:\s?/\s?[\p{{L}}\ .-]{{2,40}})?[)\]\W]*$
    """,
)
