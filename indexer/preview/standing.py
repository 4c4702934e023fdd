"""Whether readers see what a preview shows and, if not, what keeps it from them and until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kb.model import Library, Status, Translation


class Reason(StrEnum):
    """Why readers do not see a translation; `ENDING` alone is seen, but not for ever."""

    UNREADABLE = "unreadable"
    DRAFT = "draft"
    NO_SOURCE = "no source"
    RETIRED = "retired"
    EXPIRED = "expired"
    SCHEDULED = "scheduled"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Standing:
    """What keeps a translation from readers: `path` is the file that says so, or that is not there.

    Once nothing else keeps it from them, they see it from `publish_at` until `expire_at`.
    """

    reason: Reason
    path: str
    publish_at: datetime | None
    expire_at: datetime | None

    @property
    def is_public(self) -> bool:
        """Whether readers see it now."""
        return self.reason is Reason.ENDING


_REASONS = {
    Status.DRAFT: Reason.DRAFT,
    Status.RETIRED: Reason.RETIRED,
    Status.EXPIRED: Reason.EXPIRED,
    Status.SCHEDULED: Reason.SCHEDULED,
}


def standing_of(
    translation: Translation, library: Library, now: datetime, unreadable: Collection[str]
) -> Standing | None:
    """How a translation stands at a time (aware); None if readers see it and will.

    `library` has its statuses as the files say them; `unreadable` are the paths of those of which nothing is known.
    """
    article = library.articles[translation.slug]
    tag, source_tag = translation.locale.tag, library.site.source_locale.tag
    dated = article.at(now, library.site.source_locale)
    own, source = dated.translations[tag], dated.translations.get(source_tag)

    def standing(reason: Reason, path: str) -> Standing:
        return Standing(reason, path, article.publish_at, article.expire_at)

    if source is None:
        return standing(Reason.NO_SOURCE, f"{own.path.removesuffix(f'.{tag}.md')}.{source_tag}.md")
    for each in (source, own):
        if each.path in unreadable:
            return standing(Reason.UNREADABLE, each.path)
    hiding = own if own.status is Status.DRAFT and source.is_finished else source
    if reason := _REASONS.get(hiding.status):
        return standing(reason, hiding.path if reason is Reason.DRAFT else source.path)
    return standing(Reason.ENDING, source.path) if article.expire_at else None
