"""The file that makes a folder a category: its titles, its order, its icon."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar, NamedTuple

from pydantic import AfterValidator

from kb.problems import Problem
from kb.validation import EXACT, Whole, Words, suggestion, validate
from kb.yaml_source import YamlDocument, read_yaml

ICONS = ("shield", "start", "chart", "wallet", "code", "gift", "blocks", "warning", "chat", "guide")
"""The drawings in `web/static/icons.svg` that stand for a category."""


def _icon(name: str) -> str:
    if name not in ICONS:
        raise ValueError(f"there is no icon {name!r}{suggestion(name, ICONS)}")
    return name


@dataclass(frozen=True, slots=True)
class CategoryFile:
    """What `category.yaml` may say."""

    __pydantic_config__: ClassVar = EXACT

    titles: dict[str, Words]
    order: Whole = 0
    icon: Annotated[str, AfterValidator(_icon)] = "guide"
    descriptions: dict[str, str] = field(default_factory=dict)


class CategoryText(NamedTuple):
    """A category file as it was read; `header` is None where it cannot be used."""

    document: YamlDocument
    header: CategoryFile | None
    is_sound: bool


def parse_category(text: str, name: str) -> tuple[CategoryText, list[Problem]]:
    """What a category file says, and what is wrong with it; `name` is for problems."""
    document = read_yaml(text, name, check="category")
    header, problems = validate(CategoryFile, document, check="category", defaults={"titles": {}})
    problems = [*document.problems, *problems]
    return CategoryText(document, header, not problems), problems
