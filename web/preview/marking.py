"""Puts what an editor should know into finished pages, so that the site's templates know nothing of a preview."""

import re
from html import unescape
from urllib.parse import unquote

from indexer.preview.build import PreviewBuild
from kb.locales import Locale

BADGE = '<span class="preview-badge" lang="en" dir="ltr">Draft</span> '

_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#?]+)[^"]*"[^>]*>')
_ARTICLE_HEAD = re.compile(r'<header class="article-head">')


def with_marked_links(page: str, build: PreviewBuild, base_path: str) -> str:
    """The page with a badge in each link that leads to a draft: in lists, in articles, in the language menu."""
    locales = {locale.tag: locale for locale in build.written.site.locales}

    def marked(match: re.Match[str]) -> str:
        is_draft = _leads_to_draft(unescape(match[1]), build, base_path, locales)
        return f"{match[0]}{BADGE}" if is_draft else match[0]

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


def _leads_to_draft(path: str, build: PreviewBuild, base_path: str, locales: dict[str, Locale]) -> bool:
    parts = unquote(path).removeprefix(f"{base_path}/").split("/")
    if len(parts) != 3 or parts[0] not in locales:
        return False
    translation = build.shown(parts[2], locales[parts[0]])
    return translation is not None and build.is_draft(translation)
