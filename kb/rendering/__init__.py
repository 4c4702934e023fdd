"""From Markdown to HTML that is safe whatever the Markdown says, and to the plain text that search reads."""
