"""Times and memory: what is counted, and what a cache may have seen before."""

import math
from pathlib import Path

import pytest

from bench.measure import own_memory, percentile, seconds, size_on_disk, timed


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([3, 1, 2], 0.5, 2), ([4, 3, 2, 1], 0.5, 2), (range(1, 101), 0.95, 95), ([7], 0.95, 7), ([2, 1], 0.0, 1)],
)
def test_a_percentile_is_a_value_that_was_measured(values: list[float], share: float, expected: float) -> None:
    """By nearest rank."""
    assert percentile(values, share) == expected


def test_there_is_no_percentile_of_nothing() -> None:
    """Not zero, which would look fast."""
    assert math.isnan(percentile([], 0.5))


def test_what_is_measured_was_never_asked_before() -> None:
    """Every argument is used once; those that warm come first."""
    asked: list[str] = []
    timed(asked.append, ["a", "b", "c", "d", "e"])
    assert asked == ["a", "c", "e", "b", "d"]


def test_a_single_call_is_a_first_one_and_no_other() -> None:
    """There is nothing to take a percentile of."""
    timing = timed(len, ["a"])
    assert timing.first >= 0
    assert math.isnan(timing.p50)


def test_a_call_takes_some_time_and_a_process_some_memory() -> None:
    """How much is for no test to say."""
    assert seconds(lambda: sum(range(1000))) >= 0
    assert math.isnan(own_memory()) or own_memory() > 1


def test_the_size_of_a_folder_counts_the_files_below_it(tmp_path: Path) -> None:
    """In MB."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"x" * 2**19)
    (tmp_path / "file").write_bytes(b"x" * 2**19)
    assert size_on_disk(tmp_path) == 1
