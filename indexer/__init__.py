"""Findability: analysis of text by language, the index, queries, promises and published builds."""
