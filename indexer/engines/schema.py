"""What Whoosh stores. Other names of files in an index belong to the arrays beside it."""

from whoosh import columns, fields

# The terms that the library's own searcher ranks by, as a reference for the arrays. N-grams and pairs of words are in
# the arrays only: each distinct term costs the library a block, and of these there are many times as many as words.
FIELDS = ("words", "title", "keywords")

NUMBERS = "numbers.npy"
"""For each section its number in Whoosh, which counts what is deleted and moves as segments merge."""

DIGEST_SIZE = 16


def schema() -> fields.Schema:
    """Terms come ready-made, so no field has an analyzer of ours that would be pickled into the index."""
    terms = {name: fields.KEYWORD(scorable=True) for name in FIELDS}
    return fields.Schema(
        **terms,
        digest=fields.COLUMN(columns.FixedBytesColumn(DIGEST_SIZE)),
        title_text=fields.STORED(),
        section_title=fields.STORED(),
        text=fields.STORED(),
    )
