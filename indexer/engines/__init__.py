"""Search engines behind one seam; only here is an engine's library imported."""
