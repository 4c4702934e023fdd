"""What is taken from Lighthouse's report."""

from typing import Any

from bench.lighthouse import CATEGORIES, HEADINGS, faults, row, verdict


def report(**changes: Any) -> dict[str, Any]:
    """A report, of which the accessibility is not perfect."""
    audits = {
        "network-requests": {"details": {"items": [{"transferSize": 1200}, {"transferSize": 300}, {}]}},
        "largest-contentful-paint": {"numericValue": 900.4},
        "total-blocking-time": {"numericValue": 0},
        "cumulative-layout-shift": {"numericValue": 0.0},
        "color-contrast": {"title": "Contrast is not sufficient", "score": 0},
        "image-alt": {"title": "Images have alternatives", "score": None},
        "hint": {"title": "Costs no points", "score": 0},
    }
    refs = [{"id": "color-contrast", "weight": 7}, {"id": "image-alt", "weight": 7}, {"id": "hint", "weight": 0}]
    categories: dict[str, Any] = {name: {"score": 1.0, "auditRefs": []} for name in CATEGORIES}
    categories["accessibility"] = {"score": 0.93, "auditRefs": refs}
    return {"audits": audits | changes, "categories": categories}


def test_scores_count_from_a_hundred_and_bytes_are_added() -> None:
    """A request of which the size is unknown is a request all the same."""
    found = verdict(report())
    assert found.scores == (100, 93, 100, 100)
    assert (found.size, found.requests, found.shift) == (1500, 3, 0.0)


def test_a_row_holds_the_medians_of_the_runs() -> None:
    """One slow run says nothing."""
    runs = [verdict(report(**{"largest-contentful-paint": {"numericValue": value}})) for value in (900, 5000, 910)]
    cells = dict(zip(HEADINGS, row("home", runs), strict=True))
    assert (cells["page"], cells["LCP ms"], cells["kB"], cells["accessibility"]) == ("home", "910", "1.5", "93")


def test_what_cost_points_is_named_once() -> None:
    """Not what is only a hint, nor what does not apply."""
    assert list(faults("home", [verdict(report())] * 2)) == ["home: color-contrast: Contrast is not sufficient"]
