"""The style sheet: what it promises without a browser."""

import re

from flask.testing import FlaskClient


def served_style(client: FlaskClient) -> str:
    """The style sheet that pages load."""
    found = re.search(r'<link rel="stylesheet" href="([^"]+)"', client.get("/en/").text)
    assert found
    return client.get(found[1]).text


def test_chosen_and_system_dark_are_one_theme(client: FlaskClient) -> None:
    """Dark looks the same whether the system or the reader asks for it."""
    blocks = re.findall(
        r":root(?:\[data-theme=\"dark\"\]|:not\(\[data-theme=\"light\"\]\)) \{(.*?)\}", served_style(client), re.S
    )
    system, chosen = (dict(re.findall(r"(--[\w-]+): ([^;]+);", block)) for block in blocks)
    assert len(system) > 10
    assert system == chosen


def test_old_browsers_are_not_left_behind(client: FlaskClient) -> None:
    """Nothing that Chromium 107 or Safari 15 would drop a whole rule for; masks are written for both."""
    style = served_style(client)
    assert not re.findall(r":dir\(|light-dark\(|color-mix\(|&\s|@scope|@layer", style)
    assert style.count("-webkit-mask:") * 2 == len(re.findall(r"mask: ", style))
