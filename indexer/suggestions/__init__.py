"""Suggestions while a visitor types: titles and terms by the beginning of their words, pinyin or initials."""
