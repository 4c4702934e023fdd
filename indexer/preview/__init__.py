"""A site as its editors see it while they write: drafts included, rendered when it is asked for."""
