"""Videos that articles show: files of the site's own, and those of the few sites that a reader may choose to load from.

A page asks no other site for anything until its reader starts a video; what is shown until then is the site's own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

VIDEO_SUFFIXES = frozenset({".mp4", ".webm"})
CAPTIONS_SUFFIX = ".vtt"


@dataclass(frozen=True, slots=True)
class Provider:
    """A site that shows videos: its name for readers, the origin its player comes from, and how both are addressed.

    `page` finds a video's id in the address that people copy; `player` is the player's address around that id.
    """

    title: str
    origin: str
    page: re.Pattern[str]
    player: str


def _page(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"https://{pattern}(?:[?&#].*)?")


PROVIDERS: Mapping[str, Provider] = {
    "bilibili": Provider(
        "bilibili",
        "https://player.bilibili.com",
        _page(r"(?:www\.|m\.)?bilibili\.com/video/(?P<id>BV[0-9A-Za-z]{10})/?"),
        "/player.html?bvid={id}&autoplay=1",
    ),
    "vimeo": Provider(
        "Vimeo",
        "https://player.vimeo.com",
        _page(r"(?:www\.|player\.)?vimeo\.com/(?:video/)?(?P<id>\d{5,12})/?"),
        "/video/{id}?autoplay=1&dnt=1",
    ),
    "youtube-nocookie": Provider(
        "YouTube",
        "https://www.youtube-nocookie.com",
        _page(r"(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:watch\?v=|embed/|shorts/)|youtu\.be/)(?P<id>[\w-]{11})"),
        "/embed/{id}?autoplay=1&rel=0",
    ),
}
"""The sites whose videos can be shown, by the names that `site.yaml` lists them under."""


@dataclass(frozen=True, slots=True)
class HostedVideo:
    """A video on a provider's site, and the address of the player that shows it within a page."""

    provider: str
    player: str

    @property
    def title(self) -> str:
        """The provider's name for readers."""
        return PROVIDERS[self.provider].title


def hosted_video(address: str) -> HostedVideo | None:
    """The video that a page of a provider shows."""
    for name, provider in PROVIDERS.items():
        if match := provider.page.fullmatch(address):
            return HostedVideo(name, provider.origin + provider.player.format(id=match["id"]))
    return None


def is_player(address: str) -> bool:
    """Whether this is exactly the address of a provider's player."""
    return any(
        re.fullmatch(re.escape(each.origin + each.player).replace(r"\{id\}", r"[\w-]+"), address)
        for each in PROVIDERS.values()
    )


def is_video_file(path: str) -> bool:
    """Whether a path names a video of the site's own."""
    return PurePosixPath(path).suffix.lower() in VIDEO_SUFFIXES


def is_captions(path: str) -> bool:
    """Whether a path names the captions of a video."""
    return PurePosixPath(path).suffix.lower() == CAPTIONS_SUFFIX
