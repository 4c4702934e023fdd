"""Turns a tree of Markdown that was written for something else into a site. Reads the tree, never changes it.

Every file and every construct of the tree is either in the site or in the report.
"""
