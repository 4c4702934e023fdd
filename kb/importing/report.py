"""What an import tells: on a terminal, and as a file that says of every file of the tree where it went and why."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from kb.importing.model import Note, Report
from kb.importing.verifying import Comparison

MOST_SHOWN = 20
"""Files and messages that the text names of each kind; the JSON names all."""


def as_json(report: Report, comparisons: Sequence[Comparison] | None = None) -> str:
    """The whole report."""
    document: dict[str, object] = {
        "layout": report.layout.value,
        "locales": list(report.locales),
        "files": {"found": report.found, "brought": len(report.articles) + len(report.media), "left": len(report.left)},
        "articles": dict(sorted(report.articles.items())),
        "media": {path: list(copies) for path, copies in sorted(report.media.items())},
        "left": [_plain(note) for note in report.left],
        "notes": [_plain(note) for note in report.notes],
        "lowered_checks": dict(report.lowered),
    }
    if comparisons is not None:
        document["counts"] = {
            "totals": totals(comparisons),
            "missing": {each.path: each.missing() for each in comparisons if each.missing()},
        }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _plain(note: Note) -> dict[str, object]:
    return {"path": note.path, "line": note.line, "kind": note.kind, "message": note.message}


def totals(comparisons: Iterable[Comparison]) -> dict[str, dict[str, int]]:
    """By what is counted: in the tree, in the Markdown served, on the pages, and said by notes not to be there."""
    result: dict[str, Counter[str]] = {name: Counter() for name in ("headings", "links", "code")}
    for each in comparisons:
        for name, counter in result.items():
            counter["tree"] += getattr(each.before, name)
            counter["served"] += getattr(each.served, name)
            counter["shown"] += getattr(each.shown, name)
            counter["noted"] += each.noted[name]
    return {name: dict(counter) for name, counter in result.items()}


def as_text(report: Report) -> str:
    """The report for people: what became of the files, then every kind of change, the commonest first."""
    lines = [
        f"{report.found} files found: {len(report.articles)} became articles, {len(report.media)} images were copied, "
        f"{len(report.left)} were left",
        "",
    ]
    if report.left:
        lines += ["Left, and why", ""]
        lines += [f"- {note.path}: {note.message}" for note in report.left[:MOST_SHOWN]]
        lines += _more(len(report.left))
    for kind, number, files in report.kinds():
        lines += [f"{kind}: {number} in {files} files", ""]
        messages = Counter(note.message for note in report.notes if note.kind == kind)
        places = {note.message: note for note in reversed(report.notes) if note.kind == kind}
        for message, times in messages.most_common(MOST_SHOWN):
            place = places[message]
            where = f"{place.path}:{place.line}" if place.line else place.path
            lines.append(f"- {message}" + (f" ({times} times, first in {where})" if times > 1 else f" ({where})"))
        lines += _more(len(messages))
    if report.lowered:
        lines += ["Checks lowered in site.yaml, with the places they name", ""]
        lines += [f"- {check}: {number}" for check, number in report.lowered.items()]
    return "\n".join(lines).rstrip() + "\n"


def _more(number: int) -> list[str]:
    return [f"- … and {number - MOST_SHOWN} more; the JSON report names all", ""] if number > MOST_SHOWN else [""]
