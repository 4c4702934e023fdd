"""Changes an article file as text: values of its front matter and destinations of its links, and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from kb.front_matter import split
from kb.line_ends import as_it_was, plain
from kb.markdown.references import destinations
from kb.yaml_additions import add_item
from kb.yaml_nodes import KeyPath
from kb.yaml_values import edit_yaml


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article file in its parts, with `\\n` line ends; `before` is the file as it was."""

    before: str
    opening: str
    header: str
    closing: str
    body: str

    def with_values(self, values: Mapping[KeyPath, str | tuple[str, ...]]) -> "ArticleText":
        """With other values in the front matter; a key that is missing is added at its end.

        Raises:
            ValueError: they cannot be changed as the front matter is written.
        """
        return replace(self, header=edit_yaml(self.header, values))

    def with_item(self, key: str, item: str) -> "ArticleText":
        """With an item more in a list of the front matter, which must have one already.

        Raises:
            ValueError: it cannot be added as the front matter is written.
        """
        return replace(self, header=add_item(self.header, [key], item))

    def with_links(self, change: Callable[[str], str]) -> "ArticleText":
        """With every destination of a link or image as `change` makes it."""
        body = self.body
        for start, end in reversed(destinations(body)):
            body = body[:start] + change(body[start:end]) + body[end:]
        return replace(self, body=body)

    def text(self) -> str:
        """The whole file, with the line ends and the byte order mark it had."""
        return as_it_was(self.before, f"{self.opening}{self.header}{self.closing}{self.body}")


def article_text(text: str) -> ArticleText:
    """The parts of an article file.

    Raises:
        ValueError: it has no front matter.
    """
    content = plain(text)
    parts = split(content)
    if parts is None:
        raise ValueError("there is no front matter; the file must begin with one between two '---' lines")
    header, body, _ = parts
    opening = content[: content.index("\n") + 1]
    closing = content[len(opening) + len(header) : len(content) - len(body)]
    return ArticleText(text, opening, header, closing, body)
