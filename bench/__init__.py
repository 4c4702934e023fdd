"""Benchmarks: this project beside other engines, beside itself at other sizes, and as a site is served.

Nothing imports this package, and no test asserts a time. `docs/benchmarks.md` says how to run it and what it found.
"""
