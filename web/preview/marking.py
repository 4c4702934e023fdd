"""Puts what an editor should know into finished pages, so that the site's templates know nothing of a preview."""

import re
from datetime import datetime
from html import unescape
from urllib.parse import unquote

from indexer.preview.build import PreviewBuild
from indexer.preview.standing import Reason, Standing
from kb.locales import Locale

LABELS = {
    Reason.UNREADABLE: "Not readable",
    Reason.DRAFT: "Draft",
    Reason.NO_SOURCE: "No source",
    Reason.RETIRED: "Retired",
    Reason.EXPIRED: "Expired",
    Reason.SCHEDULED: "Scheduled",
    Reason.ENDING: "Until",
}
"""What an article is called where it is listed or shown."""

_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#?]+)[^"]*"[^>]*>')
_ARTICLE_HEAD = re.compile(r'<header class="article-head">')


def with_marked_links(page: str, build: PreviewBuild, base_path: str) -> str:
    """The page with a badge in each link to what readers do not see: in lists, in articles, in the language menu."""
    locales = {locale.tag: locale for locale in build.written.site.locales}

    def marked(match: re.Match[str]) -> str:
        found = _standing_behind(unescape(match[1]), build, base_path, locales)
        return f"{match[0]}{_badge(found)}" if found and not found.is_public else match[0]

    return _LINK.sub(marked, page)


def with_banner(page: str, banner: str) -> str:
    """The page of an article with words above its title."""
    return _ARTICLE_HEAD.sub(lambda match: f"{match[0]}{banner}", page, count=1)


def with_panel(page: str, panel: str, files: str) -> str:
    """The page with the panel at its end, and the files that the panel needs."""
    loads = (
        f'<link rel="stylesheet" href="{files}/preview.css"><script src="{files}/preview.js" defer></script>\n</head>'
    )
    head, found, rest = page.partition("</head>")
    page = f"{head}{loads}{rest}" if found else page
    before, found, after = page.rpartition("</body>")
    return f"{before}{panel}{found}{after}" if found else page


def label(standing: Standing) -> str:
    """What a standing is called, with the day on which it changes by itself."""
    if standing.reason is Reason.SCHEDULED and standing.publish_at:
        return f"{LABELS[standing.reason]} {standing.publish_at:%Y-%m-%d}"
    if standing.reason is Reason.ENDING and standing.expire_at:
        return f"{LABELS[standing.reason]} {standing.expire_at:%Y-%m-%d}"
    return LABELS[standing.reason]


def moment(at: datetime) -> str:
    """A time as front matter has it, with its zone."""
    offset = at.strftime("%z")
    return f"{at:%Y-%m-%d %H:%M} {f'{offset[:3]}:{offset[3:5]}' if at.utcoffset() else 'UTC'}"


def _badge(standing: Standing) -> str:
    return f'<span class="preview-badge" lang="en" dir="ltr">{label(standing)}</span> '


def _standing_behind(path: str, build: PreviewBuild, base_path: str, locales: dict[str, Locale]) -> Standing | None:
    parts = unquote(path).removeprefix(f"{base_path}/").split("/")
    if len(parts) != 3 or parts[0] not in locales:
        return None
    translation = build.shown(parts[2], locales[parts[0]])
    return build.standing(translation) if translation else None
