"""`kb preview`: the site with its drafts, marked, and what is wrong with it, for those who write it.

Its words are English, as those of the command line and of every check are, and stand in no catalog: they are for the
people who edit files, whose tools speak English too, and would be translated seven times to be read by few. What they
are put into, the pages of the site, speaks the reader's language. Nothing of this is in what `kb serve` sends.
"""
