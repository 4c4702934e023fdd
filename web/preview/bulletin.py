"""What open pages wait for: that the site has changed, or what is wrong with it."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from threading import Condition

from kb.problems import Problem, in_reading_order


@dataclass(frozen=True, slots=True)
class News:
    """The state of the preview: of its `run`, the number of its content, and that of the problems it shows.

    `is_checked` tells whether the problems are all there are, or only those that show in the changed files themselves.
    """

    run: str
    content: int = 0
    revision: int = 0
    problems: tuple[Problem, ...] = ()
    is_checked: bool = False

    @property
    def mark(self) -> str:
        """By what a page says which news it has."""
        return self.mark_with(self.content)

    def mark_with(self, content: int) -> str:
        """The mark of a page that shows these problems around perhaps older content."""
        return f"{self.run}.{content}.{self.revision}"


class Bulletin:
    """The newest news, and a place to wait for newer. Any number of threads may use it."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._news = News(secrets.token_hex(4))
        self._is_closed = False

    @property
    def news(self) -> News:
        """The newest."""
        return self._news

    def tell(self, problems: Iterable[Problem], *, is_checked: bool, content: int | None = None) -> None:
        """Publish what is wrong now, and the number of the content that pages have now."""
        with self._changed:
            before = self._news
            news = replace(
                before,
                content=before.content if content is None else content,
                problems=tuple(in_reading_order(problems)),
                is_checked=is_checked,
            )
            if news != before:
                self._news = replace(news, revision=before.revision + 1)
                self._changed.notify_all()

    def tell_more(self) -> None:
        """Let pages ask for what else is known by now."""
        with self._changed:
            self._news = replace(self._news, revision=self._news.revision + 1)
            self._changed.notify_all()

    def wait(self, seen: str, seconds: float) -> News:
        """The newest news, as soon as it is not what was seen; after some time, whatever it is."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._news.mark != seen, seconds)
            return self._news

    def close(self) -> None:
        """Let nobody wait any longer."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
