"""A clinic's shelf: which photos are there, and which of them show one product. Nothing here reads a photo's text."""
