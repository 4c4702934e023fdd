"""Everything that can be wrong with a site's content, in one table. The id is what output, docs and settings use."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from kb.catalogs import merged_catalog
from kb.checks import articles, headings, publication, references, site, style, translations, videos
from kb.checks.base import Check, Finding, Run, Subject
from kb.images import collect_images
from kb.loader import Loaded
from kb.model import Library, Status
from kb.problems import Problem, Severity, in_reading_order
from kb.site import CheckSetting, Site
from kb.style.typography import DOUBLED, SPACING, TRAILING, WIDTH

WARNING = Severity.WARNING


def _settings_of_checks(subject: Subject) -> Iterator[Finding]:
    return site.check_settings(subject, [check.id for check in CHECKS], SAFETY, STRUCTURAL)


def _style(check: str, about: str, run: Run) -> Check:
    return Check(check, about, run, WARNING, style=True)


TYPOGRAPHY = (
    (SPACING, "no space between Chinese and Latin letters or digits"),
    (WIDTH, "half-width punctuation in Chinese or Japanese, or full-width letters and digits in Chinese"),
    (DOUBLED, "the same punctuation stands twice"),
    (TRAILING, "white space at the end of a line of prose"),
)

CHECKS: tuple[Check, ...] = (
    Check("encoding", "a file is not UTF-8", safety=True),
    Check("file-name", "a file or folder has no place in the site", site.files_without_effect),
    Check("site-settings", "site.yaml says something unknown or impossible", site.site_references, structural=True),
    Check(
        "check-settings",
        "site.yaml sets an unknown check or one that must stay on",
        _settings_of_checks,
        structural=True,
    ),
    Check("category", "there are no articles, or a category.yaml is missing or wrong", structural=True),
    Check("front-matter", "front matter is missing, unknown or of the wrong type", structural=True),
    Check("slug", "a slug or category name is malformed, taken or reserved", structural=True),
    Check("unknown-locale", "a file or text is for a language the site does not have"),
    Check("facts", "facts.yaml holds something that is not a fact", structural=True),
    Check("terms", "terms.yaml cannot be read, or its terms clash", site.term_articles, structural=True),
    Check("stamps", "stamps.yaml cannot be read", structural=True),
    Check("catalog", "a message catalog cannot be read or does not fit", structural=True),
    Check("missing-catalog", "a language's interface is not translated", severity=WARNING),
    Check("missing-source", "a translation has no source", articles.missing_source, structural=True),
    Check("unknown-related", "a related article does not exist", articles.unknown_related),
    Check("alias", "a former slug is malformed or in use", articles.alias_clash),
    Check("unknown-risk", "a disclaimer is not defined", articles.unknown_risk),
    Check("overdue-review", "an article's review is overdue", articles.overdue_review, WARNING),
    Check("draft-leak", "a published article depends on a draft", articles.draft_leak, safety=True),
    Check("draft-link", "a published article links to a draft", references.links_to_drafts, safety=True),
    Check(
        "publication", "dates or a redirect have no effect, or hide what is needed", publication.faults, structural=True
    ),
    Check("hidden-link", "a link leads to what readers do not see now", publication.hidden_links, severity=WARNING),
    Check("heading-id", "a heading or question has no usable id", headings.heading_ids),
    Check("heading-ids-differ", "a translation's ids are not its source's", headings.heading_ids_differ),
    Check("block", "a block is unknown or not closed", headings.blocks),
    Check("broken-link", "a link leads nowhere", references.broken_links),
    Check("broken-image", "an image is missing or unreadable", references.images, structural=True),
    Check(
        "drawing-labels",
        "a drawing's labels are missing or have no place in it",
        references.drawing_labels,
        structural=True,
    ),
    Check("image-text", "an image has no alternative text", references.image_text),
    Check("image-size", "an image is too large", references.image_size),
    Check("video", "a video cannot be shown, or is on a site not allowed", videos.videos, safety=True),
    Check("unsafe-html", "raw HTML would be removed", references.unsafe_html, safety=True),
    Check("unknown-fact", "a fact is not defined", references.unknown_facts),
    Check("fact-differs", "a translation does not insert its source's facts", translations.facts_differ, WARNING),
    Check("link-differs", "a translation does not link where its source does", translations.links_differ),
    Check("number-differs", "a translation has other figures than its source", translations.numbers_differ, WARNING),
    Check("code-differs", "a translation has other names in code than its source", translations.code_differs, WARNING),
    Check("stale-translation", "the source changed since", translations.stale_translations, WARNING),
    Check("promise", "a question does not find its article among the first three hits"),
    _style("missing-summary", "an article has no summary", style.missing_summary),
    _style("title-form", "a title is no question or task, as far as its form shows", style.title_form),
    _style("long-sentence", "a sentence is too long", style.long_sentence),
    _style("repeated-word", "a word stands twice by mistake", style.repeated_word),
    *(_style(id, about, style.TYPOGRAPHY[id]) for id, about in TYPOGRAPHY),
)

SAFETY = frozenset(check.id for check in CHECKS if check.safety)

STYLE = frozenset(check.id for check in CHECKS if check.style)

STRUCTURAL = frozenset(check.id for check in CHECKS if check.structural)


def check_library(loaded: Loaded, today: date, *, style: bool = False) -> list[Problem]:
    """Every problem of a site that its content alone shows, in reading order, as severe as its settings make them.

    What is only a matter of `style` is left out unless asked for: no build depends on it.
    """
    library = _as_meant(loaded)
    images, of_labels = collect_images(library)
    subject = Subject(library, loaded.settings, images, today)
    problems = [*loaded.problems, *of_labels, *_of_catalogs(library)]
    for check in CHECKS:
        if check.style and (not style or library.site.checks.get(check.id) is CheckSetting.OFF):
            continue
        problems += check.problems(subject)
    return as_configured((problem for problem in problems if problem.check not in loaded.unsure), library)


def _as_meant(loaded: Loaded) -> Library:
    """The library with the articles that are held back as they will be once their front matter is mended.

    A mistake there is one error, not an excuse for the others of the file, nor one more for each link to it.
    """
    articles = {}
    for slug, article in loaded.library.articles.items():
        translations = {
            tag: replace(each, status=Status.PUBLISHED) if each.path in loaded.held_back else each
            for tag, each in article.translations.items()
        }
        articles[slug] = replace(article, translations=translations)
    return replace(loaded.library, articles=articles)


def mendable(site: Site) -> frozenset[str]:
    """The checks whose findings can be mended without reading and that the site has on."""
    return frozenset(id for id, _ in TYPOGRAPHY if site.checks.get(id) is not CheckSetting.OFF)


def as_configured(problems: Iterable[Problem], library: Library) -> list[Problem]:
    """The problems with the severity the site gives their check, unless that check is always on.

    What is wrong with a draft never stops a build, unless readers' safety depends on it.
    """
    drafts = {translation.path for translation in library.translations() if not translation.is_finished}
    kept: list[Problem] = []
    for problem in problems:
        setting = None if problem.check in SAFETY | STRUCTURAL else library.site.checks.get(problem.check)
        if setting is CheckSetting.OFF:
            continue
        severity = problem.severity if setting is None else Severity(setting.value)
        if problem.source.path in drafts and problem.check not in SAFETY:
            severity = WARNING
        kept.append(replace(problem, severity=severity))
    return in_reading_order(kept)


def _of_catalogs(library: Library) -> Iterator[Problem]:
    for locale in library.site.locales:
        yield from merged_catalog(library.root, locale)[1]
