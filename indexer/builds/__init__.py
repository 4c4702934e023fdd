"""Published builds: everything serving needs, written beside the live build and switched to atomically."""
