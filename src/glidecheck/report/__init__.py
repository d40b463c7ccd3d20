"""One report, several faces."""
