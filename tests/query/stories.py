"""Some forty small made-up stories with every turn that words take in newspapers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storywatch.story import Story

NOON = datetime(2025, 12, 2, 12, 0, tzinfo=UTC)
TEXTS = (
    (
        "Trump plays his trump card",
        "A gamble in St. Louis",
        "The president said the trump card was his.",
    ),
    ("A trump card for Labour", "", "Nobody at the party mentions the American president."),
    (
        "Trump meets Zelensky",
        "In Kyiv, or Kiev as it was spelt",
        "Kyiv hosts Mr Trump. Kiev waits.",
    ),
    (
        "US and WHO part ways",
        "The U.S. leaves the W.H.O.",
        "Who told us? The US did, says the WHO.",
    ),
    ("Tell us who you are", "", "They ask us who reads the news, and who does not."),
    (
        "Apple pie wins the fair",
        "",
        "An apple a day; a pie a week. Apple pie for all, apple and plum pie too.",
    ),
    (
        "Apple shares fall",
        "Pie charts explain it",
        "Apple fell. The pie got smaller for Apple's partners.",
    ),
    ("García-López elected", "", "Ms García-López beat Smith-Jones. Lopez thanked Garcia."),
    (
        "O’Brien returns to St Louis",
        "O'Brien's tour",
        "Sinéad O’Brien sang l’amour; l'Équipe wrote of d'Artagnan.",
    ),
    (
        "Sakalienė speaks in Vilnius",
        "",
        "Dovilė Sakalienė, whom some papers spell Sakaliene, spoke.",
    ),
    (
        "NATO's new headquarters",
        "NATO and the EU",
        "NATO’s chief and the Nato members met. The alliances' plans.",
    ),
    (
        "COVID-19 cases rise",
        "Covid returns",
        "COVID-19 and covid 19 and Covid—19. A virus-free winter?",
    ),
    ("AT&T buys a rival", "", "AT&T, R&D and M&A: AT &amp; T is not AT&T. At T junctions stop."),
    ("C++ turns forty", "C is older", "The C++ committee met; C+ is no grade for C++20, nor C#."),
    ("北约峰会开幕", "北约", "北约 秘书长 在 东京都 讲话 ひらがな カタカナ ラーメン。"),
    (
        "E-mail is not email",
        "",
        "An e-mail, an email, two E‑mails and one Email: e\u00admail is soft.",
    ),
    ("Women and woman", "womxn", "A woman, many women, womankind and a wombat met some wommen."),
    (
        "Immigration and immigrants",
        "",
        "Immigrant families; an immigrant’s story. Immigrate, migrate!",
    ),
    (
        "Straße und Strasse",
        "",
        "ÆON, œuvre, Łódź, Đorđe, İstanbul, ISPARTA, ΟΔΟΣ και οδος, Москва и москва.",
    ),
    (
        "Cafe\u0301 na\u0131ve",
        "café naive",
        "Nai\u0308ve cafe\u0301s; coo\u0308perate; zero\u200bwidth; co\u00adop.",
    ),
    (
        "3.14 and 1,000",
        "10:30",
        "Pi is 3.14, not 3,14. 1,000 people came at 10:30 on 2025-12-06; v2.0.1 shipped.",
    ),
    (
        "rock'n'roll ain't dead",
        "",
        "Rock 'n' roll don't die. 'Quoted' words ’tis. The Beatles' hits, the '90s.",
    ),
    (
        "Run, runner, running",
        "ran",
        "Runners run; he ran while running. Happiness is happily happier policies.",
    ),
    (
        "Taxes, taxation, taxed",
        "policy",
        "A tax on taxis? The taxing policy of policies. Organised organisations.",
    ),
    ("not and or AND", "", "And or not? NOT this OR that, TO be."),
    ("a b a c b a b c d", "one two three four five", "a x b x x c a a a b b c x x x x x x x d a d"),
    ("one two one two", "two one", "one x two y three x one x x two x x x three two two one"),
    (
        "Deadline x_y and __init__",
        "snake_case",
        "file_name.txt on example.com, see www.example.org/a_b.",
    ),
    ("สวัสดีชาวโลก", "", "ภาษาไทย and 한국어 한국 နေ တာ."),
    ("मेरी खबर", "", "नमस्ते दुनिया क़लम, שלום עולם, مرحبا بالعالم ١٢٣."),
    ("", "", "A body without a title: apple and trump and nato."),
    ("Only a title about Kyiv", "", ""),
    ("!!! ???", "…", "— — —"),
    ("Pie apple", "pie, then apple", "The pie near the apple: pie x apple, apple x x x x pie."),
    ("US dollar falls", "", "The US dollar fell against the euro. Us? No: US!"),
    (
        "Resume or résumé",
        "RÉSUMÉ",
        "Résumé, resumé and Resume: exact accents count for exact words.",
    ),
    (
        "J. K. Rowling and J.R.R. Tolkien",
        "",
        "J.K. Rowling; JRR Tolkien; U.K. and UK; e.g. this, i.e. that; a.m.",
    ),
    (
        "Smith's smiths",
        "smith",
        "The smiths’ smith; Smith–Jones by dash; Smith—Jones too; Smith/Jones.",
    ),
    ("😀 Emoji 🇺🇸 flags", "👍🏽", "Thumbs👍up and 🄰 letters, ½ cup, x² and Ⅷ."),
    (
        "trump x x card x x president x us",
        "",
        "apple x x x pie x lopez x x smith x x x x jones x st louis",
    ),
    (
        "smith x x st x x louis x kyiv",
        "",
        "nato x x x covid x x 19 x at x x c woman x x x women a x x x x b",
    ),
    (
        "runs x x runners x x x running x ran",
        "",
        "policy x x tax x x x taxes x x or x x not x to x x a x x b x d",
    ),
    ("Tokyo 2025", "２０２５ Ｔｏｋｙｏ", "Ｆｕｌｌ width and full-width; ﬁne ﬂour; ĳsvrij."),
    ("𝗡𝗔𝗧𝗢 𝓌𝑜𝓂𝑒𝓃’𝓈 𝟮𝟬𝟮𝟱", "Ⓢⓜⓘⓣⓗ ℂovid", "𝐔.𝐒. 𝐭𝐚𝐱 𝙥𝙤𝙡𝙞𝙘𝙮 and 𝔗okyo"),
)
AUTHORS: tuple[tuple[str, ...], ...] = (
    (),
    ("Anna Smith-Jones",),
    ("Dovilė Petraitė", "Sean O’Brien"),
    ("",),
    ("Anna Lee", "Sean Park"),
)
OUTLETS = ("bugle", "daily-echo", "the_wire")
SECTIONS = (None, "World", "Politics & Economy", "Sport/Football")
LANGUAGES = ("en", None, "de", "zh")


def story(number: int = 1, **fields: object) -> Story:
    given: dict[str, object] = {
        "id": f"story{number}",
        "outlet": "bugle",
        "url": f"https://bugle.example/{number}",
        "title": "",
        "body": "",
        "first_seen_at": NOON,
        "fetched_at": NOON,
        **fields,
    }
    return Story(**given)  # type: ignore[arg-type]


def _made(number: int) -> Story:
    title, standfirst, body = TEXTS[number]
    outlet = OUTLETS[number % len(OUTLETS)]
    days = timedelta(days=number % 11, hours=number, milliseconds=number)
    return story(
        number,
        title=title,
        standfirst=standfirst or None,
        body=body,
        authors=AUTHORS[number % len(AUTHORS)],
        outlet=outlet,
        section=SECTIONS[number % len(SECTIONS)],
        language=LANGUAGES[number % len(LANGUAGES)],
        url=f"https://{outlet}.example/world/{number}-kyiv-news?id={number}",
        published_at=NOON - days if number % 6 else None,
    )


STORIES = tuple(_made(number) for number in range(len(TEXTS)))
