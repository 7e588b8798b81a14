"""The words with which outlets in many languages point to another page: "Read more"."""

# The patterns are anchored and bounded, so that a search takes time linear in the text.

from __future__ import annotations

from storywatch.extract.phrases import Phrases

# At the start of a line.
POINTER = Phrases(
    r"""
    (?:also\ )?(?:read|see|watch|listen|hear|view)(?:\ (?:more|also|next|too|now
    |related|here|all|this|the\ full|full\ (?:story|article)))\b | (?:also|must
    |don['’]t)\ (?:read|see|miss|watch)\b | more\ (?:on|about|from|stories|news|in|like|coverage
    |to\ (?:read|come)|articles|posts|information|info|top)\b | (?:related|recommended|suggested
    |similar|further|popular|latest|trending|top|other|featured)\ ?(?:stor(?:y|ies)|articles?
    |news|posts?|content|topics?|links?|coverage|videos?|reading|reads|headlines|searches|items
    |products|tags?|from|on\b|:|now|picks?) | (?:related|recommended|trending
    |explore\ (?:further|more)|up\ next|next\ (?:up|article|story|post)|previous\ (?:article
    |story|post)|keep\ reading|continue\ reading|click\ here|learn\ more|find\ out\ more
    |editor['’]?s['’]?\ (?:picks?|choice)|what\ to\ (?:read|watch)\ next|you\ (?:may
    |might)\ (?:also|like|be\ interested)|most\ (?:read|popular|viewed|shared|recent)
    |in\ this\ (?:article|story)|in\ case\ you\ missed|from\ our\ partners|sponsored\ (?:content
    |stories)|skip\ (?:this\ |next\ )?section
    |back\ to\ top|more\ below|sorted\ by|go\ to\ homepage
    |view\ (?:comments|gallery|all)|see\ all)\b
    | (?:lesen|lies|sehen|schauen|hören)\ (?:sie\ |du\ )?(?:auch|mehr|dazu|weiter|hier|jetzt
    |den\ ganzen)\b | (?:mehr\ (?:zum\ thema|zu\b|dazu|lesen|von|aus|infos?|informationen|über
    |themen|artikel|nachrichten|meldungen)|auch\ interessant|(?:das\ )?(?:thema\ )?(?:könnte
    |kann)\ (?:sie|dich|ihnen|dir|euch)|weitere\ (?:informationen|videos|themen|artikel|meldungen
    |aktuelle|infos|links|beiträge|news|nachrichten|tipps|\w+tipps)
    |(?:gleich\ |jetzt\ |hier\ )?weiterlesen
    |weiterführende?r?|zum\ thema|siehe\ auch|passend\ (?:dazu|zum)|verwandte|schon\ gelesen
    |meistgelesen\w*|empfehlung|teilnehmende\ blogs|zurück\ zu[rm]?|nächster\ artikel
    |vorheriger\ artikel|beliebte|zum\ weiterlesen)\b
    | .{3,90}\b(?:findest\ du|finde(?:n\ sie|t\ ihr)|erfahren\ sie|erfährst\ du)\ hier[.!\W]*$
    | (?:lire\ (?:aussi|la\ suite|plus|également)|[àa]\ (?:lire
    |voir|écouter|découvrir)\b|voir\ aussi|sur\ le\ même\ (?:sujet|thème)|en\ savoir\ plus
    |articles?\ (?:liés|similaires|associés)|pour\ aller\ plus\ loin
    |nos\ (?:derniers\ )?articles|plus\ d['’](?:infos|actu)|audios?\ et\ vidéos
    |découvrez\ aussi) | (?:le[ea]\ (?:también|además|aquí|más|tamb)|(?:le|te)\ puede\ interesar
    |(?:le|te)\ (?:recomendamos|sugerimos)|leer\ (?:más|también)|más\ (?:sobre|noticias
    |información|en)\b|ver\ (?:también|más)|mira\ también|notas?\ relacionad
    |artículos\ relacionados|noticias\ relacionadas|le[ir]a\ (?:também|mais)|leia\ (?:também
    |mais)|veja\ (?:também|mais)|saiba\ mais|confira\ (?:também)|siga\ leyendo|sigue\ leyendo)
    | (?:leggi\ (?:anche|tutto|di\ più|pure)|approfondi(?:sci|menti)
    |(?:ti\ )?potrebbe(?:ro)?\ interessar|vedi\ anche|per\ approfondire|guarda\ anche
    |articoli\ correlati) | (?:czytaj\ (?:też|także|więcej|również|dalej|całość)|zobacz\ (?:też
    |także|również|więcej|wideo|galerię|film)|przeczytaj\ (?:także|też|również)|polecamy
    |podobne\ artykuły|więcej\ (?:na\ temat|o\b|informacji)) | (?:читайте\ (?:также|ещё|еще
    |по\ теме|нас)|читать\ (?:далее|также|ещё|еще|полностью)|по\ теме|(?:смотрите|см\.)\ также
    |подробнее|другие\ новости
    |ещё\ по\ теме|новости\ по\ теме|все\ новости|похожие)
    | (?:lees\ (?:ook|meer|verder)|bekijk\ ook|läs\ (?:också|mer|även|mera)|les\ (?:også|mer)
    |læs\ (?:også|mere)|lue\ (?:myös|lisää)|číst\ (?:dále|také)|čtěte\ (?:také|dále)|olvassa
    |ďalej|διαβάστε\ (?:επίσης|ακόμη|περισσότερα)|δείτε\ (?:επίσης|ακόμα))
    | (?:相关(?:阅读|新闻|报道|文章
    |链接|专题)|相關(?:新聞|報導|文章)|延伸閱讀|延伸阅读|推荐阅读|更多(?:新闻|精彩|报道)|关连|関連(?:記事|リンク|ニュース|キーワード)|あわせて読みたい
    |もっと見る|続きを読む|おすすめ|こちらも|관련\s?(?:기사|뉴스)|더\s?보기|원문\s?보기
    |함께\s?(?:읽기|보기))
    | (?:читайте\ (?:також|більше)|читати\ (?:далі|також)|за\ темою|прочетете\ (?:още|и)
    |вижте\ (?:още|и)|pročitajte\ (?:i|još)|související\ články|mohlo\ by\ vás\ zajímat
    |prečítajte\ si\ (?:aj|tiež)
    |kapcsolódó\ cikk|citește\ (?:și|mai)|citiți\ și|(?:ayrıca|bunu\ da|bunlar\ da)\ (?:okuyun|oku)
    |ilgili\ haber|đọc\ (?:thêm|tiếp)|xem\ thêm|(?:tin|bài)\ liên\ quan
    |baca\ selengkapnya|berita\ terkait)\b
    | (?:اقرأ(?:\ (?:أيض|المزيد|كذلك))|(?:شاهد|طالع|إقرأ|اقرؤوا)\ أيض|مواضيع\ ذات\ صلة|אולי\ יעניין
    |קראו\ (?:גם|עוד)|לכתבה\ המלאה|כתבות\ נוספות|(?:بیشتر|همچنین)\ بخوانید|مطالب\ مرتبط|مزید\ پڑھیں
    |یہ\ بھی\ پڑھیں|(?:यह|ये|इसे)\ भी\ (?:पढ़ें|पढ़ें|पढ़े|पढ़े)|और\ (?:पढ़ें|पढ़ें)|हे(?:ही|\ पण)\ वाचा
    |আর[ওো]\ (?:পড়ুন|পড়ুন)|மேலும்\ படிக்க|இதையும்\ படி|ఇ(?:ది|వి)\ కూడా\ చదవండి|ಇದನ್ನೂ\ ಓದಿ
    |อ่าน(?:เพิ่มเติม|ต่อ|ข่าว)|ข่าวที่เกี่ยวข้อง)
    | (?:read|more|lire|leia|veja|leggi|czytaj|lees|läs|читайте|читать|смотрите|чытайце
    )\s?[:：|] | související\ ?(?=[:|]|\W*$)
    | (?:zie\ ook|se\ (?:även|också|også|mer)|katso\ myös|loe\ (?:ka|lisaks|edasi)
    |también\ (?:puede[ns]?\ (?:leer|ver)|(?:le|te)\ puede\ interesar)
    |(?:conozca|consulte|vea|lee|mire)\ (?:también|además)|(?:leia|ler)\ (?:ainda|também|a\ seguir)
    |llegeix\ (?:també|més)|scopri\ (?:anche|di\ più)
    |(?:simak|lihat|tonton)\ (?:juga|pula|lagi|selengkapnya)
    |(?:artikel|berita)\ (?:terkait|berkaitan)|soma\ (?:pia|zaidi)|basahin\ (?:din|rin|pa)
    |(?:čtěte|přečtěte\ si)\ (?:také|též|i|více|dále)
    |(?:citește|citeşte|citiți|citiţi|vezi)\ (?:și|şi)
    |olvasta\ már|ezt\ is\ (?:olvas[sd]\w*|néz[zd]\w*)|pročita(?:jte|j)\ (?:i|još|više)
    |preberite\ (?:tudi|še)|lexo(?:ni)?\ (?:edhe|gjithashtu|më\ shumë)|həmçinin\ oxu(?:yun)?
    |taip\ pat\ skaitykite|lasi(?:et)?\ (?:arī|vairāk)|mời\ (?:\w+\ )?(?:xem|đọc)\ thêm
    |(?:ayrıca|bunlara\ da|buna\ da)\ bak(?:ın(?:ız)?)?|daha\ fazla(?:sını)?\ oku(?:yun)?
    |haberin\ devamı|(?:bu|bunlar)\ (?:da\ )?ilginizi\ çekebilir
    |прочита(?:јте|ј)\ (?:и|још|више|повеќе)|(?:четете|прочетете|виж|вижте)\ (?:още|и)
    |още\ по\ темата|(?:материалы?|ранее|ещё|еще|читайте)\ по\ (?:этой\ )?теме
    |также\ (?:читайте|смотрите)|(?:дивіться|перегляньте|читайте)\ (?:також|ще)|також\ читайте
    |чытайце\ (?:таксама|яшчэ)|тағы\ (?:да\ )?оқыңыз
    |διαβ[άα]στε\ (?:επ[ίι]σης|ακ[όο]μ[αη]|περισσ[όο]τερα)|δε[ίι]τε\ (?:επ[ίι]σης|ακ[όο]μ[αη]))\b
    | (?:اقرأ|إقرأ|أقرأ|اقرا|إقرا)(?:وا)?\ (?:أيض|ايض|المزيد) | اقرؤوا\ ايض
    | (?:شاهد|طالع)(?:وا)?\ ايض | (?:قد|ربما)\ (?:يهمك|يعجبك)
    | (?:موضوعات|أخبار|مقالات|مواضيع|مواد)\ (?:متعلقة|مرتبطة|ذات\ صلة)
    | للمزيد(?:\s?:|\ من\ (?:الأخبار|التفاصيل|المعلومات)) | (?:خبر|خبرهای|اخبار)\ مرتبط
    | بیشتر\ بدانید | לקריאה\ נוספת | ראו\ גם | עוד\ בנושא | קראו\s?:
    | (?:इन्हें|यह|ये|इसे)\ भी\ (?:पढ़ें|पढ़ें|देखें|सुनें) | (?:पढ़ें|पढ़ें|वाचा|చదవండి)\s?[:：] | हे\ ही\ वाचा
    | यो\ पनि\ पढ्नु | આ\ પણ\ વાંચો | ਇਹ\ (?:ਵੀ|ਭੀ)\ ਪੜ੍ਹ | ഇതും\ വായിക്കുക | കൂടുതൽ\ വായിക്കുക
    | (?:এটিও|এটাও)\ পড়ুন | ተጨማሪ\ ያንብቡ | ასევე\ წაიკითხეთ | Կարդա(?:ցեք)?\ նա[եև] | อ่านประกอบ
    | ข่าวเกี่ยวข้อง | 合わせて読みたい | 関連\s?[:：] | 看更多
    | 更多(?:新聞|報導|相关|相關) | (?:同场|同場)加映 | (?:相關|推薦)閱讀 | 관련\s?글
    """,
    before=r"^[\W_]*+",
)
