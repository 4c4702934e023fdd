"""What the files and folders of a site are called."""

SITE_FILE = "site.yaml"
FACTS_FILE = "facts.yaml"
CATEGORY_FILE = "category.yaml"
TERMS_FILE = "terms.yaml"
ARTICLES = "articles"
TRANSLATIONS = "translations"
MEDIA = "media"
