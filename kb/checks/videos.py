"""Checks of videos: each block leads to one that can be shown, and only to sites that this one allows."""

import re
from collections.abc import Iterator

from kb.checks.base import Finding, Subject
from kb.markdown.code import mask_code
from kb.markdown.references import Kind, Reference, references
from kb.model import Translation
from kb.problems import SourceRef
from kb.rendering.blocks import VIDEO
from kb.rendering.links import Target, parse_target
from kb.videos import PROVIDERS, hosted_video, is_captions, is_video_file

_BLOCK = re.compile(
    rf"^ {{0,3}}(?P<marks>/{{3,}})[ \t]*{VIDEO}\b[^\n]*\n(?P<content>.*?)^ {{0,3}}(?P=marks)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)


def videos(subject: Subject) -> Iterator[Finding]:
    """Video blocks without a video, with one of an unknown site, or with one of a site that `site.yaml` leaves out."""
    allowed = subject.library.site.videos
    for translation in subject.library.translations():
        for place, links in _blocks(translation):
            faults = [(link.place, fault) for link in links if (fault := _fault(link, allowed))]
            yield from faults
            if not faults and not any(_is_video(link.target) for link in links):
                yield (
                    place,
                    "the video block links to no video; write [watch](media/file.mp4) in it",
                )


def _fault(link: Reference, allowed: tuple[str, ...]) -> str | None:
    target = parse_target(link.target)
    if target.kind is Target.MEDIA:
        if is_video_file(target.name) or is_captions(target.name):
            return None
        return f"{link.target!r} is neither a video nor captions; use .mp4, .webm or .vtt"
    hosted = hosted_video(link.target)
    if hosted is None:
        return f"{link.target!r} is no video that pages can show; they know those of {', '.join(PROVIDERS)}"
    if hosted.provider not in allowed:
        remedy = f"allow that with 'videos: [{hosted.provider}]' in site.yaml"
        return f"readers would load {link.target!r} from {hosted.title}; {remedy}"
    return None


def _is_video(target: str) -> bool:
    return is_video_file(parse_target(target).name) or hosted_video(target) is not None


def _blocks(translation: Translation) -> Iterator[tuple[SourceRef, list[Reference]]]:
    """Where each video block of an article begins, and its links."""
    masked = mask_code(translation.body)
    for block in _BLOCK.finditer(masked):
        first = translation.body_line + masked.count("\n", 0, block.start())
        content = translation.body[block.start("content") : block.end("content")]
        found = references(content, translation.path, first + 1)
        yield SourceRef(translation.path, first), [each for each in found if each.kind is Kind.LINK]
