"""Translations as PO files: out for the tools translators use, and back in."""
