"""What is known of the questions that the articles which somebody looks at promise to answer."""

from collections.abc import Mapping
from dataclasses import replace
from threading import Event, Lock

from kb.model import Translation
from kb.problems import Problem

LOOKED_AT = 8
"""Articles whose questions are asked again after each build for search: those that were looked at last."""

Place = tuple[str, str]
"""A slug and a locale tag."""


class Promises:
    """The articles that are looked at, and which of their questions do not find them. Any number of threads may use it.

    What was found stays until it is found anew: `wanted` is set when there is something to ask.
    """

    def __init__(self) -> None:
        self.wanted = Event()
        self._lock = Lock()
        self._broken: dict[Place, Mapping[str, Problem]] = {}
        self._waiting: dict[Place, None] = {}

    def look_at(self, translation: Translation) -> None:
        """Somebody sees an article."""
        place = (translation.slug, translation.locale.tag)
        with self._lock:
            known = self._broken.pop(place, None)
            self._broken[place] = known or {}
            if known is None:
                self._waiting[place] = None
                self.wanted.set()
            for old in list(self._broken)[:-LOOKED_AT]:
                del self._broken[old]
                self._waiting.pop(old, None)

    def ask_again(self) -> None:
        """There is something else to search in."""
        with self._lock:
            self._waiting = dict.fromkeys(reversed(self._broken))
            self.wanted.set()

    def waiting(self) -> list[Place]:
        """The articles of which nothing is known since then, and which are now being asked for."""
        with self._lock:
            self.wanted.clear()
            return list(self._waiting)

    def tell(self, place: Place, broken: Mapping[str, Problem]) -> bool:
        """Which questions of an article do not find it; whether that is news."""
        with self._lock:
            self._waiting.pop(place, None)
            if place not in self._broken or self._broken[place] == broken:
                return False
            self._broken[place] = broken
            return True

    def problems(self, translation: Translation) -> list[Problem]:
        """What is known to be wrong, with the questions where the file has them now."""
        with self._lock:
            broken = self._broken.get((translation.slug, translation.locale.tag), {})
        return [
            replace(broken[question], source=translation.place(f"questions.{number}"))
            for number, question in enumerate(translation.questions)
            if question in broken
        ]
