"""How prose reads and is set, language by language. Nothing here knows of checks, and nothing looks into code."""
