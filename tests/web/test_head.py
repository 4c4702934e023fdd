"""What a page's head tells search engines, chats and assistants."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from indexer.builds.model import PublishedImage
from web.app import create_app
from web.frame import Question
from web.structured_data import questions_in

HOST = "http://localhost"
FEES = "deposits-withdrawals/withdrawal-fees"
LIMITS = "deposits-withdrawals/withdrawal-limits"


def canonical(page: str) -> list[str]:
    """The canonical addresses that a page names."""
    return re.findall(r'<link rel="canonical" href="([^"]+)">', page)


def hreflangs(page: str) -> dict[str, str]:
    """The alternates that a page names."""
    return dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', page))


def card(page: str) -> dict[str, str]:
    """The card of a page: its properties, the last of each."""
    return dict(re.findall(r'<meta (?:property|name)="((?:og|article|twitter):[\w:]+)" content="([^"]*)">', page))


def things(page: str) -> dict[str, Any]:
    """What a page's structured data describes, by type."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    if not blocks:
        return {}
    (block,) = blocks
    document = json.loads(block)
    assert document["@context"] == "https://schema.org"
    return {each["@type"]: each for each in document["@graph"]}


@pytest.mark.parametrize("path", ["en/", "en/contact/", f"en/{FEES}"])
def test_alternates(client: FlaskClient, path: str) -> None:
    """A page that is written names itself, its translations, and the source for every other language."""
    page = client.get(f"/{path}").text
    rest = path.removeprefix("en/")
    assert canonical(page) == [f"{HOST}/{path}"]
    found = hreflangs(page)
    assert found["en"] == f"{HOST}/{path}"
    assert found["x-default"] == found["zh-Hans"] == f"{HOST}/zh-Hans/{rest}"


@pytest.mark.parametrize(
    ("path", "own"),
    [(f"ar/{LIMITS}", f"en/{LIMITS}"), (f"zh-Hant/{FEES}", f"zh-Hans/{FEES}"), ("ar/contact/", "en/contact/")],
)
def test_fallback_page(client: FlaskClient, path: str, own: str) -> None:
    """A page that shows another language's text is that language's page, and claims no translation."""
    page = client.get(f"/{path}").text
    assert canonical(page) == [f"{HOST}/{own}"]
    assert hreflangs(page) == {}
    assert path.split("/", maxsplit=1)[0] not in hreflangs(client.get(f"/{own}").text)


@pytest.mark.parametrize("path", ["/en/search?q=fees", "/en/search", "/en/nowhere"])
def test_pages_not_to_be_kept(client: FlaskClient, path: str) -> None:
    """Results and failures say so, and nothing else of themselves."""
    page = client.get(path).text
    assert '<meta name="robots" content="noindex">' in page
    assert (canonical(page), hreflangs(page), card(page), things(page)) == ([], {}, {}, {})


def test_card_of_an_article(client: FlaskClient) -> None:
    """Chats show title, summary and site, and learn of date and languages."""
    assert card(client.get(f"/en/{FEES}").text) == {
        "og:type": "article",
        "og:site_name": "Songyue Help Centre",
        "og:title": "How withdrawal fees work",
        "og:description": "How withdrawal fees work。",
        "og:url": f"{HOST}/en/{FEES}",
        "og:locale": "en_US",
        "og:locale:alternate": "ar_EG",
        "article:modified_time": "2026-11-20",
        "twitter:card": "summary",
    }


def test_card_of_the_home_page(client: FlaskClient) -> None:
    """The home page is the site: its name and its question, in every language."""
    page = client.get("/zh-Hant/").text
    assert card(page)["og:title"] == "松月帮助中心"
    assert card(page)["og:locale"] == "zh_TW"
    assert re.findall(r'og:locale:alternate" content="(\w+)"', page) == ["zh_CN", "en_US", "ar_EG"]


def test_card_of_a_fallback_page(client: FlaskClient) -> None:
    """A link to a page in another language is shown as that language's page."""
    found = card(client.get(f"/ar/{LIMITS}").text)
    assert (found["og:title"], found["og:locale"]) == ("Withdrawal limits", "en_US")
    assert found["og:url"] == f"{HOST}/en/{LIMITS}"


@pytest.mark.parametrize(
    ("image", "kind"),
    [(PublishedImage("s.1.png", 1200, 630), "summary_large_image"), (PublishedImage("s.1.png", 512, 512), "summary")],
)
def test_card_with_an_image(build_of: Callable[..., Any], image: PublishedImage, kind: str) -> None:
    """The site's image comes with its absolute address and size; only a wide one is shown large."""
    build = build_of(base_url="https://example.com/help")
    build.library = replace(build.library, share_image=image)
    page = create_app(build).test_client().get(f"/help/en/{FEES}").text
    found = card(page)
    assert found["og:image"] == "https://example.com/help/media/s.1.png"
    assert (found["og:image:width"], found["og:image:height"]) == (str(image.width), str(image.height))
    assert found["twitter:card"] == kind
    assert things(page)["Article"]["image"] == found["og:image"]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/en/contact/", ["Home", "Contact"]),
        (f"/en/{FEES}", ["Home", "Deposits and withdrawals", "How withdrawal fees work"]),
        (f"/ar/{LIMITS}", ["Home", "Deposits and withdrawals", "Withdrawal limits"]),
    ],
)
def test_breadcrumb(client: FlaskClient, path: str, names: list[str]) -> None:
    """The path that the page shows is told as data, and each step answers."""
    page = client.get(path).text
    items = things(page)["BreadcrumbList"]["itemListElement"]
    assert [item["name"] for item in items] == names
    assert [item["position"] for item in items] == list(range(1, len(names) + 1))
    assert items[-1]["item"] == f"{HOST}{path}"
    assert all(client.get(item["item"].removeprefix(HOST)).status_code == 200 for item in items)
    shown = page.split('class="breadcrumb"')[1].split("</nav>")[0]
    assert all(name in shown for name in names[:-1])


def test_article_as_data(client: FlaskClient) -> None:
    """An article says its headline, language and day, and who answers for it."""
    article = things(client.get(f"/ar/{LIMITS}").text)["Article"]
    assert article["headline"] == "Withdrawal limits"
    assert (article["inLanguage"], article["dateModified"]) == ("en", "2026-11-20")
    assert article["mainEntityOfPage"] == f"{HOST}/en/{LIMITS}"
    assert article["publisher"]["name"] == "Songyue Help Centre"


def test_home_as_data(client: FlaskClient) -> None:
    """The home page is the site."""
    assert things(client.get("/en/").text)["WebSite"]["name"] == "Songyue Help Centre"


FAQ = (
    '<h2 id="faq">FAQ</h2><details class="faq" id="a"><summary>Is <em>1 &lt; 2</em>?</summary>'
    '<p>Yes.</p><p>See <a href="/x">more</a> &amp; ask.</p></details>'
    "<details><summary>Not a question</summary><p>Text.</p></details>"
    '<details class="faq"><summary>还有吗？</summary><p>没有。</p></details>'
)


def test_questions_of_a_page() -> None:
    """Questions and answers are read from the entries that the page shows, without markup."""
    found = [(each.text, each.answer) for each in questions_in(FAQ)]
    assert found == [("Is 1 < 2?", "Yes.\nSee more & ask."), ("还有吗？", "没有。")]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("<p>A</p><details><summary>More</summary><p>B</p></details><p>C</p>", "A\nMore\nB\nC"),
        ('<details class="faq" id="b"><summary>Inner</summary><p>B</p></details><p>C</p>', "Inner\nB\nC"),
        ('<h3 id="x">One</h3><p>A</p><h3>Two</h3><p>B</p>', "One\nA\nTwo\nB"),
        ("<table><tr><th>Network</th><td>BTC</td></tr></table>", "Network · BTC"),
        ("<pre><code>a &lt; b &amp;amp; c</code></pre><ul><li>1</li><li>2</li></ul>", "a < b &amp; c\n1\n2"),
        ("<p>10<sup>6</sup> m<sup>2</sup>, CO<sub>2</sub></p>", "10⁶ m², CO2"),
        ('<p>A<sup id="r"><a class="footnote-ref" href="#f">1</a></sup>.</p>', "A."),
        ('<p>A</p><svg aria-label="B"><style>.a{fill:red}</style><text>C</text></svg><p>D</p>', "A\nD"),
        ('<p title="</details>">A</p>', "A"),
    ],
)
def test_an_answer_is_whole_and_without_markup(answer: str, words: str) -> None:
    """Nothing that stands in an answer ends it early, is left out or leaves its marks."""
    html = f'<details class="faq" id="a"><summary>Q</summary>{answer}</details><p>After.</p>'
    assert questions_in(html) == (Question("Q", words),)


def test_a_question_within_what_is_folded_is_a_question() -> None:
    """Entries count wherever they stand, but those within an answer."""
    html = f"<details><summary>All</summary>{FAQ}</details>"
    assert questions_in(html) == questions_in(FAQ)


def test_an_entry_that_a_picture_answers_is_no_data() -> None:
    """An answer needs words."""
    assert questions_in('<details class="faq"><summary>Q</summary><img src="/a.png" alt="A"></details>') == ()


def test_questions_as_data(build_of: Callable[..., Any], client: FlaskClient) -> None:
    """A page with entries for questions is a page of questions; any other is not."""
    build = build_of()
    build.body = lambda _: FAQ
    page = create_app(build).test_client().get(f"/en/{FEES}").text
    entities = things(page)["FAQPage"]["mainEntity"]
    assert [each["name"] for each in entities] == ["Is 1 < 2?", "还有吗？"]
    assert entities[1]["acceptedAnswer"] == {"@type": "Answer", "text": "没有。"}
    assert "FAQPage" not in things(client.get(f"/en/{FEES}").text)


def test_data_cannot_end_its_block(client_of: Callable[..., FlaskClient]) -> None:
    """A name with markup stays data."""
    page = client_of(name={"zh-Hans": "</script><script>alert(1)</script>"}).get("/zh-Hans/").text
    assert "<script>alert" not in page
    assert things(page)["WebSite"]["name"] == "</script><script>alert(1)</script>"
