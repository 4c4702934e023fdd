"""Video blocks: a figure that plays the site's own file, or leads to a page elsewhere until its reader starts it."""

from collections.abc import Sequence
from xml.etree import ElementTree

from kb.rendering.blocks import VIDEO
from kb.videos import hosted_video, is_captions, is_video_file


def videos(root: ElementTree.Element, _: object) -> None:
    """Put what plays in place of what each video block says; a block that leads to no video stays as it is."""
    for figure in root.iter("figure"):
        if figure.get("class") != VIDEO:
            continue
        title = figure[0]
        links = [link for link in figure.iter("a") if link.get("href")]
        poster = next(figure.iter("img"), None)
        if player := next(filter(None, (_player(link, links, poster, title) for link in links)), None):
            figure[:] = [player, title]


def _player(
    link: ElementTree.Element,
    links: Sequence[ElementTree.Element],
    poster: ElementTree.Element | None,
    title: ElementTree.Element,
) -> ElementTree.Element | None:
    address = link.get("href", "")
    if is_video_file(address):
        return _own(link, [each for each in links if is_captions(each.get("href", ""))], poster, title)
    hosted = hosted_video(address)
    if hosted is None:
        return None
    play = ElementTree.Element(
        "a", {"class": "play", "href": address, "rel": "external noopener", "data-player": hosted.player}
    )
    if poster is not None:  # what it shows is said by the title; the link must say what it does
        poster.set("alt", "")
        poster.tail = None
        play.append(poster)
    ElementTree.SubElement(play, "span", {"class": "play-words"})
    return play


def _own(
    link: ElementTree.Element,
    captions: Sequence[ElementTree.Element],
    poster: ElementTree.Element | None,
    title: ElementTree.Element,
) -> ElementTree.Element:
    video = ElementTree.Element("video", {"src": link.get("href", ""), "controls": "", "preload": "none"})
    video.set("playsinline", "")
    video.set("aria-label", "".join(title.itertext()))
    if poster is not None:
        video.set("poster", poster.get("src", ""))
        for side in ("width", "height"):
            if size := poster.get(side):
                video.set(side, size)
    for number, each in enumerate(captions):
        track = ElementTree.SubElement(video, "track", {"kind": "captions", "src": each.get("href", "")})
        track.set("label", "".join(each.itertext()))
        if number == 0:
            track.set("default", "")
    fallback = ElementTree.SubElement(video, "a", {"href": link.get("href", "")})
    fallback.text = "".join(link.itertext())
    return video
