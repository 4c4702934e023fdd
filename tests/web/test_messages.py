"""Messages and dates in pages: in the language of the page, with values that stay text."""

from datetime import date
from typing import Any

import pytest
from flask import Flask, render_template_string

from kb.locales import Locale
from web.negotiation import speak


def written(app: Flask, template: str, tag: str = "en", **values: Any) -> str:
    """What a template writes in a page of a locale."""
    with app.test_request_context():
        speak(Locale(tag))
        return render_template_string(template, **values)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ('{{ gettext("See <b>%(name)s</b>", name="<i>") }}', "See <b>&lt;i&gt;</b>"),
        ('{{ gettext("100%% safe") }}', "100% safe"),
        ('{{ ngettext("%(num)d page", "%(num)d pages", 1) }}', "1 page"),
        ('{{ ngettext("%(num)d page", "%(num)d pages", 2) }}', "2 pages"),
        ('{{ ngettext("one %(what)s", "many %(what)s", 2, what="<a>") }}', "many &lt;a&gt;"),
    ],
)
def test_values(app: Flask, template: str, text: str) -> None:
    """Values are put in and escaped; a doubled percent sign is one; the form goes with the number."""
    assert written(app, template) == text


@pytest.mark.parametrize(
    ("tag", "text"), [("en", "November 20, 2026"), ("zh-Hans", "2026年11月20日"), ("ar", "20 نوفمبر 2026")]
)
def test_dates(app: Flask, tag: str, text: str) -> None:
    """A day is written as its readers write it."""
    assert written(app, '{{ day | dateformat("long") }}', tag, day=date(2026, 11, 20)) == text
