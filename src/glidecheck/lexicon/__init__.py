"""The lexicon: what each name is, on whose word."""
