"""Which seeds are taught, and which are kept aside to measure with."""

ASIDE = 1 << 24
"""Seeds from here on are of lines in faces and names kept aside."""
