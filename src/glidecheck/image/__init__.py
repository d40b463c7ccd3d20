"""The picture before anything is read on it: opening, quality, dewarping, polarity, strips, bar codes."""
