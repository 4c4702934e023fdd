"""What a help centre is: locales, articles, terms, checks, rendering, translation state.

This package knows nothing of search engines, HTTP or the command line.
"""
