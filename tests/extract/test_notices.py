from __future__ import annotations

import pytest

from storywatch.extract.notices import Wordings
from storywatch.story import Reason
from tests.extract.pages import (
    DATED,
    PARAGRAPHS,
    TITLE,
    article,
    html,
    linked_data,
    rejection,
    story,
    text,
)

ON = "Please come back later, or look at our other pages, of which there are a great many for you."


def notice(title: str, *words: str) -> str:
    paragraphs = "".join(f"<p>{each}</p>" for each in (*words, ON))
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{paragraphs}</body>"


NOTICES = {
    Reason.BLOCKED: (
        ("Le Clairon", "Vous avez été bloqué : tant de pages, aucun lecteur ne les lit si vite."),
        (
            "Budet",
            "Vi och våra 214 partners sparar uppgifter på din enhet och läser dem där igen.",
        ),
        (
            "使い",
            "当社と当社のパートナーは端末に情報を残し、それを読みます。同意するかどうかを下のボタンでお選びください。設定は後からでも変えられます。",
        ),
        (
            "The Bugle",
            "We have set this up to protect the site against programs that read it whole.",
        ),
        (
            "Security verification",
            "Move the piece to where it is missing from the picture, please.",
        ),
        (
            "The Bugle",
            "This newspaper is unavailable to readers from the Union for now, by its laws.",
        ),
        (
            "Der Bote",
            "Zeigen Sie uns bitte, dass Sie kein Roboter sind, und wählen Sie die Ampeln aus.",
        ),
        (
            "Le Clairon",
            "Montrez-nous que vous n'êtes pas un robot en choisissant toutes les images.",
        ),
        (
            "La Tromba",
            "Devi mostrarci di non essere un robot: scegli tutte le immagini con un autobus.",
        ),
        (
            "Goniec",
            "Pokaż nam, że nie jesteś robotem, i wybierz wszystkie obrazki z autobusem na ulicy.",
        ),
        (
            "Haberci",
            "Robot olmadığınızı gösterin ve içinde otobüs olan bütün resimleri seçin lütfen.",
        ),
        (
            "使い",
            "ロボットではないことを示してください。バスのある画像をすべて選び、それから下のボタンを押すと先へ進めます。",
        ),
        (
            "전령",
            "로봇이 아님을 보여 주십시오. 버스가 있는 그림을 모두 고르면 넘어갈 수 있습니다.",
        ),
        (
            "الرسول",
            "أثبت لنا أنك لست روبوتا باختيار كل الصور التي فيها حافلة ثم اضغط على الزر أدناه.",
        ),
        ("The Bugle", "Sorry, this page is not available in your country, for legal reasons."),
        ("451: Unavailable For Legal Reasons", "You seem to read us from far away."),
        ("Der Bote", "Diese Seite ist in Ihrem Land aus Gründen des Rechts nicht zu sehen."),
        ("Le Clairon", "Ce contenu n'est pas disponible dans votre pays, pour l'instant."),
        ("The Bugle", "You must be 18 years or older to see what stands on this page."),
        ("Age verification", "When were you born? Tell us the day, the month and the year."),
        ("The Bugle", "We and our 214 partners keep data on your device and read them."),
        ("The Bugle", "You need to enable JavaScript to see this page in your browser."),
        ("Ad blocker detected", "Our reporters live on advertising, as you will understand."),
        ("The Bugle", "Your browser is not supported; take a newer one to go on."),
        ("The Bugle", "Access to this page has been denied: we think that you are a program."),
    ),
    Reason.UNAVAILABLE: (
        ("OperationalError at /news/7", "Nothing listens where the data of this paper are kept."),
        ("NoMethodError in StoriesController#show", "A thing is asked for what it does not have."),
        (
            "WordPress › Error",
            "There has been a critical error on this website, says its software.",
        ),
        ("The Bugle", "The website encountered an unexpected error; try again in a minute or two."),
        ("Error", "Database connection error (2): nothing answers where the data are kept today."),
        ("Oops, an error occurred!", "Those who run this paper can find out more by its number."),
        ("Error 503 Backend fetch failed", "The machine in front got nothing from the one behind."),
        ("bugle.example | 522: Connection timed out", "The host took too long to say anything."),
        ("Error 1033", "No way leads to the machine on which this paper is kept, or none is open."),
        ("Der Bote", "Es gab einen kritischen Fehler auf deiner Website, sagt ihre Software dazu."),
        ("Вестник", "На сайте возникла критическая ошибка, и мы ищем её с самого раннего утра."),
        ("The Bugle", "You are now in line: a great many people want to read this page today."),
        ("Der Bote", "Es ist ein Fehler aufgetreten, und wir suchen ihn schon seit heute früh."),
        (
            "Le Clairon",
            "Une erreur est survenue, et nous la cherchons depuis ce matin de bonne heure.",
        ),
        ("El Clarín", "Se ha producido un error, y lo buscamos desde esta mañana muy temprano ya."),
        ("Вестник", "Произошла ошибка, и мы ищем её с самого раннего утра всеми силами редакции."),
        ("Too Many Requests", "Slow down a little, and all will be well again."),
        ("The Bugle", "You have made too many requests within one minute today."),
        ("Site maintenance", "New machines are being set up for you this very night."),
        ("The Bugle", "We will be back shortly with more of the news of the day."),
        ("Wartungsarbeiten", "Heute Nacht bekommt der Bote neue Maschinen für Sie."),
        ("The Bugle", "Error establishing a database connection, says the software."),
        ("502 Bad Gateway", "The machine behind this one gave no answer that it could read."),
        ("The Bugle", "Fatal error: Uncaught Error: call to a missing function in a.php:17."),
    ),
    Reason.PLACEHOLDER: (
        ("No such app", "There's nothing here, yet: perhaps its owner will put something there."),
        ("bugle.example", "This page was generated by the domain owner, who has no other for it."),
        ("Apache2 Default Page", "Replace this file before you go on to run this server."),
        ("Welcome to nginx!", "Further steps are needed before there is anything to see."),
        ("It works!", "The software runs, and nobody has put a page there up to now."),
        ("bugle.example", "The domain bugle.example is for sale, and may be yours soon."),
        ("The Bugle", "This domain has expired, and anyone may take it from next month."),
        ("Account suspended", "Ask the company that runs this machine for its reasons."),
        ("Hello world!", "Welcome to WordPress. This is your first post; write another."),
    ),
    Reason.NOT_FOUND: (
        ("Le Clairon", "Nous n'avons pas trouvé la page que voici, mais la une est toujours là."),
        ("Der Bote", "Leider konnten wir die Seite nicht finden; die Titelseite ist aber da."),
        ("Goniec", "Nie możemy znaleźć strony, ale wiadomości dnia są jak zawsze na pierwszej."),
        ("Вестник", "Страница, которую вы ищете, куда-то пропала, но новости дня на первой."),
        ("Вісник", "Сторінку, яку ви шукаєте, не знайдено, але новини дня є на першій сторінці."),
        ("Budet", "Vi kunde inte hitta sidan du letade efter, men dagens nyheter finns kvar här."),
        ("The Bugle", "It looks like nothing was found here; the archive may be of help to you."),
        ("The Bugle", "We could not find this story: perhaps its address was written wrongly."),
        ("Article expired", "What agencies write for us stays here for thirty days and no longer."),
        ("Der Bote", "Die aufgerufene Seite wurde nicht gefunden; die Suche hilft vielleicht."),
        ("Le Clairon", "La page demandée n'existe plus, mais la une du jour est toujours là."),
        ("El Clarín", "La página solicitada ya no está aquí, pero la portada sigue en su sitio."),
        (
            "La Tromba",
            "La pagina che cerchi non c'è più, ma la prima pagina è sempre al suo posto.",
        ),
        (
            "O Clarim",
            "O conteúdo solicitado não está mais aqui; a primeira página continua no lugar.",
        ),
        (
            "De Bode",
            "De opgevraagde pagina bestaat niet meer, maar de voorpagina is er nog altijd.",
        ),
        (
            "Fant ikke siden",
            "Prøv heller forsiden, der dagens saker alltid står i god orden for deg.",
        ),
        (
            "Budet",
            "Sidan du söker har tagits bort, men dagens nyheter finns som alltid på startsidan.",
        ),
        (
            "Sivua ei löytynyt",
            "Etusivulta löydät päivän uutiset, kuten aina ennenkin, aamusta iltaan.",
        ),
        (
            "Goniec",
            "Podana strona nie istnieje, ale wiadomości dnia są jak zawsze na pierwszej stronie.",
        ),
        (
            "Posel",
            "Požadovaná stránka neexistuje, ale zprávy dne najdete jako vždy na titulní straně.",
        ),
        ("Hírnök", "A keresett oldal nem érhető el, de a nap hírei mindig ott vannak a címlapon."),
        (
            "Crainic",
            "Pagina căutată nu mai este aici, dar știrile zilei sunt mereu pe prima pagină.",
        ),
        (
            "Haberci",
            "Aradığınız sayfa artık burada değil, ama günün haberleri her zaman ana sayfada.",
        ),
        (
            "Вестник",
            "Такой страницы нет, но новости дня как всегда стоят на первой странице у нас.",
        ),
        ("Вісник", "Такої сторінки не існує, але новини дня завжди є на першій сторінці газети."),
        ("Вестител", "Търсената страница не е тук, но новините на деня са както винаги на първа."),
        ("Κήρυκας", "Η σελίδα που ζητήσατε δεν είναι εδώ, μα τα νέα της ημέρας είναι στην πρώτη."),
        ("Glasnik", "Tražena stranica ne postoji, ali vijesti dana su kao i uvijek na naslovnici."),
        (
            "使者",
            "抱歉，您访问的页面不存在，今天的新闻都在首页，请从首页开始阅读，谢谢您的理解和支持，我们会继续努力。",
        ),
        (
            "使者",
            "抱歉，您要找的頁面已經移除，今天的新聞都在首頁，請從首頁開始閱讀，謝謝您的理解和支持，我們會繼續努力。",
        ),
        (
            "使い",
            "お探しのページは削除されました。今日のニュースはいつものように表紙にありますので、そちらからお読みください。",
        ),
        (
            "전령",
            "요청하신 페이지는 더 이상 여기에 없습니다. 오늘의 소식은 첫 화면에 있습니다.",
        ),
        (
            "الرسول",
            "الصفحة التي تبحث عنها لم تعد هنا، لكن أخبار اليوم دائما في الصفحة الأولى كما تعلم.",
        ),
        ("השליח", "הדף שחיפשת אינו כאן עוד, אבל חדשות היום נמצאות תמיד בעמוד הראשון שלנו כרגיל."),
        ("The Bugle", "The page that you are looking for does not exist any more."),
        ("The Bugle", "This story has been removed at the wish of those named in it."),
    ),
    Reason.NOT_A_STORY: (
        ("The bridge opens", "This article is for subscribers only: join them for a euro a week."),
        (
            "The bridge opens",
            "You have reached your limit of free articles; pay a dollar for more.",
        ),
        (
            "The bridge opens",
            "Create a free account to keep reading, which takes a minute or less.",
        ),
        (
            "Die Brücke",
            "Diesen Artikel können nur Abonnenten lesen, und die zahlen dafür einen Euro.",
        ),
        (
            "Le pont ouvre",
            "Cet article est réservé aux abonnés, pour un euro par mois et sans fin.",
        ),
        ("Privacy policy", "What we keep of you, and for how long, is told below in many words."),
        ("Terms of use", "Who reads this paper agrees to all that its lawyers have written here."),
        ("The Bugle", "You must be logged in to see this page, as all others here."),
        ("Redirecting…", "Click here if nothing happens within a few seconds from now."),
        ("Index of /news", "Name, last modified, size and a short description of each."),
    ),
}


@pytest.mark.parametrize(
    ("reason", "title", "words"),
    [(reason, *one) for reason, pages in NOTICES.items() for one in pages],
)
def test_a_notice_is_no_story_and_has_a_name(reason: Reason, title: str, words: str) -> None:
    assert rejection(notice(title, words)).reason is reason


def test_a_notice_in_the_place_of_a_dated_story_shows_by_its_first_sentence() -> None:
    wall = "<p>Please enable JavaScript to read on. " + ON + " And thank you for reading us.</p>"

    found = rejection(html(article(wall), linked_data(datePublished="2026-11-20T10:00:00Z")))
    assert found.reason is Reason.BLOCKED


def test_a_consent_page_may_say_much() -> None:
    long = ("We use cookies to measure how this site is read, and you may change that.",) * 20

    assert rejection(notice("The Bugle and your privacy", *long)).reason is Reason.BLOCKED


def test_printers_latin_is_no_story_though_it_has_a_date() -> None:
    latin = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor ut."

    assert rejection(html(article(text((latin,) * 30)))).reason is Reason.PLACEHOLDER


HEADLINES = (
    "Access denied: the library that turned children away",
    "Captcha: how a puzzle took over the web",
    "404 – the bus that never came",
    "Page not found: town loses its newspaper archive",
    "Forbidden City reopens to visitors",
    "Attention required: rail line closes for the summer",
    "Search for missing sailor called off",
    "Sign in to vote: new rules for members",
    "Verification of ballots begins",
    "Please wait: how queues shape us",
    "Age verification law takes effect",
    "Site maintenance delays the new stadium",
    "Index of consumer prices rises",
    "Account suspended: minister loses his page",
    "Temporarily unavailable: the ferry stays in port",
    "502 runners start in the city race",
    "Lorem ipsum: why printers love a Latin text",
    "Zugriff verweigert: Amt sperrt seine Akten",
    "Indy 500: what to know",
    "Critical error cost pilots their lives",
    "Privacy policy of town hall angers residents",
    "Wordpress error hits a thousand papers",
)


@pytest.mark.parametrize("headline", HEADLINES)
@pytest.mark.parametrize("dated", [DATED, ""], ids=["dated", "undated"])
def test_a_short_story_with_a_wall_s_name_in_its_headline_is_kept(
    headline: str, dated: str
) -> None:
    made = html(article(title=headline), title=headline).replace(DATED, dated)

    assert story(made).title == headline


def test_a_story_that_quotes_a_notice_is_kept() -> None:
    quoting = "Readers saw the words “not available in your country” on Tuesday, the paper says."
    head = linked_data(datePublished="2026-11-20T10:00:00Z")

    assert story(html(article(text((quoting, *PARAGRAPHS))), head)).title == TITLE


def many(count: int) -> str:
    """Returns so many sentences that nothing speaks for."""
    return "".join(
        f"<p>Purpose {number}: to know again who reads what and where, for as long as law allows "
        "it, and to choose by it what else is shown.</p>"
        for number in range(count)
    )


@pytest.mark.parametrize("words", [10, 40])
@pytest.mark.parametrize(
    "title",
    ["We value your privacy", "Before you continue to The Bugle", "Vos choix", "Cookie wall"],
)
def test_a_long_list_of_what_cookies_are_for_is_no_story(title: str, words: int) -> None:
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{many(words)}</body>"

    assert rejection(page).reason is Reason.BLOCKED


def test_nothing_there_is_said_of_a_page_that_goes_on_with_other_stories() -> None:
    title = "Page not found – The Bugle"
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{many(20)}</body>"

    assert rejection(page).reason is Reason.NOT_FOUND


@pytest.mark.parametrize("heading", ["Search", "Log in", "Cookie settings"])
def test_a_long_undated_story_below_a_dialogue_s_heading_is_kept(heading: str) -> None:
    page = (
        f"<html><head><title>{TITLE}</title></head><body><div><h1>{heading}</h1></div>"
        f"{article(text(PARAGRAPHS * 5))}</body></html>"
    )

    assert PARAGRAPHS[0] in story(page).body


@pytest.mark.parametrize("said", ["İÇERİK KULLANILAMIYOR", "İçerik kullanılamıyor", "STRAẞE ZU"])
def test_a_wording_is_found_whatever_its_capitals(said: str) -> None:
    wordings = Wordings("içerik kullanılamıyor\nstraße zu\n")

    assert wordings.are(said)
    assert wordings.first_in(f"Note: {said}!") == said
