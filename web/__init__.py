"""The help centre over HTTP: pages, JSON API, and the server that runs them. Nothing here writes a build."""
