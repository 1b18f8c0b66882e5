"""An installation in one file, and back (docs/adr/0028)."""
