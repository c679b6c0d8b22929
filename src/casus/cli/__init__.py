"""The casus command line."""
