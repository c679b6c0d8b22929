"""Building the shipped models. Nothing here is in the wheel."""
