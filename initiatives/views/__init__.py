"""Pages of the registry, of initiatives and of the public page."""
