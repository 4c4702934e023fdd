"""What assistants read: lists of articles with their summaries, each leading to Markdown."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from web.reading_lists import as_text

LINE = re.compile(r"- \[((?:\\.|[^\]])+)\]\((http://localhost(/[^)]+))\)(?:: (.+))?")


def test_index(client: FlaskClient) -> None:
    """`/llms.txt` begins with the site's name and names a list for each locale, the same for whoever asks."""
    response = client.get("/llms.txt")
    assert response.mimetype == "text/plain"
    assert response.text.startswith("# 松月帮助中心\n\n> 你遇到了什么问题？\n\n## ")
    found = LINE.findall(response.text)
    assert [path for _, _, path, _ in found] == [f"/{tag}/llms.txt" for tag in ("zh-Hans", "zh-Hant", "en", "ar")]
    assert found[2][0] == "English"
    assert found[2][3] == "Songyue Help Centre"
    assert client.get("/llms.txt", headers={"Accept-Language": "ar"}).text == response.text


def test_list_of_a_locale(client: FlaskClient) -> None:
    """Under each category stand the articles of this language with summaries; those of others under their language."""
    response = client.get("/en/llms.txt")
    assert response.headers["Content-Language"] == "en"
    chapters = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)*)", response.text, re.MULTILINE))
    assert list(chapters) == ["Deposits and withdrawals", "Contact", "In Simplified Chinese"]
    assert (
        "- [How withdrawal fees work](http://localhost/en/deposits-withdrawals/withdrawal-fees.md)"
        ": How withdrawal fees work。\n" in chapters["Deposits and withdrawals"]
    )
    assert (
        LINE.findall(chapters["In Simplified Chinese"])[0][2] == "/zh-Hans/deposits-withdrawals/deposit-not-arrived.md"
    )


def test_every_line_leads_to_markdown(client: FlaskClient) -> None:
    """Every article is listed once in every locale, at an address that answers with Markdown and begins with its title."""
    for tag in ("zh-Hans", "zh-Hant", "en", "ar"):
        found = LINE.findall(client.get(f"/{tag}/llms.txt").text)
        assert len({path for _, _, path, _ in found}) == len(found) == 4
        for title, _, path, _ in found:
            answer = client.get(path)
            assert (answer.status_code, answer.mimetype) == (200, "text/markdown")
            assert answer.text.startswith(f"# {title}\n")


def test_markdown_is_revalidated(client: FlaskClient) -> None:
    """An article's Markdown has a tag and a date, like its page."""
    path = "/en/deposits-withdrawals/withdrawal-fees.md"
    answer = client.get(path)
    assert answer.headers["Last-Modified"]
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_names_do_not_become_markup(client_of: Callable[..., FlaskClient]) -> None:
    """Brackets and line breaks in a name stay words."""
    assert client_of(name={"zh-Hans": "a [b]\n# c"}).get("/llms.txt").text.startswith("# a \\[b\\] # c\n")
    assert as_text("<i> *a* `b`") == "\\<i> \\*a\\* \\`b\\`"
