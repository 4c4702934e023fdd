"""The one family of errors: every mistake a person can make ends in a `HelpCentreError` whose text says what to do."""


class HelpCentreError(Exception):
    """A failure explained to the person who can mend it; the message is shown as it is, without a traceback."""


class ConfigError(HelpCentreError):
    """The site's settings, or the options of a command, cannot be used."""


class ContentError(HelpCentreError):
    """Articles, categories, terms or facts cannot be read or published."""


class CatalogError(HelpCentreError):
    """A message catalog cannot be read or does not fit its template."""


class BuildError(HelpCentreError):
    """A build could not be made, locked, switched to or rolled back; the live build is untouched."""


class IndexUnavailableError(HelpCentreError):
    """There is no published index to search."""


class StaleIndexError(IndexUnavailableError):
    """A published index was written by other analyzers or an older format than this code reads."""


class SearchError(HelpCentreError):
    """A search request is malformed."""
